/* Recorded answers, played in order: a trace of `zhiban --trace DIR` (NNNNNN-TAG.http) or a folder
 * of recordings (NAME.http, NAME.rawman.txt). Each is sorted by what it says, so that a QueueStatus
 * is answered with the next QueueStatus; the last one of a kind is repeated. */
#ifndef ZHIBAN_SIM_REPLAY_H
#define ZHIBAN_SIM_REPLAY_H

#include <stddef.h>

#include "zhiban/base/err.h"

enum replay_kind {
    REPLAY_JSON, /* any answer that is not the text form of AMI */
    REPLAY_QUEUE_STATUS,
    REPLAY_QUEUE_SUMMARY,
    REPLAY_CHANNELS,
    REPLAY_CORE_STATUS,
    REPLAY_LOGIN, /* sign-in and its refusals: answered live, not played */
    REPLAY_KINDS
};

struct recorded {
    int status;
    const char *content_type, *body;
    size_t n;
};

struct replay;
/* ERR_NOT_FOUND when the folder holds no answer, ERR_IO when it cannot be read. */
enum err_code replay_open(struct replay **to, const char *dir, struct err *e);
void replay_free(struct replay *r);
/* The next answer of a kind; NULL: there is none at all. Where QueueStatus was recorded the other
 * lists of AMI go with it, so that they tell of one moment; NULL: none was recorded with it. */
const struct recorded *replay_next(struct replay *r, enum replay_kind kind);
size_t replay_count(const struct replay *r, enum replay_kind kind);

#endif
