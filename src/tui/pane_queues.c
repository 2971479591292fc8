/* The queues pane: figures of a queue now and in the running period (METRICS.md). */
#include "pane_queues.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detail_queue.h"
#include "frame.h"
#include "panes.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

static const struct queues_pane *pane_of(const struct list_ctx *x)
{
    return (const struct queues_pane *)x->p;
}

static const struct floor_queue *queue_of(const struct list_ctx *x, uint32_t row)
{
    return &x->v->floor->queues[row];
}

static struct tally tally_of(const struct list_ctx *x, uint32_t row, enum period p)
{
    if (row == LIST_TOTAL) {
        return p == PERIOD_INTERVAL ? pane_of(x)->sum_interval : pane_of(x)->sum;
    }
    return view_tally(x->v, row, p);
}

static struct tally period_tally(const struct list_ctx *x, uint32_t row)
{
    if (row == LIST_TOTAL) {
        return pane_of(x)->sum;
    }
    return view_tally(x->v, row, x->v->period);
}

static bool about(const struct list_ctx *x, uint32_t row)
{
    return row == LIST_TOTAL ? pane_of(x)->about : view_about(x->v, row, x->v->period);
}

static const struct head_count *heads_of(const struct list_ctx *x, uint32_t row)
{
    return row == LIST_TOTAL ? &pane_of(x)->heads : &queue_of(x, row)->heads;
}

/* ---- getters ----------------------------------------------------------- */

static void get_mark(const void *ctx, uint32_t row, struct list_value *v)
{
    v->known = true;
    if (row == LIST_TOTAL) {
        return;
    }
    enum level l = queue_of(ctx, row)->level;
    v->key = l;
    v->style = level_style(l, STY_TEXT);
    if (v->text) {
        buf_puts(v->text, level_mark(l));
    }
}

static void get_name(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    if (row == LIST_TOTAL) {
        list_text(v, pane_of(x)->total);
        return;
    }
    const struct floor_queue *q = queue_of(x, row);
    v->style = level_style(q->level, q->open ? STY_TEXT : STY_DIM);
    list_text(v, view_queue_name(x->v, row));
}

static void get_id(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    list_text(v, row == LIST_TOTAL ? "" : x->v->floor->snap->queues[row].id);
}

static void get_waiting(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    if (row == LIST_TOTAL) {
        list_int(v, pane_of(x)->waiting);
        return;
    }
    int64_t n = x->v->floor->snap->queues[row].waiting;
    v->style = level_style(queue_waiting_level(queue_of(x, row), n, NULL), STY_TEXT);
    list_int(v, n);
}

static void get_longest(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    bool total = row == LIST_TOTAL;
    int64_t s = total ? pane_of(x)->longest_s : floor_longest_s(x->v->floor, row, x->v->mono_ms);
    int64_t waiting = total ? pane_of(x)->waiting : x->v->floor->snap->queues[row].waiting;
    v->style =
        total ? STY_TEXT : level_style(queue_wait_level(queue_of(x, row), s, NULL), STY_TEXT);
    list_duration(v, waiting == 0 ? UNKNOWN : s);
}

static void get_answerable(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    list_int(v, row == LIST_TOTAL ? pane_of(x)->answerable : queue_of(x, row)->answerable);
}

static void get_talking(const void *ctx, uint32_t row, struct list_value *v)
{
    list_int(v, heads_of(ctx, row)->talking);
}

static void get_wrapup(const void *ctx, uint32_t row, struct list_value *v)
{
    list_int(v, heads_of(ctx, row)->by_state[ST_WRAPUP]);
}

static void get_not_ready(const void *ctx, uint32_t row, struct list_value *v)
{
    list_int(v, heads_of(ctx, row)->not_ready);
}

static void get_signed_in(const void *ctx, uint32_t row, struct list_value *v)
{
    list_int(v, heads_of(ctx, row)->online);
}

static void get_offered(const void *ctx, uint32_t row, struct list_value *v)
{
    list_int(v, period_tally(ctx, row).offered);
}

static void get_answered(const void *ctx, uint32_t row, struct list_value *v)
{
    list_int(v, period_tally(ctx, row).answered);
}

static void get_abandoned(const void *ctx, uint32_t row, struct list_value *v)
{
    struct tally t = period_tally(ctx, row);
    list_int(v, view_lost_calls(&t));
}

static void get_answer_rate(const void *ctx, uint32_t row, struct list_value *v)
{
    struct tally t = period_tally(ctx, row);
    list_percent(v, fig_answer_rate(&t));
}

static void get_interval_rate(const void *ctx, uint32_t row, struct list_value *v)
{
    struct tally t = tally_of(ctx, row, PERIOD_INTERVAL);
    list_percent(v, fig_answer_rate(&t));
}

static void get_abandon_rate(const void *ctx, uint32_t row, struct list_value *v)
{
    struct tally t = period_tally(ctx, row);
    list_percent(v, fig_about(fig_abandon_rate(&t), about(ctx, row)));
}

static void get_loss_rate(const void *ctx, uint32_t row, struct list_value *v)
{
    struct tally t = period_tally(ctx, row);
    list_percent(v, fig_loss_rate(&t));
}

/* The counted service level, else what the backend itself averaged. */
static void get_service_level(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    struct tally t = period_tally(x, row);
    struct figure f = fig_about(fig_service_level(&t, x->v->centre->sl_variant), about(x, row));
    if (!f.known && row != LIST_TOTAL &&
        x->v->floor->snap->queues[row].approx_sl_permille != UNKNOWN) {
        f = (struct figure){.known = true,
                            .approx = true,
                            .value =
                                (double)x->v->floor->snap->queues[row].approx_sl_permille / 10};
    }
    int want = queue_sl_pct(x->v->centre, row == LIST_TOTAL ? NULL : queue_of(x, row)->cfg);
    bool low = f.known && want > 0 && f.value < want && t.decided != UNKNOWN &&
               t.decided >= x->v->centre->rate_min_decided;
    enum level level = !low ? LEVEL_OK : f.value <= want - 10 ? LEVEL_CRITICAL : LEVEL_WARN;
    v->style = level_style(level, STY_TEXT);
    list_percent(v, f);
}

static struct figure seconds_of(int64_t s)
{
    struct figure f = {.known = s != UNKNOWN, .value = s != UNKNOWN ? (double)s : 0};
    return f;
}

static void get_asa(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    struct tally t = period_tally(x, row);
    struct figure f = fig_about(fig_asa(&t), about(x, row));
    bool approx = !f.known && row != LIST_TOTAL;
    list_seconds(v, approx ? seconds_of(x->v->floor->snap->queues[row].approx_asa_s) : f, approx);
}

static void get_aht(const void *ctx, uint32_t row, struct list_value *v)
{
    struct tally t = period_tally(ctx, row);
    list_mmss(v, fig_about(fig_aht(&t), about(ctx, row)), false);
}

/* Talk time: all an Asterisk tells about handling. */
static void get_att(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    struct tally t = period_tally(x, row);
    struct figure f = fig_about(fig_att(&t), about(x, row));
    bool approx = !f.known && row != LIST_TOTAL;
    list_mmss(v, approx ? seconds_of(x->v->floor->snap->queues[row].approx_talk_s) : f, approx);
}

static void get_acw(const void *ctx, uint32_t row, struct list_value *v)
{
    struct tally t = period_tally(ctx, row);
    list_mmss(v, fig_about(fig_acw(&t), about(ctx, row)), false);
}

static void get_occupancy(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    list_percent(v, row == LIST_TOTAL ? pane_of(x)->occupancy : queue_of(x, row)->occupancy);
}

static void get_longest_today(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    const struct queue_totals *t = row == LIST_TOTAL ? NULL : queue_of(x, row)->totals;
    list_duration(v, t ? t->longest_today_s : UNKNOWN);
}

static void get_trend(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    struct queues_pane *p = (struct queues_pane *)x->p;
    int n = p->trend_n;
    v->style = STY_BAR;
    if (row == LIST_TOTAL) {
        memcpy(p->one, p->trend, sizeof p->one);
    } else {
        view_trend(x->v, row, p->one, n);
    }
    v->spark = p->one;
    v->n_spark = n;
    for (int i = 0; i < n; i++) {
        v->spark_max = p->one[i] > v->spark_max ? p->one[i] : v->spark_max;
        v->key = p->one[i] >= 0 ? (int64_t)p->one[i] : v->key; /* sorts by the latest */
        v->known = v->known || p->one[i] >= 0;
    }
}

enum {
    C_MARK,
    C_NAME,
    C_ID,
    C_WAITING,
    C_LONGEST,
    C_ANSWERABLE,
    C_TALKING,
    C_WRAPUP,
    C_OFFERED,
    C_ANSWERED,
    C_ABANDONED,
    C_ANSWER_RATE,
    C_INTERVAL,
    C_SL,
    C_ASA,
    C_AHT,
    C_OCCUPANCY,
    C_TREND
};

/* clang-format off */
static const struct list_column columns[] = {
    [C_MARK] = {"mark", "", NULL, 2, 0, 0, false, false, get_mark},
    [C_NAME] = {"name", N_("Queue"), NULL, 20, 34, 0, false, false, get_name},
    [C_ID] = {"id", N_("Number"), NULL, 6, 0, 60, false, true, get_id},
    [C_WAITING] = {"waiting", N_("Waiting"), "waiting", 4, 0, 0, true, false, get_waiting},
    [C_LONGEST] = {"longest", N_("Longest"), "longest_wait", 5, 0, 0, true, false, get_longest},
    [C_ANSWERABLE] = {"answerable", N_("Can take"), "answerable", 4, 0, 5, true, false, get_answerable},
    [C_TALKING] = {"talking", N_("On calls"), "talking", 4, 0, 20, true, false, get_talking},
    [C_WRAPUP] = {"wrapup", N_("Wrap-up"), "wrapup", 4, 0, 35, true, false, get_wrapup},
    [C_OFFERED] = {"offered", N_("Offered"), "offered", 5, 0, 15, true, false, get_offered},
    [C_ANSWERED] = {"answered", N_("Answered"), "answered", 5, 0, 30, true, false, get_answered},
    [C_ABANDONED] = {"abandoned", N_("Abandoned"), "abandoned", 4, 0, 25, true, false, get_abandoned},
    [C_ANSWER_RATE] = {"answer_rate", N_("Answer rate"), "answer_rate", 6, 0, 3, true, false, get_answer_rate},
    [C_INTERVAL] = {"interval_rate", N_("Interval %"), "answer_rate", 6, 0, 32, true, false, get_interval_rate},
    [C_SL] = {"service_level", N_("Service level"), "service_level", 7, 0, 10, true, false, get_service_level},
    [C_ASA] = {"asa", N_("ASA"), "asa", 5, 0, 40, true, false, get_asa},
    [C_AHT] = {"aht", N_("AHT"), "aht", 5, 0, 42, true, false, get_aht},
    [C_OCCUPANCY] = {"occupancy", N_("Occupancy"), "occupancy", 6, 0, 45, true, false, get_occupancy},
    [C_TREND] = {"trend", N_("Last 4 h"), "trend", 8, 16, 50, true, false, get_trend},
    {"signed_in", N_("Signed in"), "signed_in", 4, 0, 52, true, true, get_signed_in},
    {"not_ready", N_("Not ready"), "not_ready", 4, 0, 53, true, true, get_not_ready},
    {"abandon_rate", N_("Abandonment"), "abandon_rate", 6, 0, 54, true, true, get_abandon_rate},
    {"loss_rate", N_("Loss rate"), "loss_rate", 6, 0, 55, true, true, get_loss_rate},
    {"att", N_("Talk time"), "att", 6, 0, 56, true, true, get_att},
    {"acw", N_("ACW"), "acw", 5, 0, 57, true, true, get_acw},
    {"longest_today", N_("Longest today"), "longest_today", 6, 0, 58, true, true, get_longest_today},
};
/* clang-format on */

static const char *queue_id(const void *ctx, uint32_t row)
{
    return ((const struct list_ctx *)ctx)->v->floor->snap->queues[row].id;
}

static bool is_healthy_closed(const struct view *v, uint32_t q)
{
    const struct floor_queue *fq = &v->floor->queues[q];
    int64_t waiting = v->floor->snap->queues[q].waiting;
    return !fq->open && fq->level == LEVEL_OK && (waiting == 0 || waiting == UNKNOWN);
}

static bool keep_queue(const void *ctx, uint32_t row)
{
    const struct list_ctx *x = ctx;
    return pane_of(x)->unfolded || !is_healthy_closed(x->v, row);
}

bool queue_matches(const struct view *v, uint32_t q, const char *text)
{
    return text_find(v->floor->snap->queues[q].id, text) || text_find(view_queue_name(v, q), text);
}

static bool match_queue(const void *ctx, uint32_t row, const char *text)
{
    return queue_matches(((const struct list_ctx *)ctx)->v, row, text);
}

static bool queue_head(const void *ctx, int column, struct buf *to)
{
    const struct list_ctx *x = ctx;
    if (column == C_SL) {
        buf_puts(to, _("SL"));
        buf_putc(to, ' ');
        buf_puts(to, sl_variant_names[x->v->centre->sl_variant]);
        return true;
    }
    if (column == C_ABANDONED) {
        buf_puts(to, view_lost_word(x->v));
        return true;
    }
    return false;
}

static const struct list_ops list_ops = {
    .columns = columns,
    .n_columns = sizeof columns / sizeof columns[0],
    .n_fixed = 2,
    .id = queue_id,
    .keep = keep_queue,
    .match = match_queue,
    .head = queue_head,
    .totals = true,
};

/* ---- the pane ---------------------------------------------------------- */

static uint32_t queue_rows(struct list_pane *base, const struct view *v)
{
    struct queues_pane *p = (struct queues_pane *)base;
    p->n_folded = 0;
    base->list.note[0] = '\0';
    if (!v->floor) {
        return 0;
    }
    queues_total(p, v);
    for (uint32_t q = 0; q < v->floor->snap->n_queues; q++) {
        p->n_folded += !p->unfolded && is_healthy_closed(v, q);
    }
    if (p->n_folded > 0) {
        struct buf note = {0};
        char n[24];
        put_text(&note,
                 ngettext("{0} closed queue is folded away (Space shows them)",
                          "{0} closed queues are folded away (Space shows them)", p->n_folded),
                 count_text(n, p->n_folded), NULL, NULL);
        snprintf(base->list.note, sizeof base->list.note, "%s", buf_str(&note));
        buf_release(&note);
    }
    return v->floor->snap->n_queues;
}

static void queue_title(const struct list_pane *base, const struct view *v, struct buf *to)
{
    buf_puts(to, _("Queues"));
    const struct queues_pane *p = (const struct queues_pane *)base;
    if (p->n_folded > 0) {
        buf_printf(to, " (%zu/%zu)", base->list.n_kept, base->list.n_kept + p->n_folded);
    } else {
        buf_printf(to, " (%zu)", base->list.n_kept);
    }
    list_pane_put_filters(base, v, to);
    buf_puts(to, " · ");
    buf_puts(to, view_period_word(v->period));
    list_pane_put_period(v, to);
    view_put_since(v, to);
}

static void open_queue(struct list_pane *p, struct frame *f, const char *id)
{
    (void)p;
    frame_detail(f, detail_queue_new(frame_app(f), id));
}

static const enum action hints[] = {ACT_OPEN,    ACT_PERIOD, ACT_FILTER, ACT_SORT_NEXT,
                                    ACT_COLUMNS, ACT_FOLD,   ACT_NONE};
static const struct list_kind kind = {
    .list = &list_ops,
    .columns = offsetof(struct config, columns_queues),
    .sort = offsetof(struct config, sort_queues),
    .rows = queue_rows,
    .title = queue_title,
    .empty = N_("The backend names no queue."),
    .open = open_queue,
    .hints = hints,
};

static enum answer queues_act(struct pane *pane, struct frame *f, enum action a)
{
    struct queues_pane *p = (struct queues_pane *)pane;
    if (a == ACT_FOLD) {
        p->unfolded = !p->unfolded;
        list_pane_refill(&p->base, f, LIST_ORDER);
        return HANDLED;
    }
    return list_pane_act(pane, f, a);
}

static const struct pane_ops pane_ops = {
    .name = "queues",
    .sync = list_pane_sync,
    .draw = list_pane_draw,
    .act = queues_act,
    .title = list_pane_title,
    .hints = list_pane_hints,
    .click = list_pane_click,
    .free = list_pane_free,
};

const struct list_ops *queues_pane_list(void)
{
    return &list_ops;
}

bool queues_pane_fill(struct queues_pane *p, const struct view *v, enum list_work work)
{
    return list_pane_fill(&p->base, v, work);
}

struct queues_pane *queues_pane_new(const struct config *config)
{
    struct queues_pane *p = mem_calloc(1, sizeof *p);
    list_pane_init(&p->base, &pane_ops, &kind, config);
    return p;
}

struct pane *pane_board_queues_new(struct app *app)
{
    struct queues_pane *p = queues_pane_new(app ? app_config(app) : NULL);
    p->base.fit = true;
    return &p->base.pane;
}

struct pane *pane_queues_new(struct app *app)
{
    return &queues_pane_new(app ? app_config(app) : NULL)->base.pane;
}
