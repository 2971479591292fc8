/* RFC 4180: a header of keys, CR LF, quotes where needed. Texts are guarded against spreadsheets
 * that run what begins like a formula; our own numbers are not, a negative one stays a number. */
#include "zhiban/base/csv.h"

#include "number.h"
#include "zhiban/report/report.h"

static void put_cell(const struct report_cell *c, const struct report_opts *o, struct buf *to)
{
    switch (c->approx ? CELL_NONE : c->type) {
    case CELL_NONE:
        break;
    case CELL_TEXT:
        csv_put(to, c->s, true);
        break;
    case CELL_PCT:
        number_pct(to, (struct figure){.known = true, .infinite = c->s != NULL, .value = c->d});
        break;
    case CELL_INT:
    case CELL_SECS:
    case CELL_DURATION:
        if (c->s == NULL) {
            buf_i64(to, c->i);
        }
        break;
    case CELL_TIME:
        number_time(to, o->zone, c->i);
        break;
    case CELL_BOOL:
        buf_puts(to, c->i != 0 ? "true" : "false");
        break;
    }
}

void report_csv(const struct report *r, const struct report_opts *o, struct buf *to)
{
    if (o->bom) {
        buf_puts(to, "\xEF\xBB\xBF");
    }
    for (size_t i = 0; i < r->n_columns; i++) {
        if (i > 0) {
            buf_putc(to, ',');
        }
        csv_put(to, r->columns[i].key, false);
    }
    buf_puts(to, "\r\n");
    for (size_t i = 0; i < report_rows(r) * r->n_columns; i++) {
        put_cell(&r->cells.v[i], o, to);
        buf_puts(to, (i + 1) % r->n_columns == 0 ? "\r\n" : ",");
    }
}
