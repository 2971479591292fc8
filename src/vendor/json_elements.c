#include "json_elements.h"

#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/model/snapshot_builder.h"

#define KEYS(list)                                                                                 \
    {                                                                                              \
        (list), (int)(sizeof(list) / sizeof *(list))                                               \
    }

/* The id, the one field an entry cannot do without; NULL: missing (warned). */
static const char *entry_id(struct json_reader *r, const cJSON *v)
{
    const char *id = json_raw(r, v, "id");
    if (!v) {
        json_warn(r, "id", N_("is missing; the entry is left out"), NULL);
    }
    return id;
}

/* A part larger than its whole is impossible: the part is unknown. */
static void check_part(struct json_reader *r, int64_t *part, int64_t whole, const char *field,
                       const cJSON *v)
{
    if (*part != UNKNOWN && whole != UNKNOWN && *part > whole) {
        json_warn(r, field, N_("is larger than the count it is a part of; it is unknown"), v);
        *part = UNKNOWN;
    }
}

enum {
    Q_ID,
    Q_NAME,
    Q_WAITING,
    Q_LONGEST,
    Q_OFFERED,
    Q_ANSWERED,
    Q_IN_TARGET,
    Q_TARGET,
    Q_ABANDONED,
    Q_AB_TARGET,
    Q_AB_SHORT,
    Q_WAIT,
    Q_TALK,
    Q_HOLD,
    Q_WRAP,
    Q_COUNT
};
static const char *const queue_names[Q_COUNT] = {
    "id",
    "name",
    "waiting",
    "longest_wait_s",
    "offered",
    "answered",
    "answered_in_target",
    "target_s",
    "abandoned",
    "abandoned_in_target",
    "abandoned_short",
    "wait_s",
    "talk_s",
    "hold_s",
    "wrap_s",
};
static const struct json_keys queue_keys = KEYS(queue_names);

void json_read_queue(struct json_reader *r, const cJSON *e)
{
    const cJSON *f[Q_COUNT];
    const char *id = json_pick(r, e, &queue_keys, f) ? entry_id(r, f[Q_ID]) : NULL;
    struct snap_queue *q = id ? snap_add_queue(r->b, id, json_where(r, "id")) : NULL;
    if (!q) {
        return;
    }
    const char *name = json_text(r, f[Q_NAME], "name");
    q->name = *name ? name : q->id;
    struct {
        int field;
        int64_t *to;
    } counts[] = {
        {Q_WAITING, &q->waiting},
        {Q_LONGEST, &q->longest_wait_s},
        {Q_OFFERED, &q->t.offered},
        {Q_ANSWERED, &q->t.answered},
        {Q_IN_TARGET, &q->t.answered_in_target},
        {Q_TARGET, &q->target_s},
        {Q_ABANDONED, &q->t.abandoned},
        {Q_AB_TARGET, &q->t.abandoned_in_target},
        {Q_AB_SHORT, &q->t.abandoned_short},
        {Q_WAIT, &q->t.wait_s},
        {Q_TALK, &q->t.talk_s},
        {Q_HOLD, &q->t.hold_s},
        {Q_WRAP, &q->t.wrap_s},
    };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        *counts[i].to = json_count(r, f[counts[i].field], queue_names[counts[i].field]);
    }
    check_part(r, &q->t.answered_in_target, q->t.answered, queue_names[Q_IN_TARGET],
               f[Q_IN_TARGET]);
    check_part(r, &q->t.abandoned_in_target, q->t.abandoned, queue_names[Q_AB_TARGET],
               f[Q_AB_TARGET]);
    check_part(r, &q->t.abandoned_short, q->t.abandoned, queue_names[Q_AB_SHORT], f[Q_AB_SHORT]);
}

enum {
    A_ID,
    A_NAME,
    A_QUEUES,
    A_STATE,
    A_REASON,
    A_SINCE,
    A_SITE,
    A_TEAM,
    A_EXTENSION,
    A_CALL_QUEUE,
    A_CALLER,
    A_ANSWERED,
    A_MISSED,
    A_TALK,
    A_HOLD,
    A_WRAP,
    A_READY,
    A_PAUSED,
    A_LOGIN,
    A_COUNT
};
static const char *const agent_names[A_COUNT] = {
    "id",     "name",      "queues",     "state",    "reason",   "since",  "site",
    "team",   "extension", "call_queue", "caller",   "answered", "missed", "talk_s",
    "hold_s", "wrap_s",    "ready_s",    "paused_s", "login",
};
static const struct json_keys agent_keys = KEYS(agent_names);

static void read_memberships(struct json_reader *r, struct snap_agent *a, const cJSON *v)
{
    if (v && !cJSON_IsArray(v)) {
        json_warn(r, "queues", N_("is not an array; it is unknown"), v);
        return;
    }
    for (const cJSON *q = v ? v->child : NULL; q; q = q->next) {
        const char *id = json_raw(r, q, "queues");
        if (id && *id) {
            snap_agent_queue(r->b, a, id);
        }
    }
}

void json_read_agent(struct json_reader *r, const cJSON *e)
{
    const cJSON *f[A_COUNT];
    const char *id = json_pick(r, e, &agent_keys, f) ? entry_id(r, f[A_ID]) : NULL;
    struct snap_agent *a = id ? snap_add_agent(r->b, id, json_where(r, "id")) : NULL;
    if (!a) {
        return;
    }
    const char *name = json_text(r, f[A_NAME], "name");
    a->name = *name ? name : a->id;
    const char *state = json_raw(r, f[A_STATE], "state");
    a->state = state ? agent_state_from(state) : ST_UNKNOWN;
    a->paused = a->state == ST_PAUSED;
    a->reason = json_text(r, f[A_REASON], "reason");
    a->since = json_time(r, f[A_SINCE], "since");
    a->site = json_text(r, f[A_SITE], "site");
    a->team = json_text(r, f[A_TEAM], "team");
    a->extension = json_text(r, f[A_EXTENSION], "extension");
    a->caller = json_text(r, f[A_CALLER], "caller");
    a->answered = json_count(r, f[A_ANSWERED], "answered");
    a->missed = json_count(r, f[A_MISSED], "missed");
    a->talk_s = json_count(r, f[A_TALK], "talk_s");
    a->hold_s = json_count(r, f[A_HOLD], "hold_s");
    a->wrap_s = json_count(r, f[A_WRAP], "wrap_s");
    a->ready_s = json_count(r, f[A_READY], "ready_s");
    a->paused_s = json_count(r, f[A_PAUSED], "paused_s");
    a->login = json_time(r, f[A_LOGIN], "login");
    read_memberships(r, a, f[A_QUEUES]);
    const char *call_queue = json_raw(r, f[A_CALL_QUEUE], "call_queue");
    if (call_queue && *call_queue) {
        snap_agent_call_queue(r->b, a, call_queue);
    }
}

enum { C_ID, C_QUEUE, C_CALLER, C_SINCE, C_POSITION, C_PRIORITY, C_ENDED, C_OUTCOME, C_COUNT };
static const char *const call_names[C_COUNT] = {
    "id", "queue", "caller", "since", "position", "priority", "ended", "outcome",
};
static const struct json_keys call_keys = KEYS(call_names);

/* id and queue, without which a call is nobody's. */
static bool call_place(struct json_reader *r, const cJSON *e, const cJSON **f, const char **id,
                       const char **queue)
{
    *id = json_pick(r, e, &call_keys, f) ? entry_id(r, f[C_ID]) : NULL;
    if (!*id) {
        return false;
    }
    *queue = json_raw(r, f[C_QUEUE], "queue");
    if (!f[C_QUEUE]) {
        json_warn(r, "queue", N_("is missing; the entry is left out"), NULL);
    }
    return *queue != NULL;
}

void json_read_call(struct json_reader *r, const cJSON *e)
{
    const cJSON *f[C_COUNT];
    const char *id, *queue;
    struct snap_call *c = call_place(r, e, f, &id, &queue)
                              ? snap_add_call(r->b, id, queue, json_where(r, "id"))
                              : NULL;
    if (c) {
        c->caller = json_text(r, f[C_CALLER], "caller");
        c->since = json_time(r, f[C_SINCE], "since");
        c->position = json_count(r, f[C_POSITION], "position");
        c->priority = json_integer(r, f[C_PRIORITY], "priority");
    }
}

void json_read_ended(struct json_reader *r, const cJSON *e)
{
    static const struct {
        const char *word;
        enum call_outcome outcome;
    } words[] = {
        {"answered", OUT_ANSWERED}, {"abandoned", OUT_ABANDONED}, {"flow_out", OUT_FLOW_OUT}};
    const cJSON *f[C_COUNT];
    const char *id, *queue;
    struct snap_ended *c = call_place(r, e, f, &id, &queue)
                               ? snap_add_ended(r->b, id, queue, json_where(r, "id"))
                               : NULL;
    if (!c) {
        return;
    }
    c->caller = json_text(r, f[C_CALLER], "caller");
    c->since = json_time(r, f[C_SINCE], "since");
    c->ended = json_time(r, f[C_ENDED], "ended");
    const char *outcome = json_raw(r, f[C_OUTCOME], "outcome");
    for (size_t i = 0; outcome && i < sizeof words / sizeof *words; i++) {
        if (strcmp(outcome, words[i].word) == 0) {
            c->outcome = words[i].outcome;
        }
    }
}

unsigned json_fields(const struct snapshot *s)
{
    unsigned got = 0;
    got |= s->has_calls ? VF_CALLS : 0;
    got |= s->has_ended ? VF_ENDED : 0;
    got |= s->counters_since != UNKNOWN ? VF_COUNTERS_SINCE : 0;
    for (uint32_t i = 0; i < s->n_queues; i++) {
        const struct snap_queue *q = &s->queues[i];
        got |= q->t.talk_s != UNKNOWN ? VF_TALK_SUMS : 0;
        got |= q->t.wrap_s != UNKNOWN ? VF_WRAPUP : 0;
        got |= q->t.abandoned != UNKNOWN ? VF_ABANDON_TOLD_APART : 0;
    }
    for (uint32_t i = 0; i < s->n_agents; i++) {
        const struct snap_agent *a = &s->agents[i];
        got |= a->since != UNKNOWN ? VF_AGENT_SINCE : 0;
        got |= *a->reason ? VF_REASONS : 0;
        got |= a->state == ST_WRAPUP ? VF_WRAPUP : 0;
        got |= a->talk_s != UNKNOWN ? VF_TALK_SUMS : 0;
        got |= *a->caller || a->call_queue != NO_QUEUE ? VF_CALLER_ON_AGENT : 0;
        got |= *a->site || *a->team ? VF_SITE_TEAM : 0;
    }
    return got;
}
