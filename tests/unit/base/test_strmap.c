#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "zhiban/base/strmap.h"

Test(strmap, an_empty_map_has_nothing)
{
    struct strmap m = {0};
    cr_assert_eq(strmap_get(&m, "x"), STRMAP_NONE);
    strmap_clear(&m);
    strmap_release(&m);
    strmap_release(NULL);
}

Test(strmap, add_keeps_the_first_and_set_replaces)
{
    struct strmap m = {0};
    cr_assert_eq(strmap_add(&m, "support", 1), STRMAP_NONE);
    cr_assert_eq(strmap_add(&m, "support", 2), 1);
    cr_assert_eq(strmap_get(&m, "support"), 1);
    strmap_set(&m, "support", 3);
    cr_assert_eq(strmap_get(&m, "support"), 3);
    strmap_set(&m, "", 4);
    cr_assert_eq(strmap_get(&m, ""), 4, "the empty text is a key");
    cr_assert_eq(m.n, 2);
    cr_assert_eq(strmap_get(&m, "suppor"), STRMAP_NONE);
    cr_assert_eq(strmap_get(&m, "supports"), STRMAP_NONE);
    cr_assert_eq(strmap_get(&m, "Support"), STRMAP_NONE);
    strmap_release(&m);
    cr_assert_null(m.slots);
}

Test(strmap, set_borrows_the_new_key)
{
    struct strmap m = {0};
    char old[] = "1001";
    char fresh[] = "1001";
    strmap_set(&m, old, 1);
    strmap_set(&m, fresh, 2);
    memset(old, 'x', 4); /* the old key's memory goes away */
    cr_assert_eq(strmap_get(&m, "1001"), 2);
    strmap_release(&m);
}

#define MANY 20000

Test(strmap, many_keys_survive_growth_and_clear)
{
    static char keys[MANY][12];
    struct strmap m = {0};
    for (uint32_t i = 0; i < MANY; i++) {
        snprintf(keys[i], sizeof keys[i], "agent%u", i);
        cr_assert_eq(strmap_add(&m, keys[i], i), STRMAP_NONE);
    }
    cr_assert_eq(m.n, MANY);
    cr_assert_leq(m.n, m.cap / 4 * 3, "never more than three quarters full");
    for (uint32_t i = 0; i < MANY; i++) {
        cr_assert_eq(strmap_get(&m, keys[i]), i);
    }
    size_t cap = m.cap;
    strmap_clear(&m);
    cr_assert_eq(m.n, 0);
    cr_assert_eq(m.cap, cap, "memory is kept");
    cr_assert_eq(strmap_get(&m, keys[0]), STRMAP_NONE);
    cr_assert_eq(strmap_add(&m, keys[7], 7), STRMAP_NONE);
    cr_assert_eq(strmap_get(&m, keys[7]), 7);
    strmap_release(&m);
}
