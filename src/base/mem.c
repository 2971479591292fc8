/* Memory that cannot fail. The hook is the one mutable static: it is set once at start, and has to
 * be reachable from every allocation of the program. */
#include "zhiban/base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*out_of_memory_hook)(void);

void mem_set_hook(void (*hook)(void))
{
    out_of_memory_hook = hook;
}

static _Noreturn void out_of_memory(void)
{
    static const char text[] = "zhiban: out of memory\n";
    void (*hook)(void) = out_of_memory_hook;
    out_of_memory_hook = NULL; /* once, even if the hook allocates */
    if (hook) {
        hook();
    }
    ssize_t n = write(STDERR_FILENO, text, sizeof text - 1);
    (void)n; /* nothing is left to be done about it */
    abort();
}

void *mem_alloc(size_t size)
{
    void *p = malloc(size ? size : 1);
    if (!p) {
        out_of_memory();
    }
    return p;
}

void *mem_calloc(size_t n, size_t size)
{
    void *p = n && size ? calloc(n, size) : calloc(1, 1);
    if (!p) {
        out_of_memory();
    }
    return p;
}

void *mem_realloc(void *p, size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes)) {
        out_of_memory();
    }
    p = realloc(p, bytes ? bytes : 1);
    if (!p) {
        out_of_memory();
    }
    return p;
}

char *mem_strdup(const char *s)
{
    size_t n = strlen(s) + 1;
    return memcpy(mem_alloc(n), s, n);
}

char *mem_strndup(const char *s, size_t n)
{
    n = strnlen(s, n);
    char *to = mem_alloc(n + 1);
    memcpy(to, s, n);
    to[n] = '\0';
    return to;
}

char *mem_printf(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0) { /* only an impossible width or an unconvertible %ls */
        return mem_strdup("");
    }
    char *to = mem_alloc((size_t)n + 1);
    va_start(ap, fmt);
    vsnprintf(to, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return to;
}
