/* The centre as a whole: life, look-up by id, and the running segment. */
#include "zhiban/model/centre.h"

#include <strings.h>

#include "zhiban/base/intl.h"

#include "centre_in.h"

#define DAY_MIN 1440

void centre_init(struct centre *c)
{
    *c = (struct centre){0};
    centre_set_defaults(c);
}

void centre_release(struct centre *c)
{
    if (!c) {
        return;
    }
    centre_free_settings(c);
    centre_free_nouns(c);
    zone_free(c->zone);
    *c = (struct centre){0};
}

/* The entry of `list` whose `id` is key: through the map, or by a walk where the list was filled by
 * hand. */
#define LOOK_UP(list, map, key, id)                                                                \
    do {                                                                                           \
        uint32_t at_ = strmap_get((map), (key));                                                   \
        if (at_ != STRMAP_NONE) {                                                                  \
            return &(list)->v[at_];                                                                \
        }                                                                                          \
        for (size_t i_ = 0; (map)->n != (list)->n && i_ < (list)->n; i_++) {                       \
            if (strcmp((list)->v[i_].id, (key)) == 0) {                                            \
                return &(list)->v[i_];                                                             \
            }                                                                                      \
        }                                                                                          \
        return NULL;                                                                               \
    } while (0)

const struct queue_cfg *centre_queue(const struct centre *c, const char *id)
{
    LOOK_UP(&c->queues, &c->by_queue, id, id);
}

const struct pause_cfg *centre_pause(const struct centre *c, const char *code)
{
    for (size_t i = 0; i < c->pauses.n; i++) { /* few; switches differ in the case they send */
        if (strcasecmp(c->pauses.v[i].code, code) == 0) {
            return &c->pauses.v[i];
        }
    }
    return NULL;
}

const struct staff_cfg *centre_staff(const struct centre *c, const char *id)
{
    LOOK_UP(&c->staff, &c->by_staff, id, id);
}

const struct team_cfg *centre_team(const struct centre *c, const char *id)
{
    LOOK_UP(&c->teams, &c->by_team, id, id);
}

const struct segment_cfg *centre_segment(const struct centre *c, const char *code)
{
    LOOK_UP(&c->segments, &c->by_segment, code, code);
}

const struct site_cfg *centre_site(const struct centre *c, const char *id)
{
    LOOK_UP(&c->sites, &c->by_site, id, id);
}

const char *centre_name(const char *zh, const char *en, bool chinese)
{
    const char *first = chinese ? zh : en, *second = chinese ? en : zh;
    return first && *first ? first : second ? second : "";
}

/* Whether the main site is run by a segment: kind segment, and a minimum where any has one. */
static bool runs_main(const struct centre *c, const struct segment_cfg *s)
{
    bool any = false;
    for (size_t i = 0; i < c->segments.n; i++) {
        const struct segment_cfg *o = &c->segments.v[i];
        any = any || (strcmp(o->kind, "segment") == 0 && o->min_main > 0);
    }
    return strcmp(s->kind, "segment") == 0 && (!any || s->min_main > 0);
}

/* Whether any minute of the day belongs to two running segments. */
static enum err_code check_segments(const struct centre *c, struct err *e)
{
    const struct segment_cfg *owner[DAY_MIN] = {0};
    for (size_t i = 0; i < c->segments.n; i++) {
        const struct segment_cfg *s = &c->segments.v[i];
        for (int k = 0; runs_main(c, s) && k < s->n_blocks; k++) {
            for (int m = s->block[k].from_min; m < s->block[k].to_min; m++) {
                const struct segment_cfg **at = &owner[m % DAY_MIN];
                if (*at) {
                    return err_set(e, ERR_PARSE, N_("segments {0} and {1} overlap"), (*at)->code,
                                   s->code);
                }
                *at = s;
            }
        }
    }
    return OK;
}

/* A critical limit below its warning would never let the warning show. */
static enum err_code check_limits(const struct centre *c, struct err *e)
{
    for (size_t i = 0; i < c->queues.n; i++) {
        const struct queue_cfg *q = &c->queues.v[i];
        if ((q->waiting_crit && q->waiting_crit < q->waiting_warn) ||
            (q->longest_crit_s && q->longest_crit_s < q->longest_warn_s)) {
            return err_set(e, ERR_PARSE,
                           N_("queue {0}: a critical limit is below its warning limit"), q->id);
        }
    }
    for (size_t i = 0; i < c->pauses.n; i++) {
        const struct pause_cfg *p = &c->pauses.v[i];
        if (p->max_min && p->max_min < p->warn_min) {
            return err_set(e, ERR_PARSE, N_("pause reason {0}: max_minutes is below warn_minutes"),
                           p->code);
        }
    }
    return OK;
}

enum err_code centre_finish(struct centre *c, struct err *e)
{
    if (DAY_MIN % c->interval_min != 0) {
        return err_set(e, ERR_PARSE,
                       N_("sched.interval_min = {0}: the day cannot be cut into such intervals"),
                       NUM(c->interval_min));
    }
    enum err_code r = check_segments(c, e);
    if (r == OK) {
        r = check_limits(c, e);
    }
    if (r != OK) {
        return r;
    }
    struct zone *zone = NULL;
    r = zone_load(c->zone_name, &zone, e);
    if (r == OK) {
        zone_free(c->zone);
        c->zone = zone;
    }
    return r;
}

/* The instant of minute `min` (over 1440: of the days after) of a local date. */
static int64_t minute_of(const struct zone *z, int64_t day, int min)
{
    struct civil at = {0};
    civil_from_days(day + min / DAY_MIN, &at);
    at.hour = min % DAY_MIN / 60;
    at.min = min % 60;
    at.sec = 0;
    return civil_to(z, &at);
}

const struct segment_cfg *centre_segment_at(const struct centre *c, int64_t t, int64_t *from,
                                            int64_t *to, int64_t *business_day)
{
    struct civil now = civil_at(c->zone, t);
    int64_t today = civil_days(now.year, now.mon, now.day);
    for (size_t i = 0; i < c->segments.n; i++) {
        const struct segment_cfg *s = &c->segments.v[i];
        if (s->n_blocks == 0 || !runs_main(c, s)) {
            continue;
        }
        for (int64_t day = today; day >= today - 1; day--) {
            for (int k = 0; k < s->n_blocks; k++) {
                int64_t start = minute_of(c->zone, day, s->block[k].from_min);
                int64_t end = minute_of(c->zone, day, s->block[k].to_min);
                if (start <= t && t < end) {
                    *from = start;
                    *to = end;
                    *business_day = day;
                    return s;
                }
            }
        }
    }
    return NULL;
}

bool queue_open_at(const struct queue_cfg *q, const struct zone *z, int64_t t)
{
    int from = q->open_from_min, to = q->open_to_min;
    if (from == to || (from == 0 && to == DAY_MIN)) {
        return true;
    }
    struct civil now = civil_at(z, t);
    int min = now.hour * 60 + now.min;
    if (to <= from) {
        to += DAY_MIN;
    }
    return (min >= from && min < to) || (min + DAY_MIN >= from && min + DAY_MIN < to);
}

static int own_or(const struct queue_cfg *q, int own, int centre)
{
    return own != 0 || queue_outbound(q) ? own : centre;
}

int queue_sl_pct(const struct centre *c, const struct queue_cfg *q)
{
    return own_or(q, q ? q->sl_pct : 0, c->sl_pct);
}

int queue_sl_s(const struct centre *c, const struct queue_cfg *q)
{
    return own_or(q, q ? q->sl_s : 0, c->sl_s);
}

int queue_answer_pct(const struct centre *c, const struct queue_cfg *q)
{
    return own_or(q, q ? q->answer_pct : 0, c->answer_pct);
}

int queue_abandon_pct(const struct centre *c, const struct queue_cfg *q)
{
    return own_or(q, q ? q->abandon_pct : 0, c->abandon_pct);
}

int queue_min_ready(const struct queue_cfg *q, const char *segment)
{
    for (int i = 0; i < q->n_min_ready; i++) {
        if (strcmp(q->min_ready[i].segment, segment) == 0) {
            return q->min_ready[i].min;
        }
    }
    return 0;
}

bool segment_is_night(const struct segment_cfg *s)
{
    return s && s->n_blocks > 0 && s->block[s->n_blocks - 1].to_min > DAY_MIN;
}

int pause_max_min(const struct pause_cfg *p, bool night)
{
    return night && p->night_max_min >= 0 ? p->night_max_min : p->max_min;
}

int pause_max_per_shift_min(const struct pause_cfg *p, bool night)
{
    return night && p->night_max_per_shift_min >= 0 ? p->night_max_per_shift_min
                                                    : p->max_per_shift_min;
}

bool queue_outbound(const struct queue_cfg *q)
{
    return q != NULL && q->channel != NULL && strcmp(q->channel, "outbound") == 0;
}
