/* A command of the program. To add one: 1. write src/cli/cmd_NAME.c with its options and its function;
 * 2. declare it below and add its line to the alphabetised table in command.c; 3. write
 * man/zhiban-NAME.1 and man/zh_CN/zhiban-NAME.1 with the synopsis that `-h` prints; 4. add tests/cli/NAME.*. */
#ifndef ZHIBAN_CLI_COMMAND_H
#define ZHIBAN_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "zhiban/base/clock.h"
#include "zhiban/report/report.h"
#include "zhiban/svc/config.h"

enum opt_type { OPT_FLAG, OPT_TEXT, OPT_FILE, OPT_DIR, OPT_INT, OPT_NUMBER, OPT_CHOICE };
struct option_def {
    const char *name;    /* "once", without dashes */
    char letter;         /* 0: none */
    enum opt_type type;
    const char *arg;     /* "FILE", "N"; NULL for flags */
    const char *choices; /* OPT_CHOICE: "table|csv|json" */
    int id;              /* the command's own */
    bool repeat;
    const char *help;    /* N_() */
};
struct option_value { int id; const char *text; double number; };

/* The global options, parsed before the command runs. */
struct globals {
    struct config_opts config;
    const char *as, *pin_file, *output, *trace;
    enum report_format format;
    bool format_given, no_color, quiet, bom;
    int verbose;
    struct clock clock;
};

struct command_args {
    struct globals *g;
    const struct option_value *opts;
    size_t n_opts;
    const char *const *args; /* operands */
    int n_args;
};
/* Value of the last option with that id, or NULL. */
const struct option_value *command_opt(const struct command_args *a, int id);

struct command {
    const char *name;
    const char *synopsis;    /* after "zhiban NAME": "[--once | --watch] [--alarm-exit]" */
    const char *summary;     /* N_(): one line */
    const struct option_def *options; /* name NULL ends */
    int min_args, max_args;  /* operands; max −1: any number */
    const char *operands;    /* completion: "choices:a|b" or "file" or NULL */
    bool hidden;
    int (*run)(const struct command_args *a, struct err *e); /* exit status; e printed when its code is set */
};
extern const struct command *const commands[]; /* alphabetised, NULL-terminated */
extern const struct option_def global_options[];

/* Writes the command's output to stdout or, atomically, to --output. */
int command_output(const struct command_args *a, const struct buf *text, struct err *e);

#endif
