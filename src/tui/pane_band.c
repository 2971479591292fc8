/* The band at the foot of the board: alarms, and beside them, where the screen is wide, the waiting
 * callers and the trend of today. Only the alarms take part in acts; the others have screens of
 * their own. */
#include <stdlib.h>

#include "list_pane.h"
#include "panes.h"
#include "zhiban/base/mem.h"

enum { ALARMS, CALLERS, TREND, PARTS };
enum {
    TWO_COLS = 110,   /* from this width on the callers stand beside the alarms … */
    THREE_COLS = 150, /* … and the trend beside them */
    TREND_ROWS = 6,   /* the least the trend is drawn in */
    TREND_MOST = 18,  /* the most it makes good use of */
};

struct band_pane {
    struct pane pane;
    struct pane *part[PARTS];
    int *alarm_cols; /* of the last drawing, for clicks */
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

/* What stands now and who waits decide; the trend takes what nobody else needs, but a wide screen
 * always shows it. */
static int band_want(const struct pane *pane, int cols, int *most)
{
    const struct band_pane *p = (const struct band_pane *)pane;
    int alarms = list_want_rows(&((struct list_pane *)p->part[ALARMS])->list);
    int callers = list_want_rows(&((struct list_pane *)p->part[CALLERS])->list);
    int want = cols >= TWO_COLS && callers > alarms ? callers : alarms;
    if (cols >= THREE_COLS) {
        *most = TREND_MOST;
        return want > TREND_ROWS ? want : TREND_ROWS;
    }
    *most = cols >= TWO_COLS ? callers + TREND_ROWS : 0;
    return want;
}

static void draw_part(struct pane *p, struct canvas *c, int y, int x, int rows, int cols,
                      bool focused)
{
    struct canvas sub = canvas_sub(c, y, x, rows, cols);
    p->ops->draw(p, &sub, focused);
}

/* Callers, and the trend below them when there are rows for both. */
static void draw_column(const struct band_pane *p, struct canvas *c, int x, int cols)
{
    int want = list_want_rows(&((struct list_pane *)p->part[CALLERS])->list);
    int callers = c->rows;
    if (c->rows >= want + TREND_ROWS) {
        callers = want;
    } else if (c->rows >= 2 * TREND_ROWS) {
        callers = c->rows - TREND_ROWS;
    }
    draw_part(p->part[CALLERS], c, 0, x, callers, cols, false);
    if (callers < c->rows) {
        draw_part(p->part[TREND], c, callers, x, c->rows - callers, cols, false);
    }
}

/* The alarms are drawn last: the cursor is theirs. */
static void band_draw(const struct pane *pane, struct canvas *c, bool focused)
{
    const struct band_pane *p = (const struct band_pane *)pane;
    int alarms = c->cols, gap = 2;
    for (int i = 0; i < PARTS; i++) {
        p->part[i]->dirty = false;
    }
    if (c->cols >= THREE_COLS && c->rows >= TREND_ROWS) {
        alarms = c->cols * 9 / 20;
        int callers = c->cols * 11 / 40, trend = alarms + callers + 2 * gap;
        draw_part(p->part[CALLERS], c, 0, alarms + gap, c->rows, callers, false);
        draw_part(p->part[TREND], c, 0, trend, c->rows, c->cols - trend, false);
    } else if (c->cols >= TWO_COLS) {
        alarms = c->cols * 3 / 5;
        draw_column(p, c, alarms + gap, c->cols - alarms - gap);
    }
    *p->alarm_cols = alarms;
    draw_part(p->part[ALARMS], c, 0, 0, c->rows, alarms, focused);
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
    if (x >= *((struct band_pane *)pane)->alarm_cols) {
        return PASS;
    }
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
    free(((struct band_pane *)pane)->alarm_cols);
    free(pane);
}

static const struct pane_ops ops = {
    .name = "band",
    .sync = band_sync,
    .draw = band_draw,
    .want = band_want,
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
    p->alarm_cols = mem_calloc(1, sizeof *p->alarm_cols);
    p->part[ALARMS] = pane_alarms_new(app);
    p->part[CALLERS] = pane_callers_new(app);
    p->part[TREND] = pane_trend_new(app);
    return &p->pane;
}
