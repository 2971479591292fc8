/* Screenshots: text, ANSI, SVG; names of files. */
#include <criterion/criterion.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "screenshot.h"
#include "zhiban/base/paths.h"

static struct grid g;
static struct theme t;
static struct buf out;

static void set_up(void)
{
    struct err e;
    setlocale(LC_ALL, "");
    setenv("ZHIBAN_DATADIR", "/nonexistent", 1);
    theme_load(&t, "default", &e);
    grid_init(&g, 2, 12);
    buf_init(&out, 0);
    struct canvas c = canvas_of(&g, false);
    canvas_text(&c, 0, 0, -1, STY_CRITICAL, "<&> 值班");
    canvas_text(&c, 1, 2, -1, STY_OK, "ok");
}

static void tear_down(void)
{
    grid_release(&g);
    buf_release(&out);
}

TestSuite(screenshot, .init = set_up, .fini = tear_down);

static int count(const char *needle)
{
    int n = 0;
    for (const char *p = buf_str(&out); (p = strstr(p, needle)) != NULL; p++) {
        n++;
    }
    return n;
}

Test(screenshot, ansi_has_colours_once_per_run)
{
    screenshot_ansi(&g, &t, &out);
    cr_assert_str_eq(buf_str(&out), "\033[0;1;97;41m<&> 值班\033[0m    \033[0m\n"
                                    "\033[0m  \033[0;32mok\033[0m        \033[0m\n");
}

Test(screenshot, svg_puts_wide_characters_on_two_cells)
{
    screenshot_svg(&g, &t, &out);
    cr_assert_not_null(strstr(buf_str(&out), ">值班</text>"));
    cr_assert_not_null(strstr(buf_str(&out), "x=\"40\" y=\"21\" textLength=\"32\""), "%s",
                       buf_str(&out));
    cr_assert_not_null(strstr(buf_str(&out), "&lt;&amp;&gt;"));
    cr_assert_eq(count("<text "), count("</text>"));
    cr_assert_eq(count("<text "), 3);
    cr_assert_eq(count("</svg>"), 1);
}

Test(screenshot, svg_paints_blocks_without_gaps)
{
    struct canvas c = canvas_of(&g, false);
    canvas_fill(&c, 0, 0, 2, 12, STY_TEXT);
    canvas_text(&c, 0, 0, -1, STY_BAR, "██▄x");
    screenshot_svg(&g, &t, &out);
    cr_assert_eq(count("█"), 0);
    cr_assert_eq(count("<text "), 1);
    cr_assert_eq(count("y=\"8\" width=\"16\" height=\"17\""), 1, "%s", buf_str(&out));
    cr_assert_eq(count("y=\"16\" width=\"8\" height=\"9\""), 1, "%s", buf_str(&out));
}

Test(screenshot, extension_chooses_the_form)
{
    char path[64];
    struct err e;
    snprintf(path, sizeof path, "/tmp/zhiban-shot-%d.txt", (int)getpid());
    cr_assert_eq(screenshot_write(&g, &t, path, &e), OK);
    cr_assert_eq(paths_read(path, 1000, &out, &e), OK);
    cr_assert_str_eq(buf_str(&out), "<&> 值班\n  ok\n");
    unlink(path);
    cr_assert_eq(screenshot_write(&g, &t, "/tmp/picture.png", &e), ERR_USAGE);
    cr_assert_eq(screenshot_write(&g, &t, "picture", &e), ERR_USAGE);
    cr_assert_neq(screenshot_write(&g, &t, "/nonexistent/zhiban/a.svg", &e), OK);
}
