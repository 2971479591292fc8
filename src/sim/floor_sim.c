/* The floor's clockwork: it is warmed up from an hour before the centre's day start, so that
 * counters, waits and shifts at `start` are those of a day under way. */
#include "floor_ops.h"

#include <stdlib.h>
#include <string.h>

#include "zhiban/base/mem.h"

#define WARM_UP_S 3600
#define OUTAGE_AFTER_S 7200
#define OUTAGE_MS 3600000
#define OUTAGE_FACTOR 5.0

void sim_push(struct sim *s, int64_t at_ms, enum event_kind kind, uint32_t subject, uint32_t gen,
              int arg)
{
    events_push(&s->events, (struct event){.at_ms = at_ms,
                                           .subject = subject,
                                           .gen = gen,
                                           .kind = (uint16_t)kind,
                                           .arg = (int16_t)arg});
}

struct sim *sim_new_empty(const struct sim_opts *o)
{
    const struct centre *c = o->centre;
    if (c->queues.n == 0 || c->queues.n > SIM_QUEUES_MAX) {
        return NULL;
    }
    struct sim *s = mem_calloc(1, sizeof *s);
    s->centre = c;
    s->opts = *o;
    s->free_call = NO_CALL;
    rng_seed(&s->rng, o->seed);
    for (size_t i = 0; i < c->queues.n; i++) {
        vec_push(&s->queues) = (struct sim_queue){.cfg = &c->queues.v[i],
                                                  .priority = c->queues.v[i].priority,
                                                  .surge = 1,
                                                  .waiting = {NO_CALL, NO_CALL, 0},
                                                  .ringing = {NO_CALL, NO_CALL, 0}};
    }
    people_build(s);
    if (s->people.n == 0) {
        sim_free(s);
        return NULL;
    }
    return s;
}

static int64_t local_midnight_ms(const struct sim *s, int64_t t_ms)
{
    return civil_day_start(s->centre->zone, t_ms / 1000, 0) * 1000;
}

/* Enters the closing of the queues on the local day, the next midnight and the next day start. */
static void plan_day(struct sim *s)
{
    struct civil c = civil_at(s->centre->zone, s->midnight_ms / 1000);
    s->weekend = c.wday == 0 || c.wday == 6;
    for (size_t i = 0; i < s->queues.n; i++) {
        const struct queue_cfg *q = s->queues.v[i].cfg;
        int64_t close_ms = s->midnight_ms + (int64_t)q->open_to_min * 60000;
        bool shuts = q->open_from_min != q->open_to_min &&
                     !(q->open_from_min == 0 && q->open_to_min == 1440);
        if (shuts && close_ms > s->now_ms) {
            sim_push(s, close_ms, EV_CLOSE, (uint32_t)i, 0, 0);
        }
    }
    shifts_plan(s, s->midnight_ms);
    struct civil next = {.year = c.year, .mon = c.mon, .day = c.day + 1};
    sim_push(s, civil_to(s->centre->zone, &next) * 1000, EV_DAY, 0, 0, 0);
    int64_t reset_ms = s->midnight_ms + (int64_t)s->centre->day_start_min * 60000;
    if (reset_ms > s->now_ms || (reset_ms == s->now_ms && reset_ms > s->boot_ms)) {
        sim_push(s, reset_ms, EV_RESET, 0, 0, 0);
    }
}

/* The queue of the outage scenario: skill "repair", else the first. */
static struct sim_queue *outage_queue(struct sim *s)
{
    for (size_t i = 0; i < s->queues.n; i++) {
        const char *skill = s->queues.v[i].cfg->skill;
        if (skill != NULL && strcmp(skill, "repair") == 0) {
            return &s->queues.v[i];
        }
    }
    return &s->queues.v[0];
}

static void set_outage(struct sim *s, bool on)
{
    struct sim_queue *q = outage_queue(s);
    q->surge = on ? OUTAGE_FACTOR : 1;
    q->priority = on ? 1 : q->cfg->priority;
    s->outage = on;
    s->revision++;
    profile_next(s, (uint32_t)(q - s->queues.v)); /* drawn anew at the changed rate */
}

struct sim *sim_new(const struct sim_opts *o)
{
    struct sim *s = sim_new_empty(o);
    if (s == NULL) {
        return NULL;
    }
    int64_t day = civil_day_start(s->centre->zone, o->start, s->centre->day_start_min);
    s->now_ms = s->boot_ms = s->counters_ms = (day - WARM_UP_S) * 1000;
    int64_t before = local_midnight_ms(s, s->now_ms);
    profile_set_rates(s);
    s->midnight_ms = local_midnight_ms(s, before - 1000);
    shifts_plan(s, s->midnight_ms); /* shifts of the day before that are still on */
    s->midnight_ms = before;
    plan_day(s);
    for (uint32_t i = 0; i < s->queues.n; i++) {
        profile_next(s, i);
    }
    if (o->outage) {
        int64_t at = o->outage_at ? o->outage_at : o->start + OUTAGE_AFTER_S;
        sim_push(s, at * 1000, EV_OUTAGE, 0, 0, 1);
        sim_push(s, at * 1000 + OUTAGE_MS, EV_OUTAGE, 0, 0, 0);
    }
    sim_advance(s, o->start * 1000);
    return s;
}

void sim_free(struct sim *s)
{
    if (s == NULL) {
        return;
    }
    events_release(&s->events);
    strmap_release(&s->by_id);
    arena_release(&s->arena);
    vec_free(&s->queues);
    vec_free(&s->people);
    vec_free(&s->kinds);
    vec_free(&s->calls);
    vec_free(&s->breaks);
    vec_free(&s->team_sizes);
    free(s);
}

static void on_person(struct sim *s, const struct event *e)
{
    uint32_t who = e->subject;
    if (s->people.v[who].gen != e->gen) {
        return;
    }
    switch (e->kind) {
    case EV_RING_END:
        call_ring_end(s, who, e->arg != 0);
        break;
    case EV_HOLD:
        call_hold(s, who);
        break;
    case EV_RESUME:
        call_resume(s, who);
        break;
    case EV_TALK_END:
        call_talk_end(s, who);
        break;
    case EV_REST_END:
        person_free(s, who);
        break;
    default:
        call_dial(s, who);
        break;
    }
}

static void on_call(struct sim *s, const struct event *e)
{
    const struct call *c = &s->calls.v[e->subject];
    if (c->number == e->gen && (c->stage == CALL_WAITING || c->stage == CALL_RINGING)) {
        call_give_up(s, e->subject, (enum call_outcome)e->arg);
    }
}

static void on_arrival(struct sim *s, const struct event *e)
{
    if (s->queues.v[e->subject].arrival != e->gen) {
        return;
    }
    if (e->arg != 0 && profile_accept(s, e->subject)) {
        call_arrive(s, e->subject);
    }
    profile_next(s, e->subject);
}

static void dispatch(struct sim *s, const struct event *e)
{
    switch ((enum event_kind)e->kind) {
    case EV_ARRIVAL:
        on_arrival(s, e);
        break;
    case EV_GIVE_UP:
        on_call(s, e);
        break;
    case EV_SIGN_ON:
        shift_sign_on(s, e->subject, e->gen);
        break;
    case EV_SIGN_OFF:
        shift_sign_off(s, e->subject, e->gen);
        break;
    case EV_PAUSE_DUE:
        shift_pause_due(s, e->subject, e->arg, (int)e->gen);
        break;
    case EV_CLOSE:
        call_close_queue(s, e->subject);
        break;
    case EV_DAY:
        s->midnight_ms = s->now_ms;
        plan_day(s);
        break;
    case EV_RESET:
        sim_reset_counters(s);
        break;
    case EV_OUTAGE:
        set_outage(s, e->arg != 0);
        break;
    default:
        on_person(s, e);
        break;
    }
}

void sim_advance(struct sim *s, int64_t t_ms)
{
    while (s->events.n > 0 && s->events.v[0].at_ms <= t_ms) {
        struct event e = events_pop(&s->events);
        s->now_ms = e.at_ms > s->now_ms ? e.at_ms : s->now_ms;
        dispatch(s, &e);
    }
    s->now_ms = t_ms > s->now_ms ? t_ms : s->now_ms;
}

int64_t sim_time_ms(const struct sim *s)
{
    return s->now_ms;
}

void sim_reset_counters(struct sim *s)
{
    s->counters_ms = s->now_ms;
    s->revision++;
    for (size_t i = 0; i < s->queues.n; i++) {
        struct sim_queue *q = &s->queues.v[i];
        /* Calls still waiting entered this queue: they stay counted, or the sum would not close. */
        q->offered = q->waiting.n + q->ringing.n;
        q->answered = q->answered_in_target = q->abandoned = q->abandoned_in_target = 0;
        q->abandoned_short = q->flow_out = q->completed = q->completed_in_target = 0;
        q->wait_ms = q->talk_ms = q->hold_ms = q->wrap_ms = 0;
        q->mean_hold_s = q->mean_talk_s = 0;
    }
    for (size_t i = 0; i < s->people.n; i++) {
        struct person *p = &s->people.v[i];
        p->answered = p->missed = 0;
        memset(p->state_ms, 0, sizeof p->state_ms);
    }
}

/* ---- actions
 * ------------------------------------------------------------------------------------- */

static int find_reason(const struct centre *c, const char *text)
{
    for (size_t i = 0; i < c->pauses.n; i++) {
        if (strcasecmp(c->pauses.v[i].code, text) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* Copies a reason, cut to the field as Asterisk does (which may split a character). */
static void keep_reason(char to[REASON_MAX], const char *text)
{
    size_t n = strlen(text);
    n = n < REASON_MAX ? n : REASON_MAX - 1;
    memcpy(to, text, n);
    to[n] = '\0';
}

bool sim_pause(struct sim *s, const char *agent, const char *reason)
{
    struct person *p = person_find(s, agent);
    if (p == NULL || p->state == ST_OFFLINE) {
        return false;
    }
    const char *text = reason ? reason : "";
    int code = find_reason(s->centre, text);
    if (p->state == ST_READY || p->state == ST_PAUSED || p->state == ST_UNAVAILABLE) {
        keep_reason(p->reason, text);
        person_enter_pause(s, (uint32_t)(p - s->people.v), code, 0);
        return true;
    }
    keep_reason(p->reason_next, text);
    p->pause_due = true;
    p->pause_next = code;
    p->pause_len_s = 0;
    s->revision++;
    return true;
}

bool sim_unpause(struct sim *s, const char *agent)
{
    struct person *p = person_find(s, agent);
    if (p == NULL || p->state == ST_OFFLINE) {
        return false;
    }
    p->pause_due = false;
    s->revision++;
    if (p->state == ST_PAUSED) {
        person_free(s, (uint32_t)(p - s->people.v));
    }
    return true;
}

static bool change_queue(struct sim *s, const char *queue, const char *agent, bool add)
{
    struct person *p = person_find(s, agent);
    for (size_t i = 0; p != NULL && i < s->queues.n; i++) {
        if (strcasecmp(s->queues.v[i].cfg->id, queue) != 0) {
            continue;
        }
        uint64_t bit = (uint64_t)1 << i;
        if (((p->queues & bit) != 0) == add) {
            return false;
        }
        uint32_t who = (uint32_t)(p - s->people.v);
        person_set_queues(s, who, add ? p->queues | bit : p->queues & ~bit);
        if (add && p->state == ST_READY && s->queues.v[i].waiting.first != NO_CALL) {
            person_free(s, who);
        }
        return true;
    }
    return false;
}

bool sim_queue_add(struct sim *s, const char *queue, const char *agent)
{
    return change_queue(s, queue, agent, true);
}

bool sim_queue_remove(struct sim *s, const char *queue, const char *agent)
{
    return change_queue(s, queue, agent, false);
}
