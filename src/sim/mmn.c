/* The plain queueing system for the check against Erlang C and A: the same arrival, waiting and
 * routing code as the floor, with constant rates, exponential handling, no ring, no wrap-up and no
 * shifts. */
#include "floor_ops.h"

#include "zhiban/base/mem.h"

/* Calls before the count begins: enough to forget the empty start. */
static uint32_t warm_up(const struct sim_mmn *m)
{
    double filled = 20.0 * m->calls_per_s * m->aht_s;
    return filled > 2000 ? (uint32_t)filled : 2000;
}

static void add_servers(struct sim *s, int agents)
{
    for (uint32_t i = 0; i < (uint32_t)agents; i++) {
        struct person p = {.id = "", .name = "", .site = "", .team = "", .extension = ""};
        p.queues = p.skills = 1;
        p.call = NO_CALL;
        p.pause = -1;
        p.idle_prev = p.idle_next = NOBODY;
        p.state = ST_OFFLINE;
        vec_push(&s->people) = p;
        person_set_state(s, i, ST_READY);
    }
}

struct sim_mmn_result sim_mmn_run(const struct sim_mmn *m)
{
    struct queue_cfg cfg = {.id = (char[]){"q"}, .channel = (char[]){"voice"}, .priority = 1};
    struct centre centre = {.name = NULL};
    struct sim *s = mem_calloc(1, sizeof *s);
    s->centre = &centre;
    s->free_call = NO_CALL;
    rng_seed(&s->rng, m->seed);
    uint32_t from = warm_up(m);
    s->plain = (struct plain){.on = true,
                              .aht_s = m->aht_s,
                              .patience_s = m->patience_s,
                              .target_s = m->target_s,
                              .from = from,
                              .to = from + (uint32_t)m->calls};
    vec_push(&s->queues) = (struct sim_queue){.cfg = &cfg,
                                              .priority = 1,
                                              .inbound = true,
                                              .peak_per_s = m->calls_per_s,
                                              .surge = 1,
                                              .waiting = {NO_CALL, NO_CALL, 0},
                                              .ringing = {NO_CALL, NO_CALL, 0}};
    vec_push(&s->kinds) = (struct kind){1, NOBODY, NOBODY};
    vec_push(&s->team_sizes) = 0;
    add_servers(s, m->agents);
    profile_next(s, 0);
    const struct sim_queue *q = &s->queues.v[0];
    /* The last counted call has left the line when nobody in it is as old. */
    while (s->last_number < s->plain.to ||
           (q->waiting.first != NO_CALL && s->calls.v[q->waiting.first].number <= s->plain.to)) {
        sim_advance(s, s->events.v[0].at_ms);
    }
    double n = (double)s->plain.offered;
    struct sim_mmn_result r = {(double)s->plain.waited / n, (double)s->plain.in_target / n,
                               s->plain.wait_ms / 1000 / n, (double)s->plain.abandoned / n};
    sim_free(s);
    return r;
}
