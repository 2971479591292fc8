/* What the raw stream of the program may hold. zhiban sends what ncurses takes from terminfo,
 * bracketed paste, mouse modes and OSC 9 or 777; all else came in with the data and must not be
 * there. */
#include <stdio.h>
#include <string.h>

#include "internal.h"

void driver_put_utf8(struct buf *to, uint32_t cp)
{
    char b[4];
    size_t n = 0;
    if (cp < 0x80) {
        b[n++] = (char)cp;
    } else if (cp < 0x800) {
        b[n++] = (char)(0xC0 | cp >> 6);
        b[n++] = (char)(0x80 | (cp & 63));
    } else if (cp < 0x10000) {
        b[n++] = (char)(0xE0 | cp >> 12);
        b[n++] = (char)(0x80 | (cp >> 6 & 63));
        b[n++] = (char)(0x80 | (cp & 63));
    } else {
        b[n++] = (char)(0xF0 | cp >> 18);
        b[n++] = (char)(0x80 | (cp >> 12 & 63));
        b[n++] = (char)(0x80 | (cp >> 6 & 63));
        b[n++] = (char)(0x80 | (cp & 63));
    }
    buf_add(to, b, n);
}

size_t driver_cell_bytes(const uint32_t *chars, int max)
{
    size_t n = chars[0] == 0;
    for (int i = 0; i < max && chars[i] != 0; i++) {
        n += chars[i] < 0x80 ? 1 : chars[i] < 0x800 ? 2 : chars[i] < 0x10000 ? 3 : 4;
    }
    return n;
}

/* Private modes ncurses and zhiban switch. */
static bool known_mode(const char *s, size_t n)
{
    static const char *const modes[] = {
        "?1",    "?12",        "?25",        "?7",    "?1000",  "?1002", "?1003",
        "?1006", "?1006;1000", "?1049",      "?2004", "?12;25", "?1005", "?1034",
        "?69",   "?3;4",       "?1006;1003", "4",     "?5",     "34",    "?47"};
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        if (strlen(modes[i]) == n && strncmp(modes[i], s, n) == 0) {
            return true;
        }
    }
    return false;
}

/* The end of a control sequence that starts at p ("\033["), or NULL when it is not one of ours. */
static const char *control_sequence(const char *p, const char *end)
{
    const char *par = p + 2, *q = par;
    while (q < end && (unsigned char)*q >= 0x20 && (unsigned char)*q < 0x40) {
        q++;
    }
    if (q == end) {
        return NULL;
    }
    size_t n = (size_t)(q - par);
    bool fine;
    switch (*q) {
    case 'h':
    case 'l':
        fine = known_mode(par, n);
        break;
    case 't': /* ncurses keeps and gives back the title with the screen */
        fine = (n == 6 && (strncmp(par, "22;0;0", 6) == 0 || strncmp(par, "23;0;0", 6) == 0));
        break;
    case 'p':
        fine = n == 1 && *par == '!';
        break;
    default:
        fine =
            strchr("ABCDEFGHIJKLMPSTXZ@bdfgmrsu`", *q) != NULL && strspn(par, "0123456789;") == n;
        break;
    }
    return fine ? q + 1 : NULL;
}

/* OSC 9 and OSC 777;notify with plain text, ended by BEL. */
static const char *notification(const char *p, const char *end)
{
    bool ours = strncmp(p, "\033]9;", 4) == 0 || strncmp(p, "\033]777;notify;", 13) == 0;
    for (const char *q = p + 2; ours && q < end; q++) {
        if (*q == '\a') {
            return q + 1;
        }
        if ((unsigned char)*q < 0x20) {
            break;
        }
    }
    return NULL;
}

static const char *escape(const char *p, const char *end)
{
    if (end - p < 2) {
        return NULL;
    }
    switch (p[1]) {
    case '[':
        return control_sequence(p, end);
    case ']':
        return notification(p, end);
    case '(':
    case ')': /* character sets */
        return end - p >= 3 && strchr("B0AU", p[2]) != NULL ? p + 3 : NULL;
    case '=':
    case '>':
    case '7':
    case '8':
    case 'M':
    case 'D':
    case 'E':
    case 'H':
        return p + 2;
    default:
        return NULL;
    }
}

/* C1 controls, bidi controls and zero-width characters in UTF-8. */
static bool hidden(const unsigned char *s, size_t n)
{
    if (n >= 2 && s[0] == 0xC2 && s[1] < 0xA0) {
        return true;
    }
    if (n >= 3 && s[0] == 0xE2 && s[1] == 0x80) {
        return (s[2] >= 0x8B && s[2] <= 0x8F) || (s[2] >= 0xAA && s[2] <= 0xAE);
    }
    if (n >= 3 && s[0] == 0xE2 && s[1] == 0x81) {
        return s[2] >= 0xA0 && s[2] <= 0xAF;
    }
    return n >= 3 && s[0] == 0xEF && s[1] == 0xBB && s[2] == 0xBF;
}

static const char *printable(const char *p, const char *end)
{
    static char text[64];
    size_t n = 0;
    for (; p < end && n < sizeof text - 8; p++) {
        unsigned char c = (unsigned char)*p;
        n +=
            (size_t)snprintf(text + n, sizeof text - n, c < 0x20 || c > 0x7E ? "\\x%02x" : "%c", c);
    }
    return text;
}

const char *driver_foreign(const char *raw, size_t n)
{
    const char *end = raw + n;
    for (const char *p = raw; p < end;) {
        const char *next = p + 1;
        if (*p == '\033') {
            next = escape(p, end);
        } else if ((unsigned char)*p < 0x20 || *p == 0x7F) {
            next = strchr("\a\b\t\n\r\016\017", *p) != NULL && *p != '\0' ? p + 1 : NULL;
        } else if (hidden((const unsigned char *)p, (size_t)(end - p))) {
            next = NULL;
        }
        if (next == NULL) {
            return printable(p, end - p > 24 ? p + 24 : end);
        }
        p = next;
    }
    return NULL;
}

/* The last place of a text, or NULL. */
static const char *last(const char *s, const char *text)
{
    const char *found = NULL;
    for (const char *p = s; (p = strstr(p, text)) != NULL; p++) {
        found = p;
    }
    return found;
}

bool driver_modes_off(const char *raw)
{
    static const char *const pairs[][2] = {{"\033[?1049h", "\033[?1049l"},
                                           {"\033[?2004h", "\033[?2004l"},
                                           {"\033[?1h", "\033[?1l"},
                                           {"\033[?25l", "\033[?25h"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const char *on = last(raw, pairs[i][0]), *off = last(raw, pairs[i][1]);
        if (strcmp(pairs[i][0], "\033[?25l") == 0 && on != NULL) {
            const char *both = last(raw, "\033[?12;25h"), *normal = last(raw, "\033[?12l\033[?25h");
            off = both != NULL && (off == NULL || both > off) ? both : off;
            off = normal != NULL && (off == NULL || normal > off) ? normal : off;
        }
        if (on != NULL && (off == NULL || off < on)) {
            return false;
        }
    }
    return true;
}
