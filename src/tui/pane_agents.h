/* Agents: one row a person, worst time in state first; filters by site, team, queue and state,
 * groups by team or state. */
#ifndef ZHIBAN_TUI_PANE_AGENTS_H
#define ZHIBAN_TUI_PANE_AGENTS_H

#include "list_pane.h"

struct agents_pane {
    struct list_pane base;
    char *of_queue; /* of a queue's drill-down: only its agents; NULL: all */
    uint32_t
        only_queue; /* its index, or of the queue filter, in the running fill; NO_QUEUE: none */
    uint32_t fixed_queue;
    int only_state; /* −1: any */
    bool unfolded;  /* signed-out people are shown too */
    /* The people listed. */
    struct head_count heads;
    int64_t people, folded, answered, calls, missed, talk_s, wrap_s;
    char total[64];
};
/* queue: NULL, or only the agents of that queue. */
struct agents_pane *agents_pane_new(const struct config *config, const char *queue);
/* Its table of columns, for checks of the configuration. */
const struct list_ops *agents_pane_list(void);
bool agents_pane_fill(struct agents_pane *p, const struct view *v, enum list_work work);

/* Seconds over what the pause reason allows at once; 0: not over, or no limit. */
int64_t agent_overrun_s(const struct view *v, uint32_t agent);

#endif
