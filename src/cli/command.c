#include "command.h"

#include <string.h>

#include "zhiban/base/text.h"

const struct command *const commands[] = {
    &cmd_completion, &cmd_config, &cmd_demo,   &cmd_doctor, &cmd_help,
    &cmd_manual,     &cmd_sim,    &cmd_status, &cmd_wall,   NULL,
};

const struct command *command_find(const char *name)
{
    for (const struct command *const *c = commands; *c != NULL; c++) {
        if (strcmp((*c)->name, name) == 0) {
            return *c;
        }
    }
    return NULL;
}

const char *command_nearest(const char *name)
{
    const char *names[64];
    size_t n = 0;
    for (const struct command *const *c = commands; *c != NULL; c++) {
        if (!(*c)->hidden && n < sizeof names / sizeof *names) {
            names[n++] = (*c)->name;
        }
    }
    return text_nearest(name, names, n);
}

const struct option_value *command_opt(const struct command_args *a, int id)
{
    for (size_t i = a->n_opts; i-- > 0;) {
        if (a->opts[i].id == id) {
            return &a->opts[i];
        }
    }
    return NULL;
}

double command_number(const struct command_args *a, int id, double dflt)
{
    const struct option_value *v = command_opt(a, id);
    return v != NULL ? v->number : dflt;
}
