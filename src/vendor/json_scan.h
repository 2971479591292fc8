/* The walker over a JSON document: one pass that proves the syntax (RFC 8259), strict UTF-8, the
 * depth and the absence of U+0000, and notes where the known members of the top-level object lie.
 * It works in slices, keeps no copy, and mends in place what cJSON cannot read (see json_scan.c).
 *
 * Order: json_scan_init → json_scan_run until it is not SCAN_MORE. Cost: about 1 ns a byte. */
#ifndef ZHIBAN_SRC_VENDOR_JSON_SCAN_H
#define ZHIBAN_SRC_VENDOR_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_DEPTH_MAX 32
#define JSON_TOP_MAX 8
/* Limits of one element of a known array, so that its tree stays small. */
#define JSON_ELEMENT_BYTES ((size_t)8 << 20)
#define JSON_ELEMENT_VALUES 65536

/* First byte of a string put in place of a word or number that is not JSON; bytes that UTF-8 never
 * has. */
#define JSON_MARK_NAN '\xff'
#define JSON_MARK_HUGE '\xfe'

enum scan_result { SCAN_MORE, SCAN_DONE, SCAN_BAD };

struct json_span {
    size_t at, end; /* of the member's value; at 0: the member is absent */
};

struct json_scan {
    char *p; /* the document: changed in place */
    size_t n, at;
    const char *const *names; /* of the top-level members to note, NULL-terminated */
    struct json_span top[JSON_TOP_MAX];
    bool twice[JSON_TOP_MAX]; /* the member was written twice: the first counts */
    const char *bad;          /* SCAN_BAD: msgid; {0} backend, {1} byte offset */
    int depth;
    uint64_t objects; /* bit d: the container at depth d is an object */
    int expect;       /* enum expect of json_scan.c */
    bool in_string, is_key;
    size_t string_at; /* its opening quote */
    int member;       /* index of the top-level member under way, −1: not a known one */
    size_t element_at, n_values; /* of the element under way */
};

/* "is not JSON": for who finds what the scan let pass. */
extern const char *const json_bad_syntax;

void json_scan_init(struct json_scan *s, char *p, size_t n, const char *const *names);
/* Goes on for about `bytes` bytes. */
enum scan_result json_scan_run(struct json_scan *s, size_t bytes);

#endif
