/* The INI reader: no pair it hands over was cut, and every one of them is in the text. */
#define _GNU_SOURCE /* memmem */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/ini.h"
#include "zhiban/base/utf8.h"

static void check(int held)
{
    if (!held) {
        abort();
    }
}

struct source {
    const char *text;
    size_t n;
};

static enum err_code see(void *ctx, const struct ini_line *l, struct err *e)
{
    const struct source *s = ctx;
    (void)e;
    size_t value = strlen(l->value);
    check(l->line > 0 && strlen(l->section) <= 49 && value <= 198);
    check(strlen(l->key) > 0 && strlen(l->key) <= 49);
    check(utf8_valid(l->value, value));
    check(memmem(s->text, s->n, l->key, strlen(l->key)) != NULL);
    check(memmem(s->text, s->n, l->value, value) != NULL);
    check(memmem(s->text, s->n, l->section, strlen(l->section)) != NULL);
    return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct source s = {(const char *)data, size};
    struct err e = {0};
    enum err_code code = ini_parse_text(s.text, size, "fuzz.conf", see, &s, &e);
    check(code == e.code);
    check(code == OK || code == ERR_PARSE);
    return 0;
}
