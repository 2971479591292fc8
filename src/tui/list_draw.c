/* Drawing of a list (list.h): which columns fit, where they stand, and the cells. */
#include "list.h"

#include <stdio.h>
#include <string.h>

#include "view.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/text.h"

enum {
    OWN_TITLE_ROWS = 12, /* from this height on the title has a line of its own */
    NOTE_ROWS = 8,       /* from this many rows of the body on the note has a line */
    GAP_MAX = 3,         /* cells between columns */
    WIDTH_MIN = 8,       /* a column that can grow is never narrower */
};

struct list_layout {
    int n, gap;
    struct {
        int shown; /* index into list.shown */
        int x, width;
    } col[LIST_COLUMNS];
};

static const struct list_column *column_of(const struct list *l, int shown)
{
    return &l->ops->columns[l->shown[shown]];
}

static int width_of(const struct list *l, int shown)
{
    int column = l->shown[shown];
    int head = text_width(l->heads[column]);
    int width = l->ops->columns[column].width;
    width = l->widths[column] > width ? l->widths[column] : width;
    return head > width ? head : width;
}

/* Leaves out the column of the highest rank, of equals the rightmost; false: none may go. */
static bool drop_one(const struct list *l, struct list_layout *a)
{
    int worst = -1;
    for (int i = 1; i < a->n; i++) {
        int rank = column_of(l, a->col[i].shown)->rank;
        if (worst < 0 || rank >= column_of(l, a->col[worst].shown)->rank) {
            worst = i;
        }
    }
    if (worst < 0 || column_of(l, a->col[worst].shown)->rank == 0) {
        return false;
    }
    memmove(&a->col[worst], &a->col[worst + 1], (size_t)(a->n - worst - 1) * sizeof a->col[0]);
    a->n--;
    return true;
}

static int total_width(const struct list_layout *a)
{
    int sum = 0;
    for (int i = 0; i < a->n; i++) {
        sum += a->col[i].width;
    }
    return sum + (a->n > 1 ? 1 + (a->n - 2) * a->gap : 0); /* the mark stands close */
}

/* Gives the columns that can grow a cell each in turn, up to their limit; returns what is left. */
static int grow(const struct list *l, struct list_layout *a, int left)
{
    bool grew = true;
    while (left > 0 && grew) {
        grew = false;
        for (int i = 0; i < a->n && left > 0; i++) {
            if (column_of(l, a->col[i].shown)->max_width > a->col[i].width) {
                a->col[i].width++;
                left--;
                grew = true;
            }
        }
    }
    return left;
}

/* What is left over goes to the columns that can grow, then between the columns, and last to the
 * rightmost column where that is one that can grow. */
static void spread(const struct list *l, struct list_layout *a, int cols)
{
    int left = grow(l, a, cols - total_width(a));
    while (a->n > 2 && left >= a->n - 2 && a->gap < GAP_MAX) {
        left -= a->n - 2;
        a->gap++;
    }
    if (left > 0 && a->n > 0 && column_of(l, a->col[a->n - 1].shown)->max_width > 0) {
        a->col[a->n - 1].width += left;
    }
}

/* Where no column may go, the widest of those that can grow gives way. */
static void shrink(const struct list *l, struct list_layout *a, int cols)
{
    for (int over = total_width(a) - cols; over > 0;) {
        int widest = 0;
        for (int i = 1; i < a->n; i++) {
            bool may = column_of(l, a->col[i].shown)->max_width > 0;
            if (may && (widest == 0 || a->col[i].width > a->col[widest].width)) {
                widest = i;
            }
        }
        if (widest == 0 || a->col[widest].width <= WIDTH_MIN) {
            return;
        }
        int by = a->col[widest].width - WIDTH_MIN;
        by = by < over ? by : over;
        a->col[widest].width -= by;
        over -= by;
    }
}

static void lay_out(const struct list *l, int cols, struct list_layout *a)
{
    *a = (struct list_layout){.gap = 1};
    for (int i = 0; i < l->n_shown; i++) {
        bool gone = l->left_out >> l->shown[i] & 1;
        if (!gone && (i < l->ops->n_fixed || i >= l->ops->n_fixed + l->scroll)) {
            a->col[a->n].shown = i;
            a->col[a->n++].width = width_of(l, i);
        }
    }
    while (total_width(a) > cols && drop_one(l, a)) {
    }
    shrink(l, a, cols);
    spread(l, a, cols);
    for (int i = 0, x = 0; i < a->n; i++) {
        a->col[i].x = x;
        x += a->col[i].width + (i == 0 ? 1 : a->gap);
    }
}

/* Text that ends in "…" where it is cut; returns the cells taken. */
static int draw_cut(struct canvas *c, int y, int x, int cells, enum style s, const char *text)
{
    if (text_width(text) <= cells) {
        return canvas_text(c, y, x, cells, s, text);
    }
    int used = canvas_text(c, y, x, cells - 1, s, text);
    return used + canvas_text(c, y, x + used, 1, s, "…");
}

/* The latest of n samples, each as many cells wide as fit. Not reversed in the selected row: there
 * a low bar would look like a high one. */
static void draw_spark(const struct canvas *row, int x, int width, enum style s, const char *text,
                       int n)
{
    struct canvas c = *row;
    c.flags &= (uint8_t)~CELL_REVERSE;
    int shown = n < width ? n : width, cells = shown > 0 ? width / shown : 1;
    const char *from = text + n - shown;
    canvas_fill(&c, 0, x, 1, width, STY_TEXT);
    for (int i = 0; i < shown * cells; i++) {
        char level = from[i / cells];
        double v = level == ' ' ? -1 : level - '0';
        canvas_spark(&c, 0, x + width - shown * cells + i, s, &v, 1, 8);
    }
}

static void draw_cell(const struct list *l, struct canvas *c, const struct list_cell *cell, int x,
                      int width, bool right, enum style s)
{
    const char *text = buf_str(&l->pool) + cell->at;
    if (cell->spark) {
        draw_spark(c, x, width, s, text, (int)cell->len);
    } else if (right) {
        canvas_right(c, 0, x, width, s, text);
    } else if (x == 0 || text_width(text) <= width) {
        canvas_text(c, 0, x, width, s, x == 0 ? mark_drawn(text, c->ascii) : text);
    } else {
        draw_cut(c, 0, x, width, s, text);
    }
}

/* One line of cells; k: the index of its first cell. */
static void draw_line(const struct list *l, struct canvas *c, const struct list_layout *a, size_t k,
                      int base, bool group)
{
    canvas_fill(c, 0, 0, 1, c->cols, base >= 0 ? (enum style)base : STY_TEXT);
    if (group) {
        const struct list_cell *cell = &l->cells.v[k + 1];
        draw_cell(l, c, cell, 0, c->cols, false, base >= 0 ? (enum style)base : STY_HEAD);
        return;
    }
    for (int i = 0; i < a->n; i++) {
        const struct list_cell *cell = &l->cells.v[k + (size_t)a->col[i].shown];
        enum style s = base >= 0 ? (enum style)base : (enum style)cell->style;
        draw_cell(l, c, cell, a->col[i].x, a->col[i].width, column_of(l, a->col[i].shown)->right,
                  s);
    }
}

static void draw_heads(const struct list *l, struct canvas *c, const struct list_layout *a,
                       bool with_title)
{
    canvas_fill(c, 0, 0, 1, c->cols, STY_HEAD);
    for (int i = with_title ? l->ops->n_fixed : 0; i < a->n; i++) {
        int column = l->shown[a->col[i].shown], x = a->col[i].x, width = a->col[i].width;
        const char *text = l->heads[column];
        int used = text_width(text);
        bool right = l->ops->columns[column].right;
        if (right) {
            canvas_right(c, 0, x, width, STY_HEAD, text);
        } else {
            canvas_text(c, 0, x, width, STY_HEAD, text);
        }
        if (column == l->sort && used > 0 && used <= width) {
            canvas_text(c, 0, right ? x + width - used - 1 : x + used, 1, STY_HEAD,
                        l->descending ? "▾" : "▴");
        }
    }
}

/* The first line drawn: not the page's when the terminal has shrunk since it was formatted. */
static size_t first_line(const struct list *l, int rows)
{
    return l->cursor >= l->top + (size_t)rows ? l->cursor - (size_t)rows + 1 : l->top;
}

/* Where in the list the page is: "31–60/1000", when not all of it is visible; it ends before column
 * `end` and is left out where it would come nearer than a cell to `from`. */
static void draw_place(const struct list *l, struct canvas *c, int from, int end, int rows)
{
    if (l->lines.n <= (size_t)rows || rows < 1) {
        return;
    }
    char text[64];
    size_t top = first_line(l, rows), last = top + (size_t)rows;
    snprintf(text, sizeof text, "%zu–%zu/%zu", top + 1, last < l->lines.n ? last : l->lines.n,
             l->lines.n);
    int used = text_width(text);
    if (end - used > from) {
        canvas_text(c, 0, end - used, used, STY_DIM, text);
    }
}

/* rows: of the body. */
static void draw_title(const struct list *l, struct canvas *c, const struct list_look *look,
                       const struct list_layout *a, bool own, int rows)
{
    enum style s = look->stale ? STY_STALE : STY_TITLE;
    if (own) {
        canvas_fill(c, 0, 0, 1, c->cols, STY_TEXT);
        int used = draw_cut(c, 0, 0, c->cols, s, look->title);
        draw_place(l, c, used, c->cols - 1, rows);
    }
    struct canvas heads = canvas_sub(c, own ? 1 : 0, 0, 1, c->cols);
    draw_heads(l, &heads, a, !own);
    if (!own) {
        int cells = a->n > l->ops->n_fixed ? a->col[l->ops->n_fixed].x - 1 : c->cols;
        int used = draw_cut(c, 0, 0, cells, s, look->title);
        draw_place(l, c, used, cells, rows);
    }
}

static void draw_body(const struct list *l, struct canvas *c, const struct list_look *look,
                      const struct list_layout *a, int y, int rows)
{
    size_t top = first_line(l, rows);
    for (int i = 0; i < rows; i++) {
        size_t line = top + (size_t)i;
        if (line >= l->lines.n || line < l->first || line >= l->first + l->n_window) {
            break;
        }
        struct canvas row = canvas_sub(c, y + i, 0, 1, c->cols);
        bool selected = line == l->cursor && look->focused;
        row.flags |= selected ? CELL_REVERSE : 0;
        draw_line(l, &row, a, (line - l->first) * (size_t)l->n_shown, look->stale ? STY_STALE : -1,
                  l->lines.v[line].count > 0);
        if (selected) {
            canvas_cursor(&row, 0, 0);
        }
    }
    if (l->lines.n == 0) {
        canvas_text(c, y, 3, c->cols - 3, STY_DIM, look->empty ? look->empty : "");
    }
}

void list_draw(const struct list *l, struct canvas *c, const struct list_look *look)
{
    struct list_layout a;
    lay_out(l, c->cols, &a);
    bool own = c->rows >= OWN_TITLE_ROWS;
    int y = own ? 2 : 1, body = c->rows - y;
    size_t rows = body > 0 ? (size_t)body : 0;
    bool totals = l->ops->totals && l->cells.n >= (size_t)l->n_shown && l->lines.n > 0 &&
                  (body > 3 || rows > l->lines.n);
    bool room = rows >= l->lines.n + totals + 1;
    bool note = l->note[0] && body > 3 && (body > NOTE_ROWS || room);
    body -= totals + note;
    body = body < 0 ? 0 : body;
    l->size->rows = body;
    l->size->cols = c->cols;
    l->size->body_y = y;
    canvas_fill(c, 0, 0, c->rows, c->cols, STY_TEXT);
    draw_title(l, c, look, &a, own, body);
    draw_body(l, c, look, &a, y, body);
    int lines = l->lines.n > 0 ? (int)(l->lines.n < (size_t)body ? l->lines.n : (size_t)body) : 1;
    if (note) {
        canvas_text(c, y + lines, 3, c->cols - 3, STY_DIM, l->note);
    }
    if (totals) {
        struct canvas row = canvas_sub(c, y + lines + note, 0, 1, c->cols);
        draw_line(l, &row, &a, l->cells.n - (size_t)l->n_shown, look->stale ? STY_STALE : STY_TOTAL,
                  false);
    }
}

int list_want_rows(const struct list *l)
{
    int lines = l->lines.n > 0 ? (int)(l->lines.n < 1000 ? l->lines.n : 1000) : 1;
    int rows = 1 + lines + (l->note[0] != '\0') + (l->ops->totals && l->lines.n > 0);
    return rows + 1 >= OWN_TITLE_ROWS ? rows + 1 : rows;
}
