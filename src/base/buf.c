#include "zhiban/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/mem.h"

#define DEFAULT_MAX ((size_t)1 << 20)
#define FIRST_CAP 64

static size_t max_of(const struct buf *b)
{
    return b->max ? b->max : DEFAULT_MAX;
}

/* Makes room for n more bytes and the NUL; returns how many of the n may be written, fewer at the
 * maximum, which marks the buffer. */
static size_t make_room(struct buf *b, size_t n)
{
    if (b->over) {
        return 0;
    }
    size_t left = max_of(b) - b->len;
    if (n > left) {
        b->over = true;
        n = left;
    }
    size_t need = b->len + n + 1;
    if (need > b->cap) {
        size_t cap = b->cap ? b->cap * 2 : FIRST_CAP;
        if (cap > max_of(b) + 1) {
            cap = max_of(b) + 1;
        }
        b->cap = cap < need ? need : cap;
        b->p = mem_realloc(b->p, b->cap, 1);
        b->p[b->len] = '\0';
    }
    return n;
}

void buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){.max = max};
}

void buf_release(struct buf *b)
{
    if (!b) {
        return;
    }
    free(b->p);
    *b = (struct buf){0};
}

void buf_reset(struct buf *b)
{
    b->len = 0;
    b->over = false;
    if (b->p) {
        b->p[0] = '\0';
    }
}

bool buf_add(struct buf *b, const void *p, size_t n)
{
    size_t fits = make_room(b, n);
    if (fits) {
        memcpy(b->p + b->len, p, fits);
        b->len += fits;
        b->p[b->len] = '\0';
    }
    return !b->over;
}

bool buf_puts(struct buf *b, const char *s)
{
    return buf_add(b, s, strlen(s));
}

bool buf_putc(struct buf *b, char c)
{
    return buf_add(b, &c, 1);
}

bool buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    /* Most texts fit what is there already: one pass. */
    size_t spare = b->over || b->cap == 0 ? 0 : b->cap - b->len;
    va_start(ap, fmt);
    int n = vsnprintf(spare ? b->p + b->len : NULL, spare, fmt, ap);
    va_end(ap);
    if (n < 0) {
        if (spare) {
            b->p[b->len] = '\0';
        }
        return !b->over;
    }
    if ((size_t)n < spare) { /* spare counts the NUL; cap never exceeds max + 1 */
        b->len += (size_t)n;
        return true;
    }
    if (spare) {
        b->p[b->len] = '\0';
    }
    char *text = mem_alloc((size_t)n + 1);
    va_start(ap, fmt);
    vsnprintf(text, (size_t)n + 1, fmt, ap);
    va_end(ap);
    bool ok = buf_add(b, text, (size_t)n);
    free(text);
    return ok;
}

bool buf_i64(struct buf *b, int64_t v)
{
    char text[20]; /* "-9223372036854775808" without a NUL */
    size_t at = sizeof text;
    uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
    do {
        text[--at] = (char)('0' + u % 10);
        u /= 10;
    } while (u);
    if (v < 0) {
        text[--at] = '-';
    }
    return buf_add(b, text + at, sizeof text - at);
}

bool buf_fill(struct buf *b, char c, size_t n)
{
    size_t fits = make_room(b, n);
    if (fits) {
        memset(b->p + b->len, c, fits);
        b->len += fits;
        b->p[b->len] = '\0';
    }
    return !b->over;
}

const char *buf_str(const struct buf *b)
{
    return b->p ? b->p : "";
}

char *buf_steal(struct buf *b)
{
    char *p = b->p ? b->p : mem_strdup("");
    *b = (struct buf){.max = b->max};
    return p;
}
