/* A yes/no question as a modal pane. "No" is chosen at first; the key that asked never says yes, so
 * that one key pressed twice does nothing. Arrows and Enter answer too: an input method may swallow
 * letters. */
#include "frame_in.h"

#include <stdlib.h>

#include "chooser.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

struct question {
    struct pane pane;
    char *text;
    int32_t asked; /* the key */
    bool yes_chosen;
    void (*yes)(struct frame *f, void *ctx);
    void *ctx;
};

static void draw_button(struct canvas *c, int y, int x, const char *label, bool chosen)
{
    struct canvas b = *c;
    b.flags = chosen ? CELL_REVERSE : 0;
    canvas_fill(&b, y, x, 1, text_width(label) + 4, STY_TEXT);
    canvas_text(&b, y, x + 2, -1, STY_TEXT, label);
}

static void question_draw(const struct pane *p, struct canvas *c, bool focused)
{
    const struct question *q = (const struct question *)p;
    const char *yes = _("Yes (y)"), *no = _("No (n)");
    int yes_cells = text_width(yes) + 4, no_cells = text_width(no) + 4;
    int want = text_width(q->text);
    want = want > yes_cells + no_cells + 2 ? want : yes_cells + no_cells + 2;
    struct box b = layout_middle(c->rows, c->cols, 5, want + 6);
    struct canvas in = canvas_sub(c, b.y, b.x, b.rows, b.cols);
    box_draw(&in, "");
    int mid = in.rows >= 5 ? 1 : 0;
    canvas_text(&in, mid, 3, -1, STY_TITLE, q->text);
    int y = in.rows >= 5 ? 3 : in.rows - 1;
    draw_button(&in, y, 3, yes, q->yes_chosen);
    draw_button(&in, y, 3 + yes_cells + 2, no, !q->yes_chosen);
    if (focused) {
        canvas_cursor(&in, y, q->yes_chosen ? 5 : 3 + yes_cells + 4);
    }
}

static enum answer question_act(struct pane *p, struct frame *f, enum action a)
{
    struct question *q = (struct question *)p;
    switch (a) {
    case ACT_LEFT:
    case ACT_RIGHT:
    case ACT_UP:
    case ACT_DOWN:
    case ACT_NEXT_PANE:
    case ACT_PREV_PANE:
        q->yes_chosen =
            a == ACT_LEFT || a == ACT_UP || (a != ACT_RIGHT && a != ACT_DOWN && !q->yes_chosen);
        return HANDLED;
    case ACT_YES:
        if (f->key == q->asked) {
            return HANDLED;
        }
        q->yes(f, q->ctx);
        return CLOSE;
    case ACT_OPEN:
        if (q->yes_chosen) {
            q->yes(f, q->ctx);
        }
        return CLOSE;
    case ACT_NO:
    case ACT_BACK:
    case ACT_QUIT:
        return CLOSE;
    default:
        return PASS;
    }
}

static const enum action *question_hints(const struct pane *p)
{
    static const enum action hints[] = {ACT_YES, ACT_NO, ACT_RIGHT, ACT_OPEN, ACT_NONE};
    (void)p;
    return hints;
}

static const char *question_hint_label(const struct pane *p, enum action a)
{
    (void)p;
    return a == ACT_OPEN ? N_("Choose") : a == ACT_RIGHT ? N_("Other answer") : NULL;
}

static void question_free(struct pane *p)
{
    struct question *q = (struct question *)p;
    free(q->text);
    free(q);
}

static const struct pane_ops question_ops = {
    .name = "question",
    .draw = question_draw,
    .act = question_act,
    .hints = question_hints,
    .hint_label = question_hint_label,
    .free = question_free,
};

struct pane *question_new(const char *text, int32_t asked, void (*yes)(struct frame *, void *),
                          void *ctx)
{
    struct question *q = mem_calloc(1, sizeof *q);
    q->pane.ops = &question_ops;
    q->text = mem_strdup(text);
    q->asked = asked;
    q->yes = yes;
    q->ctx = ctx;
    return &q->pane;
}
