/* Alarms (METRICS.md, Levels): triggered → acknowledged → cleared, with history of the day. A rule
 * states what it observes now; the machine adds hold times and repeats only when a step worse.
 * Pure: clocks are arguments. */
#ifndef ZHIBAN_MODEL_ALARM_H
#define ZHIBAN_MODEL_ALARM_H

#include "zhiban/model/floor.h"
#include "zhiban/model/timeline.h"

enum alarm_kind {
    AL_QUEUE_WAITING,
    AL_QUEUE_LONGEST,
    AL_QUEUE_SL,
    AL_QUEUE_ANSWER_RATE,
    AL_QUEUE_ABANDON,
    AL_QUEUE_READY,
    AL_QUEUE_NO_AGENT,
    AL_AGENT_TALK,
    AL_AGENT_PAUSE,
    AL_AGENT_PAUSE_DAY,
    AL_AGENT_WRAPUP,
    AL_AGENT_RING,
    AL_PAUSE_SHARE,
    AL_FEED_DOWN,
    AL_DATA,
    AL_COUNT
};
struct alarm_def {
    const char *key; /* "queue.longest_wait" */
    const char
        *text; /* N_(): "{0}: longest wait {1} > {2}"; subject's name, value, limit, detail */
    bool high_is_bad;
    bool rate; /* hold of rates, judged from 20 decided calls on */
    bool time; /* value and limit are seconds */
};
extern const struct alarm_def alarm_defs[AL_COUNT];

enum alarm_state { AS_PENDING, AS_STANDING, AS_CLEARING, AS_CLEARED };
struct alarm {
    uint32_t number; /* from 1, for the life of the alarms; 0 while pending */
    enum alarm_kind kind;
    char *subject;      /* queue, agent or team id; "" for the feed */
    char *subject_name; /* clean */
    char *detail;       /* pause reason …, "" */
    enum alarm_state state;
    enum level level;
    int64_t value, limit;      /* seconds, counts, or tenths of a percent (rate) */
    int64_t since, cleared_at; /* civil UTC s of the trigger / the end */
    int64_t changed_mono_ms;
    bool acked;
    char *acked_by, *note;
    int64_t acked_at;
    bool announce; /* new or a step worse since the last alarms_announced */
};

struct alarms;
struct alarms *alarms_new(void);
void alarms_free(struct alarms *a);
/* Where the pauses of a shift are summed up; borrowed, NULL: AL_AGENT_PAUSE_DAY is not judged. */
void alarms_set_timeline(struct alarms *a, const struct timeline *t);

/* Judges the floor: all rules, hold times from the centre. feed_down_s: seconds without data (0:
 * fresh). When data is stale no new alarm but feed.down is raised and none is cleared. f may be
 * NULL (no data yet: only the feed is judged). Sets floor_queue.level. */
void alarms_step(struct alarms *a, struct floor *f, const struct centre *c, int64_t now,
                 int64_t mono_ms, int64_t feed_down_s, bool stale);
/* The same with hold times 0, for a one-shot status. */
void alarms_once(struct alarms *a, struct floor *f, const struct centre *c, int64_t now,
                 int64_t mono_ms);

/* Standing alarms (standing or clearing): worst, then oldest first; indices are stable until the
 * next step. */
size_t alarms_count(const struct alarms *a);
const struct alarm *alarms_at(const struct alarms *a, size_t i);
/* Unacknowledged alarms of a level. */
size_t alarms_open(const struct alarms *a, enum level level);
/* Today's history, newest first (standing ones included). */
size_t alarms_history_count(const struct alarms *a);
const struct alarm *alarms_history_at(const struct alarms *a, size_t i);
/* Acknowledges by number; false: none such standing. */
bool alarms_ack(struct alarms *a, uint32_t number, const char *who, const char *note, int64_t now);
/* The worst alarm that is new or a step worse since the last call (BEL, notification), NULL: none;
 * all of them count as announced then. Valid until the next step. */
const struct alarm *alarms_announced(struct alarms *a);
/* Appends the alarm's value or limit as a person reads it (0:34, 12, 93.8%). */
void alarm_value(struct buf *to, const struct alarm *a, bool limit);
/* Its subject by the centre's name in Chinese or English (c may be NULL), else as the backend wrote
 * it. */
const char *alarm_subject(const struct alarm *a, const struct centre *c, bool chinese);
/* Appends the whole alarm. text: alarm_defs[kind].text, translated by the caller. */
void alarm_say(struct buf *to, const struct alarm *a, const struct centre *c, bool chinese,
               const char *text);

#endif
