/* Every figure of METRICS.md, computed once from integer counts. An undefined figure (0/0, or a
 * part unknown) is not known and shown as "–". */
#ifndef ZHIBAN_MODEL_FIGURES_H
#define ZHIBAN_MODEL_FIGURES_H

#include <stdbool.h>

#include "zhiban/model/centre.h"
#include "zhiban/model/snapshot.h"

struct figure {
    bool known;
    bool infinite; /* x/0 of conformance */
    bool approx;   /* from the backend's own averages: "≈" for people, unknown to machines */
    double value;  /* percent, or seconds */
};

struct figure fig_about(struct figure f, bool approx); /* marks it as approx, where it is so */
struct figure fig_service_level(const struct tally *t, enum sl_variant v);   /* % */
struct figure fig_answered_within(int64_t answered_within, int64_t decided); /* % */
struct figure fig_answer_rate(const struct tally *t);                        /* % A / decided */
struct figure fig_abandon_rate(const struct tally *t); /* % (B − BS) / (decided − BS) */
struct figure fig_loss_rate(const struct tally *t);    /* % (decided − A) / decided */
struct figure fig_asa(const struct tally *t);          /* s */
struct figure fig_aht(const struct tally *t);          /* s (talk + hold + wrap) / A */
struct figure fig_att(const struct tally *t);          /* s talk / A */
struct figure fig_acw(const struct tally *t);          /* s wrap / A */
struct figure fig_aht_part(int64_t sum_s, int64_t n);  /* s, any sum by any count */
struct figure fig_occupancy(int64_t talk_s, int64_t hold_s, int64_t wrap_s,
                            int64_t ready_s); /* % */
struct figure fig_seat_utilisation(int64_t talk_s, int64_t ready_s, int64_t wrap_s,
                                   int64_t working_days); /* R115 */
struct figure fig_utilisation(int64_t signed_in_s, int64_t meal_break_s, int64_t paid_s);
/* 遵时率: minutes; exception and extra work outside the shift (added to both parts). */
struct figure fig_adherence(int64_t scheduled_min, int64_t wrong_min, int64_t outside_min);
struct figure fig_conformance(int64_t worked_min, int64_t scheduled_min);
struct figure fig_shrinkage(int64_t unavailable_min, int64_t scheduled_min);
struct figure fig_attendance_rate(int64_t half_days_attended, int64_t working_days);
struct figure fig_punctual_rate(int64_t days_on_time, int64_t working_days,
                                int64_t leave_training_days);
struct figure fig_wape(const double *actual, const double *forecast, size_t n);
struct figure fig_not_ready_rate(int64_t not_ready, int64_t signed_in);

/* The table behind zhiban-metrics(7), the help of a column and the drill-down's formulas. */
struct figure_def {
    const char *key;     /* "service_level" */
    const char *name;    /* N_() */
    const char *formula; /* N_(), in words and symbols */
    const char *note;    /* N_() */
    const char *unit;    /* "%", "s", "calls", "agents" */
};
extern const struct figure_def figure_defs[];
extern const size_t n_figure_defs;
const struct figure_def *figure_def(const char *key);

/* 12.345 → "12.3%", unknown → "–", infinite → "∞"; to holds 16 bytes. */
void figure_pct(struct figure f, char to[16]);
/* Whole seconds, "–" when unknown. */
void figure_secs(struct figure f, char to[16]);
/* m:ss. */
void figure_mmss(struct figure f, char to[16]);

#endif
