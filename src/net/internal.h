/* net's own furniture: the origin of a URL, and the trace of answers. */
#ifndef ZHIBAN_SRC_NET_INTERNAL_H
#define ZHIBAN_SRC_NET_INTERNAL_H

#include "zhiban/net/net.h"

#define NET_BODY_MAX ((size_t)64 << 20)

/* Scheme, host and port of a URL: what credentials and redirects are bound to. */
struct origin {
    char scheme[8]; /* "http" or "https" */
    char host[256]; /* as libcurl normalises it; IPv6 keeps its brackets */
    int port;
};
/* false: not an http(s) URL, or one with a user or a password in it. By libcurl, which it loads. */
bool origin_parse(struct origin *o, const char *url);
/* The same without libcurl, and stricter: for the configured address. */
bool origin_read(struct origin *o, const char *url);
bool origin_same(const struct origin *a, const struct origin *b);
/* 127.0.0.0/8, ::1 and localhost: what never leaves the machine. */
bool origin_loopback(const struct origin *o);

/* One answer as it goes into the trace; everything is borrowed. */
struct trace_answer {
    const struct http_request *request;
    const struct http_reply *reply;
    const struct buf *head; /* status line and headers as received, the empty line included */
};

struct trace;
/* Makes the folder (0700) when it is missing. */
enum err_code trace_open(const char *dir, const char *secret, struct trace **to, struct err *e);
void trace_close(struct trace *t);
/* Writes NNNNNN-TAG.http and its line of index.jsonl. A full disk ends the trace with one log line.
 */
void trace_write(struct trace *t, const struct trace_answer *a);
/* Cleaning, for the tests: masks what is secret with '*' of the same length, so that
 * Content-Length still holds. */
void trace_clean_head(char *head, size_t n);
void trace_clean_body(char *body, size_t n, const char *secret);
void trace_clean_text(char *text, size_t n, const char *secret); /* the secret alone */
void trace_clean_url(char *url, const char *secret);

#endif
