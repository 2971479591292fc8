/* The options every command has, and where each goes. */
#include <string.h>

#include "options.h"
#include "zhiban/base/intl.h"

enum global_id {
    G_CONFIG = 1,
    G_DB,
    G_BACKEND,
    G_AS,
    G_PIN_FILE,
    G_LANG,
    G_FORMAT,
    G_BOM,
    G_OUTPUT,
    G_TRACE,
    G_NO_COLOR,
    G_ASCII,
    G_READONLY,
    G_QUIET,
    G_VERBOSE,
    G_HELP,
    G_VERSION
};

const struct option_def global_options[] = {
    {.name = "config",
     .type = OPT_FILE,
     .arg = "FILE",
     .id = G_CONFIG,
     .help = N_("read this configuration instead of zhiban.conf")},
    {.name = "db",
     .type = OPT_TEXT,
     .arg = "URL",
     .id = G_DB,
     .help = N_("the database: sqlite:/path or a bare path")},
    {.name = "backend",
     .type = OPT_TEXT,
     .arg = "NAME|URL",
     .id = G_BACKEND,
     .help = N_("the telephony backend: a [backend NAME] of the configuration, or a URL")},
    {.name = "as",
     .type = OPT_TEXT,
     .arg = "STAFF_ID",
     .id = G_AS,
     .help = N_("sign in as this person")},
    {.name = "pin-file",
     .type = OPT_FILE,
     .arg = "FILE",
     .id = G_PIN_FILE,
     .help = N_("read the PIN from this file (mode 0600)")},
    {.name = "lang",
     .type = OPT_CHOICE,
     .arg = "LANG",
     .choices = "zh_CN|en",
     .id = G_LANG,
     .help = N_("language of the interface: zh_CN or en")},
    {.name = "format",
     .type = OPT_CHOICE,
     .arg = "FORMAT",
     .choices = "table|csv|json|prometheus",
     .id = G_FORMAT,
     .help = N_("format of lists and figures: table, csv, json; of status also prometheus")},
    {.name = "bom",
     .type = OPT_FLAG,
     .id = G_BOM,
     .help = N_("begin CSV with a byte-order mark, for spreadsheet programs")},
    {.name = "output",
     .type = OPT_FILE,
     .arg = "FILE",
     .id = G_OUTPUT,
     .help = N_("write to this file, whole or not at all")},
    {.name = "trace",
     .type = OPT_DIR,
     .arg = "DIR",
     .id = G_TRACE,
     .help = N_("write the backend's answers, cleaned of secrets, to this folder")},
    {.name = "no-color", .type = OPT_FLAG, .id = G_NO_COLOR, .help = N_("no colours")},
    {.name = "ascii",
     .type = OPT_FLAG,
     .id = G_ASCII,
     .help = N_("draw marks and lines in ASCII only")},
    {.name = "readonly",
     .type = OPT_FLAG,
     .id = G_READONLY,
     .help = N_("look only: nothing can be changed")},
    {.name = "quiet",
     .letter = 'q',
     .type = OPT_FLAG,
     .id = G_QUIET,
     .help = N_("no notes on standard error")},
    {.name = "verbose",
     .letter = 'v',
     .type = OPT_FLAG,
     .id = G_VERBOSE,
     .repeat = true,
     .help = N_("write more to the log file")},
    {.name = "help", .letter = 'h', .type = OPT_FLAG, .id = G_HELP, .help = N_("print this help")},
    {.name = "version", .type = OPT_FLAG, .id = G_VERSION, .help = N_("print the version")},
    {0},
};

static enum report_format format_of(const char *word)
{
    for (int i = 0; i < RF_COUNT; i++) {
        if (strcmp(report_formats[i], word) == 0) {
            return (enum report_format)i;
        }
    }
    return RF_TABLE;
}

void global_set(struct globals *g, struct parsed *to, int id, const char *value)
{
    const char **texts[] = {
        [G_CONFIG] = &g->config.file,
        [G_DB] = &g->config.db,
        [G_BACKEND] = &g->config.backend,
        [G_AS] = &g->as,
        [G_PIN_FILE] = &g->pin_file,
        [G_LANG] = &g->config.lang,
        [G_OUTPUT] = &g->output,
        [G_TRACE] = &g->trace,
        [G_VERSION] = NULL,
    };
    bool *flags[] = {
        [G_BOM] = &g->bom,          [G_NO_COLOR] = &g->no_color, [G_ASCII] = &g->config.ascii,
        [G_QUIET] = &g->quiet,      [G_HELP] = &to->help,        [G_READONLY] = &g->config.readonly,
        [G_VERSION] = &to->version,
    };
    if (id == G_FORMAT && value != NULL) {
        g->format = format_of(value);
        g->format_given = true;
    } else if (id == G_VERBOSE) {
        g->verbose++;
    } else if (texts[id] != NULL) {
        *texts[id] = value;
    } else if (flags[id] != NULL) {
        *flags[id] = true;
    }
}
