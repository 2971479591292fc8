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
        jw_null(w, "caller");
    } else if (!o->mask_callers) {
        jw_text(w, "caller", caller);
    } else {
        struct buf masked = {0};
        text_mask_number(&masked, caller);
        jw_text(w, "caller", buf_str(&masked));
        buf_release(&masked);
    }
}

/* A text the backend did not give is unknown. */
static void put_text(struct json_writer *w, const char *key, const char *s)
{
    jw_text(w, key, s == NULL || s[0] == '\0' ? NULL : s);
}

static const char *queue_id(const struct snapshot *s, uint32_t index)
{
    return index < s->n_queues ? s->queues[index].id : NULL;
}

/* What only some backends tell: written where it is known. */
static void put_known(struct json_writer *w, const char *key, int64_t v)
{
    if (v != UNKNOWN) {
        jw_int(w, key, v);
    }
}

static void put_counters(struct json_writer *w, const struct snap_queue *q)
{
    const struct tally *t = &q->t;
    jw_int(w, "offered", t->offered);
    jw_int(w, "answered", t->answered);
    jw_int(w, "answered_in_target", t->answered_in_target);
    jw_int(w, "target_s", q->target_s);
    jw_int(w, "abandoned", t->abandoned);
    jw_int(w, "abandoned_in_target", t->abandoned_in_target);
    jw_int(w, "abandoned_short", t->abandoned_short);
    jw_int(w, "wait_s", t->wait_s);
    jw_int(w, "talk_s", t->talk_s);
    jw_int(w, "hold_s", t->hold_s);
    jw_int(w, "wrap_s", t->wrap_s);
    put_known(w, "lost", q->lost);
    if (q->approx) {
        jw_bool(w, "approx", true);
    }
    put_known(w, "approx_asa_s", q->approx_asa_s);
    put_known(w, "approx_talk_s", q->approx_talk_s);
    if (q->approx_sl_permille != UNKNOWN) {
        jw_pct(w, "approx_sl_pct",
               (struct figure){.known = true, .value = (double)q->approx_sl_permille / 10});
    }
}

static void put_figures(struct json_writer *w, const struct snapshot_out *o, uint32_t i)
{
    const struct tally *t = &o->floor->snap->queues[i].t;
    const struct floor_queue *q = &o->floor->queues[i];
    enum sl_variant variant = o->centre->sl_variant;
    bool approx = o->floor->snap->queues[i].approx;
    jw_pct(w, "service_level_pct", fig_about(fig_service_level(t, variant), approx));
    jw_text(w, "service_level_variant", sl_variant_names[variant]);
    jw_pct(w, "answer_rate_pct", fig_answer_rate(t));
    jw_pct(w, "abandon_rate_pct", fig_about(fig_abandon_rate(t), approx));
    jw_pct(w, "loss_rate_pct", fig_loss_rate(t));
    jw_secs(w, "asa_s", fig_about(fig_asa(t), approx));
    jw_secs(w, "aht_s", fig_about(fig_aht(t), approx));
    jw_pct(w, "occupancy_pct", q->occupancy);
    jw_int(w, "agents_ready", q->heads.by_state[ST_READY]);
    jw_int(w, "agents_talking", q->heads.talking);
    jw_int(w, "agents_wrapup", q->heads.by_state[ST_WRAPUP]);
    jw_int(w, "agents_paused", q->heads.by_state[ST_PAUSED]);
    jw_int(w, "agents_online", q->heads.online);
    jw_text(w, "alarm", level_words[q->level]);
}

static void put_queues(struct json_writer *w, const struct snapshot_out *o)
{
    const struct snapshot *s = o->floor->snap;
    jw_open(w, "queues", '[');
    for (uint32_t i = 0; i < s->n_queues; i++) {
        const struct snap_queue *q = &s->queues[i];
        jw_open(w, NULL, '{');
        jw_text(w, "id", q->id);
        jw_text(w, "name", q->name);
        jw_int(w, "waiting", q->waiting);
        jw_int(w, "longest_wait_s", floor_longest_s(o->floor, i, reading_ms(o)));
        put_counters(w, q);
        put_figures(w, o, i);
        jw_close(w, '}');
    }
    jw_close(w, ']');
}

static void put_agent(struct json_writer *w, const struct snapshot_out *o, uint32_t i)
{
    const struct snapshot *s = o->floor->snap;
    const struct snap_agent *a = &s->agents[i];
    const struct zone *z = o->centre->zone;
    jw_open(w, NULL, '{');
    jw_text(w, "id", a->id);
    jw_text(w, "name", a->name);
    jw_open(w, "queues", '[');
    for (uint32_t k = 0; k < a->n_queues; k++) {
        jw_text(w, NULL, queue_id(s, s->queue_refs[a->first_queue + k]));
    }
    jw_close(w, ']');
    jw_text(w, "state", agent_state_words[a->state]);
    put_text(w, "reason", a->reason);
    jw_time(w, "since", z, o->floor->agents[i].since);
    if (o->floor->agents[i].since_seen) {
        jw_bool(w, "since_seen", true);
    }
    put_text(w, "site", a->site);
    put_text(w, "team", a->team);
    put_text(w, "extension", a->extension);
    jw_text(w, "call_queue", queue_id(s, a->call_queue));
    put_caller(w, o, a->caller);
    jw_int(w, "answered", a->answered);
    jw_int(w, "missed", a->missed);
    jw_int(w, "talk_s", a->talk_s);
    jw_int(w, "hold_s", a->hold_s);
    jw_int(w, "wrap_s", a->wrap_s);
    jw_int(w, "ready_s", a->ready_s);
    jw_int(w, "paused_s", a->paused_s);
    put_known(w, "summed_calls", a->summed);
    jw_time(w, "login", z, a->login);
    jw_int(w, "state_s", floor_state_s(o->floor, i, reading_ms(o)));
    jw_text(w, "adherence", "unknown"); /* known once a roster says what was planned */
    jw_close(w, '}');
}

static void put_calls(struct json_writer *w, const struct snapshot_out *o)
{
    const struct snapshot *s = o->floor->snap;
    jw_open(w, "calls", '[');
    for (uint32_t i = 0; i < s->n_calls; i++) {
        const struct snap_call *c = &s->calls[i];
        jw_open(w, NULL, '{');
        jw_text(w, "id", c->id);
        jw_text(w, "queue", queue_id(s, c->queue));
        put_caller(w, o, c->caller);
        jw_time(w, "since", o->centre->zone, c->since);
        jw_int(w, "position", c->position);
        jw_int(w, "priority", c->priority);
        jw_int(w, "wait_s", floor_call_wait_s(o->floor, i, reading_ms(o)));
        jw_close(w, '}');
    }
    jw_close(w, ']');
}

static void put_ended(struct json_writer *w, const struct snapshot_out *o)
{
    static const char *const outcomes[] = {NULL, "answered", "abandoned", "flow_out"};
    const struct snapshot *s = o->floor->snap;
    jw_open(w, "ended", '[');
    for (uint32_t i = 0; i < s->n_ended; i++) {
        const struct snap_ended *c = &s->ended[i];
        jw_open(w, NULL, '{');
        jw_text(w, "id", c->id);
        jw_text(w, "queue", queue_id(s, c->queue));
        put_caller(w, o, c->caller);
        jw_time(w, "since", o->centre->zone, c->since);
        jw_time(w, "ended", o->centre->zone, c->ended);
        jw_text(w, "outcome", outcomes[c->outcome]);
        jw_close(w, '}');
    }
    jw_close(w, ']');
}

static void put_alarms(struct json_writer *w, const struct snapshot_out *o)
{
    jw_open(w, "alarms", '[');
    for (size_t i = 0; i < alarms_count(o->alarms); i++) {
        const struct alarm *a = alarms_at(o->alarms, i);
        jw_open(w, NULL, '{');
        jw_int(w, "number", a->number);
        jw_text(w, "kind", alarm_defs[a->kind].key);
        put_text(w, "subject", a->subject);
        jw_text(w, "level", level_words[a->level]);
        if (alarm_defs[a->kind].rate) { /* kept in tenths of a percent */
            jw_pct(w, "value", (struct figure){.known = true, .value = (double)a->value / 10});
            jw_pct(w, "limit", (struct figure){.known = true, .value = (double)a->limit / 10});
        } else {
            jw_int(w, "value", a->value);
            jw_int(w, "limit", a->limit);
        }
        jw_time(w, "since", o->centre->zone, a->since);
        jw_bool(w, "acknowledged", a->acked);
        jw_close(w, '}');
    }
    jw_close(w, ']');
}

static void put_warnings(struct json_writer *w, const struct snapshot *s)
{
    jw_open(w, "warnings", '[');
    for (uint32_t i = 0; i < s->n_warnings; i++) {
        jw_open(w, NULL, '{');
        jw_text(w, "where", s->warnings[i].where);
        jw_text(w, "message", s->warnings[i].msgid);
        jw_text(w, "value", s->warnings[i].value);
        jw_close(w, '}');
    }
    jw_close(w, ']');
    if (s->n_warnings_dropped > 0) {
        jw_int(w, "warnings_dropped", s->n_warnings_dropped);
    }
}

void snapshot_out_json(const struct snapshot_out *o, struct buf *to)
{
    const struct snapshot *s = o->floor->snap;
    struct json_writer w = jw_begin(to, o->pretty);
    jw_text(&w, "schema", "zhiban.snapshot/1");
    jw_time(&w, "time", o->centre->zone, reading_time(o));
    jw_time(&w, "counters_since", o->centre->zone, s->counters_since);
    jw_int(&w, "stale_s", o->stale_s);
    put_queues(&w, o);
    jw_open(&w, "agents", '[');
    for (uint32_t i = 0; i < s->n_agents; i++) {
        put_agent(&w, o, i);
    }
    jw_close(&w, ']');
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
    jw_end(&w);
}
