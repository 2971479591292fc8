#include "zhiban/base/utf8.h"

/* What may follow a lead byte: the number of continuation bytes and the bounds of the first of
 * them, which rule out overlong forms, surrogates and what is beyond U+10FFFF (Unicode, table 3-7).
 */
struct lead {
    int more;
    unsigned char low, high;
};

static struct lead lead_of(unsigned char c)
{
    if (c < 0x80) {
        return (struct lead){0, 0, 0};
    }
    if (c >= 0xC2 && c <= 0xDF) {
        return (struct lead){1, 0x80, 0xBF};
    }
    if (c >= 0xE0 && c <= 0xEF) {
        return (struct lead){2, c == 0xE0 ? 0xA0 : 0x80, c == 0xED ? 0x9F : 0xBF};
    }
    if (c >= 0xF0 && c <= 0xF4) {
        return (struct lead){3, c == 0xF0 ? 0x90 : 0x80, c == 0xF4 ? 0x8F : 0xBF};
    }
    return (struct lead){-1, 0, 0};
}

int32_t utf8_next(const char **p, const char *end)
{
    const unsigned char *s = (const unsigned char *)*p;
    const unsigned char *last = (const unsigned char *)end;
    unsigned char c = *s++;
    struct lead lead = lead_of(c);
    int32_t cp = lead.more == 1 ? c & 0x1F : lead.more == 2 ? c & 0x0F : lead.more == 3 ? c & 7 : c;
    bool good = lead.more >= 0;
    for (int i = 0; good && i < lead.more; i++) {
        unsigned char low = i == 0 ? lead.low : 0x80;
        unsigned char high = i == 0 ? lead.high : 0xBF;
        if (s == last || *s < low || *s > high) {
            good = false; /* the broken start is one error; go on at the byte that broke it */
        } else {
            cp = cp << 6 | (*s++ & 0x3F);
        }
    }
    *p = (const char *)s;
    return good ? cp : -1;
}

size_t utf8_put(char *to, int32_t cp)
{
    if (cp < 0 || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) {
        cp = 0xFFFD;
    }
    if (cp < 0x80) {
        to[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        to[0] = (char)(0xC0 | cp >> 6);
        to[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        to[0] = (char)(0xE0 | cp >> 12);
        to[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        to[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | cp >> 18);
    to[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    to[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    to[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

bool utf8_valid(const char *s, size_t n)
{
    const char *end = s + n;
    while (s < end) {
        if ((unsigned char)*s < 0x80) {
            s++;
        } else if (utf8_next(&s, end) < 0) {
            return false;
        }
    }
    return true;
}
