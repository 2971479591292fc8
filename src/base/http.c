#include "zhiban/base/http.h"

#include <stdlib.h>
#include <string.h>

static void wipe_free(char *s, bool wipe)
{
    if (s && wipe) {
        explicit_bzero(s, strlen(s));
    }
    free(s);
}

void http_request_release(struct http_request *r)
{
    if (!r) {
        return;
    }
    wipe_free(r->url, r->secret);
    wipe_free(r->body, r->secret);
    wipe_free(r->cookie, r->secret);
    free(r->etag);
    *r = (struct http_request){0};
}

void http_reply_release(struct http_reply *r)
{
    if (!r) {
        return;
    }
    buf_release(&r->body);
    *r = (struct http_reply){.retry_after_s = -1};
}

void http_form_escape(struct buf *to, const char *s)
{
    static const char hex[] = "0123456789ABCDEF";
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._*";
    for (;;) {
        size_t n = strspn(s, plain);
        buf_add(to, s, n);
        s += n;
        unsigned char c = (unsigned char)*s++;
        if (c == '\0') {
            return;
        }
        if (c == ' ') {
            buf_putc(to, '+');
        } else {
            buf_add(to, (char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
        }
    }
}
