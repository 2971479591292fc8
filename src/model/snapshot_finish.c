/* The finishing half of the snapshot builder: impossible numbers, references, waits, decided calls.
 * Linear in what was added. */
#include <inttypes.h>
#include <stdio.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/model/snapshot_builder.h"

#include "snapshot_in.h"

#define NUMBER_MAX INT64_C(1000000000000) /* seconds or counts: over 30,000 years */

/* The index a reference stands for, or NO_QUEUE. */
static uint32_t settled(uint32_t ref, const uint32_t *later)
{
    if (ref == NO_QUEUE) {
        return NO_QUEUE;
    }
    return ref & LATER ? later[ref & ~LATER] : ref;
}

/* The queue index of every name of `later`; who still has none is warned of. */
static uint32_t *settle_later(struct snap_builder *b)
{
    uint32_t *later = mem_calloc(b->later.n + 1, sizeof *later);
    for (size_t i = 0; i < b->later.n; i++) {
        const struct later *l = &b->later.v[i];
        uint32_t q = strmap_get(&b->queue_ids, l->id);
        later[i] = q == STRMAP_NONE ? NO_QUEUE : q & ~WARNED;
        if (q == STRMAP_NONE) {
            snap_warn(b, l->where, N_("the queue is not in the list of queues"), l->id);
        }
    }
    return later;
}

/* Sorts the memberships by agent (counting sort), each queue once a person. */
static void settle_agents(struct snap_builder *b, const uint32_t *later)
{
    struct snapshot *s = b->snap;
    uint32_t *start = mem_calloc(b->agents.n + 1, sizeof *start);
    uint32_t *sorted = mem_calloc(b->refs.n + 1, sizeof *sorted);
    uint32_t *stamp = mem_calloc(b->queues.n + 1, sizeof *stamp); /* agent + 1 who has it */
    for (size_t i = 0; i < b->refs.n; i++) {
        start[b->refs.v[i].agent + 1]++;
    }
    for (size_t i = 0; i < b->agents.n; i++) {
        start[i + 1] += start[i];
    }
    for (size_t i = 0; i < b->refs.n; i++) {
        sorted[start[b->refs.v[i].agent]++] = settled(b->refs.v[i].queue, later);
    }
    uint32_t n = 0, from = 0;
    for (uint32_t i = 0; i < b->agents.n; i++) { /* start[i] is now the end of i */
        struct snap_agent *a = &b->agents.v[i];
        a->call_queue = settled(a->call_queue, later);
        a->first_queue = n;
        for (uint32_t j = from; j < start[i]; j++) {
            uint32_t q = sorted[j];
            if (q != NO_QUEUE && stamp[q] != i + 1) {
                stamp[q] = i + 1;
                sorted[n++] = q;
            }
        }
        a->n_queues = n - a->first_queue;
        from = start[i];
    }
    free(start);
    free(stamp);
    s->queue_refs = sorted;
    s->n_queue_refs = n;
}

/* Waits from the backend's own clock; calls of an unknown queue are left out (the warning was
 * written). */
static void settle_calls(struct snap_builder *b, const uint32_t *later)
{
    const int64_t time = b->snap->time;
    size_t n = 0;
    for (size_t i = 0; i < b->calls.n; i++) {
        struct snap_call c = b->calls.v[i];
        c.queue = settled(c.queue, later);
        if (c.queue == NO_QUEUE) {
            continue;
        }
        if (c.wait_s == UNKNOWN && c.since != UNKNOWN && time != UNKNOWN) {
            c.wait_s = time > c.since ? time - c.since : 0;
        }
        b->calls.v[n++] = c;
    }
    b->calls.n = n;
    n = 0;
    for (size_t i = 0; i < b->ended.n; i++) {
        struct snap_ended e = b->ended.v[i];
        e.queue = settled(e.queue, later);
        if (e.queue != NO_QUEUE) {
            b->ended.v[n++] = e;
        }
    }
    b->ended.n = n;
}

/* What rates divide by (METRICS.md): offered less those still waiting, never less than what was
 * answered or abandoned; where only unanswered ends are counted, answered and lost. */
static int64_t decided_of(const struct snap_queue *q)
{
    const struct tally *t = &q->t;
    int64_t ends = UNKNOWN;
    if (t->answered != UNKNOWN && t->abandoned != UNKNOWN) {
        ends = t->answered + t->abandoned;
    } else if (t->answered != UNKNOWN && q->lost != UNKNOWN) {
        ends = t->answered + q->lost;
    }
    if (t->offered == UNKNOWN) {
        return q->lost != UNKNOWN ? ends : UNKNOWN;
    }
    if (q->waiting == UNKNOWN) {
        return UNKNOWN;
    }
    int64_t left = t->offered - q->waiting;
    left = left > 0 ? left : 0;
    return ends != UNKNOWN && ends > left ? ends : left;
}

/* The last gate for numbers: what no floor can have becomes unknown, with a warning, so that no
 * later sum or difference can overflow. Times and durations may lie before 1970 only by mistake. */
static void bound(struct snap_builder *b, const char *where, int64_t *number)
{
    if (*number != UNKNOWN && (*number < 0 || *number > NUMBER_MAX)) {
        char text[24];
        snprintf(text, sizeof text, "%" PRId64, *number);
        snap_warn(b, where, N_("the number is impossible; it is taken as unknown"), text);
        *number = UNKNOWN;
    }
}

static void bound_queue(struct snap_builder *b, struct snap_queue *q)
{
    struct tally *t = &q->t;
    int64_t *const numbers[] = {&q->waiting,
                                &q->longest_wait_s,
                                &q->target_s,
                                &q->approx_asa_s,
                                &q->approx_talk_s,
                                &q->approx_sl_permille,
                                &q->lost,
                                &t->offered,
                                &t->answered,
                                &t->abandoned,
                                &t->abandoned_short,
                                &t->answered_in_target,
                                &t->abandoned_in_target,
                                &t->wait_s,
                                &t->talk_s,
                                &t->hold_s,
                                &t->wrap_s,
                                &t->decided,
                                &q->agents_ready_hint};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        bound(b, q->id, numbers[i]);
    }
}

static void bound_agent(struct snap_builder *b, struct snap_agent *a)
{
    int64_t *const numbers[] = {&a->since,  &a->answered, &a->missed,   &a->talk_s, &a->hold_s,
                                &a->wrap_s, &a->ready_s,  &a->paused_s, &a->login};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        bound(b, a->id, numbers[i]);
    }
}

static void bound_all(struct snap_builder *b)
{
    bound(b, "time", &b->snap->time);
    bound(b, "counters_since", &b->snap->counters_since);
    for (size_t i = 0; i < b->queues.n; i++) {
        bound_queue(b, &b->queues.v[i]);
    }
    for (size_t i = 0; i < b->agents.n; i++) {
        bound_agent(b, &b->agents.v[i]);
    }
    for (size_t i = 0; i < b->calls.n; i++) {
        bound(b, b->calls.v[i].id, &b->calls.v[i].since);
        bound(b, b->calls.v[i].id, &b->calls.v[i].wait_s);
    }
    for (size_t i = 0; i < b->ended.n; i++) {
        bound(b, b->ended.v[i].id, &b->ended.v[i].since);
        bound(b, b->ended.v[i].id, &b->ended.v[i].ended);
    }
}

static void settle_queues(struct snap_builder *b)
{
    int64_t *longest = mem_calloc(b->queues.n + 1, sizeof *longest);
    for (size_t i = 0; i < b->queues.n; i++) {
        longest[i] = UNKNOWN;
    }
    for (size_t i = 0; i < b->calls.n; i++) {
        const struct snap_call *c = &b->calls.v[i];
        if (c->wait_s > longest[c->queue]) { /* UNKNOWN is the least number */
            longest[c->queue] = c->wait_s;
        }
    }
    for (size_t i = 0; i < b->queues.n; i++) {
        struct snap_queue *q = &b->queues.v[i];
        if (q->longest_wait_s == UNKNOWN) {
            q->longest_wait_s = q->waiting == 0 ? 0 : longest[i];
        }
        if (q->t.decided == UNKNOWN) {
            q->t.decided = decided_of(q);
        }
    }
    free(longest);
}

/* Hands a VEC's block to the snapshot. */
#define TAKE(to, n_to, vec)                                                                        \
    ((to) = (vec)->v, (n_to) = (uint32_t)(vec)->n, (vec)->v = NULL,                                \
     (void)((vec)->n = (vec)->cap = 0))

struct snapshot *snap_builder_finish(struct snap_builder *b)
{
    struct snapshot *s = b->snap;
    bound_all(b);
    uint32_t *later = settle_later(b);
    settle_agents(b, later);
    settle_calls(b, later);
    settle_queues(b);
    free(later);
    TAKE(s->queues, s->n_queues, &b->queues);
    TAKE(s->agents, s->n_agents, &b->agents);
    TAKE(s->calls, s->n_calls, &b->calls);
    TAKE(s->ended, s->n_ended, &b->ended);
    TAKE(s->warnings, s->n_warnings, &b->warnings);
    b->snap = NULL;
    return s;
}
