/* The asterisk dialect: AMI over HTTP in its text form, as BACKENDS.md part A and the recordings of
 * tests/fixtures/asterisk show it. Pure: sessions live here, the server brings parameters and
 * cookie. */
#ifndef ZHIBAN_SIM_DIALECT_AMI_H
#define ZHIBAN_SIM_DIALECT_AMI_H

#include "zhiban/base/buf.h"
#include "zhiban/base/vec.h"
#include "zhiban/sim/floor_sim.h"

/* Parameters of one request in order of arrival; names are compared without case, the first counts.
 */
struct form_field {
    char *name, *value;
};
struct form {
    VEC(struct form_field) fields;
};
void form_add(struct form *f, const char *name, const char *value);
/* Adds the fields of an application/x-www-form-urlencoded text. */
void form_parse(struct form *f, const char *text);
/* "" when it is not there. */
const char *form_get(const struct form *f, const char *name);
void form_release(struct form *f);

/* What the user may do (manager.conf, write); QueueStatus and QueueSummary need nothing. */
enum ami_right { AMI_AGENT = 1 << 0, AMI_REPORTING = 1 << 1 };

struct ami_opts {
    const char *user, *secret; /* borrowed for the life of the dialect */
    void (*md5)(const char *text, char hex[33]);
    unsigned rights; /* enum ami_right */
    uint64_t seed;   /* of session ids and challenges */
};

struct ami_answer {
    const char *cookie; /* in: the Cookie header, or NULL */
    int64_t now_ms;     /* in: a monotonic clock, for the life of sessions */
    struct buf body;    /* out: appended to */
    char session[9];    /* out: for Set-Cookie */
    int delay_ms;       /* out: answer that much later (a refused login) */
};

struct ami;
struct replay;
struct ami *ami_new(const struct ami_opts *o);
void ami_free(struct ami *a);
/* Carries out one request on the floor; with a replay, lists come from it. */
void ami_act(struct ami *a, struct sim *s, struct replay *played, const struct form *form,
             struct ami_answer *out);
/* The HTML page of an HTTP error as Asterisk writes it. */
void ami_error_page(struct buf *to, int status, const char *title, const char *text);

/* ami_lists.c */
void ami_queue_status(const struct sim *s, const struct form *form, struct buf *to);
void ami_queue_summary(const struct sim *s, const struct form *form, struct buf *to);
void ami_channels(const struct sim *s, const struct form *form, struct buf *to);
void ami_core_status(const struct sim *s, const struct form *form, struct buf *to);
/* The person behind an interface ("Local/6101@from-queue/n"), by id; NULL: none. */
const char *ami_person(const struct sim *s, const char *interface);

#endif
