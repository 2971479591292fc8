/* Without a command: the terminal interface. */
#include "command.h"
#include "screen.h"
#include "session.h"
#include "zhiban/base/intl.h"
#include "zhiban/tui/tui.h"

int screen_run(struct session *s, const struct command_args *a, const struct screen_opts *o,
               struct err *e)
{
    struct tui_opts t = {
        .wall = o->wall,
        .demo = o->demo,
        .no_color = a->g->no_color,
        .ascii = s->config.ascii,
        .readonly = s->config.readonly,
        .warning = session_warning(a->g),
    };
    return tui_run(s->app, &s->config, &t, e);
}

static int run(const struct command_args *a, struct err *e)
{
    struct session s = {0};
    struct screen_opts o = {0};
    int status = 0;
    if (session_need_terminal(e) == OK && session_open(&s, a, e) == OK) {
        status = screen_run(&s, a, &o, e);
    }
    session_close(&s);
    return status;
}

static const struct command_example examples[] = {
    {"zhiban demo", N_("look at everything on a simulated centre")},
    {"zhiban --backend json+http://127.0.0.1:8080/snapshot",
     N_("the floor of a backend named by its URL")},
    {"zhiban doctor", N_("say what is missing and how to mend it")},
    {0},
};

const struct command cmd_board = {
    .name = NULL,
    .synopsis = "[OPTION ...] [COMMAND [ARGUMENT ...]]",
    .summary = N_("The floor of a call centre in a terminal, for team leaders."),
    .description = N_("Without a command the terminal interface opens on the configured backend. "
                      "Global options may stand before and after the command; the last one wins."),
    .examples = examples,
    .run = run,
};
