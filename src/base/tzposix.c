/* The POSIX TZ string in the footer of a TZif file: "CET-1CEST,M3.5.0,M10.5.0/3". It rules all time
 * after the file's last transition. Hours may run from −167 to 167 (RFC 8536, 3.3.1). */
#include "zhiban/base/civil.h"

#include "zone.h"

struct scan {
    const char *p, *end;
};

static bool at_char(const struct scan *s, char c)
{
    return s->p < s->end && *s->p == c;
}

static bool take(struct scan *s, char c)
{
    if (!at_char(s, c)) {
        return false;
    }
    s->p++;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alpha(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* A number of at most three digits within low..high. */
static bool take_number(struct scan *s, int low, int high, int *to)
{
    int v = 0;
    int digits = 0;
    while (s->p < s->end && is_digit(*s->p) && digits < 3) {
        v = v * 10 + (*s->p++ - '0');
        digits++;
    }
    *to = v;
    return digits > 0 && v >= low && v <= high;
}

/* "CST" or "<+08>": only its end matters here. */
static bool take_name(struct scan *s)
{
    const char *from = s->p;
    if (take(s, '<')) {
        while (s->p < s->end &&
               (is_alpha(*s->p) || is_digit(*s->p) || *s->p == '+' || *s->p == '-')) {
            s->p++;
        }
        return s->p - from >= 4 && take(s, '>');
    }
    while (s->p < s->end && is_alpha(*s->p)) {
        s->p++;
    }
    return s->p - from >= 3;
}

/* [+-]h[h[h]][:mm[:ss]] in seconds. */
static bool take_time(struct scan *s, int max_hours, int32_t *to)
{
    int hours;
    int min = 0;
    int sec = 0;
    bool negative = at_char(s, '-');
    if (negative || at_char(s, '+')) {
        s->p++;
    }
    if (!take_number(s, 0, max_hours, &hours)) {
        return false;
    }
    if (take(s, ':')) {
        if (!take_number(s, 0, 59, &min)) {
            return false;
        }
        if (take(s, ':') && !take_number(s, 0, 59, &sec)) {
            return false;
        }
    }
    *to = (hours * 3600 + min * 60 + sec) * (negative ? -1 : 1);
    return true;
}

static bool take_when(struct scan *s, struct tz_when *to)
{
    *to = (struct tz_when){.time_s = 2 * 3600};
    if (!take(s, ',')) {
        return false;
    }
    bool ok;
    if (take(s, 'M')) {
        to->kind = 'M';
        ok = take_number(s, 1, 12, &to->mon) && take(s, '.') && take_number(s, 1, 5, &to->week) &&
             take(s, '.') && take_number(s, 0, 6, &to->wday);
    } else if (take(s, 'J')) {
        to->kind = 'J';
        ok = take_number(s, 1, 365, &to->day);
    } else {
        to->kind = 'D';
        ok = take_number(s, 0, 365, &to->day);
    }
    return ok && (!take(s, '/') || take_time(s, 167, &to->time_s));
}

bool tz_rule_parse(const char *text, size_t n, struct tz_rule *to)
{
    struct scan s = {text, text + n};
    *to = (struct tz_rule){.present = true};
    int32_t west;
    if (!take_name(&s) || !take_time(&s, 24, &west)) {
        return false;
    }
    to->std_off_s = -west;
    if (s.p == s.end) {
        return true;
    }
    to->has_dst = true;
    to->dst_off_s = to->std_off_s + 3600;
    if (!take_name(&s)) {
        return false;
    }
    if (!at_char(&s, ',')) {
        if (!take_time(&s, 24, &west)) {
            return false;
        }
        to->dst_off_s = -west;
    }
    return take_when(&s, &to->start) && take_when(&s, &to->end) && s.p == s.end;
}

/* Local seconds since 1970 of a rule's end in a year. */
static int64_t when_in_year(const struct tz_when *w, int year)
{
    int64_t day;
    if (w->kind == 'M') {
        struct civil first;
        int64_t month = civil_days(year, w->mon, 1);
        int64_t next = civil_days(year, w->mon + 1, 1);
        civil_from_days(month, &first);
        day = month + (w->wday - first.wday + 7) % 7 + (w->week - 1) * 7;
        while (day >= next) { /* week 5 is the last one */
            day -= 7;
        }
    } else {
        int64_t january = civil_days(year, 1, 1);
        bool leap = civil_days(year + 1, 1, 1) - january == 366;
        day = w->kind == 'D' ? january + w->day : january + w->day - 1 + (leap && w->day >= 60);
    }
    return day * DAY_S + w->time_s;
}

int32_t tz_rule_at(const struct tz_rule *r, int64_t t, int64_t *until)
{
    *until = INT64_MAX;
    if (!r->has_dst) {
        return r->std_off_s;
    }
    /* The changes of the years around t; hours far outside the day can move one into the next year.
     */
    struct civil c;
    civil_from_days(t / DAY_S, &c);
    int64_t last = INT64_MIN;
    bool dst = false;
    for (int year = c.year - 1; year <= c.year + 1; year++) {
        int64_t ends = when_in_year(&r->end, year) - r->dst_off_s;
        int64_t starts = when_in_year(&r->start, year) - r->std_off_s;
        if (ends <= t && ends > last) {
            last = ends;
            dst = false;
        }
        if (starts <= t && starts >= last) { /* both at once: daylight-saving time all the year */
            last = starts;
            dst = true;
        }
        *until = ends > t && ends < *until ? ends : *until;
        *until = starts > t && starts < *until ? starts : *until;
    }
    return dst ? r->dst_off_s : r->std_off_s;
}
