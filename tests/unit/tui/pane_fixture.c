#include "pane_fixture.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/mem.h"
#include "zhiban/base/paths.h"
#include "zhiban/model/snapshot_builder.h"

#define START 1795219200 /* 2026-11-21T08:00:00+08:00 */
#define STEP 10
#define MONO_MS 1000000 /* the monotonic reading at FX_NOW */

static const struct queue_row {
    const char *id;
    int64_t waiting;
    int per_hour, talk_s, wrap_s; /* the counters grow steadily */
    int good_pct, lost_pct;       /* answered in target, abandoned */
} queue_rows[] = {
    {"Q10", 0, 70, 190, 45, 83, 2}, {"Q20", 2, 52, 240, 60, 84, 2}, {"Q30", 3, 8, 320, 80, 61, 9},
    {"Q40", 0, 20, 300, 55, 90, 1}, {"Q50", 0, 5, 280, 50, 99, 0},  {"Q70", 0, 6, 150, 25, 95, 0},
    {"Q80", 0, 10, 400, 90, 88, 4},
};

static const struct agent_row {
    const char *id, *queues, *reason;
    enum agent_state state;
    int since_s, answered;
    const char *caller, *call_queue;
} agent_rows[] = {
    {"1001", "Q10 Q40 Q50", "", ST_TALKING, 95, 31, "13800000001", "Q10"},
    {"1002", "Q10 Q40", "", ST_READY, 42, 28, "", NULL},
    {"1003", "Q10 Q40", "", ST_WRAPUP, 21, 30, "", "Q10"},
    {"1004", "Q10", "MEAL", ST_PAUSED, 900, 25, "", NULL},
    {"1013", "Q20", "", ST_TALKING, 400, 27, "02155550123", "Q20"},
    {"1014", "Q20", "", ST_READY, 8, 26, "", NULL},
    {"1017", "Q20", "BRK", ST_PAUSED, 1102, 24, "", NULL},
    {"1025", "Q30", "", ST_TALKING, 760, 12, "13900001111", "Q30"},
    {"1026", "Q30 Q10", "", ST_RINGING, 5, 14, "13700002222", "Q30"},
    {"1035", "Q10", "", ST_HOLD, 61, 22, "13600003333", "Q10"},
    {"1036", "Q10", "", ST_UNAVAILABLE, 33, 0, "", NULL},
    {"1041", "Q10", "", ST_OFFLINE, 3600, 0, "", NULL},
};

static void put_counters(struct snap_queue *q, const struct queue_row *r, int64_t t)
{
    int64_t offered = (int64_t)r->per_hour * (t - START) / 3600;
    int64_t decided = offered > r->waiting ? offered - r->waiting : offered;
    int64_t lost = decided * r->lost_pct / 100;
    q->waiting = r->waiting;
    q->target_s = 20;
    q->t.offered = offered;
    q->t.abandoned = lost;
    q->t.abandoned_short = lost / 4;
    q->t.abandoned_in_target = lost / 3;
    q->t.answered = decided - lost;
    q->t.answered_in_target = q->t.answered * r->good_pct / 100;
    q->t.wait_s = q->t.answered * 14;
    q->t.talk_s = q->t.answered * r->talk_s;
    q->t.hold_s = q->t.answered * 5;
    q->t.wrap_s = q->t.answered * r->wrap_s;
}

static void put_agent(struct snap_builder *b, const struct agent_row *r, const char *name,
                      int64_t t)
{
    struct snap_agent *a = snap_add_agent(b, r->id, "test");
    struct arena *arena = &snap_builder_snapshot(b)->arena;
    a->name = arena_strndup(arena, name, strlen(name));
    a->reason = r->reason;
    a->caller = r->caller;
    a->state = r->state;
    a->since = t - r->since_s;
    a->answered = r->answered;
    a->missed = r->answered > 30;
    a->talk_s = (int64_t)r->answered * 200;
    a->hold_s = r->answered;
    a->wrap_s = (int64_t)r->answered * 40;
    a->ready_s = 4100;
    a->paused_s = 900;
    a->login = START + 3310;
    char queues[64];
    snprintf(queues, sizeof queues, "%s", r->queues);
    for (char *p = queues; *p;) {
        size_t n = strcspn(p, " ");
        bool last = p[n] == '\0';
        p[n] = '\0';
        snap_agent_queue(b, a, p);
        p += n + !last;
    }
    if (r->call_queue) {
        snap_agent_call_queue(b, a, r->call_queue);
    }
}

static struct snapshot *snapshot_at(const struct centre *c, int64_t t, bool people)
{
    static const struct {
        const char *id, *queue, *caller;
        int wait_s, position;
    } calls[] = {{"c1", "Q30", "13800001234", 34, 1},
                 {"c2", "Q30", "13800005678", 20, 2},
                 {"c3", "Q30", "02088880000", 3, 3},
                 {"c4", "Q20", "13511112222", 18, 1},
                 {"c5", "Q20", "13533334444", 2, 2}};
    struct snap_builder *b = snap_builder_new();
    struct snapshot *s = snap_builder_snapshot(b);
    s->time = t;
    s->counters_since = START - 8 * 3600;
    s->has_calls = people;
    s->has_ended = true;
    for (size_t i = 0; i < sizeof queue_rows / sizeof *queue_rows; i++) {
        put_counters(snap_add_queue(b, queue_rows[i].id, "test"), &queue_rows[i], t);
    }
    for (size_t i = 0; people && i < sizeof agent_rows / sizeof *agent_rows; i++) {
        const struct staff_cfg *staff = centre_staff(c, agent_rows[i].id);
        cr_assert_not_null(staff);
        put_agent(b, &agent_rows[i], staff->name_zh, t);
    }
    for (size_t i = 0; people && i < sizeof calls / sizeof *calls; i++) {
        struct snap_call *k = snap_add_call(b, calls[i].id, calls[i].queue, "test");
        k->caller = calls[i].caller;
        k->since = t - calls[i].wait_s;
        k->wait_s = calls[i].wait_s;
        k->position = calls[i].position;
        k->priority = 0;
    }
    s = snap_builder_finish(b);
    snap_builder_free(b);
    s->received_mono_ms = MONO_MS - (FX_NOW - t) * 1000;
    return s;
}

static void load_centre(struct fx *f)
{
    struct err e = {0};
    const char *tests = getenv("ZHIBAN_TESTS");
    cr_assert_not_null(tests);
    char *dir = mem_printf("%s/../data/demo", tests);
    setlocale(LC_ALL, "");
    *f = (struct fx){0};
    centre_init(&f->config.centre);
    cr_assert_eq(config_load_folder(&f->config.centre, dir, &e), OK, "%s %s", e.msgid, e.arg[0]);
    cr_assert_eq(centre_set(&f->config.centre, "centre.name", "岚州示范客户服务中心", &e), OK);
    cr_assert_eq(centre_finish(&f->config.centre, &e), OK, "%s", e.msgid);
    free(dir);
}

static void make_view(struct fx *f)
{
    f->v = (struct view){
        .centre = &f->config.centre,
        .config = &f->config,
        .floor = f->floor,
        .totals = f->totals,
        .timeline = f->timeline,
        .alarms = f->alarms,
        .feed = {.state = FEED_LIVE, .age_ms = 400, .next_try_ms = 600, .failed_since = UNKNOWN},
        .period = PERIOD_DAY,
        .mono_ms = MONO_MS,
        .now = FX_NOW,
        .lost = f->lost,
        .n_lost = 3,
    };
}

static void put_lost(struct fx *f)
{
    f->lost[0] =
        (struct lost_call){FX_NOW - 20, 49, "13800000002", "Q30", "投诉建议", OUT_ABANDONED, false};
    f->lost[1] =
        (struct lost_call){FX_NOW - 20, 12, "13800000003", "Q10", "综合咨询", OUT_FLOW_OUT, false};
    f->lost[2] =
        (struct lost_call){FX_NOW - 3600, UNKNOWN, "", "Q20", "故障报修", OUT_ABANDONED, true};
}

void fx_open(struct fx *f)
{
    load_centre(f);
    const struct centre *c = &f->config.centre;
    f->totals = totals_new();
    f->timeline = timeline_new();
    f->alarms = alarms_new();
    for (int64_t t = START; t < FX_NOW - STEP; t += STEP) {
        struct snapshot *s = snapshot_at(c, t, false);
        totals_apply(f->totals, s, c, t);
        snapshot_free(s);
    }
    f->snap = snapshot_at(c, FX_NOW, true);
    totals_apply(f->totals, f->snap, c, FX_NOW);
    f->floor = floor_read(f->snap, NULL, c, f->totals, FX_NOW);
    timeline_apply(f->timeline, f->floor, START - 8 * 3600);
    alarms_once(f->alarms, f->floor, c, FX_NOW, MONO_MS);
    put_lost(f);
    make_view(f);
}

void fx_open_many(struct fx *f, uint32_t n)
{
    load_centre(f);
    const struct centre *c = &f->config.centre;
    struct snap_builder *b = snap_builder_new();
    struct snapshot *s = snap_builder_snapshot(b);
    s->time = FX_NOW;
    snap_add_queue(b, "Q10", "test")->waiting = 0;
    snap_add_queue(b, "Q20", "test")->waiting = 0;
    for (uint32_t i = 0; i < n; i++) {
        char id[16], name[32];
        snprintf(id, sizeof id, "%06u",
                 (unsigned)((i * 7919u) % n)); /* not in order; n is no multiple of 7919 */
        snprintf(name, sizeof name, "Agent %u", (unsigned)i);
        struct snap_agent *a = snap_add_agent(b, id, "test");
        a->name = arena_strndup(&s->arena, name, strlen(name));
        a->state = (enum agent_state)(1 + i % 6);
        a->since = FX_NOW - (int64_t)(i * 37 % 1200);
        a->answered = i % 60;
        snap_agent_queue(b, a, i % 3 ? "Q10" : "Q20");
    }
    f->snap = snap_builder_finish(b);
    snap_builder_free(b);
    f->snap->received_mono_ms = MONO_MS;
    f->totals = totals_new();
    totals_apply(f->totals, f->snap, c, FX_NOW);
    f->floor = floor_read(f->snap, NULL, c, f->totals, FX_NOW);
    make_view(f);
    f->v.n_lost = 0;
}

static void open_asterisk(struct fx *f, int64_t since)
{
    load_centre(f);
    const struct centre *c = &f->config.centre;
    struct snap_builder *b = snap_builder_new();
    struct snapshot *s = snap_builder_snapshot(b);
    struct snap_queue *q = snap_add_queue(b, "Q10", "test");
    s->time = FX_NOW;
    s->counters_since = since;
    q->waiting = 1;
    q->longest_wait_s = 9;
    q->t.offered = 101;
    q->t.answered = 90;
    q->t.decided = 100;
    q->lost = 10;
    q->approx = true;
    q->t.wait_s = 90 * 12;
    q->t.talk_s = 90 * 187;
    q->t.hold_s = q->t.wrap_s = 0;
    q->approx_asa_s = 12;
    q->approx_sl_permille = 873;
    q->approx_talk_s = 187;
    f->snap = snap_builder_finish(b);
    snap_builder_free(b);
    f->snap->received_mono_ms = MONO_MS;
    f->totals = totals_new();
    totals_apply(f->totals, f->snap, c, FX_NOW);
    f->floor = floor_read(f->snap, NULL, c, f->totals, FX_NOW);
    make_view(f);
    f->v.n_lost = 0;
}

void fx_open_asterisk(struct fx *f)
{
    open_asterisk(f, UNKNOWN);
}

void fx_open_asterisk_of_today(struct fx *f)
{
    open_asterisk(f, START);
}

void fx_close(struct fx *f)
{
    alarms_free(f->alarms);
    timeline_free(f->timeline);
    floor_free(f->floor);
    snapshot_free(f->snap);
    totals_free(f->totals);
    free(f->config.wall_queues);
    free(f->config.wall_figures);
    free(f->config.columns_queues);
    free(f->config.sort_queues);
    free(f->config.columns_agents);
    free(f->config.sort_agents);
    centre_release(&f->config.centre);
}

char *fx_picture(int rows, int cols, bool ascii, fx_draw_fn *draw, const void *what)
{
    struct grid g;
    struct buf text = {0};
    grid_init(&g, rows, cols);
    struct canvas c = canvas_of(&g, ascii);
    draw(what, &c);
    grid_dump(&g, &text);
    grid_release(&g);
    return buf_steal(&text);
}

static void draw_pane(const void *what, struct canvas *c)
{
    const struct pane *p = what;
    p->ops->draw(p, c, true);
}

char *fx_pane(const struct pane *p, int rows, int cols, bool ascii)
{
    return fx_picture(rows, cols, ascii, draw_pane, p);
}

char *fx_line(const char *picture, const char *text)
{
    const char *at = strstr(picture, text);
    if (!at) {
        return mem_strdup("");
    }
    while (at > picture && at[-1] != '\n') {
        at--;
    }
    return mem_strndup(at, strcspn(at, "\n"));
}

void fx_same(const char *picture, const char *name)
{
    struct err e = {0};
    struct buf want = {0};
    char *path = mem_printf("%s/fixtures/tui/%s.txt", getenv("ZHIBAN_TESTS"), name);
    if (getenv("ZHIBAN_UPDATE")) {
        cr_assert_eq(paths_write(path, picture, strlen(picture), 0644, &e), OK, "%s", path);
    }
    cr_assert_eq(paths_read(path, 1 << 20, &want, &e), OK, "%s", path);
    cr_expect(strcmp(buf_str(&want), picture) == 0, "%s is not as expected:\n%s", name, picture);
    buf_release(&want);
    free(path);
}
