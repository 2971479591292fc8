/* Alarms: what stands now, worst first, and the history of today. */
#ifndef ZHIBAN_TUI_PANE_ALARMS_H
#define ZHIBAN_TUI_PANE_ALARMS_H

#include "list_pane.h"

struct alarm_id {
    char text[12];
};
struct alarms_pane {
    struct list_pane base;
    bool history;
    uint32_t asked;           /* the alarm whose note is being typed */
    VEC(struct alarm_id) ids; /* numbers as texts, by row */
};
struct alarms_pane *alarms_pane_new(const struct config *config, bool history);
bool alarms_pane_fill(struct alarms_pane *p, const struct view *v, enum list_work work);

/* The alarm as a sentence in the running language: "Complaints: longest wait 0:34 > 0:30". Appends.
 */
void alarm_text(struct buf *to, const struct centre *c, const struct alarm *a);

#endif
