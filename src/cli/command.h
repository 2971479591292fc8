/* A command of the program. To add one: 1. write src/cli/cmd_NAME.c with its options and its
 * function;
 * 2. declare it below and add its line to the alphabetised table in command.c; 3. write what its
 * page says beyond the tables (manual.h), `make po`, translate, `make man`; 4. add
 * tests/cli/NAME.sh. */
#ifndef ZHIBAN_CLI_COMMAND_H
#define ZHIBAN_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "zhiban/base/clock.h"
#include "zhiban/report/report.h"
#include "zhiban/svc/config.h"

#define PROGRAM "zhiban"

enum opt_type { OPT_FLAG, OPT_TEXT, OPT_FILE, OPT_DIR, OPT_INT, OPT_NUMBER, OPT_CHOICE };
struct option_def {
    const char *name; /* "once", without dashes */
    char letter;      /* 0: none */
    enum opt_type type;
    const char *arg;     /* "FILE", "N"; NULL for flags */
    const char *choices; /* OPT_CHOICE: "table|csv|json" */
    int id;              /* the command's own, from 1 */
    bool repeat;
    const char *help; /* N_() */
    double min, max;  /* OPT_INT, OPT_NUMBER; both 0: any value */
};
struct option_value {
    int id;
    const char *text;
    double number;
};

/* The global options, parsed before the command runs. */
struct globals {
    struct config_opts config;
    const char *as, *pin_file, *output, *trace;
    enum report_format format;
    bool format_given, no_color, quiet, bom;
    int verbose;
    struct clock clock;
    const char *locale_dir;
    bool codeset_replaced;
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
/* Its number, or dflt when it was not given. */
double command_number(const struct command_args *a, int id, double dflt);

struct command_example {
    const char *line; /* as typed */
    const char *text; /* N_(): what it does */
};
struct command {
    const char *name;                 /* NULL: the program without a command */
    const char *synopsis;             /* after "zhiban NAME": "[--once | --watch] [--alarm-exit]" */
    const char *summary;              /* N_(): one line */
    const char *description;          /* N_(): a paragraph for -h, or NULL */
    const struct option_def *options; /* name NULL ends; NULL: none */
    const struct command_example *examples; /* line NULL ends; NULL: none */
    unsigned formats; /* 1 << enum report_format of those it can write; 0: it writes no list */
    int min_args, max_args; /* operands; max −1: any number */
    const char *operands;   /* completion: "choices:a|b" or "file" or NULL */
    bool hidden;
    int (*run)(const struct command_args *a,
               struct err *e); /* exit status; e printed when its code is set */
};
#define FORMAT_LISTS (1u << RF_TABLE | 1u << RF_CSV | 1u << RF_JSON)

extern const struct command cmd_board; /* without a command */
extern const struct command cmd_completion, cmd_config, cmd_demo, cmd_doctor, cmd_help, cmd_manual,
    cmd_sim, cmd_status, cmd_wall;
extern const struct command *const commands[]; /* alphabetised, NULL-terminated */
extern const struct option_def global_options[];
/* NULL: no such command. */
const struct command *command_find(const char *name);
/* The nearest name that is not hidden, or NULL. */
const char *command_nearest(const char *name);

/* Writes the command's output to stdout or, atomically, to --output. A reader that has left is
 * ERR_CANCELLED, which ends the program quietly. */
enum err_code command_output(const struct command_args *a, const struct buf *text, struct err *e);
/* Writes a report in the format asked for. */
enum err_code command_report(const struct command_args *a, const struct report *r,
                             const struct zone *zone, struct err *e);
/* One line on standard error, `zhiban: text`, unless -q. */
void command_note(const struct command_args *a, const char *text);

#endif
