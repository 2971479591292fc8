/* The board for a monitor on the wall. */
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "screen.h"
#include "session.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"

enum { W_QUEUES = 1, W_FIGURES, W_PAGE };

static const struct option_def options[] = {
    {.name = "queues",
     .type = OPT_TEXT,
     .arg = "LIST",
     .id = W_QUEUES,
     .help = N_("only these queues, in this order: ids with commas between them")},
    {.name = "figures",
     .type = OPT_TEXT,
     .arg = "LIST",
     .id = W_FIGURES,
     .help = N_("only these figures, in this order: names with commas between them")},
    {.name = "page-sec",
     .type = OPT_INT,
     .arg = "N",
     .id = W_PAGE,
     .min = 3,
     .max = 3600,
     .help = N_("seconds before the next page, when one page does not hold all queues")},
    {0},
};

/* The configuration separates by blanks; a command line is easier to type with commas. */
static void replace(char **to, const struct option_value *v)
{
    if (v != NULL) {
        free(*to);
        *to = mem_strdup(v->text);
        for (char *p = *to; *p != '\0'; p++) {
            *p = *p == ',' ? ' ' : *p;
        }
    }
}

static int run(const struct command_args *a, struct err *e)
{
    struct session s = {0};
    struct screen_opts o = {.wall = true};
    int status = 0;
    if (session_need_terminal(e) == OK && session_load(&s, a, e) == OK) {
        replace(&s.config.wall_queues, command_opt(a, W_QUEUES));
        replace(&s.config.wall_figures, command_opt(a, W_FIGURES));
        s.config.wall_page_s = (int)command_number(a, W_PAGE, s.config.wall_page_s);
        if (session_open(&s, a, e) == OK) {
            status = screen_run(&s, a, &o, e);
        }
    }
    session_close(&s);
    return status;
}

static const struct command_example examples[] = {
    {"zhiban wall --readonly", N_("the wall board, from which nothing can be changed")},
    {"zhiban wall --queues support,sales --page-sec 10",
     N_("two queues, a new page every 10 seconds")},
    {0},
};

const struct command cmd_wall = {
    .name = "wall",
    .synopsis = "[--queues LIST] [--figures LIST] [--page-sec N] [OPTION ...]",
    .summary = N_("Show a full-screen board with large figures."),
    .description = N_("Large digits and alarm colours for a monitor on the wall, readable from ten "
                      "metres. Pages rotate when one does not hold all queues."),
    .options = options,
    .examples = examples,
    .run = run,
};
