/* What the files of the floor do for each other: profile.c says how many call, people.c who is
 * there, shifts.c when, calls.c what happens to a call; floor_sim.c runs the events; sim_view.c and
 * the dialects only read. */
#ifndef ZHIBAN_SIM_FLOOR_OPS_H
#define ZHIBAN_SIM_FLOOR_OPS_H

#include "floor.h"

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
void call_give_up(struct sim *s, uint32_t at, enum call_outcome how);
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
/* The calls of a queue that are not answered, oldest first (waiting and ringing); free() the list.
 */
uint32_t *sim_waiting(const struct sim *s, uint32_t queue, uint32_t *count);
/* Time in a state since the counters began, the present one included. */
int64_t person_state_ms(const struct sim *s, const struct person *p, enum agent_state state);
/* Ended calls that are still shown, newest first: the i-th, or NULL. */
const struct ended_call *sim_ended(const struct sim *s, size_t i);

#endif
