/* Whether two snapshots show the same floor. */
#ifndef ZHIBAN_SRC_SVC_SAME_H
#define ZHIBAN_SRC_SVC_SAME_H

#include "zhiban/model/snapshot.h"

/* true: b says what a said, elapsed_ms later: every state, count and text is the same and what
 * grows with time grew as time did, so nothing has to be read or drawn again. Stops at the first
 * difference. */
bool snapshot_same(const struct snapshot *a, const struct snapshot *b, int64_t elapsed_ms);

#endif
