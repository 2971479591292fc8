/* Faults on demand: how the server misbehaves (INTERFACES section 2). A fault of some percent hits
 * that share of the answers, drawn from the floor's seed; without a percentage it hits every
 * answer. */
#ifndef ZHIBAN_SIM_FAULT_H
#define ZHIBAN_SIM_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "zhiban/base/err.h"

#include "rng.h"

#define RESET_EVERY_MS 60000

struct faults {
    int slow_ms;                                  /* before each answer */
    double drop, garbage, truncate, stall, error; /* shares 0..1 */
    int status;                                   /* of error */
    bool reset_counters, badcert;
};

/* What happens to one answer, `slow_ms` apart; the worst of those drawn. */
enum fault_kind { FAULT_NONE, FAULT_ERROR, FAULT_TRUNCATE, FAULT_GARBAGE, FAULT_DROP, FAULT_STALL };

/* Adds one --fault: slow=2s, slow=500ms, drop=10%, garbage, truncate, status=503, stall,
 * reset-counters or badcert; garbage, truncate and stall may have a percentage too. */
enum err_code fault_add(struct faults *f, const char *text, struct err *e);
enum fault_kind fault_draw(const struct faults *f, struct rng *r);

#endif
