/* The manual's pages as the program makes them, for `make man` and for the lint that compares. */
#include <string.h>

#include "manual.h"
#include "output.h"
#include "zhiban/base/intl.h"

/* Pages that are not a command's. */
static const struct {
    const char *topic, *file;
    void (*print)(struct buf *to);
} pages[] = {
    {"zhiban.conf", "zhiban.conf.5", manual_conf_page},
    {"keys", "zhiban-keys.7", manual_keys_page},
    {"metrics", "zhiban-metrics.7", manual_metrics_page},
};
#define N_PAGES (sizeof pages / sizeof *pages)

/* `TOPIC FILE` of each page. */
static void print_list(struct buf *to)
{
    buf_puts(to, PROGRAM " " PROGRAM ".1\n");
    for (const struct command *const *c = commands; *c != NULL; c++) {
        if (!(*c)->hidden) {
            buf_printf(to, "%s " PROGRAM "-%s.1\n", (*c)->name, (*c)->name);
        }
    }
    for (size_t i = 0; i < N_PAGES; i++) {
        buf_printf(to, "%s %s\n", pages[i].topic, pages[i].file);
    }
}

static enum err_code print_page(struct buf *to, const char *topic, struct err *e)
{
    for (size_t i = 0; i < N_PAGES; i++) {
        if (strcmp(topic, pages[i].topic) == 0) {
            pages[i].print(to);
            return OK;
        }
    }
    if (strcmp(topic, "list") == 0) {
        print_list(to);
        return OK;
    }
    const struct command *c = strcmp(topic, PROGRAM) == 0 ? &cmd_board : command_find(topic);
    if (c == NULL) {
        err_set(e, ERR_USAGE, N_("there is no manual page \"{0}\" to print"), topic);
        return err_hint(e, N_("zhiban manual list names the pages"));
    }
    return manual_command(to, c, e);
}

static int run(const struct command_args *a, struct err *e)
{
    struct buf text;
    buf_init(&text, OUTPUT_MAX);
    enum err_code code = print_page(&text, a->args[0], e);
    if (code == OK) {
        code = command_output(a, &text, e);
    }
    buf_release(&text);
    return err_exit(code);
}

const struct command cmd_manual = {
    .name = "manual",
    .synopsis = "TOPIC | list",
    .summary = N_("Print a page of the manual as it is made from the program's tables."),
    .min_args = 1,
    .max_args = 1,
    .hidden = true,
    .run = run,
};
