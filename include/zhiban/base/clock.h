/* The two clocks. Civil time (UTC milliseconds) comes from the machine, or from ZHIBAN_NOW (an RFC
 * 3339 time, or `@FILE` holding one, read again at every clock_tick), or runs at `speed` from an
 * origin (demo). clock_mono_ms is what durations on screen run on: the monotonic clock, in centre
 * time; when civil time is replaced it moves with it, so that a fixed clock shows nothing ticking.
 * Network time-outs use clock_raw_ms. */
#ifndef ZHIBAN_BASE_CLOCK_H
#define ZHIBAN_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "zhiban/base/err.h"

struct clock {
    int mode;   /* real, fixed, file, scaled */
    char *file; /* of ZHIBAN_NOW=@FILE */
    int64_t fixed_ms;
    int64_t origin_ms; /* civil time at raw0_ms */
    int64_t raw0_ms;
    double speed;
    bool replaced; /* ZHIBAN_NOW was given */
};

/* From the environment; ERR_USAGE when ZHIBAN_NOW cannot be read. */
enum err_code clock_init(struct clock *c, struct err *e);
/* Runs `speed` times as fast, from the present reading on (0: stands still). Call it before the
 * first clock_mono_ms. A clock that a file moves is left to the file. */
void clock_scale(struct clock *c, double speed);
/* Reads @FILE again; cheap otherwise. Call once a loop step. */
void clock_tick(struct clock *c);
void clock_release(struct clock *c);

int64_t clock_now_ms(const struct clock *c); /* civil, UTC milliseconds */
int64_t clock_now(const struct clock *c);    /* civil, UTC seconds */
int64_t clock_mono_ms(const struct clock *c);
/* Real milliseconds since a clock_mono_ms reading: centre time divided by the speed. */
int64_t clock_age_ms(const struct clock *c, int64_t mono_ms);
bool clock_replaced(const struct clock *c); /* ZHIBAN_NOW is in force */
bool clock_still(const struct clock *c);    /* civil time does not run by itself */
int64_t clock_raw_ms(void);                 /* CLOCK_MONOTONIC */
int64_t clock_cpu_us(void);                 /* CPU time of this process */

#endif
