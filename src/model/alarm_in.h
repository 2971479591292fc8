/* Between the rules (what is seen now) and the machine (what stands). */
#ifndef ZHIBAN_MODEL_ALARM_IN_H
#define ZHIBAN_MODEL_ALARM_IN_H

#include "zhiban/model/alarm.h"

/* What a rule sees of one subject at one step. */
struct sight {
    enum alarm_kind kind;
    const char *subject, *name, *detail; /* copied when an alarm is made */
    enum level level;                    /* never OK: what is not seen is within its limits */
    int64_t value, limit;
    uint32_t queue; /* index into the floor's queues, or NO_QUEUE */
};

/* One step's surroundings, for the rules. */
struct judging {
    struct alarms *alarms;
    const struct floor *floor;
    const struct centre *centre;
    const struct timeline *timeline; /* may be NULL */
    int64_t now, mono_ms;
    bool once; /* one-shot: no hold times, rates from the backend's own counters */
};

void alarms_see(const struct judging *j, const struct sight *s);
/* A rate that cannot be judged now: its alarm is held as it is, for one interval at most. */
void alarms_unjudged(const struct judging *j, enum alarm_kind kind, const char *subject);
/* Whether any alarm of a rate exists, so that alarms_unjudged has something to hold. */
bool alarms_hold_rates(const struct alarms *a);

/* All rules over the floor. */
void alarm_rules(const struct judging *j);

#endif
