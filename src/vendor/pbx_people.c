/* Persons: one interface, in however many queues. */
#include <string.h>
#include <strings.h>

#include "pbx.h"
#include "zhiban/base/mem.h"

/* How the channels of an interface are named: Local/113@from-queue/n → Local/113@from-queue. */
static char *channel_prefix(const char *location)
{
    const char *at = strchr(location, '@');
    const char *options = at ? strchr(at, '/') : NULL;
    return options ? mem_strndup(location, (size_t)(options - location)) : mem_strdup(location);
}

static uint32_t person_index(struct pbx *p, const char *location)
{
    uint32_t i = strmap_get(&p->people_ids, location);
    if (i != STRMAP_NONE) {
        return i;
    }
    i = (uint32_t)p->people.n;
    struct pbx_person *who = &vec_push(&p->people);
    *who = (struct pbx_person){
        .location = mem_strdup(location),
        .channel = channel_prefix(location),
        .state = ST_COUNT, /* never judged */
        .since = UNKNOWN,
        .call_queue = PBX_NONE,
    };
    strmap_add(&p->people_ids, who->location, i);
    strmap_add(&p->channel_ids, who->channel, i);
    p->order_old = true;
    return i;
}

void pbx_place_member(struct pbx *p, uint32_t member)
{
    struct pbx_member *m = &p->members.v[member];
    m->queue_i = pbx_queue_index(p, m->queue);
    uint32_t i = person_index(p, m->location); /* may move the array */
    struct pbx_person *who = &p->people.v[i];
    if (who->seen == p->poll) {
        p->members.v[who->last].next = member;
    } else {
        who->seen = p->poll;
        who->first = member;
        who->leg = PBX_NONE;
        who->caller = "";
    }
    who->last = member;
    p->queues.v[m->queue_i].talking += m->in_call;
}

/* The leg of an agent a queue dials: its channel's name is the interface and a number. */
static struct pbx_person *owner_of(struct pbx *p, const struct pbx_channel *c)
{
    const char *dash = strrchr(c->name, '-');
    if (!dash || strcasecmp(c->app, "AppQueue") != 0) {
        return NULL;
    }
    char name[256];
    size_t n = (size_t)(dash - c->name);
    if (n >= sizeof name) {
        return NULL;
    }
    memcpy(name, c->name, n);
    name[n] = '\0';
    uint32_t i = strmap_get(&p->channel_ids, name);
    return i == STRMAP_NONE || p->people.v[i].seen != p->poll ? NULL : &p->people.v[i];
}

void pbx_link_legs(struct pbx *p)
{
    for (uint32_t i = 0; i < p->legs.n; i++) {
        const struct pbx_channel *c = &p->legs.v[i];
        struct pbx_person *who = owner_of(p, c);
        if (who && (who->leg == PBX_NONE || (*c->bridge && !*p->legs.v[who->leg].bridge))) {
            who->leg = i;
        }
    }
}

/* The caller's own channel: the one the whole call is named after. */
static const struct pbx_channel *caller_leg(const struct pbx *p, const struct pbx_channel *agent)
{
    uint32_t i = strmap_get(&p->leg_uids, agent->linked);
    return i == STRMAP_NONE ? NULL : &p->legs.v[i];
}

/* The queue a caller's channel is in ("sales,r,,,40"), or PBX_NONE. */
static uint32_t queue_of_leg(const struct pbx *p, const struct pbx_channel *c)
{
    char name[128];
    size_t n = c ? strcspn(c->data, ",") : 0;
    if (n == 0 || n >= sizeof name || strcasecmp(c->app, "Queue") != 0) {
        return PBX_NONE;
    }
    memcpy(name, c->data, n);
    name[n] = '\0';
    uint32_t q = strmap_get(&p->queue_ids, name);
    return q == STRMAP_NONE ? PBX_NONE : q;
}

/* All his queues at this poll. */
struct view {
    bool in_call, held, ringing, busy, off, paused;
    uint32_t call_queue;
    const char *name, *reason;
    int64_t last_call, last_pause, login, wrap_end, calls;
    uint32_t wrap_queue;
    bool shared; /* shared_lastcall: every queue repeats the same call and count */
};

static int64_t wrapup_of(const struct pbx *p, const struct pbx_member *m)
{
    return m->wrapup_s > 0 ? m->wrapup_s : p->queues.v[m->queue_i].wrapup_s;
}

static void view_calls(struct view *v, const struct pbx_member *m)
{
    if (m->calls == UNKNOWN) {
        return;
    }
    bool again = v->calls > 0 && m->last_call > 0 && m->last_call == v->last_call;
    v->shared = v->shared || again;
    if (v->shared) {
        v->calls = v->calls > m->calls ? v->calls : m->calls;
    } else {
        v->calls = (v->calls == UNKNOWN ? 0 : v->calls) + m->calls;
    }
}

static struct view view_of(const struct pbx *p, const struct pbx_person *who)
{
    struct view v = {.paused = true,
                     .off = true,
                     .call_queue = PBX_NONE,
                     .wrap_queue = PBX_NONE,
                     .name = "",
                     .reason = "",
                     .calls = UNKNOWN};
    for (uint32_t i = who->first; i != PBX_NONE; i = p->members.v[i].next) {
        const struct pbx_member *m = &p->members.v[i];
        view_calls(&v, m);
        if (m->in_call) {
            v.in_call = true;
            v.call_queue = m->queue_i;
        }
        v.held = v.held || m->status == 8;
        v.ringing = v.ringing || m->status == 6;
        v.busy = v.busy || m->status == 2 || m->status == 3 || m->status == 7 || m->status == 8;
        v.off = v.off && (m->status == 4 || m->status == 5);
        v.paused = v.paused && m->paused;
        v.name = *v.name ? v.name : m->name;
        v.reason = m->paused && !*v.reason ? m->reason : v.reason;
        v.last_pause = m->paused && m->last_pause > v.last_pause ? m->last_pause : v.last_pause;
        v.login = v.login == 0 || (m->login > 0 && m->login < v.login) ? m->login : v.login;
        if (m->last_call > v.last_call) {
            v.last_call = m->last_call;
            v.wrap_end = m->last_call + wrapup_of(p, m);
            v.wrap_queue = m->queue_i;
        }
    }
    return v;
}

static enum agent_state state_of(const struct pbx *p, const struct view *v)
{
    if (v->in_call) {
        return v->held ? ST_HOLD : ST_TALKING;
    }
    if (v->off) {
        return ST_OFFLINE;
    }
    if (v->ringing) {
        return ST_RINGING;
    }
    if (v->busy) {
        return ST_UNAVAILABLE;
    }
    if (v->paused) {
        return ST_PAUSED;
    }
    return v->wrap_end > p->now ? ST_WRAPUP : ST_READY;
}

/* Since when he is ready, as far as the PBX's stamps tell; they do not tell when a pause ended. */
static int64_t ready_since(const struct pbx_person *who, const struct view *v, int64_t pause_seen)
{
    int64_t since = v->wrap_end > v->login ? v->wrap_end : v->login;
    if (since == 0 || (who->state == ST_COUNT && pause_seen > since)) {
        return UNKNOWN;
    }
    return since;
}

/* The latest pause of an unpaused person: AMI does not clear the stamp. */
static int64_t old_pause(const struct pbx *p, const struct pbx_person *who)
{
    int64_t t = 0;
    for (uint32_t i = who->first; i != PBX_NONE; i = p->members.v[i].next) {
        const struct pbx_member *m = &p->members.v[i];
        t = m->last_pause > t ? m->last_pause : t;
    }
    return t;
}

static int64_t since_of(const struct pbx *p, const struct pbx_person *who, const struct view *v,
                        enum agent_state state)
{
    bool first = who->state == ST_COUNT;
    bool called = v->last_call > who->last_call;
    const struct pbx_channel *leg = who->leg == PBX_NONE ? NULL : &p->legs.v[who->leg];
    int64_t of_leg = leg && leg->duration_s >= 0 ? p->now - leg->duration_s : UNKNOWN;
    int64_t sight = first ? UNKNOWN : p->now;
    switch (state) {
    case ST_PAUSED:
        return v->last_pause > 0 ? v->last_pause : sight;
    case ST_WRAPUP:
        return v->last_call;
    case ST_RINGING:
        return of_leg != UNKNOWN ? of_leg : sight;
    case ST_TALKING:
    case ST_HOLD:
        return first ? of_leg : sight;
    case ST_READY:
        if (first || called || who->state == ST_WRAPUP) {
            return ready_since(who, v, old_pause(p, who));
        }
        return sight;
    default:
        return sight;
    }
}

static void credit(struct pbx *p, struct pbx_person *who, enum agent_state state, uint32_t queue,
                   int64_t s)
{
    struct pbx_queue none = {0};
    struct pbx_queue *q = queue == PBX_NONE ? &none : &p->queues.v[queue];
    switch (state) {
    case ST_TALKING:
        who->talk_s += s;
        q->talk_s += s;
        break;
    case ST_HOLD:
        who->hold_s += s;
        q->hold_s += s;
        break;
    case ST_WRAPUP:
        who->wrap_s += s;
        q->wrap_s += s;
        break;
    case ST_READY:
        who->ready_s += s;
        break;
    case ST_PAUSED:
        who->paused_s += s;
        break;
    default:
        break;
    }
}

static bool on_call(enum agent_state s)
{
    return s == ST_TALKING || s == ST_HOLD;
}

/* Books the seconds since the last poll. A change lies somewhere between: LastCall tells exactly
 * when a call ended, else each state gets half. */
static void credit_step(struct pbx *p, struct pbx_person *who, const struct view *v,
                        enum agent_state state, uint32_t queue)
{
    int64_t step = pbx_step_s(p);
    if (who->state == ST_COUNT || step == 0) {
        return;
    }
    int64_t before = step / 2;
    if (who->state == state && who->call_queue == queue) {
        before = 0;
    } else if (on_call(who->state) && v->last_call > who->last_call) {
        before = step - (p->now - v->last_call);
        before = before < 0 ? 0 : before > step ? step : before;
    }
    credit(p, who, who->state, who->call_queue, before);
    credit(p, who, state, queue, step - before);
}

/* A call we saw run ended between the last poll and this: its stamp must lie there too, else the
 * PBX's clock is behind ours, by what the latest of them says. A stamp days off is no clock's. */
static void learn_skew(struct pbx *p, const struct pbx_person *who, const struct view *v)
{
    const int64_t tolerance_s = 2, day_s = 86400;
    int64_t behind = p->before == UNKNOWN ? 0 : p->before - v->last_call;
    if (on_call(who->state) && v->last_call > who->last_call && behind > tolerance_s &&
        behind < day_s) {
        p->behind_s = p->behind_s == 0 || behind < p->behind_s ? behind : p->behind_s;
    }
}

/* Which calls the sums of seconds are of: all that began while we watch, and one that ran already
 * if its channel tells since when. */
static void follow_calls(struct pbx *p, struct pbx_person *who, const struct view *v,
                         enum agent_state state, bool first)
{
    int64_t calls = v->calls == UNKNOWN ? UNKNOWN : v->calls + v->in_call;
    if (first && on_call(state) && who->since != UNKNOWN) {
        int64_t s = p->now - who->since;
        who->talk_s += state == ST_TALKING ? s : 0;
        who->hold_s += state == ST_HOLD ? s : 0;
        who->followed++;
    } else if (!first && calls > who->calls && who->calls != UNKNOWN) {
        who->followed += calls - who->calls;
    }
    who->calls = calls;
}

void pbx_judge_person(struct pbx *p, struct pbx_person *who)
{
    struct view v = view_of(p, who);
    enum agent_state state = state_of(p, &v);
    uint32_t queue = v.call_queue;
    if (who->leg != PBX_NONE && (on_call(state) || state == ST_RINGING)) {
        const struct pbx_channel *leg = &p->legs.v[who->leg];
        const struct pbx_channel *from = caller_leg(p, leg);
        who->caller = from && *from->number ? from->number : leg->peer_number;
        queue = queue == PBX_NONE ? queue_of_leg(p, from) : queue;
    }
    if (state == ST_WRAPUP) {
        queue = v.wrap_queue;
    }
    learn_skew(p, who, &v);
    credit_step(p, who, &v, state, queue);
    bool repaused = state == ST_PAUSED && v.last_pause > who->last_pause;
    if (who->state != state || repaused || (state == ST_READY && v.last_call > who->last_call)) {
        who->since = since_of(p, who, &v, state);
    }
    follow_calls(p, who, &v, state, who->state == ST_COUNT);
    who->state = state;
    who->call_queue = queue;
    who->paused = v.paused;
    who->name = v.name;
    who->reason = v.paused ? v.reason : "";
    who->last_call = v.last_call;
    who->last_pause = v.last_pause;
    who->login = v.login;
}

/* Who is a member of no queue any more is forgotten: if he comes back the PBX starts him anew too.
 */
void pbx_forget_people(struct pbx *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->people.n; i++) {
        struct pbx_person *who = &p->people.v[i];
        if (who->seen == p->poll) {
            p->people.v[n++] = *who;
        } else {
            free(who->location);
            free(who->channel);
        }
    }
    if (n == p->people.n) {
        return;
    }
    p->people.n = n;
    p->order_old = true;
    strmap_clear(&p->people_ids);
    strmap_clear(&p->channel_ids);
    for (uint32_t i = 0; i < n; i++) {
        strmap_add(&p->people_ids, p->people.v[i].location, i);
        strmap_add(&p->channel_ids, p->people.v[i].channel, i);
    }
}
