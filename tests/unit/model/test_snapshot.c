#include <criterion/criterion.h>
#include <stdio.h>

#include "fixture.h"
#include "zhiban/base/mem.h"
#include "zhiban/model/snapshot_builder.h"

Test(snapshot, words_of_states)
{
    for (int i = 0; i < ST_COUNT; i++) {
        cr_expect_eq(agent_state_from(agent_state_words[i]), (enum agent_state)i);
    }
    cr_expect_eq(agent_state_from("Ready"), ST_UNKNOWN);
    cr_expect_eq(agent_state_from(""), ST_UNKNOWN);
}

Test(snapshot, starts_unknown)
{
    struct snapshot *s = snapshot_new();
    cr_expect_eq(s->time, UNKNOWN);
    cr_expect_eq(s->counters_since, UNKNOWN);
    snapshot_free(s);
    snapshot_free(NULL);

    struct snap_builder *b = snap_builder_new();
    struct snap_queue *q = snap_add_queue(b, "q", "queues[0]");
    cr_expect_eq(q->waiting, UNKNOWN);
    cr_expect_eq(q->t.offered, UNKNOWN);
    cr_expect_str_eq(q->name, "q");
    struct snap_agent *a = snap_add_agent(b, "1", "agents[0]");
    cr_expect_eq(a->since, UNKNOWN);
    cr_expect_eq(a->state, ST_UNKNOWN);
    cr_expect_eq(a->call_queue, NO_QUEUE);
    cr_expect_str_eq(a->name, "");
    snap_builder_free(b);
    snap_builder_free(NULL);
}

Test(snapshot, references_before_and_after_their_queue)
{
    struct snap_builder *b = snap_builder_new();
    struct snap_agent *a = snap_add_agent(b, "1001", "agents[0]");
    snap_agent_queue(b, a, "late");
    snap_agent_queue(b, a, "nowhere");
    snap_agent_call_queue(b, a, "late");
    fx_queue(b, "early", 0);
    a = snap_add_agent(b, "1002", "agents[1]");
    snap_agent_queue(b, a, "nowhere");
    snap_agent_queue(b, a, "early");
    snap_agent_queue(b, a, "late");
    snap_agent_queue(b, a, "early");
    snap_agent_call_queue(b, a, "nowhere");
    fx_queue(b, "late", 0);
    /* interleaved, as a backend that lists members by queue does */
    snap_agent_queue(b, snap_find_agent(b, "1001"), "early");
    struct snapshot *s = snap_builder_finish(b);
    snap_builder_free(b);

    cr_assert_eq(s->n_agents, 2);
    const struct snap_agent *one = &s->agents[0], *two = &s->agents[1];
    cr_assert_eq(one->n_queues, 2);
    cr_expect_str_eq(s->queues[s->queue_refs[one->first_queue]].id, "late");
    cr_expect_str_eq(s->queues[s->queue_refs[one->first_queue + 1]].id, "early");
    cr_expect_str_eq(s->queues[one->call_queue].id, "late");
    cr_assert_eq(two->n_queues, 2, "a membership named twice counts once");
    cr_expect_str_eq(s->queues[s->queue_refs[two->first_queue]].id, "early");
    cr_expect_str_eq(s->queues[s->queue_refs[two->first_queue + 1]].id, "late");
    cr_expect_eq(two->call_queue, NO_QUEUE);
    cr_assert_eq(s->n_warnings, 1, "an unknown queue is warned of once");
    cr_expect_str_eq(s->warnings[0].where, "agents[0]");
    cr_expect_str_eq(s->warnings[0].value, "nowhere");
    snapshot_free(s);
}

Test(snapshot, duplicates_are_refused_with_one_warning_each)
{
    struct snap_builder *b = snap_builder_new();
    fx_queue(b, "q", 1);
    cr_expect_null(snap_add_queue(b, "q", "queues[1]"));
    cr_expect_null(snap_add_queue(b, "q", "queues[2]"));
    cr_expect_null(snap_add_queue(b, "", "queues[3]"));
    fx_agent(b, "1", "q", ST_READY, 0);
    cr_expect_null(snap_add_agent(b, "1", "agents[1]"));
    cr_expect_not_null(snap_add_call(b, "c", "q", "calls[0]"));
    cr_expect_null(snap_add_call(b, "c", "q", "calls[1]"));
    cr_expect_not_null(snap_add_ended(b, "c", "q", "ended[0]"));
    cr_expect_not_null(snap_add_ended(b, "c", "q2", "ended[1]"), "it left two queues");
    cr_expect_null(snap_add_ended(b, "c", "q", "ended[2]"));
    cr_expect_not_null(snap_find_queue(b, "q"), "still found after its duplicate");
    cr_expect_eq(snap_find_agent(b, "1")->state, ST_READY);
    struct snapshot *s = snap_builder_finish(b);
    cr_expect_eq(s->n_queues, 1);
    cr_expect_eq(s->n_agents, 1);
    cr_expect_eq(s->agents[0].n_queues, 1);
    cr_expect_eq(s->n_ended, 1, "the call that left an unknown queue is left out");
    /* queue q, the empty id, agent 1, call c, ended c, unknown q2 */
    cr_expect_eq(s->n_warnings, 6, "%u", s->n_warnings);
    snapshot_free(s);
    snap_builder_free(b);
}

Test(snapshot, ids_are_cleaned_and_found_by_their_raw_form)
{
    struct snap_builder *b = snap_builder_new();
    fx_queue(b, "sup\033port", 0);
    cr_expect_not_null(snap_find_queue(b, "sup\033port"));
    cr_expect_not_null(snap_find_queue(b, "support"));
    fx_agent(b, "1", "sup\033port", ST_READY, 0);
    struct snapshot *s = snap_builder_finish(b);
    cr_expect_str_eq(s->queues[0].id, "support");
    cr_expect_eq(s->agents[0].n_queues, 1);
    cr_expect_eq(s->n_warnings, 0);
    snapshot_free(s);
    snap_builder_free(b);
}

Test(snapshot, warnings_have_a_ceiling)
{
    struct snap_builder *b = snap_builder_new();
    for (int i = 0; i < 250; i++) {
        char where[32];
        snprintf(where, sizeof where, "agents[%d]", i);
        snap_warn(b, where, "bad", "v");
        snap_warn(b, where, "bad", "again: the same kind and place");
    }
    struct snapshot *s = snap_builder_finish(b);
    cr_expect_eq(s->n_warnings, 100);
    cr_expect_eq(s->n_warnings_dropped, 300, "%u", s->n_warnings_dropped);
    snapshot_free(s);
    snap_builder_free(b);
}

Test(snapshot, warning_values_are_cut)
{
    struct snap_builder *b = snap_builder_new();
    char *big = mem_calloc(1, 1 << 20);
    memset(big, 'x', (1 << 20) - 1);
    snap_warn(b, "a", "bad", big);
    snap_warn(b, "b", "bad", NULL);
    struct snapshot *s = snap_builder_finish(b);
    cr_expect_eq(strlen(s->warnings[0].value), 60);
    cr_expect_str_eq(s->warnings[1].value, "");
    snapshot_free(s);
    snap_builder_free(b);
    free(big);
}

Test(snapshot, decided_and_longest_wait)
{
    struct snap_builder *b = snap_builder_new();
    snap_builder_snapshot(b)->time = 1000;
    struct snap_queue *q = fx_queue(b, "sample", 3);
    q->t.offered = 412;
    q->t.answered = 389;
    q->t.abandoned = 18;
    q = fx_queue(b, "lag", 5); /* a backend that reads `waiting` later than `offered` */
    q->t.offered = 10;
    q->t.answered = 6;
    q->t.abandoned = 3;
    q = fx_queue(b, "blind", 0);
    q->t = tally_unknown();
    q->t.answered = 5;
    q = fx_queue(b, "lost", 1); /* Asterisk: unanswered ends, no arrivals */
    q->t = tally_unknown();
    q->t.answered = 5;
    q->lost = 2;
    q = fx_queue(b, "told", 1);
    q->t.decided = 77;
    snap_add_call(b, "c1", "sample", "calls[0]")->since = 953;
    snap_add_call(b, "c2", "sample", "calls[1]")->since = 990;
    snap_add_call(b, "c3", "lag", "calls[2]")->since = 1004; /* clocks differ a little */
    snap_add_call(b, "c4", "gone", "calls[3]")->since = 1;
    struct snapshot *s = snap_builder_finish(b);
    cr_expect_eq(s->queues[0].t.decided, 409);
    cr_expect_eq(s->queues[1].t.decided, 9, "never less than answered + abandoned");
    cr_expect_eq(s->queues[2].t.decided, UNKNOWN);
    cr_expect_eq(s->queues[3].t.decided, 7);
    cr_expect_eq(s->queues[4].t.decided, 77);
    cr_expect_eq(s->queues[0].longest_wait_s, 47);
    cr_expect_eq(s->queues[1].longest_wait_s, 0);
    cr_expect_eq(s->queues[2].longest_wait_s, 0, "nobody waits");
    cr_expect_eq(s->queues[3].longest_wait_s, UNKNOWN, "somebody waits, nobody says how long");
    cr_expect_eq(s->n_calls, 3, "the call of an unknown queue is left out");
    cr_expect_eq(s->n_warnings, 1);
    snapshot_free(s);
    snap_builder_free(b);
}

Test(snapshot, impossible_numbers_become_unknown)
{
    struct snap_builder *b = snap_builder_new();
    struct snap_queue *q = fx_queue(b, "q", -1);
    q->t.offered = INT64_MAX;
    q->t.answered = INT64_MAX;
    q->t.abandoned = INT64_MAX;
    struct snap_agent *a = fx_agent(b, "1", "q", ST_TALKING, -5);
    a->talk_s = INT64_MAX;
    snap_add_call(b, "c", "q", "calls[0]")->wait_s = INT64_MAX;
    struct snapshot *s = snap_builder_finish(b);
    cr_expect_eq(s->queues[0].waiting, UNKNOWN);
    cr_expect_eq(s->queues[0].t.offered, UNKNOWN);
    cr_expect_eq(s->queues[0].t.decided, UNKNOWN);
    cr_expect_eq(s->agents[0].since, UNKNOWN);
    cr_expect_eq(s->agents[0].talk_s, UNKNOWN);
    cr_expect_eq(s->calls[0].wait_s, UNKNOWN);
    cr_expect_eq(s->n_warnings, 3, "one a kind and place: %u", s->n_warnings);
    snapshot_free(s);
    snap_builder_free(b);
}

Test(snapshot, ten_thousand_of_everything)
{
    struct snap_builder *b = snap_builder_new();
    char id[32], queue[32];
    for (int i = 0; i < 10000; i++) {
        snprintf(id, sizeof id, "a%d", i);
        snprintf(queue, sizeof queue, "q%d", 9999 - i);
        struct snap_agent *a = fx_agent(b, id, queue, ST_READY, 0);
        snap_agent_queue(b, a, "q1");
    }
    for (int i = 0; i < 10000; i++) {
        snprintf(queue, sizeof queue, "q%d", i);
        fx_queue(b, queue, 0);
    }
    struct snapshot *s = snap_builder_finish(b);
    cr_expect_eq(s->n_warnings, 0);
    for (uint32_t i = 0; i < 10000; i++) {
        uint32_t want = i == 9998 ? 1 : 2;
        cr_assert_eq(s->agents[i].n_queues, want);
        cr_assert_eq(s->queue_refs[s->agents[i].first_queue], 9999 - i);
    }
    snapshot_free(s);
    snap_builder_free(b);
}

/* A document of 64 MiB could name millions: memory and time stay those of a large floor. */
Test(snapshot, no_list_grows_without_bound)
{
    struct snap_builder *b = snap_builder_new();
    char id[32];
    for (int i = 0; i < SNAP_AGENTS_MAX + 3; i++) {
        snprintf(id, sizeof id, "%d", i);
        struct snap_queue *q = snap_add_queue(b, id, "queues[0].id");
        cr_assert_eq(q == NULL, i >= SNAP_QUEUES_MAX);
        struct snap_agent *a = snap_add_agent(b, id, "agents[0].id");
        cr_assert_eq(a == NULL, i >= SNAP_AGENTS_MAX);
        for (int k = 0; a && k < SNAP_REFS_MAX / SNAP_AGENTS_MAX + 1; k++) {
            snap_agent_queue(b, a, "0");
        }
        cr_assert_eq(snap_add_call(b, id, "0", "") == NULL, i >= SNAP_CALLS_MAX);
        cr_assert_eq(snap_add_ended(b, id, "0", "") == NULL, i >= SNAP_CALLS_MAX);
    }
    struct snapshot *s = snap_builder_finish(b);
    cr_expect_eq(s->n_queues, SNAP_QUEUES_MAX);
    cr_expect_eq(s->n_agents, SNAP_AGENTS_MAX);
    cr_expect_eq(s->n_warnings, 5, "one for each list: %u", s->n_warnings);
    snapshot_free(s);
    snap_builder_free(b);
}

Test(snapshot, names_of_queues_that_do_not_exist_are_bounded)
{
    struct snap_builder *b = snap_builder_new();
    struct snap_agent *a = snap_add_agent(b, "1", "agents[0].id");
    char id[32];
    for (int i = 0; i < SNAP_QUEUES_MAX + 9; i++) {
        snprintf(id, sizeof id, "%d", i);
        snap_agent_queue(b, a, id);
    }
    struct snapshot *s = snap_builder_finish(b);
    cr_expect_eq(s->agents[0].n_queues, 0);
    cr_expect_eq(s->n_warnings, 2, "the list of queues, and the agent's queues: %u", s->n_warnings);
    snapshot_free(s);
    snap_builder_free(b);
}
