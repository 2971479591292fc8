#include "zhiban/base/err.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "zhiban/base/text.h"

enum err_code err_set_(struct err *e, enum err_code code, const char *msgid, ...)
{
    if (!e) {
        return code;
    }
    /* Built aside: an argument may be one of e's own, when an error is worded anew. */
    struct err made = {.code = code, .msgid = msgid};
    struct buf text;
    buf_init(&text, ERR_ARG_MAX);
    va_list ap;
    va_start(ap, msgid);
    for (int i = 0; i < ERR_ARGS; i++) {
        const char *s = va_arg(ap, const char *);
        if (!s) {
            break;
        }
        buf_reset(&text);
        text_clean(&text, s, strlen(s), ERR_ARG_MAX - 1);
        memcpy(made.arg[i], buf_str(&text), text.len + 1);
    }
    va_end(ap);
    buf_release(&text);
    *e = made;
    return code;
}

enum err_code err_hint(struct err *e, const char *hint)
{
    if (!e) {
        return ERR_REFUSED; /* which error it was is not known; that it is one is */
    }
    e->hint = hint;
    return e->code;
}

const char *err_num_(char *to, int64_t n)
{
    snprintf(to, 24, "%" PRId64, n); /* the size NUM() gives it */
    return to;
}

void err_format(struct buf *to, const char *text, const struct err *e)
{
    while (*text) {
        size_t plain = strcspn(text, "{");
        buf_add(to, text, plain);
        text += plain;
        if (*text == '\0') {
            break;
        }
        if (text[1] >= '0' && text[1] < '0' + ERR_ARGS && text[2] == '}') {
            buf_puts(to, e->arg[text[1] - '0']);
            text += 3;
        } else {
            buf_putc(to, *text++);
        }
    }
}

/* The codes' two faces to the outside. */
static const struct {
    const char *word;
    int status;
} codes[] = {
    [OK] = {"ok", 0},
    [ERR_USAGE] = {"usage", 2},
    [ERR_NOT_FOUND] = {"not_found", 1},
    [ERR_REFUSED] = {"refused", 1},
    [ERR_IO] = {"io", 1},
    [ERR_PARSE] = {"parse", 2},
    [ERR_LIMIT] = {"limit", 1},
    [ERR_NET] = {"net", 3},
    [ERR_BACKEND] = {"backend", 3},
    [ERR_AUTH] = {"auth", 3},
    [ERR_PERMISSION] = {"permission", 4},
    [ERR_BUSY] = {"busy", 5},
    [ERR_CANCELLED] = {"cancelled", 1},
};

const char *err_word(enum err_code code)
{
    size_t i = (size_t)code;
    return i < sizeof codes / sizeof *codes ? codes[i].word : "unknown";
}

int err_exit(enum err_code code)
{
    size_t i = (size_t)code;
    return i < sizeof codes / sizeof *codes ? codes[i].status : 1;
}
