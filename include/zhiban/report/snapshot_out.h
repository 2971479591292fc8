/* The snapshot as zhiban gives it out: JSON of INTERFACES section 4 with the computed figures, and
 * the Prometheus text format (version 0.0.4). */
#ifndef ZHIBAN_REPORT_SNAPSHOT_OUT_H
#define ZHIBAN_REPORT_SNAPSHOT_OUT_H

#include "zhiban/base/buf.h"
#include "zhiban/model/alarm.h"
#include "zhiban/model/floor.h"

struct snapshot_out {
    const struct floor *floor;
    const struct centre *centre;
    const struct alarms *alarms; /* may be NULL */
    int64_t mono_ms;             /* ages at this reading */
    int64_t stale_s;             /* seconds since the data was current; 0: fresh */
    bool mask_callers;
    bool pretty; /* one member a line; else one line */
};
/* One document; ends in a line feed. */
void snapshot_out_json(const struct snapshot_out *o, struct buf *to);
void snapshot_out_prometheus(const struct snapshot_out *o, struct buf *to);

#endif
