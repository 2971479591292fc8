#include <criterion/criterion.h>
#include <stdio.h>

#include "fixture.h"
#include "zhiban/model/snapshot_builder.h"
#include "zhiban/model/totals.h"

/* A snapshot of one queue that counts n calls answered at once (and 10 s of talk each). */
static struct snapshot *calls(int64_t n, int64_t since)
{
    struct snap_builder *b = snap_builder_new();
    struct snap_queue *q = fx_queue(b, "q", 0);
    q->t.offered = q->t.answered = n;
    q->t.talk_s = 10 * n;
    struct snapshot *s = snap_builder_finish(b);
    s->counters_since = since;
    snap_builder_free(b);
    return s;
}

static void apply(struct totals *t, const struct centre *c, const char *at, int64_t n,
                  int64_t since)
{
    struct snapshot *s = calls(n, since);
    totals_apply(t, s, c, fx_time(at));
    snapshot_free(s);
}

static void expect_period(const struct totals *t, enum period p, int64_t offered, const char *since,
                          enum since_kind kind)
{
    const struct period_total *total = &totals_queue(t, "q")->period[p];
    cr_expect_eq(total->t.offered, offered, "%s: %lld offered", period_words[p],
                 (long long)total->t.offered);
    cr_expect_eq(total->since, fx_time(since), "%s: since %lld", period_words[p],
                 (long long)total->since);
    cr_expect_eq(total->kind, kind, "%s: kind %d", period_words[p], (int)total->kind);
}

static const struct interval_total *interval(const struct queue_totals *q, int index)
{
    const struct interval_total *it = totals_interval(q, index);
    cr_assert_not_null(it, "interval %d was not seen", index);
    return it;
}

Test(totals, counters_from_the_start_of_the_day)
{
    struct centre c;
    fx_centre_demo(&c);
    struct totals *t = totals_new();
    int64_t day = fx_time("2026-11-21T00:00:00+08:00");
    cr_expect_null(totals_queue(t, "q"));
    apply(t, &c, "2026-11-21T14:02:31+08:00", 412, day);
    expect_period(t, PERIOD_DAY, 412, "2026-11-21T00:00:00+08:00", SINCE_START);
    expect_period(t, PERIOD_SEGMENT, 0, "2026-11-21T14:02:31+08:00", SINCE_FIRST_POLL);
    expect_period(t, PERIOD_INTERVAL, 0, "2026-11-21T14:02:31+08:00", SINCE_FIRST_POLL);
    apply(t, &c, "2026-11-21T14:02:33+08:00", 415, day);
    expect_period(t, PERIOD_DAY, 415, "2026-11-21T00:00:00+08:00", SINCE_START);
    expect_period(t, PERIOD_INTERVAL, 3, "2026-11-21T14:02:31+08:00", SINCE_FIRST_POLL);
    cr_expect_eq(totals_queue(t, "q")->period[PERIOD_INTERVAL].t.talk_s, 30);
    totals_free(t);
    totals_free(NULL);
    centre_release(&c);
}

Test(totals, the_three_kinds_of_since)
{
    struct centre c;
    fx_centre_demo(&c);
    struct totals *t = totals_new();
    apply(t, &c, "2026-11-21T14:40:00+08:00", 30, fx_time("2026-11-21T14:35:00+08:00"));
    expect_period(t, PERIOD_DAY, 30, "2026-11-21T14:35:00+08:00", SINCE_BACKEND);
    expect_period(t, PERIOD_SEGMENT, 30, "2026-11-21T14:35:00+08:00", SINCE_BACKEND);
    expect_period(t, PERIOD_INTERVAL, 30, "2026-11-21T14:35:00+08:00", SINCE_BACKEND);
    totals_free(t);

    t = totals_new(); /* counts since yesterday: nothing of it can be told apart */
    apply(t, &c, "2026-11-21T14:40:00+08:00", 3000, fx_time("2026-11-20T23:59:59+08:00"));
    expect_period(t, PERIOD_DAY, 0, "2026-11-21T14:40:00+08:00", SINCE_FIRST_POLL);
    totals_free(t);

    t = totals_new();
    apply(t, &c, "2026-11-21T14:40:00+08:00", 3000, UNKNOWN);
    expect_period(t, PERIOD_DAY, 0, "2026-11-21T14:40:00+08:00", SINCE_FIRST_POLL);
    apply(t, &c, "2026-11-21T14:40:02+08:00", 3001, UNKNOWN);
    expect_period(t, PERIOD_DAY, 1, "2026-11-21T14:40:00+08:00", SINCE_FIRST_POLL);
    totals_free(t);

    t = totals_new(); /* a start in the future is a wrong clock, not a start */
    apply(t, &c, "2026-11-21T14:40:00+08:00", 9, fx_time("2026-11-21T15:00:00+08:00"));
    expect_period(t, PERIOD_DAY, 0, "2026-11-21T14:40:00+08:00", SINCE_FIRST_POLL);
    totals_free(t);
    centre_release(&c);
}

Test(totals, counters_of_the_day_by_contract)
{
    struct centre c;
    fx_centre_demo(&c);
    struct totals *t = totals_new();
    struct snapshot *s = calls(412, UNKNOWN);
    s->counters_daily = true;
    totals_apply(t, s, &c, fx_time("2026-11-21T23:59:58+08:00"));
    expect_period(t, PERIOD_DAY, 412, "2026-11-21T00:00:00+08:00", SINCE_START);
    /* midnight: the backend is a little late, then starts its new day */
    totals_apply(t, s, &c, fx_time("2026-11-22T00:00:00+08:00"));
    expect_period(t, PERIOD_DAY, 0, "2026-11-22T00:00:00+08:00", SINCE_START);
    cr_expect_eq(totals_resets(t), 0);
    s->queues[0].t.offered = 2;
    totals_apply(t, s, &c, fx_time("2026-11-22T00:00:02+08:00"));
    expect_period(t, PERIOD_DAY, 2, "2026-11-22T00:00:00+08:00", SINCE_START);
    /* cut off for a night: what the new day counted is known all the same */
    s->queues[0].t.offered = 1;
    totals_apply(t, s, &c, fx_time("2026-11-23T08:00:00+08:00"));
    expect_period(t, PERIOD_DAY, 1, "2026-11-23T00:00:00+08:00", SINCE_START);
    snapshot_free(s);
    totals_free(t);
    centre_release(&c);
}

Test(totals, through_midnight)
{
    struct centre c;
    fx_centre_demo(&c);
    struct totals *t = totals_new();
    apply(t, &c, "2026-11-30T23:59:57+08:00", 100, UNKNOWN);
    apply(t, &c, "2026-11-30T23:59:59+08:00", 104, UNKNOWN);
    totals_roll(t, &c, fx_time("2026-12-01T00:00:00+08:00"));
    expect_period(t, PERIOD_DAY, 0, "2026-12-01T00:00:00+08:00", SINCE_START);
    expect_period(t, PERIOD_INTERVAL, 0, "2026-12-01T00:00:00+08:00", SINCE_START);
    expect_period(t, PERIOD_SEGMENT, 4, "2026-11-30T23:59:57+08:00", SINCE_FIRST_POLL);
    apply(t, &c, "2026-12-01T00:00:01+08:00", 105, UNKNOWN);
    expect_period(t, PERIOD_DAY, 1, "2026-12-01T00:00:00+08:00", SINCE_START);
    expect_period(t, PERIOD_INTERVAL, 1, "2026-12-01T00:00:00+08:00", SINCE_START);
    expect_period(t, PERIOD_SEGMENT, 5, "2026-11-30T23:59:57+08:00", SINCE_FIRST_POLL);
    /* the backend starts its own day a little late */
    apply(t, &c, "2026-12-01T00:00:03+08:00", 2, UNKNOWN);
    expect_period(t, PERIOD_DAY, 3, "2026-12-01T00:00:00+08:00", SINCE_START);
    expect_period(t, PERIOD_SEGMENT, 7, "2026-11-30T23:59:57+08:00", SINCE_FIRST_POLL);
    cr_expect_eq(totals_resets(t), 1);
    totals_free(t);
    centre_release(&c);
}

Test(totals, a_segment_seen_from_its_start)
{
    struct centre c;
    fx_centre_demo(&c);
    struct totals *t = totals_new();
    apply(t, &c, "2026-11-21T11:59:59+08:00", 50, UNKNOWN);
    apply(t, &c, "2026-11-21T12:00:01+08:00", 51, UNKNOWN);
    expect_period(t, PERIOD_SEGMENT, 1, "2026-11-21T12:00:00+08:00", SINCE_START);
    expect_period(t, PERIOD_DAY, 1, "2026-11-21T11:59:59+08:00", SINCE_FIRST_POLL);
    totals_free(t);
    centre_release(&c);
}

Test(totals, a_restart_is_judged_for_the_whole_queue)
{
    struct centre c;
    fx_centre_demo(&c);
    struct totals *t = totals_new();
    struct snap_builder *b = snap_builder_new();
    struct snap_queue *q = fx_queue(b, "q", 0);
    q->t.offered = 100;
    q->t.answered = 5;
    struct snapshot *s = snap_builder_finish(b);
    totals_apply(t, s, &c, fx_time("2026-11-21T15:00:02+08:00"));
    /* after the restart more were answered than before, but fewer offered */
    s->queues[0].t.offered = 8;
    s->queues[0].t.answered = 7;
    s->queues[0].t.decided = 8;
    totals_apply(t, s, &c, fx_time("2026-11-21T15:00:04+08:00"));
    const struct tally *day = &totals_queue(t, "q")->period[PERIOD_DAY].t;
    cr_expect_eq(day->offered, 8);
    cr_expect_eq(day->answered, 7, "not 2");
    cr_expect_eq(day->decided, 8);
    cr_expect_eq(totals_resets(t), 1);
    snapshot_free(s);
    snap_builder_free(b);
    totals_free(t);
    centre_release(&c);
}

Test(totals, a_start_that_moves_on_is_a_restart)
{
    struct centre c;
    fx_centre_demo(&c);
    struct totals *t = totals_new();
    int64_t since = fx_time("2026-11-21T14:00:00+08:00");
    apply(t, &c, "2026-11-21T15:00:02+08:00", 10, since);
    apply(t, &c, "2026-11-21T15:00:04+08:00", 12, since + 3); /* rounding of an up-time */
    expect_period(t, PERIOD_DAY, 12, "2026-11-21T14:00:00+08:00", SINCE_BACKEND);
    cr_expect_eq(totals_resets(t), 0);
    apply(t, &c, "2026-11-21T15:01:00+08:00", 13, fx_time("2026-11-21T15:00:30+08:00"));
    expect_period(t, PERIOD_DAY, 25, "2026-11-21T14:00:00+08:00", SINCE_BACKEND);
    cr_expect_eq(totals_resets(t), 1);
    totals_free(t);
    centre_release(&c);
}

Test(totals, long_gaps)
{
    struct centre c;
    fx_centre_demo(&c); /* poll 2 s, stale 10 s: a gap is more than 10 s */
    struct totals *t = totals_new();
    apply(t, &c, "2026-11-21T14:59:50+08:00", 10, UNKNOWN);
    apply(t, &c, "2026-11-21T15:00:00+08:00", 11, UNKNOWN);
    expect_period(t, PERIOD_INTERVAL, 1, "2026-11-21T15:00:00+08:00", SINCE_START);
    /* within the interval: booked in full */
    apply(t, &c, "2026-11-21T15:20:00+08:00", 20, UNKNOWN);
    expect_period(t, PERIOD_INTERVAL, 10, "2026-11-21T15:00:00+08:00", SINCE_START);
    /* over its end: the day has it, the new interval cannot */
    apply(t, &c, "2026-11-21T15:30:05+08:00", 30, UNKNOWN);
    expect_period(t, PERIOD_INTERVAL, 0, "2026-11-21T15:30:05+08:00", SINCE_FIRST_POLL);
    expect_period(t, PERIOD_DAY, 20, "2026-11-21T14:59:50+08:00", SINCE_FIRST_POLL);
    const struct queue_totals *q = totals_queue(t, "q");
    cr_expect(interval(q, 30)->partial, "15:00 lost its end");
    cr_expect_eq(interval(q, 30)->t.offered, 10);
    cr_expect(interval(q, 31)->partial);
    cr_expect_eq(interval(q, 31)->t.offered, 0);
    apply(t, &c, "2026-11-21T15:59:55+08:00", 35, UNKNOWN);
    apply(t, &c, "2026-11-21T16:00:01+08:00", 36, UNKNOWN);
    cr_expect_eq(interval(q, 31)->t.offered, 5);
    cr_expect_not(interval(q, 32)->partial);
    /* over midnight with the backend's own new day inside the gap */
    apply(t, &c, "2026-11-22T08:10:00+08:00", 7, fx_time("2026-11-22T00:00:00+08:00"));
    expect_period(t, PERIOD_DAY, 7, "2026-11-22T00:00:00+08:00", SINCE_START);
    expect_period(t, PERIOD_SEGMENT, 0, "2026-11-22T08:10:00+08:00", SINCE_FIRST_POLL);
    cr_expect_null(totals_interval(q, 30), "yesterday's intervals are gone");
    totals_free(t);
    centre_release(&c);
}

Test(totals, a_dead_feed_at_midnight_is_no_data)
{
    struct centre c;
    fx_centre_demo(&c);
    struct totals *t = totals_new();
    apply(t, &c, "2026-11-21T23:00:00+08:00", 10, UNKNOWN);
    totals_roll(t, &c, fx_time("2026-11-22T00:00:01+08:00"));
    const struct period_total *day = &totals_queue(t, "q")->period[PERIOD_DAY];
    cr_expect_eq(day->since, UNKNOWN);
    cr_expect_eq(day->t.offered, UNKNOWN);
    cr_expect_eq(totals_sum(t, PERIOD_DAY).t.offered, UNKNOWN);
    cr_expect_eq(totals_sum(t, PERIOD_SEGMENT).t.offered, 0, "the night goes on");
    apply(t, &c, "2026-11-22T00:30:00+08:00", 12, UNKNOWN);
    expect_period(t, PERIOD_DAY, 0, "2026-11-22T00:30:00+08:00", SINCE_FIRST_POLL);
    expect_period(t, PERIOD_SEGMENT, 2, "2026-11-21T23:00:00+08:00", SINCE_FIRST_POLL);
    totals_free(t);
    centre_release(&c);
}

Test(totals, the_same_answer_twice_and_an_older_one_change_nothing)
{
    struct centre c;
    fx_centre_demo(&c);
    struct totals *t = totals_new();
    struct snapshot *s = calls(10, UNKNOWN), *old = calls(8, UNKNOWN);
    s->time = 1000;
    old->time = 990;
    totals_apply(t, s, &c, fx_time("2026-11-21T15:00:00+08:00"));
    totals_apply(t, s, &c, fx_time("2026-11-21T15:00:02+08:00"));
    totals_apply(t, old, &c, fx_time("2026-11-21T15:00:04+08:00"));
    totals_apply(t, s, &c, fx_time("2026-11-21T15:00:06+08:00"));
    expect_period(t, PERIOD_DAY, 0, "2026-11-21T15:00:00+08:00", SINCE_FIRST_POLL);
    cr_expect_eq(totals_resets(t), 0);
    snapshot_free(s);
    snapshot_free(old);
    totals_free(t);
    centre_release(&c);
}

Test(totals, unknown_counters)
{
    struct centre c;
    fx_centre_demo(&c);
    struct totals *t = totals_new();
    struct snapshot *s = calls(10, UNKNOWN);
    s->queues[0].t.wrap_s = UNKNOWN;
    totals_apply(t, s, &c, fx_time("2026-11-21T15:00:00+08:00"));
    const struct tally *day = &totals_queue(t, "q")->period[PERIOD_DAY].t;
    cr_expect_eq(day->wrap_s, UNKNOWN);
    cr_expect_eq(day->hold_s, 0);
    /* told for the first time in mid-period: what was before is not known */
    s->queues[0].t.wrap_s = 500;
    totals_apply(t, s, &c, fx_time("2026-11-21T15:00:02+08:00"));
    cr_expect_eq(day->wrap_s, UNKNOWN);
    s->queues[0].t.wrap_s = 530;
    totals_apply(t, s, &c, fx_time("2026-11-21T15:00:04+08:00"));
    cr_expect_eq(day->wrap_s, UNKNOWN);
    /* not told for one poll: unknown now, whole again afterwards */
    s->queues[0].t.talk_s = UNKNOWN;
    totals_apply(t, s, &c, fx_time("2026-11-21T15:00:06+08:00"));
    cr_expect_eq(day->talk_s, UNKNOWN);
    s->queues[0].t.talk_s = 130;
    totals_apply(t, s, &c, fx_time("2026-11-21T15:00:08+08:00"));
    cr_expect_eq(day->talk_s, 30);
    /* the next period knows all */
    totals_apply(t, s, &c, fx_time("2026-11-21T15:29:59+08:00"));
    s->queues[0].t.wrap_s = 545;
    totals_apply(t, s, &c, fx_time("2026-11-21T15:30:01+08:00"));
    cr_expect_eq(totals_queue(t, "q")->period[PERIOD_INTERVAL].t.wrap_s, 15);
    snapshot_free(s);
    totals_free(t);
    centre_release(&c);
}

Test(totals, decided_only_rises)
{
    struct centre c;
    fx_centre_demo(&c);
    struct totals *t = totals_new();
    static const int64_t decided[] = {10, 12, 11, 12, 15};
    struct snapshot *s = calls(20, UNKNOWN);
    for (int i = 0; i < 5; i++) {
        s->queues[0].t.decided = decided[i];
        totals_apply(t, s, &c, fx_time("2026-11-21T15:00:00+08:00") + 2 * i);
    }
    cr_expect_eq(totals_queue(t, "q")->period[PERIOD_DAY].t.decided, 5);
    cr_expect_eq(totals_resets(t), 0, "a wobble of decided is no restart");
    snapshot_free(s);
    totals_free(t);
    centre_release(&c);
}

Test(totals, the_sum_and_queues_that_come_and_go)
{
    struct centre c;
    fx_centre_demo(&c);
    struct totals *t = totals_new();
    struct snap_builder *b = snap_builder_new();
    fx_queue(b, "a", 0)->t.offered = 5;
    fx_queue(b, "b", 0)->t.offered = 7;
    struct snapshot *s = snap_builder_finish(b);
    int64_t at = fx_time("2026-11-21T15:00:00+08:00");
    cr_expect_eq(totals_sum(t, PERIOD_DAY).t.offered, UNKNOWN, "no queue, no data");
    totals_apply(t, s, &c, at);
    s->queues[0].t.offered = 6;
    s->queues[1].t.offered = 9;
    totals_apply(t, s, &c, at + 2);
    struct period_total sum = totals_sum(t, PERIOD_DAY);
    cr_expect_eq(sum.t.offered, 3);
    cr_expect_eq(sum.since, at);
    cr_expect_eq(sum.kind, SINCE_FIRST_POLL);
    s->n_queues = 1; /* b goes */
    s->queues[0].t.offered = 8;
    totals_apply(t, s, &c, at + 4);
    cr_expect_eq(totals_sum(t, PERIOD_DAY).t.offered, 5, "what b had of today stays");
    totals_apply(t, s, &c, at + 1801);
    cr_expect_eq(totals_sum(t, PERIOD_INTERVAL).t.offered, 0, "b is not in this interval");
    s->n_queues = 2;
    s->queues[1].t.offered = UNKNOWN;
    totals_apply(t, s, &c, at + 1803);
    cr_expect_eq(totals_sum(t, PERIOD_DAY).t.offered, UNKNOWN, "one unknown part");
    snapshot_free(s);
    snap_builder_free(b);
    totals_free(t);
    centre_release(&c);
}

Test(totals, extremes_of_intervals_and_of_the_day)
{
    struct centre c;
    fx_centre_demo(&c);
    struct totals *t = totals_new();
    static const int64_t wait[][3] = {{2, 40, 3}, {5, 15, 1}, {0, 0, 2}};
    int64_t at = fx_time("2026-11-21T15:00:00+08:00");
    for (int i = 0; i < 3; i++) {
        struct snap_builder *b = snap_builder_new();
        struct snap_queue *q = fx_queue(b, "q", wait[i][0]);
        q->longest_wait_s = wait[i][1];
        for (int k = 0; k < wait[i][2]; k++) {
            char id[16];
            snprintf(id, sizeof id, "%d", k);
            fx_agent(b, id, "q", ST_READY, UNKNOWN);
        }
        struct snapshot *s = snap_builder_finish(b);
        totals_apply(t, s, &c, at + 2 * i);
        snapshot_free(s);
        snap_builder_free(b);
    }
    const struct queue_totals *q = totals_queue(t, "q");
    cr_expect_eq(totals_interval_index(t, &c, at), 30);
    cr_expect_eq(interval(q, 30)->max_waiting, 5);
    cr_expect_eq(interval(q, 30)->max_longest_s, 40);
    cr_expect_eq(interval(q, 30)->min_ready, 1);
    cr_expect_eq(q->longest_today_s, 40);
    cr_expect_null(totals_interval(q, 29));
    cr_expect_eq(totals_interval_index(t, &c, at - 86400), -1);
    cr_expect_eq(totals_interval_index(t, &c, fx_time("2026-11-22T00:00:00+08:00")), -1);
    cr_expect_eq(totals_interval_index(t, &c, fx_time("2026-11-21T23:59:59+08:00")), 47);
    cr_expect_eq(totals_interval_index(t, &c, fx_time("2026-11-21T00:00:00+08:00")), 0);
    totals_free(t);
    centre_release(&c);
}

Test(totals, a_day_of_twenty_five_hours_has_all_its_intervals)
{
    struct centre c;
    centre_init(&c);
    cr_assert_eq(centre_set(&c, "centre.zone", "Europe/Berlin", NULL), OK);
    cr_assert_eq(centre_set(&c, "sched.interval_min", "15", NULL), OK);
    cr_assert_eq(centre_finish(&c, NULL), OK);
    struct totals *t = totals_new();
    apply(t, &c, "2026-10-25T23:50:00+01:00", 1, UNKNOWN);
    cr_expect_eq(totals_interval_index(t, &c, fx_time("2026-10-25T23:50:00+01:00")), 99);
    cr_expect_not_null(totals_interval(totals_queue(t, "q"), 99));
    totals_free(t);
    centre_release(&c);
}

Test(totals, a_clock_set_back_keeps_the_day)
{
    struct centre c;
    fx_centre_demo(&c);
    struct totals *t = totals_new();
    apply(t, &c, "2026-11-20T23:59:59+08:00", 10, UNKNOWN);
    apply(t, &c, "2026-11-21T00:00:01+08:00", 11, UNKNOWN);
    apply(t, &c, "2026-11-20T23:59:58+08:00", 12, UNKNOWN);
    expect_period(t, PERIOD_DAY, 2, "2026-11-21T00:00:00+08:00", SINCE_START);
    apply(t, &c, "2026-11-21T00:00:03+08:00", 13, UNKNOWN);
    expect_period(t, PERIOD_DAY, 3, "2026-11-21T00:00:00+08:00", SINCE_START);
    totals_free(t);
    centre_release(&c);
}

Test(totals, a_fast_clock_has_wider_polls)
{
    struct centre c;
    fx_centre_demo(&c);
    struct totals *t = totals_new();
    totals_set_speed(t, 60);
    apply(t, &c, "2026-11-21T14:58:00+08:00", 10, UNKNOWN);
    apply(t, &c, "2026-11-21T15:00:00+08:00", 14, UNKNOWN);
    expect_period(t, PERIOD_INTERVAL, 4, "2026-11-21T15:00:00+08:00", SINCE_START);
    totals_free(t);
    centre_release(&c);
}

/* xorshift: a fixed seed gives the same streams everywhere. */
static uint32_t draw(uint64_t *x, uint32_t n)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return (uint32_t)(*x >> 33) % n;
}

/* A backend that counts truly and forgets at times, and what was true while it was asked. */
struct stream {
    uint64_t x;
    bool tells_since;
    int64_t now, polled, since;
    int64_t raw;     /* its counter */
    int64_t last;    /* as last asked */
    int64_t pending; /* since then, or since its restart */
    int64_t start[PERIOD_COUNT], want[PERIOD_COUNT];
};

/* Restarts where a reader can know of it: by a counter lower than the last, or by counters_since.
 */
static void restart(struct stream *f)
{
    int64_t after = draw(&f->x, 3);
    bool moved = f->tells_since && f->now > f->since + 5;
    if (after < f->last || moved) {
        f->raw = f->pending = after;
        f->since = f->tells_since ? f->now : UNKNOWN;
    }
}

/* Time passes (at times a gap), calls come in; then what each period must hold. */
static void pass(struct stream *f, const struct centre *c)
{
    f->now += draw(&f->x, 20) == 0 ? 11 + draw(&f->x, 3000) : 1 + draw(&f->x, 10);
    int64_t more = draw(&f->x, 4);
    f->raw += more;
    f->pending += more;
    if (draw(&f->x, 15) == 0) {
        restart(f);
    }
    int64_t begin[PERIOD_COUNT] = {0}, to = 0, business_day = 0;
    begin[PERIOD_DAY] = civil_day_start(c->zone, f->now, c->day_start_min);
    begin[PERIOD_INTERVAL] = begin[PERIOD_DAY] + (f->now - begin[PERIOD_DAY]) / 1800 * 1800;
    centre_segment_at(c, f->now, &begin[PERIOD_SEGMENT], &to, &business_day);
    for (int p = 0; p < PERIOD_COUNT; p++) {
        bool across = f->polled != 0 && f->now - f->polled <= 10;
        bool inside = f->since != UNKNOWN && f->since >= begin[p];
        if (begin[p] == f->start[p]) {
            f->want[p] += f->pending;
        } else {
            f->want[p] = across || inside ? f->pending : 0;
        }
        f->start[p] = begin[p];
    }
}

static void play(const struct centre *c, uint64_t seed)
{
    struct totals *t = totals_new();
    struct stream f = {.x = seed, .since = UNKNOWN};
    f.now = fx_time("2026-11-20T22:00:00+08:00") + draw(&f.x, 7200);
    f.tells_since = draw(&f.x, 2) == 0;
    f.since = f.tells_since ? f.now - draw(&f.x, 3 * 86400) : UNKNOWN;
    f.raw = f.pending = draw(&f.x, 1000);
    for (int i = 0; i < 300; i++) {
        pass(&f, c);
        struct snapshot *s = calls(f.raw, f.since);
        totals_apply(t, s, c, f.now);
        snapshot_free(s);
        f.pending = 0;
        f.last = f.raw;
        f.polled = f.now;
        for (int p = 0; p < PERIOD_COUNT; p++) {
            const struct tally *got = &totals_queue(t, "q")->period[p].t;
            cr_assert_eq(got->offered, f.want[p], "seed %llx step %d %s: %lld, not %lld",
                         (unsigned long long)seed, i, period_words[p], (long long)got->offered,
                         (long long)f.want[p]);
            cr_assert_eq(got->talk_s, 10 * f.want[p]);
            cr_assert_eq(got->decided, f.want[p]);
        }
    }
    totals_free(t);
}

Test(totals, random_streams_add_up_whatever_the_resets)
{
    struct centre c;
    fx_centre_demo(&c);
    uint64_t x = 0x9E3779B97F4A7C15u;
    for (int i = 0; i < 3000; i++) {
        draw(&x, 2);
        play(&c, x);
    }
    centre_release(&c);
}

Test(totals, outbound_calls_are_not_in_the_sum)
{
    struct centre c;
    fx_centre_demo(&c);
    struct totals *t = totals_new();
    struct snap_builder *b = snap_builder_new();
    struct snap_queue *in = fx_queue(b, "Q10", 0);
    in->t.offered = in->t.answered = in->t.answered_in_target = 5;
    struct snap_queue *out = fx_queue(b, "Q60", 0); /* dials out, has no target */
    out->t.offered = 7;
    out->t.answered = 4;
    struct snapshot *s = snap_builder_finish(b);
    s->counters_since = fx_time("2026-11-21T00:00:00+08:00");
    totals_apply(t, s, &c, fx_time("2026-11-21T15:00:00+08:00"));
    struct tally sum = totals_sum(t, PERIOD_DAY).t;
    cr_expect_eq(sum.offered, 5);
    cr_expect_eq(sum.answered, 5);
    cr_expect_eq(sum.answered_in_target, 5, "its missing target does not hide the others'");
    snapshot_free(s);
    snap_builder_free(b);
    totals_free(t);
    centre_release(&c);
}

/* `n` queues named PREFIX0 …, each with `offered` calls. */
static void apply_many(struct totals *t, const struct centre *c, const char *at, const char *prefix,
                       int n, int64_t offered)
{
    struct snap_builder *b = snap_builder_new();
    char id[32];
    for (int i = 0; i < n; i++) {
        snprintf(id, sizeof id, "%s%d", prefix, i);
        fx_queue(b, id, 0)->t.offered = offered;
    }
    struct snapshot *s = snap_builder_finish(b);
    s->counters_since = fx_time("2026-11-21T00:00:00+08:00");
    totals_apply(t, s, c, fx_time(at));
    snapshot_free(s);
    snap_builder_free(b);
}

Test(totals, queues_that_are_gone_are_kept_for_the_day)
{
    struct centre c;
    fx_centre_plain(&c);
    struct totals *t = totals_new();
    apply_many(t, &c, "2026-11-21T15:00:00+08:00", "old", 2, 5);
    apply_many(t, &c, "2026-11-21T15:00:02+08:00", "new", 1, 3);
    cr_expect_eq(totals_queue(t, "old1")->period[PERIOD_DAY].t.offered, 5);
    cr_expect_eq(totals_sum(t, PERIOD_DAY).t.offered, 13);
    apply_many(t, &c, "2026-11-22T00:00:01+08:00", "new", 1, 4);
    cr_expect_null(totals_queue(t, "old0"), "the day is over");
    cr_expect_not_null(totals_queue(t, "new0"));
    apply_many(t, &c, "2026-11-22T00:00:03+08:00", "old", 1, 6);
    cr_expect_eq(totals_queue(t, "old0")->period[PERIOD_INTERVAL].kind, SINCE_FIRST_POLL);
    totals_free(t);
    centre_release(&c);
}

/* A backend that renames its queues at every poll may not fill the memory. */
Test(totals, names_that_change_are_not_kept_without_bound)
{
    struct centre c;
    fx_centre_plain(&c);
    struct totals *t = totals_new();
    char prefix[8];
    for (int i = 0; i < 4; i++) { /* the third is too many */
        snprintf(prefix, sizeof prefix, "%c", 'a' + i);
        apply_many(t, &c, "2026-11-21T15:00:00+08:00", prefix, QUEUES_KEPT_MAX / 2, 1);
    }
    cr_expect_null(totals_queue(t, "a0"), "gone when there were too many");
    cr_expect_null(totals_queue(t, "b0"));
    cr_expect_not_null(totals_queue(t, "d0"));
    cr_expect_eq(totals_queue(t, "c0")->period[PERIOD_DAY].t.offered, 1);
    cr_expect_leq(totals_sum(t, PERIOD_DAY).t.offered, QUEUES_KEPT_MAX);
    totals_free(t);
    centre_release(&c);
}

Test(totals, a_clock_set_back_opens_the_old_interval_again)
{
    struct centre c;
    fx_centre_plain(&c);
    struct totals *t = totals_new();
    apply_many(t, &c, "2026-11-21T14:50:00+08:00", "q", 1, 1);
    apply_many(t, &c, "2026-11-21T15:10:00+08:00", "q", 1, 2);
    apply_many(t, &c, "2026-11-21T15:40:00+08:00", "q", 1, 3);
    const struct queue_totals *q = totals_queue(t, "q0");
    cr_assert_eq(q->intervals.n, 3);
    apply_many(t, &c, "2026-11-21T15:12:00+08:00", "q", 1, 4);
    cr_assert_eq(q->intervals.n, 2, "what lay ahead goes");
    cr_expect_eq(interval(q, 30)->index, 30);
    cr_expect_null(totals_interval(q, 31));
    totals_free(t);
    centre_release(&c);
}
