/* Queues: one row each, the worst alarm first, closed healthy ones folded away. */
#ifndef ZHIBAN_TUI_PANE_QUEUES_H
#define ZHIBAN_TUI_PANE_QUEUES_H

#include "list_pane.h"

struct queues_pane {
    struct list_pane base;
    bool unfolded;
    uint32_t n_folded;
    /* Of the totals row, made once a fill: people and calls of the rows listed. */
    struct head_count heads;
    struct tally sum, sum_interval;
    bool about; /* the sum of the period is approx */
    int64_t waiting, longest_s, answerable;
    struct figure occupancy;
    int trend_n;
    double trend[LIST_SPARK], trend_max; /* of all rows: every trend has the same length */
    double one[LIST_SPARK];              /* of the row being read */
    char total[64];                      /* the word in the totals row */
};
struct queues_pane *queues_pane_new(const struct config *config);
/* Makes the totals of the rows that are listed (queues_total.c). */
void queues_total(struct queues_pane *p, const struct view *v);
/* Whether a queue's id or name holds the text. */
bool queue_matches(const struct view *v, uint32_t q, const char *text);
/* Its table of columns, for checks of the configuration. */
const struct list_ops *queues_pane_list(void);
bool queues_pane_fill(struct queues_pane *p, const struct view *v, enum list_work work);

#endif
