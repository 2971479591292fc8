/* Where a key goes: pasted text to a text field or nowhere; the line of input; the topmost modal
 * pane; else its action to the focused pane, for actions of lists to the screen's other panes, and
 * last to the frame. */
#include "frame_in.h"

#include <stdlib.h>
#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/utf8.h"

static bool printable(int32_t key)
{
    return key >= ' ' && key != K_BACKSPACE && key < K_SPECIAL && !(key >= 0x80 && key < 0xA0);
}

/* Carries out what a pane answered; false: it passed. */
static bool answered(struct frame *f, struct pane *p, enum answer a)
{
    if (a == CLOSE) {
        frame_close(f, p);
    } else if (a == HANDLED) {
        frame_touch(f, p);
    }
    return a != PASS;
}

static bool offer(struct frame *f, struct pane *p, enum action a)
{
    return p->ops->act != NULL && answered(f, p, p->ops->act(p, f, a));
}

static bool offer_text(struct frame *f, struct pane *p, int32_t key)
{
    char ch[5] = "";
    if (p->ops->text == NULL || !printable(key)) {
        return false;
    }
    utf8_put(ch, key);
    return answered(f, p, p->ops->text(p, f, ch));
}

/* ---- the line of input ----------------------------------------------------------------------- */

void frame_prompt(struct frame *f, const char *label, const char *initial, bool live,
                  frame_input_fn *cb, frame_complete_fn *complete, void *ctx)
{
    prompt_release(&f->prompt);
    prompt_init(&f->prompt, label, initial, &f->history);
    f->prompting = true;
    f->live = live;
    f->input = cb;
    f->complete = complete;
    f->input_ctx = ctx;
    f->dirty = true;
}

bool frame_wants_text(const struct frame *f)
{
    const struct pane *p = f->n_screens > 0 ? frame_focus(f) : NULL;
    return f->prompting || (p != NULL && p->modal && p->ops->text != NULL);
}

/* Ends the input; the asker may start another one from within its call. */
static void prompt_end(struct frame *f, bool entered)
{
    struct prompt p = f->prompt;
    f->prompt = (struct prompt){0};
    f->prompting = false;
    f->dirty = true;
    if (entered) {
        history_add(&f->history, p.label, buf_str(&p.line.text));
    }
    if (f->input != NULL) {
        f->input(f, f->input_ctx, entered ? buf_str(&p.line.text) : NULL, true);
    }
    prompt_release(&p);
}

static void prompt_changed(struct frame *f)
{
    if (f->live && f->input != NULL) {
        f->input(f, f->input_ctx, buf_str(&f->prompt.line.text), false);
    }
}

static void prompt_tab(struct frame *f, int step)
{
    bool changed = prompt_cycle(&f->prompt, step);
    if (!changed && f->complete != NULL) {
        struct buf list;
        buf_init(&list, 65536);
        f->complete(f, f->input_ctx, buf_str(&f->prompt.line.text), &list);
        changed = prompt_complete(&f->prompt, buf_str(&list));
        buf_release(&list);
    }
    if (changed) {
        prompt_changed(f);
    }
}

static void prompt_key(struct frame *f, int32_t key)
{
    struct prompt *p = &f->prompt;
    switch (key) {
    case K_ENTER:
        prompt_end(f, true);
        return;
    case K_ESC:
        prompt_end(f, false);
        return;
    case K_TAB:
        prompt_tab(f, 1);
        return;
    case K_BACKTAB:
        prompt_tab(f, -1);
        return;
    case K_UP:
    case K_DOWN: {
        int step = key == K_UP ? -1 : 1;
        if (prompt_cycle(p, step) || prompt_walk(p, &f->history, step)) {
            prompt_changed(f);
        }
        return;
    }
    case K_BACKSPACE:
        if (p->line.text.len == 0) { /* nothing left to take back: as in vi it leaves */
            prompt_end(f, false);
            return;
        }
        break;
    default:
        break;
    }
    enum line_did did = line_edit(&p->line, key);
    if (did == LINE_OTHER && printable(key)) {
        did = line_insert(&p->line, key) ? LINE_TEXT : LINE_OTHER;
    }
    if (did != LINE_OTHER) {
        prompt_close_list(p);
    }
    if (did == LINE_TEXT) {
        prompt_changed(f);
    }
}

/* ---- modal panes ----------------------------------------------------------------------------- */

/* Actions of the program that work while a modal pane is open. */
static bool over_modal(enum action a)
{
    return a == ACT_REDRAW || a == ACT_SUSPEND;
}

static void modal_act(struct frame *f, struct pane *p, enum action a)
{
    if (a == ACT_NONE || offer(f, p, a)) {
        return;
    }
    if (a == ACT_BACK || a == ACT_QUIT) {
        frame_close(f, p);
    } else if (over_modal(a)) {
        frame_own(f, a);
    }
}

static void modal_key(struct frame *f, struct pane *p, int32_t key)
{
    if (key == K_ESC || key == K_ENTER) { /* not rebindable here: a way out must not be lost */
        modal_act(f, p, key == K_ESC ? ACT_BACK : ACT_OPEN);
        return;
    }
    if (offer_text(f, p, key)) {
        return;
    }
    enum action answer = keymap_answer(&f->keys, key);
    if (answer != ACT_NONE && offer(f, p, answer)) {
        return;
    }
    if (key == K_BACKSPACE && p->ops->text != NULL) {
        answered(f, p, p->ops->text(p, f, "\b"));
        return;
    }
    modal_act(f, p, keymap_action(&f->keys, key));
}

/* ---- routing --------------------------------------------------------------------------------- */

void frame_do(struct frame *f, enum action a)
{
    if (a <= ACT_NONE || a >= ACT_COUNT || f->n_screens == 0) {
        return;
    }
    if (action_defs[a].writes && f->readonly) {
        frame_message(f, STY_WARN, _("Nothing is changed here: the terminal is read-only."));
        return;
    }
    struct pane *p = frame_focus(f);
    if (p != NULL && p->modal) {
        modal_act(f, p, a);
        return;
    }
    if (p != NULL && offer(f, p, a)) {
        return;
    }
    if (action_defs[a].group == AG_LIST && f->details.n == 0) {
        const struct shown *on = &f->shown[f->current];
        for (int k = 0; k < frame_screen(f)->n_places; k++) {
            if (on->panes[k] != p && frame_screen(f)->places[k].focus && f->spans[k].rows > 0 &&
                offer(f, on->panes[k], a)) {
                return;
            }
        }
    }
    frame_own(f, a);
}

static void paste_key(struct frame *f, int32_t key)
{
    if (key == K_ENTER || key == K_TAB) {
        key = ' ';
    }
    if (f->prompting) {
        if (printable(key) && line_insert(&f->prompt.line, key)) {
            prompt_close_list(&f->prompt);
            prompt_changed(f);
            f->dirty = true;
        }
    } else if (frame_wants_text(f)) {
        offer_text(f, frame_focus(f), key);
    }
}

void frame_key(struct frame *f, int32_t key)
{
    frame_bury(f);
    if (key == K_PASTE_START || key == K_PASTE_END) {
        f->pasting = key == K_PASTE_START;
        return;
    }
    if (key == K_NONE || f->n_screens == 0) {
        return;
    }
    if (f->pasting) {
        paste_key(f, key);
        return;
    }
    f->key = key;
    if (f->message != NULL) {
        frame_message(f, STY_TEXT, NULL);
    }
    if (f->prompting) {
        f->dirty = true;
        prompt_key(f, key);
        return;
    }
    struct pane *p = frame_focus(f);
    if (p != NULL && p->modal) {
        modal_key(f, p, key);
        return;
    }
    enum action a = keymap_action(&f->keys, key);
    if (a != ACT_NONE) {
        frame_do(f, a);
    } else if (p != NULL) {
        offer_text(f, p, key);
    }
}

/* ---- the mouse ------------------------------------------------------------------------------- */

static void click(struct frame *f, struct pane *p, struct span at, int y, int x, bool twice)
{
    if (p->ops->click != NULL) {
        answered(f, p, p->ops->click(p, f, y - at.y, x, twice));
    }
}

void frame_mouse(struct frame *f, int y, int x, int wheel, bool twice)
{
    frame_bury(f);
    if (f->n_screens == 0 || f->prompting) {
        return;
    }
    if (wheel != 0) {
        for (int i = 0; i < 3; i++) {
            frame_do(f, wheel < 0 ? ACT_UP : ACT_DOWN);
        }
        return;
    }
    struct pane *p = frame_focus(f);
    if (p != NULL && p->modal) {
        click(f, p, (struct span){0, f->rows}, y, x, twice);
        return;
    }
    if (y == f->tabs_y) {
        int tab = frame_tab_at(f, x);
        if (tab >= 0) {
            frame_show(f, f->table[tab].action);
        }
        return;
    }
    if (p != NULL && f->details.n > 0 && y >= f->cover.y && y < f->cover.y + f->cover.rows) {
        click(f, p, f->cover, y, x, twice);
        return;
    }
    int k = frame_place_at(f, y);
    if (k >= 0) {
        frame_focus_place(f, k);
        click(f, f->shown[f->current].panes[k], f->spans[k], y, x, twice);
    }
}
