/* demo: everything on a simulated centre, with no configuration, network or rights. The simulator
 * is a process of its own on a loopback port, so that the way to the screen is that of a real
 * backend. */
#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "screen.h"
#include "session.h"
#include "stop.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/paths.h"
#include "zhiban/svc/simproc.h"

#define READY_MS 3000   /* the first frame is promised within 3 s */
#define DEMO_LOAD "1.6" /* a busy day: callers wait, some targets are missed */

enum { D_SEED = 1, D_SPEED, D_AGENTS, D_DIALECT, D_OUTAGE, D_WALL, D_KEEP };

static const struct option_def options[] = {
    {.name = "seed",
     .type = OPT_INT,
     .arg = "N",
     .id = D_SEED,
     .min = 0,
     .max = 9e15,
     .help = N_("the same seed gives the same day")},
    {.name = "speed",
     .type = OPT_NUMBER,
     .arg = "N",
     .id = D_SPEED,
     .min = 0.1,
     .max = 3600,
     .help = N_("minutes of centre time in a real minute (default 1)")},
    {.name = "agents",
     .type = OPT_INT,
     .arg = "N",
     .id = D_AGENTS,
     .min = 10,
     .max = 10000,
     .help = N_("that many agents instead of the demonstration staff, 10 to 10000")},
    {.name = "dialect",
     .type = OPT_CHOICE,
     .arg = "DIALECT",
     .choices = "json|asterisk",
     .id = D_DIALECT,
     .help = N_("what the simulated backend speaks: json or asterisk (default json)")},
    {.name = "outage",
     .type = OPT_FLAG,
     .id = D_OUTAGE,
     .help = N_("a large fault two hours after the start: five times the fault reports")},
    {.name = "wall", .type = OPT_FLAG, .id = D_WALL, .help = N_("open the wall board")},
    {.name = "keep",
     .type = OPT_DIR,
     .arg = "DIR",
     .id = D_KEEP,
     .help = N_("work in this new or empty folder and leave it there")},
    {0},
};

struct demo {
    const struct command_args *a;
    char *dir; /* owned */
    bool keep;
    char *conf; /* its configuration file, owned */
    struct simproc sim;
    struct session s;
};

/* ---- the folder ------------------------------------------------------------------------------ */

static bool is_empty(const char *dir)
{
    DIR *d = opendir(dir);
    if (d == NULL) {
        return false;
    }
    size_t n = 0;
    while (readdir(d) != NULL) {
        n++;
    }
    closedir(d);
    return n <= 2; /* . and .. */
}

static enum err_code keep_folder(struct demo *d, const char *dir, struct err *e)
{
    if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
        return err_set(e, ERR_IO, N_("the folder {0} cannot be made: {1}"), dir, strerror(errno));
    }
    if (!is_empty(dir)) {
        err_set(e, ERR_REFUSED, N_("{0} is not an empty folder"), dir);
        return err_hint(e, N_("name a new or empty folder after --keep"));
    }
    /* The configuration in it is named by this path, also for later runs from elsewhere. */
    d->dir = realpath(dir, NULL);
    d->keep = true;
    return d->dir != NULL ? OK : err_set(e, ERR_IO, N_("{0} cannot be read"), dir);
}

static enum err_code make_folder(struct demo *d, struct err *e)
{
    const struct option_value *keep = command_opt(d->a, D_KEEP);
    if (keep != NULL) {
        return keep_folder(d, keep->text, e);
    }
    const char *tmp = getenv("TMPDIR");
    d->dir = mem_printf("%s/zhiban-demo.XXXXXX", tmp != NULL && tmp[0] == '/' ? tmp : "/tmp");
    if (mkdtemp(d->dir) == NULL) {
        err_set(e, ERR_IO, N_("a temporary folder cannot be made: {0}"), strerror(errno));
        free(d->dir);
        d->dir = NULL;
        return err_hint(e, N_("make room in /tmp, or set TMPDIR"));
    }
    return OK;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

/* ---- the centre ------------------------------------------------------------------------------ */

/* The terminal's clock and the simulator's start together and run at the same speed. */
static enum err_code start_simulator(struct demo *d, struct err *e)
{
    static const struct option_value none = {0};
    const struct command_args *a = d->a;
    const struct option_value *seed = command_opt(a, D_SEED), *speed = command_opt(a, D_SPEED),
                              *agents = command_opt(a, D_AGENTS),
                              *dialect = command_opt(a, D_DIALECT);
    clock_scale(&a->g->clock, command_number(a, D_SPEED, 1));
    char start[32];
    struct zone *utc = zone_utc();
    civil_rfc3339(utc, clock_now(&a->g->clock), start);
    zone_free(utc);
    bool follows_file = clock_still(&a->g->clock);
    if (!follows_file) {
        unsetenv("ZHIBAN_NOW"); /* it was the origin; from here on time runs */
    }
    struct simproc_args args = {
        .dialect = (dialect != NULL ? dialect : &none)->text,
        .seed = (seed != NULL ? seed : &none)->text,
        .speed = (speed != NULL ? speed : &none)->text,
        .agents = (agents != NULL ? agents : &none)->text,
        .start = follows_file ? NULL : start,
        .load = DEMO_LOAD,
        .outage = command_opt(a, D_OUTAGE) != NULL,
    };
    enum err_code code = simproc_start(&d->sim, &args, e);
    bool ready = false;
    if (code == OK) {
        code = simproc_ready(&d->sim, READY_MS, &ready, e);
    }
    if (code == OK && !ready) {
        err_set(e, ERR_NET, N_("the simulated centre was not ready in {0} s"),
                NUM(READY_MS / 1000));
        err_hint(e, N_("try again: the machine may be busy"));
        code = ERR_NET;
    }
    return code;
}

/* A configuration of its own, so that the user's needs not be right, or there. In a kept folder it
 * opens the centre again; this time the address is that of the simulator just started. */
static enum err_code write_configuration(struct demo *d, struct err *e)
{
    struct buf text = {0};
    char *secret = mem_printf("%s/secret", d->dir);
    d->conf = mem_printf("%s/zhiban.conf", d->dir);
    buf_puts(&text, "# The configuration of this demonstration.\n[main]\nbackend = sim:\n");
    /* Translators: 岚州示范客户服务中心, as in data/demo. */
    buf_printf(&text, "\n[centre]\ncentre.name = %s\n", _("Demonstration Service Centre"));
    enum err_code code = paths_write(d->conf, buf_str(&text), text.len, 0600, e);
    if (code == OK) {
        code = paths_write(secret, SIMPROC_DEMO_SECRET "\n", sizeof SIMPROC_DEMO_SECRET, 0600, e);
        setenv("ZHIBAN_BACKEND_SECRET_FILE", secret, 1); /* and no other secret goes there */
    }
    buf_release(&text);
    free(secret);
    return code;
}

static enum err_code load(struct demo *d, struct err *e)
{
    struct globals *g = d->a->g;
    char *state = mem_printf("%s/state", d->dir);
    char *organisation = paths_data("demo");
    setenv("XDG_STATE_HOME", state, 1); /* log and :save stay in the folder */
    g->config.file = g->config.file != NULL ? g->config.file : d->conf;
    g->config.backend = d->sim.url;
    enum err_code code = session_load(&d->s, d->a, e);
    if (code == OK) {
        code = config_load_folder(&d->s.config.centre, organisation, e);
    }
    free(organisation);
    free(state);
    return code;
}

static enum err_code prepare(struct demo *d, struct err *e)
{
    enum err_code code = session_need_terminal(e);
    if (code == OK) {
        code = make_folder(d, e);
    }
    if (code == OK) {
        code = start_simulator(d, e);
    }
    if (code == OK) {
        code = write_configuration(d, e);
    }
    if (code == OK) {
        code = load(d, e);
    }
    return code != OK ? code : session_open(&d->s, d->a, e);
}

static int run(const struct command_args *a, struct err *e)
{
    struct demo d = {.a = a};
    struct screen_opts o = {.demo = true, .wall = command_opt(a, D_WALL) != NULL};
    int status = 0;
    (void)stop_catch(); /* whatever ends us, the folder goes */
    if (prepare(&d, e) != OK) {
        status = err_exit(e->code);
    } else if (!stop_asked()) {
        status = screen_run(&d.s, a, &o, e);
    }
    session_close(&d.s);
    simproc_stop(&d.sim);
    if (d.dir != NULL && !d.keep) {
        (void)nftw(d.dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    }
    free(d.conf);
    free(d.dir);
    stop_finish();
    return status;
}

static const struct command_example examples[] = {
    {"zhiban demo", N_("the demonstration centre, live")},
    {"zhiban demo --speed 60 --outage", N_("an hour a minute, with a large fault after two hours")},
    {"zhiban demo --agents 1000 --dialect asterisk", N_("a large floor behind an Asterisk")},
    {0},
};

const struct command cmd_demo = {
    .name = "demo",
    .synopsis = "[--speed N] [--dialect json|asterisk] [OPTION ...]",
    .summary = N_("Open everything on a simulated centre."),
    .description =
        N_("Needs no configuration, no network and no rights: makes a private temporary folder, "
           "starts a simulated call centre on a free loopback port and opens the terminal "
           "interface on it. Leaving removes everything, unless it is kept."),
    .options = options,
    .examples = examples,
    .run = run,
};
