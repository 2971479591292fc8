#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

#include "fixture.h"
#include "zhiban/model/figures.h"

static void expect_pct(struct figure f, const char *want)
{
    char text[16];
    figure_pct(f, text);
    cr_expect_str_eq(text, want);
}

Test(figures, the_vector_of_the_service_level)
{
    static const double want[5] = {83.02, 86.00, 81.13, 82.69, 81.90};
    const struct tally t = {.answered = 1000,
                            .abandoned = 60,
                            .answered_in_target = 860,
                            .abandoned_in_target = 20,
                            .abandoned_short = 10};
    for (int v = SL_F1; v <= SL_F5; v++) {
        struct figure f = fig_service_level(&t, (enum sl_variant)v);
        cr_expect(f.known);
        cr_expect_lt(fabs(f.value - want[v]), 0.005, "%s %f", sl_variant_names[v], f.value);
    }
}

Test(figures, the_sample_of_the_interface)
{
    const struct tally t = {.offered = 412,
                            .answered = 389,
                            .answered_in_target = 340,
                            .abandoned = 18,
                            .abandoned_in_target = 6,
                            .abandoned_short = 4,
                            .wait_s = 5120,
                            .talk_s = 71020,
                            .hold_s = 2210,
                            .wrap_s = 9800,
                            .decided = 409};
    char text[16];
    expect_pct(fig_answer_rate(&t), "95.1%");
    expect_pct(fig_abandon_rate(&t), "3.5%");
    expect_pct(fig_loss_rate(&t), "4.9%");
    expect_pct(fig_service_level(&t, SL_F5), "84.4%");
    figure_secs(fig_asa(&t), text);
    cr_expect_str_eq(text, "13");
    figure_mmss(fig_aht(&t), text);
    cr_expect_str_eq(text, "3:33");
    figure_mmss(fig_att(&t), text);
    cr_expect_str_eq(text, "3:03");
    figure_secs(fig_acw(&t), text);
    cr_expect_str_eq(text, "25");
}

Test(figures, unknown_and_nothing_are_no_number)
{
    struct tally none = tally_unknown(), zero = {0};
    for (int v = SL_F1; v <= SL_F5; v++) {
        cr_expect_not(fig_service_level(&none, (enum sl_variant)v).known);
        cr_expect_not(fig_service_level(&zero, (enum sl_variant)v).known);
    }
    cr_expect_not(fig_answer_rate(&none).known);
    cr_expect_not(fig_answer_rate(&zero).known);
    cr_expect_not(fig_abandon_rate(&zero).known);
    cr_expect_not(fig_loss_rate(&zero).known);
    cr_expect_not(fig_asa(&zero).known);
    cr_expect_not(fig_aht(&none).known);
    struct tally t = {.answered = 10, .decided = 10, .talk_s = 100, .hold_s = UNKNOWN};
    cr_expect_not(fig_aht(&t).known, "one unknown part is enough");
    cr_expect(fig_att(&t).known);
    t.abandoned_short = UNKNOWN;
    cr_expect_not(fig_abandon_rate(&t).known);
    cr_expect_not(fig_service_level(&t, SL_F5).known);
    cr_expect(fig_service_level(&t, SL_F2).known);
    t.answered = 0;
    t.answered_in_target = 0;
    cr_expect(fig_answer_rate(&t).known, "none of ten is a figure");
    cr_expect_eq(fig_answer_rate(&t).value, 0);
    struct tally odd = {.abandoned = 2, .abandoned_short = 3, .decided = 5};
    cr_expect_not(fig_abandon_rate(&odd).known, "more short ones than all");
}

Test(figures, people)
{
    expect_pct(fig_occupancy(600, 100, 100, 200), "80.0%");
    expect_pct(fig_occupancy(600, UNKNOWN, 100, 200), "–");
    expect_pct(fig_occupancy(0, 0, 0, 0), "–");
    expect_pct(fig_seat_utilisation(4 * 3600, 2 * 3600, 3600, 1), "87.5%");
    expect_pct(fig_seat_utilisation(1, 1, 1, 0), "–");
    expect_pct(fig_utilisation(8 * 3600, 3600, 8 * 3600), "87.5%");
    expect_pct(fig_adherence(60, 10, 10), "71.4%");
    expect_pct(fig_adherence(60, 0, 0), "100.0%");
    expect_pct(fig_adherence(60, 200, 0), "0.0%");
    expect_pct(fig_adherence(0, 0, 0), "–");
    expect_pct(fig_conformance(60, 60), "100.0%");
    expect_pct(fig_conformance(75, 60), "125.0%");
    expect_pct(fig_conformance(0, 0), "–");
    expect_pct(fig_conformance(5, 0), "∞");
    expect_pct(fig_conformance(0, 60), "0.0%");
    expect_pct(fig_shrinkage(30, 100), "30.0%");
    expect_pct(fig_attendance_rate(43, 22), "97.7%");
    expect_pct(fig_punctual_rate(18, 22, 2), "90.0%");
    expect_pct(fig_punctual_rate(0, 2, 2), "–");
    expect_pct(fig_not_ready_rate(3, 19), "15.8%");
    expect_pct(fig_answered_within(19, 20), "95.0%");
    cr_expect_eq(fig_aht_part(90, 4).value, 22.5);
}

Test(figures, forecast_error)
{
    const double actual[] = {100, 200, 0}, forecast[] = {110, 180, 5};
    expect_pct(fig_wape(actual, forecast, 3), "11.7%");
    expect_pct(fig_wape(actual + 2, forecast + 2, 1), "–");
    expect_pct(fig_wape(NULL, NULL, 0), "–");
    const double nan[] = {NAN};
    expect_pct(fig_wape(nan, forecast, 1), "–");
}

Test(figures, as_text)
{
    char text[16];
    struct figure f = {.known = true, .value = 12.345};
    figure_pct(f, text);
    cr_expect_str_eq(text, "12.3%");
    f.value = 99.95;
    figure_pct(f, text);
    cr_expect_str_eq(text, "100.0%");
    f.value = 1e300;
    figure_pct(f, text);
    cr_expect_str_eq(text, "9999999.9%");
    figure_mmss(f, text);
    cr_expect_str_eq(text, "27777:46:39");
    f.value = 59.6;
    figure_mmss(f, text);
    cr_expect_str_eq(text, "1:00");
    f.value = 3600;
    figure_mmss(f, text);
    cr_expect_str_eq(text, "1:00:00");
    f.value = 0;
    figure_secs(f, text);
    cr_expect_str_eq(text, "0");
    f.known = false;
    figure_secs(f, text);
    cr_expect_str_eq(text, "–");
    figure_mmss(f, text);
    cr_expect_str_eq(text, "–");
}

Test(figures, the_table_is_complete_and_its_keys_are_unique)
{
    static const char *const rows[] = {
        "waiting",       "longest_wait",   "longest_today", "offered",
        "answered",      "abandoned",      "service_level", "answer_rate",
        "abandon_rate",  "loss_rate",      "asa",           "aht",
        "acw",           "occupancy",      "utilisation",   "seat_utilisation",
        "adherence",     "conformance",    "shrinkage",     "attendance_rate",
        "punctual_rate", "forecast_error", "trend",         "answered_within",
        "not_ready_rate"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_not_null(figure_def(rows[i]), "%s", rows[i]);
    }
    for (size_t i = 0; i < n_figure_defs; i++) {
        const struct figure_def *d = &figure_defs[i];
        cr_expect_eq(figure_def(d->key), d, "%s stands twice", d->key);
        cr_expect(*d->name && *d->formula && *d->note && *d->unit, "%s", d->key);
    }
    cr_expect_null(figure_def("nothing"));
}
