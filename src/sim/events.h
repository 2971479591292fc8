/* The event list of the simulated floor: a 4-ary heap on (time, order of entry), so that runs of
 * one seed are the same to the last event. Events are never taken out early; a stale one is told by
 * its `gen`. */
#ifndef ZHIBAN_SIM_EVENTS_H
#define ZHIBAN_SIM_EVENTS_H

#include <stddef.h>
#include <stdint.h>

enum event_kind {
    EV_ARRIVAL,   /* subject: queue, gen; arg 1: a candidate call, 0: only look again */
    EV_GIVE_UP,   /* subject: call, gen: its number; arg: enum call_outcome */
    EV_RING_END,  /* subject: person, gen; arg 1: answered */
    EV_HOLD,      /* subject: person, gen: the talk is put on hold */
    EV_RESUME,    /* subject: person, gen: … and taken up again */
    EV_TALK_END,  /* subject: person, gen */
    EV_REST_END,  /* subject: person, gen: wrap-up, pause or unavailable is over */
    EV_DIAL,      /* subject: person, gen: an idle person starts an outbound call */
    EV_SIGN_ON,   /* subject: person, gen: the second the shift ends */
    EV_SIGN_OFF,  /* subject: person, gen: as above */
    EV_PAUSE_DUE, /* subject: person; arg: index of the reason; gen: length in seconds */
    EV_CLOSE,     /* subject: queue: the doors shut, who waits is sent away */
    EV_DAY,       /* local midnight: the day's shifts are planned */
    EV_RESET,     /* the centre's day start: counters to 0 */
    EV_OUTAGE,    /* arg 1: begins, 0: ends */
};

struct event {
    int64_t at_ms;
    uint64_t order;
    uint32_t subject;
    uint32_t gen;
    uint16_t kind; /* enum event_kind */
    int16_t arg;
};

struct events {
    struct event *v;
    size_t n, cap;
    uint64_t order;
};

void events_release(struct events *h);
/* Enters an event; order is filled in. */
void events_push(struct events *h, struct event e);
/* The earliest event; the heap must not be empty. */
struct event events_pop(struct events *h);

#endif
