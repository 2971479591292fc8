/* One exchange under way: the curl handle, what has arrived, and how its end is told. */
#ifndef ZHIBAN_SRC_NET_TRANSFER_H
#define ZHIBAN_SRC_NET_TRANSFER_H

#include "curl_api.h"
#include "internal.h"
#include "zhiban/base/vec.h"

struct slot {
    struct transfer *t;
};

struct net {
    char *url;          /* of the configured backend, */
    struct origin home; /* and its origin: credentials go here only */
    char *user, *secret, *ca_file;
    int connect_ms, total_ms;
    const struct curl_api *curl; /* this and the next: since the first submit */
    CURLM *multi;
    CURL *spare;       /* an idle handle, kept for the next request */
    struct err broken; /* libcurl cannot serve us: every request fails with this */
    struct trace *trace;
    VEC(struct slot) active;
    VEC(struct http_reply) done; /* from done_head on: not collected yet */
    size_t done_head;
};

struct transfer {
    struct http_request req;
    struct http_reply reply;
    const struct curl_api *curl; /* the net's */
    CURL *easy;
    struct curl_slist *headers;
    struct buf head;                   /* header lines, kept for the trace only */
    size_t head_bytes, all_head_bytes; /* of this hop's last answer; of all that came */
    int redirects;
    int64_t date;     /* of the Date header, Unix s; −1: none */
    int64_t retry_at; /* of a Retry-After date; −1: none */
    bool over;        /* the body passed NET_BODY_MAX, or the headers HEAD_MAX */
    bool long_head;   /* … the headers */
    bool keep_head;
    char text[CURL_ERROR_SIZE];
};

/* Makes the handle ready for the request. */
void transfer_setup(struct transfer *t, struct net *n);
/* Forgets what arrived, for the next hop of a redirect. */
void transfer_reset_reply(struct transfer *t);
/* Fills reply.status and reply.err from the way the transfer ended. */
void transfer_end(struct transfer *t, CURLcode code, const struct net *n);
/* Frees all but the handle, which goes back to the caller, and the reply, which was moved away. */
CURL *transfer_free(struct transfer *t);

#endif
