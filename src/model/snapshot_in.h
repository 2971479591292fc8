/* The builder, shared by its adding and its finishing half. */
#ifndef ZHIBAN_MODEL_SNAPSHOT_IN_H
#define ZHIBAN_MODEL_SNAPSHOT_IN_H

#include "zhiban/base/buf.h"
#include "zhiban/model/snapshot_builder.h"

#define WARNED 0x80000000u /* in an id map: the duplicate was warned of */
#define LATER 0x80000000u  /* in a reference: not (yet) a queue */

struct later { /* a queue id named before, or without, its queue */
    const char *id, *where;
};

struct agent_ref {
    uint32_t agent, queue;
};

struct snap_builder {
    struct snapshot *snap;
    VEC(struct snap_queue) queues;
    VEC(struct snap_agent) agents;
    VEC(struct snap_call) calls;
    VEC(struct snap_ended) ended;
    VEC(struct data_warning) warnings;
    VEC(struct agent_ref) refs;
    VEC(struct later) later;
    struct strmap queue_ids, agent_ids, call_ids, ended_ids, later_ids, warning_keys;
    struct buf scratch;
};

#endif
