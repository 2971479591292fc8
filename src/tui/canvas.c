/* Canvas: cells, clipping and the drawing primitives of canvas.h. Cells are compared bytewise by
 * the terminal's diff, so every cell is written whole, with zeroes behind its text. */
#include "canvas.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"
#include "zhiban/base/utf8.h"

#define GRID_MAX 2000 /* rows and columns; no terminal is larger */

static const struct cell blank_cell = {" ", 1, STY_TEXT};

/* ---- grid ------------------------------------------------------------------------------------ */

void grid_init(struct grid *g, int rows, int cols)
{
    g->rows = rows < 1 ? 1 : rows > GRID_MAX ? GRID_MAX : rows;
    g->cols = cols < 1 ? 1 : cols > GRID_MAX ? GRID_MAX : cols;
    g->cells = mem_calloc((size_t)g->rows * (size_t)g->cols, sizeof *g->cells);
    grid_clear(g);
}

void grid_release(struct grid *g)
{
    free(g->cells);
    *g = (struct grid){.cursor_y = -1, .cursor_x = -1};
}

void grid_clear(struct grid *g)
{
    size_t n = (size_t)g->rows * (size_t)g->cols;
    for (size_t i = 0; i < n; i++) {
        g->cells[i] = blank_cell;
    }
    g->cursor_y = g->cursor_x = -1;
}

void grid_dump(const struct grid *g, struct buf *to)
{
    for (int y = 0; y < g->rows; y++) {
        const struct cell *row = g->cells + (size_t)y * (size_t)g->cols;
        int end = g->cols;
        while (end > 0 && strcmp(row[end - 1].ch, " ") == 0) {
            end--;
        }
        for (int x = 0; x < end; x++) {
            buf_puts(to, row[x].ch);
        }
        buf_putc(to, '\n');
    }
}

/* ---- windows --------------------------------------------------------------------------------- */

struct canvas canvas_of(struct grid *g, bool ascii)
{
    return (struct canvas){.grid = g, .rows = g->rows, .cols = g->cols, .ascii = ascii};
}

struct canvas canvas_sub(const struct canvas *c, int y, int x, int rows, int cols)
{
    struct canvas s = *c;
    if (y < 0) {
        rows += y;
        y = 0;
    }
    if (x < 0) {
        cols += x;
        x = 0;
    }
    y = y > c->rows ? c->rows : y;
    x = x > c->cols ? c->cols : x;
    rows = rows > c->rows - y ? c->rows - y : rows;
    cols = cols > c->cols - x ? c->cols - x : cols;
    s.y = c->y + y;
    s.x = c->x + x;
    s.rows = rows < 0 ? 0 : rows;
    s.cols = cols < 0 ? 0 : cols;
    return s;
}

static struct cell *cell_at(const struct canvas *c, int y, int x)
{
    return c->grid->cells + (size_t)(c->y + y) * (size_t)c->grid->cols + (size_t)(c->x + x);
}

/* Before cells [p, p+n) of a row are overwritten: the other half of a wide character that straddles
 * either end turns into a blank. */
static void unhalve(const struct canvas *c, int y, struct cell *p, int n)
{
    struct cell *row = c->grid->cells + (size_t)(c->y + y) * (size_t)c->grid->cols;
    struct cell *end = row + c->grid->cols;
    if (p->width == 0 && p > row) {
        uint8_t style = p[-1].style;
        p[-1] = blank_cell;
        p[-1].style = style;
    }
    if (p + n < end && p[n].width == 0) {
        uint8_t style = p[n].style;
        p[n] = blank_cell;
        p[n].style = style;
    }
}

void canvas_fill(struct canvas *c, int y, int x, int rows, int cols, enum style s)
{
    struct canvas w = canvas_sub(c, y, x, rows, cols);
    struct cell blank = blank_cell;
    blank.style = (uint8_t)s | c->flags;
    for (int i = 0; i < w.rows && w.cols > 0; i++) {
        struct cell *p = cell_at(&w, i, 0);
        unhalve(&w, i, p, w.cols);
        for (int k = 0; k < w.cols; k++) {
            p[k] = blank;
        }
    }
}

/* ---- text ------------------------------------------------------------------------------------ */

/* The one-cell ASCII mark that stands for a symbol when the terminal has no glyph for it; 0: none.
 */
static char ascii_form(int32_t cp)
{
    static const struct {
        int32_t from, to;
        char mark;
    } forms[] = {
        {0x00B7, 0x00B7, '.'}, {0x00D7, 0x00D7, 'x'}, {0x2010, 0x2015, '-'}, {0x2018, 0x201B, '\''},
        {0x201C, 0x201F, '"'}, {0x2022, 0x2022, '*'}, {0x2026, 0x2026, '~'}, {0x203C, 0x203C, '!'},
        {0x2190, 0x2190, '<'}, {0x2191, 0x2191, '^'}, {0x2192, 0x2192, '>'}, {0x2193, 0x2193, 'v'},
        {0x2248, 0x2248, '~'}, {0x2264, 0x2264, '<'}, {0x2265, 0x2265, '>'}, {0x2500, 0x2501, '-'},
        {0x2502, 0x2503, '|'}, {0x250C, 0x254B, '+'}, {0x2550, 0x2550, '='}, {0x2551, 0x2551, '|'},
        {0x2552, 0x256C, '+'}, {0x2580, 0x2588, '#'}, {0x2589, 0x258F, '='}, {0x2591, 0x2593, ':'},
        {0x25A0, 0x25A9, '#'}, {0x25B2, 0x25B5, '^'}, {0x25B6, 0x25BB, '>'}, {0x25BC, 0x25BF, 'v'},
        {0x25C0, 0x25C5, '<'}, {0x25CB, 0x25CB, 'o'}, {0x25CF, 0x25CF, '*'}, {0x2605, 0x2606, '*'},
        {0x2713, 0x2714, 'v'}, {0x2717, 0x2718, 'x'},
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (cp >= forms[i].from && cp <= forms[i].to) {
            return forms[i].mark;
        }
    }
    return 0;
}

/* One drawable character: its bytes, length and cells; 0 cells: it combines with the one before. */
struct glyph {
    char ch[5];
    uint8_t len, width;
};

static struct glyph glyph_of(int32_t cp, bool ascii)
{
    struct glyph g = {.ch = "?", .len = 1, .width = 1};
    if (cp >= 0x20 && cp < 0x7F) {
        g.ch[0] = (char)cp;
        return g;
    }
    if (cp < 0xA0) { /* invalid, C0, DEL, C1 */
        return g;
    }
    char mark = ascii ? ascii_form(cp) : 0;
    int w = wcwidth((wchar_t)cp);
    if (mark != 0) {
        g.ch[0] = mark;
        g.width = w == 2 ? 2 : 1;
        return g;
    }
    if (w < 0 || w > 2) {
        return g;
    }
    g.len = (uint8_t)utf8_put(g.ch, cp);
    g.width = (uint8_t)w;
    return g;
}

/* Adds a combining mark to the cell before p, when it has room. */
static void combine(struct cell *row, struct cell *p, const struct glyph *g)
{
    while (p > row && p->width == 0) {
        p--;
    }
    size_t n = strlen(p->ch);
    if (p->width != 0 && n + g->len < CELL_BYTES) {
        memcpy(p->ch + n, g->ch, g->len);
    }
}

/* The window of one drawing of text: columns [0, limit) of a row; at may start left of it. */
struct pen {
    struct canvas *c;
    struct cell *row; /* column 0 of the window */
    int at, limit;
    uint8_t style;
    bool drew;
};

/* Puts one glyph; false when no cell is left. */
static bool pen_put(struct pen *p, const struct glyph *g, int y)
{
    if (g->width == 0) {
        if (p->drew && p->at <= p->limit) {
            combine(p->row, p->row + p->at - 1, g);
        }
        return true;
    }
    if (p->at >= p->limit) {
        return false;
    }
    struct cell one = {.width = 1, .style = p->style};
    one.ch[0] = ' ';
    bool whole = p->at >= 0 && p->at + g->width <= p->limit;
    if (whole) {
        memcpy(one.ch, g->ch, g->len);
        one.width = g->width;
    }
    int from = p->at < 0 ? 0 : p->at;
    int to = p->at + g->width > p->limit ? p->limit : p->at + g->width;
    if (to > from) {
        unhalve(p->c, y, p->row + from, to - from);
        p->row[from] = one;
        if (whole && g->width == 2) {
            p->row[from + 1] = (struct cell){.width = 0, .style = p->style};
        }
    }
    p->drew = whole;
    p->at += g->width;
    return true;
}

int canvas_text(struct canvas *c, int y, int x, int cells, enum style s, const char *text)
{
    if (y < 0 || y >= c->rows || x >= c->cols || cells == 0 || text == NULL) {
        return 0;
    }
    int limit = cells < 0 || cells > c->cols - x ? c->cols : x + cells;
    struct pen p = {
        .c = c, .row = cell_at(c, y, 0), .at = x, .limit = limit, .style = (uint8_t)s | c->flags};
    const char *end = text + strlen(text);
    while (text < end) {
        struct glyph g = glyph_of(utf8_next(&text, end), c->ascii);
        if (!pen_put(&p, &g, y)) {
            break;
        }
    }
    int taken = (p.at > limit ? limit : p.at) - x;
    return taken < 0 ? 0 : taken;
}

int canvas_right(struct canvas *c, int y, int x, int cells, enum style s, const char *text)
{
    if (cells <= 0) {
        return 0;
    }
    int used = 0;
    size_t n = text_cut(text, cells, &used);
    if (text[n] != '\0') { /* too long: the head stays readable, as in a cut on the left side */
        int drawn = canvas_text(c, y, x, cells, s, text);
        canvas_fill(c, y, x + drawn, 1, cells - drawn, s);
        return cells;
    }
    canvas_fill(c, y, x, 1, cells - used, s);
    canvas_text(c, y, x + cells - used, used, s, text);
    return cells;
}

/* ---- figures --------------------------------------------------------------------------------- */

void canvas_hline(struct canvas *c, int y, int x, int cells, enum style s)
{
    for (int i = 0; i < cells; i++) {
        canvas_text(c, y, x + i, 1, s, c->ascii ? "-" : "─");
    }
}

void canvas_spark(struct canvas *c, int y, int x, enum style s, const double *v, int n, double max)
{
    static const char *const blocks[8] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char *const marks[8] = {".", ":", "-", "=", "+", "*", "#", "%"};
    for (int i = 0; i < n; i++) {
        if (!(v[i] >= 0)) { /* no data, or not a number */
            canvas_text(c, y, x + i, 1, s, " ");
            continue;
        }
        double share = max > 0 ? v[i] / max : 0;
        int level = share >= 1 ? 7 : (int)(share * 8);
        canvas_text(c, y, x + i, 1, s, c->ascii ? marks[level] : blocks[level]);
    }
}

void canvas_cursor(struct canvas *c, int y, int x)
{
    if (y >= 0 && y < c->rows && x >= 0 && c->cols > 0) {
        c->grid->cursor_y = c->y + y;
        c->grid->cursor_x = c->x + (x < c->cols ? x : c->cols - 1);
    }
}
