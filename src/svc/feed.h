/* The feed: one backend polled by a vendor over net. A state machine without a wait of its own:
 * feed_step does what is due and tells at most one result, feed_due says when to call again.
 *
 * Timers run on clock_raw_ms, so that neither a fixed nor a fast civil clock changes the polling.
 */
#ifndef ZHIBAN_SRC_SVC_FEED_H
#define ZHIBAN_SRC_SVC_FEED_H

#include "zhiban/net/net.h"
#include "zhiban/svc/app.h"
#include "zhiban/svc/simproc.h"
#include "zhiban/vendor/vendor.h"

#define FEED_SLICE_MS 4     /* of decoding in one step */
#define FEED_SLICE_ITEMS 64 /* array elements between two looks at the clock */

enum feed_result { FEED_NOTHING, FEED_SNAPSHOT, FEED_UNCHANGED, FEED_FAILED };

struct feed {
    const struct config *config; /* borrowed */
    const char *trace_dir;
    struct backend_cfg backend;
    struct simproc sim;
    bool is_sim;
    struct vendor *vendor; /* NULL while a simulator starts */
    struct net *net;
    struct net_backoff backoff;
    bool polling, decoding;
    bool whole;                            /* `fresh` is decoded; the next step hands it over */
    int64_t poll_started_ms, next_poll_ms; /* raw */
    int64_t last_good_ms;                  /* raw; −1 none */
    int64_t failed_since;                  /* civil UTC s */
    struct err err;                        /* of the last failure; OK when the last poll was good */
    uint64_t polls, failures;
    struct snapshot *fresh; /* FEED_SNAPSHOT: taken by the caller */
};

/* Opens the backend in force, without touching the network. */
enum err_code feed_open(struct feed *f, const struct config *c, const char *trace_dir,
                        struct err *e);
/* Logs off (bounded, 500 ms), ends the simulator, frees. */
void feed_close(struct feed *f);
/* now: civil UTC s. */
enum feed_result feed_step(struct feed *f, int64_t now);
/* Raw milliseconds at which feed_step has something to do again. */
int64_t feed_due(const struct feed *f);
/* Makes the next poll due at once. */
void feed_poll_now(struct feed *f);
enum feed_state feed_state(const struct feed *f);

#endif
