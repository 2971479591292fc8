/* What the panes say: figures, totals, marks and styles on a fixed floor; stale data; what a
 * backend leaves unknown; the ticking of timers. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bigtext.h"
#include "detail.h"
#include "detail_queue.h"
#include "pane_agents.h"
#include "pane_alarms.h"
#include "pane_callers.h"
#include "pane_fixture.h"
#include "pane_header.h"
#include "pane_lost.h"
#include "pane_queues.h"
#include "pane_strip.h"
#include "pane_trend.h"
#include "pane_wall.h"
#include "panes.h"
#include "zhiban/base/mem.h"

static void free_pane(struct list_pane *p)
{
    p->pane.ops->free(&p->pane);
}

static char *wide(const struct list_pane *p)
{
    return fx_pane(&p->pane, 40, 200, false);
}

#define EXPECT_IN(text, part)                                                                      \
    cr_expect_not_null(strstr((text), (part)), "no '%s' in: %s", (part), (text))
#define EXPECT_OUT(text, part) cr_expect_null(strstr((text), (part)), "'%s' in: %s", (part), (text))

/* The style of the first cell of `text` in a drawn grid. */
static int style_at(const struct grid *g, const char *text)
{
    for (int y = 0; y < g->rows; y++) {
        for (int x = 0; x < g->cols; x++) {
            const char *p = text;
            int k = x;
            while (*p && k < g->cols) {
                const struct cell *cell = &g->cells[y * g->cols + k++];
                size_t n = strlen(cell->ch);
                if (cell->width == 0) {
                    continue;
                }
                if (n == 0 || strncmp(p, cell->ch, n) != 0) {
                    break;
                }
                p += n;
            }
            if (*p == '\0') {
                return g->cells[y * g->cols + x].style & ~CELL_REVERSE;
            }
        }
    }
    return -1;
}

static void draw_into(struct grid *g, const struct pane *p, int rows, int cols)
{
    grid_init(g, rows, cols);
    struct canvas c = canvas_of(g, false);
    p->ops->draw(p, &c, false);
}

/* ---- queues ------------------------------------------------------------ */

Test(queues, totals_count_each_person_once)
{
    struct fx f;
    fx_open(&f);
    struct queues_pane *p = queues_pane_new(&f.config);
    queues_pane_fill(p, &f.v, LIST_ORDER);
    cr_expect_eq(p->heads.online, 11);
    cr_expect_eq(p->heads.talking, 4);
    cr_expect_eq(p->answerable, 2);
    cr_expect_eq(p->waiting, 5);
    cr_expect_eq(p->longest_s, 34);
    char *pic = wide(&p->base), *line = fx_line(pic, "Total");
    EXPECT_IN(line, "1206"); /* 492 + 368 + 59 + 140 + 35 + 42 + 70 */
    EXPECT_IN(line, "98.1%");
    free(line);
    free(pic);
    free_pane(&p->base);
    fx_close(&f);
}

Test(queues, a_filter_makes_totals_of_what_is_listed)
{
    struct fx f;
    fx_open(&f);
    struct queues_pane *p = queues_pane_new(&f.config);
    snprintf(p->base.list.filter, sizeof p->base.list.filter, "Q3");
    queues_pane_fill(p, &f.v, LIST_ORDER);
    cr_expect_eq(p->base.list.n_kept, 1);
    cr_expect_eq(p->sum.offered, 59);
    cr_expect_eq(p->waiting, 3);
    cr_expect_eq(p->longest_s, 34);
    cr_expect_eq(p->heads.online, 2);
    cr_expect_eq(p->answerable, 0);
    char *pic = wide(&p->base);
    EXPECT_IN(pic, "/Q3"); /* the title says so */
    free(pic);
    snprintf(p->base.list.filter, sizeof p->base.list.filter,
             "n"); /* several: 1001 is in two of them */
    queues_pane_fill(p, &f.v, LIST_ORDER);
    cr_expect_leq(p->heads.online, 11);
    free_pane(&p->base);
    fx_close(&f);
}

Test(queues, closed_and_healthy_ones_fold_away)
{
    struct fx f;
    fx_open(&f);
    f.floor->queues[4].open = false; /* Q50 */
    f.floor->queues[4].level = LEVEL_OK;
    f.floor->queues[2].open = false; /* Q30: closed, but three are waiting */
    struct queues_pane *p = queues_pane_new(&f.config);
    queues_pane_fill(p, &f.v, LIST_ORDER);
    cr_expect_eq(p->n_folded, 1);
    char *pic = wide(&p->base);
    EXPECT_IN(pic, "1 closed queue is folded away");
    EXPECT_OUT(pic, "VIP Desk");
    EXPECT_IN(pic, "Complaints and Suggestions");
    free(pic);
    p->unfolded = true;
    queues_pane_fill(p, &f.v, LIST_ORDER);
    pic = wide(&p->base);
    EXPECT_IN(pic, "VIP Desk");
    EXPECT_OUT(pic, "folded away");
    free(pic);
    free_pane(&p->base);
    fx_close(&f);
}

Test(queues, worst_alarms_float_up)
{
    struct fx f;
    fx_open(&f);
    struct queues_pane *p = queues_pane_new(&f.config);
    queues_pane_fill(p, &f.v, LIST_ORDER);
    cr_expect_str_eq(list_selected(&p->base.list), "Q30");
    struct grid g;
    draw_into(&g, &p->base.pane, 12, 120);
    cr_expect_eq(style_at(&g, "‼"), STY_CRITICAL);
    cr_expect_eq(style_at(&g, "0:34"), STY_CRITICAL); /* over 30 s */
    cr_expect_eq(style_at(&g, "0:18"), STY_TEXT);
    grid_release(&g);
    free_pane(&p->base);
    fx_close(&f);
}

Test(queues, the_period_turns_the_figures)
{
    struct fx f;
    fx_open(&f);
    struct queues_pane *p = queues_pane_new(&f.config);
    static const struct {
        enum period period;
        const char *word;
    } periods[] = {
        {PERIOD_DAY, "Today"}, {PERIOD_SEGMENT, "This shift"}, {PERIOD_INTERVAL, "This interval"}};
    int64_t before = INT64_MAX;
    for (int i = 0; i < 3; i++) {
        f.v.period = periods[i].period;
        queues_pane_fill(p, &f.v, LIST_ORDER);
        cr_expect_lt(p->sum.offered, before);
        before = p->sum.offered;
        EXPECT_IN(p->base.title, periods[i].word);
        EXPECT_IN(p->base.title, "[t]");
    }
    free_pane(&p->base);
    fx_close(&f);
}

Test(queues, a_total_says_since_when)
{
    struct fx f;
    fx_open_many(
        &f, 10); /* first seen at 15:02:31, and the backend does not say since when it counts */
    struct queues_pane *p = queues_pane_new(&f.config);
    queues_pane_fill(p, &f.v, LIST_ORDER);
    EXPECT_IN(p->total, "since 15:02");
    EXPECT_IN(p->base.title, "since 15:02");
    free_pane(&p->base);
    fx_close(&f);
}

Test(queues, what_asterisk_does_not_tell_is_unknown_or_about)
{
    struct fx f;
    fx_open_asterisk(&f);
    struct queues_pane *p = queues_pane_new(&f.config);
    queues_pane_fill(p, &f.v, LIST_ORDER);
    char *pic = wide(&p->base), *line = fx_line(pic, "General");
    EXPECT_IN(pic, "Losses"); /* not told apart from other ends */
    EXPECT_OUT(pic, "Abandoned");
    EXPECT_IN(line, "≈12s");
    EXPECT_IN(line, "≈87.3%");
    free(line);
    free(pic);
    pic = fx_pane(&p->base.pane, 10, 200, true);
    EXPECT_IN(pic, "~12s");
    free(pic);
    free_pane(&p->base);
    fx_close(&f);
}

Test(queues, the_service_level_names_its_variant)
{
    struct fx f;
    fx_open(&f);
    struct queues_pane *p = queues_pane_new(&f.config);
    for (int k = SL_F1; k <= SL_F5; k++) {
        char head[16];
        snprintf(head, sizeof head, "SL f%d", k + 1);
        f.config.centre.sl_variant = (enum sl_variant)k;
        queues_pane_fill(p, &f.v, LIST_ORDER);
        char *pic = wide(&p->base);
        EXPECT_IN(pic, head);
        free(pic);
    }
    free_pane(&p->base);
    fx_close(&f);
}

Test(queues, columns_and_order_come_from_the_configuration)
{
    struct fx f;
    fx_open(&f);
    f.config.columns_queues = mem_strdup("name offered loss_rate");
    f.config.sort_queues = mem_strdup("-offered");
    struct queues_pane *p = queues_pane_new(&f.config);
    queues_pane_fill(p, &f.v, LIST_ORDER);
    char *pic = wide(&p->base);
    EXPECT_IN(pic, "Loss rate");
    EXPECT_OUT(pic, "Waiting");
    free(pic);
    cr_expect_str_eq(list_selected(&p->base.list), "Q10");
    free_pane(&p->base);
    fx_close(&f);
}

Test(config, names_that_panes_do_not_know_are_told)
{
    struct config c = {0};
    struct err e = {0};
    cr_expect_eq(panes_check(&c, &e), OK);
    c.columns_queues = mem_strdup("name, waiting trend");
    c.sort_agents = mem_strdup("-time");
    c.wall_figures = mem_strdup("waiting service_level");
    cr_expect_eq(panes_check(&c, &e), OK);
    free(c.wall_figures);
    c.wall_figures = mem_strdup("waiting servicelevel");
    cr_expect_eq(panes_check(&c, &e), ERR_USAGE);
    cr_expect_str_eq(e.arg[0], "wall.figures");
    cr_expect_str_eq(e.arg[1], "servicelevel");
    cr_expect_str_eq(e.arg[2], "service_level");
    cr_expect_str_eq(e.hint, "did you mean {2}?");
    cr_expect_eq(panes_check(&c, NULL), ERR_USAGE);
    free(c.sort_agents);
    c.sort_agents = mem_strdup("-xyzzy");
    cr_expect_eq(panes_check(&c, &e), ERR_USAGE);
    cr_expect_str_eq(e.arg[0], "ui.sort_agents");
    cr_expect_str_eq(e.arg[1], "xyzzy");
    cr_expect_str_eq(e.hint, "zhiban.conf(5) lists every name");
    struct {
        const char *name;
        enum origin origin;
        int line;
        char *value;
    } kept[] = {{"ui.sort_agents", ORIGIN_STATE, 1, NULL}, {"wall.figures", ORIGIN_STATE, 2, NULL}};
    c.origins = (void *)kept;
    c.n_origins = 1;
    cr_expect_eq(panes_check(&c, &e), ERR_USAGE, "the wall's list still stands");
    cr_expect_str_eq(e.arg[0], "wall.figures");
    c.n_origins = 2;
    cr_expect_eq(panes_check(&c, &e), OK, "what :save kept is never refused");
    free(c.columns_queues);
    free(c.sort_agents);
    free(c.wall_figures);
}

/* ---- agents ------------------------------------------------------------ */

Test(agents, ladders_overruns_and_masked_callers)
{
    struct fx f;
    fx_open(&f);
    struct agents_pane *p = agents_pane_new(&f.config, NULL);
    agents_pane_fill(p, &f.v, LIST_ORDER);
    char *pic = wide(&p->base), *line = fx_line(pic, "1017");
    EXPECT_IN(line, "‼");
    EXPECT_IN(line, "18:22");
    EXPECT_IN(line, "+8:22 Short break");
    free(line);
    line = fx_line(pic, "1004"); /* a meal of 15 of 30 minutes */
    EXPECT_OUT(line, "+");
    free(line);
    EXPECT_IN(pic, "138****0001");
    EXPECT_OUT(pic, "13800000001");
    free(pic);
    struct grid g;
    draw_into(&g, &p->base.pane, 20, 160);
    cr_expect_eq(style_at(&g, "12:40"), STY_CRITICAL);
    cr_expect_eq(style_at(&g, "6:40"), STY_WARN);
    cr_expect_eq(style_at(&g, "1:35"), STY_TEXT);
    cr_expect_eq(style_at(&g, "Talking"), STY_TALK);
    cr_expect_eq(style_at(&g, "Not ready"), STY_PAUSE);
    cr_expect_eq(style_at(&g, "Ringing"), STY_RING);
    grid_release(&g);
    f.config.centre.mask_caller = false;
    agents_pane_fill(p, &f.v, LIST_ORDER);
    pic = wide(&p->base);
    EXPECT_IN(pic, "13800000001");
    free(pic);
    free_pane(&p->base);
    fx_close(&f);
}

Test(agents, time_in_state_ticks_between_polls)
{
    struct fx f;
    fx_open(&f);
    struct agents_pane *p = agents_pane_new(&f.config, NULL);
    agents_pane_fill(p, &f.v, LIST_ORDER);
    cr_expect_not(agents_pane_fill(p, &f.v, LIST_ROWS), "nothing has changed");
    f.v.mono_ms += 1000;
    f.v.now++;
    cr_expect(agents_pane_fill(p, &f.v, LIST_ROWS));
    char *pic = wide(&p->base), *line = fx_line(pic, "1001");
    EXPECT_IN(line, "1:36");
    free(line);
    free(pic);
    free_pane(&p->base);
    fx_close(&f);
}

/* Bytes to the terminal follow the cells that change: a second may cost a few cells a visible row.
 */
Test(agents, a_second_changes_few_cells)
{
    struct fx f;
    struct grid a, b;
    fx_open_many(&f, 100);
    struct agents_pane *p = agents_pane_new(&f.config, NULL);
    agents_pane_fill(p, &f.v, LIST_ORDER);
    draw_into(&a, &p->base.pane, 48, 160);
    int changed = 0, rows = 0;
    f.v.mono_ms += 1000;
    agents_pane_fill(p, &f.v, LIST_ROWS);
    draw_into(&b, &p->base.pane, 48, 160);
    for (int y = 0; y < 48; y++) {
        int in_row = 0;
        for (int x = 0; x < 160; x++) {
            in_row += memcmp(&a.cells[y * 160 + x], &b.cells[y * 160 + x], sizeof a.cells[0]) != 0;
        }
        rows += in_row > 0;
        changed += in_row;
        cr_expect_leq(in_row, 12, "row %d: %d cells", y, in_row);
    }
    cr_expect(rows >= 40, "%d rows tick", rows);
    cr_expect_leq(changed, 4 * rows, "%d cells in %d rows", changed, rows);
    grid_release(&a);
    grid_release(&b);
    free_pane(&p->base);
    fx_close(&f);
}

Test(agents, filters_by_site_team_queue_and_state)
{
    struct fx f;
    fx_open(&f);
    struct agents_pane *p = agents_pane_new(&f.config, NULL);
    static const struct {
        enum list_filter filter;
        const char *id;
        size_t listed;
        const char *in_title;
    } cases[] = {
        {LF_SITE, "QINGYU", 2, "Qingyu"},   {LF_TEAM, "T2", 3, "Fault"},
        {LF_QUEUE, "Q30", 2, "Complaints"}, {LF_STATE, "paused", 2, "Not ready"},
        {LF_STATE, "offline", 1, "Signed"}, {LF_QUEUE, "nowhere", 0, "nowhere"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        p->base.only[cases[i].filter] = mem_strdup(cases[i].id);
        agents_pane_fill(p, &f.v, LIST_ORDER);
        cr_expect_eq(p->base.list.n_kept, cases[i].listed, "%s: %zu", cases[i].id,
                     p->base.list.n_kept);
        EXPECT_IN(p->base.title, cases[i].in_title);
        free(p->base.only[cases[i].filter]);
        p->base.only[cases[i].filter] = NULL;
    }
    snprintf(p->base.list.filter, sizeof p->base.list.filter, "lrl");
    agents_pane_fill(p, &f.v, LIST_ORDER);
    cr_expect_eq(p->base.list.n_kept, 1);
    cr_expect_str_eq(list_selected(&p->base.list), "1001");
    snprintf(p->base.list.filter, sizeof p->base.list.filter,
             "1041"); /* a search finds the signed-out too */
    agents_pane_fill(p, &f.v, LIST_ORDER);
    cr_expect_eq(p->base.list.n_kept, 1);
    cr_expect_eq(p->people, 1);
    free_pane(&p->base);
    fx_close(&f);
}

Test(agents, groups_say_how_the_team_stands)
{
    struct fx f;
    fx_open(&f);
    struct agents_pane *p = agents_pane_new(&f.config, NULL);
    list_act(&p->base.list, ACT_GROUP);
    agents_pane_fill(p, &f.v, LIST_ORDER);
    char *pic = wide(&p->base), *line = fx_line(pic, "Remote Seats Team (");
    EXPECT_IN(line, "(2)");
    EXPECT_IN(line, "signed in 2, ready 0, talking 1");
    free(line);
    free(pic);
    list_act(&p->base.list, ACT_GROUP);
    agents_pane_fill(p, &f.v, LIST_ORDER);
    pic = wide(&p->base);
    EXPECT_IN(pic, "Talking (3)");
    cr_expect_lt(strstr(pic, "Ready ("), strstr(pic, "Not ready ("));
    free(pic);
    free_pane(&p->base);
    fx_close(&f);
}

/* ---- header and strip -------------------------------------------------- */

static void draw_header(const void *what, struct canvas *c)
{
    header_draw(what, c);
}

static void draw_strip(const void *what, struct canvas *c)
{
    strip_draw(what, c);
}

Test(header, tells_stale_data_with_cause_and_next_try)
{
    struct fx f;
    struct header_text t;
    fx_open(&f);
    header_fill(&t, &f.v);
    cr_expect_str_eq(t.banner, "");
    EXPECT_IN(t.health, "live 0.4s");
    f.v.feed.state = FEED_STALE;
    f.v.feed.age_ms = 61000;
    f.v.feed.next_try_ms = 4200;
    f.v.feed.failed_since = FX_NOW - 61;
    err_set(&f.v.feed.err, ERR_NET, "no answer from {0}", "pbx.example");
    header_fill(&t, &f.v);
    EXPECT_IN(t.health, "stale 1:01");
    EXPECT_IN(t.banner, "no answer from pbx.example");
    EXPECT_IN(t.banner, "since 15:01:30");
    EXPECT_IN(t.banner, "next try in 5 s");
    char *pic = fx_picture(2, 100, false, draw_header, &t);
    EXPECT_IN(pic, "Data is stale");
    EXPECT_IN(pic, "15:02:31");
    free(pic);
    pic = fx_picture(1, 60, false, draw_header,
                     &t); /* one row only: the banner is worth more than the name */
    EXPECT_IN(pic, "Data is stale");
    EXPECT_IN(pic, "stale 1:01");
    free(pic);
    f.v.feed.state = FEED_DOWN;
    header_fill(&t, &f.v);
    EXPECT_IN(t.banner, "Feed is down");
    fx_close(&f);
}

Test(header, the_clock_stays_when_all_else_goes)
{
    struct fx f;
    struct header_text t;
    fx_open(&f);
    header_fill(&t, &f.v);
    static const int cols[] = {200, 120, 80, 60, 50, 45};
    for (size_t i = 0; i < sizeof cols / sizeof cols[0]; i++) {
        char *pic = fx_picture(1, cols[i], false, draw_header, &t);
        EXPECT_IN(pic, "15:02:31");
        EXPECT_IN(pic, "‼4  !10");
        free(pic);
    }
    for (int c = 1; c < 45; c++) { /* nothing breaks */
        free(fx_picture(2, c, false, draw_header, &t));
    }
    fx_close(&f);
}

Test(header, age_of_the_data)
{
    struct fx f;
    struct header_text t;
    fx_open(&f);
    static const struct {
        int64_t ms;
        const char *text;
    } ages[] = {{0, "live 0.0s"},
                {9999, "live 9.9s"},
                {10000, "live 10s"},
                {59999, "live 59s"},
                {60000, "live 1:00"}};
    for (size_t i = 0; i < sizeof ages / sizeof ages[0]; i++) {
        f.v.feed.age_ms = ages[i].ms;
        header_fill(&t, &f.v);
        EXPECT_IN(t.health, ages[i].text);
    }
    f.v.feed.age_ms = -1;
    header_fill(&t, &f.v);
    EXPECT_OUT(t.health, "s");
    fx_close(&f);
}

Test(strip, keeps_what_matters_most)
{
    struct fx f;
    struct strip_text t;
    fx_open(&f);
    strip_fill(&t, &f.v);
    char *pic = fx_picture(1, 200, false, draw_strip, &t);
    EXPECT_IN(pic, "Signed in 11");
    EXPECT_IN(pic, "Not ready 3 (27.3%)");
    EXPECT_IN(pic, "interval 100.0%");
    EXPECT_IN(pic, "today 98.1%");
    free(pic);
    pic = fx_picture(1, 23, false, draw_strip, &t);
    EXPECT_IN(pic, "Waiting 5");
    EXPECT_IN(pic, "longest 0:34");
    EXPECT_OUT(pic, "Signed");
    free(pic);
    fx_close(&f);
}

/* ---- stale ------------------------------------------------------------- */

Test(stale, every_row_is_dimmed_and_the_rows_stay)
{
    struct fx f;
    struct grid g;
    fx_open(&f);
    f.v.feed.state = FEED_STALE;
    struct agents_pane *p = agents_pane_new(&f.config, NULL);
    agents_pane_fill(p, &f.v, LIST_ORDER);
    draw_into(&g, &p->base.pane, 20, 120);
    cr_expect_eq(style_at(&g, "1017"), STY_STALE);
    cr_expect_eq(style_at(&g, "‼"), STY_STALE);
    cr_expect_eq(style_at(&g, "Talking"), STY_STALE);
    grid_release(&g);
    f.v.feed.state = FEED_LIVE;
    cr_expect(agents_pane_fill(p, &f.v, LIST_ROWS), "coming back must be drawn");
    draw_into(&g, &p->base.pane, 20, 120);
    cr_expect_eq(style_at(&g, "Talking"), STY_TALK);
    grid_release(&g);
    free_pane(&p->base);
    fx_close(&f);
}

/* ---- alarms, callers, abandoned calls ---------------------------------- */

Test(alarms, acknowledged_ones_are_dim_and_last)
{
    struct fx f;
    struct grid g;
    fx_open(&f);
    struct alarms_pane *p = alarms_pane_new(&f.config, false);
    alarms_pane_fill(p, &f.v, LIST_ORDER);
    uint32_t worst = alarms_at(f.alarms, 0)->number;
    char id[12];
    snprintf(id, sizeof id, "%u", (unsigned)worst);
    cr_expect_str_eq(list_selected(&p->base.list), id);
    cr_assert(alarms_ack(f.alarms, worst, "qin", "called back", FX_NOW));
    alarms_pane_fill(p, &f.v, LIST_ORDER);
    char *pic = wide(&p->base), *line = fx_line(pic, "called back");
    EXPECT_IN(line, "qin 15:02");
    free(line);
    free(pic);
    EXPECT_IN(p->base.title, "13 not acknowledged");
    cr_expect_eq(p->base.list.cursor, 13, "the focus stays on the alarm: %zu", p->base.list.cursor);
    draw_into(&g, &p->base.pane, 20, 200);
    cr_expect_eq(style_at(&g, "qin"), STY_DIM);
    grid_release(&g);
    free_pane(&p->base);
    fx_close(&f);
}

Test(callers, the_longest_wait_is_first_and_ticks)
{
    struct fx f;
    fx_open(&f);
    struct callers_pane *p = callers_pane_new(&f.config, NULL);
    callers_pane_fill(p, &f.v, LIST_ORDER);
    cr_expect_str_eq(list_selected(&p->base.list), "c1");
    f.v.mono_ms += 2000;
    callers_pane_fill(p, &f.v, LIST_ROWS);
    char *pic = wide(&p->base), *line = fx_line(pic, "138****1234");
    EXPECT_IN(line, "0:36");
    free(line);
    free(pic);
    p->base.only[LF_QUEUE] = mem_strdup("Q20");
    callers_pane_fill(p, &f.v, LIST_ORDER);
    cr_expect_eq(p->base.list.n_kept, 2);
    free_pane(&p->base);
    fx_close(&f);
}

Test(callers, a_masked_number_cannot_be_searched_out)
{
    struct fx f;
    fx_open(&f);
    struct callers_pane *p = callers_pane_new(&f.config, NULL);
    snprintf(p->base.list.filter, sizeof p->base.list.filter, "13800001234");
    callers_pane_fill(p, &f.v, LIST_ORDER);
    cr_expect_eq(p->base.list.n_kept, 0);
    snprintf(p->base.list.filter, sizeof p->base.list.filter, "1234");
    callers_pane_fill(p, &f.v, LIST_ORDER);
    cr_expect_eq(p->base.list.n_kept, 1);
    free_pane(&p->base);
    fx_close(&f);
}

Test(lost, selection_stays_when_a_new_call_comes_in_front)
{
    struct fx f;
    fx_open(&f);
    struct lost_pane *p = lost_pane_new(&f.config, NULL);
    lost_pane_fill(p, &f.v, LIST_ORDER);
    char *first = mem_strdup(list_selected(&p->base.list));
    memmove(&f.lost[1], &f.lost[0], 3 * sizeof f.lost[0]);
    f.lost[0].caller = "13999999999"; /* in the same second */
    f.v.n_lost = 4;
    lost_pane_fill(p, &f.v, LIST_ORDER);
    cr_expect_str_eq(list_selected(&p->base.list), first);
    cr_expect_eq(p->base.list.cursor, 1);
    free(first);
    free_pane(&p->base);
    fx_close(&f);
}

/* ---- trend and wall ---------------------------------------------------- */

Test(trend, begins_at_a_full_hour_and_keeps_gaps)
{
    struct fx f;
    static struct trend t;
    fx_open(&f);
    trend_fill(&t, &f.v, NULL);
    cr_expect_eq(t.n, 31); /* 15:00–15:30 runs */
    cr_expect_eq(t.first, 16);
    cr_expect_eq(t.first_hour, 8);
    cr_expect(t.offered[15] < 0 && t.offered[16] >= 0);
    cr_expect_eq(t.max, 88);
    trend_fill(&t, &f.v, "Q30");
    cr_expect_lt(t.max, 10);
    EXPECT_IN(t.title, "Complaints");
    fx_close(&f);
}

Test(wall, shows_the_chosen_queues_and_figures)
{
    struct fx f;
    struct wall w = {0};
    fx_open(&f);
    f.config.wall_queues = mem_strdup("* Q30 nowhere");
    f.config.wall_figures = mem_strdup("offered, service_level, nonsense, abandoned");
    wall_fill(&w, &f.v);
    cr_assert_eq(w.rows.n, 2);
    cr_assert_eq(w.n_figures, 3);
    cr_expect_str_eq(w.rows.v[0].name, "Total");
    cr_expect_str_eq(w.rows.v[0].value[0].text, "1206");
    cr_expect_str_eq(w.rows.v[1].value[1].text, "55%");
    cr_expect_eq(w.rows.v[1].value[1].style, STY_CRITICAL); /* the target is 90 % */
    cr_expect_str_eq(w.rows.v[1].value[2].text, "4");
    cr_expect_eq(w.alarm_level, LEVEL_CRITICAL);
    wall_release(&w);
    fx_close(&f);
}

Test(wall, every_size_and_page_draws)
{
    struct fx f;
    struct wall w = {0};
    fx_open(&f);
    wall_fill(&w, &f.v);
    for (int rows = 1; rows < 60; rows += 3) {
        for (int cols = 1; cols < 220; cols += 13) {
            struct grid g;
            grid_init(&g, rows, cols);
            struct canvas c = canvas_of(&g, false);
            for (w.turn = -2; w.turn < 3; w.turn++) {
                wall_draw(&w, &c);
            }
            grid_release(&g);
        }
    }
    f.v.feed.state = FEED_DOWN;
    wall_fill(&w, &f.v);
    w.turn = 0;
    struct grid g;
    grid_init(&g, 24, 80);
    struct canvas c = canvas_of(&g, false);
    wall_draw(&w, &c);
    cr_expect_eq(style_at(&g, "█"), STY_STALE);
    cr_expect_eq(style_at(&g, "Feed is down"), STY_CRITICAL);
    grid_release(&g);
    wall_release(&w);
    fx_close(&f);
}

Test(bigtext, measures_what_it_draws)
{
    struct grid g;
    grid_init(&g, 12, 80);
    struct canvas c = canvas_of(&g, false);
    static const char *const texts[] = {"0", "12:34", "95%", "–", "1h02", "", "7 8", "中"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (int across = 1; across <= 3; across++) {
            cr_expect_eq(big_draw(&c, 0, 0, across, 2, STY_TEXT, texts[i]),
                         big_width(texts[i], across), "%s", texts[i]);
        }
    }
    cr_expect_eq(big_width("88", 1), 7);
    cr_expect_eq(big_width("88", 2), 14);
    grid_release(&g);
}

/* ---- sizes ------------------------------------------------------------- */

Test(panes, every_size_draws)
{
    struct fx f;
    fx_open(&f);
    struct queues_pane *q = queues_pane_new(&f.config);
    struct agents_pane *a = agents_pane_new(&f.config, NULL);
    struct alarms_pane *l = alarms_pane_new(&f.config, true);
    struct pane *d = detail_queue_new(NULL, "Q10");
    static struct trend t;
    queues_pane_fill(q, &f.v, LIST_ORDER);
    agents_pane_fill(a, &f.v, LIST_ORDER);
    alarms_pane_fill(l, &f.v, LIST_ORDER);
    trend_fill(&t, &f.v, NULL);
    const struct pane *panes[] = {&q->base.pane, &a->base.pane, &l->base.pane, d};
    for (int rows = 1; rows < 30; rows++) {
        for (int cols = 1; cols < 180; cols += 11) {
            struct grid g;
            grid_init(&g, rows, cols);
            struct canvas c = canvas_of(&g, cols % 2);
            for (int i = 0; i < 4; i++) {
                detail_fill(d, &f.v, (rows + cols) % 5);
                panes[i]->ops->draw(panes[i], &c, true);
            }
            trend_draw(&t, &c);
            grid_release(&g);
        }
    }
    d->ops->free(d);
    free_pane(&q->base);
    free_pane(&a->base);
    free_pane(&l->base);
    fx_close(&f);
}
