/* Backend asterisk: states, since-times, callers followed, resets and restarts. */
#include <stdio.h>
#include <string.h>

#include "pbx_write.h"
#include "zhiban/model/totals.h"

/* ---- states
 * ---------------------------------------------------------------------------------------- */

static struct snapshot *with_seats(struct stage *t, int64_t now, const struct seat *seats, int n)
{
    struct body b = body_new();
    queue(&b, "sales", 0, 0, 0, 0);
    queue(&b, "care", 0, 0, 0, 0);
    for (int i = 0; i < n; i++) {
        member(&b, seats[i]);
    }
    put_status(&b, &t->p);
    return snap(t, now);
}

/* The combinations of BACKENDS A2 in their order of precedence. */
Test(asterisk, precedence_of_states)
{
    static const struct {
        int status, in_call, paused;
        enum agent_state state;
        bool is_paused;
    } cases[] = {
        {1, 0, 0, ST_READY, false},       {0, 0, 0, ST_READY, false},
        {1, 0, 1, ST_PAUSED, true},       {2, 1, 0, ST_TALKING, false},
        {2, 1, 1, ST_TALKING, true},      {6, 1, 0, ST_TALKING, false},
        {1, 1, 0, ST_TALKING, false},     {4, 1, 0, ST_TALKING, false},
        {8, 1, 0, ST_HOLD, false},        {8, 0, 0, ST_UNAVAILABLE, false},
        {2, 0, 0, ST_UNAVAILABLE, false}, {3, 0, 1, ST_UNAVAILABLE, true},
        {7, 0, 0, ST_UNAVAILABLE, false}, {6, 0, 0, ST_RINGING, false},
        {4, 0, 0, ST_OFFLINE, false},     {4, 0, 1, ST_OFFLINE, true},
        {5, 0, 0, ST_OFFLINE, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stage t;
        set_up(&t, "https://pbx");
        struct seat m = {"sales",
                         "SIP/1",
                         .status = cases[i].status,
                         .in_call = cases[i].in_call,
                         .paused = cases[i].paused,
                         .login = T0 - 50};
        struct snapshot *s = with_seats(&t, T0, &m, 1);
        cr_expect_eq(s->agents[0].state, cases[i].state, "%d/%d/%d: %s", cases[i].status,
                     cases[i].in_call, cases[i].paused, agent_state_words[s->agents[0].state]);
        cr_expect_eq(s->agents[0].paused, cases[i].is_paused);
        snapshot_free(s);
        tear_down(&t);
    }
}

Test(asterisk, one_person_in_many_queues)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct seat seats[] = {
        {"sales", "Local/113@from-queue/n", .status = 2, .calls = 4, .login = T0 - 900},
        {"care", "Local/113@from-queue/n", .status = 2, .in_call = 1, .calls = 2,
         .login = T0 - 400},
        {"sales", "SIP/2", .status = 1, .paused = 1, .login = T0 - 9, .last_pause = T0 - 5},
        {"care", "SIP/2", .status = 1, .login = T0 - 9},
        {"sales", "SIP/3", .status = 1, .calls = 5, .last_call = T0 - 60, .login = T0 - 90},
        {"care", "SIP/3", .status = 1, .calls = 5, .last_call = T0 - 60, .login = T0 - 90},
    };
    struct snapshot *s = with_seats(&t, T0, seats, 6);
    cr_assert_eq(s->n_agents, 3);
    const struct snap_agent *a = play_agent(s, "Local/113@from-queue/n");
    cr_assert_not_null(a);
    cr_expect_eq(a->n_queues, 2);
    cr_expect_eq(a->state, ST_TALKING, "talking for care");
    cr_expect_str_eq(s->queues[a->call_queue].id, "care");
    cr_expect_eq(a->answered, 7, "4 + 2 ended, 1 runs");
    cr_expect_str_eq(a->extension, "113");
    cr_expect_eq(a->login, T0 - 900);
    cr_expect_eq(play_agent(s, "SIP/2")->state, ST_READY, "paused in one of two queues");
    cr_expect_not(play_agent(s, "SIP/2")->paused);
    cr_expect_eq(play_agent(s, "SIP/3")->answered, 5, "shared_lastcall repeats the count");
    snapshot_free(s);
    tear_down(&t);
}

Test(asterisk, wrapup_is_lastcall_and_seconds)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct err e;
    centre_set(&t.c, "wallboard.wrapup_sec", "10", &e);
    centre_field(&t.c, "queue", "care", "wrapup_sec", "20", &e);
    struct seat seats[] = {
        {"sales", "SIP/1", .status = 1, .last_call = T0 - 9, .login = T0 - 99},
        {"sales", "SIP/2", .status = 1, .last_call = T0 - 10, .login = T0 - 99},
        {"care", "SIP/3", .status = 1, .last_call = T0 - 19, .login = T0 - 99},
        {"care", "SIP/4", .status = 1, .last_call = T0 - 25, .wrapup = 30, .login = T0 - 99},
        {"sales", "SIP/5", .status = 1, .last_call = T0 - 1, .wrapup = 1, .login = T0 - 99},
    };
    struct snapshot *s = with_seats(&t, T0, seats, 5);
    static const enum agent_state want[] = {ST_WRAPUP, ST_READY, ST_WRAPUP, ST_WRAPUP, ST_READY};
    static const int64_t since[] = {T0 - 9, T0, T0 - 19, T0 - 25, T0};
    for (int i = 0; i < 5; i++) {
        cr_expect_eq(s->agents[i].state, want[i], "seat %d", i + 1);
        cr_expect_eq(s->agents[i].since, since[i], "seat %d: %ld", i + 1, (long)s->agents[i].since);
    }
    cr_expect(t.v->ops->fields(t.v) & VF_WRAPUP);
    snapshot_free(s);
    s = with_seats(&t, T0 + 2, seats, 1);
    cr_expect_eq(s->agents[0].state, ST_READY);
    cr_expect_eq(s->agents[0].since, T0 + 1, "since the wrap-up ended");
    snapshot_free(s);
    tear_down(&t);
}

Test(asterisk, since_times)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct seat m = {"sales",      "SIP/1",           .status = 2,
                     .in_call = 1, .login = T0 - 500, .last_call = T0 - 300};
    struct snapshot *s = with_seats(&t, T0, &m, 1);
    cr_expect_eq(s->agents[0].since, UNKNOWN, "talking before we looked, no channels seen");
    snapshot_free(s);
    m.in_call = 0, m.status = 1, m.last_call = T0 + 3;
    s = with_seats(&t, T0 + 5, &m, 1);
    cr_expect_eq(s->agents[0].state, ST_READY);
    cr_expect_eq(s->agents[0].since, T0 + 3, "ready since the call ended");
    snapshot_free(s);
    m.status = 6;
    s = with_seats(&t, T0 + 10, &m, 1);
    cr_expect_eq(s->agents[0].since, T0 + 10, "ringing from first sight");
    snapshot_free(s);
    s = with_seats(&t, T0 + 15, &m, 1);
    cr_expect_eq(s->agents[0].since, T0 + 10, "kept");
    snapshot_free(s);
    m.status = 1;
    s = with_seats(&t, T0 + 20, &m, 1);
    cr_expect_eq(s->agents[0].since, T0 + 20, "a missed ring: ready again from first sight");
    snapshot_free(s);
    m.paused = 1, m.last_pause = T0 + 22;
    s = with_seats(&t, T0 + 25, &m, 1);
    cr_expect_eq(s->agents[0].since, T0 + 22, "the pause is dated");
    cr_expect_eq(s->agents[0].state, ST_PAUSED);
    snapshot_free(s);
    m.last_pause = T0 + 28;
    s = with_seats(&t, T0 + 30, &m, 1);
    cr_expect_eq(s->agents[0].since, T0 + 28, "another reason starts anew");
    snapshot_free(s);
    m.paused = 0;
    s = with_seats(&t, T0 + 35, &m, 1);
    cr_expect_eq(s->agents[0].since, T0 + 35);
    snapshot_free(s);
    tear_down(&t);
    set_up(&t, "https://pbx");
    s = with_seats(&t, T0 + 40, &m, 1);
    cr_expect_eq(s->agents[0].since, UNKNOWN, "AMI does not tell when a pause ended");
    snapshot_free(s);
    tear_down(&t);
}

Test(asterisk, talk_and_pause_seconds_of_an_agent)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct seat m = {"sales", "SIP/1", .status = 1, .login = T0 - 500};
    snapshot_free(with_seats(&t, T0, &m, 1));
    m.in_call = 1, m.status = 2;
    snapshot_free(with_seats(&t, T0 + 4, &m, 1));  /* talking: 2 of 4 s */
    snapshot_free(with_seats(&t, T0 + 10, &m, 1)); /* 6 */
    m.status = 8;
    snapshot_free(with_seats(&t, T0 + 14, &m, 1)); /* half of 4 held */
    m.status = 1, m.in_call = 0, m.last_call = T0 + 17, m.calls = 1;
    struct snapshot *s = with_seats(&t, T0 + 20, &m, 1); /* 3 held, 3 ready */
    const struct snap_agent *a = &s->agents[0];
    cr_expect_eq(a->talk_s, 2 + 6 + 2);
    cr_expect_eq(a->hold_s, 2 + 3);
    cr_expect_eq(a->ready_s, 2 + 3);
    cr_expect_eq(a->paused_s, 0);
    cr_expect_eq(a->answered, 1);
    cr_expect_eq(play_queue(s, "sales")->t.talk_s, 10);
    cr_expect_eq(play_queue(s, "sales")->t.hold_s, 5);
    snapshot_free(s);
    tear_down(&t);
}

/* ---- channels
 * -------------------------------------------------------------------------------------- */

Test(asterisk, caller_and_queue_on_the_agents_row)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct body c = body_new();
    leg(&c, "Local/1@q-00000020;1", "9.2", "9.1", "AppQueue", "(Outgoing Line)", "1000", "br",
        "00:01:24");
    leg(&c, "SIP/trunk-0000001", "9.1", "9.1", "Queue", "sales,r,,,40", "13815846520", "br",
        "00:02:00");
    leg(&c, "SIP/2-0000002", "9.4", "9.3", "AppQueue", "(Outgoing Line)", "1000", "", "00:00:03");
    leg(&c, "SIP/trunk-0000003", "9.3", "9.3", "Queue", "care,,", "13900000000", "", "00:00:40");
    put(&c, "CoreShowChannelsComplete", &t.p, ACT_CHANNELS);
    struct seat seats[] = {
        {"sales", "Local/1@q/n", .status = 2, .in_call = 1, .login = T0 - 9},
        {"sales", "SIP/2", .status = 6, .login = T0 - 9},
        {"care", "SIP/2", .status = 6, .login = T0 - 9},
    };
    struct snapshot *s = with_seats(&t, T0, seats, 3);
    const struct snap_agent *a = play_agent(s, "Local/1@q/n"), *b = play_agent(s, "SIP/2");
    cr_expect_str_eq(a->caller, "13815846520");
    cr_expect_eq(a->since, T0 - 84);
    cr_expect_str_eq(b->caller, "13900000000");
    cr_expect_eq(b->since, T0 - 3);
    cr_assert_neq(b->call_queue, NO_QUEUE);
    cr_expect_str_eq(s->queues[b->call_queue].id, "care", "the queue that rings him");
    cr_expect(t.v->ops->fields(t.v) & VF_CALLER_ON_AGENT);
    snapshot_free(s);
    tear_down(&t);
}

/* ---- callers followed
 * ------------------------------------------------------------------------------ */

static const struct snap_ended *ended(const struct snapshot *s, const char *id)
{
    for (uint32_t i = 0; i < s->n_ended; i++) {
        if (strcmp(s->ended[i].id, id) == 0) {
            return &s->ended[i];
        }
    }
    return NULL;
}

Test(asterisk, outcomes_told_by_channels)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct body b = body_new();
    queue(&b, "sales", 4, 10, 2, 8);
    caller(&b, "sales", "1.1", 1, 30);
    caller(&b, "sales", "1.2", 2, 20);
    caller(&b, "sales", "1.3", 3, 10);
    caller(&b, "sales", "1.4", 4, 2);
    put_status(&b, &t.p);
    struct body c = body_new();
    put(&c, "CoreShowChannelsComplete", &t.p, ACT_CHANNELS);
    struct snapshot *s = snap(&t, T0);
    cr_expect_eq(s->n_calls, 4);
    cr_expect_eq(s->calls[0].since, T0 - 30);
    cr_expect_eq(s->queues[0].longest_wait_s, 30);
    cr_expect_eq(s->queues[0].t.offered, 16);
    snapshot_free(s);
    b = body_new();
    queue(&b, "sales", 0, 10, 4, 9);
    member(&b, (struct seat){"sales", "SIP/1", .status = 2, .in_call = 1, .login = T0 - 9});
    put_status(&b, &t.p);
    c = body_new();
    leg(&c, "SIP/t-1", "1.2", "1.2", "Queue", "sales", "138", "br", "00:00:30");
    leg(&c, "SIP/t-3", "1.3", "1.3", "Playback", "sorry", "138", "", "00:00:30");
    leg(&c, "SIP/t-4", "1.4", "1.4", "VoiceMail", "box", "138", "", "00:00:30");
    put(&c, "CoreShowChannelsComplete", &t.p, ACT_CHANNELS);
    s = snap(&t, T0 + 4);
    cr_assert_eq(s->n_ended, 4);
    cr_expect_eq(ended(s, "1.1")->outcome, OUT_ABANDONED);
    cr_expect_eq(ended(s, "1.2")->outcome, OUT_ANSWERED);
    cr_expect_eq(ended(s, "1.3")->outcome, OUT_FLOW_OUT);
    cr_expect_eq(ended(s, "1.4")->outcome, OUT_FLOW_OUT);
    cr_expect_eq(ended(s, "1.1")->since, T0 - 30);
    cr_expect_eq(ended(s, "1.1")->ended, T0 + 2, "in the middle of the four seconds");
    const struct snap_queue *q = &s->queues[0];
    cr_expect_eq(q->t.answered, 11);
    cr_expect_eq(q->lost, 4);
    cr_expect_eq(q->t.offered, 16, "11 answered, 4 lost, 1 left by a key");
    cr_expect_eq(q->t.abandoned, 2 + 1, "one hung up, one was timed out");
    cr_expect_eq(q->t.wait_s, 80 + 20, "seeded with 10 × 8 s");
    cr_expect(t.v->ops->fields(t.v) & VF_ABANDON_TOLD_APART);
    snapshot_free(s);
    tear_down(&t);
}

/* Without channels the PBX's own average tells which of two was answered. */
Test(asterisk, outcomes_told_by_counters)
{
    struct stage t;
    set_up(&t, "https://pbx");
    t.p.denied[ACT_CHANNELS] = true;
    struct body b = body_new();
    queue(&b, "sales", 2, 10, 0, 8);
    caller(&b, "sales", "1.1", 1, 60);
    caller(&b, "sales", "1.2", 2, 4);
    put_status(&b, &t.p);
    snapshot_free(snap(&t, T0));
    b = body_new();
    queue(&b, "sales", 0, 10, 1, 7); /* (3 × 8 + 6) / 4 */
    member(&b, (struct seat){"sales", "SIP/1", .status = 2, .in_call = 1, .login = T0 - 9});
    put_status(&b, &t.p);
    struct snapshot *s = snap(&t, T0 + 4);
    cr_expect_eq(ended(s, "1.2")->outcome, OUT_ANSWERED);
    cr_expect_eq(ended(s, "1.1")->outcome, OUT_UNKNOWN, "lost, but not known how");
    cr_expect_geq(s->queues[0].t.wait_s, 80 + 4);
    cr_expect_leq(s->queues[0].t.wait_s, 80 + 8);
    snapshot_free(s);
    tear_down(&t);
}

/* A key leads out of the queue: no counter moves, and offered does not go down. */
Test(asterisk, nobody_counts_who_leaves_by_a_key)
{
    struct stage t;
    set_up(&t, "https://pbx");
    t.p.denied[ACT_CHANNELS] = true;
    struct body b = body_new();
    queue(&b, "sales", 1, 5, 5, 8);
    caller(&b, "sales", "1.1", 1, 6);
    put_status(&b, &t.p);
    snapshot_free(snap(&t, T0));
    b = body_new();
    queue(&b, "sales", 0, 5, 5, 8);
    put_status(&b, &t.p);
    for (int i = 1; i <= 4; i++) {
        struct snapshot *s = snap(&t, T0 + i);
        cr_expect_eq(s->queues[0].t.offered, 11, "poll %d: %ld", i, (long)s->queues[0].t.offered);
        cr_expect_eq(s->n_ended, i >= 3);
        snapshot_free(s);
    }
    tear_down(&t);
}

Test(asterisk, calls_nobody_saw_are_counted)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct body c = body_new();
    put(&c, "CoreShowChannelsComplete", &t.p, ACT_CHANNELS);
    struct body b = body_new();
    queue(&b, "sales", 0, 0, 0, 0);
    put_status(&b, &t.p);
    snapshot_free(snap(&t, T0));
    b = body_new();
    queue(&b, "sales", 0, 2, 1, 0);
    put_status(&b, &t.p);
    struct snapshot *s = snap(&t, T0 + 2);
    const struct tally *q = &s->queues[0].t;
    cr_expect_eq(q->answered, 2);
    cr_expect_eq(q->answered_in_target, 2);
    cr_expect_eq(q->abandoned, 1);
    cr_expect_eq(q->abandoned_short, 1);
    cr_expect_eq(q->offered, 3);
    cr_expect_not(s->queues[0].approx, "everything was seen from 0");
    snapshot_free(s);
    tear_down(&t);
}

/* ---- resets and restarts
 * --------------------------------------------------------------------------- */

static void counters(struct stage *t, int completed, int abandoned, int in_call, int64_t login)
{
    struct body b = body_new();
    queue(&b, "sales", 0, completed, abandoned, 8);
    member(&b, (struct seat){"sales", "SIP/1", .status = 2, .in_call = in_call, .login = login});
    put_status(&b, &t->p);
}

Test(asterisk, queue_reset_is_booked_once)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct totals *totals = totals_new();
    static const struct {
        int completed, abandoned, in_call, total;
    } polls[] = {{40, 3, 1, 0}, {41, 3, 0, 0}, {41, 3, 1, 1},
                 {0, 0, 0, 1},  {0, 0, 1, 2},  {1, 0, 1, 3}};
    for (int i = 0; i < 6; i++) {
        counters(&t, polls[i].completed, polls[i].abandoned, polls[i].in_call, T0 - 99);
        struct snapshot *s = snap(&t, T0 + i);
        totals_apply(totals, s, &t.c, T0 + i);
        cr_expect_eq(totals_queue(totals, "sales")->period[PERIOD_DAY].t.answered, polls[i].total,
                     "poll %d", i);
        snapshot_free(s);
    }
    cr_expect_eq(totals_resets(totals), 1);
    totals_free(totals);
    tear_down(&t);
}

static void core(struct stage *t, const char *date, const char *time)
{
    char text[200];
    snprintf(
        text, sizeof text,
        "Response: Success\r\nActionID: x\r\nCoreStartupDate: %s\r\nCoreStartupTime: %s\r\n\r\n",
        date, time);
    pbx_play_text(&t->p, ACT_CORE, text);
}

/* 17:39:06 UTC is 01:39:06 in Shanghai. */
Test(asterisk, start_of_the_counters)
{
    static const struct {
        const char *date, *time;
        int64_t login, since;
    } cases[] = {
        {"2026-11-22", "01:39:06", T0 - 714, T0 - 714}, /* the centre's zone */
        {"2026-11-21", "17:39:06", T0 - 714, T0 - 714}, /* UTC: fits the load of the members */
        {"2026-11-21", "17:39:06", T0 - 10,
         T0 - 714 - 8 * 3600},                        /* no witness: the centre's zone */
        {"2026-11-22", "03:00:00", T0 - 10, UNKNOWN}, /* not over in any */
        {"garbage", "x", T0 - 10, UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stage t;
        set_up(&t, "https://pbx");
        core(&t, cases[i].date, cases[i].time);
        struct seat m = {"sales", "SIP/1", .status = 1, .login = cases[i].login};
        struct snapshot *s = with_seats(&t, T0, &m, 1);
        cr_expect_eq(s->counters_since, cases[i].since, "case %zu: %ld", i,
                     (long)s->counters_since);
        snapshot_free(s);
        tear_down(&t);
    }
}

Test(asterisk, restart)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct totals *totals = totals_new();
    core(&t, "2026-11-21", "12:00:00");
    struct body b = body_new();
    queue(&b, "sales", 1, 0, 0, 0);
    caller(&b, "sales", "1.1", 1, 6);
    put_status(&b, &t.p);
    struct snapshot *s = snap(&t, T0);
    totals_apply(totals, s, &t.c, T0);
    snapshot_free(s);
    counters(&t, 5, 1, 0, T0 - 99);
    s = snap(&t, T0 + 5);
    totals_apply(totals, s, &t.c, T0 + 5);
    snapshot_free(s);
    t.p.dead = true; /* all sessions are gone */
    core(&t, "2026-11-22", "01:51:08");
    counters(&t, 5, 1, 1, T0 + 9); /* as high again by chance: only the start tells */
    s = snap(&t, T0 + 30);
    cr_expect_eq(s->counters_since, T0 + 8);
    cr_expect_eq(s->n_calls, 0);
    totals_apply(totals, s, &t.c, T0 + 30);
    cr_expect_eq(totals_queue(totals, "sales")->period[PERIOD_DAY].t.answered, 5 + 6);
    cr_expect_eq(totals_resets(totals), 1);
    snapshot_free(s);
    totals_free(totals);
    tear_down(&t);
}

/* CoreStatus is asked at the sign-in and once a minute. */
Test(asterisk, core_status_once_a_minute)
{
    struct stage t;
    set_up(&t, "https://pbx");
    core(&t, "2026-11-21", "17:39:06");
    snapshot_free(snap(&t, T0));
    *t.p.actions = '\0';
    snapshot_free(snap(&t, T0 + 59));
    cr_expect_null(strstr(t.p.actions, "CoreStatus"));
    snapshot_free(snap(&t, T0 + 60));
    cr_expect_not_null(strstr(t.p.actions, "CoreStatus"));
    tear_down(&t);
}

/* The PBX's clock: ahead shows in stamps of the future, behind in a call that ended before it was
 * seen. */
Test(asterisk, clock_of_the_pbx)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct seat m = {"sales", "SIP/1", .status = 1, .login = T0 + 40};
    struct snapshot *s = with_seats(&t, T0, &m, 1);
    cr_expect_eq(s->time, T0 + 40);
    snapshot_free(s);
    s = with_seats(&t, T0 + 5, &m, 1);
    cr_expect_eq(s->time, T0 + 45);
    snapshot_free(s);
    tear_down(&t);
    set_up(&t, "https://pbx");
    m = (struct seat){"sales", "SIP/1", .status = 2, .in_call = 1, .login = T0 - 900};
    snapshot_free(with_seats(&t, T0, &m, 1));
    m = (struct seat){"sales", "SIP/1", .status = 1, .login = T0 - 900, .last_call = T0 - 30};
    snapshot_free(with_seats(&t, T0 + 5, &m, 1));
    s = with_seats(&t, T0 + 10, &m, 1);
    cr_expect_eq(s->time, T0 + 10 - 30);
    snapshot_free(s);
    tear_down(&t);
    set_up(&t, "https://pbx");
    struct body c = body_new(); /* hours apart: channels tell the time, one chose its own id */
    leg(&c, "SIP/1-1", "1795255000.7", "x", "Dial", "", "1", "", "00:01:24");
    leg(&c, "SIP/1-2", "pbx-1795255080.8", "x", "Dial", "", "1", "", "00:00:05");
    leg(&c, "SIP/1-3", "1795290000.9", "x", "Dial", "", "1", "", "00:00:00");
    put(&c, "CoreShowChannelsComplete", &t.p, ACT_CHANNELS);
    m = (struct seat){"sales", "SIP/1", .status = 1, .login = 1795255000};
    s = with_seats(&t, T0, &m, 1);
    cr_expect_eq(s->time, 1795255085);
    cr_expect_eq(s->agents[0].since, 1795255000);
    snapshot_free(s);
    tear_down(&t);
}
