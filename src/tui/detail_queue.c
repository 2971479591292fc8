/* The drill-down of a queue (detail_queue.h). */
#include "detail_queue.h"

#include <string.h>

#include "detail.h"
#include "facts.h"
#include "pane_agents.h"
#include "pane_callers.h"
#include "pane_day.h"
#include "pane_lost.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/text.h"

/* ---- head -------------------------------------------------------------- */

static void put_now(const struct view *v, uint32_t q, struct buf *to)
{
    const struct floor_queue *fq = &v->floor->queues[q];
    const struct snap_queue *sq = &v->floor->snap->queues[q];
    struct buf d = {0};
    char n[24];
    text_duration(&d, sq->waiting == 0 ? -1 : floor_longest_s(v->floor, q, v->mono_ms));
    put_text(to, _("Waiting {0}"), count_text(n, sq->waiting), NULL, NULL);
    buf_puts(to, "  ");
    put_text(to, _("longest {0}"), buf_str(&d), NULL, NULL);
    buf_puts(to, " │ ");
    put_text(to, _("Can take {0}"), count_text(n, fq->answerable), NULL, NULL);
    buf_puts(to, "  ");
    put_text(to, _("Talking {0}"), count_text(n, fq->heads.talking), NULL, NULL);
    buf_puts(to, "  ");
    put_text(to, _("Wrap-up {0}"), count_text(n, fq->heads.by_state[ST_WRAPUP]), NULL, NULL);
    buf_puts(to, "  ");
    put_text(to, _("Not ready {0}"), count_text(n, fq->heads.not_ready), NULL, NULL);
    buf_release(&d);
}

static void queue_head(const struct view *v, const char *id, struct buf *title, struct buf *line)
{
    uint32_t q = v->floor ? view_find_queue(v, id) : NO_QUEUE;
    if (q == NO_QUEUE) {
        buf_puts(title, id);
        buf_puts(line, _("The backend does not name this queue any more."));
        return;
    }
    const struct queue_cfg *cfg = v->floor->queues[q].cfg;
    buf_puts(title, view_queue_name(v, q));
    buf_puts(title, " · ");
    buf_puts(title, id);
    if (!v->floor->queues[q].open) {
        buf_puts(title, " · ");
        buf_puts(title, _("closed"));
    }
    if (cfg && cfg->sl_pct > 0) {
        char pct[24], s[24];
        buf_puts(title, " · ");
        /* xgettext:no-c-format */
        put_text(title, _("target {0} % in {1} s"), count_text(pct, cfg->sl_pct),
                 count_text(s, cfg->sl_s), NULL);
    }
    put_now(v, q, line);
}

/* ---- formulas ---------------------------------------------------------- */

/* "12 / 34", or nothing where a part is unknown. Parts are joined by their signs in the order
 * given. */
static void put_numbers(struct buf *to, const char *pattern, const int64_t *n)
{
    for (const char *p = pattern; *p; p++) {
        if (*p >= 'a' && *p <= 'z') {
            put_count(to, n[*p - 'a']);
        } else if (*p == '-') {
            buf_puts(to, "−");
        } else {
            buf_putc(to, *p);
        }
    }
}

/* The counts behind the formulas, by the letters of put_numbers. */
enum { N_A, N_B, N_C, N_D, N_E, N_F, N_G, N_H, N_I, N_J, N_COUNT };
struct numbers {
    bool about;         /* the period is approx */
    int64_t n[N_COUNT]; /* a answered, b abandoned, c AT, d decided, e BT, f BS, g wait, h talk, i
                           hold, j wrap */
};

static struct numbers numbers_of(const struct tally *t, bool about)
{
    return (struct numbers){about,
                            {t->answered, t->abandoned, t->answered_in_target, t->decided,
                             t->abandoned_in_target, t->abandoned_short, t->wait_s, t->talk_s,
                             t->hold_s, t->wrap_s}};
}

/* How a figure is written: figure_pct, figure_mmss or put_seconds. */
typedef void put_fn(struct figure f, char to[16]);

static void add_figure(struct facts_pane *p, const char *key, struct figure f, put_fn *put,
                       const char *pattern, const struct numbers *n)
{
    struct buf value = {0}, b = {0};
    char text[16];
    put(f, text);
    buf_puts(&value, f.approx ? "≈" : "");
    buf_puts(&value, text);
    put_numbers(&b, pattern, n->n);
    facts_add_figure(p, key, buf_str(&value), buf_str(&b));
    buf_release(&value);
    buf_release(&b);
}

static void add_pct(struct facts_pane *p, const char *key, struct figure f, const char *pattern,
                    const struct numbers *n)
{
    add_figure(p, key, f, figure_pct, pattern, n);
}

static void add_service_level(struct facts_pane *p, const struct view *v, const struct tally *t,
                              const struct numbers *n)
{
    static const struct {
        const char *key, *pattern;
    } by[] = {
        [SL_F1] = {"service_level_f1", "(c + e) / (a + b)"},
        [SL_F2] = {"service_level_f2", "c / a"},
        [SL_F3] = {"service_level_f3", "c / (a + b)"},
        [SL_F4] = {"service_level_f4", "c / (a + b - e)"},
        [SL_F5] = {"service_level_f5", "c / (a + b - f)"},
    };
    enum sl_variant k = v->centre->sl_variant;
    add_pct(p, by[k].key, fig_about(fig_service_level(t, k), n->about), by[k].pattern, n);
}

/* As in the lists: "19s". */
static void put_seconds(struct figure f, char to[16])
{
    figure_secs(f, to);
    size_t n = strlen(to);
    if (f.known && n + 1 < 16) {
        to[n] = 's';
        to[n + 1] = '\0';
    }
}

static void add_times(struct facts_pane *p, const struct tally *t, const struct numbers *n)
{
    add_figure(p, "asa", fig_about(fig_asa(t), n->about), put_seconds, "g / a", n);
    add_figure(p, "aht", fig_about(fig_aht(t), n->about), figure_mmss, "(h + i + j) / a", n);
    add_figure(p, "att", fig_about(fig_att(t), n->about), figure_mmss, "h / a", n);
    add_figure(p, "acw", fig_about(fig_acw(t), n->about), figure_mmss, "j / a", n);
}

static void add_occupancy(struct facts_pane *p, const struct view *v, uint32_t q)
{
    char value[16];
    figure_pct(v->floor->queues[q].occupancy, value);
    facts_add_figure(p, "occupancy", value, NULL);
}

/* Limits and targets in force for the queue. */
static void add_limits(struct facts_pane *p, const struct view *v, uint32_t q)
{
    const struct queue_cfg *cfg = v->floor->queues[q].cfg;
    struct buf b = {0};
    if (!cfg) {
        return;
    }
    if (cfg->waiting_warn > 0 || cfg->waiting_crit > 0) {
        buf_printf(&b, "%d / %d", cfg->waiting_warn, cfg->waiting_crit);
        facts_add(p, _("Limits of calls waiting"), buf_str(&b), NULL, NULL, STY_DIM);
        buf_reset(&b);
    }
    if (cfg->longest_warn_s > 0 || cfg->longest_crit_s > 0) {
        text_duration(&b, cfg->longest_warn_s);
        buf_puts(&b, " / ");
        text_duration(&b, cfg->longest_crit_s);
        facts_add(p, _("Limits of the longest wait"), buf_str(&b), NULL, NULL, STY_DIM);
    }
    buf_release(&b);
}

static void read_figures(struct facts_pane *p, const struct view *v)
{
    uint32_t q = view_find_queue(v, p->subject);
    if (q == NO_QUEUE) {
        return;
    }
    struct tally t = view_tally(v, q, v->period);
    struct numbers n = numbers_of(&t, view_about(v, q, v->period));
    const struct snap_queue *sq = &v->floor->snap->queues[q];
    const struct queue_totals *qt = v->floor->queues[q].totals;
    struct buf d = {0};
    char num[24];
    text_duration(&d, qt && qt->longest_today_s != UNKNOWN ? qt->longest_today_s : -1);
    facts_add_figure(p, "offered", count_text(num, t.offered), NULL);
    facts_add_figure(p, "decided", count_text(num, t.decided), NULL);
    facts_add_figure(p, "answered", count_text(num, t.answered), NULL);
    facts_add_figure(p, "abandoned", count_text(num, t.abandoned), NULL);
    facts_add_figure(p, "abandoned_short", count_text(num, t.abandoned_short), NULL);
    add_pct(p, "answer_rate", fig_answer_rate(&t), "a / d", &n);
    add_service_level(p, v, &t, &n);
    add_pct(p, "abandon_rate", fig_about(fig_abandon_rate(&t), n.about), "(b - f) / (d - f)", &n);
    add_pct(p, "loss_rate", fig_loss_rate(&t), "(d - a) / d", &n);
    add_times(p, &t, &n);
    add_occupancy(p, v, q);
    facts_add_figure(p, "longest_today", buf_str(&d), NULL);
    if (sq->target_s != UNKNOWN) {
        char s[24];
        buf_reset(&d);
        put_text(&d, _("{0} s"), count_text(s, sq->target_s), NULL, NULL);
        facts_add(p, _("SL threshold"), buf_str(&d), NULL, NULL, STY_DIM);
    }
    add_limits(p, v, q);
    buf_release(&d);
}

/* ---- sections ---------------------------------------------------------- */

static struct pane *make_callers(const struct config *config, const char *id)
{
    return &callers_pane_new(config, id)->base.pane;
}

static struct pane *make_agents(const struct config *config, const char *id)
{
    return &agents_pane_new(config, id)->base.pane;
}

static struct pane *make_day(const struct config *config, const char *id)
{
    return &day_pane_new(config, id)->base.pane;
}

static struct pane *make_lost(const struct config *config, const char *id)
{
    return &lost_pane_new(config, id)->base.pane;
}

static struct pane *make_figures(const struct config *config, const char *id)
{
    return facts_new(config, id, read_figures, NULL);
}

static const struct section sections[] = {
    {N_("Waiting callers"), make_callers}, {N_("Agents"), make_agents},
    {N_("Day by interval"), make_day},     {N_("Abandoned calls"), make_lost},
    {N_("Figures"), make_figures},
};
static const struct detail_kind kind = {
    .name = "queue",
    .sections = sections,
    .n_sections = sizeof sections / sizeof sections[0],
    .head = queue_head,
};

struct pane *detail_queue_new(struct app *app, const char *id)
{
    return detail_new(app, &kind, id);
}
