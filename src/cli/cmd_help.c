/* help [TOPIC]: a command, or one of the topics below. */
#include <string.h>

#include "command.h"
#include "help.h"
#include "output.h"
#include "session.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/text.h"
#include "zhiban/tui/tui.h"

/* Every figure with its formula, from the table the screens use. */
static enum err_code print_metrics(const struct command_args *a, struct err *e)
{
    static const struct report_column columns[] = {
        {.key = "figure", .title = N_("Figure"), .type = CELL_TEXT},
        {.key = "name", .title = N_("Figure name"), .type = CELL_TEXT},
        {.key = "unit", .title = N_("Unit"), .type = CELL_TEXT},
        {.key = "formula", .title = N_("Formula"), .type = CELL_TEXT},
        {.key = "note", .title = N_("Note"), .type = CELL_TEXT},
    };
    struct buf text;
    buf_init(&text, OUTPUT_MAX);
    struct report r;
    report_init(&r, "figures", NULL, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n_figure_defs; i++) {
        const struct figure_def *f = &figure_defs[i];
        report_text(&r, f->key);
        report_text(&r, f->name);
        report_text(&r, f->unit);
        report_text(&r, f->formula);
        report_text(&r, f->note);
        buf_printf(&text, "%s (%s, %s)\n    ", _(f->name), f->key, f->unit);
        help_wrap(&text, _(f->formula), 4, 4);
        if (f->note != NULL && f->note[0] != '\0') {
            buf_puts(&text, "    ");
            help_wrap(&text, _(f->note), 4, 4);
        }
    }
    enum err_code code =
        a->g->format == RF_TABLE ? command_output(a, &text, e) : command_report(a, &r, NULL, e);
    report_release(&r);
    buf_release(&text);
    return code;
}

/* Every action with its keys, as they are configured. */
static enum err_code print_keys(const struct command_args *a, struct err *e)
{
    static const struct report_column columns[] = {
        {.key = "group", .title = N_("Group"), .type = CELL_TEXT},
        {.key = "action", .title = N_("Action"), .type = CELL_TEXT},
        {.key = "keys", .title = N_("Keys"), .type = CELL_TEXT},
        {.key = "help", .title = N_("What it does"), .type = CELL_TEXT},
    };
    struct session s = {0};
    enum err_code code = session_load(&s, a, e);
    struct report r;
    report_init(&r, "keys", NULL, columns, sizeof columns / sizeof *columns);
    bool table = a->g->format == RF_TABLE;
    struct tui_key k;
    for (size_t i = 0; code == OK && tui_key(&s.config, i, &k); i++) {
        report_text(&r, table ? _(k.group) : k.group);
        report_text(&r, k.name);
        report_text(&r, k.keys);
        report_text(&r, table ? _(k.help) : k.help);
    }
    if (code == OK) {
        code = command_report(a, &r, NULL, e);
    }
    report_release(&r);
    session_close(&s);
    return code;
}

static enum err_code print_entries(const struct command_args *a, const struct help_entry *x,
                                   struct err *e)
{
    struct buf text;
    buf_init(&text, OUTPUT_MAX);
    for (; x->name != NULL; x++) {
        buf_puts(&text, x->name);
        buf_puts(&text, "\n    ");
        help_wrap(&text, _(x->text), 4, 4);
    }
    enum err_code code = command_output(a, &text, e);
    buf_release(&text);
    return code;
}

const struct help_entry help_environment[] = {
    {"ZHIBAN_CONFIG", N_("the configuration file")},
    {"ZHIBAN_DB", N_("the database")},
    {"ZHIBAN_BACKEND", N_("the backend: a name of the configuration, or a URL")},
    {"ZHIBAN_BACKEND_SECRET_FILE",
     N_("a file, readable by its owner only, with the backend's secret")},
    {"ZHIBAN_DATADIR", N_("the folder of data files, instead of the installed one")},
    {"ZHIBAN_NOW", N_("a fixed time for tests: RFC 3339, or @FILE holding one")},
    {"NO_COLOR", N_("not empty: no colours")},
    {"LANG", N_("the language and the character set")},
    {"XDG_CONFIG_HOME", N_("the folder of configurations, instead of ~/.config")},
    {"XDG_STATE_HOME", N_("the folder of the log and of kept choices, instead of ~/.local/state")},
    {"TMPDIR", N_("the folder in which the demonstration makes its own, instead of /tmp")},
    {"https_proxy", N_("the proxy to the backend; also http_proxy, all_proxy and no_proxy")},
    {0},
};

const struct help_entry help_exits[] = {
    {"0", N_("done; an empty list is done")},
    {"1", N_("refused by a rule, a named thing not found, or findings of doctor")},
    {"2", N_("wrong usage or configuration")},
    {"3", N_("the backend is not reachable or not understood")},
    {"4", N_("not signed in or not permitted")},
    {"5", N_("the database is busy, damaged or not writable")},
    {"10", N_("status --alarm-exit: an alarm of level attention stands")},
    {"11", N_("status --alarm-exit: a critical alarm stands")},
    {0},
};

static enum err_code print_environment(const struct command_args *a, struct err *e)
{
    return print_entries(a, help_environment, e);
}

static enum err_code print_status(const struct command_args *a, struct err *e)
{
    return print_entries(a, help_exits, e);
}

static enum err_code print_program(const struct command_args *a, struct err *e)
{
    struct buf text;
    buf_init(&text, OUTPUT_MAX);
    help_command(&cmd_board, &text);
    enum err_code code = command_output(a, &text, e);
    buf_release(&text);
    return code;
}

static const struct {
    const char *name;
    enum err_code (*print)(const struct command_args *a, struct err *e);
} topics[] = {
    {"commands", print_program}, {"environment", print_environment}, {"exit-status", print_status},
    {"keys", print_keys},        {"metrics", print_metrics},
};
#define N_TOPICS (sizeof topics / sizeof *topics)

static enum err_code unknown_topic(const char *name, struct err *e)
{
    const char *names[64];
    size_t n = 0;
    for (; n < N_TOPICS; n++) {
        names[n] = topics[n].name;
    }
    for (const struct command *const *c = commands; *c != NULL && n < 64; c++) {
        if (!(*c)->hidden) {
            names[n++] = (*c)->name;
        }
    }
    const char *nearest = text_nearest(name, names, n);
    err_set(e, ERR_NOT_FOUND, N_("there is no help on \"{0}\""), name,
            nearest != NULL ? nearest : "");
    return err_hint(
        e,
        nearest != NULL
            ? N_("did you mean \"{1}\"?")
            : N_("topics: commands, environment, exit-status, keys, metrics, or a command's name"));
}

static int run(const struct command_args *a, struct err *e)
{
    session_language(a->g);
    if (a->n_args == 0) {
        return err_exit(print_program(a, e));
    }
    for (size_t i = 0; i < N_TOPICS; i++) {
        if (strcmp(topics[i].name, a->args[0]) == 0) {
            return err_exit(topics[i].print(a, e));
        }
    }
    const struct command *c = command_find(a->args[0]);
    if (c == NULL) {
        return err_exit(unknown_topic(a->args[0], e));
    }
    struct buf text;
    buf_init(&text, OUTPUT_MAX);
    help_command(c, &text);
    enum err_code code = command_output(a, &text, e);
    buf_release(&text);
    return err_exit(code);
}

static const struct command_example examples[] = {
    {"zhiban help status", N_("the options of status")},
    {"zhiban help keys", N_("every action of the terminal interface and its keys")},
    {"zhiban help metrics", N_("the formula of every figure")},
    {0},
};

const struct command cmd_help = {
    .name = "help",
    .synopsis = "[TOPIC]",
    .summary = N_("Explain a command, the keys, the figures or the exit statuses."),
    .examples = examples,
    .formats = FORMAT_LISTS,
    .max_args = 1,
    .operands =
        "choices:commands|environment|exit-status|keys|metrics|config|demo|doctor|sim|status|wall",
    .run = run,
};
