/* Prometheus text exposition format 0.0.4. Seconds and ratios (0..1) as its conventions ask; a
 * figure that is unknown has no sample, so that a graph shows a gap and not a zero. */
#include <math.h>

#include "number.h"
#include "zhiban/report/snapshot_out.h"

/* One sample per queue. */
struct queue_metric {
    const char *name, *type, *help;
    /* The value of queue i; UNKNOWN: no sample. */
    int64_t (*value)(const struct snapshot_out *o, uint32_t i);
};

static int64_t q_waiting(const struct snapshot_out *o, uint32_t i)
{
    return o->floor->snap->queues[i].waiting;
}

static int64_t q_longest(const struct snapshot_out *o, uint32_t i)
{
    return floor_longest_s(o->floor, i, o->mono_ms - o->stale_s * 1000);
}

static int64_t q_target(const struct snapshot_out *o, uint32_t i)
{
    return o->floor->snap->queues[i].target_s;
}

static int64_t q_level(const struct snapshot_out *o, uint32_t i)
{
    return (int64_t)o->floor->queues[i].level;
}

#define TALLY(field)                                                                               \
    static int64_t q_##field(const struct snapshot_out *o, uint32_t i)                             \
    {                                                                                              \
        return o->floor->snap->queues[i].t.field;                                                  \
    }
TALLY(offered)
TALLY(answered)
TALLY(answered_in_target)
TALLY(abandoned)
TALLY(abandoned_short)
TALLY(wait_s)
TALLY(talk_s)
TALLY(hold_s)
TALLY(wrap_s)
#undef TALLY

static const struct queue_metric queue_metrics[] = {
    {"zhiban_queue_waiting", "gauge", "Callers waiting now.", q_waiting},
    {"zhiban_queue_longest_wait_seconds", "gauge", "Longest wait of those waiting now.", q_longest},
    {"zhiban_queue_target_seconds", "gauge", "Service level target.", q_target},
    {"zhiban_queue_alarm_level", "gauge", "Worst standing alarm: 0 ok, 1 warn, 2 critical.",
     q_level},
    {"zhiban_queue_offered_total", "counter", "Calls offered.", q_offered},
    {"zhiban_queue_answered_total", "counter", "Calls answered.", q_answered},
    {"zhiban_queue_answered_in_target_total", "counter", "Calls answered within the target.",
     q_answered_in_target},
    {"zhiban_queue_abandoned_total", "counter", "Calls abandoned.", q_abandoned},
    {"zhiban_queue_abandoned_short_total", "counter", "Short abandons.", q_abandoned_short},
    {"zhiban_queue_wait_seconds_total", "counter", "Wait of answered calls.", q_wait_s},
    {"zhiban_queue_talk_seconds_total", "counter", "Talk time.", q_talk_s},
    {"zhiban_queue_hold_seconds_total", "counter", "Hold time.", q_hold_s},
    {"zhiban_queue_wrap_seconds_total", "counter", "Wrap-up time.", q_wrap_s},
};

/* What the backend only averaged is left out. */
static struct figure about(const struct snapshot_out *o, uint32_t i, struct figure f)
{
    return fig_about(f, o->floor->snap->queues[i].approx);
}

static struct figure f_service_level(const struct snapshot_out *o, uint32_t i)
{
    return about(o, i, fig_service_level(&o->floor->snap->queues[i].t, o->centre->sl_variant));
}

static struct figure f_answer_rate(const struct snapshot_out *o, uint32_t i)
{
    return fig_answer_rate(&o->floor->snap->queues[i].t);
}

static struct figure f_abandon_rate(const struct snapshot_out *o, uint32_t i)
{
    return about(o, i, fig_abandon_rate(&o->floor->snap->queues[i].t));
}

static struct figure f_loss_rate(const struct snapshot_out *o, uint32_t i)
{
    return fig_loss_rate(&o->floor->snap->queues[i].t);
}

static struct figure f_occupancy(const struct snapshot_out *o, uint32_t i)
{
    return o->floor->queues[i].occupancy;
}

static struct figure f_asa(const struct snapshot_out *o, uint32_t i)
{
    return about(o, i, fig_asa(&o->floor->snap->queues[i].t));
}

static struct figure f_aht(const struct snapshot_out *o, uint32_t i)
{
    return about(o, i, fig_aht(&o->floor->snap->queues[i].t));
}

static const struct {
    const char *name, *help;
    struct figure (*figure)(const struct snapshot_out *o, uint32_t i);
    bool ratio; /* a percentage, given as 0..1; else seconds */
} figure_metrics[] = {
    {"zhiban_queue_service_level_ratio", "Service level.", f_service_level, true},
    {"zhiban_queue_answer_ratio", "Answer rate.", f_answer_rate, true},
    {"zhiban_queue_abandon_ratio", "Abandonment rate.", f_abandon_rate, true},
    {"zhiban_queue_loss_ratio", "Loss rate.", f_loss_rate, true},
    {"zhiban_queue_occupancy_ratio", "Occupancy of the agents of the queue.", f_occupancy, true},
    {"zhiban_queue_asa_seconds", "Average speed of answer.", f_asa, false},
    {"zhiban_queue_aht_seconds", "Average handling time.", f_aht, false},
};

static void head(struct buf *to, const char *name, const char *type, const char *help)
{
    buf_printf(to, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* A label's value: backslash, quote and line feed are escaped. */
static void put_label(struct buf *to, const char *key, const char *s)
{
    buf_puts(to, key);
    buf_puts(to, "=\"");
    for (; *s != '\0'; s++) {
        if (*s == '\n') {
            buf_puts(to, "\\n");
        } else {
            if (*s == '\\' || *s == '"') {
                buf_putc(to, '\\');
            }
            buf_putc(to, *s);
        }
    }
    buf_putc(to, '"');
}

static void put_queue_labels(struct buf *to, const char *name, const struct snap_queue *q)
{
    buf_puts(to, name);
    buf_putc(to, '{');
    put_label(to, "queue", q->id);
    buf_putc(to, ',');
    put_label(to, "name", q->name);
    buf_puts(to, "} ");
}

/* Four places of a ratio, two of a second; no locale. */
static void put_fraction(struct buf *to, double v, int places)
{
    int64_t unit = places == 4 ? 10000 : 100;
    int64_t n = (int64_t)llround(v * (double)unit);
    buf_i64(to, n / unit);
    buf_putc(to, '.');
    for (int64_t digit = unit / 10, rest = n % unit; digit > 0; digit /= 10) {
        buf_putc(to, (char)('0' + rest / digit % 10));
    }
    buf_putc(to, '\n');
}

static void put_queue_metrics(const struct snapshot_out *o, struct buf *to)
{
    const struct snapshot *s = o->floor->snap;
    for (size_t m = 0; m < sizeof queue_metrics / sizeof *queue_metrics; m++) {
        const struct queue_metric *q = &queue_metrics[m];
        head(to, q->name, q->type, q->help);
        for (uint32_t i = 0; i < s->n_queues; i++) {
            int64_t v = q->value(o, i);
            if (v != UNKNOWN) {
                put_queue_labels(to, q->name, &s->queues[i]);
                buf_i64(to, v);
                buf_putc(to, '\n');
            }
        }
    }
}

static void put_figure_metrics(const struct snapshot_out *o, struct buf *to)
{
    const struct snapshot *s = o->floor->snap;
    for (size_t m = 0; m < sizeof figure_metrics / sizeof *figure_metrics; m++) {
        bool ratio = figure_metrics[m].ratio;
        head(to, figure_metrics[m].name, "gauge", figure_metrics[m].help);
        for (uint32_t i = 0; i < s->n_queues; i++) {
            struct figure f = figure_metrics[m].figure(o, i);
            if (f.known && !f.approx && !f.infinite && f.value >= 0 && f.value < 1e12) {
                put_queue_labels(to, figure_metrics[m].name, &s->queues[i]);
                put_fraction(to, ratio ? f.value / 100 : f.value, ratio ? 4 : 2);
            }
        }
    }
}

static void put_agents(const struct snapshot_out *o, struct buf *to)
{
    const struct snapshot *s = o->floor->snap;
    head(to, "zhiban_queue_agents", "gauge",
         "Agents of the queue by state; one in several counts in each.");
    for (uint32_t i = 0; i < s->n_queues; i++) {
        for (int st = 0; st < ST_COUNT; st++) {
            buf_puts(to, "zhiban_queue_agents{");
            put_label(to, "queue", s->queues[i].id);
            buf_putc(to, ',');
            put_label(to, "state", agent_state_words[st]);
            buf_puts(to, "} ");
            buf_i64(to, o->floor->queues[i].heads.by_state[st]);
            buf_putc(to, '\n');
        }
    }
    head(to, "zhiban_agents", "gauge", "Agents by state, each person once.");
    for (int st = 0; st < ST_COUNT; st++) {
        buf_printf(to, "zhiban_agents{state=\"%s\"} ", agent_state_words[st]);
        buf_i64(to, o->floor->heads.by_state[st]);
        buf_putc(to, '\n');
    }
}

static void put_scalar(struct buf *to, const char *name, const char *help, int64_t v)
{
    head(to, name, "gauge", help);
    if (v != UNKNOWN) {
        buf_printf(to, "%s ", name);
        buf_i64(to, v);
        buf_putc(to, '\n');
    }
}

static void put_alarms(const struct alarms *alarms, struct buf *to)
{
    int64_t n[3] = {0};
    for (size_t i = 0; i < alarms_count(alarms); i++) {
        n[alarms_at(alarms, i)->level]++;
    }
    head(to, "zhiban_alarms", "gauge", "Standing alarms by level.");
    for (int level = LEVEL_WARN; level <= LEVEL_CRITICAL; level++) {
        buf_printf(to, "zhiban_alarms{level=\"%s\"} ", level_words[level]);
        buf_i64(to, n[level]);
        buf_putc(to, '\n');
    }
}

void snapshot_out_prometheus(const struct snapshot_out *o, struct buf *to)
{
    const struct snapshot *s = o->floor->snap;
    put_scalar(to, "zhiban_snapshot_time_seconds", "The backend's clock at the snapshot.", s->time);
    put_scalar(to, "zhiban_stale_seconds", "Seconds since the data was current; 0 is fresh.",
               o->stale_s);
    put_scalar(to, "zhiban_data_warnings", "Values of the snapshot that could not be used.",
               (int64_t)s->n_warnings + s->n_warnings_dropped);
    put_queue_metrics(o, to);
    put_figure_metrics(o, to);
    put_agents(o, to);
    if (o->alarms != NULL) {
        put_alarms(o->alarms, to);
    }
}
