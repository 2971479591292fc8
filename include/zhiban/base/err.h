/* Errors: a function that can fail returns enum err_code and fills its last argument, a struct err.
 * The text is an untranslated msgid (marked N_) with {0}..{3} for its arguments; only cli and tui
 * translate and format it. `hint` says what to do. */
#ifndef ZHIBAN_BASE_ERR_H
#define ZHIBAN_BASE_ERR_H

#include <stdint.h>

#include "zhiban/base/buf.h"

enum err_code {
    OK = 0,
    ERR_USAGE,      /* wrong command line or configuration: exit 2 */
    ERR_NOT_FOUND,  /* a named thing does not exist: exit 1 */
    ERR_REFUSED,    /* refused by a rule: exit 1 */
    ERR_IO,         /* file or terminal: exit 1 */
    ERR_PARSE,      /* a local file is not what it should be: exit 2 */
    ERR_LIMIT,      /* larger than allowed */
    ERR_NET,        /* the backend cannot be reached: exit 3 */
    ERR_BACKEND,    /* the backend answered something not understood: exit 3 */
    ERR_AUTH,       /* the backend refused the sign-in: exit 3 */
    ERR_PERMISSION, /* not signed in or not permitted here: exit 4 */
    ERR_BUSY,       /* database busy, damaged or not writable: exit 5 */
    ERR_CANCELLED,
};

#define ERR_ARGS 4
#define ERR_ARG_MAX 160

struct err {
    enum err_code code;
    const char *msgid; /* what happened */
    const char *hint;  /* what to do; may be NULL */
    char arg[ERR_ARGS][ERR_ARG_MAX];
};

/* Fills e (may be NULL) and returns code. Arguments are strings; numbers go through NUM(). They are
 * copied, cleaned of control characters and cut on a character boundary. */
#define err_set(e, code, ...) err_set_((e), (code), __VA_ARGS__, (const char *)0)
enum err_code err_set_(struct err *e, enum err_code code, const char *msgid, ...)
    __attribute__((sentinel));
/* Adds what to do; returns e->code, or ERR_REFUSED where e is NULL: an error stays one. */
enum err_code err_hint(struct err *e, const char *hint);
/* The decimal text of a number, for err_set's arguments. */
#define NUM(n) err_num_((char[24]){0}, (n))
const char *err_num_(char *to, int64_t n);

/* Replaces {0}..{3} of a (translated) text. */
void err_format(struct buf *to, const char *text, const struct err *e);
/* The stable lower-case word for --format json: "usage", "not_found", … */
const char *err_word(enum err_code code);
/* The process exit status for the code, as INTERFACES section 1 lists them. */
int err_exit(enum err_code code);

#endif
