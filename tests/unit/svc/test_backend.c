/* Backends: which is in force, its URL, its secret. */
#include "scratch.h"
#include "zhiban/base/clock.h"
#include "zhiban/svc/config.h"

TestSuite(backend, .init = scratch_open, .fini = scratch_close, .timeout = 30);

static enum err_code parse(const char *url, struct backend_cfg *b, struct err *e)
{
    struct config c;
    cr_assert_eq(config_load(&c, &(struct config_opts){.backend = url}, e), OK);
    enum err_code code = config_backend(&c, b, e);
    config_release(&c);
    return code;
}

Test(backend, urls_are_taken_apart)
{
    static const struct {
        const char *url, *vendor, *base, *user, *name;
    } good[] = {
        {"json+http://127.0.0.1:8080/snapshot", "json", "http://127.0.0.1:8080/snapshot", "",
         "127.0.0.1:8080"},
        {"json+https://cc.example/api/floor?site=1", "json", "https://cc.example/api/floor?site=1",
         "", "cc.example"},
        {"json+https://wall@cc.example", "json", "https://cc.example/", "wall", "cc.example"},
        {"asterisk+http://wall@127.0.0.1:8088", "asterisk", "http://127.0.0.1:8088", "wall",
         "127.0.0.1:8088"},
        {"asterisk+https://w%40x@pbx:8089/asterisk//", "asterisk", "https://pbx:8089/asterisk",
         "w@x", "pbx:8089"},
        {"asterisk+http://wall@[::1]:8088/", "asterisk", "http://[::1]:8088", "wall", "[::1]:8088"},
        {"sim:", "sim", "", "", "sim"},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct backend_cfg b;
        struct err e = {0};
        cr_assert_eq(parse(good[i].url, &b, &e), OK, "%s: %s", good[i].url, e.msgid);
        cr_expect_str_eq(b.vendor, good[i].vendor);
        cr_expect_str_eq(b.base_url, good[i].base);
        cr_expect_str_eq(b.user, good[i].user);
        cr_expect_str_eq(b.name, good[i].name);
        backend_cfg_release(&b);
    }
}

Test(backend, wrong_urls_are_wrong_usage)
{
    static const char *const bad[] = {
        "json+http://user:hunter2@host/",
        "http://host/",
        "jason+http://host/",
        "json+ftp://host/",
        "json://host/",
        "json+http://",
        "json+http:///path",
        "json+http://@host/",
        "json+http://host:0/",
        "json+http://host:65536/",
        "json+http://host:80a/",
        "json+http://a:b:c/",
        "json+http://[::1/",
        "json+http://[]/",
        "json+http://ho st/",
        "json+http://host/a\nb",
        "json+http://host/#x",
        "json+http://us%zzer@host/",
        "json+http://us%0aer@host/",
        "json+http://us%0",
        "sim:8080",
        "nowhere",
        "",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct backend_cfg b;
        struct err e = {0};
        cr_expect_eq(parse(bad[i], &b, &e), ERR_USAGE, "%s", bad[i]);
        cr_expect_not_null(e.hint, "%s", bad[i]);
        for (int k = 0; k < ERR_ARGS; k++) {
            cr_expect(strstr(e.arg[k], "hunter2") == NULL);
        }
    }
}

Test(backend, a_near_name_is_offered)
{
    struct backend_cfg b;
    struct err e = {0};
    cr_expect_eq(parse("jsom+http://host/", &b, &e), ERR_USAGE);
    cr_expect_str_eq(e.arg[1], "json");
    cr_expect_str_eq(e.hint, "did you mean {1}?");
}

Test(backend, the_one_section_is_in_force_and_two_must_be_chosen_from)
{
    struct config c;
    struct backend_cfg b;
    struct err e = {0};
    char *path = scratch_file("z.conf", "[backend one]\nurl = sim:\n", 0600);
    cr_assert_eq(config_load(&c, &(struct config_opts){.file = path}, &e), OK);
    cr_assert_eq(config_backend(&c, &b, &e), OK);
    cr_expect_str_eq(b.name, "one");
    backend_cfg_release(&b);
    config_release(&c);
    free(path);
    path = scratch_file("z.conf",
                        "[backend one]\nurl = sim:\n[backend two]\nurl = json+https://h/\n"
                        "[backend bare]\nca_file = /x\n",
                        0600);
    cr_assert_eq(config_load(&c, &(struct config_opts){.file = path}, &e), OK);
    cr_expect_eq(config_backend(&c, &b, &e), ERR_USAGE);
    config_release(&c);
    static const struct {
        const char *name;
        enum err_code code;
    } cases[] = {{"two", OK}, {"tow", ERR_USAGE}, {"bare", ERR_USAGE}};
    for (size_t i = 0; i < 3; i++) {
        struct config_opts o = {.file = path, .backend = cases[i].name};
        cr_assert_eq(config_load(&c, &o, &e), OK);
        cr_expect_eq(config_backend(&c, &b, &e), cases[i].code, "%s", cases[i].name);
        backend_cfg_release(&b);
        config_release(&c);
    }
    free(path);
}

/* ---- secrets --------------------------------------------------------------------------------- */

static enum err_code secret(const struct backend_cfg *b, char **to, struct err *e)
{
    struct config c = {0};
    return config_secret(&c, b, to, e);
}

Test(backend, a_secret_comes_from_a_private_file)
{
    char *s = NULL;
    struct err e = {0};
    struct backend_cfg b = {.secret_file = scratch_file("secret", "s3cret\r\nsecond line\n", 0600)};
    cr_assert_eq(secret(&b, &s, &e), OK, "%s", e.msgid);
    cr_expect_str_eq(s, "s3cret");
    free(s);
    chmod(b.secret_file, 0640);
    cr_expect_eq(secret(&b, &s, &e), ERR_USAGE);
    cr_expect_str_eq(e.hint, "chmod 600 {0}");
    cr_expect_null(s);
    chmod(b.secret_file, 0604);
    cr_expect_eq(secret(&b, &s, &e), ERR_USAGE);
    free(b.secret_file);
    b.secret_file = scratch_file("empty", "\n", 0600);
    cr_expect_eq(secret(&b, &s, &e), ERR_USAGE);
    free(b.secret_file);
    b.secret_file = scratch_file("control", "a\tb\n", 0600);
    cr_expect_eq(secret(&b, &s, &e), ERR_USAGE);
    free(b.secret_file);
    b.secret_file = mem_strdup(scratch); /* a folder */
    cr_expect_eq(secret(&b, &s, &e), ERR_USAGE);
    free(b.secret_file);
    b.secret_file = mem_printf("%s/none", scratch);
    cr_expect_eq(secret(&b, &s, &e), ERR_USAGE);
    free(b.secret_file);
}

Test(backend, ten_kib_are_the_most)
{
    char *s = NULL;
    struct err e = {0};
    struct buf text;
    buf_init(&text, 0);
    buf_fill(&text, 'x', 10240);
    struct backend_cfg b = {.secret_file = scratch_file("secret", buf_str(&text), 0600)};
    cr_assert_eq(secret(&b, &s, &e), OK);
    cr_expect_eq(strlen(s), 10240);
    free(s);
    free(b.secret_file);
    buf_putc(&text, 'x');
    b.secret_file = scratch_file("secret", buf_str(&text), 0600);
    cr_expect_eq(secret(&b, &s, &e), ERR_USAGE);
    free(b.secret_file);
    buf_release(&text);
}

Test(backend, a_command_gives_its_first_line)
{
    static char good[] = "printf 'one\\ntwo\\n'", fails[] = "echo x; exit 3",
                floods[] = "yes | tr -d '\\n'", quiet[] = "true", stdin_end[] = "cat; echo end";
    struct {
        char *command;
        enum err_code code;
        const char *text;
    } cases[] = {
        {good, OK, "one"},        {fails, ERR_USAGE, NULL}, {floods, ERR_USAGE, NULL},
        {quiet, ERR_USAGE, NULL}, {stdin_end, OK, "end"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *s = NULL;
        struct err e = {0};
        struct backend_cfg b = {.secret_command = cases[i].command};
        cr_expect_eq(secret(&b, &s, &e), cases[i].code, "%s: %s", cases[i].command,
                     e.msgid ? e.msgid : "");
        if (cases[i].text) {
            cr_expect_str_eq(s ? s : "", cases[i].text);
        }
        free(s);
    }
}

Test(backend, a_command_that_hangs_is_ended_after_five_seconds)
{
    static char hangs[] = "sleep 60 & sleep 60";
    char *s = NULL;
    struct err e = {0};
    struct backend_cfg b = {.secret_command = hangs};
    int64_t from = clock_raw_ms();
    cr_expect_eq(secret(&b, &s, &e), ERR_USAGE);
    cr_expect_lt(clock_raw_ms() - from, 15000);
    cr_expect(strstr(e.msgid, "5 seconds") != NULL);
}

Test(backend, the_environment_comes_first_and_none_is_none)
{
    char *s = NULL;
    struct err e = {0};
    struct backend_cfg b = {.secret_file = scratch_file("a", "from file", 0600)};
    char *env = scratch_file("b", "from environment", 0600);
    setenv("ZHIBAN_BACKEND_SECRET_FILE", env, 1);
    cr_assert_eq(secret(&b, &s, &e), OK);
    cr_expect_str_eq(s, "from environment");
    free(s);
    unsetenv("ZHIBAN_BACKEND_SECRET_FILE");
    free(b.secret_file);
    free(env);
    cr_assert_eq(secret(&(struct backend_cfg){0}, &s, &e), OK);
    cr_expect_str_eq(s, "");
    free(s);
}
