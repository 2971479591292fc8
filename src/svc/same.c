/* See same.h. */
#include "same.h"

#include <string.h>

#define DRIFT_MS 1500 /* the backend's clock has whole seconds, and polls jitter */

/* Waits grow with the clock between the two. */
static bool grew(int64_t a, int64_t b, int64_t by)
{
    if (a == UNKNOWN || b == UNKNOWN) {
        return a == b;
    }
    int64_t off = b - a - by;
    return a == b || (off >= -1 && off <= 1);
}

static bool same_queue(const struct snap_queue *a, const struct snap_queue *b, int64_t by)
{
    return memcmp(&a->t, &b->t, sizeof a->t) == 0 && a->approx == b->approx &&
           a->waiting == b->waiting && a->target_s == b->target_s &&
           a->agents_ready_hint == b->agents_ready_hint && a->approx_asa_s == b->approx_asa_s &&
           a->approx_talk_s == b->approx_talk_s && a->approx_sl_permille == b->approx_sl_permille &&
           a->lost == b->lost && grew(a->longest_wait_s, b->longest_wait_s, by) &&
           strcmp(a->id, b->id) == 0 && strcmp(a->name, b->name) == 0;
}

static bool same_agent(const struct snap_agent *a, const struct snap_agent *b)
{
    return a->state == b->state && a->paused == b->paused && a->since == b->since &&
           a->call_queue == b->call_queue && a->first_queue == b->first_queue &&
           a->n_queues == b->n_queues && a->answered == b->answered && a->missed == b->missed &&
           a->talk_s == b->talk_s && a->hold_s == b->hold_s && a->wrap_s == b->wrap_s &&
           a->ready_s == b->ready_s && a->paused_s == b->paused_s && a->login == b->login &&
           a->summed == b->summed && strcmp(a->id, b->id) == 0 && strcmp(a->name, b->name) == 0 &&
           strcmp(a->reason, b->reason) == 0 && strcmp(a->caller, b->caller) == 0 &&
           strcmp(a->site, b->site) == 0 && strcmp(a->team, b->team) == 0 &&
           strcmp(a->extension, b->extension) == 0;
}

static bool same_call(const struct snap_call *a, const struct snap_call *b, int64_t by)
{
    return a->queue == b->queue && a->since == b->since && a->position == b->position &&
           a->priority == b->priority && grew(a->wait_s, b->wait_s, by) &&
           strcmp(a->id, b->id) == 0 && strcmp(a->caller, b->caller) == 0;
}

static bool same_head(const struct snapshot *a, const struct snapshot *b)
{
    return a->n_queues == b->n_queues && a->n_agents == b->n_agents && a->n_calls == b->n_calls &&
           a->n_ended == b->n_ended && a->n_queue_refs == b->n_queue_refs &&
           a->n_warnings == b->n_warnings && a->counters_since == b->counters_since &&
           a->has_ended == b->has_ended && a->has_calls == b->has_calls &&
           (a->time == UNKNOWN) == (b->time == UNKNOWN) &&
           (a->n_queue_refs == 0 ||
            memcmp(a->queue_refs, b->queue_refs, a->n_queue_refs * sizeof *a->queue_refs) == 0);
}

bool snapshot_same(const struct snapshot *a, const struct snapshot *b, int64_t elapsed_ms)
{
    if (!same_head(a, b)) {
        return false;
    }
    int64_t by = elapsed_ms / 1000;
    if (a->time != UNKNOWN) {
        by = b->time - a->time;
        int64_t drift = by * 1000 - elapsed_ms;
        if (by != 0 && (drift > DRIFT_MS || drift < -DRIFT_MS)) { /* 0: a copy kept on the way */
            return false;
        }
    }
    for (uint32_t i = 0; i < a->n_queues; i++) {
        if (!same_queue(&a->queues[i], &b->queues[i], by)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < a->n_calls; i++) {
        if (!same_call(&a->calls[i], &b->calls[i], by)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < a->n_ended; i++) {
        if (strcmp(a->ended[i].id, b->ended[i].id) != 0 ||
            a->ended[i].outcome != b->ended[i].outcome) {
            return false;
        }
    }
    for (uint32_t i = 0; i < a->n_agents; i++) {
        if (!same_agent(&a->agents[i], &b->agents[i])) {
            return false;
        }
    }
    return true;
}
