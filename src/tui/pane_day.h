/* The day by interval, of one queue or of all: a table, under the trend chart where there are rows
 * for both; and the figures the chart draws. */
#ifndef ZHIBAN_TUI_PANE_DAY_H
#define ZHIBAN_TUI_PANE_DAY_H

#include "list_pane.h"

struct day_interval {
    int64_t from; /* UTC s */
    struct tally t;
    int64_t max_waiting, max_longest_s,
        min_ready; /* UNKNOWN for all queues together, but for the longest */
    bool seen, partial, approx;
};
/* The intervals of the running day up to now, oldest first; returns their number. queue: NULL, all
 * but outbound ones, as totals_sum. */
int day_read(const struct view *v, const char *queue, struct day_interval to[INTERVALS_MAX]);

struct trend;
struct day_pane {
    struct list_pane base;
    char *of_queue; /* of a queue's drill-down; NULL: all, or the filter's */
    int n;
    struct day_interval day[INTERVALS_MAX];
    struct tally sum;
    bool about; /* the sum is approx */
    char ids[INTERVALS_MAX][8];
    struct trend *chart;
};
struct day_pane *day_pane_new(const struct config *config, const char *queue);
bool day_pane_fill(struct day_pane *p, const struct view *v, enum list_work work);
/* For screens: all queues, filtered by Q. */
struct pane *pane_day_new(struct app *app);

#endif
