/* The terminal interface on a session: the board, the wall, the demonstration. */
#ifndef ZHIBAN_CLI_SCREEN_H
#define ZHIBAN_CLI_SCREEN_H

#include "session.h"

struct screen_opts {
    bool wall, demo;
};
/* Runs on an opened session until the user leaves; returns the exit status. */
int screen_run(struct session *s, const struct command_args *a, const struct screen_opts *o,
               struct err *e);

#endif
