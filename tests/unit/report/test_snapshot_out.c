/* The snapshot's two encodings: fields and figures of INTERFACES section 4, unknown as null or no
 * sample, hostile names escaped. */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "zhiban/base/mem.h"
#include "zhiban/model/snapshot_builder.h"
#include "zhiban/report/snapshot_out.h"

#define NOW 1795240951 /* 2026-11-21T14:02:31+08:00 */

struct fixture {
    struct centre centre;
    struct snapshot *snap;
    struct floor *floor;
};

/* The sample of INTERFACES section 4, and a queue of which nothing is known. */
static void setup(struct fixture *f)
{
    struct err e = {0};
    centre_init(&f->centre);
    cr_assert_eq(centre_finish(&f->centre, &e), OK);

    struct snap_builder *b = snap_builder_new();
    struct snap_queue *q = snap_add_queue(b, "support", "queues[0]");
    q->name = "综合业务";
    q->waiting = 3;
    q->longest_wait_s = 47;
    q->target_s = 20;
    q->t = (struct tally){.offered = 412,
                          .answered = 389,
                          .answered_in_target = 340,
                          .abandoned = 18,
                          .abandoned_in_target = 6,
                          .abandoned_short = 4,
                          .wait_s = 5120,
                          .talk_s = 71020,
                          .hold_s = 2210,
                          .wrap_s = 9800,
                          .decided = UNKNOWN};
    struct snap_queue *dark = snap_add_queue(b, "a\"\\b", "queues[1]");
    dark->name = "li\nne";
    struct snap_agent *a = snap_add_agent(b, "1001", "agents[0]");
    a->name = "李晓雯";
    a->state = ST_PAUSED;
    a->reason = "meal";
    a->caller = "13800000001";
    a->since = NOW - 271;
    a->answered = 31;
    snap_agent_queue(b, a, "support");
    struct snap_call *c = snap_add_call(b, "c-1", "support", "calls[0]");
    c->caller = "13800000002";
    c->since = NOW - 47;
    c->wait_s = 47;
    struct snapshot *s = snap_builder_snapshot(b);
    s->time = NOW;
    s->has_calls = true;
    s->received_mono_ms = 1000;
    snap_warn(b, "agents[0].missed", "not a number", "x");
    f->snap = snap_builder_finish(b);
    snap_builder_free(b);
    f->floor = floor_read(f->snap, NULL, &f->centre, NULL, NOW);
}

static void teardown(struct fixture *f)
{
    floor_free(f->floor);
    snapshot_free(f->snap);
    centre_release(&f->centre);
}

static struct snapshot_out out_of(const struct fixture *f)
{
    return (struct snapshot_out){.floor = f->floor, .centre = &f->centre, .mono_ms = 1000};
}

static cJSON *document(const struct snapshot_out *o, char **text)
{
    struct buf b;
    buf_init(&b, 0);
    snapshot_out_json(o, &b);
    *text = buf_steal(&b);
    cJSON *doc = cJSON_ParseWithOpts(*text, NULL, 0);
    cr_assert_not_null(doc, "%s", *text);
    return doc;
}

static double number(const cJSON *o, const char *key)
{
    const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, key);
    cr_assert(cJSON_IsNumber(v), "%s", key);
    return v->valuedouble;
}

static const char *text(const cJSON *o, const char *key)
{
    const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, key);
    cr_assert(cJSON_IsString(v), "%s", key);
    return v->valuestring;
}

static bool is_null(const cJSON *o, const char *key)
{
    return cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(o, key));
}

Test(snapshot_out, the_sample_has_the_figures_of_the_table)
{
    struct fixture f;
    setup(&f);
    struct snapshot_out o = out_of(&f);
    char *s;
    cJSON *doc = document(&o, &s);
    const cJSON *q = cJSON_GetArrayItem(cJSON_GetObjectItem(doc, "queues"), 0);
    cr_expect_float_eq(number(q, "answer_rate_pct"), 95.1, 1e-9);
    cr_expect_float_eq(number(q, "abandon_rate_pct"), 3.5, 1e-9);
    cr_expect_float_eq(number(q, "loss_rate_pct"), 4.9, 1e-9);
    cr_expect_float_eq(number(q, "service_level_pct"), 84.4, 1e-9);
    cr_expect_str_eq(text(q, "service_level_variant"), "f5");
    cr_expect_eq(number(q, "asa_s"), 13);
    cr_expect_eq(number(q, "aht_s"), 213);
    cr_expect_eq(number(q, "agents_paused"), 1);
    cr_expect_eq(number(q, "agents_online"), 1);
    cr_expect_str_eq(text(q, "alarm"), "ok");
    cr_expect_str_eq(text(doc, "schema"), "zhiban.snapshot/1");
    cr_expect_str_eq(text(doc, "time"), "2026-11-21T14:02:31+08:00");
    cr_expect_eq(number(doc, "stale_s"), 0);
    const cJSON *a = cJSON_GetArrayItem(cJSON_GetObjectItem(doc, "agents"), 0);
    cr_expect_eq(number(a, "state_s"), 271);
    cr_expect_str_eq(text(a, "adherence"), "unknown");
    cr_expect_str_eq(text(a, "since"), "2026-11-21T13:58:00+08:00");
    cr_expect_null(cJSON_GetObjectItem(doc, "ended"));
    cr_expect_null(cJSON_GetObjectItem(doc, "alarms"));
    const cJSON *w = cJSON_GetArrayItem(cJSON_GetObjectItem(doc, "warnings"), 0);
    cr_expect_str_eq(text(w, "where"), "agents[0].missed");
    cJSON_Delete(doc);
    free(s);
    teardown(&f);
}

Test(snapshot_out, unknown_is_null_and_never_zero)
{
    struct fixture f;
    setup(&f);
    struct snapshot_out o = out_of(&f);
    char *s;
    cJSON *doc = document(&o, &s);
    const cJSON *q = cJSON_GetArrayItem(cJSON_GetObjectItem(doc, "queues"), 1);
    static const char *const keys[] = {"waiting",           "longest_wait_s",  "offered",
                                       "answered",          "target_s",        "wait_s",
                                       "service_level_pct", "answer_rate_pct", "abandon_rate_pct",
                                       "loss_rate_pct",     "asa_s",           "aht_s"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        cr_expect(is_null(q, keys[i]), "%s", keys[i]);
    }
    cr_expect_str_eq(text(q, "id"), "a\"\\b");
    cr_expect(is_null(doc, "counters_since"));
    const cJSON *a = cJSON_GetArrayItem(cJSON_GetObjectItem(doc, "agents"), 0);
    cr_expect(is_null(a, "missed"));
    cr_expect(is_null(a, "site"));
    cr_expect(is_null(a, "call_queue"));
    cr_expect(is_null(a, "login"));
    cJSON_Delete(doc);
    free(s);
    teardown(&f);
}

/* Sums that began with the backend's averages: the counters stay, for differences, and say so. */
Test(snapshot_out, averages_of_the_backend_are_no_figures)
{
    struct fixture f;
    setup(&f);
    f.snap->queues[0].approx = true;
    f.snap->queues[0].approx_asa_s = 11;
    f.snap->queues[0].approx_sl_permille = 912;
    struct snapshot_out o = out_of(&f);
    char *s;
    cJSON *doc = document(&o, &s);
    const cJSON *q = cJSON_GetArrayItem(cJSON_GetObjectItem(doc, "queues"), 0);
    cr_expect(cJSON_IsTrue(cJSON_GetObjectItem(q, "approx")));
    cr_expect(is_null(q, "service_level_pct"));
    cr_expect(is_null(q, "abandon_rate_pct"));
    cr_expect(is_null(q, "asa_s"));
    cr_expect(is_null(q, "aht_s"));
    cr_expect_float_eq(number(q, "answer_rate_pct"), 95.1, 1e-9);
    cr_expect_float_eq(number(q, "loss_rate_pct"), 4.9, 1e-9);
    cr_expect_eq(number(q, "wait_s"), 5120);
    cr_expect_eq(number(q, "approx_asa_s"), 11);
    cr_expect_float_eq(number(q, "approx_sl_pct"), 91.2, 1e-9);
    cJSON_Delete(doc);
    free(s);
    struct buf b;
    buf_init(&b, 0);
    snapshot_out_prometheus(&o, &b);
    cr_expect_null(strstr(buf_str(&b), "zhiban_queue_asa_seconds{queue=\"support"));
    cr_expect_not_null(strstr(buf_str(&b), "zhiban_queue_wait_seconds_total{queue=\"support"));
    buf_release(&b);
    teardown(&f);
}

Test(snapshot_out, one_line_or_pretty_say_the_same)
{
    struct fixture f;
    setup(&f);
    struct snapshot_out o = out_of(&f);
    char *line, *pretty;
    cJSON *a = document(&o, &line);
    o.pretty = true;
    cJSON *b = document(&o, &pretty);
    cr_expect(cJSON_Compare(a, b, true));
    cr_expect_eq(strchr(line, '\n'), line + strlen(line) - 1);
    cr_expect_not_null(strstr(pretty, "\n  \"queues\":["));
    cJSON_Delete(a);
    cJSON_Delete(b);
    free(line);
    free(pretty);
    teardown(&f);
}

Test(snapshot_out, callers_are_masked_on_demand)
{
    struct fixture f;
    setup(&f);
    struct snapshot_out o = out_of(&f);
    char *s;
    cJSON_Delete(document(&o, &s));
    cr_expect_not_null(strstr(s, "13800000001"));
    cr_expect_not_null(strstr(s, "13800000002"));
    free(s);
    o.mask_callers = true;
    cJSON_Delete(document(&o, &s));
    cr_expect_null(strstr(s, "13800000001"));
    cr_expect_null(strstr(s, "13800000002"));
    cr_expect_not_null(strstr(s, "138****0001"));
    free(s);
    teardown(&f);
}

Test(snapshot_out, a_stale_document_keeps_its_time_and_durations)
{
    struct fixture f;
    setup(&f);
    struct snapshot_out o = out_of(&f);
    char *s;
    o.mono_ms = 1000 + 4000; /* four seconds on, confirmed by an unchanged answer */
    cJSON *doc = document(&o, &s);
    const cJSON *a = cJSON_GetArrayItem(cJSON_GetObjectItem(doc, "agents"), 0);
    cr_expect_str_eq(text(doc, "time"), "2026-11-21T14:02:35+08:00");
    cr_expect_eq(number(a, "state_s"), 275);
    cJSON_Delete(doc);
    free(s);
    o.mono_ms = 1000 + 64000; /* and sixty without an answer */
    o.stale_s = 60;
    doc = document(&o, &s);
    a = cJSON_GetArrayItem(cJSON_GetObjectItem(doc, "agents"), 0);
    cr_expect_str_eq(text(doc, "time"), "2026-11-21T14:02:35+08:00");
    cr_expect_eq(number(a, "state_s"), 275);
    cr_expect_eq(number(doc, "stale_s"), 60);
    cJSON_Delete(doc);
    free(s);
    teardown(&f);
}

Test(snapshot_out, too_large_is_told)
{
    struct fixture f;
    setup(&f);
    struct snapshot_out o = out_of(&f);
    struct buf b;
    buf_init(&b, 100);
    snapshot_out_json(&o, &b);
    cr_expect(b.over);
    cr_expect_leq(b.len, 100);
    buf_release(&b);
    teardown(&f);
}

/* ---- Prometheus ------------------------------------------------------------------------------ */

static char *prometheus(const struct fixture *f)
{
    struct snapshot_out o = out_of(f);
    struct buf b;
    buf_init(&b, 0);
    snapshot_out_prometheus(&o, &b);
    return buf_steal(&b);
}

Test(prometheus, samples_of_the_sample)
{
    struct fixture f;
    setup(&f);
    char *s = prometheus(&f);
    static const char *const lines[] = {
        "\n# TYPE zhiban_queue_waiting gauge\n",
        "\n# HELP zhiban_queue_waiting Callers waiting now.\n",
        "\nzhiban_queue_waiting{queue=\"support\",name=\"综合业务\"} 3\n",
        "\n# TYPE zhiban_queue_offered_total counter\n",
        "\nzhiban_queue_offered_total{queue=\"support\",name=\"综合业务\"} 412\n",
        "\nzhiban_queue_service_level_ratio{queue=\"support\",name=\"综合业务\"} 0.8437\n",
        "\nzhiban_queue_asa_seconds{queue=\"support\",name=\"综合业务\"} 13.16\n",
        "\nzhiban_queue_agents{queue=\"support\",state=\"paused\"} 1\n",
        "\nzhiban_agents{state=\"ready\"} 0\n",
        "\nzhiban_data_warnings 1\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        cr_expect_not_null(strstr(s, lines[i]), "%s in\n%s", lines[i], s);
    }
    free(s);
    teardown(&f);
}

Test(prometheus, labels_are_escaped_and_unknown_has_no_sample)
{
    struct fixture f;
    setup(&f);
    char *s = prometheus(&f);
    cr_expect_not_null(
        strstr(s, "zhiban_queue_alarm_level{queue=\"a\\\"\\\\b\",name=\"li\\nne\"} 0\n"), "%s", s);
    cr_expect_null(strstr(s, "zhiban_queue_waiting{queue=\"a"));
    cr_expect_null(strstr(s, "zhiban_queue_asa_seconds{queue=\"a"));
    free(s);
    teardown(&f);
}

/* Every line is a comment or name{labels} value, every name has HELP and TYPE once before its
 * samples. */
Test(prometheus, the_format_holds_line_by_line)
{
    struct fixture f;
    setup(&f);
    char *s = prometheus(&f), *save = NULL;
    char type_of[128] = "";
    for (char *line = strtok_r(s, "\n", &save); line != NULL; line = strtok_r(NULL, "\n", &save)) {
        char name[128] = "";
        if (strncmp(line, "# HELP ", 7) == 0) {
            continue;
        }
        if (sscanf(line, "# TYPE %127s", name) == 1) {
            snprintf(type_of, sizeof type_of, "%s", name);
            continue;
        }
        size_t n = strcspn(line, "{ ");
        cr_expect_eq(strncmp(line, type_of, n), 0, "%s after %s", line, type_of);
        cr_expect_eq(strlen(type_of), n);
        const char *value = strrchr(line, ' ');
        cr_assert_not_null(value);
        cr_expect_eq(strspn(value + 1, "0123456789."), strlen(value + 1), "%s", line);
    }
    free(s);
    teardown(&f);
}
