/* What befalls an Asterisk, through the whole stack: reset, restart, sessions that end, limits, a
 * PBX that answers for ever the same, answers in another form. */
#include "pbx.h"
#include "zhiban/vendor/vendor.h"

static struct pbx_server pbx;

#define ASTERISK "fixtures/asterisk"

static void set_up(void)
{
    scratch_open();
}

static void tear_down(void)
{
    pbx_stop(&pbx);
    scratch_close();
}

TestSuite(pbx, .init = set_up, .fini = tear_down, .timeout = 60);

static struct period_total day_of(const char *queue)
{
    const struct queue_totals *t = totals_queue(app_totals(pbx.app), queue);
    cr_assert_not_null(t, "%s", queue);
    return t->period[PERIOD_DAY];
}

static bool says(const char *text)
{
    const struct err e = app_feed(pbx.app).err;
    return e.msgid && strstr(e.msgid, text);
}

/* ---- counters that begin anew ---------------------------------------------------------------- */

/* The counts are those of queue_log.real-run.txt: 34 CONNECT and 41 ENTERQUEUE in sales until the
 * last status. A call ran when the counters were reset: the PBX never counted it, here it is one.
 */
Test(pbx, a_queue_reset_neither_doubles_nor_loses)
{
    static const char *const files[] = {"supervisor/QueueReset.1-status-before.rawman.http",
                                        "supervisor/QueueReset.3-status-after.rawman.http",
                                        "QueueStatus.at-end-of-queue_log-run.rawman.http"};
    static const char *const core[] = {"series-2s/t230s.CoreStatus.rawman.txt",
                                       "series-2s/t230s.CoreStatus.rawman.txt",
                                       "series-2s/t230s.CoreStatus.rawman.txt"};
    pbx_start(&pbx, ASTERISK, files, core);
    pbx_open(&pbx, 1795283195, "");
    pbx_poll(&pbx, 0, 1795283195);
    struct period_total before = day_of("sales");
    cr_expect_eq(before.t.answered, 30, "29 ended and one runs");
    cr_expect_eq(before.t.offered, 39, "2 wait");
    cr_expect_eq(before.since, 1795282746);
    cr_expect_eq(before.kind, SINCE_BACKEND);
    cr_expect(before.approx);
    pbx_poll(&pbx, 1, 1795283197);
    struct period_total after = day_of("sales");
    cr_expect_eq(after.t.answered, 30);
    cr_expect_eq(after.t.decided, before.t.decided);
    cr_expect_eq(after.since, before.since);
    pbx_poll(&pbx, 2, 1795283217);
    struct period_total end = day_of("sales");
    cr_expect_eq(end.t.answered, 34, "%ld", (long)end.t.answered);
    cr_expect_eq(end.t.decided, 41, "%ld", (long)end.t.decided);
    cr_expect_eq(end.since, before.since);
    cr_expect_eq(totals_resets(app_totals(pbx.app)), 1);
    pbx_close(&pbx);
}

/* The run of series-2s, then the same PBX after its restart: the clean run. 503, closed, the old
 * cookie refused, one new login. */
Test(pbx, a_restart_adds_up)
{
    static const char *const files[] = {
        "series-2s/t238s.QueueStatus.rawman.txt", "series-2s/t238s.QueueStatus.rawman.txt",
        "restart/after-restart.QueueStatus-counters-zero.rawman.http",
        "series-10s-clean/t000s.QueueStatus.rawman.txt",
        "series-10s-clean/end.QueueStatus.rawman.http"};
    static const char *const core[] = {"series-2s/t230s.CoreStatus.rawman.txt",
                                       "series-2s/t230s.CoreStatus.rawman.txt",
                                       "restart/after-restart.CoreStatus.rawman.http",
                                       "restart/after-restart.CoreStatus.rawman.http",
                                       "restart/after-restart.CoreStatus.rawman.http"};
    pbx_start(&pbx, ASTERISK, files, core);
    pbx_open(&pbx, 1795283167, "");
    pbx_poll(&pbx, 0, 1795283167);
    struct tally before = totals_sum(app_totals(pbx.app), PERIOD_DAY).t;
    pbx.shared[PBX_MODE] = PBX_503;
    pbx_poll(&pbx, 1, 1795283411);
    cr_expect(says("not available just now"));
    cr_expect_eq(app_feed(pbx.app).err.code, ERR_NET);
    pbx.shared[PBX_MODE] = PBX_CLOSES;
    pbx_poll(&pbx, 1, 1795283412);
    pbx.shared[PBX_MODE] = PBX_ANSWERS;
    pbx.shared[PBX_DEAD] = 1;
    pbx_poll(&pbx, 2, 1795283422);
    cr_expect_eq(app_feed(pbx.app).err.code, OK);
    cr_expect_eq(pbx.shared[PBX_LOGINS], 2);
    struct period_total day = totals_sum(app_totals(pbx.app), PERIOD_DAY);
    cr_expect_eq(day.t.answered, before.answered);
    cr_expect_eq(day.t.decided, before.decided);
    cr_expect_eq(day_of("sales").since, 1795282746, "it counts from the first start on");
    cr_expect_eq(app_floor(pbx.app)->snap->counters_since, 1795283413);
    cr_expect_eq(app_floor(pbx.app)->snap->n_calls, 0);
    pbx_poll(&pbx, 3, 1795283456);
    pbx_poll(&pbx, 4, 1795284116);
    day = totals_sum(app_totals(pbx.app), PERIOD_DAY);
    cr_expect_eq(day.t.answered, before.answered + 136, "%ld and %ld", (long)day.t.answered,
                 (long)before.answered);
    cr_expect_eq(day.t.decided, before.decided + 153, "%ld and %ld", (long)day.t.decided,
                 (long)before.decided);
    cr_expect_eq(day_of("sales").since, 1795282746);
    cr_expect_eq(pbx.shared[PBX_LOGINS], 2);
    pbx_close(&pbx);
    cr_expect_eq(pbx.shared[PBX_LOGOFFS], 1);
}

/* ---- sessions and connections ---------------------------------------------------------------- */

Test(pbx, a_session_that_ends_within_a_poll_is_opened_again)
{
    pbx_start(&pbx, ASTERISK "/series-2s", NULL, NULL);
    pbx_open(&pbx, 1795282929, "");
    pbx_poll(&pbx, 0, 1795282929);
    pbx.shared[PBX_MODE] = PBX_EXPIRES_IN_POLL;
    pbx_poll(&pbx, 10, 1795282939);
    cr_expect_eq(app_feed(pbx.app).err.code, OK);
    cr_expect_eq(app_feed(pbx.app).failures, 0);
    cr_expect_eq(pbx.shared[PBX_LOGINS], 2);
    cr_expect(app_feed(pbx.app).fields & VF_CALLER_ON_AGENT, "the other lists came too");
    pbx_poll(&pbx, 20, 1795282949);
    cr_expect_eq(pbx.shared[PBX_LOGINS], 2);
    pbx_close(&pbx);
}

Test(pbx, at_its_limit_of_connections_it_closes_and_is_asked_again)
{
    pbx_start(&pbx, ASTERISK "/series-2s", NULL, NULL);
    pbx_open(&pbx, 1795282929, "");
    pbx_poll(&pbx, 0, 1795282929);
    pbx.shared[PBX_MODE] = PBX_CLOSES;
    pbx_poll(&pbx, 10, 1795282939);
    cr_expect(says("closed the connection without an answer"));
    cr_expect_not_null(strstr(app_feed(pbx.app).err.hint, "limit of connections"));
    cr_expect_not_null(app_floor(pbx.app), "the last good floor stays");
    pbx.shared[PBX_MODE] = PBX_ANSWERS;
    pbx_poll(&pbx, 20, 1795282949);
    cr_expect_eq(app_feed(pbx.app).err.code, OK);
    cr_expect_eq(pbx.shared[PBX_LOGINS], 1, "the session was alive all the time");
    pbx_close(&pbx);
}

Test(pbx, a_login_in_use_says_so_and_is_not_hammered)
{
    pbx_start(&pbx, ASTERISK "/series-2s", NULL, NULL);
    pbx_open(&pbx, 1795282929, "");
    pbx.shared[PBX_MODE] = PBX_IN_USE;
    pbx_poll(&pbx, 0, 1795282929);
    struct feed_status f = app_feed(pbx.app);
    cr_expect_eq(f.err.code, ERR_AUTH);
    cr_expect(says("only once"));
    cr_expect_not_null(strstr(f.err.hint, "within a minute"));
    cr_expect_gt(f.next_try_ms, 10000);
    pbx.shared[PBX_MODE] = PBX_ANSWERS;
    pbx_poll(&pbx, 0, 1795282931);
    cr_expect_eq(app_feed(pbx.app).err.code, OK);
    pbx_close(&pbx);
    cr_expect_eq(pbx.shared[PBX_LOGOFFS], 1);
}

/* ---- answers that tell nothing new, or nothing readable -------------------------------------- */

Test(pbx, waits_that_do_not_grow_are_a_frozen_pbx)
{
    pbx_start(&pbx, ASTERISK "/series-2s", NULL, NULL);
    pbx_open(&pbx, 1795282959, "");
    pbx_poll(&pbx, 30, 1795282959);
    cr_assert_gt(app_floor(pbx.app)->snap->n_calls, 0, "somebody waits");
    for (int64_t t = 2; t <= 10; t += 2) {
        pbx_poll(&pbx, 30, 1795282959 + t);
        cr_expect_eq(app_feed(pbx.app).err.code, OK, "within stale_sec it may be a slow one");
    }
    struct tally before = totals_sum(app_totals(pbx.app), PERIOD_DAY).t;
    pbx_poll(&pbx, 30, 1795282959 + 11);
    struct feed_status f = app_feed(pbx.app);
    cr_expect_eq(f.err.code, ERR_BACKEND);
    cr_expect(says("stands still"));
    cr_expect_not_null(strstr(f.err.hint, "PBX hangs"));
    cr_expect_eq(f.state, FEED_DOWN, "at once: it was not current before either");
    cr_expect_geq(f.age_ms, 10000);
    pbx_poll(&pbx, 30, 1795282959 + 40);
    cr_expect_eq(app_feed(pbx.app).state, FEED_DOWN);
    struct tally after = totals_sum(app_totals(pbx.app), PERIOD_DAY).t;
    cr_expect_eq(memcmp(&before, &after, sizeof before), 0, "nothing is booked of it");
    pbx_poll(&pbx, 32, 1795282959 + 42);
    cr_expect_eq(app_feed(pbx.app).err.code, OK);
    cr_expect_eq(app_feed(pbx.app).state, FEED_LIVE);
    pbx_close(&pbx);
}

/* At night nobody waits and nobody talks: the same answer is the truth. */
Test(pbx, an_idle_floor_is_not_frozen)
{
    pbx_start(&pbx, ASTERISK "/series-10s-clean", NULL, NULL);
    pbx_open(&pbx, 1795284116, "");
    for (int64_t t = 0; t <= 600; t += 60) {
        pbx_poll(&pbx, -1, 1795284116 + t);
        cr_expect_eq(app_feed(pbx.app).err.code, OK);
        cr_expect_eq(app_feed(pbx.app).state, FEED_LIVE);
    }
    pbx_close(&pbx);
}

Test(pbx, other_forms_of_its_answers_are_refused_by_name)
{
    static const char *const files[] = {
        "series-2s/t030s.QueueStatus.mxml.xml", "protocol/QueueSummary.idle.manager-html.http",
        "protocol/NoSuchAction.idle.rawman.http", "series-2s/t030s.QueueStatus.rawman.txt"};
    static const char *const core[] = {NULL, NULL, NULL, NULL};
    pbx_start(&pbx, ASTERISK, files, core);
    pbx_open(&pbx, 1795282959, "");
    for (int i = 0; i < 2; i++) {
        pbx_poll(&pbx, i, 1795282959);
        cr_expect_eq(app_feed(pbx.app).err.code, ERR_BACKEND);
        cr_expect(says("web page or XML"), "%s", app_feed(pbx.app).err.msgid);
        cr_expect_not_null(strstr(app_feed(pbx.app).err.hint, "/rawman"));
    }
    pbx_poll(&pbx, 2, 1795282960);
    cr_expect(says("does not answer QueueStatus"));
    cr_expect_null(app_floor(pbx.app));
    pbx_poll(&pbx, 3, 1795282961);
    cr_expect_eq(app_feed(pbx.app).err.code, OK);
    pbx_close(&pbx);
}
