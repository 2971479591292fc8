/* See json_value.h. The bounds are the document's own: the scan has seen every bracket and quote
 * closed. */
#include "json_value.h"

#include "zhiban/base/utf8.h"

#define EXPONENT_MAX 9999 /* beyond it nothing differs */

int json_hex4(const char *p)
{
    int v = 0;
    for (int i = 0; i < 4; i++) {
        char c = p[i];
        int d = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;
        if (d < 0) {
            return -1;
        }
        v = v * 16 + d;
    }
    return v;
}

static char *skip_blanks(char *p)
{
    while (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t') {
        p++;
    }
    return p;
}

/* ---- strings --------------------------------------------------------------------------------- */

/* Decodes the escape at p to *to; returns its end. The scan left no half of a surrogate pair. */
static char *unescape(char *p, char **to)
{
    char c = p[1];
    if (c != 'u') {
        *(*to)++ = (char)(c == 'b'   ? '\b'
                          : c == 'f' ? '\f'
                          : c == 'n' ? '\n'
                          : c == 'r' ? '\r'
                          : c == 't' ? '\t'
                                     : c);
        return p + 2;
    }
    int32_t cp = json_hex4(p + 2);
    p += 6;
    if (cp >= 0xd800 && cp < 0xdc00) {
        cp = 0x10000 + ((cp - 0xd800) << 10) + (json_hex4(p + 2) - 0xdc00);
        p += 6;
    }
    *to += utf8_put(*to, cp);
    return p;
}

/* p: behind the opening quote. What is decoded is never longer than how it was written. */
static char *read_string(char *p, struct json_value *v)
{
    *v = (struct json_value){.kind = JSON_STRING, .p = p};
    while (*p != '"' && *p != '\\') {
        p++;
    }
    char *to = p;
    while (*p != '"') {
        if (*p == '\\') {
            p = unescape(p, &to);
        } else {
            *to++ = *p++;
        }
    }
    *to = '\0';
    v->n = (size_t)(to - v->p);
    return p + 1;
}

static char *skip_string(char *p)
{
    for (p++; *p != '"'; p++) {
        p += *p == '\\';
    }
    return p + 1;
}

/* ---- values ---------------------------------------------------------------------------------- */

static char *skip_container(char *p)
{
    int depth = 0;
    do {
        if (*p == '"') {
            p = skip_string(p);
            continue;
        }
        depth += *p == '{' || *p == '[';
        depth -= *p == '}' || *p == ']';
        p++;
    } while (depth > 0);
    return p;
}

char *json_value_read(char *p, struct json_value *v)
{
    char c = *p;
    if (c == '"') {
        return read_string(p + 1, v);
    }
    *v = (struct json_value){.p = p};
    if (c == '{' || c == '[') {
        v->kind = c == '{' ? JSON_OBJECT : JSON_ARRAY;
        v->p++;
        return skip_container(p);
    }
    v->kind = c == 'n' ? JSON_ABSENT : c == 't' || c == 'f' ? JSON_BOOL : JSON_NUMBER;
    while (*p > ' ' && *p != ',' && *p != '}' && *p != ']') {
        p++;
    }
    v->n = (size_t)(p - v->p);
    return p;
}

bool json_next(char **p)
{
    char *at = skip_blanks(*p);
    if (*at == ',') {
        at = skip_blanks(at + 1);
    }
    bool more = *at != ']' && *at != '}';
    *p = at + !more;
    return more;
}

bool json_next_element(char **p, struct json_value *v)
{
    if (!json_next(p)) {
        return false;
    }
    *p = json_value_read(*p, v);
    return true;
}

bool json_next_member(char **p, struct json_value *key, struct json_value *v)
{
    if (!json_next(p)) {
        return false;
    }
    char *colon = skip_blanks(read_string(*p + 1, key));
    *p = json_value_read(skip_blanks(colon + 1), v);
    return true;
}

/* ---- numbers --------------------------------------------------------------------------------- */

static int read_exponent(const char *p, const char *end)
{
    bool minus = p < end && *p == '-';
    int e = 0;
    for (p += p < end && (*p == '-' || *p == '+'); p < end && e < EXPONENT_MAX; p++) {
        e = e * 10 + (*p - '0');
    }
    return minus ? -e : e;
}

/* In whole numbers only, so that no locale and no rounding comes in. Digits beyond the seventeenth
 * are dropped: no figure of a call centre has them. */
struct json_number json_number_of(const struct json_value *v)
{
    const char *p = v->p, *end = v->p + v->n;
    bool minus = *p == '-', point = false, rest = false;
    int64_t m = 0; /* the number is m · 10^e */
    int e = 0;
    for (p += minus; p < end && *p != 'e' && *p != 'E'; p++) {
        if (*p == '.') {
            point = true;
        } else if (m < INT64_C(100000000000000000)) {
            m = m * 10 + (*p - '0');
            e -= point;
        } else {
            e += !point;
        }
    }
    e += p < end ? read_exponent(p + 1, end) : 0;
    for (; e > 0 && m > 0 && m <= JSON_NUMBER_MAX; e--) {
        m *= 10;
    }
    for (; e < 0 && m > 0; e++) {
        rest |= m % 10 > 0;
        m /= 10;
    }
    struct json_number n = {.whole = !rest, .huge = m > JSON_NUMBER_MAX};
    n.floor = minus ? -m - rest : m;
    return n;
}
