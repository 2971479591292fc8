/* The CSV reader: a text is refused or gives rows that, written again, read the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/csv.h"

static void check(int held)
{
    if (!held) {
        abort();
    }
}

static void put_row(struct buf *to, const char *const *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i) {
            buf_putc(to, ',');
        }
        /* A lone empty field would be a blank line, which is no row. */
        if (n == 1 && cells[i][0] == '\0') {
            buf_puts(to, "\"\"");
        } else {
            csv_put(to, cells[i], false);
        }
    }
    buf_putc(to, '\n');
}

static enum err_code copy(void *ctx, const struct csv_row *r, struct err *e)
{
    struct buf *to = ctx;
    (void)e;
    check(r->line > 0);
    if (to->len == 0) {
        put_row(to, r->names, r->n);
    }
    put_row(to, r->cells, r->n);
    return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf once, twice;
    struct err e = {0};
    buf_init(&once, (size_t)1 << 24);
    buf_init(&twice, (size_t)1 << 24);
    enum err_code code = csv_parse_text((const char *)data, size, "fuzz.csv", copy, &once, &e);
    check(code == e.code);
    if (code == OK && once.len > 0 && memcmp(once.p, "\xEF\xBB\xBF", once.len < 3 ? once.len : 3)) {
        check(csv_parse_text(once.p, once.len, "fuzz.csv", copy, &twice, &e) == OK);
        check(strcmp(buf_str(&once), buf_str(&twice)) == 0);
    }
    buf_release(&once);
    buf_release(&twice);
    return 0;
}
