/* The floor on its clock: it follows small steps, and a jump gives the floor of that moment. */
#include "support.h"

#include "dialect_json.h"
#include "stage.h"

static void open_stage(struct stage *st, const char *start)
{
    struct sim_opts opts = {.seed = 3, .load = 1, .start = at(start)};
    struct err e = {0};
    char *dir = demo_dir();
    cr_assert_eq(stage_open(st, dir, &opts, &e), OK);
    free(dir);
}

static char *document(struct stage *st)
{
    struct buf b;
    buf_init(&b, JSON_DOCUMENT_MAX);
    json_snapshot(st->sim, &b);
    return buf_steal(&b);
}

/* Whether the stage shows what a fresh one started at that time shows. */
static bool is_fresh(struct stage *st, const char *start)
{
    struct stage fresh;
    open_stage(&fresh, start);
    char *a = document(st);
    char *b = document(&fresh);
    bool same = strcmp(a, b) == 0;
    free(a);
    free(b);
    stage_close(&fresh);
    return same;
}

Test(sim_stage, follows_the_clock)
{
    struct stage st;
    open_stage(&st, FRIDAY "10:00:00+08:00");
    struct sim *first = st.sim;
    int64_t t_ms = at(FRIDAY "10:00:00+08:00") * 1000;
    stage_advance(&st, t_ms + 500);
    stage_advance(&st, t_ms + 90000);
    cr_expect_eq(sim_time_ms(st.sim), t_ms + 90000);
    stage_advance(&st, t_ms + 89500); /* a clock corrected by half a second */
    cr_expect_eq(st.sim, first);
    cr_expect_eq(sim_time_ms(st.sim), t_ms + 90000, "time does not run back");
    stage_close(&st);
    stage_close(&st);
    stage_close(NULL);
}

Test(sim_stage, a_jump_gives_the_floor_of_that_moment)
{
    struct stage st;
    open_stage(&st, FRIDAY "10:00:00+08:00");
    stage_advance(&st, at(FRIDAY "09:00:00+08:00") * 1000);
    cr_expect(is_fresh(&st, FRIDAY "09:00:00+08:00"), "an hour back");
    stage_advance(&st, at("2027-06-01T15:00:00+08:00") * 1000);
    cr_expect(is_fresh(&st, "2027-06-01T15:00:00+08:00"), "half a year ahead");
    stage_close(&st);
}

Test(sim_stage, a_folder_without_agents_is_refused)
{
    struct stage st;
    struct sim_opts opts = {.seed = 1};
    struct err e = {0};
    cr_expect_neq(stage_open(&st, "/nonexistent", &opts, &e), OK);
    cr_expect_null(st.sim);
    stage_close(&st);
}
