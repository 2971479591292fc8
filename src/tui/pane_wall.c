/* The wall board (pane_wall.h). */
#include "pane_wall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bigtext.h"
#include "pane_alarms.h"
#include "panes.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

enum {
    LABEL_ROWS = 2,                     /* the name, the labels */
    BLOCK_ROWS = LABEL_ROWS + BIG_ROWS, /* the least a queue takes */
    PAGE_MAX = 4,                       /* queues on a page */
    PAGE_S = 10,                        /* seconds a page stands unless configured */
};

struct wall_pane {
    struct pane pane;
    struct wall w;
    int64_t start_mono_ms;
    int by_hand; /* pages turned with the keys */
};

/* ---- figures ----------------------------------------------------------- */

struct source { /* a queue, or the whole floor */
    const struct view *v;
    uint32_t q; /* NO_QUEUE: the floor */
    struct tally t;
    bool about; /* its service level is approx */
};
typedef void figure_fn(const struct source *s, struct wall_value *to);

static const struct queue_cfg *cfg_of(const struct source *s)
{
    return s->q == NO_QUEUE ? NULL : s->v->floor->queues[s->q].cfg;
}

static const struct head_count *heads_of(const struct source *s)
{
    return s->q == NO_QUEUE ? &s->v->floor->heads : &s->v->floor->queues[s->q].heads;
}

static void set_count(struct wall_value *to, int64_t n)
{
    char num[24];
    snprintf(to->text, sizeof to->text, "%s", count_text(num, n));
}

/* Whole per cent: a tenth cannot be read from the back of the room. Only 100 % of calls is shown as
 * 100. */
static void set_pct(struct wall_value *to, struct figure f)
{
    if (!f.known) {
        snprintf(to->text, sizeof to->text, "–");
        return;
    }
    int pct = f.value < 100 && f.value > 99 ? 99 : (int)(f.value + 0.5);
    snprintf(to->text, sizeof to->text, "%d%%", pct);
}

static void set_time(struct wall_value *to, int64_t s)
{
    if (s == UNKNOWN || s < 0) {
        snprintf(to->text, sizeof to->text, "–");
    } else if (s < 3600) {
        snprintf(to->text, sizeof to->text, "%lld:%02lld", (long long)(s / 60),
                 (long long)(s % 60));
    } else {
        snprintf(to->text, sizeof to->text, "%lldh%02lld", (long long)(s / 3600 % 1000),
                 (long long)(s / 60 % 60));
    }
}

/* Low is bad: ten points under the target is critical; judged from the centre's least number of
 * calls on. */
static enum style low_style(const struct source *s, struct figure f, int target)
{
    bool judged = f.known && target > 0 && s->t.decided != UNKNOWN &&
                  s->t.decided >= s->v->centre->rate_min_decided;
    if (!judged || f.value >= target) {
        return f.known ? STY_OK : STY_DIM;
    }
    return f.value <= target - 10 ? STY_CRITICAL : STY_WARN;
}

static void fig_waiting(const struct source *s, struct wall_value *to)
{
    const struct floor *f = s->v->floor;
    int64_t n = s->q == NO_QUEUE ? f->waiting : f->snap->queues[s->q].waiting;
    to->style = s->q == NO_QUEUE
                    ? STY_TEXT
                    : level_style(queue_waiting_level(&f->queues[s->q], n, NULL), STY_TEXT);
    set_count(to, n);
}

static void fig_longest(const struct source *s, struct wall_value *to)
{
    const struct floor *f = s->v->floor;
    int64_t longest = UNKNOWN;
    for (uint32_t q = 0; q < f->snap->n_queues; q++) {
        if ((s->q == NO_QUEUE || s->q == q) && f->snap->queues[q].waiting != 0) {
            int64_t one = floor_longest_s(f, q, s->v->mono_ms);
            longest = one > longest ? one : longest;
        }
    }
    to->style = s->q == NO_QUEUE
                    ? STY_TEXT
                    : level_style(queue_wait_level(&f->queues[s->q], longest, NULL), STY_TEXT);
    set_time(to, longest);
}

static void fig_answerable(const struct source *s, struct wall_value *to)
{
    int64_t n = s->q == NO_QUEUE ? s->v->floor->heads.by_state[ST_READY]
                                 : s->v->floor->queues[s->q].answerable;
    const struct queue_cfg *c = cfg_of(s);
    const struct segment_cfg *seg = s->v->floor->segment;
    int least = c && seg ? queue_min_ready(c, seg->code) : 0;
    to->style = n == UNKNOWN ? STY_DIM : least > 0 && n < least ? STY_WARN : STY_READY;
    set_count(to, n);
}

static void fig_talking(const struct source *s, struct wall_value *to)
{
    to->style = STY_TALK;
    set_count(to, heads_of(s)->talking);
}

static void fig_wrapup(const struct source *s, struct wall_value *to)
{
    to->style = STY_WRAP;
    set_count(to, heads_of(s)->by_state[ST_WRAPUP]);
}

static void fig_not_ready(const struct source *s, struct wall_value *to)
{
    to->style = STY_PAUSE;
    set_count(to, heads_of(s)->not_ready);
}

static void fig_signed_in(const struct source *s, struct wall_value *to)
{
    set_count(to, heads_of(s)->online);
}

static void fig_answer(const struct source *s, struct wall_value *to)
{
    struct figure f = fig_answer_rate(&s->t);
    to->style = low_style(s, f, queue_answer_pct(s->v->centre, cfg_of(s)));
    set_pct(to, f);
}

static void fig_level(const struct source *s, struct wall_value *to)
{
    struct figure f = fig_service_level(&s->t, s->v->centre->sl_variant);
    f.known = f.known && !s->about; /* big digits have no "≈" */
    to->style = low_style(s, f, queue_sl_pct(s->v->centre, cfg_of(s)));
    set_pct(to, f);
}

static void fig_offered(const struct source *s, struct wall_value *to)
{
    set_count(to, s->t.offered);
}

static void fig_answered(const struct source *s, struct wall_value *to)
{
    set_count(to, s->t.answered);
}

static void fig_abandoned(const struct source *s, struct wall_value *to)
{
    set_count(to, view_lost_calls(&s->t));
}

static const struct {
    const char *key, *label; /* N_() */
    figure_fn *get;
} figures[] = {
    {"abandoned", N_("Abandoned"), fig_abandoned},
    {"answer_rate", N_("Answer rate"), fig_answer},
    {"answerable", N_("Can take"), fig_answerable},
    {"answered", N_("Answered"), fig_answered},
    {"longest", N_("Longest"), fig_longest},
    {"not_ready", N_("Not ready"), fig_not_ready},
    {"offered", N_("Offered"), fig_offered},
    {"service_level", N_("Service level"), fig_level},
    {"signed_in", N_("Signed in"), fig_signed_in},
    {"talking", N_("On calls"), fig_talking},
    {"waiting", N_("Waiting"), fig_waiting},
    {"wrapup", N_("Wrap-up"), fig_wrapup},
};
const char *const wall_figure_keys[] = {
    "abandoned",     "answer_rate", "answerable", "answered", "longest", "not_ready", "offered",
    "service_level", "signed_in",   "talking",    "waiting",  "wrapup",  NULL,
};

/* ---- filling ----------------------------------------------------------- */

static int choose_figures(const struct view *v, int *to)
{
    const char *text = v->config && v->config->wall_figures ? v->config->wall_figures : "";
    const char *p = *text ? text : "waiting longest answerable answer_rate";
    int n = 0;
    while (*p && n < WALL_FIGURES) {
        size_t len = strcspn(p, " ,");
        for (int i = 0; i < (int)(sizeof figures / sizeof figures[0]); i++) {
            if (strlen(figures[i].key) == len && memcmp(figures[i].key, p, len) == 0) {
                to[n++] = i;
                break;
            }
        }
        p += len;
        p += strspn(p, " ,");
    }
    return n;
}

static void add_row(struct wall *w, const struct view *v, uint32_t q, const int *chosen)
{
    struct source s = {.v = v, .q = q, .t = tally_unknown()};
    struct wall_row *row = &vec_push(&w->rows);
    *row = (struct wall_row){0};
    if (q == NO_QUEUE) {
        struct period_total sum =
            v->totals ? totals_sum(v->totals, v->period) : (struct period_total){.t = s.t};
        s.t = sum.t;
        s.about = sum.approx;
        snprintf(row->name, sizeof row->name, "%s", _("Total"));
    } else {
        s.t = view_tally(v, q, v->period);
        s.about = view_about(v, q, v->period);
        row->level = v->floor->queues[q].level;
        snprintf(row->name, sizeof row->name, "%s", view_queue_name(v, q));
    }
    for (int i = 0; i < w->n_figures; i++) {
        figures[chosen[i]].get(&s, &row->value[i]);
    }
}

static void add_rows(struct wall *w, const struct view *v, const int *chosen)
{
    const char *p = v->config && v->config->wall_queues ? v->config->wall_queues : "";
    const struct snapshot *s = v->floor->snap;
    bool all = *p == '\0';
    for (uint32_t q = 0; all && q < s->n_queues; q++) {
        const struct floor_queue *fq = &v->floor->queues[q];
        if (fq->open || fq->level != LEVEL_OK || s->queues[q].waiting > 0) {
            add_row(w, v, q, chosen);
        }
    }
    while (*p) {
        char id[128];
        size_t len = strcspn(p, " ,");
        snprintf(id, sizeof id, "%.*s", (int)len, p);
        uint32_t q = view_find_queue(v, id);
        if (strcmp(id, "*") == 0 || q != NO_QUEUE) {
            add_row(w, v, strcmp(id, "*") == 0 ? NO_QUEUE : q, chosen);
        }
        p += len;
        p += strspn(p, " ,");
    }
}

static void fill_alarm(struct wall *w, const struct view *v)
{
    w->alarm[0] = '\0';
    w->alarm_level = LEVEL_OK;
    for (size_t i = 0; v->alarms && i < alarms_count(v->alarms); i++) {
        const struct alarm *a = alarms_at(v->alarms, i);
        if (!a->acked && a->level > w->alarm_level) {
            struct buf b = {0};
            alarm_text(&b, v->centre, a);
            snprintf(w->alarm, sizeof w->alarm, "%s", buf_str(&b));
            w->alarm_level = a->level;
            buf_release(&b);
        }
    }
}

void wall_fill(struct wall *w, const struct view *v)
{
    int chosen[WALL_FIGURES];
    header_fill(&w->head, v);
    w->stale = view_stale(v);
    w->n_figures = choose_figures(v, chosen);
    for (int i = 0; i < w->n_figures; i++) {
        snprintf(w->label[i], sizeof w->label[i], "%s",
                 figures[chosen[i]].get == fig_abandoned ? view_lost_word(v)
                                                         : _(figures[chosen[i]].label));
    }
    vec_clear(&w->rows);
    if (v->floor) {
        add_rows(w, v, chosen);
    }
    const char *empty = v->floor ? _("No queue is open.")
                        : v->feed.state == FEED_DOWN
                            ? _("No data yet: the backend does not answer.")
                            : _("Waiting for the first data.");
    snprintf(w->empty, sizeof w->empty, "%s", empty);
    fill_alarm(w, v);
}

void wall_release(struct wall *w)
{
    vec_free(&w->rows);
}

/* ---- drawing ----------------------------------------------------------- */

/* The widest value of a figure, so that the digits' size does not change with every call. */
static int widest(const struct wall *w)
{
    int dots = big_width("88:88", 1);
    for (size_t r = 0; r < w->rows.n; r++) {
        for (int i = 0; i < w->n_figures; i++) {
            int one = big_width(w->rows.v[r].value[i].text, 1);
            dots = one > dots ? one : dots;
        }
    }
    return dots;
}

static void draw_block(const struct wall *w, struct canvas *c, const struct wall_row *row,
                       int across, int down)
{
    enum style name = w->stale ? STY_STALE : level_style(row->level, STY_TITLE);
    struct canvas line = canvas_sub(c, 0, 0, 1, c->cols);
    canvas_fill(&line, 0, 0, 1, line.cols, name);
    const char *mark = mark_drawn(level_mark(row->level), c->ascii);
    int x = canvas_text(&line, 0, 1, -1, name, mark);
    canvas_text(&line, 0, x > 0 ? x + 2 : 1, -1, name, row->name);
    for (int i = 0; i < w->n_figures; i++) {
        int left = i * c->cols / w->n_figures + 1, cells = (i + 1) * c->cols / w->n_figures - left;
        const struct wall_value *v = &row->value[i];
        enum style s = w->stale ? STY_STALE : v->style;
        canvas_text(c, 1, left, cells - 1, w->stale ? STY_STALE : STY_DIM, w->label[i]);
        if (s == STY_WARN || s == STY_CRITICAL) { /* a field of the alarm's colour */
            canvas_fill(c, LABEL_ROWS, left - 1, BIG_ROWS * down, cells, s);
        }
        if (big_width(v->text, across) <= cells && c->rows >= LABEL_ROWS + BIG_ROWS * down) {
            big_draw(c, LABEL_ROWS, left, across, down, s, v->text);
        } else {
            canvas_text(c, LABEL_ROWS, left, cells - 1, s, v->text);
        }
    }
}

/* The page's queues one under the other, the digits as large as all of them allow. */
static void draw_page(const struct wall *w, struct canvas *c, int per_page, int page)
{
    int first = page * per_page, n = (int)w->rows.n - first;
    n = n > per_page ? per_page : n;
    int rows = c->rows / per_page, cells = c->cols / w->n_figures - 2;
    int down = (rows - LABEL_ROWS) / BIG_ROWS;
    down = down < 1 ? 1 : down;
    int across = cells / widest(w);
    across = across > 2 * down ? 2 * down
             : across < 1      ? 1
                               : across; /* a cell is twice as high as wide */
    for (int i = 0; i < n; i++) {
        struct canvas block = canvas_sub(c, i * rows, 0, rows, c->cols);
        draw_block(w, &block, &w->rows.v[first + i], across, down);
    }
}

static void draw_foot(const struct wall *w, struct canvas *c, int page, int pages)
{
    char text[32];
    int right = 0;
    if (pages > 1) {
        snprintf(text, sizeof text, "%d/%d", page + 1, pages);
        right = text_width(text) + 1;
        canvas_text(c, 0, c->cols - right, right, STY_DIM, text);
    }
    if (w->alarm[0]) {
        enum style s = w->stale ? STY_STALE : level_style(w->alarm_level, STY_TEXT);
        int x = canvas_text(c, 0, 1, -1, s, mark_drawn(level_mark(w->alarm_level), c->ascii)) + 2;
        canvas_text(c, 0, x, c->cols - right - x - 1, s, w->alarm);
    }
}

void wall_draw(const struct wall *w, struct canvas *c)
{
    canvas_fill(c, 0, 0, c->rows, c->cols, STY_TEXT);
    int top = *w->head.banner && c->rows > 2 ? 2 : 1;
    struct canvas head = canvas_sub(c, 0, 0, top, c->cols);
    header_draw(&w->head, &head);
    struct canvas body = canvas_sub(c, top, 0, c->rows - top - 1, c->cols);
    if (w->rows.n == 0 || w->n_figures == 0) {
        canvas_text(&body, body.rows / 2, 3, body.cols - 3, STY_DIM, w->empty);
        return;
    }
    int per_page = body.rows / BLOCK_ROWS;
    per_page = per_page < 1 ? 1 : per_page > PAGE_MAX ? PAGE_MAX : per_page;
    per_page = per_page > (int)w->rows.n ? (int)w->rows.n : per_page;
    int pages = ((int)w->rows.n + per_page - 1) / per_page;
    per_page = ((int)w->rows.n + pages - 1) / pages; /* pages of like size */
    int page = w->turn % pages;
    draw_page(w, &body, per_page, page < 0 ? page + pages : page);
    struct canvas foot = canvas_sub(c, c->rows - 1, 0, 1, c->cols);
    draw_foot(w, &foot, page < 0 ? page + pages : page, pages);
}

/* ---- the pane ---------------------------------------------------------- */

static bool wall_sync(struct pane *pane, struct app *app, unsigned changes)
{
    (void)changes;
    struct wall_pane *p = (struct wall_pane *)pane;
    struct view v = view_of(app);
    int page_s = v.config && v.config->wall_page_s > 0 ? v.config->wall_page_s : PAGE_S;
    p->start_mono_ms = p->start_mono_ms ? p->start_mono_ms : v.mono_ms;
    wall_fill(&p->w, &v);
    /* Real time: a demonstration's clock runs faster than people read. */
    p->w.turn = (int)(clock_age_ms(app_clock(app), p->start_mono_ms) / 1000 / page_s) + p->by_hand;
    return true; /* drawing is cheap and the terminal sends only cells that changed */
}

static void pane_draw(const struct pane *p, struct canvas *c, bool focused)
{
    (void)focused;
    wall_draw(&((const struct wall_pane *)p)->w, c);
}

static enum answer wall_act(struct pane *pane, struct frame *f, enum action a)
{
    (void)f;
    struct wall_pane *p = (struct wall_pane *)pane;
    int by = a == ACT_RIGHT || a == ACT_PAGE_DOWN || a == ACT_DOWN ? 1
             : a == ACT_LEFT || a == ACT_PAGE_UP || a == ACT_UP    ? -1
                                                                   : 0;
    p->by_hand += by;
    p->w.turn += by;
    pane->dirty |= by != 0;
    return by != 0 ? HANDLED : PASS;
}

static const char *wall_title(const struct pane *p)
{
    return ((const struct wall_pane *)p)->w.head.name;
}

static const enum action *wall_hints(const struct pane *p)
{
    static const enum action none[] = {ACT_NONE};
    (void)p;
    return none;
}

static void wall_free(struct pane *p)
{
    if (p) {
        wall_release(&((struct wall_pane *)p)->w);
        free(p);
    }
}

static const struct pane_ops ops = {
    .name = "wall",
    .sync = wall_sync,
    .draw = pane_draw,
    .act = wall_act,
    .title = wall_title,
    .hints = wall_hints,
    .free = wall_free,
};

struct pane *pane_wall_new(struct app *app)
{
    (void)app;
    struct wall_pane *p = mem_calloc(1, sizeof *p);
    p->pane = (struct pane){.ops = &ops, .dirty = true};
    return &p->pane;
}
