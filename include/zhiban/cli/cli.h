/* The command line: one table of commands, one file each. */
#ifndef ZHIBAN_CLI_CLI_H
#define ZHIBAN_CLI_CLI_H

#include "zhiban/base/clock.h"

/* What main prepared before the command is known. */
struct cli_env {
    struct clock clock;     /* taken over */
    const char *locale_dir; /* of the translations */
    bool codeset_replaced;  /* the locale was not UTF-8 (warned of once) */
};

/* The language asked for by --lang anywhere on the command line, or NULL: every text, help and
 * errors included, is translated, so it has to be known before anything else. */
const char *cli_language(int argc, char **argv);
/* Parses, runs, prints; returns the process exit status. */
int cli_main(int argc, char **argv, struct cli_env *env);
/* Prints an error as `zhiban: what happened: what to do`, or as JSON where the command line asks
 * for it, and returns its exit status. */
int cli_fail(int argc, char **argv, const struct err *e);

#endif
