/* The table of a terminal's settings, and what is printed from it: the commented default, --show.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config_in.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"

#define AT(field) offsetof(struct config, field)

/* clang-format off */
const struct config_def config_defs[] = {
    {"main", "backend", SET_TEXT, AT(backend), "", 0, 0, NULL, "ZHIBAN_BACKEND",
     N_("The backend to watch: the NAME of a [backend NAME] section, or a URL.")},
    {"main", "database", SET_TEXT, AT(db), "", 0, 0, NULL, "ZHIBAN_DB",
     N_("The database of the shift's books: sqlite:/path or a bare path.")},
    {"main", "secret_file", SET_TEXT, AT(secret_file), "", 0, 0, NULL, "ZHIBAN_BACKEND_SECRET_FILE",
     N_("File (mode 0600) with the secret of a backend that is given as a URL.")},
    {"ui", "lang", SET_CHOICE, AT(lang), "", 0, 0, "zh_CN|en", NULL,
     N_("Language of the interface; empty: that of the environment.")},
    {"ui", "theme", SET_TEXT, AT(theme), "default", 0, 0, NULL, NULL,
     N_("Colours: default, high-contrast, mono, colour-blind, or a theme of your own.")},
    {"ui", "ascii", SET_BOOL, AT(ascii), "off", 0, 0, NULL, NULL,
     N_("Draw lines, marks and bars in ASCII.")},
    {"ui", "mouse", SET_BOOL, AT(mouse), "off", 0, 0, NULL, NULL,
     N_("Use the mouse; Shift then selects text.")},
    {"ui", "bell", SET_BOOL, AT(bell), "on", 0, 0, NULL, NULL,
     N_("Ring the bell when an alarm is raised.")},
    {"ui", "notify", SET_BOOL, AT(notify), "off", 0, 0, NULL, NULL,
     N_("Ask the terminal for a desktop notification when an alarm is raised.")},
    {"ui", "readonly", SET_BOOL, AT(readonly), "off", 0, 0, NULL, NULL,
     N_("Refuse every action that changes something.")},
    {"ui", "columns_queues", SET_TEXT, AT(columns_queues), "", 0, 0, NULL, NULL,
     N_("Columns of the queues, blank-separated; empty: the usual ones.")},
    {"ui", "columns_agents", SET_TEXT, AT(columns_agents), "", 0, 0, NULL, NULL,
     N_("Columns of the agents, blank-separated; empty: the usual ones.")},
    {"ui", "sort_queues", SET_TEXT, AT(sort_queues), "", 0, 0, NULL, NULL,
     N_("Column the queues are sorted by, with - in front downwards; empty: worst first.")},
    {"ui", "sort_agents", SET_TEXT, AT(sort_agents), "", 0, 0, NULL, NULL,
     N_("Column the agents are sorted by, with - in front downwards; empty: worst first.")},
    {"log", "level", SET_CHOICE, AT(log_level), "info", 0, 0, "error|warn|info|debug", NULL,
     N_("How much goes to the log file.")},
    {"wall", "queues", SET_TEXT, AT(wall_queues), "", 0, 0, NULL, NULL,
     N_("Queues on the wall board, blank-separated ids, * for the whole floor; empty: every open "
        "queue, and closed ones that need a look.")},
    {"wall", "figures", SET_TEXT, AT(wall_figures), "", 0, 0, NULL, NULL,
     N_("Figures on the wall board, blank-separated, of: abandoned answer_rate answerable answered "
        "longest not_ready offered service_level signed_in talking waiting wrapup; empty: waiting "
        "longest answerable answer_rate.")},
    {"wall", "page_sec", SET_INT, AT(wall_page_s), "15", 3, 3600, NULL, NULL,
     N_("Seconds each page of the wall board stays.")},
};
/* clang-format on */
const size_t n_config_defs = sizeof config_defs / sizeof *config_defs;

const char *const backend_keys[] = {"url",     "secret_file", "secret_command",
                                    "ca_file", "insecure",    NULL};
const char *const noun_sections[] = {"queue", "segment", "pause", "team", "site", NULL};

const struct config_def *def_find(const char *section, const char *key)
{
    for (size_t i = 0; i < n_config_defs; i++) {
        if (strcmp(config_defs[i].section, section) == 0 && strcmp(config_defs[i].key, key) == 0) {
            return &config_defs[i];
        }
    }
    return NULL;
}

char *def_text(const struct config *c, const struct config_def *d)
{
    const char *at = (const char *)c + d->offset;
    switch (d->type) {
    case SET_BOOL:
        return mem_strdup(*(const bool *)at ? "on" : "off");
    case SET_INT:
        return mem_printf("%d", *(const int *)(const void *)at);
    default: {
        const char *text = *(char *const *)(const void *)at;
        return mem_strdup(text ? text : "");
    }
    }
}

/* ---- the commented default ------------------------------------------------------------------- */

/* A comment, wrapped at 78 columns. */
static void comment(struct buf *to, const char *text)
{
    size_t column = 0;
    while (*text) {
        size_t word = strcspn(text, " ");
        if (column > 0 && column + 1 + word > 78) {
            buf_putc(to, '\n');
            column = 0;
        }
        buf_puts(to, column == 0 ? "#" : "");
        buf_putc(to, ' ');
        buf_add(to, text, word);
        column += (column == 0) + 1 + word;
        text += word;
        text += strspn(text, " ");
    }
    buf_putc(to, '\n');
}

static void choices_comment(struct buf *to, enum setting_type type, int min, int max,
                            const char *choices)
{
    if (type == SET_INT) {
        buf_printf(to, "# A whole number from %d to %d.\n", min, max);
    } else if (type == SET_BOOL) {
        buf_puts(to, "# on or off.\n");
    } else if (choices) {
        buf_printf(to, "# One of %s.\n", choices);
    }
}

static const char *const examples[] = {
    "# A backend is one section, named as you like. The url's first word says what it speaks:",
    "# json+https://host/path (GET exactly this), asterisk+http://user@host:8088/prefix (AMI over",
    "# HTTP), sim: (a simulated floor). The secret comes from secret_file (mode 0600) or from the",
    "# first line that secret_command prints, never from the url.",
    ";[backend pbx]",
    ";url = asterisk+http://wallboard@127.0.0.1:8088",
    ";secret_file = ~/.config/zhiban/pbx.secret",
    ";secret_command = pass show pbx",
    "# Certificate of your own authority, instead of the system's.",
    ";ca_file = /etc/ssl/our-ca.pem",
    "# Send the secret over plain http to another machine.",
    ";insecure = off",
    "",
    "# Keys: action = keys, blank-separated; `zhiban help keys` lists the actions.",
    "[keys]",
    ";ack = a F5",
    "",
    "# The organisation, as the columns of queues, shifts, pause_reasons, teams and sites .csv are",
    "# named; with a database it is kept there.",
    ";[queue support]",
    ";name_en = General Enquiries",
    ";sl_pct = 80",
    ";sl_seconds = 20",
    ";longest_warn_s = 30",
    ";longest_crit_s = 60",
    "",
    ";[segment N]",
    ";name_en = Night shift",
    ";segments = 18:00-08:00+1",
    ";kind = segment",
    "",
    ";[pause BRK]",
    ";name_en = Short break",
    ";max_minutes = 10",
    "",
    ";[team T1]",
    ";name_en = General Enquiries Team",
    ";site = MAIN",
    "",
    ";[site MAIN]",
    ";name_en = Main site",
    NULL,
};

void config_default(struct buf *to)
{
    buf_puts(to, "# zhiban.conf: what belongs to this terminal. See zhiban.conf(5).\n"
                 "# Every line shows the default; take the ; away to change it.\n");
    const char *section = "";
    for (size_t i = 0; i < n_config_defs; i++) {
        const struct config_def *d = &config_defs[i];
        if (strcmp(section, d->section) != 0) {
            section = d->section;
            buf_printf(to, "\n[%s]\n", section);
        }
        comment(to, d->doc);
        choices_comment(to, d->type, d->min, d->max, d->choices);
        if (d->env) {
            buf_printf(to, "# The environment variable %s comes before it.\n", d->env);
        }
        buf_printf(to, ";%s =%s%s\n", d->key, d->dflt[0] ? " " : "", d->dflt);
    }
    buf_puts(to, "\n# Settings of the centre; with a database they are kept there and changed by\n"
                 "# `zhiban setting`.\n[centre]\n");
    for (size_t i = 0; i < n_setting_defs; i++) {
        const struct setting_def *d = &setting_defs[i];
        comment(to, d->doc);
        choices_comment(to, d->type, d->min, d->max, d->choices);
        buf_printf(to, ";%s =%s%s\n", d->name, d->dflt[0] ? " " : "", d->dflt);
    }
    buf_putc(to, '\n');
    for (size_t i = 0; examples[i]; i++) {
        buf_printf(to, "%s\n", examples[i]);
    }
}

/* ---- what is in force ------------------------------------------------------------------------ */

static void show_origin(const struct config *c, const char *name, const char *env, struct buf *to)
{
    for (size_t i = 0; i < c->n_origins; i++) {
        if (strcmp(c->origins[i].name, name) != 0) {
            continue;
        }
        switch (c->origins[i].origin) {
        case ORIGIN_FILE:
            buf_printf(to, "  # %s:%d\n", c->path, c->origins[i].line);
            return;
        case ORIGIN_ENV:
            buf_printf(to, "  # environment %s\n", env ? env : "");
            return;
        case ORIGIN_OPTION:
            buf_puts(to, "  # command line\n");
            return;
        case ORIGIN_STATE:
            buf_printf(to, "  # ui.conf:%d\n", c->origins[i].line);
            return;
        case ORIGIN_DEFAULT:
            break;
        }
    }
    buf_puts(to, "  # default\n");
}

static bool is_setting(const char *name)
{
    for (size_t i = 0; i < n_setting_defs; i++) {
        if (strcmp(setting_defs[i].name, name) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < n_config_defs; i++) {
        size_t n = strlen(config_defs[i].section);
        if (strncmp(name, config_defs[i].section, n) == 0 && name[n] == '.' &&
            strcmp(name + n + 1, config_defs[i].key) == 0) {
            return true;
        }
    }
    return false;
}

void config_show(const struct config *c, struct buf *to)
{
    char name[128];
    char value[512];
    for (size_t i = 0; i < n_config_defs; i++) {
        const struct config_def *d = &config_defs[i];
        char *text = def_text(c, d);
        snprintf(name, sizeof name, "%s.%s", d->section, d->key);
        buf_printf(to, "%s = %s", name, text);
        show_origin(c, name, d->env, to);
        free(text);
    }
    for (size_t i = 0; i < n_setting_defs; i++) {
        centre_get(&c->centre, &setting_defs[i], value, sizeof value);
        buf_printf(to, "%s = %s", setting_defs[i].name, value);
        show_origin(c, setting_defs[i].name, NULL, to);
    }
    /* Backends, keys and nouns: as they were written. A command may hold a secret. */
    for (size_t i = 0; i < c->n_origins; i++) {
        const char *at = c->origins[i].name;
        const char *dot = strrchr(at, '.');
        if (!is_setting(at)) {
            bool secret = dot && strcmp(dot, ".secret_command") == 0;
            buf_printf(to, "%s = %s  # %s:%d\n", at, secret ? "(set)" : c->origins[i].value,
                       c->path ? c->path : "", c->origins[i].line);
        }
    }
}
