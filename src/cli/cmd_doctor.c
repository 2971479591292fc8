/* doctor: what is right, what is missing, and how to mend it. */
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "output.h"
#include "session.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/paths.h"
#include "zhiban/tui/tui.h"

#define BACKEND_WAIT_MS 30000
#define STEP_MS 500
#define CLOCK_WARN_S 5 /* more than a poll's delay explains */

enum verdict { V_OK, V_WARN, V_FAIL };
static const char *const verdict_words[] = {"ok", "warn", "fail"};

struct doctor {
    const struct command_args *a;
    struct session s;
    struct report r;
    bool table;
    int failures;
    struct buf text; /* of the table */
};

static const struct report_column columns[] = {
    {.key = "check", .title = N_("Check"), .type = CELL_TEXT},
    {.key = "result", .title = N_("Result"), .type = CELL_TEXT},
    {.key = "message", .title = N_("Finding"), .type = CELL_TEXT},
    {.key = "hint", .title = N_("Mend"), .type = CELL_TEXT},
};

/* Writes one finding down: what it is about, how it went, what to do. */
static void finding(struct doctor *d, const char *check, enum verdict v, const struct err *x)
{
    static const char *const names[] = {N_("ok"), N_("warn"), N_("fail")};
    struct buf what = {0}, hint = {0};
    output_error_text(x, d->table, &what, &hint);
    report_text(&d->r, check);
    report_text(&d->r, verdict_words[v]);
    report_text(&d->r, buf_str(&what));
    report_text(&d->r, hint.len > 0 ? buf_str(&hint) : NULL);
    buf_printf(&d->text, "%-5s %-14s %s\n", _(names[v]), check, buf_str(&what));
    if (hint.len > 0 && v != V_OK) {
        buf_printf(&d->text, "      %-14s -> %s\n", "", buf_str(&hint));
    }
    d->failures += v == V_FAIL;
    buf_release(&what);
    buf_release(&hint);
}

/* A finding without a mend. */
#define NOTE(d, check, v, ...)                                                                     \
    do {                                                                                           \
        struct err note = {0};                                                                     \
        err_set(&note, OK, __VA_ARGS__);                                                           \
        finding((d), (check), (v), &note);                                                         \
    } while (0)

static bool check_configuration(struct doctor *d)
{
    struct err x = {0};
    if (session_load(&d->s, d->a, &x) != OK) {
        finding(d, "configuration", V_FAIL, &x);
        return false;
    }
    if (d->s.config.path != NULL) {
        NOTE(d, "configuration", V_OK, N_("{0} is read"), d->s.config.path);
    } else {
        NOTE(d, "configuration", V_OK, N_("there is no zhiban.conf: the defaults are in force"));
    }
    if (tui_check(&d->s.config, &x) != OK) {
        finding(d, "configuration", V_FAIL, &x);
    }
    if (clock_replaced(&d->a->g->clock)) {
        NOTE(d, "configuration", V_WARN,
             N_("ZHIBAN_NOW replaces the time of day: it is meant for tests"));
    }
    return true;
}

static void check_locale(struct doctor *d)
{
    const char *codeset = nl_langinfo(CODESET);
    if (d->a->g->codeset_replaced) {
        struct err x = {0};
        err_set(&x, OK, N_("the locale is not UTF-8: {0} is used for characters"), codeset);
        err_hint(&x, N_("set LANG to a UTF-8 locale, such as C.UTF-8"));
        finding(d, "locale", V_WARN, &x);
    } else {
        NOTE(d, "locale", V_OK, N_("characters are {0}, the language is {1}"), codeset,
             intl_lang());
    }
}

static void check_terminal(struct doctor *d)
{
    struct tui_finding found[32];
    size_t n = tui_doctor(&d->s.config, found, sizeof found / sizeof *found);
    for (size_t i = 0; i < n; i++) {
        finding(d, "terminal", found[i].ok ? V_OK : V_WARN, &found[i].text);
    }
}

static void check_file(struct doctor *d, char *path, int mode, enum verdict missing)
{
    if (access(path, mode) == 0) {
        NOTE(d, "files", V_OK, N_("{0} is there"), path);
    } else {
        struct err x = {0};
        err_set(&x, ERR_IO, N_("{0} is missing"), path);
        err_hint(&x, N_("install zhiban again, or set ZHIBAN_DATADIR to its data folder"));
        finding(d, "files", missing, &x);
    }
    free(path);
}

static void check_files(struct doctor *d)
{
    check_file(d, paths_data("themes/default.theme"), R_OK, V_WARN);
    check_file(d, paths_data("demo/queues.csv"), R_OK, V_WARN);
    check_file(d, paths_libexec("zhiban-sim"), X_OK, V_WARN);

    char *log = paths_state("zhiban.log");
    struct err x = {0};
    if (paths_make_parent(log, &x) != OK) {
        finding(d, "files", V_WARN, &x);
    } else if (access(log, F_OK) == 0 && access(log, W_OK) != 0) {
        err_set(&x, ERR_IO, N_("the log {0} cannot be written"), log);
        err_hint(&x, N_("make the file yours: it holds no secrets"));
        finding(d, "files", V_WARN, &x);
    } else {
        NOTE(d, "files", V_OK, N_("the log is {0}"), log);
    }
    free(log);
}

/* The backend in force can be read and its secret fetched. */
static bool check_backend_settings(struct doctor *d)
{
    struct backend_cfg b = {0};
    struct err x = {0};
    char *secret = NULL;
    bool good = config_backend(&d->s.config, &b, &x) == OK &&
                config_secret(&d->s.config, &b, &secret, &x) == OK;
    if (good) {
        NOTE(d, "backend", V_OK, N_("{0} is of kind {1}, at {2}"), b.name, b.vendor,
             b.base_url != NULL ? b.base_url : "");
        if (secret == NULL || secret[0] == '\0') {
            NOTE(d, "backend", V_OK,
                 N_("no secret is set: the backend is asked without signing in"));
        }
    } else {
        finding(d, "backend", V_FAIL, &x);
    }
    if (secret != NULL) {
        explicit_bzero(secret, strlen(secret));
        free(secret);
    }
    backend_cfg_release(&b);
    return good;
}

/* Polls until the first snapshot or failure; ERR_NET when neither comes. */
static enum err_code first_poll(struct app *app, struct clock *clock, struct err *e)
{
    int64_t deadline = clock_raw_ms() + BACKEND_WAIT_MS;
    while (clock_raw_ms() < deadline) {
        clock_tick(clock);
        app_step(app);
        struct feed_status feed = app_feed(app);
        if (app_floor(app) != NULL) {
            return OK;
        }
        if (feed.err.code != OK) {
            *e = feed.err;
            return e->code;
        }
        (void)app_wait(app, NULL, 0, NULL, STEP_MS);
    }
    err_set(e, ERR_NET, N_("the backend gave no snapshot in {0} s"), NUM(BACKEND_WAIT_MS / 1000));
    return err_hint(e, N_("check that its address and port are right"));
}

static void check_fields(struct doctor *d, const struct app *app)
{
    unsigned fields = app_feed(app).fields;
    for (size_t i = 0; i < n_app_fields; i++) {
        const char *name = d->table ? _(app_fields[i].name) : app_fields[i].name;
        if ((fields & app_fields[i].bit) != 0) {
            NOTE(d, "fields", V_OK, N_("given: {0}"), name);
        } else {
            NOTE(d, "fields", V_WARN, N_("not given: {0}; shown as a dash"), name);
        }
    }
    const char *notes[16];
    size_t n = app_notes(app, notes, sizeof notes / sizeof *notes);
    for (size_t i = 0; i < n; i++) {
        NOTE(d, "rights", V_WARN, notes[i]);
    }
}

static void check_clocks(struct doctor *d, const struct floor *f)
{
    if (f->snap->time == UNKNOWN) {
        NOTE(d, "clock", V_OK, N_("the backend does not tell its time"));
        return;
    }
    int64_t diff = f->clock_diff_s;
    if (diff > CLOCK_WARN_S || diff < -CLOCK_WARN_S) {
        struct err x = {0};
        err_set(&x, OK, N_("the backend's clock differs from this machine's by {0} s"), NUM(diff));
        err_hint(&x,
                 N_("let both follow a time server; durations on screen are right all the same"));
        finding(d, "clock", V_WARN, &x);
    } else {
        NOTE(d, "clock", V_OK, N_("the backend's clock agrees, to {0} s"), NUM(diff));
    }
}

/* Each value that could not be used, where it stands and why. */
static void check_values(struct doctor *d)
{
    const struct app *app = d->s.app;
    for (size_t i = app_warning_count(app); i-- > 0;) { /* in the order of the document */
        const struct app_warning *w = app_warning_at(app, i);
        const char *why = d->table ? _(w->msgid) : w->msgid;
        if (*w->value) {
            NOTE(d, "data", V_WARN, N_("{0}: {1} ({2})"), w->where, why, w->value);
        } else {
            NOTE(d, "data", V_WARN, N_("{0}: {1}"), w->where, why);
        }
    }
}

static void check_data(struct doctor *d, const struct floor *f)
{
    const struct snapshot *s = f->snap;
    NOTE(d, "data", V_OK, N_("queues: {0}, agents: {1}, callers waiting: {2}"), NUM(s->n_queues),
         NUM(s->n_agents), f->waiting == UNKNOWN ? "–" : NUM(f->waiting));
    check_values(d);
    if (s->n_warnings_dropped > 0) {
        NOTE(d, "data", V_WARN, N_("values that could not be used, besides these: {0}"),
             NUM(s->n_warnings_dropped));
    }
    int64_t strangers = 0;
    for (uint32_t i = 0; i < s->n_queues; i++) {
        strangers += f->queues[i].cfg == NULL;
    }
    if (strangers > 0) {
        struct err x = {0};
        err_set(&x, OK,
                N_("queues without a [queue ID] section: {0} of {1}; the centre's targets hold for "
                   "them"),
                NUM(strangers), NUM(s->n_queues));
        err_hint(&x, N_("name their targets and opening hours in zhiban.conf"));
        finding(d, "data", V_WARN, &x);
    }
}

static void check_backend(struct doctor *d)
{
    struct err x = {0};
    if (!check_backend_settings(d)) {
        return;
    }
    int64_t from = clock_raw_ms();
    if (session_open(&d->s, d->a, &x) != OK || first_poll(d->s.app, &d->a->g->clock, &x) != OK) {
        finding(d, "backend", V_FAIL, &x);
        return;
    }
    NOTE(d, "backend", V_OK, N_("it was reached and answered in {0} ms"),
         NUM(clock_raw_ms() - from));
    const struct floor *f = app_floor(d->s.app);
    check_fields(d, d->s.app);
    check_clocks(d, f);
    check_data(d, f);
}

static int run(const struct command_args *a, struct err *e)
{
    struct doctor d = {.a = a, .table = a->g->format == RF_TABLE};
    report_init(&d.r, "checks", NULL, columns, sizeof columns / sizeof *columns);
    buf_init(&d.text, OUTPUT_MAX);
    bool readable = check_configuration(&d);
    check_locale(&d);
    if (readable) {
        check_terminal(&d);
    }
    check_files(&d);
    if (readable) {
        check_backend(&d);
    }
    enum err_code code = d.table ? command_output(a, &d.text, e) : command_report(a, &d.r, NULL, e);
    int status = code != OK ? err_exit(code) : d.failures > 0;
    buf_release(&d.text);
    report_release(&d.r);
    session_close(&d.s);
    return status;
}

static const struct command_example examples[] = {
    {"zhiban doctor", N_("check everything, with the configured backend")},
    {"zhiban doctor --backend pbx --format json", N_("check one backend, for scripts")},
    {0},
};

const struct command cmd_doctor = {
    .name = "doctor",
    .synopsis = "[OPTION ...]",
    .summary = N_("Check configuration, locale, terminal, files and backend, and say the mend."),
    .description =
        N_("One line a check: ok, warn or fail, and what to do. Asks the backend for one snapshot "
           "and says which fields it gives and lacks and how far its clock is off. Ends with "
           "status 1 when a check failed."),
    .examples = examples,
    .formats = FORMAT_LISTS,
    .run = run,
};
