/* Zones: the system's files as they are read, a file of our own in every damaged form, and libc's
 * own reader as the judge over two centuries. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "scratch.h"
#include "zhiban/base/buf.h"
#include "zhiban/base/civil.h"

static struct zone *load(const char *name)
{
    struct zone *z;
    struct err e = {0};
    cr_assert_eq(zone_load(name, &z, &e), OK, "%s: %s", name, e.msgid);
    cr_assert_str_eq(zone_name(z), name);
    return z;
}

/* The RFC 3339 text of what the text names, in a zone. */
static void reads(const struct zone *z, const char *utc, const char *want)
{
    int64_t t;
    char text[32];
    cr_assert(civil_parse(utc, strlen(utc), &t));
    civil_rfc3339(z, t, text);
    cr_expect_str_eq(text, want, "%s is %s, not %s", utc, text, want);
    struct civil c = civil_at(z, t);
    cr_expect_leq(civil_to(z, &c), t);
}

static int64_t at(const struct zone *z, int y, int mon, int d, int h, int min)
{
    struct civil c = {.year = y, .mon = mon, .day = d, .hour = h, .min = min};
    return civil_to(z, &c);
}

static int64_t utc(int y, int mon, int d, int h, int min)
{
    return civil_days(y, mon, d) * 86400 + h * 3600 + min * 60;
}

Test(zone, shanghai_and_its_years_of_summer_time)
{
    struct zone *z = load("Asia/Shanghai");
    reads(z, "2026-11-21T06:02:31Z", "2026-11-21T14:02:31+08:00");
    reads(z, "2026-12-31T16:00:00Z", "2027-01-01T00:00:00+08:00");
    reads(z, "2100-07-01T00:00:00Z", "2100-07-01T08:00:00+08:00");
    reads(z, "1986-05-03T17:59:59Z", "1986-05-04T01:59:59+08:00");
    reads(z, "1986-05-03T18:00:00Z", "1986-05-04T03:00:00+09:00");
    reads(z, "1988-07-01T00:00:00Z", "1988-07-01T09:00:00+09:00");
    reads(z, "1991-09-14T16:59:59Z", "1991-09-15T01:59:59+09:00");
    reads(z, "1991-09-14T17:00:00Z", "1991-09-15T01:00:00+08:00");
    reads(z, "1992-07-01T00:00:00Z", "1992-07-01T08:00:00+08:00");
    /* Before 1901 local mean time, +08:05:43: the text keeps the instant. */
    reads(z, "1900-01-01T00:00:00Z", "1900-01-01T08:05:00+08:05");
    cr_assert_eq(civil_at(z, utc(1900, 1, 1, 0, 0)).off_s, 8 * 3600 + 5 * 60 + 43);
    zone_free(z);
}

Test(zone, berlin_by_the_footer_rule)
{
    struct zone *z = load("Europe/Berlin");
    reads(z, "2026-03-29T00:59:59Z", "2026-03-29T01:59:59+01:00");
    reads(z, "2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00");
    reads(z, "2026-10-25T00:59:59Z", "2026-10-25T02:59:59+02:00");
    reads(z, "2026-10-25T01:00:00Z", "2026-10-25T02:00:00+01:00");
    reads(z, "2099-12-31T23:00:00Z", "2100-01-01T00:00:00+01:00");
    reads(z, "2099-07-01T12:00:00Z", "2099-07-01T14:00:00+02:00");
    reads(z, "9999-07-01T12:00:00Z", "9999-07-01T14:00:00+02:00");
    zone_free(z);
}

Test(zone, gaps_and_overlaps)
{
    struct zone *z = load("Europe/Berlin");
    /* 02:30 does not exist: 02:00 becomes 03:00, and half an hour beyond. */
    cr_assert_eq(at(z, 2026, 3, 29, 2, 30), utc(2026, 3, 29, 1, 30));
    cr_assert_eq(at(z, 2026, 3, 29, 2, 0), utc(2026, 3, 29, 1, 0));
    cr_assert_eq(at(z, 2026, 3, 29, 1, 59), utc(2026, 3, 29, 0, 59));
    cr_assert_eq(at(z, 2026, 3, 29, 3, 0), utc(2026, 3, 29, 1, 0));
    /* 02:30 comes twice: the first one. */
    cr_assert_eq(at(z, 2026, 10, 25, 2, 30), utc(2026, 10, 25, 0, 30));
    cr_assert_eq(at(z, 2026, 10, 25, 2, 0), utc(2026, 10, 25, 0, 0));
    cr_assert_eq(at(z, 2026, 10, 25, 3, 0), utc(2026, 10, 25, 2, 0));
    zone_free(z);
    z = load("Asia/Shanghai");
    cr_assert_eq(at(z, 1986, 5, 4, 2, 15), utc(1986, 5, 3, 18, 15));
    cr_assert_eq(at(z, 1991, 9, 15, 1, 30), utc(1991, 9, 14, 16, 30));
    zone_free(z);
    z = load("Pacific/Apia"); /* it went without 30 December 2011 */
    cr_assert_eq(at(z, 2011, 12, 30, 12, 0), utc(2011, 12, 30, 22, 0));
    cr_assert_eq(civil_at(z, at(z, 2011, 12, 30, 12, 0)).day, 31);
    zone_free(z);
}

Test(zone, sao_paulo_changed_at_midnight)
{
    struct zone *z = load("America/Sao_Paulo");
    reads(z, "2018-11-04T02:59:59Z", "2018-11-03T23:59:59-03:00");
    reads(z, "2018-11-04T03:00:00Z", "2018-11-04T01:00:00-02:00");
    reads(z, "2019-02-17T01:59:59Z", "2019-02-16T23:59:59-02:00");
    reads(z, "2019-02-17T02:00:00Z", "2019-02-16T23:00:00-03:00");
    reads(z, "2026-01-15T03:00:00Z", "2026-01-15T00:00:00-03:00"); /* no summer time since */
    /* The day that has no midnight starts at 01:00. */
    cr_assert_eq(civil_day_start(z, utc(2018, 11, 4, 12, 0), 0), utc(2018, 11, 4, 3, 0));
    cr_assert_eq(civil_day_start(z, utc(2018, 11, 4, 2, 59), 0), utc(2018, 11, 3, 3, 0));
    /* The second 23:30 of a day of 25 hours belongs to that day. */
    cr_assert_eq(civil_day_start(z, utc(2019, 2, 17, 2, 30), 0), utc(2019, 2, 16, 2, 0));
    cr_assert_eq(civil_day_start(z, utc(2019, 2, 17, 3, 0), 0), utc(2019, 2, 17, 3, 0));
    zone_free(z);
}

Test(zone, the_centre_day_starts_at_its_minute)
{
    struct zone *z = load("Asia/Shanghai");
    int64_t start = utc(2026, 11, 20, 16, 0); /* 21 November, 00:00 */
    cr_assert_eq(civil_day_start(z, start, 0), start);
    cr_assert_eq(civil_day_start(z, start - 1, 0), start - 86400);
    cr_assert_eq(civil_day_start(z, start + 86399, 0), start);
    cr_assert_eq(civil_day_start(z, start + 8 * 3600 - 1, 480), start + 8 * 3600 - 86400);
    cr_assert_eq(civil_day_start(z, start + 8 * 3600, 480), start + 8 * 3600);
    cr_assert_eq(civil_day_start(z, start, 1439), start - 60);
    zone_free(z);
    z = load("Europe/Berlin"); /* a day start inside the gap */
    cr_assert_eq(civil_day_start(z, utc(2026, 3, 29, 12, 0), 150), utc(2026, 3, 29, 1, 30));
    cr_assert_eq(civil_day_start(z, utc(2026, 3, 29, 1, 29), 150), utc(2026, 3, 28, 1, 30));
    zone_free(z);
}

/* libc reads the same files with its own code: the two agree on every offset. */
static void agrees_with_libc(const char *name)
{
    struct zone *z = load(name);
    setenv("TZ", name, 1);
    tzset();
    int64_t last = utc(2120, 1, 1, 0, 0);
    for (int64_t t = utc(1890, 1, 1, 0, 0); t < last; t += 5 * 3600 + 1234) {
        time_t libc_t = (time_t)t;
        struct tm tm;
        localtime_r(&libc_t, &tm);
        struct civil c = civil_at(z, t);
        if (c.off_s != tm.tm_gmtoff || c.hour != tm.tm_hour || c.wday != tm.tm_wday ||
            c.day != tm.tm_mday || c.year != tm.tm_year + 1900) {
            cr_assert_fail("%s at %lld: offset %d, libc has %ld", name, (long long)t, c.off_s,
                           (long)tm.tm_gmtoff);
        }
        int64_t back = civil_to(z, &c);
        struct civil again = civil_at(z, back);
        if (back > t || again.hour != c.hour || again.min != c.min || again.day != c.day) {
            cr_assert_fail("%s at %lld comes back as %lld", name, (long long)t, (long long)back);
        }
    }
    zone_free(z);
}

Test(zone, libc_agrees)
{
    static const char *const names[] = {
        "Asia/Shanghai", "Europe/Berlin",     "America/Sao_Paulo",   "America/New_York",
        "Europe/Dublin", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Kathmandu",
        "Pacific/Apia",  "America/St_Johns",  "Asia/Tehran",         "Antarctica/Troll",
        "America/Nuuk",  "Asia/Gaza",         "Etc/GMT+12",          "Asia/Urumqi"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        agrees_with_libc(names[i]);
    }
}

Test(zone, names_that_are_none)
{
    static const char *const bad[] = {"",
                                      "Asia/Nowhere",
                                      "Asia",
                                      "../../etc/passwd",
                                      "/etc/localtime",
                                      "Asia/../Asia/Shanghai",
                                      "./Asia/Shanghai",
                                      "Asia//Shanghai",
                                      "Asia/Shanghai/",
                                      "Asia/Shang\thai",
                                      "北京"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct zone *z = (struct zone *)1;
        struct err e = {0};
        cr_expect_eq(zone_load(bad[i], &z, &e), ERR_NOT_FOUND, "%s", bad[i]);
        cr_expect_null(z);
        cr_expect_eq(e.code, ERR_NOT_FOUND);
        cr_expect_not_null(e.hint);
    }
    char longest[200];
    memset(longest, 'A', sizeof longest);
    longest[199] = '\0';
    struct zone *z;
    cr_assert_eq(zone_load(longest, &z, NULL), ERR_NOT_FOUND);
}

Test(zone, without_zone_files_utc_is_known)
{
    char *dir = scratch_new();
    setenv("TZDIR", dir, 1);
    struct zone *z = load("UTC");
    char text[32];
    civil_rfc3339(z, 0, text);
    cr_assert_str_eq(text, "1970-01-01T00:00:00+00:00");
    zone_free(z);
    struct err e = {0};
    cr_assert_eq(zone_load("Asia/Shanghai", &z, &e), ERR_NOT_FOUND);
    cr_assert_str_eq(e.arg[0], "Asia/Shanghai");
    cr_assert_not_null(strstr(e.hint, "tzdata"));
    free(scratch_file(dir, "Garbage", "TZif2 but not really", 20));
    cr_assert_eq(zone_load("Garbage", &z, &e), ERR_PARSE);
    free(scratch_file(dir, "Text", "# tzdb links\n", 13));
    cr_assert_eq(zone_load("Text", &z, &e), ERR_PARSE);
    char *big = mem_calloc(1, (2 << 20));
    free(scratch_file(dir, "Big", big, 2 << 20));
    free(big);
    cr_assert_eq(zone_load("Big", &z, &e), ERR_PARSE);
    scratch_free(dir);
}

/* ---- images made here ------------------------------------------------------------------------ */

struct spec {
    char version;
    const int64_t *times;
    const unsigned char *index;
    unsigned n_times;
    const int32_t *offsets;
    unsigned n_types;
    const int64_t *leaps; /* pairs: time, correction */
    unsigned n_leaps;
    const char *footer; /* NULL: none at all */
};

static void put32(struct buf *b, uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        buf_putc(b, (char)(v >> shift & 0xFF));
    }
}

static void put_time(struct buf *b, int64_t v, bool wide)
{
    if (wide) {
        put32(b, (uint32_t)((uint64_t)v >> 32));
    }
    put32(b, (uint32_t)v);
}

static void put_block(struct buf *b, const struct spec *s, bool wide, bool empty)
{
    unsigned times = empty ? 0 : s->n_times;
    unsigned types = empty ? 1 : s->n_types;
    unsigned leaps = empty ? 0 : s->n_leaps;
    buf_puts(b, "TZif");
    buf_putc(b, s->version);
    buf_fill(b, '\0', 15);
    put32(b, 0);
    put32(b, 0);
    put32(b, leaps);
    put32(b, times);
    put32(b, types);
    put32(b, 4);
    for (unsigned i = 0; i < times; i++) {
        put_time(b, s->times[i], wide);
    }
    for (unsigned i = 0; i < times; i++) {
        buf_putc(b, (char)s->index[i]);
    }
    for (unsigned i = 0; i < types; i++) {
        put32(b, empty ? 0 : (uint32_t)s->offsets[i]);
        buf_fill(b, '\0', 2);
    }
    buf_add(b, "LMT", 4);
    for (unsigned i = 0; i < leaps; i++) {
        put_time(b, s->leaps[2 * i], wide);
        put32(b, (uint32_t)s->leaps[2 * i + 1]);
    }
}

static void put_image(struct buf *b, const struct spec *s)
{
    if (s->version < '2') {
        put_block(b, s, false, false);
        return;
    }
    put_block(b, s, false, true);
    put_block(b, s, true, false);
    if (s->footer) {
        buf_printf(b, "\n%s\n", s->footer);
    }
}

static enum err_code parse_spec(const struct spec *s, struct zone **z)
{
    struct buf b = {0};
    put_image(&b, s);
    struct err e = {0};
    enum err_code code = zone_parse(b.p, b.len, "Test/Zone", z, &e);
    cr_expect_eq(code, e.code);
    buf_release(&b);
    return code;
}

static const int64_t two_times[] = {-1000, 1000};
static const unsigned char two_index[] = {1, 0};
static const int32_t two_offsets[] = {3600, 7200};

static struct spec two(char version, const char *footer)
{
    return (struct spec){.version = version,
                         .times = two_times,
                         .index = two_index,
                         .n_times = 2,
                         .offsets = two_offsets,
                         .n_types = 2,
                         .footer = footer};
}

Test(zone, all_four_versions)
{
    for (int v = 0; v < 4; v++) {
        struct spec s = two("\0"
                            "234"[v],
                            v ? "<+05>-5" : NULL);
        struct zone *z;
        cr_assert_eq(parse_spec(&s, &z), OK, "version %d", v + 1);
        cr_expect_eq(civil_at(z, -1001).off_s, 3600, "before the first transition: type 0");
        cr_expect_eq(civil_at(z, -1000).off_s, 7200);
        cr_expect_eq(civil_at(z, 999).off_s, 7200);
        cr_expect_eq(civil_at(z, 1000).off_s, v ? 5 * 3600 : 3600, "the footer, or the last type");
        zone_free(z);
    }
}

Test(zone, a_time_jumped_over_that_comes_later_is_found)
{
    /* 0 h → +10 h at 0, back to +5 h an hour later: 06:00 is jumped over, then there at 01:00 UTC.
     */
    static const int64_t times[] = {0, 3600};
    static const unsigned char index[] = {1, 2};
    static const int32_t offsets[] = {0, 36000, 18000};
    struct spec s = {.version = '2',
                     .times = times,
                     .index = index,
                     .n_times = 2,
                     .offsets = offsets,
                     .n_types = 3,
                     .footer = ""};
    struct zone *z;
    cr_assert_eq(parse_spec(&s, &z), OK);
    cr_expect_eq(at(z, 1970, 1, 1, 6, 0), 3600);
    cr_expect_eq(at(z, 1970, 1, 1, 5, 0), 5 * 3600, "never there: by the offset before the jump");
    zone_free(z);
}

Test(zone, no_transitions)
{
    struct spec s = {.version = '2', .offsets = two_offsets, .n_types = 1, .footer = "CST-8"};
    struct zone *z;
    cr_assert_eq(parse_spec(&s, &z), OK);
    cr_assert_eq(civil_at(z, 0).off_s, 8 * 3600, "the footer rules all time");
    zone_free(z);
    s.footer = "";
    cr_assert_eq(parse_spec(&s, &z), OK);
    cr_assert_eq(civil_at(z, 0).off_s, 3600, "an empty footer leaves type 0");
    zone_free(z);
}

Test(zone, leap_seconds_are_taken_out)
{
    static const int64_t leaps[] = {-2000, 1, 500, 2};
    struct spec s = two('4', "");
    s.leaps = leaps;
    s.n_leaps = 2;
    struct zone *z;
    cr_assert_eq(parse_spec(&s, &z), OK);
    cr_expect_eq(civil_at(z, -1002).off_s, 3600);
    cr_expect_eq(civil_at(z, -1001).off_s, 7200, "one leap second before it");
    cr_expect_eq(civil_at(z, 997).off_s, 7200);
    cr_expect_eq(civil_at(z, 998).off_s, 3600, "two before it");
    zone_free(z);
}

Test(zone, every_cut_of_an_image_is_refused)
{
    struct buf b = {0};
    struct spec s = two('2', "CET-1CEST,M3.5.0,M10.5.0/3");
    put_image(&b, &s);
    struct zone *z;
    for (size_t n = 0; n < b.len; n++) {
        char *cut = mem_alloc(n); /* its own block, so that a read beyond it is seen */
        memcpy(cut, b.p, n);
        cr_expect_eq(zone_parse(cut, n, "Cut", &z, NULL), ERR_PARSE, "%zu bytes", n);
        cr_expect_null(z);
        free(cut);
    }
    cr_assert_eq(zone_parse(b.p, b.len, "Whole", &z, NULL), OK);
    zone_free(z);
    cr_assert_eq(zone_parse(NULL, 0, "None", &z, NULL), ERR_PARSE);
    buf_release(&b);
}

static void is_damaged(struct spec s, const char *why)
{
    struct zone *z;
    cr_expect_eq(parse_spec(&s, &z), ERR_PARSE, "%s", why);
    cr_expect_null(z, "%s", why);
    zone_free(z);
}

Test(zone, damaged_contents)
{
    struct spec s = two('2', "");
    static const int64_t descending[] = {1000, -1000};
    s.times = descending;
    is_damaged(s, "times go back");
    static const int64_t twice[] = {5, 5};
    s.times = twice;
    is_damaged(s, "a time twice");
    s = two('2', "");
    static const unsigned char beyond[] = {1, 2};
    s.index = beyond;
    is_damaged(s, "an index beyond the types");
    s = two('2', "");
    static const int32_t wide[] = {3600, 26 * 3600};
    s.offsets = wide;
    is_damaged(s, "an offset of 26 hours");
    static const int32_t low[] = {-25 * 3600, 0};
    s.offsets = low;
    is_damaged(s, "an offset of minus 25 hours");
    s = two('2', "");
    s.n_types = 0;
    is_damaged(s, "no types");
    static const int64_t overflow[] = {INT64_MIN, 1};
    static const int64_t leap[] = {INT64_MIN, 1};
    s = two('2', "");
    s.times = overflow;
    s.leaps = leap;
    s.n_leaps = 1;
    is_damaged(s, "a time beyond the numbers");
    is_damaged(two('2', NULL), "no footer");
}

Test(zone, counts_larger_than_the_file)
{
    struct buf b = {0};
    struct spec s = two('\0', NULL);
    put_image(&b, &s);
    for (size_t field = 20; field < 44; field += 4) {
        char kept[4];
        memcpy(kept, b.p + field, 4);
        memset(b.p + field, 0xFF, 4);
        struct zone *z;
        cr_expect_eq(zone_parse(b.p, b.len, "Counts", &z, NULL), ERR_PARSE, "field %zu", field);
        memcpy(b.p + field, kept, 4);
    }
    buf_release(&b);
}

Test(zone, footers_that_are_none)
{
    static const char *const bad[] = {
        "X",
        "CST",
        "CST-",
        "CST-25",
        "CST-8:60",
        "CST-8:00:60",
        "<+0-8",
        "<>-8",
        "<+08",
        "CST-8x",
        "CET-1CEST",
        "CET-1CE,M3.5.0,M10.5.0",
        "CET-1CEST,M3.5.0",
        "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M0.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.0.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0",
        "CET-1CEST,M3.5,M10.5.0",
        "CET-1CEST,J0,J365",
        "CET-1CEST,J366,J1",
        "CET-1CEST,366,1",
        "CET-1CEST,M3.5.0/168,M10.5.0",
        "CET-1CEST,M3.5.0,M10.5.0/3 ",
        "CET-1CEST,M3.5.0,M10.5.0,",
        ":Europe/Berlin",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        is_damaged(two('2', bad[i]), bad[i]);
    }
}

/* Offsets of a zone that has only a footer. */
static int32_t footer_offset(const char *footer, const char *when)
{
    struct spec s = {.version = '3', .offsets = two_offsets, .n_types = 1, .footer = footer};
    struct zone *z;
    cr_assert_eq(parse_spec(&s, &z), OK, "%s", footer);
    int64_t t;
    cr_assert(civil_parse(when, strlen(when), &t));
    int32_t off = civil_at(z, t).off_s;
    zone_free(z);
    return off;
}

Test(zone, footers_of_every_form)
{
    cr_expect_eq(footer_offset("<-0330>3:30", "2026-01-01T00:00:00Z"), -(3 * 3600 + 1800));
    cr_expect_eq(footer_offset("LMT-8:05:43", "2026-01-01T00:00:00Z"), 8 * 3600 + 5 * 60 + 43);
    /* Jn never counts 29 February, n does: in a leap year they are a day apart from March on. */
    const char *julian = "AAA0BBB,J60/0,J300";
    cr_expect_eq(footer_offset(julian, "2024-02-29T23:59:59Z"), 0);
    cr_expect_eq(footer_offset(julian, "2024-03-01T00:00:00Z"), 3600);
    cr_expect_eq(footer_offset(julian, "2023-03-01T00:00:00Z"), 3600);
    cr_expect_eq(footer_offset(julian, "2023-02-28T23:59:59Z"), 0);
    const char *zero_based = "AAA0BBB,59/0,300";
    cr_expect_eq(footer_offset(zero_based, "2024-02-28T23:59:59Z"), 0);
    cr_expect_eq(footer_offset(zero_based, "2024-02-29T00:00:00Z"), 3600);
    cr_expect_eq(footer_offset(zero_based, "2023-03-01T00:00:00Z"), 3600);
    /* South of the equator summer runs over the year's end. */
    const char *south = "AEST-10AEDT,M10.1.0,M4.1.0/3";
    cr_expect_eq(footer_offset(south, "2026-12-31T23:59:59Z"), 11 * 3600);
    cr_expect_eq(footer_offset(south, "2027-01-01T00:00:00Z"), 11 * 3600);
    cr_expect_eq(footer_offset(south, "2026-07-01T00:00:00Z"), 10 * 3600);
    cr_expect_eq(footer_offset(south, "2026-10-03T15:59:59Z"), 10 * 3600);
    cr_expect_eq(footer_offset(south, "2026-10-03T16:00:00Z"), 11 * 3600);
    /* Hours outside the day: 24:00 of one day, and the Thursday before the last Sunday (Greenland).
     */
    cr_expect_eq(footer_offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z"), -7200);
    cr_expect_eq(footer_offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z"), -3600);
    cr_expect_eq(footer_offset("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-27T23:59:59Z"), 7200);
    cr_expect_eq(footer_offset("EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-28T00:00:00Z"), 10800);
    /* Summer time all the year (RFC 8536, appendix), and one whose winter is the change (Ireland).
     */
    cr_expect_eq(footer_offset("XXX3EDT4,0/0,J365/23", "2026-01-01T04:00:00Z"), -4 * 3600);
    cr_expect_eq(footer_offset("XXX3EDT4,0/0,J365/23", "2027-01-01T03:00:00Z"), -4 * 3600);
    cr_expect_eq(footer_offset("XXX3EDT4,0/0,J365/23", "2026-06-30T12:00:00Z"), -4 * 3600);
    cr_expect_eq(footer_offset("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-07-01T00:00:00Z"), 3600);
    cr_expect_eq(footer_offset("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-01-01T00:00:00Z"), 0);
}
