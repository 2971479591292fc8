/* Canvas: a grid of cells that panes draw into; knows no terminal. A canvas is a clipped window on
 * the grid: drawing outside it is cut. Text is clean UTF-8; a wide character takes two cells and is
 * never halved (a blank takes its place at the edge). Styles are roles of the theme, not colours.
 */
#ifndef ZHIBAN_TUI_CANVAS_H
#define ZHIBAN_TUI_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "zhiban/base/buf.h"

enum style { /* roles; theme.c gives each its colours and attributes */
             STY_TEXT,
             STY_DIM,
             STY_TITLE,
             STY_HEAD,
             STY_HEADER,
             STY_STRIP,
             STY_HINT,
             STY_HINT_KEY,
             STY_FIELD,
             STY_OK,
             STY_WARN,
             STY_CRITICAL,
             STY_STALE,
             STY_BANNER,
             STY_SELECTED,
             STY_TAB,
             STY_TAB_ON,
             STY_READY,
             STY_TALK,
             STY_RING,
             STY_WRAP,
             STY_PAUSE,
             STY_OFF,
             STY_BAR,
             STY_BAR_LOW,
             STY_BORDER,
             STY_MATCH,
             STY_TOTAL,
             STY_COUNT
};
#define CELL_BYTES 14 /* one base character and up to 3 combining marks */
struct cell {
    char ch[CELL_BYTES]; /* NUL-terminated; "" in the right half of a wide character */
    uint8_t width;       /* 1, 2, or 0 for the right half */
    uint8_t style;       /* enum style, | CELL_REVERSE for the selected row */
};
#define CELL_REVERSE 0x80

struct grid {
    int rows, cols;
    struct cell *cells;     /* rows × cols */
    int cursor_y, cursor_x; /* −1: hidden */
};
void grid_init(struct grid *g, int rows, int cols);
void grid_release(struct grid *g);
void grid_clear(struct grid *g);
/* The grid as text, one line a row without trailing blanks (tests, :screenshot). */
void grid_dump(const struct grid *g, struct buf *to);

struct canvas {
    struct grid *grid;
    int y, x, rows, cols; /* the window */
    uint8_t flags;        /* CELL_REVERSE is or-ed into what is drawn */
    bool ascii;           /* marks and bars in ASCII */
};
struct canvas canvas_of(struct grid *g, bool ascii);
/* A window inside c, cut to it. */
struct canvas canvas_sub(const struct canvas *c, int y, int x, int rows, int cols);
void canvas_fill(struct canvas *c, int y, int x, int rows, int cols, enum style s);
/* Draws text from column x, at most `cells` cells (−1: to the edge); returns the cells taken. */
int canvas_text(struct canvas *c, int y, int x, int cells, enum style s, const char *text);
/* The same, right-aligned in exactly `cells` cells. */
int canvas_right(struct canvas *c, int y, int x, int cells, enum style s, const char *text);
void canvas_hline(struct canvas *c, int y, int x, int cells, enum style s);
/* A sparkline of n values (negative: no data, blank) scaled to max; eight levels, ASCII ".:-=+*#%".
 */
void canvas_spark(struct canvas *c, int y, int x, enum style s, const double *v, int n, double max);
/* Puts the real cursor. */
void canvas_cursor(struct canvas *c, int y, int x);

#endif
