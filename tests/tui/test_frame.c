/* Keys, palette, help, prompts, screenshots and settings, as a person meets them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests.h"
#include "zhiban/base/buf.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/paths.h"

static struct tui *board_with(const char *conf, const char *option)
{
    struct server *s = server_start(sample_snapshot);
    const char *args[] = {"--backend", server_url(s), option, NULL};
    struct tui *t = tui_start(&(struct tui_start){.args = args, .conf = conf});
    tui_shows(t, "综合业务");
    return t;
}

static struct tui *board(void)
{
    return board_with(NULL, NULL);
}

static void help_overlay(void)
{
    struct tui *t = board();
    tui_send(t, "<F1>");
    tui_shows(t, "Select the row above.");
    tui_send(t, "<PageDown>");
    tui_hides(t, "Select the row above.");
    tui_send(t, "acknowledge");
    tui_shows(t, "Acknowledge the selected alarm");
    tui_send(t, "<Esc>");
    tui_shows(t, "Select the row above.");
    tui_send(t, "<Esc>");
    tui_shows(t, "综合业务");
}

static void full_width_keys(void)
{
    struct tui *t = board();
    tui_send(t, "？");
    tui_shows(t, "Select the row above.");
    tui_send(t, "<Esc>：");
    tui_send(t, "screen-agents<Enter>");
    tui_shows(t, "Agents (1/1)");
    tui_hides(t, "Queues (1)");
    tui_send(t, "１");
    tui_shows(t, "Queues (1)");
}

static void palette_completes(void)
{
    struct tui *t = board();
    tui_send(t, ":screen-a<Tab>");
    tui_shows(t, "screen-alarms");
    tui_send(t, "<Tab>");
    tui_shows(t, ":screen-agents");
    tui_send(t, "<Enter>");
    tui_hides(t, "Queues (1)");
    tui_send(t, ":nonsense<Enter>");
    tui_shows(t, "there is no command \"nonsense\"");
}

static void quit_asks(void)
{
    struct tui *t = board();
    tui_send(t, "q");
    tui_shows(t, "Leave zhiban?");
    tui_send(t, "q");
    tui_hides(t, "Leave zhiban?");
    tui_send(t, "<F10>");
    tui_shows(t, "Leave zhiban?");
    tui_send(t, "<Left><Enter>");
    CHECK(t, tui_status(t) == 0, "status");
    CHECK(t, tui_restored(t), "not restored");
}

static void colon_quit(void)
{
    struct tui *t = board();
    tui_send(t, ":q<Enter>");
    CHECK(t, tui_status(t) == 0, "status");
}

static void paste_runs_nothing(void)
{
    struct tui *t = board();
    tui_paste(t, "qy:quit\r2q");
    tui_settle(t, 100);
    tui_shows(t, "Queues (1)");
    tui_send(t, ":");
    tui_paste(t, "screen-agents\r");
    tui_shows(t, ":screen-agents");
    tui_shows(t, "Queues (1)");
}

static int coloured_cells(struct tui *t)
{
    int n = 0;
    for (int y = 0; y < 24; y++) {
        for (int x = 0; x < 80; x++) {
            n += tui_look(t, y, x).coloured;
        }
    }
    return n;
}

static void themes_change(void)
{
    struct tui *t = board();
    CHECK(t, coloured_cells(t) > 0, "no colour at all");
    tui_send(t, ":theme mono<Enter>");
    tui_settle(t, 100);
    CHECK(t, coloured_cells(t) == 0, "%d coloured cells", coloured_cells(t));
    tui_send(t, ":theme high-contrast<Enter>");
    tui_settle(t, 100);
    CHECK(t, coloured_cells(t) > 24 * 80 - 40, "%d coloured cells", coloured_cells(t));
    CHECK(t, tui_clears(t) == 1, "a theme clears the screen");
    tui_send(t, ":theme nothing-like-it<Enter>");
    tui_shows(t, "there is no theme");
}

static void screenshot(void)
{
    static const char *const kinds[] = {"txt", "ans", "svg"};
    struct tui *t = board();
    for (size_t i = 0; i < 3; i++) {
        struct buf text;
        char *path = mem_printf("%s/shot.%s", tui_home(t), kinds[i]);
        char *keys = mem_printf(":screenshot %s<Enter>", path);
        tui_send(t, keys);
        tui_shows(t, "The screen is saved");
        CHECK(t, paths_read(path, 1 << 20, &text, NULL) == OK, "%s is not there", path);
        CHECK(t, strstr(buf_str(&text), "综合业务") != NULL, "%s", buf_str(&text));
        CHECK(t, strstr(buf_str(&text), ":screenshot") == NULL, "the command is in the picture");
        buf_release(&text);
        free(keys);
        free(path);
    }
    tui_send(t, ":screenshot picture.png<Enter>");
    tui_shows(t, ".txt, .ans or .svg");
}

static void rebinding(void)
{
    struct tui *t = board_with("[keys]\nscreen-agents = w\n", NULL);
    tui_send(t, "w");
    tui_hides(t, "Queues (1)");
    tui_send(t, "?");
    tui_shows(t, "Select the row above.");
    tui_send(t, "all agents");
    tui_shows(t, "Show all agents.");
    CHECK(t, strstr(tui_row(t, tui_find(t, "Show all agents.", NULL)), "w ") != NULL,
          "help shows the default");
}

static void clash_is_an_error(void)
{
    const char *args[] = {"--backend", "json+http://127.0.0.1:9/nobody", NULL};
    struct tui *t = tui_start(&(struct tui_start){.args = args, .conf = "[keys]\nack = r\n"});
    CHECK(t, tui_status(t) == 2, "status");
    CHECK(t, strstr(tui_raw(t), "ack") != NULL && strstr(tui_raw(t), "poll") != NULL, "%s",
          tui_raw(t));
    CHECK(t, strstr(tui_raw(t), "zhiban.conf:2") != NULL, "%s", tui_raw(t));
}

static void ascii_only_marks(void)
{
    struct tui *t = board_with("[ui]\nascii = on\n", NULL);
    tui_shows(t, "F10 Quit");
    CHECK(t, strstr(tui_raw(t), "│") == NULL, "a line character");
    CHECK(t, strstr(tui_raw(t), "●") == NULL, "a round mark");
    CHECK(t, strstr(tui_raw(t), "综合业务") != NULL, "names stay as they are");
}

static void readonly_refuses(void)
{
    struct tui *t = board_with(NULL, "--readonly");
    tui_send(t, "a");
    tui_shows(t, "read-only");
}

static void mouse_is_off_until_asked(void)
{
    struct tui *t = board();
    CHECK(t, strstr(tui_raw(t), "\033[?1000h") == NULL && strstr(tui_raw(t), "1006;1000h") == NULL,
          "the mouse is on");
    tui_send(t, "m");
    tui_shows(t, "Shift");
    CHECK(t, strstr(tui_raw(t), "\033[?1006;1000h") != NULL, "the mouse is off");
    int x = 0, y = tui_find(t, "2Agents", &x);
    char *click = mem_printf("\033[<lt>0;%d;%dM", x + 1, y + 1);
    tui_send(t, click);
    free(click);
    tui_hides(t, "Queues (1)");
    tui_send(t, "m");
    tui_shows(t, "The mouse is off");
    tui_send(t, "qqy");
    CHECK(t, tui_status(t) == 0, "status");
    CHECK(t, tui_restored(t), "not restored");
}

static void chinese_interface(void)
{
    struct server *s = server_start(sample_snapshot);
    const char *args[] = {"--backend", server_url(s), "--lang", "zh_CN", NULL};
    struct tui *t =
        tui_start(&(struct tui_start){.args = args, .rows = 50, .cols = 160, .lang = "C"});
    tui_shows(t, "综合业务");
    tui_shows(t, "14:02:31");
    tui_send(t, "?");
    tui_settle(t, 100);
    tui_send(t, "<Esc>qy");
    CHECK(t, tui_status(t) == 0, "status");
}

const struct tui_test tests_frame[] = {
    {"help_overlay", help_overlay},
    {"full_width_keys", full_width_keys},
    {"palette_completes", palette_completes},
    {"quit_asks", quit_asks},
    {"colon_quit", colon_quit},
    {"paste_runs_nothing", paste_runs_nothing},
    {"themes_change", themes_change},
    {"screenshot", screenshot},
    {"rebinding", rebinding},
    {"clash_is_an_error", clash_is_an_error},
    {"ascii_only_marks", ascii_only_marks},
    {"readonly_refuses", readonly_refuses},
    {"mouse_is_off_until_asked", mouse_is_off_until_asked},
    {"chinese_interface", chinese_interface},
    {NULL, NULL},
};
