/* The command line read against the option tables. Options stand before and after the command and
 * between operands; the last one wins; `--` ends them. Forms: --name VALUE, --name=VALUE, -x VALUE,
 * -xVALUE, and flags of one letter together (-qv). */
#ifndef ZHIBAN_CLI_OPTIONS_H
#define ZHIBAN_CLI_OPTIONS_H

#include "command.h"
#include "zhiban/base/vec.h"

struct parsed {
    const struct command *command; /* &cmd_board without one */
    bool help, version;            /* asked for: nothing else was checked */
    VEC(struct option_value) opts; /* of the command */
    VEC(const char *) args;        /* operands, borrowed from argv */
};

/* Fills g's options and to. ERR_USAGE names the word and the nearest valid one. */
enum err_code options_parse(int argc, char **argv, struct globals *g, struct parsed *to,
                            struct err *e);
void parsed_release(struct parsed *p);
/* Puts one global option in its place; value NULL for a flag. */
void global_set(struct globals *g, struct parsed *to, int id, const char *value);
/* The last value given to the long option `name`, without judging anything else; NULL: not given.
 */
const char *options_peek(int argc, char **argv, const char *name);
/* The i-th of the choices "a|b|c" into to; false: there are fewer. */
bool options_choice(const char *choices, size_t i, char *to, size_t size);

#endif
