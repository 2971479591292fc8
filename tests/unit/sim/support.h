/* What the tests of the simulator share: the demonstration organisation, a fixed day, a floor on
 * it. */
#ifndef ZHIBAN_TESTS_SIM_SUPPORT_H
#define ZHIBAN_TESTS_SIM_SUPPORT_H

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/mem.h"
#include "zhiban/sim/floor_sim.h"

/* A Friday of the demonstration's rota. */
#define FRIDAY "2026-11-20T"

static inline char *demo_dir(void)
{
    const char *tests = getenv("ZHIBAN_TESTS");
    cr_assert_not_null(tests, "ZHIBAN_TESTS names the folder of the tests");
    return mem_printf("%s/../data/demo", tests);
}

static inline char *fixture(const char *name)
{
    const char *tests = getenv("ZHIBAN_TESTS");
    cr_assert_not_null(tests, "ZHIBAN_TESTS names the folder of the tests");
    return mem_printf("%s/fixtures/%s", tests, name);
}

static inline void load_demo(struct organisation *o)
{
    struct err e = {0};
    char *dir = demo_dir();
    enum err_code rc = organisation_load(o, dir, &e);
    cr_assert_eq(rc, OK, "%s: %s %s", dir, e.msgid ? e.msgid : "", e.arg[0]);
    free(dir);
}

static inline int64_t at(const char *rfc3339)
{
    int64_t t;
    cr_assert(civil_parse(rfc3339, strlen(rfc3339), &t), "%s", rfc3339);
    return t;
}

static inline struct sim *new_floor(const struct organisation *o, const char *start, uint64_t seed,
                                    int agents)
{
    struct sim_opts opts = {.centre = &o->centre,
                            .rota = &o->rota,
                            .seed = seed,
                            .agents = agents,
                            .start = at(start),
                            .load = 1};
    struct sim *s = sim_new(&opts);
    cr_assert_not_null(s);
    return s;
}

#endif
