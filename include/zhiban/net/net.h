/* net: HTTP by libcurl's multi interface. Submit, wait, collect; nothing blocks, DNS included.
 * libcurl is loaded and initialised by the first submit, so that the first paint comes before it.
 *
 * Keep-alive; connect and total time-outs; TLS verified (own CA file possible); proxies from the
 * environment; bodies up to 64 MiB; redirects are not followed to another host or a plainer scheme;
 * credentials go to the configured host only, and over plain http only to loopback unless
 * `insecure`. */
#ifndef ZHIBAN_NET_NET_H
#define ZHIBAN_NET_NET_H

#include "zhiban/base/http.h"

struct net_config {
    const char *url;                    /* of the backend: the one host credentials go to */
    const char *user;                   /* "": Bearer */
    const char *secret;                 /* "" none; copied, wiped on free */
    const char *ca_file;                /* NULL: the system's */
    bool insecure;                      /* credentials over plain http to any host */
    int connect_timeout_ms, timeout_ms; /* 0: 5000, 10000 */
    const char *trace_dir;              /* NULL; answers are written there, cleaned of secrets */
};

struct net;
/* ERR_USAGE when the configuration would send credentials in the clear. */
enum err_code net_new(const struct net_config *cfg, struct net **to, struct err *e);
/* Cancels what is under way. */
void net_free(struct net *n);
/* Starts a request; takes it. */
void net_submit(struct net *n, struct http_request *r);
void net_cancel_all(struct net *n);
size_t net_pending(const struct net *n);
/* Waits up to timeout_ms for a transfer, or any of fds (readable), then moves the transfers on.
 * Returns how many fds are ready (ready[i] set), −1 on an error of poll. */
int net_wait(struct net *n, const int *fds, size_t n_fds, bool *ready, int timeout_ms);
/* Without a net: the same wait on descriptors alone. */
int net_wait_fds(const int *fds, size_t n_fds, bool *ready, int timeout_ms);
/* Masks the backend's secret in an error's arguments: an answer may repeat what it was sent. */
void net_mask_error(const struct net *n, struct err *e);
/* The next finished exchange, in the order they ended; false: none. Release with
 * http_reply_release. */
bool net_next_reply(struct net *n, struct http_reply *to);

/* Back-off with full jitter: 1, 2, 4 … 60 s, never below Retry-After (at most 300 s). seed makes it
 * deterministic in tests. Returns milliseconds. */
struct net_backoff {
    unsigned tries;
    uint64_t seed;
};
int net_backoff_next(struct net_backoff *b, int retry_after_s);
void net_backoff_reset(struct net_backoff *b);

#endif
