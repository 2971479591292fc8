/* The json dialect: INTERFACES section 4 as a backend speaks it. The floor is written straight into
 * a buffer, without a snapshot between: 10,000 agents take some milliseconds. Instants of the floor
 * are Unix seconds, those of the head RFC 3339, so that a reader meets both. */
#ifndef ZHIBAN_SIM_DIALECT_JSON_H
#define ZHIBAN_SIM_DIALECT_JSON_H

#include "zhiban/base/buf.h"
#include "zhiban/sim/floor_sim.h"

#define JSON_DOCUMENT_MAX ((size_t)64 << 20)

/* Appends one document, ended by a line feed. */
void json_snapshot(struct sim *s, struct buf *to);
/* A quoted text that is always the same for the same document; to holds 64 bytes. `run` tells runs
 * of the program apart. */
void json_etag(const struct sim *s, uint64_t run, char to[64]);

/* Carries out POST {base}/agents/… or {base}/queues/…; path may have anything before that. Returns
 * the HTTP status (204, 400, 404, 409) and, but for 204, appends a document saying why. */
int json_action(struct sim *s, const char *path, const char *body, struct buf *to);

#endif
