/* The writer of the manual's source, mdoc(7). A new source line is a blank on the page; Chinese,
 * which has none, is therefore broken only after its punctuation. */
#include <ctype.h>
#include <string.h>

#include "manual.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/text.h"
#include "zhiban/base/utf8.h"

#define LINE_CELLS 70   /* of a source line, before the next blank */
#define CLAUSE_CELLS 40 /* of Chinese, before a comma may end the line */
#define LIST_CELLS 60   /* the same before the comma of a list */

static const char word_bytes[] = "abcdefghijklmnopqrstuvwxyz.-_"; /* of a page's name */

struct writer {
    struct buf *to;
    size_t cells; /* of the source line so far */
    bool start;   /* of a source line: a full stop here would be a request */
};

static void new_line(struct writer *w)
{
    buf_putc(w->to, '\n');
    w->cells = 0;
    w->start = true;
}

/* One character, escaped; literal: as a terminal would have to be given it. */
static void put_char(struct buf *to, const char *s, size_t n, bool literal)
{
    static const struct {
        char c;
        const char *escape;
    } escapes[] = {{'-', "\\-"}, {'\'', "\\(aq"}, {'`', "\\(ga"}, {'^', "\\(ha"}, {'~', "\\(ti"}};
    if (*s == '\\') {
        buf_puts(to, "\\e");
        return;
    }
    for (size_t i = 0; literal && i < sizeof escapes / sizeof *escapes; i++) {
        if (escapes[i].c == *s) {
            buf_puts(to, escapes[i].escape);
            return;
        }
    }
    buf_add(to, s, n);
}

static void put(struct writer *w, const char *s, size_t n, bool literal)
{
    if (w->start && (*s == '.' || *s == '\'')) {
        buf_puts(w->to, "\\&");
    }
    w->start = false;
    put_char(w->to, s, n, literal);
    const char *p = s;
    w->cells += (size_t)text_cell(utf8_next(&p, s + n));
}

/* Bytes of "name" in "name(5)" at the beginning of s, or 0. */
static size_t page_name(const char *s)
{
    size_t n = strspn(s, word_bytes);
    bool page = n > 0 && s[n] == '(' && isdigit((unsigned char)s[n + 1]) && s[n + 2] == ')';
    return page ? n : 0;
}

static bool breaks_after(const struct writer *w, int32_t cp, int32_t next)
{
    static const int32_t closing[] = {0x201D, 0x300B, 0xFF09, 0x3002, 0xFF1B};
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++) {
        if (next == closing[i]) {
            return false;
        }
    }
    bool clause = cp == 0xFF0C || cp == 0xFF1A || cp == 0xFF1B; /* ， ： ； */
    bool list = cp == 0x3001 && w->cells > LIST_CELLS;          /* 、 */
    return cp == 0x3002 || list || (clause && w->cells > CLAUSE_CELLS);
}

/* A blank ends the source line after a sentence, and where the next word would not fit. */
static bool breaks_at_blank(const struct writer *w, char before, const char *s)
{
    bool sentence =
        (before == '.' || before == '?') && (isupper((unsigned char)s[1]) || s[1] == '`');
    return sentence || w->cells + strcspn(s + 1, " ") > LINE_CELLS;
}

void man_text(struct buf *to, const char *s)
{
    struct writer w = {.to = to, .start = true};
    const char *end = s + strlen(s);
    char before = ' ';
    bool bold = false;
    while (s < end) {
        const char *next = s;
        int32_t cp = utf8_next(&next, end);
        size_t name = strchr(word_bytes, before) == NULL ? page_name(s) : 0;
        if (*s == '`') {
            buf_puts(to, bold ? "\\fP" : "\\fB");
            bold = !bold;
            w.start = false;
        } else if (name > 0) {
            buf_puts(to, "\\fB");
            for (next = s; next < s + name; next++) {
                put(&w, next, 1, true);
            }
            buf_puts(to, "\\fP");
        } else if (*s == ' ' && breaks_at_blank(&w, before, s)) {
            new_line(&w);
        } else {
            put(&w, s, (size_t)(next - s), bold);
            const char *peek = next;
            if (!bold && next < end && breaks_after(&w, cp, utf8_next(&peek, end))) {
                new_line(&w);
            }
        }
        before = next[-1];
        s = next;
    }
    buf_putc(to, '\n');
}

void man_argument(struct buf *to, const char *s)
{
    buf_puts(to, ispunct((unsigned char)*s) ? "\"\\&" : "\""); /* a lone mark is no delimiter */
    for (; *s != '\0'; s++) {
        if (*s == '"') {
            buf_puts(to, "\\(dq");
        } else {
            put_char(to, s, 1, true);
        }
    }
    buf_putc(to, '"');
}

void man_code(struct buf *to, const char *lines)
{
    buf_puts(to, ".Bd -literal -offset indent\n");
    bool start = true;
    for (const char *s = lines; *s != '\0'; s++) {
        if (start && *s == '.') {
            buf_puts(to, "\\&");
        }
        put_char(to, s, 1, true);
        start = *s == '\n';
    }
    buf_puts(to, "\n.Ed\n");
}

void man_head(struct buf *to, const char *name, int section, const char *summary)
{
    struct buf text = {0};
    buf_puts(&text, summary);
    size_t stop = text.len > 0 && text.p[text.len - 1] == '.' ? 1 : 0;
    if (text.len >= 3 && strcmp(text.p + text.len - 3, "。") == 0) {
        stop = 3;
    }
    text.len -= stop;
    text.p[text.len] = '\0';
    if (isupper((unsigned char)text.p[0]) && !isupper((unsigned char)text.p[1])) {
        text.p[0] = (char)tolower((unsigned char)text.p[0]);
    }
    buf_puts(to, ".Dd November 21, 2026\n.Dt ");
    for (const char *p = name; *p != '\0'; p++) {
        buf_putc(to, (char)toupper((unsigned char)*p));
    }
    buf_printf(to, " %d\n.Os\n.Sh NAME\n.Nm %s\n.Nd ", section, name);
    man_text(to, buf_str(&text));
    buf_release(&text);
}

void man_blocks(struct buf *to, const struct manual_block *b)
{
    enum manual_kind before = MAN_SUB; /* a section has just begun */
    for (; b->kind != MAN_END; before = b->kind, b++) {
        if (before == MAN_ITEM && b->kind != MAN_ITEM) {
            buf_puts(to, ".El\n");
        }
        if (b->kind == MAN_ITEM) {
            buf_puts(to, before == MAN_ITEM ? "" : ".Bl -tag -width Ds\n");
            buf_puts(to, ".It Cm ");
            man_argument(to, b->tag);
            buf_putc(to, '\n');
            man_text(to, gettext(b->text));
        } else if (b->kind == MAN_SUB) {
            buf_puts(to, ".Ss "); /* quoted: "An" would be a macro */
            man_argument(to, gettext(b->text));
            buf_putc(to, '\n');
        } else if (b->kind == MAN_CODE) {
            man_code(to, b->text);
        } else {
            buf_puts(to, before == MAN_SUB ? "" : ".Pp\n");
            man_text(to, gettext(b->text));
        }
    }
    buf_puts(to, before == MAN_ITEM ? ".El\n" : "");
}

void man_section(struct buf *to, const char *title, const struct manual_block *b)
{
    if (b != NULL) {
        buf_printf(to, ".Sh %s\n", title);
        man_blocks(to, b);
    }
}

/* One word of a synopsis with the macro for what it is. */
static void put_word(struct buf *to, const char *s, size_t n)
{
    if (n > 2 && s[0] == '-' && s[1] == '-') {
        buf_printf(to, " Fl %.*s", (int)n - 1, s + 1);
    } else if (*s == '|' || *s == '.') {
        buf_printf(to, " %.*s", (int)n, s); /* a bar, an ellipsis */
    } else {
        buf_printf(to, " %s %.*s", isupper((unsigned char)*s) ? "Ar" : "Cm", (int)n, s);
    }
}

void man_synopsis(struct buf *to, const struct command *c)
{
    buf_puts(to, ".Sh SYNOPSIS\n.Nm zhiban");
    if (c->name != NULL) {
        buf_printf(to, "\n.Cm %s", c->name);
    }
    int depth = 0;
    for (const char *s = c->synopsis; *s != '\0';) {
        size_t n = strcspn(s, " []");
        if (*s == '[') {
            buf_puts(to, depth++ == 0 ? "\n.Op" : " Oo");
        } else if (*s == ']') {
            buf_puts(to, --depth == 0 ? "" : " Oc");
        } else if (n > 0) {
            buf_puts(to, depth == 0 ? "\n.No" : "");
            put_word(to, s, n);
        }
        s += n > 0 ? n : 1;
    }
    buf_putc(to, '\n');
}

void man_options(struct buf *to, const struct option_def *defs)
{
    buf_puts(to, ".Bl -tag -width Ds\n");
    for (; defs->name != NULL; defs++) {
        buf_puts(to, ".It ");
        if (defs->letter != 0) {
            buf_printf(to, "Fl %c , ", defs->letter);
        }
        buf_printf(to, "Fl -%s", defs->name);
        if (defs->arg != NULL) {
            buf_printf(to, " Ar %s", defs->arg);
        }
        buf_putc(to, '\n');
        man_text(to, gettext(defs->help));
    }
    buf_puts(to, ".El\n");
}

void man_see(struct buf *to, const char *list)
{
    buf_puts(to, ".Sh SEE ALSO\n");
    while (*list != '\0') {
        size_t n = strcspn(list, " "), m = n + 1 + strcspn(list + n + 1, " ");
        bool last = list[m] == '\0';
        buf_printf(to, ".Xr %.*s%s\n", (int)m, list, last ? "" : " ,");
        list += m + !last;
    }
}
