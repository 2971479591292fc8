/* The floor on its clock: keeps a simulated floor at the server's civil time. A clock that is set
 * back, or more than two days ahead, gets a new floor of the same seed. */
#ifndef ZHIBAN_SIM_STAGE_H
#define ZHIBAN_SIM_STAGE_H

#include "zhiban/sim/floor_sim.h"

struct stage {
    struct organisation organisation;
    struct sim_opts opts; /* start as given; outage_at fixed at opening */
    struct sim *sim;
};

/* Reads the folder and opens the floor at o->start; o->centre and o->rota are set here. */
enum err_code stage_open(struct stage *st, const char *dir, const struct sim_opts *o,
                         struct err *e);
void stage_close(struct stage *st);
/* Brings the floor to t_ms. */
void stage_advance(struct stage *st, int64_t t_ms);

#endif
