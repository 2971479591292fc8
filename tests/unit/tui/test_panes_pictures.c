/* Every pane drawn at the sizes it is designed for, compared with pictures in tests/fixtures/tui.
 * The pictures are read by people when they change. */
#include "pane_fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detail.h"
#include "detail_agent.h"
#include "detail_queue.h"
#include "frame.h"
#include "layout.h"
#include "pane_agents.h"
#include "pane_alarms.h"
#include "pane_callers.h"
#include "pane_day.h"
#include "pane_header.h"
#include "pane_lost.h"
#include "pane_queues.h"
#include "pane_strip.h"
#include "pane_trend.h"
#include "pane_wall.h"

static const struct {
    int rows, cols;
} sizes[] = {{16, 60}, {24, 80}, {40, 120}, {50, 160}};
enum { N_SIZES = sizeof sizes / sizeof sizes[0] };

static void compare(char *picture, const char *name, int rows, int cols)
{
    char file[128];
    snprintf(file, sizeof file, "%s_%dx%d", name, cols, rows);
    fx_same(picture, file);
    free(picture);
}

/* The board without the frame's own lines: header, strip, queues, agents, alarms in the layout's
 * rows. */
struct board {
    struct header_text head;
    struct strip_text strip;
    struct pane *queues, *agents, *alarms;
};

static void draw_board(const void *what, struct canvas *c)
{
    const struct board *b = what;
    struct slot slots[5];
    struct span at[5];
    const struct pane *panes[3] = {b->queues, b->agents, b->alarms};
    for (int i = 0; i < 5; i++) {
        const struct place *p = &screens[0].places[i];
        slots[i] = (struct slot){.min = p->min,
                                 .want = i < 2 ? 1 : panes[i - 2]->want_rows,
                                 .weight = p->weight,
                                 .rank = p->rank};
    }
    layout_rows(slots, 5, c->rows - 2, at);
    struct canvas head = canvas_sub(c, at[0].y, 0, at[0].rows, c->cols);
    struct canvas strip = canvas_sub(c, at[1].y, 0, at[1].rows, c->cols);
    header_draw(&b->head, &head);
    strip_draw(&b->strip, &strip);
    for (int i = 0; i < 3; i++) {
        struct canvas sub = canvas_sub(c, at[i + 2].y, 0, at[i + 2].rows, c->cols);
        panes[i]->ops->draw(panes[i], &sub, i == 0);
    }
}

static void free_pane(struct pane *p)
{
    p->ops->free(p);
}

static void open_board(struct board *b, const struct view *v)
{
    struct queues_pane *q = queues_pane_new(v->config);
    struct agents_pane *a = agents_pane_new(v->config, NULL);
    struct alarms_pane *l = alarms_pane_new(v->config, false);
    queues_pane_fill(q, v, LIST_ORDER);
    agents_pane_fill(a, v, LIST_ORDER);
    alarms_pane_fill(l, v, LIST_ORDER);
    header_fill(&b->head, v);
    strip_fill(&b->strip, v);
    q->base.fit = a->base.fit = true;
    queues_pane_fill(q, v, LIST_ROWS);
    agents_pane_fill(a, v, LIST_ROWS);
    b->queues = &q->base.pane;
    b->agents = &a->base.pane;
    b->alarms = &l->base.pane;
}

static void close_board(struct board *b)
{
    free_pane(b->queues);
    free_pane(b->agents);
    free_pane(b->alarms);
}

Test(pictures, board)
{
    struct fx f;
    struct board b;
    fx_open(&f);
    open_board(&b, &f.v);
    for (int i = 0; i < N_SIZES; i++) {
        compare(fx_picture(sizes[i].rows, sizes[i].cols, false, draw_board, &b), "board",
                sizes[i].rows, sizes[i].cols);
    }
    compare(fx_picture(24, 80, true, draw_board, &b), "board_ascii", 24, 80);
    close_board(&b);
    fx_close(&f);
}

Test(pictures, board_without_data)
{
    struct fx f;
    struct board b;
    fx_open(&f);
    f.v.floor = NULL;
    f.v.alarms = NULL;
    f.v.feed = (struct feed_status){.state = FEED_STARTING, .age_ms = -1, .failed_since = UNKNOWN};
    open_board(&b, &f.v);
    compare(fx_picture(24, 80, false, draw_board, &b), "board_empty", 24, 80);
    close_board(&b);
    fx_close(&f);
}

static void draw_trend(const void *what, struct canvas *c)
{
    trend_draw(what, c);
}

Test(pictures, trend_and_day)
{
    struct fx f;
    static struct trend t;
    fx_open(&f);
    trend_fill(&t, &f.v, NULL);
    compare(fx_picture(5, 60, false, draw_trend, &t), "trend", 5, 60);
    compare(fx_picture(14, 80, false, draw_trend, &t), "trend", 14, 80);
    compare(fx_picture(14, 80, true, draw_trend, &t), "trend_ascii", 14, 80);
    struct day_pane *d = day_pane_new(&f.config, "Q30");
    day_pane_fill(d, &f.v, LIST_ORDER);
    compare(fx_pane(&d->base.pane, 20, 120, false), "day", 20, 120);
    compare(fx_pane(&d->base.pane, 10, 60, false), "day", 10, 60);
    free_pane(&d->base.pane);
    fx_close(&f);
}

Test(pictures, callers_lost_history)
{
    struct fx f;
    fx_open(&f);
    struct callers_pane *c = callers_pane_new(&f.config, NULL);
    struct lost_pane *l = lost_pane_new(&f.config, NULL);
    struct alarms_pane *h = alarms_pane_new(&f.config, true);
    callers_pane_fill(c, &f.v, LIST_ORDER);
    lost_pane_fill(l, &f.v, LIST_ORDER);
    alarms_pane_fill(h, &f.v, LIST_ORDER);
    compare(fx_pane(&c->base.pane, 12, 80, false), "callers", 12, 80);
    compare(fx_pane(&l->base.pane, 12, 80, false), "lost", 12, 80);
    compare(fx_pane(&h->base.pane, 12, 120, false), "history", 12, 120);
    free_pane(&c->base.pane);
    free_pane(&l->base.pane);
    free_pane(&h->base.pane);
    fx_close(&f);
}

Test(pictures, queue_detail)
{
    static const char *const names[] = {"callers", "agents", "day", "lost", "figures"};
    struct fx f;
    fx_open(&f);
    struct pane *p = detail_queue_new(NULL, "Q30");
    for (int i = 0; i < 5; i++) {
        char name[64];
        detail_fill(p, &f.v, i);
        snprintf(name, sizeof name, "queue_%s", names[i]);
        compare(fx_pane(p, 20, 80, false), name, 20, 80);
    }
    compare(fx_pane(p, 30, 120, false), "queue_figures", 30, 120);
    free_pane(p);
    fx_close(&f);
}

Test(pictures, agent_detail)
{
    static const char *const names[] = {"states", "calls", "pauses", "totals", "queues"};
    struct fx f;
    fx_open(&f);
    struct pane *p = detail_agent_new(NULL, "1017");
    for (int i = 0; i < 5; i++) {
        char name[64];
        detail_fill(p, &f.v, i);
        snprintf(name, sizeof name, "agent_%s", names[i]);
        compare(fx_pane(p, 20, 80, false), name, 20, 80);
    }
    free_pane(p);
    fx_close(&f);
}

static void draw_wall(const void *what, struct canvas *c)
{
    wall_draw(what, c);
}

Test(pictures, wall)
{
    struct fx f;
    static struct wall w;
    fx_open(&f);
    wall_fill(&w, &f.v);
    compare(fx_picture(24, 80, false, draw_wall, &w), "wall", 24, 80);
    compare(fx_picture(24, 80, true, draw_wall, &w), "wall_ascii", 24, 80);
    compare(fx_picture(50, 160, false, draw_wall, &w), "wall", 50, 160);
    w.turn = 1;
    compare(fx_picture(24, 80, false, draw_wall, &w), "wall_second_page", 24, 80);
    wall_release(&w);
    fx_close(&f);
}
