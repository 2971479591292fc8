/* The lists of `zhiban status`: queues and agents as report rows. */
#ifndef ZHIBAN_CLI_STATUS_REPORT_H
#define ZHIBAN_CLI_STATUS_REPORT_H

#include "zhiban/model/alarm.h"
#include "zhiban/model/floor.h"
#include "zhiban/report/report.h"

struct status_view {
    const struct floor *floor;
    const struct centre *centre;
    int64_t mono_ms;
    bool people; /* for people: translated words, marks, durations; else for programs */
    bool dated;  /* the first column is the snapshot's time */
};
/* Both initialise r; release it with report_release. */
void status_queues(struct report *r, const struct status_view *v);
void status_agents(struct report *r, const struct status_view *v);

#endif
