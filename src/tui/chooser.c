/* The chooser (chooser.h). */
#include "chooser.h"

#include <stdlib.h>
#include <string.h>

#include "layout.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"
#include "zhiban/base/vec.h"

struct chooser {
    struct pane pane;
    char *title;
    bool many;
    chooser_fn *cb;
    void *ctx;
    VEC(struct chooser_item) items;
    size_t at;
    int *rows; /* items the last drawing had room for */
};

static void chooser_free(struct pane *p)
{
    struct chooser *ch = (struct chooser *)p;
    if (!ch) {
        return;
    }
    for (size_t i = 0; i < ch->items.n; i++) {
        free(ch->items.v[i].id);
        free(ch->items.v[i].text);
        free(ch->items.v[i].help);
    }
    vec_free(&ch->items);
    free(ch->title);
    free(ch->rows);
    free(ch);
}

static bool chooser_sync(struct pane *p, struct app *app, unsigned changes)
{
    (void)app;
    (void)changes;
    return p->dirty;
}

static int widest(const struct chooser *ch)
{
    int w = text_width(ch->title) + 2;
    for (size_t i = 0; i < ch->items.n; i++) {
        int one = text_width(ch->items.v[i].text) + (ch->many ? 4 : 0);
        w = one > w ? one : w;
    }
    return w < 24 ? 24 : w;
}

void box_draw(struct canvas *c, const char *title)
{
    canvas_fill(c, 0, 0, c->rows, c->cols, STY_TEXT);
    canvas_hline(c, 0, 1, c->cols - 2, STY_BORDER);
    canvas_hline(c, c->rows - 1, 1, c->cols - 2, STY_BORDER);
    for (int y = 1; y < c->rows - 1; y++) {
        canvas_text(c, y, 0, 1, STY_BORDER, "│");
        canvas_text(c, y, c->cols - 1, 1, STY_BORDER, "│");
    }
    canvas_text(c, 0, 0, 1, STY_BORDER, "┌");
    canvas_text(c, 0, c->cols - 1, 1, STY_BORDER, "┐");
    canvas_text(c, c->rows - 1, 0, 1, STY_BORDER, "└");
    canvas_text(c, c->rows - 1, c->cols - 1, 1, STY_BORDER, "┘");
    int cells = text_width(title);
    cells = cells > c->cols - 4 ? c->cols - 4 : cells;
    canvas_text(c, 0, 2, cells, STY_TITLE, title);
}

static void chooser_draw(const struct pane *p, struct canvas *c, bool focused)
{
    const struct chooser *ch = (const struct chooser *)p;
    (void)focused;
    bool help = false;
    for (size_t i = 0; i < ch->items.n; i++) {
        help = help || ch->items.v[i].help;
    }
    int extra = help ? 4 : 2; /* the border, and two lines of help */
    int width = help && widest(ch) + 4 < 60 ? 60 : widest(ch) + 4;
    struct box b = layout_middle(c->rows, c->cols, (int)ch->items.n + extra, width);
    struct canvas box = canvas_sub(c, b.y, b.x, b.rows, b.cols);
    box_draw(&box, ch->title);
    int rows = b.rows - extra;
    rows = rows < 1 ? 1 : rows;
    *ch->rows = rows;
    size_t top = ch->at >= (size_t)rows ? ch->at - (size_t)rows + 1 : 0;
    for (int i = 0; i < rows && top + (size_t)i < ch->items.n; i++) {
        const struct chooser_item *it = &ch->items.v[top + (size_t)i];
        struct canvas row = canvas_sub(&box, 1 + i, 2, 1, box.cols - 4);
        row.flags |= top + (size_t)i == ch->at ? CELL_REVERSE : 0;
        canvas_fill(&row, 0, 0, 1, row.cols, STY_TEXT);
        int x = ch->many ? canvas_text(&row, 0, 0, 4, STY_TEXT, it->on ? "[x] " : "[ ] ") : 0;
        canvas_text(&row, 0, x, row.cols - x, STY_TEXT, it->text);
        if (top + (size_t)i == ch->at) {
            canvas_cursor(&row, 0, 0);
        }
    }
    if (help && ch->at < ch->items.n && ch->items.v[ch->at].help) {
        const char *text = ch->items.v[ch->at].help;
        size_t cut = text_cut(text, box.cols - 4, &(int){0});
        canvas_text(&box, b.rows - 3, 2, box.cols - 4, STY_DIM, text);
        canvas_text(&box, b.rows - 2, 2, box.cols - 4, STY_DIM, text + cut);
    }
}

static void go_to(struct chooser *ch, long at)
{
    long last = (long)ch->items.n - 1;
    at = at > last ? last : at;
    ch->at = at < 0 ? 0 : (size_t)at;
}

/* Exchanges the item with its neighbour; the selection stays on it. */
static enum answer move_item(struct chooser *ch, struct frame *f, int by)
{
    size_t to = ch->at + (size_t)by; /* wraps below 0 and is then too large */
    if (!ch->many || to >= ch->items.n) {
        return HANDLED;
    }
    struct chooser_item it = ch->items.v[ch->at];
    ch->items.v[ch->at] = ch->items.v[to];
    ch->items.v[to] = it;
    ch->at = to;
    ch->cb(f, ch->ctx, ch->items.v, ch->items.n, ch->at);
    return HANDLED;
}

static enum answer pick(struct chooser *ch, struct frame *f, bool tick)
{
    if (ch->items.n == 0 || (ch->many && !tick)) {
        return CLOSE;
    }
    if (ch->many) {
        ch->items.v[ch->at].on = !ch->items.v[ch->at].on;
    }
    ch->cb(f, ch->ctx, ch->items.v, ch->items.n, ch->at);
    return ch->many ? HANDLED : CLOSE;
}

static enum answer chooser_act(struct pane *p, struct frame *f, enum action a)
{
    struct chooser *ch = (struct chooser *)p;
    long at = (long)ch->at, page = *ch->rows;
    p->dirty = true;
    switch (a) {
    case ACT_UP:
        go_to(ch, at - 1);
        return HANDLED;
    case ACT_DOWN:
        go_to(ch, at + 1);
        return HANDLED;
    case ACT_PAGE_UP:
    case ACT_HALF_UP:
        go_to(ch, at - page);
        return HANDLED;
    case ACT_PAGE_DOWN:
    case ACT_HALF_DOWN:
        go_to(ch, at + page);
        return HANDLED;
    case ACT_TOP:
        go_to(ch, 0);
        return HANDLED;
    case ACT_BOTTOM:
        go_to(ch, (long)ch->items.n);
        return HANDLED;
    case ACT_LEFT:
        return move_item(ch, f, -1);
    case ACT_RIGHT:
        return move_item(ch, f, 1);
    case ACT_OPEN:
        return pick(ch, f, false);
    case ACT_FOLD:
        return pick(ch, f, true);
    case ACT_BACK:
    case ACT_QUIT:
        return CLOSE;
    default:
        return HANDLED; /* modal: nothing reaches what lies under it */
    }
}

static const char *chooser_title(const struct pane *p)
{
    return ((const struct chooser *)p)->title;
}

static const enum action *chooser_hints(const struct pane *p)
{
    static const enum action one[] = {ACT_OPEN, ACT_NONE};
    static const enum action many[] = {ACT_FOLD, ACT_LEFT, ACT_RIGHT, ACT_OPEN, ACT_NONE};
    return ((const struct chooser *)p)->many ? many : one;
}

static const char *chooser_hint_label(const struct pane *p, enum action a)
{
    bool many = ((const struct chooser *)p)->many;
    switch (a) {
    case ACT_FOLD:
        return N_("Tick");
    case ACT_LEFT:
        return N_("Move up");
    case ACT_RIGHT:
        return N_("Move down");
    case ACT_OPEN:
        return many ? N_("Done") : N_("Choose");
    default:
        return NULL;
    }
}

static const struct pane_ops chooser_ops = {
    .name = "chooser",
    .sync = chooser_sync,
    .draw = chooser_draw,
    .act = chooser_act,
    .title = chooser_title,
    .hints = chooser_hints,
    .hint_label = chooser_hint_label,
    .free = chooser_free,
};

struct pane *chooser_new(const char *title, bool many, chooser_fn *cb, void *ctx)
{
    struct chooser *ch = mem_calloc(1, sizeof *ch);
    ch->pane = (struct pane){.ops = &chooser_ops, .dirty = true, .modal = true};
    ch->title = mem_strdup(title);
    ch->many = many;
    ch->cb = cb;
    ch->ctx = ctx;
    ch->rows = mem_calloc(1, sizeof *ch->rows);
    *ch->rows = 10;
    return &ch->pane;
}

void chooser_add(struct pane *p, const char *id, const char *text, const char *help, bool on)
{
    struct chooser *ch = (struct chooser *)p;
    bool first = true;
    for (size_t i = 0; i < ch->items.n; i++) {
        first = first && !ch->items.v[i].on;
    }
    if (on && first && !ch->many) {
        ch->at = ch->items.n;
    }
    vec_push(&ch->items) = (struct chooser_item){
        .id = mem_strdup(id),
        .text = mem_strdup(text),
        .help = help ? mem_strdup(help) : NULL,
        .on = on,
    };
}
