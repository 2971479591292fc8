#include <criterion/criterion.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/buf.h"

Test(buf, an_empty_one_reads_as_empty_text)
{
    struct buf b = {0};
    cr_assert_str_eq(buf_str(&b), "");
    char *p = buf_steal(&b);
    cr_assert_str_eq(p, "");
    free(p);
    buf_release(&b);
    buf_release(NULL);
}

Test(buf, appends_are_terminated)
{
    struct buf b;
    buf_init(&b, 0);
    cr_assert(buf_puts(&b, "ab"));
    cr_assert(buf_putc(&b, 'c'));
    cr_assert(buf_add(&b, "d\0e", 3));
    cr_assert(buf_fill(&b, '.', 3));
    cr_assert_eq(b.len, 9);
    cr_assert_eq(memcmp(b.p, "abcd\0e...", 10), 0);
    buf_reset(&b);
    cr_assert_eq(b.len, 0);
    cr_assert_str_eq(buf_str(&b), "");
    cr_assert(buf_add(&b, NULL, 0));
    cr_assert(buf_fill(&b, 'x', 0));
    cr_assert_eq(b.len, 0);
    buf_release(&b);
}

Test(buf, the_maximum_keeps_what_fits_and_refuses_the_rest)
{
    struct buf b;
    buf_init(&b, 5);
    cr_assert(buf_puts(&b, "12345"), "exactly the maximum fits");
    cr_assert_not(b.over);
    cr_assert(buf_add(&b, "", 0));
    cr_assert_not(buf_putc(&b, '6'));
    cr_assert(b.over);
    cr_assert_str_eq(buf_str(&b), "12345");
    buf_reset(&b);
    cr_assert_not(b.over, "reset starts anew");
    cr_assert_not(buf_puts(&b, "1234567"));
    cr_assert_str_eq(buf_str(&b), "12345");
    cr_assert_not(buf_puts(&b, ""), "every later append is refused");
    cr_assert_not(buf_printf(&b, "%d", 1));
    cr_assert_not(buf_fill(&b, 'x', 1));
    cr_assert_not(buf_i64(&b, 1));
    cr_assert_str_eq(buf_str(&b), "12345");
    buf_release(&b);
}

Test(buf, the_default_maximum_is_a_mebibyte)
{
    struct buf b = {0};
    cr_assert(buf_fill(&b, 'x', (size_t)1 << 20));
    cr_assert_not(buf_putc(&b, 'x'));
    cr_assert_eq(b.len, (size_t)1 << 20);
    buf_release(&b);
}

Test(buf, printf_at_every_edge_of_the_capacity)
{
    for (int before = 0; before < 140; before++) {
        struct buf b = {0};
        buf_fill(&b, '.', (size_t)before);
        cr_assert(buf_printf(&b, "%s|%05d", "值", 42));
        cr_assert_eq(b.len, (size_t)before + 9);
        cr_assert_str_eq(buf_str(&b) + before, "值|00042");
        buf_release(&b);
    }
    struct buf b;
    buf_init(&b, 4);
    cr_assert_not(buf_printf(&b, "%d", 123456));
    cr_assert_str_eq(buf_str(&b), "1234");
    buf_reset(&b);
    cr_assert(buf_printf(&b, "%d", 1234));
    cr_assert_str_eq(buf_str(&b), "1234");
    buf_release(&b);
}

Test(buf, i64_at_its_limits)
{
    static const struct {
        int64_t v;
        const char *text;
    } cases[] = {{0, "0"},
                 {9, "9"},
                 {10, "10"},
                 {-1, "-1"},
                 {INT64_MAX, "9223372036854775807"},
                 {INT64_MIN, "-9223372036854775808"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf b = {0};
        cr_assert(buf_i64(&b, cases[i].v));
        cr_assert_str_eq(buf_str(&b), cases[i].text);
        buf_release(&b);
    }
}

Test(buf, steal_hands_over_and_leaves_a_usable_buffer)
{
    struct buf b;
    buf_init(&b, 3);
    buf_puts(&b, "abc");
    char *p = buf_steal(&b);
    cr_assert_str_eq(p, "abc");
    free(p);
    cr_assert_eq(b.len, 0);
    cr_assert_eq(b.max, 3, "the maximum stays");
    cr_assert(buf_puts(&b, "xyz"));
    buf_release(&b);
    cr_assert_eq(b.max, 0);
}
