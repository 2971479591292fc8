#include "zhiban/base/intl.h"

#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define DOMAIN "zhiban"
#define FALLBACK "C.UTF-8"

/* The environment's wish for messages, in the order setlocale takes. */
static const char *wished_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *s = getenv(names[i]);
        if (s && *s) {
            return s;
        }
    }
    return "";
}

static bool is_c(const char *locale)
{
    return !locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0;
}

int intl_init(const char *lang, const char *localedir)
{
    int replaced = 0;
    if (!setlocale(LC_ALL, "")) {
        /* The locale named is not installed, as on a bare machine: its language still counts. */
        setlocale(LC_ALL, FALLBACK);
        replaced = 1;
        const char *language = getenv("LANGUAGE");
        if (!lang && (!language || !*language) && strncmp(wished_locale(), "zh", 2) == 0) {
            lang = "zh_CN";
        }
    }
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
        setlocale(LC_CTYPE, FALLBACK);
        replaced = 1;
    }
    setlocale(LC_NUMERIC, "C"); /* figures in files and on screen have a point, never a comma */
    if (lang) {
        setenv("LANGUAGE", lang, 1);
        if (is_c(setlocale(LC_MESSAGES, NULL))) {
            setlocale(LC_MESSAGES, FALLBACK);
        }
    }
    if (localedir) {
        bindtextdomain(DOMAIN, localedir);
    }
    bind_textdomain_codeset(DOMAIN, "UTF-8");
    textdomain(DOMAIN);
    return replaced;
}

const char *intl_text(const char *msgid)
{
    return *msgid ? gettext(msgid) : msgid; /* gettext("") is the catalogue's head */
}

bool intl_chinese(void)
{
    /* What is in force is what the catalogue in use says of itself; no catalogue is English. */
    return strstr(dgettext(DOMAIN, ""), "Language: zh") != NULL;
}

const char *intl_lang(void)
{
    return intl_chinese() ? "zh_CN" : "en";
}
