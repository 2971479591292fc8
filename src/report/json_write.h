/* A writer of JSON text straight into a buffer: no tree, keys in the order they are written,
 * numbers unquoted, unknown as null. One line, or (pretty) the document's members and the elements
 * of its lists one a line, so that a list stays greppable.
 *
 * Call order: jw_begin, then members (key, value) and nested jw_open/jw_close, then jw_end.
 */
#ifndef ZHIBAN_REPORT_JSON_WRITE_H
#define ZHIBAN_REPORT_JSON_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "zhiban/base/buf.h"
#include "zhiban/base/civil.h"
#include "zhiban/model/figures.h"

struct json_writer {
    struct buf *to;
    int depth;
    bool pretty;
    bool more; /* the running object or list holds something already */
};

/* Opens the document's object. */
struct json_writer jw_begin(struct buf *to, bool pretty);
/* Closes it and ends the line. */
void jw_end(struct json_writer *w);

/* key NULL: an element of a list. bracket: '{' or '['; close with its partner. */
void jw_open(struct json_writer *w, const char *key, char bracket);
void jw_close(struct json_writer *w, char bracket);

void jw_text(struct json_writer *w, const char *key, const char *s); /* NULL: null */
void jw_int(struct json_writer *w, const char *key, int64_t v);      /* UNKNOWN: null */
void jw_bool(struct json_writer *w, const char *key, bool v);
void jw_null(struct json_writer *w, const char *key);
/* RFC 3339 in the zone (NULL: UTC); UNKNOWN: null. */
void jw_time(struct json_writer *w, const char *key, const struct zone *z, int64_t t);
/* A percentage with one decimal, and whole seconds. */
void jw_pct(struct json_writer *w, const char *key, struct figure f);
void jw_secs(struct json_writer *w, const char *key, struct figure f);

#endif
