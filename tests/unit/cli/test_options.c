/* The command line against the tables: every form of an option, every refusal and its mend. */
#include <criterion/criterion.h>
#include <string.h>

#include "options.h"

#define ARGS(...)                                                                                  \
    (char *[]){(char *)"zhiban", __VA_ARGS__, NULL},                                               \
        (int)(sizeof((char *[]){(char *)"zhiban", __VA_ARGS__}) / sizeof(char *))
#define A(s) (char *)(s)

struct outcome {
    struct globals g;
    struct parsed p;
    struct err e;
    enum err_code code;
};

static struct outcome parse(char **argv, int argc)
{
    struct outcome o = {0};
    o.code = options_parse(argc, argv, &o.g, &o.p, &o.e);
    return o;
}

static struct command_args args_of(struct outcome *o)
{
    return (struct command_args){.g = &o->g,
                                 .opts = o->p.opts.v,
                                 .n_opts = o->p.opts.n,
                                 .args = o->p.args.v,
                                 .n_args = (int)o->p.args.n};
}

/* What a person reads: message and hint. */
static void expect_error(struct outcome *o, enum err_code code, const char *what, const char *hint)
{
    struct buf b = {0};
    cr_expect_eq(o->code, code, "%d", (int)o->code);
    err_format(&b, o->e.msgid != NULL ? o->e.msgid : "", &o->e);
    cr_expect_str_eq(buf_str(&b), what);
    buf_reset(&b);
    err_format(&b, o->e.hint != NULL ? o->e.hint : "", &o->e);
    cr_expect_str_eq(buf_str(&b), hint);
    buf_release(&b);
    parsed_release(&o->p);
}

Test(options, nothing_is_the_board)
{
    char *argv[] = {A("zhiban"), NULL};
    struct outcome o = parse(argv, 1);
    cr_expect_eq(o.code, OK);
    cr_expect_eq(o.p.command, &cmd_board);
    parsed_release(&o.p);
}

Test(options, globals_stand_before_and_after_the_command_and_the_last_wins)
{
    struct outcome o =
        parse(ARGS(A("--db"), A("a"), A("--format"), A("csv"), A("status"), A("--db=b"),
                   A("--format"), A("json"), A("-qv"), A("-v"), A("--bom")));
    cr_assert_eq(o.code, OK);
    cr_expect_eq(o.p.command, &cmd_status);
    cr_expect_str_eq(o.g.config.db, "b");
    cr_expect_eq(o.g.format, RF_JSON);
    cr_expect(o.g.format_given);
    cr_expect(o.g.quiet);
    cr_expect(o.g.bom);
    cr_expect_eq(o.g.verbose, 2);
    parsed_release(&o.p);
}

Test(options, every_global_reaches_its_place)
{
    struct outcome o =
        parse(ARGS(A("--config"), A("c"), A("--backend"), A("b"), A("--as"), A("1001"),
                   A("--pin-file"), A("p"), A("--lang"), A("en"), A("--output"), A("o"),
                   A("--trace"), A("t"), A("--no-color"), A("--ascii"), A("--readonly")));
    cr_assert_eq(o.code, OK);
    cr_expect_str_eq(o.g.config.file, "c");
    cr_expect_str_eq(o.g.config.backend, "b");
    cr_expect_str_eq(o.g.as, "1001");
    cr_expect_str_eq(o.g.pin_file, "p");
    cr_expect_str_eq(o.g.config.lang, "en");
    cr_expect_str_eq(o.g.output, "o");
    cr_expect_str_eq(o.g.trace, "t");
    cr_expect(o.g.no_color && o.g.config.ascii && o.g.config.readonly);
    parsed_release(&o.p);
}

Test(options, values_of_the_command)
{
    struct outcome o =
        parse(ARGS(A("demo"), A("--speed"), A("0.5"), A("--speed=60"), A("--agents"), A("10")));
    struct command_args a = args_of(&o);
    cr_assert_eq(o.code, OK);
    cr_expect_eq(command_number(&a, 2, 1), 60);
    cr_expect_eq(command_number(&a, 3, 0), 10);
    cr_expect_eq(command_number(&a, 1, 7), 7);
    cr_expect_null(command_opt(&a, 1));
    parsed_release(&o.p);
}

Test(options, two_dashes_end_the_options)
{
    struct outcome o = parse(ARGS(A("help"), A("--"), A("--once")));
    cr_assert_eq(o.code, OK);
    cr_assert_eq(o.p.args.n, 1);
    cr_expect_str_eq(o.p.args.v[0], "--once");
    parsed_release(&o.p);
}

Test(options, help_and_version_ask_for_nothing_else)
{
    struct outcome o = parse(ARGS(A("completion"), A("-h")));
    cr_expect_eq(o.code, OK);
    cr_expect(o.p.help);
    parsed_release(&o.p);
    o = parse(ARGS(A("--version"), A("completion")));
    cr_expect_eq(o.code, OK);
    cr_expect(o.p.version);
    parsed_release(&o.p);
}

Test(options, unknown_words_name_the_nearest)
{
    struct outcome o = parse(ARGS(A("stauts")));
    expect_error(&o, ERR_USAGE, "there is no command \"stauts\"",
                 "did you mean \"status\"? zhiban help lists the commands");
    o = parse(ARGS(A("xyzzyplugh")));
    expect_error(&o, ERR_USAGE, "there is no command \"xyzzyplugh\"",
                 "zhiban help lists the commands");
    o = parse(ARGS(A("status"), A("--wach")));
    expect_error(&o, ERR_USAGE, "there is no option --wach",
                 "did you mean --watch? -h lists the options");
    o = parse(ARGS(A("--formt=json")));
    expect_error(&o, ERR_USAGE, "there is no option --formt",
                 "did you mean --format? -h lists the options");
    o = parse(ARGS(A("status"), A("-Z")));
    expect_error(&o, ERR_USAGE, "there is no option -Z", "-h lists the options");
    o = parse(ARGS(A("--once"), A("status")));
    expect_error(&o, ERR_USAGE, "option --once belongs to the command status",
                 "write it after the command: zhiban status --once");
    /* Hidden commands are not given away. */
    o = parse(ARGS(A("completoin")));
    cr_expect_null(strstr(o.e.hint, "{1}"));
    parsed_release(&o.p);
}

Test(options, values_are_checked)
{
    struct outcome o = parse(ARGS(A("status"), A("--count")));
    expect_error(&o, ERR_USAGE, "option --count needs a value", "write --count N");
    o = parse(ARGS(A("status"), A("--watch=yes")));
    expect_error(&o, ERR_USAGE, "option --watch takes no value", "write --watch alone");
    o = parse(ARGS(A("--config=")));
    expect_error(&o, ERR_USAGE, "option --config was given an empty value", "write --config FILE");
    o = parse(ARGS(A("--format"), A("xml")));
    expect_error(&o, ERR_USAGE, "--format: \"xml\" is not one of its values",
                 "give one of table|csv|json|prometheus");
    o = parse(ARGS(A("--lang"), A("de")));
    expect_error(&o, ERR_USAGE, "--lang: \"de\" is not one of its values", "give one of zh_CN|en");
    o = parse(ARGS(A("status"), A("--count"), A("1.5")));
    expect_error(&o, ERR_USAGE, "--count: \"1.5\" is not a whole number",
                 "write digits, as in --count 10");
    o = parse(ARGS(A("demo"), A("--speed"), A("fast")));
    expect_error(&o, ERR_USAGE, "--speed: \"fast\" is not a number",
                 "write digits, as in --speed 10");
    o = parse(ARGS(A("demo"), A("--agents"), A("9")));
    expect_error(&o, ERR_USAGE, "--agents: 9 is out of range", "give a number from 10 to 10000");
    o = parse(ARGS(A("demo"), A("--speed"), A("0")));
    expect_error(&o, ERR_USAGE, "--speed: 0 is out of range", "give a number from 0.1 to 3600");
    o = parse(ARGS(A("demo"), A("--agents"), A("-1")));
    expect_error(&o, ERR_USAGE, "--agents: -1 is out of range", "give a number from 10 to 10000");
}

Test(options, numbers_have_a_point_in_every_form)
{
    static const struct {
        const char *text;
        bool good;
    } cases[] = {{"1", true},
                 {"0.1", true},
                 {"3600", true},
                 {"3600.1", false},
                 {"1e3", false},
                 {"0x10", false},
                 {"nan", false},
                 {"inf", false},
                 {"", false},
                 {".", false},
                 {"1.", true},
                 {".5", true},
                 {"99999999999999999999999", false},
                 {" 1", false},
                 {"1 ", false},
                 {"+2", true},
                 {"--2", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct outcome o = parse(ARGS(A("demo"), A("--speed"), A(cases[i].text)));
        cr_expect_eq(o.code == OK, cases[i].good, "%s", cases[i].text);
        parsed_release(&o.p);
    }
}

Test(options, operands_are_counted)
{
    struct outcome o = parse(ARGS(A("completion")));
    expect_error(&o, ERR_USAGE, "completion needs an argument",
                 "write zhiban completion bash|fish|zsh");
    o = parse(ARGS(A("status"), A("now")));
    expect_error(&o, ERR_USAGE, "status does not take the argument \"now\"",
                 "zhiban status -h shows how it is written");
}

Test(options, formats_a_command_cannot_write)
{
    struct outcome o = parse(ARGS(A("doctor"), A("--format"), A("prometheus")));
    expect_error(&o, ERR_USAGE, "doctor cannot be written as prometheus",
                 "use --format table, csv or json");
    o = parse(ARGS(A("status"), A("--format"), A("prometheus")));
    cr_expect_eq(o.code, OK);
    parsed_release(&o.p);
}

Test(options, hostile_words_are_cut_and_clean)
{
    char huge[5000];
    memset(huge, 'x', sizeof huge - 1);
    huge[0] = huge[1] = '-';
    huge[sizeof huge - 1] = '\0';
    struct outcome o = parse(ARGS(huge));
    cr_expect_eq(o.code, ERR_USAGE);
    parsed_release(&o.p);
    o = parse(ARGS(huge + 2));
    cr_expect_eq(o.code, ERR_USAGE);
    parsed_release(&o.p);
    o = parse(ARGS(A("\x1b[2J")));
    cr_expect_eq(o.code, ERR_USAGE);
    cr_expect_null(strchr(o.e.arg[0], '\x1b'));
    parsed_release(&o.p);
    o = parse(ARGS(A("-\xe5\x80\xbc")));
    cr_expect_eq(o.code, ERR_USAGE);
    cr_expect_str_eq(o.e.arg[0], "-\xe5\x80\xbc");
    parsed_release(&o.p);
}

Test(options, peeking_judges_nothing)
{
    char *argv[] = {A("zhiban"),       A("--bogus"), A("--lang"), A("en"), A("status"),
                    A("--lang=zh_CN"), A("--"),      A("--lang"), A("fr"), NULL};
    cr_expect_str_eq(options_peek(9, argv, "lang"), "zh_CN");
    cr_expect_null(options_peek(9, argv, "format"));
    cr_expect_str_eq(options_peek(5, argv, "lang"), "en");
    cr_expect_null(options_peek(3, argv, "lang"));
    cr_expect_null(options_peek(1, argv, "lang"));
}

Test(options, choices_are_taken_apart)
{
    char word[8];
    cr_expect(options_choice("a|bc|d", 0, word, sizeof word));
    cr_expect_str_eq(word, "a");
    cr_expect(options_choice("a|bc|d", 1, word, sizeof word));
    cr_expect_str_eq(word, "bc");
    cr_expect(options_choice("a|bc|d", 2, word, sizeof word));
    cr_expect_not(options_choice("a|bc|d", 3, word, sizeof word));
    cr_expect(options_choice("abcdefghijkl", 0, word, sizeof word));
    cr_expect_str_eq(word, "abcdefg");
}
