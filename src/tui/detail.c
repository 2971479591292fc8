/* Drill-downs (detail.h). */
#include "detail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"
#include "list_pane.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

enum { HEAD_ROWS = 3 /* title, line, tabs */, HINTS_MAX = 12 };

struct detail {
    struct pane pane;
    const struct detail_kind *kind;
    char *id;
    char title[200], line[400];
    bool stale;
    int on;
    struct pane *parts[DETAIL_SECTIONS]; /* NULL: not made yet */
    const struct config *config;
    enum action hints[HINTS_MAX]; /* of the section shown */
};

static struct pane *part_of(struct detail *d)
{
    if (!d->parts[d->on]) {
        d->parts[d->on] = d->kind->sections[d->on].make(d->config, d->id);
    }
    struct pane *part = d->parts[d->on];
    const enum action *own = part->ops->hints(part);
    int n = 0;
    d->hints[n++] = ACT_NEXT_PANE;
    for (int i = 0; own[i] != ACT_NONE && n < HINTS_MAX - 1; i++) {
        d->hints[n++] = own[i];
    }
    d->hints[n] = ACT_NONE;
    return part;
}

static bool fill_head(struct detail *d, const struct view *v)
{
    struct buf title = {0}, line = {0};
    char was_title[sizeof d->title], was_line[sizeof d->line];
    bool was_stale = d->stale;
    memcpy(was_title, d->title, sizeof was_title);
    memcpy(was_line, d->line, sizeof was_line);
    d->kind->head(v, d->id, &title, &line);
    snprintf(d->title, sizeof d->title, "%s", buf_str(&title));
    snprintf(d->line, sizeof d->line, "%s", buf_str(&line));
    d->stale = view_stale(v);
    buf_release(&title);
    buf_release(&line);
    return strcmp(was_title, d->title) != 0 || strcmp(was_line, d->line) != 0 ||
           was_stale != d->stale;
}

static bool detail_sync(struct pane *pane, struct app *app, unsigned changes)
{
    struct detail *d = (struct detail *)pane;
    struct view v = view_of(app);
    bool changed = fill_head(d, &v);
    struct pane *part = part_of(d);
    if (part->ops->sync(part, app, changes)) {
        part->dirty = true;
    }
    return changed || part->dirty;
}

void detail_fill(struct pane *pane, const struct view *v, int section)
{
    struct detail *d = (struct detail *)pane;
    d->on = section;
    fill_head(d, v);
    list_pane_fill((struct list_pane *)part_of(d), v, LIST_ORDER); /* all sections are lists */
    pane->dirty = true;
}

static void detail_draw(const struct pane *pane, struct canvas *c, bool focused)
{
    const struct detail *d = (const struct detail *)pane;
    canvas_fill(c, 0, 0, c->rows, c->cols, STY_TEXT);
    canvas_text(c, 0, 0, c->cols, d->stale ? STY_STALE : STY_TITLE, d->title);
    canvas_text(c, 1, 0, c->cols, d->stale ? STY_STALE : STY_STRIP, d->line);
    for (int i = 0, x = 0; i < d->kind->n_sections; i++) {
        char tab[64];
        snprintf(tab, sizeof tab, " %s ", _(d->kind->sections[i].title));
        x += canvas_text(c, 2, x, -1, i == d->on ? STY_TAB_ON : STY_TAB, tab) + 1;
    }
    struct pane *part = d->parts[d->on];
    if (part && c->rows > HEAD_ROWS) {
        struct canvas sub = canvas_sub(c, HEAD_ROWS, 0, c->rows - HEAD_ROWS, c->cols);
        part->ops->draw(part, &sub, focused);
        part->dirty = false;
    }
}

static enum answer show(struct detail *d, struct frame *f, int section)
{
    int n = d->kind->n_sections;
    d->on = (section + n) % n;
    struct pane *part = part_of(d);
    part->ops->sync(part, frame_app(f), (unsigned)CHANGE_ALL);
    d->pane.dirty = true;
    return HANDLED;
}

static enum answer detail_act(struct pane *pane, struct frame *f, enum action a)
{
    struct detail *d = (struct detail *)pane;
    switch (a) {
    case ACT_NEXT_PANE:
    case ACT_RIGHT:
        return show(d, f, d->on + 1);
    case ACT_PREV_PANE:
    case ACT_LEFT:
        return show(d, f, d->on - 1);
    case ACT_BACK:
        return CLOSE;
    default:
        break;
    }
    struct pane *part = part_of(d);
    enum answer answer = part->ops->act(part, f, a);
    d->pane.dirty |= part->dirty;
    return answer == CLOSE ? HANDLED : answer;
}

static enum answer detail_click(struct pane *pane, struct frame *f, int y, int x, bool twice)
{
    struct detail *d = (struct detail *)pane;
    struct pane *part = part_of(d);
    if (y == HEAD_ROWS - 1) {
        for (int i = 0, at = 0; i < d->kind->n_sections; i++) {
            int width = text_width(_(d->kind->sections[i].title)) + 3;
            if (x >= at && x < at + width) {
                return show(d, f, i);
            }
            at += width;
        }
        return PASS;
    }
    if (y < HEAD_ROWS || !part->ops->click) {
        return PASS;
    }
    enum answer answer = part->ops->click(part, f, y - HEAD_ROWS, x, twice);
    d->pane.dirty |= part->dirty;
    return answer;
}

static const char *detail_title(const struct pane *p)
{
    return ((const struct detail *)p)->title;
}

static const enum action *detail_hints(const struct pane *p)
{
    return ((const struct detail *)p)->hints;
}

static const char *detail_hint_label(const struct pane *p, enum action a)
{
    (void)p;
    return a == ACT_NEXT_PANE ? N_("Next tab") : NULL;
}

static void detail_free(struct pane *p)
{
    struct detail *d = (struct detail *)p;
    if (!d) {
        return;
    }
    for (int i = 0; i < DETAIL_SECTIONS; i++) {
        if (d->parts[i]) {
            d->parts[i]->ops->free(d->parts[i]);
        }
    }
    free(d->id);
    free(d);
}

static const struct pane_ops ops = {
    .name = "detail",
    .sync = detail_sync,
    .draw = detail_draw,
    .act = detail_act,
    .title = detail_title,
    .hints = detail_hints,
    .hint_label = detail_hint_label,
    .click = detail_click,
    .free = detail_free,
};

struct pane *detail_new(struct app *app, const struct detail_kind *kind, const char *id)
{
    struct detail *d = mem_calloc(1, sizeof *d);
    d->pane = (struct pane){.ops = &ops, .dirty = true};
    d->kind = kind;
    d->id = mem_strdup(id);
    d->config = app ? app_config(app) : NULL;
    return &d->pane;
}
