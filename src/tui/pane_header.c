/* The head line: centre, date and clock, running segment, health of the data, alarm counts; and
 * below it, while the data is not current, a banner with the cause and the next try. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"
#include "pane_header.h"
#include "panes.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

struct header_pane {
    struct pane pane;
    struct header_text t;
};

/* ---- words ------------------------------------------------------------- */

static const char *weekday(int wday)
{
    static const char *const names[7] = {N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"),
                                         N_("Thu"), N_("Fri"), N_("Sat")};
    return _(names[wday >= 0 && wday < 7 ? wday : 0]);
}

/* Age of the data: tenths while it is young, then seconds, then m:ss. */
static void put_age(struct buf *to, int64_t age_ms)
{
    if (age_ms < 0) {
        return;
    }
    if (age_ms < 10000) {
        buf_printf(to, " %lld.%llds", (long long)(age_ms / 1000), (long long)(age_ms % 1000 / 100));
    } else if (age_ms < 60000) {
        buf_printf(to, " %llds", (long long)(age_ms / 1000));
    } else {
        buf_putc(to, ' ');
        text_duration(to, age_ms / 1000);
    }
}

static void put_health(struct header_text *t, const struct view *v, struct buf *to)
{
    static const struct {
        const char *sign, *word;
        enum style style;
    } health[] = {
        [FEED_STARTING] = {"○", N_("connecting"), STY_WARN},
        [FEED_LIVE] = {"●", N_("live"), STY_HEADER},
        [FEED_STALE] = {"○", N_("stale"), STY_WARN},
        [FEED_DOWN] = {"×", N_("Feed is down"), STY_CRITICAL},
    };
    t->health_style = health[v->feed.state].style;
    buf_puts(to, health[v->feed.state].sign);
    buf_putc(to, ' ');
    buf_puts(to, _(health[v->feed.state].word));
    put_age(to, v->feed.age_ms);
}

/* The running segment with its end; without its name where the line is short. */
static void put_segment(const struct view *v, bool named, struct buf *to)
{
    const struct floor *f = v->floor;
    int64_t from = 0, end = 0, day = 0;
    const struct segment_cfg *s =
        f ? f->segment : centre_segment_at(v->centre, v->now, &from, &end, &day);
    if (!s) {
        return;
    }
    if (named) {
        buf_puts(to, view_pick(s->name_zh, s->name_en));
        buf_putc(to, ' ');
    }
    buf_puts(to, s->code);
    buf_puts(to, " → ");
    put_hhmm(to, v->centre->zone, f ? f->segment_to : end, false);
}

/* What happened, since when, and when it is tried again. */
static void put_banner(const struct view *v, struct buf *to)
{
    struct buf cause = {0}, since = {0};
    char next[24];
    const struct err *e = &v->feed.err;
    if (e->code != OK && e->msgid) {
        err_format(&cause, _(e->msgid), e);
    } else {
        buf_puts(&cause, _("no answer from the backend"));
    }
    put_hhmm(&since, v->centre->zone, v->feed.failed_since, true);
    int64_t next_s = v->feed.next_try_ms > 0 ? (v->feed.next_try_ms + 999) / 1000 : 0;
    buf_puts(to, v->feed.state == FEED_DOWN ? _("Feed is down") : _("Data is stale"));
    buf_puts(to, " · ");
    put_text(to, _("next try in {0} s"), count_text(next, next_s), NULL, NULL);
    buf_puts(to, " · ");
    buf_puts(to, buf_str(&cause));
    if (v->feed.failed_since != UNKNOWN && v->feed.failed_since > 0) {
        buf_puts(to, " · ");
        put_text(to, _("since {0}"), buf_str(&since), NULL, NULL);
    }
    buf_release(&cause);
    buf_release(&since);
}

static void copy(char *to, size_t n, struct buf *from)
{
    size_t len = strlen(buf_str(from));
    while (len >= n || (len > 0 && ((unsigned char)buf_str(from)[len] & 0xC0) == 0x80)) {
        len--;
    }
    memcpy(to, buf_str(from), len);
    to[len] = '\0';
    buf_reset(from);
}

void header_fill(struct header_text *t, const struct view *v)
{
    struct buf b = {0};
    *t = (struct header_text){0};
    buf_puts(&b, v->centre->name && *v->centre->name ? v->centre->name : "zhiban");
    copy(t->name, sizeof t->name, &b);
    struct civil c = civil_at(v->centre->zone, v->now);
    buf_printf(&b, "%s %02d-%02d", weekday(c.wday), c.mon, c.day);
    copy(t->date, sizeof t->date, &b);
    buf_printf(&b, "%02d:%02d:%02d", c.hour, c.min, c.sec);
    copy(t->clock, sizeof t->clock, &b);
    put_segment(v, true, &b);
    copy(t->segment, sizeof t->segment, &b);
    put_segment(v, false, &b);
    copy(t->code, sizeof t->code, &b);
    put_health(t, v, &b);
    copy(t->health, sizeof t->health, &b);
    t->critical = v->alarms ? alarms_open(v->alarms, LEVEL_CRITICAL) : 0;
    t->warn = v->alarms ? alarms_open(v->alarms, LEVEL_WARN) : 0;
    if (view_stale(v)) {
        put_banner(v, &b);
        copy(t->banner, sizeof t->banner, &b);
        t->down = v->feed.state == FEED_DOWN;
    }
    buf_release(&b);
}

/* ---- drawing ----------------------------------------------------------- */

/* A text that ends before column x, with a blank on either side; returns the column it begins at.
 * What is well is in the bar's own colour, so that the rest stands out. */
static int draw_chip(struct canvas *c, int x, enum style s, const char *text)
{
    x -= text_width(text) + 2;
    canvas_fill(c, 0, x, 1, text_width(text) + 2, s);
    canvas_text(c, 0, x + 1, -1, s, text);
    return x;
}

/* Alarm counts and health, from the right edge; returns the column where they begin. */
static int draw_right(const struct header_text *t, struct canvas *c)
{
    char text[32];
    int x = c->cols;
    if (t->warn > 0) {
        snprintf(text, sizeof text, "!%zu", t->warn);
        x = draw_chip(c, x, STY_WARN, text);
    }
    if (t->critical > 0) {
        snprintf(text, sizeof text, "%s%zu", mark_drawn("‼", c->ascii), t->critical);
        x = draw_chip(c, x, STY_CRITICAL, text);
    }
    return draw_chip(c, x, t->health_style, t->health);
}

static int cells_of(const char *text)
{
    return *text ? text_width(text) + 2 : 0;
}

/* What fits of clock, segment, date and name: the clock first; of the segment its name goes first;
 * the centre's name is cut. */
static void draw_left(const struct header_text *t, struct canvas *c, int end)
{
    int room = end - 1 - text_width(t->clock), name = cells_of(t->name);
    int least = name < 20 ? name : 20;
    least = room >= least ? least : 0;
    const char *segment = t->segment;
    if (cells_of(segment) + least > room) {
        segment = cells_of(t->code) + least <= room ? t->code : "";
    }
    room -= cells_of(segment);
    bool date = cells_of(t->date) + least <= room;
    room -= date ? cells_of(t->date) : 0;
    int x = 0;
    if (least > 0) {
        x = canvas_text(c, 0, 0, room - 2 < name - 2 ? room - 2 : name - 2, STY_HEADER, t->name) +
            2;
    }
    if (date) {
        x += canvas_text(c, 0, x, -1, STY_HEADER, t->date) + 2;
    }
    x += canvas_text(c, 0, x, end - x, STY_HEADER, t->clock) + 2;
    canvas_text(c, 0, x, end - x > 0 ? end - x : 0, STY_HEADER, segment);
}

void header_draw(const struct header_text *t, struct canvas *c)
{
    canvas_fill(c, 0, 0, c->rows, c->cols, STY_HEADER);
    enum style banner = t->down ? STY_CRITICAL : STY_BANNER;
    if (*t->banner &&
        c->rows < 2) { /* no room for a line of its own: it takes the place of name and date */
        int end = draw_right(t, c);
        canvas_text(c, 0, 0, end - 1, banner, t->banner);
        return;
    }
    draw_left(t, c, draw_right(t, c));
    if (*t->banner) {
        canvas_fill(c, 1, 0, 1, c->cols, banner);
        canvas_text(c, 1, 1, c->cols - 1, banner, t->banner);
    }
}

/* ---- the pane ---------------------------------------------------------- */

static bool same(const struct header_text *a, const struct header_text *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->date, b->date) == 0 &&
           strcmp(a->clock, b->clock) == 0 && strcmp(a->segment, b->segment) == 0 &&
           strcmp(a->health, b->health) == 0 && strcmp(a->banner, b->banner) == 0 &&
           a->health_style == b->health_style && a->critical == b->critical && a->warn == b->warn &&
           a->down == b->down;
}

static bool header_sync(struct pane *pane, struct app *app, unsigned changes)
{
    (void)changes;
    struct header_pane *p = (struct header_pane *)pane;
    struct header_text t;
    struct view v = view_of(app);
    header_fill(&t, &v);
    bool changed = !same(&t, &p->t);
    p->t = t;
    pane->want_rows = *t.banner ? 2 : 1;
    return changed;
}

static void pane_draw(const struct pane *p, struct canvas *c, bool focused)
{
    (void)focused;
    header_draw(&((const struct header_pane *)p)->t, c);
}

static enum answer header_act(struct pane *p, struct frame *f, enum action a)
{
    (void)p;
    (void)f;
    (void)a;
    return PASS;
}

static const char *header_title(const struct pane *p)
{
    return ((const struct header_pane *)p)->t.name;
}

static const enum action *header_hints(const struct pane *p)
{
    static const enum action none[] = {ACT_NONE};
    (void)p;
    return none;
}

static void header_free(struct pane *p)
{
    free(p);
}

static const struct pane_ops ops = {
    .name = "header",
    .sync = header_sync,
    .draw = pane_draw,
    .act = header_act,
    .title = header_title,
    .hints = header_hints,
    .free = header_free,
};

struct pane *pane_header_new(struct app *app)
{
    (void)app;
    struct header_pane *p = mem_calloc(1, sizeof *p);
    p->pane = (struct pane){.ops = &ops, .dirty = true, .want_rows = 1};
    return &p->pane;
}
