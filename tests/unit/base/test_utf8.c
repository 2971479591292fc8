#include <criterion/criterion.h>
#include <string.h>

#include "zhiban/base/utf8.h"

Test(utf8, every_code_point_round_trips)
{
    for (int32_t cp = 0; cp <= 0x10FFFF; cp++) {
        if (cp == 0xD800) {
            cp = 0xE000;
        }
        char bytes[4];
        size_t n = utf8_put(bytes, cp);
        const char *p = bytes;
        int32_t back = utf8_next(&p, bytes + n);
        if (back != cp || p != bytes + n) {
            cr_assert_fail("U+%04X came back as %X", (unsigned)cp, (unsigned)back);
        }
    }
}

Test(utf8, what_is_no_character_is_put_as_the_replacement)
{
    static const int32_t bad[] = {-1, 0xD800, 0xDFFF, 0x110000, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char bytes[4];
        cr_assert_eq(utf8_put(bytes, bad[i]), 3);
        cr_assert_eq(memcmp(bytes, "\xEF\xBF\xBD", 3), 0);
    }
}

Test(utf8, invalid_sequences_advance_over_the_broken_part_only)
{
    static const struct {
        const char *bytes;
        size_t n, advance;
    } cases[] = {
        {"\x80", 1, 1},             /* continuation alone */
        {"\xC0\x80", 2, 1},         /* overlong NUL */
        {"\xC1\xBF", 2, 1},         /* overlong */
        {"\xC3", 1, 1},             /* cut */
        {"\xC3(", 2, 1},            /* the bracket is kept */
        {"\xE0\x80\x80", 3, 1},     /* overlong */
        {"\xE5\x80", 2, 2},         /* cut after two of three */
        {"\xED\xA0\x80", 3, 1},     /* surrogate */
        {"\xF0\x80\x80\x80", 4, 1}, /* overlong */
        {"\xF0\x9F\x98", 3, 3},     /* cut */
        {"\xF4\x90\x80\x80", 4, 1}, /* beyond U+10FFFF */
        {"\xF5", 1, 1},
        {"\xFE", 1, 1},
        {"\xFF", 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *p = cases[i].bytes;
        cr_expect_eq(utf8_next(&p, cases[i].bytes + cases[i].n), -1, "case %zu", i);
        cr_expect_eq((size_t)(p - cases[i].bytes), cases[i].advance, "case %zu", i);
        cr_expect_not(utf8_valid(cases[i].bytes, cases[i].n), "case %zu", i);
    }
}

Test(utf8, valid_texts)
{
    cr_assert(utf8_valid("", 0));
    cr_assert(utf8_valid("值班 zhiban é 😀", strlen("值班 zhiban é 😀")));
    cr_assert(utf8_valid("\0", 1), "NUL is a character; refusing it is the reader's business");
    cr_assert(utf8_valid("\xED\x9F\xBF\xEE\x80\x80", 6), "the neighbours of the surrogates");
    cr_assert(utf8_valid("\xF4\x8F\xBF\xBF", 4), "the last one");
    cr_assert_not(utf8_valid("ok\x80", 3));
}
