/* The organisation a simulated floor runs with: the centre and its rota, read from a folder of CSV
 * files laid out like data/demo. Files that are missing leave their list empty; queues.csv and
 * staff.csv must be there. */
#ifndef ZHIBAN_SIM_ORGANISATION_H
#define ZHIBAN_SIM_ORGANISATION_H

#include "zhiban/model/centre.h"

/* Day 0 of every rota, in days since 1970: Monday 2026-01-05. */
#define SIM_ROTA_DAY0 20458

struct rota_group {
    char *name;
    int offset;
};

/* A repeating rota (rota_patterns.csv): on day d a group of offset o works cycle[(d + o) mod n]. */
struct rota_pattern {
    char *id;
    char *applies_to;  /* posts, separated by | */
    VEC(char *) cycle; /* shift codes of consecutive days */
    VEC(struct rota_group) groups;
};

/* Who eats in which batch: 0 first in odd weeks, 1 first in even weeks. */
struct rota_meal {
    char *staff_id;
    int batch;
};

struct sim_rota {
    VEC(struct rota_pattern) patterns;
    VEC(struct rota_meal) meals;
};

struct organisation {
    struct centre centre;
    struct sim_rota rota;
};

/* Fills o (finished: the zone is loaded). On failure o is released. */
enum err_code organisation_load(struct organisation *o, const char *dir, struct err *e);
void organisation_release(struct organisation *o);

/* The shift code a person works on a day (days since 1970), or NULL when no pattern names her. */
const char *rota_shift(const struct sim_rota *r, const struct staff_cfg *who, int64_t day);
/* The meal batch of a person; by the parity of index when the rota does not say. */
int rota_meal_batch(const struct sim_rota *r, const char *staff_id, int index);

#endif
