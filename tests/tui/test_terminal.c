/* The program and its terminal: what it leaves behind on every way out, resize, suspend, hang-up,
 * terminals that cannot show it, NO_COLOR, the Linux console, bytes when nothing changes. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests.h"
#include "zhiban/base/mem.h"

/* Starts the board on a server that answers the sample. */
static struct tui *board(struct tui_start o)
{
    struct server *s = server_start(sample_snapshot);
    const char *args[] = {"--backend", server_url(s), NULL};
    o.args = args;
    struct tui *t = tui_start(&o);
    tui_shows(t, "综合业务");
    return t;
}

static void first_frame(void)
{
    struct tui *t = board((struct tui_start){0});
    tui_shows(t, "14:02:31");
    tui_shows(t, "李晓雯");
    CHECK(t, strstr(tui_row(t, 23), "F10") != NULL, "no hint bar");
    CHECK(t, tui_clears(t) == 1, "%d full clears", tui_clears(t));
    CHECK(t, tui_foreign(t) == NULL, "foreign: %s", tui_foreign(t));
    int y = 0, x = 0;
    tui_cursor(t, &y, &x);
    CHECK(t, y == tui_find(t, "综合业务", NULL) || y == tui_find(t, "1001", NULL),
          "the cursor is on row %d", y);
}

/* Nothing to show yet: the backend does not answer, and the screen is there all the same. */
static void paints_before_the_network(void)
{
    const char *args[] = {"--backend", "json+http://127.0.0.1:9/nobody", NULL};
    struct tui *t = tui_start(&(struct tui_start){.args = args});
    tui_shows(t, "F10 Quit");
    tui_send(t, "?");
    tui_shows(t, "Select the row above.");
    tui_send(t, "<Esc>q");
    tui_shows(t, "Leave zhiban?");
    tui_send(t, "y");
    CHECK(t, tui_status(t) == 0, "status");
    CHECK(t, tui_restored(t), "not restored: %s", tui_raw(t));
}

static void quiet_when_nothing_changes(void)
{
    struct server *s = server_start(sample_snapshot);
    const char *args[] = {"--backend", server_url(s), NULL};
    struct tui *t =
        tui_start(&(struct tui_start){.args = args, .conf = "[centre]\nwallboard.poll_sec = 1\n"});
    tui_shows(t, "综合业务");
    tui_settle(t, 300);
    size_t before = tui_bytes(t);
    int asked = server_requests(s);
    while (server_requests(s) < asked + 2) { /* two polls bring the same snapshot */
        tui_settle(t, 50);
        CHECK(t, tui_pid(t) > 0, "gone");
    }
    tui_settle(t, 200);
    CHECK(t, tui_bytes(t) == before, "%zu bytes for an unchanged floor", tui_bytes(t) - before);
    CHECK(t, tui_clears(t) == 1, "%d full clears", tui_clears(t));
}

static void ends_clean_after(int sig)
{
    struct tui *t = board((struct tui_start){0});
    tui_signal(t, sig);
    CHECK(t, tui_status(t) == 128 + sig, "signal %d", sig);
    CHECK(t, tui_restored(t), "signal %d leaves the terminal changed", sig);
    tui_end(t);
}

static void restored_after_signals(void)
{
    static const int signals[] = {SIGINT,  SIGTERM, SIGHUP, SIGQUIT,
                                  SIGSEGV, SIGABRT, SIGBUS, SIGFPE};
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        int sig = signals[i];
        if (sig == SIGSEGV || sig == SIGBUS || sig == SIGFPE || sig == SIGABRT) {
            /* A sanitizer turns these into its own exit status. */
            struct tui *t = board((struct tui_start){0});
            tui_signal(t, sig);
            CHECK(t, tui_status(t) != 0, "signal %d", sig);
            CHECK(t, tui_restored(t), "signal %d leaves the terminal changed", sig);
            tui_end(t);
        } else {
            ends_clean_after(sig);
        }
    }
}

static void interrupt_key_ends(void)
{
    struct tui *t = board((struct tui_start){0});
    tui_send(t, "<C-c>");
    CHECK(t, tui_status(t) == 128 + SIGINT, "status");
    CHECK(t, tui_restored(t), "not restored");
}

static void hang_up_ends(void)
{
    struct tui *t = board((struct tui_start){0});
    tui_hang_up(t);
    CHECK(t, tui_status(t) != 0, "status");
}

static void resizes(void)
{
    static const int sizes[][2] = {{50, 160}, {10, 40}, {16, 60}, {3, 20}, {1, 1}, {24, 80}};
    struct tui *t = board((struct tui_start){0});
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        tui_resize(t, sizes[i][0], sizes[i][1]);
        tui_settle(t, 80);
        if (sizes[i][0] >= 10) {
            tui_shows(t, "综合业务");
        }
    }
    tui_shows(t, "F10 Quit");
    CHECK(t, tui_foreign(t) == NULL, "foreign: %s", tui_foreign(t));
    tui_send(t, "qy");
    CHECK(t, tui_status(t) == 0, "status");
}

/* No wall of "too small": figures and the way out are there at every size. */
static void small_is_usable(void)
{
    struct tui *t = board((struct tui_start){.rows = 10, .cols = 40});
    tui_shows(t, "F10 Quit");
    tui_send(t, "2");
    tui_shows(t, "李晓雯");
    tui_send(t, "q");
    tui_shows(t, "综合业务");
    tui_send(t, "qy");
    CHECK(t, tui_status(t) == 0, "status");
}

static void redraw_key(void)
{
    struct tui *t = board((struct tui_start){0});
    tui_settle(t, 100);
    size_t before = tui_bytes(t);
    tui_send(t, "<C-l>");
    tui_settle(t, 100);
    CHECK(t, tui_clears(t) == 2, "%d clears", tui_clears(t));
    CHECK(t, tui_bytes(t) > before + 500, "only %zu bytes", tui_bytes(t) - before);
    tui_shows(t, "综合业务");
}

static void suspend_and_back(void)
{
    struct tui *t = board((struct tui_start){0});
    /* The program leads its session, so that the kernel does not stop it; the screen is left and
     * taken. */
    tui_send(t, "<C-z>");
    tui_settle(t, 100);
    CHECK(t, strstr(tui_raw(t), "\033[?1049l") != NULL, "the screen was not left");
    tui_shows(t, "综合业务");
    tui_send(t, "qy");
    CHECK(t, tui_status(t) == 0, "status");
    CHECK(t, tui_restored(t), "not restored");
}

static void refuses(const char *term)
{
    const char *args[] = {"--backend", "json+http://127.0.0.1:9/nobody", NULL};
    struct tui *t = tui_start(&(struct tui_start){.args = args, .term = term});
    CHECK(t, tui_status(t) == 2, "TERM=%s", term);
    CHECK(t, strstr(tui_raw(t), "zhiban status") != NULL, "TERM=%s: %s", term, tui_raw(t));
    CHECK(t, strchr(tui_raw(t), '\033') == NULL, "escape sequences on such a terminal");
    tui_end(t);
}

static void terminals_that_cannot(void)
{
    refuses("dumb");
    refuses("no-such-terminal");
}

/* The environment may say what it likes about the size; the terminal knows. */
static void sizes_that_are_lies(void)
{
    static const char *const lies[][2] = {{"COLUMNS=99999999", "LINES=99999999"},
                                          {"COLUMNS=-5", "LINES=0"},
                                          {"COLUMNS=20", "LINES=3"}};
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        const char *env[] = {lies[i][0], lies[i][1], NULL};
        struct tui *t = board((struct tui_start){.env = env});
        CHECK(t, tui_find(t, "F10 Quit", NULL) == 23, "%s: %s", lies[i][0], tui_row(t, 23));
        tui_send(t, "qy");
        CHECK(t, tui_status(t) == 0, "%s", lies[i][0]);
        tui_end(t);
    }
}

static void no_color(void)
{
    const char *env[] = {"NO_COLOR=1", NULL};
    struct tui *t = board((struct tui_start){.env = env});
    int x = 0, y = tui_find(t, "1Wallboard", &x);
    CHECK(t, tui_look(t, y, x).reverse, "the tab is not marked");
    for (int r = 0; r < 24; r++) {
        for (int c = 0; c < 80; c++) {
            CHECK(t, !tui_look(t, r, c).coloured, "colour at %d,%d", r, c);
        }
    }
}

static void linux_console(void)
{
    const char *args[] = {"--lang", "zh_CN", "--backend", "json+http://127.0.0.1:9/nobody", NULL};
    struct tui *t = tui_start(&(struct tui_start){.args = args, .term = "linux"});
    tui_shows(t, "F10 Quit");
    for (const char *p = tui_raw(t); *p != '\0'; p++) {
        CHECK(t, (unsigned char)*p < 0x80, "not ASCII: %s", p);
    }
}

static void other_terminals(void)
{
    static const char *const terms[] = {"tmux-256color", "screen", "vt220", "xterm", "rxvt"};
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
        struct tui *t = board((struct tui_start){.term = terms[i]});
        CHECK(t, tui_foreign(t) == NULL, "%s: %s", terms[i], tui_foreign(t));
        tui_send(t, "qy");
        CHECK(t, tui_status(t) == 0, "%s", terms[i]);
        tui_end(t);
    }
}

/* Every remote string full of controls; the stream holds none of them. */
static void hostile_strings(void)
{
    static const char evil[] =
        "a\\u001b[2J\\u001b]0;owned\\u0007\\u009b31m\\u202eb\\u200b\\r\\n\\b";
    char *json = mem_printf(
        "{\"schema\":\"zhiban.snapshot/"
        "1\",\"time\":\"2026-11-21T14:02:31+08:00\",\"queues\":[{\"id\":"
        "\"q%s\",\"name\":\"Q%s\",\"waiting\":1,\"longest_wait_s\":9,\"offered\":1,\"answered\":0}]"
        ","
        "\"agents\":[{\"id\":\"i%s\",\"name\":\"N%s\",\"queues\":[\"q%s\"],\"state\":\"paused\","
        "\"reason\":\"R%s\",\"team\":\"T%s\",\"site\":\"S%s\",\"caller\":\"C%s\"}],\"calls\":[{"
        "\"id\":"
        "\"c%s\",\"queue\":\"q%s\",\"caller\":\"1%s\",\"since\":\"2026-11-21T14:01:44+08:00\"}]}",
        evil, evil, evil, evil, evil, evil, evil, evil, evil, evil, evil, evil);
    struct server *s = server_start(json);
    const char *args[] = {"--backend", server_url(s), NULL};
    free(json);
    struct tui *t = tui_start(&(struct tui_start){.args = args, .rows = 50, .cols = 160});
    tui_shows(t, "Qa[2J");
    tui_send(t, "2");
    tui_shows(t, "Na[2J");
    tui_send(t, "<Enter>");
    tui_settle(t, 100);
    tui_send(t, "<Esc>4");
    tui_settle(t, 100);
    tui_send(t, "6");
    tui_settle(t, 100);
    CHECK(t, tui_foreign(t) == NULL, "foreign: %s", tui_foreign(t));
    CHECK(t, tui_clears(t) == 1, "%d clears", tui_clears(t));
}

const struct tui_test tests_terminal[] = {
    {"first_frame", first_frame},
    {"paints_before_the_network", paints_before_the_network},
    {"quiet_when_nothing_changes", quiet_when_nothing_changes},
    {"restored_after_signals", restored_after_signals},
    {"interrupt_key_ends", interrupt_key_ends},
    {"hang_up_ends", hang_up_ends},
    {"resizes", resizes},
    {"small_is_usable", small_is_usable},
    {"redraw_key", redraw_key},
    {"suspend_and_back", suspend_and_back},
    {"terminals_that_cannot", terminals_that_cannot},
    {"sizes_that_are_lies", sizes_that_are_lies},
    {"no_color", no_color},
    {"linux_console", linux_console},
    {"other_terminals", other_terminals},
    {"hostile_strings", hostile_strings},
    {NULL, NULL},
};
