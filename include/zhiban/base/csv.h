/* CSV files with one header line, read with libcsv (RFC 4180), UTF-8, an optional byte-order mark.
 * The line counter is ours: a field may hold line ends. */
#ifndef ZHIBAN_BASE_CSV_H
#define ZHIBAN_BASE_CSV_H

#include "zhiban/base/err.h"

struct csv_row {
    const char *file;
    int line;                 /* of the row's first byte, from 1 */
    size_t n;                 /* fields; equal to the header's or the file is refused */
    const char *const *names; /* of the header */
    const char *const *cells; /* cleaned of nothing: the caller cleans what it shows */
};

/* Called for each row; anything but OK stops and is returned. */
typedef enum err_code csv_fn(void *ctx, const struct csv_row *r, struct err *e);

enum err_code csv_read(const char *path, csv_fn *fn, void *ctx, struct err *e);
enum err_code csv_parse_text(const char *text, size_t n, const char *file, csv_fn *fn, void *ctx,
                             struct err *e);
/* The cell under a column name, or NULL when the file has no such column. */
const char *csv_cell(const struct csv_row *r, const char *name);

/* Appends one field, quoted where needed. guard: a text that starts with = + - @ TAB or CR gets an
 * apostrophe in front, so that no spreadsheet runs it (numbers of our own are written without
 * guard). */
void csv_put(struct buf *to, const char *s, bool guard);

#endif
