/* The agents pane: who does what, for how long, and what she did so far. */
#include "pane_agents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detail_agent.h"
#include "frame.h"
#include "match.h"
#include "panes.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

static const struct agents_pane *pane_of(const struct list_ctx *x)
{
    return (const struct agents_pane *)x->p;
}

static const struct snap_agent *agent_of(const struct list_ctx *x, uint32_t row)
{
    return &x->v->floor->snap->agents[row];
}

static enum level level_at(const struct list_ctx *x, uint32_t row)
{
    return floor_agent_level(x->v->floor, row, x->v->mono_ms);
}

static bool is_away(enum agent_state s)
{
    return s == ST_OFFLINE || s == ST_UNKNOWN;
}

int64_t agent_overrun_s(const struct view *v, uint32_t agent)
{
    const struct floor_agent *a = &v->floor->agents[agent];
    if (v->floor->snap->agents[agent].state != ST_PAUSED || !a->pause) {
        return 0;
    }
    int64_t limit = (int64_t)pause_max_min(a->pause, v->floor->night) * 60;
    int64_t s = floor_state_s(v->floor, agent, v->mono_ms);
    return limit > 0 && s != UNKNOWN && s > limit ? s - limit : 0;
}

/* ---- getters ----------------------------------------------------------- */

static void get_mark(const void *ctx, uint32_t row, struct list_value *v)
{
    v->known = true;
    if (row == LIST_TOTAL) {
        return;
    }
    enum level l = level_at(ctx, row);
    v->key =
        2 * (int64_t)l + !is_away(agent_of(ctx, row)->state); /* who is signed out comes last */
    v->style = level_style(l, STY_TEXT);
    if (v->text) {
        buf_puts(v->text, level_mark(l));
    }
}

/* What people call a seat: the staff number, or the extension where the backend's id is the name of
 * an interface (Local/101@queue). */
static void get_id(const void *ctx, uint32_t row, struct list_value *v)
{
    if (row == LIST_TOTAL) {
        list_text(v, "");
        return;
    }
    const struct snap_agent *a = agent_of(ctx, row);
    list_text(v, strchr(a->id, '/') && *a->extension ? a->extension : a->id);
}

static void get_name(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    list_text(v, row == LIST_TOTAL ? pane_of(x)->total : agent_of(x, row)->name);
}

static void get_state(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    if (row == LIST_TOTAL) {
        char n[24];
        if (v->text) {
            put_text(v->text, _("Signed in {0}"), count_text(n, pane_of(x)->heads.online), NULL,
                     NULL);
        }
        return;
    }
    enum agent_state s = agent_of(x, row)->state;
    v->known = true;
    v->key = state_order(s);
    v->style = state_style(s);
    if (v->text) {
        buf_puts(v->text, state_word(s));
    }
}

static void get_time(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    if (row == LIST_TOTAL) {
        return;
    }
    v->style = level_style(v->text ? level_at(x, row) : LEVEL_OK, STY_TEXT);
    /* How long ago we looked first says nothing of somebody who is not there. */
    bool vain = is_away(agent_of(x, row)->state) && x->v->floor->agents[row].since_seen;
    list_duration(v, vain ? UNKNOWN : floor_state_s(x->v->floor, row, x->v->mono_ms));
}

static void get_reason(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    if (row == LIST_TOTAL) {
        return;
    }
    int64_t over = v->text ? agent_overrun_s(x->v, row) : 0;
    if (over > 0) { /* first, so that a narrow column keeps it */
        buf_putc(v->text, '+');
        text_duration(v->text, over);
        buf_putc(v->text, ' ');
    }
    v->style = level_style(v->text ? level_at(x, row) : LEVEL_OK, STY_TEXT);
    list_text(v, view_reason_name(x->v, row));
}

/* The queue of her call, else the first she takes. */
static void get_queue(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    if (row == LIST_TOTAL) {
        return;
    }
    const struct snapshot *s = x->v->floor->snap;
    const struct snap_agent *a = agent_of(x, row);
    if (a->call_queue != NO_QUEUE) {
        list_text(v, view_queue_name(x->v, a->call_queue));
        return;
    }
    v->style = STY_DIM;
    if (a->n_queues == 0) {
        return;
    }
    list_text(v, view_queue_name(x->v, s->queue_refs[a->first_queue]));
}

static void get_caller(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    if (row == LIST_TOTAL) {
        return;
    }
    const char *caller = agent_of(x, row)->caller;
    v->known = *caller != '\0';
    v->key_text = v->known ? caller : NULL;
    if (v->text) {
        view_caller(x->v, v->text, caller);
    }
}

static void get_answered(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    list_int(v, row == LIST_TOTAL ? pane_of(x)->answered : agent_of(x, row)->answered);
}

static void get_missed(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    list_int(v, row == LIST_TOTAL ? pane_of(x)->missed : agent_of(x, row)->missed);
}

/* By how many calls the sums of seconds divide. */
static int64_t calls_of(const struct list_ctx *x, uint32_t row)
{
    return row == LIST_TOTAL ? pane_of(x)->calls : snap_agent_calls(agent_of(x, row));
}

static void get_talk(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    bool total = row == LIST_TOTAL;
    int64_t talk = total ? pane_of(x)->talk_s : agent_of(x, row)->talk_s;
    list_mmss(v, fig_aht_part(talk, calls_of(x, row)), false);
}

static void get_wrap(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    bool total = row == LIST_TOTAL;
    int64_t wrap = total ? pane_of(x)->wrap_s : agent_of(x, row)->wrap_s;
    list_mmss(v, fig_aht_part(wrap, calls_of(x, row)), false);
}

static void get_occupancy(const void *ctx, uint32_t row, struct list_value *v)
{
    if (row != LIST_TOTAL) {
        const struct snap_agent *a = agent_of(ctx, row);
        list_percent(v, fig_occupancy(a->talk_s, a->hold_s, a->wrap_s, a->ready_s));
    }
}

static void get_paused(const void *ctx, uint32_t row, struct list_value *v)
{
    if (row != LIST_TOTAL) {
        list_duration(v, agent_of(ctx, row)->paused_s);
    }
}

static void get_login(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    if (row != LIST_TOTAL) {
        int64_t at = agent_of(x, row)->login;
        v->known = at != UNKNOWN;
        v->key = at;
        if (v->text) {
            put_hhmm(v->text, x->v->centre->zone, at, false);
        }
    }
}

static void get_extension(const void *ctx, uint32_t row, struct list_value *v)
{
    if (row != LIST_TOTAL) {
        list_text(v, agent_of(ctx, row)->extension);
    }
}

static void get_team(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    if (row != LIST_TOTAL) {
        list_text(v, view_team_name(x->v, view_team(x->v, row)));
    }
}

static void get_site(const void *ctx, uint32_t row, struct list_value *v)
{
    const struct list_ctx *x = ctx;
    if (row != LIST_TOTAL) {
        list_text(v, view_site_name(x->v, view_site(x->v, row)));
    }
}

enum {
    C_MARK,
    C_ID,
    C_NAME,
    C_STATE,
    C_TIME,
    C_REASON,
    C_QUEUE,
    C_CALLER,
    C_ANSWERED,
    C_MISSED,
    C_TALK,
    C_WRAP,
    C_TEAM,
    C_SITE
};

/* clang-format off */
static const struct list_column columns[] = {
    [C_MARK] = {"mark", "", NULL, 2, 0, 0, false, false, get_mark},
    [C_ID] = {"id", N_("Agent"), NULL, 5, 0, 0, false, false, get_id},
    [C_NAME] = {"name", N_("Name"), NULL, 10, 20, 0, false, false, get_name},
    [C_STATE] = {"state", N_("State"), NULL, 9, 0, 0, false, false, get_state},
    [C_TIME] = {"time", N_("For"), "state_time", 7, 0, 0, true, false, get_time},
    [C_REASON] = {"reason", N_("Reason"), NULL, 12, 22, 10, false, false, get_reason},
    [C_QUEUE] = {"queue", N_("Queue"), NULL, 12, 22, 20, false, false, get_queue},
    [C_CALLER] = {"caller", N_("Caller"), NULL, 11, 0, 30, false, false, get_caller},
    [C_ANSWERED] = {"answered", N_("Answered"), "answered", 5, 0, 15, true, false, get_answered},
    [C_MISSED] = {"missed", N_("Missed"), NULL, 4, 0, 25, true, false, get_missed},
    [C_TALK] = {"talk", N_("Talk time"), "att", 5, 0, 35, true, false, get_talk},
    [C_WRAP] = {"wrap", N_("ACW"), "acw", 5, 0, 40, true, false, get_wrap},
    [C_TEAM] = {"team", N_("Team"), NULL, 10, 20, 45, false, false, get_team},
    [C_SITE] = {"site", N_("Site"), NULL, 8, 16, 50, false, false, get_site},
    {"occupancy", N_("Occupancy"), "occupancy", 6, 0, 52, true, true, get_occupancy},
    {"paused", N_("Paused"), NULL, 7, 0, 53, true, true, get_paused},
    {"login", N_("Signed in at"), NULL, 5, 0, 54, true, true, get_login},
    {"extension", N_("Extension"), NULL, 6, 0, 55, false, true, get_extension},
};
/* clang-format on */

/* ---- filters and groups ------------------------------------------------ */

static const char *agent_id(const void *ctx, uint32_t row)
{
    return agent_of(ctx, row)->id;
}

static bool keep_agent(const void *ctx, uint32_t row)
{
    const struct list_ctx *x = ctx;
    const struct agents_pane *p = pane_of(x);
    const struct list_pane *b = &p->base;
    if (p->only_state >= 0 && (int)agent_of(x, row)->state != p->only_state) {
        return false;
    }
    if (b->only[LF_SITE] && strcmp(view_site(x->v, row), b->only[LF_SITE]) != 0) {
        return false;
    }
    if (b->only[LF_TEAM] && strcmp(view_team(x->v, row), b->only[LF_TEAM]) != 0) {
        return false;
    }
    if (p->of_queue && !view_agent_in(x->v, row, p->fixed_queue)) {
        return false;
    }
    return !b->only[LF_QUEUE] || view_agent_in(x->v, row, p->only_queue);
}

/* Signed-out people fold away, but not from a search or from a filter that asks for them. */
static bool folds(const struct agents_pane *p, const struct snap_agent *a)
{
    return a->state == ST_OFFLINE && !p->unfolded && p->only_state < 0 && !p->base.list.filter[0];
}

static bool keep_unfolded(const void *ctx, uint32_t row)
{
    return keep_agent(ctx, row) && !folds(pane_of(ctx), agent_of(ctx, row));
}

static bool match_agent(const void *ctx, uint32_t row, const char *text)
{
    const struct list_ctx *x = ctx;
    const struct snap_agent *a = agent_of(x, row);
    const struct staff_cfg *staff = x->v->floor->agents[row].staff;
    return match_person(a->id, a->name, staff ? staff->name_py : NULL, text);
}

enum { BY_TEAM = 1, BY_STATE = 2 };
static const char *const group_names[] = {N_("Not grouped"), N_("Grouped by team"),
                                          N_("Grouped by state")};

static void group_of(const void *ctx, uint32_t row, int how, int64_t *order, const char **name)
{
    const struct list_ctx *x = ctx;
    if (how == BY_STATE) {
        *order = state_order(agent_of(x, row)->state);
        *name = state_word(agent_of(x, row)->state);
    } else {
        *name = view_team_name(x->v, view_team(x->v, row));
        *order = **name == '\0'; /* people without a team come last */
    }
}

/* How the whole team stands, also where some of it is folded away. */
static void note_of(const void *ctx, uint32_t row, int how, struct buf *to)
{
    const struct list_ctx *x = ctx;
    uint32_t team = x->v->floor->agents[row].team;
    if (how != BY_TEAM || team == NO_GROUP) {
        return;
    }
    const struct head_count *h = &x->v->floor->teams[team].heads;
    char in[24], ready[24], talking[24];
    buf_puts(to, "  ");
    put_text(to, _("signed in {0}, ready {1}, talking {2}"), count_text(in, h->online),
             count_text(ready, h->by_state[ST_READY]), count_text(talking, h->talking));
}

static const struct list_ops list_ops = {
    .columns = columns,
    .n_columns = sizeof columns / sizeof columns[0],
    .n_fixed = 3,
    .id = agent_id,
    .keep = keep_unfolded,
    .match = match_agent,
    .group = group_of,
    .group_note = note_of,
    .groups = 2,
    .group_names = group_names,
    .totals = true,
};

/* ---- the pane ---------------------------------------------------------- */

static void add_known(int64_t *sum, int64_t n)
{
    if (n != UNKNOWN) {
        *sum = *sum == UNKNOWN ? n : *sum + n;
    }
}

/* Counts the people listed, each once. Averages leave out those whose sums are not told. */
static void make_totals(struct agents_pane *p, const struct view *v)
{
    const struct list_ctx x = {.v = v, .p = &p->base};
    p->heads = (struct head_count){0};
    p->people = p->folded = 0;
    p->answered = p->calls = p->missed = p->talk_s = p->wrap_s = UNKNOWN;
    for (uint32_t i = 0; i < v->floor->snap->n_agents; i++) {
        const struct snap_agent *a = &v->floor->snap->agents[i];
        const char *filter = p->base.list.filter;
        if (!keep_agent(&x, i) || (*filter && !match_agent(&x, i, filter))) {
            continue;
        }
        p->people++;
        p->folded += folds(p, a);
        p->heads.by_state[a->state]++;
        p->heads.online += a->state != ST_OFFLINE && a->state != ST_UNKNOWN;
        add_known(&p->answered, a->answered);
        add_known(&p->calls, snap_agent_calls(a));
        add_known(&p->missed, a->missed);
        add_known(&p->talk_s, a->talk_s);
        add_known(&p->wrap_s, a->wrap_s);
    }
    struct buf word = {0};
    char n[24];
    put_text(&word, _("Total {0}"), count_text(n, p->people), NULL, NULL);
    snprintf(p->total, sizeof p->total, "%s", buf_str(&word));
    buf_release(&word);
}

/* The widest word of a state in the running language, so that the column does not move. */
static uint8_t widest_state(void)
{
    int w = 0;
    for (int s = 0; s < ST_COUNT; s++) {
        int one = text_width(state_word((enum agent_state)s));
        w = one > w ? one : w;
    }
    return (uint8_t)(w > 20 ? 20 : w);
}

/* Numbers are shown whole up to 12 cells; the column never shrinks again. */
static void widen_ids(struct list *l, const struct snapshot *s)
{
    for (uint32_t i = 0; i < s->n_agents; i++) {
        size_t n = strlen(s->agents[i].id); /* bytes: ids of other letters only make it wider */
        n = n < 12 ? n : 12;
        l->widths[C_ID] = (uint8_t)(n > l->widths[C_ID] ? n : l->widths[C_ID]);
    }
}

static uint32_t agent_rows(struct list_pane *base, const struct view *v)
{
    struct agents_pane *p = (struct agents_pane *)base;
    base->list.widths[C_STATE] = widest_state();
    base->list.note[0] = '\0';
    if (!v->floor) {
        return 0;
    }
    p->only_state = base->only[LF_STATE] ? (int)agent_state_from(base->only[LF_STATE]) : -1;
    p->only_queue = base->only[LF_QUEUE] ? view_find_queue(v, base->only[LF_QUEUE]) : NO_QUEUE;
    p->fixed_queue = p->of_queue ? view_find_queue(v, p->of_queue) : NO_QUEUE;
    widen_ids(&base->list, v->floor->snap);
    make_totals(p, v);
    if (p->folded > 0) {
        struct buf note = {0};
        char n[24];
        put_text(&note,
                 ngettext("{0} signed-out agent is folded away (Space shows them)",
                          "{0} signed-out agents are folded away (Space shows them)",
                          (unsigned long)p->folded),
                 count_text(n, p->folded), NULL, NULL);
        snprintf(base->list.note, sizeof base->list.note, "%s", buf_str(&note));
        buf_release(&note);
    }
    return v->floor->snap->n_agents;
}

static void agent_title(const struct list_pane *base, const struct view *v, struct buf *to)
{
    const struct agents_pane *p = (const struct agents_pane *)base;
    buf_puts(to, _("Agents"));
    if (v->floor) {
        buf_printf(to, " (%lld/%lld)", (long long)p->heads.online, (long long)p->people);
    }
    list_pane_put_filters(base, v, to);
    int64_t since = v->floor ? v->floor->snap->counters_since : UNKNOWN;
    int64_t day = v->centre->zone
                      ? civil_day_start(v->centre->zone, v->now, v->centre->day_start_min)
                      : since;
    if (since != UNKNOWN && since > day) {
        struct buf at = {0};
        put_hhmm(&at, v->centre->zone, since, false);
        buf_puts(to, " · ");
        put_text(to, _("calls since {0}"), buf_str(&at), NULL, NULL);
        buf_release(&at);
    }
}

static void open_agent(struct list_pane *p, struct frame *f, const char *id)
{
    (void)p;
    frame_detail(f, detail_agent_new(frame_app(f), id));
}

static const enum action hints[] = {ACT_OPEN,  ACT_FILTER,      ACT_SORT_NEXT,    ACT_COLUMNS,
                                    ACT_GROUP, ACT_FILTER_TEAM, ACT_FILTER_STATE, ACT_NONE};
static const struct list_kind kind = {
    .list = &list_ops,
    .columns = offsetof(struct config, columns_agents),
    .sort = offsetof(struct config, sort_agents),
    .filters = 1u << LF_SITE | 1u << LF_TEAM | 1u << LF_QUEUE | 1u << LF_STATE,
    .rows = agent_rows,
    .title = agent_title,
    .empty = N_("The backend names no agent."),
    .open = open_agent,
    .hints = hints,
};

static enum answer agents_act(struct pane *pane, struct frame *f, enum action a)
{
    struct agents_pane *p = (struct agents_pane *)pane;
    if (a == ACT_FOLD) {
        p->unfolded = !p->unfolded;
        list_pane_refill(&p->base, f, LIST_ORDER);
        return HANDLED;
    }
    return list_pane_act(pane, f, a);
}

static void agents_free(struct pane *pane)
{
    if (pane) {
        free(((struct agents_pane *)pane)->of_queue);
        list_pane_free(pane);
    }
}

static const struct pane_ops pane_ops = {
    .name = "agents",
    .sync = list_pane_sync,
    .draw = list_pane_draw,
    .act = agents_act,
    .title = list_pane_title,
    .hints = list_pane_hints,
    .click = list_pane_click,
    .free = agents_free,
};

const struct list_ops *agents_pane_list(void)
{
    return &list_ops;
}

bool agents_pane_fill(struct agents_pane *p, const struct view *v, enum list_work work)
{
    return list_pane_fill(&p->base, v, work);
}

struct agents_pane *agents_pane_new(const struct config *config, const char *queue)
{
    struct agents_pane *p = mem_calloc(1, sizeof *p);
    list_pane_init(&p->base, &pane_ops, &kind, config);
    p->of_queue = queue ? mem_strdup(queue) : NULL;
    return p;
}

struct pane *pane_board_agents_new(struct app *app)
{
    struct agents_pane *p = agents_pane_new(app ? app_config(app) : NULL, NULL);
    p->base.fit = true;
    return &p->base.pane;
}

struct pane *pane_agents_new(struct app *app)
{
    return &agents_pane_new(app ? app_config(app) : NULL, NULL)->base.pane;
}
