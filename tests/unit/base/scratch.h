/* A scratch folder for one test, and files in it. */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "zhiban/base/mem.h"

static inline int scratch_remove_one(const char *path, const struct stat *st, int type,
                                     struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

/* A new folder; free with scratch_free. */
static inline char *scratch_new(void)
{
    const char *tmp = getenv("TMPDIR");
    char *dir = mem_printf("%s/zhiban-unit-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    cr_assert_not_null(mkdtemp(dir), "no scratch folder");
    return dir;
}

static inline void scratch_free(char *dir)
{
    nftw(dir, scratch_remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(dir);
}

/* Writes text to DIR/NAME; returns the path, the caller's. */
static inline char *scratch_file(const char *dir, const char *name, const void *text, size_t n)
{
    char *path = mem_printf("%s/%s", dir, name);
    FILE *f = fopen(path, "wb");
    cr_assert_not_null(f);
    cr_assert_eq(fwrite(text, 1, n, f), n);
    cr_assert_eq(fclose(f), 0);
    return path;
}

#endif
