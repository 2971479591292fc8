/* "Did you mean": the nearest of a list of names, for errors about an unknown key, command or
 * value. */
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/text.h"

#define NAME_MAX_BYTES 64
#define DISTANCE_MAX 3

static size_t min_size(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edit distance by the optimal-string-alignment recurrence: insertion, deletion, substitution and
 * the exchange of two neighbours cost one each. Three rows are enough. */
static size_t distance(const char *a, size_t na, const char *b, size_t nb)
{
    size_t rows[3][NAME_MAX_BYTES + 1];
    for (size_t j = 0; j <= nb; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= na; i++) {
        const size_t *before = rows[(i + 1) % 3]; /* of i − 2 */
        const size_t *above = rows[(i - 1) % 3];
        size_t *row = rows[i % 3];
        row[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            size_t d = above[j - 1] + (a[i - 1] != b[j - 1]);
            d = min_size(d, min_size(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d = min_size(d, before[j - 2] + 1);
            }
            row[j] = d;
        }
    }
    return rows[na % 3][nb];
}

const char *text_nearest(const char *name, const char *const *names, size_t n)
{
    size_t len = strlen(name);
    size_t best = min_size(DISTANCE_MAX + 1, len); /* to be beaten */
    const char *found = NULL;
    if (len > NAME_MAX_BYTES) {
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        size_t other = strlen(names[i]);
        size_t apart = other > len ? other - len : len - other;
        if (other > NAME_MAX_BYTES || apart >= best) {
            continue;
        }
        size_t d = distance(name, len, names[i], other);
        if (d < best) {
            best = d;
            found = names[i];
        }
    }
    return found;
}
