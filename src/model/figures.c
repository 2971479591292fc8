/* The formulas of METRICS.md. Every rate goes through ratio(): a part that is unknown, or a
 * denominator of nothing, makes the figure unknown, never 0. */
#include "zhiban/model/figures.h"

#include <math.h>
#include <stdio.h>

#define DAY_WORKED_S (8 * 3600) /* the handbook's working day (R115) */

/* A sum in which one unknown part makes the whole unknown. */
static int64_t plus(int64_t a, int64_t b)
{
    return a == UNKNOWN || b == UNKNOWN ? UNKNOWN : a + b;
}

static int64_t minus(int64_t a, int64_t b)
{
    return a == UNKNOWN || b == UNKNOWN ? UNKNOWN : a - b;
}

static struct figure ratio(int64_t part, int64_t whole, double scale)
{
    if (part == UNKNOWN || whole == UNKNOWN || part < 0 || whole <= 0) {
        return (struct figure){0};
    }
    return (struct figure){.known = true, .value = scale * (double)part / (double)whole};
}

struct figure fig_about(struct figure f, bool approx)
{
    f.approx = f.known && (f.approx || approx);
    return f;
}

struct figure fig_service_level(const struct tally *t, enum sl_variant v)
{
    int64_t ends = plus(t->answered, t->abandoned);
    switch (v) {
    case SL_F1:
        return ratio(plus(t->answered_in_target, t->abandoned_in_target), ends, 100);
    case SL_F2:
        return ratio(t->answered_in_target, t->answered, 100);
    case SL_F3:
        return ratio(t->answered_in_target, ends, 100);
    case SL_F4:
        return ratio(t->answered_in_target, minus(ends, t->abandoned_in_target), 100);
    case SL_F5:
        return ratio(t->answered_in_target, minus(ends, t->abandoned_short), 100);
    }
    return (struct figure){0};
}

struct figure fig_answered_within(int64_t answered_within, int64_t decided)
{
    return ratio(answered_within, decided, 100);
}

struct figure fig_answer_rate(const struct tally *t)
{
    return ratio(t->answered, t->decided, 100);
}

struct figure fig_abandon_rate(const struct tally *t)
{
    return ratio(minus(t->abandoned, t->abandoned_short), minus(t->decided, t->abandoned_short),
                 100);
}

struct figure fig_loss_rate(const struct tally *t)
{
    return ratio(minus(t->decided, t->answered), t->decided, 100);
}

struct figure fig_aht_part(int64_t sum_s, int64_t n)
{
    return ratio(sum_s, n, 1);
}

struct figure fig_asa(const struct tally *t)
{
    return ratio(t->wait_s, t->answered, 1);
}

struct figure fig_aht(const struct tally *t)
{
    return ratio(plus(t->talk_s, plus(t->hold_s, t->wrap_s)), t->answered, 1);
}

struct figure fig_att(const struct tally *t)
{
    return ratio(t->talk_s, t->answered, 1);
}

struct figure fig_acw(const struct tally *t)
{
    return ratio(t->wrap_s, t->answered, 1);
}

struct figure fig_occupancy(int64_t talk_s, int64_t hold_s, int64_t wrap_s, int64_t ready_s)
{
    int64_t busy = plus(talk_s, plus(hold_s, wrap_s));
    return ratio(busy, plus(busy, ready_s), 100);
}

struct figure fig_seat_utilisation(int64_t talk_s, int64_t ready_s, int64_t wrap_s,
                                   int64_t working_days)
{
    int64_t whole = working_days == UNKNOWN ? UNKNOWN : working_days * DAY_WORKED_S;
    return ratio(plus(talk_s, plus(ready_s, wrap_s)), whole, 100);
}

struct figure fig_utilisation(int64_t signed_in_s, int64_t meal_break_s, int64_t paid_s)
{
    return ratio(minus(signed_in_s, meal_break_s), paid_s, 100);
}

struct figure fig_adherence(int64_t scheduled_min, int64_t wrong_min, int64_t outside_min)
{
    int64_t whole = plus(scheduled_min, outside_min);
    struct figure wrong = ratio(plus(wrong_min, outside_min), whole, 100);
    if (wrong.known) {
        wrong.value = wrong.value < 100 ? 100 - wrong.value : 0;
    }
    return wrong;
}

struct figure fig_conformance(int64_t worked_min, int64_t scheduled_min)
{
    if (worked_min != UNKNOWN && worked_min > 0 && scheduled_min == 0) {
        return (struct figure){.known = true, .infinite = true};
    }
    return ratio(worked_min, scheduled_min, 100);
}

struct figure fig_shrinkage(int64_t unavailable_min, int64_t scheduled_min)
{
    return ratio(unavailable_min, scheduled_min, 100);
}

struct figure fig_attendance_rate(int64_t half_days_attended, int64_t working_days)
{
    return ratio(half_days_attended, working_days, 50);
}

struct figure fig_punctual_rate(int64_t days_on_time, int64_t working_days,
                                int64_t leave_training_days)
{
    return ratio(days_on_time, minus(working_days, leave_training_days), 100);
}

struct figure fig_wape(const double *actual, const double *forecast, size_t n)
{
    double error = 0, sum = 0;
    for (size_t i = 0; i < n; i++) {
        error += fabs(actual[i] - forecast[i]);
        sum += actual[i];
    }
    if (!(sum > 0) || !isfinite(error)) {
        return (struct figure){0};
    }
    return (struct figure){.known = true, .value = 100 * error / sum};
}

struct figure fig_not_ready_rate(int64_t not_ready, int64_t signed_in)
{
    return ratio(not_ready, signed_in, 100);
}

/* "–" or "∞" where there is no number; false: there is one. */
static bool no_number(struct figure f, char to[16])
{
    if (f.known && !f.infinite) {
        return false;
    }
    snprintf(to, 16, "%s", f.known ? "∞" : "–");
    return true;
}

/* Rounded half away from zero, kept to what 16 bytes can show. */
static int64_t rounded(double v)
{
    const double most = 99999999;
    v = v > most ? most : v < -most ? -most : v;
    return (int64_t)llround(v);
}

void figure_pct(struct figure f, char to[16])
{
    if (no_number(f, to)) {
        return;
    }
    int64_t tenths = rounded(f.value * 10); /* printf's own decimal point follows the locale */
    snprintf(to, 16, "%s%d.%d%%", tenths < 0 ? "-" : "", (int)(llabs(tenths) / 10),
             (int)(llabs(tenths) % 10));
}

void figure_secs(struct figure f, char to[16])
{
    if (!no_number(f, to)) {
        snprintf(to, 16, "%d", (int)rounded(f.value));
    }
}

void figure_mmss(struct figure f, char to[16])
{
    if (no_number(f, to)) {
        return;
    }
    int s = (int)rounded(f.value);
    s = s > 0 ? s : 0;
    if (s < 3600) {
        snprintf(to, 16, "%d:%02d", s / 60, s % 60);
    } else {
        snprintf(to, 16, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }
}
