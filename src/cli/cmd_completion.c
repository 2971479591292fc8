/* completion SHELL: the script for a shell, installed with the program. */
#include <string.h>

#include "command.h"
#include "completion.h"
#include "output.h"
#include "zhiban/base/intl.h"

static const struct {
    const char *shell;
    void (*write)(struct buf *to);
} shells[] = {
    {"bash", completion_bash},
    {"fish", completion_fish},
    {"zsh", completion_zsh},
};

static int run(const struct command_args *a, struct err *e)
{
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(shells[i].shell, a->args[0]) == 0) {
            struct buf text;
            buf_init(&text, OUTPUT_MAX);
            shells[i].write(&text);
            (void)command_output(a, &text, e);
            buf_release(&text);
            return err_exit(e->code);
        }
    }
    err_set(e, ERR_USAGE, N_("there is no completion for \"{0}\""), a->args[0]);
    err_hint(e, N_("write bash, fish or zsh"));
    return err_exit(e->code);
}

const struct command cmd_completion = {
    .name = "completion",
    .synopsis = "bash|fish|zsh",
    .summary = N_("Print the completion script of a shell."),
    .min_args = 1,
    .max_args = 1,
    .operands = "choices:bash|fish|zsh",
    .hidden = true,
    .run = run,
};
