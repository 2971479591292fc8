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

/* profile.c */
/* Share of the day's top rate at a minute after local midnight, 0..1. */
double profile_at(double minute);
/* Sets every queue's rate at the top of the profile from the people and the rota. */
void profile_set_rates(struct sim *s);
/* Enters the next arrival (or the next look) of a queue; the one entered before is void. */
void profile_next(struct sim *s, uint32_t queue);
/* Whether a candidate that came now is a call. */
bool profile_accept(struct sim *s, uint32_t queue);
/* Whether a queue's doors are open now. */
bool profile_open(const struct sim *s, const struct sim_queue *q);

/* people.c */
void people_build(struct sim *s);
uint64_t people_skills(const struct centre *c, const char *skills);
void person_set_queues(struct sim *s, uint32_t who, uint64_t queues);
void person_set_state(struct sim *s, uint32_t who, enum agent_state state);
/* After a call, wrap-up or pause: off, paused, or ready for the next call. */
void person_free(struct sim *s, uint32_t who);
void person_idle_remove(struct sim *s, uint32_t who);
void person_enter_pause(struct sim *s, uint32_t who, int reason, int len_s);
/* The present pause's words: a code of the centre or the text given. */
const char *person_reason(const struct sim *s, const struct person *p);
struct person *person_find(struct sim *s, const char *id);

/* shifts.c */
/* Plans the shifts that start on the local day of midnight_ms; what began before now is on already.
 */
void shifts_plan(struct sim *s, int64_t midnight_ms);
/* Share of the agents on duty at a minute of the day, over the whole rota. */
double shifts_on_duty(const struct sim *s, int minute);
/* off_s: the second (UTC) the shift ends, which tells shifts that meet without a gap apart. */
void shift_sign_on(struct sim *s, uint32_t who, uint32_t off_s);
void shift_sign_off(struct sim *s, uint32_t who, uint32_t off_s);
void shift_pause_due(struct sim *s, uint32_t who, int reason, int len_s);

/* calls.c */
void call_arrive(struct sim *s, uint32_t queue);
void call_give_up(struct sim *s, uint32_t call, enum call_outcome how);
void call_ring_end(struct sim *s, uint32_t who, bool answered);
void call_hold(struct sim *s, uint32_t who);
void call_resume(struct sim *s, uint32_t who);
void call_talk_end(struct sim *s, uint32_t who);
void call_dial(struct sim *s, uint32_t who);
void call_close_queue(struct sim *s, uint32_t queue);
/* Gives a free person the call that is hers; false: nobody waits. */
bool call_take_next(struct sim *s, uint32_t who);

/* floor_sim.c */
void sim_push(struct sim *s, int64_t at_ms, enum event_kind kind, uint32_t subject, uint32_t gen,
              int arg);
struct sim *sim_new_empty(const struct sim_opts *o);

/* sim_view.c: what both dialects read */
/* The caller's number as text; to holds 24 bytes. */
const char *sim_caller(const struct sim *s, uint32_t queue, uint64_t caller, char to[24]);
/* The calls of a queue that are not answered, oldest first (waiting and ringing); returns their
 * number. `to` must hold waiting.n + ringing.n. */
uint32_t sim_waiting(const struct sim *s, uint32_t queue, uint32_t *to);
/* Time in a state since the counters began, the present one included. */
int64_t person_state_ms(const struct sim *s, const struct person *p, enum agent_state state);
/* Ended calls that are still shown, newest first: the i-th, or NULL. */
const struct ended_call *sim_ended(const struct sim *s, size_t i);

#endif
