/* The TZif reader: a file is refused or gives a zone whose arithmetic holds at any instant. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/civil.h"

static void check(int held)
{
    if (!held) {
        abort();
    }
}

static void check_instant(const struct zone *z, int64_t t)
{
    struct civil c = civil_at(z, t);
    check(c.mon >= 1 && c.mon <= 12 && c.day >= 1 && c.day <= 31 && c.hour >= 0 && c.hour <= 23);
    check(c.off_s > -25 * 3600 && c.off_s < 26 * 3600);
    char text[32];
    int64_t back;
    civil_rfc3339(z, t, text);
    if (t > INT64_C(-60000000000) && t < INT64_C(250000000000)) {
        if (c.off_s > -24 * 3600 && c.off_s < 24 * 3600) {
            check(civil_parse(text, strlen(text), &back) && back == t);
        }
        check(civil_to(z, &c) <= t); /* of two the first */
        check(civil_day_start(z, t, 0) <= t);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct zone *z;
    if (zone_parse(data, size, "Fuzz/Zone", &z, NULL) != OK) {
        check(z == NULL);
        return 0;
    }
    for (int64_t t = INT64_C(-4000000000); t < INT64_C(8000000000); t += 123456789) {
        check_instant(z, t);
    }
    for (int shift = 0; shift < 64; shift++) {
        check_instant(z, INT64_MAX >> shift);
        check_instant(z, INT64_MIN >> shift);
    }
    zone_free(z);
    return 0;
}
