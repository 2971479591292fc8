/* One HTTP exchange as plain data: vendors plan requests, net carries them out, neither knows the
 * other. */
#ifndef ZHIBAN_BASE_HTTP_H
#define ZHIBAN_BASE_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zhiban/base/buf.h"
#include "zhiban/base/err.h"

struct http_request {
    int tag;                  /* the vendor's own, returned with the reply */
    const char *method;       /* "GET" or "POST" (static) */
    char *url;                /* owned by the request */
    char *body;               /* owned; NULL for GET */
    const char *content_type; /* static; of the body */
    char *cookie;             /* owned; the Cookie header's value, or NULL */
    char *etag;               /* owned; sent as If-None-Match, or NULL */
    bool auth;                /* send the backend's credentials (Bearer or Basic) */
    bool secret;              /* body holds a secret: never traced or logged, wiped after use */
    int timeout_ms;           /* whole exchange; 0: the default of net */
};

/* What became of a request. */
struct http_reply {
    int tag;
    int status;      /* HTTP status, 0 when none arrived */
    struct err err;  /* code OK, or ERR_NET with the cause (refused, time-out, certificate, …) */
    bool empty;      /* the server closed the connection without a byte */
    struct buf body; /* owned by the reply; a vendor may steal it */
    char content_type[64];
    char etag[128];
    char cookie[128];             /* name=value of the last Set-Cookie "mansession_id", or "" */
    int retry_after_s;            /* −1: none */
    int64_t sent_ms, received_ms; /* clock_raw_ms */
};

void http_request_release(struct http_request *r);
void http_reply_release(struct http_reply *r);
/* Appends the application/x-www-form-urlencoded form of s. */
void http_form_escape(struct buf *to, const char *s);

#endif
