/* The alarms panes (pane_alarms.h). */
#include "pane_alarms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detail_agent.h"
#include "detail_queue.h"
#include "frame.h"
#include "panes.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

void alarm_text(struct buf *to, const struct centre *c, const struct alarm *a)
{
    alarm_say(to, a, c, intl_chinese(), _(alarm_defs[a->kind].text));
}

static const struct alarm *alarm_of(const struct list_ctx *x, uint32_t row)
{
    const struct alarms_pane *p = (const struct alarms_pane *)x->p;
    return p->history ? alarms_history_at(x->v->alarms, row) : alarms_at(x->v->alarms, row);
}

static bool is_over(const struct alarm *a)
{
    return a->state == AS_CLEARED;
}

/* What calls for an act is in colour; what is acknowledged or over is dim. */
static enum style style_of(const struct alarm *a)
{
    return a->acked || is_over(a) ? STY_DIM : level_style(a->level, STY_TEXT);
}

/* ---- getters ----------------------------------------------------------- */

/* The order of alarms_at: unacknowledged first, then worst, then oldest. In the history the newest
 * is first. */
static void get_mark(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    const struct alarm *a = alarm_of(x, row);
    v->known = true;
    v->key = -(int64_t)row;
    if (!((const struct alarms_pane *)x->p)->history && !a->acked) {
        v->key += (int64_t)1 << 32;
    }
    v->style = style_of(a);
    if (v->text) {
        buf_puts(v->text, level_mark(a->level));
    }
}

static void get_time(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    const struct alarm *a = alarm_of(x, row);
    v->style = style_of(a);
    v->known = true;
    v->key = a->since;
    if (v->text) {
        put_hhmm(v->text, x->v->centre->zone, a->since, false);
    }
}

static void get_text(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct alarm *a = alarm_of(ctx, row);
    v->style = style_of(a);
    v->known = true;
    v->key_text = a->subject_name ? a->subject_name : "";
    if (v->text) {
        alarm_text(v->text, ((const struct list_ctx *)ctx)->v->centre, a);
    }
}

static void get_state(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct alarm *a = alarm_of(ctx, row);
    v->style = style_of(a);
    list_text(v, is_over(a) ? _("Cleared") : a->acked ? _("Acknowledged") : _("Standing"));
}

static void get_cleared(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    const struct alarm *a = alarm_of(x, row);
    v->style = STY_DIM;
    v->known = is_over(a);
    v->key = a->cleared_at;
    if (v->text && v->known) {
        put_hhmm(v->text, x->v->centre->zone, a->cleared_at, false);
    }
}

static void get_by(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    const struct alarm *a = alarm_of(x, row);
    v->style = STY_DIM;
    if (!a->acked) {
        return;
    }
    list_text(v, a->acked_by);
    if (v->text) {
        buf_putc(v->text, ' ');
        put_hhmm(v->text, x->v->centre->zone, a->acked_at, false);
    }
}

static void get_note(const void *ctx, uint32_t row, struct list_value *v)
{
    v->style = STY_DIM;
    list_text(v, alarm_of(ctx, row)->note);
}

static void get_number(const void *ctx, uint32_t row, struct list_value *v)
{
    v->style = STY_DIM;
    list_int(v, alarm_of(ctx, row)->number);
}

static void get_level(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct alarm *a = alarm_of(ctx, row);
    v->style = style_of(a);
    v->known = true;
    v->key = a->level;
    if (v->text) {
        buf_puts(v->text, level_word(a->level));
    }
}

enum { C_TEXT = 2 };
enum { TEXT_MOST = 80, WIDEN_ROWS = 60 /* the texts looked at: a page */ };

/* clang-format off */
static const struct list_column standing_columns[] = {
    {"mark", "", NULL, 2, 0, 0, false, false, get_mark},
    {"time", N_("Time"), NULL, 5, 0, 0, false, false, get_time},
    [C_TEXT] = {"alarm", N_("Alarm"), NULL, 24, 80, 0, false, false, get_text},
    {"acked", N_("Acknowledged"), NULL, 12, 16, 10, false, false, get_by},
    {"note", N_("Note"), NULL, 16, 60, 20, false, false, get_note},
    {"number", N_("Number"), NULL, 4, 0, 30, true, true, get_number},
    {"level", N_("Level"), NULL, 8, 0, 40, false, true, get_level},
};
static const struct list_column history_columns[] = {
    {"mark", "", NULL, 2, 0, 0, false, false, get_mark},
    {"time", N_("Time"), NULL, 5, 0, 0, false, false, get_time},
    [C_TEXT] = {"alarm", N_("Alarm"), NULL, 24, 80, 0, false, false, get_text},
    {"state", N_("State"), NULL, 12, 0, 5, false, false, get_state},
    {"cleared", N_("Until"), NULL, 5, 0, 8, false, false, get_cleared},
    {"acked", N_("Acknowledged"), NULL, 12, 16, 10, false, false, get_by},
    {"note", N_("Note"), NULL, 16, 60, 20, false, false, get_note},
    {"number", N_("Number"), NULL, 4, 0, 30, true, true, get_number},
    {"level", N_("Level"), NULL, 8, 0, 40, false, true, get_level},
};
/* clang-format on */

static const char *alarm_id(const void *ctx, uint32_t row)
{
    const struct list_ctx *x = ctx;
    return ((const struct alarms_pane *)x->p)->ids.v[row].text;
}

static bool match_alarm(const void *ctx, uint32_t row, const char *text)
{
    const struct alarm *a = alarm_of(ctx, row);
    struct buf b = {0};
    alarm_text(&b, ((const struct list_ctx *)ctx)->v->centre, a);
    bool found = text_find(buf_str(&b), text) || text_find(a->subject ? a->subject : "", text) ||
                 text_find(a->note ? a->note : "", text);
    buf_release(&b);
    return found;
}

static const struct list_ops standing_ops = {
    .columns = standing_columns,
    .n_columns = sizeof standing_columns / sizeof standing_columns[0],
    .n_fixed = 3,
    .id = alarm_id,
    .match = match_alarm,
};
static const struct list_ops history_ops = {
    .columns = history_columns,
    .n_columns = sizeof history_columns / sizeof history_columns[0],
    .n_fixed = 3,
    .id = alarm_id,
    .match = match_alarm,
};

/* ---- the panes --------------------------------------------------------- */

/* The texts are shown whole where there is room: note and acknowledgement give way before. */
static void widen_text(struct list *l, const struct list_ctx *x, size_t n)
{
    int widest = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct buf b = {0};
        alarm_text(&b, x->v->centre, alarm_of(x, i));
        int one = text_width(buf_str(&b));
        widest = one > widest ? one : widest;
        buf_release(&b);
    }
    l->widths[C_TEXT] = (uint8_t)(widest > TEXT_MOST ? TEXT_MOST : widest);
}

/* Columns nobody has written in yet do not take the room of the texts. */
static void leave_out_empty(struct list *l, const struct list_ctx *x, size_t n)
{
    bool acked = false, note = false;
    for (uint32_t i = 0; i < n && !(acked && note); i++) {
        const struct alarm *a = alarm_of(x, i);
        acked = acked || a->acked;
        note = note || (a->note && *a->note);
    }
    l->left_out = 0;
    for (int i = 0; i < l->ops->n_columns; i++) {
        list_get_fn *get = l->ops->columns[i].get;
        bool empty = (get == get_by && !acked) || (get == get_note && !note);
        l->left_out |= empty ? 1u << i : 0;
    }
}

static uint32_t alarm_rows(struct list_pane *base, const struct view *v)
{
    struct alarms_pane *p = (struct alarms_pane *)base;
    struct list_ctx x = {.v = v, .p = base};
    size_t n = !v->alarms   ? 0
               : p->history ? alarms_history_count(v->alarms)
                            : alarms_count(v->alarms);
    vec_clear(&p->ids);
    for (uint32_t i = 0; i < n; i++) {
        struct alarm_id *id = &vec_push(&p->ids);
        snprintf(id->text, sizeof id->text, "%u", (unsigned)alarm_of(&x, i)->number);
    }
    widen_text(&base->list, &x, n < WIDEN_ROWS ? n : WIDEN_ROWS);
    leave_out_empty(&base->list, &x, n);
    return (uint32_t)n;
}

static void alarm_title(const struct list_pane *base, const struct view *v, struct buf *to)
{
    const struct alarms_pane *p = (const struct alarms_pane *)base;
    buf_puts(to, p->history ? _("Alarms of today") : _("Alarms"));
    buf_printf(to, " (%zu)", base->list.n_kept);
    size_t open =
        v->alarms ? alarms_open(v->alarms, LEVEL_CRITICAL) + alarms_open(v->alarms, LEVEL_WARN) : 0;
    if (open > 0) {
        char n[24];
        buf_puts(to, " · ");
        put_text(to, _("{0} not acknowledged"), count_text(n, (int64_t)open), NULL, NULL);
    }
    list_pane_put_filters(base, v, to);
    if (p->history) {
        view_put_seen(v, to);
    }
}

static const struct alarm *find_alarm(const struct view *v, bool history, const char *id)
{
    unsigned long number = strtoul(id, NULL, 10);
    size_t n = !v->alarms ? 0 : history ? alarms_history_count(v->alarms) : alarms_count(v->alarms);
    for (size_t i = 0; i < n; i++) {
        const struct alarm *a = history ? alarms_history_at(v->alarms, i) : alarms_at(v->alarms, i);
        if (a->number == number) {
            return a;
        }
    }
    return NULL;
}

/* Enter: what the alarm is about. */
static void open_alarm(struct list_pane *base, struct frame *f, const char *id)
{
    struct view v = view_of(frame_app(f));
    const struct alarm *a = find_alarm(&v, ((struct alarms_pane *)base)->history, id);
    if (!a || !a->subject) {
        return;
    }
    if (view_find_queue(&v, a->subject) != NO_QUEUE) {
        frame_detail(f, detail_queue_new(frame_app(f), a->subject));
    } else if (view_find_agent(&v, a->subject) != NO_AGENT) {
        frame_detail(f, detail_agent_new(frame_app(f), a->subject));
    }
}

static void on_note(struct frame *f, void *ctx, const char *text, bool done)
{
    struct alarms_pane *p = ctx;
    if (!done || !text) {
        return;
    }
    struct err e = {0};
    if (app_ack(frame_app(f), p->asked, text, &e) != OK) {
        struct buf b = {0};
        err_format(&b, _(e.msgid), &e);
        frame_message(f, STY_WARN, buf_str(&b));
        buf_release(&b);
    }
    list_pane_refill(&p->base, f, LIST_ORDER);
}

/* Acknowledges the selected alarm when it still calls for it; else the frame takes the worst. */
static enum answer ask_note(struct alarms_pane *p, struct frame *f)
{
    struct view v = view_of(frame_app(f));
    const char *id = list_selected(&p->base.list);
    const struct alarm *a = id ? find_alarm(&v, p->history, id) : NULL;
    if (!a || a->acked || is_over(a) || frame_readonly(f)) {
        return PASS;
    }
    p->asked = a->number;
    struct buf text = {0}, label = {0};
    alarm_text(&text, v.centre, a);
    put_text(&label, _("Acknowledge {0}, note"), buf_str(&text), NULL, NULL);
    frame_prompt(f, buf_str(&label), "", false, on_note, NULL, p);
    buf_release(&text);
    buf_release(&label);
    return HANDLED;
}

static enum answer alarms_act(struct pane *pane, struct frame *f, enum action a)
{
    if (a == ACT_ACK) {
        return ask_note((struct alarms_pane *)pane, f);
    }
    return list_pane_act(pane, f, a);
}

static const enum action hints[] = {ACT_ACK, ACT_OPEN, ACT_ALARM_LIST, ACT_FILTER, ACT_NONE};
static const struct list_kind standing_kind = {
    .list = &standing_ops,
    .rows = alarm_rows,
    .title = alarm_title,
    .empty = N_("No alarm stands."),
    .open = open_alarm,
    .hints = hints,
};
static const struct list_kind history_kind = {
    .list = &history_ops,
    .rows = alarm_rows,
    .title = alarm_title,
    .empty = N_("No alarm today."),
    .open = open_alarm,
    .hints = hints,
};

static void alarms_pane_free(struct pane *pane)
{
    if (pane) {
        vec_free(&((struct alarms_pane *)pane)->ids);
        list_pane_free(pane);
    }
}

static const struct pane_ops pane_ops = {
    .name = "alarms",
    .sync = list_pane_sync,
    .draw = list_pane_draw,
    .act = alarms_act,
    .title = list_pane_title,
    .hints = list_pane_hints,
    .click = list_pane_click,
    .free = alarms_pane_free,
};

bool alarms_pane_fill(struct alarms_pane *p, const struct view *v, enum list_work work)
{
    return list_pane_fill(&p->base, v, work);
}

struct alarms_pane *alarms_pane_new(const struct config *config, bool history)
{
    struct alarms_pane *p = mem_calloc(1, sizeof *p);
    list_pane_init(&p->base, &pane_ops, history ? &history_kind : &standing_kind, config);
    p->history = history;
    return p;
}

struct pane *pane_alarms_new(struct app *app)
{
    return &alarms_pane_new(app ? app_config(app) : NULL, false)->base.pane;
}

struct pane *pane_history_new(struct app *app)
{
    return &alarms_pane_new(app ? app_config(app) : NULL, true)->base.pane;
}
