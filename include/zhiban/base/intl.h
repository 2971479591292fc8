/* Translation: _("text") at the place of use, N_("text") in tables and errors. Only cli and tui
 * call _. */
#ifndef ZHIBAN_BASE_INTL_H
#define ZHIBAN_BASE_INTL_H

#include <libintl.h>
#include <stdbool.h>

#define _(s) gettext(s)
#define N_(s) (s)

/* gettext as a function, for who takes one; "" stays "". */
const char *intl_text(const char *msgid);

/* Sets the locale: LC_ALL from the environment, LC_NUMERIC always C; LC_CTYPE falls back to C.UTF-8
 * when it is not UTF-8; a locale that is not installed still chooses the language. lang ("zh_CN",
 * "en" or NULL) sets LANGUAGE, and LC_MESSAGES=C.UTF-8 where it is C or POSIX. Binds the text
 * domain to localedir. Returns 1 when the codeset had to be replaced (warn once). */
int intl_init(const char *lang, const char *localedir);
/* The language in force, as the catalogue found says of itself: "zh_CN" or "en". */
const char *intl_lang(void);
bool intl_chinese(void);

#endif
