/* The totals strip (pane_strip.h). Fields whose book is not kept yet (expected, present, handover)
 * are absent. */
#include "pane_strip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "panes.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

struct strip_pane {
    struct pane pane;
    struct strip_text t;
};

static void add(struct strip_text *t, const char *text, enum style s, uint8_t rank, bool new_group)
{
    struct strip_field *f = &t->field[t->n++];
    snprintf(f->text, sizeof f->text, "%s", text);
    f->style = s;
    f->rank = rank;
    f->new_group = new_group;
}

/* A field of one text with up to two values put in. */
static void add_text(struct strip_text *t, const char *text, const char *a, const char *b,
                     enum style s, uint8_t rank, bool new_group)
{
    struct buf to = {0};
    put_text(&to, text, a, b, NULL);
    add(t, buf_str(&to), s, rank, new_group);
    buf_release(&to);
}

static void add_count(struct strip_text *t, const char *text, int64_t n, enum style s, uint8_t rank,
                      bool new_group)
{
    char num[24];
    add_text(t, text, count_text(num, n), NULL, s, rank, new_group);
}

static enum level worst_waiting(const struct view *v, bool longest)
{
    enum level worst = LEVEL_OK;
    for (uint32_t q = 0; q < v->floor->snap->n_queues; q++) {
        const struct floor_queue *fq = &v->floor->queues[q];
        enum level l = longest
                           ? queue_wait_level(fq, floor_longest_s(v->floor, q, v->mono_ms), NULL)
                           : queue_waiting_level(fq, v->floor->snap->queues[q].waiting, NULL);
        worst = l > worst ? l : worst;
    }
    return worst;
}

static void add_waiting(struct strip_text *t, const struct view *v)
{
    const struct floor *f = v->floor;
    int64_t longest = UNKNOWN;
    for (uint32_t q = 0; q < f->snap->n_queues; q++) {
        int64_t s = floor_longest_s(f, q, v->mono_ms);
        longest = s > longest ? s : longest;
    }
    struct buf d = {0};
    text_duration(&d, f->waiting == 0 || longest == UNKNOWN ? -1 : longest);
    add_count(t, _("Waiting {0}"), f->waiting, level_style(worst_waiting(v, false), STY_STRIP), 0,
              true);
    add_text(t, _("longest {0}"), buf_str(&d), NULL, level_style(worst_waiting(v, true), STY_STRIP),
             0, false);
    buf_release(&d);
}

static enum style rate_style(const struct view *v, struct figure f, const struct tally *t)
{
    int want = v->centre->answer_pct;
    bool judged =
        f.known && want > 0 && t->decided != UNKNOWN && t->decided >= v->centre->rate_min_decided;
    if (!judged || f.value >= want) {
        return STY_STRIP;
    }
    return f.value <= want - 10 ? STY_CRITICAL : STY_WARN;
}

static void add_rates(struct strip_text *t, const struct view *v)
{
    static const char *const texts[PERIOD_COUNT] = {
        N_("interval {0}"),
        N_("shift {0}"),
        N_("today {0}"),
    };
    if (!v->totals) {
        return;
    }
    add(t, _("Answer rate"), STY_STRIP, 2, true);
    for (int p = 0; p < PERIOD_COUNT; p++) {
        struct tally sum = totals_sum(v->totals, (enum period)p).t;
        struct figure f = fig_answer_rate(&sum);
        char pct[16];
        figure_pct(f, pct);
        uint8_t rank = (enum period)p == v->period ? 2 : (uint8_t)(7 + p);
        add_text(t, _(texts[p]), pct, NULL, rate_style(v, f, &sum), rank, false);
    }
}

static void add_people(struct strip_text *t, const struct view *v)
{
    const struct head_count *h = &v->floor->heads;
    char n[24], pct[16];
    add_count(t, _("Ready {0}"), h->by_state[ST_READY], STY_READY, 1, true);
    add_count(t, _("Talking {0}"), h->talking, STY_TALK, 3, false);
    add_count(t, _("Wrap-up {0}"), h->by_state[ST_WRAPUP], STY_WRAP, 6, false);
    figure_pct(fig_not_ready_rate(h->not_ready, h->online), pct);
    add_text(t, _("Not ready {0} ({1})"), count_text(n, h->not_ready), pct, STY_PAUSE, 4, false);
}

void strip_fill(struct strip_text *t, const struct view *v)
{
    *t = (struct strip_text){0};
    t->stale = view_stale(v);
    if (!v->floor) {
        add(t,
            v->feed.state == FEED_DOWN ? _("No data yet: the backend does not answer.")
                                       : _("Waiting for the first data."),
            STY_DIM, 0, false);
        return;
    }
    add_count(t, _("Signed in {0}"), v->floor->heads.online, STY_STRIP, 5, false);
    add_waiting(t, v);
    add_rates(t, v);
    add_people(t, v);
}

static int width_upto(const struct strip_text *t, int rank)
{
    int w = 0;
    for (int i = 0; i < t->n; i++) {
        if (t->field[i].rank <= rank) {
            w += text_width(t->field[i].text) + (w == 0 ? 0 : t->field[i].new_group ? 3 : 2);
        }
    }
    return w;
}

void strip_draw(const struct strip_text *t, struct canvas *c)
{
    canvas_fill(c, 0, 0, c->rows, c->cols, STY_STRIP);
    int rank = 10;
    while (rank > 0 && width_upto(t, rank) > c->cols) {
        rank--;
    }
    bool bar = false;
    for (int i = 0, x = 0; i < t->n; i++) {
        const struct strip_field *f = &t->field[i];
        bar = bar || f->new_group; /* also when the group's first field has no room */
        if (f->rank > rank) {
            continue;
        }
        if (x > 0 && bar) {
            canvas_text(c, 0, x + 1, 1, STY_DIM, "│");
        }
        x += x == 0 ? 0 : bar ? 3 : 2;
        x += canvas_text(c, 0, x, -1, t->stale ? STY_STALE : f->style, f->text);
        bar = false;
    }
}

/* ---- the pane ---------------------------------------------------------- */

static bool same(const struct strip_text *a, const struct strip_text *b)
{
    bool equal = a->n == b->n && a->stale == b->stale;
    for (int i = 0; equal && i < a->n; i++) {
        equal = a->field[i].style == b->field[i].style && a->field[i].rank == b->field[i].rank &&
                strcmp(a->field[i].text, b->field[i].text) == 0;
    }
    return equal;
}

static bool strip_sync(struct pane *pane, struct app *app, unsigned changes)
{
    (void)changes;
    struct strip_pane *p = (struct strip_pane *)pane;
    struct strip_text t;
    struct view v = view_of(app);
    strip_fill(&t, &v);
    bool changed = !same(&t, &p->t);
    p->t = t;
    return changed;
}

static void pane_draw(const struct pane *p, struct canvas *c, bool focused)
{
    (void)focused;
    strip_draw(&((const struct strip_pane *)p)->t, c);
}

static enum answer strip_act(struct pane *p, struct frame *f, enum action a)
{
    (void)p;
    (void)f;
    (void)a;
    return PASS;
}

static const char *strip_title(const struct pane *p)
{
    (void)p;
    return _("Totals");
}

static const enum action *strip_hints(const struct pane *p)
{
    static const enum action none[] = {ACT_NONE};
    (void)p;
    return none;
}

static void strip_free(struct pane *p)
{
    free(p);
}

static const struct pane_ops ops = {
    .name = "totals",
    .sync = strip_sync,
    .draw = pane_draw,
    .act = strip_act,
    .title = strip_title,
    .hints = strip_hints,
    .free = strip_free,
};

struct pane *pane_strip_new(struct app *app)
{
    (void)app;
    struct strip_pane *p = mem_calloc(1, sizeof *p);
    p->pane = (struct pane){.ops = &ops, .dirty = true, .want_rows = 1};
    return &p->pane;
}
