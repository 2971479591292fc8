/* The help overlay: every action with its keys in force and what it does, generated from the action
 * table and the key map. Typing filters; arrows and page keys scroll; Esc ends the filter, then the
 * help. */
#include "frame_in.h"

#include <stdlib.h>
#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

#define KEY_CELLS 16 /* column of the keys */
#define HEAD_ROWS 2  /* title with filter, rule */
#define LINES_MAX (ACT_COUNT + 2 * AG_COUNT)

struct help {
    struct pane pane;
    struct keymap keys;
    struct line filter;
    int top;                  /* first line shown */
    int16_t lines[LINES_MAX]; /* an action; −1 − group: its heading; 0: an empty line */
    int n;
};

static void keys_of(const struct keymap *m, enum action a, struct buf *to)
{
    for (size_t i = 0; i < m->n; i++) {
        if (m->bind[i].action == a) {
            if (to->len > 0) {
                buf_putc(to, ' ');
            }
            key_to_name(m->bind[i].key, to);
        }
    }
}

static bool matches(const struct help *h, enum action a)
{
    const struct action_def *d = &action_defs[a];
    const char *want = buf_str(&h->filter.text);
    struct buf keys;
    buf_init(&keys, 256);
    keys_of(&h->keys, a, &keys);
    bool yes = text_find(d->name, want) || text_find(_(d->label), want) ||
               text_find(_(d->help), want) || text_find(buf_str(&keys), want);
    buf_release(&keys);
    return yes;
}

/* Makes the list of lines anew after the filter changed. */
static void gather(struct help *h)
{
    h->n = 0;
    h->top = 0;
    for (int g = 0; g < AG_COUNT; g++) {
        int head = h->n;
        for (int a = ACT_NONE + 1; a < ACT_COUNT; a++) {
            if ((int)action_defs[a].group != g || !matches(h, (enum action)a)) {
                continue;
            }
            if (h->n == head) {
                if (h->n > 0) {
                    h->lines[h->n++] = 0;
                }
                h->lines[h->n++] = (int16_t)(-1 - g);
            }
            h->lines[h->n++] = (int16_t)a;
        }
    }
}

static void draw_line(const struct help *h, struct canvas *c, int y, int line)
{
    if (line < 0) {
        canvas_text(c, y, 1, -1, STY_HEAD, _(action_groups[-1 - line]));
        return;
    }
    if (line == 0) {
        return;
    }
    struct buf keys;
    buf_init(&keys, 256);
    keys_of(&h->keys, (enum action)line, &keys);
    canvas_text(c, y, 2, KEY_CELLS - 1, STY_HINT_KEY, buf_str(&keys));
    canvas_text(c, y, 2 + KEY_CELLS, -1, STY_TEXT, _(action_defs[line].help));
    buf_release(&keys);
}

static void help_draw(const struct pane *p, struct canvas *c, bool focused)
{
    const struct help *h = (const struct help *)p;
    struct canvas in = canvas_sub(c, 0, 0, c->rows > 3 ? c->rows - 1 : c->rows, c->cols);
    canvas_fill(&in, 0, 0, in.rows, in.cols, STY_TEXT);
    int x = canvas_text(&in, 0, 1, -1, STY_TITLE, _("Help: type to filter, Esc closes")) + 2;
    if (h->filter.text.len > 0) {
        x += canvas_text(&in, 0, x + 1, -1, STY_FIELD, buf_str(&h->filter.text)) + 1;
    }
    canvas_hline(&in, 1, 0, in.cols, STY_BORDER);
    struct canvas body = canvas_sub(&in, HEAD_ROWS, 0, in.rows - HEAD_ROWS, in.cols);
    for (int y = 0; y < body.rows && h->top + y < h->n; y++) {
        draw_line(h, &body, y, h->lines[h->top + y]);
    }
    if (h->n == 0) {
        canvas_text(&body, 0, 2, -1, STY_DIM, _("No action matches."));
    }
    if (focused) {
        canvas_cursor(&in, 0, x);
    }
}

/* Scrolls to line `to`, so that the last page stays full. */
static enum answer scroll(struct help *h, const struct frame *f, int to)
{
    int page = frame_rows(f) - 1 - HEAD_ROWS;
    int last = h->n > page ? h->n - page : 0;
    h->top = to < 0 ? 0 : to > last ? last : to;
    return HANDLED;
}

static enum answer help_act(struct pane *p, struct frame *f, enum action a)
{
    struct help *h = (struct help *)p;
    int page = frame_rows(f) - 1 - HEAD_ROWS;
    page = page < 1 ? 1 : page;
    switch (a) {
    case ACT_UP:
        return scroll(h, f, h->top - 1);
    case ACT_DOWN:
        return scroll(h, f, h->top + 1);
    case ACT_PAGE_UP:
        return scroll(h, f, h->top - page);
    case ACT_PAGE_DOWN:
        return scroll(h, f, h->top + page);
    case ACT_HALF_UP:
        return scroll(h, f, h->top - page / 2);
    case ACT_HALF_DOWN:
        return scroll(h, f, h->top + page / 2);
    case ACT_TOP:
        return scroll(h, f, 0);
    case ACT_BOTTOM:
        return scroll(h, f, h->n);
    case ACT_BACK:
        if (h->filter.text.len > 0) {
            line_set(&h->filter, "");
            gather(h);
            return HANDLED;
        }
        return CLOSE;
    case ACT_HELP:
    case ACT_QUIT:
        return CLOSE;
    case ACT_REDRAW:
    case ACT_SUSPEND:
        return PASS;
    default:
        return HANDLED;
    }
}

/* With no filter yet q and ? still close and j and k still scroll; all other letters filter. */
static enum answer help_text(struct pane *p, struct frame *f, const char *utf8)
{
    struct help *h = (struct help *)p;
    if (strcmp(utf8, "\b") == 0) {
        line_edit(&h->filter, K_BACKSPACE);
        gather(h);
        return HANDLED;
    }
    if (h->filter.text.len == 0 && f->key < K_SPECIAL) {
        enum action a = keymap_action(&h->keys, f->key);
        if (a == ACT_QUIT || a == ACT_HELP || a == ACT_UP || a == ACT_DOWN) {
            return PASS;
        }
    }
    if (!line_insert(&h->filter, f->key)) {
        return PASS;
    }
    gather(h);
    return HANDLED;
}

static const enum action *help_hints(const struct pane *p)
{
    static const enum action hints[] = {ACT_PAGE_UP, ACT_PAGE_DOWN, ACT_NONE};
    (void)p;
    return hints;
}

static void help_free(struct pane *p)
{
    struct help *h = (struct help *)p;
    line_release(&h->filter);
    free(h);
}

static const struct pane_ops help_ops = {
    .name = "help",
    .draw = help_draw,
    .act = help_act,
    .text = help_text,
    .hints = help_hints,
    .free = help_free,
};

struct pane *help_new(const struct keymap *keys)
{
    struct help *h = mem_calloc(1, sizeof *h);
    h->pane.ops = &help_ops;
    h->keys = *keys;
    line_set(&h->filter, "");
    gather(h);
    return &h->pane;
}
