#include <criterion/criterion.h>
#include <limits.h>
#include <string.h>

#include "zhiban/base/civil.h"

Test(civil, days_and_back_over_four_centuries)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t day = civil_days(1799, 1, 1);
    int wday = 2; /* a Tuesday */
    for (int y = 1799; y < 2205; y++) {
        bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
        for (int m = 1; m <= 12; m++) {
            int n = lengths[m - 1] + (m == 2 && leap);
            for (int d = 1; d <= n; d++, day++, wday = (wday + 1) % 7) {
                struct civil c;
                civil_from_days(day, &c);
                if (civil_days(y, m, d) != day || c.year != y || c.mon != m || c.day != d ||
                    c.wday != wday) {
                    cr_assert_fail("%d-%d-%d is not day %lld", y, m, d, (long long)day);
                }
            }
        }
    }
}

Test(civil, days_known_and_normalised)
{
    cr_assert_eq(civil_days(1970, 1, 1), 0);
    cr_assert_eq(civil_days(1969, 12, 31), -1);
    cr_assert_eq(civil_days(2000, 3, 1), 11017);
    cr_assert_eq(civil_days(0, 3, 1), -719468);
    cr_assert_eq(civil_days(2026, 13, 1), civil_days(2027, 1, 1));
    cr_assert_eq(civil_days(2026, 0, 1), civil_days(2025, 12, 1));
    cr_assert_eq(civil_days(2026, -11, 1), civil_days(2025, 1, 1));
    cr_assert_eq(civil_days(2026, 3, 0), civil_days(2026, 2, 28));
    cr_assert_eq(civil_days(2024, 2, 30), civil_days(2024, 3, 1));
}

Test(civil, utc_readings)
{
    struct zone *z = zone_utc();
    cr_assert_str_eq(zone_name(z), "UTC");
    struct civil c = civil_at(z, -1);
    cr_assert(c.year == 1969 && c.mon == 12 && c.day == 31 && c.hour == 23 && c.min == 59 &&
              c.sec == 59 && c.wday == 3 && c.off_s == 0);
    c = civil_at(z, 951782400); /* the leap day of 2000 */
    cr_assert(c.year == 2000 && c.mon == 2 && c.day == 29 && c.hour == 0 && c.wday == 2);
    cr_assert_eq(civil_to(z, &c), 951782400);
    struct civil odd = {.year = 2026, .mon = 14, .day = 32, .hour = 25, .min = -1, .sec = 61};
    cr_assert_eq(civil_to(z, &odd), civil_days(2027, 3, 5) * 86400 + 3600 + 1,
                 "every field carries");
    zone_free(z);
    zone_free(NULL);
}

/* Where the clock is behind UTC the first instant of the calendar lies in the evening before it. */
Test(civil, the_first_day_begins_in_every_zone)
{
    static const char *const names[] = {"America/Los_Angeles", "Asia/Shanghai", "UTC"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct zone *z;
        cr_assert_eq(zone_load(names[i], &z, NULL), OK, "%s", names[i]);
        for (int minute = 0; minute < 1440; minute += 719) {
            int64_t first = civil_day_start(z, INT64_MIN, minute);
            int64_t last = civil_day_start(z, INT64_MAX, minute);
            cr_assert_lt(first, INT64_C(-62167046400) + 1, "%s", names[i]);
            cr_assert_gt(first, INT64_C(-62167046400) - 2 * 86400, "%s", names[i]);
            cr_assert_lt(last, INT64_C(253402127999) + 1, "%s", names[i]);
            cr_assert_gt(last, INT64_C(253402127999) - 2 * 86400, "%s", names[i]);
        }
        zone_free(z);
    }
}

Test(civil, instants_beyond_the_calendar_read_as_its_ends)
{
    struct zone *z = zone_utc();
    char text[32];
    cr_assert_eq(civil_at(z, INT64_MIN).year, 0);
    cr_assert_eq(civil_at(z, INT64_MAX).year, 9999);
    civil_rfc3339(z, INT64_MAX, text);
    cr_assert_str_eq(text, "9999-12-29T23:59:59+00:00");
    civil_rfc3339(z, INT64_MIN, text);
    cr_assert_str_eq(text, "0000-01-03T00:00:00+00:00");
    struct civil far = {.year = INT_MAX, .mon = INT_MAX, .day = INT_MAX, .hour = INT_MAX};
    cr_assert_eq(civil_at(z, civil_to(z, &far)).year, 9999);
    far = (struct civil){.year = INT_MIN, .mon = INT_MIN, .day = INT_MIN, .hour = INT_MIN};
    cr_assert_eq(civil_at(z, civil_to(z, &far)).year, 0);
    cr_assert_eq(civil_day_start(z, INT64_MAX, 0), INT64_C(253402041600));
    zone_free(z);
}

static int64_t parsed(const char *s)
{
    int64_t t = 0;
    cr_assert(civil_parse(s, strlen(s), &t), "%s", s);
    return t;
}

Test(civil, rfc3339_is_read)
{
    cr_assert_eq(parsed("1970-01-01T00:00:00Z"), 0);
    cr_assert_eq(parsed("1970-01-01t00:00:00z"), 0);
    cr_assert_eq(parsed("1970-01-01 08:00:00+08:00"), 0);
    cr_assert_eq(parsed("2026-11-21T14:02:31+08:00"), 1795240951);
    cr_assert_eq(parsed("2026-11-21T14:02:31.999+08:00"), 1795240951);
    cr_assert_eq(parsed("2026-11-21T01:02:31-05:00"), 1795240951);
    cr_assert_eq(parsed("2016-12-31T23:59:60Z"), 1483228800, "a leap second");
    cr_assert_eq(parsed("2024-02-29T00:00:00Z"), 1709164800);
    cr_assert_eq(parsed("0000-01-01T00:00:00Z"), INT64_C(-62167219200));
    cr_assert_eq(parsed("9999-12-31T23:59:59Z"), INT64_C(253402300799));
}

Test(civil, what_is_not_rfc3339_is_refused)
{
    static const char *const bad[] = {
        "",
        "2026-11-21",
        "2026-11-21T14:02:31",
        "2026-11-21T14:02Z",
        "2026-11-21T14:02:31+8:00",
        "2026-11-21T14:02:31+0800",
        "2026-11-21T14:02:31+08:60",
        "2026-11-21T14:02:31+24:00",
        "2026-11-21T14:02:31+08:00x",
        "2026-11-21T14:02:31.Z",
        "2026-11-21T14:02:31.5",
        "2026-11-21X14:02:31Z",
        "2026-11-21\x00T4:02:31Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-04-00T00:00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T23:60:00Z",
        "2026-11-21T23:59:61Z",
        "2026-11-21T-1:59:59Z",
        "+026-11-21T14:02:31Z",
        " 2026-11-21T14:02:31Z",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t t;
        cr_expect_not(civil_parse(bad[i], strlen(bad[i]), &t), "%s", bad[i]);
    }
    int64_t t;
    cr_assert_not(civil_parse("1970-01-01T00:00:00Z", 19, &t), "cut before the Z");
}

Test(civil, clock_times)
{
    cr_assert_eq(civil_parse_hhmm("00:00"), 0);
    cr_assert_eq(civil_parse_hhmm("08:30"), 510);
    cr_assert_eq(civil_parse_hhmm("23:59"), 1439);
    cr_assert_eq(civil_parse_hhmm("24:00"), 1440);
    cr_assert_eq(civil_parse_hhmm("06:00+1"), 1800);
    cr_assert_eq(civil_parse_hhmm("00:00+1"), 1440);
    static const char *const bad[] = {"",      "8:30",  "08:60",   "24:01",    "08:3",
                                      "0830",  "08-30", "08:30+2", "08:30 +1", "08:30+",
                                      "-1:00", "aa:bb", "08:30x",  "99:00"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cr_expect_eq(civil_parse_hhmm(bad[i]), -1, "%s", bad[i]);
    }
}
