/* Numbers as data: digits and a full stop whatever the locale says. */
#ifndef ZHIBAN_REPORT_NUMBER_H
#define ZHIBAN_REPORT_NUMBER_H

#include "zhiban/base/buf.h"
#include "zhiban/base/civil.h"
#include "zhiban/model/figures.h"

/* Append the figure as figure_pct and figure_secs round it, without a unit, so that a file and the
 * screen never disagree. false: unknown or infinite, nothing was appended. */
bool number_pct(struct buf *to, struct figure f);
bool number_secs(struct buf *to, struct figure f);
/* RFC 3339 in the zone (NULL: UTC). */
void number_time(struct buf *to, const struct zone *z, int64_t t);

#endif
