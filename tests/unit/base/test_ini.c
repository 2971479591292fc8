#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "zhiban/base/ini.h"

struct seen {
    struct buf text; /* "line[section]key=value|" for each call */
    int stop_at;     /* refuse the pair of this line */
};

static enum err_code note(void *ctx, const struct ini_line *l, struct err *e)
{
    struct seen *s = ctx;
    cr_expect_str_eq(l->file, "f.conf");
    if (l->line == s->stop_at) {
        return err_set(e, ERR_USAGE, "no such key {0}", l->key);
    }
    buf_printf(&s->text, "%d[%s]%s=%s|", l->line, l->section, l->key, l->value);
    return OK;
}

static void gives(const char *text, size_t n, const char *want)
{
    struct seen s = {0};
    struct err e = {0};
    cr_expect_eq(ini_parse_text(text, n, "f.conf", note, &s, &e), OK, "%s: %s", text, e.msgid);
    cr_expect_str_eq(buf_str(&s.text), want);
    buf_release(&s.text);
}

static void refuses(const char *text, size_t n, int line)
{
    struct seen s = {0};
    struct err e = {0};
    cr_expect_eq(ini_parse_text(text, n, "f.conf", note, &s, &e), ERR_PARSE, "%s", text);
    cr_expect_str_eq(e.arg[0], "f.conf");
    cr_expect_str_eq(e.arg[1], NUM(line), "%s", text);
    buf_release(&s.text);
}

#define GIVES(text, want) gives(text, sizeof(text) - 1, want)
#define REFUSES(text, line) refuses(text, sizeof(text) - 1, line)

Test(ini, sections_keys_and_lines)
{
    GIVES("", "");
    GIVES("\n\n", "");
    GIVES("a = 1\n[s]\nb=2\n\n[t u]\n c\t=  3 4 \n", "1[]a=1|3[s]b=2|6[t u]c=3 4|");
    GIVES("a = 1", "1[]a=1|");
    GIVES("\xEF\xBB\xBF[s]\r\na = 1\r\n", "2[s]a=1|");
    GIVES("a =\n", "1[]a=|");
    GIVES("a = b = c\n", "1[]a=b = c|");
    GIVES("url = json+http://h:1/x\n", "1[]url=json+http://h:1/x|");
    GIVES("[queue 综合]\nname = 综合业务\n", "2[queue 综合]name=综合业务|");
}

Test(ini, comments_are_whole_lines_only)
{
    GIVES("; x = 1\n# y = 2\n  ; z\n\t# w\nv = 3\n", "5[]v=3|");
    GIVES("a = 1 ; two\n", "1[]a=1 ; two|");
    GIVES("a = ;\nb = # x\n", "1[]a=;|2[]b=# x|");
    GIVES("[k;l ;m]\na ;b = 1\n", "2[k;l ;m]a ;b=1|");
}

Test(ini, an_indented_line_is_no_continuation)
{
    GIVES("a = 1\n  b = 2\n", "1[]a=1|2[]b=2|");
    REFUSES("a = 1\n  two\n", 2);
}

Test(ini, limits_of_lines_and_names)
{
    char text[600];
    memset(text, 'x', sizeof text);
    memcpy(text, "k = ", 4);
    text[198] = '\n';
    struct seen s = {0};
    cr_assert_eq(ini_parse_text(text, 199, "f.conf", note, &s, NULL), OK);
    cr_assert_eq(s.text.len, strlen("1[]k=|") + 194, "198 bytes are whole");
    buf_release(&s.text);
    text[198] = 'x';
    text[199] = '\n';
    refuses(text, 200, 1);
    text[199] = 'x';
    refuses(text, 599, 1);
    memcpy(text, ";   ", 4); /* a comment may be long */
    gives(text, 599, "");
    memset(text, ' ', 300); /* blanks around do not count */
    memcpy(text + 300, "k = v", 5);
    gives(text, 305, "1[]k=v|");

    memset(text, 'n', 49);
    memcpy(text + 49, " = 1", 4);
    s = (struct seen){0};
    cr_assert_eq(ini_parse_text(text, 53, "f.conf", note, &s, NULL), OK);
    buf_release(&s.text);
    memset(text, 'n', 50);
    memcpy(text + 50, " = 1", 4);
    refuses(text, 54, 1);
    text[0] = '[';
    memset(text + 1, 'n', 50);
    text[50] = ']';
    gives(text, 51, "");
    text[50] = 'n';
    text[51] = ']';
    refuses(text, 52, 1);
}

Test(ini, what_is_not_ini_is_refused_with_its_line)
{
    REFUSES("a = 1\nb\n", 2);
    REFUSES("= 1\n", 1);
    REFUSES("a : 1\n", 1);
    REFUSES("http://x = 1\n", 1);
    REFUSES("[s\n", 1);
    REFUSES("[]\n", 1);
    REFUSES("[s] x\n", 1);
    REFUSES("\n\na = \xff\n", 3);
    REFUSES("# \xff\n", 1);
    REFUSES("a = \x1b[31m\n", 1);
    REFUSES("a = \x01\n", 1);
    REFUSES(" \xEF\xBB\xBF= 1\n", 1);
    REFUSES("\xEF\xBB\xBF\xEF\xBB\xBF"
            "a = 1\n",
            1);
    REFUSES("a = b\rc\n", 1);
    REFUSES("a = \0b\n", 1);
}

Test(ini, the_handlers_error_stops_and_comes_back)
{
    struct seen s = {.stop_at = 2};
    struct err e = {0};
    cr_assert_eq(ini_parse_text("a=1\nb=2\nc=3\n", 12, "f.conf", note, &s, &e), ERR_USAGE);
    cr_assert_str_eq(e.arg[0], "b");
    cr_assert_str_eq(buf_str(&s.text), "1[]a=1|");
    buf_release(&s.text);
}

static enum err_code count(void *ctx, const struct ini_line *l, struct err *e)
{
    (void)l;
    (void)e;
    ++*(int *)ctx;
    return OK;
}

Test(ini, files)
{
    char *dir = scratch_new();
    char *path = scratch_file(dir, "x.conf", "[a]\nb = 1\nc = 2\n", 16);
    int n = 0;
    cr_assert_eq(ini_read(path, count, &n, NULL), OK);
    cr_assert_eq(n, 2);
    struct err e = {0};
    char *none = mem_printf("%s/none", dir);
    cr_assert_eq(ini_read(none, count, &n, &e), ERR_NOT_FOUND);
    cr_assert_eq(ini_read(dir, count, &n, &e), ERR_IO);
    free(none);
    free(path);
    scratch_free(dir);
}
