/* Output and errors of the command line. */
#ifndef ZHIBAN_CLI_OUTPUT_H
#define ZHIBAN_CLI_OUTPUT_H

#include "command.h"

#define OUTPUT_MAX (1u << 30) /* bytes of one document */

/* Cells of the terminal the output goes to; 0: not a terminal, unlimited. */
int output_width(const struct command_args *a);
/* Appends the report in the format asked for (prometheus: as a table). */
void output_report(const struct command_args *a, const struct report *r, const struct zone *zone,
                   struct buf *to);

/* Appends what happened, and what to do if the error says so. */
void output_error_text(const struct err *e, bool translated, struct buf *what, struct buf *hint);
/* Prints it on standard error: one line for people, or {"error":{code, message, hint}}; logs it. */
void output_error(const struct err *e, bool json);

#endif
