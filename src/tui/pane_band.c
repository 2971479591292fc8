/* The band at the foot of the board: alarms, and beside them, where the screen is wide, the waiting
 * callers and the trend of today. Only the alarms take part in acts; the others have screens of
 * their own. */
#include <stdlib.h>

#include "panes.h"
#include "zhiban/base/mem.h"

enum { ALARMS, CALLERS, TREND, PARTS };
enum {
    TWO_COLS = 110,   /* from this width on the callers stand beside the alarms … */
    THREE_COLS = 150, /* … and the trend beside them */
    TREND_ROWS = 6,   /* fewer rows: the callers rather than the trend */
};

struct band_pane {
    struct pane pane;
    struct pane *part[PARTS];
};

static bool band_sync(struct pane *pane, struct app *app, unsigned changes)
{
    struct band_pane *p = (struct band_pane *)pane;
    bool any = false;
    for (int i = 0; i < PARTS; i++) {
        if (p->part[i]->ops->sync(p->part[i], app, changes)) {
            p->part[i]->dirty = true;
        }
        any |= p->part[i]->dirty;
    }
    return any;
}

static void draw_part(struct pane *p, struct canvas *c, int x, int cols, bool focused)
{
    struct canvas sub = canvas_sub(c, 0, x, c->rows, cols);
    p->ops->draw(p, &sub, focused);
}

static void band_draw(const struct pane *pane, struct canvas *c, bool focused)
{
    const struct band_pane *p = (const struct band_pane *)pane;
    int gap = 2;
    for (int i = 0; i < PARTS; i++) {
        p->part[i]->dirty = false;
    }
    if (c->cols < TWO_COLS) {
        draw_part(p->part[ALARMS], c, 0, c->cols, focused);
    } else if (c->cols < THREE_COLS || c->rows < TREND_ROWS) {
        int left = c->cols * 3 / 5;
        draw_part(p->part[CALLERS], c, left + gap, c->cols - left - gap, false);
        draw_part(p->part[ALARMS], c, 0, left, focused);
    } else {
        int a = c->cols * 9 / 20, b = c->cols * 11 / 40;
        draw_part(p->part[CALLERS], c, a + gap, b, false);
        draw_part(p->part[TREND], c, a + b + 2 * gap, c->cols - a - b - 2 * gap, false);
        draw_part(p->part[ALARMS], c, 0, a, focused);
    }
}

static enum answer band_act(struct pane *pane, struct frame *f, enum action a)
{
    struct pane *alarms = ((struct band_pane *)pane)->part[ALARMS];
    enum answer answer = alarms->ops->act(alarms, f, a);
    pane->dirty |= alarms->dirty;
    return answer;
}

static enum answer band_click(struct pane *pane, struct frame *f, int y, int x, bool twice)
{
    struct pane *alarms = ((struct band_pane *)pane)->part[ALARMS];
    enum answer answer = alarms->ops->click(alarms, f, y, x, twice);
    pane->dirty |= alarms->dirty;
    return answer;
}

static const char *band_title(const struct pane *p)
{
    const struct pane *alarms = ((const struct band_pane *)p)->part[ALARMS];
    return alarms->ops->title(alarms);
}

static const enum action *band_hints(const struct pane *p)
{
    const struct pane *alarms = ((const struct band_pane *)p)->part[ALARMS];
    return alarms->ops->hints(alarms);
}

static void band_free(struct pane *pane)
{
    if (!pane) {
        return;
    }
    for (int i = 0; i < PARTS; i++) {
        struct pane *part = ((struct band_pane *)pane)->part[i];
        part->ops->free(part);
    }
    free(pane);
}

static const struct pane_ops ops = {
    .name = "band",
    .sync = band_sync,
    .draw = band_draw,
    .act = band_act,
    .title = band_title,
    .hints = band_hints,
    .click = band_click,
    .free = band_free,
};

struct pane *pane_band_new(struct app *app)
{
    struct band_pane *p = mem_calloc(1, sizeof *p);
    p->pane = (struct pane){.ops = &ops, .dirty = true};
    p->part[ALARMS] = pane_alarms_new(app);
    p->part[CALLERS] = pane_callers_new(app);
    p->part[TREND] = pane_trend_new(app);
    return &p->pane;
}
