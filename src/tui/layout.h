/* Layout: pure arithmetic. Rows of a column of panes, and the place of a box within a screen. */
#ifndef ZHIBAN_TUI_LAYOUT_H
#define ZHIBAN_TUI_LAYOUT_H

#define LAYOUT_MAX 16 /* panes in one column */

struct slot {
    int min;    /* rows it needs to be shown at all, ≥ 1 */
    int want;   /* most rows it can use; 0: any number */
    int weight; /* share of what is left; 0: grows to `want` and no further */
    int most;   /* > want: rows it uses where the others have theirs; 0: no more than want */
    int rank;   /* 0 is placed first; when rows are short the highest ranks are dropped */
};
struct span {
    int y, rows; /* rows 0: dropped */
};
/* Places n ≤ LAYOUT_MAX slots in `rows` rows, from top to bottom in the order given. The slot of
 * lowest rank is always shown while there is a row. */
void layout_rows(const struct slot *s, int n, int rows, struct span *to);

struct box {
    int y, x, rows, cols;
};
/* A box of the wished size in the middle of rows × cols, cut to it. */
struct box layout_middle(int rows, int cols, int want_rows, int want_cols);

#endif
