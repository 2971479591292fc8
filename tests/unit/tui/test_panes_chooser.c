/* The chooser: picking one, ticking and moving many, and nothing getting past it. */
#include "chooser.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pane_fixture.h"

#define EXPECT_IN(text, part)                                                                      \
    cr_expect_not_null(strstr((text), (part)), "no '%s' in: %s", (part), (text))

static char chosen[64];

static void on_choice(struct frame *f, void *ctx, const struct chooser_item *items, size_t n,
                      size_t at)
{
    (void)f;
    (void)ctx;
    snprintf(chosen, sizeof chosen, "%s:", items[at].id);
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(chosen);
        snprintf(chosen + len, sizeof chosen - len, "%s%s", items[i].id, items[i].on ? "+" : "");
    }
}

Test(chooser, one_is_picked_with_enter)
{
    struct pane *p = chooser_new("Team", false, on_choice, NULL);
    chooser_add(p, "a", "Alpha", NULL, false);
    chooser_add(p, "b", "Beta", NULL, true);
    chooser_add(p, "c", "Gamma", NULL, false);
    char *pic = fx_pane(p, 12, 50, true);
    EXPECT_IN(pic, "Team");
    EXPECT_IN(pic, "Gamma");
    free(pic);
    cr_expect_eq(p->ops->act(p, NULL, ACT_DOWN), HANDLED); /* from the one that is on */
    cr_expect_eq(p->ops->act(p, NULL, ACT_DOWN), HANDLED);
    cr_expect_eq(p->ops->act(p, NULL, ACT_OPEN), CLOSE);
    cr_expect_str_eq(chosen, "c:ab+c");
    cr_expect_eq(p->ops->act(p, NULL, ACT_BACK), CLOSE);
    cr_expect_eq(p->ops->act(p, NULL, ACT_HELP), HANDLED); /* nothing gets past it */
    p->ops->free(p);
}

Test(chooser, many_are_ticked_and_moved)
{
    struct pane *p = chooser_new("Columns", true, on_choice, NULL);
    chooser_add(p, "a", "Alpha", "what it is", true);
    chooser_add(p, "b", "Beta", NULL, false);
    cr_expect_eq(p->ops->act(p, NULL, ACT_FOLD), HANDLED);
    cr_expect_str_eq(chosen, "a:ab");
    cr_expect_eq(p->ops->act(p, NULL, ACT_RIGHT), HANDLED);
    cr_expect_str_eq(chosen, "a:ba");
    p->ops->act(p, NULL, ACT_RIGHT); /* it is the last already */
    p->ops->act(p, NULL, ACT_FOLD);
    cr_expect_str_eq(chosen, "a:ba+");
    char *pic = fx_pane(p, 12, 70, false);
    EXPECT_IN(pic, "[x] Alpha");
    EXPECT_IN(pic, "[ ] Beta");
    EXPECT_IN(pic, "what it is");
    free(pic);
    cr_expect_eq(p->ops->act(p, NULL, ACT_OPEN), CLOSE);
    for (int rows = 1; rows < 8; rows++) {
        free(fx_pane(p, rows, rows * 2, false));
    }
    p->ops->free(p);
}
