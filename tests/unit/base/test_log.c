#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "zhiban/base/log.h"
#include "zhiban/base/paths.h"

static char *contents(const char *path)
{
    struct buf b;
    cr_assert_eq(paths_read(path, 8 << 20, &b, NULL), OK);
    return buf_steal(&b);
}

Test(log, nothing_happens_before_open_and_after_close)
{
    log_line(LOG_ERROR, "nowhere %d", 1);
    log_close();
    errno = 7;
    log_line(LOG_ERROR, "nowhere");
    cr_assert_eq(errno, 7);
}

Test(log, a_file_that_cannot_be_is_reported)
{
    errno = 0;
    cr_assert_eq(log_open("/nonexistent/folder/zhiban.log", LOG_INFO), -1);
    cr_assert_eq(errno, ENOENT);
    char *dir = scratch_new();
    cr_assert_eq(log_open(dir, LOG_INFO), -1);
    cr_assert_eq(errno, EISDIR);
    char *link = mem_printf("%s/link", dir);
    cr_assert_eq(symlink("/dev/null", link), 0);
    cr_assert_eq(log_open(link, LOG_INFO), -1, "a planted link is not followed");
    free(link);
    char *pipe = mem_printf("%s/pipe", dir);
    cr_assert_eq(mkfifo(pipe, 0600), 0);
    cr_assert_eq(log_open(pipe, LOG_INFO), -1, "a pipe nobody reads");
    int reader = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    cr_assert_eq(log_open(pipe, LOG_INFO), -1, "a pipe somebody may stop reading");
    close(reader);
    free(pipe);
    scratch_free(dir);
}

Test(log, lines_have_time_level_and_clean_text)
{
    char *dir = scratch_new();
    char *path = mem_printf("%s/zhiban.log", dir);
    cr_assert_eq(log_open(path, LOG_INFO), 0);
    struct stat st;
    cr_assert_eq(stat(path, &st), 0);
    cr_assert_eq(st.st_mode & 0777, 0600);
    log_line(LOG_INFO, "queue %s has %d", "综合\x1b[31m\nforged", 3);
    log_line(LOG_DEBUG, "not wanted");
    log_line(LOG_ERROR, "%s", "");
    log_close();
    char *text = contents(path);
    cr_assert_eq(text[10], 'T');
    cr_assert_eq(text[19], 'Z');
    cr_assert_str_eq(strchr(text, ' '), strstr(text, " info queue 综合[31m forged has 3\n"), "%s",
                     text);
    cr_assert_null(strstr(text, "not wanted"));
    size_t lines = 0;
    for (const char *p = text; (p = strchr(p, '\n')); p++) {
        lines++;
    }
    cr_assert_eq(lines, 2);
    free(text);
    /* A second process appends. */
    cr_assert_eq(log_open(path, LOG_DEBUG), 0);
    log_line(LOG_DEBUG, "wanted");
    log_close();
    text = contents(path);
    cr_assert_not_null(strstr(text, "forged"));
    cr_assert_not_null(strstr(text, "debug wanted"));
    free(text);
    free(path);
    scratch_free(dir);
}

Test(log, a_long_line_is_cut)
{
    char *dir = scratch_new();
    char *path = mem_printf("%s/zhiban.log", dir);
    char *big = mem_alloc(100001);
    memset(big, 'x', 100000);
    big[100000] = '\0';
    cr_assert_eq(log_open(path, LOG_INFO), 0);
    log_line(LOG_INFO, "%s", big);
    log_close();
    char *text = contents(path);
    cr_assert_lt(strlen(text), 2200);
    cr_assert_eq(text[strlen(text) - 1], '\n');
    free(text);
    free(big);
    free(path);
    scratch_free(dir);
}

Test(log, a_full_file_is_moved_away)
{
    char *dir = scratch_new();
    char *full = mem_alloc(4 << 20);
    memset(full, 'x', 4 << 20);
    char *path = scratch_file(dir, "zhiban.log", full, 4 << 20);
    free(full);
    char *old = mem_printf("%s.1", path);
    cr_assert_eq(log_open(path, LOG_INFO), 0);
    log_line(LOG_INFO, "first of the new file");
    struct stat st;
    cr_assert_eq(stat(old, &st), 0);
    cr_assert_eq(st.st_size, 4 << 20);
    char *text = contents(path);
    cr_assert_not_null(strstr(text, "first of the new file"));
    cr_assert_lt(strlen(text), 100);
    free(text);
    log_close();
    free(old);
    free(path);
    scratch_free(dir);
}

Test(log, a_file_another_process_moved_is_followed)
{
    char *dir = scratch_new();
    char *full = mem_alloc(4 << 20);
    memset(full, 'x', 4 << 20);
    char *path = scratch_file(dir, "zhiban.log", full, 4 << 20);
    free(full);
    char *old = mem_printf("%s.1", path);
    cr_assert_eq(log_open(path, LOG_INFO), 0);
    cr_assert_eq(rename(path, old), 0); /* the other process, with a new file begun */
    free(scratch_file(dir, "zhiban.log", "other\n", 6));
    log_line(LOG_INFO, "ours");
    log_close();
    char *text = contents(path);
    cr_assert_eq(strncmp(text, "other\n", 6), 0, "the new file is not moved again");
    cr_assert_not_null(strstr(text, "ours"));
    free(text);
    struct stat st;
    cr_assert_eq(stat(old, &st), 0);
    cr_assert_eq(st.st_size, 4 << 20, "nothing more went to the old one");
    free(old);
    free(path);
    scratch_free(dir);
}
