/* Running totals of a queue by differences between polls: they survive counters going down and a
 * backend restart, and are kept for three periods and for every interval of the day. A difference
 * across a long gap (over three polls, and over stale_s) is not booked to a period that began
 * inside the gap. A counter that went down, or a counters_since that moved on, means that all
 * counters of that queue began again from 0. Unknown counters stay unknown, in sums too. */
#ifndef ZHIBAN_MODEL_TOTALS_H
#define ZHIBAN_MODEL_TOTALS_H

#include "zhiban/model/centre.h"
#include "zhiban/model/snapshot.h"

enum period { PERIOD_INTERVAL, PERIOD_SEGMENT, PERIOD_DAY, PERIOD_COUNT };
extern const char *const period_words[PERIOD_COUNT]; /* "interval", "segment", "day" */

enum since_kind { SINCE_START, SINCE_BACKEND, SINCE_FIRST_POLL };
struct period_total {
    struct tally t;
    int64_t since; /* UTC s from which it counts; UNKNOWN: nothing is known of this period yet */
    enum since_kind kind; /* the period's own start seen, the backend's start, or the first poll */
    bool approx;          /* averages, abandons and service level hold the backend's own averages */
};

#define INTERVALS_MAX 100 /* of a day, 25 hours long at most; interval_min ≥ 15 */
struct interval_total {
    int index;            /* from day start */
    bool partial, approx; /* approx: as of a period */
    struct tally t;
    int64_t max_waiting, max_longest_s, min_ready;
};

struct queue_totals {
    char *id;
    struct period_total period[PERIOD_COUNT];
    VEC(struct interval_total) intervals; /* of the day in which it was seen, ascending */
    bool outbound;                        /* dials out: not in totals_sum */
    int64_t longest_today_s;              /* the longest wait of the day, not the same as now */
};

/* Adds part to sum, field by field; a sum with an unknown part is unknown. */
void tally_add(struct tally *sum, const struct tally *part);

#define QUEUES_KEPT_MAX 20000
struct totals;
struct totals *totals_new(void);
void totals_free(struct totals *t);
/* A clock that runs `speed` times as fast (demo) has polls that much further apart; 1 at first. */
void totals_set_speed(struct totals *t, double speed);
/* Books one snapshot at civil instant now (UTC s). The centre gives zone, day start, segments,
 * interval. */
void totals_apply(struct totals *t, const struct snapshot *s, const struct centre *c, int64_t now);
/* Rolls the periods over when no snapshot came (the board at 00:00 with a dead feed). */
void totals_roll(struct totals *t, const struct centre *c, int64_t now);
/* NULL: the queue was never seen, or was forgotten: one that is gone since before the day, or
 * whenever a snapshot leaves more than QUEUES_KEPT_MAX, is dropped by totals_apply. */
const struct queue_totals *totals_queue(const struct totals *t, const char *id);
/* NULL: the queue was not seen in that interval of the day. */
const struct interval_total *totals_interval(const struct queue_totals *q, int index);
/* The sum over the queues seen in the period, outbound ones left out; since is the latest of
 * theirs. */
struct period_total totals_sum(const struct totals *t, enum period p);
/* Interval index of an instant in the present day; −1 outside it. */
int totals_interval_index(const struct totals *t, const struct centre *c, int64_t at);
/* How often the backend's counters went back (restart, reset). */
int totals_resets(const struct totals *t);

#endif
