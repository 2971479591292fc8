/* The floor for scripts: one snapshot, or one after another. The same application as the terminal
 * interface, without a screen. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "output.h"
#include "session.h"
#include "status_report.h"
#include "stop.h"
#include "zhiban/base/intl.h"
#include "zhiban/report/snapshot_out.h"

#define FIRST_WAIT_MS                                                                              \
    30000 /* for the first snapshot, sign-in and retries of the backend included */
#define STEP_MS 1000
#define EXIT_WARN 10
#define EXIT_CRITICAL 11

enum { S_ONCE = 1, S_WATCH, S_QUEUES, S_AGENTS, S_COUNT, S_ALARM_EXIT };

static const struct option_def options[] = {
    {.name = "once",
     .type = OPT_FLAG,
     .id = S_ONCE,
     .help = N_("print one snapshot and end (the default); hold times of alarms are ignored")},
    {.name = "watch",
     .type = OPT_FLAG,
     .id = S_WATCH,
     .help = N_("print every snapshot until interrupted: with json one document a line")},
    {.name = "count",
     .type = OPT_INT,
     .arg = "N",
     .id = S_COUNT,
     .min = 1,
     .max = 1e9,
     .help = N_("with --watch: end after N snapshots")},
    {.name = "queues",
     .type = OPT_FLAG,
     .id = S_QUEUES,
     .help = N_("table and csv list the queues (the default)")},
    {.name = "agents",
     .type = OPT_FLAG,
     .id = S_AGENTS,
     .help = N_("table and csv list the agents")},
    {.name = "alarm-exit",
     .type = OPT_FLAG,
     .id = S_ALARM_EXIT,
     .help = N_("end with status 10 when an alarm of level attention stands, 11 when a critical "
                "one does")},
    {0},
};

struct status {
    const struct command_args *a;
    struct session s;
    struct alarms *own_alarms; /* --once: judged without hold times */
    struct floor *own_floor;
    enum feed_state shown; /* state of the feed in the last document */
    uint64_t polls;        /* and the poll it told of */
    int64_t printed;
    bool watch, agents;
    bool told; /* the running failure of the feed was told on standard error */
    int stop_fd;
};

static const struct floor *view_floor(const struct status *st)
{
    return st->own_floor != NULL ? st->own_floor : app_floor(st->s.app);
}

static const struct alarms *view_alarms(const struct status *st)
{
    return st->own_alarms != NULL ? st->own_alarms : app_alarms(st->s.app);
}

static enum level worst(const struct status *st)
{
    const struct alarms *al = view_alarms(st);
    return alarms_count(al) > 0 ? alarms_at(al, 0)->level : LEVEL_OK;
}

/* Reads the snapshot anew and judges it at once, for --once. */
static void judge_once(struct status *st)
{
    const struct app *app = st->s.app;
    st->own_floor =
        floor_read(app_floor(app)->snap, NULL, app_centre(app), app_totals(app), app_now(app));
    st->own_alarms = alarms_new();
    alarms_once(st->own_alarms, st->own_floor, app_centre(app), app_now(app), app_mono_ms(app));
}

static int64_t stale_s(const struct status *st)
{
    struct feed_status feed = app_feed(st->s.app);
    return feed.state == FEED_LIVE || feed.age_ms < 0 ? 0 : feed.age_ms / 1000;
}

static void put_title(const struct status *st, struct buf *to)
{
    const struct centre *c = app_centre(st->s.app);
    struct civil t = civil_at(c->zone, app_now(st->s.app));
    if (c->name != NULL && c->name[0] != '\0') {
        buf_printf(to, "%s  ", c->name);
    }
    buf_printf(to, "%04d-%02d-%02d %02d:%02d:%02d", t.year, t.mon, t.day, t.hour, t.min, t.sec);
    int64_t age = stale_s(st);
    if (age > 0) {
        buf_puts(to, "  ");
        struct err stale = {0};
        err_set(&stale, OK, N_("stale: the data is {0} s old"), NUM(age));
        err_format(to, _(stale.msgid), &stale);
    }
    buf_puts(to, "\n\n");
}

static void put_alarm_lines(const struct status *st, struct buf *to)
{
    const struct alarms *al = view_alarms(st);
    if (alarms_count(al) > 0) {
        buf_putc(to, '\n');
    }
    for (size_t i = 0; i < alarms_count(al); i++) {
        const struct alarm *x = alarms_at(al, i);
        buf_puts(to, x->level == LEVEL_CRITICAL ? "!! " : "!  ");
        alarm_say(to, x, app_centre(st->s.app), intl_chinese(), _(alarm_defs[x->kind].text));
        buf_putc(to, '\n');
    }
}

static void put_list(const struct status *st, struct buf *to)
{
    bool table = st->a->g->format == RF_TABLE;
    struct status_view v = {
        .floor = view_floor(st),
        .centre = app_centre(st->s.app),
        .mono_ms = app_mono_ms(st->s.app) - stale_s(st) * 1000,
        .people = table,
        .dated = !table && st->watch,
    };
    struct report r = {0};
    (st->agents ? status_agents : status_queues)(&r, &v);
    if (table) {
        put_title(st, to);
    }
    output_report(st->a, &r, v.centre->zone, to);
    if (table) {
        put_alarm_lines(st, to);
    }
    report_release(&r);
}

static void put_document(const struct status *st, struct buf *to)
{
    struct snapshot_out o = {
        .floor = view_floor(st),
        .centre = app_centre(st->s.app),
        .alarms = view_alarms(st),
        .mono_ms = app_mono_ms(st->s.app),
        .stale_s = stale_s(st),
        .mask_callers = app_centre(st->s.app)->mask_caller,
        .pretty = !st->watch,
    };
    if (st->a->g->format == RF_JSON) {
        snapshot_out_json(&o, to);
    } else if (st->a->g->format == RF_PROMETHEUS) {
        snapshot_out_prometheus(&o, to);
    } else {
        put_list(st, to);
    }
}

/* What stands between two documents on one output: a table repaints a terminal, CSV has its head
 * once. */
static void fit_to_stream(const struct status *st, struct buf *text)
{
    if (!st->watch || st->a->g->output != NULL) {
        return;
    }
    if (st->a->g->format == RF_TABLE) {
        struct buf whole;
        buf_init(&whole, OUTPUT_MAX);
        if (isatty(STDOUT_FILENO)) {
            buf_puts(&whole, "\033[H\033[J");
        } else if (st->printed > 0) {
            buf_putc(&whole, '\n');
        }
        buf_add(&whole, buf_str(text), text->len);
        buf_release(text);
        *text = whole;
    } else if (st->a->g->format == RF_CSV && st->printed > 0) {
        const char *rows = strstr(buf_str(text), "\r\n") + 2;
        size_t head = (size_t)(rows - buf_str(text));
        memmove(text->p, text->p + head, text->len - head + 1);
        text->len -= head;
    }
}

static enum err_code print(struct status *st, struct err *e)
{
    struct buf text;
    buf_init(&text, OUTPUT_MAX);
    put_document(st, &text);
    fit_to_stream(st, &text);
    enum err_code code = command_output(st->a, &text, e);
    buf_release(&text);
    st->printed++;
    struct feed_status feed = app_feed(st->s.app);
    st->shown = feed.state;
    st->polls = feed.polls;
    return code;
}

/* A new snapshot, the same snapshot confirmed by another poll, or the feed in another state. */
static bool is_news(const struct status *st, unsigned changes, const struct feed_status *feed)
{
    bool confirmed = feed->polls > st->polls && feed->err.code == OK && feed->next_try_ms > 0;
    return st->printed == 0 || (changes & CHANGE_SNAPSHOT) != 0 || confirmed ||
           feed->state != st->shown;
}

/* A feed that fails after the first snapshot is told once, and tried again. */
static void tell_failure(struct status *st, const struct feed_status *feed)
{
    bool fails = feed->err.code != OK;
    if (fails && !st->told && !st->a->g->quiet) {
        output_error(&feed->err, st->a->g->format == RF_JSON);
    }
    st->told = fails;
}

/* Steps until there is something new to print, or the signal to end. Before the first snapshot a
 * failed poll is an error; afterwards the application keeps trying. */
static enum err_code wait_news(struct status *st, struct err *e)
{
    struct app *app = st->s.app;
    int64_t deadline = clock_raw_ms() + FIRST_WAIT_MS;
    while (!stop_asked()) {
        clock_tick(&st->a->g->clock);
        unsigned changes = app_step(app);
        struct feed_status feed = app_feed(app);
        if (app_floor(app) != NULL) {
            tell_failure(st, &feed);
            if (is_news(st, changes, &feed)) {
                return OK;
            }
        } else if (feed.err.code != OK) {
            *e = feed.err;
            return e->code;
        } else if (clock_raw_ms() > deadline) {
            err_set(e, ERR_NET, N_("the backend gave no snapshot in {0} s"),
                    NUM(FIRST_WAIT_MS / 1000));
            return err_hint(e, N_("zhiban doctor says what is wrong"));
        }
        bool ready = false;
        (void)app_wait(app, &st->stop_fd, st->stop_fd >= 0 ? 1 : 0, &ready, STEP_MS);
    }
    return OK;
}

static enum err_code show(struct status *st, int64_t count, struct err *e)
{
    enum err_code code = OK;
    while (code == OK && !stop_asked() && (count == 0 || st->printed < count)) {
        code = wait_news(st, e);
        if (code != OK || stop_asked()) {
            break;
        }
        if (!st->watch) {
            judge_once(st);
        }
        code = print(st, e);
    }
    return code;
}

static enum err_code check_usage(const struct command_args *a, struct err *e)
{
    bool once = command_opt(a, S_ONCE) != NULL, watch = command_opt(a, S_WATCH) != NULL;
    if (once && watch) {
        err_set(e, ERR_USAGE, N_("--once and --watch exclude each other"));
        return err_hint(e, N_("give one of them"));
    }
    if (command_opt(a, S_QUEUES) != NULL && command_opt(a, S_AGENTS) != NULL) {
        err_set(e, ERR_USAGE, N_("--queues and --agents exclude each other"));
        return err_hint(e, N_("give one of them"));
    }
    if (command_opt(a, S_COUNT) != NULL && !watch) {
        err_set(e, ERR_USAGE, N_("--count goes with --watch"));
        return err_hint(e, N_("add --watch"));
    }
    return OK;
}

static int run(const struct command_args *a, struct err *e)
{
    struct status st = {.a = a, .stop_fd = -1};
    st.watch = command_opt(a, S_WATCH) != NULL;
    st.agents = command_opt(a, S_AGENTS) != NULL;
    int64_t count = st.watch ? (int64_t)command_number(a, S_COUNT, 0) : 1;

    enum err_code code = check_usage(a, e);
    if (code == OK) {
        code = session_open(&st.s, a, e);
    }
    if (code == OK) {
        if (a->g->codeset_replaced && a->g->format == RF_TABLE) {
            command_note(a, session_warning(a->g));
        }
        st.stop_fd = stop_catch();
        code = show(&st, count, e);
    }
    int status = err_exit(code);
    if (code == OK && st.printed > 0 && command_opt(a, S_ALARM_EXIT) != NULL) {
        static const int exits[] = {0, EXIT_WARN, EXIT_CRITICAL};
        status = exits[worst(&st)];
    }
    alarms_free(st.own_alarms);
    floor_free(st.own_floor);
    session_close(&st.s);
    stop_finish();
    return status;
}

static const struct command_example examples[] = {
    {"zhiban status", N_("the queues now, as a table")},
    {"zhiban status --agents --format csv --bom", N_("the agents, for a spreadsheet program")},
    {"zhiban status --watch --format json", N_("one document a line, for another program")},
    {"zhiban status --alarm-exit -q --output /dev/null",
     N_("only the exit status, for a monitoring system")},
    {"zhiban status --watch --format prometheus --output /var/lib/node_exporter/zhiban.prom",
     N_("keep a file up to date for Prometheus")},
    {0},
};

const struct command cmd_status = {
    .name = "status",
    .synopsis = "[--once | --watch] [--queues | --agents] [OPTION ...]",
    .summary = N_("Print the floor for scripts and pipes."),
    .description =
        N_("Waits for the first snapshot of the backend and prints it: as a table, as csv, as the "
           "json document of zhiban-snapshot(5) with the computed figures, or in the text "
           "format of Prometheus."),
    .options = options,
    .examples = examples,
    .formats = FORMAT_LISTS | 1u << RF_PROMETHEUS,
    .run = run,
};
