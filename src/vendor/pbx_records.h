/* What one poll of an Asterisk listed, entry by entry (texts lie in the bodies of the poll), and
 * the callers who are followed from poll to poll (texts are their own). */
#ifndef ZHIBAN_SRC_VENDOR_PBX_RECORDS_H
#define ZHIBAN_SRC_VENDOR_PBX_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "zhiban/model/snapshot.h"

/* One QueueMember block of the poll under way. Texts lie in the body. */
struct pbx_member {
    const char *queue, *name, *location, *reason;
    int64_t calls, last_call, last_pause, login, wrapup_s;
    int status;
    bool in_call, paused;
    uint32_t queue_i, next; /* next: of the same person */
};

/* One QueueParams and its QueueSummary. */
struct pbx_params {
    const char *queue;
    int64_t waiting, hold_s, talk_s, completed, abandoned, target_s, sl_permille;
};
struct pbx_summary {
    const char *queue;
    int64_t available, longest_s;
};

struct pbx_entry { /* a waiting caller */
    const char *queue, *uid, *number;
    int64_t position, wait_s, priority;
};

struct pbx_channel {
    const char *name, *uid, *linked, *bridge, *app, *data, *number, *peer_number;
    int64_t duration_s;
};

struct pbx_call {
    char *uid, *caller;
    uint32_t queue_i;
    uint64_t seen;
    int64_t joined, wait_s, position, priority;
    int missing; /* polls since it was last seen */
};

struct pbx_ended {
    char *uid, *caller;
    uint32_t queue_i;
    int64_t since, at;
    enum call_outcome outcome;
};

#endif
