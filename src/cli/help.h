/* Help, from the same tables the command line is read with. */
#ifndef ZHIBAN_CLI_HELP_H
#define ZHIBAN_CLI_HELP_H

#include "command.h"

#define HELP_WIDTH 80

/* The environment and the exit statuses, for `zhiban help` and the manual; name NULL ends. */
struct help_entry {
    const char *name, *text; /* text: N_() */
};
extern const struct help_entry help_environment[], help_exits[];

/* Synopsis, options and examples of a command (&cmd_board: the program and its commands). */
void help_command(const struct command *c, struct buf *to);
/* Appends `text` wrapped at HELP_WIDTH cells: breaks at blanks and between wide characters. The
 * first line begins at column `at`, which is already written; the others at `indent`. Ends the
 * line. */
void help_wrap(struct buf *to, const char *text, int at, int indent);
/* "zhiban NAME SYNOPSIS", as the manual has it. */
void help_synopsis(const struct command *c, struct buf *to);

#endif
