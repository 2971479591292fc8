/* A private folder as HOME and XDG base, made for one test and removed with it. */
#ifndef ZHIBAN_TESTS_SVC_SCRATCH_H
#define ZHIBAN_TESTS_SVC_SCRATCH_H

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "zhiban/base/mem.h"

static char scratch[] = "/tmp/zhiban-svc-XXXXXX";

static inline int scratch_remove_one(const char *path, const struct stat *st, int flag,
                                     struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

static inline void scratch_open(void)
{
    cr_assert_not_null(mkdtemp(scratch));
    setenv("HOME", scratch, 1);
    setenv("XDG_CONFIG_HOME", scratch, 1);
    setenv("XDG_STATE_HOME", scratch, 1);
    setenv("XDG_DATA_HOME", scratch, 1);
    unsetenv("ZHIBAN_CONFIG");
    unsetenv("ZHIBAN_DB");
    unsetenv("ZHIBAN_BACKEND");
    unsetenv("ZHIBAN_BACKEND_SECRET_FILE");
}

static inline void scratch_close(void)
{
    nftw(scratch, scratch_remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Writes a file of the folder (by HOME: the folder may be another file's); its path is the
 * caller's.
 */
static inline char *scratch_file(const char *name, const char *text, mode_t mode)
{
    char *path = mem_printf("%s/%s", getenv("HOME"), name);
    FILE *f = fopen(path, "w");
    cr_assert_not_null(f, "%s", path);
    fputs(text, f);
    fclose(f);
    chmod(path, mode);
    return path;
}

#endif
