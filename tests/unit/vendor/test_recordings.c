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
    cr_expect_not(step.snapshot->approx);
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
