/* Answers of an Asterisk written by a test, and the stage they are played on. */
#ifndef ZHIBAN_TESTS_UNIT_VENDOR_PBX_WRITE_H
#define ZHIBAN_TESTS_UNIT_VENDOR_PBX_WRITE_H

#include "play.h"

#define T0 1795283460 /* 2026-11-21T17:51:00Z */

/* A QueueStatus, QueueSummary or CoreShowChannels being written. */
struct body {
    struct buf b;
    int items;
};
struct body body_new(void);
void queue(struct body *b, const char *name, int waiting, int completed, int abandoned, int hold);

struct seat {
    const char *queue, *location;
    int status, in_call, paused, calls, wrapup;
    int64_t last_call, last_pause, login;
    const char *reason;
};
void member(struct body *b, struct seat m);
void caller(struct body *b, const char *queue, const char *uid, int position, int wait);
void leg(struct body *b, const char *channel, const char *uid, const char *linked, const char *app,
         const char *data, const char *number, const char *bridge, const char *duration);
/* Ends the list and hands it to the play. */
void put(struct body *b, const char *event, struct pbx_play *p, int action);
void put_status(struct body *b, struct pbx_play *p);

struct stage {
    struct centre c;
    struct vendor *v;
    struct pbx_play p;
};
/* One queue, one seat, centre in Shanghai. */
void set_up(struct stage *t, const char *url);
void tear_down(struct stage *t);
/* A poll that must give a snapshot; free it. */
struct snapshot *snap(struct stage *t, int64_t now);

#endif
