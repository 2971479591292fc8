#include "status_report.h"

#include <stdlib.h>
#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

/* The first column is left out unless the view is dated. Ranks: see report.h. */
static const struct report_column queue_columns[] = {
    {.key = "time", .title = N_("Time"), .type = CELL_TIME},
    {.key = "alarm", .title = N_("Alarm"), .type = CELL_TEXT},
    {.key = "id", .title = N_("Queue"), .type = CELL_TEXT, .rank = 2},
    {.key = "name", .title = N_("Queue name"), .type = CELL_TEXT, .min_cells = 12},
    {.key = "waiting", .title = N_("Waiting"), .type = CELL_INT},
    {.key = "longest_wait_s", .title = N_("Longest"), .type = CELL_DURATION},
    {.key = "agents_ready", .title = N_("Ready"), .type = CELL_INT},
    {.key = "agents_talking", .title = N_("Talking"), .type = CELL_INT},
    {.key = "agents_wrapup", .title = N_("Wrap-up"), .type = CELL_INT, .rank = 3},
    {.key = "agents_paused", .title = N_("Not ready"), .type = CELL_INT, .rank = 3},
    {.key = "agents_online", .title = N_("Signed in"), .type = CELL_INT, .rank = 5},
    {.key = "offered", .title = N_("Offered"), .type = CELL_INT, .rank = 1},
    {.key = "answered", .title = N_("Answered"), .type = CELL_INT, .rank = 4},
    {.key = "abandoned", .title = N_("Abandoned"), .type = CELL_INT, .rank = 4},
    {.key = "service_level_pct", .title = N_("Service level"), .type = CELL_PCT},
    {.key = "answer_rate_pct", .title = N_("Answer rate"), .type = CELL_PCT, .rank = 1},
    {.key = "abandon_rate_pct", .title = N_("Abandonment"), .type = CELL_PCT, .rank = 5},
    {.key = "loss_rate_pct", .title = N_("Loss rate"), .type = CELL_PCT, .rank = 6},
    {.key = "asa_s", .title = N_("ASA"), .type = CELL_DURATION, .rank = 3},
    {.key = "aht_s", .title = N_("AHT"), .type = CELL_DURATION, .rank = 3},
    {.key = "occupancy_pct", .title = N_("Occupancy"), .type = CELL_PCT, .rank = 6},
};

static const struct report_column agent_columns[] = {
    {.key = "time", .title = N_("Time"), .type = CELL_TIME},
    {.key = "alarm", .title = N_("Alarm"), .type = CELL_TEXT},
    {.key = "id", .title = N_("Agent"), .type = CELL_TEXT},
    {.key = "name", .title = N_("Name"), .type = CELL_TEXT, .min_cells = 8},
    {.key = "state", .title = N_("State"), .type = CELL_TEXT},
    {.key = "state_s", .title = N_("For"), .type = CELL_DURATION},
    {.key = "reason", .title = N_("Reason"), .type = CELL_TEXT},
    {.key = "queues", .title = N_("Queues"), .type = CELL_TEXT, .rank = 3},
    {.key = "call_queue", .title = N_("Call of"), .type = CELL_TEXT, .rank = 2},
    {.key = "caller", .title = N_("Caller"), .type = CELL_TEXT, .rank = 2},
    {.key = "answered", .title = N_("Answered"), .type = CELL_INT, .rank = 1},
    {.key = "missed", .title = N_("Missed"), .type = CELL_INT, .rank = 1},
    {.key = "talk_s", .title = N_("Talk time"), .type = CELL_DURATION, .rank = 4},
    {.key = "site", .title = N_("Site"), .type = CELL_TEXT, .rank = 5},
    {.key = "team", .title = N_("Team"), .type = CELL_TEXT, .rank = 5},
};

static const char *const state_names[ST_COUNT] = {
    [ST_OFFLINE] = N_("Signed out"), [ST_READY] = N_("Ready"),
    [ST_RINGING] = N_("Ringing"),    [ST_TALKING] = N_("Talking"),
    [ST_HOLD] = N_("On hold"),       [ST_WRAPUP] = N_("After-call work"),
    [ST_PAUSED] = N_("Not ready"),   [ST_UNAVAILABLE] = N_("Unavailable"),
    [ST_UNKNOWN] = N_("Unknown"),
};

static void begin(struct report *r, const char *name, const struct report_column *columns, size_t n,
                  bool dated)
{
    report_init(r, name, NULL, dated ? columns : columns + 1, dated ? n : n - 1);
}

static int64_t snapshot_time(const struct status_view *v)
{
    return v->floor->snap->time != UNKNOWN ? v->floor->snap->time : v->floor->now;
}

/* First cells of every row: time and level. */
static void put_head(struct report *r, const struct status_view *v, enum level level)
{
    static const char *const marks[] = {"", "!", "!!"};
    if (v->dated) {
        report_int(r, snapshot_time(v));
    }
    report_text(r, v->people ? marks[level] : level_words[level]);
}

static void put_text(struct report *r, const char *s)
{
    report_text(r, s == NULL || s[0] == '\0' ? NULL : s);
}

static void put_heads(struct report *r, const struct head_count *h)
{
    report_int(r, h->by_state[ST_READY]);
    report_int(r, h->talking);
    report_int(r, h->by_state[ST_WRAPUP]);
    report_int(r, h->by_state[ST_PAUSED]);
    report_int(r, h->online);
}

static void put_tally(struct report *r, const struct status_view *v, const struct tally *t,
                      bool approx, struct figure occupancy)
{
    report_int(r, t->offered);
    report_int(r, t->answered);
    report_int(r, t->abandoned);
    report_fig(r, fig_about(fig_service_level(t, v->centre->sl_variant), approx));
    report_fig(r, fig_answer_rate(t));
    report_fig(r, fig_about(fig_abandon_rate(t), approx));
    report_fig(r, fig_loss_rate(t));
    report_fig(r, fig_about(fig_asa(t), approx));
    report_fig(r, fig_about(fig_aht(t), approx));
    report_fig(r, occupancy);
}

/* The calls of all queues that do not dial out. */
static struct tally sum_tallies(const struct floor *f, bool *approx)
{
    struct tally sum = {0};
    *approx = false;
    for (uint32_t i = 0; i < f->snap->n_queues; i++) {
        if (!queue_outbound(f->queues[i].cfg)) {
            tally_add(&sum, &f->snap->queues[i].t);
            *approx = *approx || f->snap->queues[i].approx;
        }
    }
    return sum;
}

static void put_total(struct report *r, const struct status_view *v)
{
    const struct floor *f = v->floor;
    int64_t longest = 0;
    for (uint32_t i = 0; i < f->snap->n_queues; i++) {
        int64_t wait = floor_longest_s(f, i, v->mono_ms);
        longest = wait > longest ? wait : longest;
    }
    put_head(r, v, LEVEL_OK);
    report_text(r, "");
    report_text(r, _("Total"));
    report_int(r, f->waiting);
    report_int(r, longest);
    put_heads(r, &f->heads);
    bool approx;
    struct tally sum = sum_tallies(f, &approx);
    put_tally(r, v, &sum, approx, (struct figure){0});
    r->totals = true;
}

/* A backend may list in the order of a hash; ours is by id. */
struct place {
    const char *id;
    uint32_t index;
};

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct place *)a)->id, ((const struct place *)b)->id);
}

static struct place *queue_order(const struct snapshot *s)
{
    struct place *p = mem_calloc((size_t)s->n_queues + 1, sizeof *p);
    for (uint32_t i = 0; i < s->n_queues; i++) {
        p[i] = (struct place){s->queues[i].id, i};
    }
    qsort(p, s->n_queues, sizeof *p, by_id);
    return p;
}

static struct place *agent_order(const struct snapshot *s)
{
    struct place *p = mem_calloc((size_t)s->n_agents + 1, sizeof *p);
    for (uint32_t i = 0; i < s->n_agents; i++) {
        p[i] = (struct place){s->agents[i].id, i};
    }
    qsort(p, s->n_agents, sizeof *p, by_id);
    return p;
}

void status_queues(struct report *r, const struct status_view *v)
{
    const struct floor *f = v->floor;
    struct place *order = queue_order(f->snap);
    begin(r, "queues", queue_columns, sizeof queue_columns / sizeof *queue_columns, v->dated);
    for (uint32_t k = 0; k < f->snap->n_queues; k++) {
        uint32_t i = order[k].index;
        const struct snap_queue *q = &f->snap->queues[i];
        put_head(r, v, f->queues[i].level);
        report_text(r, q->id);
        report_text(r, q->name);
        report_int(r, q->waiting);
        report_int(r, floor_longest_s(f, i, v->mono_ms));
        put_heads(r, &f->queues[i].heads);
        put_tally(r, v, &q->t, q->approx, f->queues[i].occupancy);
    }
    if (v->people && f->snap->n_queues > 1) {
        put_total(r, v);
    }
    free(order);
}

static void put_queue_list(struct report *r, const struct snapshot *s, const struct snap_agent *a)
{
    struct buf ids = {0};
    for (uint32_t i = 0; i < a->n_queues; i++) {
        if (i > 0) {
            buf_putc(&ids, ' ');
        }
        buf_puts(&ids, s->queues[s->queue_refs[a->first_queue + i]].id);
    }
    put_text(r, buf_str(&ids));
    buf_release(&ids);
}

static void put_caller(struct report *r, const struct status_view *v, const char *caller)
{
    struct buf masked = {0};
    if (caller != NULL && v->centre->mask_caller) {
        text_mask_number(&masked, caller);
        caller = buf_str(&masked);
    }
    put_text(r, caller);
    buf_release(&masked);
}

void status_agents(struct report *r, const struct status_view *v)
{
    const struct floor *f = v->floor;
    const struct snapshot *s = f->snap;
    struct place *order = agent_order(s);
    begin(r, "agents", agent_columns, sizeof agent_columns / sizeof *agent_columns, v->dated);
    for (uint32_t k = 0; k < s->n_agents; k++) {
        uint32_t i = order[k].index;
        const struct snap_agent *a = &s->agents[i];
        put_head(r, v, floor_agent_level(f, i, v->mono_ms));
        report_text(r, a->id);
        report_text(r, a->name);
        report_text(r, v->people ? _(state_names[a->state]) : agent_state_words[a->state]);
        report_int(r, floor_state_s(f, i, v->mono_ms));
        put_text(r, a->reason);
        put_queue_list(r, s, a);
        put_text(r, a->call_queue < s->n_queues ? s->queues[a->call_queue].id : NULL);
        put_caller(r, v, a->caller);
        report_int(r, a->answered);
        report_int(r, a->missed);
        report_int(r, a->talk_s);
        put_text(r, a->site);
        put_text(r, a->team);
    }
    free(order);
}
