/* The time line of an agent (pane_timeline.h). */
#include "pane_timeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

enum { BAR_ROWS = 3 }; /* bar, hours, legend */

static struct timeline_pane *pane_of(const void *ctx)
{
    return (struct timeline_pane *)((const struct list_ctx *)ctx)->p;
}

/* ---- reading ----------------------------------------------------------- */

static struct timeline_span *add_span(struct timeline_pane *p, const struct timeline_span *s)
{
    struct timeline_span *to = &vec_push(&p->spans);
    *to = *s;
    snprintf(to->id, sizeof to->id, "%lld", (long long)s->from);
    return to;
}

static void read_states(struct timeline_pane *p, const struct view *v,
                        const struct timeline_entry *e, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct timeline_span s = {
            .from = e[i].at,
            .to = i + 1 < n ? e[i + 1].at : v->now,
            .state = e[i].state < ST_COUNT ? (enum agent_state)e[i].state : ST_UNKNOWN,
            .seen = e[i].seen,
            .running = i + 1 == n,
            .reason = e[i].reason ? timeline_reason(v->timeline, e[i].reason) : "",
        };
        s.to = s.to < s.from ? s.from : s.to;
        add_span(p, &s);
    }
}

static bool is_call(enum agent_state s)
{
    return s == ST_RINGING || s == ST_TALKING || s == ST_HOLD;
}

/* Joins ringing, talking and holding to one call; after-call work right behind it belongs to it. */
static void join_calls(struct timeline_pane *p)
{
    size_t n = p->spans.n;
    struct timeline_span *v = p->spans.v;
    size_t k = 0;
    bool open = false;
    for (size_t i = 0; i < n; i++) {
        struct timeline_span s = v[i];
        int64_t d = s.to - s.from;
        bool new_call = is_call(s.state) && (!open || s.state == ST_RINGING);
        if (new_call) {
            v[k] = s; /* k ≤ i: what is overwritten has been read */
            v[k].ring_s = v[k].talk_s = v[k].hold_s = v[k].wrap_s = 0;
            k++;
        }
        open = is_call(s.state);
        if (k == 0 || (!open && s.state != ST_WRAPUP) || v[k - 1].to < s.from) {
            continue;
        }
        v[k - 1].ring_s += s.state == ST_RINGING ? d : 0;
        v[k - 1].talk_s += s.state == ST_TALKING ? d : 0;
        v[k - 1].hold_s += s.state == ST_HOLD ? d : 0;
        v[k - 1].wrap_s += s.state == ST_WRAPUP ? d : 0;
        v[k - 1].to = s.to;
        v[k - 1].running = s.running;
    }
    p->spans.n = k;
}

static int64_t minutes(int limit)
{
    return limit == NO_LIMIT ? UNKNOWN : (int64_t)limit * 60;
}

static void add_pause(struct timeline_pane *p, const struct view *v, const char *code, int64_t s,
                      bool in_shift)
{
    struct timeline_pause *to = NULL;
    for (size_t i = 0; i < p->pauses.n; i++) {
        to = strncmp(p->pauses.v[i].id, code, sizeof to->id - 1) == 0 ? &p->pauses.v[i] : to;
    }
    if (!to) {
        to = &vec_push(&p->pauses);
        const struct pause_cfg *cfg = *code ? centre_pause(v->centre, code) : NULL;
        *to = (struct timeline_pause){
            .allowed_s = minutes(cfg ? pause_max_per_shift_min(cfg, v->floor->night) : NO_LIMIT),
            .once_s = minutes(cfg ? pause_max_min(cfg, v->floor->night) : NO_LIMIT),
        };
        snprintf(to->id, sizeof to->id, "%s", code);
    }
    to->times += in_shift;
    to->used_s += in_shift ? s : 0;
    to->longest_s = s > to->longest_s ? s : to->longest_s;
}

/* Pauses of the day by reason; what is used counts in the running segment, as the allowance does.
 */
static void read_pauses(struct timeline_pane *p, const struct view *v)
{
    int64_t from = v->floor->segment ? v->floor->segment_from : p->from;
    for (size_t i = 0; i < p->spans.n; i++) {
        const struct timeline_span *s = &p->spans.v[i];
        if (s->state == ST_PAUSED && s->to > from) {
            int64_t begin = s->from > from ? s->from : from;
            add_pause(p, v, s->reason, s->to - begin, true);
        } else if (s->state == ST_PAUSED) {
            add_pause(p, v, s->reason, s->to - s->from, false);
        }
    }
}

/* The state that filled most of each piece of the bar. */
static void read_bar(struct timeline_pane *p, const struct view *v)
{
    int64_t day = civil_day_start(v->centre->zone, v->now, v->centre->day_start_min);
    int64_t first = p->spans.n > 0 && p->spans.v[0].from > day ? p->spans.v[0].from : day;
    p->from = day + (first - day) / 3600 * 3600;
    p->hours = (int)((v->now - p->from) / 3600) + 1;
    p->hours = p->hours < 1 ? 1 : p->hours > 26 ? 26 : p->hours;
    p->to = p->from + (int64_t)p->hours * 3600;
    p->first_hour = civil_at(v->centre->zone, p->from).hour;
    memset(p->bar, ST_COUNT, sizeof p->bar);
    size_t k = 0;
    for (int i = 0; i < TIMELINE_BAR; i++) {
        int64_t mid = p->from + (p->to - p->from) * (2 * i + 1) / (2 * TIMELINE_BAR);
        while (k + 1 < p->spans.n && p->spans.v[k + 1].from <= mid) {
            k++;
        }
        if (k < p->spans.n && p->spans.v[k].from <= mid && mid < p->spans.v[k].to) {
            p->bar[i] = (uint8_t)p->spans.v[k].state;
        }
    }
}

static uint32_t timeline_rows(struct list_pane *base, const struct view *v)
{
    struct timeline_pane *p = (struct timeline_pane *)base;
    const struct timeline_entry *e = NULL;
    vec_clear(&p->spans);
    vec_clear(&p->pauses);
    if (!v->floor || !v->timeline) {
        return 0;
    }
    size_t n = timeline_get(v->timeline, p->agent, &e);
    read_states(p, v, e, n);
    read_bar(p, v);
    if (p->what == TIMELINE_PAUSES) {
        read_pauses(p, v);
        return (uint32_t)p->pauses.n;
    }
    if (p->what == TIMELINE_CALLS) {
        join_calls(p);
    }
    return (uint32_t)p->spans.n;
}

/* ---- states and calls -------------------------------------------------- */

static const struct timeline_span *span_of(const void *ctx, uint32_t row)
{
    return &pane_of(ctx)->spans.v[row];
}

/* Newest first. */
static void get_order(const void *ctx, uint32_t row, struct list_value *v)
{
    v->known = true;
    v->key = row;
    v->style = STY_DIM;
    if (v->text && pane_of(ctx)->what != TIMELINE_PAUSES && span_of(ctx, row)->seen) {
        buf_puts(v->text, "≈"); /* when it was seen, not the backend's own time */
    }
}

static void get_from(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    v->known = true;
    v->key = span_of(ctx, row)->from;
    if (v->text) {
        put_hhmm(v->text, x->v->centre->zone, v->key, true);
    }
}

static void get_length(const void *ctx, uint32_t row, struct list_value *v)
{
    list_duration(v, span_of(ctx, row)->to - span_of(ctx, row)->from);
}

static void get_state(const void *ctx, uint32_t row, struct list_value *v)
{
    enum agent_state s = span_of(ctx, row)->state;
    v->style = state_style(s);
    list_text(v, state_word(s));
}

static void get_reason(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    list_text(v, view_pause_name(x->v->centre, span_of(ctx, row)->reason));
}

static void get_outcome(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct timeline_span *s = span_of(ctx, row);
    bool answered = s->talk_s + s->hold_s > 0 || s->state == ST_TALKING || s->state == ST_HOLD;
    v->style = answered ? STY_TALK : s->running ? STY_RING : STY_WARN;
    list_text(v, answered     ? (s->running && s->wrap_s == 0 ? _("On the call") : _("Answered"))
                 : s->running ? _("Ringing")
                              : _("Missed"));
}

static void get_ring(const void *ctx, uint32_t row, struct list_value *v)
{
    list_duration(v, span_of(ctx, row)->ring_s);
}

static void get_talk(const void *ctx, uint32_t row, struct list_value *v)
{
    list_duration(v, span_of(ctx, row)->talk_s);
}

static void get_hold(const void *ctx, uint32_t row, struct list_value *v)
{
    list_duration(v, span_of(ctx, row)->hold_s);
}

static void get_wrap(const void *ctx, uint32_t row, struct list_value *v)
{
    list_duration(v, span_of(ctx, row)->wrap_s);
}

/* ---- pauses ------------------------------------------------------------ */

static const struct timeline_pause *pause_of(const void *ctx, uint32_t row)
{
    return &pane_of(ctx)->pauses.v[row];
}

/* Whether a limit is passed. UNKNOWN is the least number, so it is asked for first. */
static bool is_over(int64_t s, int64_t limit)
{
    return limit != UNKNOWN && s > limit;
}

static void get_pause_mark(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct timeline_pause *p = pause_of(ctx, row);
    bool over = is_over(p->used_s, p->allowed_s) || is_over(p->longest_s, p->once_s);
    v->known = true;
    v->key = over;
    v->style = STY_WARN;
    if (v->text && over) {
        buf_puts(v->text, "!");
    }
}

static void get_pause_name(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    const char *id = pause_of(ctx, row)->id;
    list_text(v, *id ? view_pause_name(x->v->centre, id) : _("No reason given"));
}

static void get_times(const void *ctx, uint32_t row, struct list_value *v)
{
    list_int(v, pause_of(ctx, row)->times);
}

static void get_used(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct timeline_pause *p = pause_of(ctx, row);
    v->style = is_over(p->used_s, p->allowed_s) ? STY_CRITICAL : STY_TEXT;
    list_duration(v, p->used_s);
}

static void get_allowed(const void *ctx, uint32_t row, struct list_value *v)
{
    list_duration(v, pause_of(ctx, row)->allowed_s);
}

static void get_left(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct timeline_pause *p = pause_of(ctx, row);
    int64_t left = p->allowed_s == UNKNOWN ? UNKNOWN : p->allowed_s - p->used_s;
    list_duration(v, left == UNKNOWN || left > 0 ? left : 0);
}

static void get_longest(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct timeline_pause *p = pause_of(ctx, row);
    v->style = is_over(p->longest_s, p->once_s) ? STY_CRITICAL : STY_TEXT;
    list_duration(v, p->longest_s);
}

static void get_once(const void *ctx, uint32_t row, struct list_value *v)
{
    list_duration(v, pause_of(ctx, row)->once_s);
}

/* ---- tables ------------------------------------------------------------ */

/* clang-format off */
static const struct list_column state_columns[] = {
    {"mark", "", NULL, 2, 0, 0, false, false, get_order},
    {"from", N_("Since"), NULL, 10, 0, 0, false, false, get_from},
    {"length", N_("For"), NULL, 8, 0, 0, true, false, get_length},
    {"state", N_("State"), NULL, 16, 0, 0, false, false, get_state},
    {"reason", N_("Reason"), NULL, 16, 40, 0, false, false, get_reason},
};
static const struct list_column call_columns[] = {
    {"mark", "", NULL, 2, 0, 0, false, false, get_order},
    {"from", N_("Since"), NULL, 10, 0, 0, false, false, get_from},
    {"outcome", N_("Outcome"), NULL, 12, 0, 0, false, false, get_outcome},
    {"ring", N_("Ringing"), NULL, 6, 0, 20, true, false, get_ring},
    {"talk", N_("Talking"), NULL, 6, 0, 0, true, false, get_talk},
    {"hold", N_("On hold"), NULL, 6, 0, 10, true, false, get_hold},
    {"wrap", N_("Wrap-up"), NULL, 6, 0, 5, true, false, get_wrap},
};
static const struct list_column pause_columns[] = {
    {"mark", "", NULL, 2, 0, 0, false, false, get_pause_mark},
    {"reason", N_("Reason"), NULL, 14, 30, 0, false, false, get_pause_name},
    {"times", N_("Times"), NULL, 5, 0, 20, true, false, get_times},
    {"used", N_("Used this shift"), NULL, 7, 0, 0, true, false, get_used},
    {"allowed", N_("Allowed"), NULL, 7, 0, 0, true, false, get_allowed},
    {"left", N_("Left"), NULL, 7, 0, 5, true, false, get_left},
    {"longest", N_("Longest"), NULL, 7, 0, 10, true, false, get_longest},
    {"once", N_("At once"), NULL, 7, 0, 15, true, false, get_once},
};
/* clang-format on */

static const char *span_id(const void *ctx, uint32_t row)
{
    return span_of(ctx, row)->id;
}

static const char *pause_id(const void *ctx, uint32_t row)
{
    return pause_of(ctx, row)->id;
}

static const struct list_ops list_ops[] = {
    [TIMELINE_STATES] = {.columns = state_columns, .n_columns = 5, .n_fixed = 2, .id = span_id},
    [TIMELINE_CALLS] = {.columns = call_columns, .n_columns = 7, .n_fixed = 2, .id = span_id},
    [TIMELINE_PAUSES] = {.columns = pause_columns, .n_columns = 8, .n_fixed = 2, .id = pause_id},
};

static void states_title(const struct list_pane *base, const struct view *v, struct buf *to)
{
    (void)v;
    buf_puts(to, _("Today"));
    buf_printf(to, " (%zu)", base->list.n_kept);
}

static void pauses_title(const struct list_pane *base, const struct view *v, struct buf *to)
{
    (void)base;
    if (v->floor && v->floor->segment) {
        struct buf at = {0};
        put_hhmm(&at, v->centre->zone, v->floor->segment_from, false);
        put_text(to, _("This shift since {0}"), buf_str(&at), NULL, NULL);
        buf_release(&at);
    } else {
        buf_puts(to, _("Today"));
    }
}

static const enum action hints[] = {ACT_SORT_NEXT, ACT_SORT_REVERSE, ACT_NONE};
static const struct list_kind kinds[] = {
    [TIMELINE_STATES] = {.list = &list_ops[TIMELINE_STATES],
                         .rows = timeline_rows,
                         .title = states_title,
                         .empty = N_("Nothing was seen of her today."),
                         .hints = hints},
    [TIMELINE_CALLS] = {.list = &list_ops[TIMELINE_CALLS],
                        .rows = timeline_rows,
                        .title = states_title,
                        .empty = N_("No call was seen today."),
                        .hints = hints},
    [TIMELINE_PAUSES] = {.list = &list_ops[TIMELINE_PAUSES],
                         .rows = timeline_rows,
                         .title = pauses_title,
                         .empty = N_("No pause was seen today."),
                         .hints = hints},
};

/* ---- drawing ----------------------------------------------------------- */

/* A sign for each state beside its colour. */
static const char *sign_of(uint8_t state)
{
    static const char *const signs[ST_COUNT] = {
        [ST_OFFLINE] = "·", [ST_READY] = "=",       [ST_RINGING] = "!",
        [ST_TALKING] = "#", [ST_HOLD] = "h",        [ST_WRAPUP] = "w",
        [ST_PAUSED] = "-",  [ST_UNAVAILABLE] = "x", [ST_UNKNOWN] = "?",
    };
    return state < ST_COUNT ? signs[state] : " ";
}

static void draw_bar(const struct timeline_pane *p, struct canvas *c)
{
    for (int x = 0; x < c->cols; x++) {
        uint8_t s = p->bar[x * TIMELINE_BAR / c->cols];
        enum style style = p->base.stale  ? STY_STALE
                           : s < ST_COUNT ? state_style((enum agent_state)s)
                                          : STY_DIM;
        canvas_text(c, 0, x, 1, style, sign_of(s));
    }
    int every = p->hours > 0 && c->cols / p->hours < 4 ? 4 : 1;
    for (int h = 0; h < p->hours; h += every) {
        char text[16];
        snprintf(text, sizeof text, "%02d", (p->first_hour + h) % 24);
        canvas_text(c, 1, h * c->cols / p->hours, 2, STY_DIM, text);
    }
    for (int s = 0, x = 0; s < ST_COUNT; s++) {
        if (memchr(p->bar, s, sizeof p->bar)) {
            enum style style = state_style((enum agent_state)s);
            x += canvas_text(c, 2, x, -1, style, sign_of((uint8_t)s)) + 1;
            x += canvas_text(c, 2, x, -1, STY_DIM, state_word((enum agent_state)s)) + 2;
        }
    }
}

static bool has_bar(const struct timeline_pane *p, int rows)
{
    return p->what == TIMELINE_STATES && rows > BAR_ROWS + 2;
}

static void timeline_draw(const struct pane *pane, struct canvas *c, bool focused)
{
    const struct timeline_pane *p = (const struct timeline_pane *)pane;
    if (!has_bar(p, c->rows)) {
        list_pane_draw(pane, c, focused);
        return;
    }
    struct canvas bar = canvas_sub(c, 0, 0, BAR_ROWS, c->cols);
    struct canvas list = canvas_sub(c, BAR_ROWS, 0, c->rows - BAR_ROWS, c->cols);
    draw_bar(p, &bar);
    list_pane_draw(pane, &list, focused);
    p->base.list.size->body_y += BAR_ROWS; /* clicks come in rows of the pane */
}

static void timeline_pane_free(struct pane *pane)
{
    if (pane) {
        struct timeline_pane *p = (struct timeline_pane *)pane;
        vec_free(&p->spans);
        vec_free(&p->pauses);
        free(p->agent);
        list_pane_free(pane);
    }
}

static const struct pane_ops pane_ops = {
    .name = "timeline",
    .sync = list_pane_sync,
    .draw = timeline_draw,
    .act = list_pane_act,
    .title = list_pane_title,
    .hints = list_pane_hints,
    .click = list_pane_click,
    .free = timeline_pane_free,
};

struct pane *timeline_pane_new(const struct config *config, const char *agent,
                               enum timeline_what what)
{
    struct timeline_pane *p = mem_calloc(1, sizeof *p);
    list_pane_init(&p->base, &pane_ops, &kinds[what], config);
    p->agent = mem_strdup(agent);
    p->what = what;
    return &p->base.pane;
}
