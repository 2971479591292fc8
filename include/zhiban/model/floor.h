/* The floor: one snapshot read against the centre. Counts per queue, team and site, each person
 * once in the totals; time in state; the ladder level of every agent. Pure: now is an argument. */
#ifndef ZHIBAN_MODEL_FLOOR_H
#define ZHIBAN_MODEL_FLOOR_H

#include "zhiban/model/centre.h"
#include "zhiban/model/figures.h"
#include "zhiban/model/snapshot.h"
#include "zhiban/model/totals.h"

enum level { LEVEL_OK, LEVEL_WARN, LEVEL_CRITICAL };
extern const char *const level_words[3]; /* "ok", "warn", "critical" */

struct head_count {
    int64_t by_state[ST_COUNT];
    int64_t online;    /* signed in: everything but offline and unknown */
    int64_t talking;   /* talking + hold */
    int64_t not_ready; /* paused + unavailable */
};

struct floor_queue {
    struct head_count heads;           /* an agent counts in each of her queues */
    int64_t answerable;                /* ready, and the queue is one of hers */
    const struct queue_cfg *cfg;       /* NULL: not configured */
    const struct queue_totals *totals; /* NULL before the first booking */
    bool open;
    enum level level;        /* the worst standing alarm, set by alarms */
    struct figure occupancy; /* of its agents, from their own sums */
};

/* A team or a site, by the id the backend or the staff list gives. */
struct floor_group {
    const char *id;
    struct head_count heads; /* each person once */
};
#define NO_GROUP UINT32_MAX

struct floor_agent {
    int64_t since;   /* UTC s: the backend's, else when we first saw the state; UNKNOWN */
    bool since_seen; /* by our own eyes: at least that long */
    const struct pause_cfg *pause;
    const struct staff_cfg *staff;
    int64_t limit_warn_s, limit_crit_s; /* ladder of the present state; 0: none */
    uint32_t team, site;                /* indices into floor.teams, floor.sites; NO_GROUP */
};

struct floor {
    const struct snapshot *snap; /* borrowed */
    struct floor_queue *queues;  /* by snapshot index */
    struct floor_agent *agents;
    struct head_count heads;           /* each person once */
    struct floor_group *teams, *sites; /* in the order in which they were met */
    uint32_t n_teams, n_sites;
    int64_t waiting, longest_wait_s; /* over all queues; UNKNOWN when a queue's is */
    int64_t now;                     /* civil instant of the reading */
    int64_t clock_diff_s;            /* backend's clock − ours at receipt */
    const struct segment_cfg *segment;
    int64_t segment_from, segment_to, business_day;
    bool night;                  /* the night limits of pauses are in force */
    const struct centre *centre; /* borrowed */
    struct arena arena;
};

/* Reads the snapshot. prev (may be NULL) carries since-times on for states the backend dates not.
 * The result borrows snap, centre, totals. */
struct floor *floor_read(const struct snapshot *snap, const struct floor *prev,
                         const struct centre *c, const struct totals *t, int64_t now);
void floor_free(struct floor *f);

/* Seconds in state at monotonic reading mono_ms (centre time): snapshot time − since + time since
 * receipt. UNKNOWN when since is. Never negative. */
int64_t floor_state_s(const struct floor *f, uint32_t agent, int64_t mono_ms);
/* Wait of a call now, and the longest wait of a queue now, by the same clock. */
int64_t floor_call_wait_s(const struct floor *f, uint32_t call, int64_t mono_ms);
int64_t floor_longest_s(const struct floor *f, uint32_t queue, int64_t mono_ms);
/* The ladder level of an agent (talking over talk_limit, paused over allowance, wrap-up, ringing).
 */
enum level floor_agent_level(const struct floor *f, uint32_t agent, int64_t mono_ms);
/* The level of n calls waiting in a queue, and of a wait of s seconds in it; *limit (may be NULL)
 * gets the limit that was met or passed. Counts are judged at their limit, times beyond it; one
 * limit only: critical at twice it. Somebody waiting in a closed queue is attention at least. */
enum level queue_waiting_level(const struct floor_queue *q, int64_t n, int64_t *limit);
enum level queue_wait_level(const struct floor_queue *q, int64_t s, int64_t *limit);
/* The largest number of people of a team that may be in a pause reason at once: max(1, rounded up);
 * INT64_MAX when max_share_pct is 0 (no limit). */
int64_t pause_share_limit(int64_t signed_in, int max_share_pct);

#endif
