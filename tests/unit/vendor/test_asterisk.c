/* Backend asterisk: signing in and out, refusals, bodies. The floor is in test_asterisk_floor.c,
 * the recordings in test_recordings.c. */
#include <stdio.h>
#include <string.h>

#include "pbx_write.h"

/* ---- signing in
 * ------------------------------------------------------------------------------------ */

Test(asterisk, login_on_a_plain_link_is_md5)
{
    struct stage t;
    set_up(&t, "http://pbx:8088/asterisk/");
    snapshot_free(snap(&t, T0));
    cr_expect_str_eq(t.p.actions, "Challenge login QueueStatus QueueSummary CoreShowChannels "
                                  "CoreStatus");
    cr_expect(strstr(t.p.last_form, "Events=off"));
    cr_expect(strstr(t.p.last_form, "username=wall"));
    cr_expect(strstr(t.p.last_form, "AuthType=MD5"));
    /* md5("338242922" "s3cret") */
    cr_expect(strstr(t.p.last_form, "key=ac6579a1f522d9d03dc42f3238deb0c5"), "%s", t.p.last_form);
    cr_expect_not(strstr(t.p.last_form, "s3cret"));
    tear_down(&t);
}

Test(asterisk, login_over_tls_sends_the_secret_in_the_body)
{
    struct stage t;
    set_up(&t, "https://pbx:8089");
    struct vendor_step s;
    vendor_step_init(&s);
    t.v->ops->poll(t.v, T0, &s);
    cr_assert_eq(s.requests.n, 1);
    const struct http_request *r = &s.requests.v[0];
    cr_expect_str_eq(r->method, "POST");
    cr_expect_str_eq(r->url, "https://pbx:8089/rawman");
    cr_expect(strstr(r->body, "secret=s3cret"));
    cr_expect(r->secret);
    cr_expect_not(r->auth);
    vendor_step_release(&s);
    tear_down(&t);
}

Test(asterisk, session_is_kept_and_logged_off)
{
    struct stage t;
    set_up(&t, "https://pbx/rawman");
    snapshot_free(snap(&t, T0));
    snapshot_free(snap(&t, T0 + 5));
    cr_expect_eq(t.p.logins, 1);
    struct vendor_step s = play_finish(t.v, &t.p);
    cr_expect_eq(s.result, VR_FINISHED);
    cr_expect_eq(t.p.logoffs, 1);
    vendor_step_release(&s);
    s = play_finish(t.v, &t.p);
    cr_expect_eq(s.result, VR_FINISHED, "twice is once");
    cr_expect_eq(t.p.logoffs, 1);
    vendor_step_release(&s);
    tear_down(&t);
}

Test(asterisk, one_new_login_when_the_session_is_gone)
{
    struct stage t;
    set_up(&t, "http://pbx:8088");
    snapshot_free(snap(&t, T0));
    t.p.dead = true;
    snapshot_free(snap(&t, T0 + 5));
    cr_expect_eq(t.p.logins, 2);
    t.p.denied[ACT_STATUS] = true;
    struct vendor_step s = play_poll(t.v, &t.p, T0 + 10);
    cr_expect_eq(s.result, VR_FAILED);
    cr_expect_eq(s.err.code, ERR_AUTH);
    cr_expect_not_null(s.err.hint);
    vendor_step_release(&s);
    tear_down(&t);
}

Test(asterisk, refused_sign_in)
{
    struct stage t;
    set_up(&t, "https://pbx");
    t.p.wrong_secret = true;
    for (int i = 0; i < 2; i++) {
        *t.p.actions = '\0';
        struct vendor_step s = play_poll(t.v, &t.p, T0 + i);
        cr_expect_eq(s.result, VR_FAILED);
        cr_expect_eq(s.err.code, ERR_AUTH);
        cr_expect_str_eq(s.err.arg[1], "wall");
        cr_expect_str_eq(s.err.arg[2], "Authentication failed");
        cr_expect_str_eq(t.p.actions, "login", "once a poll");
        vendor_step_release(&s);
    }
    t.p.wrong_secret = false;
    snapshot_free(snap(&t, T0 + 9));
    tear_down(&t);
}

/* Denied without a class: asked once, then done without; the session is not opened again each poll.
 */
Test(asterisk, user_without_any_class)
{
    struct stage t;
    set_up(&t, "http://pbx");
    t.p.denied[ACT_CHANNELS] = t.p.denied[ACT_CORE] = true;
    snapshot_free(snap(&t, T0));
    *t.p.actions = '\0';
    struct snapshot *s = snap(&t, T0 + 5);
    cr_expect_str_eq(t.p.actions, "QueueStatus QueueSummary");
    cr_expect_eq(s->counters_since, UNKNOWN);
    cr_expect_eq(s->queues[0].t.abandoned, UNKNOWN);
    cr_expect_eq(s->queues[0].lost, 0);
    const char *notes[8];
    size_t n = t.v->ops->notes(t.v, notes, 8);
    cr_assert_eq(n, 3);
    cr_expect(strstr(notes[0], "CoreShowChannels"));
    cr_expect(strstr(notes[1], "CoreStatus"));
    cr_expect(strstr(notes[2], "wrap-up"));
    cr_expect_eq(t.v->ops->notes(t.v, notes, 1), 1);
    cr_expect_eq(t.v->ops->fields(t.v) & (VF_CALLER_ON_AGENT | VF_COUNTERS_SINCE), 0);
    snapshot_free(s);
    cr_expect_eq(t.p.logins, 1);
    tear_down(&t);
}

/* One reply to the request under way. */
static struct vendor_step answer_with(struct stage *t, int status, const char *body, bool empty)
{
    struct vendor_step s;
    vendor_step_init(&s);
    t->v->ops->poll(t->v, T0, &s);
    struct http_reply r = play_reply(s.requests.v[0].tag, status, body);
    r.empty = empty;
    t->v->ops->on_reply(t->v, &r, T0, &s);
    http_reply_release(&r);
    return s;
}

Test(asterisk, answers_that_are_not_amis_text)
{
    static const struct {
        int status;
        const char *body;
        bool empty;
        enum err_code code;
        const char *word;
    } cases[] = {
        {0, "", true, ERR_NET, "without an answer"},
        {503, "<html>", false, ERR_NET, "not available"},
        {404, "<html>", false, ERR_BACKEND, "nothing at this address"},
        {401, "", false, ERR_AUTH, "refused the sign-in"},
        {200, "", false, ERR_BACKEND, "empty document"},
        {200, "<ajax-response>\n</ajax-response>", false, ERR_BACKEND, "web page or XML"},
        {200, "<!DOCTYPE html>", false, ERR_BACKEND, "web page or XML"},
        {200, "hello", false, ERR_BACKEND, "not AMI"},
        {200, "Response: Error\r\nMessage: Login Already In Use\r\n\r\n", false, ERR_AUTH, "once"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stage t;
        set_up(&t, "https://pbx");
        struct vendor_step s = answer_with(&t, cases[i].status, cases[i].body, cases[i].empty);
        cr_expect_eq(s.result, VR_FAILED, "case %zu", i);
        cr_expect_eq(s.err.code, cases[i].code, "case %zu: %d", i, s.err.code);
        cr_expect(strstr(s.err.msgid, cases[i].word), "case %zu: %s", i, s.err.msgid);
        cr_expect_not_null(s.err.hint);
        vendor_step_release(&s);
        snapshot_free(snap(&t, T0 + 1)); /* and the next poll is good again */
        tear_down(&t);
    }
}

Test(asterisk, urls)
{
    static const struct {
        const char *url;
        bool good;
    } cases[] = {{"http://h", true},          {"https://h:8089/asterisk", true},
                 {"http://h/rawman", true},   {"http://h/mxml", false},
                 {"http://h/manager", false}, {"http://h/arawman", false},
                 {"ftp://h", false},          {"http://h/?x=1", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct vendor_config cfg = {.name = "x", .url = cases[i].url, .user = "u", .secret = "s"};
        struct vendor *v = NULL;
        struct err e = {0};
        enum err_code code = vendor_find("asterisk")->open(&cfg, &v, &e);
        cr_expect_eq(code, cases[i].good ? OK : ERR_USAGE, "%s", cases[i].url);
        vendor_find("asterisk")->free(v);
        cfg.user = "";
        v = NULL;
        cr_expect_eq(vendor_find("asterisk")->open(&cfg, &v, &e), ERR_USAGE, "a user is needed");
        vendor_find("asterisk")->free(v);
    }
}

Test(asterisk, replies_of_a_poll_given_up_are_ignored)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct vendor_step s;
    vendor_step_init(&s);
    t.v->ops->poll(t.v, T0, &s);
    int tag = s.requests.v[0].tag;
    t.v->ops->abort(t.v);
    struct http_reply r = play_reply(tag, 200, "Response: Success\r\n\r\n");
    t.v->ops->on_reply(t.v, &r, T0, &s);
    cr_expect_eq(s.result, VR_NONE);
    cr_expect_eq(s.requests.n, 1, "nothing new is asked");
    http_reply_release(&r);
    vendor_step_release(&s);
    t.v->ops->work(t.v, 10, T0, &s);
    cr_expect_eq(s.result, VR_NONE);
    snapshot_free(snap(&t, T0));
    tear_down(&t);
}

/* ---- bodies
 * ---------------------------------------------------------------------------------------- */

static void expect_failed(struct stage *t, int64_t now, const char *word)
{
    struct vendor_step s = play_poll(t->v, &t->p, now);
    cr_expect_eq(s.result, VR_FAILED);
    cr_expect(s.err.msgid && strstr(s.err.msgid, word), "%s", s.err.msgid);
    vendor_step_release(&s);
}

Test(asterisk, incomplete_bodies_are_discarded)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct body b = body_new();
    queue(&b, "sales", 0, 9, 9, 0);
    pbx_play_text(&t.p, ACT_STATUS, buf_str(&b.b)); /* no QueueStatusComplete */
    expect_failed(&t, T0, "its end is missing");
    b.items = 2; /* one less than counted */
    put_status(&b, &t.p);
    expect_failed(&t, T0 + 1, "not as many");
    b = body_new();
    queue(&b, "sales", 0, 0, 0, 0);
    put_status(&b, &t.p);
    struct snapshot *s = snap(&t, T0 + 2);
    cr_expect_eq(s->queues[0].t.answered, 0, "the discarded counters left no trace");
    snapshot_free(s);
    tear_down(&t);
}

/* A cache before a PBX that hangs gives old answers: with an ActionID that is not ours. */
Test(asterisk, old_answers_are_refused)
{
    struct stage t;
    set_up(&t, "https://pbx");
    snapshot_free(snap(&t, T0));
    t.p.echo = false;
    expect_failed(&t, T0 + 5, "old answer");
    t.p.echo = true;
    snapshot_free(snap(&t, T0 + 10));
    tear_down(&t);
}

/* Line breaks in a reason: with our ActionID as the bound they forge nothing, the next man's entry
 * and a closing block of their own included. */
Test(asterisk, forged_blocks)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct body b = body_new();
    queue(&b, "sales", 1, 0, 0, 0);
    member(&b,
           (struct seat){"sales", "SIP/1", .status = 1, .paused = 1, .login = T0 - 9,
                         .reason = "x\r\nStatus: 5\r\n\r\nEvent: QueueMember\r\nQueue: sales\r\n"
                                   "Name: Ghost\r\nLocation: SIP/666\r\nStatus: 1\r\n\r\n"
                                   "Event: QueueStatusComplete\r\nListItems: 1"});
    member(&b, (struct seat){"sales", "SIP/2", .status = 1, .login = T0 - 9});
    buf_puts(&b.b, "Event: QueueEntry\r\nQueue: sales\r\nPosition: 1\r\nUniqueid: 7.1\r\n"
                   "CallerIDNum: 1\r\nCallerIDName: x\r\nWait: 999\r\nPriority: 99\r\n\r\n"
                   "Event: QueueEntry\r\nQueue: sales\r\nUniqueid: 8\r\nWait: 12\r\n"
                   "Priority: 0\r\nActionID: x\r\n\r\n");
    b.items++;
    put_status(&b, &t.p);
    struct snapshot *s = snap(&t, T0);
    cr_assert_eq(s->n_agents, 2);
    cr_assert_not_null(play_agent(s, "SIP/1"));
    cr_expect_eq(play_agent(s, "SIP/1")->state, ST_PAUSED);
    cr_expect_str_eq(play_agent(s, "SIP/1")->reason, "x");
    cr_expect_null(play_agent(s, "SIP/666"));
    cr_assert_eq(s->n_calls, 1);
    cr_expect_str_eq(s->calls[0].id, "7.1");
    cr_expect_eq(s->calls[0].wait_s, 12, "the last Wait stands behind the free texts");
    cr_expect_eq(s->calls[0].priority, 0);
    cr_expect_eq(s->n_warnings, 2);
    snapshot_free(s);
    tear_down(&t);
}

Test(asterisk, impossible_figures_are_one_warning)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct body b = body_new();
    queue(&b, "sales", -3, 0, 0, 0);
    member(&b, (struct seat){"sales", "SIP/1", .status = 77, .calls = -1, .last_call = 4102444800,
                             .login = T0});
    put_status(&b, &t.p);
    struct snapshot *s = snap(&t, T0);
    cr_expect_eq(s->n_warnings, 3);
    cr_expect_eq(play_agent(s, "SIP/1")->state, ST_READY);
    cr_expect_eq(play_agent(s, "SIP/1")->answered, UNKNOWN);
    snapshot_free(s);
    tear_down(&t);
}

Test(asterisk, ten_thousand_members_in_slices)
{
    struct stage t;
    set_up(&t, "https://pbx");
    t.p.denied[ACT_SUMMARY] = t.p.denied[ACT_CHANNELS] = t.p.denied[ACT_CORE] = true;
    snapshot_free(snap(&t, T0)); /* now only QueueStatus is asked */
    struct body b = body_new();
    char location[32];
    queue(&b, "sales", 0, 0, 0, 0);
    queue(&b, "care", 0, 0, 0, 0);
    for (int i = 0; i < 10000; i++) {
        snprintf(location, sizeof location, "PJSIP/%05d", 9999 - i);
        member(&b, (struct seat){i % 2 ? "sales" : "care", location, .status = 1, .login = T0 - 9});
    }
    put_status(&b, &t.p);
    struct vendor_step s;
    vendor_step_init(&s);
    t.v->ops->poll(t.v, T0 + 5, &s);
    struct http_reply r = pbx_play_answer(&t.p, &s.requests.v[0]);
    t.v->ops->on_reply(t.v, &r, T0 + 5, &s);
    int slices = 0;
    for (; s.more; slices++) {
        cr_assert_eq(s.result, VR_NONE);
        t.v->ops->work(t.v, 400, T0 + 5, &s);
    }
    cr_expect_geq(slices, 3 * 10000 / 400, "read, judged and built in %d slices", slices);
    cr_assert_eq(s.result, VR_SNAPSHOT);
    cr_assert_eq(s.snapshot->n_agents, 10000);
    cr_expect_str_eq(s.snapshot->agents[0].id, "PJSIP/00000", "in the order of their interfaces");
    cr_expect_str_eq(s.snapshot->agents[9999].extension, "09999");
    http_reply_release(&r);
    vendor_step_release(&s);
    tear_down(&t);
}

/* What a caller has waited is the PBX's word: when its clock turns out to be another one, her
 * instant of joining follows; a second of rounding does not move it. */
Test(asterisk, who_waits_joined_by_the_clock_of_the_pbx)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct body c = body_new();
    put(&c, "CoreShowChannelsComplete", &t.p, ACT_CHANNELS);
    struct body b = body_new();
    queue(&b, "sales", 1, 0, 0, 0);
    caller(&b, "sales", "1.1", 1, 5);
    put_status(&b, &t.p);
    struct snapshot *s = snap(&t, T0);
    cr_expect_eq(s->calls[0].since, T0 - 5);
    snapshot_free(s);
    b = body_new();
    queue(&b, "sales", 1, 0, 0, 0);
    caller(&b, "sales", "1.1", 1, 8);
    put_status(&b, &t.p);
    s = snap(&t, T0 + 2);
    cr_expect_eq(s->calls[0].since, T0 - 5, "rounding");
    snapshot_free(s);
    b = body_new();
    queue(&b, "sales", 1, 0, 0, 0);
    caller(&b, "sales", "1.1", 1, 10);
    put_status(&b, &t.p);
    c = body_new();
    leg(&c, "SIP/t-1", "1795280000.7", "1795280000.7", "Dial", "x", "138", "", "00:00:10");
    put(&c, "CoreShowChannelsComplete", &t.p, ACT_CHANNELS);
    s = snap(&t, T0 + 4);
    cr_expect_eq(s->calls[0].wait_s, 10);
    cr_expect_eq(s->calls[0].since, s->time - 10, "%ld of %ld", (long)s->calls[0].since,
                 (long)s->time);
    snapshot_free(s);
    tear_down(&t);
}

/* An agent's sums begin with the watching, her count with the PBX: averages divide by the calls
 * that were followed. */
Test(asterisk, averages_of_an_agent_are_of_calls_followed)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct body c = body_new();
    leg(&c, "SIP/1-1", "1.1", "1.1", "AppQueue", "", "138", "br", "00:00:20");
    put(&c, "CoreShowChannelsComplete", &t.p, ACT_CHANNELS);
    struct seat m = {"sales", "SIP/1", .status = 2, .in_call = 1, .calls = 30, .login = T0 - 9000};
    struct body b = body_new();
    member(&b, m);
    put_status(&b, &t.p);
    struct snapshot *s = snap(&t, T0);
    const struct snap_agent *a = play_agent(s, "SIP/1");
    cr_expect_eq(a->answered, 31);
    cr_expect_eq(snap_agent_calls(a), 1, "the one that runs");
    cr_expect_eq(a->talk_s, 20, "since it began");
    snapshot_free(s);
    c = body_new();
    put(&c, "CoreShowChannelsComplete", &t.p, ACT_CHANNELS);
    m.status = 1;
    m.in_call = 0;
    m.calls = 31;
    m.last_call = T0 + 10;
    b = body_new();
    member(&b, m);
    put_status(&b, &t.p);
    s = snap(&t, T0 + 10);
    a = play_agent(s, "SIP/1");
    cr_expect_eq(a->answered, 31);
    cr_expect_eq(snap_agent_calls(a), 1);
    cr_expect_eq(a->talk_s, 30);
    snapshot_free(s);
    m.calls = 32; /* one that nobody saw */
    m.last_call = T0 + 15;
    b = body_new();
    member(&b, m);
    put_status(&b, &t.p);
    s = snap(&t, T0 + 20);
    cr_expect_eq(snap_agent_calls(play_agent(s, "SIP/1")), 2);
    snapshot_free(s);
    m.calls = 0; /* QueueReset */
    b = body_new();
    member(&b, m);
    put_status(&b, &t.p);
    s = snap(&t, T0 + 30);
    a = play_agent(s, "SIP/1");
    cr_expect_eq(a->answered, 0);
    cr_expect_eq(snap_agent_calls(a), 2);
    snapshot_free(s);
    tear_down(&t);
}
