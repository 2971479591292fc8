/* The application: one object that polls the backend, keeps totals, time lines and alarms, and
 * offers the panes what they show. The loop calls app_step; panes copy in sync() and never ask
 * while drawing. */
#ifndef ZHIBAN_SVC_APP_H
#define ZHIBAN_SVC_APP_H

#include "zhiban/base/clock.h"
#include "zhiban/model/alarm.h"
#include "zhiban/model/timeline.h"
#include "zhiban/svc/config.h"

struct app;

struct app_opts {
    struct config *config; /* borrowed for the app's life */
    struct clock *clock;   /* borrowed */
    const char *trace_dir; /* NULL */
    const char *user;      /* who acknowledges: the operating-system account */
    bool readonly;
};

/* Starting: nothing came yet and nothing failed. Live: data is younger than stale_sec (a failed
 * poll may already be told in err). Stale: older, and no failure is known. Down: older or none, and
 * it fails. */
enum feed_state { FEED_STARTING, FEED_LIVE, FEED_STALE, FEED_DOWN };
struct feed_status {
    enum feed_state state;
    int64_t age_ms; /* real time since the last good answer; −1: none yet; 0 while the clock is
                       still and the feed live */
    int64_t next_try_ms;  /* until the next poll */
    struct err err;       /* of the last failure; code OK when the last poll was good */
    int64_t failed_since; /* civil UTC s of the first failure in a row; UNKNOWN */
    uint64_t polls, failures;
    const char *backend; /* its name */
    unsigned fields;     /* enum vendor_field */
};

/* What changed since a pane's last sync. */
enum change {
    CHANGE_SNAPSHOT = 1 << 0,
    CHANGE_FEED = 1 << 1,
    CHANGE_ALARMS = 1 << 2,
    CHANGE_PERIOD = 1 << 3,
    CHANGE_SECOND = 1 << 4,
    CHANGE_ALL = ~0
};

/* Opens nothing over the network yet (the first paint comes first). */
enum err_code app_new(const struct app_opts *o, struct app **to, struct err *e);
/* Logs off (bounded, 500 ms) and frees. */
void app_free(struct app *a);

/* Moves on: timers, transfers, decode (at most about 4 ms a call). Returns enum change bits. */
unsigned app_step(struct app *a);
/* Waits for descriptors, transfers or the next timer, at most max_ms. See net_wait. */
int app_wait(struct app *a, const int *fds, size_t n, bool *ready, int max_ms);
/* Poll now (key r), or after a failure before the back-off is over. */
void app_poll_now(struct app *a);

const struct centre *app_centre(const struct app *a);
const struct config *app_config(const struct app *a);
struct clock *app_clock(const struct app *a);
int64_t app_mono_ms(const struct app *a);
int64_t app_now(const struct app *a);
/* NULL until the first snapshot. Valid until the next app_step. */
const struct floor *app_floor(const struct app *a);
const struct totals *app_totals(const struct app *a);
const struct timeline *app_timeline(const struct app *a);
const struct alarms *app_alarms(const struct app *a);
/* The alarm to ring for since the last call, or NULL (alarms_announced): for the loop alone. */
const struct alarm *app_announced(struct app *a);
struct feed_status app_feed(const struct app *a);
/* What a backend can give, one line a bit of feed_status.fields (doctor); name is N_(). */
struct app_field {
    unsigned bit;
    const char *name;
};
extern const struct app_field app_fields[];
extern const size_t n_app_fields;
/* The period all panes show; key t. */
enum period app_period(const struct app *a);
void app_next_period(struct app *a);

/* Abandoned calls of today, newest first. */
struct lost_call {
    int64_t ended, wait_s;
    const char *caller, *queue_id, *queue_name;
    enum call_outcome outcome;
    bool inferred;
};
size_t app_lost_count(const struct app *a);
const struct lost_call *app_lost_at(const struct app *a, size_t i);

/* What was wrong in the data, newest first; each place and kind once, at most 100. */
struct app_warning {
    int64_t at;
    const char *where, *msgid, *value;
};
size_t app_warning_count(const struct app *a);
const struct app_warning *app_warning_at(const struct app *a, size_t i);
/* What the vendor has to say for doctor: rights missing, degraded parts (msgids). */
size_t app_notes(const struct app *a, const char **msgids, size_t max);

/* Acknowledge (refused with --readonly). */
enum err_code app_ack(struct app *a, uint32_t number, const char *note, struct err *e);

#endif
