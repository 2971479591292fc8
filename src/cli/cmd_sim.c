/* The simulated centre alone: its server is an executable of its own, so that its libraries cost
 * the board nothing. This command checks the options against the table and becomes that program. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/paths.h"
#include "zhiban/base/vec.h"

enum {
    S_LISTEN = 1,
    S_SEED,
    S_SPEED,
    S_AGENTS,
    S_DIALECT,
    S_LOAD,
    S_OUTAGE,
    S_OUTAGE_AFTER,
    S_START,
    S_USER,
    S_SECRET_FILE,
    S_RIGHTS,
    S_FAULT,
    S_REPLAY,
    S_DATA
};

static const struct option_def options[] = {
    {.name = "listen",
     .type = OPT_TEXT,
     .arg = "ADDRESS:PORT",
     .id = S_LISTEN,
     .help = N_("listen here; port 0 takes a free one (default 127.0.0.1:8080)")},
    {.name = "seed",
     .type = OPT_INT,
     .arg = "N",
     .id = S_SEED,
     .min = 0,
     .max = 9e15,
     .help = N_("the same seed gives the same day")},
    {.name = "speed",
     .type = OPT_NUMBER,
     .arg = "N",
     .id = S_SPEED,
     .min = 0.1,
     .max = 3600,
     .help = N_("minutes of centre time in a real minute (default 1)")},
    {.name = "agents",
     .type = OPT_INT,
     .arg = "N",
     .id = S_AGENTS,
     .min = 10,
     .max = 10000,
     .help = N_("that many agents instead of the demonstration staff, 10 to 10000")},
    {.name = "dialect",
     .type = OPT_CHOICE,
     .arg = "DIALECT",
     .choices = "json|asterisk",
     .id = S_DIALECT,
     .help = N_("what to speak: json or asterisk (default json)")},
    {.name = "load",
     .type = OPT_NUMBER,
     .arg = "FACTOR",
     .id = S_LOAD,
     .min = 0.1,
     .max = 100,
     .help = N_("times the usual number of calls (default 1)")},
    {.name = "outage",
     .type = OPT_FLAG,
     .id = S_OUTAGE,
     .help = N_("a large fault two hours after the start: five times the fault reports")},
    {.name = "outage-after",
     .type = OPT_INT,
     .arg = "MIN",
     .id = S_OUTAGE_AFTER,
     .min = 0,
     .max = 10080,
     .help = N_("the large fault that many minutes after the start")},
    {.name = "fault",
     .type = OPT_TEXT,
     .arg = "FAULT",
     .id = S_FAULT,
     .repeat = true,
     .help =
         N_("misbehave: slow=2s, drop=10%, garbage, truncate, status=503, stall, reset-counters "
            "or badcert; may be given several times")},
    {.name = "start",
     .type = OPT_TEXT,
     .arg = "TIME",
     .id = S_START,
     .help = N_("centre time at the start, RFC 3339 (default ZHIBAN_NOW, else now)")},
    {.name = "replay",
     .type = OPT_DIR,
     .arg = "DIR",
     .id = S_REPLAY,
     .help = N_("play the answers that --trace wrote to this folder")},
    {.name = "data",
     .type = OPT_DIR,
     .arg = "DIR",
     .id = S_DATA,
     .help = N_("read the centre from this folder instead of the demonstration's")},
    {.name = "user",
     .type = OPT_TEXT,
     .arg = "NAME",
     .id = S_USER,
     .help = N_("who may sign in (default demo)")},
    {.name = "secret-file",
     .type = OPT_FILE,
     .arg = "FILE",
     .id = S_SECRET_FILE,
     .help = N_("the secret asked for (default: demo with asterisk, none with json)")},
    {.name = "rights",
     .type = OPT_TEXT,
     .arg = "LIST",
     .id = S_RIGHTS,
     .help =
         N_("rights of the asterisk user: reporting, agent, both with a comma (default) or none")},
    {0},
};

static const struct option_def *option_of(int id)
{
    const struct option_def *d = options;
    while (d->id != id) {
        d++;
    }
    return d;
}

static int run(const struct command_args *a, struct err *e)
{
    char *path = paths_libexec("zhiban-sim");
    VEC(char *) words = {0};
    vec_push(&words) = mem_strdup("zhiban-sim");
    for (size_t i = 0; i < a->n_opts; i++) {
        const struct option_def *d = option_of(a->opts[i].id);
        vec_push(&words) = mem_printf("--%s", d->name);
        if (d->type != OPT_FLAG) {
            vec_push(&words) = mem_strdup(a->opts[i].text);
        }
    }
    vec_push(&words) = NULL;

    signal(SIGPIPE, SIG_DFL);
    execv(path, words.v);

    err_set(e, ERR_IO, N_("the simulated centre {0} cannot be started: {1}"), path,
            strerror(errno));
    err_hint(e, N_("install zhiban again: make install"));
    for (size_t i = 0; i < words.n; i++) {
        free(words.v[i]);
    }
    vec_free(&words);
    free(path);
    return err_exit(e->code);
}

static const struct command_example examples[] = {
    {"zhiban sim --listen 127.0.0.1:8080",
     N_("the demonstration centre for another program or terminal")},
    {"zhiban sim --dialect asterisk --speed 60", N_("an Asterisk whose hour passes in a minute")},
    {"zhiban sim --fault drop=10% --fault slow=2s", N_("a backend on a bad line")},
    {0},
};

const struct command cmd_sim = {
    .name = "sim",
    .synopsis = "[--listen ADDRESS:PORT] [--dialect json|asterisk] [OPTION ...]",
    .summary = N_("Run the simulated centre alone, as a server."),
    .description =
        N_("A call centre with arrivals, patience, skills, shifts and pauses, served over HTTP "
           "as a real backend would. It runs until it is interrupted."),
    .options = options,
    .examples = examples,
    .run = run,
};
