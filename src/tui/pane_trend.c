/* The trend pane (pane_trend.h). */
#include "pane_trend.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "panes.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

enum { AXIS = 6, CHART_ROWS = 7 /* fewer rows: sparklines */ };

struct trend_pane {
    struct pane pane;
    struct trend t;
};

static double number(int64_t n)
{
    return n == UNKNOWN ? -1 : (double)n;
}

static int hour_of(const struct view *v, int64_t at)
{
    return v->centre->zone ? civil_at(v->centre->zone, at).hour : 0;
}

void trend_fill(struct trend *t, const struct view *v, const char *queue)
{
    struct day_interval day[INTERVALS_MAX];
    *t = (struct trend){0};
    t->stale = view_stale(v);
    t->abandons = view_abandons_known(v);
    t->n = day_read(v, queue, day);
    t->per_hour = v->centre->interval_min > 0 && v->centre->interval_min <= 60
                      ? 60 / v->centre->interval_min
                      : 1;
    t->sl_target = v->centre->sl_pct;
    t->first = t->n;
    for (int i = 0; i < t->n; i++) {
        struct figure sl = fig_service_level(&day[i].t, v->centre->sl_variant);
        t->first = day[i].seen && t->first == t->n ? i : t->first;
        t->offered[i] = day[i].seen ? number(day[i].t.offered) : -1;
        t->answered[i] = day[i].seen ? number(day[i].t.answered) : -1;
        t->lost[i] = day[i].seen ? number(view_lost_calls(&day[i].t)) : -1;
        t->sl[i] = sl.known && !day[i].approx ? sl.value : -1;
        t->max = t->offered[i] > t->max ? t->offered[i] : t->max;
    }
    t->first -= t->first < t->n ? t->first % t->per_hour : 0;
    t->first_hour = t->first < t->n ? hour_of(v, day[t->first].from) : 0;
    uint32_t q = queue && v->floor ? view_find_queue(v, queue) : NO_QUEUE;
    struct buf title = {0};
    buf_puts(&title, _("Trend of today"));
    if (q != NO_QUEUE) {
        buf_puts(&title, " · ");
        buf_puts(&title, view_queue_name(v, q));
    }
    view_put_seen(v, &title);
    snprintf(t->title, sizeof t->title, "%s", buf_str(&title));
    buf_release(&title);
}

/* ---- drawing ----------------------------------------------------------- */

static enum style style_in(const struct trend *t, enum style s)
{
    return t->stale ? STY_STALE : s;
}

/* Eighths of a block, from the bottom. */
static const char *block(int eighths, bool ascii)
{
    static const char *const blocks[9] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    eighths = eighths < 0 ? 0 : eighths > 8 ? 8 : eighths;
    if (ascii) {
        return eighths == 0 ? " " : eighths < 4 ? "." : "#";
    }
    return blocks[eighths];
}

/* One interval: what was answered from the bottom up, what was lost on top of it. */
static void draw_bar(const struct trend *t, struct canvas *c, int i, int x, int width, int bottom,
                     int rows)
{
    if (t->offered[i] < 0 || t->max <= 0) {
        return;
    }
    int all = (int)(t->offered[i] * rows * 8 / t->max + 0.5);
    double kept = t->lost[i] > 0 ? t->offered[i] - t->lost[i] : t->offered[i];
    int good = (int)((kept > 0 ? kept : 0) * rows * 8 / t->max + 0.5);
    for (int r = 0; r * 8 < all && r < rows; r++) {
        enum style s = r * 8 + 8 > good && t->lost[i] > 0 ? STY_BAR_LOW : STY_BAR;
        for (int k = 0; k < width; k++) {
            canvas_text(c, bottom - r, x + k, 1, style_in(t, s), block(all - r * 8, c->ascii));
        }
    }
}

static void draw_axis(const struct trend *t, struct canvas *c, int from, int width, int bottom,
                      int rows)
{
    char text[32];
    snprintf(text, sizeof text, "%.0f", t->max);
    canvas_right(c, bottom - rows + 1, 0, AXIS - 1, STY_DIM, text);
    canvas_right(c, bottom, 0, AXIS - 1, STY_DIM, "0");
    int every = width * t->per_hour >= 3       ? 1
                : width * t->per_hour * 2 >= 3 ? 2
                                               : 4; /* hours between labels */
    for (int i = from; i < t->n; i++) {
        int hours = (i - t->first) / t->per_hour;
        if ((i - t->first) % t->per_hour == 0 && hours % every == 0) {
            snprintf(text, sizeof text, "%02d", (t->first_hour + hours) % 24);
            canvas_text(c, bottom + 1, AXIS + (i - from) * width, 2, STY_DIM, text);
        }
    }
}

static void draw_level(const struct trend *t, struct canvas *c, int from, int width, int y)
{
    canvas_text(c, y, 0, AXIS - 1, STY_DIM, _("SL"));
    for (int i = from; i < t->n; i++) {
        enum style s =
            t->sl[i] >= 0 && t->sl_target > 0 && t->sl[i] < t->sl_target ? STY_BAR_LOW : STY_OK;
        for (int k = 0; k < (width > 1 ? width - 1 : width); k++) {
            canvas_spark(c, y, AXIS + (i - from) * width + k, style_in(t, s), &t->sl[i], 1, 100);
        }
    }
}

static void draw_chart(const struct trend *t, struct canvas *c)
{
    int room = c->cols - AXIS, n = t->n - t->first;
    int width = n > 0 ? room / n : 1;
    width = width < 1 ? 1 : width > 4 ? 4 : width;
    int from = n * width > room ? t->n - room / width : t->first; /* too many: the latest */
    int rows = c->rows - 3, bottom = rows;                        /* below: hours, service level */
    for (int i = from; i < t->n; i++) {
        draw_bar(t, c, i, AXIS + (i - from) * width, width > 1 ? width - 1 : 1, bottom, rows);
    }
    draw_axis(t, c, from, width, bottom, rows);
    draw_level(t, c, from, width, c->rows - 1);
}

static double last_of(const double *v, int n)
{
    return n > 0 ? v[n - 1] : -1;
}

static void draw_line(const struct trend *t, struct canvas *c, int y, const char *word,
                      const double *v, double max, enum style s)
{
    char text[32];
    int label = 14, n = t->n - t->first, room = c->cols - label - 7;
    n = n > room ? room : n;
    canvas_text(c, y, 0, label - 1, STY_DIM, word);
    if (n > 0) {
        canvas_spark(c, y, label, style_in(t, s), v + t->n - n, n, max);
        double last = last_of(v, t->n);
        snprintf(text, sizeof text, "%.0f", last);
        canvas_right(c, y, label + n, 6, style_in(t, STY_TEXT), last < 0 ? "–" : text);
    }
}

void trend_draw(const struct trend *t, struct canvas *c)
{
    canvas_fill(c, 0, 0, c->rows, c->cols, STY_TEXT);
    canvas_text(c, 0, 0, c->cols, style_in(t, STY_TITLE), t->title);
    if (t->n == 0 || t->first == t->n) {
        canvas_text(c, 1, 3, c->cols - 3, STY_DIM, _("No interval of today was seen yet."));
        return;
    }
    if (c->rows >= CHART_ROWS) {
        draw_chart(t, c);
        return;
    }
    const char *lost = t->abandons ? _("Abandoned") : _("Losses");
    draw_line(t, c, 1, _("Offered"), t->offered, t->max, STY_BAR);
    draw_line(t, c, 2, _("Answered"), t->answered, t->max, STY_OK);
    draw_line(t, c, 3, lost, t->lost, t->max, STY_BAR_LOW);
    draw_line(t, c, 4, _("Service level"), t->sl, 100, STY_OK);
}

/* ---- the pane ---------------------------------------------------------- */

static bool same(const struct trend *a, const struct trend *b)
{
    bool equal = a->n == b->n && a->first == b->first && a->first_hour == b->first_hour &&
                 a->stale == b->stale && a->abandons == b->abandons &&
                 a->sl_target == b->sl_target && strcmp(a->title, b->title) == 0;
    for (int i = 0; equal && i < a->n; i++) { /* counts and figures of one formula: exact */
        equal = a->offered[i] == b->offered[i] && a->answered[i] == b->answered[i] &&
                a->lost[i] == b->lost[i] && a->sl[i] == b->sl[i];
    }
    return equal;
}

static bool trend_sync(struct pane *pane, struct app *app, unsigned changes)
{
    struct trend_pane *p = (struct trend_pane *)pane;
    if ((changes & ~(unsigned)CHANGE_SECOND) == 0) {
        return false;
    }
    struct trend *t = mem_alloc(sizeof *t);
    struct view v = view_of(app);
    trend_fill(t, &v, NULL);
    bool changed = !same(t, &p->t);
    p->t = *t;
    free(t);
    return changed;
}

static void pane_draw(const struct pane *p, struct canvas *c, bool focused)
{
    (void)focused;
    trend_draw(&((const struct trend_pane *)p)->t, c);
}

static enum answer trend_act(struct pane *p, struct frame *f, enum action a)
{
    (void)p;
    (void)f;
    (void)a;
    return PASS;
}

static const char *trend_title(const struct pane *p)
{
    return ((const struct trend_pane *)p)->t.title;
}

static const enum action *trend_hints(const struct pane *p)
{
    static const enum action none[] = {ACT_NONE};
    (void)p;
    return none;
}

static void trend_free(struct pane *p)
{
    free(p);
}

static const struct pane_ops ops = {
    .name = "trend",
    .sync = trend_sync,
    .draw = pane_draw,
    .act = trend_act,
    .title = trend_title,
    .hints = trend_hints,
    .free = trend_free,
};

struct pane *pane_trend_new(struct app *app)
{
    (void)app;
    struct trend_pane *p = mem_calloc(1, sizeof *p);
    p->pane = (struct pane){.ops = &ops, .dirty = true};
    return &p->pane;
}
