/* net: the multi handle, its waiting, and the way from a request to a reply.
 *
 * Order: net_new (no libcurl work) → net_submit (the first one loads libcurl) → net_wait* →
 * net_next_reply* → net_free. One thread; libcurl's resolver threads are made with the signals of
 * the terminal blocked, so that INT, TERM, HUP and WINCH reach the thread that owns the self-pipe.
 */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "transfer.h"
#include "zhiban/base/clock.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/log.h"
#include "zhiban/base/mem.h"

#define REDIRECTS_MAX 5
#define FDS_MAX 16 /* descriptors a caller waits on besides the transfers */

static const char *const bad_url = N_("the backend's address is not a usable http or https URL");

/* ---- new and free ---------------------------------------------------------------------------- */

/* libcurl would read it in the middle of a poll: a pipe would stop the loop there. */
static enum err_code check_ca_file(const char *path, struct err *e)
{
    struct stat st;
    if (!path || !path[0] ||
        (access(path, R_OK) == 0 && stat(path, &st) == 0 && S_ISREG(st.st_mode))) {
        return OK;
    }
    err_set(e, ERR_USAGE, N_("the file of certificates {0} cannot be read"), path);
    return err_hint(e,
                    N_("name the authority's certificate with ca_file in the backend's section"));
}

enum err_code net_new(const struct net_config *cfg, struct net **to, struct err *e)
{
    struct origin home;
    if (!origin_read(&home, cfg->url)) {
        return err_set(e, ERR_USAGE, bad_url);
    }
    bool secret = cfg->secret && cfg->secret[0];
    if (secret && !cfg->insecure && strcmp(home.scheme, "http") == 0 && !origin_loopback(&home)) {
        err_set(e, ERR_USAGE, N_("the secret would go to {0} unencrypted"), home.host);
        return err_hint(e, N_("use https, or write `insecure = yes` in the backend's section"));
    }
    if (check_ca_file(cfg->ca_file, e) != OK) {
        return ERR_USAGE;
    }
    struct trace *trace = NULL;
    if (cfg->trace_dir && trace_open(cfg->trace_dir, cfg->secret, &trace, e) != OK) {
        return e ? e->code : ERR_IO;
    }
    struct net *n = mem_calloc(1, sizeof *n);
    n->url = mem_strdup(cfg->url);
    n->home = home;
    n->user = mem_strdup(cfg->user ? cfg->user : "");
    n->secret = mem_strdup(secret ? cfg->secret : "");
    n->ca_file = cfg->ca_file && cfg->ca_file[0] ? mem_strdup(cfg->ca_file) : NULL;
    n->connect_ms = cfg->connect_timeout_ms > 0 ? cfg->connect_timeout_ms : 5000;
    n->total_ms = cfg->timeout_ms > 0 ? cfg->timeout_ms : 10000;
    n->trace = trace;
    *to = n;
    return OK;
}

void net_free(struct net *n)
{
    if (!n) {
        return;
    }
    net_cancel_all(n);
    while (n->done_head < n->done.n) {
        http_reply_release(&n->done.v[n->done_head++]);
    }
    vec_free(&n->done);
    vec_free(&n->active);
    if (n->multi) {
        n->curl->easy_cleanup(n->spare);
        n->curl->multi_cleanup(n->multi);
        n->curl->global_cleanup();
    }
    trace_close(n->trace);
    explicit_bzero(n->secret, strlen(n->secret));
    free(n->secret);
    free(n->user);
    free(n->ca_file);
    free(n->url);
    free(n);
}

/* The reading of the address that will be connected to must be the one net_new judged. */
static enum err_code check_home(const struct net *n, struct err *e)
{
    struct origin real;
    if (!origin_parse(&real, n->url) || !origin_same(&real, &n->home)) {
        return err_set(e, ERR_USAGE, bad_url);
    }
    return OK;
}

/* Without its resolver thread a name look-up would block the terminal. */
static enum err_code open_multi(struct net *n, struct err *e)
{
    const curl_version_info_data *info = n->curl->version_info(CURLVERSION_NOW);
    n->multi = info->features & CURL_VERSION_ASYNCHDNS ? n->curl->multi_init() : NULL;
    if (!n->multi) {
        log_line(LOG_ERROR, "net: libcurl %s has no asynchronous name resolution", info->version);
        err_set(e, ERR_NET, N_("libcurl cannot be used on this machine"));
        return err_hint(e, N_("it needs asynchronous name resolution (feature AsynchDNS)"));
    }
    n->curl->multi_setopt(n->multi, CURLMOPT_MAXCONNECTS, 4L);
    return OK;
}

/* Loads and initialises libcurl; a failure is kept and told by every request. */
static bool start(struct net *n)
{
    struct err *e = &n->broken;
    if (n->multi || e->code != OK) {
        return e->code == OK;
    }
    n->curl = curl_api();
    if (!n->curl || n->curl->global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        err_set(e, ERR_NET, N_("the library libcurl, which speaks HTTP, cannot be loaded"));
        err_hint(e, N_("install it (Debian: libcurl4); the log says what is missing"));
        return false;
    }
    if (check_home(n, e) != OK || open_multi(n, e) != OK) {
        n->curl->global_cleanup();
        return false;
    }
    return true;
}

/* ---- moving on ------------------------------------------------------------------------------- */

static void finish(struct net *n, struct transfer *t)
{
    if (t->reply.err.code != OK) {
        log_line(LOG_DEBUG, "net: %s %s: %s (%d)", t->req.method, n->home.host, t->reply.err.msgid,
                 t->reply.status);
    }
    if (n->trace) {
        trace_write(n->trace, &(struct trace_answer){&t->req, &t->reply, &t->head});
    }
    vec_push(&n->done) = t->reply;
    CURL *easy = transfer_free(t);
    if (n->spare) {
        n->curl->easy_cleanup(easy);
    } else {
        n->spare = easy;
    }
}

/* Follows a redirect of a GET inside the same origin. Anything else of the kind is an error that
 * names where the backend wanted to send us: the reader must decide, not the network. */
static bool redirect(struct net *n, struct transfer *t)
{
    int s = t->reply.status;
    char *next = NULL;
    if (s != 301 && s != 302 && s != 303 && s != 307 && s != 308) {
        return false;
    }
    n->curl->easy_getinfo(t->easy, CURLINFO_REDIRECT_URL, &next);
    if (!next) {
        return false;
    }
    struct origin from, to;
    bool same =
        origin_parse(&from, t->req.url) && origin_parse(&to, next) && origin_same(&from, &to);
    if (!same || strcmp(t->req.method, "GET") != 0 || t->redirects >= REDIRECTS_MAX) {
        char *shown = mem_strdup(next);
        trace_clean_url(shown, n->secret);
        err_set(&t->reply.err, ERR_NET, N_("the backend sends on to {0}, which is not followed"),
                shown);
        err_hint(&t->reply.err, N_("if that is right, write this address in the backend's url"));
        free(shown);
        return false;
    }
    t->redirects++;
    free(t->req.url);
    t->req.url = mem_strdup(next);
    int64_t left = t->reply.sent_ms - clock_raw_ms() +
                   (t->req.timeout_ms > 0 ? t->req.timeout_ms : n->total_ms);
    n->curl->easy_setopt(t->easy, CURLOPT_URL, t->req.url);
    n->curl->easy_setopt(t->easy, CURLOPT_TIMEOUT_MS, (long)(left > 1 ? left : 1));
    transfer_reset_reply(t);
    return n->curl->multi_add_handle(n->multi, t->easy) == CURLM_OK;
}

static void collect(struct net *n)
{
    CURLMsg *m;
    int left;
    while ((m = n->curl->multi_info_read(n->multi, &left))) {
        if (m->msg != CURLMSG_DONE) {
            continue;
        }
        struct transfer *t = NULL;
        CURLcode code = m->data.result;
        n->curl->easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t);
        n->curl->multi_remove_handle(n->multi, t->easy);
        transfer_end(t, code, n);
        if (code == CURLE_OK && redirect(n, t)) {
            continue;
        }
        for (size_t i = 0; i < n->active.n; i++) {
            if (n->active.v[i].t == t) {
                vec_remove(&n->active, i);
                break;
            }
        }
        finish(n, t);
    }
}

/* libcurl may make a resolver thread here, and TLS may write to a closed socket: the terminal's
 * signals are blocked for the threads to inherit, and a SIGPIPE of ours is taken back. */
static void perform(struct net *n)
{
    static const struct timespec now = {0};
    sigset_t block, before, pipe, pending;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    block = pipe;
    sigaddset(&block, SIGINT);
    sigaddset(&block, SIGTERM);
    sigaddset(&block, SIGHUP);
    sigaddset(&block, SIGWINCH);
    pthread_sigmask(SIG_BLOCK, &block, &before);
    int running;
    n->curl->multi_perform(n->multi, &running);
    collect(n);
    if (!sigismember(&before, SIGPIPE) && sigpending(&pending) == 0 &&
        sigismember(&pending, SIGPIPE)) {
        sigtimedwait(&pipe, NULL, &now);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void net_submit(struct net *n, struct http_request *r)
{
    struct transfer *t = mem_calloc(1, sizeof *t);
    t->req = *r;
    *r = (struct http_request){0};
    t->reply.tag = t->req.tag;
    t->reply.retry_after_s = -1;
    t->reply.sent_ms = t->reply.received_ms = clock_raw_ms();
    if (!start(n)) {
        t->reply.err = n->broken;
        finish(n, t);
        return;
    }
    t->curl = n->curl;
    t->easy = n->spare ? n->spare : n->curl->easy_init();
    n->spare = NULL;
    if (!t->easy) {
        err_set(&t->reply.err, ERR_NET, N_("libcurl cannot be used on this machine"));
        finish(n, t);
        return;
    }
    transfer_setup(t, n);
    CURLMcode code = n->curl->multi_add_handle(n->multi, t->easy);
    if (code != CURLM_OK) {
        err_set(&t->reply.err, ERR_NET, N_("the exchange with {0} failed: {1}"), n->home.host,
                n->curl->multi_strerror(code));
        finish(n, t);
        return;
    }
    vec_push(&n->active) = (struct slot){t};
    perform(n); /* on its way at once: saves the loop a turn */
}

void net_cancel_all(struct net *n)
{
    for (size_t i = 0; i < n->active.n; i++) {
        struct transfer *t = n->active.v[i].t;
        n->curl->multi_remove_handle(n->multi, t->easy);
        http_reply_release(&t->reply);
        n->curl->easy_cleanup(transfer_free(t));
    }
    vec_clear(&n->active);
}

void net_mask_error(const struct net *n, struct err *e)
{
    for (size_t i = 0; n->secret[0] && i < ERR_ARGS; i++) {
        trace_clean_text(e->arg[i], strlen(e->arg[i]), n->secret);
    }
}

size_t net_pending(const struct net *n)
{
    return n->active.n;
}

bool net_next_reply(struct net *n, struct http_reply *to)
{
    if (n->done_head == n->done.n) {
        return false;
    }
    *to = n->done.v[n->done_head++];
    if (n->done_head == n->done.n) {
        n->done_head = 0;
        vec_clear(&n->done);
    }
    return true;
}

/* ---- waiting --------------------------------------------------------------------------------- */

int net_wait_fds(const int *fds, size_t n_fds, bool *ready, int timeout_ms)
{
    struct pollfd p[FDS_MAX];
    n_fds = n_fds < FDS_MAX ? n_fds : FDS_MAX;
    for (size_t i = 0; i < n_fds; i++) {
        p[i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
        ready[i] = false;
    }
    int count = poll(p, (nfds_t)n_fds, timeout_ms);
    if (count < 0) {
        return errno == EINTR ? 0 : -1;
    }
    for (size_t i = 0; i < n_fds; i++) { /* a hang-up counts: the reader must see it */
        ready[i] = p[i].revents != 0;
    }
    return count;
}

int net_wait(struct net *n, const int *fds, size_t n_fds, bool *ready, int timeout_ms)
{
    if (n->done_head < n->done.n) {
        timeout_ms = 0; /* a reply is there already */
    }
    if (n->active.n == 0) {
        return net_wait_fds(fds, n_fds, ready, timeout_ms);
    }
    struct curl_waitfd extra[FDS_MAX];
    n_fds = n_fds < FDS_MAX ? n_fds : FDS_MAX;
    for (size_t i = 0; i < n_fds; i++) {
        extra[i] = (struct curl_waitfd){.fd = fds[i], .events = CURL_WAIT_POLLIN};
    }
    int count;
    if (n->curl->multi_poll(n->multi, extra, (unsigned)n_fds, timeout_ms, &count) != CURLM_OK) {
        return -1;
    }
    perform(n);
    /* curl_multi_poll does not tell of a hang-up: ask again, without waiting. */
    return net_wait_fds(fds, n_fds, ready, 0);
}
