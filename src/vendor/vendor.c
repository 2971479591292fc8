/* The table of backends, the step they fill, and what HTTP alone says about an answer. */
#include <string.h>
#include <strings.h>

#include "internal.h"
#include "zhiban/base/intl.h"

#define PAGE_BYTES 2000 /* of an error page that are looked at */

const struct vendor_ops *const vendors[] = {&vendor_asterisk, &vendor_json, NULL};

const struct vendor_ops *vendor_find(const char *name)
{
    for (size_t i = 0; vendors[i]; i++) {
        if (strcmp(vendors[i]->name, name) == 0) {
            return vendors[i];
        }
    }
    return NULL;
}

void vendor_step_init(struct vendor_step *s)
{
    *s = (struct vendor_step){.retry_after_s = -1};
}

void vendor_step_release(struct vendor_step *s)
{
    if (!s) {
        return;
    }
    for (size_t i = 0; i < s->requests.n; i++) {
        http_request_release(&s->requests.v[i]);
    }
    vec_free(&s->requests);
    snapshot_free(s->snapshot);
    vendor_step_init(s);
}

void vendor_wipe(char *secret)
{
    if (secret) {
        explicit_bzero(secret, strlen(secret));
        free(secret);
    }
}

bool vendor_is_markup(const char *p, size_t n)
{
    while (n > 0 && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n')) {
        p++;
        n--;
    }
    return n > 0 && *p == '<';
}

bool vendor_is_ami(const char *p, size_t n)
{
    static const char page[] = "<address>Asterisk"; /* under its pages of errors */
    const size_t len = sizeof page - 1;
    if (n > 10 && strncasecmp(p, "Response: ", 10) == 0) {
        return true;
    }
    for (size_t i = 0; i + len <= n && i < PAGE_BYTES; i++) {
        if (memcmp(p + i, page, len) == 0) {
            return true;
        }
    }
    return false;
}

bool vendor_is_json(const char *p, size_t n)
{
    while (n > 0 && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n')) {
        p++;
        n--;
    }
    return n > 0 && *p == '{';
}

/* One line per status that has a mend of its own. */
static void fail_status(const char *name, int status, struct vendor_step *s)
{
    static const struct {
        int from, to;
        enum err_code code;
        const char *msgid, *hint;
    } lines[] = {
        {401, 401, ERR_AUTH, N_("the backend {0} refused the sign-in (HTTP {1})"),
         N_("check user and secret in its section of zhiban.conf")},
        {403, 403, ERR_AUTH, N_("the backend {0} refused the sign-in (HTTP {1})"),
         N_("check the rights of the user and the addresses the backend lets in")},
        {404, 404, ERR_BACKEND, N_("the backend {0} has nothing at this address (HTTP {1})"),
         N_("check the URL in its section of zhiban.conf")},
        {407, 407, ERR_NET, N_("the proxy before the backend {0} asks for a sign-in (HTTP {1})"),
         N_("check http_proxy, https_proxy and no_proxy in the environment")},
        {429, 429, ERR_NET, N_("the backend {0} asks for fewer requests (HTTP {1})"),
         N_("raise wallboard.poll_sec")},
        {503, 503, ERR_NET, N_("the backend {0} is not available just now (HTTP {1})"),
         N_("wait: the next try comes by itself")},
        {304, 304, ERR_BACKEND,
         N_("the backend {0} says that nothing changed, but gave no data before (HTTP {1})"),
         N_("a cache may stand before it; look into the backend's log")},
        {300, 399, ERR_BACKEND, N_("the backend {0} sends to another address (HTTP {1})"),
         N_("write the final address in zhiban.conf")},
        {204, 205, ERR_BACKEND, N_("the backend {0} answered without content (HTTP {1})"),
         N_("check that the URL leads to the data")},
        {500, 599, ERR_NET, N_("the backend {0} has a fault of its own (HTTP {1})"),
         N_("look into the backend's log")},
        {0, 999, ERR_BACKEND, N_("the backend {0} answered with HTTP status {1}"),
         N_("check the URL in its section of zhiban.conf")},
    };
    size_t i = 0;
    while (i + 1 < sizeof lines / sizeof *lines &&
           (status < lines[i].from || status > lines[i].to)) {
        i++;
    }
    vendor_fail(s, lines[i].code, lines[i].msgid, name, NUM(status));
    err_hint(&s->err, lines[i].hint);
}

bool vendor_reply_failed(const char *name, const struct http_reply *r, struct vendor_step *s)
{
    s->retry_after_s = r->retry_after_s;
    if (r->empty) {
        vendor_fail(s, ERR_NET, N_("the backend {0} closed the connection without an answer"),
                    name);
        err_hint(&s->err, N_("it may have reached its limit of connections, or be restarting"));
    } else if (r->err.code != OK) {
        s->result = VR_FAILED;
        s->err = r->err;
    } else if (r->status < 200 || r->status > 203) {
        fail_status(name, r->status, s);
    } else if (r->body.over || r->body.len > VENDOR_BODY_MAX) {
        vendor_fail(s, ERR_BACKEND, N_("the answer of the backend {0} is larger than 64 MiB"),
                    name);
        err_hint(&s->err, N_("check that the URL leads to the data"));
    } else if (r->body.len == 0) {
        vendor_fail(s, ERR_BACKEND, N_("the backend {0} answered with an empty document"), name);
        err_hint(&s->err, N_("check that the URL leads to the data"));
    } else {
        s->retry_after_s = -1;
        return false;
    }
    return true;
}
