/* What is answered: the dialect in force, or the trace that is played, and the faults on the way
 * out. */
#include "server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "zhiban/base/mem.h"

#include "dialect_json.h"

#define GARBAGE_BYTES 4000

static enum MHD_Result queue_response(struct exchange *x, unsigned status,
                                      struct MHD_Response *response)
{
    x->answered = true;
    enum MHD_Result rc = MHD_queue_response(x->connection, status, response);
    MHD_destroy_response(response);
    return rc;
}

/* A response that owns the buffer's text; the buffer is empty afterwards. */
static struct MHD_Response *response_of(struct buf *text, const char *type)
{
    size_t n = text->len;
    struct MHD_Response *r =
        MHD_create_response_from_buffer(n, buf_steal(text), MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(r, "Content-Type", type);
    return r;
}

/* ---- faults on the way out
 * ----------------------------------------------------------------------- */

struct cut {
    struct buf text;
    size_t end; /* where the line breaks */
};

static ssize_t cut_read(void *ctx, uint64_t at, char *to, size_t max)
{
    struct cut *c = ctx;
    if (at >= c->end) {
        return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    size_t n = c->end - (size_t)at < max ? c->end - (size_t)at : max;
    memcpy(to, c->text.p + at, n);
    return (ssize_t)n;
}

static void cut_free(void *ctx)
{
    struct cut *c = ctx;
    buf_release(&c->text);
    free(c);
}

/* The whole length is announced and half of it sent, then the connection closes. */
static struct MHD_Response *truncated(struct buf *text, const char *type)
{
    struct cut *c = mem_calloc(1, sizeof *c);
    c->text = *text;
    *text = (struct buf){0};
    c->end = c->text.len / 2;
    struct MHD_Response *r =
        MHD_create_response_from_callback(c->text.len, 16384, cut_read, c, cut_free);
    MHD_add_response_header(r, "Content-Type", type);
    return r;
}

static void fill_garbage(struct server *s, struct buf *to)
{
    buf_reset(to);
    for (int i = 0; i < GARBAGE_BYTES / 8; i++) {
        uint64_t word = rng_next(&s->rng);
        buf_add(to, &word, sizeof word);
    }
}

static enum MHD_Result fault_status(struct server *s, struct exchange *x)
{
    static char text[] = "<html><body><h1>Service Unavailable</h1></body></html>\n";
    struct MHD_Response *r =
        MHD_create_response_from_buffer(sizeof text - 1, text, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(r, "Content-Type", "text/html");
    if (s->o->faults.status == 503 || s->o->faults.status == 429) {
        MHD_add_response_header(r, "Retry-After", "3");
    }
    return queue_response(x, (unsigned)s->o->faults.status, r);
}

/* Sends a text through the faults that change it. */
static enum MHD_Result send_text(struct server *s, struct exchange *x, unsigned status,
                                 struct buf *text, const char *type)
{
    if (x->fault == FAULT_GARBAGE) {
        fill_garbage(s, text);
    }
    struct MHD_Response *r =
        x->fault == FAULT_TRUNCATE ? truncated(text, type) : response_of(text, type);
    return queue_response(x, status, r);
}

/* ---- the json dialect
 * ---------------------------------------------------------------------------- */

/* Takes the same time wherever the two differ. */
static bool same_secret(const char *a, const char *b)
{
    size_t n = strlen(a);
    if (strlen(b) != n) {
        return false;
    }
    unsigned char diff = 0;
    for (size_t i = 0; i < n; i++) {
        diff |= (unsigned char)(a[i] ^ b[i]);
    }
    return diff == 0;
}

static bool json_allowed(struct server *s, struct exchange *x)
{
    if (s->o->secret == NULL) {
        return true;
    }
    const char *auth = MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, "Authorization");
    if (auth != NULL && strncasecmp(auth, "Bearer ", 7) == 0) {
        return same_secret(auth + 7, s->o->secret);
    }
    char *password = NULL;
    char *user = MHD_basic_auth_get_username_password(x->connection, &password);
    bool good = user != NULL && password != NULL && strcmp(user, s->o->user) == 0 &&
                same_secret(password, s->o->secret);
    MHD_free(user);
    MHD_free(password);
    return good;
}

/* The document of the present floor, made once however many ask. */
static void refresh_cache(struct server *s)
{
    char etag[64];
    json_etag(s->stage.sim, s->run, etag);
    if (s->cached != NULL && strcmp(etag, s->cached_etag) == 0) {
        return;
    }
    if (s->cached != NULL) {
        MHD_destroy_response(s->cached);
    }
    struct buf text;
    buf_init(&text, JSON_DOCUMENT_MAX);
    json_snapshot(s->stage.sim, &text);
    s->cached = response_of(&text, "application/json");
    MHD_add_response_header(s->cached, "ETag", etag);
    MHD_add_response_header(s->cached, "Cache-Control", "no-cache");
    memcpy(s->cached_etag, etag, sizeof etag);
}

static enum MHD_Result json_get(struct server *s, struct exchange *x)
{
    if (x->fault != FAULT_NONE) {
        struct buf text;
        buf_init(&text, JSON_DOCUMENT_MAX);
        json_snapshot(s->stage.sim, &text);
        return send_text(s, x, 200, &text, "application/json");
    }
    refresh_cache(s);
    const char *known =
        MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, "If-None-Match");
    if (known != NULL && strcmp(known, s->cached_etag) == 0) {
        struct MHD_Response *r = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
        MHD_add_response_header(r, "ETag", s->cached_etag);
        return queue_response(x, 304, r);
    }
    x->answered = true;
    return MHD_queue_response(x->connection, 200, s->cached);
}

static enum MHD_Result json_reply(struct server *s, struct exchange *x, const char *url,
                                  const char *method)
{
    struct buf text;
    buf_init(&text, 0);
    if (!json_allowed(s, x)) {
        buf_puts(&text, "{\"error\":{\"code\":\"unauthorized\"}}\n");
        struct MHD_Response *r = response_of(&text, "application/json");
        MHD_add_response_header(r, "WWW-Authenticate", "Bearer");
        return queue_response(x, 401, r);
    }
    if (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0) {
        buf_release(&text);
        return json_get(s, x);
    }
    unsigned status = 405;
    if (strcmp(method, "POST") == 0) {
        status = (unsigned)json_action(s->stage.sim, url, buf_str(&x->body), &text);
    } else {
        buf_puts(&text, "{\"error\":{\"code\":\"method\"}}\n");
    }
    return send_text(s, x, status, &text, "application/json");
}

/* ---- the asterisk dialect
 * ------------------------------------------------------------------------ */

static enum MHD_Result add_argument(void *ctx, enum MHD_ValueKind kind, const char *key,
                                    const char *value)
{
    (void)kind;
    form_add(ctx, key, value ? value : "");
    return MHD_YES;
}

static enum MHD_Result ami_error(struct exchange *x, unsigned status, const char *title,
                                 const char *text)
{
    struct buf page;
    buf_init(&page, 0);
    ami_error_page(&page, (int)status, title, text);
    struct MHD_Response *r = response_of(&page, "text/html");
    MHD_add_response_header(r, "Server", "Asterisk");
    return queue_response(x, status, r);
}

/* Without a prefix, or with the one of Asterisk's sample configuration. */
static bool is_rawman(const char *url)
{
    return strcmp(url, "/rawman") == 0 || strcmp(url, "/asterisk/rawman") == 0;
}

static enum MHD_Result ami_send(struct server *s, struct exchange *x, struct buf *text,
                                const char *session)
{
    char cookie[64];
    snprintf(cookie, sizeof cookie, "mansession_id=\"%s\"; Version=1; Max-Age=60", session);
    if (x->fault == FAULT_GARBAGE) {
        fill_garbage(s, text);
    }
    struct MHD_Response *r = x->fault == FAULT_TRUNCATE ? truncated(text, "text/plain")
                                                        : response_of(text, "text/plain");
    MHD_add_response_header(r, "Server", "Asterisk");
    MHD_add_response_header(r, "Cache-Control", "no-cache, no-store");
    MHD_add_response_header(r, "Set-Cookie", cookie);
    MHD_add_response_header(r, "Pragma", "SuppressEvents");
    return queue_response(x, 200, r);
}

static enum MHD_Result ami_reply(struct server *s, struct exchange *x, const char *url,
                                 const char *method)
{
    bool post = strcmp(method, "POST") == 0;
    if (!post && strcmp(method, "GET") != 0) {
        return ami_error(x, 501, "Not Implemented",
                         "Attempt to use unimplemented / unsupported method");
    }
    if (!is_rawman(url)) {
        return ami_error(x, 404, "Not Found", "The requested URL was not found on this server.");
    }
    struct form form = {0};
    MHD_get_connection_values(x->connection, MHD_GET_ARGUMENT_KIND, add_argument, &form);
    form_parse(&form, post ? buf_str(&x->body) : "");
    struct ami_answer a = {
        .cookie = MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, "Cookie"),
        .now_ms = clock_raw_ms()};
    buf_init(&a.body, JSON_DOCUMENT_MAX);
    ami_act(s->ami, s->stage.sim, s->replay, &form, &a);
    form_release(&form);
    if (a.delay_ms > 0 && !x->refused) { /* a refused login is answered a second later */
        x->refused = true;
        buf_release(&a.body);
        server_suspend(s, x, a.delay_ms);
        return MHD_YES;
    }
    return ami_send(s, x, &a.body, a.session);
}

/* ---- everything
 * ---------------------------------------------------------------------------------- */

static enum MHD_Result play(struct server *s, struct exchange *x)
{
    const struct recorded *rec = replay_next(s->replay, REPLAY_JSON);
    struct buf text;
    buf_init(&text, JSON_DOCUMENT_MAX);
    if (rec == NULL) {
        return send_text(s, x, 404, &text, "text/plain");
    }
    buf_add(&text, rec->body, rec->n);
    return send_text(s, x, (unsigned)rec->status, &text, rec->content_type);
}

enum MHD_Result server_reply(struct server *s, struct exchange *x, const char *url,
                             const char *method)
{
    if (!x->drawn) {
        x->drawn = true;
        x->fault = fault_draw(&s->o->faults, &s->rng);
        if (x->fault == FAULT_STALL || s->o->faults.slow_ms > 0) {
            server_suspend(s, x, x->fault == FAULT_STALL ? -1 : s->o->faults.slow_ms);
            return MHD_YES;
        }
    }
    if (x->answered || x->fault == FAULT_DROP || x->fault == FAULT_STALL) {
        return MHD_NO;
    }
    if (x->fault == FAULT_ERROR) {
        return fault_status(s, x);
    }
    if (x->body.over) {
        return ami_error(x, 413, "Request Entity Too Large", "The body is too large.");
    }
    clock_tick(&s->clock);
    stage_advance(&s->stage, clock_now_ms(&s->clock));
    if (s->o->asterisk) {
        return ami_reply(s, x, url, method);
    }
    return s->replay != NULL ? play(s, x) : json_reply(s, x, url, method);
}
