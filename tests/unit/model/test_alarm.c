#include <criterion/criterion.h>
#include <stdio.h>

#include "fixture.h"
#include "zhiban/model/alarm.h"
#include "zhiban/model/snapshot_builder.h"

/* A floor that can be changed between two steps, at 15:00 (segment C) unless moved. */
struct stage {
    struct centre c;
    struct alarms *a;
    struct totals *t;
    struct timeline *line;
    int64_t now, mono_ms;
    /* what the next step shows */
    int64_t waiting, longest, ready, pausing;
    const char *reason;
    enum agent_state first; /* state of 1001, since first_since */
    int64_t first_since;
    struct tally counters;
    const char *queue;
    bool nobody;
};

static void open_stage(struct stage *s)
{
    *s = (struct stage){0};
    fx_centre_demo(&s->c);
    s->a = alarms_new();
    s->t = totals_new();
    s->line = timeline_new();
    alarms_set_timeline(s->a, s->line);
    s->now = fx_time("2026-11-21T15:00:00+08:00");
    s->mono_ms = 1000000;
    s->ready = 3;
    s->queue = "Q10";
    s->first = ST_READY;
    s->first_since = s->now;
    s->reason = "BRK";
}

static void close_stage(struct stage *s)
{
    alarms_free(s->a);
    totals_free(s->t);
    timeline_free(s->line);
    centre_release(&s->c);
}

static struct snapshot *show(struct stage *s)
{
    struct snap_builder *b = snap_builder_new();
    struct snap_queue *q = fx_queue(b, s->queue, s->waiting);
    q->longest_wait_s = s->longest;
    q->t = s->counters;
    if (!s->nobody) {
        fx_agent(b, "1001", s->queue, s->first, s->first_since)->reason = s->reason;
        for (int i = 0; i < s->ready + s->pausing; i++) {
            char id[16];
            snprintf(id, sizeof id, "%d", 1002 + i);
            bool ready = i < s->ready;
            fx_agent(b, id, s->queue, ready ? ST_READY : ST_PAUSED, s->now)->reason = "BRK";
        }
    }
    fx_agent(b, "2001", NULL, ST_READY, s->now);
    struct snapshot *snap = snap_builder_finish(b);
    snap->time = s->now;
    snap->received_mono_ms = s->mono_ms;
    snap_builder_free(b);
    return snap;
}

enum how { LIVE, STALE, ONCE };

/* Moves on by `seconds`, then judges; returns the queue's level. */
static enum level step(struct stage *s, int seconds, enum how how)
{
    s->now += seconds;
    s->mono_ms += seconds * 1000;
    struct snapshot *snap = show(s);
    totals_apply(s->t, snap, &s->c, s->now);
    struct floor *f = floor_read(snap, NULL, &s->c, s->t, s->now);
    timeline_apply(s->line, f, civil_day_start(s->c.zone, s->now, 0));
    if (how == ONCE) {
        alarms_once(s->a, f, &s->c, s->now, s->mono_ms);
    } else {
        alarms_step(s->a, f, &s->c, s->now, s->mono_ms, how == STALE ? 15 : 0, how == STALE);
    }
    enum level level = f->queues[0].level;
    floor_free(f);
    snapshot_free(snap);
    return level;
}

static const struct alarm *find(const struct stage *s, enum alarm_kind kind)
{
    for (size_t i = 0; i < alarms_count(s->a); i++) {
        if (alarms_at(s->a, i)->kind == kind) {
            return alarms_at(s->a, i);
        }
    }
    return NULL;
}

/* The level of the alarm to be announced now. */
static enum level announced(struct stage *s)
{
    const struct alarm *a = alarms_announced(s->a);
    return a ? a->level : LEVEL_OK;
}

Test(alarm, the_life_of_one)
{
    struct stage s;
    open_stage(&s);
    cr_expect_eq(step(&s, 0, LIVE), LEVEL_OK);
    cr_expect_eq(alarms_count(s.a), 0);
    s.longest = 31; /* Q10: 30 and 60 */
    s.waiting = 1;
    cr_expect_eq(step(&s, 2, LIVE), LEVEL_WARN);
    const struct alarm *a = find(&s, AL_QUEUE_LONGEST);
    cr_assert_not_null(a);
    cr_expect_eq(a->number, 1);
    cr_expect_eq(a->state, AS_STANDING);
    cr_expect_eq(a->level, LEVEL_WARN);
    cr_expect_eq(a->value, 31);
    cr_expect_eq(a->limit, 30);
    cr_expect_eq(a->since, s.now);
    cr_expect_str_eq(a->subject, "Q10");
    cr_expect_eq(alarms_open(s.a, LEVEL_WARN), 1);
    cr_expect_eq(announced(&s), LEVEL_WARN);
    cr_expect_eq(announced(&s), LEVEL_OK, "said once");

    cr_expect(alarms_ack(s.a, 1, "qinyue", "two more on the way", s.now));
    cr_expect_not(alarms_ack(s.a, 2, "qinyue", NULL, s.now));
    cr_expect_eq(alarms_open(s.a, LEVEL_WARN), 0);
    cr_expect_str_eq(a->acked_by, "qinyue");
    cr_expect_str_eq(a->note, "two more on the way");
    s.longest = 60;
    step(&s, 2, LIVE);
    cr_expect_eq(a->level, LEVEL_WARN, "at the limit, not over it");
    cr_expect(a->acked);
    cr_expect_eq(announced(&s), LEVEL_OK, "worse, but not by a step");
    s.longest = 61;
    cr_expect_eq(step(&s, 2, LIVE), LEVEL_CRITICAL);
    cr_expect_eq(a->limit, 60);
    cr_expect_not(a->acked, "a step worse asks again");
    cr_expect_eq(announced(&s), LEVEL_CRITICAL);

    s.waiting = s.longest = 0;
    step(&s, 2, LIVE);
    cr_expect_eq(a->state, AS_CLEARING);
    step(&s, 29, LIVE);
    cr_expect_eq(alarms_count(s.a), 1);
    cr_expect_eq(step(&s, 1, LIVE), LEVEL_OK);
    cr_expect_eq(alarms_count(s.a), 0);
    cr_assert_eq(alarms_history_count(s.a), 1);
    a = alarms_history_at(s.a, 0);
    cr_expect_eq(a->state, AS_CLEARED);
    cr_expect_eq(a->level, LEVEL_CRITICAL);
    cr_expect_eq(a->cleared_at, s.now);
    cr_expect_str_eq(a->acked_by, "qinyue", "history keeps who had seen it");
    cr_expect_not(alarms_ack(s.a, 1, "late", NULL, s.now));
    close_stage(&s);
    alarms_free(NULL);
}

Test(alarm, it_does_not_flap)
{
    struct stage s;
    open_stage(&s);
    for (int i = 0; i < 100; i++) {
        s.waiting = i % 2 ? 0 : 5;
        step(&s, 2, LIVE);
    }
    cr_expect_eq(alarms_history_count(s.a), 1);
    cr_expect_eq(alarms_count(s.a), 1);
    cr_expect_eq(announced(&s), LEVEL_WARN);
    for (int i = 0; i < 100; i++) { /* between attention and critical, the worse stands */
        s.waiting = i % 2 ? 5 : 12;
        step(&s, 2, LIVE);
        cr_expect_eq(announced(&s), i == 0 ? LEVEL_CRITICAL : LEVEL_OK);
    }
    close_stage(&s);
}

Test(alarm, hold_times_to_trigger)
{
    struct stage s;
    open_stage(&s);
    s.c.hold_warn_s = 10;
    s.waiting = 5;
    step(&s, 2, LIVE);
    step(&s, 9, LIVE);
    cr_expect_eq(alarms_count(s.a), 0);
    s.waiting = 4;
    step(&s, 1, LIVE);
    s.waiting = 5;
    step(&s, 2, LIVE);
    step(&s, 9, LIVE);
    cr_expect_eq(alarms_count(s.a), 0, "a break begins anew");
    step(&s, 1, LIVE);
    cr_expect_eq(alarms_count(s.a), 1);
    cr_expect_eq(alarms_history_count(s.a), 1);
    s.waiting = 12;
    step(&s, 2, LIVE);
    cr_expect_eq(alarms_at(s.a, 0)->level, LEVEL_WARN);
    step(&s, 10, LIVE);
    cr_expect_eq(alarms_at(s.a, 0)->level, LEVEL_CRITICAL);
    close_stage(&s);
}

Test(alarm, waiting_at_its_limit)
{
    static const struct {
        int64_t n;
        enum level level;
    } at[] = {
        {0, LEVEL_OK}, {4, LEVEL_OK}, {5, LEVEL_WARN}, {11, LEVEL_WARN}, {12, LEVEL_CRITICAL}};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        struct stage s;
        open_stage(&s);
        s.waiting = at[i].n;
        cr_expect_eq(step(&s, 2, LIVE), at[i].level, "%d waiting", (int)at[i].n);
        close_stage(&s);
    }
}

Test(alarm, a_closed_queue)
{
    struct stage s;
    open_stage(&s);
    s.queue = "Q40"; /* 08:00-18:00 */
    s.now = fx_time("2026-11-21T18:00:00+08:00");
    s.nobody = true;
    s.counters = (struct tally){.offered = 100, .decided = 100};
    cr_expect_eq(step(&s, 0, LIVE), LEVEL_OK, "nobody there, all lost: closed");
    cr_expect_eq(step(&s, 120, LIVE), LEVEL_OK);
    s.waiting = 1;
    s.longest = 41;
    cr_expect_eq(step(&s, 2, LIVE), LEVEL_WARN);
    cr_expect_not_null(find(&s, AL_QUEUE_WAITING));
    cr_expect_eq(find(&s, AL_QUEUE_WAITING)->limit, 0);
    cr_expect_not_null(find(&s, AL_QUEUE_LONGEST));
    cr_expect_null(find(&s, AL_QUEUE_NO_AGENT));
    s.longest = 91;
    cr_expect_eq(step(&s, 2, LIVE), LEVEL_CRITICAL);
    close_stage(&s);
}

Test(alarm, people_of_a_queue)
{
    struct stage s;
    open_stage(&s); /* Q10 in C: two ready */
    s.first = ST_TALKING;
    s.ready = 2;
    cr_expect_eq(step(&s, 2, LIVE), LEVEL_OK);
    s.ready = 1;
    cr_expect_eq(step(&s, 2, LIVE), LEVEL_WARN);
    cr_expect_eq(find(&s, AL_QUEUE_READY)->value, 1);
    cr_expect_eq(find(&s, AL_QUEUE_READY)->limit, 2);
    s.ready = 0;
    cr_expect_eq(step(&s, 2, LIVE), LEVEL_CRITICAL);
    s.nobody = true;
    step(&s, 2, LIVE);
    cr_expect_eq(find(&s, AL_QUEUE_NO_AGENT)->level, LEVEL_WARN);
    s.waiting = 1;
    step(&s, 2, LIVE);
    cr_expect_eq(find(&s, AL_QUEUE_NO_AGENT)->level, LEVEL_CRITICAL);
    close_stage(&s);

    open_stage(&s); /* hours not configured: only when somebody waits */
    s.queue = "unknown";
    s.nobody = true;
    cr_expect_eq(step(&s, 2, LIVE), LEVEL_OK);
    s.waiting = 1;
    cr_expect_eq(step(&s, 2, LIVE), LEVEL_CRITICAL);
    close_stage(&s);
}

/* Adds calls of the interval: n decided, a of them answered, in of these in target. */
static void count(struct stage *s, int64_t n, int64_t a, int64_t in)
{
    s->counters.offered += n;
    s->counters.decided += n;
    s->counters.answered += a;
    s->counters.answered_in_target += in;
    s->counters.abandoned += n - a;
}

Test(alarm, rates_of_the_running_interval)
{
    struct stage s;
    open_stage(&s);
    step(&s, 0, LIVE);
    count(&s, 19, 0, 0);
    step(&s, 2, LIVE);
    step(&s, 70, LIVE);
    cr_expect_eq(alarms_count(s.a), 0, "19 decided calls are not judged");
    count(&s, 1, 0, 0);
    step(&s, 2, LIVE);
    step(&s, 59, LIVE);
    cr_expect_eq(alarms_count(s.a), 0, "a rate must stand a minute");
    cr_expect_eq(step(&s, 1, LIVE), LEVEL_CRITICAL);
    cr_expect_eq(find(&s, AL_QUEUE_SL)->value, 0);
    cr_expect_eq(find(&s, AL_QUEUE_SL)->limit, 700, "ten points below 80");
    cr_expect_eq(find(&s, AL_QUEUE_ANSWER_RATE)->limit, 800);
    cr_expect_eq(find(&s, AL_QUEUE_ABANDON)->value, 1000);
    cr_expect_eq(find(&s, AL_QUEUE_ABANDON)->limit, 150);
    count(&s, 10000, 10000, 10000);
    step(&s, 2, LIVE);
    step(&s, 30, LIVE);
    cr_expect_eq(alarms_count(s.a), 0);
    close_stage(&s);
}

Test(alarm, rates_at_their_limits)
{
    static const struct {
        int64_t answered;
        enum level level;
    } at[] = {{900, LEVEL_OK}, {899, LEVEL_WARN}, {800, LEVEL_WARN}, {799, LEVEL_CRITICAL}};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        struct stage s;
        open_stage(&s);
        step(&s, 0, LIVE);
        count(&s, 1000, at[i].answered, at[i].answered);
        step(&s, 2, LIVE);
        step(&s, 60, LIVE);
        const struct alarm *a = find(&s, AL_QUEUE_ANSWER_RATE);
        cr_expect_eq(a ? a->level : LEVEL_OK, at[i].level, "%d", (int)at[i].answered);
        close_stage(&s);
    }
}

Test(alarm, a_new_interval_does_not_clear_a_rate_at_once)
{
    struct stage s;
    open_stage(&s);
    s.now = fx_time("2026-11-21T15:25:00+08:00");
    step(&s, 0, LIVE);
    count(&s, 100, 50, 50);
    step(&s, 2, LIVE);
    step(&s, 60, LIVE);
    cr_expect_not_null(find(&s, AL_QUEUE_ANSWER_RATE));
    for (int i = 0; i < 60; i++) {
        step(&s, 9, LIVE); /* over 15:30, nothing decided any more */
    }
    cr_expect_not_null(find(&s, AL_QUEUE_ANSWER_RATE), "not judged yet");
    for (int i = 0; i < 220; i++) {
        step(&s, 9, LIVE);
    }
    cr_expect_null(find(&s, AL_QUEUE_ANSWER_RATE), "but not for ever");
    cr_expect_eq(alarms_history_count(s.a), 3);
    close_stage(&s);
}

Test(alarm, ladders_of_agents)
{
    struct stage s;
    open_stage(&s);
    s.first = ST_TALKING;
    s.first_since = s.now - 301;
    step(&s, 0, LIVE);
    const struct alarm *a = find(&s, AL_AGENT_TALK);
    cr_assert_not_null(a);
    cr_expect_str_eq(a->subject, "1001");
    cr_expect_str_eq(a->subject_name, "林若岚", "from the staff list");
    cr_expect_eq(a->value, 301);
    cr_expect_eq(a->limit, 300);
    s.first = ST_PAUSED;
    s.first_since = s.now - 601;
    step(&s, 2, LIVE);
    cr_expect_eq(find(&s, AL_AGENT_TALK)->state, AS_CLEARING);
    a = find(&s, AL_AGENT_PAUSE);
    cr_assert_not_null(a);
    cr_expect_eq(a->level, LEVEL_CRITICAL);
    cr_expect_str_eq(a->detail, "BRK");
    cr_expect_eq(alarms_at(s.a, 0), a, "the worst stands first");
    s.first = ST_RINGING;
    s.first_since = s.now - 14;
    step(&s, 2, LIVE);
    cr_expect_not_null(find(&s, AL_AGENT_RING));
    s.first = ST_WRAPUP;
    s.first_since = s.now - 44;
    step(&s, 2, LIVE);
    cr_expect_not_null(find(&s, AL_AGENT_WRAPUP));
    close_stage(&s);
}

Test(alarm, pauses_of_a_shift)
{
    struct stage s;
    open_stage(&s);
    for (int i = 0; i < 4; i++) { /* four breaks of eight minutes; 30 are allowed */
        s.first = ST_PAUSED;
        s.first_since = s.now;
        step(&s, 0, LIVE);
        step(&s, 479, LIVE);
        const struct alarm *a = find(&s, AL_AGENT_PAUSE_DAY);
        cr_expect_eq(a != NULL, i == 3);
        if (a) {
            cr_expect_eq(a->level, LEVEL_CRITICAL);
            cr_expect_eq(a->limit, 1800);
            cr_expect_eq(a->value, 4 * 480 - 1);
        }
        s.first = ST_READY;
        s.first_since = s.now + 1;
        step(&s, 1, LIVE);
    }
    close_stage(&s);
}

Test(alarm, share_of_a_pause)
{
    struct stage s;
    open_stage(&s); /* T1: five signed in, 10 %: one at once */
    s.pausing = 1;
    step(&s, 0, LIVE);
    cr_expect_null(find(&s, AL_PAUSE_SHARE));
    s.pausing = 2;
    s.ready = 2;
    step(&s, 2, LIVE);
    const struct alarm *a = find(&s, AL_PAUSE_SHARE);
    cr_assert_not_null(a);
    cr_expect_str_eq(a->subject, "T1");
    cr_expect_str_eq(a->subject_name, "综合业务组");
    cr_expect_str_eq(a->detail, "BRK");
    cr_expect_eq(a->value, 2);
    cr_expect_eq(a->limit, 1);
    cr_expect_eq(a->level, LEVEL_WARN);
    s.now = fx_time("2026-11-21T23:00:00+08:00");
    step(&s, 0, LIVE);
    bool site = false;
    for (size_t i = 0; i < alarms_count(s.a); i++) {
        site = site || strcmp(alarms_at(s.a, i)->subject, "MAIN") == 0;
    }
    cr_expect(site, "at night the share is of the site");
    close_stage(&s);
}

Test(alarm, stale_data)
{
    struct stage s;
    open_stage(&s);
    s.waiting = 5;
    step(&s, 2, LIVE);
    cr_expect_eq(alarms_count(s.a), 1);
    s.waiting = 12;
    s.first = ST_TALKING;
    s.first_since = s.now - 4000;
    cr_expect_eq(step(&s, 15, STALE), LEVEL_WARN, "what stood still stands");
    cr_expect_eq(alarms_count(s.a), 2);
    const struct alarm *feed = find(&s, AL_FEED_DOWN);
    cr_assert_not_null(feed);
    cr_expect_eq(feed->level, LEVEL_WARN);
    cr_expect_eq(feed->value, 15);
    cr_expect_null(find(&s, AL_AGENT_TALK));
    s.waiting = 0;
    s.first = ST_READY;
    step(&s, 600, STALE);
    cr_expect_not_null(find(&s, AL_QUEUE_WAITING), "nothing is cleared");
    step(&s, 2, LIVE);
    cr_expect_not_null(find(&s, AL_QUEUE_WAITING), "clearing begins with the data");
    step(&s, 30, LIVE);
    cr_expect_eq(alarms_count(s.a), 0);

    alarms_step(s.a, NULL, &s.c, s.now, s.mono_ms, s.c.stale_s - 1, true);
    cr_expect_eq(alarms_count(s.a), 0, "the first answers may take a while");
    alarms_step(s.a, NULL, &s.c, s.now, s.mono_ms, 21, true);
    cr_expect_eq(find(&s, AL_FEED_DOWN)->level, LEVEL_CRITICAL, "no data since the start");
    close_stage(&s);
}

Test(alarm, one_shot)
{
    struct stage s;
    open_stage(&s);
    s.c.hold_warn_s = 60;
    s.waiting = 5;
    count(&s, 100, 85, 85);
    cr_expect_eq(step(&s, 0, ONCE), LEVEL_WARN);
    cr_expect_not_null(find(&s, AL_QUEUE_WAITING));
    cr_expect_not_null(find(&s, AL_QUEUE_ANSWER_RATE), "by the backend's own counters");
    close_stage(&s);
}

Test(alarm, a_new_day)
{
    struct stage s;
    open_stage(&s);
    s.now = fx_time("2026-11-21T23:50:00+08:00");
    s.waiting = 5;
    step(&s, 0, LIVE);
    s.waiting = 0;
    step(&s, 2, LIVE);
    step(&s, 30, LIVE);
    s.waiting = 12;
    step(&s, 2, LIVE);
    cr_expect_eq(alarms_history_count(s.a), 2);
    cr_expect_eq(find(&s, AL_QUEUE_WAITING)->number, 2);
    step(&s, 700, LIVE);
    cr_expect_eq(alarms_history_count(s.a), 1, "yesterday's cleared ones are gone");
    cr_expect_eq(find(&s, AL_QUEUE_WAITING)->number, 2, "its number outlives midnight");
    close_stage(&s);
}

Test(alarm, data_warnings)
{
    struct stage s;
    open_stage(&s);
    struct snap_builder *b = snap_builder_new();
    snap_warn(b, "agents[3].since", "bad", "x");
    struct snapshot *snap = snap_builder_finish(b);
    struct floor *f = floor_read(snap, NULL, &s.c, NULL, s.now);
    alarms_step(s.a, f, &s.c, s.now, s.mono_ms, 0, false);
    cr_assert_not_null(find(&s, AL_DATA));
    cr_expect_str_eq(find(&s, AL_DATA)->detail, "agents[3].since");
    floor_free(f);
    snapshot_free(snap);
    snap_builder_free(b);
    close_stage(&s);
}

Test(alarm, values_as_text)
{
    struct buf b;
    buf_init(&b, 0);
    struct alarm a = {.kind = AL_QUEUE_LONGEST, .value = 34, .limit = 30};
    alarm_value(&b, &a, false);
    buf_putc(&b, ' ');
    alarm_value(&b, &a, true);
    a = (struct alarm){.kind = AL_QUEUE_SL, .value = 938, .limit = 0};
    buf_putc(&b, ' ');
    alarm_value(&b, &a, false);
    a = (struct alarm){.kind = AL_QUEUE_WAITING, .value = 12};
    buf_putc(&b, ' ');
    alarm_value(&b, &a, false);
    cr_expect_str_eq(buf_str(&b), "0:34 0:30 93.8% 12");
    buf_release(&b);
    for (int i = 0; i < AL_COUNT; i++) {
        cr_expect_not_null(alarm_defs[i].key);
        cr_expect_not_null(alarm_defs[i].text);
    }
}

static void says(const struct alarm *a, const struct centre *c, bool chinese, const char *want)
{
    struct buf text = {0};
    alarm_say(&text, a, c, chinese, alarm_defs[a->kind].text);
    cr_expect_str_eq(buf_str(&text), want);
    buf_release(&text);
}

/* Queue, team or site and pause reason by the centre's names in the reader's language; what the
 * centre has no name for as the backend wrote it. */
Test(alarm, said_in_the_readers_names)
{
    struct centre c;
    struct err e = {0};
    static const char *const fields[][4] = {
        {"queue", "Q", "name_zh", "综合业务"}, {"queue", "Q", "name_en", "General"},
        {"queue", "Z", "name_zh", "投诉"},     {"team", "T", "name_en", "Team One"},
        {"site", "S", "name_zh", "主职场"},    {"site", "S", "name_en", "Main site"},
        {"pause", "MEAL", "name_zh", "就餐"},  {"pause", "MEAL", "name_en", "Meal"},
    };
    centre_init(&c);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        cr_assert_eq(centre_field(&c, fields[i][0], fields[i][1], fields[i][2], fields[i][3], &e),
                     OK, "%s", e.msgid);
    }
    char q[] = "Q", z[] = "Z", t[] = "T", s[] = "S", x[] = "X", own[] = "own", none[] = "",
         meal[] = "meal", odd[] = "odd";
    struct alarm a = {.kind = AL_QUEUE_LONGEST,
                      .subject = q,
                      .subject_name = own,
                      .detail = none,
                      .value = 34,
                      .limit = 30};
    says(&a, &c, true, "综合业务: longest wait 0:34 > 0:30");
    says(&a, &c, false, "General: longest wait 0:34 > 0:30");
    says(&a, NULL, false, "own: longest wait 0:34 > 0:30");
    a.subject = z;
    says(&a, &c, false, "投诉: longest wait 0:34 > 0:30");
    a.subject = x;
    says(&a, &c, false, "own: longest wait 0:34 > 0:30");
    a = (struct alarm){.kind = AL_PAUSE_SHARE,
                       .subject = t,
                       .subject_name = own,
                       .detail = meal,
                       .value = 3,
                       .limit = 1};
    says(&a, &c, true, "Team One: 3 in 就餐 at once, limit 1");
    a.subject = s;
    a.detail = odd;
    says(&a, &c, true, "主职场: 3 in odd at once, limit 1");
    a = (struct alarm){.kind = AL_AGENT_PAUSE,
                       .subject = q,
                       .subject_name = own,
                       .detail = meal,
                       .value = 700,
                       .limit = 600};
    says(&a, &c, false, "own: Meal 11:40 > 10:00");
    centre_release(&c);
}

/* What is rung for is what came, not what has stood for long. */
Test(alarm, the_one_announced_is_the_new_one)
{
    struct stage s;
    open_stage(&s);
    s.waiting = 20;
    step(&s, 0, LIVE);
    const struct alarm *first = alarms_announced(s.a);
    cr_assert_not_null(first);
    cr_expect_eq(first->level, LEVEL_CRITICAL);
    cr_expect_null(alarms_announced(s.a));
    s.pausing = 2;
    step(&s, 2, LIVE);
    const struct alarm *second = alarms_announced(s.a);
    cr_assert_not_null(second);
    cr_expect_eq(second->kind, AL_PAUSE_SHARE, "the worse one was announced already");
    cr_expect_eq(alarms_at(s.a, 0)->level, LEVEL_CRITICAL);
    cr_expect_null(alarms_announced(s.a));
    close_stage(&s);
}
