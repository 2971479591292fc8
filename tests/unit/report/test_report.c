/* One description, three writers: what stands in each cell, and what is done to it on the way. */
#include <criterion/criterion.h>
#include <locale.h>
#include <string.h>

#include "zhiban/base/text.h"
#include "zhiban/report/report.h"

static const struct report_column columns[] = {
    {.key = "id", .title = "Id", .type = CELL_TEXT},
    {.key = "name", .title = "Name", .type = CELL_TEXT, .min_cells = 6},
    {.key = "waiting", .title = "Waiting", .type = CELL_INT},
    {.key = "rate_pct", .title = "Rate", .type = CELL_PCT},
    {.key = "wait_s", .title = "Wait", .type = CELL_DURATION},
    {.key = "asa_s", .title = "ASA", .type = CELL_SECS},
    {.key = "at", .title = "At", .type = CELL_TIME},
    {.key = "open", .title = "Open", .type = CELL_BOOL},
};
#define N_COLUMNS (sizeof columns / sizeof *columns)

static struct figure known(double v)
{
    return (struct figure){.known = true, .value = v};
}

static void setup(void)
{
    setlocale(LC_ALL, "");
}

static void fill(struct report *r)
{
    report_init(r, "queues", NULL, columns, N_COLUMNS);
    report_text(r, "support");
    report_text(r, "综合业务");
    report_int(r, 3);
    report_fig(r, known(95.1229));
    report_int(r, 3725);
    report_fig(r, known(13.16));
    report_int(r, 1795240951);
    report_int(r, 1);
    report_text(r, "=cmd()");
    report_text(r, "a\"b,c");
    report_int(r, UNKNOWN);
    report_fig(r, (struct figure){0});
    report_int(r, -5);
    report_none(r);
    report_int(r, UNKNOWN);
    report_int(r, 0);
}

static char *written(void (*write)(const struct report *, const struct report_opts *, struct buf *),
                     const struct report *r, const struct report_opts *o)
{
    struct buf b;
    buf_init(&b, 0);
    write(r, o, &b);
    cr_assert_not(b.over);
    return buf_steal(&b);
}

TestSuite(report, .init = setup);

Test(report, rows_are_counted)
{
    struct report r;
    fill(&r);
    cr_assert_eq(report_rows(&r), 2);
    report_release(&r);
    cr_assert_eq(report_rows(&r), 0);
    report_release(&r);
    report_release(NULL);
}

Test(report, csv_is_rfc_4180_and_guarded)
{
    struct report r;
    fill(&r);
    char *s = written(report_csv, &r, &(struct report_opts){0});
    cr_assert_str_eq(s, "id,name,waiting,rate_pct,wait_s,asa_s,at,open\r\n"
                        "support,综合业务,3,95.1,3725,13,2026-11-21T06:02:31+00:00,true\r\n"
                        "'=cmd(),\"a\"\"b,c\",,,-5,,,false\r\n");
    free(s);
    report_release(&r);
}

Test(report, csv_bom)
{
    struct report r;
    report_init(&r, "queues", NULL, columns, N_COLUMNS);
    char *s = written(report_csv, &r, &(struct report_opts){.bom = true});
    cr_assert_eq(strncmp(s, "\xEF\xBB\xBFid,", 6), 0);
    free(s);
    report_release(&r);
}

Test(report, every_formula_start_is_guarded)
{
    static const char *const starts[] = {"=1", "+1", "-1", "@a", "\tx", "\rx"};
    static const struct report_column one[] = {{.key = "t", .title = "T", .type = CELL_TEXT}};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        struct report r;
        report_init(&r, "x", NULL, one, 1);
        report_text(&r, starts[i]);
        char *s = written(report_csv, &r, &(struct report_opts){0});
        const char *cell = strstr(s, "\r\n") + 2;
        cr_expect(cell[0] == '\'' || (cell[0] == '"' && cell[1] == '\''), "%zu: %s", i, cell);
        free(s);
        report_release(&r);
    }
}

Test(report, json_has_numbers_and_nulls)
{
    struct report r;
    fill(&r);
    char *s = written(report_json, &r, &(struct report_opts){0});
    cr_assert_str_eq(
        s,
        "{\n"
        "  \"queues\":[\n"
        "    "
        "{\"id\":\"support\",\"name\":\"综合业务\",\"waiting\":3,\"rate_pct\":95.1,\"wait_s\":3725,"
        "\"asa_s\":13,\"at\":\"2026-11-21T06:02:31+00:00\",\"open\":true},\n"
        "    "
        "{\"id\":\"=cmd()\",\"name\":\"a\\\"b,c\",\"waiting\":null,\"rate_pct\":null,\"wait_s\":-5,"
        "\"asa_s\":null,\"at\":null,\"open\":false}\n"
        "  ]\n"
        "}\n");
    free(s);
    report_release(&r);
}

Test(report, json_of_an_empty_list)
{
    struct report r;
    report_init(&r, "queues", NULL, columns, N_COLUMNS);
    char *s = written(report_json, &r, &(struct report_opts){0});
    cr_assert_str_eq(s, "{\n  \"queues\":[]\n}\n");
    free(s);
    report_release(&r);
}

/* A figure that the backend only averaged is told to people as such, and to machines not at all. */
Test(report, what_is_only_about_has_a_mark_for_people_alone)
{
    static const struct report_column some[] = {
        {.key = "rate_pct", .title = "Rate", .type = CELL_PCT},
        {.key = "asa_s", .title = "ASA", .type = CELL_SECS},
        {.key = "aht_s", .title = "AHT", .type = CELL_DURATION},
    };
    struct report r;
    report_init(&r, "queues", NULL, some, 3);
    report_fig(&r, fig_about(known(80), true));
    report_fig(&r, fig_about(known(13), true));
    report_fig(&r, fig_about(known(187), false));
    report_fig(&r, fig_about((struct figure){0}, true));
    report_fig(&r, known(1));
    report_fig(&r, fig_about(known(187), true));
    char *s = written(report_table, &r, &(struct report_opts){0});
    cr_expect_not_null(strstr(s, "≈80.0%"), "%s", s);
    cr_expect_not_null(strstr(s, "≈13"), "%s", s);
    cr_expect_not_null(strstr(s, "≈3:07"), "%s", s);
    cr_expect_null(strstr(s, "≈–"), "%s", s);
    free(s);
    s = written(report_table, &r, &(struct report_opts){.ascii = true});
    cr_expect_not_null(strstr(s, "~80.0%"), "%s", s);
    free(s);
    s = written(report_csv, &r, &(struct report_opts){0});
    cr_expect_str_eq(s, "rate_pct,asa_s,aht_s\r\n,,187\r\n,1,\r\n");
    free(s);
    s = written(report_json, &r, &(struct report_opts){0});
    cr_expect_not_null(strstr(s, "\"rate_pct\":null"), "%s", s);
    cr_expect_not_null(strstr(s, "\"aht_s\":187"), "%s", s);
    free(s);
    report_release(&r);
}

Test(report, json_keeps_the_total_out_of_the_list)
{
    static const struct report_column two[] = {{.key = "id", .title = "Id", .type = CELL_TEXT},
                                               {.key = "n", .title = "N", .type = CELL_INT}};
    struct report r;
    report_init(&r, "rows", NULL, two, 2);
    report_text(&r, "a");
    report_int(&r, 1);
    report_text(&r, "all");
    report_int(&r, 1);
    r.totals = true;
    char *s = written(report_json, &r, &(struct report_opts){0});
    cr_assert_str_eq(s, "{\n  \"rows\":[\n    {\"id\":\"a\",\"n\":1}\n  ],\n"
                        "  \"total\":{\n    \"id\":\"all\",\n    \"n\":1\n  }\n}\n");
    free(s);
    report_release(&r);
}

Test(report, json_escapes)
{
    struct buf b = {0};
    text_json(&b, "a\"\\\n\x01\x7f/é");
    cr_assert_str_eq(buf_str(&b), "\"a\\\"\\\\\\u000a\\u0001\\u007f/é\"");
    buf_release(&b);
}

Test(report, table_is_aligned_by_cells)
{
    struct report r;
    fill(&r);
    char *s = written(report_table, &r, &(struct report_opts){0});
    char *save = NULL;
    const char *head = strtok_r(s, "\n", &save), *first = strtok_r(NULL, "\n", &save),
               *second = strtok_r(NULL, "\n", &save);
    cr_assert_str_eq(head,
                     "Id       Name      Waiting   Rate     Wait  ASA                   At  Open");
    cr_assert_str_eq(first,
                     "support  综合业务        3  95.1%  1:02:05   13  2026-11-21 06:02:31   yes",
                     "%s", first);
    cr_assert_eq(text_width(head), text_width(first));
    cr_assert_eq(text_width(second), text_width(first));
    cr_assert_not_null(strstr(second, "a\"b,c "));
    free(s);
    report_release(&r);
}

Test(report, ascii_tables_hold_ascii_only)
{
    static const struct report_column one[] = {{.key = "n", .title = "N", .type = CELL_PCT},
                                               {.key = "m", .title = "M", .type = CELL_INT}};
    struct report r;
    report_init(&r, "x", NULL, one, 2);
    report_fig(&r, (struct figure){.known = true, .infinite = true});
    report_none(&r);
    char *s = written(report_table, &r, &(struct report_opts){.ascii = true});
    for (const char *p = s; *p != '\0'; p++) {
        cr_assert((unsigned char)*p < 0x80, "%s", s);
    }
    free(s);
    s = written(report_json, &r, &(struct report_opts){0});
    cr_assert_not_null(strstr(s, "{\"n\":null,\"m\":null}"));
    free(s);
    report_release(&r);
}

Test(report, a_narrow_table_drops_ranks_then_cuts_texts)
{
    static const struct report_column three[] = {
        {.key = "a", .title = "Name", .type = CELL_TEXT},
        {.key = "b", .title = "Less", .type = CELL_INT, .rank = 1},
        {.key = "c", .title = "Least", .type = CELL_INT, .rank = 2},
        {.key = "d", .title = "Keep", .type = CELL_INT},
    };
    struct report r;
    report_init(&r, "x", NULL, three, 4);
    report_text(&r, "a long name of a queue");
    report_int(&r, 1);
    report_int(&r, 2);
    report_int(&r, 3);
    char *s = written(report_table, &r, &(struct report_opts){.width = 34});
    cr_expect_not_null(strstr(s, "Less"));
    cr_expect_null(strstr(s, "Least"));
    free(s);
    s = written(report_table, &r, &(struct report_opts){.width = 20, .ascii = true});
    cr_expect_null(strstr(s, "Less"));
    cr_expect_not_null(strstr(s, "Keep"));
    for (char *save = NULL, *line = strtok_r(s, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        cr_expect_leq(text_width(line), 20, "%s", line);
    }
    free(s);
    /* Impossible widths still give a table. */
    s = written(report_table, &r, &(struct report_opts){.width = 1});
    cr_expect_not_null(strstr(s, "Keep"));
    free(s);
    report_release(&r);
}

Test(report, hostile_text_stays_on_its_line)
{
    static const struct report_column one[] = {{.key = "t", .title = "T", .type = CELL_TEXT}};
    struct report r;
    report_init(&r, "x", NULL, one, 1);
    report_text(&r, "a\x1b[2J\r\n\xE2\x80\xAE"
                    "b\xff");
    char *s = written(report_table, &r, &(struct report_opts){0});
    cr_expect_null(strchr(s, '\x1b'));
    cr_expect_null(strchr(s, '\r'));
    cr_expect_null(strstr(s, "\xE2\x80\xAE"));
    free(s);
    report_release(&r);
}

static const char *chinese(const char *msgid)
{
    return strcmp(msgid, "Waiting") == 0 ? "排队" : msgid;
}

Test(report, only_the_table_is_translated)
{
    struct report r;
    fill(&r);
    struct report_opts o = {.tr = chinese};
    char *table = written(report_table, &r, &o), *csv = written(report_csv, &r, &o);
    cr_expect_not_null(strstr(table, "排队"));
    cr_expect_null(strstr(csv, "排队"));
    free(table);
    free(csv);
    report_release(&r);
}
