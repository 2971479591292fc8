/* Both recorded series of a real Asterisk through the whole stack. The day's totals are held
 * against the queue_log of the very run, read here by its own few lines. */
#include "pbx.h"

#define CLEAN "fixtures/asterisk/series-10s-clean"
#define BUSY "fixtures/asterisk/series-2s"

static struct pbx_server pbx;

static void set_up(void)
{
    scratch_open();
}

static void tear_down(void)
{
    pbx_stop(&pbx);
    scratch_close();
}

TestSuite(series, .init = set_up, .fini = tear_down, .timeout = 60);

/* ---- the polls of index.jsonl ---------------------------------------------------------------- */

struct poll {
    int at;
    int64_t now;
};
struct polls {
    VEC(struct poll) all;
};

static struct polls polls_of(const char *folder)
{
    struct polls p = {0};
    char *path = mem_printf("%s/index.jsonl", folder);
    char *text = pbx_text(path), *save = NULL;
    cr_assert_not_null(text);
    for (char *l = strtok_r(text, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
        double t;
        int at;
        if (strstr(l, ".QueueStatus.rawman") &&
            sscanf(l, "{\"t\": %lf, \"file\": \"t%ds.", &t, &at) == 2) {
            vec_push(&p.all) = (struct poll){at, (int64_t)t};
        }
    }
    free(text);
    free(path);
    return p;
}

/* ---- the queue_log --------------------------------------------------------------------------- */

struct line {
    int64_t at;
    char *field[9]; /* 0 time, 1 call, 2 queue, 3 member, 4 event, 5 … its data */
};
struct queue_log {
    char *text;
    VEC(struct line) lines;
};

/* A member's name may hold the separator: the event is then one field further on. */
static void find_event(struct line *l)
{
    static const char *const events[] = {"CONNECT", "COMPLETEAGENT", "COMPLETECALLER"};
    for (size_t i = 0; i < 3 && l->field[5]; i++) {
        if (strcmp(l->field[5], events[i]) == 0) {
            memmove(&l->field[4], &l->field[5], 4 * sizeof l->field[0]);
            return;
        }
    }
}

static struct queue_log log_of(const char *path)
{
    struct queue_log log = {.text = pbx_text(path)};
    char *save = NULL;
    cr_assert_not_null(log.text);
    for (char *l = strtok_r(log.text, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
        struct line x = {.at = strtol(l, NULL, 10)};
        for (int i = 0; i < 9 && l; i++) {
            x.field[i] = strsep(&l, "|");
        }
        if (x.at > 0 && x.field[4]) {
            find_event(&x);
            vec_push(&log.lines) = x;
        }
    }
    return log;
}

static void log_release(struct queue_log *log)
{
    vec_free(&log->lines);
    free(log->text);
}

static bool is_loss(const struct line *l)
{
    return strcmp(l->field[4], "ABANDON") == 0 || strcmp(l->field[4], "EXITWITHTIMEOUT") == 0 ||
           strcmp(l->field[4], "EXITEMPTY") == 0 || strcmp(l->field[4], "WITHDRAW") == 0;
}

static int64_t number(const char *s)
{
    return s ? strtol(s, NULL, 10) : 0;
}

struct logged {
    int64_t entered, answered, completed, lost, wait_s, talk_s;
};

/* What the log says of a queue up to an instant. */
static struct logged logged_of(const struct queue_log *log, const char *queue, int64_t until)
{
    struct logged g = {0};
    for (size_t i = 0; i < log->lines.n; i++) {
        const struct line *l = &log->lines.v[i];
        if (l->at > until || strcmp(l->field[2], queue) != 0) {
            continue;
        }
        g.entered += strcmp(l->field[4], "ENTERQUEUE") == 0;
        if (strcmp(l->field[4], "CONNECT") == 0) {
            g.answered++;
            g.wait_s += number(l->field[5]);
        } else if (strncmp(l->field[4], "COMPLETE", 8) == 0) {
            g.completed++;
            g.talk_s += number(l->field[6]);
        }
        g.lost += is_loss(l);
    }
    return g;
}

/* ---- what holds at every poll ---------------------------------------------------------------- */

static void never_less(const struct tally *before, const struct tally *now)
{
    int64_t a[sizeof *before / sizeof(int64_t)], b[sizeof a / sizeof *a];
    memcpy(a, before, sizeof a);
    memcpy(b, now, sizeof b);
    for (size_t i = 0; i < sizeof a / sizeof *a; i++) {
        cr_expect(b[i] == UNKNOWN || b[i] >= 0, "field %zu is %ld", i, (long)b[i]);
        cr_expect(b[i] == UNKNOWN || a[i] == UNKNOWN || b[i] >= a[i],
                  "field %zu went from %ld "
                  "to %ld",
                  i, (long)a[i], (long)b[i]);
    }
}

/* Plays all polls; returns the last one's time. */
static int64_t play_all(const struct polls *s)
{
    struct tally before = tally_unknown();
    int64_t offered = 0;
    for (size_t i = 0; i < s->all.n; i++) {
        pbx_poll(&pbx, s->all.v[i].at, s->all.v[i].now);
        struct feed_status f = app_feed(pbx.app);
        cr_assert_eq(f.err.code, OK, "t%03d: %s", s->all.v[i].at, f.err.msgid);
        struct tally day = totals_sum(app_totals(pbx.app), PERIOD_DAY).t;
        never_less(&before, &day);
        cr_expect_geq(day.offered, offered);
        offered = day.offered;
        before = day;
        before.decided = UNKNOWN; /* computed: a caller who returns to the line is undecided */
    }
    cr_expect_eq(pbx.shared[PBX_LOGINS], 1);
    cr_expect_eq(totals_resets(app_totals(pbx.app)), 0);
    return s->all.v[s->all.n - 1].now;
}

/* ---- the clean run --------------------------------------------------------------------------- */

/* A counter of a queue, or with a member of its row there, in a QueueStatus as it was recorded. */
static int64_t told(const char *status, const char *queue, const char *member, const char *key)
{
    char *head = member
                     ? mem_printf("Event: QueueMember\r\nQueue: %s\r\nName: %s\r\n", queue, member)
                     : mem_printf("Event: QueueParams\r\nQueue: %s\r\n", queue);
    char *field = mem_printf("\r\n%s: ", key);
    const char *at = strstr(status, head);
    const char *value = at ? strstr(at, field) : NULL;
    int64_t n = value ? number(value + strlen(field)) : -1;
    free(field);
    free(head);
    return n;
}

static void reconcile_queue(const struct queue_log *log, const char *end, const char *queue)
{
    const struct queue_totals *t = totals_queue(app_totals(pbx.app), queue);
    cr_assert_not_null(t, "%s", queue);
    struct logged g = logged_of(log, queue, INT64_MAX);
    const struct tally *day = &t->period[PERIOD_DAY].t;
    cr_expect_eq(day->answered, g.answered, "%s: %ld answered, the log says %ld", queue,
                 (long)day->answered, (long)g.answered);
    cr_expect_eq(day->offered, g.entered, "%s: %ld offered, the log says %ld", queue,
                 (long)day->offered, (long)g.entered);
    cr_expect_eq(day->decided - day->answered, g.lost, "%s: %ld lost, the log says %ld", queue,
                 (long)(day->decided - day->answered), (long)g.lost);
    cr_expect_eq(g.answered, told(end, queue, NULL, "Completed"), "%s", queue);
    cr_expect_eq(g.lost, told(end, queue, NULL, "Abandoned"), "%s", queue);
    cr_expect_eq(g.entered, g.answered + g.lost, "%s", queue);
    /* Polled every 10 s: half an interval a call, which mostly cancels out. */
    int64_t slack = 2 * g.answered + 5;
    cr_expect_leq(llabs(day->wait_s - g.wait_s), slack, "%s: wait %ld, the log says %ld", queue,
                  (long)day->wait_s, (long)g.wait_s);
    cr_expect_leq(llabs(day->talk_s + day->hold_s - g.talk_s), slack,
                  "%s: talk %ld, the log says %ld", queue, (long)(day->talk_s + day->hold_s),
                  (long)g.talk_s);
}

/* Calls taken by a person: the log's COMPLETE lines, CallsTaken of all her rows, and her row. */
static void reconcile_agent(const struct queue_log *log, const char *end,
                            const struct snap_agent *a, const struct snapshot *s)
{
    int64_t completed = 0, taken = 0;
    for (uint32_t k = 0; k < a->n_queues; k++) {
        const char *queue = s->queues[s->queue_refs[a->first_queue + k]].id;
        taken += told(end, queue, a->name, "CallsTaken");
        for (size_t i = 0; i < log->lines.n; i++) {
            const struct line *l = &log->lines.v[i];
            completed += strcmp(l->field[2], queue) == 0 && strcmp(l->field[3], a->name) == 0 &&
                         strncmp(l->field[4], "COMPLETE", 8) == 0;
        }
    }
    cr_expect_eq(a->answered, taken, "%s: %ld answered, CallsTaken %ld", a->name, (long)a->answered,
                 (long)taken);
    cr_expect_eq(taken, completed, "%s: CallsTaken %ld, the log says %ld", a->name, (long)taken,
                 (long)completed);
}

/* The line of the log a listed call is. */
static const struct line *line_of(const struct queue_log *log, const struct lost_call *c,
                                  int64_t interval_s)
{
    for (size_t i = 0; i < log->lines.n; i++) {
        const struct line *l = &log->lines.v[i];
        if (!is_loss(l) || strcmp(l->field[2], c->queue_id) != 0) {
            continue;
        }
        for (size_t k = 0; k < log->lines.n; k++) { /* the number is told where she entered */
            const struct line *in = &log->lines.v[k];
            if (strcmp(in->field[1], l->field[1]) == 0 && in->field[6] &&
                strcmp(in->field[4], "ENTERQUEUE") == 0 && strcmp(in->field[6], c->caller) == 0 &&
                llabs(l->at - c->ended) <= interval_s) {
                return l;
            }
        }
    }
    return NULL;
}

/* Every listed call was lost and waited that long, give or take half an interval; every call lost
 * after a longer wait than one interval, whom the polls must have seen, is listed. */
static void reconcile_lost(const struct queue_log *log, int64_t interval_s)
{
    size_t seen = 0, right = 0;
    for (size_t i = 0; i < log->lines.n; i++) {
        const struct line *l = &log->lines.v[i];
        seen += is_loss(l) && number(l->field[7]) > interval_s;
    }
    for (size_t i = 0; i < app_lost_count(pbx.app); i++) {
        const struct lost_call *c = app_lost_at(pbx.app, i);
        const struct line *l = line_of(log, c, interval_s);
        if (!l) {
            continue;
        }
        right++;
        cr_expect_eq(c->outcome, OUT_UNKNOWN, "without channels how it was lost is not told");
        cr_expect_leq(llabs(c->wait_s - number(l->field[7])), interval_s / 2 + 1,
                      "%s waited %ld, the log says %s", c->caller, (long)c->wait_s, l->field[7]);
    }
    cr_expect_geq(right, seen, "%zu of %zu lost calls are listed", right, seen);
    cr_expect_eq(right, app_lost_count(pbx.app), "%zu of %zu listed calls were lost", right,
                 app_lost_count(pbx.app));
}

Test(series, the_clean_run_reconciles_with_its_queue_log)
{
    struct polls s = polls_of(CLEAN);
    struct queue_log log = log_of(CLEAN "/queue_log.txt");
    char *end = pbx_text(CLEAN "/end.QueueStatus.rawman.http");
    cr_assert_eq(s.all.n, 67);
    pbx_start(&pbx, CLEAN, NULL, NULL);
    pbx_open(&pbx, s.all.v[0].now, "");
    int64_t last = play_all(&s);
    pbx_poll(&pbx, -1, last);
    const struct snapshot *snap = app_floor(pbx.app)->snap;
    cr_assert_eq(snap->n_queues, 6);
    for (uint32_t q = 0; q < snap->n_queues; q++) {
        reconcile_queue(&log, end, snap->queues[q].id);
    }
    cr_assert_geq(snap->n_agents, 12);
    for (uint32_t i = 0; i < snap->n_agents; i++) {
        reconcile_agent(&log, end, &snap->agents[i], snap);
    }
    struct period_total day = totals_sum(app_totals(pbx.app), PERIOD_DAY);
    cr_expect_eq(day.t.offered, 153);
    cr_expect_eq(day.t.answered, 136);
    cr_expect_eq(day.t.decided - day.t.answered, 17);
    cr_expect_eq(day.t.abandoned, UNKNOWN, "without channels it is not told apart");
    cr_expect_eq(day.kind, SINCE_FIRST_POLL);
    cr_expect_not(day.approx, "all was followed");
    cr_expect_eq(day.since, s.all.v[0].now);
    cr_expect_eq(app_warning_count(pbx.app), 0);
    reconcile_lost(&log, 10);
    pbx_close(&pbx);
    cr_expect_eq(pbx.shared[PBX_LOGOFFS], 1);
    free(end);
    log_release(&log);
    vec_free(&s.all);
}

/* ---- the busy run ---------------------------------------------------------------------------- */

/* Calls a queue had counted when the first poll came. */
static int64_t told_first(const char *queue)
{
    char *status = pbx_text(BUSY "/t000s.QueueStatus.rawman.txt");
    char *head = mem_printf("Event: QueueParams\r\nQueue: %s\r\n", queue);
    const char *at = strstr(status, head), *talking = status;
    cr_assert_not_null(at);
    int64_t n = number(strstr(at, "\r\nCompleted: ") + strlen("\r\nCompleted: ")) +
                number(strstr(at, "\r\nAbandoned: ") + strlen("\r\nAbandoned: "));
    free(head);
    head = mem_printf("Event: QueueMember\r\nQueue: %s\r\n", queue);
    while ((talking = strstr(talking, head)) != NULL) {
        talking += strlen(head);
        const char *in_call = strstr(talking, "\r\nInCall: ");
        n += in_call ? number(in_call + strlen("\r\nInCall: ")) : 0;
    }
    free(head);
    free(status);
    return n;
}

/* Hostile names and supervisors' hands in it; CoreStatus tells the start, so the day is whole. */
Test(series, the_busy_run_counts_what_its_queue_log_counts)
{
    static const char *const queues[] = {"sales", "support", "billing", "vip", "客服-夜班"};
    struct polls s = polls_of(BUSY);
    struct queue_log log = log_of("fixtures/asterisk/queue_log.real-run.txt");
    cr_assert_eq(s.all.n, 120);
    pbx_start(&pbx, BUSY, NULL, NULL);
    pbx_open(&pbx, s.all.v[0].now, "wallboard.poll_sec = 2\n");
    int64_t last = play_all(&s);
    for (size_t i = 0; i < sizeof queues / sizeof *queues; i++) {
        const struct queue_totals *t = totals_queue(app_totals(pbx.app), queues[i]);
        cr_assert_not_null(t);
        struct logged g = logged_of(&log, queues[i], last);
        const struct period_total *day = &t->period[PERIOD_DAY];
        cr_expect_eq(day->since, 1795282746, "%s since %ld", queues[i], (long)day->since);
        cr_expect_eq(day->kind, SINCE_BACKEND);
        bool before = told_first(queues[i]) > 0;
        cr_expect_eq(day->approx, before, "%s: averages from before the first poll", queues[i]);
        cr_expect_eq(day->t.answered, g.answered, "%s: %ld answered, the log says %ld", queues[i],
                     (long)day->t.answered, (long)g.answered);
        cr_expect_eq(day->t.offered, g.entered, "%s: %ld offered, the log says %ld", queues[i],
                     (long)day->t.offered, (long)g.entered);
    }
    pbx_close(&pbx);
    log_release(&log);
    vec_free(&s.all);
}
