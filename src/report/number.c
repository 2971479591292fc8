#include "number.h"

#include <math.h>
#include <string.h>

bool number_pct(struct buf *to, struct figure f)
{
    if (!f.known || f.infinite || f.approx || !isfinite(f.value)) {
        return false;
    }
    char text[16];
    figure_pct(f, text);
    return buf_add(to, text, strlen(text) - 1); /* without its percent sign */
}

bool number_secs(struct buf *to, struct figure f)
{
    if (!f.known || f.infinite || f.approx || !isfinite(f.value)) {
        return false;
    }
    buf_i64(to, (int64_t)llround(f.value));
    return true;
}

void number_time(struct buf *to, const struct zone *z, int64_t t)
{
    char text[32];
    if (z != NULL) {
        civil_rfc3339(z, t, text);
    } else {
        struct zone *utc = zone_utc();
        civil_rfc3339(utc, t, text);
        zone_free(utc);
    }
    buf_puts(to, text);
}
