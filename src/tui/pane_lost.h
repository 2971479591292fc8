/* Abandoned calls of today, newest first. */
#ifndef ZHIBAN_TUI_PANE_LOST_H
#define ZHIBAN_TUI_PANE_LOST_H

#include "list_pane.h"

struct lost_id {
    char text[28];
};
struct lost_pane {
    struct list_pane base;
    char *of_queue;          /* of a queue's drill-down; NULL: all */
    VEC(struct lost_id) ids; /* end and place in that second: stable when newer calls arrive */
};
struct lost_pane *lost_pane_new(const struct config *config, const char *queue);
bool lost_pane_fill(struct lost_pane *p, const struct view *v, enum list_work work);

#endif
