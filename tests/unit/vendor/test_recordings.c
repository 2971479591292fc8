/* The recordings of a real Asterisk 22 (tests/fixtures/asterisk): every file is played. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "play.h"
#include "zhiban/base/utf8.h"
#include "zhiban/model/totals.h"

#define DIR_CLEAN "fixtures/asterisk/series-10s-clean"
#define DIR_BUSY "fixtures/asterisk/series-2s"

/* The polls of a series: seconds of the name and the wall clock of index.jsonl. */
struct poll {
    int at;
    int64_t now;
};
struct series {
    VEC(struct poll) polls;
};

static struct series series_of(const char *dir)
{
    struct series s = {0};
    char *path = mem_printf("%s/index.jsonl", dir);
    struct buf index = play_file(path);
    free(path);
    char *save = NULL;
    for (char *l = strtok_r(index.p, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
        double t;
        int at;
        if (strstr(l, ".QueueStatus.rawman") &&
            sscanf(l, "{\"t\": %lf, \"file\": \"t%ds.", &t, &at) == 2) {
            vec_push(&s.polls) = (struct poll){at, (int64_t)t};
        }
    }
    buf_release(&index);
    return s;
}

/* The body of an action at a poll, when it was recorded. */
static bool load(struct pbx_play *p, const char *dir, int at, int action, const char *name)
{
    char *path = mem_printf("%s/t%03ds.%s.rawman.txt", dir, at, name);
    char *full = mem_printf("%s/%s", getenv("ZHIBAN_TESTS"), path);
    FILE *f = fopen(full, "rb");
    bool there = f != NULL;
    if (there) {
        fclose(f);
        pbx_play_body(p, action, path);
    }
    free(full);
    free(path);
    return there;
}

/* What the queue_log of the clean run says of one queue. */
struct logged {
    int64_t connect, complete, lost, hold_s, talk_s, in_target;
};

static struct logged read_log(const char *queue, int64_t target_s, const char *member)
{
    struct logged l = {0};
    struct buf log = play_file(DIR_CLEAN "/queue_log.txt");
    char *save = NULL;
    for (char *line = strtok_r(log.p, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        char *f[8] = {0}, *p = line;
        for (int i = 0; i < 8 && p; i++) {
            f[i] = strsep(&p, "|");
        }
        if (!f[4] || (queue && strcmp(f[2], queue) != 0) || (member && strcmp(f[3], member) != 0)) {
            continue;
        }
        if (strcmp(f[4], "CONNECT") == 0) {
            l.connect++;
            l.hold_s += strtol(f[5], NULL, 10);
            l.in_target += strtol(f[5], NULL, 10) <= target_s;
        } else if (strncmp(f[4], "COMPLETE", 8) == 0) {
            l.complete++;
            l.talk_s += strtol(f[6], NULL, 10);
        } else if (strcmp(f[4], "ABANDON") == 0 || strncmp(f[4], "EXITWITHT", 9) == 0) {
            l.lost++;
        }
    }
    buf_release(&log);
    return l;
}

static void expect_near(int64_t got, int64_t want, int64_t slack, const char *what, const char *of)
{
    cr_expect(got >= want - slack && got <= want + slack, "%s of %s: %ld, the log says %ld ± %ld",
              what, of, (long)got, (long)want, (long)slack);
}

static void check_queue(const struct snap_queue *q, const struct totals *t)
{
    struct logged l = read_log(q->id, q->target_s, NULL);
    const struct tally *day = &totals_queue(t, q->id)->period[PERIOD_DAY].t;
    cr_expect_eq(q->waiting, 0);
    cr_expect_not(q->approx);
    cr_expect_eq(q->t.answered, l.connect, "answered of %s", q->id);
    cr_expect_eq(q->lost, l.lost, "lost of %s", q->id);
    cr_expect_eq(q->t.offered, l.connect + l.lost, "offered of %s", q->id);
    cr_expect_eq(q->t.decided, q->t.offered);
    cr_expect_eq(q->t.abandoned, UNKNOWN, "without channels abandoned is not told apart");
    cr_expect_eq(day->answered, l.connect, "total answered of %s", q->id);
    cr_expect_eq(day->decided, l.connect + l.lost, "total decided of %s", q->id);
    cr_expect_eq(day->wait_s, q->t.wait_s);
    /* Half an interval a call is the error of watching; over many calls it mostly cancels out. */
    int64_t slack = 2 * l.connect + 5;
    expect_near(q->t.wait_s, l.hold_s, slack, "wait", q->id);
    expect_near(q->t.talk_s + q->t.hold_s, l.talk_s, slack, "talk", q->id);
    expect_near(q->t.answered_in_target, l.in_target, l.connect / 8 + 1, "in target", q->id);
}

Test(recordings, clean_run_reconciles_with_its_queue_log)
{
    struct centre c;
    play_centre(&c, "UTC");
    struct vendor *v = play_open("asterisk", "http://127.0.0.1:8088", &c);
    struct pbx_play p = {.echo = true};
    struct totals *t = totals_new();
    struct series s = series_of(DIR_CLEAN);
    cr_assert_eq(s.polls.n, 67);
    struct vendor_step step;
    int64_t answered = 0;
    for (size_t i = 0; i < s.polls.n; i++) {
        cr_assert(load(&p, DIR_CLEAN, s.polls.v[i].at, ACT_STATUS, "QueueStatus"));
        cr_assert(load(&p, DIR_CLEAN, s.polls.v[i].at, ACT_SUMMARY, "QueueSummary"));
        step = play_poll(v, &p, s.polls.v[i].now);
        cr_assert_eq(step.result, VR_SNAPSHOT, "poll %d: %s", s.polls.v[i].at, step.err.msgid);
        totals_apply(t, step.snapshot, &c, s.polls.v[i].now);
        int64_t sum = 0;
        for (uint32_t q = 0; q < step.snapshot->n_queues; q++) {
            sum += step.snapshot->queues[q].t.answered;
        }
        cr_expect_geq(sum, answered, "answered never goes down");
        answered = sum;
        cr_expect_eq(step.snapshot->n_warnings, 0);
        vendor_step_release(&step);
    }
    pbx_play_body(&p, ACT_STATUS, DIR_CLEAN "/end.QueueStatus.rawman.http");
    int64_t end = s.polls.v[s.polls.n - 1].now;
    step = play_poll(v, &p, end);
    cr_assert_eq(step.result, VR_SNAPSHOT);
    totals_apply(t, step.snapshot, &c, end);
    cr_expect_eq(totals_resets(t), 0);
    cr_assert_eq(step.snapshot->n_queues, 6);
    for (uint32_t q = 0; q < step.snapshot->n_queues; q++) {
        check_queue(&step.snapshot->queues[q], t);
    }
    cr_expect_eq(p.logins, 1);
    cr_expect_eq(step.snapshot->n_calls, 0);
    vendor_step_release(&step);
    step = play_finish(v, &p);
    cr_expect_eq(step.result, VR_FINISHED);
    vendor_step_release(&step);
    v->ops->free(v);
    pbx_play_release(&p);
    totals_free(t);
    vec_free(&s.polls);
    centre_release(&c);
}

/* ---- the busy series
 * ------------------------------------------------------------------------------- */

#define BUSY_STATES                                                                                \
    (1u << ST_OFFLINE | 1u << ST_READY | 1u << ST_RINGING | 1u << ST_TALKING | 1u << ST_HOLD |     \
     1u << ST_WRAPUP | 1u << ST_PAUSED | 1u << ST_UNAVAILABLE)

struct watch {
    unsigned states; /* seen at all, as bits */
    int callers_on_rows, since_known, talking;
    int64_t offered;
};

static void check_texts(const struct snapshot *s)
{
    for (uint32_t i = 0; i < s->n_agents; i++) {
        const struct snap_agent *a = &s->agents[i];
        const char *texts[] = {a->id, a->name, a->reason, a->caller, a->extension};
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
            cr_expect(utf8_valid(texts[t], strlen(texts[t])), "bad UTF-8 in %s", a->id);
            for (const char *p = texts[t]; *p; p++) {
                cr_expect((unsigned char)*p >= 0x20 && *p != 0x7f, "control in %s", a->id);
            }
        }
    }
}

static void watch_floor(struct watch *w, const struct snapshot *s)
{
    check_texts(s);
    for (uint32_t i = 0; i < s->n_agents; i++) {
        const struct snap_agent *a = &s->agents[i];
        w->states |= 1u << a->state;
        bool talks = a->state == ST_TALKING || a->state == ST_HOLD;
        w->talking += talks;
        w->callers_on_rows += talks && *a->caller;
        w->since_known += talks && a->since != UNKNOWN;
        cr_expect(a->since == UNKNOWN || a->since <= s->time, "%s since the future", a->id);
        cr_expect(!talks || a->call_queue != NO_QUEUE, "%s talks for no queue", a->id);
    }
    int64_t offered = 0;
    for (uint32_t i = 0; i < s->n_queues; i++) {
        const struct snap_queue *q = &s->queues[i];
        int64_t waiting = 0, longest = 0;
        for (uint32_t c = 0; c < s->n_calls; c++) {
            waiting += s->calls[c].queue == i;
            int64_t wait = s->calls[c].queue == i ? s->calls[c].wait_s : 0;
            longest = wait > longest ? wait : longest;
        }
        cr_expect_eq(q->waiting, waiting, "%s: %ld waiting, %ld listed", q->id, (long)q->waiting,
                     (long)waiting);
        expect_near(q->longest_wait_s, longest, 3, "longest wait", q->id);
        cr_expect_geq(q->t.offered, q->t.answered + q->lost);
        cr_expect_leq(q->t.answered_in_target, q->t.answered);
        offered += q->t.offered;
    }
    cr_expect_geq(offered, w->offered, "offered went down");
    w->offered = offered;
}

Test(recordings, busy_run)
{
    struct centre c;
    struct err e;
    play_centre(&c, "UTC");
    centre_field(&c, "queue", "sales", "wrapup_sec", "10", &e);
    centre_field(&c, "queue", "support", "wrapup_sec", "20", &e);
    struct vendor *v = play_open("asterisk", "http://127.0.0.1:8088", &c);
    struct pbx_play p = {.echo = true};
    struct watch w = {0};
    struct series s = series_of(DIR_BUSY);
    cr_assert_eq(s.polls.n, 120);
    for (size_t i = 0; i < s.polls.n; i++) {
        int at = s.polls.v[i].at;
        load(&p, DIR_BUSY, at, ACT_STATUS, "QueueStatus");
        p.denied[ACT_SUMMARY] = !load(&p, DIR_BUSY, at, ACT_SUMMARY, "QueueSummary");
        bool channels = load(&p, DIR_BUSY, at, ACT_CHANNELS, "CoreShowChannels");
        load(&p, DIR_BUSY, at, ACT_CORE, "CoreStatus");
        if (!channels) {
            continue; /* every fifth poll has all lists: those are played */
        }
        struct vendor_step step = play_poll(v, &p, s.polls.v[i].now);
        cr_assert_eq(step.result, VR_SNAPSHOT, "poll %d: %s", at, step.err.msgid);
        watch_floor(&w, step.snapshot);
        cr_expect_eq(step.snapshot->counters_since, 1795282746);
        vendor_step_release(&step);
    }
    cr_expect_eq(w.states, BUSY_STATES, "states seen: %x of %x", w.states, BUSY_STATES);
    cr_expect_gt(w.talking, 100);
    cr_expect_geq(w.callers_on_rows * 10, w.talking * 9, "%d callers on %d rows", w.callers_on_rows,
                  w.talking);
    cr_expect_eq(w.since_known, w.talking);
    v->ops->free(v);
    pbx_play_release(&p);
    vec_free(&s.polls);
    centre_release(&c);
}

/* All 120 polls without rights for channels, and wrap-up as configured. */
Test(recordings, busy_run_every_two_seconds)
{
    struct centre c;
    struct err e;
    play_centre(&c, "UTC");
    centre_field(&c, "queue", "sales", "wrapup_sec", "10", &e);
    struct vendor *v = play_open("asterisk", "http://127.0.0.1:8088", &c);
    struct pbx_play p = {.denied = {[ACT_SUMMARY] = true, [ACT_CHANNELS] = true, [ACT_CORE] = true},
                         .echo = true};
    struct watch w = {0};
    struct series s = series_of(DIR_BUSY);
    for (size_t i = 0; i < s.polls.n; i++) {
        load(&p, DIR_BUSY, s.polls.v[i].at, ACT_STATUS, "QueueStatus");
        struct vendor_step step = play_poll(v, &p, s.polls.v[i].now);
        cr_assert_eq(step.result, VR_SNAPSHOT, "poll %d: %s", s.polls.v[i].at, step.err.msgid);
        watch_floor(&w, step.snapshot);
        vendor_step_release(&step);
    }
    cr_expect_eq(w.states, BUSY_STATES);
    cr_expect_eq(p.logins, 1);
    v->ops->free(v);
    pbx_play_release(&p);
    vec_free(&s.polls);
    centre_release(&c);
}

/* ---- every single answer
 * --------------------------------------------------------------------------- */

/* Plays one recording as the answer to QueueStatus of a session that is open. */
static struct vendor_step as_status(struct vendor *v, const char *path, int64_t now)
{
    struct vendor_step s;
    vendor_step_init(&s);
    v->ops->poll(v, now, &s);
    cr_assert_eq(s.requests.n, 1);
    struct http_reply login =
        play_http("fixtures/asterisk/protocol/login-ok.rawman.http", s.requests.v[0].tag);
    http_request_release(&s.requests.v[0]);
    vec_clear(&s.requests);
    v->ops->on_reply(v, &login, now, &s);
    http_reply_release(&login);
    cr_assert_eq(s.requests.n, 1);
    struct http_reply r = play_http(path, s.requests.v[0].tag);
    http_request_release(&s.requests.v[0]);
    vec_clear(&s.requests);
    v->ops->on_reply(v, &r, now, &s);
    http_reply_release(&r);
    /* The lists the floor can do without are refused. */
    while (s.result == VR_NONE && (s.more || s.requests.n == 1)) {
        if (s.more) {
            v->ops->work(v, 1, now, &s);
            continue;
        }
        r = play_reply(s.requests.v[0].tag, 200,
                       "Response: Error\r\nMessage: Permission denied\r\n\r\n");
        http_request_release(&s.requests.v[0]);
        vec_clear(&s.requests);
        v->ops->on_reply(v, &r, now, &s);
        http_reply_release(&r);
    }
    return s;
}

static bool is_status(const char *name)
{
    return strstr(name, "QueueStatus") && !strstr(name, "mxml") && !strstr(name, "not-logged-in") &&
           !strstr(name, "with-old-cookie");
}

static int play_folder(const char *folder)
{
    char *path = mem_printf("%s/fixtures/asterisk/%s", getenv("ZHIBAN_TESTS"), folder);
    DIR *d = opendir(path);
    cr_assert_not_null(d, "%s", path);
    free(path);
    int n = 0;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        if (!strstr(e->d_name, ".http")) {
            continue;
        }
        n++;
        struct vendor *v = play_open("asterisk", "https://127.0.0.1", NULL);
        path = mem_printf("fixtures/asterisk/%s/%s", folder, e->d_name);
        struct vendor_step s = as_status(v, path, 1795284200);
        bool good = is_status(e->d_name) || strstr(e->d_name, "QueueReset.1-") ||
                    strstr(e->d_name, "QueueReset.3-");
        cr_expect_eq(s.result, good ? VR_SNAPSHOT : VR_FAILED, "%s: %d %s", path, s.result,
                     s.err.msgid ? s.err.msgid : "");
        if (s.snapshot) {
            check_texts(s.snapshot);
        } else {
            cr_expect_not_null(s.err.msgid);
            cr_expect_not_null(s.err.hint, "%s: no mend", path);
        }
        vendor_step_release(&s);
        free(path);
        v->ops->free(v);
    }
    closedir(d);
    return n;
}

Test(recordings, every_answer_is_read_or_refused_with_one_message)
{
    cr_expect_eq(play_folder("protocol"), 50);
    cr_expect_eq(play_folder("protocol/hostile"), 7);
    cr_expect_eq(play_folder("restart"), 3);
    cr_expect_eq(play_folder("supervisor"), 52);
    cr_expect_eq(play_folder("series-10s-clean"), 1);
    cr_expect_eq(play_folder("."), 1);
}

Test(recordings, xml_form_is_refused)
{
    struct vendor *v = play_open("asterisk", "https://127.0.0.1", NULL);
    struct vendor_step s =
        as_status(v, "fixtures/asterisk/protocol/QueueStatus.idle.mxml.http", 1795284200);
    cr_assert_eq(s.result, VR_FAILED);
    cr_expect(strstr(s.err.msgid, "XML"), "%s", s.err.msgid);
    cr_expect(strstr(s.err.hint, "/rawman"));
    vendor_step_release(&s);
    v->ops->free(v);
}

static struct vendor_step hostile(struct vendor **v, const char *name)
{
    *v = play_open("asterisk", "https://127.0.0.1", NULL);
    char *path = mem_printf("fixtures/asterisk/protocol/%s.rawman.http", name);
    struct vendor_step s = as_status(*v, path, 1795284200);
    cr_assert_eq(s.result, VR_SNAPSHOT, "%s: %s", name, s.err.msgid);
    free(path);
    return s;
}

Test(recordings, members_of_every_kind)
{
    struct vendor *v;
    struct vendor_step s = hostile(&v, "QueueStatus.members-of-every-kind.no-traffic");
    cr_expect_eq(s.snapshot->n_warnings, 0);
    check_texts(s.snapshot);
    int cut = 0, wide = 0, quoted = 0;
    for (uint32_t i = 0; i < s.snapshot->n_agents; i++) {
        const char *name = s.snapshot->agents[i].name;
        size_t n = strlen(name);
        cut += n > 3 && strcmp(name + n - 3, "\xef\xbf\xbd") == 0;
        wide += strstr(name, "陈静") != NULL;
        quoted += strcmp(name, "a:b; c|d, e=f") == 0;
    }
    cr_expect_eq(cut, 1, "the name Asterisk cut inside a character");
    cr_expect_geq(wide, 1);
    cr_expect_eq(quoted, 1);
    vendor_step_release(&s);
    v->ops->free(v);
}

Test(recordings, hostile_pause_reasons_and_names)
{
    struct vendor *v;
    struct vendor_step s = hostile(&v, "hostile/QueueStatus.pause-reason-with-CRLF");
    cr_assert_eq(s.snapshot->n_agents, 1, "no ghost");
    const struct snap_agent *a = &s.snapshot->agents[0];
    cr_expect_str_eq(a->name, "Grace Liu");
    cr_expect_eq(a->state, ST_PAUSED, "the forged Status 9 is not his");
    cr_expect_str_eq(a->reason, "break");
    cr_expect_eq(a->since, 1795282923);
    vendor_step_release(&s);
    v->ops->free(v);
    s = hostile(&v, "hostile/QueueStatus.pause-reason-with-terminal-escape");
    cr_expect_str_eq(s.snapshot->agents[0].reason, "esc [31mred bell 8");
    vendor_step_release(&s);
    v->ops->free(v);
    s = hostile(&v, "hostile/QueueStatus.pause-reason-cut-inside-a-character");
    const char *reason = s.snapshot->agents[0].reason;
    cr_assert_gt(strlen(reason), 3);
    cr_expect_str_eq(reason + strlen(reason) - 3, "\xef\xbf\xbd");
    vendor_step_release(&s);
    v->ops->free(v);
    s = hostile(&v, "hostile/QueueStatus.caller-names");
    cr_assert_eq(s.snapshot->n_calls, 6, "no ghost caller");
    for (uint32_t i = 0; i < 6; i++) {
        cr_expect_str_eq(s.snapshot->calls[i].caller, "139");
        cr_expect_neq(s.snapshot->calls[i].priority, 5);
    }
    vendor_step_release(&s);
    v->ops->free(v);
}

/* The order of a restart: 503 once, refused, then denied with the old cookie; after the new login
 * all counters are 0 and the members that were added are gone. */
Test(recordings, restart)
{
    struct centre c;
    play_centre(&c, "UTC");
    struct vendor *v = play_open("asterisk", "http://127.0.0.1:8088", &c);
    struct pbx_play p = {.denied = {[ACT_CHANNELS] = true}, .echo = true};
    load(&p, DIR_BUSY, 230, ACT_STATUS, "QueueStatus");
    load(&p, DIR_BUSY, 230, ACT_SUMMARY, "QueueSummary");
    load(&p, DIR_BUSY, 230, ACT_CORE, "CoreStatus");
    struct totals *t = totals_new();
    struct vendor_step s = play_poll(v, &p, 1795283160);
    cr_assert_eq(s.result, VR_SNAPSHOT);
    totals_apply(t, s.snapshot, &c, 1795283160);
    vendor_step_release(&s);
    for (int i = 0; i < 2; i++) { /* 503, then nobody listens */
        vendor_step_init(&s);
        v->ops->poll(v, 1795283410 + i, &s);
        struct http_reply r = play_reply(s.requests.v[0].tag, i ? 0 : 503, i ? "" : "<html>");
        if (i) {
            err_set(&r.err, ERR_NET, "refused");
        }
        v->ops->on_reply(v, &r, 1795283410 + i, &s);
        cr_expect_eq(s.result, VR_FAILED);
        cr_expect_eq(s.err.code, ERR_NET);
        http_reply_release(&r);
        vendor_step_release(&s);
    }
    p.dead = true;
    pbx_play_body(&p, ACT_STATUS,
                  "fixtures/asterisk/restart/after-restart.QueueStatus-counters-zero.rawman.http");
    pbx_play_body(&p, ACT_CORE, "fixtures/asterisk/restart/after-restart.CoreStatus.rawman.http");
    s = play_poll(v, &p, 1795283422);
    cr_assert_eq(s.result, VR_SNAPSHOT, "%s", s.err.msgid);
    cr_expect_eq(p.logins, 2);
    cr_expect_eq(s.snapshot->counters_since, 1795283413);
    for (uint32_t i = 0; i < s.snapshot->n_queues; i++) {
        cr_expect_eq(s.snapshot->queues[i].t.offered, 0);
    }
    totals_apply(t, s.snapshot, &c, 1795283422);
    cr_expect_eq(totals_resets(t), 1);
    vendor_step_release(&s);
    totals_free(t);
    v->ops->free(v);
    pbx_play_release(&p);
    centre_release(&c);
}

/* QueueReset zeroes InCall in the middle of a call and the member's count; nothing is booked twice.
 */
Test(recordings, queue_reset)
{
    struct vendor *v = play_open("asterisk", "http://127.0.0.1:8088", NULL);
    struct pbx_play p = {.denied = {[ACT_CHANNELS] = true, [ACT_CORE] = true}, .echo = true};
    pbx_play_body(&p, ACT_STATUS,
                  "fixtures/asterisk/supervisor/QueueReset.1-status-before.rawman.http");
    struct vendor_step s = play_poll(v, &p, 1795283300);
    cr_assert_eq(s.result, VR_SNAPSHOT, "%s", s.err.msgid);
    cr_expect_gt(s.snapshot->queues[0].t.answered, 0);
    vendor_step_release(&s);
    pbx_play_body(&p, ACT_STATUS,
                  "fixtures/asterisk/supervisor/QueueReset.3-status-after.rawman.http");
    s = play_poll(v, &p, 1795283301);
    cr_assert_eq(s.result, VR_SNAPSHOT, "%s", s.err.msgid);
    cr_expect_eq(s.snapshot->queues[0].t.answered, 0);
    cr_expect_eq(s.snapshot->queues[0].lost, 0);
    cr_expect_eq(s.snapshot->queues[0].t.wait_s, 0);
    vendor_step_release(&s);
    v->ops->free(v);
    pbx_play_release(&p);
}
