#include "options.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/text.h"

/* One option as it stands on the command line. */
struct word {
    const struct option_def *def;
    bool global;
    const char *shown; /* as typed, for errors */
    const char *value; /* NULL: none */
};

struct reader {
    int argc;
    char **argv;
    int at; /* the next word */
    struct globals *g;
    struct parsed *to;
    struct err *e;
};

bool options_choice(const char *choices, size_t i, char *to, size_t size)
{
    for (; i > 0; i--) {
        choices = strchr(choices, '|');
        if (choices == NULL) {
            return false;
        }
        choices++;
    }
    size_t n = strcspn(choices, "|");
    if (n >= size) {
        n = size - 1;
    }
    memcpy(to, choices, n);
    to[n] = '\0';
    return true;
}

static const struct option_def *find_name(const struct option_def *defs, const char *name, size_t n)
{
    for (; defs != NULL && defs->name != NULL; defs++) {
        if (strlen(defs->name) == n && memcmp(defs->name, name, n) == 0) {
            return defs;
        }
    }
    return NULL;
}

static const struct option_def *find_letter(const struct option_def *defs, char letter)
{
    for (; defs != NULL && defs->name != NULL; defs++) {
        if (defs->letter != 0 && defs->letter == letter) {
            return defs;
        }
    }
    return NULL;
}

/* The command whose own table has the option, or NULL. */
static const struct command *owner_of(const char *name, size_t n)
{
    for (const struct command *const *c = commands; *c != NULL; c++) {
        if (!(*c)->hidden && find_name((*c)->options, name, n) != NULL) {
            return *c;
        }
    }
    return NULL;
}

/* ERR_USAGE for an option nobody here knows: the command that has it, else the nearest name. */
static enum err_code unknown_option(const struct reader *r, const char *name, size_t n)
{
    char shown[ERR_ARG_MAX], near_name[ERR_ARG_MAX];
    struct buf b = {0};
    buf_puts(&b, "--");
    buf_add(&b, name, n < 100 ? n : 100);
    size_t len = b.len < sizeof shown ? b.len : sizeof shown - 1;
    memcpy(shown, buf_str(&b), len);
    shown[len] = '\0';
    buf_release(&b);

    const struct command *owner = owner_of(name, n);
    if (owner != NULL) {
        err_set(r->e, ERR_USAGE, N_("option {0} belongs to the command {1}"), shown, owner->name);
        return err_hint(r->e, N_("write it after the command: zhiban {1} {0}"));
    }
    const char *names[128];
    size_t n_names = 0;
    const struct option_def *tables[] = {r->to->command->options, global_options};
    for (size_t t = 0; t < 2; t++) {
        for (const struct option_def *d = tables[t]; d != NULL && d->name != NULL; d++) {
            names[n_names++] = d->name;
        }
    }
    const char *nearest = text_nearest(shown + 2, names, n_names);
    if (nearest == NULL) {
        err_set(r->e, ERR_USAGE, N_("there is no option {0}"), shown);
        return err_hint(r->e, N_("-h lists the options"));
    }
    near_name[0] = near_name[1] = '-';
    size_t n_near = strlen(nearest);
    memcpy(near_name + 2, nearest, n_near + 1);
    err_set(r->e, ERR_USAGE, N_("there is no option {0}"), shown, near_name);
    return err_hint(r->e, N_("did you mean {1}? -h lists the options"));
}

/* A decimal number in the C locale, whatever the user's is. false: not one. */
static bool parse_number(const char *s, bool whole, double *to)
{
    const char *p = s + (*s == '-' || *s == '+');
    double v = 0, unit = 1;
    size_t digits = 0;
    for (; *p >= '0' && *p <= '9'; p++, digits++) {
        v = v * 10 + (*p - '0');
    }
    if (!whole && *p == '.') {
        for (p++; *p >= '0' && *p <= '9'; p++, digits++) {
            unit /= 10;
            v += (*p - '0') * unit;
        }
    }
    if (digits == 0 || *p != '\0' || v > 9e15) {
        return false;
    }
    *to = *s == '-' ? -v : v;
    return true;
}

static void number_text(double v, char to[32])
{
    struct buf b = {0};
    buf_i64(&b, (int64_t)floor(v));
    if (v != floor(v)) {
        int tenth = (int)lround((v - floor(v)) * 10);
        buf_putc(&b, '.');
        buf_i64(&b, tenth);
    }
    size_t n = b.len < 31 ? b.len : 31;
    memcpy(to, buf_str(&b), n);
    to[n] = '\0';
    buf_release(&b);
}

static enum err_code check_number(const struct word *w, double *number, struct err *e)
{
    bool whole = w->def->type == OPT_INT;
    if (!parse_number(w->value, whole, number)) {
        err_set(e, ERR_USAGE,
                whole ? N_("{0}: \"{1}\" is not a whole number")
                      : N_("{0}: \"{1}\" is not a number"),
                w->shown, w->value);
        return err_hint(e, N_("write digits, as in {0} 10"));
    }
    bool ranged = w->def->min != 0 || w->def->max != 0;
    if (ranged && (*number < w->def->min || *number > w->def->max)) {
        char min[32], max[32];
        number_text(w->def->min, min);
        number_text(w->def->max, max);
        err_set(e, ERR_USAGE, N_("{0}: {1} is out of range"), w->shown, w->value, min, max);
        return err_hint(e, N_("give a number from {2} to {3}"));
    }
    return OK;
}

static enum err_code check_choice(const struct word *w, struct err *e)
{
    char choice[64];
    for (size_t i = 0; options_choice(w->def->choices, i, choice, sizeof choice); i++) {
        if (strcmp(choice, w->value) == 0) {
            return OK;
        }
    }
    err_set(e, ERR_USAGE, N_("{0}: \"{1}\" is not one of its values"), w->shown, w->value,
            w->def->choices);
    return err_hint(e, N_("give one of {2}"));
}

static enum err_code check_value(const struct word *w, double *number, struct err *e)
{
    switch (w->def->type) {
    case OPT_INT:
    case OPT_NUMBER:
        return check_number(w, number, e);
    case OPT_CHOICE:
        return check_choice(w, e);
    case OPT_TEXT:
    case OPT_FILE:
    case OPT_DIR:
        if (w->value[0] == '\0') {
            err_set(e, ERR_USAGE, N_("option {0} was given an empty value"), w->shown, w->def->arg);
            return err_hint(e, N_("write {0} {1}"));
        }
        return OK;
    case OPT_FLAG:
        break;
    }
    return OK;
}

/* Takes one option whose value is known or is the next word. */
static enum err_code take(struct reader *r, struct word *w)
{
    if (w->def->type == OPT_FLAG) {
        if (w->value != NULL) {
            err_set(r->e, ERR_USAGE, N_("option {0} takes no value"), w->shown);
            return err_hint(r->e, N_("write {0} alone"));
        }
    } else if (w->value == NULL) {
        if (r->at >= r->argc) {
            err_set(r->e, ERR_USAGE, N_("option {0} needs a value"), w->shown, w->def->arg);
            return err_hint(r->e, N_("write {0} {1}"));
        }
        w->value = r->argv[r->at++];
    }
    double number = 0;
    enum err_code code = w->value == NULL ? OK : check_value(w, &number, r->e);
    if (code != OK) {
        return code;
    }
    if (w->global) {
        global_set(r->g, r->to, w->def->id, w->value);
    } else {
        struct option_value v = {.id = w->def->id, .text = w->value, .number = number};
        vec_push(&r->to->opts) = v;
    }
    return OK;
}

static enum err_code take_long(struct reader *r, const char *arg)
{
    const char *name = arg + 2;
    size_t n = strcspn(name, "=");
    struct word w = {.value = name[n] == '=' ? name + n + 1 : NULL};
    w.def = find_name(r->to->command->options, name, n);
    if (w.def == NULL) {
        w.def = find_name(global_options, name, n);
        w.global = true;
    }
    if (w.def == NULL) {
        return unknown_option(r, name, n);
    }
    struct buf shown = {0};
    buf_printf(&shown, "--%s", w.def->name);
    w.shown = buf_str(&shown);
    enum err_code code = take(r, &w);
    buf_release(&shown);
    return code;
}

/* "-qv", "-xVALUE". */
static enum err_code take_letters(struct reader *r, const char *arg)
{
    for (const char *p = arg + 1; *p != '\0'; p++) {
        char shown[3] = {'-', *p, '\0'};
        struct word w = {.shown = shown};
        w.def = find_letter(r->to->command->options, *p);
        if (w.def == NULL) {
            w.def = find_letter(global_options, *p);
            w.global = true;
        }
        if (w.def == NULL) {
            err_set(r->e, ERR_USAGE, N_("there is no option {0}"),
                    (unsigned char)*p < 0x80 ? shown : arg);
            return err_hint(r->e, N_("-h lists the options"));
        }
        bool valued = w.def->type != OPT_FLAG;
        w.value = valued && p[1] != '\0' ? p + 1 : NULL;
        enum err_code code = take(r, &w);
        if (code != OK || valued) {
            return code;
        }
    }
    return OK;
}

static enum err_code take_command(struct reader *r, const char *name)
{
    const struct command *c = command_find(name);
    if (c != NULL) {
        r->to->command = c;
        return OK;
    }
    const char *nearest = command_nearest(name);
    err_set(r->e, ERR_USAGE, N_("there is no command \"{0}\""), name,
            nearest != NULL ? nearest : "");
    return err_hint(r->e, nearest != NULL
                              ? N_("did you mean \"{1}\"? zhiban help lists the commands")
                              : N_("zhiban help lists the commands"));
}

static enum err_code check_operands(const struct parsed *p, struct err *e)
{
    const struct command *c = p->command;
    if ((int)p->args.n < c->min_args) {
        err_set(e, ERR_USAGE, N_("{0} needs an argument"), c->name, c->synopsis);
        return err_hint(e, N_("write zhiban {0} {1}"));
    }
    if (c->max_args >= 0 && (int)p->args.n > c->max_args) {
        err_set(e, ERR_USAGE, N_("{0} does not take the argument \"{1}\""), c->name,
                p->args.v[c->max_args]);
        return err_hint(e, N_("zhiban {0} -h shows how it is written"));
    }
    return OK;
}

static enum err_code check_format(const struct globals *g, const struct parsed *p, struct err *e)
{
    if (!g->format_given || p->command->formats == 0 ||
        (p->command->formats >> g->format & 1) != 0) {
        return OK;
    }
    err_set(e, ERR_USAGE, N_("{0} cannot be written as {1}"), p->command->name,
            report_formats[g->format]);
    return err_hint(e, N_("use --format table, csv or json"));
}

enum err_code options_parse(int argc, char **argv, struct globals *g, struct parsed *to,
                            struct err *e)
{
    *to = (struct parsed){.command = &cmd_board};
    struct reader r = {.argc = argc, .argv = argv, .at = 1, .g = g, .to = to, .e = e};
    bool options = true;
    enum err_code code = OK;
    while (r.at < argc && code == OK) {
        const char *arg = argv[r.at++];
        if (options && strcmp(arg, "--") == 0) {
            options = false;
        } else if (options && strncmp(arg, "--", 2) == 0) {
            code = take_long(&r, arg);
        } else if (options && arg[0] == '-' && arg[1] != '\0') {
            code = take_letters(&r, arg);
        } else if (to->command == &cmd_board) {
            code = take_command(&r, arg);
        } else {
            vec_push(&to->args) = arg;
        }
    }
    if (code != OK || to->help || to->version) {
        return code;
    }
    code = check_operands(to, e);
    return code != OK ? code : check_format(g, to, e);
}

void parsed_release(struct parsed *p)
{
    if (p != NULL) {
        vec_free(&p->opts);
        vec_free(&p->args);
    }
}

const char *options_peek(int argc, char **argv, const char *name)
{
    const char *found = NULL;
    size_t n = strlen(name);
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--", 2) != 0 || strncmp(argv[i] + 2, name, n) != 0) {
            continue;
        }
        if (argv[i][2 + n] == '=') {
            found = argv[i] + 2 + n + 1;
        } else if (argv[i][2 + n] == '\0' && i + 1 < argc) {
            found = argv[++i];
        }
    }
    return found;
}
