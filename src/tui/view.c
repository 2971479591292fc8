/* The bundle panes read, and what they have in common: names, marks, words, looks. */
#include "view.h"

#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/text.h"

struct view view_of(const struct app *app)
{
    struct view v = {
        .app = app,
        .centre = app_centre(app),
        .config = app_config(app),
        .floor = app_floor(app),
        .totals = app_totals(app),
        .timeline = app_timeline(app),
        .alarms = app_alarms(app),
        .feed = app_feed(app),
        .period = app_period(app),
        .mono_ms = app_mono_ms(app),
        .now = app_now(app),
    };
    return v;
}

size_t view_lost_count(const struct view *v)
{
    return v->app ? app_lost_count(v->app) : v->n_lost;
}

const struct lost_call *view_lost_at(const struct view *v, size_t i)
{
    return v->app ? app_lost_at(v->app, i) : &v->lost[i];
}

bool view_stale(const struct view *v)
{
    return v->feed.state == FEED_STALE || v->feed.state == FEED_DOWN;
}

/* ---- names ------------------------------------------------------------- */

static bool has(const char *s)
{
    return s && *s;
}

const char *view_pick(const char *zh, const char *en)
{
    return centre_name(zh, en, intl_chinese());
}

const char *view_queue_name(const struct view *v, uint32_t queue)
{
    const struct snapshot *s = v->floor->snap;
    if (queue >= s->n_queues) {
        return "";
    }
    const struct queue_cfg *cfg = v->floor->queues[queue].cfg;
    const char *name = cfg ? view_pick(cfg->name_zh, cfg->name_en) : "";
    if (has(name)) {
        return name;
    }
    return has(s->queues[queue].name) ? s->queues[queue].name : s->queues[queue].id;
}

const char *view_team_name(const struct view *v, const char *team)
{
    const struct team_cfg *t = has(team) ? centre_team(v->centre, team) : NULL;
    const char *name = t ? view_pick(t->name_zh, t->name_en) : "";
    return has(name) ? name : team ? team : "";
}

const char *view_site_name(const struct view *v, const char *site)
{
    const struct site_cfg *s = has(site) ? centre_site(v->centre, site) : NULL;
    const char *name = s ? view_pick(s->name_zh, s->name_en) : "";
    return has(name) ? name : site ? site : "";
}

const char *view_pause_name(const struct centre *c, const char *code)
{
    const struct pause_cfg *p = has(code) ? centre_pause(c, code) : NULL;
    const char *name = p ? view_pick(p->name_zh, p->name_en) : "";
    return has(name) ? name : code ? code : "";
}

const char *view_reason_name(const struct view *v, uint32_t agent)
{
    const struct pause_cfg *p = v->floor->agents[agent].pause;
    const char *name = p ? view_pick(p->name_zh, p->name_en) : "";
    return has(name) ? name : v->floor->snap->agents[agent].reason;
}

const char *view_team(const struct view *v, uint32_t agent)
{
    uint32_t team = v->floor->agents[agent].team;
    return team == NO_GROUP ? "" : v->floor->teams[team].id;
}

const char *view_site(const struct view *v, uint32_t agent)
{
    uint32_t site = v->floor->agents[agent].site;
    return site == NO_GROUP ? "" : v->floor->sites[site].id;
}

uint32_t view_find_queue(const struct view *v, const char *id)
{
    const struct snapshot *s = v->floor ? v->floor->snap : NULL;
    for (uint32_t i = 0; s && i < s->n_queues; i++) {
        if (strcmp(s->queues[i].id, id) == 0) {
            return i;
        }
    }
    return NO_QUEUE;
}

uint32_t view_find_agent(const struct view *v, const char *id)
{
    const struct snapshot *s = v->floor ? v->floor->snap : NULL;
    for (uint32_t i = 0; s && i < s->n_agents; i++) {
        if (strcmp(s->agents[i].id, id) == 0) {
            return i;
        }
    }
    return NO_AGENT;
}

bool view_agent_in(const struct view *v, uint32_t agent, uint32_t queue)
{
    const struct snapshot *s = v->floor->snap;
    const struct snap_agent *a = &s->agents[agent];
    for (uint32_t i = 0; i < a->n_queues; i++) {
        if (s->queue_refs[a->first_queue + i] == queue) {
            return true;
        }
    }
    return false;
}

void view_caller(const struct view *v, struct buf *to, const char *caller)
{
    if (!has(caller)) {
        return;
    }
    if (v->centre->mask_caller) {
        text_mask_number(to, caller);
    } else {
        buf_puts(to, caller);
    }
}

/* ---- totals ------------------------------------------------------------ */

struct tally view_tally(const struct view *v, uint32_t queue, enum period p)
{
    const struct queue_totals *t = v->floor->queues[queue].totals;
    return t ? t->period[p].t : tally_unknown();
}

bool view_about(const struct view *v, uint32_t queue, enum period p)
{
    const struct queue_totals *t = v->floor->queues[queue].totals;
    return t && t->period[p].approx;
}

int64_t view_lost_calls(const struct tally *t)
{
    if (t->abandoned != UNKNOWN) {
        return t->abandoned;
    }
    if (t->decided == UNKNOWN || t->answered == UNKNOWN) {
        return UNKNOWN;
    }
    return t->decided - t->answered;
}

bool view_abandons_known(const struct view *v)
{
    const struct snapshot *s = v->floor ? v->floor->snap : NULL;
    bool lost = false;
    for (uint32_t i = 0; s && i < s->n_queues; i++) {
        if (s->queues[i].t.abandoned != UNKNOWN) {
            return true;
        }
        lost = lost || s->queues[i].lost != UNKNOWN;
    }
    return !lost;
}

const char *view_lost_word(const struct view *v)
{
    return view_abandons_known(v) ? _("Abandoned") : _("Losses");
}

static double offered_in(const struct queue_totals *t, int i)
{
    const struct interval_total *it = t ? totals_interval(t, i) : NULL;
    return it && it->t.offered != UNKNOWN ? (double)it->t.offered : -1;
}

void view_trend(const struct view *v, uint32_t queue, double *to, int n)
{
    int now = v->totals ? totals_interval_index(v->totals, v->centre, v->now) : -1;
    for (int k = 0; k < n; k++) {
        int i = now < 0 ? -1 : now - (n - 1) + k;
        to[k] = -1;
        if (queue != NO_QUEUE) {
            to[k] = offered_in(v->floor->queues[queue].totals, i);
            continue;
        }
        for (uint32_t q = 0; q < v->floor->snap->n_queues; q++) {
            double one = offered_in(v->floor->queues[q].totals, i);
            if (one >= 0) {
                to[k] = to[k] < 0 ? one : to[k] + one;
            }
        }
    }
}

const char *view_period_word(enum period p)
{
    switch (p) {
    case PERIOD_INTERVAL:
        return _("This interval");
    case PERIOD_SEGMENT:
        return _("This shift");
    default:
        return _("Today");
    }
}

bool view_since_late(const struct period_total *t)
{
    return t->kind != SINCE_START && t->since != UNKNOWN && t->since != 0;
}

void view_put_since(const struct view *v, struct buf *to)
{
    if (!v->totals || !v->floor) {
        return;
    }
    struct period_total sum = totals_sum(v->totals, v->period);
    if (view_since_late(&sum)) {
        struct buf at = {0};
        put_hhmm(&at, v->centre->zone, sum.since, false);
        buf_puts(to, " · ");
        put_text(to, _("since {0}"), buf_str(&at), NULL, NULL);
        buf_release(&at);
    }
}

int64_t view_seen_since(const struct view *v)
{
    const struct interval_total *first = NULL;
    for (uint32_t q = 0; v->totals && v->floor && q < v->floor->snap->n_queues; q++) {
        const struct queue_totals *t = v->floor->queues[q].totals;
        if (t && t->intervals.n > 0 && (!first || t->intervals.v[0].index < first->index)) {
            first = &t->intervals.v[0];
        }
    }
    if (!first || !v->centre->zone) {
        return UNKNOWN;
    }
    int64_t length = (int64_t)v->centre->interval_min * 60;
    int64_t from = civil_day_start(v->centre->zone, v->now, v->centre->day_start_min) +
                   (int64_t)first->index * length;
    for (int p = 0; p < PERIOD_COUNT && first->partial; p++) {
        struct period_total sum = totals_sum(v->totals, (enum period)p);
        if (sum.kind == SINCE_FIRST_POLL && sum.since >= from && sum.since < from + length) {
            return sum.since;
        }
    }
    return from;
}

void view_put_seen(const struct view *v, struct buf *to)
{
    int64_t since = view_seen_since(v);
    if (since != UNKNOWN &&
        since > civil_day_start(v->centre->zone, v->now, v->centre->day_start_min)) {
        struct buf at = {0};
        put_hhmm(&at, v->centre->zone, since, false);
        buf_puts(to, " · ");
        put_text(to, _("since {0}"), buf_str(&at), NULL, NULL);
        buf_release(&at);
    }
}

/* ---- words and looks --------------------------------------------------- */

static const struct {
    const char *word;
    enum style style;
    int order;
} states[ST_COUNT] = {
    [ST_OFFLINE] = {N_("Signed out"), STY_OFF, 8},
    [ST_READY] = {N_("Ready"), STY_READY, 1},
    [ST_RINGING] = {N_("Ringing"), STY_RING, 2},
    [ST_TALKING] = {N_("Talking"), STY_TALK, 3},
    [ST_HOLD] = {N_("On hold"), STY_TALK, 4},
    [ST_WRAPUP] = {N_("After-call work"), STY_WRAP, 5},
    [ST_PAUSED] = {N_("Not ready"), STY_PAUSE, 6},
    [ST_UNAVAILABLE] = {N_("Unavailable"), STY_PAUSE, 7},
    [ST_UNKNOWN] = {N_("Unknown"), STY_OFF, 9},
};

const char *state_word(enum agent_state s)
{
    return _(states[s].word);
}

enum style state_style(enum agent_state s)
{
    return states[s].style;
}

int state_order(enum agent_state s)
{
    return states[s].order;
}

const char *level_mark(enum level l)
{
    return l == LEVEL_CRITICAL ? "‼" : l == LEVEL_WARN ? "!" : "";
}

const char *mark_drawn(const char *mark, bool ascii)
{
    return ascii && strcmp(mark, "‼") == 0 ? "!!" : mark;
}

const char *level_word(enum level l)
{
    return l == LEVEL_CRITICAL ? _("Critical") : l == LEVEL_WARN ? _("Warning") : "";
}

enum style level_style(enum level l, enum style calm)
{
    return l == LEVEL_CRITICAL ? STY_CRITICAL : l == LEVEL_WARN ? STY_WARN : calm;
}

void put_count(struct buf *to, int64_t n)
{
    if (n == UNKNOWN) {
        buf_puts(to, "–");
    } else {
        buf_i64(to, n);
    }
}

void put_hhmm(struct buf *to, const struct zone *z, int64_t at, bool seconds)
{
    if (at == UNKNOWN || !z) {
        buf_puts(to, "–");
        return;
    }
    struct civil c = civil_at(z, at);
    if (seconds) {
        buf_printf(to, "%02d:%02d:%02d", c.hour, c.min, c.sec);
    } else {
        buf_printf(to, "%02d:%02d", c.hour, c.min);
    }
}

void put_text(struct buf *to, const char *text, const char *a0, const char *a1, const char *a2)
{
    struct err args = {0};
    err_set(&args, OK, text, a0 ? a0 : "", a1 ? a1 : "", a2 ? a2 : "");
    err_format(to, text, &args);
}

const char *count_text(char to[24], int64_t n)
{
    return n == UNKNOWN ? "–" : err_num_(to, n);
}
