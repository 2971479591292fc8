/* The frame's own rows: the tabs line, and the last row with hints or a message. Both are made from
 * the tables of screens and actions and the key map in force. */
#include "frame_in.h"

#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/text.h"

#define BOTH_COLS 100 /* from here on a hint shows its function key and its plain key */
#define HINTS_MAX 24
#define NARROW_COLS 60 /* below: no command line on the right */

/* ---- tabs ------------------------------------------------------------------------------------ */

/* The text of a tab: its key and title. */
static void tab_text(const struct frame *f, int i, struct buf *to)
{
    int32_t key = keymap_key(&f->keys, f->table[i].action, false);
    buf_reset(to);
    buf_putc(to, ' ');
    if (key != K_NONE) {
        key_to_name(key, to);
    }
    buf_puts(to, _(f->table[i].title));
    buf_putc(to, ' ');
}

void frame_draw_tabs(const struct frame *f, struct canvas *c)
{
    if (f->tabs_y < 0) {
        return;
    }
    struct buf text;
    buf_init(&text, 256);
    canvas_fill(c, f->tabs_y, 0, 1, c->cols, STY_TAB);
    for (int i = 0, x = 0; i < f->n_screens; i++) {
        tab_text(f, i, &text);
        x += canvas_text(c, f->tabs_y, x, -1, i == f->current ? STY_TAB_ON : STY_TAB,
                         buf_str(&text));
    }
    buf_release(&text);
}

int frame_tab_at(const struct frame *f, int x)
{
    struct buf text;
    int found = -1;
    buf_init(&text, 256);
    for (int i = 0, at = 0; i < f->n_screens && found < 0; i++) {
        tab_text(f, i, &text);
        at += text_width(buf_str(&text));
        found = x < at ? i : -1;
    }
    buf_release(&text);
    return found;
}

/* ---- hints ----------------------------------------------------------------------------------- */

struct hint {
    char keys[32];
    const char *label;
    int f; /* number of its function key; 0: none */
};

/* The key that stands for an action in a box: one with a name where there is one, because an input
 * method may swallow letters. */
static int32_t named_key(const struct keymap *m, enum action a)
{
    for (size_t i = 0; i < m->n; i++) {
        int32_t key = m->bind[i].key;
        if (m->bind[i].action == a && key > K_SPECIAL && (key < K_F1 || key > K_F12)) {
            return key;
        }
    }
    return keymap_key(m, a, false);
}

/* The hint of an action while p has the focus (NULL: none has); false: no key is bound to it or it
 * is not allowed here. */
static bool hint_of(const struct frame *f, enum action a, const struct pane *p, struct hint *to)
{
    bool boxed = p != NULL && p->modal;
    int32_t fkey = keymap_key(&f->keys, a, true);
    int32_t plain = boxed ? named_key(&f->keys, a) : keymap_key(&f->keys, a, false);
    const char *label = p && p->ops->hint_label ? p->ops->hint_label(p, a) : NULL;
    if ((fkey == K_NONE && plain == K_NONE) || (action_defs[a].writes && f->readonly)) {
        return false;
    }
    struct buf text;
    buf_init(&text, sizeof to->keys - 1);
    if (fkey != K_NONE) {
        key_to_name(fkey, &text);
    }
    /* "F3//" reads badly, and a bar of 80 cells has room for one key. */
    if (plain != K_NONE && (fkey == K_NONE || (f->cols >= BOTH_COLS && plain != '/'))) {
        if (fkey != K_NONE) {
            buf_putc(&text, '/');
        }
        key_to_name(plain, &text);
    }
    memset(to, 0, sizeof *to);
    memcpy(to->keys, buf_str(&text), text.len);
    buf_release(&text);
    to->label = _(label != NULL ? label : action_defs[a].label);
    to->f = fkey != K_NONE ? (int)(fkey - K_F1 + 1) : 0;
    return true;
}

static int hint_cells(const struct hint *h)
{
    return text_width(h->keys) + 1 + text_width(h->label) + 2;
}

static int draw_hint(struct canvas *c, int x, const struct hint *h)
{
    int y = c->rows - 1, from = x;
    x += canvas_text(c, y, x, -1, STY_HINT_KEY, h->keys) + 1;
    x += canvas_text(c, y, x, -1, STY_HINT, h->label) + 2;
    return x - from;
}

/* Adds an action's hint in the order of function keys, those without one behind. */
static int add_hint(const struct frame *f, enum action a, const struct pane *p, struct hint *list,
                    bool *used, int n)
{
    struct hint h;
    if (n == HINTS_MAX || used[a] || !hint_of(f, a, p, &h)) {
        return n;
    }
    used[a] = true;
    int at = n;
    while (h.f > 0 && at > 0 && (list[at - 1].f == 0 || list[at - 1].f > h.f)) {
        list[at] = list[at - 1];
        at--;
    }
    list[at] = h;
    return n + 1;
}

/* What stands at the right whatever the pane: command line, help, the way out; over a box, which
 * takes all keys, only that. Returns its first column. */
static int draw_always(const struct frame *f, struct canvas *c)
{
    bool back = f->modals.n > 0 || f->details.n > 0 || f->zoom || f->current > 0;
    const enum action acts[3] = {ACT_COMMAND, ACT_HELP, back ? ACT_BACK : ACT_QUIT};
    struct hint h[3];
    int n = 0, cells = 0;
    for (int i = f->modals.n > 0 ? 2 : f->cols >= NARROW_COLS ? 0 : 1; i < 3; i++) {
        if (hint_of(f, acts[i], NULL, &h[n])) {
            cells += hint_cells(&h[n++]);
        }
    }
    int x = c->cols - cells + 2 > 0 ? c->cols - cells + 2 : 0;
    for (int i = 0, at = x; i < n; i++) {
        at += draw_hint(c, at, &h[i]);
    }
    return x;
}

void frame_draw_bar(const struct frame *f, struct canvas *c)
{
    int y = c->rows - 1;
    if (f->message != NULL) {
        canvas_fill(c, y, 0, 1, c->cols, f->message_style);
        canvas_text(c, y, 1, -1, f->message_style, f->message);
        return;
    }
    if (f->wall || f->rows < 3) {
        return;
    }
    canvas_fill(c, y, 0, 1, c->cols, STY_HINT);
    int end = draw_always(f, c);
    static const enum action global[] = {ACT_PERIOD, ACT_ACK, ACT_ZOOM};
    struct hint list[HINTS_MAX];
    bool used[ACT_COUNT] = {
        [ACT_HELP] = true, [ACT_COMMAND] = true, [ACT_QUIT] = true, [ACT_BACK] = true};
    int n = 0;
    const struct pane *p = f->n_screens > 0 ? frame_focus(f) : NULL;
    const enum action *own = p != NULL && p->ops->hints != NULL ? p->ops->hints(p) : NULL;
    for (size_t i = 0; own != NULL && own[i] != ACT_NONE; i++) {
        n = add_hint(f, own[i], p, list, used, n);
    }
    for (size_t i = 0; i < sizeof global / sizeof global[0] && (p == NULL || !p->modal); i++) {
        bool idle = global[i] == ACT_ZOOM && f->details.n > 0; /* it covers all already */
        n = idle ? n : add_hint(f, global[i], p, list, used, n);
    }
    for (int i = 0, x = 0; i < n;
         i++) { /* what does not fit is left out, a shorter one may follow */
        x += x + hint_cells(&list[i]) <= end ? draw_hint(c, x, &list[i]) : 0;
    }
}
