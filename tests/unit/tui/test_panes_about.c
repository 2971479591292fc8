/* A backend that averages for itself and does not tell abandons apart: "≈" or nothing, and the
 * right words. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "detail.h"
#include "detail_queue.h"
#include "pane_agents.h"
#include "pane_day.h"
#include "pane_fixture.h"
#include "pane_lost.h"
#include "pane_queues.h"
#include "pane_wall.h"
#include "zhiban/base/mem.h"

#define EXPECT_IN(text, part)                                                                      \
    cr_expect_not_null(strstr((text), (part)), "no '%s' in: %s", (part), (text))
#define EXPECT_OUT(text, part) cr_expect_null(strstr((text), (part)), "'%s' in: %s", (part), (text))

static char *wide(const struct list_pane *p)
{
    return fx_pane(&p->pane, 40, 200, false);
}

Test(about, averages_from_before_the_first_poll_are_about)
{
    struct fx f;
    fx_open_asterisk_of_today(&f);
    cr_assert(totals_sum(f.totals, PERIOD_DAY).approx);
    struct queues_pane *p = queues_pane_new(&f.config);
    queues_pane_fill(p, &f.v, LIST_ORDER);
    char *pic = wide(&p->base);
    char *rows[] = {fx_line(pic, "General"), fx_line(pic, "Total since")};
    for (int i = 0; i < 2; i++) {
        EXPECT_IN(rows[i], "≈12s");
        EXPECT_IN(rows[i], "≈3:07");
        EXPECT_IN(rows[i], " 90.0%"); /* answer rate: from counts that are exact */
        EXPECT_IN(rows[i], " 101 ");
        free(rows[i]);
    }
    free(pic);
    p->base.pane.ops->free(&p->base.pane);
    fx_close(&f);
}

Test(about, the_drill_down_marks_them_too)
{
    struct fx f;
    fx_open_asterisk_of_today(&f);
    struct pane *p = detail_queue_new(NULL, "Q10");
    detail_fill(p, &f.v, 4); /* figures */
    char *pic = fx_pane(p, 30, 160, false);
    EXPECT_IN(pic, "≈12s");
    EXPECT_IN(pic, "≈3:07");
    EXPECT_IN(pic, " 90.0%");
    EXPECT_OUT(pic, "≈90.0%");
    free(pic);
    p->ops->free(p);
    struct day_pane *d = day_pane_new(&f.config, "Q10");
    day_pane_fill(d, &f.v, LIST_ORDER);
    pic = wide(&d->base);
    EXPECT_IN(pic, "Losses");
    EXPECT_OUT(pic, "Abandoned");
    free(pic);
    d->base.pane.ops->free(&d->base.pane);
    fx_close(&f);
}

/* The intervals were not followed from before the first poll: they hold none of it. */
Test(about, what_was_followed_is_exact)
{
    struct fx f;
    fx_open_asterisk(&f);
    cr_expect_not(totals_sum(f.totals, PERIOD_DAY).approx);
    f.snap->queues[0].t.answered += 2;
    f.snap->queues[0].t.offered += 2;
    f.snap->queues[0].t.decided += 2;
    f.snap->queues[0].t.wait_s += 14;
    totals_apply(f.totals, f.snap, &f.config.centre, FX_NOW);
    struct queues_pane *p = queues_pane_new(&f.config);
    queues_pane_fill(p, &f.v, LIST_ORDER);
    char *pic = wide(&p->base), *line = fx_line(pic, "General");
    EXPECT_IN(line, " 7s");
    EXPECT_OUT(line, "≈7s");
    free(line);
    free(pic);
    p->base.pane.ops->free(&p->base.pane);
    fx_close(&f);
}

Test(about, the_wall_shows_no_level_that_is_not_counted)
{
    struct fx f;
    struct wall w = {0};
    fx_open_asterisk_of_today(&f);
    f.snap->queues[0].t.answered_in_target = 80;
    f.snap->queues[0].t.abandoned = f.snap->queues[0].t.abandoned_short = 5;
    totals_free(f.totals);
    f.totals = totals_new();
    totals_apply(f.totals, f.snap, &f.config.centre, FX_NOW);
    floor_free(f.floor);
    f.floor = floor_read(f.snap, NULL, &f.config.centre, f.totals, FX_NOW);
    f.v.floor = f.floor;
    f.v.totals = f.totals;
    f.config.wall_figures = mem_strdup("service_level answer_rate abandoned");
    wall_fill(&w, &f.v);
    cr_assert_geq(w.rows.n, 1);
    cr_expect_str_eq(w.rows.v[0].value[0].text, "–");
    cr_expect_str_eq(w.rows.v[0].value[1].text, "90%");
    cr_expect_str_eq(w.label[2], "Abandoned");
    wall_release(&w);
    fx_close(&f);
    fx_open_asterisk(&f);
    f.config.wall_figures = mem_strdup("abandoned");
    wall_fill(&w, &f.v);
    cr_expect_str_eq(w.label[0], "Losses");
    wall_release(&w);
    fx_close(&f);
}

Test(about, losses_are_listed_as_lost_not_as_abandoned)
{
    struct fx f;
    fx_open_asterisk(&f);
    f.lost[0] = (struct lost_call){FX_NOW - 20, 49, "13800000002", "Q10", "", OUT_UNKNOWN, false};
    f.v.n_lost = 1;
    struct lost_pane *p = lost_pane_new(&f.config, NULL);
    lost_pane_fill(p, &f.v, LIST_ORDER);
    char *pic = wide(&p->base);
    EXPECT_IN(p->base.title, "Lost calls of today (1)");
    EXPECT_IN(pic, "Lost");
    EXPECT_IN(pic, "0:49");
    EXPECT_OUT(pic, "Unknown");
    EXPECT_OUT(pic, "bandoned");
    free(pic);
    p->base.pane.ops->free(&p->base.pane);
    fx_close(&f);
}

/* Sums that began with the watching divide by the calls followed, in a row and in the total. */
Test(about, an_agents_averages_are_of_the_calls_followed)
{
    struct fx f;
    fx_open(&f);
    for (uint32_t i = 0; i < f.snap->n_agents; i++) {
        f.snap->agents[i].answered = 50;
        f.snap->agents[i].summed = i == 0 ? 2 : 0;
        f.snap->agents[i].talk_s = i == 0 ? 240 : 0;
        f.snap->agents[i].wrap_s = 0;
    }
    struct agents_pane *p = agents_pane_new(&f.config, NULL);
    agents_pane_fill(p, &f.v, LIST_ORDER);
    char *pic = wide(&p->base);
    char *rows[] = {fx_line(pic, f.snap->agents[0].name), fx_line(pic, "Total ")};
    for (int i = 0; i < 2; i++) {
        EXPECT_IN(rows[i], " 2:00");
        free(rows[i]);
    }
    free(pic);
    p->base.pane.ops->free(&p->base.pane);
    fx_close(&f);
}
