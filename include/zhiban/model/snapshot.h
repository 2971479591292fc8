/* The snapshot: what one poll of a backend said about the floor (INTERFACES section 4). Unknown is
 * UNKNOWN, never 0. All texts are clean and live in the snapshot's arena. */
#ifndef ZHIBAN_MODEL_SNAPSHOT_H
#define ZHIBAN_MODEL_SNAPSHOT_H

#include <stdbool.h>
#include <stdint.h>

#include "zhiban/base/arena.h"
#include "zhiban/base/strmap.h"
#include "zhiban/base/vec.h"

#define UNKNOWN INT64_MIN
/* More than any floor has: what a hostile document lists beyond is left out, with a warning. */
#define SNAP_QUEUES_MAX 50000
#define SNAP_AGENTS_MAX 100000
#define SNAP_CALLS_MAX 100000 /* of those waiting, and of those that ended */
#define SNAP_REFS_MAX 2000000 /* memberships of all agents together */
#define NO_QUEUE UINT32_MAX
#define NO_AGENT UINT32_MAX

enum agent_state {
    ST_OFFLINE,
    ST_READY,
    ST_RINGING,
    ST_TALKING,
    ST_HOLD,
    ST_WRAPUP,
    ST_PAUSED,
    ST_UNAVAILABLE,
    ST_UNKNOWN,
    ST_COUNT
};
/* The wire words: "offline" … "unknown". */
extern const char *const agent_state_words[ST_COUNT];
enum agent_state agent_state_from(const char *word); /* ST_UNKNOWN for any other */

/* The running counters of a queue since `counters_since` (or of a period, in totals.h). */
struct tally {
    int64_t offered, answered, answered_in_target, abandoned, abandoned_in_target, abandoned_short;
    int64_t wait_s, talk_s, hold_s, wrap_s;
    int64_t decided; /* offered − still waiting, ≥ answered + abandoned; what rates divide by */
};

struct snap_queue {
    const char *id;
    const char *name; /* the id when the backend gives none */
    int64_t waiting, longest_wait_s, target_s;
    int64_t agents_ready_hint; /* Asterisk QueueSummary; UNKNOWN elsewhere */
    struct tally t;
    /* Its sums of seconds, calls in target and abandons began with the backend's own averages: what
     * they rise by is exact, what they are is not. Calls offered and answered always are. */
    bool approx;
    /* What the backend itself averaged (biased: shown with "≈"), UNKNOWN when not given. */
    int64_t approx_asa_s, approx_talk_s;
    int64_t approx_sl_permille;
    int64_t lost; /* 呼损: every unanswered end, where abandons are not told apart */
};

struct snap_agent {
    const char *id, *name, *reason, *site, *team, *extension, *caller; /* "" unknown */
    enum agent_state state;
    bool paused;         /* also while talking (Asterisk); state stays what the person does */
    int64_t since;       /* UTC s of the present state; UNKNOWN */
    uint32_t call_queue; /* index into queues, or NO_QUEUE */
    uint32_t first_queue, n_queues; /* indices: snapshot.queue_refs[first_queue …] */
    int64_t answered, missed, talk_s, hold_s, wrap_s, ready_s, paused_s, login;
    int64_t summed; /* calls the sums of seconds are of; UNKNOWN: all that were answered */
};

struct snap_call {
    const char *id, *caller;
    uint32_t queue;
    int64_t since, wait_s; /* wait at snapshot time */
    int64_t position, priority;
};

enum call_outcome { OUT_UNKNOWN, OUT_ANSWERED, OUT_ABANDONED, OUT_FLOW_OUT };
struct snap_ended {
    const char *id, *caller;
    uint32_t queue;
    int64_t since, ended;
    enum call_outcome outcome;
};

struct data_warning {
    const char *where; /* "agents[3].since" */
    const char *msgid; /* N_(): what is wrong */
    const char *value; /* cleaned, cut to 60 bytes */
};

struct snapshot {
    struct arena arena;
    int64_t time;             /* backend's clock, UTC s; UNKNOWN when not told */
    int64_t received_mono_ms; /* clock_mono_ms at receipt; set by svc */
    int64_t counters_since;   /* UNKNOWN: not told */
    bool counters_daily;      /* not told, but by contract since the centre's day start (json) */
    bool has_ended;           /* the backend gives `ended` */
    bool has_calls;           /* … `calls` */
    struct snap_queue *queues;
    uint32_t n_queues;
    struct snap_agent *agents;
    uint32_t n_agents;
    uint32_t *queue_refs; /* agents' queue memberships */
    uint32_t n_queue_refs;
    struct snap_call *calls;
    uint32_t n_calls;
    struct snap_ended *ended;
    uint32_t n_ended;
    struct data_warning *warnings; /* one a kind and place, at most 100 */
    uint32_t n_warnings;
    uint32_t n_warnings_dropped;
};

/* An empty snapshot with every field unknown. */
struct snapshot *snapshot_new(void);
void snapshot_free(struct snapshot *s);               /* NULL allowed */
int64_t snap_agent_calls(const struct snap_agent *a); /* by which its sums divide; UNKNOWN */
/* Every counter UNKNOWN. */
struct tally tally_unknown(void);

#endif
