/* The floor's arrival, waiting and routing code as a plain queueing system, against the exact
 * formulas of Erlang C and Erlang A (tests/fixtures/erlang/README_erlang.md). Each case is run as
 * independent replications; their spread gives the standard error the mean is judged by. */
#include "support.h"

#include <math.h>

#define RUNS 20
#define CALLS 20000

struct exact {
    double p_wait, sl, mean_wait_s, abandoned;
};

static struct exact erlang_c(double load, int n, double aht_s, double target_s)
{
    double b = 1;
    for (int k = 1; k <= n; k++) {
        b = load * b / (k + load * b);
    }
    double c = n * b / (n - load * (1 - b));
    return (struct exact){c, 1 - c * exp(-(n - load) * target_s / aht_s), c * aht_s / (n - load),
                          0};
}

/* The birth-death chain to a length that no longer matters, and the waiting density by Simpson's
 * rule. */
static struct exact erlang_a(double per_s, int n, double aht_s, double patience_s, double target_s)
{
    double p[2000];
    double sum = 0, queue = 0, wait = 0;
    p[0] = 1;
    for (int k = 1; k < 2000; k++) {
        double down = (k < n ? k : n) / aht_s + (k > n ? k - n : 0) / patience_s;
        p[k] = p[k - 1] * per_s / down;
    }
    for (int k = 0; k < 2000; k++) {
        sum += p[k];
        queue += k > n ? (k - n) * p[k] : 0;
        wait += k >= n ? p[k] : 0;
    }
    double served = 0;
    const int steps = 2000;
    for (int i = 0; i <= steps; i++) {
        double t = target_s * i / steps;
        double v = per_s * p[n - 1] / sum *
                   exp(per_s * patience_s * (1 - exp(-t / patience_s)) - n * t / aht_s);
        double weight = i == 0 || i == steps ? 1 : i % 2 ? 4 : 2;
        served += weight * v * exp(-t / patience_s);
    }
    served *= target_s / steps / 3;
    return (struct exact){wait / sum, 1 - wait / sum + served, queue / sum / per_s,
                          queue / sum / patience_s / per_s};
}

struct mean {
    double sum, squares;
};

static void add(struct mean *m, double x)
{
    m->sum += x;
    m->squares += x * x;
}

/* Within three standard errors, and these small enough for the comparison to mean something. */
static void judge(const char *what, const struct mean *m, double exact, double widest)
{
    double mean = m->sum / RUNS;
    double se = sqrt((m->squares / RUNS - mean * mean) / (RUNS - 1));
    cr_expect_leq(se, widest, "%s: standard error %g", what, se);
    cr_expect_leq(fabs(mean - exact), 3 * se, "%s: %g, exactly %g, standard error %g", what, mean,
                  exact, se);
}

static void compare(struct sim_mmn m, struct exact exact, uint64_t seed)
{
    struct mean p_wait = {0}, sl = {0}, wait = {0}, abandoned = {0};
    m.calls = CALLS;
    for (int i = 0; i < RUNS; i++) {
        m.seed = seed + (uint64_t)i;
        struct sim_mmn_result r = sim_mmn_run(&m);
        add(&p_wait, r.wait_probability);
        add(&sl, r.service_level);
        add(&wait, r.mean_wait_s);
        add(&abandoned, r.abandoned);
    }
    judge("wait probability", &p_wait, exact.p_wait, 0.01);
    judge("service level", &sl, exact.sl, 0.01);
    judge("mean wait", &wait, exact.mean_wait_s, 0.1 * exact.mean_wait_s);
    if (m.patience_s > 0) {
        judge("abandoned", &abandoned, exact.abandoned, 0.003);
    } else {
        cr_expect_eq(abandoned.sum, 0, "endless patience");
    }
}

Test(sim_mmn, agrees_with_erlang_c)
{
    /* 100 calls in 30 minutes of 180 s, 14 agents: 17.4 % wait, 88.8 % within 20 s. */
    struct sim_mmn m = {.calls_per_s = 100.0 / 1800, .aht_s = 180, .agents = 14, .target_s = 20};
    struct exact exact = erlang_c(10, 14, 180, 20);
    cr_assert_float_eq(exact.p_wait, 0.1741319335950498, 1e-12);
    cr_assert_float_eq(exact.sl, 0.8883500191794669, 1e-12);
    compare(m, exact, 100);
}

Test(sim_mmn, agrees_with_erlang_c_when_it_is_busy)
{
    struct sim_mmn m = {.calls_per_s = 0.225, .aht_s = 200, .agents = 50, .target_s = 20};
    compare(m, erlang_c(45, 50, 200, 20), 200);
}

Test(sim_mmn, agrees_with_erlang_a)
{
    /* The same with a patience of five minutes: 14.5 % wait, 1.4 % hang up, 91.7 % within 20 s. */
    struct sim_mmn m = {
        .calls_per_s = 100.0 / 1800, .aht_s = 180, .agents = 14, .target_s = 20, .patience_s = 300};
    struct exact exact = erlang_a(m.calls_per_s, 14, 180, 300, 20);
    cr_assert_float_eq(exact.p_wait, 0.14526, 1e-5);
    cr_assert_float_eq(exact.abandoned, 0.013984, 1e-6);
    cr_assert_float_eq(exact.sl, 0.916792, 1e-6);
    compare(m, exact, 300);
}

Test(sim_mmn, agrees_with_erlang_a_beyond_its_capacity)
{
    /* 12 erlangs on 10 agents: only hanging up keeps the queue finite. */
    struct sim_mmn m = {
        .calls_per_s = 12.0 / 150, .aht_s = 150, .agents = 10, .target_s = 15, .patience_s = 90};
    compare(m, erlang_a(m.calls_per_s, 10, 150, 90, 15), 400);
}

Test(sim_mmn, the_same_seed_gives_the_same_run)
{
    struct sim_mmn m = {.calls_per_s = .05, .aht_s = 180, .agents = 12, .target_s = 20, .seed = 5};
    m.calls = 5000;
    struct sim_mmn_result a = sim_mmn_run(&m);
    struct sim_mmn_result b = sim_mmn_run(&m);
    cr_expect_eq(memcmp(&a, &b, sizeof a), 0);
    m.seed = 6;
    b = sim_mmn_run(&m);
    cr_expect_neq(a.mean_wait_s, b.mean_wait_s);
}
