/* The totals row of the queues pane: the whole floor, or what the filter lists; a person of several
 * queues counts once. */
#include <stdio.h>
#include <stdlib.h>

#include "pane_queues.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"

enum { TREND_MIN = 4 * 60 }; /* minutes of the trend */

static bool is_listed(const struct queues_pane *p, const struct view *v, uint32_t q)
{
    const char *filter = p->base.list.filter;
    return *filter == '\0' || queue_matches(v, q, filter);
}

/* Occupancy of the people, each once; as in a queue's, who is signed out and tells nothing takes no
 * part, and somebody else who tells nothing makes it unknown. */
static struct figure occupancy_of_all(const struct snapshot *s)
{
    int64_t talk = 0, hold = 0, wrap = 0, ready = 0;
    bool any = false;
    for (uint32_t i = 0; i < s->n_agents; i++) {
        const struct snap_agent *a = &s->agents[i];
        if (a->talk_s != UNKNOWN && a->hold_s != UNKNOWN && a->wrap_s != UNKNOWN &&
            a->ready_s != UNKNOWN) {
            any = true;
            talk += a->talk_s;
            hold += a->hold_s;
            wrap += a->wrap_s;
            ready += a->ready_s;
        } else if (a->state != ST_OFFLINE) {
            return (struct figure){0};
        }
    }
    return any ? fig_occupancy(talk, hold, wrap, ready) : (struct figure){0};
}

/* The whole floor: what the totals keep holds queues that have left the list too. */
static void total_all(struct queues_pane *p, const struct view *v)
{
    const struct floor *f = v->floor;
    p->heads = f->heads;
    p->waiting = f->waiting;
    p->answerable = 0;
    for (uint32_t i = 0; i < f->snap->n_agents; i++) {
        const struct snap_agent *a = &f->snap->agents[i];
        p->answerable += a->state == ST_READY && !a->paused && a->n_queues > 0;
    }
    p->occupancy = occupancy_of_all(f->snap);
    struct period_total sum =
        v->totals ? totals_sum(v->totals, v->period) : (struct period_total){.t = tally_unknown()};
    p->sum = sum.t;
    p->about = sum.approx;
    p->sum_interval = v->totals ? totals_sum(v->totals, PERIOD_INTERVAL).t : tally_unknown();
}

/* Only the rows that match the filter; a person of several of them counts once. */
static void total_listed(struct queues_pane *p, const struct view *v)
{
    const struct snapshot *s = v->floor->snap;
    bool *listed = mem_calloc(s->n_queues + 1, sizeof *listed);
    bool first = true;
    p->heads = (struct head_count){0};
    p->waiting = p->answerable = 0;
    p->occupancy = (struct figure){0};
    p->about = false;
    p->sum = p->sum_interval = tally_unknown();
    for (uint32_t q = 0; q < s->n_queues; q++) {
        listed[q] = is_listed(p, v, q);
        if (!listed[q]) {
            continue;
        }
        p->about = p->about || view_about(v, q, v->period);
        struct tally t = view_tally(v, q, v->period), ti = view_tally(v, q, PERIOD_INTERVAL);
        if (first) {
            p->sum = t;
            p->sum_interval = ti;
        } else {
            tally_add(&p->sum, &t);
            tally_add(&p->sum_interval, &ti);
        }
        first = false;
        bool known = s->queues[q].waiting != UNKNOWN && p->waiting != UNKNOWN;
        p->waiting = known ? p->waiting + s->queues[q].waiting : UNKNOWN;
    }
    for (uint32_t i = 0; i < s->n_agents; i++) {
        const struct snap_agent *a = &s->agents[i];
        bool in = false;
        for (uint32_t k = 0; k < a->n_queues && !in; k++) {
            in = listed[s->queue_refs[a->first_queue + k]];
        }
        p->heads.by_state[a->state] += in;
        p->heads.online += in && a->state != ST_OFFLINE && a->state != ST_UNKNOWN;
        p->heads.talking += in && (a->state == ST_TALKING || a->state == ST_HOLD);
        p->heads.not_ready += in && (a->state == ST_PAUSED || a->state == ST_UNAVAILABLE);
        p->answerable += in && a->state == ST_READY && !a->paused;
    }
    free(listed);
}

static void total_word(struct queues_pane *p, const struct view *v)
{
    struct buf word = {0};
    struct period_total sum =
        v->totals ? totals_sum(v->totals, v->period) : (struct period_total){0};
    if (view_since_late(&sum)) {
        struct buf at = {0};
        put_hhmm(&at, v->centre->zone, sum.since, false);
        put_text(&word, _("Total since {0}"), buf_str(&at), NULL, NULL);
        buf_release(&at);
    } else {
        buf_puts(&word, _("Total"));
    }
    snprintf(p->total, sizeof p->total, "%s", buf_str(&word));
    buf_release(&word);
}

static void longest_of_all(struct queues_pane *p, const struct view *v)
{
    p->longest_s = UNKNOWN;
    for (uint32_t q = 0; q < v->floor->snap->n_queues; q++) {
        int64_t s = is_listed(p, v, q) ? floor_longest_s(v->floor, q, v->mono_ms) : UNKNOWN;
        p->longest_s = s > p->longest_s ? s : p->longest_s; /* UNKNOWN is the least */
    }
}

void queues_total(struct queues_pane *p, const struct view *v)
{
    if (p->base.list.filter[0]) {
        total_listed(p, v);
    } else {
        total_all(p, v);
    }
    int n = TREND_MIN / (v->centre->interval_min > 0 ? v->centre->interval_min : 30);
    p->trend_n = n < 1 ? 1 : n > LIST_SPARK ? LIST_SPARK : n;
    view_trend(v, NO_QUEUE, p->trend, p->trend_n);
    total_word(p, v);
    longest_of_all(p, v);
}
