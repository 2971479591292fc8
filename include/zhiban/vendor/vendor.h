/* A vendor turns one backend's answers into snapshots. It is a pure state machine: it never waits,
 * never reads a clock, knows no socket. One step returns requests to carry out and at most one
 * result.
 *
 * Order of calls: new → (poll → on_reply* → work* )* → finish → on_reply* → free. The caller sends
 * every request returned and brings every reply back, also the failed ones. A poll is over when a
 * result came. */
#ifndef ZHIBAN_VENDOR_VENDOR_H
#define ZHIBAN_VENDOR_VENDOR_H

#include "zhiban/base/http.h"
#include "zhiban/base/vec.h"
#include "zhiban/model/centre.h"
#include "zhiban/model/snapshot.h"

struct vendor_config {
    const char *name;   /* of the backend, for errors */
    const char *url;    /* http(s)://host[:port]/path, no user, no secret */
    const char *user;   /* "" none */
    const char *secret; /* "" none; borrowed during vendor_new, copied and wiped by free */
    bool tls;           /* https: a plain login is allowed; on a plain link MD5 challenge is used */
    const struct centre *centre; /* borrowed for the vendor's life (wrap-up seconds) */
};

enum vendor_result { VR_NONE, VR_SNAPSHOT, VR_UNCHANGED, VR_FAILED, VR_FINISHED };

struct vendor_step {
    VEC(struct http_request) requests; /* taken by the caller */
    enum vendor_result result;
    struct snapshot *snapshot; /* VR_SNAPSHOT: taken by the caller */
    struct err err;            /* VR_FAILED: cause and mend */
    int retry_after_s;         /* VR_FAILED: the backend's wish; −1 none */
    bool frozen;               /* VR_FAILED: for over stale_sec its answers have told one moment */
    bool more;                 /* a decode is under way: call vendor_work */
};
void vendor_step_init(struct vendor_step *s);
void vendor_step_release(struct vendor_step *s);

enum vendor_field { /* what a backend gives or lacks, for doctor and the panes */
                    VF_CALLS = 1 << 0,
                    VF_ENDED = 1 << 1,
                    VF_AGENT_SINCE = 1 << 2,
                    VF_REASONS = 1 << 3,
                    VF_WRAPUP = 1 << 4,
                    VF_TALK_SUMS = 1 << 5,
                    VF_CALLER_ON_AGENT = 1 << 6,
                    VF_SITE_TEAM = 1 << 7,
                    VF_COUNTERS_SINCE = 1 << 8,
                    VF_ABANDON_TOLD_APART = 1 << 9
};

struct vendor;
struct vendor_ops {
    const char *name; /* "json", "asterisk": the scheme in a backend URL */
    enum err_code (*open)(const struct vendor_config *cfg, struct vendor **to, struct err *e);
    void (*poll)(struct vendor *v, int64_t now, struct vendor_step *s);
    /* Takes the reply's body. now: UTC s of the machine. */
    void (*on_reply)(struct vendor *v, struct http_reply *r, int64_t now, struct vendor_step *s);
    /* Goes on with a long decode, about `elements` array elements; s->more says whether to call
     * again. */
    void (*work)(struct vendor *v, int elements, int64_t now, struct vendor_step *s);
    /* Forgets the poll under way (after a time-out of the whole poll). */
    void (*abort)(struct vendor *v);
    /* Logs off where there is something to log off from; VR_FINISHED when done. */
    void (*finish)(struct vendor *v, struct vendor_step *s);
    unsigned (*fields)(const struct vendor *v); /* enum vendor_field seen so far */
    /* Findings of doctor after a poll: rights missing, degraded parts. Appends translated-later
     * msgids. */
    size_t (*notes)(const struct vendor *v, const char **msgids, size_t max);
    void (*free)(struct vendor *v);
};
/* First member of every vendor's own struct. */
struct vendor {
    const struct vendor_ops *ops;
};

/* Alphabetised, NULL-terminated. */
extern const struct vendor_ops *const vendors[];
const struct vendor_ops *vendor_find(const char *name);

#endif
