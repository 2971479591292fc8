/* What every command owes: the tables hang together, help and completion are made from them. */
#include <criterion/criterion.h>
#include <locale.h>
#include <string.h>

#include "completion.h"
#include "help.h"
#include "options.h"
#include "zhiban/base/text.h"

static void setup(void)
{
    setlocale(LC_ALL, "");
}

TestSuite(tables, .init = setup);

Test(tables, commands_are_alphabetised_and_complete)
{
    for (const struct command *const *c = commands; *c != NULL; c++) {
        const char *name = (*c)->name;
        cr_expect(c == commands || strcmp(c[-1]->name, name) < 0, "%s", name);
        cr_expect_eq(command_find(name), *c);
        cr_expect_not_null((*c)->run, "%s", name);
        cr_expect_not_null((*c)->summary, "%s", name);
        cr_expect((*c)->hidden || (*c)->examples != NULL, "%s has no example", name);
        cr_expect((*c)->max_args == -1 || (*c)->max_args >= (*c)->min_args, "%s", name);
    }
    cr_expect_null(command_find("board"));
    cr_expect_null(command_find(""));
}

static void check_options(const char *command, const struct option_def *defs)
{
    for (const struct option_def *d = defs; d != NULL && d->name != NULL; d++) {
        cr_expect_not_null(d->help, "%s --%s", command, d->name);
        cr_expect_eq(d->type == OPT_FLAG, d->arg == NULL, "%s --%s", command, d->name);
        cr_expect_eq(d->type == OPT_CHOICE, d->choices != NULL, "%s --%s", command, d->name);
        cr_expect_gt(d->id, 0, "%s --%s", command, d->name);
        for (const struct option_def *other = defs; other != d; other++) {
            cr_expect_str_neq(other->name, d->name);
            cr_expect_neq(other->id, d->id, "%s --%s", command, d->name);
            cr_expect(d->letter == 0 || other->letter != d->letter, "%s -%c", command, d->letter);
        }
        for (const struct option_def *g = global_options; defs != global_options && g->name != NULL;
             g++) {
            cr_expect_str_neq(g->name, d->name, "%s hides --%s", command, d->name);
            cr_expect(d->letter == 0 || g->letter != d->letter, "%s -%c", command, d->letter);
        }
    }
}

Test(tables, options_are_unique_and_explained)
{
    check_options("zhiban", global_options);
    for (const struct command *const *c = commands; *c != NULL; c++) {
        check_options((*c)->name, (*c)->options);
    }
}

Test(tables, help_names_every_command)
{
    for (const struct command *const *c = commands; *c != NULL; c++) {
        bool named = strstr(cmd_help.operands, (*c)->name) != NULL;
        cr_expect_eq(named, !(*c)->hidden && *c != &cmd_help, "%s", (*c)->name);
    }
}

static char *help_of(const struct command *c)
{
    struct buf b;
    buf_init(&b, 0);
    help_command(c, &b);
    cr_assert_not(b.over);
    return buf_steal(&b);
}

Test(tables, help_has_synopsis_options_and_examples)
{
    for (const struct command *const *c = commands; *c != NULL; c++) {
        char *s = help_of(*c);
        struct buf synopsis = {0};
        buf_puts(&synopsis, "Usage: ");
        help_synopsis(*c, &synopsis);
        buf_putc(&synopsis, '\n');
        cr_expect_eq(strncmp(s, buf_str(&synopsis), synopsis.len), 0, "%s", s);
        cr_expect_leq(text_width(buf_str(&synopsis)) - 1, HELP_WIDTH, "%s", buf_str(&synopsis));
        for (const struct option_def *d = (*c)->options; d != NULL && d->name != NULL; d++) {
            struct buf option = {0};
            buf_printf(&option, "--%s", d->name);
            cr_expect_not_null(strstr(s, buf_str(&option)), "%s", d->name);
            buf_release(&option);
        }
        for (const struct command_example *x = (*c)->examples; x != NULL && x->line != NULL; x++) {
            cr_expect_not_null(strstr(s, x->line));
            cr_expect_eq(strncmp(x->line, "zhiban ", 7), 0, "%s", x->line);
        }
        buf_release(&synopsis);
        free(s);
    }
}

Test(tables, every_example_is_understood)
{
    for (const struct command *const *c = commands; *c != NULL; c++) {
        for (const struct command_example *x = (*c)->examples; x != NULL && x->line != NULL; x++) {
            struct buf line = {0};
            char *argv[32];
            int argc = 0;
            buf_puts(&line, x->line);
            for (char *save = NULL, *word = strtok_r(line.p, " ", &save); word != NULL && argc < 31;
                 word = strtok_r(NULL, " ", &save)) {
                if (strcmp(word, ">") == 0) {
                    break;
                }
                argv[argc++] = word;
            }
            struct globals g = {0};
            struct parsed p;
            struct err e = {0};
            cr_expect_eq(options_parse(argc, argv, &g, &p, &e), OK, "%s: %s", x->line, e.msgid);
            cr_expect_eq(p.command, *c, "%s", x->line);
            parsed_release(&p);
            buf_release(&line);
        }
    }
}

Test(tables, help_fits_eighty_columns_but_for_examples)
{
    char *s = help_of(&cmd_board);
    for (char *save = NULL, *line = strtok_r(s, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        cr_expect_leq(text_width(line), HELP_WIDTH, "%s", line);
    }
    free(s);
}

Test(tables, wrapping_breaks_at_blanks_and_between_wide_characters)
{
    struct buf b = {0};
    help_wrap(&b,
              "值班长看的是现在的楼面，每一个数字都有一个公式，没有数据时显示横线，"
              "而不是零；排队、放弃、接通率和服务水平都按已决的来电计算。",
              0, 4);
    char *s = buf_steal(&b), *save = NULL;
    int lines = 0;
    for (char *line = strtok_r(s, "\n", &save); line != NULL; line = strtok_r(NULL, "\n", &save)) {
        cr_expect_leq(text_width(line), HELP_WIDTH + 2, "%s",
                      line); /* closing punctuation may hang */
        const char *at = line + strspn(line, " ");
        cr_expect_neq(strncmp(at, "，", strlen("，")), 0, "%s", line);
        lines++;
    }
    cr_expect_eq(lines, 2);
    free(s);
    buf_init(&b, 0);
    help_wrap(&b, "", 10, 4);
    cr_expect_str_eq(buf_str(&b), "\n");
    buf_release(&b);
}

static char *script(void (*write)(struct buf *))
{
    struct buf b;
    buf_init(&b, 0);
    write(&b);
    cr_assert_not(b.over);
    return buf_steal(&b);
}

Test(tables, completion_knows_every_option_of_every_shell)
{
    char *bash = script(completion_bash), *zsh = script(completion_zsh),
         *fish = script(completion_fish);
    for (const struct command *const *c = commands; *c != NULL; c++) {
        for (const struct option_def *d = (*c)->options; d != NULL && d->name != NULL; d++) {
            struct buf word = {0};
            buf_printf(&word, "--%s", d->name);
            cr_expect_not_null(strstr(bash, buf_str(&word)), "%s", d->name);
            cr_expect_not_null(strstr(zsh, buf_str(&word)), "%s", d->name);
            buf_reset(&word);
            buf_printf(&word, "-l %s ", d->name);
            cr_expect_not_null(strstr(fish, buf_str(&word)), "%s", d->name);
            buf_release(&word);
        }
    }
    cr_expect_null(strstr(bash, " manual "), "hidden commands are not offered");
    cr_expect_null(strstr(zsh, "'manual:"));
    cr_expect_null(strstr(fish, "-a manual"));
    free(bash);
    free(zsh);
    free(fish);
}
