/* The frame's core: screens and their panes, layout, sync and drawing (frame.h). Order of a loop
 * step: frame_key* → frame_sync → frame_draw. Panes are made when their screen is first shown. */
#include "frame_in.h"

#include <stdlib.h>
#include <string.h>

#include "zhiban/base/clock.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"

/* ---- life ------------------------------------------------------------------------------------ */

static void free_pane(struct pane *p)
{
    if (p != NULL && p->ops->free != NULL) {
        p->ops->free(p);
    }
}

struct frame *frame_new_screens(const struct screen *table, struct app *app, struct config *config,
                                bool wall, bool ascii, bool readonly)
{
    struct frame *f = mem_calloc(1, sizeof *f);
    f->app = app;
    f->config = config;
    f->table = table;
    f->wall = wall;
    f->ascii = ascii;
    f->readonly = readonly;
    f->dirty = true;
    f->cursor_y = f->cursor_x = -1;
    f->rows = 24;
    f->cols = 80;
    while (table[f->n_screens].title != NULL) {
        f->n_screens++;
    }
    f->shown = mem_calloc((size_t)f->n_screens + 1, sizeof *f->shown);
    struct err e;
    if (keymap_build(&f->keys, config, &e) !=
        OK) { /* tui_check has told it; keys must work all the same */
        keymap_build(&f->keys, NULL, &e);
    }
    theme_load(&f->theme, "default", &e);
    if (f->n_screens > 0) {
        frame_show(f, table[0].action);
    }
    return f;
}

struct frame *frame_new(struct app *app, struct config *config, bool wall, bool ascii,
                        bool readonly)
{
    return frame_new_screens(wall ? wall_screens : screens, app, config, wall, ascii, readonly);
}

void frame_bury(struct frame *f)
{
    for (size_t i = 0; i < f->gone.n; i++) {
        free_pane(f->gone.v[i].pane);
    }
    vec_clear(&f->gone);
}

void frame_free(struct frame *f)
{
    if (f == NULL) {
        return;
    }
    while (f->modals.n > 0) {
        frame_close(f, f->modals.v[f->modals.n - 1].pane);
    }
    while (f->details.n > 0) {
        frame_close(f, f->details.v[f->details.n - 1].pane);
    }
    frame_bury(f);
    for (int i = 0; i < f->n_screens; i++) {
        for (int k = 0; f->shown[i].panes != NULL && k < f->table[i].n_places; k++) {
            free_pane(f->shown[i].panes[k]);
        }
        free(f->shown[i].panes);
    }
    free(f->shown);
    vec_free(&f->modals);
    vec_free(&f->details);
    vec_free(&f->gone);
    history_release(&f->history);
    prompt_release(&f->prompt);
    free(f->message);
    free(f->shot);
    free(f);
}

/* ---- what panes may ask ---------------------------------------------------------------------- */

struct app *frame_app(struct frame *f)
{
    return f->app;
}

struct config *frame_config(struct frame *f)
{
    return f->config;
}

bool frame_readonly(const struct frame *f)
{
    return f->readonly;
}

int frame_rows(const struct frame *f)
{
    return f->rows;
}

bool frame_quit(const struct frame *f)
{
    return f->quit;
}

void frame_dirty(struct frame *f)
{
    f->dirty = true;
}

/* ---- screens and panes ----------------------------------------------------------------------- */

const struct screen *frame_screen(const struct frame *f)
{
    return &f->table[f->current];
}

static void lay_out(struct frame *f);

static void sync_pane(struct frame *f, struct pane *p, unsigned changes)
{
    if (p->ops->sync != NULL && p->ops->sync(p, f->app, changes)) {
        p->dirty = true;
    }
}

/* Makes the panes of a screen and puts the focus on the first that can have it. */
static void make_screen(struct frame *f, int i)
{
    const struct screen *s = &f->table[i];
    struct shown *on = &f->shown[i];
    on->panes = mem_calloc((size_t)s->n_places + 1, sizeof(struct pane *));
    on->focus = -1;
    for (int k = 0; k < s->n_places; k++) {
        on->panes[k] = s->places[k].make(f->app);
        if (on->focus < 0 && s->places[k].focus) {
            on->focus = k;
        }
        if (on->n_head == k && !s->places[k].focus && s->places[k].weight == 0) {
            on->n_head = k + 1;
        }
    }
}

void frame_show(struct frame *f, enum action screen)
{
    for (int i = 0; i < f->n_screens; i++) {
        if (f->table[i].action != screen) {
            continue;
        }
        while (f->details.n > 0) {
            frame_close(f, f->details.v[f->details.n - 1].pane);
        }
        if (f->shown[i].panes == NULL) {
            make_screen(f, i);
        }
        f->current = i;
        f->zoom = false;
        f->dirty = true;
        for (int k = 0; k < f->table[i].n_places; k++) {
            sync_pane(f, f->shown[i].panes[k], (unsigned)CHANGE_ALL);
        }
        lay_out(f);
        return;
    }
}

struct pane *frame_focus(const struct frame *f)
{
    if (f->modals.n > 0) {
        return f->modals.v[f->modals.n - 1].pane;
    }
    if (f->details.n > 0) {
        return f->details.v[f->details.n - 1].pane;
    }
    const struct shown *on = &f->shown[f->current];
    return on->panes != NULL && on->focus >= 0 ? on->panes[on->focus] : NULL;
}

int frame_place_at(const struct frame *f, int y)
{
    for (int k = 0; k < frame_screen(f)->n_places; k++) {
        if (y >= f->spans[k].y && y < f->spans[k].y + f->spans[k].rows) {
            return k;
        }
    }
    return -1;
}

void frame_focus_place(struct frame *f, int place)
{
    struct shown *on = &f->shown[f->current];
    if (place >= 0 && place < frame_screen(f)->n_places && frame_screen(f)->places[place].focus &&
        place != on->focus) {
        on->focus = place;
        f->dirty = true;
    }
}

void frame_focus_step(struct frame *f, int step)
{
    const struct screen *s = frame_screen(f);
    struct shown *on = &f->shown[f->current];
    for (int i = 1, k = on->focus; i <= s->n_places; i++) {
        k = (k + step + s->n_places) % s->n_places;
        if (s->places[k].focus && (f->spans[k].rows > 0 || f->zoom)) {
            frame_focus_place(f, k);
            return;
        }
    }
}

void frame_detail(struct frame *f, struct pane *p)
{
    vec_push(&f->details) = (struct held){p};
    sync_pane(f, p, (unsigned)CHANGE_ALL);
    f->dirty = true;
}

void frame_modal(struct frame *f, struct pane *p)
{
    p->modal = true;
    vec_push(&f->modals) = (struct held){p};
    sync_pane(f, p, (unsigned)CHANGE_ALL);
    f->dirty = true;
}

void frame_close(struct frame *f, struct pane *p)
{
    for (size_t i = 0; i < f->modals.n; i++) {
        if (f->modals.v[i].pane == p) {
            vec_remove(&f->modals, i);
            vec_push(&f->gone) = (struct held){p};
            f->dirty = true;
            return;
        }
    }
    for (size_t i = 0; i < f->details.n; i++) {
        if (f->details.v[i].pane == p) {
            vec_remove(&f->details, i);
            vec_push(&f->gone) = (struct held){p};
            f->dirty = true;
            if (f->details.n > 0) { /* what it covered has slept */
                sync_pane(f, f->details.v[f->details.n - 1].pane, (unsigned)CHANGE_ALL);
            }
            return;
        }
    }
}

void frame_touch(struct frame *f, struct pane *p)
{
    for (size_t i = 0; i < f->gone.n; i++) {
        if (f->gone.v[i].pane == p) {
            return;
        }
    }
    p->dirty = true;
}

/* ---- messages -------------------------------------------------------------------------------- */

void frame_message(struct frame *f, enum style s, const char *text)
{
    free(f->message);
    f->message = text != NULL && text[0] != '\0' ? mem_strdup(text) : NULL;
    f->message_style = s;
    f->message_until_ms = clock_raw_ms() + MESSAGE_MS;
    f->dirty = true;
}

void frame_error(struct frame *f, const struct err *e)
{
    struct buf text;
    buf_init(&text, 0);
    err_format(&text, _(e->msgid), e);
    if (e->hint != NULL) {
        buf_puts(&text, ": ");
        err_format(&text, _(e->hint), e);
    }
    frame_message(f, STY_WARN, buf_str(&text));
    buf_release(&text);
}

int frame_wait_ms(const struct frame *f)
{
    if (f->message == NULL) {
        return -1;
    }
    int64_t left = f->message_until_ms - clock_raw_ms();
    return left < 0 ? 0 : (int)left;
}

/* ---- layout ---------------------------------------------------------------------------------- */

/* The slots of the current screen in order; while one pane covers the body, only header and cover.
 */
static int fill_slots(const struct frame *f, struct slot *s, int *index)
{
    const struct screen *sc = frame_screen(f);
    const struct shown *on = &f->shown[f->current];
    bool covered = f->details.n > 0 || (f->zoom && on->focus >= 0);
    int n = 0;
    for (int k = 0; k < sc->n_places && n < LAYOUT_MAX - 1; k++) {
        if (covered && k >= on->n_head) {
            break;
        }
        const struct place *p = &sc->places[k];
        const struct pane *pane = on->panes[k];
        int most = 0;
        int want = pane->ops->want ? pane->ops->want(pane, f->cols, &most) : pane->want_rows;
        int min = want > 0 && want < p->min ? want : p->min;
        s[n] = (struct slot){
            .min = min, .want = want, .most = most, .weight = p->weight, .rank = p->rank + 1};
        index[n++] = k;
    }
    if (covered) { /* rank 0: the cover comes before the header */
        s[n] = (struct slot){.min = 3, .weight = 1, .rank = 0};
        index[n++] = f->details.n > 0 ? -1 : on->focus;
    }
    return n;
}

/* Also before the first drawing: the focus moves among the panes that have rows. */
static void lay_out(struct frame *f)
{
    if (f->n_screens == 0 || f->shown[f->current].panes == NULL) {
        return;
    }
    struct slot slots[LAYOUT_MAX];
    struct span spans[LAYOUT_MAX], before[LAYOUT_MAX];
    int index[LAYOUT_MAX];
    int n = fill_slots(f, slots, index);
    bool bar = !f->wall && f->rows >= 3;
    bool tabs = !f->wall && f->rows >= TABS_MIN_ROWS;
    struct span cover = f->cover;
    memcpy(before, f->spans, sizeof before);
    memset(f->spans, 0, sizeof f->spans);
    f->cover = (struct span){0};
    layout_rows(slots, n, f->rows - bar - tabs, spans);
    f->tabs_y = tabs ? 0 : -1;
    for (int i = 0; i < n; i++) {
        if (index[i] >= 0 && index[i] < f->shown[f->current].n_head) {
            f->tabs_y = tabs ? spans[i].y + spans[i].rows : -1;
        } else {
            spans[i].y += tabs;
        }
        *(index[i] < 0 ? &f->cover : &f->spans[index[i]]) = spans[i];
    }
    if (memcmp(before, f->spans, sizeof before) != 0 ||
        memcmp(&cover, &f->cover, sizeof cover) != 0) {
        f->dirty = true;
    }
    /* The focus never stays on a pane that found no room. */
    struct shown *on = &f->shown[f->current];
    if (n > 0 && f->details.n == 0 && on->focus >= 0 && f->spans[on->focus].rows == 0) {
        frame_focus_step(f, 1);
    }
}

void frame_resize(struct frame *f, int rows, int cols)
{
    f->rows = rows < 1 ? 1 : rows;
    f->cols = cols < 1 ? 1 : cols;
    f->dirty = true;
    lay_out(f);
}

/* ---- sync and draw --------------------------------------------------------------------------- */

bool frame_sync(struct frame *f, unsigned changes)
{
    frame_bury(f);
    if (f->message != NULL && clock_raw_ms() >= f->message_until_ms) {
        frame_message(f, STY_TEXT, NULL);
    }
    if (f->n_screens == 0) {
        return f->dirty;
    }
    const struct shown *on = &f->shown[f->current];
    bool any = false;
    for (int k = 0; k < frame_screen(f)->n_places; k++) {
        if (changes != 0) {
            sync_pane(f, on->panes[k], changes);
        }
        any |= on->panes[k]->dirty;
    }
    if (f->details.n > 0) {
        struct pane *p = f->details.v[f->details.n - 1].pane;
        if (changes != 0) {
            sync_pane(f, p, changes);
        }
        any |= p->dirty;
    }
    for (size_t i = 0; i < f->modals.n; i++) {
        if (changes != 0) {
            sync_pane(f, f->modals.v[i].pane, changes);
        }
        any |= f->modals.v[i].pane->dirty;
    }
    lay_out(f);
    return any || f->dirty;
}

/* Draws one pane into its rows; only the focused pane's cursor counts. */
static void draw_pane(struct frame *f, struct canvas *all, struct pane *p, struct span at)
{
    bool focused = p == frame_focus(f);
    struct canvas c = canvas_sub(all, at.y, 0, at.rows, all->cols);
    if (!p->modal) {
        canvas_fill(&c, 0, 0, c.rows, c.cols, STY_TEXT);
    }
    all->grid->cursor_y = all->grid->cursor_x = -1;
    p->ops->draw(p, &c, focused);
    p->dirty = false;
    if (focused) {
        f->cursor_y = all->grid->cursor_y;
        f->cursor_x = all->grid->cursor_x;
    }
}

static void draw_screen(struct frame *f, struct canvas *all)
{
    const struct shown *on = &f->shown[f->current];
    for (int k = 0; k < frame_screen(f)->n_places; k++) {
        struct pane *p = on->panes[k];
        if (f->spans[k].rows > 0 && (p->dirty || f->dirty)) {
            draw_pane(f, all, p, f->spans[k]);
        }
        p->dirty = false;
    }
    if (f->details.n > 0) {
        struct pane *p = f->details.v[f->details.n - 1].pane;
        if (f->cover.rows > 0 && (p->dirty || f->dirty)) {
            draw_pane(f, all, p, f->cover);
        }
        p->dirty = false;
    }
}

void frame_draw(struct frame *f, struct grid *g)
{
    struct canvas all = canvas_of(g, f->ascii);
    lay_out(f);
    if (f->modals.n > 0 || f->prompting) { /* they lie over the panes: all is drawn from below */
        f->dirty = true;
    }
    if (f->dirty) {
        grid_clear(g);
        f->cursor_y = f->cursor_x = -1;
    }
    draw_screen(f, &all);
    if (f->dirty) {
        frame_draw_tabs(f, &all);
    }
    for (size_t i = 0; i < f->modals.n; i++) {
        draw_pane(f, &all, f->modals.v[i].pane, (struct span){0, f->rows});
    }
    frame_draw_bar(f, &all);
    g->cursor_y = f->cursor_y;
    g->cursor_x = f->cursor_x;
    if (f->prompting) {
        prompt_draw(&f->prompt, &all);
    }
    f->dirty = false;
}
