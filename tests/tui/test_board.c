/* The board as a team leader meets it: figures, drill-downs, filters, sorting, columns, periods,
 * alarms, stale data, the wall. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests.h"
#include "zhiban/base/buf.h"

#define CONF                                                                                       \
    "[centre]\nwallboard.poll_sec = 1\n"                                                           \
    "[queue support]\nname_en = Support\nlongest_warn_s = 30\nlongest_crit_s = 45\n"               \
    "[queue repair]\nname_en = Repairs\nname_zh = 报修\n"                                        \
    "[team T1]\nname_en = First team\n[team T2]\nname_en = Second team\n"                          \
    "[pause meal]\nname_en = Meal\nmax_minutes = 30\n"

#define AGENT(ID, NAME, QUEUE, STATE, TEAM)                                                        \
    "{\"id\":\"" ID "\",\"name\":\"" NAME "\",\"queues\":[\"" QUEUE "\"],\"state\":\"" STATE       \
    "\",\"since\":\"2026-11-21T14:01:31+08:00\",\"team\":\"" TEAM                                  \
    "\",\"caller\":\"13912345678\",\"answered\":7,\"missed\":0,\"talk_s\":700,\"hold_s\":0,"       \
    "\"wrap_s\":70,\"ready_s\":100,\"paused_s\":0}"

/* Two queues and four people; one caller waits 47 s, over the critical 45. */
static const char *const floor_now =
    "{\"schema\":\"zhiban.snapshot/1\",\"time\":\"2026-11-21T14:02:31+08:00\","
    "\"counters_since\":\"2026-11-21T00:00:00+08:00\",\"queues\":["
    "{\"id\":\"support\",\"name\":\"综合业务\",\"waiting\":1,\"offered\":101,\"answered\":90,"
    "\"answered_in_target\":80,\"abandoned\":10,\"abandoned_in_target\":2,\"abandoned_short\":1,"
    "\"wait_s\":900,\"talk_s\":9000,\"hold_s\":90,\"wrap_s\":900},"
    "{\"id\":\"repair\",\"name\":\"报修\",\"waiting\":0,\"offered\":50,\"answered\":50,"
    "\"answered_in_target\":50,\"abandoned\":0,\"abandoned_in_target\":0,\"abandoned_short\":0,"
    "\"wait_s\":100,\"talk_s\":5000,\"hold_s\":0,\"wrap_s\":100}],"
    "\"agents\":[" AGENT("1001", "李晓雯", "support", "talking", "T1") "," AGENT(
        "1002", "周砚秋", "support", "ready",
        "T1") "," AGENT("1003", "陈霁月", "repair", "wrapup",
                        "T2") "," AGENT("1004", "吴嘉禾", "repair", "offline",
                                        "T2") "],"
                                              "\"calls\":[{\"id\":\"c1\",\"queue\":\"support\","
                                              "\"caller\":\"13800000001\","
                                              "\"since\":\"2026-11-21T14:01:44+08:00\","
                                              "\"position\":1,\"priority\":0}],"
                                              "\"ended\":[{\"id\":\"c0\",\"queue\":\"support\","
                                              "\"caller\":\"13800000002\","
                                              "\"since\":\"2026-11-21T14:00:02+08:00\",\"ended\":"
                                              "\"2026-11-21T14:00:51+08:00\","
                                              "\"outcome\":\"abandoned\"}]}";

static struct server *server;

static struct tui *open_board(int rows, int cols, const char *option, const char *value)
{
    server = server_start(floor_now);
    const char *args[] = {"--backend", server_url(server), option, value, NULL};
    struct tui *t =
        tui_start(&(struct tui_start){.rows = rows, .cols = cols, .args = args, .conf = CONF});
    tui_shows(t, "0:47");
    return t;
}

/* The row that holds a text, or "". */
static const char *row_of(struct tui *t, const char *text)
{
    int y = tui_find(t, text, NULL);
    return y < 0 ? "" : tui_row(t, y);
}

static void every_size_shows_what_matters(void)
{
    static const int sizes[][2] = {{16, 60}, {24, 80}, {40, 120}, {50, 160}};
    for (int i = 0; i < 4; i++) {
        struct tui *t = open_board(sizes[i][0], sizes[i][1], NULL, NULL);
        CHECK(t, strstr(row_of(t, "Support"), "0:47"), "%s", row_of(t, "Support"));
        CHECK(t, tui_has(t, "Waiting 1"), "no totals");
        CHECK(t, tui_has(t, "14:02:31"), "no clock");
        CHECK(t, tui_has(t, "Repairs"), "no second queue");
        CHECK(t, tui_find(t, "Support", NULL) < tui_find(t, "Repairs", NULL),
              "the alarm is not on top");
        CHECK(t, tui_has(t, "longest wait 0:47"), "no alarm");
        CHECK(t, !tui_has(t, "13800000001"), "a caller's number is shown");
        if (sizes[i][1] >= 120) {
            CHECK(t, tui_has(t, "138****0001"), "no waiting caller");
            CHECK(t, strstr(row_of(t, "Support"), "90.0%"), "%s", row_of(t, "Support"));
        }
        tui_end(t);
    }
}

static void enter_opens_a_queue(void)
{
    struct tui *t = open_board(24, 100, NULL, NULL);
    tui_send(t, "<Enter>");
    tui_shows(t, "Waiting callers (1)");
    tui_shows(t, "138****0001");
    tui_send(t, "<Tab>");
    tui_shows(t, "Agents (2/2)");
    tui_hides(t, "陈霁月");
    tui_send(t, "<Tab>");
    tui_shows(t, "Day by interval");
    tui_send(t, "<Right>");
    tui_shows(t, "138****0002");
    tui_send(t, "<Right>");
    tui_shows(t, "90 / 100"); /* the answer rate's own numbers */
    CHECK(t, strstr(row_of(t, "90 / 100"), "90.0%"), "%s", row_of(t, "90 / 100"));
    tui_send(t, "<Left><Left><Left><Enter>"); /* the first of its agents */
    tui_shows(t, "First team");
    tui_shows(t, "139****5678");
    tui_send(t, "<Esc>");
    tui_shows(t, "Agents (2/2)");
    tui_send(t, "<Esc>");
    tui_shows(t, "Queues (2)");
}

static void enter_opens_an_agent(void)
{
    struct tui *t = open_board(30, 100, NULL, NULL);
    tui_send(t, "2");
    tui_shows(t, "Agents (3/4)");
    tui_send(t, "/1001<Enter><Enter>");
    tui_shows(t, "First team");
    tui_shows(t, "14:01:31"); /* the state's beginning on the time line */
    tui_send(t, "<Tab>");
    tui_shows(t, "On the call");
    tui_send(t, "<Tab>");
    tui_shows(t, "No pause was seen today.");
    tui_send(t, "<Tab>");
    tui_shows(t, "Average talk time");
    CHECK(t, strstr(row_of(t, "Average talk time"), "1:40"), "%s", row_of(t, "Average talk time"));
    tui_send(t, "<Tab>");
    tui_shows(t, "Waiting 1");
    tui_send(t, "<Esc>");
    tui_shows(t, "Agents (1/1)");
}

static void filters(void)
{
    struct tui *t = open_board(24, 100, NULL, NULL);
    tui_send(t, "2");
    tui_shows(t, "Agents (3/4)");
    tui_send(t, "/砚秋");
    tui_shows(t, "Agents (1/1)"); /* while it is typed */
    tui_hides(t, "李晓雯");
    tui_send(t, "<Enter>x");
    tui_shows(t, "李晓雯");
    tui_send(t, "T<Down><Down><Enter>");
    tui_shows(t, "· Second team");
    tui_hides(t, "李晓雯");
    tui_send(t, "x<F3>nobody<Enter>");
    tui_shows(t, "Nothing matches the filter.");
    tui_send(t, "xs");
    tui_shows(t, "Signed out");
    tui_send(t, "<Esc> ");
    tui_shows(t, "吴嘉禾");
    tui_send(t, "v");
    tui_shows(t, "First team (2)");
    tui_shows(t, "signed in 2, ready 1, talking 1");
    tui_send(t, "v");
    tui_shows(t, "After-call work (1)");
}

static void sorting_and_columns(void)
{
    struct tui *t = open_board(24, 120, NULL, NULL);
    tui_send(t, "3");
    tui_shows(t, "Queues (2)");
    tui_send(t, "<lt>"); /* from the mark round to the trend, and on to occupancy */
    tui_send(t, ">>>R"); /* name, waiting, turned round */
    tui_shows(t, "▴Waiting");
    CHECK(t, tui_find(t, "Repairs", NULL) < tui_find(t, "Support", NULL), "not sorted");
    tui_send(t, "c");
    tui_shows(t, "[x] Longest");
    tui_send(t, "<Down><Down> ");
    tui_shows(t, "[ ] Longest");
    tui_send(t, "<Enter>");
    tui_hides(t, "[ ] Longest");
    tui_hides(t, "Longest");
    tui_send(t, "W");
    tui_settle(t, 100);
    struct buf path = {0};
    buf_printf(&path, "%s/state/zhiban/ui.conf", tui_home(t));
    FILE *f = fopen(buf_str(&path), "r");
    CHECK(t, f, "no %s", buf_str(&path));
    char text[4096] = "";
    size_t n = fread(text, 1, sizeof text - 1, f);
    fclose(f);
    CHECK(t, n > 0 && strstr(text, "answerable") && !strstr(text, "longest"), "%s", text);
    buf_release(&path);
}

static void the_period_turns(void)
{
    struct tui *t = open_board(24, 120, NULL, NULL);
    tui_send(t, "3t");
    tui_settle(t, 100);
    static const char *const words[] = {"This interval", "This shift", "Today"};
    bool seen[3] = {false};
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++) {
            seen[k] = seen[k] || tui_has(t, words[k]);
        }
        tui_send(t, "<F2>");
        tui_settle(t, 100);
    }
    CHECK(t, seen[0] && seen[1] && seen[2], "%d %d %d", seen[0], seen[1], seen[2]);
}

static void alarms_are_acknowledged(void)
{
    struct tui *t = open_board(24, 120, NULL, NULL);
    tui_shows(t, "not acknowledged");
    tui_send(t, "a");
    tui_shows(t, "Support: longest wait");
    tui_send(t, "called back<Enter>");
    tui_shows(t, "The alarm is acknowledged.");
    tui_hides(t, "not acknowledged");
    tui_send(t, "6");
    tui_shows(t, "Alarms of today");
    tui_shows(t, "called back");
    CHECK(t, strstr(row_of(t, "longest wait"), "Acknowledged"), "%s", row_of(t, "longest wait"));
    tui_send(t, "<Enter>"); /* what it is about */
    tui_shows(t, "Day by interval");
}

static void readonly_acknowledges_nothing(void)
{
    struct tui *t = open_board(24, 120, "--readonly", NULL);
    tui_send(t, "<Tab><Tab>a");
    tui_settle(t, 100);
    CHECK(t, !tui_has(t, "called"), "prompt");
    tui_send(t, "x");
    tui_shows(t, "not acknowledged");
}

static void stale_data_is_never_shown_as_current(void)
{
    server = server_start(sample_snapshot);
    const char *args[] = {"--backend", server_url(server), NULL};
    struct tui *t = tui_start(&(struct tui_start){
        .rows = 24,
        .cols = 100,
        .args = args,
        .now = "",
        .conf = "[centre]\nwallboard.poll_sec = 1\nwallboard.stale_sec = 2\n",
    });
    tui_shows(t, "● live");
    tui_shows(t, "综合业务");
    server_answer(server, NULL);
    tui_shows(t, "next try in");
    tui_hides(t, "● live");
    CHECK(t, tui_has(t, "综合业务"), "the last data is gone");
    server_answer(server, sample_snapshot);
    tui_shows(t, "● live");
    tui_hides(t, "next try in");
}

static void chinese(void)
{
    struct tui *t = open_board(24, 100, "--lang", "zh_CN");
    tui_shows(t, "队列");
    tui_shows(t, "报修");
    tui_hides(t, "Repairs");
    tui_send(t, "2");
    tui_shows(t, "话后");
}

static void wall(void)
{
    server = server_start(floor_now);
    const char *args[] = {"wall", "--backend", server_url(server), NULL};
    struct tui *t = tui_start(&(struct tui_start){.args = args, .conf = CONF});
    tui_shows(t, "Support");
    tui_shows(t, "█");
    CHECK(t, tui_has(t, "Answer rate"), "no labels");
    CHECK(t, tui_has(t, "Support: longest wait"), "no alarm");
    CHECK(t, !tui_has(t, "F10"), "a hint bar on the wall");
}

/* Answers that cannot be read: each is told, the last good data stays, and totals go on from it. */
static void unreadable_answers_keep_the_floor(void)
{
    static const struct {
        const char *body, *told;
    } bad[] = {
        {"{\"schema\":\"zhiban.snap", "is cut off"},
        {"<!DOCTYPE html><html>\033[31m", "web page"},
        {"{\"schema\":\"zhiban.snapshot/1\"} x", "goes on after its end"},
        {"{\"schema\":\"\xc4\xe3\"}", "is not UTF-8"},
        {"{\"schema\":\"a\\u0000\"}", "holds \\u0000"},
        {"", "empty document"},
        {NULL, "not available"},
    };
    struct server *s = server_start(floor_now);
    const char *args[] = {"--backend", server_url(s), NULL};
    struct tui *t = tui_start(
        &(struct tui_start){.rows = 24,
                            .cols = 160,
                            .args = args,
                            .conf = "[centre]\nwallboard.poll_sec = 1\nwallboard.stale_sec = 2\n"});
    tui_shows(t, "90.0%");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        server_answer(s, bad[i].body);
        tui_shows(t, bad[i].told);
        CHECK(t, tui_has(t, "90.0%"), "%s: the last good data went", bad[i].told);
        server_answer(s, floor_now);
        tui_send(t, "r");
        tui_hides(t, bad[i].told);
        CHECK(t, strstr(row_of(t, "综合业务"), " 101 "), "doubled: %s", row_of(t, "综合业务"));
    }
    CHECK(t, tui_foreign(t) == NULL, "foreign: %s", tui_foreign(t));
}

const struct tui_test tests_board[] = {
    {"every_size_shows_what_matters", every_size_shows_what_matters},
    {"enter_opens_a_queue", enter_opens_a_queue},
    {"enter_opens_an_agent", enter_opens_an_agent},
    {"filters", filters},
    {"sorting_and_columns", sorting_and_columns},
    {"the_period_turns", the_period_turns},
    {"alarms_are_acknowledged", alarms_are_acknowledged},
    {"readonly_acknowledges_nothing", readonly_acknowledges_nothing},
    {"stale_data_is_never_shown_as_current", stale_data_is_never_shown_as_current},
    {"unreadable_answers_keep_the_floor", unreadable_answers_keep_the_floor},
    {"chinese", chinese},
    {"wall", wall},
    {NULL, NULL},
};
