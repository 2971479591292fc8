/* List: a table of records for a pane. A constant table of columns says how each value is read; the
 * list keeps what the user chose (columns, order, filter, grouping, selection by record id) and a
 * formatted copy of the visible rows only.
 *
 * Order of calls: list_init → (list_fill → list_draw)* → list_release. list_fill reads the records
 * through the getters (sort keys of all, texts of the visible ones: 10,000 records take a few
 * milliseconds, the visible rows alone a few tens of microseconds); list_draw asks nobody. list_act
 * changes the choice and says what list_fill must do next. */
#ifndef ZHIBAN_TUI_LIST_H
#define ZHIBAN_TUI_LIST_H

#include "action.h"
#include "canvas.h"
#include "zhiban/base/vec.h"
#include "zhiban/model/figures.h"

#define LIST_COLUMNS 32
#define LIST_SPARK 48         /* samples of a sparkline */
#define LIST_TOTAL UINT32_MAX /* the row number of the totals row */

/* What a getter gives: sets the sort key always, appends the text only when `text` is not NULL. */
struct list_value {
    struct buf *text;
    enum style style; /* STY_TEXT unless set */
    bool known;       /* unknown values come last in either order */
    int64_t key;
    const char *key_text; /* sorts by text when set; must live until the end of list_fill */
    const double *spark;  /* a sparkline instead of a text: n_spark values, scaled to spark_max */
    int n_spark;
    double spark_max;
};
/* The common kinds of values. */
void list_text(struct list_value *v, const char *s);
void list_int(struct list_value *v, int64_t n);
void list_seconds(struct list_value *v, struct figure f, bool approx); /* "13s", "≈13s" */
void list_mmss(struct list_value *v, struct figure f, bool approx);    /* "3:33" */
void list_duration(struct list_value *v, int64_t s);
void list_percent(struct list_value *v, struct figure f);

typedef void list_get_fn(const void *ctx, uint32_t row, struct list_value *v);
struct list_column {
    const char *key;    /* "waiting": configuration and chooser */
    const char *title;  /* N_() */
    const char *figure; /* its figure_defs key, or NULL: help in the chooser */
    uint8_t width;      /* cells; a wider head widens the column */
    uint8_t max_width;  /* > width: takes what room is left, up to this */
    uint8_t rank;       /* when the screen is narrow the highest rank goes first; 0 never */
    bool right;         /* right-aligned; sorts from high to low first */
    bool hidden;        /* only when chosen */
    list_get_fn *get;
};
struct list_ops {
    const struct list_column *columns;
    int n_columns; /* ≤ LIST_COLUMNS; column 0 is the mark and always shown */
    int n_fixed;   /* leading shown columns that never scroll away; a short list's title stands over
                      them */
    const char *(*id)(const void *ctx, uint32_t row);
    /* Filters beside the text; NULL: all. */
    bool (*keep)(const void *ctx, uint32_t row);
    bool (*match)(const void *ctx, uint32_t row, const char *text);
    /* Groups: sets order and name of the row's group in grouping `how` (1..groups). NULL: none. */
    void (*group)(const void *ctx, uint32_t row, int how, int64_t *order, const char **name);
    /* What a group head says after name and count; NULL: nothing. row: the group's first record. */
    void (*group_note)(const void *ctx, uint32_t row, int how, struct buf *to);
    int groups;
    const char *const *group_names; /* N_(), [0] is "not grouped" */
    /* A head that says more than the column's title; false: the title. NULL: none. */
    bool (*head)(const void *ctx, int column, struct buf *to);
    bool totals; /* the getters know LIST_TOTAL */
};

struct list_line { /* of the display order */
    uint32_t row;
    uint32_t count; /* of a group head (row: its first member): its members; 0: a record */
    bool match;     /* for the text looked for last */
};
struct list_cell {
    uint32_t at, len;      /* in the text pool */
    uint16_t style, spark; /* no padding: cells are compared as bytes */
};
struct list_item { /* scratch of the sort */
    int64_t group_order;
    const char *group;
    const char *key_text, *id;
    uint64_t key, id_key;
    uint32_t row;
    bool match;
};
struct list_size {
    int rows, cols; /* body rows and cells of the last drawing; 0: not drawn yet */
    int body_y;     /* where the first body row was drawn */
};

struct list {
    const struct list_ops *ops;
    uint8_t shown[LIST_COLUMNS]; /* columns in order; [0] is column 0 */
    int n_shown, scroll;         /* scroll: columns left out after the fixed ones */
    uint32_t left_out;           /* columns not drawn for want of values, by bit; set by the pane */
    uint8_t widths[LIST_COLUMNS]; /* at least, by column; set by the pane (words of a language) */
    int sort;                     /* column */
    bool descending;
    int group; /* 0 not grouped */
    char filter[128], looked_for[128];
    char *selected; /* id, or NULL */
    VEC(struct list_line) lines;
    VEC(struct list_item) items;
    size_t n_all, n_kept;        /* records, and those that passed the filters */
    size_t cursor, top;          /* lines */
    bool moved;                  /* by an act since the last fill */
    size_t first, n_window;      /* lines formatted below */
    VEC(struct list_cell) cells; /* (n_window [+ 1]) × n_shown: the totals row last */
    struct buf pool;
    char heads[LIST_COLUMNS][48];
    char note[160];         /* a last line (folded rows), or "" */
    struct list_size *size; /* what the last drawing had: written by list_draw */
};

void list_init(struct list *l, const struct list_ops *ops);
void list_release(struct list *l);

/* Columns and sorting as configuration text: "name waiting sl", "-waiting" (descending). NULL or
 * "": the default. Unknown names are left out. */
void list_set_columns(struct list *l, const char *text);
void list_get_columns(const struct list *l, struct buf *to);
void list_set_sort(struct list *l, const char *text);
void list_get_sort(const struct list *l, struct buf *to);

enum list_work { LIST_ROWS, LIST_ORDER }; /* format the visible rows; or sort and filter first */
/* Reads the records 0..n−1. Returns true when something shown has changed. */
bool list_fill(struct list *l, const void *ctx, uint32_t n, enum list_work work);

enum list_answer { LIST_PASS, LIST_MOVED, LIST_CHANGED }; /* then list_fill LIST_ROWS, LIST_ORDER */
enum list_answer list_act(struct list *l, enum action a);
/* Selects the record on a drawn row of the canvas; false: there is none. */
bool list_click(struct list *l, int y);
/* The id of the selected record, or NULL. */
const char *list_selected(const struct list *l);
void list_select(struct list *l, const char *id);

/* Draws title, heads, rows, totals and note. title: on the line of the heads when rows are few,
 * else on its own; empty: the text when there are no rows; stale: everything dim. */
struct list_look {
    const char *title, *empty;
    bool focused, stale;
};
void list_draw(const struct list *l, struct canvas *c, const struct list_look *look);
/* Rows it would fill: title and heads, lines, totals, note. */
int list_want_rows(const struct list *l);

#endif
