#include "help.h"

#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/text.h"
#include "zhiban/base/utf8.h"

#define OPTION_INDENT 2
#define HELP_COLUMN 26

/* Bytes of the next piece that must stay together: a word with the blanks before it, or one wide
 * character with the punctuation after it. */
static size_t piece(const char *s)
{
    const char *p = s, *end = s + strlen(s);
    while (*p == ' ') {
        p++;
    }
    for (bool first = true; p < end && *p != ' '; first = false) {
        const char *next = p;
        int32_t cp = utf8_next(&next, end);
        bool closing = cp == 0x3001 || cp == 0x3002 || cp == 0xFF0C || cp == 0xFF1A ||
                       cp == 0xFF1B || cp == 0xFF09;
        if (!first && text_cell(cp) == 2 && !closing) {
            break;
        }
        p = next;
        if (text_cell(cp) == 2) {
            const char *peek = p;
            int32_t after = p < end ? utf8_next(&peek, end) : -1;
            if (after != 0x3001 && after != 0x3002 && after != 0xFF0C && after != 0xFF1A &&
                after != 0xFF1B && after != 0xFF09) {
                break;
            }
        }
    }
    return (size_t)(p - s);
}

static void put_piece(struct buf *to, const char *s, size_t n, int *column, int indent)
{
    struct buf word = {0};
    buf_add(&word, s, n);
    int cells = text_width(buf_str(&word));
    if (*column > indent && *column + cells > HELP_WIDTH) {
        buf_putc(to, '\n');
        buf_fill(to, ' ', (size_t)indent);
        *column = indent;
        while (n > 0 && *s == ' ') {
            s++;
            n--;
            cells--;
        }
    }
    buf_add(to, s, n);
    *column += cells;
    buf_release(&word);
}

void help_wrap(struct buf *to, const char *text, int at, int indent)
{
    int column = at;
    while (*text != '\0') {
        size_t n = piece(text);
        put_piece(to, text, n, &column, indent);
        text += n;
    }
    buf_putc(to, '\n');
}

void help_synopsis(const struct command *c, struct buf *to)
{
    buf_puts(to, PROGRAM);
    if (c->name != NULL) {
        buf_putc(to, ' ');
        buf_puts(to, c->name);
    }
    if (c->synopsis[0] != '\0') {
        buf_putc(to, ' ');
        buf_puts(to, c->synopsis);
    }
}

/* A name in the left column and its explanation in the right one. */
static void put_entry(struct buf *to, const char *left, const char *text)
{
    buf_fill(to, ' ', OPTION_INDENT);
    buf_puts(to, left);
    int column = OPTION_INDENT + text_width(left);
    if (column + 2 > HELP_COLUMN) {
        buf_putc(to, '\n');
        column = 0;
    }
    buf_fill(to, ' ', (size_t)(HELP_COLUMN - column));
    help_wrap(to, text, HELP_COLUMN, HELP_COLUMN);
}

static void put_options(struct buf *to, const struct option_def *defs)
{
    for (; defs != NULL && defs->name != NULL; defs++) {
        struct buf left = {0};
        if (defs->letter != 0) {
            buf_printf(&left, "-%c, ", defs->letter);
        }
        buf_printf(&left, "--%s", defs->name);
        if (defs->arg != NULL) {
            buf_printf(&left, " %s", defs->arg);
        }
        put_entry(to, buf_str(&left), _(defs->help));
        buf_release(&left);
    }
}

static void put_heading(struct buf *to, const char *title)
{
    buf_putc(to, '\n');
    buf_puts(to, title);
    buf_putc(to, '\n');
}

static void put_commands(struct buf *to)
{
    put_heading(to, _("Commands:"));
    for (const struct command *const *c = commands; *c != NULL; c++) {
        if (!(*c)->hidden) {
            put_entry(to, (*c)->name, _((*c)->summary));
        }
    }
}

static void put_examples(struct buf *to, const struct command_example *x)
{
    put_heading(to, _("Examples:"));
    for (; x->line != NULL; x++) {
        buf_printf(to, "  %s\n", x->line);
        buf_fill(to, ' ', 6);
        help_wrap(to, _(x->text), 6, 6);
    }
}

void help_command(const struct command *c, struct buf *to)
{
    struct buf synopsis = {0};
    help_synopsis(c, &synopsis);
    buf_printf(to, "%s %s\n", _("Usage:"),
               buf_str(&synopsis)); /* one line: the manual repeats it */
    buf_release(&synopsis);

    buf_putc(to, '\n');
    help_wrap(to, _(c->summary), 0, 0);
    if (c->description != NULL) {
        buf_putc(to, '\n');
        help_wrap(to, _(c->description), 0, 0);
    }
    if (c == &cmd_board) {
        put_commands(to);
    }
    if (c->options != NULL && c->options->name != NULL) {
        put_heading(to, _("Options:"));
        put_options(to, c->options);
    }
    put_heading(to, _("Global options:"));
    put_options(to, global_options);
    if (c->examples != NULL) {
        put_examples(to, c->examples);
    }
}
