/* The trace's cleaning, and origins: pure functions. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"

static void expect_url(const char *in, const char *secret, const char *out)
{
    char text[256];
    snprintf(text, sizeof text, "%s", in);
    trace_clean_url(text, secret);
    cr_expect_str_eq(text, out);
}

Test(trace, secrets_of_a_query_are_masked_in_place)
{
    expect_url("http://h/p", "", "http://h/p");
    expect_url("http://h/p?", "", "http://h/p?");
    expect_url("http://h/p?a=1&Token=abc", "", "http://h/p?a=1&Token=***");
    expect_url("http://h/p?secret=&key=k&keys=k", "", "http://h/p?secret=&key=*&keys=k");
    expect_url("http://h/s3/p?q=s3", "s3", "http://h/**/p?q=**");
    expect_url("http://h/p?password", "", "http://h/p?password");
}

static void expect_head(const char *in, const char *out)
{
    char text[256];
    snprintf(text, sizeof text, "%s", in);
    trace_clean_head(text, strlen(text));
    cr_expect_str_eq(text, out);
}

Test(trace, headers_keep_their_length)
{
    expect_head("Set-Cookie: a=\"bc\"; Version=1\r\n", "Set-Cookie: a=\"**\"; Version=1\r\n");
    expect_head("set-cookie: a=b\r\nX: y\r\n", "set-cookie: a=*\r\nX: y\r\n");
    expect_head("AUTHORIZATION: Bearer x\r\n", "AUTHORIZATION: ****** *\r\n");
    expect_head("Set-Cookie:", "Set-Cookie:");
    expect_head("Set-Cookie", "Set-Cookie");
    expect_head("", "");
}

Test(trace, a_body_loses_keys_and_the_secret_itself)
{
    char text[] = "Response: Success\r\nKey: 0a1b\r\nname: wallboard\r\nsecret: x\nboard";
    trace_clean_body(text, strlen(text), "board");
    cr_expect_str_eq(text, "Response: Success\r\nKey: ****\r\nname: wall*****\r\nsecret: *\n*****");
}

Test(origin, what_is_the_same_and_what_is_loopback)
{
    struct origin a, b;
    cr_assert(origin_parse(&a, "http://Host/a"));
    cr_assert(origin_parse(&b, "http://host:80/b?c"));
    cr_expect(origin_same(&a, &b));
    cr_assert(origin_parse(&b, "https://host/"));
    cr_expect_not(origin_same(&a, &b));
    cr_expect_eq(b.port, 443);
    cr_assert(origin_parse(&b, "http://host:81/"));
    cr_expect_not(origin_same(&a, &b));
    cr_expect_not(origin_parse(&b, "http://u@host/"));
    cr_expect_not(origin_parse(&b, "file:///etc/passwd"));
    cr_expect_not(origin_parse(&b, ""));
    cr_assert(origin_parse(&b, "http://127.1/")); /* libcurl's own reading: 127.0.0.1 */
    cr_expect(origin_loopback(&b));
    cr_assert(origin_parse(&b, "http://[::2]/"));
    cr_expect_not(origin_loopback(&b));
}
