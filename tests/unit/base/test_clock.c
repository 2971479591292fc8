#include <criterion/criterion.h>
#include <stdlib.h>
#include <time.h>

#include "scratch.h"
#include "zhiban/base/clock.h"

#define T0 INT64_C(1795240951000) /* 2026-11-21T14:02:31+08:00 */

Test(clock, the_machine_is_the_default)
{
    unsetenv("ZHIBAN_NOW");
    struct clock c;
    struct err e = {0};
    cr_assert_eq(clock_init(&c, &e), OK);
    cr_assert_not(clock_replaced(&c));
    cr_assert_not(clock_still(&c));
    int64_t before = (int64_t)time(NULL);
    int64_t now = clock_now(&c);
    cr_assert(now >= before && now <= before + 60);
    int64_t mono = clock_mono_ms(&c);
    cr_assert_geq(clock_raw_ms(), mono);
    cr_assert_geq(clock_age_ms(&c, mono), 0);
    cr_assert_geq(clock_age_ms(&c, mono - 5000), 5000);
    cr_assert_eq(clock_age_ms(&c, mono + 3600000), 0, "a reading of the future has no age");
    clock_tick(&c);
    clock_release(&c);
    clock_release(NULL);
}

Test(clock, an_empty_variable_is_none)
{
    setenv("ZHIBAN_NOW", "", 1);
    struct clock c;
    cr_assert_eq(clock_init(&c, NULL), OK);
    cr_assert_not(clock_replaced(&c));
    clock_release(&c);
}

Test(clock, a_zero_value_is_the_machine)
{
    struct clock c = {0};
    cr_assert_not(clock_still(&c));
    cr_assert_gt(clock_now(&c), 1600000000);
    cr_assert_geq(clock_age_ms(&c, clock_mono_ms(&c)), 0);
}

Test(clock, a_fixed_time_stands_still)
{
    setenv("ZHIBAN_NOW", "2026-11-21T14:02:31+08:00", 1);
    struct clock c;
    cr_assert_eq(clock_init(&c, NULL), OK);
    cr_assert(clock_replaced(&c));
    cr_assert(clock_still(&c));
    cr_assert_eq(clock_now_ms(&c), T0);
    cr_assert_eq(clock_now(&c), T0 / 1000);
    int64_t mono = clock_mono_ms(&c);
    clock_tick(&c);
    cr_assert_eq(clock_mono_ms(&c), mono);
    cr_assert_eq(clock_age_ms(&c, mono), 0);
    clock_release(&c);
}

Test(clock, before_1970_seconds_round_down)
{
    struct clock c = {.mode = 0};
    setenv("ZHIBAN_NOW", "1969-12-31T23:59:59Z", 1);
    cr_assert_eq(clock_init(&c, NULL), OK);
    cr_assert_eq(clock_now(&c), -1);
    c.fixed_ms = -1;
    cr_assert_eq(clock_now(&c), -1);
    c.fixed_ms = -1001;
    cr_assert_eq(clock_now(&c), -2);
    clock_release(&c);
}

Test(clock, what_is_not_a_time_is_refused)
{
    static const char *const bad[] = {"yesterday",         "2026-11-21", "@",
                                      "@/nonexistent/now", "@/dev/tty",  "1795240951"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        setenv("ZHIBAN_NOW", bad[i], 1);
        struct clock c;
        struct err e = {0};
        cr_expect_eq(clock_init(&c, &e), ERR_USAGE, "%s", bad[i]);
        cr_expect_str_eq(e.arg[0], bad[i]);
        cr_expect_not_null(e.hint);
        cr_expect_null(c.file);
    }
}

Test(clock, a_file_moves_it)
{
    char *dir = scratch_new();
    char *path = scratch_file(dir, "now", "\n 2026-11-21T14:02:31+08:00\r\n", 29);
    char *value = mem_printf("@%s", path);
    setenv("ZHIBAN_NOW", value, 1);
    struct clock c;
    cr_assert_eq(clock_init(&c, NULL), OK);
    cr_assert(clock_still(&c));
    cr_assert_eq(clock_now_ms(&c), T0);
    int64_t mono = clock_mono_ms(&c);
    free(scratch_file(dir, "now", "2026-11-21T14:03:31+08:00", 25));
    cr_assert_eq(clock_now_ms(&c), T0, "not before the tick");
    clock_tick(&c);
    cr_assert_eq(clock_now_ms(&c), T0 + 60000);
    cr_assert_eq(clock_age_ms(&c, mono), 60000);
    free(scratch_file(dir, "now", "2026-11", 7)); /* being written */
    clock_tick(&c);
    cr_assert_eq(clock_now_ms(&c), T0 + 60000, "the last reading stands");
    remove(path);
    clock_tick(&c);
    cr_assert_eq(clock_now_ms(&c), T0 + 60000);
    clock_scale(&c, 60);
    cr_assert(clock_still(&c), "a file's clock is left to the file");
    clock_release(&c);
    free(value);
    free(path);
    scratch_free(dir);
}

Test(clock, a_scaled_clock_runs_from_its_origin)
{
    setenv("ZHIBAN_NOW", "2026-11-21T14:02:31+08:00", 1);
    struct clock c;
    cr_assert_eq(clock_init(&c, NULL), OK);
    clock_scale(&c, 60);
    cr_assert(clock_replaced(&c));
    cr_assert_not(clock_still(&c));
    cr_assert_eq(c.origin_ms, T0);
    c.raw0_ms -= 10000; /* as if ten real seconds had passed */
    int64_t now = clock_now_ms(&c);
    cr_assert(now >= T0 + 600000 && now < T0 + 600000 + 3600000);
    int64_t age = clock_age_ms(&c, T0);
    cr_assert(age >= 10000 && age < 70000, "ages are real time: %lld", (long long)age);
    clock_scale(&c, 0);
    cr_assert(clock_still(&c));
    int64_t held = clock_now_ms(&c);
    cr_assert_geq(held, now);
    cr_assert_eq(clock_now_ms(&c), held);
    clock_release(&c);
}

Test(clock, cpu_time_only_grows)
{
    int64_t a = clock_cpu_us();
    int64_t before = clock_raw_ms();
    while (clock_raw_ms() - before < 2) { /* two milliseconds of work */
    }
    cr_assert_gt(clock_cpu_us(), a);
}
