/* What the backends of this room share: the reading of an HTTP reply that carries no data. */
#ifndef ZHIBAN_SRC_VENDOR_INTERNAL_H
#define ZHIBAN_SRC_VENDOR_INTERNAL_H

#include "zhiban/vendor/vendor.h"

extern const struct vendor_ops vendor_asterisk, vendor_json;

/* Most bytes of an answer that are decoded (INTERFACES section 4). */
#define VENDOR_BODY_MAX ((size_t)64 << 20)
/* Elements of one slice of a decode when nobody said how many: about 4 ms. */
#define VENDOR_SLICE 400

/* Ends the poll with an error; the arguments are err_set's. */
#define vendor_fail(s, code, ...)                                                                  \
    ((void)((s)->result = VR_FAILED), (void)((s)->more = false),                                   \
     (void)err_set(&(s)->err, (code), __VA_ARGS__))

/* True when the reply brings no body worth reading (not reached, closed without a byte, a status of
 * an error, nothing in it, a web page, too large): the step then holds VR_FAILED with cause, mend
 * and the backend's Retry-After. `name` is the backend's. Status 2xx and a body pass. */
bool vendor_reply_failed(const char *name, const struct http_reply *r, struct vendor_step *s);
/* Whether the text begins like HTML or XML. */
bool vendor_is_markup(const char *p, size_t n);
/* Whether an Asterisk, or a backend of snapshots, seems to have written it: for the mend of a URL
 * that names one and leads to the other. */
bool vendor_is_ami(const char *p, size_t n);
bool vendor_is_json(const char *p, size_t n);

/* Overwrites a text that must not stay in memory, and frees it. NULL allowed. */
void vendor_wipe(char *secret);

#endif
