/* Back-off: bounds, growth, Retry-After, and that a seed repeats it. */
#include <criterion/criterion.h>

#include "zhiban/net/net.h"

Test(backoff, stays_inside_the_doubling_bounds)
{
    static const int cap_s[] = {1, 2, 4, 8, 16, 32, 60, 60, 60};
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct net_backoff b = {.seed = seed};
        for (size_t i = 0; i < sizeof cap_s / sizeof *cap_s; i++) {
            int ms = net_backoff_next(&b, -1);
            cr_expect_geq(ms, 250);
            cr_expect_leq(ms, cap_s[i] * 1000);
        }
    }
}

Test(backoff, spreads_over_the_whole_range)
{
    int low = 60000, high = 0;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        struct net_backoff b = {.tries = 10, .seed = seed};
        int ms = net_backoff_next(&b, -1);
        low = ms < low ? ms : low;
        high = ms > high ? ms : high;
    }
    cr_expect_lt(low, 2000);
    cr_expect_gt(high, 58000);
}

Test(backoff, never_below_retry_after_but_that_is_capped)
{
    struct net_backoff b = {.seed = 3};
    cr_expect_eq(net_backoff_next(&b, 120), 120000);
    cr_expect_eq(net_backoff_next(&b, 86400), 300000);
    cr_expect_leq(net_backoff_next(&b, 0), 4000);
}

Test(backoff, a_seed_repeats_and_a_reset_begins_anew)
{
    struct net_backoff a = {.seed = 42}, b = {.seed = 42};
    for (int i = 0; i < 20; i++) {
        cr_expect_eq(net_backoff_next(&a, -1), net_backoff_next(&b, -1));
    }
    net_backoff_reset(&a);
    cr_expect_leq(net_backoff_next(&a, -1), 1000);
}

Test(backoff, without_a_seed_it_makes_its_own)
{
    struct net_backoff b = {0};
    cr_expect_geq(net_backoff_next(&b, -1), 250);
    cr_expect_neq(b.seed, 0);
}
