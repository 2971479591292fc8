/* The elements of the document's four arrays, each into the snapshot builder. */
#ifndef ZHIBAN_SRC_VENDOR_JSON_ELEMENTS_H
#define ZHIBAN_SRC_VENDOR_JSON_ELEMENTS_H

#include "json_read.h"
#include "zhiban/vendor/vendor.h"

/* The path of the element is set with json_at before each call. */
void json_read_queue(struct json_reader *r, const cJSON *e);
void json_read_agent(struct json_reader *r, const cJSON *e);
void json_read_call(struct json_reader *r, const cJSON *e);
void json_read_ended(struct json_reader *r, const cJSON *e);
/* What the document gave: enum vendor_field. */
unsigned json_fields(const struct snapshot *s);

#endif
