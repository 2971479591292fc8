/* Reading one element of the document: its fields are picked in one pass over cJSON's list, then
 * taken through getters that check type and range and name the path in their warning. A bad value
 * is unknown. */
#ifndef ZHIBAN_SRC_VENDOR_JSON_READ_H
#define ZHIBAN_SRC_VENDOR_JSON_READ_H

#include <cjson/cJSON.h>

#include "zhiban/model/snapshot_builder.h"

#define JSON_FIELDS_MAX 24

/* The fields of one kind of element: wire names, case-sensitive. */
struct json_keys {
    const char *const *names;
    int n;
};

struct json_reader {
    struct snap_builder *b;
    int64_t latest;   /* the latest believable instant: a day after the backend's time */
    char where[160];  /* path of the element, with room for a field's name */
    size_t where_len; /* of the element's part */
};

/* Sets the path: "agents" and 3 give "agents[3]"; index −1: the top level. */
void json_at(struct json_reader *r, const char *array, int64_t index);
/* The path of a field (NULL: of the element itself); valid until the next call. */
const char *json_where(struct json_reader *r, const char *field);
/* Writes one data warning about a field. value: what was found. */
void json_warn(struct json_reader *r, const char *field, const char *msgid, const cJSON *value);

/* Sorts the members of an object into f[keys->n] (NULL: absent or null). false: not an object
 * (warned). */
bool json_pick(struct json_reader *r, const cJSON *object, const struct json_keys *keys,
               const cJSON **f);

/* Getters; field names the key. All accept NULL = absent. */
const char *json_text(struct json_reader *r, const cJSON *v,
                      const char *field); /* clean, "" unknown */
const char *json_raw(struct json_reader *r, const cJSON *v,
                     const char *field); /* as it came, or NULL */
int64_t json_count(struct json_reader *r, const cJSON *v, const char *field); /* ≥ 0, or UNKNOWN */
int64_t json_integer(struct json_reader *r, const cJSON *v, const char *field);
int64_t json_time(struct json_reader *r, const cJSON *v, const char *field); /* UTC s, or UNKNOWN */

#endif
