/* A backend played by a table: what each request is answered with. Shared by the tests of this
 * room. */
#ifndef ZHIBAN_TESTS_UNIT_VENDOR_PLAY_H
#define ZHIBAN_TESTS_UNIT_VENDOR_PLAY_H

#include <criterion/criterion.h>

#include "zhiban/base/mem.h"
#include "zhiban/model/centre.h"
#include "zhiban/vendor/vendor.h"

/* The text of tests/PATH; the test fails when it is not there. Free with buf_release. */
struct buf play_file(const char *path);
/* A recorded answer (status line, headers, body) as a reply; `tag` of the request it answers. */
struct http_reply play_http(const char *path, int tag);
/* A reply with that status and body. */
struct http_reply play_reply(int tag, int status, const char *body);

/* An Asterisk that answers from bodies set by the test. */
enum { ACT_STATUS, ACT_SUMMARY, ACT_CHANNELS, ACT_CORE, ACT_COUNT };
struct pbx_play {
    struct buf body[ACT_COUNT];
    bool denied[ACT_COUNT]; /* by the user's class */
    bool dead;              /* the session is gone: denied until the next login */
    bool wrong_secret;
    bool echo;       /* our ActionID is put in the place of the recorded one */
    char cookie[40]; /* of the session alive, "" none */
    int logins, requests, logoffs;
    char actions[1024]; /* what was asked, with blanks between */
    char last_form[512];
};
void pbx_play_release(struct pbx_play *p);
void pbx_play_body(struct pbx_play *p, int action, const char *path); /* NULL: none */
void pbx_play_text(struct pbx_play *p, int action, const char *text);

/* What the play answers to a request. */
struct http_reply pbx_play_answer(struct pbx_play *p, const struct http_request *r);

/* A centre with defaults in the zone. */
void play_centre(struct centre *c, const char *zone);
struct vendor *play_open(const char *name, const char *url, const struct centre *c);
/* One poll carried to its result; free with vendor_step_release. */
struct vendor_step play_poll(struct vendor *v, struct pbx_play *p, int64_t now);
struct vendor_step play_finish(struct vendor *v, struct pbx_play *p);

const struct snap_agent *play_agent(const struct snapshot *s, const char *id);
const struct snap_queue *play_queue(const struct snapshot *s, const char *id);
const struct snap_call *play_call(const struct snapshot *s, const char *id);

#endif
