/* The text cleaner: whatever goes in, what comes out is UTF-8 of at most the asked size without a
 * character that steers a terminal, and cleaning it again changes nothing. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/text.h"
#include "zhiban/base/utf8.h"

static void check(int held)
{
    if (!held) {
        abort();
    }
}

static int steers(int32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x00AD || cp == 0x061C ||
           (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202E) ||
           (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF || (cp >= 0xFFF9 && cp <= 0xFFFB) ||
           (cp >= 0xE0000 && cp <= 0xE00FF);
}

static void check_clean(const char *s, size_t n, size_t max)
{
    check(n <= max);
    check(utf8_valid(s, n));
    const char *p = s;
    check(n == 0 ||
          text_cell(utf8_next(&p, s + n)) > 0); /* a lone mark has something to stand on */
    p = s;
    while (p < s + n) {
        check(!steers(utf8_next(&p, s + n)));
    }
}

static void check_layout(const char *s, int cells)
{
    int used;
    size_t n = text_cut(s, cells, &used);
    check(n <= strlen(s) && used >= 0 && used <= cells);
    struct buf b;
    buf_init(&b, (size_t)1 << 24);
    text_fit(&b, s, cells, cells % 2, cells % 3);
    check(text_width(buf_str(&b)) == cells);
    buf_reset(&b);
    text_mask_number(&b, s);
    check(b.len == strlen(s));
    check(text_find(s, buf_str(&b)) || strchr(buf_str(&b), '*'));
    buf_release(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return 0;
    }
    size_t max = data[0] ? data[0] : 65536;
    int cells = data[1];
    const char *s = (const char *)data + 2;
    size -= 2;
    struct buf once, twice;
    struct arena a = {0};
    buf_init(&once, (size_t)1 << 24);
    buf_init(&twice, (size_t)1 << 24);
    text_clean(&once, s, size, max);
    check_clean(buf_str(&once), once.len, max);
    check(strcmp(text_clean_arena(&a, s, size, max), buf_str(&once)) == 0);
    text_clean(&twice, buf_str(&once), once.len, max);
    check(strcmp(buf_str(&once), buf_str(&twice)) == 0);
    check_layout(buf_str(&once), cells);
    const char *names[] = {"poll_sec", buf_str(&once)};
    text_nearest(buf_str(&twice), names, 2);
    buf_release(&once);
    buf_release(&twice);
    arena_release(&a);
    return 0;
}
