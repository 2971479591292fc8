/* Growable byte buffer with a mandatory maximum. Text in it is always NUL-terminated.
 * Going over the maximum keeps what fits, sets `over`, and every later append is refused: check
 * buf.over once at the end. */
#ifndef ZHIBAN_BASE_BUF_H
#define ZHIBAN_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
    char *p; /* never NULL after the first append; use buf_str() to read */
    size_t len;
    size_t cap;
    size_t max; /* 0: 1 MiB */
    bool over;
};

/* An empty buffer that never holds more than max bytes (0: 1 MiB). Release with buf_release. */
void buf_init(struct buf *b, size_t max);
/* Frees the memory; the buffer is {0} again. */
void buf_release(struct buf *b);
/* Length 0, memory kept. */
void buf_reset(struct buf *b);
/* Append; false once the maximum is reached. */
bool buf_add(struct buf *b, const void *p, size_t n);
bool buf_puts(struct buf *b, const char *s);
bool buf_putc(struct buf *b, char c);
bool buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A decimal number; much cheaper than buf_printf. */
bool buf_i64(struct buf *b, int64_t v);
/* n times the byte c. */
bool buf_fill(struct buf *b, char c, size_t n);
/* The text; "" when nothing was added. Borrowed until the next change. */
const char *buf_str(const struct buf *b);
/* Hands the memory to the caller (free()); the buffer is empty afterwards. Never NULL. */
char *buf_steal(struct buf *b);

#endif
