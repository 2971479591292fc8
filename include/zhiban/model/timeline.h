/* What each agent did today: state changes as they were seen, at most TIMELINE_MAX a person (the
 * oldest go first). The time line of the drill-down. */
#ifndef ZHIBAN_MODEL_TIMELINE_H
#define ZHIBAN_MODEL_TIMELINE_H

#include "zhiban/model/floor.h"

#define TIMELINE_MAX 256
struct timeline_entry {
    int64_t at;      /* UTC s */
    uint8_t state;   /* enum agent_state */
    bool seen;       /* `at` is when we saw it, not the backend's own time */
    uint16_t reason; /* index for timeline_reason; 0 none */
};

struct timeline;
struct timeline *timeline_new(void);
void timeline_free(struct timeline *t);
/* Books what changed since the last floor. Drops what ended before day_start (a segment's start at
 * night); the state in force at that moment is kept with its own time. */
void timeline_apply(struct timeline *t, const struct floor *f, int64_t day_start);
/* Marks a gap (feed down from–to): the line shows it as no data. */
void timeline_gap(struct timeline *t, int64_t from, int64_t to);
/* The entries of a person, oldest first; a gap is a stretch of ST_UNKNOWN. Valid until the next
 * call. */
size_t timeline_get(const struct timeline *t, const char *agent_id,
                    const struct timeline_entry **to);
const char *timeline_reason(const struct timeline *t, uint16_t reason);
/* Seconds in pause reason (NULL: any of class rest, and those without a class) since `from`, the
 * running one included up to now. */
int64_t timeline_paused_s(const struct timeline *t, const char *agent_id, const char *reason,
                          int64_t from, int64_t now);

#endif
