#include "json_read.h"

#include <string.h>

#include "json_scan.h"
#include "zhiban/base/civil.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/text.h"

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

static const char *shown(const struct json_value *v, char *to, size_t size)
{
    switch (v->kind) {
    case JSON_STRING:
        return *v->p == JSON_MARK_NAN ? "NaN" : *v->p == JSON_MARK_HUGE ? "1e999" : v->p;
    case JSON_NUMBER:
    case JSON_BOOL: {
        size_t n = v->n < size ? v->n : size - 1;
        memcpy(to, v->p, n);
        to[n] = '\0';
        return to;
    }
    case JSON_ARRAY:
        return "[…]";
    case JSON_OBJECT:
        return "{…}";
    case JSON_ABSENT:
        break;
    }
    return "";
}

void json_warn(struct json_reader *r, const char *field, const char *msgid,
               const struct json_value *value)
{
    char scalar[40];
    const char *text = value ? shown(value, scalar, sizeof scalar) : "";
    snap_warn(r->b, json_where(r, field), msgid, text);
}

/* The field a member is. Elements mostly have their members in one order, so the one that followed
 * field `last` the last time is tried first, then those after it. */
static int key_index(struct json_reader *r, const char *name, int last)
{
    const struct json_keys *k = r->of;
    int i = r->after[last + 1];
    for (int tried = 0; tried < k->n; tried++) {
        if (k->names[i][0] == name[0] && strcmp(k->names[i], name) == 0) {
            r->after[last + 1] = (uint8_t)i;
            return i;
        }
        i = i + 1 < k->n ? i + 1 : 0;
    }
    return -1;
}

bool json_pick(struct json_reader *r, char *p, const struct json_keys *keys, struct json_value *f)
{
    struct json_value key, value;
    for (int i = 0; i < keys->n; i++) {
        f[i] = (struct json_value){0};
    }
    if (*p != '{') {
        r->end = json_value_read(p, &value);
        json_warn(r, NULL, not_object, &value);
        return false;
    }
    if (r->of != keys) {
        memset(r->after, 0, sizeof r->after);
        r->of = keys;
    }
    uint32_t seen = 0;
    int last = -1;
    for (p++; json_next_member(&p, &key, &value);) {
        int i = key_index(r, key.p, last);
        if (i < 0) {
            continue;
        }
        last = i;
        if (seen >> i & 1) {
            json_warn(r, keys->names[i], written_twice, &value);
            continue;
        }
        seen |= (uint32_t)1 << i;
        f[i] = value;
    }
    r->end = p;
    return true;
}

static bool marked(const struct json_value *v, char mark)
{
    return v->kind == JSON_STRING && *v->p == mark;
}

const char *json_raw(struct json_reader *r, const struct json_value *v, const char *field)
{
    if (v->kind == JSON_ABSENT) {
        return NULL;
    }
    if (v->kind != JSON_STRING || marked(v, JSON_MARK_NAN) || marked(v, JSON_MARK_HUGE)) {
        json_warn(r, field, not_text, v);
        return NULL;
    }
    return v->p;
}

const char *json_text(struct json_reader *r, const struct json_value *v, const char *field)
{
    const char *s = json_raw(r, v, field);
    if (!s || *s == '\0') {
        return "";
    }
    struct arena *a = &snap_builder_snapshot(r->b)->arena;
    return text_clean_arena(a, s, v->n, TEXT_NAME_MAX);
}

int64_t json_integer(struct json_reader *r, const struct json_value *v, const char *field)
{
    if (v->kind == JSON_ABSENT) {
        return UNKNOWN;
    }
    if (v->kind != JSON_NUMBER) {
        json_warn(r, field, marked(v, JSON_MARK_HUGE) ? impossible : not_number, v);
        return UNKNOWN;
    }
    struct json_number n = json_number_of(v);
    if (n.huge || !n.whole) {
        json_warn(r, field, n.huge ? impossible : not_whole, v);
        return UNKNOWN;
    }
    return n.floor;
}

int64_t json_count(struct json_reader *r, const struct json_value *v, const char *field)
{
    int64_t n = json_integer(r, v, field);
    if (n != UNKNOWN && n < 0) {
        json_warn(r, field, negative, v);
        return UNKNOWN;
    }
    return n;
}

int64_t json_time(struct json_reader *r, const struct json_value *v, const char *field)
{
    if (v->kind == JSON_ABSENT) {
        return UNKNOWN;
    }
    int64_t t;
    bool huge = false;
    if (v->kind == JSON_NUMBER) {
        struct json_number n = json_number_of(v);
        t = n.floor;
        huge = n.huge;
    } else if (v->kind != JSON_STRING || !civil_parse(v->p, v->n, &t)) {
        json_warn(r, field, not_time, v);
        return UNKNOWN;
    }
    if (t < 0) {
        json_warn(r, field, negative, v);
        return UNKNOWN;
    }
    if (huge || t > r->latest) {
        json_warn(r, field, in_future, v);
        return UNKNOWN;
    }
    return t;
}
