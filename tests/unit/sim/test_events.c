/* The event list: time first, then the order of entry; whatever the order of pushing. */
#include <criterion/criterion.h>

#include "events.h"
#include "rng.h"

Test(sim_events, pops_by_time_then_by_order_of_entry)
{
    struct events h = {0};
    struct rng r;
    rng_seed(&r, 7);
    for (uint32_t i = 0; i < 5000; i++) {
        events_push(&h, (struct event){.at_ms = rng_range(&r, 0, 300), .subject = i});
    }
    struct event last = events_pop(&h);
    for (int i = 1; i < 5000; i++) {
        struct event e = events_pop(&h);
        cr_assert(e.at_ms > last.at_ms || (e.at_ms == last.at_ms && e.order > last.order),
                  "event %d came too early", i);
        last = e;
    }
    cr_assert_eq(h.n, 0);
    events_release(&h);
}

Test(sim_events, pushes_between_pops_keep_the_order)
{
    struct events h = {0};
    struct rng r;
    rng_seed(&r, 8);
    int64_t now = 0;
    events_push(&h, (struct event){.at_ms = 0});
    for (int i = 0; i < 20000; i++) {
        struct event e = events_pop(&h);
        cr_assert_geq(e.at_ms, now);
        now = e.at_ms;
        for (int k = 0; k < (h.n < 100 ? 2 : 1); k++) {
            events_push(&h, (struct event){.at_ms = now + rng_range(&r, 0, 1000)});
        }
    }
    events_release(&h);
}

Test(sim_events, a_seed_gives_the_same_numbers_and_another_one_others)
{
    struct rng a, b, c;
    rng_seed(&a, 42);
    rng_seed(&b, 42);
    rng_seed(&c, 43);
    int same = 0;
    for (int i = 0; i < 100; i++) {
        uint64_t x = rng_next(&a);
        cr_assert_eq(x, rng_next(&b));
        same += x == rng_next(&c);
    }
    cr_assert_eq(same, 0);
}

Test(sim_events, distributions_have_the_means_they_are_asked_for)
{
    struct rng r;
    rng_seed(&r, 1);
    double e = 0, l = 0;
    int64_t lo = 100, hi = -100;
    const int n = 200000;
    for (int i = 0; i < n; i++) {
        e += rng_exp(&r, 30);
        l += rng_lognormal(&r, 240, .65);
        int64_t k = rng_range(&r, -2, 3);
        lo = k < lo ? k : lo;
        hi = k > hi ? k : hi;
    }
    cr_expect_float_eq(e / n, 30, 0.3);
    cr_expect_float_eq(l / n, 240, 3);
    cr_expect_eq(lo, -2);
    cr_expect_eq(hi, 3);
}
