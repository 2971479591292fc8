#include <criterion/criterion.h>
#include <stdio.h>

#include "fixture.h"
#include "zhiban/model/snapshot_builder.h"
#include "zhiban/model/timeline.h"

/* Books one agent's state; since UNKNOWN: the backend does not date it. */
static void book(struct timeline *t, const struct centre *c, int64_t now, enum agent_state state,
                 const char *reason, int64_t since, int64_t day)
{
    struct snap_builder *b = snap_builder_new();
    fx_queue(b, "q", 0);
    fx_agent(b, "1001", "q", state, since)->reason = reason;
    struct snapshot *s = snap_builder_finish(b);
    s->time = now;
    struct floor *f = floor_read(s, NULL, c, NULL, now);
    timeline_apply(t, f, day);
    floor_free(f);
    snapshot_free(s);
    snap_builder_free(b);
}

Test(timeline, keeps_changes_only)
{
    struct centre c;
    fx_centre_demo(&c);
    struct timeline *t = timeline_new();
    int64_t day = fx_time("2026-11-21T00:00:00+08:00");
    const struct timeline_entry *e = NULL;
    cr_expect_eq(timeline_get(t, "1001", &e), 0);
    book(t, &c, day + 100, ST_READY, "", day + 50, day);
    book(t, &c, day + 102, ST_READY, "", day + 50, day);
    book(t, &c, day + 104, ST_READY, "", day + 51, day); /* trembles */
    book(t, &c, day + 110, ST_PAUSED, "BRK", UNKNOWN, day);
    book(t, &c, day + 112, ST_PAUSED, "BRK", UNKNOWN, day);
    book(t, &c, day + 114, ST_PAUSED, "WC", UNKNOWN, day);
    book(t, &c, day + 200, ST_TALKING, "", day + 190, day);
    book(t, &c, day + 300, ST_TALKING, "", day + 280, day); /* the next call */
    cr_assert_eq(timeline_get(t, "1001", &e), 5);
    cr_expect_eq(e[0].at, day + 50);
    cr_expect_not(e[0].seen);
    cr_expect_eq(e[1].at, day + 110);
    cr_expect(e[1].seen);
    cr_expect_eq(e[1].state, ST_PAUSED);
    cr_expect_str_eq(timeline_reason(t, e[1].reason), "BRK");
    cr_expect_str_eq(timeline_reason(t, e[2].reason), "WC");
    cr_expect_str_eq(timeline_reason(t, e[3].reason), "");
    cr_expect_str_eq(timeline_reason(t, 999), "");
    cr_expect_eq(e[4].at, day + 280);
    timeline_free(t);
    timeline_free(NULL);
    centre_release(&c);
}

Test(timeline, sums_of_pauses)
{
    struct centre c;
    fx_centre_demo(&c);
    struct timeline *t = timeline_new();
    int64_t day = fx_time("2026-11-21T00:00:00+08:00");
    book(t, &c, day + 100, ST_PAUSED, "BRK", day + 100, day);
    book(t, &c, day + 200, ST_PAUSED, "COACH", day + 200, day); /* class work */
    book(t, &c, day + 500, ST_READY, "", day + 500, day);
    book(t, &c, day + 600, ST_PAUSED, "BRK", day + 600, day);
    cr_expect_eq(timeline_paused_s(t, "1001", "BRK", day, day + 650), 150);
    cr_expect_eq(timeline_paused_s(t, "1001", "COACH", day, day + 650), 300);
    cr_expect_eq(timeline_paused_s(t, "1001", NULL, day, day + 650), 150, "rest only");
    cr_expect_eq(timeline_paused_s(t, "1001", "BRK", day + 150, day + 650), 100);
    cr_expect_eq(timeline_paused_s(t, "1001", "BRK", day + 620, day + 620), 0);
    cr_expect_eq(timeline_paused_s(t, "1001", "NONE", day, day + 650), 0);
    cr_expect_eq(timeline_paused_s(t, "1002", "BRK", day, day + 650), 0);
    timeline_free(t);
    centre_release(&c);
}

Test(timeline, a_new_day_keeps_the_state_in_force)
{
    struct centre c;
    fx_centre_demo(&c);
    struct timeline *t = timeline_new();
    int64_t day = fx_time("2026-11-21T00:00:00+08:00"), next = day + 86400;
    book(t, &c, day + 100, ST_READY, "", day + 100, day);
    book(t, &c, next - 300, ST_PAUSED, "BRK", next - 300, day);
    book(t, &c, next + 60, ST_READY, "", next + 60, next);
    const struct timeline_entry *e = NULL;
    cr_assert_eq(timeline_get(t, "1001", &e), 2);
    cr_expect_eq(e[0].at, next - 300);
    cr_expect_eq(e[1].at, next + 60);
    cr_expect_eq(timeline_paused_s(t, "1001", "BRK", next, next + 1000), 60);
    cr_expect_eq(timeline_paused_s(t, "1001", "BRK", next - 3600, next + 1000), 360);
    timeline_free(t);
    centre_release(&c);
}

Test(timeline, the_oldest_go_first)
{
    struct centre c;
    fx_centre_demo(&c);
    struct timeline *t = timeline_new();
    int64_t day = fx_time("2026-11-21T00:00:00+08:00");
    for (int i = 0; i < TIMELINE_MAX + 10; i++) {
        book(t, &c, day + 10 * i, i % 2 ? ST_READY : ST_TALKING, "", day + 10 * i, day);
    }
    const struct timeline_entry *e = NULL;
    cr_assert_eq(timeline_get(t, "1001", &e), TIMELINE_MAX);
    cr_expect_eq(e[0].at, day + 100);
    cr_expect_eq(e[TIMELINE_MAX - 1].at, day + 10 * (TIMELINE_MAX + 9));
    timeline_free(t);
    centre_release(&c);
}

Test(timeline, a_gap_is_no_data)
{
    struct centre c;
    fx_centre_demo(&c);
    struct timeline *t = timeline_new();
    int64_t day = fx_time("2026-11-21T00:00:00+08:00");
    book(t, &c, day + 100, ST_READY, "", day + 100, day);
    timeline_gap(t, day + 200, day + 300);
    timeline_gap(t, day + 290, day + 400); /* one with the last */
    timeline_gap(t, day + 500, day + 500); /* none */
    book(t, &c, day + 450, ST_TALKING, "", day + 350, day);
    const struct timeline_entry *e = NULL;
    cr_assert_eq(timeline_get(t, "1001", &e), 3);
    cr_expect_eq(e[1].at, day + 200);
    cr_expect_eq(e[1].state, ST_UNKNOWN);
    cr_expect_eq(e[2].at, day + 400, "the change inside the gap shows at its end");
    cr_expect_eq(e[2].state, ST_TALKING);
    cr_expect(e[2].seen);
    book(t, &c, day + 600, ST_READY, "", day + 600, day);
    cr_assert_eq(timeline_get(t, "1001", &e), 4);
    for (int i = 0; i < 200; i++) {
        timeline_gap(t, day + 1000 + 10 * i, day + 1005 + 10 * i);
    }
    cr_expect_leq(timeline_get(t, "1001", &e), TIMELINE_MAX);
    timeline_free(t);
    centre_release(&c);
}

/* A floor of n agents named PREFIX0 …, all ready since `now`. */
static void book_many(struct timeline *t, const struct centre *c, const char *prefix, int n,
                      int64_t now, int64_t day)
{
    struct snap_builder *b = snap_builder_new();
    char id[32];
    fx_queue(b, "q", 0);
    for (int i = 0; i < n; i++) {
        snprintf(id, sizeof id, "%s%d", prefix, i);
        fx_agent(b, id, "q", ST_READY, now);
    }
    struct snapshot *s = snap_builder_finish(b);
    s->time = now;
    struct floor *f = floor_read(s, NULL, c, NULL, now);
    timeline_apply(t, f, day);
    floor_free(f);
    snapshot_free(s);
    snap_builder_free(b);
}

/* Who left is kept for the day; a backend that renames its agents may not fill the memory. */
Test(timeline, who_left_is_kept_within_bounds)
{
    struct centre c;
    fx_centre_demo(&c);
    struct timeline *t = timeline_new();
    const struct timeline_entry *e = NULL;
    int64_t day = fx_time("2026-11-21T00:00:00+08:00"), next = day + 86400;
    book_many(t, &c, "old", 1, day + 100, day);
    book_many(t, &c, "late", 1, next + 5, day);
    book_many(t, &c, "new", 1, next + 10, next);
    cr_expect_eq(timeline_get(t, "old0", &e), 0, "gone with its day");
    cr_expect_eq(timeline_get(t, "late0", &e), 1);
    char prefix[8];
    for (int i = 0; i < 4; i++) {
        snprintf(prefix, sizeof prefix, "%c", 'a' + i);
        book_many(t, &c, prefix, 9000, next + 20 + i, next);
    }
    cr_expect_eq(timeline_get(t, "a0", &e), 0, "gone when there were too many");
    cr_expect_eq(timeline_get(t, "d0", &e), 1);
    timeline_free(t);
    centre_release(&c);
}
