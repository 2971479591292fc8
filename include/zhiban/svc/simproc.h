/* The simulated centre as a process of its own: backend `sim:` and `zhiban demo`. It listens on a
 * free loopback port, tells the port through a pipe, and ends when the pipe of its life closes,
 * also when we crash. Order: simproc_start → (simproc_ready until true) → use url → simproc_stop.
 */
#ifndef ZHIBAN_SVC_SIMPROC_H
#define ZHIBAN_SVC_SIMPROC_H

#include <stdbool.h>
#include <sys/types.h>

#include "zhiban/base/err.h"

struct simproc_args {
    const char *exe;                                  /* NULL: the installed zhiban-sim */
    const char *dialect;                              /* "json" or "asterisk"; NULL: json */
    const char *data_dir;                             /* organisation; NULL: the shipped demo */
    const char *seed, *speed, *agents, *start, *load; /* as written; NULL: its defaults */
    const char *const *faults;                        /* NULL-terminated, or NULL */
    bool outage;                                      /* the outage scenario: --outage */
};
struct simproc {
    bool started;
    pid_t pid;            /* 0: ended */
    int port_fd, life_fd; /* our ends, once started; −1 closed */
    char said[16];        /* of the port, so far */
    size_t n_said;
    bool asterisk;
    char *url; /* json+http://… or asterisk+http://demo@…, once ready */
};
#define SIMPROC_DEMO_SECRET "demo" /* of the asterisk dialect's user demo */

/* Starts the process and returns at once. {0} is a process never started. */
enum err_code simproc_start(struct simproc *p, const struct simproc_args *a, struct err *e);
/* Waits at most timeout_ms for the port; *ready tells whether url is set. ERR_NET: it ended before.
 */
enum err_code simproc_ready(struct simproc *p, int timeout_ms, bool *ready, struct err *e);
/* Whether the process has ended by itself. */
bool simproc_ended(struct simproc *p);
/* Closes its life, waits at most 500 ms, then kills; also after a failed start. */
void simproc_stop(struct simproc *p);

#endif
