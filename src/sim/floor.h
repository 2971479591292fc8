/* The simulated floor's own state, shared by the files of this room. Times are UTC milliseconds.
 * Calls and people are named by index, never by pointer, because the call pool moves when it grows.
 *
 * profile.c says how many call, people.c who is there, calls.c what happens to a call, floor_sim.c
 * runs the events; sim_view.c and the dialects only read. */
#ifndef ZHIBAN_SIM_FLOOR_H
#define ZHIBAN_SIM_FLOOR_H

#include "zhiban/base/strmap.h"
#include "zhiban/base/text.h"
#include "zhiban/sim/floor_sim.h"

#include "events.h"
#include "rng.h"

#define NOBODY UINT32_MAX
#define NO_CALL UINT32_MAX
#define ENDED_KEPT 1000            /* calls that are remembered after they left */
#define ENDED_SPAN_MS (10 * 60000) /* and for how long they are shown */
#define REASON_MAX 80              /* bytes of a pause reason given from outside */

enum call_stage { CALL_FREE, CALL_WAITING, CALL_RINGING, CALL_DIALLING, CALL_TALKING };

struct call {
    uint32_t number; /* of the run, from 1; names the call outside */
    uint32_t queue;
    uint32_t prev, next; /* in its queue's waiting or ringing line; next also in the free list */
    uint32_t person;
    enum call_stage stage;
    bool waited; /* nobody was free when it came */
    uint64_t caller;
    int64_t since_ms, answered_ms;
    int64_t talk_left_ms, hold_ms, hold_total_ms;
};

/* Calls in order of arrival. */
struct line {
    uint32_t first, last, n;
};

struct sim_queue {
    const struct queue_cfg *cfg;
    int priority; /* 1 first */
    bool inbound; /* voice or chat; else its people dial */
    double peak_per_s;
    double surge;     /* factor of the outage, 1 otherwise */
    uint32_t arrival; /* gen of the one arrival event in force */
    struct line waiting, ringing;
    uint32_t talking;
    int64_t offered, answered, answered_in_target, abandoned, abandoned_in_target, abandoned_short;
    int64_t flow_out, completed, completed_in_target;
    int64_t wait_ms, talk_ms, hold_ms, wrap_ms;
    int64_t mean_hold_s, mean_talk_s; /* running averages as Asterisk keeps them */
};

struct person {
    const char *id, *extension, *name, *site, *team; /* of the centre or of the floor's arena */
    const struct staff_cfg *staff;                   /* whose skills and rota she has */
    uint32_t team_index;
    uint64_t skills; /* queues by her skills */
    uint64_t queues; /* queues in force: skills as changed by actions */
    uint32_t kind;   /* index into kinds */
    uint32_t idle_prev, idle_next;
    enum agent_state state;
    uint32_t gen; /* changes with the state: events of an older one are stale */
    int64_t since_ms;
    uint32_t call;
    int batch;       /* of meals */
    int pause;       /* index of the reason while paused, −1: given from outside */
    bool pause_due;  /* a pause waits for the end of the call */
    int pause_next;  /* its reason, as above */
    int pause_len_s; /* its length; 0: until somebody ends it */
    uint32_t off_s;  /* end of the present shift, UTC seconds */
    bool leaving;    /* the shift is over, as soon as the call is */
    char reason[REASON_MAX], reason_next[REASON_MAX]; /* given from outside */
    int64_t login_ms;                                 /* 0: not signed in */
    int64_t pause_ms, last_call_ms;
    int64_t answered, missed;
    int64_t state_ms[ST_COUNT]; /* since the counters began, without the present state */
};

/* People who serve the same queues; the idle ones in order of their idleness. */
struct kind {
    uint64_t queues;
    uint32_t first, last;
};

struct ended_call {
    uint32_t number, queue;
    uint64_t caller;
    int64_t since_ms, ended_ms;
    enum call_outcome outcome;
};

/* What a plain queueing system (mmn.c) replaces: no shifts, no ring, no wrap-up, no profile. */
struct plain {
    bool on;
    double aht_s, patience_s; /* exponential; patience 0: endless */
    double target_s;
    uint32_t from, to; /* calls that are counted: from < number ≤ to */
    int64_t offered, waited, in_target, abandoned;
    double wait_ms;
};

struct sim {
    const struct centre *centre;
    struct sim_opts opts;
    struct rng rng;
    struct events events;
    int64_t now_ms;
    int64_t midnight_ms; /* of the local day */
    int64_t counters_ms; /* when the counters began */
    int64_t boot_ms;
    bool weekend;
    bool outage;
    uint64_t revision; /* goes up with everything that happens */
    VEC(struct sim_queue) queues;
    VEC(struct person) people;
    VEC(struct kind) kinds;
    VEC(struct call) calls;
    uint32_t free_call;
    uint32_t last_number;
    struct ended_call ended[ENDED_KEPT]; /* a ring; the next goes to n_ended % ENDED_KEPT */
    uint64_t n_ended;
    VEC(int) breaks;     /* [team × n_pauses + reason]: people of a team in a pause */
    VEC(int) team_sizes; /* people of a team signed in */
    struct strmap by_id;
    struct arena arena;
    struct plain plain;
};

#endif
