/* Finding a person by what is typed: number, name (Chinese or not), Pinyin ("linruolan", "ruo") and
 * the initials of its syllables ("lrl"). */
#ifndef ZHIBAN_TUI_MATCH_H
#define ZHIBAN_TUI_MATCH_H

#include <stdbool.h>
#include <stddef.h>

/* pinyin may be NULL or "". */
bool match_person(const char *id, const char *name, const char *pinyin, const char *text);
/* The initials of a Pinyin name's syllables: "Lin Ruolan" → "lrl". Cut to n − 1 bytes. */
void pinyin_initials(const char *pinyin, char *to, size_t n);

#endif
