/* One exchange: the options of its handle, its header and body callbacks, and the end as a clear
 * error. */
#include "transfer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "zhiban/base/clock.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"

#define HEAD_MAX ((size_t)256 << 10) /* all header lines of one answer */

/* ---- what arrives ---------------------------------------------------------------------------- */

/* The value of header `name` when the line is one: trimmed, borrowed; NULL otherwise. */
static const char *header_value(const char *line, size_t n, const char *name, size_t *len)
{
    size_t skip = strlen(name);
    if (n <= skip || line[skip] != ':' || strncasecmp(line, name, skip) != 0) {
        return NULL;
    }
    const char *p = line + skip + 1;
    const char *end = line + n;
    while (p < end && (*p == ' ' || *p == '\t')) {
        p++;
    }
    while (end > p && strchr(" \t\r\n", end[-1])) {
        end--;
    }
    *len = (size_t)(end - p);
    return p;
}

/* Keeps a value only when it fits whole: half an ETag matches nothing. */
static void keep(char *to, size_t size, const char *p, size_t n)
{
    if (n < size) {
        memcpy(to, p, n);
        to[n] = '\0';
    } else {
        to[0] = '\0';
    }
}

static int64_t http_date(const struct transfer *t, const char *p, size_t n)
{
    char text[64];
    keep(text, sizeof text, p, n);
    return text[0] ? (int64_t)t->curl->getdate(text, NULL) : -1;
}

static void read_retry_after(struct transfer *t, const char *p, size_t n)
{
    if (n > 0 && n < 10 && strspn(p, "0123456789") >= n) {
        t->reply.retry_after_s = (int)strtol(p, NULL, 10);
    } else {
        t->retry_at = http_date(t, p, n);
    }
}

static void read_header(struct transfer *t, const char *line, size_t n)
{
    static const char session[] = "mansession_id=";
    size_t len;
    const char *v;
    if ((v = header_value(line, n, "ETag", &len))) {
        keep(t->reply.etag, sizeof t->reply.etag, v, len);
    } else if ((v = header_value(line, n, "Content-Type", &len))) {
        keep(t->reply.content_type, sizeof t->reply.content_type, v, len);
    } else if ((v = header_value(line, n, "Retry-After", &len))) {
        read_retry_after(t, v, len);
    } else if ((v = header_value(line, n, "Date", &len))) {
        t->date = http_date(t, v, len);
    } else if ((v = header_value(line, n, "Set-Cookie", &len))) {
        const char *stop = memchr(v, ';', len);
        size_t pair = stop ? (size_t)(stop - v) : len;
        if (pair >= sizeof session && strncasecmp(v, session, sizeof session - 1) == 0) {
            keep(t->reply.cookie, sizeof t->reply.cookie, v, pair);
        }
    }
}

static size_t on_header(char *line, size_t size, size_t n, void *ctx)
{
    struct transfer *t = ctx;
    n *= size;
    if (n > 5 && memcmp(line, "HTTP/", 5) == 0) { /* of a 100 Continue, or the answer itself */
        transfer_reset_reply(t);
    }
    t->head_bytes += n;
    t->all_head_bytes += n; /* of every "100 Continue" too */
    if (t->all_head_bytes > HEAD_MAX) {
        t->over = t->long_head = true;
        return 0;
    }
    if (t->keep_head) {
        buf_add(&t->head, line, n);
    }
    read_header(t, line, n);
    return n;
}

static size_t on_body(char *p, size_t size, size_t n, void *ctx)
{
    struct transfer *t = ctx;
    n *= size;
    if (!buf_add(&t->reply.body, p, n)) {
        t->over = true;
        return 0;
    }
    return n;
}

void transfer_reset_reply(struct transfer *t)
{
    struct http_reply *r = &t->reply;
    buf_release(&r->body);
    buf_init(&r->body, NET_BODY_MAX);
    r->content_type[0] = r->etag[0] = r->cookie[0] = '\0';
    r->retry_after_s = -1;
    t->retry_at = t->date = -1;
    t->head_bytes = 0;
    buf_release(&t->head);
    buf_init(&t->head, HEAD_MAX);
}

/* ---- setting up ------------------------------------------------------------------------------ */

static void add_header(struct transfer *t, const char *name, const char *value)
{
    char *line = mem_printf("%s: %s", name, value);
    t->headers = t->curl->slist_append(t->headers, line);
    explicit_bzero(line, strlen(line));
    free(line);
}

static void setup_limits(struct transfer *t, const struct net *n)
{
    const struct curl_api *curl = t->curl;
    CURL *c = t->easy;
    int total = t->req.timeout_ms > 0 ? t->req.timeout_ms : n->total_ms;
    curl->easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl->easy_setopt(c, CURLOPT_QUICK_EXIT, 1L); /* never wait for a resolver thread */
    curl->easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)n->connect_ms);
    curl->easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)total);
    curl->easy_setopt(c, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)NET_BODY_MAX);
    curl->easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl->easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L); /* net.c follows by hand, with its checks */
    curl->easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl->easy_setopt(c, CURLOPT_HTTP09_ALLOWED, 0L);
    curl->easy_setopt(c, CURLOPT_TCP_KEEPALIVE, 1L);
    curl->easy_setopt(c, CURLOPT_BUFFERSIZE, 65536L);
    curl->easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl->easy_setopt(c, CURLOPT_USERAGENT, "zhiban/" ZHIBAN_VERSION);
    /* Without a folder of certificates the parsed bundle is kept by the multi handle: 30 ms once,
     * not at every connection. */
    const char *bundle = curl->version_info(CURLVERSION_NOW)->cainfo;
    if (n->ca_file) {
        curl->easy_setopt(c, CURLOPT_CAINFO, n->ca_file);
        curl->easy_setopt(c, CURLOPT_CAPATH, NULL);
    } else if (bundle && access(bundle, R_OK) == 0) {
        curl->easy_setopt(c, CURLOPT_CAPATH, NULL);
    }
    if (origin_loopback(&n->home)) {
        curl->easy_setopt(c, CURLOPT_PROXY, ""); /* what stays on the machine asks no proxy */
    } else if (!t->keep_head) {
        curl->easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "gzip");
    }
}

static void setup_credentials(struct transfer *t, const struct net *n)
{
    struct origin to;
    if (!t->req.auth || n->secret[0] == '\0' || !origin_parse(&to, t->req.url) ||
        !origin_same(&to, &n->home)) {
        return;
    }
    if (n->user[0] != '\0') {
        t->curl->easy_setopt(t->easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        t->curl->easy_setopt(t->easy, CURLOPT_USERNAME, n->user);
        t->curl->easy_setopt(t->easy, CURLOPT_PASSWORD, n->secret);
    } else {
        t->curl->easy_setopt(t->easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
        t->curl->easy_setopt(t->easy, CURLOPT_XOAUTH2_BEARER, n->secret);
    }
}

void transfer_setup(struct transfer *t, struct net *n)
{
    const struct curl_api *curl = t->curl;
    CURL *c = t->easy;
    struct http_request *r = &t->req;
    t->keep_head = n->trace != NULL;
    transfer_reset_reply(t);
    setup_limits(t, n);
    setup_credentials(t, n);
    if (strcmp(r->method, "POST") == 0) {
        curl->easy_setopt(c, CURLOPT_POST, 1L);
        curl->easy_setopt(c, CURLOPT_POSTFIELDS, r->body ? r->body : "");
        curl->easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE,
                          (curl_off_t)(r->body ? strlen(r->body) : 0));
        add_header(t, "Content-Type",
                   r->content_type ? r->content_type : "application/x-www-form-urlencoded");
        t->headers = curl->slist_append(t->headers, "Expect:"); /* no round trip before the body */
    } else {
        curl->easy_setopt(c, CURLOPT_HTTPGET, 1L);
    }
    if (r->cookie) {
        add_header(t, "Cookie", r->cookie);
    }
    if (r->etag) {
        add_header(t, "If-None-Match", r->etag);
    }
    curl->easy_setopt(c, CURLOPT_HTTPHEADER, t->headers);
    curl->easy_setopt(c, CURLOPT_URL, r->url);
    curl->easy_setopt(c, CURLOPT_ERRORBUFFER, t->text);
    curl->easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
    curl->easy_setopt(c, CURLOPT_HEADERDATA, t);
    curl->easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
    curl->easy_setopt(c, CURLOPT_WRITEDATA, t);
    curl->easy_setopt(c, CURLOPT_PRIVATE, t);
}

CURL *transfer_free(struct transfer *t)
{
    CURL *easy = t->easy;
    if (easy) {
        t->curl->easy_reset(easy); /* it borrows from us: the error buffer, headers and body */
        t->curl->slist_free_all(t->headers);
    }
    buf_release(&t->head);
    http_request_release(&t->req);
    free(t);
    return easy;
}

/* ---- how it ended ---------------------------------------------------------------------------- */

static void tls_error(struct transfer *t, struct err *e, const char *host)
{
    enum {
        UNSPECIFIED = 1, /* libcurl compares the names itself, before it asks for the result */
        NOT_YET = 9,
        EXPIRED = 10,
        SELF_SIGNED = 18,
        SELF_SIGNED_IN_CHAIN = 19,
        OTHER_HOST = 62,
    };
    long verify = 0; /* OpenSSL's X509_V_ERR_… */
    t->curl->easy_getinfo(t->easy, CURLINFO_SSL_VERIFYRESULT, &verify);
    switch (verify) {
    case 0:
    case UNSPECIFIED:
    case OTHER_HOST:
        err_set(e, ERR_NET, N_("the certificate of {0} is for another host"), host);
        err_hint(e, N_("check the host name in the backend's url"));
        return;
    case EXPIRED:
        err_set(e, ERR_NET, N_("the certificate of {0} has expired"), host);
        err_hint(e, N_("have it renewed, or check the clock of this machine"));
        return;
    case NOT_YET:
        err_set(e, ERR_NET, N_("the certificate of {0} is not valid yet"), host);
        err_hint(e, N_("check the clock of this machine"));
        return;
    case SELF_SIGNED:
    case SELF_SIGNED_IN_CHAIN:
        err_set(e, ERR_NET, N_("the certificate of {0} is self-signed"), host);
        break;
    default:
        err_set(e, ERR_NET, N_("the certificate of {0} is not signed by a known authority"), host);
        break;
    }
    err_hint(e, N_("name the authority's certificate with ca_file in the backend's section"));
}

static void connect_error(struct transfer *t, struct err *e, const char *host, const char *port)
{
    long no = 0;
    t->curl->easy_getinfo(t->easy, CURLINFO_OS_ERRNO, &no);
    if (no == ECONNREFUSED) {
        err_set(e, ERR_NET, N_("connection refused by {0} port {1}"), host, port);
        err_hint(e, N_("check that the backend runs and that its port is right"));
    } else {
        err_set(e, ERR_NET, N_("no connection to {0} port {1}: {2}"), host, port,
                no ? strerror((int)no) : t->text);
        err_hint(e, N_("check the network and the backend's url"));
    }
}

static void timeout_error(struct transfer *t, struct err *e, const char *host)
{
    curl_off_t connected = 0;
    t->curl->easy_getinfo(t->easy, CURLINFO_CONNECT_TIME_T, &connected);
    if (connected == 0) {
        err_set(e, ERR_NET, N_("time-out: {0} cannot be reached"), host);
        err_hint(e, N_("check the network and the backend's url"));
    } else if (t->head_bytes == 0) {
        err_set(e, ERR_NET, N_("time-out: {0} does not answer"), host);
        err_hint(e, N_("look into the backend's log"));
    } else {
        err_set(e, ERR_NET, N_("time-out: {0} answers too slowly"), host);
        err_hint(e, N_("look into the backend's log"));
    }
}

/* Too much: told apart from a disk's write error, which we do not have. */
static void limit_error(struct transfer *t, struct err *e, const char *host)
{
    if (t->long_head) {
        err_set(e, ERR_BACKEND, N_("the answer's headers of {0} are too long"), host);
    } else {
        err_set(e, ERR_BACKEND, N_("the answer of {0} is larger than 64 MiB"), host);
    }
    err_hint(e, N_("check that the backend's url leads to the data"));
    buf_release(&t->reply.body);
}

static void set_error(struct transfer *t, CURLcode code, const struct net *n)
{
    struct err *e = &t->reply.err;
    const char *host = n->home.host;
    char port[12];
    snprintf(port, sizeof port, "%d", n->home.port);
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        err_set(e, ERR_NET, N_("the host name {0} is not known"), host);
        err_hint(e, N_("check the host name in the backend's url, and the name server"));
        return;
    case CURLE_COULDNT_RESOLVE_PROXY:
        err_set(e, ERR_NET, N_("the host name of the proxy is not known"));
        err_hint(e, N_("check http_proxy, https_proxy and no_proxy in the environment"));
        return;
    case CURLE_COULDNT_CONNECT:
        connect_error(t, e, host, port);
        return;
    case CURLE_OPERATION_TIMEDOUT:
        timeout_error(t, e, host);
        return;
    case CURLE_PEER_FAILED_VERIFICATION:
        tls_error(t, e, host);
        return;
    case CURLE_SSL_CACERT_BADFILE:
        err_set(e, ERR_NET, N_("the file of certificates {0} cannot be read"),
                n->ca_file ? n->ca_file : t->text);
        err_hint(e, N_("name the authority's certificate with ca_file in the backend's section"));
        return;
    case CURLE_SSL_CONNECT_ERROR:
        err_set(e, ERR_NET, N_("no TLS connection to {0} port {1}: {2}"), host, port, t->text);
        err_hint(e, N_("check that the port speaks TLS, else write http in the backend's url"));
        return;
    case CURLE_PARTIAL_FILE:
        err_set(e, ERR_NET, N_("the answer of {0} is cut off"), host);
        err_hint(e, N_("look into the backend's log"));
        return;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
        err_set(e, ERR_NET, N_("what answers at {0} port {1} does not speak HTTP"), host, port);
        err_hint(e, N_("check the host and the port in the backend's url"));
        return;
    case CURLE_GOT_NOTHING:
        err_set(e, ERR_NET, N_("{0} closed the connection without an answer"), host);
        err_hint(e, N_("its limit of connections may be reached"));
        return;
    default:
        err_set(e, ERR_NET, N_("the exchange with {0} failed: {1}"), host,
                t->text[0] ? t->text : t->curl->easy_strerror(code));
        err_hint(e, N_("look into the backend's log"));
        return;
    }
}

void transfer_end(struct transfer *t, CURLcode code, const struct net *n)
{
    struct http_reply *r = &t->reply;
    long status = 0;
    t->curl->easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    r->status = (int)status;
    r->received_ms = clock_raw_ms();
    if (t->retry_at >= 0) {
        /* Against the server's own Date, so that a wrong clock here does not matter. */
        int64_t now = t->date >= 0 ? t->date : (int64_t)time(NULL);
        int64_t wait = t->retry_at - now;
        r->retry_after_s = wait < 0 ? 0 : wait > 86400 ? 86400 : (int)wait;
    }
    if (code == CURLE_OK) {
        return;
    }
    /* Reset by the peer before the first byte: the same as closed with nothing. */
    if (code == CURLE_RECV_ERROR && t->head_bytes == 0) {
        code = CURLE_GOT_NOTHING;
    }
    r->empty = code == CURLE_GOT_NOTHING;
    if (code == CURLE_OUT_OF_MEMORY && r->body.len == 0) { /* one line over libcurl's own limit */
        t->over = t->long_head = true;
    }
    if (t->over || code == CURLE_FILESIZE_EXCEEDED) {
        limit_error(t, &r->err, n->home.host);
    } else {
        set_error(t, code, n);
    }
}
