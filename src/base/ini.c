/* INI through libinih. libinih asks a reader for lines; ours counts them, refuses what libinih
 * would cut or guess about, and hands over each line in a form with one meaning:
 *   - blanks around it are gone, so that an indented line is not taken for a continuation;
 *   - `;` inside it is disguised as the byte 0x01, which no accepted line holds, so that libinih
 * finds no inline comment; the handler turns it back. An error ends the reading: the reader then
 * says "end of file". */
#include "zhiban/base/ini.h"

#include <ini.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/paths.h"
#include "zhiban/base/utf8.h"

#define FILE_MAX ((size_t)1 << 20)
#define LINE_MAX_BYTES 198 /* of libinih's 200: line end and NUL */
#define NAME_MAX_BYTES 49
#define DISGUISE '\x01'
#define BOM "\xEF\xBB\xBF" /* once at the start of the file */

struct reading {
    const char *p, *end; /* what is left of the text */
    const char *file;
    int line; /* being parsed, from 1 */
    ini_fn *fn;
    void *ctx;
    enum err_code code;
    struct err *e;
};

/* Refuses the current line; the msgid's {0} is the file, {1} the line, {2} its culprit. */
static bool refuse(struct reading *r, const char *msgid, const char *culprit)
{
    r->code = err_set(r->e, ERR_PARSE, msgid, r->file, NUM(r->line), culprit);
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool has_control(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if ((c < 0x20 && c != '\t') || c == 0x7F) {
            return true;
        }
    }
    return false;
}

static bool check_section(struct reading *r, const char *s, size_t n)
{
    const char *close = memchr(s, ']', n);
    if (!close || close != s + n - 1 || n == 2) {
        return refuse(r, N_("{0} line {1}: a section is written as [name]"), "");
    }
    if (n - 2 > NAME_MAX_BYTES) {
        return refuse(r, N_("{0} line {1}: the section name is longer than 49 bytes"), "");
    }
    return true;
}

static bool check_pair(struct reading *r, const char *s, size_t n)
{
    size_t name = 0;
    while (name < n && s[name] != '=' && s[name] != ':') {
        name++;
    }
    if (name == 0 || name == n || s[name] != '=') {
        return refuse(r, N_("{0} line {1}: neither `key = value`, [section] nor a comment"), "");
    }
    while (name > 0 && is_blank(s[name - 1])) {
        name--;
    }
    if (name > NAME_MAX_BYTES) {
        return refuse(r, N_("{0} line {1}: the key is longer than 49 bytes"), "");
    }
    return true;
}

/* Checks a line without the blanks around it; false: refused. */
static bool check_line(struct reading *r, const char *s, size_t n)
{
    if (!utf8_valid(s, n)) {
        return refuse(r, N_("{0} line {1} is not UTF-8 text"), "");
    }
    if (has_control(s, n) || (n >= 3 && memcmp(s, BOM, 3) == 0)) {
        return refuse(r, N_("{0} line {1} holds a control character"), "");
    }
    if (n == 0 || s[0] == ';' || s[0] == '#') {
        return true;
    }
    if (n > LINE_MAX_BYTES) {
        return refuse(r, N_("{0} line {1} is longer than 198 bytes"), "");
    }
    return s[0] == '[' ? check_section(r, s, n) : check_pair(r, s, n);
}

/* libinih's reader, in the manner of fgets. */
static char *next_line(char *to, int size, void *stream)
{
    struct reading *r = stream;
    if (r->code != OK || r->p == r->end) {
        return NULL;
    }
    const char *s = r->p;
    const char *stop = memchr(s, '\n', (size_t)(r->end - s));
    r->p = stop ? stop + 1 : r->end;
    r->line++;
    size_t n = (size_t)((stop ? stop : r->end) - s);
    n -= n > 0 && s[n - 1] == '\r';
    while (n && is_blank(*s)) {
        s++;
        n--;
    }
    while (n && is_blank(s[n - 1])) {
        n--;
    }
    if (!check_line(r, s, n)) {
        return NULL;
    }
    if (n == 0 || s[0] == ';' || s[0] == '#' || n + 2 > (size_t)size) {
        n = 0; /* nothing in it for libinih, which keeps no count of its own */
    }
    for (size_t i = 0; i < n; i++) {
        to[i] = s[i] == ';' ? DISGUISE : s[i];
    }
    to[n] = '\n';
    to[n + 1] = '\0';
    return to;
}

/* Copies s into to[size], semicolons back in place. */
static const char *undisguise(char *to, size_t size, const char *s)
{
    size_t n = strnlen(s, size - 1);
    for (size_t i = 0; i < n; i++) {
        to[i] = s[i] == DISGUISE ? ';' : s[i];
    }
    to[n] = '\0';
    return to;
}

/* libinih's handler: 1 is success. */
static int on_pair(void *user, const char *section, const char *name, const char *value)
{
    struct reading *r = user;
    char s[NAME_MAX_BYTES + 1], k[NAME_MAX_BYTES + 1], v[LINE_MAX_BYTES + 1];
    struct ini_line line = {
        .file = r->file,
        .line = r->line,
        .section = undisguise(s, sizeof s, section),
        .key = undisguise(k, sizeof k, name),
        .value = undisguise(v, sizeof v, value),
    };
    r->code = r->fn(r->ctx, &line, r->e);
    return r->code == OK;
}

enum err_code ini_parse_text(const char *text, size_t n, const char *file, ini_fn *fn, void *ctx,
                             struct err *e)
{
    struct reading r = {text, text + n, file, 0, fn, ctx, OK, e};
    if (n >= 3 && memcmp(text, BOM, 3) == 0) {
        r.p += 3;
    }
    int status = ini_parse_stream(next_line, &r, on_pair, &r);
    if (r.code == OK && status != 0) { /* something libinih minds and our checks do not */
        r.line = status > 0 ? status : r.line;
        refuse(&r, N_("{0} line {1}: neither `key = value`, [section] nor a comment"), "");
    }
    return r.code;
}

enum err_code ini_read(const char *path, ini_fn *fn, void *ctx, struct err *e)
{
    struct buf text;
    enum err_code code = paths_read(path, FILE_MAX, &text, e);
    if (code == OK) {
        code = ini_parse_text(buf_str(&text), text.len, path, fn, ctx, e);
        buf_release(&text);
    }
    return code;
}
