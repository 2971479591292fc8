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

Test(origin, our_reading_is_that_of_libcurl_or_a_refusal)
{
    static const struct {
        const char *url, *host; /* host NULL: refused */
        int port;
    } cases[] = {
        {"http://Host/a", "Host", 80},
        {"HTTPS://host", "host", 443},
        {"https://host:8443/a:b@c", "host", 8443},
        {"http://host:?x", "host", 80},
        {"http://127.1/", "127.0.0.1", 80},
        {"http://0x7f000001:81", "127.0.0.1", 81},
        {"http://[::1]:8088/", "[::1]", 8088},
        {"http://[0:0::1]", "[::1]", 80},
        {"http://host:65535/", "host", 65535},
        {"http://host:65536/", NULL, 0},
        {"http://host:0/", NULL, 0},
        {"http://host:8a/", NULL, 0},
        {"http://[::1", NULL, 0},
        {"http://[::1]x/", NULL, 0},
        {"http://[::g]/", NULL, 0},
        {"http://u@host/", NULL, 0},
        {"http://u:p@host/", NULL, 0},
        {"http://h%6fst/", NULL, 0},
        {"http://ho st/", NULL, 0},
        {"http://host\\@other/", "host", 80},
        {"http:///a", NULL, 0},
        {"http://", NULL, 0},
        {"ftp://host/", NULL, 0},
        {"host", NULL, 0},
        {"", NULL, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *url = cases[i].url;
        struct origin ours, theirs;
        bool read = origin_read(&ours, url);
        cr_assert_eq(read, cases[i].host != NULL, "%s", url);
        if (!read) {
            continue;
        }
        cr_expect_str_eq(ours.host, cases[i].host, "%s", url);
        cr_expect_eq(ours.port, cases[i].port, "%s", url);
        if (origin_parse(&theirs, url)) {
            cr_expect(origin_same(&ours, &theirs), "%s: %s", url, theirs.host);
        }
    }
}
