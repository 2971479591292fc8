/* Checks without a terminal, doctor's findings, the manual's table of keys. */
#include <criterion/criterion.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "action.h"
#include "zhiban/base/mem.h"
#include "zhiban/tui/tui.h"

static struct config c;

static void set_up(void)
{
    setlocale(LC_ALL, "");
    setenv("ZHIBAN_DATADIR", "/nonexistent", 1);
    setenv("XDG_CONFIG_HOME", "/nonexistent/zhiban-test", 1);
    c = (struct config){.theme = mem_strdup("default")};
}

static void tear_down(void)
{
    for (size_t i = 0; i < c.keys.n; i++) {
        free(c.keys.v[i].action);
        free(c.keys.v[i].keys);
    }
    vec_free(&c.keys);
    free(c.theme);
}

TestSuite(check, .init = set_up, .fini = tear_down);

static void bind(const char *action, const char *keys)
{
    vec_push(&c.keys) = (struct key_binding){mem_strdup(action), mem_strdup(keys), 4};
}

static const char *same(const char *text)
{
    return text;
}

Test(check, a_good_configuration_passes)
{
    struct err e = {0};
    bind("ack", "w");
    cr_assert_eq(tui_check(&c, &e), OK, "%s", e.msgid);
    free(c.theme);
    c.theme = NULL;
    cr_assert_eq(tui_check(&c, NULL), OK);
}

Test(check, a_clash_and_an_unknown_theme_are_wrong_usage)
{
    struct err e = {0};
    free(c.theme);
    c.theme = mem_strdup("no-such-theme");
    cr_assert_eq(tui_check(&c, &e), ERR_USAGE);
    cr_assert_eq(e.code, ERR_USAGE);
    cr_assert_eq(tui_check(&c, NULL), ERR_USAGE);
    bind("ack", "r");
    cr_assert_eq(tui_check(&c, &e), ERR_USAGE);
    cr_assert_not_null(strstr(e.msgid, "two actions"));
}

/* A finding whose text begins so, or NULL. */
static const struct tui_finding *find(const struct tui_finding *f, size_t n, const char *start)
{
    for (size_t i = 0; i < n; i++) {
        if (strncmp(f[i].text.msgid, start, strlen(start)) == 0) {
            return &f[i];
        }
    }
    return NULL;
}

Test(check, doctor_tells_colours_width_and_keys)
{
    struct tui_finding f[16];
    setenv("TERM", "xterm-256color", 1);
    setenv("NO_COLOR", "1", 1);
    size_t n = tui_doctor(&c, f, 16);
    const struct tui_finding *colours = find(f, n, "terminal type");
    cr_assert_not_null(colours);
    cr_assert_str_eq(colours->text.arg[1], "256");
    cr_assert_not_null(find(f, n, "NO_COLOR"));
    cr_assert_not_null(find(f, n, "character set"));
    cr_assert(find(f, n, "a Chinese character")->ok);
    cr_assert(find(f, n, "keys and theme")->ok);
    bind("ack", "r");
    n = tui_doctor(&c, f, 16);
    cr_assert_null(find(f, n, "keys and theme"));
    cr_assert_not(f[n - 1].ok);
}

Test(check, doctor_of_a_console_a_dumb_and_an_unknown_terminal)
{
    struct tui_finding f[16];
    setenv("TERM", "linux", 1);
    size_t n = tui_doctor(&c, f, 16);
    cr_assert_str_eq(find(f, n, "terminal type")->text.arg[1], "8");
    cr_assert_not_null(find(f, n, "Linux console"));
    setenv("TERM", "dumb", 1);
    n = tui_doctor(&c, f, 16);
    cr_assert_not(f[0].ok);
    cr_assert_not_null(strstr(f[0].text.hint, "zhiban status"));
    setenv("TERM", "no-such-terminal", 1);
    n = tui_doctor(&c, f, 16);
    cr_assert_null(find(f, n, "terminal type"));
}

Test(check, doctor_keeps_to_its_room)
{
    struct tui_finding f[1];
    cr_assert_eq(tui_doctor(&c, f, 1), 1u);
    cr_assert_eq(tui_doctor(&c, f, 0), 0u);
}

Test(check, manual_lists_every_action)
{
    struct buf b;
    int open = 0;
    buf_init(&b, 0);
    tui_keys_mdoc(&b, same);
    for (int a = ACT_NONE + 1; a < ACT_COUNT; a++) {
        cr_assert_not_null(strstr(buf_str(&b), action_defs[a].help), "%s", action_defs[a].name);
    }
    for (const char *p = buf_str(&b); *p != '\0'; p += strcspn(p, "\n") + 1) {
        open += strncmp(p, ".Bl ", 4) == 0;
        open -= strncmp(p, ".El", 3) == 0;
        cr_assert(open == 0 || open == 1);
    }
    cr_assert_eq(open, 0);
    cr_assert_not_null(strstr(buf_str(&b), "Ic \\&?"), "punctuation is escaped");
    buf_release(&b);
}
