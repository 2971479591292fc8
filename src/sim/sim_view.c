/* Reading the floor: what the dialects share, and the floor as a snapshot. */
#include "floor_ops.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/mem.h"
#include "zhiban/model/snapshot_builder.h"

const char *sim_caller(const struct sim *s, uint32_t queue, uint64_t caller, char to[24])
{
    const struct queue_cfg *q = s->queues.v[queue].cfg;
    if (q->channel != NULL && strcmp(q->channel, "chat") == 0) {
        snprintf(to, 24, "web-%llu", (unsigned long long)caller);
    } else if (q->skill != NULL && strcmp(q->skill, "help") == 0) {
        snprintf(to, 24, "%.20s", s->people.v[caller].extension);
    } else {
        snprintf(to, 24, "%llu", (unsigned long long)caller);
    }
    return to;
}

uint32_t *sim_waiting(const struct sim *s, uint32_t queue, uint32_t *count)
{
    const struct sim_queue *q = &s->queues.v[queue];
    uint32_t *to = mem_calloc((size_t)q->waiting.n + q->ringing.n + 1, sizeof *to);
    uint32_t a = q->ringing.first;
    uint32_t b = q->waiting.first;
    uint32_t n = 0;
    while (a != NO_CALL || b != NO_CALL) {
        if (b == NO_CALL || (a != NO_CALL && s->calls.v[a].number < s->calls.v[b].number)) {
            to[n++] = a;
            a = s->calls.v[a].next;
        } else {
            to[n++] = b;
            b = s->calls.v[b].next;
        }
    }
    *count = n;
    return to;
}

int64_t person_state_ms(const struct sim *s, const struct person *p, enum agent_state state)
{
    int64_t ms = p->state_ms[state];
    if (p->state == state) {
        int64_t from = p->since_ms > s->counters_ms ? p->since_ms : s->counters_ms;
        ms += s->now_ms - from;
    }
    return ms;
}

const struct ended_call *sim_ended(const struct sim *s, size_t i)
{
    if (i >= ENDED_KEPT || i >= s->n_ended) {
        return NULL;
    }
    const struct ended_call *e = &s->ended[(s->n_ended - 1 - i) % ENDED_KEPT];
    return s->now_ms - e->ended_ms <= ENDED_SPAN_MS ? e : NULL;
}

static const char *call_id(uint32_t number, char to[24])
{
    snprintf(to, 24, "c-%u", number);
    return to;
}

static void view_queue(const struct sim *s, struct snap_builder *b, const struct sim_queue *q)
{
    struct snap_queue *to = snap_add_queue(b, q->cfg->id, "queues");
    if (to == NULL) {
        return;
    }
    struct arena *a = &snap_builder_snapshot(b)->arena;
    const char *name = q->cfg->name_zh ? q->cfg->name_zh : q->cfg->id;
    to->name = text_clean_arena(a, name, strlen(name), TEXT_NAME_MAX);
    to->waiting = q->waiting.n + q->ringing.n;
    to->t.offered = q->offered;
    to->t.answered = q->answered;
    to->t.abandoned = q->abandoned;
    to->t.abandoned_short = q->abandoned_short;
    to->t.wait_s = q->wait_ms / 1000;
    to->t.talk_s = q->talk_ms / 1000;
    to->t.hold_s = q->hold_ms / 1000;
    to->t.wrap_s = q->wrap_ms / 1000;
    if (q->cfg->sl_s > 0) {
        to->target_s = q->cfg->sl_s;
        to->t.answered_in_target = q->answered_in_target;
        to->t.abandoned_in_target = q->abandoned_in_target;
    }
    uint32_t first = q->ringing.first;
    if (first == NO_CALL || (q->waiting.first != NO_CALL &&
                             s->calls.v[q->waiting.first].number < s->calls.v[first].number)) {
        first = q->waiting.first;
    }
    int64_t since_ms = first == NO_CALL ? s->now_ms : s->calls.v[first].since_ms;
    to->longest_wait_s = s->now_ms / 1000 - since_ms / 1000;
}

static void view_sums(const struct sim *s, const struct person *p, struct snap_agent *to)
{
    to->answered = p->answered;
    to->missed = p->missed;
    to->talk_s = person_state_ms(s, p, ST_TALKING) / 1000;
    to->hold_s = person_state_ms(s, p, ST_HOLD) / 1000;
    to->wrap_s = person_state_ms(s, p, ST_WRAPUP) / 1000;
    to->ready_s = person_state_ms(s, p, ST_READY) / 1000;
    to->paused_s = person_state_ms(s, p, ST_PAUSED) / 1000;
}

static const char *kept(struct arena *a, const char *text)
{
    return text_clean_arena(a, text, strlen(text), TEXT_NAME_MAX);
}

static void view_person(const struct sim *s, struct snap_builder *b, const struct person *p)
{
    struct snap_agent *to = snap_add_agent(b, p->id, "agents");
    if (to == NULL) {
        return;
    }
    struct arena *a = &snap_builder_snapshot(b)->arena;
    to->name = kept(a, p->name);
    to->site = kept(a, p->site);
    to->team = kept(a, p->team);
    to->extension = kept(a, p->extension);
    to->reason = kept(a, person_reason(s, p));
    to->state = p->state;
    to->paused = p->state == ST_PAUSED;
    if (p->since_ms > 0) {
        to->since = p->since_ms / 1000;
    }
    if (p->login_ms > 0) {
        to->login = p->login_ms / 1000;
    }
    view_sums(s, p, to);
    for (size_t i = 0; i < s->queues.n; i++) {
        if (p->queues >> i & 1) {
            snap_agent_queue(b, to, s->queues.v[i].cfg->id);
        }
    }
    if (p->call != NO_CALL) {
        const struct call *c = &s->calls.v[p->call];
        char caller[24];
        to->caller = kept(a, sim_caller(s, c->queue, c->caller, caller));
        snap_agent_call_queue(b, to, s->queues.v[c->queue].cfg->id);
    }
}

static void view_calls(const struct sim *s, struct snap_builder *b, uint32_t queue)
{
    const struct sim_queue *q = &s->queues.v[queue];
    struct arena *a = &snap_builder_snapshot(b)->arena;
    uint32_t n;
    uint32_t *line = sim_waiting(s, queue, &n);
    for (uint32_t i = 0; i < n; i++) {
        const struct call *c = &s->calls.v[line[i]];
        char id[24], caller[24];
        struct snap_call *to = snap_add_call(b, call_id(c->number, id), q->cfg->id, "calls");
        if (to == NULL) {
            continue;
        }
        to->caller = kept(a, sim_caller(s, queue, c->caller, caller));
        to->since = c->since_ms / 1000;
        to->wait_s = s->now_ms / 1000 - to->since;
        to->position = (int64_t)i + 1;
        to->priority = 0;
    }
    free(line);
}

static void view_ended(const struct sim *s, struct snap_builder *b)
{
    struct arena *a = &snap_builder_snapshot(b)->arena;
    const struct ended_call *e;
    for (size_t i = 0; (e = sim_ended(s, i)) != NULL; i++) {
        char id[24], caller[24];
        struct snap_ended *to =
            snap_add_ended(b, call_id(e->number, id), s->queues.v[e->queue].cfg->id, "ended");
        if (to == NULL) {
            continue;
        }
        to->caller = kept(a, sim_caller(s, e->queue, e->caller, caller));
        to->since = e->since_ms / 1000;
        to->ended = e->ended_ms / 1000;
        to->outcome = e->outcome;
    }
}

struct snapshot *sim_snapshot(struct sim *s)
{
    struct snap_builder *b = snap_builder_new();
    struct snapshot *head = snap_builder_snapshot(b);
    head->time = s->now_ms / 1000;
    head->counters_since = s->counters_ms / 1000;
    head->has_calls = head->has_ended = true;
    for (size_t i = 0; i < s->queues.n; i++) {
        view_queue(s, b, &s->queues.v[i]);
    }
    for (size_t i = 0; i < s->people.n; i++) {
        view_person(s, b, &s->people.v[i]);
    }
    for (uint32_t i = 0; i < s->queues.n; i++) {
        view_calls(s, b, i);
    }
    view_ended(s, b);
    struct snapshot *done = snap_builder_finish(b);
    snap_builder_free(b);
    return done;
}
