/* How a decoder, or a simulated floor, makes a snapshot. */
#ifndef ZHIBAN_MODEL_SNAPSHOT_BUILDER_H
#define ZHIBAN_MODEL_SNAPSHOT_BUILDER_H

#include "zhiban/model/snapshot.h"

/* Builder for decoders: grows the arrays, resolves queue ids (which may come after the agents),
 * refuses duplicate ids with one warning each. Call order: any adds, then finish once. */
struct snap_builder;
struct snap_builder *snap_builder_new(void);
void snap_builder_free(struct snap_builder *b);
struct snapshot *
snap_builder_snapshot(struct snap_builder *b); /* for its header fields and arena */
/* A new queue, fields unknown; NULL: the id exists already (a warning is written). id is cleaned.
 */
struct snap_queue *snap_add_queue(struct snap_builder *b, const char *id, const char *where);
struct snap_agent *snap_add_agent(struct snap_builder *b, const char *id, const char *where);
struct snap_call *snap_add_call(struct snap_builder *b, const char *id, const char *queue_id,
                                const char *where);
struct snap_ended *snap_add_ended(struct snap_builder *b, const char *id, const char *queue_id,
                                  const char *where);
/* The agent or queue already added under that id, or NULL. */
struct snap_agent *snap_find_agent(struct snap_builder *b, const char *id);
struct snap_queue *snap_find_queue(struct snap_builder *b, const char *id);
/* Adds a membership / the queue of the present call to the agent added or found last with that
 * pointer. */
void snap_agent_queue(struct snap_builder *b, struct snap_agent *a, const char *queue_id);
void snap_agent_call_queue(struct snap_builder *b, struct snap_agent *a, const char *queue_id);
void snap_warn(struct snap_builder *b, const char *where, const char *msgid, const char *value);
/* Hands the snapshot over: indices resolved, unknown queue ids warned of once each, `decided` and
 * missing longest waits filled from the calls. */
struct snapshot *snap_builder_finish(struct snap_builder *b);

#endif
