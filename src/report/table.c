/* Tables for people: columns aligned by cells (Chinese takes two), numbers to the right, unknown as
 * a dash. When the width is limited, the widest text columns are cut first. */
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"
#include "zhiban/report/report.h"

#define GAP 2        /* blanks between columns */
#define TEXT_LEAST 6 /* cells a text column keeps however narrow the table */
#define DROPPED (-1) /* the width of a column that is left out */

static const char *same(const char *msgid)
{
    return msgid;
}

static bool is_text(const struct report_column *c)
{
    return c->type == CELL_TEXT;
}

static void put_time(const struct zone *z, int64_t t, struct buf *to)
{
    struct zone *utc = z == NULL ? zone_utc() : NULL;
    struct civil c = civil_at(z == NULL ? utc : z, t);
    buf_printf(to, "%04d-%02d-%02d %02d:%02d:%02d", c.year, c.mon, c.day, c.hour, c.min, c.sec);
    zone_free(utc);
}

/* Appends the cell as a person reads it. */
static void put_cell(const struct report_cell *c, const struct report_opts *o, struct buf *to)
{
    struct figure f = {.known = true, .infinite = c->s != NULL, .value = c->d};
    char text[16];
    if (c->approx) {
        buf_puts(to, o->ascii ? "~" : "≈");
    }
    switch (c->type) {
    case CELL_NONE:
        buf_puts(to, o->ascii ? "-" : "–");
        break;
    case CELL_TEXT:
        if (c->s != NULL) {
            text_clean(to, c->s, strlen(c->s), 4 * TEXT_NAME_MAX);
        }
        break;
    case CELL_PCT:
        figure_pct(f, text);
        buf_puts(to, o->ascii && f.infinite ? "inf" : text);
        break;
    case CELL_INT:
        buf_i64(to, c->i);
        break;
    case CELL_SECS:
        figure_secs(f, text);
        buf_puts(to, text);
        break;
    case CELL_DURATION:
        text_duration(to, c->i);
        break;
    case CELL_TIME:
        put_time(o->zone, c->i, to);
        break;
    case CELL_BOOL:
        buf_puts(to, (o->tr != NULL ? o->tr : same)(c->i != 0 ? N_("yes") : N_("no")));
        break;
    }
}

/* All cells as texts, NUL-separated in one buffer; at[i] is where cell i begins. */
struct texts {
    struct buf buf;
    size_t *at;
};

static void make_texts(const struct report *r, const struct report_opts *o, struct texts *t)
{
    size_t n = report_rows(r) * r->n_columns;
    buf_init(&t->buf, SIZE_MAX / 4);
    t->at = mem_calloc(n + 1, sizeof *t->at);
    for (size_t i = 0; i < n; i++) {
        t->at[i] = t->buf.len;
        put_cell(&r->cells.v[i], o, &t->buf);
        buf_putc(&t->buf, '\0');
    }
}

/* Width of the table; a column of width DROPPED is not in it. */
static int total_width(const int *w, size_t n)
{
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (w[i] != DROPPED) {
            sum += w[i] + (sum > 0 ? GAP : 0);
        }
    }
    return sum;
}

/* Drops the last of the columns with the highest rank; false: all that is left has rank 0. */
static bool drop(const struct report *r, int *w)
{
    size_t worst = r->n_columns;
    int rank = 1;
    for (size_t i = 0; i < r->n_columns; i++) {
        if (w[i] != DROPPED && r->columns[i].rank >= rank) {
            rank = r->columns[i].rank;
            worst = i;
        }
    }
    if (worst == r->n_columns) {
        return false;
    }
    w[worst] = DROPPED;
    return true;
}

/* Takes a cell from the widest text column; false: none can give one. */
static bool narrow(const struct report *r, int *w)
{
    size_t widest = r->n_columns;
    for (size_t i = 0; i < r->n_columns; i++) {
        const struct report_column *c = &r->columns[i];
        int least = c->min_cells > TEXT_LEAST ? c->min_cells : TEXT_LEAST;
        if (is_text(c) && w[i] > least && (widest == r->n_columns || w[i] > w[widest])) {
            widest = i;
        }
    }
    if (widest == r->n_columns) {
        return false;
    }
    w[widest]--;
    return true;
}

static void trim(struct buf *to)
{
    while (to->len > 0 && to->p[to->len - 1] == ' ') {
        to->p[--to->len] = '\0';
    }
    buf_putc(to, '\n');
}

static void put_field(struct buf *to, const char *s, int cells, const struct report_column *c,
                      bool ascii)
{
    if (cells == DROPPED) {
        return;
    }
    if (to->len > 0 && to->p[to->len - 1] != '\n') {
        buf_fill(to, ' ', GAP);
    }
    text_fit(to, s, cells, !is_text(c), ascii);
}

static int *measure(const struct report *r, const struct report_opts *o, report_translate *tr,
                    const struct texts *t)
{
    int *w = mem_calloc(r->n_columns + 1, sizeof *w);
    for (size_t i = 0; i < r->n_columns; i++) {
        int title = text_width(tr(r->columns[i].title));
        w[i] = title > r->columns[i].min_cells ? title : r->columns[i].min_cells;
    }
    for (size_t i = 0; i < report_rows(r) * r->n_columns; i++) {
        int cells = text_width(t->buf.p + t->at[i]);
        int *have = &w[i % r->n_columns];
        *have = cells > *have ? cells : *have;
    }
    while (o->width > 0 && total_width(w, r->n_columns) > o->width &&
           (drop(r, w) || narrow(r, w))) {
    }
    return w;
}

void report_table(const struct report *r, const struct report_opts *o, struct buf *to)
{
    report_translate *tr = o->tr != NULL ? o->tr : same;
    struct texts t = {0};
    make_texts(r, o, &t);
    int *w = measure(r, o, tr, &t);
    size_t rows = report_rows(r);

    if (r->title != NULL) {
        buf_puts(to, tr(r->title));
        buf_putc(to, '\n');
    }
    for (size_t i = 0; i < r->n_columns; i++) {
        const struct report_column *c = &r->columns[i];
        put_field(to, tr(c->title), w[i], c, o->ascii);
    }
    trim(to);
    for (size_t row = 0; row < rows; row++) {
        if (r->totals && row + 1 == rows) {
            buf_fill(to, '-', (size_t)total_width(w, r->n_columns));
            buf_putc(to, '\n');
        }
        for (size_t i = 0; i < r->n_columns; i++) {
            const char *s = t.buf.p + t.at[row * r->n_columns + i];
            put_field(to, s, w[i], &r->columns[i], o->ascii);
        }
        trim(to);
    }
    free(w);
    free(t.at);
    buf_release(&t.buf);
}
