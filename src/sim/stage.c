/* See stage.h. */
#include "stage.h"

#include "zhiban/base/intl.h"

#define LONGEST_JUMP_MS (2 * 86400000LL)
#define OUTAGE_AFTER_S 7200

enum err_code stage_open(struct stage *st, const char *dir, const struct sim_opts *o, struct err *e)
{
    *st = (struct stage){.opts = *o};
    enum err_code rc = organisation_load(&st->organisation, dir, e);
    if (rc != OK) {
        return rc;
    }
    st->opts.centre = &st->organisation.centre;
    st->opts.rota = &st->organisation.rota;
    if (o->outage && o->outage_at == 0) {
        st->opts.outage_at = o->start + OUTAGE_AFTER_S;
    }
    st->sim = sim_new(&st->opts);
    if (st->sim == NULL) {
        organisation_release(&st->organisation);
        return err_set(e, ERR_PARSE, N_("the folder {0} has no queue, too many, or no agent"), dir);
    }
    return OK;
}

void stage_close(struct stage *st)
{
    if (st == NULL || st->sim == NULL) {
        return;
    }
    sim_free(st->sim);
    organisation_release(&st->organisation);
    *st = (struct stage){0};
}

void stage_advance(struct stage *st, int64_t t_ms)
{
    int64_t at_ms = sim_time_ms(st->sim);
    if (t_ms > at_ms + LONGEST_JUMP_MS || t_ms < at_ms - 1000) {
        sim_free(st->sim);
        st->opts.start = t_ms / 1000;
        st->sim = sim_new(&st->opts);
    }
    sim_advance(st->sim, t_ms);
}
