/* Trend of today: offered, answered and abandoned calls and the service level by interval, as bars
 * with an axis, or as sparklines where rows are few. */
#ifndef ZHIBAN_TUI_PANE_TREND_H
#define ZHIBAN_TUI_PANE_TREND_H

#include "pane_day.h"

struct trend {
    int n;     /* intervals of the day up to now */
    int first; /* the first one with data, moved back to a full hour */
    int per_hour;
    int first_hour;       /* civil hour of interval `first` */
    bool stale, abandons; /* abandons: told apart from other losses */
    double offered[INTERVALS_MAX], answered[INTERVALS_MAX], lost[INTERVALS_MAX],
        sl[INTERVALS_MAX]; /* −1 none */
    double max;            /* of offered */
    int sl_target;         /* % */
    char title[128];
};
void trend_fill(struct trend *t, const struct view *v, const char *queue);
void trend_draw(const struct trend *t, struct canvas *c);

#endif
