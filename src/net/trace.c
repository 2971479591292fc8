/* The trace of a backend's answers (--trace DIR), so that a bug in the field becomes a recording:
 *   NNNNNN-TAG.http  status line, headers and body as received, cleaned
 *   index.jsonl      one line an answer: n, file, tag, sent_ms and ms (monotonic), method, url,
 * status, bytes, empty, err Secrets are overwritten by '*' of the same length: a recording keeps
 * its Content-Length. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "internal.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/log.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

struct trace {
    char *dir;
    char *secret;
    unsigned n;
    int index; /* descriptor of index.jsonl */
};

enum err_code trace_open(const char *dir, const char *secret, struct trace **to, struct err *e)
{
    if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
        return err_set(e, ERR_IO, N_("the trace folder {0} cannot be made: {1}"), dir,
                       strerror(errno));
    }
    char *path = mem_printf("%s/index.jsonl", dir);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    free(path);
    if (fd < 0) {
        return err_set(e, ERR_IO, N_("the trace folder {0} cannot be written: {1}"), dir,
                       strerror(errno));
    }
    struct trace *t = mem_calloc(1, sizeof *t);
    t->dir = mem_strdup(dir);
    t->secret = mem_strdup(secret ? secret : "");
    t->index = fd;
    *to = t;
    return OK;
}

void trace_close(struct trace *t)
{
    if (!t) {
        return;
    }
    if (t->index >= 0) {
        close(t->index);
    }
    explicit_bzero(t->secret, strlen(t->secret));
    free(t->secret);
    free(t->dir);
    free(t);
}

/* ---- cleaning -------------------------------------------------------------------------------- */

/* Overwrites every occurrence of the secret itself. */
static void mask_text(char *p, size_t n, const char *secret)
{
    size_t len = secret ? strlen(secret) : 0;
    for (size_t i = 0; len > 0 && i + len <= n; i++) {
        if (memcmp(p + i, secret, len) == 0) {
            memset(p + i, '*', len);
            i += len - 1;
        }
    }
}

/* Masks a header's value; of a cookie only what follows the name, up to the attributes. */
static void mask_value(char *p, char *end, bool cookie)
{
    if (cookie) {
        char *eq = memchr(p, '=', (size_t)(end - p));
        p = eq ? eq + 1 : p;
    }
    for (; p < end && !(cookie && *p == ';'); p++) {
        if (*p != '"' && *p != ' ' && *p != '\r') {
            *p = '*';
        }
    }
}

static bool named(const char *line, size_t n, const char *name)
{
    size_t len = strlen(name);
    return n > len && line[len] == ':' && strncasecmp(line, name, len) == 0;
}

/* Masks the values of the named "Name: value" lines. */
static void mask_lines(char *text, size_t n, const char *const *names)
{
    char *end = text + n;
    for (char *line = text; line < end;) {
        char *nl = memchr(line, '\n', (size_t)(end - line));
        char *stop = nl ? nl : end;
        for (const char *const *name = names; *name; name++) {
            if (named(line, (size_t)(stop - line), *name)) {
                bool cookie = strcasecmp(*name, "Set-Cookie") == 0;
                mask_value(line + strlen(*name) + 1, stop, cookie);
            }
        }
        line = stop + 1;
    }
}

void trace_clean_head(char *head, size_t n)
{
    static const char *const names[] = {
        "Set-Cookie", "Cookie", "Authorization", "Proxy-Authorization", "WWW-Authenticate",
        "X-Api-Key",  NULL};
    mask_lines(head, n, names);
}

void trace_clean_body(char *body, size_t n, const char *secret)
{
    static const char *const names[] = {"Key", "Secret", "Password", "Authorization", NULL};
    mask_lines(body, n, names);
    mask_text(body, n, secret);
}

void trace_clean_text(char *text, size_t n, const char *secret)
{
    mask_text(text, n, secret);
}

void trace_clean_url(char *url, const char *secret)
{
    static const char *const names[] = {"secret", "password", "passwd", "pwd",         "key",
                                        "token",  "api_key",  "apikey", "access_token"};
    char *at = strchr(url, '?');
    while (at && *at) {
        char *name = at + 1;
        char *eq = name + strcspn(name, "=&");
        char *stop = eq + strcspn(eq, "&");
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            size_t len = strlen(names[i]);
            if (*eq == '=' && (size_t)(eq - name) == len && !strncasecmp(name, names[i], len)) {
                memset(eq + 1, '*', (size_t)(stop - eq - 1));
            }
        }
        at = stop;
    }
    mask_text(url, strlen(url), secret);
}

/* ---- writing --------------------------------------------------------------------------------- */

static bool write_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t got = write(fd, p, n);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        p += got;
        n -= (size_t)got;
    }
    return true;
}

static bool write_answer(struct trace *t, const struct trace_answer *a, const char *name)
{
    char *path = mem_printf("%s/%s", t->dir, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    free(path);
    if (fd < 0) {
        return false;
    }
    struct buf text;
    buf_init(&text, NET_BODY_MAX + ((size_t)1 << 20));
    buf_add(&text, buf_str(a->head), a->head->len);
    if (text.len > 0) {
        trace_clean_head(text.p, text.len);
    }
    size_t body = text.len;
    buf_add(&text, buf_str(&a->reply->body), a->reply->body.len);
    if (text.len > body) {
        trace_clean_body(text.p + body, text.len - body, t->secret);
    }
    bool good = write_all(fd, buf_str(&text), text.len);
    buf_release(&text);
    return close(fd) == 0 && good;
}

static bool write_index(struct trace *t, const struct trace_answer *a, const char *name)
{
    const struct http_reply *r = a->reply;
    char *url = mem_strdup(a->request->url);
    trace_clean_url(url, t->secret);
    struct buf line;
    buf_init(&line, 0);
    buf_printf(&line, "{\"n\":%u,\"file\":\"%s\",\"tag\":%d,\"sent_ms\":%lld,\"ms\":%lld,", t->n,
               name, r->tag, (long long)r->sent_ms, (long long)r->received_ms);
    buf_printf(&line, "\"method\":\"%s\",\"url\":", a->request->method);
    text_json(&line, url);
    buf_printf(&line, ",\"status\":%d,\"bytes\":%zu,\"empty\":%s", r->status, r->body.len,
               r->empty ? "true" : "false");
    if (r->err.code != OK) {
        struct buf text;
        buf_init(&text, 0);
        err_format(&text, r->err.msgid, &r->err);
        buf_puts(&line, ",\"err\":");
        text_json(&line, buf_str(&text));
        buf_release(&text);
    }
    buf_puts(&line, "}\n");
    bool good = write_all(t->index, buf_str(&line), line.len);
    buf_release(&line);
    free(url);
    return good;
}

void trace_write(struct trace *t, const struct trace_answer *a)
{
    if (t->index < 0) {
        return;
    }
    t->n++;
    char name[48];
    snprintf(name, sizeof name, "%06u-%d.http", t->n, a->reply->tag);
    if (!write_answer(t, a, name) || !write_index(t, a, name)) {
        log_line(LOG_ERROR, "trace: cannot write %s/%s: %s; the trace ends", t->dir, name,
                 strerror(errno));
        close(t->index);
        t->index = -1;
    }
}
