#include "completion.h"

#include <string.h>

#include "options.h"
#include "zhiban/base/intl.h"

/* The first command from c on that a user is offered, or the end of the table. */
static const struct command *const *offered(const struct command *const *c)
{
    while (*c != NULL && (*c)->hidden) {
        c++;
    }
    return c;
}

/* "a|b|c" as "a b c". */
static void put_choices(struct buf *to, const char *choices)
{
    char word[64];
    for (size_t i = 0; options_choice(choices, i, word, sizeof word); i++) {
        buf_printf(to, "%s%s", i > 0 ? " " : "", word);
    }
}

/* The choices of a command's operand, or NULL. */
static const char *operand_choices(const struct command *c)
{
    static const char prefix[] = "choices:";
    bool has = c->operands != NULL && strncmp(c->operands, prefix, sizeof prefix - 1) == 0;
    return has ? c->operands + sizeof prefix - 1 : NULL;
}

/* In single quotes for a shell; `also` are characters that get a backslash besides. */
static void put_quoted(struct buf *to, const char *s, const char *also)
{
    for (; *s != '\0'; s++) {
        if (*s == '\'') {
            buf_puts(to, "'\\''");
        } else {
            if (strchr(also, *s) != NULL) {
                buf_putc(to, '\\');
            }
            buf_putc(to, *s);
        }
    }
}

/* ---- bash ------------------------------------------------------------------------------------ */

static void bash_names(struct buf *to, const struct option_def *d)
{
    for (; d != NULL && d->name != NULL; d++) {
        buf_printf(to, " --%s", d->name);
        if (d->letter != 0) {
            buf_printf(to, " -%c", d->letter);
        }
    }
}

/* Options that take the next word: it must not be mistaken for the command. */
static void bash_valued(struct buf *to)
{
    for (const struct option_def *d = global_options; d->name != NULL; d++) {
        if (d->type != OPT_FLAG) {
            buf_printf(to, "%s--%s", d == global_options ? "" : "|", d->name);
        }
    }
}

/* What completes the value of an option; command NULL: of any. */
static void bash_value(struct buf *to, const char *command, const struct option_def *d)
{
    if (command != NULL) {
        buf_printf(to, "    '%s --%s')\n", command, d->name);
    } else {
        buf_printf(to, "    *' --%s')\n", d->name);
    }
    switch (d->type) {
    case OPT_CHOICE:
        buf_puts(to, "        words='");
        put_choices(to, d->choices);
        buf_puts(to, "' ;;\n");
        break;
    case OPT_FILE:
        buf_puts(to, "        files=-f ;;\n");
        break;
    case OPT_DIR:
        buf_puts(to, "        files=-d ;;\n");
        break;
    default:
        buf_puts(to, "        return ;;\n");
        break;
    }
}

static void bash_values(struct buf *to)
{
    buf_puts(to, "    case \"$command $previous\" in\n");
    for (const struct command *const *c = offered(commands); *c != NULL; c = offered(c + 1)) {
        for (const struct option_def *d = (*c)->options; d != NULL && d->name != NULL; d++) {
            if (d->type != OPT_FLAG) {
                bash_value(to, (*c)->name, d);
            }
        }
    }
    for (const struct option_def *d = global_options; d->name != NULL; d++) {
        if (d->type != OPT_FLAG) {
            bash_value(to, NULL, d);
        }
    }
    buf_puts(to, "    *)\n        case \"$command\" in\n        '')\n            words='");
    for (const struct command *const *c = offered(commands); *c != NULL; c = offered(c + 1)) {
        buf_printf(to, "%s ", (*c)->name);
    }
    buf_puts(to, "' ;;\n");
    for (const struct command *const *c = commands; *c != NULL; c++) {
        if (operand_choices(*c) != NULL) {
            buf_printf(to, "        %s)\n            words='", (*c)->name);
            put_choices(to, operand_choices(*c));
            buf_puts(to, "' ;;\n");
        }
    }
    buf_puts(to, "        esac ;;\n    esac\n");
}

static void bash_options(struct buf *to)
{
    buf_puts(to, "    if [[ -z $files && $current == -* ]]; then\n        words='");
    bash_names(to, global_options);
    buf_puts(to, "'\n        case \"$command\" in\n");
    for (const struct command *const *c = offered(commands); *c != NULL; c = offered(c + 1)) {
        if ((*c)->options != NULL) {
            buf_printf(to, "        %s)\n            words+='", (*c)->name);
            bash_names(to, (*c)->options);
            buf_puts(to, "' ;;\n");
        }
    }
    buf_puts(to, "        esac\n    fi\n");
}

void completion_bash(struct buf *to)
{
    buf_puts(
        to, "# bash completion for zhiban, written by: zhiban completion bash\n"
            "_zhiban()\n{\n"
            "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
            "    local command='' words='' files='' i=1\n"
            "    COMPREPLY=()\n"
            "    # The command is the first word that is neither an option nor an option's value.\n"
            "    while ((i < COMP_CWORD)); do\n"
            "        case ${COMP_WORDS[i]} in\n        ");
    bash_valued(to);
    buf_puts(to, ")\n            ((++i)) ;;\n"
                 "        -*) ;;\n"
                 "        *)\n            command=${COMP_WORDS[i]}\n            break ;;\n"
                 "        esac\n        ((++i))\n    done\n");
    bash_values(to);
    bash_options(to);
    buf_puts(to, "    local IFS=$'\\n'\n"
                 "    if [[ -n $files ]]; then\n"
                 "        compopt -o filenames 2>/dev/null\n"
                 "        COMPREPLY=($(compgen \"$files\" -- \"$current\"))\n"
                 "    else\n"
                 "        IFS=$' \\t\\n'\n"
                 "        COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
                 "    fi\n}\n"
                 "complete -F _zhiban zhiban\n");
}

/* ---- zsh ------------------------------------------------------------------------------------- */

/* One specification of _arguments: '(-q --quiet)'{-q,--quiet}'[text]:ARG:action'. */
static void zsh_option(struct buf *to, const struct option_def *d, const char *indent)
{
    buf_puts(to, indent);
    if (d->repeat) {
        buf_puts(to, "'*'");
    }
    if (d->letter != 0 && !d->repeat) {
        buf_printf(to, "'(-%c --%s)'{-%c,--%s}'[", d->letter, d->name, d->letter, d->name);
    } else if (d->letter != 0) {
        buf_printf(to, "{-%c,--%s}'[", d->letter, d->name);
    } else {
        buf_printf(to, "'--%s%s[", d->name, d->type != OPT_FLAG ? "=" : "");
    }
    put_quoted(to, _(d->help), "[]\\");
    buf_putc(to, ']');
    if (d->type != OPT_FLAG) {
        buf_putc(to, ':');
        put_quoted(to, d->arg, ":\\");
        buf_putc(to, ':');
    }
    if (d->type == OPT_FILE) {
        buf_puts(to, "_files");
    } else if (d->type == OPT_DIR) {
        buf_puts(to, "_files -/");
    } else if (d->type == OPT_CHOICE) {
        buf_putc(to, '(');
        put_choices(to, d->choices);
        buf_putc(to, ')');
    }
    buf_puts(to, "'\n");
}

static void zsh_command(struct buf *to, const struct command *c)
{
    buf_printf(to, "        %s)\n            specs+=(\n", c->name);
    for (const struct option_def *d = c->options; d != NULL && d->name != NULL; d++) {
        zsh_option(to, d, "                ");
    }
    if (operand_choices(c) != NULL) {
        buf_puts(to, "                '1: :(");
        put_choices(to, operand_choices(c));
        buf_puts(to, ")'\n");
    }
    buf_puts(to, "            ) ;;\n");
}

void completion_zsh(struct buf *to)
{
    buf_puts(to, "#compdef zhiban\n"
                 "# zsh completion for zhiban, written by: zhiban completion zsh\n"
                 "_zhiban() {\n"
                 "    local curcontext=$curcontext state line\n"
                 "    typeset -A opt_args\n"
                 "    local -a specs subcommands\n"
                 "    specs=(\n");
    for (const struct option_def *d = global_options; d->name != NULL; d++) {
        zsh_option(to, d, "        ");
    }
    buf_puts(to, "    )\n"
                 "    _arguments -C -s $specs '1: :->command' '*:: :->rest' && return 0\n"
                 "    case $state in\n"
                 "    command)\n"
                 "        subcommands=(\n");
    for (const struct command *const *c = offered(commands); *c != NULL; c = offered(c + 1)) {
        buf_printf(to, "            '%s:", (*c)->name);
        put_quoted(to, _((*c)->summary), "\\");
        buf_puts(to, "'\n");
    }
    buf_puts(to, "        )\n"
                 "        _describe -t commands command subcommands ;;\n"
                 "    rest)\n"
                 "        case $words[1] in\n");
    for (const struct command *const *c = commands; *c != NULL; c++) {
        if ((*c)->options != NULL || operand_choices(*c) != NULL) {
            zsh_command(to, *c);
        }
    }
    buf_puts(to, "        esac\n"
                 "        _arguments -s $specs ;;\n"
                 "    esac\n"
                 "}\n\n"
                 "_zhiban \"$@\"\n");
}

/* ---- fish ------------------------------------------------------------------------------------ */

static void fish_quoted(struct buf *to, const char *s)
{
    buf_putc(to, '\'');
    for (; *s != '\0'; s++) {
        if (*s == '\'' || *s == '\\') {
            buf_putc(to, '\\');
        }
        buf_putc(to, *s);
    }
    buf_putc(to, '\'');
}

static void fish_option(struct buf *to, const char *command, const struct option_def *d)
{
    buf_puts(to, "complete -c zhiban");
    if (command != NULL) {
        buf_printf(to, " -n '__fish_seen_subcommand_from %s'", command);
    }
    if (d->letter != 0) {
        buf_printf(to, " -s %c", d->letter);
    }
    buf_printf(to, " -l %s", d->name);
    switch (d->type) {
    case OPT_FLAG:
        break;
    case OPT_CHOICE:
        buf_puts(to, " -x -a '");
        put_choices(to, d->choices);
        buf_putc(to, '\'');
        break;
    case OPT_FILE:
        buf_puts(to, " -r -F");
        break;
    case OPT_DIR:
        buf_puts(to, " -x -a '(__fish_complete_directories)'");
        break;
    default:
        buf_puts(to, " -x");
        break;
    }
    buf_puts(to, " -d ");
    fish_quoted(to, _(d->help));
    buf_putc(to, '\n');
}

void completion_fish(struct buf *to)
{
    buf_puts(to, "# fish completion for zhiban, written by: zhiban completion fish\n"
                 "complete -c zhiban -f\n");
    for (const struct option_def *d = global_options; d->name != NULL; d++) {
        fish_option(to, NULL, d);
    }
    for (const struct command *const *c = offered(commands); *c != NULL; c = offered(c + 1)) {
        buf_printf(to, "complete -c zhiban -n __fish_use_subcommand -a %s -d ", (*c)->name);
        fish_quoted(to, _((*c)->summary));
        buf_putc(to, '\n');
        for (const struct option_def *d = (*c)->options; d != NULL && d->name != NULL; d++) {
            fish_option(to, (*c)->name, d);
        }
    }
    for (const struct command *const *c = commands; *c != NULL; c++) {
        if (operand_choices(*c) != NULL) {
            buf_printf(to, "complete -c zhiban -n '__fish_seen_subcommand_from %s' -a '",
                       (*c)->name);
            put_choices(to, operand_choices(*c));
            buf_puts(to, "'\n");
        }
    }
}
