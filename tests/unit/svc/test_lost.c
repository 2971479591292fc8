/* The list of abandoned calls, and when two snapshots are the same. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "lost.h"
#include "same.h"
#include "zhiban/base/mem.h"
#include "zhiban/model/snapshot_builder.h"

#define T0 1795240951 /* 2026-11-21T06:02:31Z */

struct spec {
    int64_t time, answered, abandoned, lost, waiting;
    const char *calls[4];
};

static struct snapshot *snap(const struct spec *x)
{
    struct snap_builder *b = snap_builder_new();
    struct snapshot *s = snap_builder_snapshot(b);
    s->time = x->time;
    s->has_calls = true;
    struct snap_queue *q = snap_add_queue(b, "q", "queues[0]");
    q->t.answered = x->answered;
    q->t.abandoned = x->abandoned;
    q->lost = x->lost;
    q->waiting = x->waiting;
    for (int i = 0; i < 4 && x->calls[i]; i++) {
        struct snap_call *c = snap_add_call(b, x->calls[i], "q", "calls[]");
        c->since = T0 - 40;
        c->caller = "13800000001";
    }
    s = snap_builder_finish(b);
    snap_builder_free(b);
    return s;
}

/* Applies a pair of snapshots to an empty list; returns how many calls it holds. */
static size_t after(struct spec a, struct spec b, struct lost *l)
{
    struct snapshot *one = snap(&a), *two = snap(&b);
    lost_apply(l, one, two, T0 + 2, T0 - 3600);
    snapshot_free(one);
    snapshot_free(two);
    return l->calls.n;
}

static size_t count_after(struct spec a, struct spec b)
{
    struct lost l = {0};
    size_t n = after(a, b, &l);
    lost_release(&l);
    return n;
}

Test(lost, one_vanished_and_one_more_abandoned_is_inferred)
{
    struct lost l = {0};
    struct spec a = {T0, 5, 1, UNKNOWN, 2, {"c1", "c2"}};
    struct spec b = {T0 + 2, 5, 2, UNKNOWN, 1, {"c2"}};
    cr_assert_eq(after(a, b, &l), 1);
    const struct lost_call *c = &l.calls.v[0].call;
    cr_expect_eq(c->outcome, OUT_ABANDONED);
    cr_expect(c->inferred);
    cr_expect_eq(c->wait_s, 42);
    cr_expect_eq(c->ended, T0 + 2);
    cr_expect_str_eq(c->caller, "13800000001");
    cr_expect_str_eq(c->queue_id, "q");
    cr_expect_eq(after(a, b, &l), 1); /* once only */
    lost_release(&l);
}

Test(lost, what_is_ambiguous_is_left_out)
{
    struct spec a = {T0, 5, 1, UNKNOWN, 2, {"c1", "c2"}};
    /* one answered and one abandoned: which? */
    cr_expect_eq(count_after(a, (struct spec){T0 + 2, 6, 2, UNKNOWN, 0, {NULL}}), 0);
    /* one vanished, two abandoned: one came and left unseen */
    cr_expect_eq(count_after(a, (struct spec){T0 + 2, 5, 3, UNKNOWN, 1, {"c2"}}), 0);
    /* one vanished, none abandoned: it flowed out */
    cr_expect_eq(count_after(a, (struct spec){T0 + 2, 5, 1, UNKNOWN, 1, {"c2"}}), 0);
    /* counters went back */
    cr_expect_eq(count_after(a, (struct spec){T0 + 2, 0, 1, UNKNOWN, 0, {NULL}}), 0);
    /* counters not told */
    cr_expect_eq(count_after(a, (struct spec){T0 + 2, UNKNOWN, 2, UNKNOWN, 1, {"c2"}}), 0);
    /* nobody vanished */
    cr_expect_eq(count_after(a, (struct spec){T0 + 2, 5, 2, UNKNOWN, 2, {"c1", "c2"}}), 0);
}

Test(lost, two_of_two_are_inferred_and_loss_alone_keeps_the_outcome_unknown)
{
    struct spec a = {T0, 5, 1, UNKNOWN, 2, {"c1", "c2"}};
    cr_expect_eq(count_after(a, (struct spec){T0 + 2, 5, 3, UNKNOWN, 0, {NULL}}), 2);
    struct lost l = {0};
    a = (struct spec){T0, 5, UNKNOWN, 7, 1, {"c1"}};
    cr_assert_eq(after(a, (struct spec){T0 + 2, 5, UNKNOWN, 8, 0, {NULL}}, &l), 1);
    cr_expect_eq(l.calls.v[0].call.outcome, OUT_UNKNOWN);
    lost_release(&l);
}

static struct snapshot *ended(const char *const *ids, const int64_t *at, int n)
{
    struct snap_builder *b = snap_builder_new();
    snap_builder_snapshot(b)->has_ended = true;
    snap_add_queue(b, "q", "queues[0]");
    for (int i = 0; i < n; i++) {
        struct snap_ended *x = snap_add_ended(b, ids[i], "q", "ended[]");
        x->since = at[i] - 30;
        x->ended = at[i];
        x->caller = "13800000002";
        x->outcome = ids[i][0] == 'a' ? OUT_ABANDONED : OUT_ANSWERED;
    }
    struct snapshot *s = snap_builder_finish(b);
    snap_builder_free(b);
    return s;
}

Test(lost, what_the_backend_tells_is_listed_in_order_once)
{
    static const char *const ids[] = {"a1", "x2", "a3", "a0"};
    static const int64_t at[] = {T0 + 50, T0 + 60, T0 + 40, T0 - 7200};
    struct lost l = {0};
    struct snapshot *s = ended(ids, at, 4);
    cr_expect(lost_apply(&l, NULL, s, T0 + 60, T0 - 3600));
    cr_expect_not(lost_apply(&l, s, s, T0 + 62, T0 - 3600));
    cr_assert_eq(l.calls.n, 2); /* the answered one and yesterday's are not */
    cr_expect_str_eq(l.calls.v[0].id, "a3");
    cr_expect_str_eq(l.calls.v[1].id, "a1");
    cr_expect_eq(l.calls.v[1].call.wait_s, 30);
    cr_expect_not(l.calls.v[1].call.inferred);
    cr_expect(lost_roll(&l, T0 + 45));
    cr_assert_eq(l.calls.n, 1);
    cr_expect_not(lost_roll(&l, T0 + 45));
    cr_expect_not(lost_apply(&l, NULL, s, T0 + 62, T0 + 45)); /* and does not come back */
    snapshot_free(s);
    lost_release(&l);
}

Test(lost, the_list_is_bounded)
{
    struct lost l = {0};
    for (int i = 0; i < LOST_MAX + 500; i++) {
        char id[16];
        snprintf(id, sizeof id, "a%d", i);
        const char *ids[] = {id};
        int64_t at[] = {T0 + i};
        struct snapshot *s = ended(ids, at, 1);
        lost_apply(&l, NULL, s, T0 + i, T0);
        snapshot_free(s);
        cr_assert_leq(l.calls.n, LOST_MAX);
    }
    cr_expect_eq(l.calls.v[l.calls.n - 1].call.ended, T0 + LOST_MAX + 499);
    lost_release(&l);
}

/* ---- the same floor -------------------------------------------------------------------------- */

Test(same, time_alone_is_no_difference)
{
    struct spec a = {T0, 5, 1, UNKNOWN, 1, {"c1"}};
    struct spec b = {T0 + 2, 5, 1, UNKNOWN, 1, {"c1"}};
    struct snapshot *one = snap(&a), *two = snap(&b);
    cr_expect(snapshot_same(one, two, 2000));
    cr_expect(snapshot_same(one, two, 3400));     /* polls jitter */
    cr_expect_not(snapshot_same(one, two, 9000)); /* the backend's clock stood still */
    cr_expect(snapshot_same(one, one, 9000));     /* the very same document */
    snapshot_free(one);
    snapshot_free(two);
}

static bool same_but(struct spec b)
{
    struct spec a = {T0, 5, 1, UNKNOWN, 1, {"c1"}};
    struct snapshot *one = snap(&a), *two = snap(&b);
    bool same = snapshot_same(one, two, 0);
    snapshot_free(one);
    snapshot_free(two);
    return same;
}

Test(same, every_other_difference_counts)
{
    cr_expect(same_but((struct spec){T0, 5, 1, UNKNOWN, 1, {"c1"}}));
    cr_expect_not(same_but((struct spec){T0, 6, 1, UNKNOWN, 1, {"c1"}}));
    cr_expect_not(same_but((struct spec){T0, 5, 2, UNKNOWN, 1, {"c1"}}));
    cr_expect_not(same_but((struct spec){T0, 5, 1, 0, 1, {"c1"}}));
    cr_expect_not(same_but((struct spec){T0, 5, 1, UNKNOWN, 2, {"c1"}}));
    cr_expect_not(same_but((struct spec){T0, 5, 1, UNKNOWN, 1, {"c2"}}));
    cr_expect_not(same_but((struct spec){T0, 5, 1, UNKNOWN, 1, {NULL}}));
    cr_expect_not(same_but((struct spec){UNKNOWN, 5, 1, UNKNOWN, 1, {"c1"}}));
}
