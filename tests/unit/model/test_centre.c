#include <criterion/criterion.h>
#include <stdio.h>

#include "fixture.h"

Test(centre, every_setting_has_its_default_and_comes_back_as_text)
{
    struct centre c;
    centre_init(&c);
    cr_expect_eq(c.poll_s, 2);
    cr_expect_eq(c.stale_s, 10);
    cr_expect_eq(c.sl_variant, SL_F5);
    cr_expect_eq(c.talk_limit_s, 300);
    cr_expect_eq(c.rate_min_decided, 20);
    cr_expect_eq(c.interval_min, 30);
    cr_expect(c.mask_caller);
    for (size_t i = 0; i < n_setting_defs; i++) {
        char text[64];
        centre_get(&c, &setting_defs[i], text, sizeof text);
        cr_expect_str_eq(text, setting_defs[i].dflt, "%s", setting_defs[i].name);
        cr_expect_eq(centre_set(&c, setting_defs[i].name, text, NULL), OK);
        cr_expect_gt(strlen(setting_defs[i].doc), 10);
        for (size_t k = 0; k < i; k++) {
            cr_expect_str_neq(setting_defs[k].name, setting_defs[i].name);
        }
    }
    centre_release(&c);
    centre_release(NULL);
}

static void expect_refused(struct centre *c, const char *name, const char *value, const char *part)
{
    struct err e = {0};
    struct buf text;
    buf_init(&text, 0);
    cr_expect_eq(centre_set(c, name, value, &e), ERR_PARSE, "%s = %s", name, value);
    err_format(&text, e.msgid, &e);
    cr_expect_not_null(strstr(buf_str(&text), part), "%s", buf_str(&text));
    buf_release(&text);
}

Test(centre, bad_values_name_the_range_or_the_choices)
{
    struct centre c;
    centre_init(&c);
    expect_refused(&c, "wallboard.poll_sec", "0", "from 1 to 60");
    expect_refused(&c, "wallboard.poll_sec", "61", "from 1 to 60");
    expect_refused(&c, "wallboard.poll_sec", "2s", "whole number");
    expect_refused(&c, "wallboard.poll_sec", "", "whole number");
    expect_refused(&c, "wallboard.poll_sec", "99999999999999999999", "whole number");
    expect_refused(&c, "wallboard.sl_variant", "f6", "f1|f2|f3|f4|f5");
    expect_refused(&c, "wallboard.period", "shift", "auto|interval|segment|day");
    expect_refused(&c, "privacy.mask_caller", "maybe", "on or off");
    expect_refused(&c, "centre.day_start", "25:00", "HH:MM");
    expect_refused(&c, "centre.day_start", "24:00", "HH:MM");
    cr_expect_eq(c.poll_s, 2, "a refused value changes nothing");
    cr_expect_eq(centre_set(&c, "wallboard.pol_sec", "2", NULL), ERR_NOT_FOUND);
    cr_expect_eq(centre_set(&c, "wallboard.poll_sec", "60", NULL), OK);
    cr_expect_eq(centre_set(&c, "wallboard.sl_variant", "f2", NULL), OK);
    cr_expect_eq(centre_set(&c, "centre.day_start", "06:00", NULL), OK);
    cr_expect_eq(centre_set(&c, "privacy.mask_caller", "no", NULL), OK);
    cr_expect_eq(c.poll_s, 60);
    cr_expect_eq(c.sl_variant, SL_F2);
    cr_expect_eq(c.day_start_min, 360);
    cr_expect_not(c.mask_caller);
    centre_release(&c);
}

Test(centre, reads_the_demonstration_files)
{
    struct centre c;
    fx_centre_demo(&c);
    cr_expect_eq(c.queues.n, 8);
    cr_expect_eq(c.segments.n, 14);
    cr_expect_eq(c.pauses.n, 15);
    cr_expect_eq(c.teams.n, 5);
    cr_expect_eq(c.sites.n, 2);
    cr_expect_eq(c.staff.n, 64);
    const struct queue_cfg *q = centre_queue(&c, "Q30");
    cr_assert_not_null(q);
    cr_expect_str_eq(q->name_zh, "投诉建议");
    cr_expect_eq(q->sl_pct, 90);
    cr_expect_eq(q->sl_s, 15);
    cr_expect_eq(q->acw_s, 90);
    cr_expect_eq(q->longest_crit_s, 30);
    cr_expect_eq(queue_min_ready(q, "A"), 1);
    cr_expect_eq(queue_min_ready(q, "N"), 0);
    cr_expect_eq(queue_min_ready(centre_queue(&c, "Q10"), "N"), 1);
    cr_expect_eq(queue_min_ready(q, "X"), 0);
    const struct segment_cfg *s = centre_segment(&c, "AC");
    cr_expect_eq(s->n_blocks, 2);
    cr_expect_eq(s->block[1].from_min, 14 * 60 + 30);
    cr_expect_eq(s->n_meal, 2);
    s = centre_segment(&c, "N");
    cr_expect_eq(s->block[0].to_min, 32 * 60);
    cr_expect_eq(s->meal[0].from_min, 23 * 60);
    cr_expect_eq(s->meal[0].to_min, 25 * 60);
    cr_expect(segment_is_night(s));
    cr_expect_not(segment_is_night(centre_segment(&c, "NR")));
    cr_expect_not(segment_is_night(NULL));
    const struct pause_cfg *p = centre_pause(&c, "meal");
    cr_assert_not_null(p, "a switch may send another case");
    cr_expect_eq(pause_max_min(p, false), 30);
    cr_expect_eq(pause_max_min(p, true), 60);
    p = centre_pause(&c, "BRK");
    cr_expect_eq(pause_max_min(p, true), 10, "empty: as by day");
    cr_expect_eq(pause_max_per_shift_min(p, true), 60);
    p = centre_pause(&c, "NREST");
    cr_expect_eq(p->window_from_min, 23 * 60);
    cr_expect_eq(p->window_to_min, 30 * 60);
    cr_expect_eq(centre_pause(&c, "MEAL")->window_from_min, -1);
    cr_expect_str_eq(centre_staff(&c, "1001")->name_py, "Lin Ruolan");
    cr_expect_str_eq(centre_team(&c, "T4")->site, "QINGYU");
    cr_expect_eq(centre_site(&c, "QINGYU")->open_to_min, 22 * 60);
    cr_expect_null(centre_queue(&c, "Q99"));
    cr_expect_null(centre_staff(&c, ""));
    centre_release(&c);
}

Test(centre, fields_that_are_wrong)
{
    static const char *const bad[][3] = {
        {"queue", "open_from", "8am"},
        {"queue", "sl_pct", "101"},
        {"queue", "channel", "fax"},
        {"queue", "min_ready_by_segment", "A=2,B=1"},
        {"queue", "min_ready_by_segment", "A="},
        {"queue", "min_ready_by_segment", "=2"},
        {"queue", "min_ready_by_segment", "ABCDEFGH=1"},
        {"queue", "min_ready_by_segment", "A=1 B=1 C=1 D=1 E=1 F=1 G=1 H=1 I=1"},
        {"queue", "wrapup_sec", "-1"},
        {"segment", "segments", "08:00"},
        {"segment", "segments", "08:00-12:00;13:00"},
        {"segment", "segments", "00:00-01:00;02:00-03:00;04:00-05:00;06:00-07:00;08:00-09:00"},
        {"segment", "segments", "08:00-09:00+1"},
        {"segment", "kind", "nap"},
        {"pause", "night_max_minutes", "-1"},
        {"pause", "window", "23:00"},
        {"pause", "window", "23:00-24:00;01:00-02:00"},
        {"pause", "needs_approval", "2"},
    };
    struct centre c;
    centre_init(&c);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct err e = {0};
        cr_expect_eq(centre_field(&c, bad[i][0], "X", bad[i][1], bad[i][2], &e), ERR_PARSE, "%s %s",
                     bad[i][1], bad[i][2]);
        cr_expect_str_eq(e.arg[0], bad[i][1]);
    }
    cr_expect_eq(centre_field(&c, "queue", "X", "sl_percent", "80", NULL), ERR_NOT_FOUND);
    cr_expect_eq(centre_field(&c, "queues", "X", "sl_pct", "80", NULL), ERR_NOT_FOUND);
    cr_expect_eq(centre_field(&c, "queue", "", "sl_pct", "80", NULL), ERR_PARSE);
    cr_expect_eq(centre_field(&c, "queue", "X", "remark", "anything", NULL), OK);
    cr_expect_eq(centre_field(&c, "queue", "X", "sl_pct", "", NULL), OK);
    cr_expect_eq(centre_field(&c, "segment", "X", "segments", "", NULL), OK);
    cr_expect_eq(c.queues.n, 1);
    for (const char *const *p = centre_columns("queue"); *p; p++) {
        cr_expect_neq(centre_field(&c, "queue", "Y", *p, "", NULL), ERR_NOT_FOUND);
    }
    cr_expect_null(*centre_columns("nothing"));
    centre_release(&c);
}

Test(centre, finish_refuses_what_does_not_hang_together)
{
    struct centre c;
    struct err e = {0};
    centre_init(&c);
    cr_expect_eq(centre_set(&c, "sched.interval_min", "25", NULL), OK);
    cr_expect_eq(centre_finish(&c, &e), ERR_PARSE);
    cr_expect_eq(centre_set(&c, "sched.interval_min", "15", NULL), OK);
    cr_expect_eq(centre_finish(&c, &e), OK);
    cr_expect_eq(centre_finish(&c, &e), OK, "a second time is harmless");
    cr_expect_eq(centre_set(&c, "centre.zone", "Asia/Nowhere", NULL), OK);
    cr_expect_eq(centre_finish(&c, &e), ERR_NOT_FOUND);
    cr_expect_eq(centre_set(&c, "centre.zone", "Europe/Berlin", NULL), OK);

    centre_field(&c, "queue", "Q", "waiting_warn", "5", NULL);
    centre_field(&c, "queue", "Q", "waiting_crit", "4", NULL);
    cr_expect_eq(centre_finish(&c, &e), ERR_PARSE);
    centre_field(&c, "queue", "Q", "waiting_crit", "5", NULL);
    cr_expect_eq(centre_finish(&c, &e), OK);

    centre_field(&c, "segment", "A", "segments", "08:00-12:00", NULL);
    centre_field(&c, "segment", "N", "segments", "18:00-08:00+1", NULL);
    cr_expect_eq(centre_finish(&c, &e), OK);
    centre_field(&c, "segment", "B", "segments", "11:59-13:00", NULL);
    cr_expect_eq(centre_finish(&c, &e), ERR_PARSE);
    centre_field(&c, "segment", "B", "kind", "flex", NULL);
    cr_expect_eq(centre_finish(&c, &e), OK, "only segments must not overlap");
    centre_release(&c);
}

struct at {
    const char *t, *code, *from, *to, *day;
};

Test(centre, the_running_segment)
{
    static const struct at at[] = {
        {"2026-11-21T08:00:00+08:00", "A", "2026-11-21T08:00:00+08:00", "2026-11-21T12:00:00+08:00",
         "2026-11-21T00:00:00Z"},
        {"2026-11-21T07:59:59+08:00", "N", "2026-11-20T18:00:00+08:00", "2026-11-21T08:00:00+08:00",
         "2026-11-20T00:00:00Z"},
        {"2026-11-21T12:00:00+08:00", "B", "2026-11-21T12:00:00+08:00", "2026-11-21T14:30:00+08:00",
         "2026-11-21T00:00:00Z"},
        {"2026-11-21T17:59:59+08:00", "C", "2026-11-21T14:30:00+08:00", "2026-11-21T18:00:00+08:00",
         "2026-11-21T00:00:00Z"},
        {"2026-11-30T23:59:59+08:00", "N", "2026-11-30T18:00:00+08:00", "2026-12-01T08:00:00+08:00",
         "2026-11-30T00:00:00Z"},
        {"2027-01-01T00:00:00+08:00", "N", "2026-12-31T18:00:00+08:00", "2027-01-01T08:00:00+08:00",
         "2026-12-31T00:00:00Z"},
    };
    struct centre c;
    fx_centre_demo(&c);
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        int64_t from = 0, to = 0, day = 0;
        const struct segment_cfg *s = centre_segment_at(&c, fx_time(at[i].t), &from, &to, &day);
        cr_assert_not_null(s, "%s", at[i].t);
        cr_expect_str_eq(s->code, at[i].code, "%s", at[i].t);
        cr_expect_eq(from, fx_time(at[i].from), "%s", at[i].t);
        cr_expect_eq(to, fx_time(at[i].to), "%s", at[i].t);
        cr_expect_eq(day, fx_time(at[i].day) / 86400, "%s", at[i].t);
    }
    centre_release(&c);
}

Test(centre, segments_without_minimums_and_without_any)
{
    struct centre c;
    int64_t from, to, day;
    fx_centre_plain(&c);
    cr_expect_null(centre_segment_at(&c, 0, &from, &to, &day));
    centre_field(&c, "segment", "D", "segments", "06:00-14:00", NULL);
    const struct segment_cfg *s =
        centre_segment_at(&c, fx_time("2026-11-21T13:59:59+08:00"), &from, &to, &day);
    cr_assert_not_null(s);
    cr_expect_str_eq(s->code, "D");
    cr_expect_null(centre_segment_at(&c, fx_time("2026-11-21T14:00:00+08:00"), &from, &to, &day),
                   "between the segments");
    centre_release(&c);
}

Test(centre, opening_hours)
{
    struct centre c;
    fx_centre_plain(&c);
    centre_field(&c, "queue", "day", "open_from", "08:00", NULL);
    centre_field(&c, "queue", "day", "open_to", "18:00", NULL);
    centre_field(&c, "queue", "night", "open_from", "22:00", NULL);
    centre_field(&c, "queue", "night", "open_to", "06:00+1", NULL);
    centre_field(&c, "queue", "night2", "open_from", "22:00", NULL);
    centre_field(&c, "queue", "night2", "open_to", "06:00", NULL);
    centre_field(&c, "queue", "always", "skill", "x", NULL);
    struct {
        const char *queue, *t;
        bool open;
    } at[] = {
        {"day", "2026-11-21T07:59:59+08:00", false},
        {"day", "2026-11-21T08:00:00+08:00", true},
        {"day", "2026-11-21T17:59:59+08:00", true},
        {"day", "2026-11-21T18:00:00+08:00", false},
        {"night", "2026-11-21T21:59:59+08:00", false},
        {"night", "2026-11-21T22:00:00+08:00", true},
        {"night", "2026-11-21T05:59:59+08:00", true},
        {"night", "2026-11-21T06:00:00+08:00", false},
        {"night2", "2026-11-21T05:59:59+08:00", true},
        {"night2", "2026-11-21T06:00:00+08:00", false},
        {"always", "2026-11-21T03:00:00+08:00", true},
    };
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        cr_expect_eq(queue_open_at(centre_queue(&c, at[i].queue), c.zone, fx_time(at[i].t)),
                     at[i].open, "%s %s", at[i].queue, at[i].t);
    }
    centre_release(&c);
}

Test(centre, targets_of_a_queue)
{
    struct centre c;
    fx_centre_demo(&c);
    cr_expect_eq(queue_sl_pct(&c, NULL), 80);
    cr_expect_eq(queue_sl_s(&c, NULL), 20);
    cr_expect_eq(queue_sl_pct(&c, centre_queue(&c, "Q50")), 95);
    cr_expect_eq(queue_abandon_pct(&c, centre_queue(&c, "Q50")), 2);
    cr_expect_eq(queue_answer_pct(&c, centre_queue(&c, "Q50")), 90);
    cr_expect_eq(queue_answer_pct(&c, centre_queue(&c, "Q60")), 0, "outbound has only its own");
    centre_release(&c);
}

Test(centre, many_staff_are_found_fast)
{
    struct centre c;
    centre_init(&c);
    char id[16];
    for (int i = 0; i < 10000; i++) {
        snprintf(id, sizeof id, "%d", i);
        cr_assert_eq(centre_field(&c, "staff", id, "name_zh", id, NULL), OK);
    }
    cr_expect_eq(c.staff.n, 10000);
    cr_expect_str_eq(centre_staff(&c, "9999")->name_zh, "9999");
    centre_release(&c);
}
