/* What is in force, and the commented default. */
#include <string.h>

#include "command.h"
#include "output.h"
#include "session.h"
#include "zhiban/base/intl.h"
#include "zhiban/tui/tui.h"

enum { C_SHOW = 1, C_DEFAULT };

static const struct option_def options[] = {
    {.name = "show",
     .type = OPT_FLAG,
     .id = C_SHOW,
     .help = N_("print every value in force and where it came from (the default)")},
    {.name = "default",
     .type = OPT_FLAG,
     .id = C_DEFAULT,
     .help = N_("print the commented default file")},
    {0},
};

static enum err_code print_default(const struct command_args *a, struct err *e)
{
    struct buf text;
    buf_init(&text, OUTPUT_MAX);
    config_default(&text);
    enum err_code code = command_output(a, &text, e);
    buf_release(&text);
    return code;
}

/* The lines of config_show as rows: the value lies between the first " = " and the last "  # ". */
static void read_show(struct report *r, char *text)
{
    for (char *line = text, *next; *line != '\0'; line = next) {
        next = line + strcspn(line, "\n");
        if (*next != '\0') {
            *next++ = '\0';
        }
        char *value = strstr(line, " = "), *origin = NULL;
        for (char *p = strstr(line, "  # "); p != NULL; p = strstr(p + 1, "  # ")) {
            origin = p;
        }
        if (value == NULL || origin == NULL || origin < value + 3) {
            origin = value != NULL ? strstr(value, "  # ") : NULL;
        }
        if (value != NULL && origin != NULL) {
            *value = *origin = '\0';
            report_text(r, line);
            report_text(r, value + 3 <= origin ? value + 3 : "");
            report_text(r, origin + 4);
        }
    }
}

static enum err_code print_list(const struct command_args *a, struct buf *text, struct err *e)
{
    static const struct report_column columns[] = {
        {.key = "name", .title = N_("Setting"), .type = CELL_TEXT},
        {.key = "value", .title = N_("Value"), .type = CELL_TEXT},
        {.key = "origin", .title = N_("Origin"), .type = CELL_TEXT},
    };
    struct report r;
    report_init(&r, "settings", NULL, columns, sizeof columns / sizeof *columns);
    if (text->len > 0) {
        read_show(&r, text->p);
    }
    enum err_code code = command_report(a, &r, NULL, e);
    report_release(&r);
    return code;
}

static enum err_code print_show(const struct command_args *a, const struct config *c, struct err *e)
{
    struct buf text;
    buf_init(&text, OUTPUT_MAX);
    config_show(c, &text);
    enum err_code code =
        a->g->format == RF_TABLE ? command_output(a, &text, e) : print_list(a, &text, e);
    buf_release(&text);
    return code;
}

static int run(const struct command_args *a, struct err *e)
{
    if (command_opt(a, C_SHOW) != NULL && command_opt(a, C_DEFAULT) != NULL) {
        err_set(e, ERR_USAGE, N_("--show and --default exclude each other"));
        err_hint(e, N_("give one of them"));
        return err_exit(e->code);
    }
    if (command_opt(a, C_DEFAULT) != NULL) {
        return err_exit(print_default(a, e));
    }
    struct session s = {0};
    enum err_code code = session_load(&s, a, e);
    if (code == OK) {
        code = tui_check(&s.config, e);
    }
    if (code == OK) {
        code = print_show(a, &s.config, e);
    }
    session_close(&s);
    return err_exit(code);
}

static const struct command_example examples[] = {
    {"zhiban config --default > ~/.config/zhiban/zhiban.conf",
     N_("begin a configuration of one's own")},
    {"zhiban config --show --format json", N_("the values in force, for scripts")},
    {0},
};

const struct command cmd_config = {
    .name = "config",
    .synopsis = "[--show | --default] [OPTION ...]",
    .summary = N_("Print the configuration in force, or the default one."),
    .description =
        N_("Reads zhiban.conf, the environment and the command line, checks them, and prints "
           "each value with its origin. An unknown key or a bad value is an error with file, "
           "line and the nearest valid name. The program never rewrites the file."),
    .options = options,
    .examples = examples,
    .formats = FORMAT_LISTS,
    .run = run,
};
