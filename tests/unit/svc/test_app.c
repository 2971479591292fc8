/* The application against a backend played by a loopback server: what it shows, what it marks as
 * changed, and how it behaves when the backend does not. */
#include <poll.h>

#include "scratch.h"
#include "unit/loopback.h"
#include "zhiban/svc/app.h"

/* Numbers the server and the test share. */
enum { ASKED, MODE, ANSWERED, WAITING, LOGINS, LOGOFFS };
enum { GOOD, STATUS_503, GARBAGE, EMPTY, HANG, TAGGED, WARNED, RETRY };

static int *shared;
static struct loopback server;
static struct config config;
static struct clock clk;

#define NOW "2026-11-21T14:02:31+08:00"

static bool serve_snapshot(struct exchange *x, const char *headers)
{
    char body[2048];
    snprintf(body, sizeof body,
             "{\"schema\":\"zhiban.snapshot/1\",\"time\":\"" NOW "\","
             "\"counters_since\":\"2026-11-21T00:00:00+08:00\","
             "\"queues\":[{\"id\":\"support\",\"name\":\"综合业务\",\"waiting\":%d,"
             "\"offered\":%d,\"answered\":%d,\"abandoned\":0%s}],"
             "\"agents\":[{\"id\":\"1001\",\"name\":\"李晓雯\",\"queues\":[\"support\"],"
             "\"state\":\"ready\",\"since\":\"2026-11-21T13:58:00+08:00\"}]}",
             shared[WAITING], shared[ANSWERED] + shared[WAITING], shared[ANSWERED],
             shared[MODE] == WARNED ? ",\"talk_s\":-5" : "");
    return loopback_answer(x->fd, "200 OK", headers, body);
}

static bool serve(struct exchange *x)
{
    shared[ASKED]++;
    switch (shared[MODE]) {
    case STATUS_503:
        return loopback_answer(x->fd, "503 Service Unavailable", "", "down");
    case RETRY:
        return loopback_answer(x->fd, "503 Service Unavailable", "Retry-After: 40\r\n", "");
    case GARBAGE:
        return loopback_answer(x->fd, "200 OK", "", "<html>not what you wanted</html>");
    case EMPTY:
        return false;
    case HANG:
        poll(NULL, 0, 30000);
        return false;
    case TAGGED:
        if (strstr(x->text, "If-None-Match: \"one\"")) {
            return loopback_printf(x->fd, "HTTP/1.1 304 Not Modified\r\nETag: \"one\"\r\n\r\n");
        }
        return serve_snapshot(x, "ETag: \"one\"\r\n");
    default:
        return serve_snapshot(x, "");
    }
}

static void set_up(void)
{
    scratch_open();
    server = loopback_start(serve, &shared);
}

static void tear_down(void)
{
    loopback_stop(&server);
    scratch_close();
}

/* Every suite here has the same time-out: with different ones Criterion 2.4.1 leaks one of its
 * timers. */
TestSuite(app, .init = set_up, .fini = tear_down, .timeout = 30);

/* now: a fixed civil time, or NULL for the machine's; centre: more lines of [centre] and sections.
 */
static struct app *open_app(const char *now, const char *centre)
{
    struct app *a = NULL;
    struct err e = {0};
    char *text = mem_printf("[backend b]\nurl = json+http://127.0.0.1:%d/snapshot\n"
                            "[centre]\nwallboard.poll_sec = 1\nwallboard.stale_sec = 2\n%s",
                            server.port, centre);
    char *path = scratch_file("z.conf", text, 0600);
    if (now) {
        setenv("ZHIBAN_NOW", now, 1);
    } else {
        unsetenv("ZHIBAN_NOW");
    }
    cr_assert_eq(config_load(&config, &(struct config_opts){.file = path}, &e), OK, "%s", e.msgid);
    cr_assert_eq(clock_init(&clk, &e), OK);
    cr_assert_eq(
        app_new(&(struct app_opts){.config = &config, .clock = &clk, .user = "tester"}, &a, &e), OK,
        "%s", e.msgid);
    free(path);
    free(text);
    return a;
}

static void close_app(struct app *a)
{
    app_free(a);
    clock_release(&clk);
    config_release(&config);
}

/* Steps until `polls` polls have ended (good or bad); returns the bits that came. */
static unsigned run_polls(struct app *a, uint64_t polls)
{
    unsigned bits = 0;
    int64_t until = clock_raw_ms() + 20000;
    uint64_t target = app_feed(a).polls + polls;
    for (;;) {
        bits |= app_step(a);
        struct feed_status f = app_feed(a);
        if (f.polls >= target && f.next_try_ms > 0) {
            return bits;
        }
        if (f.polls < target) {
            app_poll_now(a);
        }
        cr_assert_lt(clock_raw_ms(), until, "the poll does not end");
        cr_assert_geq(app_wait(a, NULL, 0, NULL, 50), 0);
    }
}

static int64_t answered_today(const struct app *a)
{
    return totals_sum(app_totals(a), PERIOD_DAY).t.answered;
}

Test(app, opening_asks_nothing_of_the_network)
{
    struct app *a = open_app(NOW, "");
    cr_expect_null(app_floor(a));
    cr_expect_eq(app_feed(a).state, FEED_STARTING);
    cr_expect_eq(app_feed(a).age_ms, -1);
    cr_expect_str_eq(app_feed(a).backend, "b");
    cr_expect_eq(app_lost_count(a), 0);
    cr_expect_eq(app_warning_count(a), 0);
    close_app(a);
    cr_expect_eq(shared[ASKED], 0);
}

Test(app, a_snapshot_arrives_and_is_read)
{
    shared[ANSWERED] = 10;
    shared[WAITING] = 2;
    struct app *a = open_app(NOW, "");
    unsigned bits = run_polls(a, 1);
    cr_expect(bits & CHANGE_SNAPSHOT);
    cr_expect(bits & CHANGE_FEED);
    cr_assert_not_null(app_floor(a));
    cr_expect_eq(app_floor(a)->snap->n_queues, 1);
    cr_expect_eq(app_floor(a)->snap->queues[0].waiting, 2);
    cr_expect_eq(app_floor(a)->heads.by_state[ST_READY], 1);
    cr_expect_eq(app_feed(a).state, FEED_LIVE);
    cr_expect_eq(app_feed(a).err.code, OK);
    cr_expect_eq(answered_today(a), 10);
    close_app(a);
}

Test(app, a_still_clock_and_the_same_answer_change_nothing)
{
    struct app *a = open_app(NOW, "");
    run_polls(a, 1);
    app_step(a);
    int before = shared[ASKED];
    cr_expect_eq(run_polls(a, 3), 0);
    cr_expect_geq(shared[ASKED], before + 3);
    cr_expect_eq(app_feed(a).age_ms, 0);
    shared[WAITING] = 1; /* and what did change is seen */
    cr_expect(run_polls(a, 1) & CHANGE_SNAPSHOT);
    cr_expect_eq(app_floor(a)->snap->queues[0].waiting, 1);
    close_app(a);
}

Test(app, not_modified_renews_the_age_only)
{
    shared[MODE] = TAGGED;
    struct app *a = open_app(NOW, "");
    run_polls(a, 1);
    cr_expect_eq(run_polls(a, 2), 0);
    cr_expect_eq(app_feed(a).state, FEED_LIVE);
    cr_expect_eq(app_feed(a).failures, 0);
    close_app(a);
}

Test(app, totals_survive_a_restart_of_the_backend)
{
    struct app *a = open_app(NOW, "");
    static const int series[][2] = {{10, 10}, {12, 12}, {1, 13}, {3, 15}};
    for (size_t i = 0; i < sizeof series / sizeof *series; i++) {
        shared[ANSWERED] = series[i][0];
        run_polls(a, 1);
        cr_expect_eq(answered_today(a), series[i][1], "step %zu: %ld", i, (long)answered_today(a));
        if (i == 1) { /* down in between, then up again from 0 */
            shared[MODE] = EMPTY;
            run_polls(a, 2);
            shared[MODE] = GOOD;
        }
    }
    close_app(a);
}

Test(app, a_failure_keeps_the_last_good_snapshot_and_turns_stale)
{
    struct app *a = open_app(NOW, "");
    run_polls(a, 1);
    shared[MODE] = STATUS_503;
    unsigned bits = run_polls(a, 1);
    cr_expect(bits & CHANGE_FEED);
    cr_expect_not(bits & CHANGE_SNAPSHOT);
    cr_expect_eq(app_feed(a).state, FEED_LIVE); /* young enough still */
    cr_expect_neq(app_feed(a).err.code, OK);
    cr_expect_neq(app_feed(a).failed_since, UNKNOWN);
    int64_t until = clock_raw_ms() + 10000;
    while (app_feed(a).state == FEED_LIVE && clock_raw_ms() < until) {
        app_wait(a, NULL, 0, NULL, 1000);
        app_step(a);
    }
    cr_expect_eq(app_feed(a).state, FEED_DOWN);
    cr_expect_geq(app_feed(a).age_ms, 2000);
    cr_assert_not_null(app_floor(a));
    cr_expect_eq(app_floor(a)->snap->n_agents, 1);
    shared[MODE] = GOOD;
    bits = run_polls(a, 1);
    cr_expect(bits & CHANGE_FEED);
    cr_expect_eq(app_feed(a).state, FEED_LIVE);
    cr_expect_eq(app_feed(a).err.code, OK);
    cr_expect_eq(app_feed(a).failed_since, UNKNOWN);
    close_app(a);
}

Test(app, garbage_nothing_and_a_closed_port_are_told)
{
    struct app *a = open_app(NOW, "");
    shared[MODE] = GARBAGE;
    run_polls(a, 1);
    cr_expect_eq(app_feed(a).err.code, ERR_BACKEND);
    cr_expect_eq(app_feed(a).state, FEED_DOWN);
    cr_expect_null(app_floor(a));
    shared[MODE] = EMPTY;
    run_polls(a, 1);
    cr_expect_eq(app_feed(a).err.code, ERR_NET);
    kill(-server.pid, SIGKILL);
    waitpid(server.pid, NULL, 0);
    run_polls(a, 1);
    cr_expect_eq(app_feed(a).err.code, ERR_NET);
    cr_expect_eq(app_feed(a).failures, 3);
    close_app(a);
}

Test(app, retry_after_is_kept_to)
{
    struct app *a = open_app(NOW, "");
    shared[MODE] = RETRY;
    run_polls(a, 1);
    cr_expect_gt(app_feed(a).next_try_ms, 35000);
    cr_expect_leq(app_feed(a).next_try_ms, 60000);
    app_poll_now(a); /* but a person may ask at once */
    cr_expect_eq(app_feed(a).next_try_ms, 0);
    close_app(a);
}

Test(app, a_data_warning_is_kept_once)
{
    shared[MODE] = WARNED;
    struct app *a = open_app(NOW, "");
    run_polls(a, 1);
    shared[WAITING] = 1; /* another snapshot with the same flaw */
    run_polls(a, 1);
    cr_assert_eq(app_warning_count(a), 1);
    cr_expect(strstr(app_warning_at(a, 0)->where, "talk_s") != NULL, "%s",
              app_warning_at(a, 0)->where);
    cr_expect_str_eq(app_warning_at(a, 0)->value, "-5");
    close_app(a);
}

Test(app, the_period_turns_and_stays_turned)
{
    struct app *a = open_app(NOW, "[segment N]\nsegments = 18:00-08:00+1\n");
    app_step(a);
    cr_expect_eq(app_period(a), PERIOD_DAY);
    app_next_period(a);
    cr_expect_eq(app_period(a), PERIOD_INTERVAL);
    cr_expect(app_step(a) & CHANGE_PERIOD);
    close_app(a);
    a = open_app("2026-11-21T23:30:00+08:00", "[segment N]\nsegments = 18:00-08:00+1\n");
    app_step(a);
    cr_expect_eq(app_period(a), PERIOD_SEGMENT); /* on the night segment */
    close_app(a);
    a = open_app("2026-11-21T23:30:00+08:00", "wallboard.period = interval\n");
    app_step(a);
    cr_expect_eq(app_period(a), PERIOD_INTERVAL);
    close_app(a);
}

Test(app, a_period_that_begins_is_told)
{
    char *file = scratch_file("now", "2026-11-21T14:29:58+08:00", 0600);
    char *now = mem_printf("@%s", file);
    struct app *a = open_app(now, "");
    run_polls(a, 1);
    free(scratch_file("now", "2026-11-21T14:30:00+08:00", 0600));
    unsigned bits = app_step(a);
    cr_expect(bits & CHANGE_PERIOD);
    cr_expect(bits & CHANGE_SECOND);
    free(scratch_file("now", "2026-11-22T00:00:01+08:00", 0600));
    cr_expect(app_step(a) & CHANGE_PERIOD);
    cr_expect_eq(app_step(a) & CHANGE_PERIOD, 0);
    close_app(a);
    free(now);
    free(file);
}

/* With one answer a second the answers tick the clock: those that change nothing must, too. */
Test(app, timers_move_while_the_floor_does_not)
{
    struct app *a = open_app(NULL, "");
    run_polls(a, 1);
    unsigned bits = 0;
    for (uint64_t polls = app_feed(a).polls; app_feed(a).polls < polls + 3;) {
        app_wait(a, NULL, 0, NULL, -1);
        bits |= app_step(a);
    }
    cr_expect(bits & CHANGE_SECOND);
    cr_expect_eq(bits & CHANGE_SNAPSHOT, 0);
    close_app(a);
}

Test(app, acknowledging_needs_a_standing_alarm_and_the_right)
{
    struct err e = {0};
    struct app *a = open_app(NOW, "[queue support]\nwaiting_warn = 1\nwaiting_crit = 3\n");
    cr_expect_eq(app_ack(a, 1, "note", &e), ERR_NOT_FOUND);
    shared[WAITING] = 5;
    cr_expect(run_polls(a, 1) & CHANGE_ALARMS);
    cr_assert_geq(alarms_count(app_alarms(a)), 1);
    uint32_t number = alarms_at(app_alarms(a), 0)->number;
    cr_expect_eq(app_ack(a, number, "seen", &e), OK);
    cr_expect_str_eq(alarms_at(app_alarms(a), 0)->acked_by, "tester");
    cr_expect(app_step(a) & CHANGE_ALARMS);
    close_app(a);
}

Test(app, readonly_acknowledges_nothing)
{
    struct err e = {0};
    struct app *a = open_app(NOW, "[ui]\nreadonly = on\n");
    cr_expect_eq(app_ack(a, 1, "", &e), ERR_PERMISSION);
    close_app(a);
}

Test(app, at_five_seconds_a_poll_the_loop_wakes_twice_a_second_at_most)
{
    struct app *a = open_app(NULL, "wallboard.poll_sec = 5\n");
    run_polls(a, 1);
    int wakes = 0;
    int64_t from = clock_raw_ms();
    while (clock_raw_ms() < from + 3000) {
        app_wait(a, NULL, 0, NULL, 3000);
        app_step(a);
        wakes++;
    }
    cr_expect_leq(wakes, 6, "%d", wakes);
    close_app(a);
    a = open_app(NOW, "wallboard.poll_sec = 5\n"); /* a still clock: hardly at all */
    run_polls(a, 1);
    wakes = 0;
    from = clock_raw_ms();
    while (clock_raw_ms() < from + 1500) {
        app_wait(a, NULL, 0, NULL, 1500);
        app_step(a);
        wakes++;
    }
    cr_expect_leq(wakes, 2, "%d", wakes);
    close_app(a);
}

Test(app, leaving_while_the_backend_hangs_is_bounded)
{
    shared[MODE] = HANG;
    struct app *a = open_app(NOW, "");
    int64_t until = clock_raw_ms() + 10000;
    while (shared[ASKED] == 0 && clock_raw_ms() < until) {
        app_step(a);
        app_wait(a, NULL, 0, NULL, 50);
    }
    cr_expect_eq(shared[ASKED], 1);
    int64_t from = clock_raw_ms();
    close_app(a);
    cr_expect_lt(clock_raw_ms() - from, 3000);
}

/* ---- a backend with a session ---------------------------------------------------------------- */

static bool serve_ami(struct exchange *x)
{
    static const char cookie[] = "Set-Cookie: mansession_id=\"0a1b2c3d\"; Version=1; Max-Age=60\r\n"
                                 "Content-type: text/plain\r\n";
    if (strstr(x->text, "hallenge") && !strstr(x->text, "ogin")) {
        return loopback_answer(x->fd, "200 OK", cookie,
                               "Response: Success\r\nChallenge: 123456789\r\n\r\n");
    }
    if (strstr(x->text, "ogoff")) {
        shared[LOGOFFS]++;
        poll(NULL, 0, 30000); /* never answered */
        return false;
    }
    if (strstr(x->text, "ction=Login") || strstr(x->text, "ction=login")) {
        shared[LOGINS]++;
        return loopback_answer(x->fd, "200 OK", cookie,
                               "Response: Success\r\nMessage: Authentication accepted\r\n\r\n");
    }
    shared[ASKED]++;
    poll(NULL, 0, 30000);
    return false;
}

Test(app, the_session_is_logged_off_within_half_a_second)
{
    struct err e = {0};
    struct app *a = NULL;
    loopback_stop(&server);
    server = loopback_start(serve_ami, &shared);
    char *secret = scratch_file("secret", "s3cret\n", 0600);
    char *text = mem_printf("[backend b]\nurl = asterisk+http://wall@127.0.0.1:%d\n"
                            "secret_file = %s\n",
                            server.port, secret);
    char *path = scratch_file("z.conf", text, 0600);
    cr_assert_eq(config_load(&config, &(struct config_opts){.file = path}, &e), OK);
    cr_assert_eq(clock_init(&clk, &e), OK);
    cr_assert_eq(app_new(&(struct app_opts){.config = &config, .clock = &clk}, &a, &e), OK);
    int64_t until = clock_raw_ms() + 10000;
    while (shared[ASKED] == 0 && clock_raw_ms() < until) {
        app_step(a);
        app_wait(a, NULL, 0, NULL, 50);
    }
    cr_expect_eq(shared[LOGINS], 1);
    int64_t from = clock_raw_ms();
    close_app(a);
    cr_expect_lt(clock_raw_ms() - from, 3000);
    cr_expect_eq(shared[LOGOFFS], 1);
    free(path);
    free(text);
    free(secret);
}
