/* The reader's floor as a snapshot. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "pbx.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"
#include "zhiban/model/snapshot_builder.h"

#define DAY_S 86400
/* Static members are added when the queues are loaded, seconds after the start. */
#define LOAD_S 120

static const char *clean(struct pbx *p, const char *s)
{
    struct arena *a = &snap_builder_snapshot(p->b)->arena;
    return text_clean_arena(a, s, strlen(s), TEXT_NAME_MAX);
}

/* Local/113@from-queue/n → 113; PJSIP/6001 → 6001. */
static const char *extension(struct pbx *p, const char *location)
{
    const char *slash = strchr(location, '/');
    size_t n = slash ? strcspn(slash + 1, "@/") : 0;
    struct arena *a = &snap_builder_snapshot(p->b)->arena;
    return n > 0 ? text_clean_arena(a, slash + 1, n, TEXT_NAME_MAX) : "";
}

void pbx_build_agent(struct pbx *p, const struct pbx_person *who)
{
    struct snap_agent *a = snap_add_agent(p->b, who->location, who->location);
    if (!a) {
        return;
    }
    a->name = *who->name ? clean(p, who->name) : a->id;
    a->name = *a->name ? a->name : a->id;
    a->reason = clean(p, who->reason);
    a->extension = extension(p, who->location);
    a->caller = clean(p, who->caller);
    a->state = who->state;
    a->paused = who->paused;
    a->since = who->since;
    a->answered = who->calls;
    a->talk_s = who->talk_s;
    a->hold_s = who->hold_s;
    a->wrap_s = who->wrap_s;
    a->ready_s = who->ready_s;
    a->paused_s = who->paused_s;
    a->summed = who->followed;
    a->login = who->login > 0 ? who->login : UNKNOWN;
    for (uint32_t i = who->first; i != PBX_NONE; i = p->members.v[i].next) {
        snap_agent_queue(p->b, a, p->queues.v[p->members.v[i].queue_i].id);
    }
    bool call = who->state == ST_TALKING || who->state == ST_HOLD || who->state == ST_RINGING;
    if (call && who->call_queue != PBX_NONE) {
        snap_agent_call_queue(p->b, a, p->queues.v[who->call_queue].id);
    }
}

static void build_queue(struct pbx *p, const struct pbx_queue *q)
{
    struct snap_queue *to = snap_add_queue(p->b, q->id, q->id);
    if (!to) {
        return;
    }
    to->waiting = q->waiting;
    to->longest_wait_s = q->waiting == 0 ? 0 : q->longest_s;
    to->target_s = q->target_s;
    to->agents_ready_hint = q->available;
    to->lost = q->lost;
    to->approx = q->seeded;
    to->approx_asa_s = q->answered > 0 ? q->hold_avg_s : UNKNOWN;
    to->approx_talk_s = q->completed > 0 ? q->talk_avg_s : UNKNOWN;
    to->approx_sl_permille = q->completed > 0 ? q->sl_permille : UNKNOWN;
    to->t.offered = q->offered;
    to->t.answered = q->answered;
    to->t.answered_in_target = q->in_target;
    to->t.wait_s = q->wait_s;
    to->t.talk_s = q->talk_s;
    to->t.hold_s = q->hold_s;
    to->t.wrap_s = q->wrap_s;
    if (p->has_channels) {
        to->t.abandoned = q->gone;
        to->t.abandoned_in_target = q->gone_in_target;
        to->t.abandoned_short = q->gone_short;
    }
}

static void build_calls(struct pbx *p)
{
    for (size_t i = 0; i < p->calls.n; i++) {
        const struct pbx_call *c = &p->calls.v[i];
        const char *queue = p->queues.v[c->queue_i].id;
        struct snap_call *to =
            c->seen == p->poll ? snap_add_call(p->b, c->uid, queue, c->uid) : NULL;
        if (to) {
            to->caller = clean(p, c->caller);
            to->since = c->joined;
            to->wait_s = c->wait_s;
            to->position = c->position;
            to->priority = c->priority;
        }
    }
    for (size_t i = 0; i < p->ended.n; i++) {
        const struct pbx_ended *e = &p->ended.v[i];
        const struct pbx_queue *q = &p->queues.v[e->queue_i];
        struct snap_ended *to =
            q->seen == p->poll ? snap_add_ended(p->b, e->uid, q->id, e->uid) : NULL;
        if (to) {
            to->caller = clean(p, e->caller);
            to->since = e->since;
            to->ended = e->at;
            to->outcome = e->outcome;
        }
    }
}

/* The instant of CoreStatus' start, read in a zone; UNKNOWN when it is none. */
static int64_t start_in(const struct pbx *p, const struct zone *z, const struct zone *utc)
{
    char text[sizeof p->startup + 1];
    int n = snprintf(text, sizeof text, "%sZ", p->startup);
    int64_t t;
    if (!civil_parse(text, (size_t)n, &t)) {
        return UNKNOWN;
    }
    struct civil c = civil_at(utc, t);
    return civil_to(z, &c);
}

static int64_t first_login(const struct pbx *p)
{
    int64_t first = UNKNOWN;
    for (size_t i = 0; i < p->people.n; i++) {
        int64_t t = p->people.v[i].login;
        first = t > 0 && (first == UNKNOWN || t < first) ? t : first;
    }
    return first;
}

/* CoreStatus tells the start in the PBX's own zone, unnamed. It is taken for the centre's, unless
 * only UTC agrees with when the first members were loaded, or with a start that is over. */
static int64_t find_start(const struct pbx *p)
{
    struct zone *utc = zone_utc();
    int64_t login = first_login(p);
    int64_t at[2] = {p->centre && p->centre->zone ? start_in(p, p->centre->zone, utc) : UNKNOWN,
                     start_in(p, utc, utc)};
    zone_free(utc);
    for (int i = 0; i < 2; i++) {
        if (at[i] != UNKNOWN && login != UNKNOWN && login >= at[i] && login - at[i] <= LOAD_S) {
            return at[i];
        }
    }
    for (int i = 0; i < 2; i++) {
        bool after = login != UNKNOWN && at[i] > login;
        if (at[i] != UNKNOWN && at[i] <= p->now && !after) {
            return at[i];
        }
    }
    return UNKNOWN;
}

void pbx_build_floor(struct pbx *p)
{
    struct snapshot *s = snap_builder_snapshot(p->b);
    if (*p->startup && p->started == UNKNOWN) {
        p->started = find_start(p);
    }
    s->time = p->now;
    s->counters_since = p->started;
    s->has_calls = s->has_ended = true;
    for (size_t i = 0; i < p->queues.n; i++) {
        if (p->queues.v[i].seen == p->poll) {
            build_queue(p, &p->queues.v[i]);
        }
    }
    build_calls(p);
}
