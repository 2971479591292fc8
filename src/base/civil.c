/* The calendar: proleptic Gregorian, days counted from 1970-01-01. The conversion between dates and
 * days works on years that start in March, so that the leap day is the last one of its year. */
#include "zhiban/base/civil.h"

#include <string.h>

#include "zone.h"

#define OFFSET_MAX_S (26 * 3600) /* RFC 8536 allows −25 h .. +26 h */
#define MARGIN_S (7 * DAY_S)     /* beyond CIVIL_MIN and CIVIL_MAX, for civil_to */

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t clamp(int64_t t)
{
    return t < CIVIL_MIN ? CIVIL_MIN : t > CIVIL_MAX ? CIVIL_MAX : t;
}

int64_t civil_days(int year, int mon, int day)
{
    int64_t month0 = (int64_t)mon - 1; /* months beyond the year carry into it */
    int64_t y = year + floor_div(month0, 12);
    int m = (int)(month0 - floor_div(month0, 12) * 12); /* 0 January */
    int since_march = m >= 2 ? m - 2 : m + 10;
    y -= m < 2;
    int64_t era = floor_div(y, 400);
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * since_march + 2) / 5 + (int64_t)day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468; /* 0000-03-01 .. 1970-01-01 */
}

void civil_from_days(int64_t days, struct civil *c)
{
    int64_t z = days + 719468;
    int64_t era = floor_div(z, 146097);
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int mon = (int)(mp < 10 ? mp + 3 : mp - 9);
    int64_t weekday = (days + 4) % 7; /* 1970-01-01 was a Thursday */
    *c = (struct civil){
        .year = (int)(yoe + era * 400 + (mon <= 2)),
        .mon = mon,
        .day = (int)(doy - (153 * mp + 2) / 5 + 1),
        .wday = (int)(weekday < 0 ? weekday + 7 : weekday),
    };
}

/* The civil reading of t at a given offset. */
static struct civil civil_with_offset(int64_t t, int32_t off_s)
{
    int64_t local = t + off_s;
    int64_t days = floor_div(local, DAY_S);
    int sec = (int)(local - days * DAY_S);
    struct civil c;
    civil_from_days(days, &c);
    c.hour = sec / 3600;
    c.min = sec / 60 % 60;
    c.sec = sec % 60;
    c.off_s = off_s;
    return c;
}

struct civil civil_at(const struct zone *z, int64_t t)
{
    int64_t until;
    t = clamp(t);
    return civil_with_offset(t, zone_offset(z, t, &until));
}

int64_t civil_to(const struct zone *z, const struct civil *c)
{
    int64_t local = (civil_days(c->year, c->mon, 1) + c->day - 1) * DAY_S +
                    (int64_t)c->hour * 3600 + (int64_t)c->min * 60 + c->sec;
    /* A day before the first instant is still a day: who looks for its start goes back that far. */
    local = local < CIVIL_MIN - MARGIN_S   ? CIVIL_MIN - MARGIN_S
            : local > CIVIL_MAX + MARGIN_S ? CIVIL_MAX + MARGIN_S
                                           : local;
    /* Walk the stretches of constant offset that can hold it, the earliest first. */
    int64_t from = local - OFFSET_MAX_S;
    int64_t before = from; /* by the offset of the stretch before */
    int64_t in_gap = INT64_MAX;
    while (from <= local + OFFSET_MAX_S) {
        int64_t until;
        int64_t t = local - zone_offset(z, from, &until);
        if (t >= from && t < until) {
            return t;
        }
        if (t < from && in_gap == INT64_MAX) { /* the clock jumped over it where this one starts */
            in_gap = before;
        }
        before = t;
        from = until;
    }
    return in_gap;
}

int64_t civil_day_start(const struct zone *z, int64_t t, int day_start_min)
{
    t = clamp(t);
    struct civil c = civil_at(z, t);
    c = (struct civil){.year = c.year, .mon = c.mon, .day = c.day, .min = day_start_min};
    int64_t start = civil_to(z, &c);
    while (start > t) {
        c.day--;
        start = civil_to(z, &c);
    }
    return start;
}

static void put_digits(char *to, int v, int n)
{
    while (n-- > 0) {
        to[n] = (char)('0' + v % 10);
        v /= 10;
    }
}

void civil_rfc3339(const struct zone *z, int64_t t, char to[32])
{
    int64_t until;
    t = clamp(t);
    /* The format has no seconds of offset (local mean times had): the text always names t itself.
     */
    int32_t off_min = zone_offset(z, t, &until) / 60;
    struct civil c = civil_with_offset(t, off_min * 60);
    memcpy(to, "0000-00-00T00:00:00+00:00", 26);
    put_digits(to, c.year, 4);
    put_digits(to + 5, c.mon, 2);
    put_digits(to + 8, c.day, 2);
    put_digits(to + 11, c.hour, 2);
    put_digits(to + 14, c.min, 2);
    put_digits(to + 17, c.sec, 2);
    to[19] = off_min < 0 ? '-' : '+';
    off_min = off_min < 0 ? -off_min : off_min;
    put_digits(to + 20, off_min / 60, 2);
    put_digits(to + 23, off_min % 60, 2);
}

/* Reads exactly n digits; −1 when they are not there. */
static int get_digits(const char *s, int n)
{
    int v = 0;
    for (int i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9') {
            return -1;
        }
        v = v * 10 + (s[i] - '0');
    }
    return v;
}

static int days_in_month(int year, int mon)
{
    return (int)(civil_days(year, mon + 1, 1) - civil_days(year, mon, 1));
}

/* "Z" or "+08:00" and nothing after it; false: neither. */
static bool parse_offset(const char *s, size_t n, int *off_s)
{
    if (n == 1 && (s[0] == 'Z' || s[0] == 'z')) {
        *off_s = 0;
        return true;
    }
    if (n != 6 || (s[0] != '+' && s[0] != '-') || s[3] != ':') {
        return false;
    }
    int hours = get_digits(s + 1, 2);
    int min = get_digits(s + 4, 2);
    if (hours < 0 || hours > 23 || min < 0 || min > 59) {
        return false;
    }
    *off_s = (hours * 3600 + min * 60) * (s[0] == '-' ? -1 : 1);
    return true;
}

bool civil_parse(const char *s, size_t n, int64_t *t)
{
    if (n < 20 || s[4] != '-' || s[7] != '-' || (s[10] != 'T' && s[10] != 't' && s[10] != ' ') ||
        s[13] != ':' || s[16] != ':') {
        return false;
    }
    int year = get_digits(s, 4);
    int mon = get_digits(s + 5, 2);
    int day = get_digits(s + 8, 2);
    int hour = get_digits(s + 11, 2);
    int min = get_digits(s + 14, 2);
    int sec = get_digits(s + 17, 2); /* 60: a leap second is the next minute's first */
    if (year < 0 || mon < 1 || mon > 12 || day < 1 || day > days_in_month(year, mon) || hour < 0 ||
        hour > 23 || min < 0 || min > 59 || sec < 0 || sec > 60) {
        return false;
    }
    size_t at = 19;
    if (s[at] == '.') {
        size_t digits = 0;
        while (at + 1 + digits < n && get_digits(s + at + 1 + digits, 1) >= 0) {
            digits++;
        }
        if (digits == 0) {
            return false;
        }
        at += 1 + digits;
    }
    int off_s;
    if (!parse_offset(s + at, n - at, &off_s)) {
        return false;
    }
    *t = civil_days(year, mon, day) * DAY_S + hour * 3600 + min * 60 + sec - off_s;
    return true;
}

int civil_parse_hhmm(const char *s)
{
    size_t n = strlen(s);
    if ((n != 5 && n != 7) || s[2] != ':' || (n == 7 && strcmp(s + 5, "+1") != 0)) {
        return -1;
    }
    int hour = get_digits(s, 2);
    int min = get_digits(s + 3, 2);
    if (hour < 0 || min < 0 || min > 59 || hour * 60 + min > 24 * 60) {
        return -1;
    }
    return hour * 60 + min + (n == 7 ? 24 * 60 : 0);
}
