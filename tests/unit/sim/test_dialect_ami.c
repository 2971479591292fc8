/* The asterisk dialect: sign-in and refusals as the recordings show them, and its lists read back
 * by zhiban's own asterisk backend. */
#include "support.h"

#include <stdio.h>
#include <strings.h>

#include "dialect_ami.h"
#include "floor_ops.h"
#include "replay.h"
#include "zhiban/base/paths.h"
#include "zhiban/vendor/vendor.h"

#include <openssl/evp.h>

static void md5(const char *text, char hex[33])
{
    unsigned char sum[EVP_MAX_MD_SIZE] = {0};
    unsigned n = 0;
    EVP_Digest(text, strlen(text), sum, &n, EVP_md5(), NULL);
    for (int i = 0; i < 16; i++) {
        snprintf(hex + 2 * i, 3, "%02x", sum[i]);
    }
}

struct pbx {
    struct organisation o;
    struct sim *s;
    struct ami *ami;
    struct replay *played;
    char cookie[160];
    int64_t now_ms;
    int delay_ms; /* of the last answer */
    struct buf body;
};

static void pbx_open(struct pbx *p, unsigned rights)
{
    *p = (struct pbx){.now_ms = 1000000};
    load_demo(&p->o);
    p->s = new_floor(&p->o, FRIDAY "10:00:00+08:00", 1, 0);
    struct ami_opts a = {
        .user = "demo", .secret = "s3cret", .md5 = md5, .rights = rights, .seed = 1};
    p->ami = ami_new(&a);
}

static void pbx_close(struct pbx *p)
{
    buf_release(&p->body);
    ami_free(p->ami);
    replay_free(p->played);
    sim_free(p->s);
    organisation_release(&p->o);
}

/* One request by its form; the answer's text, valid until the next. */
static const char *ask(struct pbx *p, const char *form_text)
{
    struct form form = {0};
    struct ami_answer a = {.cookie = *p->cookie ? p->cookie : NULL, .now_ms = p->now_ms};
    buf_init(&a.body, (size_t)64 << 20);
    form_parse(&form, form_text);
    ami_act(p->ami, p->s, p->played, &form, &a);
    form_release(&form);
    buf_release(&p->body);
    p->body = a.body;
    p->delay_ms = a.delay_ms;
    snprintf(p->cookie, sizeof p->cookie, "mansession_id=\"%s\"", a.session);
    return buf_str(&p->body);
}

#define DENIED "Response: Error\r\nMessage: Permission denied\r\n\r\n"

Test(sim_ami, sign_in_and_off_as_recorded)
{
    struct pbx p;
    pbx_open(&p, AMI_AGENT | AMI_REPORTING);
    cr_expect_str_eq(ask(&p, "action=QueueStatus"), DENIED);
    cr_expect_str_eq(ask(&p, "action=login&username=demo&secret=wrong"),
                     "Response: Error\r\nMessage: Authentication failed\r\n\r\n");
    cr_expect_eq(p.delay_ms, 1000);
    cr_expect_str_eq(ask(&p, "action=login&username=nobody&secret=s3cret"),
                     "Response: Error\r\nMessage: Authentication failed\r\n\r\n");
    cr_expect_str_eq(ask(&p, "ACTION=Login&UserName=demo&SECRET=s3cret"),
                     "Response: Success\r\nMessage: Authentication accepted\r\n\r\n");
    cr_expect_eq(p.delay_ms, 0);
    cr_expect_str_eq(ask(&p, "action=login&username=demo&secret=s3cret&ActionID=x"),
                     "Response: Success\r\nActionID: x\r\nMessage: Already authenticated\r\n\r\n");
    cr_expect_str_eq(ask(&p, ""), "Response: Error\r\nMessage: Missing action in request\r\n\r\n");
    cr_expect_str_eq(ask(&p, "action=Nope&ActionID=wb-1"),
                     "Response: Error\r\nActionID: wb-1\r\nMessage: Invalid/unknown command: Nope. "
                     "Use Action: ListCommands to show available commands.\r\n\r\n");
    cr_expect_str_eq(ask(&p, "action=logoff&actionid=bye"),
                     "Response: Goodbye\r\nActionID: bye\r\nMessage: Thanks for all the fish."
                     "\r\n\r\n");
    cr_expect_str_eq(ask(&p, "action=Ping"), DENIED);
    pbx_close(&p);
}

Test(sim_ami, md5_needs_the_challenge_of_its_own_session)
{
    struct pbx p;
    pbx_open(&p, 0);
    static const char head[] = "Response: Success\r\nActionID: ch1\r\nChallenge: ";
    const char *text = ask(&p, "action=Challenge&AuthType=MD5&ActionID=ch1");
    cr_assert(strncmp(text, head, sizeof head - 1) == 0, "%s", text);
    const char *number = text + sizeof head - 1;
    char hex[33];
    char *joined = mem_printf("%.*ss3cret", (int)strspn(number, "0123456789"), number);
    md5(joined, hex);
    free(joined);
    char *form = mem_printf("action=login&AuthType=MD5&Username=demo&Key=%s", hex);
    char kept[sizeof p.cookie];
    memcpy(kept, p.cookie, sizeof kept);
    p.cookie[0] = '\0';
    cr_expect_not_null(strstr(ask(&p, form), "Authentication failed"), "another session");
    memcpy(p.cookie, kept, sizeof kept);
    cr_expect_not_null(strstr(ask(&p, form), "Authentication accepted"));
    free(form);
    pbx_close(&p);
}

Test(sim_ami, a_session_lives_sixty_seconds_since_its_last_request)
{
    struct pbx p;
    pbx_open(&p, 0);
    ask(&p, "action=login&username=demo&secret=s3cret");
    char first[sizeof p.cookie];
    memcpy(first, p.cookie, sizeof first);
    for (int i = 0; i < 5; i++) {
        p.now_ms += 59000;
        cr_expect_not_null(strstr(ask(&p, "action=Ping"), "Ping: Pong\r\nTimestamp: "));
        cr_expect_str_eq(p.cookie, first);
    }
    /* Without quotes, among others, two of them: the last counts. */
    char *many = mem_printf("a=b; MANSESSION_ID=0; %s", first);
    snprintf(p.cookie, sizeof p.cookie, "%s", many);
    free(many);
    cr_expect_not_null(strstr(ask(&p, "action=Ping"), "Pong"));
    p.now_ms += 61000;
    cr_expect_str_eq(ask(&p, "action=Ping"), DENIED);
    cr_expect_str_neq(p.cookie, first, "a new session that is not signed in");
    pbx_close(&p);
}

Test(sim_ami, many_strangers_do_not_push_out_who_is_signed_in)
{
    struct pbx p;
    pbx_open(&p, 0);
    ask(&p, "action=login&username=demo&secret=s3cret");
    char first[sizeof p.cookie];
    memcpy(first, p.cookie, sizeof first);
    for (int i = 0; i < 1000; i++) {
        p.cookie[0] = '\0';
        ask(&p, "action=Ping");
    }
    memcpy(p.cookie, first, sizeof first);
    cr_expect_not_null(strstr(ask(&p, "action=Ping"), "Pong"));
    pbx_close(&p);
}

Test(sim_ami, rights_decide_what_is_denied)
{
    static const struct {
        unsigned rights;
        bool channels, pause;
    } cases[] = {{0, false, false},
                 {AMI_REPORTING, true, false},
                 {AMI_AGENT, false, true},
                 {AMI_AGENT | AMI_REPORTING, true, true}};
    for (size_t i = 0; i < 4; i++) {
        struct pbx p;
        pbx_open(&p, cases[i].rights);
        ask(&p, "action=login&username=demo&secret=s3cret");
        cr_expect_null(strstr(ask(&p, "action=QueueStatus"), "denied"));
        cr_expect_null(strstr(ask(&p, "action=QueueSummary"), "denied"));
        cr_expect_eq(strcmp(ask(&p, "action=CoreShowChannels"), DENIED) != 0, cases[i].channels);
        cr_expect_eq(strcmp(ask(&p, "action=CoreStatus"), DENIED) != 0, cases[i].channels);
        cr_expect_eq(strcmp(ask(&p, "action=QueuePause&Interface=x&Paused=1"), DENIED) != 0,
                     cases[i].pause);
        pbx_close(&p);
    }
}

Test(sim_ami, actions_and_their_refusals_as_recorded)
{
    static const struct {
        const char *form, *want;
    } cases[] = {
        {"QueuePause&Paused=1", "Error: Need 'Interface' and 'Paused' parameters."},
        {"QueuePause&Interface=Alice&Paused=1", "Error: Interface not found"},
        {"QueuePause&Interface=Local/6120@elsewhere&Paused=1", "Error: Interface not found"},
        {"QueuePause&Interface=READY&Paused=true&Reason=meal",
         "Success: Interface paused successfully"},
        {"QueuePause&Interface=READY&Paused=false", "Success: Interface unpaused successfully"},
        {"QueueAdd&Queue=Q10", "Error: 'Interface' not specified."},
        {"QueueAdd&Queue=none&Interface=Local%2F6120%40from-queue%2Fn",
         "Error: Unable to add interface to queue: No such queue"},
        {"QueueAdd&Queue=q10&Interface=Local/6120@from-queue/n",
         "Success: Added interface to queue"},
        {"QueueAdd&Queue=Q10&Interface=Local/6120@from-queue/n",
         "Error: Unable to add interface: Already there"},
        {"QueueRemove&Queue=Q10&Interface=Local/6120@from-queue/n",
         "Success: Removed interface from queue"},
        {"QueueRemove&Queue=Q10&Interface=Local/6120@from-queue/n",
         "Error: Unable to remove interface: Not there"},
        {"QueueRemove&Queue=none&Interface=Local/6120@from-queue/n",
         "Error: Unable to remove interface from queue: No such queue"},
        {"QueueReset&Queue=unknown", "Success: Queue stats reset successfully"},
    };
    struct pbx p;
    pbx_open(&p, AMI_AGENT);
    ask(&p, "action=login&username=demo&secret=s3cret");
    const char *ready = NULL;
    for (size_t i = 0; i < p.s->people.n; i++) {
        ready = p.s->people.v[i].state == ST_READY ? p.s->people.v[i].extension : ready;
    }
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *mark = strstr(cases[i].form, "READY");
        char *form = mark ? mem_printf("action=%.*sLocal/%s@from-queue/n%s",
                                       (int)(mark - cases[i].form), cases[i].form, ready, mark + 5)
                          : mem_printf("action=%s", cases[i].form);
        const char *colon = strchr(cases[i].want, ':');
        char *want = mem_printf("Response: %.*s\r\nMessage: %s\r\n\r\n",
                                (int)(colon - cases[i].want), cases[i].want, colon + 2);
        cr_expect_str_eq(ask(&p, form), want, "%s", form);
        free(form);
        free(want);
    }
    pbx_close(&p);
}

/* The keys of the n-th block with that Event, one after the other. */
static char *keys_of(const char *text, const char *event)
{
    char *sign = mem_printf("Event: %s\r\n", event);
    const char *at = strstr(text, sign);
    struct buf keys;
    buf_init(&keys, 0);
    free(sign);
    while (at != NULL && *at != '\r' && *at != '\0') {
        buf_add(&keys, at, strcspn(at, ":"));
        buf_putc(&keys, ' ');
        at += strcspn(at, "\n") + 1;
    }
    return buf_steal(&keys);
}

/* Each block has the recording's keys in the recording's order. */
Test(sim_ami, blocks_have_the_keys_of_the_recordings)
{
    static const struct {
        const char *action, *event, *recording;
    } cases[] = {
        {"QueueStatus", "QueueParams", "asterisk/series-2s/t120s.QueueStatus.rawman.txt"},
        {"QueueStatus", "QueueMember", "asterisk/series-2s/t120s.QueueStatus.rawman.txt"},
        {"QueueStatus", "QueueEntry", "asterisk/series-2s/t120s.QueueStatus.rawman.txt"},
        {"QueueStatus", "QueueStatusComplete", "asterisk/series-2s/t120s.QueueStatus.rawman.txt"},
        {"QueueSummary", "QueueSummary", "asterisk/series-2s/t120s.QueueSummary.rawman.txt"},
        {"QueueSummary", "QueueSummaryComplete",
         "asterisk/series-2s/t120s.QueueSummary.rawman.txt"},
        {"CoreShowChannels", "CoreShowChannel",
         "asterisk/series-2s/t120s.CoreShowChannels.rawman.txt"},
        {"CoreShowChannels", "CoreShowChannelsComplete",
         "asterisk/series-2s/t120s.CoreShowChannels.rawman.txt"},
    };
    struct pbx p;
    pbx_open(&p, AMI_REPORTING);
    ask(&p, "action=login&username=demo&secret=s3cret");
    /* Until somebody waits. */
    for (int64_t t = sim_time_ms(p.s); p.s->queues.v[0].waiting.n + p.s->queues.v[0].ringing.n == 0;
         t += 1000) {
        sim_advance(p.s, t);
    }
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err e = {0};
        struct buf file = {0};
        char *path = fixture(cases[i].recording);
        cr_assert_eq(paths_read(path, 1 << 20, &file, &e), OK);
        char *form = mem_printf("action=%s&ActionID=poll-060", cases[i].action);
        char *want = keys_of(buf_str(&file), cases[i].event);
        char *got = keys_of(ask(&p, form), cases[i].event);
        cr_assert_neq(*want, '\0');
        cr_expect_str_eq(got, want, "%s", cases[i].event);
        free(got);
        free(want);
        free(form);
        free(path);
        buf_release(&file);
    }
    pbx_close(&p);
}

Test(sim_ami, filters_by_queue_and_member)
{
    struct pbx p;
    pbx_open(&p, 0);
    ask(&p, "action=login&username=demo&secret=s3cret");
    const char *text = ask(&p, "action=QueueStatus&Queue=q20");
    cr_expect_not_null(strstr(text, "Queue: Q20\r\n"));
    cr_expect_null(strstr(text, "Queue: Q10\r\n"));
    text = ask(&p, "action=QueueStatus&Queue=nowhere");
    cr_expect_not_null(strstr(text, "ListItems: 0\r\n"));
    text = ask(&p, "action=QueueStatus&Member=Local/6120@from-queue/n");
    cr_expect_not_null(strstr(text, "Queue: Q10\r\n"), "every queue's parameters still come");
    cr_expect_not_null(strstr(text, "Location: Local/6120@from-queue/n\r\n"));
    cr_expect_null(strstr(text, "Location: Local/6121@from-queue/n\r\n"));
    pbx_close(&p);
}

/* ---- through zhiban's own backend
 * ---------------------------------------------------------------- */

/* The answer of the dialect to a request of the backend. */
static struct http_reply carry(struct pbx *p, const struct http_request *r)
{
    const char *query = strchr(r->url, '?');
    struct form form = {0};
    form_parse(&form, query ? query + 1 : "");
    form_parse(&form, r->body ? r->body : "");
    struct ami_answer a = {.cookie = r->cookie, .now_ms = p->now_ms};
    buf_init(&a.body, (size_t)64 << 20);
    ami_act(p->ami, p->s, p->played, &form, &a);
    form_release(&form);
    struct http_reply reply = {.tag = r->tag, .status = 200, .retry_after_s = -1, .body = a.body};
    snprintf(reply.content_type, sizeof reply.content_type, "text/plain");
    snprintf(reply.cookie, sizeof reply.cookie, "mansession_id=\"%s\"", a.session);
    return reply;
}

static struct vendor *open_vendor(struct pbx *p)
{
    struct vendor_config cfg = {.name = "pbx",
                                .url = "http://127.0.0.1:8088",
                                .user = "demo",
                                .secret = "s3cret",
                                .centre = &p->o.centre};
    struct vendor *v = NULL;
    struct err e = {0};
    cr_assert_eq(vendor_find("asterisk")->open(&cfg, &v, &e), OK);
    return v;
}

static struct snapshot *poll_once(struct pbx *p, struct vendor *v)
{
    int64_t now = sim_time_ms(p->s) / 1000;
    struct vendor_step step;
    vendor_step_init(&step);
    v->ops->poll(v, now, &step);
    for (int i = 0; i < 10000 && step.result == VR_NONE; i++) {
        struct vendor_step next;
        vendor_step_init(&next);
        if (step.requests.n > 0) {
            struct http_reply reply = carry(p, &step.requests.v[0]);
            v->ops->on_reply(v, &reply, now, &next);
            http_reply_release(&reply);
        } else {
            cr_assert(step.more, "the poll goes on");
            v->ops->work(v, 100, now, &next);
        }
        vendor_step_release(&step);
        step = next;
    }
    cr_assert_eq(step.result, VR_SNAPSHOT, "%s %s", step.err.msgid ? step.err.msgid : "",
                 step.err.arg[0]);
    struct snapshot *s = step.snapshot;
    step.snapshot = NULL;
    vendor_step_release(&step);
    return s;
}

static const struct person *by_extension(const struct sim *s, const char *extension)
{
    for (size_t i = 0; i < s->people.n; i++) {
        if (strcmp(s->people.v[i].extension, extension) == 0) {
            return &s->people.v[i];
        }
    }
    return NULL;
}

/* The state the backend can know: wrap-up only by its configured seconds, no answer as a pause. */
static bool fits(enum agent_state is, enum agent_state told)
{
    if (is == ST_WRAPUP || is == ST_READY) {
        return told == ST_WRAPUP || told == ST_READY;
    }
    return told == (is == ST_UNAVAILABLE ? ST_PAUSED : is);
}

Test(sim_ami, is_read_by_the_asterisk_backend)
{
    struct pbx p;
    pbx_open(&p, AMI_AGENT | AMI_REPORTING);
    struct vendor *v = open_vendor(&p);
    int64_t from = sim_time_ms(p.s);
    for (int poll = 0; poll < 120; poll++) {
        sim_advance(p.s, from + poll * 5000);
        p.now_ms += 5000;
        struct snapshot *snap = poll_once(&p, v);
        cr_assert_eq(snap->n_warnings, 0, "%s: %s", snap->n_warnings ? snap->warnings[0].where : "",
                     snap->n_warnings ? snap->warnings[0].msgid : "");
        cr_assert_eq(snap->n_agents, 44, "one person in many queues is one");
        for (uint32_t i = 0; i < snap->n_agents; i++) {
            const struct snap_agent *a = &snap->agents[i];
            const struct person *who = by_extension(p.s, a->extension);
            cr_assert_not_null(who, "%s", a->extension);
            cr_assert(fits(who->state, a->state), "%s: %s, told as %s", who->id,
                      agent_state_words[who->state], agent_state_words[a->state]);
        }
        for (uint32_t i = 0; i < snap->n_queues; i++) {
            const struct snap_queue *q = &snap->queues[i];
            uint32_t k = 0;
            while (strcmp(p.s->queues.v[k].cfg->id, q->id) != 0) {
                k++;
            }
            const struct sim_queue *is = &p.s->queues.v[k];
            cr_assert_eq(q->waiting, (int64_t)is->waiting.n + is->ringing.n);
            cr_assert_eq(q->t.answered, is->answered, "%s", q->id);
            cr_assert_eq(q->lost, is->abandoned + is->flow_out, "%s", q->id);
        }
        snapshot_free(snap);
    }
    v->ops->free(v);
    pbx_close(&p);
}

Test(sim_ami, is_read_with_the_smallest_rights)
{
    struct pbx p;
    pbx_open(&p, 0);
    struct vendor *v = open_vendor(&p);
    for (int poll = 0; poll < 5; poll++) {
        struct snapshot *snap = poll_once(&p, v);
        cr_expect_eq(snap->n_agents, 44);
        cr_expect_eq(snap->n_queues, 8);
        snapshot_free(snap);
    }
    v->ops->free(v);
    pbx_close(&p);
}

static void play_series(const char *folder, int polls, int64_t offered)
{
    struct pbx p;
    struct err e = {0};
    pbx_open(&p, AMI_REPORTING);
    char *dir = fixture(folder);
    cr_assert_eq(replay_open(&p.played, dir, &e), OK);
    free(dir);
    struct vendor *v = open_vendor(&p);
    for (int poll = 0; poll < polls; poll++) {
        struct snapshot *snap = poll_once(&p, v);
        cr_assert_eq(snap->n_queues, 6, "poll %d", poll);
        int64_t sum = 0;
        for (uint32_t i = 0; i < snap->n_queues; i++) {
            sum += snap->queues[i].t.offered;
        }
        if (poll + 1 == polls) {
            cr_expect_eq(sum, offered, "%ld offered", (long)sum);
        }
        snapshot_free(snap);
    }
    v->ops->free(v);
    pbx_close(&p);
}

/* 67 polls and the counters at the end; 120 polls, with the other lists at every fifth. The
 * queue_log has as many ENTERQUEUE. */
Test(sim_ami, a_played_series_is_read_by_the_asterisk_backend)
{
    play_series("asterisk/series-10s-clean", 68, 153);
    play_series("asterisk/series-2s", 120, 108);
}

Test(sim_ami, forms_are_read_as_a_server_reads_them)
{
    struct form f = {0};
    form_parse(&f, "a=1&B=two+words&c=%E4%BD%A0%2&&=x&d&e==&a=3&f=%zz&g=%4");
    cr_expect_str_eq(form_get(&f, "a"), "1", "the first counts");
    cr_expect_str_eq(form_get(&f, "b"), "two words");
    cr_expect_str_eq(form_get(&f, "C"), "\xe4\xbd\xa0%2");
    cr_expect_str_eq(form_get(&f, "d"), "");
    cr_expect_str_eq(form_get(&f, "e"), "=");
    cr_expect_str_eq(form_get(&f, "f"), "%zz");
    cr_expect_str_eq(form_get(&f, "g"), "%4");
    cr_expect_str_eq(form_get(&f, "absent"), "");
    form_release(&f);
    form_release(&(struct form){0});
}
