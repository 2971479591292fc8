/* Pictures of the screen (screenshot.h). */
#include "screenshot.h"

#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/paths.h"

#define FILE_MAX (8u << 20)
#define CELL_W 8 /* SVG units of one cell */
#define CELL_H 17
#define BASELINE 13
#define MARGIN 8
#define SVG_FG 0xD4D4D4u /* what the theme leaves to the terminal */
#define SVG_BG 0x1E1E1Eu

static const struct cell *row_of(const struct grid *g, int y)
{
    return g->cells + (size_t)y * (size_t)g->cols;
}

/* ---- ANSI ------------------------------------------------------------------------------------ */

static void ansi_colour(struct buf *to, int colour, int base)
{
    if (colour < 0) {
        return;
    }
    if (colour < 8) {
        buf_printf(to, ";%d", base + colour);
    } else if (colour < 16) {
        buf_printf(to, ";%d", base + 60 + colour - 8);
    } else {
        buf_printf(to, ";%d;5;%d", base + 8, colour);
    }
}

static void ansi_look(struct buf *to, const struct look *l)
{
    buf_puts(to, "\033[0");
    buf_puts(to, l->bold ? ";1" : "");
    buf_puts(to, l->dim ? ";2" : "");
    buf_puts(to, l->underline ? ";4" : "");
    buf_puts(to, l->reverse ? ";7" : "");
    ansi_colour(to, l->fg, 30);
    ansi_colour(to, l->bg, 40);
    buf_putc(to, 'm');
}

void screenshot_ansi(const struct grid *g, const struct theme *t, struct buf *to)
{
    for (int y = 0; y < g->rows; y++) {
        int style = -1;
        for (int x = 0; x < g->cols; x++) {
            const struct cell *c = row_of(g, y) + x;
            if (c->width > 0 && c->style != style) {
                struct look l = theme_look(t, c->style);
                ansi_look(to, &l);
                style = c->style;
            }
            buf_puts(to, c->ch);
        }
        buf_puts(to, "\033[0m\n");
    }
}

/* ---- SVG ------------------------------------------------------------------------------------- */

/* Foreground and background as they are painted: reverse exchanged, dim mixed with the background.
 */
struct paint {
    uint32_t fg, bg;
    bool bold, underline;
};

static struct paint paint_of(const struct theme *t, uint8_t style)
{
    struct look l = theme_look(t, style);
    struct paint p = {.fg = l.fg < 0 ? SVG_FG : theme_rgb(l.fg),
                      .bg = l.bg < 0 ? SVG_BG : theme_rgb(l.bg),
                      .bold = l.bold,
                      .underline = l.underline};
    if (l.reverse) {
        uint32_t fg = p.fg;
        p.fg = p.bg;
        p.bg = fg;
    }
    if (l.dim) {
        uint32_t mixed = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            uint32_t part = ((p.fg >> shift & 255) * 3 + (p.bg >> shift & 255) * 2) / 5;
            mixed |= part << shift;
        }
        p.fg = mixed;
    }
    return p;
}

static void xml_text(struct buf *to, const char *s)
{
    for (; *s != '\0'; s++) {
        switch (*s) {
        case '&':
            buf_puts(to, "&amp;");
            break;
        case '<':
            buf_puts(to, "&lt;");
            break;
        case '>':
            buf_puts(to, "&gt;");
            break;
        default:
            buf_putc(to, *s);
        }
    }
}

/* Paints the backgrounds of a row, one rectangle per run of one colour. */
static void svg_backgrounds(const struct grid *g, const struct theme *t, int y, struct buf *to)
{
    const struct cell *row = row_of(g, y);
    uint32_t ground = paint_of(t, STY_TEXT).bg;
    for (int x = 0; x < g->cols;) {
        uint32_t bg = paint_of(t, row[x].style).bg;
        int from = x;
        while (x < g->cols && paint_of(t, row[x].style).bg == bg) {
            x++;
        }
        if (bg != ground) {
            buf_printf(to, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n",
                       MARGIN + from * CELL_W, MARGIN + y * CELL_H, (x - from) * CELL_W, CELL_H,
                       (unsigned)bg);
        }
    }
}

/* Eighths of its cell that a block character fills from the bottom; 0: it is another character. */
static int block_eighths(const char *ch)
{
    const unsigned char *u = (const unsigned char *)ch;
    return u[0] == 0xE2 && u[1] == 0x96 && u[2] >= 0x81 && u[2] <= 0x88 && u[3] == '\0'
               ? u[2] - 0x80
               : 0;
}

/* Paints a run of one block character as a rectangle: a font's own blocks leave gaps between rows.
 * Returns the cell after it. */
static int svg_block(const struct grid *g, const struct theme *t, int y, int from, struct buf *to)
{
    const struct cell *row = row_of(g, y);
    int x = from + 1, high = (block_eighths(row[from].ch) * CELL_H + 7) / 8;
    while (x < g->cols && row[x].style == row[from].style && strcmp(row[x].ch, row[from].ch) == 0) {
        x++;
    }
    buf_printf(to, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n",
               MARGIN + from * CELL_W, MARGIN + (y + 1) * CELL_H - high, (x - from) * CELL_W, high,
               (unsigned)paint_of(t, row[from].style).fg);
    return x;
}

/* Whether the run that starts at `from` goes on with cell x: one style, one width, no gap of
 * blanks. */
static bool same_run(const struct cell *row, int from, int x)
{
    if (row[x].width == 0) {
        return row[from].width == 2;
    }
    return row[x].style == row[from].style && row[x].width == row[from].width &&
           strcmp(row[x].ch, " ") != 0 && block_eighths(row[x].ch) == 0;
}

/* Writes the texts of a row, one element per run, stretched to exactly its cells. */
static void svg_texts(const struct grid *g, const struct theme *t, int y, struct buf *to)
{
    const struct cell *row = row_of(g, y);
    for (int x = 0; x < g->cols;) {
        struct paint p = paint_of(t, row[x].style);
        if (row[x].width == 0 || (strcmp(row[x].ch, " ") == 0 && !p.underline)) {
            x++;
            continue;
        }
        if (block_eighths(row[x].ch) > 0) {
            x = svg_block(g, t, y, x, to);
            continue;
        }
        int from = x++;
        while (x < g->cols && same_run(row, from, x)) {
            x++;
        }
        buf_printf(to,
                   "<text x=\"%d\" y=\"%d\" textLength=\"%d\" lengthAdjust=\"spacingAndGlyphs\" "
                   "fill=\"#%06x\"%s%s>",
                   MARGIN + from * CELL_W, MARGIN + y * CELL_H + BASELINE, (x - from) * CELL_W,
                   (unsigned)p.fg, p.bold ? " font-weight=\"bold\"" : "",
                   p.underline ? " text-decoration=\"underline\"" : "");
        for (int k = from; k < x; k++) {
            xml_text(to, row[k].ch);
        }
        buf_puts(to, "</text>\n");
    }
}

void screenshot_svg(const struct grid *g, const struct theme *t, struct buf *to)
{
    int w = g->cols * CELL_W + 2 * MARGIN, h = g->rows * CELL_H + 2 * MARGIN;
    struct paint text = paint_of(t, STY_TEXT);
    buf_printf(
        to,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
        "viewBox=\"0 0 %d %d\" font-size=\"13\" xml:space=\"preserve\" "
        "font-family=\"'Sarasa Mono SC','Noto Sans Mono CJK SC','DejaVu Sans Mono',monospace\">\n",
        w, h, w, h);
    buf_printf(to, "<rect width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#%06x\"/>\n", w, h,
               (unsigned)text.bg);
    for (int y = 0; y < g->rows; y++) {
        svg_backgrounds(g, t, y, to);
        svg_texts(g, t, y, to);
    }
    buf_puts(to, "</svg>\n");
}

/* ---- files ----------------------------------------------------------------------------------- */

enum err_code screenshot_write(const struct grid *g, const struct theme *t, const char *path,
                               struct err *e)
{
    const char *dot = strrchr(path, '.');
    struct buf text;
    buf_init(&text, FILE_MAX);
    enum err_code rc = OK;
    if (dot != NULL && strcmp(dot, ".txt") == 0) {
        grid_dump(g, &text);
    } else if (dot != NULL && strcmp(dot, ".ans") == 0) {
        screenshot_ansi(g, t, &text);
    } else if (dot != NULL && strcmp(dot, ".svg") == 0) {
        screenshot_svg(g, t, &text);
    } else {
        err_set(e, ERR_USAGE, N_("{0}: a screenshot is a file .txt, .ans or .svg"), path);
        rc = err_hint(e, N_("write for instance: screenshot board.svg"));
        goto out;
    }
    if (text.over) {
        rc = err_set(e, ERR_LIMIT, N_("{0}: the screen is too large for a picture"), path);
        goto out;
    }
    rc = paths_write(path, buf_str(&text), text.len, 0644, e);
out:
    buf_release(&text);
    return rc;
}
