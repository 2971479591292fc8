#include <criterion/criterion.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "zhiban/base/intl.h"

static void bare_environment(void)
{
    unsetenv("LC_ALL");
    unsetenv("LC_MESSAGES");
    unsetenv("LC_CTYPE");
    unsetenv("LANG");
    unsetenv("LANGUAGE");
}

TestSuite(intl, .init = bare_environment);

/* A catalogue by hand: the header and one message ("Queue" → "队列"). Little-endian .mo. */
static void put_catalogue(const char *dir)
{
    static const char head[] = "Content-Type: text/plain; charset=UTF-8\nLanguage: zh_CN\n";
    static const char text[] = "队列";
    const unsigned originals = 28;
    const unsigned translations = originals + 16;
    const unsigned strings = translations + 16;
    unsigned words[15] = {0x950412de, 0, 2, originals, translations, 0, 0};
    words[7] = 0; /* "" */
    words[8] = strings;
    words[9] = 5; /* "Queue" */
    words[10] = strings + 1;
    words[11] = sizeof head - 1;
    words[12] = strings + 7;
    words[13] = sizeof text - 1;
    words[14] = strings + 7 + sizeof head;
    char *folder = mem_printf("%s/zh_CN", dir);
    cr_assert_eq(mkdir(folder, 0700), 0);
    char *messages = mem_printf("%s/LC_MESSAGES", folder);
    cr_assert_eq(mkdir(messages, 0700), 0);
    char *path = mem_printf("%s/zhiban.mo", messages);
    FILE *f = fopen(path, "wb");
    cr_assert_not_null(f);
    fwrite(words, sizeof words, 1, f);
    fwrite("\0Queue", 7, 1, f);
    fwrite(head, sizeof head, 1, f);
    fwrite(text, sizeof text, 1, f);
    cr_assert_eq(fclose(f), 0);
    free(path);
    free(messages);
    free(folder);
}

Test(intl, a_plain_locale_gets_utf8)
{
    cr_assert_eq(intl_init(NULL, NULL), 1);
    cr_assert_str_eq(nl_langinfo(CODESET), "UTF-8");
    cr_assert_str_eq(intl_lang(), "en");
}

Test(intl, a_utf8_locale_is_left)
{
    setenv("LC_ALL", "C.UTF-8", 1);
    cr_assert_eq(intl_init("en", NULL), 0);
    cr_assert_str_eq(getenv("LANGUAGE"), "en");
    cr_assert_str_eq(setlocale(LC_NUMERIC, NULL), "C");
    cr_assert_str_eq(intl_lang(), "en");
    cr_assert_str_eq(_("Queue"), "Queue");
}

Test(intl, the_language_asked_for_is_used_in_the_c_locale)
{
    char *dir = scratch_new();
    put_catalogue(dir);
    cr_assert_eq(intl_init("zh_CN", dir), 1);
    cr_assert_str_eq(intl_lang(), "zh_CN");
    cr_assert_str_eq(_("Queue"), "队列");
    cr_assert_str_eq(_("Unknown text"), "Unknown text");
    scratch_free(dir);
}

Test(intl, a_locale_that_is_not_installed_still_chooses_the_language)
{
    char *dir = scratch_new();
    put_catalogue(dir);
    setenv("LANG", "zh_CN.NO-SUCH-CODESET", 1);
    cr_assert_eq(intl_init(NULL, dir), 1);
    cr_assert_str_eq(nl_langinfo(CODESET), "UTF-8");
    cr_assert_str_eq(intl_lang(), "zh_CN");
    cr_assert_str_eq(_("Queue"), "队列");
    scratch_free(dir);
}

Test(intl, english_asked_for_wins_over_the_environment)
{
    char *dir = scratch_new();
    put_catalogue(dir);
    setenv("LANG", "zh_CN.NO-SUCH-CODESET", 1);
    intl_init("en", dir);
    cr_assert_str_eq(intl_lang(), "en");
    cr_assert_str_eq(_("Queue"), "Queue");
    scratch_free(dir);
}

Test(intl, a_missing_catalogue_is_english)
{
    intl_init("zh_CN", "/nonexistent");
    cr_assert_str_eq(intl_lang(), "en");
}
