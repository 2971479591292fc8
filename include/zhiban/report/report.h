/* A report: one description (columns, rows, totals) → table, CSV, JSON. Values keep their type
 * until a writer prints them. */
#ifndef ZHIBAN_REPORT_REPORT_H
#define ZHIBAN_REPORT_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "zhiban/base/arena.h"
#include "zhiban/base/buf.h"
#include "zhiban/base/err.h"
#include "zhiban/base/vec.h"
#include "zhiban/model/figures.h"

enum cell_type {
    CELL_NONE,
    CELL_TEXT,
    CELL_INT,
    CELL_PCT,
    CELL_SECS,
    CELL_DURATION,
    CELL_TIME,
    CELL_BOOL
};
struct report_column {
    const char *key;   /* JSON and CSV name, never translated */
    const char *title; /* N_(): table head */
    enum cell_type type;
    int min_cells; /* of the table */
    int rank;      /* 0: always in the table; a narrow one drops the highest ranks first */
};
struct report_cell {
    enum cell_type type; /* CELL_NONE: unknown: "–", empty, null */
    bool approx;         /* "≈" in a table; unknown in CSV and JSON */
    int64_t i;
    double d;
    const char *s;
};
struct report {
    const char *name;  /* JSON key of the list */
    const char *title; /* N_() or NULL */
    const struct report_column *columns;
    size_t n_columns;
    VEC(struct report_cell) cells; /* row by row */
    bool totals;                   /* the last row is a total */
    struct arena arena;            /* of copied texts */
};

void report_init(struct report *r, const char *name, const char *title,
                 const struct report_column *cols, size_t n);
void report_release(struct report *r);
size_t report_rows(const struct report *r);
/* Append the next cell of the running row, in column order. Unknown numbers become CELL_NONE. */
void report_text(struct report *r, const char *s); /* copied; NULL: unknown */
void report_int(struct report *r, int64_t v);      /* UNKNOWN: unknown */
void report_fig(struct report *r, struct figure f);
void report_none(struct report *r);

enum report_format { RF_TABLE, RF_CSV, RF_JSON, RF_PROMETHEUS, RF_COUNT };
extern const char *const report_formats[RF_COUNT];

/* Translates for the table writer; JSON and CSV never translate. */
typedef const char *report_translate(const char *msgid);
struct report_opts {
    report_translate *tr;
    const struct zone *zone; /* for CELL_TIME */
    bool ascii, bom;
    int width; /* 0: unlimited */
};
void report_table(const struct report *r, const struct report_opts *o, struct buf *to);
void report_csv(const struct report *r, const struct report_opts *o, struct buf *to);
void report_json(const struct report *r, const struct report_opts *o, struct buf *to);

#endif
