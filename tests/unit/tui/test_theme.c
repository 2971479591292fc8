/* Themes: the reader's boundaries, the shipped files, colours. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "theme.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/paths.h"

static enum err_code parse(struct theme *t, const char *text, struct err *e)
{
    return theme_parse(t, text, strlen(text), "test.theme", e);
}

static void use_repository_data(void)
{
    const char *tests = getenv("ZHIBAN_TESTS");
    cr_assert_not_null(tests);
    char *data = mem_printf("%s/../data", tests);
    setenv("ZHIBAN_DATADIR", data, 1);
    setenv("XDG_CONFIG_HOME", "/nonexistent/zhiban-test", 1);
    free(data);
}

Test(theme, a_line_is_read)
{
    struct theme t = {0};
    struct err e;
    cr_assert_eq(
        parse(&t,
              "; comment\nok = black on bright-yellow bold underline\nwarn=208 on 0 dim reverse\n",
              &e),
        OK);
    struct look ok = t.look[STY_OK], warn = t.look[STY_WARN];
    cr_assert(ok.fg == 0 && ok.bg == 11 && ok.bold && ok.underline && !ok.dim && !ok.reverse);
    cr_assert(warn.fg == 208 && warn.bg == 0 && warn.dim && warn.reverse && !warn.bold);
}

Test(theme, attributes_alone_and_background_alone)
{
    struct theme t = {0};
    struct err e;
    cr_assert_eq(parse(&t, "ok = bold\nwarn = on red\ntext = default on default\n", &e), OK);
    cr_assert(t.look[STY_OK].fg == -1 && t.look[STY_OK].bg == -1 && t.look[STY_OK].bold);
    cr_assert(t.look[STY_WARN].fg == -1 && t.look[STY_WARN].bg == 1);
    cr_assert(t.look[STY_TEXT].fg == -1 && t.look[STY_TEXT].bg == -1);
}

Test(theme, colour_numbers_have_an_end)
{
    struct theme t = {0};
    struct err e;
    cr_assert_eq(parse(&t, "ok = 255 on 255\n", &e), OK);
    cr_assert_eq(t.look[STY_OK].fg, 255);
    cr_assert_eq(parse(&t, "ok = 256\n", &e), ERR_PARSE);
    cr_assert_eq(parse(&t, "ok = 99999999999999999999\n", &e), ERR_PARSE);
    cr_assert_eq(parse(&t, "ok = -1\n", &e), ERR_PARSE);
}

Test(theme, what_is_not_understood_is_told_with_its_line)
{
    struct theme t = {0};
    struct err e;
    struct buf text;
    buf_init(&text, 0);
    cr_assert_eq(parse(&t, "ok = red\nwarm = red\n", &e), ERR_PARSE);
    err_format(&text, e.msgid, &e);
    cr_assert_not_null(strstr(buf_str(&text), "line 2"), "%s", buf_str(&text));
    cr_assert_not_null(strstr(buf_str(&text), "warn"), "%s", buf_str(&text));
    buf_release(&text);
    cr_assert_eq(parse(&t, "ok = rde\n", &e), ERR_PARSE);
    cr_assert_eq(parse(&t, "ok = red on\n", &e), ERR_PARSE);
    cr_assert_eq(parse(&t, "ok = red on on blue\n", &e), ERR_PARSE);
    cr_assert_eq(parse(&t, "ok = red blue\n", &e), ERR_PARSE);
    cr_assert_eq(parse(&t, "ok = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", &e),
                 ERR_PARSE);
}

Test(theme, a_bad_file_changes_nothing)
{
    struct theme t = {0};
    struct err e;
    cr_assert_eq(parse(&t, "ok = 200\n", &e), OK);
    cr_assert_eq(parse(&t, "ok = red\nnonsense\n", &e) == OK, false);
    cr_assert_eq(t.look[STY_OK].fg, 200);
}

Test(theme, roles_not_named_keep_the_default)
{
    struct theme t = {0}, d = {0};
    struct err e;
    use_repository_data();
    cr_assert_eq(theme_load(&d, "default", &e), OK);
    cr_assert_eq(parse(&t, "ok = 200\n", &e), OK);
    cr_assert_eq(memcmp(&t.look[STY_CRITICAL], &d.look[STY_CRITICAL], sizeof(struct look)), 0);
}

Test(theme, shipped_themes_load_and_name_every_role)
{
    static const char *const names[] = {"default", "high-contrast", "colour-blind", "mono"};
    use_repository_data();
    for (size_t i = 0; i < 4; i++) {
        struct theme t = {0};
        struct err e = {0};
        cr_assert_eq(theme_load(&t, names[i], &e), OK, "%s: %s", names[i], e.msgid);
        cr_assert_str_eq(t.name, names[i]);
        char *file = mem_printf("%s/themes/%s.theme", getenv("ZHIBAN_DATADIR"), names[i]);
        struct buf text;
        cr_assert_eq(paths_read(file, 65536, &text, &e), OK);
        for (int s = 0; s < STY_COUNT; s++) {
            char line[64];
            snprintf(line, sizeof line, "\n%s = ", style_names[s]);
            cr_assert_not_null(strstr(buf_str(&text), line), "%s lacks %s", names[i],
                               style_names[s]);
        }
        buf_release(&text);
        free(file);
    }
}

Test(theme, compiled_in_equals_the_file)
{
    static const char *const names[] = {"default", "mono"};
    for (size_t i = 0; i < 2; i++) {
        struct theme file = {0}, own = {0};
        struct err e;
        use_repository_data();
        cr_assert_eq(theme_load(&file, names[i], &e), OK);
        setenv("ZHIBAN_DATADIR", "/nonexistent", 1);
        cr_assert_eq(theme_load(&own, names[i], &e), OK);
        cr_assert_eq(memcmp(file.look, own.look, sizeof own.look), 0, "%s", names[i]);
    }
}

Test(theme, mono_has_no_colour_and_tells_alarms_apart)
{
    struct theme t = {0};
    struct err e;
    use_repository_data();
    cr_assert_eq(theme_load(&t, "mono", &e), OK);
    for (int s = 0; s < STY_COUNT; s++) {
        cr_assert(t.look[s].fg == -1 && t.look[s].bg == -1, "%s", style_names[s]);
    }
    cr_assert_neq(memcmp(&t.look[STY_WARN], &t.look[STY_CRITICAL], sizeof(struct look)), 0);
    cr_assert_neq(memcmp(&t.look[STY_OK], &t.look[STY_WARN], sizeof(struct look)), 0);
}

Test(theme, colour_blind_uses_neither_red_nor_green)
{
    struct theme t = {0};
    struct err e;
    use_repository_data();
    cr_assert_eq(theme_load(&t, "colour-blind", &e), OK);
    for (int s = 0; s < STY_COUNT; s++) {
        const short c[2] = {t.look[s].fg, t.look[s].bg};
        for (int i = 0; i < 2; i++) {
            cr_assert(c[i] != 1 && c[i] != 2 && c[i] != 9 && c[i] != 10, "%s", style_names[s]);
        }
    }
}

Test(theme, unknown_name_is_told_with_the_nearest)
{
    struct theme t = {0};
    struct err e;
    struct buf text;
    buf_init(&text, 0);
    use_repository_data();
    cr_assert_eq(theme_load(&t, "defualt", &e), ERR_NOT_FOUND);
    err_format(&text, e.msgid, &e);
    cr_assert_not_null(strstr(buf_str(&text), "default"), "%s", buf_str(&text));
    buf_release(&text);
    cr_assert_eq(theme_load(&t, "../themes/default", &e), ERR_NOT_FOUND, "a name is not a path");
    cr_assert_eq(theme_load(&t, "", &e), ERR_NOT_FOUND);
    cr_assert_eq(theme_load(&t, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", &e), ERR_NOT_FOUND);
}

Test(theme, list_starts_with_the_shipped)
{
    char *names[8];
    use_repository_data();
    size_t n = theme_list(names, 8);
    cr_assert_eq(n, 4u);
    cr_assert_str_eq(names[0], "default");
    cr_assert_str_eq(names[3], "mono");
    for (size_t i = 0; i < n; i++) {
        free(names[i]);
    }
    cr_assert_eq(theme_list(names, 1), 1u);
    free(names[0]);
}

Test(theme, selection_lies_over_a_role)
{
    struct theme t = {0};
    struct err e;
    cr_assert_eq(parse(&t, "ok = green dim\nselected = black on cyan bold\n", &e), OK);
    struct look l = theme_look(&t, STY_OK | CELL_REVERSE);
    cr_assert(l.fg == 0 && l.bg == 6 && l.bold && !l.dim);
    cr_assert_eq(parse(&t, "tab-on = reverse\nselected = reverse\n", &e), OK);
    cr_assert_not(theme_look(&t, STY_TAB_ON | CELL_REVERSE).reverse);
    cr_assert(theme_look(&t, STY_TEXT | CELL_REVERSE).reverse);
}

Test(theme, colours_come_down_to_sixteen_and_eight)
{
    cr_assert_eq(theme_rgb(16), 0x000000u);
    cr_assert_eq(theme_rgb(231), 0xFFFFFFu);
    cr_assert_eq(theme_rgb(255), 0xEEEEEEu);
    cr_assert_eq(theme_nearest(208, 8), 3, "orange is nearest to yellow");
    cr_assert_eq(theme_nearest(27, 8), 4, "blue stays blue");
    cr_assert_eq(theme_nearest(32, 8), 6, "a lighter one is cyan, never green");
    cr_assert_eq(theme_nearest(231, 16), 15);
    cr_assert_eq(theme_nearest(16, 8), 0);
}
