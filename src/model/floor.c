/* Reading a snapshot against the centre. One pass over the agents counts everybody in the totals,
 * in the queues, the team and the site. Agents mostly come in the order of the last poll, so their
 * last reading is looked for at the same index first, and a map of ids is made only when that
 * fails. */
#include "zhiban/model/floor.h"

#include "zhiban/base/mem.h"

const char *const level_words[3] = {"ok", "warn", "critical"};

#define WRAPUP_REASON "ACW" /* the pause code that stands for after-call work */
#define TIMES_WORSE 2       /* one limit only: critical at twice it */

/* Look-ups of one reading. */
struct reading {
    struct floor *f;
    const struct floor *prev;
    struct strmap prev_ids; /* filled at the first agent that is not where it was */
    bool prev_mapped;
    VEC(struct floor_group) teams;
    VEC(struct floor_group) sites;
    struct strmap team_ids, site_ids;
    const struct pause_cfg *wrapup;
};

/* The backend's clock at the snapshot; ours where it tells none. */
static int64_t base_time(const struct floor *f)
{
    return f->snap->time != UNKNOWN ? f->snap->time : f->now;
}

static void count_head(struct head_count *h, enum agent_state s)
{
    h->by_state[s]++;
    h->online += s != ST_OFFLINE && s != ST_UNKNOWN;
    h->talking += s == ST_TALKING || s == ST_HOLD;
    h->not_ready += s == ST_PAUSED || s == ST_UNAVAILABLE;
}

/* The agent's index in the previous snapshot, or NO_AGENT. */
static uint32_t find_prev(struct reading *r, uint32_t i, const char *id)
{
    const struct snapshot *old = r->prev->snap;
    if (i < old->n_agents && strcmp(old->agents[i].id, id) == 0) {
        return i;
    }
    if (!r->prev_mapped) {
        r->prev_mapped = true;
        for (uint32_t k = 0; k < old->n_agents; k++) {
            strmap_add(&r->prev_ids, old->agents[k].id, k);
        }
    }
    return strmap_get(&r->prev_ids, id); /* STRMAP_NONE is NO_AGENT */
}

/* When the present state began: as the backend says, else as carried on, else when we saw it. */
static void read_since(struct reading *r, uint32_t i)
{
    const struct snap_agent *s = &r->f->snap->agents[i];
    struct floor_agent *a = &r->f->agents[i];
    a->since = s->since;
    if (s->since != UNKNOWN) {
        return;
    }
    a->since = base_time(r->f);
    a->since_seen = true;
    uint32_t k = r->prev ? find_prev(r, i, s->id) : NO_AGENT;
    if (k == NO_AGENT) {
        return;
    }
    const struct snap_agent *old = &r->prev->snap->agents[k];
    const struct floor_agent *was = &r->prev->agents[k];
    bool same =
        old->state == s->state && (s->state != ST_PAUSED || strcmp(old->reason, s->reason) == 0);
    if (same && was->since != UNKNOWN) {
        a->since = was->since;
        a->since_seen = was->since_seen;
    }
}

/* A pause: attention from warn_minutes on, critical over max_minutes where the reason asks for more
 * than a reminder. At night the warning keeps its distance from the longer limit. */
static void pause_ladder(const struct pause_cfg *p, bool night, struct floor_agent *a)
{
    int max = pause_max_min(p, night);
    int warn = p->warn_min;
    if (night && max > 0 && p->max_min > 0 && max != p->max_min && warn > 0) {
        warn = max > p->max_min - warn ? max - (p->max_min - warn) : max;
    }
    bool alert = strcmp(p->over_action, "alert") == 0;
    a->limit_warn_s = (int64_t)(warn > 0 ? warn : max) * 60;
    a->limit_crit_s = alert ? (int64_t)max * 60 : 0;
}

/* The longest after-call work her queues allow: of the queue of the call where it is told. */
static int wrapup_target(const struct floor *f, const struct snap_agent *s)
{
    int target = 0;
    if (s->call_queue != NO_QUEUE) {
        const struct queue_cfg *cfg = f->queues[s->call_queue].cfg;
        target = cfg ? cfg->acw_s : 0;
    }
    for (uint32_t j = 0; s->call_queue == NO_QUEUE && j < s->n_queues; j++) {
        const struct queue_cfg *cfg = f->queues[f->snap->queue_refs[s->first_queue + j]].cfg;
        target = cfg && cfg->acw_s > target ? cfg->acw_s : target;
    }
    return target;
}

static void wrapup_ladder(const struct reading *r, const struct snap_agent *s,
                          struct floor_agent *a)
{
    const struct pause_cfg *acw = r->wrapup;
    a->limit_warn_s = wrapup_target(r->f, s);
    a->limit_crit_s = a->limit_warn_s * TIMES_WORSE;
    if (!acw) {
        return;
    }
    struct floor_agent limits = {0};
    pause_ladder(acw, r->f->night, &limits);
    a->limit_warn_s = a->limit_warn_s ? a->limit_warn_s : limits.limit_warn_s;
    a->limit_crit_s = limits.limit_crit_s;
}

static void read_ladder(const struct reading *r, const struct snap_agent *s, struct floor_agent *a)
{
    const struct centre *c = r->f->centre;
    switch (s->state) {
    case ST_TALKING:
    case ST_HOLD:
        a->limit_warn_s = c->talk_limit_s;
        a->limit_crit_s = (int64_t)c->talk_limit_s * TIMES_WORSE;
        return;
    case ST_RINGING:
        a->limit_warn_s = c->ring_limit_s;
        a->limit_crit_s = (int64_t)c->ring_limit_s * TIMES_WORSE;
        return;
    case ST_WRAPUP:
        wrapup_ladder(r, s, a);
        return;
    case ST_PAUSED:
        if (a->pause) {
            pause_ladder(a->pause, r->f->night, a);
        }
        return;
    default:
        return;
    }
}

/* The index of a group; agents of one team often stand together, so the last one is tried first. */
#define GROUP_INDEX(groups, ids, id, last)                                                         \
    do {                                                                                           \
        if ((last) != NO_GROUP && strcmp((groups)->v[last].id, (id)) == 0) {                       \
            return (last);                                                                         \
        }                                                                                          \
        uint32_t at_ = strmap_add((ids), (id), (uint32_t)(groups)->n);                             \
        if (at_ == STRMAP_NONE) {                                                                  \
            at_ = (uint32_t)(groups)->n;                                                           \
            vec_push(groups) = (struct floor_group){.id = (id)};                                   \
        }                                                                                          \
        return at_;                                                                                \
    } while (0)

static uint32_t team_index(struct reading *r, const char *id, uint32_t last)
{
    GROUP_INDEX(&r->teams, &r->team_ids, id, last);
}

static uint32_t site_index(struct reading *r, const char *id, uint32_t last)
{
    GROUP_INDEX(&r->sites, &r->site_ids, id, last);
}

/* Team and site: as the backend says, else as the staff list does, else the site of the team. */
static void read_groups(struct reading *r, const struct snap_agent *s, struct floor_agent *a,
                        uint32_t last[2])
{
    const char *team = *s->team ? s->team : a->staff ? a->staff->team : "";
    const char *site = *s->site ? s->site : a->staff ? a->staff->site : "";
    if (*site == '\0' && *team != '\0') {
        const struct team_cfg *cfg = centre_team(r->f->centre, team);
        site = cfg ? cfg->site : "";
    }
    a->team = a->site = NO_GROUP;
    if (*team != '\0') {
        a->team = last[0] = team_index(r, team, last[0]);
        count_head(&r->teams.v[a->team].heads, s->state);
    }
    if (*site != '\0') {
        a->site = last[1] = site_index(r, site, last[1]);
        count_head(&r->sites.v[a->site].heads, s->state);
    }
}

/* Working sums of one queue's agents; a person who is signed out and tells nothing takes no part.
 */
struct queue_work {
    int64_t talk_s, hold_s, wrap_s, ready_s;
    bool unknown, any;
};

static void add_work(struct queue_work *w, const struct snap_agent *s)
{
    bool known = s->talk_s != UNKNOWN && s->hold_s != UNKNOWN && s->wrap_s != UNKNOWN &&
                 s->ready_s != UNKNOWN;
    if (!known) {
        w->unknown = w->unknown || s->state != ST_OFFLINE;
        return;
    }
    w->any = true;
    w->talk_s += s->talk_s;
    w->hold_s += s->hold_s;
    w->wrap_s += s->wrap_s;
    w->ready_s += s->ready_s;
}

static void read_queues(struct floor *f, const struct totals *t)
{
    const struct snapshot *snap = f->snap;
    bool unknown = snap->n_queues == 0;
    f->longest_wait_s = UNKNOWN;
    for (uint32_t i = 0; i < snap->n_queues; i++) {
        const struct snap_queue *q = &snap->queues[i];
        struct floor_queue *fq = &f->queues[i];
        fq->cfg = centre_queue(f->centre, q->id);
        fq->totals = t ? totals_queue(t, q->id) : NULL;
        fq->open = !fq->cfg || queue_open_at(fq->cfg, f->centre->zone, f->now);
        fq->answerable = snap->n_agents == 0 ? q->agents_ready_hint : 0;
        unknown = unknown || q->waiting == UNKNOWN;
        f->waiting += q->waiting == UNKNOWN ? 0 : q->waiting;
        if (q->longest_wait_s > f->longest_wait_s) { /* UNKNOWN is the least */
            f->longest_wait_s = q->longest_wait_s;
        }
    }
    f->waiting = unknown ? UNKNOWN : f->waiting;
}

static void read_agents(struct reading *r)
{
    struct floor *f = r->f;
    const struct snapshot *snap = f->snap;
    struct queue_work *work = mem_calloc((size_t)snap->n_queues + 1, sizeof *work);
    uint32_t last[2] = {NO_GROUP, NO_GROUP};
    for (uint32_t i = 0; i < snap->n_agents; i++) {
        const struct snap_agent *s = &snap->agents[i];
        struct floor_agent *a = &f->agents[i];
        a->staff = centre_staff(f->centre, s->id);
        a->pause = *s->reason ? centre_pause(f->centre, s->reason) : NULL;
        read_since(r, i);
        read_ladder(r, s, a);
        read_groups(r, s, a, last);
        count_head(&f->heads, s->state);
        for (uint32_t j = 0; j < s->n_queues; j++) {
            uint32_t q = snap->queue_refs[s->first_queue + j];
            count_head(&f->queues[q].heads, s->state);
            f->queues[q].answerable += s->state == ST_READY && !s->paused;
            add_work(&work[q], s);
        }
    }
    for (uint32_t q = 0; q < snap->n_queues; q++) {
        const struct queue_work *w = &work[q];
        if (w->any && !w->unknown) {
            f->queues[q].occupancy = fig_occupancy(w->talk_s, w->hold_s, w->wrap_s, w->ready_s);
        }
    }
    free(work);
}

/* Hands the groups over to the floor's arena. */
static void keep_groups(struct reading *r)
{
    struct floor *f = r->f;
    f->n_teams = (uint32_t)r->teams.n;
    f->n_sites = (uint32_t)r->sites.n;
    f->teams = arena_calloc(&f->arena, r->teams.n + 1, sizeof *f->teams);
    f->sites = arena_calloc(&f->arena, r->sites.n + 1, sizeof *f->sites);
    if (r->teams.n) {
        memcpy(f->teams, r->teams.v, r->teams.n * sizeof *f->teams);
    }
    if (r->sites.n) {
        memcpy(f->sites, r->sites.v, r->sites.n * sizeof *f->sites);
    }
    vec_free(&r->teams);
    vec_free(&r->sites);
}

struct floor *floor_read(const struct snapshot *snap, const struct floor *prev,
                         const struct centre *c, const struct totals *t, int64_t now)
{
    struct floor *f = mem_calloc(1, sizeof *f);
    f->snap = snap;
    f->centre = c;
    f->now = now;
    f->queues = arena_calloc(&f->arena, (size_t)snap->n_queues + 1, sizeof *f->queues);
    f->agents = arena_calloc(&f->arena, (size_t)snap->n_agents + 1, sizeof *f->agents);
    f->clock_diff_s = snap->time != UNKNOWN ? snap->time - now : 0;
    f->segment = centre_segment_at(c, now, &f->segment_from, &f->segment_to, &f->business_day);
    f->night = segment_is_night(f->segment);
    struct reading r = {.f = f, .prev = prev, .wrapup = centre_pause(c, WRAPUP_REASON)};
    read_queues(f, t);
    read_agents(&r);
    keep_groups(&r);
    strmap_release(&r.prev_ids);
    strmap_release(&r.team_ids);
    strmap_release(&r.site_ids);
    return f;
}

void floor_free(struct floor *f)
{
    if (f) {
        arena_release(&f->arena);
        free(f);
    }
}

/* Seconds since the snapshot arrived, on the clock that no one can set. */
static int64_t elapsed_s(const struct floor *f, int64_t mono_ms)
{
    int64_t ms = mono_ms - f->snap->received_mono_ms;
    return ms > 0 ? ms / 1000 : 0;
}

int64_t floor_state_s(const struct floor *f, uint32_t agent, int64_t mono_ms)
{
    int64_t since = f->agents[agent].since;
    if (since == UNKNOWN) {
        return UNKNOWN;
    }
    int64_t s = base_time(f) - since + elapsed_s(f, mono_ms);
    return s > 0 ? s : 0;
}

int64_t floor_call_wait_s(const struct floor *f, uint32_t call, int64_t mono_ms)
{
    int64_t wait = f->snap->calls[call].wait_s;
    return wait == UNKNOWN ? UNKNOWN : wait + elapsed_s(f, mono_ms);
}

int64_t floor_longest_s(const struct floor *f, uint32_t queue, int64_t mono_ms)
{
    const struct snap_queue *q = &f->snap->queues[queue];
    if (q->longest_wait_s == UNKNOWN || q->waiting == 0) {
        return q->waiting == 0 ? 0 : UNKNOWN;
    }
    return q->longest_wait_s + elapsed_s(f, mono_ms);
}

enum level floor_agent_level(const struct floor *f, uint32_t agent, int64_t mono_ms)
{
    const struct floor_agent *a = &f->agents[agent];
    if (a->limit_warn_s == NO_LIMIT && a->limit_crit_s == NO_LIMIT) {
        return LEVEL_OK;
    }
    int64_t s = floor_state_s(f, agent, mono_ms); /* UNKNOWN is below any limit */
    if (a->limit_crit_s != NO_LIMIT && s > a->limit_crit_s) {
        return LEVEL_CRITICAL;
    }
    return a->limit_warn_s != NO_LIMIT && s > a->limit_warn_s ? LEVEL_WARN : LEVEL_OK;
}

/* Whether value is bad by a limit; NO_LIMIT never is. */
static bool is_bad(int64_t value, int64_t limit, bool beyond)
{
    return limit != NO_LIMIT && (beyond ? value > limit : value >= limit);
}

/* UNKNOWN is below any limit. */
static enum level two_limits(int64_t value, int64_t warn, int64_t crit, bool beyond, int64_t *limit)
{
    crit = crit != NO_LIMIT ? crit : warn * TIMES_WORSE;
    enum level level = is_bad(value, crit, beyond)   ? LEVEL_CRITICAL
                       : is_bad(value, warn, beyond) ? LEVEL_WARN
                                                     : LEVEL_OK;
    if (limit) {
        *limit = level == LEVEL_CRITICAL ? crit : level == LEVEL_WARN ? warn : NO_LIMIT;
    }
    return level;
}

enum level queue_waiting_level(const struct floor_queue *q, int64_t n, int64_t *limit)
{
    enum level level = two_limits(n, q->cfg ? q->cfg->waiting_warn : NO_LIMIT,
                                  q->cfg ? q->cfg->waiting_crit : NO_LIMIT, false, limit);
    return level == LEVEL_OK && n > 0 && !q->open ? LEVEL_WARN : level;
}

enum level queue_wait_level(const struct floor_queue *q, int64_t s, int64_t *limit)
{
    return two_limits(s, q->cfg ? q->cfg->longest_warn_s : NO_LIMIT,
                      q->cfg ? q->cfg->longest_crit_s : NO_LIMIT, true, limit);
}

int64_t pause_share_limit(int64_t signed_in, int max_share_pct)
{
    if (max_share_pct <= 0) {
        return INT64_MAX;
    }
    int64_t people = (signed_in * max_share_pct + 99) / 100;
    return people > 1 ? people : 1;
}
