#include <criterion/criterion.h>
#include <locale.h>
#include <string.h>

#include "zhiban/base/text.h"
#include "zhiban/base/utf8.h"

static void in_utf8(void)
{
    setlocale(LC_ALL, "");
}

TestSuite(text, .init = in_utf8);

/* Asserts what text_clean makes of s, and that the arena variant agrees. */
static void cleans_n(const char *s, size_t n, size_t max, const char *want)
{
    struct buf b = {0};
    struct arena a = {0};
    buf_puts(&b, "<");
    size_t added = text_clean(&b, s, n, max);
    cr_expect_str_eq(buf_str(&b) + 1, want, "%s became %s, not %s", s, buf_str(&b) + 1, want);
    cr_expect_eq(added, strlen(want));
    cr_expect_str_eq(text_clean_arena(&a, s, n, max), want);
    buf_release(&b);
    arena_release(&a);
}

static void cleans(const char *s, const char *want)
{
    cleans_n(s, strlen(s), 4096, want);
}

Test(text, clean_leaves_ordinary_text_alone)
{
    static const char *const texts[] = {
        "",        "a",          "Support 2 (EN)", "李晓雯", "综合业务／二线",
        "Ünïcödé", "日本語カナ", "한국어",         "😀 ok",   "e\xCC\x81",
        "！？：",  "①②③",        "☎️",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cleans(texts[i], texts[i]);
    }
}

Test(text, clean_drops_every_control_character)
{
    for (int c = 1; c < 0x20; c++) {
        char s[] = {'a', (char)c, 'b', '\0'};
        cleans(s, c == '\t' || c == '\n' || c == '\r' ? "a b" : "ab");
    }
    cleans("a\x7f"
           "b",
           "ab");
    for (int c = 0x80; c < 0xA0; c++) { /* C1, as UTF-8 */
        char s[] = {'a', '\xC2', (char)c, 'b', '\0'};
        cleans(s, "ab");
    }
    cleans("a\xC2\xA0z", "a\xC2\xA0z"); /* no-break space is no control */
    cleans_n("a\0b", 3, 4096, "ab");
    cleans("\x1b]0;title\x07\x1b[2J", "]0;title[2J");
}

Test(text, clean_drops_what_steers_text)
{
    static const struct {
        int32_t first, last;
    } gone[] = {{0x00AD, 0x00AD},  {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160},
                {0x180E, 0x180E},  {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F},
                {0x3164, 0x3164},  {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF9, 0xFFFB},
                {0xE0000, 0xE00FF}};
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) {
        for (int32_t cp = gone[i].first; cp <= gone[i].last; cp++) {
            char s[8] = "a";
            size_t n = 1 + utf8_put(s + 1, cp);
            s[n++] = 'b';
            cleans_n(s, n, 4096, "ab");
        }
        /* Their neighbours stay, but for those that belong to another group. */
        char s[8] = "a";
        int32_t next = gone[i].last + 1;
        size_t n = 1 + utf8_put(s + 1, next);
        s[n] = '\0';
        cleans(s, s);
    }
}

Test(text, clean_turns_line_ends_into_one_blank)
{
    cleans("a\r\nb", "a b");
    cleans("a\t\t\n\nb", "a b");
    cleans("a\xE2\x80\xA8"
           "b\xE2\x80\xA9"
           "c",
           "a b c"); /* U+2028, U+2029 */
    cleans("\n", " ");
}

Test(text, clean_replaces_invalid_bytes)
{
    cleans("a\xff"
           "b",
           "a\xEF\xBF\xBD"
           "b");
    cleans("\xC0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD");
    cleans("\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"); /* a surrogate */
    cleans("李\xE6\x99", "李\xEF\xBF\xBD");                         /* cut by the backend */
    cleans("\x9b[31m", "\xEF\xBF\xBD[31m");                         /* C1 as a bare byte */
}

Test(text, clean_keeps_four_marks_a_character)
{
#define MARK "\xCC\x81"
    cleans("e" MARK MARK MARK MARK, "e" MARK MARK MARK MARK);
    cleans("e" MARK MARK MARK MARK MARK MARK "x" MARK, "e" MARK MARK MARK MARK "x" MARK);
    cleans("李" MARK MARK MARK MARK MARK "é" MARK MARK MARK MARK MARK,
           "李" MARK MARK MARK MARK "é" MARK MARK MARK MARK);
}

/* A name of marks alone would show nothing, or on the cell before it. */
Test(text, clean_gives_lone_marks_something_to_stand_on)
{
    cleans("\u0301", "\u25CC\u0301");
    cleans("\u0301\u0302b", "\u25CC\u0301\u0302b");
    cleans("\x1b\u202E\u0301", "\u25CC\u0301");
    cleans("a\u0301", "a\u0301");
    cleans(" \u0301", " \u0301"); /* its own blank cell */
    cleans_n("\u0301", 2, 4, "");
    cleans_n("\u0301", 2, 5, "\u25CC\u0301");
}

Test(text, clean_cuts_on_a_character)
{
    cleans_n("abcdef", 6, 3, "abc");
    cleans_n("abc", 3, 3, "abc");
    cleans_n("abc", 3, 0, "");
    cleans_n("值班", 6, 5, "值");
    cleans_n("值班", 6, 6, "值班");
    cleans_n("值班", 6, 2, "");
    cleans_n("éé", 4, 3, "é");
    cleans_n("ab\xff", 3, 4, "ab"); /* the replacement takes three bytes */
    cleans_n("\x01\x01\x01xyz", 6, 2, "xy");
}

Test(text, clean_of_a_mebibyte_stops_at_the_limit)
{
    struct buf big = {0};
    struct arena a = {0};
    buf_fill(&big, 'x', (size_t)1 << 20);
    cr_assert_eq(strlen(text_clean_arena(&a, big.p, big.len, TEXT_NAME_MAX)), TEXT_NAME_MAX);
    buf_reset(&big);
    buf_fill(&big, '\xff', (size_t)1 << 20);
    cr_assert_eq(strlen(text_clean_arena(&a, big.p, big.len, TEXT_NAME_MAX)), 255);
    buf_reset(&big);
    buf_fill(&big, '\x1b', (size_t)1 << 20);
    cr_assert_str_eq(text_clean_arena(&a, big.p, big.len, TEXT_NAME_MAX), "");
    buf_release(&big);
    arena_release(&a);
}

Test(text, clean_into_a_full_buffer_says_what_was_added)
{
    struct buf b;
    buf_init(&b, 4);
    buf_puts(&b, "ab");
    cr_assert_eq(text_clean(&b, "wxyz", 4, 100), 2);
    cr_assert(b.over);
    cr_assert_str_eq(buf_str(&b), "abwx");
    cr_assert_eq(text_clean(&b, "wxyz", 4, 100), 0);
    buf_release(&b);
}

Test(text, cells_of_characters)
{
    cr_assert_eq(text_cell('a'), 1);
    cr_assert_eq(text_cell(0x503C), 2); /* 值 */
    cr_assert_eq(text_cell(0x4E00), 2);
    cr_assert_eq(text_cell(0x9FA5), 2);
    cr_assert_eq(text_cell(0xFF01), 2); /* ！ */
    cr_assert_eq(text_cell(0x3000), 2);
    cr_assert_eq(text_cell(0x0301), 0);
    cr_assert_eq(text_cell(0x2026), 1); /* … */
    cr_assert_eq(text_cell(0x1F600), 2);
    cr_assert_eq(text_cell(0x07), 1, "not printable counts one");
    cr_assert_eq(text_cell(0x110000), 1);
}

Test(text, widths)
{
    cr_assert_eq(text_width(""), 0);
    cr_assert_eq(text_width("abc"), 3);
    cr_assert_eq(text_width("值班"), 4);
    cr_assert_eq(text_width("e\xCC\x81值"), 3);
    cr_assert_eq(text_width("a\xff"), 2);
}

Test(text, cut_never_halves_and_takes_marks_along)
{
    int used = -1;
    cr_assert_eq(text_cut("值班", 3, &used), 3);
    cr_assert_eq(used, 2);
    cr_assert_eq(text_cut("值班", 4, &used), 6);
    cr_assert_eq(used, 4);
    cr_assert_eq(text_cut("值班", 1, &used), 0);
    cr_assert_eq(used, 0);
    cr_assert_eq(text_cut("abc", 0, &used), 0);
    cr_assert_eq(text_cut("abc", -1, &used), 0);
    cr_assert_eq(text_cut("ab", 10, &used), 2);
    cr_assert_eq(used, 2);
    cr_assert_eq(text_cut("e\xCC\x81x", 1, &used), 3, "the mark stays with its letter");
    cr_assert_eq(text_cut("abc", 2, NULL), 2);
}

static void fits(const char *s, int cells, bool right, bool ascii, const char *want)
{
    struct buf b = {0};
    text_fit(&b, s, cells, right, ascii);
    cr_expect_str_eq(buf_str(&b), want, "'%s' in %d cells became '%s'", s, cells, buf_str(&b));
    cr_expect_eq(text_width(buf_str(&b)), cells > 0 ? cells : 0);
    buf_release(&b);
}

Test(text, fit_takes_exactly_its_cells)
{
    fits("abc", 5, false, false, "abc  ");
    fits("abc", 5, true, false, "  abc");
    fits("abc", 3, false, false, "abc");
    fits("abcd", 3, false, false, "ab…");
    fits("abcd", 3, false, true, "ab~");
    fits("值班长", 6, false, false, "值班长");
    fits("值班长", 5, false, false, "值班…");
    fits("值班长", 4, false, false, "值… ");
    fits("值班长", 4, true, false, " 值…");
    fits("值", 1, false, false, "…");
    fits("", 2, false, false, "  ");
    fits("abc", 0, false, false, "");
    fits("abc", -3, true, false, "");
    fits("ab", 1, false, true, "~");
}

static void masks(const char *s, const char *want)
{
    struct buf b = {0};
    text_mask_number(&b, s);
    cr_expect_str_eq(buf_str(&b), want);
    buf_release(&b);
}

Test(text, numbers_are_masked)
{
    masks("13800000001", "138****0001");
    masks("12345678", "123*5678");
    masks("1234567", "*****67");
    masks("8001", "**01");
    masks("123", "*23");
    masks("12", "12");
    masks("", "");
    masks("+86 138-0000-0001", "+86 1**-****-0001");
    masks("anonymous", "anonymous");
    masks("李先生13800000001", "李先生138****0001");
}

Test(text, find_ignores_ascii_case)
{
    cr_assert(text_find("Support", "PORT"));
    cr_assert(text_find("Support", ""));
    cr_assert(text_find("", ""));
    cr_assert_not(text_find("", "a"));
    cr_assert(text_find("李晓雯", "晓"));
    cr_assert_not(text_find("李晓雯", "晓李"));
    cr_assert(text_find("aaab", "aab"), "a false start is taken back");
    cr_assert_not(text_find("abc", "abcd"));
    cr_assert_not(text_find("É", "é"), "other letters by their bytes");
    cr_assert_not(text_find("[", "{"), "only letters fold");
}

Test(text, full_width_forms)
{
    cr_assert_eq(text_halfwidth(0xFF1F), '?');
    cr_assert_eq(text_halfwidth(0xFF1A), ':');
    cr_assert_eq(text_halfwidth(0xFF0F), '/');
    cr_assert_eq(text_halfwidth(0xFF01), '!');
    cr_assert_eq(text_halfwidth(0xFF5E), '~');
    cr_assert_eq(text_halfwidth(0x3000), ' ');
    cr_assert_eq(text_halfwidth(0xFF00), 0xFF00);
    cr_assert_eq(text_halfwidth(0xFF5F), 0xFF5F);
    cr_assert_eq(text_halfwidth('a'), 'a');
}

Test(text, nearest_name)
{
    static const char *const names[] = {"poll_sec", "stale_sec", "theme", "lang", "db"};
    const size_t n = sizeof names / sizeof *names;
    cr_assert_str_eq(text_nearest("pol_sec", names, n), "poll_sec");
    cr_assert_str_eq(text_nearest("thmee", names, n), "theme");
    cr_assert_str_eq(text_nearest("stale_secs", names, n), "stale_sec");
    cr_assert_str_eq(text_nearest("theme", names, n), "theme");
    cr_assert_str_eq(text_nearest("themabc", names, n), "theme", "three edits");
    cr_assert_null(text_nearest("themabcd", names, n), "four edits");
    cr_assert_null(text_nearest("xy", names, n), "as many edits as letters");
    cr_assert_str_eq(text_nearest("dn", names, n), "db");
    cr_assert_null(text_nearest("", names, n));
    cr_assert_null(text_nearest("theme", names, 0));
    char longest[66];
    memset(longest, 'x', 65);
    longest[65] = '\0';
    cr_assert_null(text_nearest(longest, names, n));
    longest[64] = '\0';
    const char *same[] = {longest};
    cr_assert_str_eq(text_nearest(longest, same, 1), longest);
}

Test(text, durations)
{
    static const struct {
        int64_t s;
        const char *want;
    } cases[] = {{-1, "–"},           {-100, "–"},          {0, "0:00"},     {9, "0:09"},
                 {60, "1:00"},        {599, "9:59"},        {3599, "59:59"}, {3600, "1:00:00"},
                 {36061, "10:01:01"}, {360000, "100:00:00"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf b = {0};
        text_duration(&b, cases[i].s);
        cr_expect_str_eq(buf_str(&b), cases[i].want);
        buf_release(&b);
    }
    struct buf b = {0};
    text_duration(&b, INT64_MAX);
    cr_assert_str_eq(buf_str(&b), "2562047788015215:30:07");
    buf_release(&b);
}

Test(text, json_string)
{
    struct buf b = {0};
    text_json(&b, "a\"\\\n\x01\x7f/é");
    cr_expect_str_eq(buf_str(&b), "\"a\\\"\\\\\\u000a\\u0001\\u007f/é\"");
    buf_reset(&b);
    text_json(&b, "");
    cr_expect_str_eq(buf_str(&b), "\"\"");
    buf_reset(&b);
    text_json(&b, "x\xe5\xbe\"\xff"
                  "y"); /* cut inside a character */
    cr_expect_str_eq(buf_str(&b), "\"x\xef\xbf\xbd\\\"\xef\xbf\xbdy\"");
    buf_release(&b);
}
