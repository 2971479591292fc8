/* What one agent did today: a bar over the day and the list of her states, or her calls, or her
 * pauses against what is allowed. All three read the time line. */
#ifndef ZHIBAN_TUI_PANE_TIMELINE_H
#define ZHIBAN_TUI_PANE_TIMELINE_H

#include "list_pane.h"

enum timeline_what { TIMELINE_STATES, TIMELINE_CALLS, TIMELINE_PAUSES };
struct timeline_span { /* a state, or a call made of ringing, talking and after-call work */
    int64_t from, to;
    enum agent_state state;
    bool seen, running;
    const char *reason; /* only good during a fill */
    int64_t ring_s, talk_s, hold_s, wrap_s;
    char id[24];
};
struct timeline_pause {
    char id[32];
    int64_t times, used_s, longest_s;
    int64_t allowed_s, once_s; /* in a shift, and at once; UNKNOWN: no limit */
};
#define TIMELINE_BAR 512
struct timeline_pane {
    struct list_pane base;
    enum timeline_what what;
    char *agent;
    VEC(struct timeline_span) spans; /* oldest first */
    VEC(struct timeline_pause) pauses;
    int64_t from, to; /* of the bar: the day so far, whole hours */
    int first_hour, hours;
    uint8_t bar[TIMELINE_BAR]; /* states over from..to, ST_COUNT: no data */
};
struct pane *timeline_pane_new(const struct config *config, const char *agent,
                               enum timeline_what what);

#endif
