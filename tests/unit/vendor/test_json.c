/* Backend json: INTERFACES section 4 to the letter, bad input included. */
#include <stdio.h>
#include <string.h>

#include "play.h"

#define HEAD "{\"schema\":\"zhiban.snapshot/1\",\"time\":\"2026-11-21T14:02:31+08:00\""
#define NOW 1795240951 /* 2026-11-21T14:02:31+08:00 */
#define DAY 86400

static struct vendor *json_vendor(void)
{
    return play_open("json", "http://127.0.0.1:9/snapshot", NULL);
}

/* Polls and answers once; slices of `elements`. */
static struct vendor_step exchange(struct vendor *v, struct http_reply *r, int elements)
{
    struct vendor_step s;
    vendor_step_init(&s);
    v->ops->poll(v, NOW, &s);
    cr_assert_eq(s.requests.n, 1);
    r->tag = s.requests.v[0].tag;
    v->ops->on_reply(v, r, NOW, &s);
    for (int i = 0; s.more; i++) {
        cr_assert_lt(i, 1000000);
        v->ops->work(v, elements, NOW, &s);
    }
    http_reply_release(r);
    return s;
}

static struct vendor_step decode_bytes(const char *body, size_t n, int elements)
{
    struct vendor *v = json_vendor();
    struct http_reply r = play_reply(0, 200, "");
    buf_add(&r.body, body, n);
    struct vendor_step s = exchange(v, &r, elements);
    v->ops->free(v);
    return s;
}

static struct vendor_step decode(const char *body)
{
    return decode_bytes(body, strlen(body), 0);
}

static void expect_refused(const char *body, size_t n, const char *word)
{
    struct vendor_step s = decode_bytes(body, n, 0);
    cr_expect_eq(s.result, VR_FAILED, "not refused: %.60s", body);
    cr_expect_null(s.snapshot);
    cr_expect(s.err.msgid && strstr(s.err.msgid, word), "%.60s: %s, expected %s", body,
              s.err.msgid ? s.err.msgid : "-", word);
    cr_expect_not_null(s.err.hint);
    vendor_step_release(&s);
}

static void expect_warning(const struct snapshot *s, const char *where, const char *word)
{
    int n = 0;
    for (uint32_t i = 0; i < s->n_warnings; i++) {
        n += strcmp(s->warnings[i].where, where) == 0 && strstr(s->warnings[i].msgid, word);
    }
    cr_expect_eq(n, 1, "%s: %d warnings with “%s”", where, n, word);
}

static const char sample[] = HEAD
    ",\"counters_since\":\"2026-11-21T00:00:00+08:00\","
    "\"queues\":[{\"id\":\"support\",\"name\":\"综合业务\",\"waiting\":3,\"longest_wait_s\":47,"
    "\"offered\":412,\"answered\":389,\"answered_in_target\":340,\"target_s\":20,\"abandoned\":18,"
    "\"abandoned_in_target\":6,\"abandoned_short\":4,\"wait_s\":5120,\"talk_s\":71020,"
    "\"hold_s\":2210,\"wrap_s\":9800}],"
    "\"agents\":[{\"id\":\"1001\",\"name\":\"李晓雯\",\"queues\":[\"support\"],\"state\":"
    "\"paused\","
    "\"reason\":\"meal\",\"since\":\"2026-11-21T13:58:00+08:00\",\"site\":\"MAIN\",\"team\":\"T1\","
    "\"extension\":\"8001\",\"call_queue\":null,\"caller\":null,\"answered\":31,\"missed\":1,"
    "\"talk_s\":5400,\"hold_s\":120,\"wrap_s\":700,\"ready_s\":4100,\"paused_s\":900,"
    "\"login\":\"2026-11-21T08:55:10+08:00\"}],"
    "\"calls\":[{\"id\":\"c-8812\",\"queue\":\"support\",\"caller\":\"13800000001\","
    "\"since\":\"2026-11-21T14:01:44+08:00\",\"position\":1,\"priority\":0}],"
    "\"ended\":[{\"id\":\"c-8790\",\"queue\":\"support\",\"caller\":\"13800000002\","
    "\"since\":\"2026-11-21T14:00:02+08:00\",\"ended\":\"2026-11-21T14:00:51+08:00\","
    "\"outcome\":\"abandoned\"}]}";

static void check_sample(const struct snapshot *s)
{
    cr_expect_eq(s->time, NOW);
    cr_expect_eq(s->counters_since, 1795190400);
    cr_assert_eq(s->n_queues, 1);
    const struct snap_queue *q = &s->queues[0];
    cr_expect_str_eq(q->id, "support");
    cr_expect_str_eq(q->name, "综合业务");
    cr_expect_eq(q->waiting, 3);
    cr_expect_eq(q->longest_wait_s, 47);
    cr_expect_eq(q->target_s, 20);
    struct tally t = {412, 389, 340, 18, 6, 4, 5120, 71020, 2210, 9800, 409};
    cr_expect_eq(memcmp(&q->t, &t, sizeof t), 0);
    cr_expect_eq(q->lost, UNKNOWN);
    cr_assert_eq(s->n_agents, 1);
    const struct snap_agent *a = &s->agents[0];
    cr_expect_str_eq(a->name, "李晓雯");
    cr_expect_eq(a->state, ST_PAUSED);
    cr_expect(a->paused);
    cr_expect_str_eq(a->reason, "meal");
    cr_expect_eq(a->since, NOW - 271);
    cr_expect_str_eq(a->site, "MAIN");
    cr_expect_str_eq(a->team, "T1");
    cr_expect_str_eq(a->extension, "8001");
    cr_expect_str_eq(a->caller, "");
    cr_expect_eq(a->call_queue, NO_QUEUE);
    cr_expect_eq(a->n_queues, 1);
    cr_expect_eq(s->queue_refs[a->first_queue], 0);
    int64_t sums[] = {a->answered, a->missed,  a->talk_s,  a->hold_s,
                      a->wrap_s,   a->ready_s, a->paused_s};
    int64_t want[] = {31, 1, 5400, 120, 700, 4100, 900};
    cr_expect_eq(memcmp(sums, want, sizeof want), 0);
    cr_expect_eq(a->login, 1795222510);
    cr_assert_eq(s->n_calls, 1);
    cr_expect_eq(s->calls[0].wait_s, 47);
    cr_expect_eq(s->calls[0].position, 1);
    cr_expect_eq(s->calls[0].priority, 0);
    cr_expect_str_eq(s->calls[0].caller, "13800000001");
    cr_assert_eq(s->n_ended, 1);
    cr_expect_eq(s->ended[0].outcome, OUT_ABANDONED);
    cr_expect_eq(s->ended[0].ended - s->ended[0].since, 49);
    cr_expect(s->has_calls && s->has_ended);
    cr_expect_eq(s->n_warnings, 0);
}

Test(json, sample_of_the_contract)
{
    struct vendor_step s = decode(sample);
    cr_assert_eq(s.result, VR_SNAPSHOT, "%s", s.err.msgid);
    check_sample(s.snapshot);
    vendor_step_release(&s);
}

/* A slice of one element, and a scan that stops after a few bytes, give the same. */
Test(json, small_slices_and_a_mark_at_the_start)
{
    char text[sizeof sample + 3];
    memcpy(text, "\xef\xbb\xbf", 3);
    memcpy(text + 3, sample, sizeof sample);
    struct vendor_step s = decode_bytes(text, strlen(text), 1);
    cr_assert_eq(s.result, VR_SNAPSHOT, "%s", s.err.msgid);
    check_sample(s.snapshot);
    vendor_step_release(&s);
}

Test(json, request_carries_credentials_and_etag)
{
    struct vendor *v = json_vendor();
    struct vendor_step s;
    for (int round = 0; round < 2; round++) {
        vendor_step_init(&s);
        v->ops->poll(v, NOW, &s);
        cr_assert_eq(s.requests.n, 1);
        const struct http_request *r = &s.requests.v[0];
        cr_expect_str_eq(r->method, "GET");
        cr_expect_str_eq(r->url, "http://127.0.0.1:9/snapshot");
        cr_expect(r->auth);
        if (round == 0) {
            cr_expect_null(r->etag);
        } else {
            cr_assert_not_null(r->etag);
            cr_expect_str_eq(r->etag, "\"v1\"");
        }
        struct http_reply reply = play_reply(r->tag, round == 0 ? 200 : 304, round ? "" : sample);
        snprintf(reply.etag, sizeof reply.etag, "\"v1\"");
        v->ops->on_reply(v, &reply, NOW, &s);
        http_reply_release(&reply);
        cr_expect_eq(s.result, round == 0 ? VR_SNAPSHOT : VR_UNCHANGED);
        vendor_step_release(&s);
    }
    unsigned all = VF_CALLS | VF_ENDED | VF_AGENT_SINCE | VF_REASONS | VF_WRAPUP | VF_TALK_SUMS |
                   VF_SITE_TEAM | VF_COUNTERS_SINCE | VF_ABANDON_TOLD_APART;
    cr_expect_eq(v->ops->fields(v), all);
    v->ops->free(v);
}

/* The tag of a document that was refused is not sent: it would be answered with 304. */
Test(json, etag_of_a_bad_document_is_forgotten)
{
    struct vendor *v = json_vendor();
    struct http_reply bad = play_reply(0, 200, "{");
    snprintf(bad.etag, sizeof bad.etag, "\"bad\"");
    struct vendor_step s = exchange(v, &bad, 0);
    cr_expect_eq(s.result, VR_FAILED);
    vendor_step_release(&s);
    vendor_step_init(&s);
    v->ops->poll(v, NOW, &s);
    cr_expect_null(s.requests.v[0].etag);
    vendor_step_release(&s);
    struct http_reply unasked = play_reply(0, 304, "");
    s = exchange(v, &unasked, 0);
    cr_expect_eq(s.result, VR_FAILED, "304 to a request without a tag is no answer");
    vendor_step_release(&s);
    v->ops->free(v);
}

Test(json, late_and_foreign_replies_are_ignored)
{
    struct vendor *v = json_vendor();
    struct vendor_step s;
    vendor_step_init(&s);
    v->ops->poll(v, NOW, &s);
    int tag = s.requests.v[0].tag;
    v->ops->abort(v);
    struct http_reply late = play_reply(tag, 200, sample);
    v->ops->on_reply(v, &late, NOW, &s);
    cr_expect_eq(s.result, VR_NONE);
    http_reply_release(&late);
    vendor_step_release(&s);
    v->ops->poll(v, NOW, &s);
    struct http_reply other = play_reply(tag, 200, sample);
    v->ops->on_reply(v, &other, NOW, &s);
    cr_expect_eq(s.result, VR_NONE);
    http_reply_release(&other);
    vendor_step_release(&s);
    v->ops->finish(v, &s);
    cr_expect_eq(s.result, VR_FINISHED);
    v->ops->free(v);
}

Test(json, statuses_that_carry_no_data)
{
    static const struct {
        int status, retry;
        enum err_code code;
        const char *word;
    } cases[] = {{401, -1, ERR_AUTH, "refused the sign-in"},
                 {403, -1, ERR_AUTH, "refused the sign-in"},
                 {404, -1, ERR_BACKEND, "nothing at this address"},
                 {407, -1, ERR_NET, "proxy"},
                 {429, 7, ERR_NET, "fewer requests"},
                 {503, 30, ERR_NET, "not available"},
                 {500, -1, ERR_NET, "fault of its own"},
                 {302, -1, ERR_BACKEND, "another address"},
                 {304, -1, ERR_BACKEND, "gave no data before"},
                 {204, -1, ERR_BACKEND, "without content"},
                 {200, -1, ERR_BACKEND, "empty document"},
                 {418, -1, ERR_BACKEND, "HTTP status"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct vendor *v = json_vendor();
        struct http_reply r = play_reply(0, cases[i].status, "");
        r.retry_after_s = cases[i].retry;
        struct vendor_step s = exchange(v, &r, 0);
        cr_expect_eq(s.result, VR_FAILED, "status %d", cases[i].status);
        cr_expect_eq(s.err.code, cases[i].code, "status %d", cases[i].status);
        cr_expect(strstr(s.err.msgid, cases[i].word), "status %d: %s", cases[i].status,
                  s.err.msgid);
        cr_expect_eq(s.retry_after_s, cases[i].retry);
        cr_expect_not_null(s.err.hint);
        vendor_step_release(&s);
        v->ops->free(v);
    }
}

Test(json, transfers_that_failed)
{
    struct vendor *v = json_vendor();
    struct http_reply r = play_reply(0, 0, "");
    r.empty = true;
    struct vendor_step s = exchange(v, &r, 0);
    cr_expect_eq(s.err.code, ERR_NET);
    vendor_step_release(&s);
    r = play_reply(0, 0, "");
    err_set(&r.err, ERR_NET, "refused");
    s = exchange(v, &r, 0);
    cr_expect_eq(s.result, VR_FAILED);
    cr_expect_str_eq(s.err.msgid, "refused");
    vendor_step_release(&s);
    r = play_reply(0, 200, "{");
    r.body.over = true;
    s = exchange(v, &r, 0);
    cr_expect_eq(s.err.code, ERR_BACKEND, "not understood, as the exit status says");
    cr_expect_not_null(s.err.hint);
    vendor_step_release(&s);
    v->ops->free(v);
}

Test(json, documents_refused_as_a_whole)
{
    static const struct {
        const char *body, *word;
    } cases[] = {
        {"<!DOCTYPE html><html></html>", "web page"},
        {" \n<?xml version=\"1.0\"?><a/>", "web page"},
        {"hello", "not a JSON object"},
        {"[]", "not a JSON object"},
        {"\"zhiban\"", "not a JSON object"},
        {"   ", "cut off"},
        {"{", "cut off"},
        {HEAD ",\"queues\":[{\"id\":\"a\"", "cut off"},
        {HEAD ",\"queues\":[{\"id\":\"a", "cut off"},
        {HEAD ",\"queues\":[{\"id\":\"a\xe4\xb8", "cut off"},
        {HEAD ",\"queues\":[{\"waiting\":tr", "cut off"},
        {HEAD "} x", "goes on after its end"},
        {HEAD "}{}", "goes on after its end"},
        {HEAD ",}", "not JSON"},
        {HEAD ",\"a\":[1,]}", "not JSON"},
        {HEAD ",\"a\":[1 2]}", "not JSON"},
        {HEAD ",\"a\":[1}}", "not JSON"},
        {HEAD ",\"a\" 1}", "not JSON"},
        {HEAD ",a:1}", "not JSON"},
        {HEAD ",\"a\":01}", "not JSON"},
        {HEAD ",\"a\":1.}", "not JSON"},
        {HEAD ",\"a\":1e}", "not JSON"},
        {HEAD ",\"a\":-}", "not JSON"},
        {HEAD ",\"a\":foo}", "not JSON"},
        {HEAD ",\"a\":\"\\x\"}", "not JSON"},
        {HEAD ",\"a\":\"\\u12g4\"}", "not JSON"},
        {HEAD ",\"a\":\"\\u0000\"}", "u0000"},
        {HEAD ",\"queues\":[{\"id\":\"x\\u0000y\"}]}", "u0000"},
        {HEAD ",\"a\":\"\xff\"}", "not UTF-8"},
        {HEAD ",\"a\":\"\xed\xa0\x80\"}", "not UTF-8"},
        {HEAD ",\"a\":\"\xc0\xaf\"}", "not UTF-8"},
        {HEAD ",\"a\":\"\xd6\xb5\xb0\xe0 GBK\"}", "not UTF-8"},
        {"{\"a\":1}", "another format"},
        {"{\"schema\":1}", "another format"},
        {"{\"schema\":\"zhiban.snapshot/2\"}", "another format"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect_refused(cases[i].body, strlen(cases[i].body), cases[i].word);
    }
    expect_refused("{\"a\":\"\0\"}", 9, "u0000");
    expect_refused("\xff\xfe{\0}\0", 6, "not UTF-8");
    expect_refused("{}\0", 3, "goes on after its end");
}

static void nested(struct buf *to, int depth)
{
    buf_puts(to, HEAD ",\"x\":");
    buf_fill(to, '[', (size_t)depth - 1);
    buf_fill(to, ']', (size_t)depth - 1);
    buf_puts(to, "}");
}

Test(json, depth_32_is_read_33_is_not)
{
    struct buf b = {0};
    nested(&b, 32);
    struct vendor_step s = decode(buf_str(&b));
    cr_expect_eq(s.result, VR_SNAPSHOT);
    vendor_step_release(&s);
    buf_reset(&b);
    nested(&b, 33);
    expect_refused(buf_str(&b), b.len, "deeper than 32");
    buf_release(&b);
}

/* Counters without a beginning of their own run since the day began (INTERFACES section 4); a
 * beginning that cannot be read is unknown. */
Test(json, where_the_counters_begin)
{
    static const struct {
        const char *member;
        int64_t since;
        bool daily;
    } cases[] = {
        {"", UNKNOWN, true},
        {",\"counters_since\":null", UNKNOWN, true},
        {",\"counters_since\":\"2026-11-21T08:00:00+08:00\"", 1795219200, false},
        {",\"counters_since\":\"yesterday\"", UNKNOWN, false},
        {",\"counters_since\":-5", UNKNOWN, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *body = mem_printf("%s%s}", HEAD, cases[i].member);
        struct vendor_step s = decode(body);
        cr_assert_eq(s.result, VR_SNAPSHOT, "%s", body);
        cr_expect_eq(s.snapshot->counters_since, cases[i].since, "%s", body);
        cr_expect_eq(s.snapshot->counters_daily, cases[i].daily, "%s", body);
        vendor_step_release(&s);
        free(body);
    }
}

Test(json, null_and_absent_are_unknown)
{
    struct vendor_step s =
        decode("{\"schema\":\"zhiban.snapshot/1\",\"time\":null,\"calls\":null,"
               "\"queues\":[{\"id\":\"q\",\"waiting\":null}],\"agents\":[{\"id\":\"a\"}]}");
    cr_assert_eq(s.result, VR_SNAPSHOT, "%s", s.err.msgid);
    const struct snapshot *snap = s.snapshot;
    cr_expect_eq(snap->time, UNKNOWN);
    cr_expect_eq(snap->counters_since, UNKNOWN);
    cr_expect_not(snap->has_calls);
    cr_expect_not(snap->has_ended);
    cr_expect_eq(snap->queues[0].waiting, UNKNOWN);
    cr_expect_eq(snap->queues[0].t.answered, UNKNOWN);
    cr_expect_eq(snap->agents[0].state, ST_UNKNOWN);
    cr_expect_eq(snap->agents[0].since, UNKNOWN);
    cr_expect_str_eq(snap->agents[0].name, "a");
    cr_expect_eq(snap->n_warnings, 0);
    vendor_step_release(&s);
}

Test(json, bad_values_are_one_warning_and_unknown)
{
    struct vendor_step s = decode(
        HEAD ",\"queues\":[{\"id\":\"a\",\"waiting\":\"3\",\"offered\":NaN,\"answered\":-1,"
             "\"abandoned\":1e308,\"wait_s\":1.5,\"talk_s\":Infinity,\"hold_s\":-Infinity,"
             "\"wrap_s\":true,\"target_s\":{},\"longest_wait_s\":"
             "11111111112222222222333333333344444444445555555555666666666677}],"
             "\"agents\":[{\"id\":\"x\",\"since\":\"soon\",\"login\":\"2999-01-01T00:00:00Z\","
             "\"queues\":\"a\",\"name\":7,\"state\":[],\"reason\":false},"
             "{\"id\":\"y\",\"since\":-5,\"login\":1e300,\"queues\":[\"a\",null,4]},"
             "{\"id\":\"z\",\"since\":\"2026-11-21\",\"login\":NaN},"
             "7,{\"name\":\"nobody\"},{\"id\":5}],"
             "\"calls\":{},\"ended\":[{\"id\":\"e\",\"queue\":\"a\",\"outcome\":\"vanished\"},"
             "{\"id\":\"f\"}]}");
    cr_assert_eq(s.result, VR_SNAPSHOT, "%s", s.err.msgid);
    const struct snapshot *p = s.snapshot;
    const struct snap_queue *q = &p->queues[0];
    cr_expect_eq(q->waiting, UNKNOWN);
    cr_expect_eq(q->longest_wait_s, UNKNOWN);
    struct tally unknown = tally_unknown();
    cr_expect_eq(memcmp(&q->t, &unknown, sizeof unknown), 0);
    expect_warning(p, "queues[0].waiting", "not a number");
    expect_warning(p, "queues[0].offered", "not a number");
    expect_warning(p, "queues[0].answered", "negative");
    expect_warning(p, "queues[0].abandoned", "impossibly large");
    expect_warning(p, "queues[0].wait_s", "not a whole number");
    expect_warning(p, "queues[0].talk_s", "impossibly large");
    expect_warning(p, "queues[0].hold_s", "impossibly large");
    expect_warning(p, "queues[0].wrap_s", "not a number");
    expect_warning(p, "queues[0].target_s", "not a number");
    expect_warning(p, "queues[0].longest_wait_s", "impossibly large");
    cr_assert_eq(p->n_agents, 3);
    for (uint32_t i = 0; i < 3; i++) {
        cr_expect_eq(p->agents[i].since, UNKNOWN);
        cr_expect_eq(p->agents[i].login, UNKNOWN);
    }
    expect_warning(p, "agents[0].since", "not a time");
    expect_warning(p, "agents[0].login", "far future");
    expect_warning(p, "agents[0].queues", "not an array");
    expect_warning(p, "agents[0].name", "not a text");
    expect_warning(p, "agents[0].state", "not a text");
    expect_warning(p, "agents[0].reason", "not a text");
    expect_warning(p, "agents[1].since", "negative");
    expect_warning(p, "agents[1].login", "far future");
    expect_warning(p, "agents[1].queues", "not a text");
    cr_expect_eq(p->agents[1].n_queues, 1);
    expect_warning(p, "agents[2].since", "not a time");
    expect_warning(p, "agents[2].login", "not a time");
    expect_warning(p, "agents[3]", "not an object");
    expect_warning(p, "agents[4].id", "missing");
    expect_warning(p, "agents[5].id", "not a text");
    expect_warning(p, "calls", "not an array");
    expect_warning(p, "ended[1].queue", "missing");
    cr_expect_not(p->has_calls);
    cr_assert_eq(p->n_ended, 1);
    cr_expect_eq(p->ended[0].outcome, OUT_UNKNOWN);
    for (uint32_t i = 0; i < p->n_warnings; i++) {
        if (strcmp(p->warnings[i].where, "queues[0].offered") == 0) {
            cr_expect_str_eq(p->warnings[i].value, "NaN");
        }
    }
    vendor_step_release(&s);
}

/* A day ahead of the backend's own clock is the limit; of ours where it tells none. */
Test(json, future_times)
{
    char body[512];
    snprintf(body, sizeof body,
             HEAD ",\"agents\":[{\"id\":\"a\",\"since\":%d},{\"id\":\"b\",\"since\":%d}]}",
             NOW + DAY, NOW + DAY + 1);
    struct vendor_step s = decode(body);
    cr_assert_eq(s.result, VR_SNAPSHOT);
    cr_expect_eq(s.snapshot->agents[0].since, NOW + DAY);
    cr_expect_eq(s.snapshot->agents[1].since, UNKNOWN);
    vendor_step_release(&s);
    snprintf(body, sizeof body,
             "{\"agents\":[{\"id\":\"a\",\"since\":%d}],\"schema\":\"zhiban.snapshot/1\","
             "\"time\":%d}",
             NOW, NOW + DAY + 1);
    s = decode(body);
    cr_assert_eq(s.result, VR_SNAPSHOT);
    cr_expect_eq(s.snapshot->time, UNKNOWN);
    cr_expect_eq(s.snapshot->agents[0].since, NOW);
    expect_warning(s.snapshot, "time", "far future");
    vendor_step_release(&s);
}

Test(json, parts_larger_than_the_whole)
{
    struct vendor_step s = decode(
        HEAD ",\"queues\":[{\"id\":\"a\",\"answered\":5,\"answered_in_target\":6,\"abandoned\":2,"
             "\"abandoned_in_target\":2,\"abandoned_short\":3}]}");
    cr_assert_eq(s.result, VR_SNAPSHOT);
    const struct tally *t = &s.snapshot->queues[0].t;
    cr_expect_eq(t->answered, 5);
    cr_expect_eq(t->answered_in_target, UNKNOWN);
    cr_expect_eq(t->abandoned_in_target, 2);
    cr_expect_eq(t->abandoned_short, UNKNOWN);
    expect_warning(s.snapshot, "queues[0].answered_in_target", "larger than");
    expect_warning(s.snapshot, "queues[0].abandoned_short", "larger than");
    vendor_step_release(&s);
}

Test(json, duplicates_and_unknown_names)
{
    struct vendor_step s = decode(
        HEAD ",\"time\":5,\"extra\":{\"deep\":[1,{\"a\":null}]},\"Queues\":[7],"
             "\"agents\":[{\"id\":\"a\",\"state\":\"dancing\",\"State\":\"ready\",\"answered\":1,"
             "\"answered\":2,\"queues\":[\"nowhere\"],\"call_queue\":\"nowhere\"},"
             "{\"id\":\"a\",\"answered\":9},{\"id\":\"a\"}]}");
    cr_assert_eq(s.result, VR_SNAPSHOT, "%s", s.err.msgid);
    const struct snapshot *p = s.snapshot;
    cr_expect_eq(p->time, NOW, "the first counts");
    expect_warning(p, "time", "twice");
    cr_assert_eq(p->n_agents, 1);
    cr_expect_eq(p->agents[0].state, ST_UNKNOWN);
    cr_expect_eq(p->agents[0].answered, 1);
    expect_warning(p, "agents[0].answered", "twice");
    expect_warning(p, "agents[1].id", "twice");
    cr_expect_eq(p->agents[0].call_queue, NO_QUEUE);
    cr_expect_eq(p->agents[0].n_queues, 0);
    cr_expect_eq(p->n_warnings, 4);
    vendor_step_release(&s);
}

Test(json, hostile_text_is_clean)
{
    struct vendor_step s = decode(
        HEAD
        ",\"agents\":[{\"id\":\"a\",\"name\":\"\\u001b[31mred\\u0007 \xe2\x80\xae gnp \\ud83d x "
        "\\ud83d\\ude00\\udc00\",\"reason\":\"tab\there\"}]}");
    cr_assert_eq(s.result, VR_SNAPSHOT, "%s", s.err.msgid);
    const struct snap_agent *a = &s.snapshot->agents[0];
    cr_expect_str_eq(a->name, "[31mred  gnp \xef\xbf\xbd x \xf0\x9f\x98\x80\xef\xbf\xbd");
    cr_expect_str_eq(a->reason, "tab here");
    vendor_step_release(&s);
}

Test(json, names_of_a_mebibyte_are_cut_and_junk_elements_refused)
{
    struct buf b;
    buf_init(&b, 64 << 20);
    buf_puts(&b, HEAD ",\"agents\":[{\"id\":\"a\",\"name\":\"");
    buf_fill(&b, 'x', 1 << 20);
    buf_puts(&b, "\"}]}");
    struct vendor_step s = decode(buf_str(&b));
    cr_assert_eq(s.result, VR_SNAPSHOT);
    cr_expect_leq(strlen(s.snapshot->agents[0].name), 256);
    vendor_step_release(&s);
    buf_reset(&b);
    buf_puts(&b, HEAD ",\"agents\":[{\"id\":\"a\",\"queues\":[");
    for (int i = 0; i < 70000; i++) {
        buf_puts(&b, "0,");
    }
    buf_puts(&b, "0]}]}");
    expect_refused(buf_str(&b), b.len, "unbelievable size");
    buf_release(&b);
}

/* 10,000 agents and as many queues: in slices, none of which reads more than was asked. */
Test(json, ten_thousand)
{
    struct buf b;
    buf_init(&b, 64 << 20);
    buf_puts(&b, HEAD ",\"agents\":[");
    for (int i = 0; i < 10000; i++) {
        buf_printf(&b, "%s{\"id\":\"%d\",\"state\":\"ready\",\"queues\":[\"q%d\",\"q1\"]}",
                   i ? "," : "", i, i);
    }
    buf_puts(&b, "],\"queues\":[");
    for (int i = 0; i < 10000; i++) {
        buf_printf(&b, "%s{\"id\":\"q%d\",\"waiting\":%d}", i ? "," : "", i, i);
    }
    buf_puts(&b, "]}");
    struct vendor *v = json_vendor();
    struct vendor_step s;
    vendor_step_init(&s);
    v->ops->poll(v, NOW, &s);
    struct http_reply r = play_reply(s.requests.v[0].tag, 200, buf_str(&b));
    v->ops->on_reply(v, &r, NOW, &s);
    int slices = 0;
    for (; s.more; slices++) {
        cr_assert_eq(s.result, VR_NONE);
        v->ops->work(v, 400, NOW, &s);
    }
    cr_expect_geq(slices, 20000 / 400);
    cr_assert_eq(s.result, VR_SNAPSHOT);
    cr_expect_eq(s.snapshot->n_agents, 10000);
    cr_expect_eq(s.snapshot->n_queues, 10000);
    cr_expect_eq(s.snapshot->agents[9999].n_queues, 2);
    cr_expect_eq(s.snapshot->n_warnings, 0);
    http_reply_release(&r);
    vendor_step_release(&s);
    buf_release(&b);
    v->ops->free(v);
}

/* A slice is bounded by what is read, not by the number of elements alone. */
Test(json, agents_of_ten_thousand_queues_in_slices)
{
    struct buf b;
    buf_init(&b, (size_t)8 << 20);
    buf_puts(&b, HEAD ",\"queues\":[{\"id\":\"q0\"}],\"agents\":[");
    for (int i = 0; i < 20; i++) {
        buf_printf(&b, "%s{\"id\":\"%d\",\"queues\":[\"q0\"", i ? "," : "", i);
        for (int k = 1; k < 10000; k++) {
            buf_printf(&b, ",\"q%d\"", k);
        }
        buf_puts(&b, "]}");
    }
    buf_puts(&b, "]}");
    struct vendor *v = json_vendor();
    struct vendor_step s;
    vendor_step_init(&s);
    v->ops->poll(v, NOW, &s);
    struct http_reply r = play_reply(s.requests.v[0].tag, 200, "");
    buf_release(&r.body);
    r.body = b;
    size_t len = b.len;
    v->ops->on_reply(v, &r, NOW, &s);
    int slices = 0;
    for (; s.more; slices++) {
        v->ops->work(v, 64, NOW, &s);
    }
    cr_assert_eq(s.result, VR_SNAPSHOT);
    cr_expect_eq(s.snapshot->n_agents, 20);
    cr_expect_geq(slices, (int)(2 * (len - 400 * 2048) / (64 * 2048 + len / 20)), "%d slices",
                  slices);
    vendor_step_release(&s);
    http_reply_release(&r);
    v->ops->free(v);
}

Test(json, url_must_be_http)
{
    struct vendor_config cfg = {.name = "x", .url = "ftp://h/", .user = "", .secret = ""};
    struct vendor *v = NULL;
    struct err e = {0};
    cr_expect_eq(vendor_find("json")->open(&cfg, &v, &e), ERR_USAGE);
    cr_expect_null(v);
    cr_expect_null(vendor_find("jsonx"));
    vendor_find("json")->free(NULL);
}
