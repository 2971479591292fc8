/* CSV through libcsv. libcsv knows no lines, so it is fed one line at a time and the count is ours;
 * a quoted field may run over several. Blank lines between rows are skipped. */
#include "zhiban/base/csv.h"

#include <csv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/arena.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/paths.h"
#include "zhiban/base/strmap.h"
#include "zhiban/base/utf8.h"
#include "zhiban/base/vec.h"

#define FILE_MAX ((size_t)64 << 20)

struct reading {
    const char *file;
    int line;     /* of the byte being read, from 1 */
    int row_line; /* where the row under way began */
    bool in_row;  /* a row is under way at a line's start: inside a quoted field */
    csv_fn *fn;
    void *ctx;
    enum err_code code;
    struct err *e;
    struct arena head, row; /* strings of the header and of the row under way */
    VEC(const char *) names, cells;
    bool have_head;
};

/* Refuses the file; the msgid's {0} is the file, {1} the line. */
static void refuse(struct reading *r, int line, const char *msgid, const char *culprit)
{
    if (r->code == OK) {
        r->code = err_set(r->e, ERR_PARSE, msgid, r->file, NUM(line), culprit);
    }
}

static void on_field(void *s, size_t n, void *user)
{
    struct reading *r = user;
    if (r->code == OK) {
        struct arena *a = r->have_head ? &r->row : &r->head;
        vec_push(&r->cells) = arena_strndup(a, s, n);
    }
}

/* The first row names the columns; a name may be empty, but not used twice. */
static void take_head(struct reading *r)
{
    struct strmap seen = {0};
    vec_reserve(&r->names, r->cells.n);
    for (size_t i = 0; i < r->cells.n; i++) {
        const char *name = r->cells.v[i];
        if (*name && strmap_add(&seen, name, (uint32_t)i) != STRMAP_NONE) {
            refuse(r, r->row_line, N_("{0} line {1}: the column {2} is there twice"), name);
        }
        vec_push(&r->names) = name;
    }
    strmap_release(&seen);
    r->have_head = true;
}

static void on_row(int end, void *user)
{
    struct reading *r = user;
    (void)end;
    if (r->code == OK && !r->have_head) {
        take_head(r);
    } else if (r->code == OK && r->cells.n != r->names.n) {
        r->code =
            err_set(r->e, ERR_PARSE, N_("{0} line {1} has {2} fields, the header has {3}"), r->file,
                    NUM(r->row_line), NUM((int64_t)r->cells.n), NUM((int64_t)r->names.n));
    } else if (r->code == OK) {
        struct csv_row row = {r->file, r->row_line, r->cells.n, r->names.v, r->cells.v};
        r->code = r->fn(r->ctx, &row, r->e);
    }
    vec_clear(&r->cells);
    arena_reset(&r->row);
    r->in_row = false;
}

static void *grow(void *p, size_t n)
{
    return mem_realloc(p, n, 1);
}

static int no_blank(unsigned char c)
{
    (void)c;
    return 0; /* blanks belong to the field (RFC 4180) */
}

/* Length of the line at s with its end: LF, CR LF or CR. */
static size_t line_length(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n && s[i] != '\n' && s[i] != '\r') {
        i++;
    }
    if (i < n) {
        i += s[i] == '\r' && i + 1 < n && s[i + 1] == '\n' ? 2 : 1;
    }
    return i;
}

static void feed_line(struct reading *r, struct csv_parser *p, const char *s, size_t n)
{
    if (memchr(s, '\0', n)) {
        refuse(r, r->line, N_("{0} line {1} holds a NUL byte"), "");
    } else if (!utf8_valid(s, n)) {
        refuse(r, r->line, N_("{0} line {1} is not UTF-8 text"), "");
    } else if (r->in_row || (*s != '\n' && *s != '\r')) {
        if (!r->in_row) {
            r->in_row = true;
            r->row_line = r->line;
        }
        if (csv_parse(p, s, n, on_field, on_row, r) != n) {
            refuse(r, r->line, N_("{0} line {1}: a quotation mark in the wrong place"), "");
        }
    }
    r->line++;
}

enum err_code csv_parse_text(const char *text, size_t n, const char *file, csv_fn *fn, void *ctx,
                             struct err *e)
{
    struct reading r = {.file = file, .line = 1, .fn = fn, .ctx = ctx, .e = e};
    struct csv_parser p;
    csv_init(&p, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_realloc_func(&p, grow);
    csv_set_space_func(&p, no_blank);
    const char *end = text + n;
    if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
    }
    while (r.code == OK && text < end) {
        size_t len = line_length(text, (size_t)(end - text));
        feed_line(&r, &p, text, len);
        text += len;
    }
    if (r.code == OK && csv_fini(&p, on_field, on_row, &r) != 0) {
        refuse(&r, r.row_line, N_("{0}: the quotation mark of line {1} is never closed"), "");
    }
    if (r.code == OK && !r.have_head) {
        r.code =
            err_set(e, ERR_PARSE, N_("{0} is empty; its first line has to name the columns"), file);
    }
    csv_free(&p);
    vec_free(&r.names);
    vec_free(&r.cells);
    arena_release(&r.head);
    arena_release(&r.row);
    return r.code;
}

enum err_code csv_read(const char *path, csv_fn *fn, void *ctx, struct err *e)
{
    struct buf text;
    enum err_code code = paths_read(path, FILE_MAX, &text, e);
    if (code == OK) {
        code = csv_parse_text(buf_str(&text), text.len, path, fn, ctx, e);
        buf_release(&text);
    }
    return code;
}

const char *csv_cell(const struct csv_row *r, const char *name)
{
    for (size_t i = 0; i < r->n; i++) {
        if (strcmp(r->names[i], name) == 0) {
            return r->cells[i];
        }
    }
    return NULL;
}

void csv_put(struct buf *to, const char *s, bool guard)
{
    bool dangerous = guard && *s && strchr("=+-@\t\r", *s);
    if (!dangerous && !strpbrk(s, ",\"\r\n")) {
        buf_puts(to, s);
        return;
    }
    bool quote = strpbrk(s, ",\"\r\n") != NULL;
    if (quote) {
        buf_putc(to, '"');
    }
    if (dangerous) {
        buf_putc(to, '\'');
    }
    for (; *s; s++) {
        if (*s == '"') {
            buf_putc(to, '"');
        }
        buf_putc(to, *s);
    }
    if (quote) {
        buf_putc(to, '"');
    }
}
