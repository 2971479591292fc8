/* See feed.h. One poll: requests of the vendor → net → replies → vendor … → a result; bounded as a
 * whole by POLL_MAX_MS. After a failure the next poll waits by back-off, after a success by
 * poll_sec. */
#include "feed.h"

#include <string.h>
#include <strings.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/log.h"
#include "zhiban/base/mem.h"

#define POLL_MAX_MS 20000 /* a poll of several requests, as a whole */
#define LOGOFF_MS 500
#define SIM_LOOK_MS 10     /* between two looks for the simulator's port */
#define AUTH_WAIT_MS 15000 /* after a refused sign-in: do not hammer an account */

static void poll_over(struct feed *f)
{
    f->polling = f->decoding = false;
}

static void failed(struct feed *f, const struct err *e, int retry_after_s, int64_t now)
{
    poll_over(f);
    int wait = net_backoff_next(&f->backoff, retry_after_s);
    if (e->code == ERR_AUTH && wait < AUTH_WAIT_MS) {
        wait = AUTH_WAIT_MS;
    }
    if (f->err.code == OK) {
        f->failed_since = now;
        struct buf text = {0};
        err_format(&text, e->msgid ? e->msgid : "", e);
        log_line(LOG_WARN, "feed: %s fails: %s", f->backend.name, buf_str(&text));
        buf_release(&text);
    }
    f->err = *e;
    f->failures++;
    f->next_poll_ms = clock_raw_ms() + wait;
}

static void succeeded(struct feed *f)
{
    poll_over(f);
    int64_t raw = clock_raw_ms();
    int64_t next = f->poll_started_ms + (int64_t)f->config->centre.poll_s * 1000;
    if (f->err.code != OK) {
        log_line(LOG_INFO, "feed: %s answers again", f->backend.name);
    }
    net_backoff_reset(&f->backoff);
    f->err = (struct err){0};
    f->failed_since = UNKNOWN;
    f->last_good_ms = raw;
    f->next_poll_ms = next > raw ? next : raw;
}

/* ---- opening --------------------------------------------------------------------------------- */

/* Vendor and net for a backend whose address is known. */
static enum err_code open_backend(struct feed *f, const struct backend_cfg *b, const char *secret,
                                  struct err *e)
{
    const struct vendor_ops *ops = vendor_find(b->vendor);
    if (!ops) {
        return err_set(e, ERR_USAGE, N_("there is no backend of kind {0}"), b->vendor);
    }
    struct net_config nc = {.url = b->base_url,
                            .user = b->user,
                            .secret = secret,
                            .ca_file = b->ca_file,
                            .insecure = b->insecure,
                            .trace_dir = f->trace_dir};
    struct vendor_config vc = {.name = b->name,
                               .url = b->base_url,
                               .user = b->user,
                               .secret = secret,
                               .tls = strncmp(b->base_url, "https:", 6) == 0,
                               .centre = &f->config->centre};
    enum err_code code = net_new(&nc, &f->net, e);
    if (code == OK) {
        code = ops->open(&vc, &f->vendor, e);
    }
    if (code != OK) {
        net_free(f->net);
        f->net = NULL;
    }
    return code;
}

enum err_code feed_open(struct feed *f, const struct config *c, const char *trace_dir,
                        struct err *e)
{
    char *secret = NULL;
    *f = (struct feed){
        .config = c, .trace_dir = trace_dir, .last_good_ms = -1, .failed_since = UNKNOWN};
    enum err_code code = config_backend(c, &f->backend, e);
    if (code != OK) {
        return code;
    }
    f->is_sim = strcmp(f->backend.vendor, "sim") == 0;
    if (!f->is_sim) {
        code = config_secret(c, &f->backend, &secret, e);
        if (code == OK) {
            code = open_backend(f, &f->backend, secret, e);
        }
    }
    if (secret) {
        explicit_bzero(secret, strlen(secret));
    }
    free(secret);
    if (code != OK) {
        backend_cfg_release(&f->backend);
    }
    f->next_poll_ms = clock_raw_ms();
    return code;
}

/* Starts the simulator, and once it told its port opens the backend there. false: not yet, or
 * failed. */
static bool sim_ready(struct feed *f, int64_t now)
{
    struct err e = {0};
    bool ready = false;
    enum err_code code = OK;
    if (!f->sim.started) {
        code = simproc_start(&f->sim, &(struct simproc_args){0}, &e);
    }
    if (code == OK) {
        code = simproc_ready(&f->sim, 0, &ready, &e);
    }
    if (code == OK && ready) {
        struct config view = *f->config; /* only to have the simulator's URL parsed */
        struct backend_cfg b;
        view.backend = f->sim.url;
        code = config_backend(&view, &b, &e);
        if (code == OK) {
            code = open_backend(f, &b, f->sim.asterisk ? SIMPROC_DEMO_SECRET : "", &e);
            backend_cfg_release(&b);
        }
    }
    if (code != OK) {
        simproc_stop(&f->sim);
        failed(f, &e, -1, now);
    } else if (!ready) {
        f->next_poll_ms = clock_raw_ms() + SIM_LOOK_MS;
    }
    return code == OK && ready;
}

/* A simulator that died is started anew, at another port. */
static void sim_restart(struct feed *f)
{
    if (f->is_sim && f->vendor && simproc_ended(&f->sim)) {
        f->vendor->ops->free(f->vendor);
        net_free(f->net);
        f->vendor = NULL;
        f->net = NULL;
        simproc_stop(&f->sim);
    }
}

/* ---- stepping -------------------------------------------------------------------------------- */

/* Sends the step's requests and books its result. A snapshot only lies ready: see hand_over. */
static enum feed_result take_step(struct feed *f, struct vendor_step *s, int64_t now)
{
    enum feed_result result = FEED_NOTHING;
    for (size_t i = 0; i < s->requests.n; i++) {
        net_submit(f->net, &s->requests.v[i]);
    }
    vec_clear(&s->requests);
    f->decoding = s->more;
    switch (s->result) {
    case VR_SNAPSHOT:
        snapshot_free(f->fresh);
        f->fresh = s->snapshot;
        s->snapshot = NULL;
        f->whole = true;
        break;
    case VR_UNCHANGED:
        succeeded(f);
        result = FEED_UNCHANGED;
        break;
    case VR_FAILED:
        net_mask_error(f->net, &s->err);
        if (s->frozen) { /* what was taken for current was not */
            int64_t stale_ms = clock_raw_ms() - (int64_t)f->config->centre.stale_s * 1000;
            f->last_good_ms = stale_ms < f->last_good_ms ? stale_ms : f->last_good_ms;
        }
        failed(f, &s->err, s->retry_after_s, now);
        result = FEED_FAILED;
        break;
    default:
        break;
    }
    vendor_step_release(s);
    return result;
}

static enum feed_result start_poll(struct feed *f, int64_t now)
{
    struct vendor_step s;
    f->polling = true;
    f->poll_started_ms = clock_raw_ms();
    f->polls++;
    vendor_step_init(&s);
    f->vendor->ops->poll(f->vendor, now, &s);
    return take_step(f, &s, now);
}

static enum feed_result poll_timed_out(struct feed *f, int64_t now)
{
    struct err e = {0};
    f->vendor->ops->abort(f->vendor);
    net_cancel_all(f->net);
    err_set(&e, ERR_NET, N_("time-out: {0} did not give a whole answer within {1} seconds"),
            f->backend.name, NUM(POLL_MAX_MS / 1000));
    failed(f, &e, -1, now);
    return FEED_FAILED;
}

/* Goes on with a decode for about FEED_SLICE_MS. */
static enum feed_result work(struct feed *f, int64_t now)
{
    enum feed_result result = FEED_NOTHING;
    int64_t until = clock_raw_ms() + FEED_SLICE_MS;
    while (result == FEED_NOTHING && f->decoding && !f->whole && clock_raw_ms() < until) {
        struct vendor_step s;
        vendor_step_init(&s);
        f->vendor->ops->work(f->vendor, FEED_SLICE_ITEMS, now, &s);
        result = take_step(f, &s, now);
    }
    return result;
}

/* A large floor that took slices to decode is booked and drawn in a step of its own. */
static enum feed_result hand_over(struct feed *f)
{
    f->whole = false;
    succeeded(f);
    return FEED_SNAPSHOT;
}

enum feed_result feed_step(struct feed *f, int64_t now)
{
    enum feed_result result = FEED_NOTHING;
    struct http_reply r;
    if (f->whole) {
        return hand_over(f);
    }
    if (!f->vendor) {
        uint64_t before = f->failures;
        if (!f->is_sim || clock_raw_ms() < f->next_poll_ms || !sim_ready(f, now)) {
            return f->failures > before ? FEED_FAILED : FEED_NOTHING;
        }
    }
    while (result == FEED_NOTHING && !f->whole && net_next_reply(f->net, &r)) {
        struct vendor_step s;
        vendor_step_init(&s);
        f->vendor->ops->on_reply(f->vendor, &r, now, &s);
        http_reply_release(&r);
        result = take_step(f, &s, now);
    }
    if (f->whole) {
        return hand_over(f);
    }
    if (result == FEED_NOTHING && f->decoding) {
        result = work(f, now);
    }
    int64_t raw = clock_raw_ms();
    if (f->polling && !f->decoding && !f->whole && raw - f->poll_started_ms >= POLL_MAX_MS) {
        result = poll_timed_out(f, now);
    } else if (!f->polling && raw >= f->next_poll_ms) {
        sim_restart(f);
        if (f->vendor && result == FEED_NOTHING) {
            result = start_poll(f, now);
        }
    }
    return result;
}

int64_t feed_due(const struct feed *f)
{
    if (f->decoding || f->whole) {
        return clock_raw_ms();
    }
    return f->polling ? f->poll_started_ms + POLL_MAX_MS : f->next_poll_ms;
}

void feed_poll_now(struct feed *f)
{
    if (!f->polling) {
        f->next_poll_ms = clock_raw_ms();
    }
}

enum feed_state feed_state(const struct feed *f)
{
    if (f->last_good_ms < 0) {
        return f->failures > 0 ? FEED_DOWN : FEED_STARTING;
    }
    if (clock_raw_ms() - f->last_good_ms < (int64_t)f->config->centre.stale_s * 1000) {
        return FEED_LIVE;
    }
    return f->err.code != OK ? FEED_DOWN : FEED_STALE;
}

/* ---- closing --------------------------------------------------------------------------------- */

static void log_off(struct feed *f)
{
    struct vendor_step s;
    bool done = false;
    int64_t until = clock_raw_ms() + LOGOFF_MS;
    if (f->polling) {
        f->vendor->ops->abort(f->vendor);
        net_cancel_all(f->net);
    }
    vendor_step_init(&s);
    f->vendor->ops->finish(f->vendor, &s);
    for (;;) {
        struct http_reply r;
        done = s.result == VR_FINISHED;
        take_step(f, &s, 0);
        int64_t left = until - clock_raw_ms();
        if (done || net_pending(f->net) == 0 || left <= 0) {
            break;
        }
        net_wait(f->net, NULL, 0, NULL, (int)left);
        vendor_step_init(&s);
        while (!done && net_next_reply(f->net, &r)) {
            f->vendor->ops->on_reply(f->vendor, &r, 0, &s);
            http_reply_release(&r);
            done = s.result == VR_FINISHED;
        }
    }
}

void feed_close(struct feed *f)
{
    if (f->vendor) {
        log_off(f);
        f->vendor->ops->free(f->vendor);
    }
    net_free(f->net);
    if (f->sim.started) {
        simproc_stop(&f->sim);
    }
    snapshot_free(f->fresh);
    backend_cfg_release(&f->backend);
    *f = (struct feed){0};
}
