#include <criterion/criterion.h>
#include <string.h>

#include "zhiban/base/err.h"
#include "zhiban/base/utf8.h"

Test(err, set_copies_arguments_and_returns_the_code)
{
    struct err e = {0};
    char name[] = "support";
    cr_assert_eq(err_set(&e, ERR_NOT_FOUND, "no queue {0} among {1}", name, NUM(12)),
                 ERR_NOT_FOUND);
    name[0] = 'X';
    cr_assert_eq(e.code, ERR_NOT_FOUND);
    cr_assert_str_eq(e.arg[0], "support");
    cr_assert_str_eq(e.arg[1], "12");
    cr_assert_str_eq(e.arg[2], "");
    cr_assert_null(e.hint);
    cr_assert_eq(err_hint(&e, "try another"), ERR_NOT_FOUND);
    cr_assert_str_eq(e.hint, "try another");
}

Test(err, a_new_error_forgets_the_old_one)
{
    struct err e = {0};
    err_set(&e, ERR_IO, "a {0}", "x");
    err_hint(&e, "hint");
    err_set(&e, ERR_NET, "b");
    cr_assert_str_eq(e.arg[0], "");
    cr_assert_null(e.hint);
}

Test(err, nowhere_to_put_it_is_allowed)
{
    cr_assert_eq(err_set(NULL, ERR_IO, "x {0}", "y"), ERR_IO);
    cr_assert_eq(err_hint(NULL, "z"), ERR_REFUSED, "`return err_hint(…)` never turns into OK");
}

Test(err, an_argument_may_be_of_the_same_error)
{
    struct err e = {0};
    err_set(&e, ERR_IO, "{0}: {1}", "first", "second");
    err_set(&e, ERR_PARSE, "{0}, {1}", e.arg[1], e.arg[0]);
    cr_assert_str_eq(e.arg[0], "second");
    cr_assert_str_eq(e.arg[1], "first");
}

Test(err, at_most_four_arguments)
{
    struct err e = {0};
    err_set(&e, ERR_IO, "", "0", "1", "2", "3", "4");
    cr_assert_str_eq(e.arg[3], "3");
}

Test(err, arguments_are_cleaned_and_cut_on_a_character)
{
    struct err e = {0};
    err_set(&e, ERR_IO, "{0}", "a\x1b[31mb\nc\xff");
    cr_assert_str_eq(e.arg[0], "a[31mb c\xEF\xBF\xBD");
    char longer[400];
    for (size_t i = 0; i + 3 < sizeof longer; i += 3) {
        memcpy(longer + i, "值", 4);
    }
    err_set(&e, ERR_IO, "{0}", longer);
    cr_assert_eq(strlen(e.arg[0]), 159, "53 characters of three bytes fill 159 of 160");
    cr_assert(utf8_valid(e.arg[0], strlen(e.arg[0])));
    err_set(&e, ERR_IO, "{0}", longer + 3 - 1); /* starts inside a character */
    cr_assert(utf8_valid(e.arg[0], strlen(e.arg[0])));
}

Test(err, format_replaces_only_its_own_marks)
{
    struct err e = {0};
    err_set(&e, ERR_IO, "", "A", "{0}", "C", "D");
    struct buf b = {0};
    err_format(&b, "{1}{0}|{2}{3}|{4}|{x}|{|{0|}|{}|{10}", &e);
    cr_assert_str_eq(buf_str(&b), "{0}A|CD|{4}|{x}|{|{0|}|{}|{10}");
    buf_release(&b);
}

Test(err, numbers_at_their_limits)
{
    struct err e = {0};
    err_set(&e, ERR_LIMIT, "{0} {1}", NUM(INT64_MIN), NUM(INT64_MAX));
    cr_assert_str_eq(e.arg[0], "-9223372036854775808");
    cr_assert_str_eq(e.arg[1], "9223372036854775807");
}

Test(err, every_code_has_its_word_and_exit_status)
{
    static const struct {
        enum err_code code;
        const char *word;
        int status;
    } cases[] = {
        {OK, "ok", 0},
        {ERR_USAGE, "usage", 2},
        {ERR_NOT_FOUND, "not_found", 1},
        {ERR_REFUSED, "refused", 1},
        {ERR_IO, "io", 1},
        {ERR_PARSE, "parse", 2},
        {ERR_LIMIT, "limit", 1},
        {ERR_NET, "net", 3},
        {ERR_BACKEND, "backend", 3},
        {ERR_AUTH, "auth", 3},
        {ERR_PERMISSION, "permission", 4},
        {ERR_BUSY, "busy", 5},
        {ERR_CANCELLED, "cancelled", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_assert_str_eq(err_word(cases[i].code), cases[i].word);
        cr_assert_eq(err_exit(cases[i].code), cases[i].status);
    }
    cr_assert_str_eq(err_word((enum err_code)99), "unknown");
    cr_assert_eq(err_exit((enum err_code)99), 1);
}
