#include "zhiban/report/report.h"

#include <string.h>

const char *const report_formats[RF_COUNT] = {"table", "csv", "json", "prometheus"};

void report_init(struct report *r, const char *name, const char *title,
                 const struct report_column *cols, size_t n)
{
    *r = (struct report){.name = name, .title = title, .columns = cols, .n_columns = n};
}

void report_release(struct report *r)
{
    if (r == NULL) {
        return;
    }
    vec_free(&r->cells);
    arena_release(&r->arena);
    *r = (struct report){0};
}

size_t report_rows(const struct report *r)
{
    return r->n_columns == 0 ? 0 : r->cells.n / r->n_columns;
}

/* The type of the column that the next cell falls into. */
static enum cell_type next_type(const struct report *r)
{
    return r->columns[r->cells.n % r->n_columns].type;
}

void report_none(struct report *r)
{
    vec_push(&r->cells) = (struct report_cell){.type = CELL_NONE};
}

void report_text(struct report *r, const char *s)
{
    if (s == NULL) {
        report_none(r);
        return;
    }
    struct report_cell c = {.type = CELL_TEXT, .s = arena_strndup(&r->arena, s, strlen(s))};
    vec_push(&r->cells) = c;
}

void report_int(struct report *r, int64_t v)
{
    if (v == UNKNOWN) {
        report_none(r);
        return;
    }
    struct report_cell c = {.type = next_type(r), .i = v, .d = (double)v};
    vec_push(&r->cells) = c;
}

void report_fig(struct report *r, struct figure f)
{
    if (!f.known) {
        report_none(r);
        return;
    }
    struct report_cell c = {.type = next_type(r), .approx = f.approx, .d = f.value};
    if (f.infinite) {
        c.s = "inf";
    } else if (f.value > -9e15 && f.value < 9e15) {
        c.i = (int64_t)(f.value < 0 ? f.value - 0.5 : f.value + 0.5);
    }
    vec_push(&r->cells) = c;
}
