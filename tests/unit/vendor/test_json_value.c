/* Values read where they stand: numbers without rounding, strings decoded in place. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "json_value.h"

Test(json_value, numbers)
{
    static const struct {
        const char *text;
        int64_t floor;
        bool whole, huge;
    } cases[] = {
        {"0", 0, true, false},
        {"-0", 0, true, false},
        {"0.0", 0, true, false},
        {"17", 17, true, false},
        {"-17", -17, true, false},
        {"1.5", 1, false, false},
        {"-1.5", -2, false, false},
        {"-0.5", -1, false, false},
        {"1.5e1", 15, true, false},
        {"150e-1", 15, true, false},
        {"1.50E+2", 150, true, false},
        {"1e-400", 0, false, false},
        {"0e99999", 0, true, false},
        {"1e12", 1000000000000, true, false},
        {"1000000000000", 1000000000000, true, false},
        {"1000000000001", 1000000000001, true, true},
        {"1e308", 0, true, true},
        {"-1e308", 0, true, true},
        {"1e999999999999999999999999999999", 0, true, true},
        {"123456789012345678901234567890123456789012345678901234567890", 0, true, true},
        {"0.00000000000000000000000000000000000000000000000000000000001", 0, false, false},
        {"123456789012345678901234567890e-25", 12345, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[80];
        struct json_value v;
        snprintf(text, sizeof text, "%s,", cases[i].text);
        char *end = json_value_read(text, &v);
        cr_assert_eq(v.kind, JSON_NUMBER);
        cr_expect_eq(*end, ',');
        struct json_number n = json_number_of(&v);
        cr_expect_eq(n.huge, cases[i].huge, "%s", cases[i].text);
        cr_expect_eq(n.whole, cases[i].whole, "%s", cases[i].text);
        cr_expect_eq(n.floor < 0, cases[i].text[0] == '-' && (cases[i].huge || cases[i].floor < 0),
                     "%s", cases[i].text);
        if (!n.huge) {
            cr_expect_eq(n.floor, cases[i].floor, "%s: %lld", cases[i].text, (long long)n.floor);
        }
    }
}

Test(json_value, strings_are_decoded_in_place)
{
    static const struct {
        const char *text, *is;
    } cases[] = {
        {"\"\"", ""},
        {"\"plain\"", "plain"},
        {"\"值班\"", "值班"},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
        {"\"a\\u0041\\u00e9\\u503Cz\"", "aAé值z"},
        {"\"\\ud83d\\ude00!\"", "😀!"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[80];
        struct json_value v;
        snprintf(text, sizeof text, "%s]", cases[i].text);
        char *end = json_value_read(text, &v);
        cr_assert_eq(v.kind, JSON_STRING);
        cr_expect_eq(*end, ']');
        cr_expect_str_eq(v.p, cases[i].is);
        cr_expect_eq(v.n, strlen(cases[i].is));
    }
}

Test(json_value, members_and_elements_in_order)
{
    char text[] =
        " { \"a\\u0062\" : [ 1 , \"x]\\\"\", {\"y\":[]} ,[[]],true ] ,\"n\":null, \"o\":{ } } ,";
    struct json_value v, key, e;
    char *end = json_value_read(text + 1, &v);
    cr_assert_eq(v.kind, JSON_OBJECT);
    cr_expect_str_eq(end, " ,");
    char *p = v.p;
    cr_assert(json_next_member(&p, &key, &e));
    cr_expect_str_eq(key.p, "ab");
    cr_assert_eq(e.kind, JSON_ARRAY);
    static const enum json_kind kinds[] = {JSON_NUMBER, JSON_STRING, JSON_OBJECT, JSON_ARRAY,
                                           JSON_BOOL};
    char *q = e.p;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        cr_assert(json_next_element(&q, &e));
        cr_expect_eq(e.kind, kinds[i]);
    }
    cr_expect_not(json_next_element(&q, &e));
    cr_assert(json_next_member(&p, &key, &e));
    cr_expect_str_eq(key.p, "n");
    cr_expect_eq(e.kind, JSON_ABSENT);
    cr_assert(json_next_member(&p, &key, &e));
    cr_expect_eq(e.kind, JSON_OBJECT);
    q = e.p;
    cr_expect_not(json_next_member(&q, &key, &e));
    cr_expect_not(json_next_member(&p, &key, &e));
    cr_expect_str_eq(p, " ,");
}
