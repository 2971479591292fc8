/* The waiting callers (pane_callers.h). */
#include "pane_callers.h"

#include <stdlib.h>
#include <string.h>

#include "detail_queue.h"
#include "frame.h"
#include "panes.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

static const struct snap_call *call_of(const struct list_ctx *x, uint32_t row)
{
    return &x->v->floor->snap->calls[row];
}

static enum level level_at(const struct list_ctx *x, uint32_t row)
{
    uint32_t q = call_of(x, row)->queue;
    const struct floor *f = x->v->floor;
    int64_t s = floor_call_wait_s(f, row, x->v->mono_ms);
    return q < f->snap->n_queues ? queue_wait_level(&f->queues[q], s, NULL) : LEVEL_OK;
}

/* Sorts by the wait: the longest is the most urgent, whatever its queue's limits. */
static void get_mark(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    int64_t s = floor_call_wait_s(x->v->floor, row, x->v->mono_ms);
    v->known = s != UNKNOWN;
    v->key = s;
    if (v->text) {
        enum level l = level_at(x, row);
        v->style = level_style(l, STY_TEXT);
        buf_puts(v->text, level_mark(l));
    }
}

static void get_queue(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    list_text(v, view_queue_name(x->v, call_of(x, row)->queue));
}

static void get_position(const void *ctx, uint32_t row, struct list_value *v)
{
    list_int(v, call_of(ctx, row)->position);
}

static void get_caller(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    const char *caller = call_of(x, row)->caller;
    v->known = *caller != '\0';
    v->key_text = v->known ? caller : NULL;
    if (v->text) {
        view_caller(x->v, v->text, caller);
        buf_puts(v->text, v->known ? "" : "–");
    }
}

static void get_wait(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    v->style = v->text ? level_style(level_at(x, row), STY_TEXT) : STY_TEXT;
    list_duration(v, floor_call_wait_s(x->v->floor, row, x->v->mono_ms));
}

static void get_priority(const void *ctx, uint32_t row, struct list_value *v)
{
    list_int(v, call_of(ctx, row)->priority);
}

static void get_since(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    v->known = call_of(x, row)->since != UNKNOWN;
    v->key = call_of(x, row)->since;
    if (v->text) {
        put_hhmm(v->text, x->v->centre->zone, v->key, true);
    }
}

/* clang-format off */
static const struct list_column columns[] = {
    {"mark", "", NULL, 2, 0, 0, false, false, get_mark},
    {"queue", N_("Queue"), NULL, 16, 34, 0, false, false, get_queue},
    {"position", N_("Position"), NULL, 4, 0, 10, true, false, get_position},
    {"caller", N_("Caller"), NULL, 12, 20, 0, false, false, get_caller},
    {"wait", N_("Wait"), "longest_wait", 6, 0, 0, true, false, get_wait},
    {"priority", N_("Priority"), NULL, 4, 0, 20, true, false, get_priority},
    {"since", N_("Since"), NULL, 8, 0, 30, true, false, get_since},
};
/* clang-format on */

static const char *call_id(const void *ctx, uint32_t row)
{
    return call_of(ctx, row)->id;
}

static bool keep_call(const void *ctx, uint32_t row)
{
    const struct list_ctx *x = ctx;
    const struct callers_pane *p = (const struct callers_pane *)x->p;
    return (!p->of_queue && !p->base.only[LF_QUEUE]) || call_of(x, row)->queue == p->only_queue;
}

static bool match_call(const void *ctx, uint32_t row, const char *text)
{
    const struct list_ctx *x = ctx;
    struct buf shown = {0};
    view_caller(x->v, &shown,
                call_of(x, row)->caller); /* what cannot be seen cannot be searched either */
    bool found = text_find(buf_str(&shown), text) ||
                 text_find(view_queue_name(x->v, call_of(x, row)->queue), text);
    buf_release(&shown);
    return found;
}

static const struct list_ops list_ops = {
    .columns = columns,
    .n_columns = sizeof columns / sizeof columns[0],
    .n_fixed = 2,
    .id = call_id,
    .keep = keep_call,
    .match = match_call,
};

static uint32_t call_rows(struct list_pane *base, const struct view *v)
{
    struct callers_pane *p = (struct callers_pane *)base;
    if (!v->floor) {
        return 0;
    }
    const char *only = p->of_queue ? p->of_queue : base->only[LF_QUEUE];
    p->only_queue = only ? view_find_queue(v, only) : NO_QUEUE;
    return v->floor->snap->n_calls;
}

static void call_title(const struct list_pane *base, const struct view *v, struct buf *to)
{
    buf_puts(to, _("Waiting callers"));
    if (v->floor && !v->floor->snap->has_calls) {
        buf_puts(to, " · ");
        buf_puts(to, _("the backend does not name them"));
    } else {
        buf_printf(to, " (%zu)", base->list.n_kept);
    }
    list_pane_put_filters(base, v, to);
}

static void open_call(struct list_pane *p, struct frame *f, const char *id)
{
    struct view v = view_of(frame_app(f));
    if (((struct callers_pane *)p)->of_queue || !v.floor) {
        return;
    }
    for (uint32_t i = 0; i < v.floor->snap->n_calls; i++) {
        const struct snap_call *c = &v.floor->snap->calls[i];
        if (strcmp(c->id, id) == 0 && c->queue < v.floor->snap->n_queues) {
            frame_detail(f, detail_queue_new(frame_app(f), v.floor->snap->queues[c->queue].id));
            return;
        }
    }
}

static const enum action hints[] = {ACT_OPEN, ACT_FILTER, ACT_FILTER_QUEUE, ACT_SORT_NEXT,
                                    ACT_NONE};
static const struct list_kind kind = {
    .list = &list_ops,
    .filters = 1u << LF_QUEUE,
    .rows = call_rows,
    .title = call_title,
    .empty = N_("Nobody is waiting."),
    .open = open_call,
    .hints = hints,
};

static void callers_free(struct pane *pane)
{
    if (pane) {
        free(((struct callers_pane *)pane)->of_queue);
        list_pane_free(pane);
    }
}

static const struct pane_ops pane_ops = LIST_PANE_OPS("callers", callers_free);

bool callers_pane_fill(struct callers_pane *p, const struct view *v, enum list_work work)
{
    return list_pane_fill(&p->base, v, work);
}

struct callers_pane *callers_pane_new(const struct config *config, const char *queue)
{
    struct callers_pane *p = mem_calloc(1, sizeof *p);
    list_pane_init(&p->base, &pane_ops, &kind, config);
    p->of_queue = queue ? mem_strdup(queue) : NULL;
    return p;
}

struct pane *pane_callers_new(struct app *app)
{
    return &callers_pane_new(app ? app_config(app) : NULL, NULL)->base.pane;
}
