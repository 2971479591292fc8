#include <criterion/criterion.h>
#include <stdio.h>

#include "fixture.h"
#include "zhiban/model/floor.h"
#include "zhiban/model/snapshot_builder.h"

static int64_t at(void)
{
    return fx_time("2026-11-21T15:00:00+08:00");
}

static struct snapshot *finish(struct snap_builder *b, int64_t time)
{
    snap_builder_snapshot(b)->time = time;
    struct snapshot *s = snap_builder_finish(b);
    s->received_mono_ms = 50000;
    snap_builder_free(b);
    return s;
}

Test(floor, each_person_once_in_the_totals_and_in_each_queue)
{
    struct centre c;
    fx_centre_demo(&c);
    struct snap_builder *b = snap_builder_new();
    fx_queue(b, "Q10", 2)->longest_wait_s = 9;
    fx_queue(b, "Q20", 1)->longest_wait_s = 30;
    static const enum agent_state states[] = {ST_READY,       ST_TALKING, ST_HOLD,
                                              ST_RINGING,     ST_OFFLINE, ST_PAUSED,
                                              ST_UNAVAILABLE, ST_WRAPUP,  ST_UNKNOWN};
    for (int i = 0; i < 9; i++) {
        char id[16];
        snprintf(id, sizeof id, "%d", 1001 + i);
        struct snap_agent *a = fx_agent(b, id, "Q10", states[i], at());
        if (i < 2) {
            snap_agent_queue(b, a, "Q20");
        }
    }
    fx_agent(b, "1035", "Q20", ST_READY, at())->paused = true;
    struct snapshot *s = finish(b, at());
    struct floor *f = floor_read(s, NULL, &c, NULL, at());
    cr_expect_eq(f->heads.online, 8);
    cr_expect_eq(f->heads.talking, 2);
    cr_expect_eq(f->heads.not_ready, 2);
    cr_expect_eq(f->heads.by_state[ST_READY], 2);
    cr_expect_eq(f->queues[0].heads.online, 7);
    cr_expect_eq(f->queues[0].answerable, 1);
    cr_expect_eq(f->queues[1].heads.online, 3);
    cr_expect_eq(f->queues[1].answerable, 1, "who is paused takes no call");
    cr_expect_eq(f->waiting, 3);
    cr_expect_eq(f->longest_wait_s, 30);
    cr_expect_str_eq(f->queues[0].cfg->id, "Q10");
    cr_expect_null(f->queues[0].totals);
    cr_expect(f->queues[0].open);
    cr_assert_eq(f->n_teams, 2, "teams come from the staff list");
    cr_expect_str_eq(f->teams[0].id, "T1");
    cr_expect_eq(f->teams[0].heads.online, 7);
    cr_expect_str_eq(f->sites[f->agents[9].site].id, "QINGYU");
    cr_expect_str_eq(f->segment->code, "C");
    cr_expect_not(f->night);
    floor_free(f);
    floor_free(NULL);
    snapshot_free(s);
    centre_release(&c);
}

Test(floor, an_unknown_queue_makes_the_sum_unknown)
{
    struct centre c;
    fx_centre_plain(&c);
    struct snap_builder *b = snap_builder_new();
    fx_queue(b, "a", 2);
    fx_queue(b, "b", UNKNOWN);
    struct snapshot *s = finish(b, UNKNOWN);
    struct floor *f = floor_read(s, NULL, &c, NULL, at());
    cr_expect_eq(f->waiting, UNKNOWN);
    cr_expect_null(f->segment);
    cr_expect_null(f->queues[0].cfg);
    cr_expect(f->queues[0].open, "no hours are known");
    floor_free(f);
    snapshot_free(s);
    s = finish(snap_builder_new(), at());
    f = floor_read(s, NULL, &c, NULL, at());
    cr_expect_eq(f->waiting, UNKNOWN, "no queue at all is no data");
    floor_free(f);
    snapshot_free(s);
    centre_release(&c);
}

Test(floor, time_in_state_ignores_the_wall_clock)
{
    struct centre c;
    fx_centre_plain(&c);
    struct snap_builder *b = snap_builder_new();
    fx_queue(b, "q", 1)->longest_wait_s = 20;
    fx_queue(b, "idle", 0)->longest_wait_s = 0;
    fx_queue(b, "blind", 1);
    fx_agent(b, "1", "q", ST_TALKING, at() - 65);
    fx_agent(b, "2", "q", ST_TALKING, at() + 9); /* a little in the future */
    snap_add_call(b, "c", "q", "calls[0]")->since = at() - 20;
    struct snapshot *s = finish(b, at());
    struct floor *f = floor_read(s, NULL, &c, NULL, at() - 7200); /* ours is two hours behind */
    cr_expect_eq(f->clock_diff_s, 7200);
    cr_expect_eq(floor_state_s(f, 0, 50000), 65);
    cr_expect_eq(floor_state_s(f, 0, 50999), 65);
    cr_expect_eq(floor_state_s(f, 0, 51000), 66);
    cr_expect_eq(floor_state_s(f, 0, 40000), 65, "the monotonic clock never runs back");
    cr_expect_eq(floor_state_s(f, 1, 50000), 0, "never negative");
    cr_expect_eq(floor_call_wait_s(f, 0, 52000), 22);
    cr_expect_eq(floor_longest_s(f, 0, 52000), 22);
    cr_expect_eq(floor_longest_s(f, 1, 52000), 0, "nobody waits: it does not tick");
    cr_expect_eq(floor_longest_s(f, 2, 52000), UNKNOWN);
    floor_free(f);
    snapshot_free(s);
    centre_release(&c);
}

/* Agents in the given order; the first letter of each word is the id, the second the state. */
static struct snapshot *undated(const char *const *words, int n, int64_t time)
{
    struct snap_builder *b = snap_builder_new();
    fx_queue(b, "q", 0);
    for (int i = 0; i < n; i++) {
        char id[2] = {words[i][0], '\0'};
        enum agent_state state = words[i][1] == 'r'   ? ST_READY
                                 : words[i][1] == 'p' ? ST_PAUSED
                                                      : ST_TALKING;
        struct snap_agent *a = fx_agent(b, id, "q", state, UNKNOWN);
        a->reason = state == ST_PAUSED ? words[i] + 2 : "";
    }
    return finish(b, time);
}

Test(floor, since_times_are_carried_on)
{
    static const char *const first[] = {"ar", "bt", "cpBRK", "dr"};
    static const char *const second[] = {"dr", "cpWC", "et", "bt", "ar"};
    struct centre c;
    fx_centre_plain(&c);
    struct snapshot *s1 = undated(first, 4, 1000), *s2 = undated(second, 5, 1010);
    struct floor *f1 = floor_read(s1, NULL, &c, NULL, at());
    cr_expect_eq(f1->agents[0].since, 1000);
    cr_expect(f1->agents[0].since_seen);
    struct floor *f2 = floor_read(s2, f1, &c, NULL, at());
    cr_expect_eq(f2->agents[0].since, 1000, "d, in another place");
    cr_expect_eq(f2->agents[1].since, 1010, "c, another reason is another pause");
    cr_expect_eq(f2->agents[2].since, 1010, "e is new");
    cr_expect_eq(f2->agents[3].since, 1000);
    cr_expect_eq(floor_state_s(f2, 4, 50000), 10);
    floor_free(f1);
    snapshot_free(s1);
    floor_free(f2);
    snapshot_free(s2);
    centre_release(&c);
}

static enum level level_after(struct centre *c, enum agent_state state, const char *reason,
                              const char *queue, int64_t seconds, const char *now)
{
    struct snap_builder *b = snap_builder_new();
    fx_queue(b, queue, 0);
    struct snap_agent *a = fx_agent(b, "1001", queue, state, fx_time(now) - seconds);
    a->reason = reason;
    struct snapshot *s = finish(b, fx_time(now));
    struct floor *f = floor_read(s, NULL, c, NULL, fx_time(now));
    enum level level = floor_agent_level(f, 0, 50000);
    floor_free(f);
    snapshot_free(s);
    return level;
}

Test(floor, ladders)
{
    static const char day[] = "2026-11-21T15:00:00+08:00", night[] = "2026-11-21T23:30:00+08:00";
    struct {
        enum agent_state state;
        const char *reason, *now;
        int64_t ok, warn,
            crit; /* the last second of OK and of attention, the first of critical; 0: none */
    } steps[] = {
        {ST_TALKING, "", day, 300, 600, 601},
        {ST_HOLD, "", day, 300, 600, 601},
        {ST_RINGING, "", day, 15, 30, 31},
        {ST_WRAPUP, "", day, 45, 3600, 0}, /* Q10: 45 s; ACW only reminds */
        {ST_PAUSED, "BRK", day, 480, 600, 601},
        {ST_PAUSED, "MEAL", day, 1500, 1800, 1801},
        {ST_PAUSED, "MEAL", night, 3300, 3600, 3601},
        {ST_PAUSED, "NREST", night, 10200, 10800, 10801},
        {ST_PAUSED, "WC", day, 360, 7200, 0},
        {ST_PAUSED, "gossip", day, 72000, 0, 0},
        {ST_READY, "", day, 72000, 0, 0},
        {ST_OFFLINE, "", day, 72000, 0, 0},
    };
    struct centre c;
    fx_centre_demo(&c);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        cr_expect_eq(
            level_after(&c, steps[i].state, steps[i].reason, "Q10", steps[i].ok, steps[i].now),
            LEVEL_OK, "%zu", i);
        if (steps[i].warn) {
            cr_expect_eq(level_after(&c, steps[i].state, steps[i].reason, "Q10", steps[i].ok + 1,
                                     steps[i].now),
                         LEVEL_WARN, "%zu", i);
            cr_expect_eq(level_after(&c, steps[i].state, steps[i].reason, "Q10", steps[i].warn,
                                     steps[i].now),
                         LEVEL_WARN, "%zu", i);
        }
        if (steps[i].crit) {
            cr_expect_eq(level_after(&c, steps[i].state, steps[i].reason, "Q10", steps[i].crit,
                                     steps[i].now),
                         LEVEL_CRITICAL, "%zu", i);
        }
    }
    cr_expect_eq(level_after(&c, ST_WRAPUP, "", "Q99", 60, day), LEVEL_OK);
    cr_expect_eq(level_after(&c, ST_WRAPUP, "", "Q99", 61, day), LEVEL_WARN, "the ACW reason");
    c.talk_limit_s = 0;
    cr_expect_eq(level_after(&c, ST_TALKING, "", "Q10", 72000, day), LEVEL_OK);
    centre_release(&c);
}

Test(floor, occupancy_of_a_queue)
{
    struct centre c;
    fx_centre_plain(&c);
    struct snap_builder *b = snap_builder_new();
    fx_queue(b, "q", 0);
    fx_queue(b, "blind", 0);
    struct snap_agent *a = fx_agent(b, "1", "q", ST_READY, UNKNOWN);
    a->talk_s = 600;
    a->hold_s = 0;
    a->wrap_s = 200;
    a->ready_s = 200;
    fx_agent(b, "2", "q", ST_OFFLINE, UNKNOWN); /* tells nothing, and is not there */
    fx_agent(b, "3", "blind", ST_READY, UNKNOWN);
    struct snapshot *s = finish(b, at());
    struct floor *f = floor_read(s, NULL, &c, NULL, at());
    cr_expect(f->queues[0].occupancy.known);
    cr_expect_eq(f->queues[0].occupancy.value, 80);
    cr_expect_not(f->queues[1].occupancy.known);
    floor_free(f);
    snapshot_free(s);
    centre_release(&c);
}

Test(floor, share_of_a_team)
{
    cr_expect_eq(pause_share_limit(5, 10), 1);
    cr_expect_eq(pause_share_limit(0, 10), 1, "one may always go");
    cr_expect_eq(pause_share_limit(10, 10), 1);
    cr_expect_eq(pause_share_limit(11, 10), 2, "rounded up");
    cr_expect_eq(pause_share_limit(12, 50), 6);
    cr_expect_eq(pause_share_limit(12, 0), INT64_MAX);
}

/* Board, wall and alarms ask the same question; each boundary of METRICS.md, Levels. */
Test(floor, levels_of_waiting_and_of_a_wait)
{
    static const struct {
        int warn, crit;
        bool open;
        int64_t value;
        enum level waiting, wait;
        int64_t waiting_limit, wait_limit;
    } cases[] = {
        {0, 0, true, 1000, LEVEL_OK, LEVEL_OK, 0, 0},
        {0, 0, true, UNKNOWN, LEVEL_OK, LEVEL_OK, 0, 0},
        {5, 9, true, UNKNOWN, LEVEL_OK, LEVEL_OK, 0, 0},
        {5, 9, true, 4, LEVEL_OK, LEVEL_OK, 0, 0},
        {5, 9, true, 5, LEVEL_WARN, LEVEL_OK, 5, 0},
        {5, 9, true, 6, LEVEL_WARN, LEVEL_WARN, 5, 5},
        {5, 9, true, 9, LEVEL_CRITICAL, LEVEL_WARN, 9, 5},
        {5, 9, true, 10, LEVEL_CRITICAL, LEVEL_CRITICAL, 9, 9},
        {5, 0, true, 9, LEVEL_WARN, LEVEL_WARN, 5, 5},
        {5, 0, true, 10, LEVEL_CRITICAL, LEVEL_WARN, 10, 5},
        {5, 0, true, 11, LEVEL_CRITICAL, LEVEL_CRITICAL, 10, 10},
        {0, 9, true, 8, LEVEL_OK, LEVEL_OK, 0, 0},
        {0, 9, true, 10, LEVEL_CRITICAL, LEVEL_CRITICAL, 9, 9},
        {5, 9, false, 0, LEVEL_OK, LEVEL_OK, 0, 0},
        {5, 9, false, 1, LEVEL_WARN, LEVEL_OK, 0, 0},
        {5, 9, false, UNKNOWN, LEVEL_OK, LEVEL_OK, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct queue_cfg cfg = {.waiting_warn = cases[i].warn,
                                .waiting_crit = cases[i].crit,
                                .longest_warn_s = cases[i].warn,
                                .longest_crit_s = cases[i].crit};
        struct floor_queue q = {.cfg = &cfg, .open = cases[i].open};
        int64_t limit = -1;
        cr_expect_eq(queue_waiting_level(&q, cases[i].value, &limit), cases[i].waiting, "%zu", i);
        cr_expect_eq(limit, cases[i].waiting_limit, "%zu", i);
        cr_expect_eq(queue_wait_level(&q, cases[i].value, &limit), cases[i].wait, "%zu", i);
        cr_expect_eq(limit, cases[i].wait_limit, "%zu", i);
    }
    struct floor_queue stranger = {.open = true};
    cr_expect_eq(queue_waiting_level(&stranger, 1000, NULL), LEVEL_OK);
    cr_expect_eq(queue_wait_level(&stranger, 1000, NULL), LEVEL_OK);
}
