#include "json_read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "json_scan.h"
#include "zhiban/base/civil.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/text.h"
#include "zhiban/model/snapshot_builder.h"

/* Counts and sums above this are no figures of a call centre; sums of many stay within 64 bits. */
#define COUNT_MAX 1e12

static const char *const not_text = N_("is not a text; it is unknown");
static const char *const not_number = N_("is not a number; it is unknown");
static const char *const not_whole = N_("is not a whole number; it is unknown");
static const char *const negative = N_("is negative; it is unknown");
static const char *const impossible = N_("is impossibly large; it is unknown");
static const char *const not_time =
    N_("is not a time (RFC 3339 with offset, or Unix seconds); it is unknown");
static const char *const in_future = N_("lies in the far future; it is unknown");
static const char *const not_object = N_("is not an object; the entry is left out");
static const char *const written_twice = N_("is written twice in one entry; the first counts");

/* Copies with the NUL; returns the length. */
static size_t put(char *to, const char *s)
{
    size_t n = strlen(s);
    memcpy(to, s, n + 1);
    return n;
}

void json_at(struct json_reader *r, const char *array, int64_t index)
{
    char *to = r->where;
    size_t n = 0;
    if (index >= 0) {
        char digits[24];
        int d = (int)sizeof digits;
        do {
            digits[--d] = (char)('0' + index % 10);
            index /= 10;
        } while (index > 0);
        n = put(to, array);
        to[n++] = '[';
        memcpy(to + n, digits + d, sizeof digits - (size_t)d);
        n += sizeof digits - (size_t)d;
        to[n++] = ']';
    }
    to[n] = '\0';
    r->where_len = n;
}

const char *json_where(struct json_reader *r, const char *field)
{
    size_t n = r->where_len;
    if (field) { /* names are ours and short: where has the room */
        if (n > 0) {
            r->where[n++] = '.';
        }
        put(r->where + n, field);
    } else {
        r->where[n] = '\0';
    }
    return r->where;
}

static const char *shown(const cJSON *v, char *to, size_t n)
{
    if (cJSON_IsString(v)) {
        const char *s = v->valuestring;
        return *s == JSON_MARK_NAN ? "NaN" : *s == JSON_MARK_HUGE ? "1e999" : s;
    }
    if (cJSON_IsNumber(v)) {
        snprintf(to, n, "%.15g", v->valuedouble);
        return to;
    }
    return cJSON_IsBool(v)     ? cJSON_IsTrue(v) ? "true" : "false"
           : cJSON_IsArray(v)  ? "[…]"
           : cJSON_IsObject(v) ? "{…}"
                               : "";
}

void json_warn(struct json_reader *r, const char *field, const char *msgid, const cJSON *value)
{
    char number[40];
    const char *text = value ? shown(value, number, sizeof number) : "";
    snap_warn(r->b, json_where(r, field), msgid, text);
}

/* The field a member is, or −1. Elements mostly have their members in the order of our table, so
 * the search begins behind the field found last. */
static int key_index(const struct json_keys *k, const char *name, int after)
{
    for (int tried = 0, i = after; tried < k->n; tried++, i++) {
        i = i + 1 < k->n ? i : i - k->n;
        const char *field = k->names[i + 1];
        if (field[0] == name[0] && strcmp(field, name) == 0) {
            return i + 1;
        }
    }
    return -1;
}

bool json_pick(struct json_reader *r, const cJSON *object, const struct json_keys *keys,
               const cJSON **f)
{
    for (int i = 0; i < keys->n; i++) {
        f[i] = NULL;
    }
    if (!cJSON_IsObject(object)) {
        json_warn(r, NULL, not_object, object);
        return false;
    }
    uint32_t seen = 0;
    int last = -1;
    for (const cJSON *c = object->child; c; c = c->next) {
        int i = key_index(keys, c->string, last);
        if (i < 0) {
            continue;
        }
        last = i;
        if (seen >> i & 1) {
            json_warn(r, keys->names[i], written_twice, c);
            continue;
        }
        seen |= (uint32_t)1 << i;
        f[i] = cJSON_IsNull(c) ? NULL : c;
    }
    return true;
}

const char *json_raw(struct json_reader *r, const cJSON *v, const char *field)
{
    if (!v) {
        return NULL;
    }
    if (!cJSON_IsString(v) || *v->valuestring == JSON_MARK_NAN ||
        *v->valuestring == JSON_MARK_HUGE) {
        json_warn(r, field, not_text, v);
        return NULL;
    }
    return v->valuestring;
}

const char *json_text(struct json_reader *r, const cJSON *v, const char *field)
{
    const char *s = json_raw(r, v, field);
    if (!s || *s == '\0') {
        return "";
    }
    struct arena *a = &snap_builder_snapshot(r->b)->arena;
    return text_clean_arena(a, s, strlen(s), TEXT_NAME_MAX);
}

int64_t json_integer(struct json_reader *r, const cJSON *v, const char *field)
{
    if (!v) {
        return UNKNOWN;
    }
    if (cJSON_IsString(v) && *v->valuestring == JSON_MARK_HUGE) {
        json_warn(r, field, impossible, v);
        return UNKNOWN;
    }
    if (!cJSON_IsNumber(v)) {
        json_warn(r, field, not_number, v);
        return UNKNOWN;
    }
    double d = v->valuedouble;
    if (!(fabs(d) <= COUNT_MAX)) { /* infinite included */
        json_warn(r, field, impossible, v);
        return UNKNOWN;
    }
    if (d != floor(d)) {
        json_warn(r, field, not_whole, v);
        return UNKNOWN;
    }
    return (int64_t)d;
}

int64_t json_count(struct json_reader *r, const cJSON *v, const char *field)
{
    int64_t n = json_integer(r, v, field);
    if (n != UNKNOWN && n < 0) {
        json_warn(r, field, negative, v);
        return UNKNOWN;
    }
    return n;
}

int64_t json_time(struct json_reader *r, const cJSON *v, const char *field)
{
    if (!v) {
        return UNKNOWN;
    }
    int64_t t;
    if (cJSON_IsNumber(v) && fabs(v->valuedouble) <= COUNT_MAX) {
        t = (int64_t)floor(v->valuedouble);
    } else if (cJSON_IsNumber(v)) {
        json_warn(r, field, v->valuedouble > 0 ? in_future : negative, v);
        return UNKNOWN;
    } else if (!cJSON_IsString(v) || !civil_parse(v->valuestring, strlen(v->valuestring), &t)) {
        json_warn(r, field, not_time, v);
        return UNKNOWN;
    }
    if (t < 0) {
        json_warn(r, field, negative, v);
        return UNKNOWN;
    }
    if (t > r->latest) {
        json_warn(r, field, in_future, v);
        return UNKNOWN;
    }
    return t;
}
