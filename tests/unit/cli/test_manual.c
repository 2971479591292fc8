/* The manual against the tables it is made from, and its source against what mdoc would misread. */
#include <criterion/criterion.h>
#include <locale.h>
#include <string.h>

#include "manual.h"
#include "zhiban/svc/config.h"

static void setup(void)
{
    setlocale(LC_ALL, "C.UTF-8");
}

TestSuite(manual, .init = setup);

static void expect_text(const char *text, const char *mdoc)
{
    struct buf b = {0};
    man_text(&b, text);
    cr_expect_str_eq(buf_str(&b), mdoc);
    buf_release(&b);
}

Test(manual, sentences_begin_a_line)
{
    expect_text("One. Two? Three", "One.\nTwo?\nThree\n");
    expect_text("At 0.5 s. e.g. this", "At 0.5 s. e.g. this\n");
    expect_text("甲。乙。", "甲。\n乙。\n");
    expect_text("“甲。”乙", "“甲。”乙\n");
}

Test(manual, long_lines_end_at_a_blank)
{
    struct buf b = {0};
    man_text(&b, "aaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbb ccccccccccccccccccc ddddddddddddddddddd");
    cr_expect_str_eq(buf_str(&b), "aaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbb ccccccccccccccccccc\n"
                                  "ddddddddddddddddddd\n");
    buf_release(&b);
}

Test(manual, nothing_is_read_as_a_request_or_an_escape)
{
    expect_text(".Sh is text", "\\&.Sh is text\n");
    expect_text("'tis", "\\&'tis\n");
    expect_text("One. .two", "One. .two\n");
    expect_text("a\\b", "a\\eb\n");
    expect_text("", "\n");
}

Test(manual, words_as_typed_and_pages_are_bold)
{
    expect_text("use `--lang en` now", "use \\fB\\-\\-lang en\\fP now\n");
    expect_text("`~/x`", "\\fB\\(ti/x\\fP\n");
    expect_text("见 zhiban.conf(5)。", "见 \\fBzhiban.conf\\fP(5)。\n");
    expect_text("f(x) and (5)", "f(x) and (5)\n");
}

Test(manual, code_stands_as_it_is)
{
    struct buf b = {0};
    man_code(&b, ".x\necho 'a-b'");
    cr_expect_str_eq(buf_str(&b),
                     ".Bd -literal -offset indent\n\\&.x\necho \\(aqa\\-b\\(aq\n.Ed\n");
    buf_release(&b);
}

Test(manual, arguments_are_one_word)
{
    struct buf b = {0};
    man_argument(&b, "a \"b\"");
    man_argument(&b, ":");
    cr_expect_str_eq(buf_str(&b), "\"a \\(dqb\\(dq\"\"\\&:\"");
    buf_release(&b);
}

/* Whether the table of the manual names the column, with or without a sentence. */
static bool is_named(const char *table, const char *column)
{
    bool found = false;
    for (size_t i = 0; i < n_manual_columns; i++) {
        found |= strcmp(manual_columns[i].table, table) == 0 &&
                 strcmp(manual_columns[i].column, column) == 0;
    }
    return found;
}

static bool is_among(const char *const *list, const char *word)
{
    while (*list != NULL && strcmp(*list, word) != 0) {
        list++;
    }
    return *list != NULL;
}

Test(manual, columns_are_those_of_the_readers)
{
    static const char *const tables[] = {"queue", "segment", "pause", "team", "site"};
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
        for (const char *const *c = centre_columns(tables[t]); *c != NULL; c++) {
            cr_expect(is_named(tables[t], *c), "%s.%s is not in the manual", tables[t], *c);
        }
    }
    for (const char *const *k = backend_keys; *k != NULL; k++) {
        cr_expect_not_null(manual_column("backend", *k), "backend %s", *k);
    }
    for (size_t i = 0; i < n_manual_columns; i++) {
        const struct manual_column *m = &manual_columns[i];
        const char *const *columns =
            strcmp(m->table, "backend") == 0 ? backend_keys : centre_columns(m->table);
        cr_expect(is_among(columns, m->column), "the manual's %s.%s does not exist", m->table,
                  m->column);
    }
}

Test(manual, every_command_has_a_page)
{
    for (const struct command *const *c = commands; *c != NULL; c++) {
        struct buf b;
        struct err e = {0};
        buf_init(&b, 0);
        enum err_code code = manual_command(&b, *c, &e);
        cr_expect_eq(code, (*c)->hidden ? ERR_NOT_FOUND : OK, "%s", (*c)->name);
        for (const struct option_def *d = (*c)->options; code == OK && d != NULL && d->name; d++) {
            char item[64];
            snprintf(item, sizeof item, "Fl -%s", d->name);
            cr_expect_not_null(strstr(buf_str(&b), item), "%s --%s", (*c)->name, d->name);
        }
        buf_release(&b);
    }
}

Test(manual, configuration_page_has_every_setting)
{
    struct buf b;
    buf_init(&b, 0);
    manual_conf_page(&b);
    char item[96];
    struct buf name = {0};
    for (size_t i = 0; i < n_setting_defs; i++) {
        buf_reset(&name);
        man_argument(&name, setting_defs[i].name);
        snprintf(item, sizeof item, ".It Cm %s\n", buf_str(&name));
        cr_expect_not_null(strstr(buf_str(&b), item), "%s", setting_defs[i].name);
    }
    for (size_t i = 0; i < n_config_defs; i++) {
        snprintf(item, sizeof item, ".It Cm \"%s\"\n", config_defs[i].key);
        cr_expect_not_null(strstr(buf_str(&b), item), "%s", config_defs[i].key);
    }
    buf_release(&name);
    buf_release(&b);
}
