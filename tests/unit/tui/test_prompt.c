/* The line of input: editing of wide and combining characters, history, completion. */
#include <criterion/criterion.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "prompt.h"

static struct line l;

static void set_up(void)
{
    setlocale(LC_ALL, "");
    line_set(&l, "");
}

static void tear_down(void)
{
    line_release(&l);
}

TestSuite(prompt, .init = set_up, .fini = tear_down);

#define IS(want) cr_assert_str_eq(buf_str(&l.text), want)

Test(prompt, insert_and_move)
{
    line_set(&l, "ac");
    cr_assert_eq(line_edit(&l, K_LEFT), LINE_MOVED);
    cr_assert(line_insert(&l, 'b'));
    IS("abc");
    cr_assert_eq(l.at, 2u);
    line_edit(&l, K_HOME);
    line_insert(&l, 0x503C);
    IS("值abc");
    line_edit(&l, K_END);
    line_insert(&l, 0x1F600);
    IS("值abc\U0001F600");
    line_edit(&l, K_LEFT);
    cr_assert_eq(l.at, 6u);
    line_edit(&l, 1);
    line_edit(&l, K_RIGHT);
    cr_assert_eq(l.at, 3u, "a whole character");
    line_edit(&l, 5);
    cr_assert_eq(l.at, l.text.len);
}

Test(prompt, moving_stops_at_both_ends)
{
    cr_assert_eq(line_edit(&l, K_LEFT), LINE_MOVED);
    cr_assert_eq(line_edit(&l, K_RIGHT), LINE_MOVED);
    cr_assert_eq(line_edit(&l, K_BACKSPACE), LINE_MOVED, "nothing was deleted");
    cr_assert_eq(line_edit(&l, K_DELETE), LINE_MOVED);
    cr_assert_eq(line_edit(&l, 21), LINE_MOVED);
    cr_assert_eq(l.at, 0u);
}

Test(prompt, deleting)
{
    line_set(&l, "投诉 建议 e\u0301");
    cr_assert_eq(line_edit(&l, K_BACKSPACE), LINE_TEXT);
    IS("投诉 建议 ");
    line_edit(&l, 23);
    IS("投诉 ");
    line_edit(&l, K_HOME);
    line_edit(&l, K_DELETE);
    IS("诉 ");
    line_edit(&l, 11);
    IS("");
    line_set(&l, "abc def");
    line_edit(&l, K_LEFT);
    line_edit(&l, 21);
    IS("f");
    cr_assert_eq(l.at, 0u);
}

Test(prompt, what_is_no_text_is_refused)
{
    cr_assert_not(line_insert(&l, 27));
    cr_assert_not(line_insert(&l, 0));
    cr_assert_not(line_insert(&l, 127));
    cr_assert_not(line_insert(&l, 0x85));
    cr_assert_not(line_insert(&l, 0x202E), "a bidi override");
    cr_assert_not(line_insert(&l, 0x200B), "a zero-width space");
    cr_assert_not(line_insert(&l, K_UP));
    cr_assert_eq(line_edit(&l, K_F5), LINE_OTHER);
    IS("");
}

Test(prompt, a_long_line_has_an_end)
{
    for (int i = 0; i < 3 * LINE_MAX_BYTES; i++) {
        line_insert(&l, 0x503C);
    }
    cr_assert_lt(l.text.len, (size_t)LINE_MAX_BYTES);
    cr_assert_eq(l.text.len % 3, 0u, "no character is cut");
}

Test(prompt, history_has_an_end_and_no_doubles)
{
    struct history h = {0};
    char text[16];
    history_add(&h, ":", "");
    cr_assert_eq(h.lines.n, 0u);
    history_add(&h, ":", "a");
    history_add(&h, ":", "b");
    history_add(&h, ":", "a");
    cr_assert_eq(h.lines.n, 2u);
    cr_assert_str_eq(h.lines.v[1].text, "a");
    for (int i = 0; i < HISTORY_MAX + 10; i++) {
        snprintf(text, sizeof text, "%d", i);
        history_add(&h, ":", text);
    }
    cr_assert_eq(h.lines.n, (size_t)HISTORY_MAX);
    cr_assert_str_eq(h.lines.v[HISTORY_MAX - 1].text, text);
    history_release(&h);
}

Test(prompt, completion)
{
    struct history h = {0};
    struct prompt p;
    prompt_init(&p, ":", "sc", &h);
    cr_assert_not(prompt_complete(&p, ""));
    cr_assert(prompt_complete(&p, "screen-alarms\nscreen-agents\n"));
    cr_assert_str_eq(buf_str(&p.line.text), "screen-a");
    cr_assert_eq(p.n_list, 2);
    cr_assert(prompt_cycle(&p, -1));
    cr_assert_str_eq(buf_str(&p.line.text), "screen-agents");
    cr_assert(prompt_cycle(&p, 1));
    cr_assert_str_eq(buf_str(&p.line.text), "screen-alarms");
    cr_assert(prompt_complete(&p, "only one"));
    cr_assert_str_eq(buf_str(&p.line.text), "only one");
    cr_assert_eq(p.n_list, 0);
    /* The common beginning ends between characters: 值 and 偼 share their first byte. */
    prompt_complete(&p, "only one x值\nonly one x偼\n");
    cr_assert_str_eq(buf_str(&p.line.text), "only one x");
    prompt_release(&p);
    history_release(&h);
}

Test(prompt, long_text_scrolls_with_the_cursor)
{
    struct history h = {0};
    struct prompt p;
    struct grid g;
    struct buf dump;
    grid_init(&g, 2, 12);
    buf_init(&dump, 0);
    prompt_init(&p, "/", "0123456789值班", &h);
    struct canvas c = canvas_of(&g, false);
    prompt_draw(&p, &c);
    grid_dump(&g, &dump);
    cr_assert_str_eq(buf_str(&dump), "\n/456789值班\n");
    cr_assert_eq(g.cursor_y, 1);
    cr_assert_eq(g.cursor_x, 11);
    line_edit(&p.line, K_HOME);
    prompt_draw(&p, &c);
    cr_assert_eq(g.cursor_x, 1);
    prompt_release(&p);
    history_release(&h);
    grid_release(&g);
    buf_release(&dump);
}
