/* The configuration: precedence, origins, errors with file, line and nearest name, the default's
 * round trip, ui.conf. */
#include "scratch.h"
#include "zhiban/base/paths.h"
#include "zhiban/svc/config.h"

TestSuite(config, .init = scratch_open, .fini = scratch_close);

/* Loads a configuration of that text. */
static enum err_code load(struct config *c, const char *text, struct err *e)
{
    char *path = scratch_file("z.conf", text, 0600);
    enum err_code code = config_load(c, &(struct config_opts){.file = path}, e);
    free(path);
    return code;
}

static void expect_show(const struct config *c, const char *line)
{
    struct buf b;
    buf_init(&b, 0);
    config_show(c, &b);
    cr_expect(strstr(buf_str(&b), line) != NULL, "%s\nis not in\n%s", line, buf_str(&b));
    buf_release(&b);
}

/* The whole sentence and its mend. */
static void expect_error(const char *conf, enum err_code code, const char *what, const char *hint)
{
    struct config c;
    struct err e = {0};
    struct buf b;
    buf_init(&b, 0);
    cr_expect_eq(load(&c, conf, &e), code, "%s", conf);
    if (e.msgid) {
        err_format(&b, e.msgid, &e);
        buf_puts(&b, " | ");
        err_format(&b, e.hint ? e.hint : "", &e);
    }
    cr_expect(strstr(buf_str(&b), what) != NULL, "%s\nnot in: %s", what, buf_str(&b));
    cr_expect(strstr(buf_str(&b), hint) != NULL, "%s\nnot in: %s", hint, buf_str(&b));
    buf_release(&b);
}

Test(config, without_a_file_all_is_default)
{
    struct config c;
    struct err e = {0};
    cr_assert_eq(config_load(&c, NULL, &e), OK, "%s", e.msgid);
    cr_expect_null(c.path);
    cr_expect_str_eq(c.theme, "default");
    cr_expect(c.bell);
    cr_expect_not(c.mouse);
    cr_expect_str_eq(c.log_level, "info");
    cr_expect_eq(c.centre.poll_s, 2);
    cr_expect_not_null(c.centre.zone);
    expect_show(&c, "ui.theme = default  # default\n");
    expect_show(&c, "wallboard.poll_sec = 2  # default\n");
    config_release(&c);
    config_release(NULL);
}

Test(config, every_kind_of_section_is_read)
{
    struct config c;
    struct err e = {0};
    cr_assert_eq(load(&c,
                      "# a comment\n[main]\nbackend = pbx\n[ui]\nmouse = yes\ntheme = mono\n"
                      "[wall]\npage_sec = 30\n[log]\nlevel = debug\n"
                      "[backend pbx]\nurl = asterisk+http://wall@127.0.0.1:8088/ast/\n"
                      "secret_file = pbx.secret\nsecret_command = printf x\ninsecure = on\n"
                      "[keys]\nack = a F5\n"
                      "[centre]\nwallboard.poll_sec = 1\nwallboard.sl_variant = f2\n"
                      "[queue support]\nname_zh = 综合业务\nsl_seconds = 15\n"
                      "[segment N]\nsegments = 18:00-08:00+1\n"
                      "[pause BRK]\nmax_minutes = 10\n[team T1]\nsite = MAIN\n"
                      "[site MAIN]\nname_en = Main\n",
                      &e),
                 OK, "%s %s %s", e.msgid, e.arg[0], e.arg[1]);
    cr_expect_str_eq(c.backend, "pbx");
    cr_expect(c.mouse);
    cr_expect_eq(c.wall_page_s, 30);
    cr_expect_str_eq(c.log_level, "debug");
    cr_expect_eq(c.keys.n, 1);
    cr_expect_str_eq(c.keys.v[0].action, "ack");
    cr_expect_str_eq(c.keys.v[0].keys, "a F5");
    cr_expect_eq(c.keys.v[0].line, 17);
    cr_expect_eq(c.centre.poll_s, 1);
    cr_expect_eq(c.centre.sl_variant, SL_F2);
    cr_assert_eq(c.centre.queues.n, 1);
    cr_expect_str_eq(centre_queue(&c.centre, "support")->name_zh, "综合业务");
    cr_expect_eq(centre_queue(&c.centre, "support")->sl_s, 15);
    cr_expect_eq(c.centre.segments.n, 1);
    cr_expect_eq(centre_pause(&c.centre, "BRK")->max_min, 10);
    cr_expect_eq(c.centre.teams.n, 1);
    cr_expect_eq(c.centre.sites.n, 1);
    cr_assert_eq(c.backends.n, 1);
    char *beside = mem_printf("%s/pbx.secret", scratch);
    cr_expect_str_eq(c.backends.v[0].secret_file, beside); /* relative: beside the file */
    free(beside);
    cr_expect(c.backends.v[0].insecure);
    expect_show(&c, "z.conf:5\n");
    expect_show(&c, "queue support.sl_seconds = 15  # ");
    expect_show(&c, "backend pbx.secret_command = (set)  # ");
    config_release(&c);
}

Test(config, a_home_path_is_expanded)
{
    struct config c;
    struct err e = {0};
    cr_assert_eq(load(&c, "[backend b]\nurl = sim:\nca_file = ~/ca.pem\n", &e), OK);
    char *want = mem_printf("%s/ca.pem", scratch);
    cr_expect_str_eq(c.backends.v[0].ca_file, want);
    free(want);
    config_release(&c);
}

Test(config, an_unknown_name_is_told_with_its_nearest)
{
    expect_error("[ui]\n\nthme = x\n", ERR_PARSE, "z.conf:3: there is no ui.thme",
                 "did you mean ui.theme?");
    expect_error("[uii]\ntheme = x\n", ERR_PARSE, "z.conf:2: there is no section [uii]",
                 "did you mean [ui]?");
    expect_error("[ui x]\ntheme = x\n", ERR_PARSE, "there is no section [ui x]", "");
    expect_error("[queue]\nname_zh = x\n", ERR_PARSE, "there is no section [queue]", "");
    expect_error("theme = x\n", ERR_PARSE, "z.conf:1", "zhiban.conf(5)");
    expect_error("[zzzzzzzzz]\na = x\n", ERR_PARSE, "[zzzzzzzzz]", "lists every section");
    expect_error("[centre]\nwallboard.pol_sec = 1\n", ERR_PARSE,
                 "z.conf:2: there is no wallboard.pol_sec", "did you mean wallboard.poll_sec?");
    expect_error("[backend x]\nur = sim:\n", ERR_PARSE, "z.conf:2: there is no ur",
                 "did you mean url?");
    expect_error("[queue Q]\nsl_secons = 3\n", ERR_PARSE, "z.conf:2: there is no sl_secons",
                 "did you mean sl_seconds?");
}

Test(config, a_bad_value_is_told_with_what_is_wanted)
{
    expect_error("[wall]\npage_sec = soon\n", ERR_PARSE,
                 "z.conf:2: wall.page_sec = soon: a whole number from 3 to 3600 is expected", "");
    expect_error("[wall]\npage_sec = 2\n", ERR_PARSE, "from 3 to 3600", "");
    expect_error("[wall]\npage_sec = 99999999999999999999\n", ERR_PARSE, "from 3 to 3600", "");
    expect_error("[wall]\npage_sec = 5 s\n", ERR_PARSE, "from 3 to 3600", "");
    expect_error("[ui]\nmouse = perhaps\n", ERR_PARSE,
                 "z.conf:2: ui.mouse = perhaps: on or off is expected", "");
    expect_error("[ui]\nlang = fr\n", ERR_PARSE, "ui.lang = fr: one of zh_CN|en is expected", "");
    expect_error("[ui]\nlang = zh\n", ERR_PARSE, "ui.lang = zh", "");
    expect_error("[backend x]\ninsecure = so so\n", ERR_PARSE,
                 "z.conf:2: backend x.insecure = so so: on or off", "");
    expect_error("[centre]\nwallboard.poll_sec = 0\n", ERR_PARSE,
                 "z.conf:2: wallboard.poll_sec = 0: a whole number from 1 to 60", "");
    expect_error("[queue Q]\nsl_pct = 101\n", ERR_PARSE, "z.conf:2: sl_pct = 101", "");
    expect_error("[centre]\ncentre.zone = Mars/Olympus\n", ERR_NOT_FOUND, "Mars/Olympus", "");
}

Test(config, a_named_file_must_exist)
{
    struct config c;
    struct err e = {0};
    cr_expect_neq(config_load(&c, &(struct config_opts){.file = "/nonexistent/z.conf"}, &e), OK);
    setenv("ZHIBAN_CONFIG", "/nonexistent/env.conf", 1);
    cr_expect_neq(config_load(&c, NULL, &e), OK);
    cr_expect(strstr(e.arg[0], "env.conf") != NULL, "%s", e.arg[0]);
}

Test(config, option_before_environment_before_file_before_ui_conf)
{
    struct config c;
    struct err e = {0};
    char *folder = mem_printf("%s/zhiban", scratch);
    cr_assert_eq(mkdir(folder, 0700), 0);
    free(folder);
    free(scratch_file("zhiban/ui.conf", "[ui]\ntheme = mono\nmouse = on\nnonsense = 1\nbell = x\n",
                      0600));
    free(scratch_file("zhiban/zhiban.conf",
                      "[ui]\ntheme = high-contrast\n[main]\nbackend = a\n"
                      "database = /tmp/one.db\n",
                      0600));
    cr_assert_eq(config_load(&c, NULL, &e), OK, "%s", e.msgid);
    cr_expect_str_eq(c.theme, "high-contrast");
    cr_expect(c.mouse); /* ui.conf; what it does not understand is left out */
    cr_expect(c.bell);
    cr_expect_str_eq(c.backend, "a");
    expect_show(&c, "ui.mouse = on  # ui.conf:3\n");
    config_release(&c);
    setenv("ZHIBAN_BACKEND", "b", 1);
    setenv("ZHIBAN_DB", "/tmp/two.db", 1);
    cr_assert_eq(config_load(&c, NULL, &e), OK);
    cr_expect_str_eq(c.backend, "b");
    cr_expect_str_eq(c.db, "/tmp/two.db");
    expect_show(&c, "main.backend = b  # environment ZHIBAN_BACKEND\n");
    config_release(&c);
    struct config_opts o = {.backend = "c", .theme = "mono", .lang = "en", .ascii = true};
    cr_assert_eq(config_load(&c, &o, &e), OK);
    cr_expect_str_eq(c.backend, "c");
    cr_expect_str_eq(c.theme, "mono");
    cr_expect_str_eq(c.lang, "en");
    cr_expect(c.ascii);
    expect_show(&c, "main.backend = c  # command line\n");
    config_release(&c);
    o = (struct config_opts){.lang = "klingon"};
    cr_expect_eq(config_load(&c, &o, &e), ERR_USAGE);
    cr_expect_str_eq(e.arg[0], "--lang: ui.lang");
}

Test(config, the_printed_default_loads_and_changes_nothing)
{
    struct config plain, printed, active;
    struct err e = {0};
    struct buf text, shown, again, bare;
    buf_init(&text, 0);
    buf_init(&shown, 0);
    buf_init(&again, 0);
    buf_init(&bare, 0);
    config_default(&text);
    cr_assert_eq(config_load(&plain, NULL, &e), OK);
    cr_assert_eq(load(&printed, buf_str(&text), &e), OK, "%s %s", e.msgid, e.arg[0]);
    config_show(&plain, &shown);
    config_show(&printed, &again);
    cr_expect_str_eq(buf_str(&shown), buf_str(&again));
    /* With every ; taken away it still loads: names, values and examples are real. */
    for (const char *p = buf_str(&text); *p; p++) {
        if (*p != ';' || (p > buf_str(&text) && p[-1] != '\n')) {
            buf_putc(&bare, *p);
        }
    }
    cr_assert_eq(load(&active, buf_str(&bare), &e), OK, "%s %s %s", e.msgid, e.arg[0], e.arg[1]);
    for (size_t i = 0; i < n_config_defs; i++) {
        char key[96];
        snprintf(key, sizeof key, "\n;%s =", config_defs[i].key);
        cr_expect(strstr(buf_str(&text), key) != NULL, "%s", key);
    }
    for (size_t i = 0; i < n_setting_defs; i++) {
        char a[256], b[256];
        centre_get(&plain.centre, &setting_defs[i], a, sizeof a);
        centre_get(&active.centre, &setting_defs[i], b, sizeof b);
        cr_expect_str_eq(a, b, "%s", setting_defs[i].name);
    }
    cr_expect_eq(active.backends.n, 1);
    for (const char *p = buf_str(&text); *p;) { /* no line over 100 columns */
        size_t n = strcspn(p, "\n");
        cr_expect_leq(n, 100, "%.*s", (int)n, p);
        p += n + (p[n] == '\n');
    }
    config_release(&plain);
    config_release(&printed);
    config_release(&active);
    buf_release(&text);
    buf_release(&shown);
    buf_release(&again);
    buf_release(&bare);
}

Test(config, what_save_writes_is_read_again)
{
    struct config c;
    struct err e = {0};
    cr_assert_eq(
        load(&c, "[ui]\ntheme = mono\ncolumns_queues = name waiting longest\nbell = off\n", &e),
        OK);
    cr_assert_eq(config_save_ui(&c, &e), OK, "%s %s", e.msgid, e.arg[0]);
    config_release(&c);
    cr_assert_eq(config_load(&c, NULL, &e), OK);
    cr_expect_str_eq(c.theme, "mono");
    cr_expect_str_eq(c.columns_queues, "name waiting longest");
    cr_expect_not(c.bell);
    config_release(&c);
}

/* ---- the organisation's folder --------------------------------------------------------------- */

static char *demo(void)
{
    const char *tests = getenv("ZHIBAN_TESTS");
    return mem_printf("%s/../data/demo", tests ? tests : "tests");
}

Test(config, the_demonstration_folder_loads_whole)
{
    struct centre c;
    struct err e = {0};
    char *dir = demo();
    centre_init(&c);
    cr_assert_eq(config_load_folder(&c, dir, &e), OK, "%s %s %s", e.msgid, e.arg[0], e.arg[1]);
    cr_expect_eq(c.queues.n, 8);
    cr_expect_eq(c.staff.n, 64);
    cr_expect_eq(c.teams.n, 5);
    cr_expect_eq(c.sites.n, 2);
    cr_expect_eq(c.segments.n, 14);
    cr_expect_eq(c.pauses.n, 15);
    cr_expect_str_eq(centre_staff(&c, "1001")->name_zh, "林若岚");
    cr_expect_eq(centre_queue(&c, "Q20")->sl_s, 15);
    centre_release(&c);
    free(dir);
}

static void expect_folder_error(const char *csv, const char *what)
{
    struct centre c;
    struct err e = {0};
    struct buf b;
    buf_init(&b, 0);
    free(scratch_file("queues.csv", csv, 0600));
    centre_init(&c);
    cr_expect_neq(config_load_folder(&c, scratch, &e), OK, "%s", csv);
    if (e.msgid) {
        err_format(&b, e.msgid, &e);
        buf_puts(&b, " | ");
        err_format(&b, e.hint ? e.hint : "", &e);
    }
    cr_expect(strstr(buf_str(&b), what) != NULL, "%s\nnot in: %s", what, buf_str(&b));
    buf_release(&b);
    centre_release(&c);
}

Test(config, a_bad_cell_is_told_with_file_line_column_and_value)
{
    expect_folder_error("queue_id,sl_pct\nQ1,80\nQ2,ninety\n", "queues.csv:3: sl_pct = ninety");
    expect_folder_error("queue_id,sl_pct\nQ1,80\nQ1,90\n", "queues.csv:3: Q1 stands in line 2");
    expect_folder_error("queue_id,sl_pc\nQ1,80\n", "did you mean sl_pct?");
    expect_folder_error("queue_id,sl_pct\n,80\n", "queues.csv:2: the column queue_id is empty");
    expect_folder_error("queue_id,sl_pct\nQ1\n", "queues.csv");
}

Test(config, a_folder_without_any_file_is_refused)
{
    struct centre c;
    struct err e = {0};
    centre_init(&c);
    cr_expect_eq(config_load_folder(&c, scratch, &e), ERR_NOT_FOUND);
    centre_release(&c);
}
