/* The inside of a zone, shared by civil.c (calendar), tzif.c (file format) and tzposix.c (footer).
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The instants whose civil reading has a year of four digits, two days left for offsets. */
#define CIVIL_MIN INT64_C(-62167046400) /* 0000-01-03T00:00:00Z */
#define CIVIL_MAX INT64_C(253402127999) /* 9999-12-29T23:59:59Z */
#define DAY_S 86400

/* One end of daylight-saving time in a POSIX TZ string. */
struct tz_when {
    char kind; /* 'J' day 1..365 without 29 February, 'D' day 0..365, 'M' month, week and weekday */
    int day;   /* J, D */
    int mon, week, wday;
    int32_t time_s; /* local seconds after midnight, −167 h .. 167 h */
};

struct tz_rule {
    bool present;
    bool has_dst;
    int32_t std_off_s, dst_off_s; /* east of UTC */
    struct tz_when start, end;    /* of daylight-saving time */
};

struct zone {
    char *name;
    size_t n;            /* transitions */
    int64_t *at;         /* ascending; at[i] starts offset off[i] */
    int32_t *off_s;      /* one for each transition */
    int32_t first_s;     /* offset before the first transition */
    struct tz_rule rule; /* after the last transition */
};

/* Parses the n bytes of a POSIX TZ string; false: not one. */
bool tz_rule_parse(const char *s, size_t n, struct tz_rule *to);
/* The offset the rule gives at t, and the next instant it changes (INT64_MAX: never). */
int32_t tz_rule_at(const struct tz_rule *r, int64_t t, int64_t *until);

/* The offset at t, and the instant it ends. t lies within CIVIL_MIN and CIVIL_MAX, give or take
 * days. */
int32_t zone_offset(const struct zone *z, int64_t t, int64_t *until);

#endif
