/* See fault.h. */
#include "fault.h"

#include <stdlib.h>
#include <string.h>

#include "zhiban/base/intl.h"

#define SLOW_MAX_MS 3600000

/* "10%" → 0.10; no value: 1. false: neither. */
static bool read_share(const char *value, double *to)
{
    if (value == NULL) {
        *to = 1;
        return true;
    }
    char *end;
    double pct = strtod(value, &end);
    if (end == value || strcmp(end, "%") != 0 || !(pct > 0 && pct <= 100)) {
        return false;
    }
    *to = pct / 100;
    return true;
}

/* "2s", "500ms". */
static bool read_delay(const char *value, int *to)
{
    char *end;
    double n = value ? strtod(value, &end) : -1;
    if (value == NULL || end == value || !(n >= 0)) {
        return false;
    }
    if (strcmp(end, "s") == 0) {
        n *= 1000;
    } else if (strcmp(end, "ms") != 0) {
        return false;
    }
    *to = n <= SLOW_MAX_MS ? (int)n : SLOW_MAX_MS;
    return n <= SLOW_MAX_MS;
}

static bool read_status(struct faults *f, const char *value)
{
    char *end;
    long status = value ? strtol(value, &end, 10) : 0;
    if (value == NULL || end == value || *end != '\0' || status < 400 || status > 599) {
        return false;
    }
    f->status = (int)status;
    f->error = 1;
    return true;
}

static bool is(const char *text, size_t n, const char *word)
{
    return strlen(word) == n && memcmp(text, word, n) == 0;
}

enum err_code fault_add(struct faults *f, const char *text, struct err *e)
{
    size_t n = strcspn(text, "=");
    const char *value = text[n] == '=' ? text + n + 1 : NULL;
    bool good = false;
    if (is(text, n, "slow")) {
        good = read_delay(value, &f->slow_ms);
    } else if (is(text, n, "drop")) {
        good = read_share(value, &f->drop);
    } else if (is(text, n, "garbage")) {
        good = read_share(value, &f->garbage);
    } else if (is(text, n, "truncate")) {
        good = read_share(value, &f->truncate);
    } else if (is(text, n, "stall")) {
        good = read_share(value, &f->stall);
    } else if (is(text, n, "status")) {
        good = read_status(f, value);
    } else if (is(text, n, "reset-counters") && value == NULL) {
        good = f->reset_counters = true;
    } else if (is(text, n, "badcert") && value == NULL) {
        good = f->badcert = true;
    }
    if (!good) {
        err_set(e, ERR_USAGE, N_("there is no fault {0}"), text);
        return err_hint(e, N_("give slow=2s, drop=10%, garbage, truncate, status=503, stall, "
                              "reset-counters or badcert"));
    }
    return OK;
}

enum fault_kind fault_draw(const struct faults *f, struct rng *r)
{
    const struct {
        double share;
        enum fault_kind kind;
    } order[] = {{f->stall, FAULT_STALL},
                 {f->drop, FAULT_DROP},
                 {f->error, FAULT_ERROR},
                 {f->garbage, FAULT_GARBAGE},
                 {f->truncate, FAULT_TRUNCATE}};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        if (order[i].share > 0 && rng_chance(r, order[i].share)) {
            return order[i].kind;
        }
    }
    return FAULT_NONE;
}
