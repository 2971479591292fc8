/* The json dialect read back by zhiban's own decoder: nothing is warned of, and what is read is the
 * floor as sim_snapshot gives it. */
#include "support.h"

#include <stdio.h>

#include "dialect_json.h"
#include "floor_ops.h"
#include "zhiban/vendor/vendor.h"

/* The document through the json backend; the test fails when it is not understood. */
static struct snapshot *decode(const struct centre *c, const struct buf *text)
{
    struct vendor_config cfg = {
        .name = "sim", .url = "http://127.0.0.1/snapshot", .user = "", .secret = "", .centre = c};
    struct vendor *v = NULL;
    struct err e = {0};
    cr_assert_eq(vendor_find("json")->open(&cfg, &v, &e), OK);
    struct vendor_step step;
    vendor_step_init(&step);
    v->ops->poll(v, at(FRIDAY "15:00:00+08:00"), &step);
    cr_assert_eq(step.requests.n, 1);
    struct http_reply r = {.tag = step.requests.v[0].tag, .status = 200, .retry_after_s = -1};
    snprintf(r.content_type, sizeof r.content_type, "application/json");
    buf_init(&r.body, JSON_DOCUMENT_MAX);
    buf_add(&r.body, buf_str(text), text->len);
    vendor_step_release(&step);
    vendor_step_init(&step);
    v->ops->on_reply(v, &r, at(FRIDAY "15:00:00+08:00"), &step);
    http_reply_release(&r);
    while (step.result == VR_NONE && step.more) {
        vendor_step_release(&step);
        vendor_step_init(&step);
        v->ops->work(v, 500, at(FRIDAY "15:00:00+08:00"), &step);
    }
    cr_assert_eq(step.result, VR_SNAPSHOT, "%s %s", step.err.msgid ? step.err.msgid : "",
                 step.err.arg[0]);
    struct snapshot *s = step.snapshot;
    step.snapshot = NULL;
    vendor_step_release(&step);
    v->ops->free(v);
    return s;
}

static void same_queues(const struct snapshot *a, const struct snapshot *b)
{
    cr_assert_eq(a->n_queues, b->n_queues);
    for (uint32_t i = 0; i < a->n_queues; i++) {
        const struct snap_queue *x = &a->queues[i];
        const struct snap_queue *y = &b->queues[i];
        cr_expect_str_eq(x->id, y->id);
        cr_expect_str_eq(x->name, y->name);
        cr_expect_eq(x->waiting, y->waiting);
        cr_expect_eq(x->longest_wait_s, y->longest_wait_s, "%s", x->id);
        cr_expect_eq(x->target_s, y->target_s);
        cr_expect_eq(memcmp(&x->t, &y->t, sizeof x->t), 0, "the tally of %s", x->id);
    }
}

static void same_agents(const struct snapshot *a, const struct snapshot *b)
{
    cr_assert_eq(a->n_agents, b->n_agents);
    for (uint32_t i = 0; i < a->n_agents; i++) {
        const struct snap_agent *x = &a->agents[i];
        const struct snap_agent *y = &b->agents[i];
        cr_assert_str_eq(x->id, y->id);
        cr_assert_str_eq(x->name, y->name);
        cr_assert_str_eq(x->reason, y->reason);
        cr_assert_str_eq(x->site, y->site);
        cr_assert_str_eq(x->team, y->team);
        cr_assert_str_eq(x->extension, y->extension);
        cr_assert_str_eq(x->caller, y->caller);
        cr_assert_eq(x->state, y->state, "%s", x->id);
        cr_assert_eq(x->since, y->since, "%s", x->id);
        cr_assert_eq(x->call_queue, y->call_queue);
        cr_assert_eq(x->n_queues, y->n_queues);
        for (uint32_t k = 0; k < x->n_queues; k++) {
            cr_assert_eq(a->queue_refs[x->first_queue + k], b->queue_refs[y->first_queue + k]);
        }
        cr_assert_eq(x->answered, y->answered);
        cr_assert_eq(x->missed, y->missed);
        cr_assert_eq(x->talk_s, y->talk_s);
        cr_assert_eq(x->hold_s, y->hold_s);
        cr_assert_eq(x->wrap_s, y->wrap_s);
        cr_assert_eq(x->ready_s, y->ready_s);
        cr_assert_eq(x->paused_s, y->paused_s);
        cr_assert_eq(x->login, y->login);
    }
}

static void same_calls(const struct snapshot *a, const struct snapshot *b)
{
    cr_assert_eq(a->n_calls, b->n_calls);
    for (uint32_t i = 0; i < a->n_calls; i++) {
        cr_expect_str_eq(a->calls[i].id, b->calls[i].id);
        cr_expect_str_eq(a->calls[i].caller, b->calls[i].caller);
        cr_expect_eq(a->calls[i].queue, b->calls[i].queue);
        cr_expect_eq(a->calls[i].since, b->calls[i].since);
        cr_expect_eq(a->calls[i].position, b->calls[i].position);
    }
    cr_assert_eq(a->n_ended, b->n_ended);
    for (uint32_t i = 0; i < a->n_ended; i++) {
        cr_expect_str_eq(a->ended[i].id, b->ended[i].id);
        cr_expect_eq(a->ended[i].outcome, b->ended[i].outcome);
        cr_expect_eq(a->ended[i].ended, b->ended[i].ended);
    }
}

/* Writes, reads back and compares; returns the number of waiting calls. */
static uint32_t round_trip(struct sim *s, const struct centre *c)
{
    struct buf text;
    buf_init(&text, JSON_DOCUMENT_MAX);
    json_snapshot(s, &text);
    cr_assert_not(text.over);
    struct snapshot *read = decode(c, &text);
    struct snapshot *direct = sim_snapshot(s);
    cr_expect_eq(read->n_warnings, 0, "%s: %s", read->n_warnings ? read->warnings[0].where : "",
                 read->n_warnings ? read->warnings[0].msgid : "");
    cr_expect_eq(direct->n_warnings, 0);
    cr_expect_eq(read->time, direct->time);
    cr_expect_eq(read->counters_since, direct->counters_since);
    cr_expect(read->has_calls && read->has_ended);
    same_queues(read, direct);
    same_agents(read, direct);
    same_calls(read, direct);
    uint32_t n = read->n_calls;
    snapshot_free(read);
    snapshot_free(direct);
    buf_release(&text);
    return n;
}

Test(sim_json, is_read_back_without_a_warning_all_day)
{
    struct organisation o;
    load_demo(&o);
    struct sim *s = new_floor(&o, FRIDAY "00:00:00+08:00", 1, 0);
    uint32_t calls = 0;
    for (int m = 0; m < 1440; m += 20) {
        sim_advance(s, (at(FRIDAY "00:00:00+08:00") + m * 60 + 7) * 1000 + 137);
        calls += round_trip(s, &o.centre);
    }
    cr_expect_gt(calls, 10, "the comparison has seen waiting calls");
    sim_free(s);
    organisation_release(&o);
}

Test(sim_json, is_read_back_at_ten_thousand_agents)
{
    struct organisation o;
    load_demo(&o);
    struct sim *s = new_floor(&o, FRIDAY "10:00:00+08:00", 1, 10000);
    cr_expect_gt(round_trip(s, &o.centre), 10);
    sim_free(s);
    organisation_release(&o);
}

Test(sim_json, any_reason_stays_json)
{
    struct organisation o;
    load_demo(&o);
    struct sim *s = new_floor(&o, FRIDAY "10:00:00+08:00", 1, 0);
    static const char *const reasons[] = {
        "a \"quoted\" \\ reason", "\x1b[31mred\x07", "tab\tand\r\nlines", "\xff\xfe not UTF-8",
        /* 90 bytes of three-byte characters: the cut at 79 falls inside one */
        "会会会会会会会会会会会会会会会会会会会会会会会会会会会会会会", "", "\xf0\x9f\x98\x80"};
    const struct person *p = NULL;
    for (size_t i = 0; i < s->people.n && p == NULL; i++) {
        p = s->people.v[i].state == ST_READY ? &s->people.v[i] : NULL;
    }
    cr_assert_not_null(p);
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        cr_assert(sim_pause(s, p->id, reasons[i]));
        struct buf text;
        buf_init(&text, JSON_DOCUMENT_MAX);
        json_snapshot(s, &text);
        struct snapshot *read = decode(&o.centre, &text);
        cr_expect_eq(read->n_agents, 44);
        snapshot_free(read);
        buf_release(&text);
    }
    sim_free(s);
    organisation_release(&o);
}

Test(sim_json, the_tag_changes_with_the_floor_and_the_second_only)
{
    struct organisation o;
    load_demo(&o);
    struct sim *s = new_floor(&o, FRIDAY "10:00:00+08:00", 1, 0);
    char a[64], b[64];
    json_etag(s, 5, a);
    json_etag(s, 5, b);
    cr_expect_str_eq(a, b);
    json_etag(s, 6, b);
    cr_expect_str_neq(a, b, "another run");
    sim_advance(s, at(FRIDAY "10:00:01+08:00") * 1000);
    json_etag(s, 5, b);
    cr_expect_str_neq(a, b, "a second later");
    json_etag(s, 5, a);
    sim_reset_counters(s);
    json_etag(s, 5, b);
    cr_expect_str_neq(a, b, "the counters were reset");
    sim_free(s);
    organisation_release(&o);
}

static int act(struct sim *s, const char *path, const char *body)
{
    struct buf text;
    buf_init(&text, 0);
    int status = json_action(s, path, body, &text);
    cr_expect_eq(text.len > 0, status != 204, "%s: a refusal says why", path);
    buf_release(&text);
    return status;
}

Test(sim_json, actions_answer_as_the_contract_says)
{
    struct organisation o;
    load_demo(&o);
    struct sim *s = new_floor(&o, FRIDAY "10:00:00+08:00", 1, 0);
    const struct person *ready = NULL, *off = NULL;
    for (size_t i = 0; i < s->people.n; i++) {
        ready = s->people.v[i].state == ST_READY ? &s->people.v[i] : ready;
        off = s->people.v[i].state == ST_OFFLINE ? &s->people.v[i] : off;
    }
    cr_assert(ready != NULL && off != NULL);
    char *path = mem_printf("/base/agents/%s/pause", ready->id);
    cr_expect_eq(act(s, path, "{\"reason\":\"meal\"}"), 204);
    cr_expect_str_eq(person_reason(s, ready), "MEAL");
    cr_expect_eq(act(s, path, "{ \"reason\" : \"say \\\"hello\\\"\" }"), 204);
    cr_expect_str_eq(person_reason(s, ready), "say \"hello\"");
    cr_expect_eq(act(s, path, ""), 204, "no reason given");
    free(path);
    path = mem_printf("/agents/%s/unpause", ready->id);
    cr_expect_eq(act(s, path, ""), 204);
    free(path);
    path = mem_printf("/agents/%s/pause", off->id);
    cr_expect_eq(act(s, path, "{}"), 409);
    free(path);
    cr_expect_eq(act(s, "/agents/9999/pause", "{}"), 404);
    cr_expect_eq(act(s, "/agents/1001/listen", "{}"), 404, "not offered here");
    cr_expect_eq(act(s, "/queues/Q10/add", "{\"agent\":\"1020\"}"), 204);
    cr_expect_eq(act(s, "/queues/Q10/add", "{\"agent\":\"1020\"}"), 409);
    cr_expect_eq(act(s, "/queues/Q10/remove", "{\"agent\":\"1020\"}"), 204);
    cr_expect_eq(act(s, "/queues/Q99/add", "{\"agent\":\"1020\"}"), 404);
    cr_expect_eq(act(s, "/queues/Q10/add", "{\"agent\":\"9999\"}"), 404);
    static const char *const bad[] = {"",
                                      "{",
                                      "{\"agent\"",
                                      "{\"agent\":",
                                      "{\"agent\":\"10",
                                      "{\"agent\":1020}",
                                      "{\"agent\":\"\\"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cr_expect_eq(act(s, "/queues/Q10/add", bad[i]), 400, "%s", bad[i]);
    }
    static const char *const nowhere[] = {"",        "/",       "pause",     "/pause",
                                          "/agents", "//pause", "/agents//", "/a/b/c/d"};
    for (size_t i = 0; i < sizeof nowhere / sizeof nowhere[0]; i++) {
        cr_expect_eq(act(s, nowhere[i], "{}"), 404, "%s", nowhere[i]);
    }
    sim_free(s);
    organisation_release(&o);
}
