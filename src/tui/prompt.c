/* The line of input (prompt.h). */
#include "prompt.h"

#include <stdlib.h>
#include <string.h>

#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"
#include "zhiban/base/utf8.h"

#define LIST_ROWS 10 /* completions shown at once */

/* ---- the line -------------------------------------------------------------------------------- */

void line_set(struct line *l, const char *text)
{
    if (l->text.max == 0) {
        buf_init(&l->text, LINE_MAX_BYTES);
    }
    buf_reset(&l->text);
    buf_puts(&l->text, text);
    l->at = l->text.len;
}

void line_release(struct line *l)
{
    buf_release(&l->text);
    l->at = 0;
}

/* Replaces bytes [from, to) by n bytes of s and puts the cursor behind them. */
static bool splice(struct line *l, size_t from, size_t to, const char *s, size_t n)
{
    const char *old = buf_str(&l->text);
    size_t tail = l->text.len - to;
    if (from + n + tail >= LINE_MAX_BYTES) {
        return false;
    }
    struct buf next;
    buf_init(&next, LINE_MAX_BYTES);
    buf_add(&next, old, from);
    buf_add(&next, s, n);
    buf_add(&next, old + to, tail);
    buf_release(&l->text);
    l->text = next;
    l->at = from + n;
    return n > 0 || to > from;
}

static bool continuation(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* The character boundary before and after `at`; combining marks go with their character. */
static size_t before(const char *s, size_t at)
{
    for (;;) {
        if (at == 0) {
            return 0;
        }
        do {
            at--;
        } while (at > 0 && continuation(s[at]));
        const char *p = s + at;
        if (text_cell(utf8_next(&p, s + strlen(s))) > 0) {
            return at;
        }
    }
}

static size_t after(const char *s, size_t n, size_t at)
{
    bool first = true;
    while (at < n) {
        const char *p = s + at;
        int32_t cp = utf8_next(&p, s + n);
        if (!first && text_cell(cp) > 0) {
            break;
        }
        first = false;
        at = (size_t)(p - s);
    }
    return at;
}

/* The start of the word before `at`: blanks, then what is not blank. */
static size_t word_before(const char *s, size_t at)
{
    while (at > 0 && s[at - 1] == ' ') {
        at--;
    }
    while (at > 0 && s[at - 1] != ' ') {
        at--;
    }
    return at;
}

bool line_insert(struct line *l, int32_t cp)
{
    if (cp < ' ' || cp == K_BACKSPACE || (cp >= 0x80 && cp < 0xA0) || cp > 0x10FFFF) {
        return false;
    }
    char ch[4];
    size_t n = utf8_put(ch, cp);
    struct buf clean; /* drops bidi controls and zero-width characters */
    buf_init(&clean, 64);
    n = text_clean(&clean, ch, n, sizeof ch);
    bool changed = n > 0 && splice(l, l->at, l->at, buf_str(&clean), n);
    buf_release(&clean);
    return changed;
}

static enum line_did move_to(struct line *l, size_t at)
{
    l->at = at;
    return LINE_MOVED;
}

static enum line_did cut(struct line *l, size_t from, size_t to)
{
    return splice(l, from, to, "", 0) ? LINE_TEXT : LINE_MOVED;
}

enum line_did line_edit(struct line *l, int32_t key)
{
    const char *s = buf_str(&l->text);
    size_t n = l->text.len;
    switch (key) {
    case K_LEFT:
        return move_to(l, before(s, l->at));
    case K_RIGHT:
        return move_to(l, after(s, n, l->at));
    case K_HOME:
    case 1: /* C-a */
        return move_to(l, 0);
    case K_END:
    case 5: /* C-e */
        return move_to(l, n);
    case K_BACKSPACE:
        return cut(l, before(s, l->at), l->at);
    case K_DELETE:
        return cut(l, l->at, after(s, n, l->at));
    case 21: /* C-u */
        return cut(l, 0, l->at);
    case 23: /* C-w */
        return cut(l, word_before(s, l->at), l->at);
    case 11: /* C-k */
        return cut(l, l->at, n);
    default:
        return LINE_OTHER;
    }
}

/* ---- history --------------------------------------------------------------------------------- */

static void history_drop(struct history *h, size_t i)
{
    free(h->lines.v[i].label);
    free(h->lines.v[i].text);
    vec_remove(&h->lines, i);
}

void history_add(struct history *h, const char *label, const char *text)
{
    if (text[0] == '\0') {
        return;
    }
    for (size_t i = 0; i < h->lines.n; i++) { /* entered again: it moves to the end */
        if (strcmp(h->lines.v[i].label, label) == 0 && strcmp(h->lines.v[i].text, text) == 0) {
            history_drop(h, i);
            break;
        }
    }
    if (h->lines.n == HISTORY_MAX) {
        history_drop(h, 0);
    }
    vec_push(&h->lines) = (struct history_line){mem_strdup(label), mem_strdup(text)};
}

void history_release(struct history *h)
{
    while (h->lines.n > 0) {
        history_drop(h, h->lines.n - 1);
    }
    vec_free(&h->lines);
}

/* ---- the prompt ------------------------------------------------------------------------------ */

void prompt_init(struct prompt *p, const char *label, const char *initial, const struct history *h)
{
    *p = (struct prompt){.label = mem_strdup(label), .walked = h->lines.n, .chosen = -1};
    line_set(&p->line, initial != NULL ? initial : "");
    buf_init(&p->list, 65536);
}

void prompt_release(struct prompt *p)
{
    free(p->label);
    free(p->draft);
    line_release(&p->line);
    buf_release(&p->list);
    *p = (struct prompt){.chosen = -1};
}

bool prompt_walk(struct prompt *p, const struct history *h, int step)
{
    size_t i = p->walked;
    for (;;) {
        if ((step < 0 && i == 0) || (step > 0 && i >= h->lines.n)) {
            return false;
        }
        i = step < 0 ? i - 1 : i + 1;
        if (i >= h->lines.n || strcmp(h->lines.v[i].label, p->label) == 0) {
            break;
        }
    }
    if (p->walked >= h->lines.n) {
        free(p->draft);
        p->draft = mem_strdup(buf_str(&p->line.text));
    }
    p->walked = i;
    prompt_close_list(p);
    line_set(&p->line, i < h->lines.n ? h->lines.v[i].text : p->draft != NULL ? p->draft : "");
    return true;
}

/* The i-th line of a text of lines; *n gets its length. */
static const char *nth_line(const char *text, int i, size_t *n)
{
    while (i-- > 0) {
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    *n = strcspn(text, "\n");
    return text;
}

static void take(struct prompt *p, const char *s, size_t n)
{
    char *text = mem_strndup(s, n);
    line_set(&p->line, text);
    free(text);
}

bool prompt_cycle(struct prompt *p, int step)
{
    if (p->n_list == 0) {
        return false;
    }
    p->chosen =
        p->chosen < 0 ? (step > 0 ? 0 : p->n_list - 1) : (p->chosen + step + p->n_list) % p->n_list;
    size_t n = 0;
    const char *s = nth_line(buf_str(&p->list), p->chosen, &n);
    take(p, s, n);
    return true;
}

/* Length of the beginning that all lines share, whole characters only. */
static size_t common(const char *text, int lines)
{
    size_t n = 0;
    const char *first = nth_line(text, 0, &n);
    for (int i = 1; i < lines; i++) {
        size_t len = 0, k = 0;
        const char *s = nth_line(text, i, &len);
        while (k < n && k < len && s[k] == first[k]) {
            k++;
        }
        n = k;
    }
    while (n > 0 && continuation(first[n])) {
        n--;
    }
    return n;
}

bool prompt_complete(struct prompt *p, const char *completions)
{
    prompt_close_list(p);
    int lines = 0;
    for (const char *s = completions; *s != '\0'; lines++) {
        s += strcspn(s, "\n");
        s += *s == '\n';
    }
    if (lines == 0) {
        return false;
    }
    char *old = mem_strdup(buf_str(&p->line.text));
    size_t n = common(completions, lines);
    if (n >= strlen(old) || lines == 1) {
        take(p, completions, n);
    }
    if (lines > 1) {
        buf_puts(&p->list, completions);
        p->n_list = lines;
    }
    bool changed = strcmp(old, buf_str(&p->line.text)) != 0;
    free(old);
    return changed;
}

void prompt_close_list(struct prompt *p)
{
    buf_reset(&p->list);
    p->n_list = 0;
    p->chosen = -1;
}

/* ---- drawing --------------------------------------------------------------------------------- */

static void draw_list(const struct prompt *p, struct canvas *c)
{
    int rows = p->n_list < LIST_ROWS ? p->n_list : LIST_ROWS;
    rows = rows > c->rows - 1 ? c->rows - 1 : rows;
    if (rows <= 0) {
        return;
    }
    int first = p->chosen < rows ? 0 : p->chosen - rows + 1;
    int width = 8;
    for (int i = 0; i < p->n_list; i++) {
        size_t n = 0;
        const char *s = nth_line(buf_str(&p->list), i, &n);
        char *text = mem_strndup(s, n);
        int cells = text_width(text) + 2;
        width = cells > width ? cells : width;
        free(text);
    }
    struct canvas box = canvas_sub(c, c->rows - 1 - rows, 0, rows, width);
    for (int i = 0; i < rows; i++) {
        size_t n = 0;
        const char *s = nth_line(buf_str(&p->list), first + i, &n);
        char *text = mem_strndup(s, n);
        box.flags = first + i == p->chosen ? 0 : CELL_REVERSE;
        canvas_fill(&box, i, 0, 1, box.cols, STY_HINT);
        canvas_text(&box, i, 1, -1, STY_HINT, text);
        free(text);
    }
}

void prompt_draw(const struct prompt *p, struct canvas *c)
{
    struct canvas row = canvas_sub(c, c->rows - 1, 0, 1, c->cols);
    canvas_fill(&row, 0, 0, 1, row.cols, STY_TEXT);
    int x = canvas_text(&row, 0, 0, row.cols * 2 / 3, STY_HINT_KEY, p->label);
    size_t labelled = strlen(p->label);
    if (labelled > 1) { /* ":" and "/" stand close to their text */
        x++;
    }
    /* Scrolls whole characters off the left until the cursor is in sight. */
    const char *s = buf_str(&p->line.text);
    char *head = mem_strndup(s, p->line.at);
    size_t skip = 0;
    while (skip < p->line.at && text_width(head + skip) >= row.cols - x) {
        skip = after(s, p->line.text.len, skip);
    }
    canvas_text(&row, 0, x, -1, STY_TEXT, s + skip);
    canvas_cursor(&row, 0, x + text_width(head + skip));
    free(head);
    draw_list(p, c);
}
