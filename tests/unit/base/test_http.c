#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "zhiban/base/http.h"
#include "zhiban/base/mem.h"

Test(http, form_escape_per_the_standard)
{
    struct buf b = {0};
    http_form_escape(&b, "aZ09-._* &=+%/~'\n");
    cr_assert_str_eq(buf_str(&b), "aZ09-._*+%26%3D%2B%25%2F%7E%27%0A");
    buf_reset(&b);
    http_form_escape(&b, "用餐\xff");
    cr_assert_str_eq(buf_str(&b), "%E7%94%A8%E9%A4%90%FF");
    buf_reset(&b);
    http_form_escape(&b, "");
    cr_assert_eq(b.len, 0);
    buf_release(&b);
}

Test(http, releases_leave_empty_values_and_take_null)
{
    struct http_request q = {.tag = 3,
                             .method = "POST",
                             .url = mem_strdup("http://127.0.0.1/rawman"),
                             .body = mem_strdup("Secret=x"),
                             .cookie = mem_strdup("c=1"),
                             .etag = mem_strdup("\"e\""),
                             .secret = true};
    http_request_release(&q);
    cr_assert_null(q.url);
    cr_assert_null(q.body);
    cr_assert_eq(q.tag, 0);
    cr_assert_not(q.secret);
    http_request_release(&q); /* twice is harmless */
    http_request_release(NULL);

    struct http_reply p = {.status = 200, .retry_after_s = 5};
    buf_puts(&p.body, "{}");
    http_reply_release(&p);
    cr_assert_eq(p.status, 0);
    cr_assert_null(p.body.p);
    cr_assert_eq(p.retry_after_s, -1);
    http_reply_release(NULL);
}

/* A text of 200 bytes that is nowhere else in memory. */
static char *secret_text(void)
{
    char *s = mem_alloc(201);
    for (int i = 0; i < 200; i++) {
        s[i] = (char)('a' + (i * 7 + 3) % 26);
    }
    s[200] = '\0';
    return s;
}

/* What lies at an address now, freed or not, as the kernel sees it: how many bytes of it are still
 * the secret's. */
static int left_of_secret(uintptr_t where)
{
    char now[200] = {0};
    int fd = open("/proc/self/mem", O_RDONLY);
    cr_assert_geq(fd, 0);
    ssize_t n = pread(fd, now, sizeof now, (off_t)where);
    close(fd);
    int left = 0;
    for (int i = 0; i < n; i++) {
        left += now[i] == (char)('a' + (i * 7 + 3) % 26);
    }
    return left;
}

Test(http, a_secret_body_is_wiped)
{
    struct http_request q = {.body = secret_text(), .secret = true};
    uintptr_t where = (uintptr_t)q.body;
    cr_assert_eq(left_of_secret(where), 200);
    http_request_release(&q);
    cr_assert_leq(left_of_secret(where), 16, "but for what the allocator wrote there");
}
