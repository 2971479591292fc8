/* Drill-down of a queue: its callers, its agents, its day by interval, its abandoned calls, and the
 * formula of each figure with the values put in. */
#ifndef ZHIBAN_TUI_DETAIL_QUEUE_H
#define ZHIBAN_TUI_DETAIL_QUEUE_H

#include "pane.h"

struct pane *detail_queue_new(struct app *app, const char *id);

#endif
