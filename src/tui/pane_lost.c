/* The abandoned calls (pane_lost.h). */
#include "pane_lost.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"
#include "panes.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

static const struct lost_call *lost_of(const struct list_ctx *x, uint32_t row)
{
    return view_lost_at(x->v, row);
}

/* The newest first: what comes in is put in front of what is there. */
static void get_mark(const void *ctx, uint32_t row, struct list_value *v)
{
    v->known = true;
    v->key = -(int64_t)row;
    v->style = STY_DIM;
    if (v->text && lost_of(ctx, row)->inferred) {
        buf_puts(v->text, "≈");
    }
}

static void get_ended(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    v->known = lost_of(x, row)->ended != UNKNOWN;
    v->key = lost_of(x, row)->ended;
    if (v->text) {
        put_hhmm(v->text, x->v->centre->zone, v->key, true);
    }
}

static void get_queue(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    const struct lost_call *c = lost_of(x, row);
    uint32_t q = x->v->floor && c->queue_id ? view_find_queue(x->v, c->queue_id) : NO_QUEUE;
    list_text(v, q != NO_QUEUE ? view_queue_name(x->v, q) : c->queue_name);
}

static void get_caller(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    const char *caller = lost_of(x, row)->caller;
    v->known = caller && *caller;
    v->key_text = v->known ? caller : NULL;
    if (v->text) {
        view_caller(x->v, v->text, caller);
        buf_puts(v->text, v->known ? "" : "–");
    }
}

static void get_wait(const void *ctx, uint32_t row, struct list_value *v)
{
    list_duration(v, lost_of(ctx, row)->wait_s);
}

static void get_outcome(const void *ctx, uint32_t row, struct list_value *v)
{
    switch (lost_of(ctx, row)->outcome) {
    case OUT_ABANDONED:
        list_text(v, _("Hung up"));
        break;
    case OUT_FLOW_OUT:
        list_text(v, _("Passed on"));
        break;
    case OUT_ANSWERED:
        list_text(v, _("Answered"));
        break;
    case OUT_UNKNOWN:
        list_text(v, _("Lost")); /* how is not told */
        break;
    }
}

/* clang-format off */
static const struct list_column columns[] = {
    {"mark", "", NULL, 2, 0, 0, false, false, get_mark},
    {"ended", N_("Time"), NULL, 8, 0, 0, false, false, get_ended},
    {"queue", N_("Queue"), NULL, 16, 34, 0, false, false, get_queue},
    {"caller", N_("Caller"), NULL, 12, 20, 0, false, false, get_caller},
    {"wait", N_("Waited"), NULL, 6, 0, 5, true, false, get_wait},
    {"outcome", N_("Outcome"), NULL, 9, 0, 10, false, false, get_outcome},
};
/* clang-format on */

static const char *lost_id(const void *ctx, uint32_t row)
{
    const struct list_ctx *x = ctx;
    return ((const struct lost_pane *)x->p)->ids.v[row].text;
}

static bool keep_lost(const void *ctx, uint32_t row)
{
    const struct list_ctx *x = ctx;
    const struct lost_pane *p = (const struct lost_pane *)x->p;
    const char *only = p->of_queue ? p->of_queue : p->base.only[LF_QUEUE];
    const char *id = lost_of(x, row)->queue_id;
    return !only || (id && strcmp(only, id) == 0);
}

static bool match_lost(const void *ctx, uint32_t row, const char *text)
{
    const struct list_ctx *x = ctx;
    const struct lost_call *c = lost_of(x, row);
    struct buf shown = {0};
    view_caller(x->v, &shown, c->caller);
    bool found =
        text_find(buf_str(&shown), text) || text_find(c->queue_name ? c->queue_name : "", text);
    buf_release(&shown);
    return found;
}

static const struct list_ops list_ops = {
    .columns = columns,
    .n_columns = sizeof columns / sizeof columns[0],
    .n_fixed = 3,
    .id = lost_id,
    .keep = keep_lost,
    .match = match_lost,
};

/* Calls of one second are numbered from the oldest, so that a newer one does not move the
 * selection. */
static uint32_t lost_rows(struct list_pane *base, const struct view *v)
{
    struct lost_pane *p = (struct lost_pane *)base;
    uint32_t n = (uint32_t)view_lost_count(v);
    vec_clear(&p->ids);
    vec_reserve(&p->ids, n);
    p->ids.n = n;
    unsigned same = 0;
    for (uint32_t i = n; i-- > 0;) {
        int64_t at = view_lost_at(v, i)->ended;
        same = i + 1 < n && view_lost_at(v, i + 1)->ended == at ? same + 1 : 0;
        snprintf(p->ids.v[i].text, sizeof p->ids.v[i].text, "%lld.%u", (long long)at, same % 10000);
    }
    return n;
}

static void lost_title(const struct list_pane *base, const struct view *v, struct buf *to)
{
    buf_puts(to, view_abandons_known(v) ? _("Abandoned calls of today") : _("Lost calls of today"));
    buf_printf(to, " (%zu)", base->list.n_kept);
    if (v->floor && !v->floor->snap->has_ended) {
        buf_puts(to, " · ");
        buf_puts(to, _("≈ inferred from counters"));
    }
    list_pane_put_filters(base, v, to);
    view_put_seen(v, to);
}

static const enum action hints[] = {ACT_FILTER, ACT_FILTER_QUEUE, ACT_SORT_NEXT, ACT_NONE};
static const struct list_kind kind = {
    .list = &list_ops,
    .filters = 1u << LF_QUEUE,
    .rows = lost_rows,
    .title = lost_title,
    .empty = N_("No such call today."),
    .hints = hints,
};

static void lost_free(struct pane *pane)
{
    if (pane) {
        free(((struct lost_pane *)pane)->of_queue);
        vec_free(&((struct lost_pane *)pane)->ids);
        list_pane_free(pane);
    }
}

static const struct pane_ops pane_ops = LIST_PANE_OPS("lost", lost_free);

bool lost_pane_fill(struct lost_pane *p, const struct view *v, enum list_work work)
{
    return list_pane_fill(&p->base, v, work);
}

struct lost_pane *lost_pane_new(const struct config *config, const char *queue)
{
    struct lost_pane *p = mem_calloc(1, sizeof *p);
    list_pane_init(&p->base, &pane_ops, &kind, config);
    p->of_queue = queue ? mem_strdup(queue) : NULL;
    return p;
}

struct pane *pane_lost_new(struct app *app)
{
    return &lost_pane_new(app ? app_config(app) : NULL, NULL)->base.pane;
}
