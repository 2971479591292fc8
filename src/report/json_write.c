#include "json_write.h"

#include <string.h>

#include "number.h"
#include "zhiban/base/text.h"
#include "zhiban/report/report.h"

/* Below this depth a pretty document keeps its elements on one line. */
#define PRETTY_DEPTH 2

struct json_writer jw_begin(struct buf *to, bool pretty)
{
    struct json_writer w = {.to = to, .depth = 1, .pretty = pretty};
    buf_putc(to, '{');
    return w;
}

static void line(struct json_writer *w)
{
    if (w->pretty && w->depth <= PRETTY_DEPTH) {
        buf_putc(w->to, '\n');
        buf_fill(w->to, ' ', 2 * (size_t)w->depth);
    }
}

void jw_end(struct json_writer *w)
{
    w->depth = 0;
    line(w);
    buf_puts(w->to, "}\n");
}

static void member(struct json_writer *w, const char *key)
{
    if (w->more) {
        buf_putc(w->to, ',');
    }
    line(w);
    w->more = true;
    if (key != NULL) {
        text_json(w->to, key);
        buf_putc(w->to, ':');
    }
}

void jw_open(struct json_writer *w, const char *key, char bracket)
{
    member(w, key);
    buf_putc(w->to, bracket);
    w->depth++;
    w->more = false;
}

void jw_close(struct json_writer *w, char bracket)
{
    bool own_lines = w->pretty && w->depth <= PRETTY_DEPTH;
    w->depth--;
    if (w->more && own_lines) {
        line(w);
    }
    buf_putc(w->to, bracket);
    w->more = true;
}

void jw_null(struct json_writer *w, const char *key)
{
    member(w, key);
    buf_puts(w->to, "null");
}

void jw_text(struct json_writer *w, const char *key, const char *s)
{
    if (s == NULL) {
        jw_null(w, key);
        return;
    }
    member(w, key);
    text_json(w->to, s);
}

void jw_int(struct json_writer *w, const char *key, int64_t v)
{
    if (v == UNKNOWN) {
        jw_null(w, key);
        return;
    }
    member(w, key);
    buf_i64(w->to, v);
}

void jw_bool(struct json_writer *w, const char *key, bool v)
{
    member(w, key);
    buf_puts(w->to, v ? "true" : "false");
}

void jw_time(struct json_writer *w, const char *key, const struct zone *z, int64_t t)
{
    if (t == UNKNOWN) {
        jw_null(w, key);
        return;
    }
    member(w, key);
    buf_putc(w->to, '"');
    number_time(w->to, z, t);
    buf_putc(w->to, '"');
}

void jw_pct(struct json_writer *w, const char *key, struct figure f)
{
    member(w, key);
    if (!number_pct(w->to, f)) {
        buf_puts(w->to, "null");
    }
}

void jw_secs(struct json_writer *w, const char *key, struct figure f)
{
    member(w, key);
    if (!number_secs(w->to, f)) {
        buf_puts(w->to, "null");
    }
}
