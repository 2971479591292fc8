/* Faults as they are written on the command line, and how often they hit. */
#include "support.h"

#include "fault.h"

Test(sim_fault, reads_every_fault)
{
    struct faults f = {0};
    struct err e = {0};
    static const char *const good[] = {"slow=2s",    "drop=10%", "garbage",        "truncate=50%",
                                       "status=503", "stall=1%", "reset-counters", "badcert"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        cr_expect_eq(fault_add(&f, good[i], &e), OK, "%s", good[i]);
    }
    cr_expect_eq(f.slow_ms, 2000);
    cr_expect_float_eq(f.drop, .1, 1e-9);
    cr_expect_eq(f.garbage, 1);
    cr_expect_float_eq(f.truncate, .5, 1e-9);
    cr_expect_eq(f.status, 503);
    cr_expect_float_eq(f.stall, .01, 1e-9);
    cr_expect(f.reset_counters && f.badcert);
    cr_expect_eq(fault_add(&f, "slow=250ms", &e), OK);
    cr_expect_eq(f.slow_ms, 250);
}

Test(sim_fault, refuses_what_it_does_not_know)
{
    static const char *const bad[] = {
        "",          "slow",      "slow=2",     "slow=-1s",        "slow=9999h", "slow=1e9s",
        "slow=nans", "drop=0%",   "drop=101%",  "drop=10",         "drop=",      "drop=nan%",
        "status",    "status=",   "status=200", "status=600",      "status=5x",  "garbag",
        "garbage=x", "badcert=1", "Stall",      "reset-counters=5"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct faults f = {0};
        struct err e = {0};
        cr_expect_eq(fault_add(&f, bad[i], &e), ERR_USAGE, "%s", bad[i]);
        cr_expect_str_eq(e.arg[0], bad[i]);
        cr_expect_not_null(e.hint);
    }
}

Test(sim_fault, hits_its_share)
{
    struct faults f = {.drop = .1};
    struct rng r;
    int n = 0;
    rng_seed(&r, 9);
    for (int i = 0; i < 20000; i++) {
        n += fault_draw(&f, &r) == FAULT_DROP;
    }
    cr_expect(n > 1850 && n < 2150, "%d of 20000", n);
    cr_expect_eq(fault_draw(&(struct faults){0}, &r), FAULT_NONE);
    cr_expect_eq(fault_draw(&(struct faults){.garbage = 1}, &r), FAULT_GARBAGE);
    cr_expect_eq(fault_draw(&(struct faults){.error = 1, .stall = 1}, &r), FAULT_STALL);
}
