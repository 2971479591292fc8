/* One document: {"NAME": [ {key: value, …}, … ]}, keys in column order; the totals row is a member
 * of its own, so that a reader who sums the list does not count it twice. */
#include "json_write.h"
#include "zhiban/report/report.h"

static void put_cell(struct json_writer *w, const char *key, const struct report_cell *c,
                     const struct report_opts *o)
{
    struct figure f = {.known = true, .infinite = c->s != NULL, .value = c->d};
    switch (c->approx ? CELL_NONE : c->type) {
    case CELL_NONE:
        jw_null(w, key);
        break;
    case CELL_TEXT:
        jw_text(w, key, c->s);
        break;
    case CELL_PCT:
        jw_pct(w, key, f);
        break;
    case CELL_INT:
    case CELL_SECS:
    case CELL_DURATION:
        if (c->s != NULL) {
            jw_null(w, key);
        } else {
            jw_int(w, key, c->i);
        }
        break;
    case CELL_TIME:
        jw_time(w, key, o->zone, c->i);
        break;
    case CELL_BOOL:
        jw_bool(w, key, c->i != 0);
        break;
    }
}

static void put_row(struct json_writer *w, const char *key, const struct report *r, size_t row,
                    const struct report_opts *o)
{
    jw_open(w, key, '{');
    for (size_t i = 0; i < r->n_columns; i++) {
        put_cell(w, r->columns[i].key, &r->cells.v[row * r->n_columns + i], o);
    }
    jw_close(w, '}');
}

void report_json(const struct report *r, const struct report_opts *o, struct buf *to)
{
    size_t rows = report_rows(r);
    size_t listed = r->totals && rows > 0 ? rows - 1 : rows;
    struct json_writer w = jw_begin(to, true);
    jw_open(&w, r->name, '[');
    for (size_t i = 0; i < listed; i++) {
        put_row(&w, NULL, r, i, o);
    }
    jw_close(&w, ']');
    if (listed < rows) {
        put_row(&w, "total", r, listed, o);
    }
    jw_end(&w);
}
