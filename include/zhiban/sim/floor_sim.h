/* The simulated floor: a discrete-event call centre, deterministic by seed. Pure: time is what the
 * caller advances it to. Arrivals are non-stationary Poisson by a daily profile, callers have
 * exponential patience, agents skills, shifts of the demo rota, talk, hold, wrap-up and pauses with
 * reasons. */
#ifndef ZHIBAN_SIM_FLOOR_SIM_H
#define ZHIBAN_SIM_FLOOR_SIM_H

#include "zhiban/model/centre.h"
#include "zhiban/model/snapshot.h"
#include "zhiban/sim/organisation.h"

/* At most this many queues: memberships are bits of one word. */
#define SIM_QUEUES_MAX 64

struct sim_opts {
    const struct centre *centre; /* queues, shifts, people; borrowed for the floor's life */
    const struct sim_rota *rota; /* borrowed as centre is; NULL: an eight-day rota by staff order */
    uint64_t seed;
    int agents;        /* 0: the centre's own people; else that many, 10..10,000 */
    int64_t start;     /* UTC s; the floor warms up from the centre's day start before it */
    bool outage;       /* the outage scenario: arrivals of fault reports rise five-fold */
    int64_t outage_at; /* UTC s; 0: two hours after start */
    double load;       /* factor on arrivals; 1.0 */
};

struct sim;
/* NULL when the centre has no queue, more than SIM_QUEUES_MAX, or nobody of post agent. */
struct sim *sim_new(const struct sim_opts *o);
void sim_free(struct sim *s);
/* Runs all events up to t_ms (UTC milliseconds). */
void sim_advance(struct sim *s, int64_t t_ms);
int64_t sim_time_ms(const struct sim *s);

/* The present floor as a snapshot (the caller frees it); ended holds the last 10 minutes. */
struct snapshot *sim_snapshot(struct sim *s);

/* A plain queueing system for the check against Erlang: one queue, n agents, Poisson arrivals,
 * exponential handling and patience (0: endless). Runs `calls` calls after a warm-up. */
struct sim_mmn {
    double calls_per_s, aht_s, patience_s;
    int agents;
    double target_s;
    uint64_t seed;
    int64_t calls;
};
struct sim_mmn_result {
    double wait_probability, service_level, mean_wait_s, abandoned;
};
struct sim_mmn_result sim_mmn_run(const struct sim_mmn *m);

/* Actions, as a backend would offer them. false: no such agent, or not possible. */
bool sim_pause(struct sim *s, const char *agent, const char *reason);
bool sim_unpause(struct sim *s, const char *agent);
bool sim_queue_add(struct sim *s, const char *queue, const char *agent);
bool sim_queue_remove(struct sim *s, const char *queue, const char *agent);
/* Counters to 0, as a restarted backend has them. */
void sim_reset_counters(struct sim *s);

#endif
