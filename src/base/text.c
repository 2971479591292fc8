/* Text on screen. What a character may do to a terminal is decided in one place, fate_of(); the
 * rest is counting cells. Two fast paths carry nearly all names: printable ASCII and the CJK
 * ideographs. */
#include "zhiban/base/text.h"

#include <string.h>
#include <wchar.h>

#include "zhiban/base/utf8.h"

#define MARKS_MAX 4 /* combining marks kept on one character */
#define REPLACEMENT 0xFFFD
#define DOTTED_CIRCLE 0x25CC /* what Unicode shows a mark on that has no character of its own */

enum fate { KEEP, BLANK, DROP };

struct range {
    int32_t first, last;
};

/* Characters that steer instead of showing something, beyond C0 and C1; ascending. */
static const struct range dropped[] = {
    {0x00AD, 0x00AD},   /* soft hyphen */
    {0x034F, 0x034F},   /* grapheme joiner */
    {0x061C, 0x061C},   /* Arabic letter mark */
    {0x115F, 0x1160},   /* Hangul fillers: letters that show nothing */
    {0x180E, 0x180E},   /* Mongolian vowel separator */
    {0x200B, 0x200F},   /* zero-width space, non-joiner, joiner, direction marks */
    {0x202A, 0x202E},   /* bidi embeddings and overrides */
    {0x2060, 0x206F},   /* word joiner, invisible operators, bidi isolates, deprecated controls */
    {0x3164, 0x3164},   /* Hangul filler */
    {0xFEFF, 0xFEFF},   /* byte-order mark */
    {0xFFA0, 0xFFA0},   /* Hangul filler, half as wide */
    {0xFFF9, 0xFFFB},   /* interlinear annotation */
    {0xE0000, 0xE00FF}, /* tags */
};

static enum fate fate_of(int32_t cp)
{
    if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0)) {
        return cp == '\t' || cp == '\n' || cp == '\r' ? BLANK : DROP;
    }
    if (cp == 0x2028 || cp == 0x2029) { /* line and paragraph separator */
        return BLANK;
    }
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped && cp >= dropped[i].first; i++) {
        if (cp <= dropped[i].last) {
            return DROP;
        }
    }
    return KEEP;
}

/* Length of the run at the start of s that needs no care: printable ASCII, U+4000..9FFF (lead bytes
 * E4 to E9) and the full-width forms U+FF00..FF3F, none of which combines or steers. */
static size_t plain_run(const char *s, size_t n)
{
    const unsigned char *u = (const unsigned char *)s;
    size_t i = 0;
    while (i < n) {
        if (u[i] >= 0x20 && u[i] < 0x7F) {
            i++;
        } else if (n - i >= 3 &&
                   ((u[i] >= 0xE4 && u[i] <= 0xE9) || (u[i] == 0xEF && u[i + 1] == 0xBC)) &&
                   (u[i + 1] & 0xC0) == 0x80 && (u[i + 2] & 0xC0) == 0x80) {
            i += 3;
        } else {
            break;
        }
    }
    return i;
}

/* n cut to at most max bytes of s without halving a character. */
static size_t cut_bytes(const char *s, size_t n, size_t max)
{
    if (n <= max) {
        return n;
    }
    while (max > 0 && ((unsigned char)s[max] & 0xC0) == 0x80) {
        max--;
    }
    return max;
}

static bool is_mark(int32_t cp)
{
    return (cp >= 0x0300 && cp <= 0x036F) || text_cell(cp) == 0;
}

size_t text_clean(struct buf *to, const char *s, size_t n, size_t max)
{
    size_t before = to->len;
    const char *p = s;
    const char *end = s + n;
    int marks = 0;
    bool in_break = false; /* inside a run of line ends and tabs, which is one blank */
    while (p < end) {
        size_t left = max - (to->len - before);
        size_t run = plain_run(p, (size_t)(end - p));
        if (run) {
            size_t fits = cut_bytes(p, run, left);
            if (!buf_add(to, p, fits) || fits < run) {
                break;
            }
            p += run;
            marks = 0;
            in_break = false;
            continue;
        }
        int32_t cp = utf8_next(&p, end);
        cp = cp < 0 ? REPLACEMENT : cp;
        enum fate fate = fate_of(cp);
        if (fate == DROP || (fate == BLANK && in_break)) {
            continue;
        }
        in_break = fate == BLANK;
        cp = in_break ? ' ' : cp;
        marks = is_mark(cp) ? marks + 1 : 0;
        if (marks > MARKS_MAX) {
            continue;
        }
        char bytes[8];
        bool alone = marks > 0 && to->len == before; /* nothing of this text to stand on */
        size_t len = alone ? utf8_put(bytes, DOTTED_CIRCLE) : 0;
        len += utf8_put(bytes + len, cp);
        if (len > left || !buf_add(to, bytes, len)) {
            break;
        }
    }
    return to->len - before;
}

const char *text_clean_arena(struct arena *a, const char *s, size_t n, size_t max)
{
    /* A look at max + 1 bytes is enough to know that the kept part is plain. */
    size_t seen = n < max ? n : max;
    if (plain_run(s, seen) == seen) {
        return arena_strndup(a, s, seen);
    }
    struct buf b;
    buf_init(&b, max ? max : 1);
    text_clean(&b, s, n, max);
    const char *to = arena_strndup(a, buf_str(&b), b.len);
    buf_release(&b);
    return to;
}

int text_cell(int32_t cp)
{
    if (cp >= 0x20 && cp < 0x7F) {
        return 1;
    }
    if (cp >= 0x4E00 && cp <= 0x9FFF) { /* CJK ideographs: the common case of a wide one */
        return 2;
    }
    int cells = wcwidth((wchar_t)cp);
    return cells < 0 ? 1 : cells;
}

int text_width(const char *s)
{
    int used;
    text_cut(s, INT32_MAX, &used);
    return used;
}

size_t text_cut(const char *s, int cells, int *used)
{
    const char *end = s + strlen(s);
    const char *kept = s;
    int taken = 0;
    for (const char *p = s; p < end; kept = p) {
        int32_t cp = utf8_next(&p, end);
        int w = text_cell(cp < 0 ? REPLACEMENT : cp);
        if (w > cells - taken) {
            break;
        }
        taken += w;
    }
    if (used) {
        *used = taken;
    }
    return (size_t)(kept - s);
}

void text_fit(struct buf *to, const char *s, int cells, bool right, bool ascii)
{
    if (cells <= 0) {
        return;
    }
    int used;
    size_t n = text_cut(s, cells, &used);
    const char *mark = "";
    if (s[n] != '\0') {
        n = text_cut(s, cells - 1, &used);
        mark = ascii ? "~" : "…";
        used++;
    }
    size_t pad = (size_t)(cells - used);
    if (right) {
        buf_fill(to, ' ', pad);
    }
    buf_add(to, s, n);
    buf_puts(to, mark);
    if (!right) {
        buf_fill(to, ' ', pad);
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

void text_mask_number(struct buf *to, const char *number)
{
    size_t digits = 0;
    for (const char *p = number; *p; p++) {
        digits += is_digit(*p);
    }
    size_t head = digits >= 8 ? 3 : 0;
    size_t tail = digits >= 8 ? 4 : 2;
    size_t seen = 0;
    for (const char *p = number; *p; p++) {
        bool hide = false;
        if (is_digit(*p)) {
            hide = seen >= head && seen + tail < digits;
            seen++;
        }
        buf_putc(to, hide ? '*' : *p);
    }
}

static unsigned char lower(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 'A' && u <= 'Z' ? (unsigned char)(u + 32) : u;
}

bool text_find(const char *s, const char *needle)
{
    if (*needle == '\0') {
        return true;
    }
    unsigned char first = lower(*needle);
    for (; *s; s++) {
        if (lower(*s) != first) {
            continue;
        }
        size_t i = 1;
        while (needle[i] && lower(s[i]) == lower(needle[i])) {
            i++;
        }
        if (needle[i] == '\0') {
            return true;
        }
    }
    return false;
}

int32_t text_halfwidth(int32_t cp)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E) {
        return cp - 0xFF01 + '!';
    }
    return cp == 0x3000 ? ' ' : cp;
}

void text_duration(struct buf *to, int64_t s)
{
    if (s < 0) {
        buf_puts(to, "–");
        return;
    }
    int64_t hours = s / 3600;
    int min = (int)(s / 60 % 60);
    int sec = (int)(s % 60);
    if (hours) {
        buf_i64(to, hours);
        buf_add(to, (char[]){':', (char)('0' + min / 10), (char)('0' + min % 10)}, 3);
    } else {
        buf_i64(to, min);
    }
    buf_add(to, (char[]){':', (char)('0' + sec / 10), (char)('0' + sec % 10)}, 3);
}

void text_json(struct buf *to, const char *s)
{
    static const char hex[] = "0123456789abcdef";
    const char *end = s + strlen(s);
    const char *from = s; /* what is not yet appended */
    buf_putc(to, '"');
    while (s < end) {
        const char *at = s;
        unsigned char c = (unsigned char)*s;
        bool plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
        if (plain || c >= 0x80) {
            s += plain;
            if (plain || utf8_next(&s, end) >= 0) {
                continue;
            }
        } else {
            s++;
        }
        buf_add(to, from, (size_t)(at - from));
        from = s;
        if (c >= 0x80) {
            buf_puts(to, "\xef\xbf\xbd");
        } else if (c == '"' || c == '\\') {
            buf_add(to, (char[]){'\\', (char)c}, 2);
        } else {
            buf_add(to, (char[]){'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]}, 6);
        }
    }
    buf_add(to, from, (size_t)(end - from));
    buf_putc(to, '"');
}
