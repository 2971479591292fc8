/* The day by interval (pane_day.h). */
#include "pane_day.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"
#include "pane_trend.h"
#include "panes.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

enum {
    BOTH_ROWS = 19, /* from here on the chart stands over the table */
    CHART_ROWS = 14,
    CHART_MOST = 24,
};

static void add_interval(struct day_interval *to, const struct interval_total *from, bool alone)
{
    if (to->seen) {
        tally_add(&to->t, &from->t);
    } else {
        to->t = from->t;
    }
    to->seen = true;
    to->partial = to->partial || from->partial;
    to->approx = to->approx || from->approx;
    to->max_longest_s =
        from->max_longest_s > to->max_longest_s ? from->max_longest_s : to->max_longest_s;
    if (alone) {
        to->max_waiting = from->max_waiting;
        to->min_ready = from->min_ready;
    }
}

int day_read(const struct view *v, const char *queue, struct day_interval to[INTERVALS_MAX])
{
    int now = v->totals && v->floor ? totals_interval_index(v->totals, v->centre, v->now) : -1;
    int n = now + 1 < INTERVALS_MAX ? now + 1 : INTERVALS_MAX;
    if (n <= 0) {
        return 0;
    }
    int64_t start = civil_day_start(v->centre->zone, v->now, v->centre->day_start_min);
    for (int i = 0; i < n; i++) {
        to[i] = (struct day_interval){
            .from = start + (int64_t)i * v->centre->interval_min * 60,
            .t = tally_unknown(),
            .max_waiting = UNKNOWN,
            .max_longest_s = UNKNOWN,
            .min_ready = UNKNOWN,
        };
    }
    for (uint32_t q = 0; q < v->floor->snap->n_queues; q++) {
        const struct queue_totals *t = v->floor->queues[q].totals;
        if (!t || (!queue && t->outbound) ||
            (queue && strcmp(v->floor->snap->queues[q].id, queue) != 0)) {
            continue;
        }
        for (size_t k = 0; k < t->intervals.n && t->intervals.v[k].index < n; k++) {
            const struct interval_total *it = &t->intervals.v[k];
            add_interval(&to[it->index], it, queue != NULL);
        }
    }
    return n;
}

/* ---- getters ----------------------------------------------------------- */

static const struct day_pane *pane_of(const void *ctx)
{
    return (const struct day_pane *)((const struct list_ctx *)ctx)->p;
}

static const struct tally *tally_of(const void *ctx, uint32_t row)
{
    return row == LIST_TOTAL ? &pane_of(ctx)->sum : &pane_of(ctx)->day[row].t;
}

static bool about(const void *ctx, uint32_t row)
{
    return row == LIST_TOTAL ? pane_of(ctx)->about : pane_of(ctx)->day[row].approx;
}

static void get_mark(const void *ctx, uint32_t row, struct list_value *v)
{
    v->known = true;
    v->style = STY_DIM;
    if (row == LIST_TOTAL) {
        return;
    }
    v->key = row;
    if (v->text && pane_of(ctx)->day[row].partial) {
        buf_puts(v->text, "≈");
    }
}

static void get_interval(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    v->known = true;
    if (row == LIST_TOTAL) {
        list_text(v, _("Total"));
        return;
    }
    v->key = row;
    if (v->text) {
        int64_t from = pane_of(ctx)->day[row].from;
        put_hhmm(v->text, x->v->centre->zone, from, false);
        buf_puts(v->text, "–");
        put_hhmm(v->text, x->v->centre->zone, from + (int64_t)x->v->centre->interval_min * 60,
                 false);
    }
}

static void get_offered(const void *ctx, uint32_t row, struct list_value *v)
{
    list_int(v, tally_of(ctx, row)->offered);
}

static void get_answered(const void *ctx, uint32_t row, struct list_value *v)
{
    list_int(v, tally_of(ctx, row)->answered);
}

static void get_abandoned(const void *ctx, uint32_t row, struct list_value *v)
{
    list_int(v, view_lost_calls(tally_of(ctx, row)));
}

static void get_answer_rate(const void *ctx, uint32_t row, struct list_value *v)
{
    list_percent(v, fig_answer_rate(tally_of(ctx, row)));
}

static void get_service_level(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    struct figure f = fig_service_level(tally_of(ctx, row), x->v->centre->sl_variant);
    list_percent(v, fig_about(f, about(ctx, row)));
}

static void get_asa(const void *ctx, uint32_t row, struct list_value *v)
{
    list_seconds(v, fig_asa(tally_of(ctx, row)), about(ctx, row));
}

static void get_aht(const void *ctx, uint32_t row, struct list_value *v)
{
    list_mmss(v, fig_aht(tally_of(ctx, row)), about(ctx, row));
}

/* The most of the day, or with `least` the least; what is unknown of an interval takes no part. */
static int64_t extreme_of(const struct day_pane *p, size_t field, bool least)
{
    int64_t found = UNKNOWN;
    for (int i = 0; i < p->n; i++) {
        int64_t one = *(const int64_t *)((const char *)&p->day[i] + field);
        if (p->day[i].seen && one != UNKNOWN &&
            (found == UNKNOWN || (least ? one < found : one > found))) {
            found = one;
        }
    }
    return found;
}

static void get_max_waiting(const void *ctx, uint32_t row, struct list_value *v)
{
    list_int(v, row == LIST_TOTAL
                    ? extreme_of(pane_of(ctx), offsetof(struct day_interval, max_waiting), false)
                    : pane_of(ctx)->day[row].max_waiting);
}

static void get_longest(const void *ctx, uint32_t row, struct list_value *v)
{
    list_duration(
        v, row == LIST_TOTAL
               ? extreme_of(pane_of(ctx), offsetof(struct day_interval, max_longest_s), false)
               : pane_of(ctx)->day[row].max_longest_s);
}

static void get_min_ready(const void *ctx, uint32_t row, struct list_value *v)
{
    list_int(v, row == LIST_TOTAL
                    ? extreme_of(pane_of(ctx), offsetof(struct day_interval, min_ready), true)
                    : pane_of(ctx)->day[row].min_ready);
}

enum { C_ABANDONED = 4, C_SL = 6, C_MAX_WAITING = 9, C_MIN_READY = 11 };

/* clang-format off */
static const struct list_column columns[] = {
    {"mark", "", NULL, 2, 0, 0, false, false, get_mark},
    {"interval", N_("Interval"), NULL, 11, 16, 0, false, false, get_interval},
    {"offered", N_("Offered"), "offered", 5, 0, 0, true, false, get_offered},
    {"answered", N_("Answered"), "answered", 5, 0, 5, true, false, get_answered},
    [C_ABANDONED] = {"abandoned", N_("Abandoned"), "abandoned", 5, 0, 10, true, false, get_abandoned},
    {"answer_rate", N_("Answer rate"), "answer_rate", 6, 0, 15, true, false, get_answer_rate},
    [C_SL] = {"service_level", N_("Service level"), "service_level", 6, 0, 20, true, false, get_service_level},
    {"asa", N_("ASA"), "asa", 5, 0, 25, true, false, get_asa},
    {"aht", N_("AHT"), "aht", 5, 0, 30, true, false, get_aht},
    [C_MAX_WAITING] = {"max_waiting", N_("Most waiting"), "max_waiting", 4, 0, 35, true, false, get_max_waiting},
    {"longest", N_("Longest"), "longest_wait", 6, 0, 40, true, false, get_longest},
    [C_MIN_READY] = {"min_ready", N_("Least ready"), "ready", 4, 0, 45, true, false, get_min_ready},
};
/* clang-format on */

static const char *day_id(const void *ctx, uint32_t row)
{
    return pane_of(ctx)->ids[row];
}

static bool keep_seen(const void *ctx, uint32_t row)
{
    return pane_of(ctx)->day[row].seen;
}

static bool day_head(const void *ctx, int column, struct buf *to)
{
    if (column == C_ABANDONED) {
        buf_puts(to, view_lost_word(((const struct list_ctx *)ctx)->v));
        return true;
    }
    if (column != C_SL) {
        return false;
    }
    buf_puts(to, _("SL"));
    buf_putc(to, ' ');
    buf_puts(to, sl_variant_names[((const struct list_ctx *)ctx)->v->centre->sl_variant]);
    return true;
}

static const struct list_ops list_ops = {
    .columns = columns,
    .n_columns = sizeof columns / sizeof columns[0],
    .n_fixed = 2,
    .id = day_id,
    .keep = keep_seen,
    .head = day_head,
    .totals = true,
};

static uint32_t day_rows(struct list_pane *base, const struct view *v)
{
    struct day_pane *p = (struct day_pane *)base;
    bool first = true;
    const char *queue = p->of_queue ? p->of_queue : base->only[LF_QUEUE];
    base->list.left_out = queue ? 0 : 1u << C_MAX_WAITING | 1u << C_MIN_READY;
    p->n = day_read(v, queue, p->day);
    trend_fill(p->chart, v, queue);
    p->sum = tally_unknown();
    p->about = false;
    for (int i = 0; i < p->n; i++) {
        p->about = p->about || p->day[i].approx;
        snprintf(p->ids[i], sizeof p->ids[i], "%03d", i % 1000);
        if (p->day[i].seen && first) {
            p->sum = p->day[i].t;
            first = false;
        } else if (p->day[i].seen) {
            tally_add(&p->sum, &p->day[i].t);
        }
    }
    return (uint32_t)p->n;
}

static void day_title(const struct list_pane *base, const struct view *v, struct buf *to)
{
    buf_puts(to, _("Day by interval"));
    list_pane_put_filters(base, v, to);
}

static const enum action hints[] = {ACT_FILTER_QUEUE, ACT_SORT_REVERSE, ACT_COLUMNS, ACT_NONE};
static const struct list_kind kind = {
    .list = &list_ops,
    .filters = 1u << LF_QUEUE,
    .rows = day_rows,
    .title = day_title,
    .empty = N_("No interval of today was seen yet."),
    .hints = hints,
};

/* The chart takes half of the rows up to CHART_ROWS, and more of what the table does not need. */
static int chart_rows(const struct list *l, int rows)
{
    if (rows < BOTH_ROWS) {
        return 0;
    }
    int chart = rows / 2 < CHART_ROWS ? rows / 2 : CHART_ROWS, left = rows - list_want_rows(l);
    left = left > CHART_MOST ? CHART_MOST : left;
    return left > chart ? left : chart;
}

static void day_draw(const struct pane *pane, struct canvas *c, bool focused)
{
    const struct day_pane *p = (const struct day_pane *)pane;
    int chart = chart_rows(&p->base.list, c->rows);
    struct canvas top = canvas_sub(c, 0, 0, chart, c->cols);
    struct canvas list = canvas_sub(c, chart, 0, c->rows - chart, c->cols);
    if (chart > 0) {
        trend_draw(p->chart, &top);
    }
    list_pane_draw(pane, &list, focused);
    p->base.list.size->body_y += chart; /* clicks come in rows of the pane */
}

static void day_free(struct pane *pane)
{
    if (pane) {
        free(((struct day_pane *)pane)->chart);
        free(((struct day_pane *)pane)->of_queue);
        list_pane_free(pane);
    }
}

static const struct pane_ops pane_ops = {
    .name = "day",
    .sync = list_pane_sync,
    .draw = day_draw,
    .act = list_pane_act,
    .title = list_pane_title,
    .hints = list_pane_hints,
    .click = list_pane_click,
    .free = day_free,
};

bool day_pane_fill(struct day_pane *p, const struct view *v, enum list_work work)
{
    return list_pane_fill(&p->base, v, work);
}

struct day_pane *day_pane_new(const struct config *config, const char *queue)
{
    struct day_pane *p = mem_calloc(1, sizeof *p);
    list_pane_init(&p->base, &pane_ops, &kind, config);
    p->of_queue = queue ? mem_strdup(queue) : NULL;
    p->chart = mem_calloc(1, sizeof *p->chart);
    return p;
}

struct pane *pane_day_new(struct app *app)
{
    return &day_pane_new(app ? app_config(app) : NULL, NULL)->base.pane;
}
