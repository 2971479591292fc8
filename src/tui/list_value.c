/* The kinds of values a list's getters give (list.h). */
#include "list.h"

#include "zhiban/base/text.h"

void list_text(struct list_value *v, const char *s)
{
    v->known = s && *s;
    v->key_text = v->known ? s : NULL;
    if (v->text && v->known) {
        buf_puts(v->text, s);
    }
}

void list_int(struct list_value *v, int64_t n)
{
    v->known = n != UNKNOWN;
    v->key = n;
    if (v->text && v->known) {
        buf_i64(v->text, n);
    } else if (v->text) {
        buf_puts(v->text, "–");
    }
}

void list_duration(struct list_value *v, int64_t s)
{
    v->known = s != UNKNOWN && s >= 0;
    v->key = s;
    if (v->text) {
        text_duration(v->text, v->known ? s : -1);
    }
}

static void put_figure(struct list_value *v, struct figure f, const char *text, bool approx)
{
    approx = approx || f.approx;
    v->known = f.known;
    v->key = f.infinite ? INT64_MAX : f.known ? (int64_t)(f.value * 1000) : 0;
    if (v->text) {
        buf_puts(v->text, f.known && approx ? "≈" : "");
        buf_puts(v->text, text);
    }
}

void list_seconds(struct list_value *v, struct figure f, bool approx)
{
    char text[16];
    figure_secs(f, text);
    put_figure(v, f, text, approx);
    if (v->text && f.known) {
        buf_putc(v->text, 's');
    }
}

void list_mmss(struct list_value *v, struct figure f, bool approx)
{
    char text[16];
    figure_mmss(f, text);
    put_figure(v, f, text, approx);
}

void list_percent(struct list_value *v, struct figure f)
{
    char text[16];
    figure_pct(f, text);
    put_figure(v, f, text, false);
}
