/* UTF-8: strict decoding (no surrogates, no overlong forms, ≤ U+10FFFF). */
#ifndef ZHIBAN_BASE_UTF8_H
#define ZHIBAN_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes one character at *p (< end), advances *p by at least one byte. −1: an invalid byte. */
int32_t utf8_next(const char **p, const char *end);
/* Writes cp at to (≥ 4 bytes), returns the length. */
size_t utf8_put(char *to, int32_t cp);
bool utf8_valid(const char *s, size_t n);

#endif
