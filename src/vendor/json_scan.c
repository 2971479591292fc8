/* A pushdown scanner with one bit a level. Three things that occur in real documents and that cJSON
 * refuses or cuts are rewritten without changing a length: NaN and Infinity, numbers of more than
 * 60 characters (both become a marked string, which the getters report as one bad value), and
 * halves of surrogate pairs (they become U+FFFD). */
#include "json_scan.h"

#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/utf8.h"

#define NUMBER_MAX 60

enum expect { E_VALUE, E_FIRST_VALUE, E_FIRST_KEY, E_KEY, E_COLON, E_COMMA, E_END };

static const char *const bad_utf8 = N_("the answer of the backend {0} is not UTF-8 (byte {1})");
static const char *const bad_nul = N_("the answer of the backend {0} holds \\u0000 (byte {1})");
static const char *const bad_depth =
    N_("the answer of the backend {0} is nested deeper than 32 (byte {1})");
static const char *const bad_end =
    N_("the answer of the backend {0} goes on after its end (byte {1})");
static const char *const bad_cut = N_("the answer of the backend {0} is cut off (byte {1})");
const char *const json_bad_syntax = N_("the answer of the backend {0} is not JSON (byte {1})");
static const char *const bad_object =
    N_("the answer of the backend {0} is not a JSON object (byte {1})");
static const char *const bad_large =
    N_("the answer of the backend {0} has an entry of unbelievable size (byte {1})");

/* Bytes that ask for nothing within a string: ASCII but for controls, quote and backslash. The rest
 * of the table, beyond ASCII, is 0. */
/* clang-format off */
static const unsigned char plain[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
};
/* clang-format on */

static size_t plain_run(const char *p, size_t at, size_t limit)
{
    while (at < limit && plain[(unsigned char)p[at]]) {
        at++;
    }
    return at;
}

void json_scan_init(struct json_scan *s, char *p, size_t n, const char *const *names)
{
    *s = (struct json_scan){.p = p, .n = n, .names = names, .expect = E_VALUE, .member = -1};
    if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
        s->at = 3; /* a byte order mark */
    }
}

static enum scan_result fail(struct json_scan *s, const char *msgid)
{
    s->bad = msgid;
    return SCAN_BAD;
}

static int hex4(const char *p)
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

/* \uXXXX at s->at; a surrogate without its partner becomes U+FFFD. */
static enum scan_result scan_unicode(struct json_scan *s)
{
    char *p = s->p + s->at;
    if (s->n - s->at < 6) {
        return fail(s, bad_cut);
    }
    int v = hex4(p + 2);
    if (v < 0) {
        return fail(s, json_bad_syntax);
    }
    if (v == 0) {
        return fail(s, bad_nul);
    }
    s->at += 6;
    if (v < 0xd800 || v > 0xdfff) {
        return SCAN_MORE;
    }
    if (v < 0xdc00 && s->n - s->at >= 6 && p[6] == '\\' && p[7] == 'u') {
        int low = hex4(p + 8);
        if (low >= 0xdc00 && low <= 0xdfff) {
            s->at += 6;
            return SCAN_MORE;
        }
    }
    static const char unknown[6] = {'\\', 'u', 'f', 'f', 'f', 'd'};
    memcpy(p, unknown, sizeof unknown);
    return SCAN_MORE;
}

static enum scan_result scan_escape(struct json_scan *s)
{
    if (s->n - s->at < 2) {
        return fail(s, bad_cut);
    }
    char c = s->p[s->at + 1];
    if (c == 'u') {
        return scan_unicode(s);
    }
    if (c == '\0' || !strchr("\"\\/bfnrt", c)) {
        return fail(s, json_bad_syntax);
    }
    s->at += 2;
    return SCAN_MORE;
}

/* A string ended at s->at (behind its quote). */
static void end_string(struct json_scan *s)
{
    s->in_string = false;
    if (!s->is_key) {
        s->expect = E_COMMA;
        return;
    }
    bool colon =
        s->at < s->n && s->p[s->at] == ':'; /* mostly, so the next token is taken at once */
    s->expect = colon ? E_VALUE : E_COLON;
    s->at += colon;
    if (s->depth != 1) {
        return;
    }
    s->member = -1;
    const char *key = s->p + s->string_at + 1;
    size_t len = s->at - colon - s->string_at - 2;
    for (int i = 0; s->names[i]; i++) {
        if (strlen(s->names[i]) == len && memcmp(s->names[i], key, len) == 0) {
            s->twice[i] = s->top[i].at > 0;
            s->member = s->twice[i] ? -1 : i;
        }
    }
}

/* Whether the document ends inside a character that began well. */
static bool cut_character(const struct json_scan *s)
{
    unsigned char c = (unsigned char)s->p[s->at];
    size_t need = c < 0xc2 || c > 0xf4 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4, left = s->n - s->at;
    for (size_t i = 1; i < left && i < need; i++) {
        if (((unsigned char)s->p[s->at + i] & 0xc0) != 0x80) {
            return false;
        }
    }
    return left < need;
}

static enum scan_result scan_string(struct json_scan *s, size_t limit)
{
    while ((s->at = plain_run(s->p, s->at, limit)) < limit) {
        unsigned char c = (unsigned char)s->p[s->at];
        if (c == '"') {
            s->at++;
            end_string(s);
            return SCAN_MORE;
        } else if (c == '\\') {
            if (scan_escape(s) == SCAN_BAD) {
                return SCAN_BAD;
            }
        } else if (c >= 0x80) {
            const char *q = s->p + s->at;
            if (utf8_next(&q, s->p + s->n) < 0) {
                return fail(s, cut_character(s) ? bad_cut : bad_utf8);
            }
            s->at = (size_t)(q - s->p);
        } else if (c == 0) {
            return fail(s, bad_nul);
        } else {
            s->at++; /* a bare control character: tolerated, the text cleaner drops it */
        }
    }
    return SCAN_MORE;
}

static size_t digits(const struct json_scan *s, size_t at)
{
    while (at < s->n && s->p[at] >= '0' && s->p[at] <= '9') {
        at++;
    }
    return at;
}

/* Puts a marked string in the place of bytes from..to (three at least). */
static void mark(struct json_scan *s, size_t from, size_t to, char with)
{
    memset(s->p + from, ' ', to - from);
    s->p[from] = s->p[from + 2] = '"';
    s->p[from + 1] = with;
    s->at = to;
    s->expect = E_COMMA;
}

static enum scan_result scan_number(struct json_scan *s)
{
    size_t from = s->at, at = from + (s->p[from] == '-');
    size_t end = digits(s, at);
    if (end == at || (s->p[at] == '0' && end > at + 1)) {
        return fail(s, end == s->n ? bad_cut : json_bad_syntax);
    }
    at = end;
    if (at < s->n && s->p[at] == '.') {
        end = digits(s, at + 1);
        if (end == at + 1) {
            return fail(s, end == s->n ? bad_cut : json_bad_syntax);
        }
        at = end;
    }
    if (at < s->n && (s->p[at] == 'e' || s->p[at] == 'E')) {
        at++;
        at += at < s->n && (s->p[at] == '+' || s->p[at] == '-');
        end = digits(s, at);
        if (end == at) {
            return fail(s, end == s->n ? bad_cut : json_bad_syntax);
        }
        at = end;
    }
    if (at - from > NUMBER_MAX) {
        mark(s, from, at, JSON_MARK_HUGE);
    }
    s->at = at;
    s->expect = E_COMMA;
    return SCAN_MORE;
}

static bool word(const struct json_scan *s, const char *w, size_t len)
{
    return s->n - s->at >= len && memcmp(s->p + s->at, w, len) == 0;
}

/* true, false, null, and the words of JavaScript that are no JSON. */
static enum scan_result scan_word(struct json_scan *s)
{
    static const struct {
        const char *word;
        unsigned char len;
        char mark;
    } words[] = {{"null", 4, 0},
                 {"true", 4, 0},
                 {"false", 5, 0},
                 {"NaN", 3, JSON_MARK_NAN},
                 {"Infinity", 8, JSON_MARK_HUGE},
                 {"-Infinity", 9, JSON_MARK_HUGE}};
    const size_t left = s->n - s->at;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (left < words[i].len && memcmp(s->p + s->at, words[i].word, left) == 0) {
            return fail(s, bad_cut);
        }
        if (word(s, words[i].word, words[i].len)) {
            if (words[i].mark) {
                mark(s, s->at, s->at + words[i].len, words[i].mark);
            } else {
                s->at += words[i].len;
            }
            s->expect = E_COMMA;
            return SCAN_MORE;
        }
    }
    return fail(s, json_bad_syntax);
}

static enum scan_result open_container(struct json_scan *s, bool object)
{
    if (++s->depth > JSON_DEPTH_MAX) {
        return fail(s, bad_depth);
    }
    uint64_t bit = (uint64_t)1 << s->depth;
    s->objects = object ? s->objects | bit : s->objects & ~bit;
    s->at++;
    s->expect = object ? E_FIRST_KEY : E_FIRST_VALUE;
    return SCAN_MORE;
}

/* A container or a scalar at depth 1 is complete: the value of a top-level member. */
static void end_value(struct json_scan *s)
{
    if (s->depth == 1 && s->member >= 0) {
        s->top[s->member].end = s->at;
        s->member = -1;
    }
}

/* An element whose tree would be out of all proportion; looked at when a container closes and when
 * a slice ends. */
static bool too_large(const struct json_scan *s)
{
    return s->member >= 0 && s->depth > 0 &&
           (s->n_values > JSON_ELEMENT_VALUES || s->at - s->element_at > JSON_ELEMENT_BYTES) &&
           (s->depth > 2 || s->in_string);
}

static enum scan_result close_container(struct json_scan *s)
{
    if (too_large(s)) {
        return fail(s, bad_large);
    }
    s->at++;
    s->depth--;
    s->expect = s->depth == 0 ? E_END : E_COMMA;
    return SCAN_MORE;
}

static enum scan_result scan_value(struct json_scan *s)
{
    char c = s->p[s->at];
    if (s->depth == 0 && c != '{') { /* UTF-16 begins with a NUL */
        return fail(s, c == '\0' ? bad_utf8 : bad_object);
    }
    if (s->depth == 1) {
        if (s->member >= 0) {
            s->top[s->member].at = s->at;
        }
        s->element_at = s->at;
        s->n_values = 0;
    } else if (s->depth == 2 && !(s->objects >> 2 & 1)) {
        s->element_at = s->at;
        s->n_values = 0;
    }
    s->n_values++;
    switch (c) {
    case '{':
    case '[':
        return open_container(s, c == '{');
    case '"':
        s->string_at = s->at++;
        s->in_string = true;
        s->is_key = false;
        return SCAN_MORE;
    case '-':
        return word(s, "-I", 2) ? scan_word(s) : scan_number(s);
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return scan_number(s);
    default:
        return scan_word(s);
    }
}

static void begin_key(struct json_scan *s)
{
    s->string_at = s->at++;
    s->in_string = s->is_key = true;
}

/* One token outside of strings. */
static enum scan_result scan_token(struct json_scan *s)
{
    char c = s->p[s->at];
    bool object = s->objects >> s->depth & 1;
    switch ((enum expect)s->expect) {
    case E_FIRST_VALUE:
        if (c == ']') {
            return close_container(s);
        }
        return scan_value(s);
    case E_VALUE:
        return scan_value(s);
    case E_FIRST_KEY:
        if (c == '}') {
            return close_container(s);
        }
        /* fall through */
    case E_KEY:
        if (c != '"') {
            return fail(s, json_bad_syntax);
        }
        begin_key(s);
        return SCAN_MORE;
    case E_COLON:
        s->at++;
        s->expect = E_VALUE;
        return c == ':' ? SCAN_MORE : fail(s, json_bad_syntax);
    case E_COMMA:
        if (c == ',') {
            s->at++;
            s->expect = object ? E_KEY : E_VALUE;
            if (object && s->at < s->n && s->p[s->at] == '"') {
                begin_key(s);
            }
            return SCAN_MORE;
        }
        if (c != (object ? '}' : ']')) {
            return fail(s, json_bad_syntax);
        }
        return close_container(s);
    case E_END:
        break;
    }
    return fail(s, bad_end);
}

static enum scan_result finish(struct json_scan *s)
{
    if (s->expect != E_END) {
        return fail(s, bad_cut);
    }
    return SCAN_DONE;
}

enum scan_result json_scan_run(struct json_scan *s, size_t bytes)
{
    size_t limit = s->n - s->at < bytes ? s->n : s->at + bytes;
    while (s->at < limit) {
        enum scan_result r = SCAN_MORE;
        if (s->in_string) {
            r = scan_string(s, limit);
        } else {
            char c = s->p[s->at];
            if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
                s->at++;
                continue;
            }
            r = (c & 0x80) ? fail(s, bad_utf8) : scan_token(s);
        }
        if (r == SCAN_BAD) {
            return r;
        }
        if (s->depth == 1 && s->expect == E_COMMA && !s->in_string) {
            end_value(s);
        }
    }
    if (too_large(s)) {
        return fail(s, bad_large);
    }
    return s->at < s->n ? SCAN_MORE : finish(s);
}
