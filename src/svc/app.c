/* The application object: it owns the feed, the last good snapshot and all that is computed from
 * it, and tells the loop what changed. One app_step: clock → feed → periods → alarms → change bits.
 *
 * Nothing is marked as changed that a person would not see: an answer that says the same as the
 * last one only renews its age, and with a still clock no bit is set at all. */
#include "zhiban/svc/app.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "feed.h"
#include "lost.h"
#include "same.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"

#define WARNINGS_MAX 100
#define TICK_MS 1000
#define FILE_TICK_MS 500  /* ZHIBAN_NOW=@FILE: how soon a moved file shows */
#define TICK_SLACK_MS 150 /* a snapshot due this soon after a tick takes its place */
#define MINUTE 60

struct warning {
    struct app_warning w;
    char *where, *value;
};

/* Where the running periods began; `next` is when to look again. */
struct marks {
    int64_t interval, segment, day, next, looked;
    bool night;
};

struct app {
    struct config *config;
    struct clock *clock;
    char *user;
    bool readonly;
    struct feed feed;
    struct snapshot *snap;
    struct floor *floor;
    struct totals *totals;
    struct timeline *timeline;
    struct alarms *alarms;
    struct lost lost;
    VEC(struct warning) warnings; /* oldest first */
    struct marks marks;
    enum period period;
    bool period_chosen;
    int64_t second;                   /* civil, of the last CHANGE_SECOND */
    int64_t started_ms, next_tick_ms; /* raw */
    bool answer_ticks;                /* the answer just taken stands for the tick */
    int64_t good_at;                  /* civil, of the last good answer */
    uint64_t alarm_print, feed_print;
    unsigned pending; /* bits for the next step: what a key changed */
};

/* ---- life ------------------------------------------------------------------------------------ */

static char *account(void)
{
    struct passwd *p = getpwuid(geteuid());
    return p ? mem_strdup(p->pw_name) : mem_printf("uid %ld", (long)geteuid());
}

enum err_code app_new(const struct app_opts *o, struct app **to, struct err *e)
{
    struct app *a = mem_calloc(1, sizeof *a);
    a->config = o->config;
    a->clock = o->clock;
    enum err_code code = feed_open(&a->feed, o->config, o->trace_dir, e);
    if (code != OK) {
        free(a);
        return code;
    }
    a->user = o->user && o->user[0] ? mem_strdup(o->user) : account();
    a->readonly = o->readonly || o->config->readonly;
    a->totals = totals_new();
    if (o->clock->speed > 1) {
        totals_set_speed(a->totals, o->clock->speed);
    }
    a->timeline = timeline_new();
    a->alarms = alarms_new();
    alarms_set_timeline(a->alarms, a->timeline);
    a->second = clock_now(a->clock);
    a->started_ms = clock_raw_ms();
    a->next_tick_ms = a->started_ms + TICK_MS;
    a->marks.looked = INT64_MIN;
    a->good_at = UNKNOWN;
    *to = a;
    return OK;
}

void app_free(struct app *a)
{
    if (!a) {
        return;
    }
    feed_close(&a->feed);
    alarms_free(a->alarms);
    timeline_free(a->timeline);
    floor_free(a->floor);
    snapshot_free(a->snap);
    totals_free(a->totals);
    lost_release(&a->lost);
    for (size_t i = 0; i < a->warnings.n; i++) {
        free(a->warnings.v[i].where);
        free(a->warnings.v[i].value);
    }
    vec_free(&a->warnings);
    free(a->user);
    free(a);
}

/* ---- periods --------------------------------------------------------------------------------- */

static enum period wanted_period(const struct app *a)
{
    const char *p = a->config->centre.period;
    for (enum period i = PERIOD_INTERVAL; i < PERIOD_COUNT; i++) {
        if (p && strcmp(p, period_words[i]) == 0) {
            return i;
        }
    }
    return a->marks.night ? PERIOD_SEGMENT : PERIOD_DAY; /* auto */
}

static struct marks read_marks(const struct app *a, int64_t now)
{
    const struct centre *c = &a->config->centre;
    struct marks m = {.looked = now};
    int64_t to = 0, business_day = 0;
    int64_t step = (int64_t)c->interval_min * MINUTE;
    m.day = civil_day_start(c->zone, now, c->day_start_min);
    m.interval = m.day + (now - m.day) / step * step;
    m.next = m.interval + step;
    const struct segment_cfg *running = centre_segment_at(c, now, &m.segment, &to, &business_day);
    m.night = segment_is_night(running);
    if (running) {
        m.next = to < m.next ? to : m.next;
    } else {
        m.segment = UNKNOWN;
        int64_t minute = now - now % MINUTE + MINUTE; /* a segment may begin at any */
        m.next = minute < m.next ? minute : m.next;
    }
    return m;
}

/* Looks whether a period began; the floor is read again, for its segment and totals. */
static unsigned step_periods(struct app *a, int64_t now)
{
    if (now >= a->marks.looked && now < a->marks.next) {
        return 0;
    }
    struct marks m = read_marks(a, now);
    bool first = a->marks.looked == INT64_MIN;
    bool same = !first && m.interval == a->marks.interval && m.segment == a->marks.segment &&
                m.day == a->marks.day;
    a->marks = m;
    if (!a->period_chosen) {
        a->period = wanted_period(a);
    }
    if (same) {
        return 0;
    }
    totals_roll(a->totals, &a->config->centre, now);
    lost_roll(&a->lost, m.day);
    if (a->floor) {
        struct floor *f = floor_read(a->snap, a->floor, &a->config->centre, a->totals, now);
        floor_free(a->floor);
        a->floor = f;
    }
    return first ? 0 : CHANGE_PERIOD | (a->floor ? CHANGE_SNAPSHOT : 0u);
}

/* ---- snapshots ------------------------------------------------------------------------------- */

static void keep_warnings(struct app *a, const struct snapshot *s, int64_t now)
{
    for (uint32_t i = 0; i < s->n_warnings; i++) {
        const struct data_warning *w = &s->warnings[i];
        size_t k = 0;
        while (k < a->warnings.n && (strcmp(a->warnings.v[k].where, w->where) != 0 ||
                                     a->warnings.v[k].w.msgid != w->msgid)) {
            k++;
        }
        if (k < a->warnings.n) {
            continue;
        }
        if (a->warnings.n == WARNINGS_MAX) {
            free(a->warnings.v[0].where);
            free(a->warnings.v[0].value);
            vec_remove(&a->warnings, 0);
        }
        struct warning kept = {.where = mem_strdup(w->where), .value = mem_strdup(w->value)};
        kept.w = (struct app_warning){
            .at = now, .where = kept.where, .msgid = w->msgid, .value = kept.value};
        vec_push(&a->warnings) = kept;
    }
}

/* A good answer, changed or not: its time, and the gap before it. */
static void note_answer(struct app *a, int64_t now, int64_t was_good_ms)
{
    int64_t silent_ms = was_good_ms < 0 ? 0 : a->feed.last_good_ms - was_good_ms;
    if (silent_ms >= (int64_t)a->config->centre.stale_s * 1000 && a->good_at != UNKNOWN) {
        timeline_gap(a->timeline, a->good_at, now);
    }
    a->good_at = now;
    /* Answers that come about once a second tick the clock themselves: one drawing, not two. */
    int64_t raw = clock_raw_ms();
    int64_t tick = raw + TICK_MS;
    int64_t off = feed_due(&a->feed) - tick;
    if (off > -TICK_SLACK_MS && off < TICK_SLACK_MS && !a->clock->file) {
        a->next_tick_ms = tick + TICK_SLACK_MS;
        a->answer_ticks = true;
    }
}

static unsigned take_snapshot(struct app *a, struct snapshot *s, int64_t now)
{
    const struct centre *c = &a->config->centre;
    s->received_mono_ms = clock_mono_ms(a->clock);
    keep_warnings(a, s, now);
    if (a->snap && snapshot_same(a->snap, s, s->received_mono_ms - a->snap->received_mono_ms)) {
        snapshot_free(s);
        totals_apply(a->totals, a->snap, c, now);
        return 0;
    }
    lost_apply(&a->lost, a->snap, s, now, a->marks.day);
    totals_apply(a->totals, s, c, now);
    struct floor *f = floor_read(s, a->floor, c, a->totals, now);
    /* A night segment is one line: its start is kept when midnight is past. */
    bool night = f->night && f->segment_from < a->marks.day;
    timeline_apply(a->timeline, f, night ? f->segment_from : a->marks.day);
    floor_free(a->floor);
    snapshot_free(a->snap);
    a->floor = f;
    a->snap = s;
    return CHANGE_SNAPSHOT;
}

static unsigned step_feed(struct app *a, int64_t now)
{
    int64_t was_good_ms = a->feed.last_good_ms;
    unsigned bits = 0;
    switch (feed_step(&a->feed, now)) {
    case FEED_SNAPSHOT: {
        struct snapshot *s = a->feed.fresh;
        a->feed.fresh = NULL;
        note_answer(a, now, was_good_ms);
        bits = take_snapshot(a, s, now);
        break;
    }
    case FEED_UNCHANGED:
        note_answer(a, now, was_good_ms);
        if (a->snap) {
            totals_apply(a->totals, a->snap, &a->config->centre, now);
        }
        break;
    case FEED_FAILED:
    case FEED_NOTHING:
        break;
    }
    return bits;
}

/* ---- prints: what a person would see change -------------------------------------------------- */

static uint64_t mix(uint64_t h, uint64_t v)
{
    h ^= v;
    h *= 0x9e3779b97f4a7c15u;
    return h ^ (h >> 29);
}

static uint64_t print_alarms(const struct app *a)
{
    uint64_t h = alarms_history_count(a->alarms);
    for (size_t i = 0; i < alarms_count(a->alarms); i++) {
        const struct alarm *x = alarms_at(a->alarms, i);
        h = mix(h, (uint64_t)x->number << 8 | (uint64_t)x->state << 4 | (uint64_t)x->level << 1 |
                       (uint64_t)x->acked);
        h = mix(h, (uint64_t)x->value);
    }
    return h;
}

static bool troubled(const struct feed *f)
{
    return f->err.code != OK || feed_state(f) == FEED_STALE;
}

static uint64_t print_feed(const struct app *a)
{
    const struct feed *f = &a->feed;
    uint64_t h = mix((uint64_t)feed_state(f), (uint64_t)f->err.code);
    h = mix(h, (uint64_t)(uintptr_t)f->err.msgid);
    if (troubled(f)) { /* the banner counts: age and next try */
        int64_t raw = clock_raw_ms();
        h = mix(h, (uint64_t)((raw - f->last_good_ms) / 1000));
        h = mix(h, (uint64_t)((f->next_poll_ms - raw) / 1000));
    }
    return h;
}

static void judge(struct app *a, int64_t now)
{
    const struct feed *f = &a->feed;
    enum feed_state state = feed_state(f);
    bool stale = state == FEED_STALE || state == FEED_DOWN;
    int64_t since = f->last_good_ms < 0 ? a->started_ms : f->last_good_ms;
    int64_t down_s = stale ? (clock_raw_ms() - since) / 1000 : 0;
    alarms_step(a->alarms, a->floor, &a->config->centre, now, clock_mono_ms(a->clock), down_s,
                stale);
}

/* ---- the step -------------------------------------------------------------------------------- */

static unsigned step_clock(struct app *a, int64_t now)
{
    int64_t raw = clock_raw_ms();
    bool late = raw >= a->next_tick_ms;
    bool due = late || a->answer_ticks;
    a->answer_ticks = false;
    if (late) {
        a->next_tick_ms = raw + (a->clock->file ? FILE_TICK_MS : TICK_MS);
    }
    if (now == a->second || (!due && !clock_still(a->clock))) {
        return 0;
    }
    a->second = now;
    return CHANGE_SECOND;
}

unsigned app_step(struct app *a)
{
    clock_tick(a->clock);
    int64_t now = clock_now(a->clock);
    unsigned bits = a->pending | step_periods(a, now);
    a->pending = 0;
    bits |= step_feed(a, now);
    if (bits & CHANGE_SNAPSHOT && now != a->second) { /* drawn anyway: the clock goes along */
        a->second = now;
        a->answer_ticks = false;
        bits |= CHANGE_SECOND;
    } else {
        bits |= step_clock(a, now);
    }
    uint64_t feed = print_feed(a);
    if (feed != a->feed_print) {
        a->feed_print = feed;
        bits |= CHANGE_FEED;
    }
    if (bits != 0) {
        judge(a, now);
    }
    uint64_t alarms = print_alarms(a);
    if (alarms != a->alarm_print) {
        a->alarm_print = alarms;
        bits |= CHANGE_ALARMS;
    }
    return bits;
}

int app_wait(struct app *a, const int *fds, size_t n, bool *ready, int max_ms)
{
    int64_t raw = clock_raw_ms();
    int64_t due = feed_due(&a->feed);
    bool ticks = !clock_still(a->clock) || a->clock->file || troubled(&a->feed);
    if (ticks && a->next_tick_ms < due) {
        due = a->next_tick_ms;
    }
    if (feed_state(&a->feed) == FEED_LIVE) { /* the moment it turns stale */
        int64_t stale = a->feed.last_good_ms + (int64_t)a->config->centre.stale_s * 1000;
        due = stale < due ? stale : due;
    }
    int64_t left = due > raw ? due - raw : 0;
    if (max_ms >= 0 && left > max_ms) {
        left = max_ms;
    }
    int wait = left > 60000 ? 60000 : (int)left;
    return a->feed.net ? net_wait(a->feed.net, fds, n, ready, wait)
                       : net_wait_fds(fds, n, ready, wait);
}

void app_poll_now(struct app *a)
{
    feed_poll_now(&a->feed);
}

/* ---- what panes read ------------------------------------------------------------------------- */

const struct centre *app_centre(const struct app *a)
{
    return &a->config->centre;
}

const struct config *app_config(const struct app *a)
{
    return a->config;
}

struct clock *app_clock(const struct app *a)
{
    return a->clock;
}

int64_t app_mono_ms(const struct app *a)
{
    return clock_mono_ms(a->clock);
}

int64_t app_now(const struct app *a)
{
    return clock_now(a->clock);
}

const struct floor *app_floor(const struct app *a)
{
    return a->floor;
}

const struct totals *app_totals(const struct app *a)
{
    return a->totals;
}

const struct timeline *app_timeline(const struct app *a)
{
    return a->timeline;
}

const struct alarms *app_alarms(const struct app *a)
{
    return a->alarms;
}

const struct alarm *app_announced(struct app *a)
{
    return alarms_announced(a->alarms);
}

struct feed_status app_feed(const struct app *a)
{
    const struct feed *f = &a->feed;
    int64_t raw = clock_raw_ms();
    struct feed_status s = {.state = feed_state(f),
                            .age_ms = -1,
                            .next_try_ms = f->next_poll_ms > raw ? f->next_poll_ms - raw : 0,
                            .err = f->err,
                            .failed_since = f->failed_since,
                            .polls = f->polls,
                            .failures = f->failures,
                            .backend = f->backend.name,
                            .fields = f->vendor ? f->vendor->ops->fields(f->vendor) : 0};
    if (f->last_good_ms >= 0) {
        /* A still clock stands still here too, while all is well. */
        s.age_ms = s.state == FEED_LIVE && clock_still(a->clock) ? 0 : raw - f->last_good_ms;
    }
    return s;
}

enum period app_period(const struct app *a)
{
    return a->period;
}

void app_next_period(struct app *a)
{
    a->period = (enum period)((a->period + 1) % PERIOD_COUNT);
    a->period_chosen = true;
    a->pending |= CHANGE_PERIOD;
}

size_t app_lost_count(const struct app *a)
{
    return a->lost.calls.n;
}

const struct lost_call *app_lost_at(const struct app *a, size_t i)
{
    return &a->lost.calls.v[a->lost.calls.n - 1 - i].call;
}

size_t app_warning_count(const struct app *a)
{
    return a->warnings.n;
}

const struct app_warning *app_warning_at(const struct app *a, size_t i)
{
    return &a->warnings.v[a->warnings.n - 1 - i].w;
}

size_t app_notes(const struct app *a, const char **msgids, size_t max)
{
    const struct vendor *v = a->feed.vendor;
    return v ? v->ops->notes(v, msgids, max) : 0;
}

enum err_code app_ack(struct app *a, uint32_t number, const char *note, struct err *e)
{
    if (a->readonly) {
        return err_set(e, ERR_PERMISSION, N_("this terminal is read-only"));
    }
    if (!alarms_ack(a->alarms, number, a->user, note, clock_now(a->clock))) {
        return err_set(e, ERR_NOT_FOUND, N_("the alarm no longer stands"));
    }
    return OK;
}
