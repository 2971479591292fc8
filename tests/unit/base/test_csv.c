#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "zhiban/base/csv.h"

struct seen {
    struct buf text; /* "line:cell|cell|;" for each row */
    int stop_at;
};

static enum err_code note(void *ctx, const struct csv_row *r, struct err *e)
{
    struct seen *s = ctx;
    if (r->line == s->stop_at) {
        return err_set(e, ERR_REFUSED, "{0} is not wanted", r->cells[0]);
    }
    buf_printf(&s->text, "%d:", r->line);
    for (size_t i = 0; i < r->n; i++) {
        buf_printf(&s->text, "%s|", r->cells[i]);
    }
    buf_putc(&s->text, ';');
    return OK;
}

static void gives(const char *text, size_t n, const char *want)
{
    struct seen s = {0};
    struct err e = {0};
    cr_expect_eq(csv_parse_text(text, n, "f.csv", note, &s, &e), OK, "%s: %s", text, e.msgid);
    cr_expect_str_eq(buf_str(&s.text), want, "%s", buf_str(&s.text));
    buf_release(&s.text);
}

static void refuses(const char *text, size_t n, int line)
{
    struct seen s = {0};
    struct err e = {0};
    cr_expect_eq(csv_parse_text(text, n, "f.csv", note, &s, &e), ERR_PARSE, "%s", text);
    cr_expect_str_eq(e.arg[0], "f.csv");
    cr_expect_str_eq(e.arg[1], NUM(line), "%s: line %s", text, e.arg[1]);
    buf_release(&s.text);
}

#define GIVES(text, want) gives(text, sizeof(text) - 1, want)
#define REFUSES(text, line) refuses(text, sizeof(text) - 1, line)

Test(csv, rows_and_their_lines)
{
    GIVES("a,b\n1,2\n3,4\n", "2:1|2|;3:3|4|;");
    GIVES("a,b\n1,2", "2:1|2|;");
    GIVES("a,b\r\n1,2\r\n", "2:1|2|;");
    GIVES("a,b\r1,2\r3,4\r", "2:1|2|;3:3|4|;");
    GIVES("\xEF\xBB\xBF"
          "a\n班次\n",
          "2:班次|;");
    GIVES("a,b\n", "");
    GIVES("\n\na,b\n\n1,2\n\n\n3,4\n", "5:1|2|;8:3|4|;");
    GIVES("a,b\n,\n", "2:||;");
    GIVES("a,b\n 1 , 2 \n", "2: 1 | 2 |;");
}

Test(csv, quoted_fields)
{
    GIVES("a,b\n\"1,x\",\"say \"\"hi\"\"\"\n", "2:1,x|say \"hi\"|;");
    GIVES("a,b\n\"one\ntwo\r\nthree\",2\n5,6\n", "2:one\ntwo\r\nthree|2|;5:5|6|;");
    GIVES("a,b\n\"\n\n\",2\n5,6\n", "2:\n\n|2|;5:5|6|;");
    GIVES("a,b\n\"\",\"\"\n", "2:||;");
    GIVES("\"a\",\"b\"\n1,2\n", "2:1|2|;");
}

Test(csv, what_is_not_csv_is_refused_with_its_line)
{
    REFUSES("a,b\n1\n", 2);
    REFUSES("a,b\n1,2\n\n1,2,3\n", 4);
    REFUSES("a,b\n1,x\"y\n", 2);
    REFUSES("a,b\n\"1\"x,2\n", 2);
    REFUSES("a,b\n1,2\n\"open,3\n4,5\n", 3);
    REFUSES("a,b\n1,\xff\n", 2);
    REFUSES("a,b\n1,\0\n", 2);
    REFUSES("a,a\n1,2\n", 1);
    REFUSES("\n\nx,y,x\n", 3);
    struct seen s = {0};
    struct err e = {0};
    cr_assert_eq(csv_parse_text("", 0, "f.csv", note, &s, &e), ERR_PARSE);
    cr_assert_eq(csv_parse_text("\n\n", 2, "f.csv", note, &s, &e), ERR_PARSE);
    cr_assert_str_eq(e.arg[0], "f.csv");
}

Test(csv, empty_column_names_may_repeat)
{
    GIVES("a,,\n1,2,3\n", "2:1|2|3|;");
}

Test(csv, the_handlers_error_stops_and_comes_back)
{
    struct seen s = {.stop_at = 3};
    struct err e = {0};
    cr_assert_eq(csv_parse_text("a\n1\n2\n3\n", 8, "f.csv", note, &s, &e), ERR_REFUSED);
    cr_assert_str_eq(e.arg[0], "2");
    cr_assert_str_eq(buf_str(&s.text), "2:1|;");
    buf_release(&s.text);
}

static enum err_code by_name(void *ctx, const struct csv_row *r, struct err *e)
{
    (void)ctx;
    (void)e;
    cr_expect_str_eq(csv_cell(r, "id"), "1001");
    cr_expect_str_eq(csv_cell(r, "name"), "李晓雯");
    cr_expect_null(csv_cell(r, "Name"));
    cr_expect_null(csv_cell(r, "team"));
    return OK;
}

Test(csv, cells_by_name_from_a_file)
{
    char *dir = scratch_new();
    char *path = scratch_file(dir, "staff.csv", "id,name\n1001,李晓雯\n", 23);
    struct err e = {0};
    cr_assert_eq(csv_read(path, by_name, NULL, &e), OK, "%s", e.msgid);
    cr_assert_eq(csv_read(dir, by_name, NULL, &e), ERR_IO);
    char *none = mem_printf("%s/none.csv", dir);
    cr_assert_eq(csv_read(none, by_name, NULL, &e), ERR_NOT_FOUND);
    free(none);
    free(path);
    scratch_free(dir);
}

Test(csv, many_rows_in_one_memory)
{
    struct buf text;
    struct seen s = {0};
    buf_init(&text, (size_t)16 << 20);
    buf_init(&s.text, (size_t)16 << 20);
    buf_puts(&text, "n,note\n");
    for (int i = 0; i < 50000; i++) {
        buf_printf(&text, "%d,\"x,%d\"\n", i, i);
    }
    cr_assert_eq(csv_parse_text(text.p, text.len, "f.csv", note, &s, NULL), OK);
    cr_assert_not_null(strstr(buf_str(&s.text), ";50001:49999|x,49999|;"));
    buf_release(&s.text);
    buf_release(&text);
}

static void puts_as(const char *s, bool guard, const char *want)
{
    struct buf b = {0};
    csv_put(&b, s, guard);
    cr_expect_str_eq(buf_str(&b), want);
    buf_release(&b);
}

Test(csv, fields_are_quoted_and_guarded)
{
    puts_as("", true, "");
    puts_as("plain text", true, "plain text");
    puts_as("a,b", true, "\"a,b\"");
    puts_as("say \"hi\"", true, "\"say \"\"hi\"\"\"");
    puts_as("two\nlines", true, "\"two\nlines\"");
    puts_as("=1+1", true, "'=1+1");
    puts_as("+86", true, "'+86");
    puts_as("-1", true, "'-1");
    puts_as("@x", true, "'@x");
    puts_as("\tx", true, "'\tx");
    puts_as("\rx", true, "\"'\rx\"");
    puts_as("=HYPERLINK(\"x\",1)", true, "\"'=HYPERLINK(\"\"x\"\",1)\"");
    puts_as("-1", false, "-1");
    puts_as("=a,b", false, "\"=a,b\"");
    puts_as("a=b", true, "a=b");
}

Test(csv, what_is_put_is_read_back)
{
    static const char *const cells[] = {"a", "b,c", "\"", "x\r\ny", " 值 ", ""};
    struct buf b = {0};
    struct seen s = {0};
    buf_puts(&b, "c\n");
    for (size_t i = 0; i < sizeof cells / sizeof *cells - 1; i++) {
        csv_put(&b, cells[i], false);
        buf_putc(&b, '\n');
    }
    cr_assert_eq(csv_parse_text(b.p, b.len, "f.csv", note, &s, NULL), OK);
    cr_assert_str_eq(buf_str(&s.text), "2:a|;3:b,c|;4:\"|;5:x\r\ny|;7: 值 |;");
    buf_release(&s.text);
    buf_release(&b);
}
