/* What the tests of the model share: a centre read from the demonstration files, and snapshots in
 * one line a queue or agent. */
#ifndef ZHIBAN_TESTS_MODEL_FIXTURE_H
#define ZHIBAN_TESTS_MODEL_FIXTURE_H

#include "zhiban/model/alarm.h"
#include "zhiban/model/centre.h"
#include "zhiban/model/snapshot_builder.h"

/* Defaults and zone only. */
void fx_centre_plain(struct centre *c);
/* Everything of data/demo, finished. */
void fx_centre_demo(struct centre *c);
/* UTC seconds of "2026-11-21T14:02:31+08:00"; fails the test when it is none. */
int64_t fx_time(const char *rfc3339);

/* A queue with the counters every test wants known. */
struct snap_queue *fx_queue(struct snap_builder *b, const char *id, int64_t waiting);
struct snap_agent *fx_agent(struct snap_builder *b, const char *id, const char *queue,
                            enum agent_state state, int64_t since);

#endif
