/* Finding a person by what is typed (match.h). */
#include "match.h"

#include <string.h>

#include "zhiban/base/text.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool is_vowel(char c)
{
    return c != '\0' && strchr("aeiouv", lower(c)) != NULL;
}

/* Letters only, in lower case. */
static void squeeze(const char *s, char *to, size_t n)
{
    size_t k = 0;
    for (; *s && k + 1 < n; s++) {
        if (is_letter(*s)) {
            to[k++] = lower(*s);
        }
    }
    to[k] = '\0';
}

/* The end of the syllable at s: consonants, vowels, and a final n, ng or r that does not begin the
 * next one. */
static const char *syllable_end(const char *s)
{
    while (is_letter(*s) && !is_vowel(*s)) {
        s++;
    }
    while (is_vowel(*s)) {
        s++;
    }
    if (lower(*s) == 'n' && !is_vowel(s[1])) {
        s++;
        if (lower(*s) == 'g' && !is_vowel(s[1])) {
            s++;
        }
    } else if (lower(*s) == 'r' && !is_vowel(s[1])) {
        s++;
    }
    return s;
}

void pinyin_initials(const char *pinyin, char *to, size_t n)
{
    size_t k = 0;
    while (*pinyin && k + 1 < n) {
        if (!is_letter(*pinyin)) {
            pinyin++;
            continue;
        }
        to[k++] = lower(*pinyin);
        pinyin = syllable_end(pinyin);
    }
    to[k] = '\0';
}

bool match_person(const char *id, const char *name, const char *pinyin, const char *text)
{
    if (text_find(id, text) || text_find(name, text)) {
        return true;
    }
    char wanted[64], have[128];
    squeeze(text, wanted, sizeof wanted);
    if (!pinyin || wanted[0] == '\0' ||
        strlen(wanted) < strcspn(text, " ")) { /* not only letters */
        return false;
    }
    squeeze(pinyin, have, sizeof have);
    if (strstr(have, wanted)) {
        return true;
    }
    pinyin_initials(pinyin, have, sizeof have);
    return strstr(have, wanted) != NULL;
}
