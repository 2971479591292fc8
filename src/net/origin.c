/* Origins: which host credentials may go to. The parser is libcurl's own, so that what is checked
 * here is what is connected to. */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "internal.h"

/* Copies one part of the URL; false when it is missing or too long. */
static bool part(CURLU *u, CURLUPart what, char *to, size_t size)
{
    char *text = NULL;
    if (curl_url_get(u, what, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) {
        return false;
    }
    size_t n = strlen(text);
    bool fits = n > 0 && n < size;
    if (fits) {
        memcpy(to, text, n + 1);
    }
    curl_free(text);
    return fits;
}

bool origin_parse(struct origin *o, const char *url)
{
    CURLU *u = curl_url();
    char port[8];
    char user[256];
    bool good = u && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
                part(u, CURLUPART_SCHEME, o->scheme, sizeof o->scheme) &&
                part(u, CURLUPART_HOST, o->host, sizeof o->host) &&
                part(u, CURLUPART_PORT, port, sizeof port) &&
                !part(u, CURLUPART_USER, user, sizeof user) &&
                !part(u, CURLUPART_PASSWORD, user, sizeof user);
    if (good) {
        o->port = (int)strtol(port, NULL, 10);
        good = strcmp(o->scheme, "http") == 0 || strcmp(o->scheme, "https") == 0;
    }
    curl_url_cleanup(u);
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
