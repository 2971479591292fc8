/* The sample of the contract goes in by the json backend and comes out as the same document with
 * the figures of METRICS.md: what status prints is what another zhiban can read. */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <string.h>

#include "status_report.h"
#include "zhiban/base/mem.h"
#include "zhiban/report/snapshot_out.h"
#include "zhiban/vendor/vendor.h"

#define NOW 1795240951 /* 2026-11-21T14:02:31+08:00 */

static const char sample[] =
    "{\"schema\":\"zhiban.snapshot/1\",\"time\":\"2026-11-21T14:02:31+08:00\","
    "\"counters_since\":\"2026-11-21T00:00:00+08:00\",\"queues\":["
    "{\"id\":\"support\",\"name\":\"综合业务\",\"waiting\":3,\"longest_wait_s\":47,\"offered\":412,"
    "\"answered\":389,\"answered_in_target\":340,\"target_s\":20,\"abandoned\":18,"
    "\"abandoned_in_target\":6,\"abandoned_short\":4,\"wait_s\":5120,\"talk_s\":71020,"
    "\"hold_s\":2210,\"wrap_s\":9800}],\"agents\":["
    "{\"id\":\"1001\",\"name\":\"李晓雯\",\"queues\":[\"support\"],\"state\":\"paused\","
    "\"reason\":\"meal\",\"since\":\"2026-11-21T13:58:00+08:00\",\"site\":\"MAIN\",\"team\":\"T1\","
    "\"extension\":\"8001\",\"call_queue\":null,\"caller\":null,\"answered\":31,\"missed\":1,"
    "\"talk_s\":5400,\"hold_s\":120,\"wrap_s\":700,\"ready_s\":4100,\"paused_s\":900,"
    "\"login\":\"2026-11-21T08:55:10+08:00\"}],\"calls\":["
    "{\"id\":\"c-8812\",\"queue\":\"support\",\"caller\":\"13800000001\","
    "\"since\":\"2026-11-21T14:01:44+08:00\",\"position\":1,\"priority\":0}],\"ended\":["
    "{\"id\":\"c-8790\",\"queue\":\"support\",\"caller\":\"13800000002\","
    "\"since\":\"2026-11-21T14:00:02+08:00\",\"ended\":\"2026-11-21T14:00:51+08:00\","
    "\"outcome\":\"abandoned\"}]}";

/* One poll of the json backend that is answered with text. */
static struct snapshot *decode(const struct centre *c, const char *text)
{
    struct vendor_config cfg = {
        .name = "b", .url = "http://127.0.0.1/", .user = "", .secret = "", .centre = c};
    struct vendor *v = NULL;
    struct err e = {0};
    cr_assert_eq(vendor_find("json")->open(&cfg, &v, &e), OK);
    struct vendor_step s;
    vendor_step_init(&s);
    v->ops->poll(v, NOW, &s);
    cr_assert_eq(s.requests.n, 1);
    struct http_reply r = {.tag = s.requests.v[0].tag, .status = 200, .retry_after_s = -1};
    memcpy(r.content_type, "application/json", sizeof "application/json");
    buf_init(&r.body, 1 << 20);
    buf_puts(&r.body, text);
    vendor_step_release(&s);
    vendor_step_init(&s);
    v->ops->on_reply(v, &r, NOW, &s);
    while (s.more) {
        v->ops->work(v, 1000, NOW, &s);
    }
    cr_assert_eq(s.result, VR_SNAPSHOT, "%s", s.err.msgid);
    struct snapshot *snap = s.snapshot;
    s.snapshot = NULL;
    vendor_step_release(&s);
    http_reply_release(&r);
    v->ops->free(v);
    return snap;
}

static char *encode(const struct centre *c, const struct snapshot *s)
{
    struct floor *f = floor_read(s, NULL, c, NULL, NOW);
    struct snapshot_out o = {.floor = f, .centre = c, .mono_ms = s->received_mono_ms};
    struct buf b;
    buf_init(&b, 0);
    snapshot_out_json(&o, &b);
    floor_free(f);
    return buf_steal(&b);
}

/* Every field of `want` is in `have` with the same value. */
static void expect_contains(const cJSON *want, const cJSON *have, const char *where)
{
    if (cJSON_IsArray(want)) {
        cr_assert_eq(cJSON_GetArraySize(want), cJSON_GetArraySize(have), "%s", where);
        for (int i = 0; i < cJSON_GetArraySize(want); i++) {
            expect_contains(cJSON_GetArrayItem(want, i), cJSON_GetArrayItem(have, i), where);
        }
        return;
    }
    if (!cJSON_IsObject(want)) {
        cr_expect(cJSON_Compare(want, have, true), "%s", where);
        return;
    }
    for (const cJSON *m = want->child; m != NULL; m = m->next) {
        const cJSON *other = cJSON_GetObjectItemCaseSensitive(have, m->string);
        cr_assert_not_null(other, "%s.%s", where, m->string);
        expect_contains(m, other, m->string);
    }
}

Test(roundtrip, the_sample_comes_out_whole)
{
    struct centre c;
    struct err e = {0};
    centre_init(&c);
    cr_assert_eq(centre_finish(&c, &e), OK);
    struct snapshot *s = decode(&c, sample);
    cr_expect_eq(s->n_warnings, 0);
    char *text = encode(&c, s);
    cJSON *want = cJSON_Parse(sample), *have = cJSON_Parse(text);
    cr_assert_not_null(have, "%s", text);
    expect_contains(want, have, "document");
    const cJSON *q = cJSON_GetArrayItem(cJSON_GetObjectItem(have, "queues"), 0);
    static const struct {
        const char *key;
        double value;
    } figures[] = {{"answer_rate_pct", 95.1},
                   {"abandon_rate_pct", 3.5},
                   {"loss_rate_pct", 4.9},
                   {"service_level_pct", 84.4},
                   {"asa_s", 13},
                   {"aht_s", 213}};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        const cJSON *v = cJSON_GetObjectItem(q, figures[i].key);
        cr_assert(cJSON_IsNumber(v), "%s", figures[i].key);
        cr_expect_float_eq(v->valuedouble, figures[i].value, 1e-9, "%s", figures[i].key);
    }

    /* And in again: the reader knows its own writing. */
    struct snapshot *again = decode(&c, text);
    cr_expect_eq(again->n_warnings, 0, "%s", again->n_warnings > 0 ? again->warnings[0].where : "");
    char *second = encode(&c, again);
    cr_expect_str_eq(second, text);
    snapshot_free(again);
    snapshot_free(s);
    cJSON_Delete(want);
    cJSON_Delete(have);
    free(text);
    free(second);
    centre_release(&c);
}

Test(roundtrip, an_empty_floor)
{
    struct centre c;
    struct err e = {0};
    centre_init(&c);
    cr_assert_eq(centre_finish(&c, &e), OK);
    struct snapshot *s =
        decode(&c, "{\"schema\":\"zhiban.snapshot/1\",\"queues\":[],\"agents\":[]}");
    char *text = encode(&c, s);
    cr_expect_not_null(strstr(text, "\"queues\":[]"));
    cr_expect_not_null(strstr(text, "\"agents\":[]"));
    cr_expect_not_null(strstr(text, "\"time\":\"2026-11-21T14:02:31+08:00\""));
    free(text);
    snapshot_free(s);
    centre_release(&c);
}

Test(roundtrip, lists_for_people_and_for_programs)
{
    struct centre c;
    struct err e = {0};
    centre_init(&c);
    cr_assert_eq(centre_finish(&c, &e), OK);
    struct snapshot *s = decode(&c, sample);
    struct floor *f = floor_read(s, NULL, &c, NULL, NOW);
    struct status_view v = {
        .floor = f, .centre = &c, .mono_ms = s->received_mono_ms, .dated = true};
    struct report r;
    struct buf b = {0};
    struct report_opts o = {.zone = c.zone};
    status_queues(&r, &v);
    report_csv(&r, &o, &b);
    const char *row = strstr(buf_str(&b), "\r\n") + 2;
    cr_expect_str_eq(row,
                     "2026-11-21T14:02:31+08:00,ok,support,综合业务,3,47,0,0,0,1,1,412,389,18,84.4,"
                     "95.1,3.5,4.9,13,213,60.3\r\n");
    report_release(&r);
    buf_reset(&b);
    v.dated = false;
    status_agents(&r, &v);
    report_csv(&r, &o, &b);
    row = strstr(buf_str(&b), "\r\n") + 2;
    cr_expect_str_eq(row, "ok,1001,李晓雯,paused,271,meal,support,,,31,1,5400,MAIN,T1\r\n");
    report_release(&r);
    buf_release(&b);
    floor_free(f);
    snapshot_free(s);
    centre_release(&c);
}
