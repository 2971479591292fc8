/* INI files, read with libinih through a line reader of our own that counts lines and refuses what
 * libinih would cut silently (lines over 198 bytes without their blanks around, names over 49).
 * A line that starts with `;` or `#` is a comment; inside a line they are ordinary characters. Text
 * is UTF-8 without control characters. */
#ifndef ZHIBAN_BASE_INI_H
#define ZHIBAN_BASE_INI_H

#include "zhiban/base/err.h"

struct ini_line {
    const char *file;
    int line;            /* from 1 */
    const char *section; /* "" before the first [section] */
    const char *key;     /* borrowed during the call */
    const char *value;
};

/* Called for each `key = value`; anything but OK stops and is returned. */
typedef enum err_code ini_fn(void *ctx, const struct ini_line *l, struct err *e);

enum err_code ini_read(const char *path, ini_fn *fn, void *ctx, struct err *e);
/* The same from memory; file names it in errors. */
enum err_code ini_parse_text(const char *text, size_t n, const char *file, ini_fn *fn, void *ctx,
                             struct err *e);

#endif
