/* Origins: which host credentials may go to. What is connected to is parsed by libcurl itself; the
 * configured address is read here, without it, so that a start need not wait for the library, and
 * net.c compares the two readings before the first request. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "curl_api.h"
#include "internal.h"

/* ---- our reading ----------------------------------------------------------------------------- */

/* "443": digits only, 1 to 65535; -1: not a port. */
static int read_port(const char *p, size_t n)
{
    int port = 0;
    for (size_t i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9' || n > 5) {
            return -1;
        }
        port = port * 10 + (p[i] - '0');
    }
    return n > 0 && port > 0 && port < 65536 ? port : -1;
}

/* Addresses in the form libcurl gives them: 127.1 is 127.0.0.1. */
static bool settle_host(struct origin *o)
{
    struct in_addr v4;
    struct in6_addr v6;
    size_t n = strlen(o->host);
    if (o->host[0] == '[') {
        char text[INET6_ADDRSTRLEN];
        o->host[n - 1] = '\0';
        if (inet_pton(AF_INET6, o->host + 1, &v6) != 1 ||
            !inet_ntop(AF_INET6, &v6, text, sizeof text)) {
            return false;
        }
        snprintf(o->host, sizeof o->host, "[%s]", text);
    } else if (inet_aton(o->host, &v4) == 1) {
        return inet_ntop(AF_INET, &v4, o->host, sizeof o->host) != NULL;
    }
    return true;
}

bool origin_read(struct origin *o, const char *url)
{
    bool tls = strncasecmp(url, "https://", 8) == 0;
    if (!tls && strncasecmp(url, "http://", 7) != 0) {
        return false;
    }
    const char *host = url + (tls ? 8 : 7);
    size_t n = strcspn(host, "/?#\\");
    size_t end = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
    end = end < n ? end : n;
    for (size_t i = 0; i < n; i++) { /* no user, nothing encoded, nothing blank */
        if (strchr("@%\"<>^`{|}", host[i]) || iscntrl((unsigned char)host[i]) || host[i] == ' ') {
            return false;
        }
    }
    if (end == 0 || end >= sizeof o->host || (host[0] == '[' && host[end - 1] != ']')) {
        return false;
    }
    memcpy(o->host, host, end);
    o->host[end] = '\0';
    snprintf(o->scheme, sizeof o->scheme, "%s", tls ? "https" : "http");
    o->port = tls ? 443 : 80;
    if (end < n && host[end] != ':') { /* after the bracket of an IPv6 address */
        return false;
    }
    if (n > end + 1) { /* "host:" is the scheme's own port */
        o->port = read_port(host + end + 1, n - end - 1);
    }
    return o->port > 0 && settle_host(o);
}

/* ---- libcurl's reading ----------------------------------------------------------------------- */

/* Copies one part of the URL; false when it is missing or too long. */
static bool part(const struct curl_api *curl, CURLU *u, CURLUPart what, char *to, size_t size)
{
    char *text = NULL;
    if (curl->url_get(u, what, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) {
        return false;
    }
    size_t n = strlen(text);
    bool fits = n > 0 && n < size;
    if (fits) {
        memcpy(to, text, n + 1);
    }
    curl->free(text);
    return fits;
}

bool origin_parse(struct origin *o, const char *url)
{
    const struct curl_api *curl = curl_api();
    CURLU *u = curl ? curl->url() : NULL;
    char port[8];
    char user[256];
    bool good = u && curl->url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
                part(curl, u, CURLUPART_SCHEME, o->scheme, sizeof o->scheme) &&
                part(curl, u, CURLUPART_HOST, o->host, sizeof o->host) &&
                part(curl, u, CURLUPART_PORT, port, sizeof port) &&
                !part(curl, u, CURLUPART_USER, user, sizeof user) &&
                !part(curl, u, CURLUPART_PASSWORD, user, sizeof user);
    if (good) {
        o->port = (int)strtol(port, NULL, 10);
        good = strcmp(o->scheme, "http") == 0 || strcmp(o->scheme, "https") == 0;
    }
    if (u) {
        curl->url_cleanup(u);
    }
    return good;
}

bool origin_same(const struct origin *a, const struct origin *b)
{
    return strcmp(a->scheme, b->scheme) == 0 && strcasecmp(a->host, b->host) == 0 &&
           a->port == b->port;
}

bool origin_loopback(const struct origin *o)
{
    struct in_addr v4;
    if (inet_pton(AF_INET, o->host, &v4) == 1) {
        return ntohl(v4.s_addr) >> 24 == 127;
    }
    return strcasecmp(o->host, "localhost") == 0 || strcmp(o->host, "[::1]") == 0;
}
