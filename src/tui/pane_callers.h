/* Waiting callers: position, queue, number (masked), wait, priority; the longest wait first. */
#ifndef ZHIBAN_TUI_PANE_CALLERS_H
#define ZHIBAN_TUI_PANE_CALLERS_H

#include "list_pane.h"

struct callers_pane {
    struct list_pane base;
    char *of_queue;      /* of a queue's drill-down; NULL: all */
    uint32_t only_queue; /* index in the running fill, of it or of the filter; NO_QUEUE: none */
};
struct callers_pane *callers_pane_new(const struct config *config, const char *queue);
bool callers_pane_fill(struct callers_pane *p, const struct view *v, enum list_work work);

#endif
