#include "zhiban/cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "help.h"
#include "options.h"
#include "output.h"
#include "session.h"
#include "zhiban/base/intl.h"

const char *cli_language(int argc, char **argv)
{
    const char *lang = options_peek(argc, argv, "lang");
    return lang != NULL && (strcmp(lang, "zh_CN") == 0 || strcmp(lang, "en") == 0) ? lang : NULL;
}

int cli_fail(int argc, char **argv, const struct err *e)
{
    const char *format = options_peek(argc, argv, "format");
    output_error(e, format != NULL && strcmp(format, report_formats[RF_JSON]) == 0);
    return err_exit(e->code);
}

static int print_help(const struct command_args *a, const struct command *c, struct err *e)
{
    struct buf text;
    buf_init(&text, OUTPUT_MAX);
    help_command(c, &text);
    (void)command_output(a, &text, e);
    buf_release(&text);
    return 0;
}

static int print_version(const struct command_args *a, struct err *e)
{
    struct buf text = {0};
    buf_puts(&text, PROGRAM " " ZHIBAN_VERSION "\n");
    (void)command_output(a, &text, e);
    buf_release(&text);
    return 0;
}

static int run(const struct parsed *p, struct globals *g, struct err *e)
{
    struct command_args a = {
        .g = g,
        .opts = p->opts.v,
        .n_opts = p->opts.n,
        .args = p->args.v,
        .n_args = (int)p->args.n,
    };
    if (p->version) {
        return print_version(&a, e);
    }
    if (p->help) {
        session_language(g);
        return print_help(&a, p->command, e);
    }
    return p->command->run(&a, e);
}

int cli_main(int argc, char **argv, struct cli_env *env)
{
    const char *no_color = getenv("NO_COLOR");
    struct globals g = {
        .clock = env->clock,
        .locale_dir = env->locale_dir,
        .codeset_replaced = env->codeset_replaced,
        .no_color = no_color != NULL && no_color[0] != '\0',
    };
    env->clock = (struct clock){0};

    struct parsed p;
    struct err e = {0};
    int status;
    if (options_parse(argc, argv, &g, &p, &e) == OK) {
        status = run(&p, &g, &e);
    } else {
        session_language(&g);
        status = err_exit(e.code);
    }
    if (e.code == ERR_CANCELLED) {
        status = 0; /* the reader has left: nobody to tell */
    } else if (e.code != OK) {
        status = cli_fail(argc, argv, &e);
    }
    parsed_release(&p);
    clock_release(&g.clock);
    return status;
}
