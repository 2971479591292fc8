/* A recorded Asterisk behind a loopback server, and the application that polls it: the whole stack,
 * from sockets to totals and lists. The test says which recording is answered next and what time it
 * is; nothing sleeps. */
#ifndef ZHIBAN_TESTS_UNIT_SVC_PBX_H
#define ZHIBAN_TESTS_UNIT_SVC_PBX_H

#include "scratch.h"
#include "unit/loopback.h"
#include "zhiban/svc/app.h"

/* Numbers the server and the test share. */
enum {
    PBX_AT,     /* which recording: the seconds of its name, or an index of pbx.files */
    PBX_MODE,   /* enum pbx_mode */
    PBX_DEAD,   /* 1: every session is over, until the next login */
    PBX_LOGINS, /* counted by the server, as those below */
    PBX_LOGOFFS,
    PBX_POLLS, /* QueueStatus asked for */
    PBX_TURN   /* requests since the test set it to 0 */
};
enum pbx_mode {
    PBX_ANSWERS,
    PBX_503,            /* as Asterisk while it shuts down */
    PBX_CLOSES,         /* at its limit of connections: accepted and closed with 0 bytes */
    PBX_IN_USE,         /* allowmultiplelogin=no, and an old session lives */
    PBX_EXPIRES_IN_POLL /* the session ends between QueueStatus and QueueSummary */
};

struct pbx_server {
    struct loopback server;
    struct config config;
    struct clock clock;
    struct app *app;
    char *now_file;
    int *shared;
};
/* Serves tests/FOLDER, where a poll's answers are tNNNs.ACTION.rawman.txt; an action
 * without any recording is not permitted. With `files` (NULL-terminated) QueueStatus is answered
 * with FOLDER/files[PBX_AT], and with `core` CoreStatus with FOLDER/core[PBX_AT]; NULL there: not
 * permitted. */
void pbx_start(struct pbx_server *p, const char *folder, const char *const *files,
               const char *const *core);
/* Opens the application on it at that time (UTC s); centre: more lines of [centre] and sections. */
void pbx_open(struct pbx_server *p, int64_t now, const char *centre);
/* One poll with that recording at that time, to its end, good or bad. */
void pbx_poll(struct pbx_server *p, int at, int64_t now);
/* Logs off and frees; the server's counts stay readable until pbx_stop. */
void pbx_close(struct pbx_server *p);
void pbx_stop(struct pbx_server *p);

/* The text of tests/PATH. Free it. */
char *pbx_text(const char *path);

#endif
