/* The canvas: clipping, wide characters, combining marks, figures. */
#include <criterion/criterion.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "canvas.h"

static struct grid g;
static struct buf dump;

static void set_up(void)
{
    setlocale(LC_ALL, "");
    grid_init(&g, 3, 10);
    buf_init(&dump, 0);
}

static void tear_down(void)
{
    grid_release(&g);
    buf_release(&dump);
}

TestSuite(canvas, .init = set_up, .fini = tear_down);

/* The grid as text. */
static const char *shown(void)
{
    buf_reset(&dump);
    grid_dump(&g, &dump);
    return buf_str(&dump);
}

Test(canvas, text_is_cut_at_the_edge)
{
    struct canvas c = canvas_of(&g, false);
    cr_assert_eq(canvas_text(&c, 0, 6, -1, STY_OK, "abcdef"), 4);
    cr_assert_eq(canvas_text(&c, 1, 0, 3, STY_OK, "abcdef"), 3);
    cr_assert_eq(canvas_text(&c, 3, 0, -1, STY_OK, "x"), 0);
    cr_assert_eq(canvas_text(&c, -1, 0, -1, STY_OK, "x"), 0);
    cr_assert_eq(canvas_text(&c, 0, 10, -1, STY_OK, "x"), 0);
    cr_assert_str_eq(shown(), "      abcd\nabc\n\n");
    cr_assert_eq(g.cells[6].style, STY_OK);
}

Test(canvas, text_may_start_left_of_the_window)
{
    struct canvas c = canvas_of(&g, false);
    cr_assert_eq(canvas_text(&c, 0, -2, -1, STY_TEXT, "abcd"), 4);
    canvas_text(&c, 1, -1, -1, STY_TEXT, "值班");
    cr_assert_str_eq(shown(), "cd\n 班\n\n");
}

Test(canvas, wide_characters_are_never_halved)
{
    struct canvas c = canvas_of(&g, false);
    cr_assert_eq(canvas_text(&c, 0, 5, -1, STY_TEXT, "值班值"), 5);
    cr_assert_str_eq(shown(), "     值班\n\n\n");
    cr_assert_eq(g.cells[5].width, 2);
    cr_assert_eq(g.cells[6].width, 0);
    cr_assert_str_eq(g.cells[9].ch, " ");
    /* One half overwritten: the other turns blank. */
    canvas_text(&c, 0, 6, 1, STY_TEXT, "x");
    cr_assert_str_eq(shown(), "      x班\n\n\n");
    canvas_text(&c, 0, 7, 1, STY_TEXT, "y");
    cr_assert_str_eq(shown(), "      xy\n\n\n");
    cr_assert_eq(g.cells[8].width, 1);
}

Test(canvas, fill_and_wide_text_leave_no_half_behind)
{
    struct canvas c = canvas_of(&g, false);
    canvas_text(&c, 0, 0, -1, STY_TEXT, "值班值班值");
    canvas_fill(&c, 0, 1, 1, 4, STY_DIM);
    cr_assert_str_eq(shown(), "      班值\n\n\n");
    canvas_text(&c, 0, 7, -1, STY_TEXT, "中");
    cr_assert_str_eq(shown(), "       中\n\n\n");
    for (int x = 0; x < g.cols; x++) {
        cr_assert(g.cells[x].width != 0 || g.cells[x - 1].width == 2, "column %d", x);
    }
}

Test(canvas, combining_marks_share_the_cell)
{
    struct canvas c = canvas_of(&g, false);
    cr_assert_eq(canvas_text(&c, 0, 0, -1, STY_TEXT, "e\u0301a"), 2);
    cr_assert_str_eq(g.cells[0].ch, "e\u0301");
    cr_assert_str_eq(g.cells[1].ch, "a");
    /* A mark with nothing before it, and more marks than a cell holds. */
    cr_assert_eq(canvas_text(&c, 1, 0, -1, STY_TEXT,
                             "\u0301z\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308"),
                 1);
    cr_assert_lt(strlen(g.cells[10].ch), (size_t)CELL_BYTES);
}

Test(canvas, control_characters_and_bad_bytes_become_marks)
{
    struct canvas c = canvas_of(&g, false);
    canvas_text(&c, 0, 0, -1, STY_TEXT, "a\033[2J\xff\x7f");
    cr_assert_str_eq(shown(), "a?[2J??\n\n\n");
}

Test(canvas, windows_are_cut_to_their_parent)
{
    struct canvas c = canvas_of(&g, false);
    struct canvas s = canvas_sub(&c, 1, 2, 9, 5);
    cr_assert_eq(s.rows, 2);
    cr_assert_eq(s.cols, 5);
    canvas_text(&s, 0, 0, -1, STY_TEXT, "abcdefgh");
    cr_assert_eq(canvas_text(&s, 2, 0, -1, STY_TEXT, "x"), 0);
    struct canvas t = canvas_sub(&s, -1, -2, 2, 4);
    cr_assert_eq(t.rows, 1);
    cr_assert_eq(t.cols, 2);
    canvas_fill(&t, 0, 0, 5, 5, STY_WARN);
    cr_assert_str_eq(shown(), "\n    cde\n\n");
    struct canvas none = canvas_sub(&c, 5, 50, 2, 2);
    canvas_fill(&none, 0, 0, 2, 2, STY_WARN);
    cr_assert_eq(canvas_text(&none, 0, 0, -1, STY_TEXT, "x"), 0);
}

Test(canvas, right_aligned)
{
    struct canvas c = canvas_of(&g, false);
    cr_assert_eq(canvas_right(&c, 0, 1, 6, STY_TEXT, "0:34"), 6);
    canvas_right(&c, 1, 0, 5, STY_TEXT, "值班");
    canvas_right(&c, 2, 0, 3, STY_TEXT, "12345");
    cr_assert_str_eq(shown(), "   0:34\n 值班\n123\n");
}

Test(canvas, reverse_marks_what_is_drawn)
{
    struct canvas c = canvas_of(&g, false);
    c.flags = CELL_REVERSE;
    canvas_fill(&c, 0, 0, 1, 10, STY_TEXT);
    canvas_text(&c, 0, 0, -1, STY_OK, "a值");
    cr_assert_eq(g.cells[0].style, STY_OK | CELL_REVERSE);
    cr_assert_eq(g.cells[2].style, STY_OK | CELL_REVERSE);
    cr_assert_eq(g.cells[9].style, STY_TEXT | CELL_REVERSE);
    cr_assert_eq(g.cells[10].style, STY_TEXT);
}

Test(canvas, sparkline_scales_and_leaves_gaps)
{
    struct canvas c = canvas_of(&g, false);
    const double v[] = {0, 4, 8, -1, 9, NAN};
    canvas_spark(&c, 0, 0, STY_BAR, v, 6, 8);
    cr_assert_str_eq(shown(), "▁▅█ █\n\n\n");
    c.ascii = true;
    canvas_spark(&c, 1, 0, STY_BAR, v, 6, 8);
    canvas_spark(&c, 2, 0, STY_BAR, v, 3, 0);
    cr_assert_str_eq(shown(), "▁▅█ █\n.+% %\n...\n");
}

Test(canvas, ascii_has_a_mark_for_every_symbol)
{
    struct canvas c = canvas_of(&g, true);
    canvas_hline(&c, 0, 0, 3, STY_BORDER);
    canvas_text(&c, 1, 0, -1, STY_TEXT, "‼●…→│–值");
    cr_assert_str_eq(shown(), "---\n!*~>|-值\n\n");
}

Test(canvas, cursor_stays_in_the_window)
{
    struct canvas c = canvas_of(&g, false);
    struct canvas s = canvas_sub(&c, 1, 2, 1, 4);
    cr_assert_eq(g.cursor_y, -1);
    canvas_cursor(&s, 0, 9);
    cr_assert_eq(g.cursor_y, 1);
    cr_assert_eq(g.cursor_x, 5);
    canvas_cursor(&s, 1, 0);
    cr_assert_eq(g.cursor_y, 1, "outside: it stays");
}

Test(canvas, empty_grid_is_one_cell)
{
    struct grid small;
    grid_init(&small, 0, -3);
    cr_assert_eq(small.rows, 1);
    cr_assert_eq(small.cols, 1);
    grid_release(&small);
    grid_release(&small);
}
