/* What happens to a call: it waits in its queue, rings at the longest idle of those who can take
 * it, is talked, held, wrapped up; or its caller hangs up, is sent away, or nobody picks up and it
 * goes back to its place. A person who becomes free takes the queue of highest priority first, then
 * the longest wait.
 *
 * A ringing call still counts as waiting; an outbound one counts from the customer's answer. Every
 * call counted in `offered` is at any time exactly one of waiting, answered, abandoned or flowed
 * out. */
#include "floor_ops.h"

#include <string.h>

#include "zhiban/base/mem.h"

#define PATIENCE_VOICE_S 270.0
#define PATIENCE_CHAT_S 600.0
#define PATIENCE_HELP_S 240.0
#define MAX_WAIT_MS (15 * 60000) /* then the caller is sent to the message box */
#define MISS 0.015               /* of the rings nobody picks up */
#define HOLD_CHANCE 0.15
#define DIAL_ANSWERED 0.65
#define NO_ANSWER_REST_MS 30000

static bool is_channel(const struct sim_queue *q, const char *channel)
{
    return q->cfg->channel != NULL && strcmp(q->cfg->channel, channel) == 0;
}

/* ---- the pool and the lines
 * ---------------------------------------------------------------------- */

static uint32_t call_new(struct sim *s, uint32_t queue, enum call_stage stage)
{
    uint32_t at = s->free_call;
    if (at != NO_CALL) {
        s->free_call = s->calls.v[at].next;
    } else {
        at = (uint32_t)s->calls.n;
        (void)vec_push(&s->calls);
    }
    s->calls.v[at] = (struct call){.number = ++s->last_number,
                                   .queue = queue,
                                   .prev = NO_CALL,
                                   .next = NO_CALL,
                                   .person = NOBODY,
                                   .stage = stage,
                                   .since_ms = s->now_ms};
    return at;
}

static void call_drop(struct sim *s, uint32_t at)
{
    s->calls.v[at].stage = CALL_FREE;
    s->calls.v[at].number = 0;
    s->calls.v[at].next = s->free_call;
    s->free_call = at;
}

/* Puts a call into a line by its time of arrival; almost always at the end. */
static void line_insert(struct sim *s, struct line *l, uint32_t at)
{
    struct call *v = s->calls.v;
    uint32_t after = l->last;
    while (after != NO_CALL && v[after].number > v[at].number) {
        after = v[after].prev;
    }
    uint32_t before = after == NO_CALL ? l->first : v[after].next;
    v[at].prev = after;
    v[at].next = before;
    if (after == NO_CALL) {
        l->first = at;
    } else {
        v[after].next = at;
    }
    if (before == NO_CALL) {
        l->last = at;
    } else {
        v[before].prev = at;
    }
    l->n++;
}

static void line_remove(struct sim *s, struct line *l, uint32_t at)
{
    struct call *v = s->calls.v;
    if (v[at].prev == NO_CALL) {
        l->first = v[at].next;
    } else {
        v[v[at].prev].next = v[at].next;
    }
    if (v[at].next == NO_CALL) {
        l->last = v[at].prev;
    } else {
        v[v[at].next].prev = v[at].prev;
    }
    v[at].prev = v[at].next = NO_CALL;
    l->n--;
}

static void remember_ended(struct sim *s, const struct call *c, enum call_outcome how)
{
    if (s->plain.on) {
        return;
    }
    s->ended[s->n_ended++ % ENDED_KEPT] =
        (struct ended_call){c->number, c->queue, c->caller, c->since_ms, s->now_ms, how};
}

/* ---- answering
 * ----------------------------------------------------------------------------------- */

static void plain_answered(struct sim *s, const struct call *c, int64_t wait_ms)
{
    struct plain *p = &s->plain;
    if (c->number > p->from && c->number <= p->to) {
        p->in_target += (double)wait_ms <= p->target_s * 1000;
        p->wait_ms += (double)wait_ms;
    }
}

static void count_answered(struct sim *s, const struct call *c)
{
    struct sim_queue *q = &s->queues.v[c->queue];
    int64_t wait_ms = q->inbound ? s->now_ms - c->since_ms : 0;
    int64_t wait_s = wait_ms / 1000;
    /* Asterisk's filter: whole seconds, a quarter of the new value, the first one taken whole. */
    q->mean_hold_s = q->completed + q->abandoned + q->flow_out == 0
                         ? wait_s
                         : (3 * q->mean_hold_s + wait_s) >> 2;
    q->answered++;
    q->answered_in_target += wait_ms <= (int64_t)q->cfg->sl_s * 1000;
    q->wait_ms += wait_ms;
    plain_answered(s, c, wait_ms);
}

static double talk_mean_s(const struct queue_cfg *cfg)
{
    int aht = cfg->aht_s > 0 ? cfg->aht_s : 240;
    int talk = aht - cfg->acw_s;
    return talk > 20 ? talk : 20;
}

static void answer(struct sim *s, uint32_t who)
{
    struct person *p = &s->people.v[who];
    struct call *c = &s->calls.v[p->call];
    struct sim_queue *q = &s->queues.v[c->queue];
    count_answered(s, c);
    c->stage = CALL_TALKING;
    c->answered_ms = s->now_ms;
    q->talking++;
    p->answered++;
    remember_ended(s, c, OUT_ANSWERED);
    person_set_state(s, who, ST_TALKING);
    double talk_s = s->plain.on ? rng_exp(&s->rng, s->plain.aht_s)
                                : rng_lognormal(&s->rng, talk_mean_s(q->cfg), 0.65);
    int64_t talk_ms = (int64_t)(talk_s * 1000 + 0.5);
    if (!s->plain.on && rng_chance(&s->rng, HOLD_CHANCE)) {
        int64_t before_ms = (int64_t)((double)talk_ms * (0.3 + 0.5 * rng_unit(&s->rng)));
        c->talk_left_ms = talk_ms - before_ms;
        sim_push(s, s->now_ms + before_ms, EV_HOLD, who, p->gen, 0);
    } else {
        sim_push(s, s->now_ms + talk_ms, EV_TALK_END, who, p->gen, 0);
    }
}

/* Rings a waiting call at a person who is free. */
static void ring(struct sim *s, uint32_t at, uint32_t who)
{
    struct call *c = &s->calls.v[at];
    struct sim_queue *q = &s->queues.v[c->queue];
    struct person *p = &s->people.v[who];
    if (c->stage == CALL_WAITING) {
        line_remove(s, &q->waiting, at);
    }
    c->person = who;
    p->call = at;
    if (s->plain.on) {
        answer(s, who);
        return;
    }
    c->stage = CALL_RINGING;
    line_insert(s, &q->ringing, at);
    person_set_state(s, who, ST_RINGING);
    bool missed = rng_chance(&s->rng, MISS);
    int64_t ring_ms = missed ? rng_range(&s->rng, 15000, 22000) : rng_range(&s->rng, 2000, 8000);
    sim_push(s, s->now_ms + ring_ms, EV_RING_END, who, p->gen, !missed);
}

/* The longest idle person who serves the queue, or NOBODY. */
static uint32_t longest_idle(const struct sim *s, uint32_t queue)
{
    uint32_t best = NOBODY;
    for (size_t i = 0; i < s->kinds.n; i++) {
        const struct kind *k = &s->kinds.v[i];
        if (k->first == NOBODY || !(k->queues >> queue & 1)) {
            continue;
        }
        if (best == NOBODY || s->people.v[k->first].since_ms < s->people.v[best].since_ms) {
            best = k->first;
        }
    }
    return best;
}

bool call_take_next(struct sim *s, uint32_t who)
{
    uint64_t mine = s->people.v[who].queues;
    uint32_t best = NO_CALL;
    int priority = 0;
    for (; mine != 0; mine &= mine - 1) {
        const struct sim_queue *q = &s->queues.v[__builtin_ctzll(mine)];
        uint32_t head = q->waiting.first;
        if (head == NO_CALL) {
            continue;
        }
        if (best == NO_CALL || q->priority < priority ||
            (q->priority == priority && s->calls.v[head].number < s->calls.v[best].number)) {
            best = head;
            priority = q->priority;
        }
    }
    if (best == NO_CALL) {
        return false;
    }
    ring(s, best, who);
    return true;
}

/* ---- arriving and leaving
 * ------------------------------------------------------------------------ */

static uint64_t new_caller(struct sim *s, const struct sim_queue *q)
{
    if (q->cfg->skill != NULL && strcmp(q->cfg->skill, "help") == 0) {
        return (uint64_t)rng_range(&s->rng, 0, (int64_t)s->people.n - 1);
    }
    if (is_channel(q, "chat")) {
        return (uint64_t)rng_range(&s->rng, 100000, 999999);
    }
    return 10000000000U + 1000000000U * (uint64_t)rng_range(&s->rng, 3, 9) +
           (uint64_t)rng_range(&s->rng, 0, 999999999);
}

static double patience_s(const struct sim *s, const struct sim_queue *q)
{
    if (s->plain.on) {
        return s->plain.patience_s;
    }
    if (is_channel(q, "chat")) {
        return PATIENCE_CHAT_S;
    }
    bool help = q->cfg->skill != NULL && strcmp(q->cfg->skill, "help") == 0;
    return help ? PATIENCE_HELP_S : PATIENCE_VOICE_S;
}

static void plan_giving_up(struct sim *s, uint32_t at)
{
    const struct call *c = &s->calls.v[at];
    double mean_s = patience_s(s, &s->queues.v[c->queue]);
    if (mean_s <= 0) {
        return;
    }
    double wait_ms = rng_exp(&s->rng, mean_s * 1000);
    bool sent_away = !s->plain.on && wait_ms > MAX_WAIT_MS;
    int64_t at_ms = s->now_ms + (sent_away ? MAX_WAIT_MS : (int64_t)(wait_ms + 0.5));
    sim_push(s, at_ms, EV_GIVE_UP, at, c->number, sent_away ? OUT_FLOW_OUT : OUT_ABANDONED);
}

void call_arrive(struct sim *s, uint32_t queue)
{
    struct sim_queue *q = &s->queues.v[queue];
    uint32_t at = call_new(s, queue, CALL_WAITING);
    struct call *c = &s->calls.v[at];
    q->offered++;
    s->revision++;
    c->caller = s->plain.on ? 0 : new_caller(s, q);
    line_insert(s, &q->waiting, at);
    uint32_t who = longest_idle(s, queue);
    if (s->plain.on && c->number > s->plain.from && c->number <= s->plain.to) {
        s->plain.offered++;
        s->plain.waited += who == NOBODY;
    }
    if (who == NOBODY || !s->plain.on) {
        plan_giving_up(s, at);
    }
    if (who != NOBODY) {
        ring(s, at, who);
    }
}

static void count_lost(struct sim *s, const struct call *c, enum call_outcome how)
{
    struct sim_queue *q = &s->queues.v[c->queue];
    int64_t wait_ms = s->now_ms - c->since_ms;
    if (how == OUT_FLOW_OUT) {
        q->flow_out++;
    } else {
        q->abandoned++;
        q->abandoned_in_target += wait_ms <= (int64_t)q->cfg->sl_s * 1000;
        q->abandoned_short += wait_ms <= (int64_t)s->centre->short_abandon_s * 1000;
    }
    if (s->plain.on && c->number > s->plain.from && c->number <= s->plain.to) {
        s->plain.abandoned++;
        s->plain.wait_ms += (double)wait_ms;
    }
}

void call_give_up(struct sim *s, uint32_t at, enum call_outcome how)
{
    struct call *c = &s->calls.v[at];
    struct sim_queue *q = &s->queues.v[c->queue];
    uint32_t who = c->person;
    bool rang = c->stage == CALL_RINGING;
    line_remove(s, rang ? &q->ringing : &q->waiting, at);
    count_lost(s, c, how);
    remember_ended(s, c, how);
    call_drop(s, at);
    s->revision++;
    if (rang) {
        person_free(s, who);
    }
}

void call_close_queue(struct sim *s, uint32_t queue)
{
    while (s->queues.v[queue].waiting.first != NO_CALL) {
        call_give_up(s, s->queues.v[queue].waiting.first, OUT_FLOW_OUT);
    }
}

/* ---- at the person
 * ------------------------------------------------------------------------------- */

/* Nobody picked up: the call goes back to its place and to the next who is free. */
static void missed(struct sim *s, uint32_t who)
{
    struct person *p = &s->people.v[who];
    uint32_t at = p->call;
    struct call *c = &s->calls.v[at];
    struct sim_queue *q = &s->queues.v[c->queue];
    line_remove(s, &q->ringing, at);
    c->stage = CALL_WAITING;
    c->person = NOBODY;
    line_insert(s, &q->waiting, at);
    p->call = NO_CALL;
    p->missed++;
    if (p->leaving) {
        person_free(s, who);
    } else {
        person_set_state(s, who, ST_UNAVAILABLE);
        sim_push(s, s->now_ms + NO_ANSWER_REST_MS, EV_REST_END, who, p->gen, 0);
    }
    uint32_t next = longest_idle(s, c->queue);
    if (next != NOBODY) {
        ring(s, at, next);
    }
}

/* The customer did not pick up: an attempt, but no call of the queue, and nobody's loss. */
static void not_reached(struct sim *s, uint32_t who)
{
    call_drop(s, s->people.v[who].call);
    person_free(s, who);
}

void call_ring_end(struct sim *s, uint32_t who, bool answered)
{
    uint32_t at = s->people.v[who].call;
    struct call *c = &s->calls.v[at];
    struct sim_queue *q = &s->queues.v[c->queue];
    if (c->stage == CALL_DIALLING) {
        if (!answered) {
            not_reached(s, who);
            return;
        }
        q->offered++;
    } else if (!answered) {
        missed(s, who);
        return;
    } else {
        line_remove(s, &q->ringing, at);
    }
    answer(s, who);
}

void call_dial(struct sim *s, uint32_t who)
{
    struct person *p = &s->people.v[who];
    for (uint32_t i = 0; i < s->queues.n; i++) {
        struct sim_queue *q = &s->queues.v[i];
        if (q->inbound || !(p->queues >> i & 1) || !profile_open(s, q)) {
            continue;
        }
        uint32_t at = call_new(s, i, CALL_DIALLING);
        s->calls.v[at].caller = new_caller(s, q);
        s->calls.v[at].person = who;
        p->call = at;
        person_set_state(s, who, ST_RINGING);
        sim_push(s, s->now_ms + rng_range(&s->rng, 6000, 20000), EV_RING_END, who, p->gen,
                 rng_chance(&s->rng, DIAL_ANSWERED));
        return;
    }
}

void call_hold(struct sim *s, uint32_t who)
{
    struct person *p = &s->people.v[who];
    s->calls.v[p->call].hold_ms = s->now_ms;
    person_set_state(s, who, ST_HOLD);
    int64_t hold_ms = 5000 + (int64_t)rng_exp(&s->rng, 35000);
    sim_push(s, s->now_ms + hold_ms, EV_RESUME, who, p->gen, 0);
}

void call_resume(struct sim *s, uint32_t who)
{
    struct person *p = &s->people.v[who];
    struct call *c = &s->calls.v[p->call];
    c->hold_total_ms += s->now_ms - c->hold_ms;
    person_set_state(s, who, ST_TALKING);
    sim_push(s, s->now_ms + c->talk_left_ms, EV_TALK_END, who, p->gen, 0);
}

void call_talk_end(struct sim *s, uint32_t who)
{
    struct person *p = &s->people.v[who];
    uint32_t at = p->call;
    const struct call *c = &s->calls.v[at];
    struct sim_queue *q = &s->queues.v[c->queue];
    int64_t talk_ms = s->now_ms - c->answered_ms - c->hold_total_ms;
    int64_t talk_s = (s->now_ms - c->answered_ms) / 1000;
    q->mean_talk_s = q->completed == 0 ? talk_s : (3 * q->mean_talk_s + talk_s) >> 2;
    q->completed++;
    q->completed_in_target += c->answered_ms - c->since_ms <= (int64_t)q->cfg->sl_s * 1000;
    q->talking--;
    q->talk_ms += talk_ms;
    q->hold_ms += c->hold_total_ms;
    p->last_call_ms = s->now_ms;
    p->call = NO_CALL;
    call_drop(s, at);
    if (s->plain.on || q->cfg->acw_s <= 0) {
        person_free(s, who);
        return;
    }
    int64_t wrap_ms = (int64_t)(rng_lognormal(&s->rng, .9 * q->cfg->acw_s, .45) * 1000);
    q->wrap_ms += wrap_ms;
    person_set_state(s, who, ST_WRAPUP);
    sim_push(s, s->now_ms + wrap_ms, EV_REST_END, who, p->gen, 0);
}
