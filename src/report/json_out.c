/* One document: {"NAME": [ {key: value, …}, … ]}, keys in column order; the totals row is a member
 * of its own, so that a reader who sums the list does not count it twice. */
#include "json_write.h"
#include "zhiban/report/report.h"

static void put_cell(struct json_writer *w, const char *key, const struct report_cell *c,
                     const struct report_opts *o)
{
    struct figure f = {.known = true, .infinite = c->s != NULL, .value = c->d};
    switch (c->type) {
    case CELL_NONE:
        json_null(w, key);
        break;
    case CELL_TEXT:
        json_text(w, key, c->s);
        break;
    case CELL_PCT:
        json_pct(w, key, f);
        break;
    case CELL_INT:
    case CELL_SECS:
    case CELL_DURATION:
        if (c->s != NULL) {
            json_null(w, key);
        } else {
            json_int(w, key, c->i);
        }
        break;
    case CELL_TIME:
        json_time(w, key, o->zone, c->i);
        break;
    case CELL_BOOL:
        json_bool(w, key, c->i != 0);
        break;
    }
}

static void put_row(struct json_writer *w, const char *key, const struct report *r, size_t row,
                    const struct report_opts *o)
{
    json_open(w, key, '{');
    for (size_t i = 0; i < r->n_columns; i++) {
        put_cell(w, r->columns[i].key, &r->cells.v[row * r->n_columns + i], o);
    }
    json_close(w, '}');
}

void report_json(const struct report *r, const struct report_opts *o, struct buf *to)
{
    size_t rows = report_rows(r);
    size_t listed = r->totals && rows > 0 ? rows - 1 : rows;
    struct json_writer w = json_begin(to, true);
    json_open(&w, r->name, '[');
    for (size_t i = 0; i < listed; i++) {
        put_row(&w, NULL, r, i, o);
    }
    json_close(&w, ']');
    if (listed < rows) {
        put_row(&w, "total", r, listed, o);
    }
    json_end(&w);
}
