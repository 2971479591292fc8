/* The snapshot as a JSON document: the fields of INTERFACES section 4 as the backend gave them,
 * then what was computed from them. Written straight into the buffer: 10,000 agents cost no tree.
 */
#include "zhiban/report/snapshot_out.h"

#include "json_write.h"
#include "zhiban/base/text.h"

/* Everything is told as of the moment the data was last current: time and durations agree with each
 * other, and stale_s says how long ago that was. */
static int64_t reading_ms(const struct snapshot_out *o)
{
    return o->mono_ms - o->stale_s * 1000;
}

static int64_t reading_time(const struct snapshot_out *o)
{
    const struct snapshot *s = o->floor->snap;
    int64_t age_ms = reading_ms(o) - s->received_mono_ms;
    int64_t time = s->time != UNKNOWN ? s->time : o->floor->now;
    return age_ms > 0 ? time + age_ms / 1000 : time;
}

static void put_caller(struct json_writer *w, const struct snapshot_out *o, const char *caller)
{
    if (caller == NULL || caller[0] == '\0') {
        json_null(w, "caller");
    } else if (!o->mask_callers) {
        json_text(w, "caller", caller);
    } else {
        struct buf masked = {0};
        text_mask_number(&masked, caller);
        json_text(w, "caller", buf_str(&masked));
        buf_release(&masked);
    }
}

/* A text the backend did not give is unknown. */
static void put_text(struct json_writer *w, const char *key, const char *s)
{
    json_text(w, key, s == NULL || s[0] == '\0' ? NULL : s);
}

static const char *queue_id(const struct snapshot *s, uint32_t index)
{
    return index < s->n_queues ? s->queues[index].id : NULL;
}

/* What only some backends tell: written where it is known. */
static void put_known(struct json_writer *w, const char *key, int64_t v)
{
    if (v != UNKNOWN) {
        json_int(w, key, v);
    }
}

static void put_counters(struct json_writer *w, const struct snap_queue *q)
{
    const struct tally *t = &q->t;
    json_int(w, "offered", t->offered);
    json_int(w, "answered", t->answered);
    json_int(w, "answered_in_target", t->answered_in_target);
    json_int(w, "target_s", q->target_s);
    json_int(w, "abandoned", t->abandoned);
    json_int(w, "abandoned_in_target", t->abandoned_in_target);
    json_int(w, "abandoned_short", t->abandoned_short);
    json_int(w, "wait_s", t->wait_s);
    json_int(w, "talk_s", t->talk_s);
    json_int(w, "hold_s", t->hold_s);
    json_int(w, "wrap_s", t->wrap_s);
    put_known(w, "lost", q->lost);
    put_known(w, "approx_asa_s", q->approx_asa_s);
    put_known(w, "approx_talk_s", q->approx_talk_s);
}

static void put_figures(struct json_writer *w, const struct snapshot_out *o, uint32_t i)
{
    const struct tally *t = &o->floor->snap->queues[i].t;
    const struct floor_queue *q = &o->floor->queues[i];
    enum sl_variant variant = o->centre->sl_variant;
    json_pct(w, "service_level_pct", fig_service_level(t, variant));
    json_text(w, "service_level_variant", sl_variant_names[variant]);
    json_pct(w, "answer_rate_pct", fig_answer_rate(t));
    json_pct(w, "abandon_rate_pct", fig_abandon_rate(t));
    json_pct(w, "loss_rate_pct", fig_loss_rate(t));
    json_secs(w, "asa_s", fig_asa(t));
    json_secs(w, "aht_s", fig_aht(t));
    json_pct(w, "occupancy_pct", q->occupancy);
    json_int(w, "agents_ready", q->heads.by_state[ST_READY]);
    json_int(w, "agents_talking", q->heads.talking);
    json_int(w, "agents_wrapup", q->heads.by_state[ST_WRAPUP]);
    json_int(w, "agents_paused", q->heads.by_state[ST_PAUSED]);
    json_int(w, "agents_online", q->heads.online);
    json_text(w, "alarm", level_words[q->level]);
}

static void put_queues(struct json_writer *w, const struct snapshot_out *o)
{
    const struct snapshot *s = o->floor->snap;
    json_open(w, "queues", '[');
    for (uint32_t i = 0; i < s->n_queues; i++) {
        const struct snap_queue *q = &s->queues[i];
        json_open(w, NULL, '{');
        json_text(w, "id", q->id);
        json_text(w, "name", q->name);
        json_int(w, "waiting", q->waiting);
        json_int(w, "longest_wait_s", floor_longest_s(o->floor, i, reading_ms(o)));
        put_counters(w, q);
        put_figures(w, o, i);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void put_agent(struct json_writer *w, const struct snapshot_out *o, uint32_t i)
{
    const struct snapshot *s = o->floor->snap;
    const struct snap_agent *a = &s->agents[i];
    const struct zone *z = o->centre->zone;
    json_open(w, NULL, '{');
    json_text(w, "id", a->id);
    json_text(w, "name", a->name);
    json_open(w, "queues", '[');
    for (uint32_t k = 0; k < a->n_queues; k++) {
        json_text(w, NULL, queue_id(s, s->queue_refs[a->first_queue + k]));
    }
    json_close(w, ']');
    json_text(w, "state", agent_state_words[a->state]);
    put_text(w, "reason", a->reason);
    json_time(w, "since", z, o->floor->agents[i].since);
    if (o->floor->agents[i].since_seen) {
        json_bool(w, "since_seen", true);
    }
    put_text(w, "site", a->site);
    put_text(w, "team", a->team);
    put_text(w, "extension", a->extension);
    json_text(w, "call_queue", queue_id(s, a->call_queue));
    put_caller(w, o, a->caller);
    json_int(w, "answered", a->answered);
    json_int(w, "missed", a->missed);
    json_int(w, "talk_s", a->talk_s);
    json_int(w, "hold_s", a->hold_s);
    json_int(w, "wrap_s", a->wrap_s);
    json_int(w, "ready_s", a->ready_s);
    json_int(w, "paused_s", a->paused_s);
    json_time(w, "login", z, a->login);
    json_int(w, "state_s", floor_state_s(o->floor, i, reading_ms(o)));
    json_text(w, "adherence", "unknown"); /* known once a roster says what was planned */
    json_close(w, '}');
}

static void put_calls(struct json_writer *w, const struct snapshot_out *o)
{
    const struct snapshot *s = o->floor->snap;
    json_open(w, "calls", '[');
    for (uint32_t i = 0; i < s->n_calls; i++) {
        const struct snap_call *c = &s->calls[i];
        json_open(w, NULL, '{');
        json_text(w, "id", c->id);
        json_text(w, "queue", queue_id(s, c->queue));
        put_caller(w, o, c->caller);
        json_time(w, "since", o->centre->zone, c->since);
        json_int(w, "position", c->position);
        json_int(w, "priority", c->priority);
        json_int(w, "wait_s", floor_call_wait_s(o->floor, i, reading_ms(o)));
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void put_ended(struct json_writer *w, const struct snapshot_out *o)
{
    static const char *const outcomes[] = {NULL, "answered", "abandoned", "flow_out"};
    const struct snapshot *s = o->floor->snap;
    json_open(w, "ended", '[');
    for (uint32_t i = 0; i < s->n_ended; i++) {
        const struct snap_ended *c = &s->ended[i];
        json_open(w, NULL, '{');
        json_text(w, "id", c->id);
        json_text(w, "queue", queue_id(s, c->queue));
        put_caller(w, o, c->caller);
        json_time(w, "since", o->centre->zone, c->since);
        json_time(w, "ended", o->centre->zone, c->ended);
        json_text(w, "outcome", outcomes[c->outcome]);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void put_alarms(struct json_writer *w, const struct snapshot_out *o)
{
    json_open(w, "alarms", '[');
    for (size_t i = 0; i < alarms_count(o->alarms); i++) {
        const struct alarm *a = alarms_at(o->alarms, i);
        json_open(w, NULL, '{');
        json_int(w, "number", a->number);
        json_text(w, "kind", alarm_defs[a->kind].key);
        put_text(w, "subject", a->subject);
        json_text(w, "level", level_words[a->level]);
        if (alarm_defs[a->kind].rate) { /* kept in tenths of a percent */
            json_pct(w, "value", (struct figure){.known = true, .value = (double)a->value / 10});
            json_pct(w, "limit", (struct figure){.known = true, .value = (double)a->limit / 10});
        } else {
            json_int(w, "value", a->value);
            json_int(w, "limit", a->limit);
        }
        json_time(w, "since", o->centre->zone, a->since);
        json_bool(w, "acknowledged", a->acked);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void put_warnings(struct json_writer *w, const struct snapshot *s)
{
    json_open(w, "warnings", '[');
    for (uint32_t i = 0; i < s->n_warnings; i++) {
        json_open(w, NULL, '{');
        json_text(w, "where", s->warnings[i].where);
        json_text(w, "message", s->warnings[i].msgid);
        json_text(w, "value", s->warnings[i].value);
        json_close(w, '}');
    }
    json_close(w, ']');
    if (s->n_warnings_dropped > 0) {
        json_int(w, "warnings_dropped", s->n_warnings_dropped);
    }
}

void snapshot_out_json(const struct snapshot_out *o, struct buf *to)
{
    const struct snapshot *s = o->floor->snap;
    struct json_writer w = json_begin(to, o->pretty);
    json_text(&w, "schema", "zhiban.snapshot/1");
    json_time(&w, "time", o->centre->zone, reading_time(o));
    json_time(&w, "counters_since", o->centre->zone, s->counters_since);
    json_int(&w, "stale_s", o->stale_s);
    put_queues(&w, o);
    json_open(&w, "agents", '[');
    for (uint32_t i = 0; i < s->n_agents; i++) {
        put_agent(&w, o, i);
    }
    json_close(&w, ']');
    if (s->has_calls) {
        put_calls(&w, o);
    }
    if (s->has_ended) {
        put_ended(&w, o);
    }
    if (o->alarms != NULL) {
        put_alarms(&w, o);
    }
    put_warnings(&w, s);
    json_end(&w);
}
