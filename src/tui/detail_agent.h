/* Drill-down of an agent: the time line of her states, her calls, totals, queues, and pauses used
 * against what is allowed. */
#ifndef ZHIBAN_TUI_DETAIL_AGENT_H
#define ZHIBAN_TUI_DETAIL_AGENT_H

#include "pane.h"

struct pane *detail_agent_new(struct app *app, const char *id);

#endif
