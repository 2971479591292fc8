/* Civil time: instants are UTC seconds (int64_t); zones are read from TZif files (RFC 8536,
 * versions 1–4, the POSIX footer included), never from the machine's own setting. Pure but for
 * zone_load. */
#ifndef ZHIBAN_BASE_CIVIL_H
#define ZHIBAN_BASE_CIVIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zhiban/base/err.h"

struct zone;
struct civil {
    int year, mon, day; /* mon 1..12 */
    int hour, min, sec;
    int wday;  /* 0 Sunday .. 6 Saturday */
    int off_s; /* seconds east of UTC */
};

/* Loads an IANA zone by name ("Asia/Shanghai") from TZDIR or /usr/share/zoneinfo. ERR_NOT_FOUND for
 * a name that does not exist or leaves the folder, ERR_PARSE for a damaged file. "UTC" needs
 * no file. */
enum err_code zone_load(const char *name, struct zone **to, struct err *e);
/* Parses a TZif image; used by zone_load and the fuzz target. */
enum err_code zone_parse(const void *data, size_t n, const char *name, struct zone **to,
                         struct err *e);
struct zone *zone_utc(void); /* a new zone of offset 0; free it too */
void zone_free(struct zone *z);
const char *zone_name(const struct zone *z);

/* The civil reading of an instant; one outside the years 0 to 9999 reads as the nearest end. */
struct civil civil_at(const struct zone *z, int64_t t);
/* The instant of a civil time (off_s, wday ignored). In a gap: the instant the clock jumps forward
 * to plus what was asked beyond it; when it occurs twice: the first. Out-of-range fields are
 * normalised. */
int64_t civil_to(const struct zone *z, const struct civil *c);
/* Days since 1970-01-01 of a proleptic Gregorian date, and back. */
int64_t civil_days(int year, int mon, int day);
void civil_from_days(int64_t days, struct civil *c);
/* The last instant ≤ t at which the centre's day began, day_start_min minutes after midnight. */
int64_t civil_day_start(const struct zone *z, int64_t t, int day_start_min);

/* "2026-11-21T14:02:31+08:00"; to holds 32 bytes. */
void civil_rfc3339(const struct zone *z, int64_t t, char to[32]);
/* Parses RFC 3339 with offset or Z (fractions of a second are dropped). false: not one. */
bool civil_parse(const char *s, size_t n, int64_t *t);
/* Minutes of "HH:MM" (00:00..24:00), "+1" after it adds a day; −1: not one. */
int civil_parse_hhmm(const char *s);

#endif
