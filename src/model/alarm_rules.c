/* The rules: what is beyond its limit on the floor now. High is bad for waits, counts of waiting,
 * abandonment and time in state; low is bad for service level, answer rate and ready agents. Counts
 * are judged at their limit, times and rates beyond it. One limit only: critical 10 points worse
 * (rates) or at twice it. */
#include <math.h>

#include "zhiban/base/mem.h"

#include "alarm_in.h"

#define POINTS_WORSE 10
#define TIMES_WORSE 2

static void see_queue(const struct judging *j, uint32_t i, enum alarm_kind kind, enum level level,
                      int64_t value, int64_t limit)
{
    const struct snap_queue *q = &j->floor->snap->queues[i];
    if (level != LEVEL_OK) {
        alarms_see(j, &(struct sight){.kind = kind,
                                      .subject = q->id,
                                      .name = q->name,
                                      .detail = "",
                                      .level = level,
                                      .value = value,
                                      .limit = limit,
                                      .queue = i});
    }
}

static void waiting_rule(const struct judging *j, uint32_t i)
{
    int64_t n = j->floor->snap->queues[i].waiting, limit;
    enum level level = queue_waiting_level(&j->floor->queues[i], n, &limit);
    see_queue(j, i, AL_QUEUE_WAITING, level, n, limit);
}

static void longest_rule(const struct judging *j, uint32_t i)
{
    int64_t s = floor_longest_s(j->floor, i, j->mono_ms), limit;
    enum level level = queue_wait_level(&j->floor->queues[i], s, &limit);
    see_queue(j, i, AL_QUEUE_LONGEST, level, s, limit);
}

/* low: a figure that is bad below its limit. Values and limits in tenths of a percent. */
static void rate_rule(const struct judging *j, uint32_t i, enum alarm_kind kind, struct figure f,
                      int limit_pct)
{
    if (!f.known || limit_pct == NO_LIMIT) {
        return;
    }
    bool low = !alarm_defs[kind].high_is_bad;
    double worse_by = low ? limit_pct - f.value : f.value - limit_pct;
    int crit_pct = low ? limit_pct - POINTS_WORSE : limit_pct + POINTS_WORSE;
    int64_t value = llround(f.value * 10);
    if (worse_by > POINTS_WORSE) {
        see_queue(j, i, kind, LEVEL_CRITICAL, value, (int64_t)crit_pct * 10);
    } else if (worse_by > 0) {
        see_queue(j, i, kind, LEVEL_WARN, value, (int64_t)limit_pct * 10);
    }
}

static void rate_rules(const struct judging *j, uint32_t i)
{
    static const enum alarm_kind rates[] = {AL_QUEUE_SL, AL_QUEUE_ANSWER_RATE, AL_QUEUE_ABANDON};
    const struct floor_queue *fq = &j->floor->queues[i];
    const struct snap_queue *q = &j->floor->snap->queues[i];
    const struct centre *c = j->centre;
    struct tally t = fq->totals ? fq->totals->period[PERIOD_INTERVAL].t : tally_unknown();
    if (j->once && t.decided < c->rate_min_decided) {
        t = q->t;
    }
    if (t.decided < c->rate_min_decided) { /* UNKNOWN too */
        for (size_t k = 0; alarms_hold_rates(j->alarms) && k < sizeof rates / sizeof *rates; k++) {
            alarms_unjudged(j, rates[k], q->id);
        }
        return;
    }
    rate_rule(j, i, AL_QUEUE_SL, fig_service_level(&t, c->sl_variant), queue_sl_pct(c, fq->cfg));
    rate_rule(j, i, AL_QUEUE_ANSWER_RATE, fig_answer_rate(&t), queue_answer_pct(c, fq->cfg));
    rate_rule(j, i, AL_QUEUE_ABANDON, fig_abandon_rate(&t), queue_abandon_pct(c, fq->cfg));
}

/* Who is there: nobody signed in (where hours are not configured, only when somebody waits), or
 * fewer ready than the segment asks for. */
static void staff_rules(const struct judging *j, uint32_t i)
{
    const struct floor_queue *fq = &j->floor->queues[i];
    int64_t waiting = j->floor->snap->queues[i].waiting;
    bool wait = waiting != UNKNOWN && waiting > 0;
    if (j->floor->snap->n_agents == 0) {
        return; /* the backend tells nothing of agents */
    }
    if (fq->heads.online == 0) {
        if (fq->cfg || wait) {
            see_queue(j, i, AL_QUEUE_NO_AGENT, wait ? LEVEL_CRITICAL : LEVEL_WARN, 0, 1);
        }
        return;
    }
    int min = fq->cfg && j->floor->segment ? queue_min_ready(fq->cfg, j->floor->segment->code) : 0;
    if (fq->answerable < min) {
        bool none = fq->answerable == 0 && min > 1;
        see_queue(j, i, AL_QUEUE_READY, none ? LEVEL_CRITICAL : LEVEL_WARN, fq->answerable, min);
    }
}

static void queue_rules(const struct judging *j)
{
    for (uint32_t i = 0; i < j->floor->snap->n_queues; i++) {
        waiting_rule(j, i);
        if (j->floor->queues[i].open) {
            longest_rule(j, i);
            rate_rules(j, i);
            staff_rules(j, i);
        } else if (j->floor->snap->queues[i].waiting > 0) {
            longest_rule(j, i);
        }
    }
}

static const char *agent_name(const struct floor *f, uint32_t i)
{
    const struct snap_agent *s = &f->snap->agents[i];
    const struct staff_cfg *staff = f->agents[i].staff;
    if (*s->name != '\0') {
        return s->name;
    }
    return staff && *staff->name_zh ? staff->name_zh : s->id;
}

static void see_agent(const struct judging *j, uint32_t i, enum alarm_kind kind, enum level level,
                      int64_t value, int64_t limit)
{
    const struct snap_agent *s = &j->floor->snap->agents[i];
    alarms_see(j, &(struct sight){.kind = kind,
                                  .subject = s->id,
                                  .name = agent_name(j->floor, i),
                                  .detail = s->state == ST_PAUSED ? s->reason : "",
                                  .level = level,
                                  .value = value,
                                  .limit = limit,
                                  .queue = NO_QUEUE});
}

/* All pauses of the present reason in this shift (by day: since the day began). */
static void pause_day_rule(const struct judging *j, uint32_t i)
{
    const struct floor *f = j->floor;
    const struct pause_cfg *p = f->agents[i].pause;
    int64_t limit = p ? (int64_t)pause_max_per_shift_min(p, f->night) * 60 : NO_LIMIT;
    if (!j->timeline || limit == NO_LIMIT) {
        return;
    }
    int64_t from = f->night ? f->segment_from
                            : civil_day_start(j->centre->zone, j->now, j->centre->day_start_min);
    const struct snap_agent *s = &f->snap->agents[i];
    int64_t used = timeline_paused_s(j->timeline, s->id, s->reason, from, j->now);
    if (used > limit) {
        bool alert = strcmp(p->over_action, "alert") == 0;
        see_agent(j, i, AL_AGENT_PAUSE_DAY, alert ? LEVEL_CRITICAL : LEVEL_WARN, used, limit);
    }
}

static void agent_rules(const struct judging *j)
{
    static const enum alarm_kind kind_of[ST_COUNT] = {
        [ST_OFFLINE] = AL_COUNT,      [ST_READY] = AL_COUNT,       [ST_RINGING] = AL_AGENT_RING,
        [ST_TALKING] = AL_AGENT_TALK, [ST_HOLD] = AL_AGENT_TALK,   [ST_WRAPUP] = AL_AGENT_WRAPUP,
        [ST_PAUSED] = AL_AGENT_PAUSE, [ST_UNAVAILABLE] = AL_COUNT, [ST_UNKNOWN] = AL_COUNT,
    };
    const struct floor *f = j->floor;
    for (uint32_t i = 0; i < f->snap->n_agents; i++) {
        enum agent_state state = f->snap->agents[i].state;
        if (kind_of[state] == AL_COUNT) {
            continue;
        }
        enum level level = floor_agent_level(f, i, j->mono_ms);
        if (level != LEVEL_OK) {
            const struct floor_agent *a = &f->agents[i];
            see_agent(j, i, kind_of[state], level, floor_state_s(f, i, j->mono_ms),
                      level == LEVEL_CRITICAL ? a->limit_crit_s : a->limit_warn_s);
        }
        if (state == ST_PAUSED) {
            pause_day_rule(j, i);
        }
    }
}

static const char *group_name(const struct judging *j, const char *id)
{
    if (j->floor->night) {
        const struct site_cfg *site = centre_site(j->centre, id);
        return site && *site->name_zh ? site->name_zh : id;
    }
    const struct team_cfg *team = centre_team(j->centre, id);
    return team && *team->name_zh ? team->name_zh : id;
}

static void share_of(const struct judging *j, const struct floor_group *g, size_t pause, int64_t n)
{
    const struct pause_cfg *p = &j->centre->pauses.v[pause];
    int64_t limit = pause_share_limit(g->heads.online, p->max_share_pct);
    if (n <= limit) {
        return;
    }
    bool worse = n > limit * TIMES_WORSE;
    alarms_see(j, &(struct sight){.kind = AL_PAUSE_SHARE,
                                  .subject = g->id,
                                  .name = group_name(j, g->id),
                                  .detail = p->code,
                                  .level = worse ? LEVEL_CRITICAL : LEVEL_WARN,
                                  .value = n,
                                  .limit = limit,
                                  .queue = NO_QUEUE});
}

/* How many of a team (at night: of a site) are in one reason at once. */
static void share_rules(const struct judging *j)
{
    const struct floor *f = j->floor;
    size_t n_pauses = j->centre->pauses.n;
    size_t n_groups = f->night ? f->n_sites : f->n_teams;
    const struct floor_group *groups = f->night ? f->sites : f->teams;
    if (n_pauses == 0 || n_groups == 0) {
        return;
    }
    uint32_t *count = mem_calloc(n_groups, n_pauses * sizeof *count);
    for (uint32_t i = 0; i < f->snap->n_agents; i++) {
        const struct floor_agent *a = &f->agents[i];
        uint32_t g = f->night ? a->site : a->team;
        if (f->snap->agents[i].state == ST_PAUSED && a->pause && g != NO_GROUP) {
            count[g * n_pauses + (size_t)(a->pause - j->centre->pauses.v)]++;
        }
    }
    for (size_t g = 0; g < n_groups; g++) {
        for (size_t p = 0; groups[g].heads.not_ready > 0 && p < n_pauses; p++) {
            if (count[g * n_pauses + p] > 0) {
                share_of(j, &groups[g], p, count[g * n_pauses + p]);
            }
        }
    }
    free(count);
}

void alarm_rules(const struct judging *j)
{
    queue_rules(j);
    agent_rules(j);
    share_rules(j);
    int64_t warnings = (int64_t)j->floor->snap->n_warnings + j->floor->snap->n_warnings_dropped;
    if (warnings > 0) {
        alarms_see(j, &(struct sight){.kind = AL_DATA,
                                      .subject = "",
                                      .name = "",
                                      .detail = j->floor->snap->warnings[0].where,
                                      .level = LEVEL_WARN,
                                      .value = warnings,
                                      .queue = NO_QUEUE});
    }
}
