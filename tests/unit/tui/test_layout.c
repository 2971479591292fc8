/* Layout: minimum by rank, growth by weight, dropping. */
#include <criterion/criterion.h>

#include "layout.h"

static void rows_are(const struct span *s, int n, const int *want)
{
    int y = 0;
    for (int i = 0; i < n; i++) {
        cr_assert_eq(s[i].rows, want[i], "slot %d has %d rows, not %d", i, s[i].rows, want[i]);
        cr_assert_eq(s[i].y, y, "slot %d", i);
        y += s[i].rows;
    }
}

/* Header, strip, queues, agents, band: as on the first screen. */
static const struct slot board[] = {
    {.min = 1, .want = 1, .rank = 0},
    {.min = 1, .want = 1, .rank = 3},
    {.min = 4, .want = 9, .weight = 2, .rank = 1},
    {.min = 4, .weight = 3, .rank = 2},
    {.min = 4, .want = 6, .weight = 1, .rank = 4},
};

Test(layout, what_is_left_goes_by_weight)
{
    struct span s[5];
    layout_rows(board, 5, 48, s);
    rows_are(s, 5, (int[]){1, 1, 9, 31, 6});
    layout_rows(board, 5, 22, s);
    cr_assert_eq(s[0].rows + s[1].rows + s[2].rows + s[3].rows + s[4].rows, 22);
    cr_assert_eq(s[0].rows, 1);
    cr_assert_geq(s[3].rows, s[4].rows);
}

Test(layout, exactly_the_minimum)
{
    struct span s[5];
    layout_rows(board, 5, 14, s);
    rows_are(s, 5, (int[]){1, 1, 4, 4, 4});
}

Test(layout, one_row_less_drops_the_highest_rank)
{
    struct span s[5];
    layout_rows(board, 5, 13, s);
    cr_assert_eq(s[4].rows, 0);
    cr_assert_eq(s[0].rows + s[1].rows + s[2].rows + s[3].rows, 13);
    layout_rows(board, 5, 9, s);
    rows_are(s, 5, (int[]){1, 0, 4, 4, 0});
    layout_rows(board, 5, 8, s);
    rows_are(s, 5, (int[]){1, 0, 7, 0, 0});
    layout_rows(board, 5, 4, s);
    rows_are(s, 5, (int[]){1, 0, 3, 0, 0});
    layout_rows(board, 5, 1, s);
    rows_are(s, 5, (int[]){1, 0, 0, 0, 0});
}

Test(layout, the_first_rank_is_shown_while_there_is_a_row)
{
    const struct slot one[] = {{.min = 5, .weight = 1}};
    struct span s[1];
    layout_rows(one, 1, 3, s);
    rows_are(s, 1, (int[]){3});
    layout_rows(one, 1, 0, s);
    rows_are(s, 1, (int[]){0});
    layout_rows(one, 1, -4, s);
    rows_are(s, 1, (int[]){0});
}

Test(layout, nobody_to_grow_leaves_rows_free)
{
    const struct slot two[] = {{.min = 1, .want = 1}, {.min = 2, .want = 3}};
    struct span s[2];
    layout_rows(two, 2, 20, s);
    rows_are(s, 2, (int[]){1, 3});
}

Test(layout, what_nobody_wants_goes_to_who_can_use_it)
{
    const struct slot two[] = {{.min = 2, .want = 5, .weight = 1},
                               {.min = 2, .want = 4, .weight = 1, .most = 9}};
    struct span s[2];
    layout_rows(two, 2, 9, s); /* what the others want comes before */
    rows_are(s, 2, (int[]){5, 4});
    layout_rows(two, 2, 12, s);
    rows_are(s, 2, (int[]){5, 7});
    layout_rows(two, 2, 30, s);
    rows_are(s, 2, (int[]){5, 9});
    layout_rows(two, 2, 3, s); /* and nothing for a slot that was dropped */
    rows_are(s, 2, (int[]){3, 0});
}

Test(layout, never_more_than_there_is)
{
    for (int rows = 0; rows < 80; rows++) {
        struct span s[5];
        int sum = 0;
        layout_rows(board, 5, rows, s);
        for (int i = 0; i < 5; i++) {
            cr_assert_geq(s[i].rows, 0);
            sum += s[i].rows;
        }
        cr_assert_leq(sum, rows);
    }
}

Test(layout, box_in_the_middle_is_cut)
{
    struct box b = layout_middle(24, 80, 5, 40);
    cr_assert(b.y == 9 && b.x == 20 && b.rows == 5 && b.cols == 40);
    b = layout_middle(3, 10, 5, 40);
    cr_assert(b.y == 0 && b.x == 0 && b.rows == 3 && b.cols == 10);
}
