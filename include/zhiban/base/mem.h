/* Memory that cannot fail: out of memory calls the hook (the terminal's restore), prints one line
 * and aborts, so callers never test for NULL. */
#ifndef ZHIBAN_BASE_MEM_H
#define ZHIBAN_BASE_MEM_H

#include <stddef.h>

/* Called once, before the abort, when memory is out; must be async-signal-safe. NULL removes it. */
void mem_set_hook(void (*hook)(void));

/* As malloc, calloc, realloc, strdup, strndup; sizes are checked for overflow. Free with free(). */
void *mem_alloc(size_t size);
void *mem_calloc(size_t n, size_t size);
void *mem_realloc(void *p, size_t n, size_t size);
char *mem_strdup(const char *s);
char *mem_strndup(const char *s, size_t n);

/* A formatted string of its own; free with free(). */
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
