/* How many call: a daily profile with its humps at 10:00 and 15:00, quiet at night and while the
 * day shift is at table. Each queue is a non-stationary Poisson process, thinned from the highest
 * rate of the present half hour. Rates follow from the people: what they could handle, times a load
 * that leaves the larger group less slack. */
#include "floor_ops.h"

#include <string.h>

#define KNOT_MIN 30
#define PEAK_MIN 600 /* 10:00 */

/* Share of the top rate at each half hour from 00:00; straight lines between. */
static const double shape[49] = {
    .060, .050, .040, .035, .030, .025, .020, .020, .020, .020, .030, .035, .050,
    .070, .100, .180, .550, .760, .900, .970, 1.00, .960, .820, .620, .290, .210,
    .200, .220, .300, .760, .980, .960, .900, .830, .680, .520, .240, .210, .200,
    .190, .180, .165, .150, .130, .110, .095, .080, .070, .060,
};

double profile_at(double minute)
{
    double at = minute / KNOT_MIN;
    if (at < 0) {
        at = 0;
    }
    if (at > 47.999) {
        at = 47.999;
    }
    int i = (int)at;
    return shape[i] + (shape[i + 1] - shape[i]) * (at - i);
}

bool profile_open(const struct sim *s, const struct sim_queue *q)
{
    if (s->plain.on) {
        return true;
    }
    int from = q->cfg->open_from_min;
    int to = q->cfg->open_to_min;
    int64_t minute = (s->now_ms - s->midnight_ms) / 60000;
    if (from == to) {
        return true;
    }
    return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/* How much of a queue's share of the people its callers ask for. */
static double queue_demand(const struct queue_cfg *q)
{
    if (strcmp(q->channel ? q->channel : "", "outbound") == 0) {
        return 0;
    }
    if (q->skill != NULL && strcmp(q->skill, "help") == 0) {
        return 0.12;
    }
    return strcmp(q->channel ? q->channel : "", "chat") == 0 ? 0.7 : 1.0;
}

void profile_set_rates(struct sim *s)
{
    double duty = shifts_on_duty(s, PEAK_MIN);
    const double breaks = 0.85; /* what is left of the time at the seat */
    double load = s->opts.load > 0 ? s->opts.load : 1.0;
    for (size_t i = 0; i < s->queues.n; i++) {
        struct sim_queue *q = &s->queues.v[i];
        double share = 0, able = 0;
        for (size_t k = 0; k < s->people.n; k++) {
            uint64_t has = s->people.v[k].skills;
            if (has >> i & 1) {
                share += 1.0 / __builtin_popcountll(has);
                able += duty;
            }
        }
        int aht = q->cfg->aht_s > 0 ? q->cfg->aht_s : 240;
        double slack = able > 2 ? 1 - 1.0 / sqrt(able) : 0.22;
        q->inbound = queue_demand(q->cfg) > 0;
        q->peak_per_s = share * duty * breaks * slack * load * queue_demand(q->cfg) / aht;
    }
}

static double rate_factor(const struct sim *s, const struct sim_queue *q)
{
    return q->surge * (s->weekend ? 0.8 : 1.0);
}

/* Looks one half hour ahead: within it the highest rate is at one of its ends. */
void profile_next(struct sim *s, uint32_t queue)
{
    struct sim_queue *q = &s->queues.v[queue];
    if (q->peak_per_s <= 0) {
        return;
    }
    uint32_t gen = ++q->arrival;
    if (s->plain.on) {
        double wait = rng_exp(&s->rng, 1000.0 / q->peak_per_s);
        sim_push(s, s->now_ms + (int64_t)(wait + 0.5), EV_ARRIVAL, queue, gen, 1);
        return;
    }
    int64_t into = s->now_ms - s->midnight_ms;
    int knot = (int)(into / (KNOT_MIN * 60000)) % 48;
    double top = shape[knot] > shape[knot + 1] ? shape[knot] : shape[knot + 1];
    double per_ms = q->peak_per_s * rate_factor(s, q) * top / 1000;
    int64_t end = s->now_ms + KNOT_MIN * 60000 - into % (KNOT_MIN * 60000);
    double wait = rng_exp(&s->rng, 1 / per_ms);
    if (wait >= (double)(end - s->now_ms)) {
        sim_push(s, end, EV_ARRIVAL, queue, gen, 0);
    } else {
        sim_push(s, s->now_ms + (int64_t)wait, EV_ARRIVAL, queue, gen, 1);
    }
}

bool profile_accept(struct sim *s, uint32_t queue)
{
    const struct sim_queue *q = &s->queues.v[queue];
    if (s->plain.on) {
        return true;
    }
    int64_t into = s->now_ms - s->midnight_ms;
    int knot = (int)(into / (KNOT_MIN * 60000)) % 48;
    double top = shape[knot] > shape[knot + 1] ? shape[knot] : shape[knot + 1];
    bool kept = rng_chance(&s->rng, profile_at((double)into / 60000) / top);
    return kept && profile_open(s, q);
}
