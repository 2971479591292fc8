/* The settings of a centre: one table gives name, place, default, range and sentence; setting and
 * reading follow it. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/model/centre.h"

#include "centre_in.h"

const char *const sl_variant_names[5] = {"f1", "f2", "f3", "f4", "f5"};

#define AT(field) offsetof(struct centre, field)
#define INTEGER(name, field, dflt, min, max, doc)                                                  \
    {                                                                                              \
        name, SET_INT, AT(field), dflt, min, max, NULL, doc                                        \
    }

/* clang-format off */
const struct setting_def setting_defs[] = {
    {"centre.name", SET_TEXT, AT(name), "", 0, 0, NULL,
     N_("Name of the centre, shown in the header.")},
    {"centre.zone", SET_TEXT, AT(zone_name), "Asia/Shanghai", 0, 0, NULL,
     N_("Time zone of the centre, an IANA name; the machine's own zone is never used.")},
    {"centre.day_start", SET_HHMM, AT(day_start_min), "00:00", 0, 1439, NULL,
     N_("Local time at which the day of the totals begins, HH:MM.")},
    INTEGER("centre.hold_warn_sec", hold_warn_s, "0", 0, 600,
     N_("Seconds a wait or a count must stand beyond its limit before it raises an alarm.")),
    INTEGER("centre.hold_rate_sec", hold_rate_s, "60", 0, 3600,
     N_("Seconds a rate must stand beyond its limit before it raises an alarm.")),
    INTEGER("centre.hold_clear_sec", hold_clear_s, "30", 0, 3600,
     N_("Seconds a figure must be back within its limit before its alarm clears.")),
    INTEGER("centre.rate_min_decided", rate_min_decided, "20", 1, 10000,
     N_("Calls that must be decided in the running interval before its rates are judged.")),
    INTEGER("wallboard.poll_sec", poll_s, "2", 1, 60,
     N_("Seconds from one question to the backend to the next.")),
    INTEGER("wallboard.stale_sec", stale_s, "10", 2, 600,
     N_("Seconds without data after which what is on the screen is marked stale.")),
    {"wallboard.period", SET_TEXT, AT(period), "auto", 0, 0, "auto|interval|segment|day",
     N_("Period of the totals: running interval, running segment or day; auto is the segment at "
        "night and the day otherwise.")},
    {"wallboard.sl_variant", SET_CHOICE, AT(sl_variant), "f5", 0, 0, "f1|f2|f3|f4|f5",
     N_("Variant of the service level, as zhiban-metrics(7) defines them.")},
    INTEGER("wallboard.short_abandon_sec", short_abandon_s, "5", 0, 60,
     N_("Seconds up to which a call given up counts as a short abandon.")),
    INTEGER("wallboard.sl_pct", sl_pct, "80", 0, 100,
     N_("Target of the service level in percent, for queues without their own; 0: none.")),
    INTEGER("wallboard.sl_sec", sl_s, "20", 1, 3600,
     N_("Seconds within which a call should be answered, for queues without their own target.")),
    INTEGER("wallboard.answer_pct", answer_pct, "90", 0, 100,
     N_("Target of the answer rate in percent, for queues without their own; 0: none.")),
    INTEGER("wallboard.abandon_pct", abandon_pct, "5", 0, 100,
     N_("Limit of the abandonment in percent, for queues without their own; 0: none.")),
    INTEGER("wallboard.ring_limit_sec", ring_limit_s, "15", 0, 600,
     N_("Seconds of ringing at a seat from which on it is marked; 0: never.")),
    INTEGER("wallboard.talk_limit_sec", talk_limit_s, "300", 0, 86400,
     N_("Seconds of one call from which on the seat is marked; 0: never.")),
    INTEGER("wallboard.wrapup_sec", wrapup_s, "0", 0, 3600,
     N_("Seconds of after-call work the switch gives after each call, for backends that do not "
        "tell it; 0: none.")),
    {"privacy.mask_caller", SET_BOOL, AT(mask_caller), "on", 0, 0, NULL,
     N_("Whether the middle digits of callers' numbers are hidden on screens and in exports.")},
    INTEGER("sched.interval_min", interval_min, "30", 15, 60,
     N_("Minutes of one interval of the day; must divide the day evenly.")),
};
/* clang-format on */
const size_t n_setting_defs = sizeof setting_defs / sizeof *setting_defs;

enum err_code setting_int(const char *name, const char *value, int min, int max, int *to,
                          struct err *e)
{
    char *end = NULL;
    errno = 0;
    long v = strtol(value, &end, 10);
    if (end == value || *end != '\0' || errno || v < min || v > max) {
        return err_set(e, ERR_PARSE, N_("{0} = {1}: a whole number from {2} to {3} is expected"),
                       name, value, NUM(min), NUM(max));
    }
    *to = (int)v;
    return OK;
}

enum err_code setting_bool(const char *name, const char *value, bool *to, struct err *e)
{
    static const char *const on[] = {"on", "yes", "true", "1"};
    static const char *const off[] = {"off", "no", "false", "0"};
    for (size_t i = 0; i < sizeof on / sizeof *on; i++) {
        if (strcmp(value, on[i]) == 0 || strcmp(value, off[i]) == 0) {
            *to = strcmp(value, on[i]) == 0;
            return OK;
        }
    }
    return err_set(e, ERR_PARSE, N_("{0} = {1}: on or off is expected"), name, value);
}

enum err_code setting_hhmm(const char *name, const char *value, int max, int *to, struct err *e)
{
    int v = civil_parse_hhmm(value);
    if (v < 0 || v > max) {
        return err_set(e, ERR_PARSE, N_("{0} = {1}: a time of day HH:MM is expected"), name, value);
    }
    *to = v;
    return OK;
}

enum err_code setting_choice(const char *name, const char *value, const char *choices, int *to,
                             struct err *e)
{
    size_t n = strlen(value);
    int i = 0;
    for (const char *p = choices; *p != '\0'; i++) {
        size_t len = strcspn(p, "|");
        if (len == n && memcmp(p, value, n) == 0) {
            *to = i;
            return OK;
        }
        p += len;
        p += *p == '|';
    }
    return err_set(e, ERR_PARSE, N_("{0} = {1}: one of {2} is expected"), name, value, choices);
}

void setting_text(char **to, const char *value)
{
    char *copy = mem_strdup(value);
    free(*to);
    *to = copy;
}

static enum err_code set_one(struct centre *c, const struct setting_def *d, const char *value,
                             struct err *e)
{
    void *at = (char *)c + d->offset;
    int i = 0;
    enum err_code r = OK;
    switch (d->type) {
    case SET_INT:
        return setting_int(d->name, value, d->min, d->max, at, e);
    case SET_BOOL:
        return setting_bool(d->name, value, at, e);
    case SET_HHMM:
        return setting_hhmm(d->name, value, d->max, at, e);
    case SET_CHOICE:
        r = setting_choice(d->name, value, d->choices, &i, e);
        if (r == OK) {
            *(enum sl_variant *)at = (enum sl_variant)i; /* the one enum among the settings */
        }
        return r;
    case SET_TEXT:
        if (d->choices) {
            r = setting_choice(d->name, value, d->choices, &i, e);
        }
        if (r == OK) {
            setting_text(at, value);
        }
        return r;
    }
    return r;
}

void centre_set_defaults(struct centre *c)
{
    for (size_t i = 0; i < n_setting_defs; i++) {
        (void)set_one(c, &setting_defs[i], setting_defs[i].dflt, NULL);
    }
}

void centre_free_settings(struct centre *c)
{
    for (size_t i = 0; i < n_setting_defs; i++) {
        if (setting_defs[i].type == SET_TEXT) {
            char **at = (char **)(void *)((char *)c + setting_defs[i].offset);
            free(*at);
            *at = NULL;
        }
    }
}

enum err_code centre_set(struct centre *c, const char *name, const char *value, struct err *e)
{
    for (size_t i = 0; i < n_setting_defs; i++) {
        if (strcmp(setting_defs[i].name, name) == 0) {
            return set_one(c, &setting_defs[i], value, e);
        }
    }
    return err_set(e, ERR_NOT_FOUND, N_("there is no setting {0}"), name);
}

void centre_get(const struct centre *c, const struct setting_def *d, char *to, size_t n)
{
    const void *at = (const char *)c + d->offset;
    int v = 0;
    switch (d->type) {
    case SET_INT:
        snprintf(to, n, "%d", *(const int *)at);
        return;
    case SET_BOOL:
        snprintf(to, n, "%s", *(const bool *)at ? "on" : "off");
        return;
    case SET_HHMM:
        v = *(const int *)at;
        snprintf(to, n, "%02d:%02d", v / 60, v % 60);
        return;
    case SET_CHOICE:
        snprintf(to, n, "%s", sl_variant_names[*(const enum sl_variant *)at]);
        return;
    case SET_TEXT: {
        const char *text = *(char *const *)at;
        snprintf(to, n, "%s", text ? text : "");
        return;
    }
    }
}
