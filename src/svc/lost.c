/* See lost.h. Inference: per queue, when every waiting call that vanished is matched by one more
 * abandoned and nobody was answered, those calls were abandoned. Backends that only count 呼损
 * (lost) give the same list with the outcome unknown. */
#include "lost.h"

#include <stdlib.h>
#include <string.h>

#include "zhiban/base/mem.h"

static void entry_release(struct lost_entry *x)
{
    free(x->id);
    free(x->caller);
    free(x->queue_id);
    free(x->queue_name);
}

/* Drops the n oldest; the map borrows ids, so it is built again. */
static void drop_oldest(struct lost *l, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        entry_release(&l->calls.v[i]);
    }
    l->calls.n -= n;
    memmove(l->calls.v, l->calls.v + n, l->calls.n * sizeof *l->calls.v);
    strmap_clear(&l->by_id);
    for (size_t i = 0; i < l->calls.n; i++) {
        strmap_add(&l->by_id, l->calls.v[i].id, 0);
    }
}

void lost_release(struct lost *l)
{
    for (size_t i = 0; i < l->calls.n; i++) {
        entry_release(&l->calls.v[i]);
    }
    vec_free(&l->calls);
    strmap_release(&l->by_id);
}

bool lost_roll(struct lost *l, int64_t day_start)
{
    size_t n = 0;
    while (n < l->calls.n && l->calls.v[n].call.ended < day_start) {
        n++;
    }
    if (n > 0) {
        drop_oldest(l, n);
    }
    return n > 0;
}

static bool add(struct lost *l, const char *id, const struct snap_queue *q, const char *caller,
                const struct lost_call *call)
{
    if (strmap_get(&l->by_id, id) != STRMAP_NONE) {
        return false;
    }
    if (l->calls.n >= LOST_MAX) {
        drop_oldest(l, LOST_MAX / 10); /* a tenth at a time: the map is not built for each call */
    }
    struct lost_entry x = {.call = *call,
                           .id = mem_strdup(id),
                           .caller = mem_strdup(caller),
                           .queue_id = mem_strdup(q ? q->id : ""),
                           .queue_name = mem_strdup(q ? q->name : "")};
    x.call.caller = x.caller;
    x.call.queue_id = x.queue_id;
    x.call.queue_name = x.queue_name;
    (void)vec_push(&l->calls);
    size_t i = l->calls.n - 1;
    for (; i > 0 && l->calls.v[i - 1].call.ended > call->ended; i--) {
        l->calls.v[i] = l->calls.v[i - 1];
    }
    l->calls.v[i] = x;
    strmap_add(&l->by_id, x.id, 0);
    return true;
}

/* Of a backend that counts its losses as a whole, an end that it does not tell apart is one. */
static bool was_lost(const struct snap_ended *x, const struct snap_queue *q)
{
    return x->outcome == OUT_ABANDONED || (x->outcome == OUT_UNKNOWN && q && q->lost != UNKNOWN);
}

static bool apply_ended(struct lost *l, const struct snapshot *s, int64_t day_start)
{
    bool changed = false;
    for (uint32_t i = 0; i < s->n_ended; i++) {
        const struct snap_ended *x = &s->ended[i];
        const struct snap_queue *q = x->queue < s->n_queues ? &s->queues[x->queue] : NULL;
        if (!was_lost(x, q) || x->ended == UNKNOWN || x->ended < day_start) {
            continue;
        }
        struct lost_call call = {
            .ended = x->ended,
            .wait_s = x->since == UNKNOWN || x->since > x->ended ? UNKNOWN : x->ended - x->since,
            .outcome = x->outcome};
        changed = add(l, x->id, q, x->caller, &call) || changed;
    }
    return changed;
}

/* How far a counter went on; −1 when that cannot be told. */
static int64_t gone_on(int64_t before, int64_t after)
{
    return before == UNKNOWN || after == UNKNOWN || after < before ? -1 : after - before;
}

/* What became of the calls that left a queue: OUT_ANSWERED stands for "cannot be told". */
static enum call_outcome infer(const struct snap_queue *was, const struct snap_queue *is,
                               int64_t left)
{
    if (left == 0 || gone_on(was->t.answered, is->t.answered) != 0) {
        return OUT_ANSWERED;
    }
    if (gone_on(was->t.abandoned, is->t.abandoned) == left) {
        return OUT_ABANDONED;
    }
    return gone_on(was->lost, is->lost) == left ? OUT_UNKNOWN : OUT_ANSWERED;
}

static bool apply_inferred(struct lost *l, const struct snapshot *prev, const struct snapshot *s,
                           int64_t now)
{
    struct strmap here = {0};
    struct strmap queues = {0};
    int64_t *left = mem_calloc((size_t)prev->n_queues + 1, sizeof *left);
    uint32_t *match = mem_calloc((size_t)prev->n_queues + 1, sizeof *match);
    bool changed = false;
    for (uint32_t i = 0; i < s->n_calls; i++) {
        strmap_add(&here, s->calls[i].id, i);
    }
    for (uint32_t i = 0; i < s->n_queues; i++) {
        strmap_add(&queues, s->queues[i].id, i);
    }
    for (uint32_t i = 0; i < prev->n_calls; i++) {
        const struct snap_call *c = &prev->calls[i];
        if (c->queue < prev->n_queues && strmap_get(&here, c->id) == STRMAP_NONE) {
            left[c->queue]++;
        }
    }
    for (uint32_t i = 0; i < prev->n_queues; i++) {
        match[i] = left[i] ? strmap_get(&queues, prev->queues[i].id) : STRMAP_NONE;
    }
    int64_t end = s->time != UNKNOWN ? s->time : now;
    for (uint32_t i = 0; i < prev->n_calls; i++) {
        const struct snap_call *c = &prev->calls[i];
        if (c->queue >= prev->n_queues || match[c->queue] == STRMAP_NONE ||
            strmap_get(&here, c->id) != STRMAP_NONE) {
            continue;
        }
        const struct snap_queue *is = &s->queues[match[c->queue]];
        enum call_outcome o = infer(&prev->queues[c->queue], is, left[c->queue]);
        if (o != OUT_ANSWERED) {
            int64_t wait = c->since != UNKNOWN && c->since <= end ? end - c->since : c->wait_s;
            struct lost_call call = {.ended = end, .wait_s = wait, .outcome = o, .inferred = true};
            changed = add(l, c->id, is, c->caller, &call) || changed;
        }
    }
    free(left);
    free(match);
    strmap_release(&here);
    strmap_release(&queues);
    return changed;
}

bool lost_apply(struct lost *l, const struct snapshot *prev, const struct snapshot *s, int64_t now,
                int64_t day_start)
{
    if (s->has_ended) {
        return apply_ended(l, s, day_start);
    }
    if (prev && prev->has_calls && s->has_calls && prev->n_calls > 0) {
        return apply_inferred(l, prev, s, now);
    }
    return false;
}
