/* The list of abandoned calls of the day: told by the backend (`ended`), or inferred from counters
 * where that is unambiguous. Of a backend that does not tell abandons apart from other losses it
 * holds the lost calls, with the outcome unknown. */
#ifndef ZHIBAN_SRC_SVC_LOST_H
#define ZHIBAN_SRC_SVC_LOST_H

#include "zhiban/base/strmap.h"
#include "zhiban/svc/app.h"

#define LOST_MAX 2000

struct lost_entry {
    struct lost_call call; /* its texts are owned through the four below */
    char *id, *caller, *queue_id, *queue_name;
};
struct lost {
    VEC(struct lost_entry) calls; /* by end, oldest first */
    struct strmap by_id;          /* what is listed already */
};
void lost_release(struct lost *l);
/* Books what ended between two snapshots (prev may be NULL). true: the list changed. */
bool lost_apply(struct lost *l, const struct snapshot *prev, const struct snapshot *s, int64_t now,
                int64_t day_start);
/* Forgets what ended before the day began. */
bool lost_roll(struct lost *l, int64_t day_start);

#endif
