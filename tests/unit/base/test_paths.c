#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scratch.h"
#include "zhiban/base/paths.h"

static void is_path(char *got, const char *want)
{
    cr_expect_str_eq(got, want);
    free(got);
}

Test(paths, xdg_variables_and_their_defaults)
{
    setenv("HOME", "/home/li", 1);
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_STATE_HOME");
    unsetenv("XDG_DATA_HOME");
    unsetenv("XDG_RUNTIME_DIR");
    is_path(paths_config("zhiban.conf"), "/home/li/.config/zhiban/zhiban.conf");
    is_path(paths_state("zhiban.log"), "/home/li/.local/state/zhiban/zhiban.log");
    is_path(paths_user_data("zhiban.db"), "/home/li/.local/share/zhiban/zhiban.db");
    cr_expect_null(paths_runtime("session"));
    setenv("XDG_CONFIG_HOME", "/c", 1);
    setenv("XDG_STATE_HOME", "/s", 1);
    setenv("XDG_DATA_HOME", "/d", 1);
    setenv("XDG_RUNTIME_DIR", "/r", 1);
    is_path(paths_config("zhiban.conf"), "/c/zhiban/zhiban.conf");
    is_path(paths_state("zhiban.log"), "/s/zhiban/zhiban.log");
    is_path(paths_user_data("zhiban.db"), "/d/zhiban/zhiban.db");
    is_path(paths_runtime("session"), "/r/zhiban/session");
    setenv("XDG_CONFIG_HOME", "relative", 1);
    setenv("XDG_STATE_HOME", "", 1);
    setenv("XDG_RUNTIME_DIR", "./x", 1);
    is_path(paths_config("a"), "/home/li/.config/zhiban/a");
    is_path(paths_state("a"), "/home/li/.local/state/zhiban/a");
    cr_expect_null(paths_runtime("session"));
    setenv("HOME", "/", 1);
    is_path(paths_config("a"), "/.config/zhiban/a");
    unsetenv("HOME"); /* the account's own */
    char *p = paths_config("a");
    cr_expect_eq(p[0], '/');
    free(p);
}

Test(paths, data_files_are_looked_for_in_order)
{
    char *dir = scratch_new();
    char *data = mem_printf("%s/share/zhiban", dir);
    char *file = mem_printf("%s/themes/dark", data);
    char *mine = mem_printf("%s/config/zhiban/themes/dark", dir);
    char *config = mem_printf("%s/config", dir);
    setenv("XDG_CONFIG_HOME", config, 1);
    setenv("ZHIBAN_DATADIR", data, 1);
    is_path(paths_data("themes/dark"), ZHIBAN_PREFIX "/share/zhiban/themes/dark");
    cr_assert_eq(paths_make_parent(file, NULL), OK);
    cr_assert_eq(paths_write(file, "x", 1, 0644, NULL), OK);
    is_path(paths_data("themes/dark"), file);
    cr_assert_eq(paths_make_parent(mine, NULL), OK);
    cr_assert_eq(paths_write(mine, "y", 1, 0644, NULL), OK);
    is_path(paths_data("themes/dark"), mine);
    unsetenv("ZHIBAN_DATADIR");
    is_path(paths_data("themes/none"), ZHIBAN_PREFIX "/share/zhiban/themes/none");
    free(config);
    free(mine);
    free(file);
    free(data);
    scratch_free(dir);
}

/* The folder this test runs from is where "beside the executable" is. */
static char *beside(const char *name)
{
    char exe[4096];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    cr_assert_gt(n, 0);
    exe[n] = '\0';
    *strrchr(exe, '/') = '\0';
    return mem_printf("%s/%s", exe, name);
}

Test(paths, files_beside_the_executable_come_before_the_prefix)
{
    unsetenv("ZHIBAN_DATADIR");
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    char *data = beside("share/zhiban/unit-base-probe");
    char *helper = beside("libexec/zhiban/unit-base-probe");
    is_path(paths_libexec("unit-base-probe"), ZHIBAN_PREFIX "/libexec/zhiban/unit-base-probe");
    cr_assert_eq(paths_make_parent(data, NULL), OK);
    cr_assert_eq(paths_write(data, "", 0, 0600, NULL), OK);
    cr_assert_eq(paths_make_parent(helper, NULL), OK);
    cr_assert_eq(paths_write(helper, "", 0, 0700, NULL), OK);
    is_path(paths_data("unit-base-probe"), data);
    is_path(paths_libexec("unit-base-probe"), helper);
    remove(data);
    remove(helper);
    free(data);
    free(helper);
}

Test(paths, translations_lie_beside_the_data)
{
    char *dir = scratch_new();
    char *data = mem_printf("%s/zhiban", dir);
    char *locale = mem_printf("%s/zhiban/../locale", dir);
    char *probe = mem_printf("%s/locale/x", dir);
    char *inside = mem_printf("%s/x", data);
    cr_assert_eq(paths_make_parent(probe, NULL), OK);
    cr_assert_eq(paths_make_parent(inside, NULL), OK);
    setenv("ZHIBAN_DATADIR", data, 1);
    is_path(paths_locale(), locale);
    free(inside);
    free(probe);
    free(locale);
    free(data);
    scratch_free(dir);
}

Test(paths, parents_are_made_private)
{
    char *dir = scratch_new();
    char *path = mem_printf("%s/a/b/c.db", dir);
    cr_assert_eq(paths_make_parent(path, NULL), OK);
    cr_assert_eq(paths_make_parent(path, NULL), OK, "twice is fine");
    char *b = mem_printf("%s/a/b", dir);
    struct stat st;
    cr_assert_eq(stat(b, &st), 0);
    cr_assert(S_ISDIR(st.st_mode));
    cr_assert_eq(st.st_mode & 0777, 0700);
    cr_assert_neq(access(path, F_OK), 0, "the file itself is not made");
    cr_assert_eq(paths_make_parent("name-without-folder", NULL), OK);
    cr_assert_eq(paths_make_parent("/", NULL), OK);
    free(scratch_file(dir, "plain", "x", 1));
    char *under = mem_printf("%s/plain/sub/x", dir);
    struct err e = {0};
    cr_assert_eq(paths_make_parent(under, &e), ERR_IO);
    cr_assert_not_null(strstr(e.arg[0], "plain/sub"));
    free(under);
    free(b);
    free(path);
    scratch_free(dir);
}

Test(paths, read_within_its_bound)
{
    char *dir = scratch_new();
    char *path = scratch_file(dir, "f", "12345", 5);
    struct buf b;
    struct err e = {0};
    cr_assert_eq(paths_read(path, 5, &b, &e), OK);
    cr_assert_str_eq(buf_str(&b), "12345");
    buf_release(&b);
    cr_assert_eq(paths_read(path, 4, &b, &e), ERR_LIMIT);
    cr_assert_null(b.p, "nothing is kept of a refused file");
    cr_assert_str_eq(e.arg[1], "4");
    cr_assert_eq(paths_read(dir, 100, &b, &e), ERR_IO);
    char *none = mem_printf("%s/none", dir);
    char *below = mem_printf("%s/f/none", dir);
    cr_assert_eq(paths_read(none, 100, &b, &e), ERR_NOT_FOUND);
    cr_assert_eq(paths_read(below, 100, &b, &e), ERR_NOT_FOUND);
    char *empty = scratch_file(dir, "empty", "", 0);
    cr_assert_eq(paths_read(empty, 0, &b, &e), OK);
    cr_assert_eq(b.len, 0);
    buf_release(&b);
    free(empty);
    free(below);
    free(none);
    free(path);
    scratch_free(dir);
}

Test(paths, read_never_hangs)
{
    char *dir = scratch_new();
    char *pipe = mem_printf("%s/pipe", dir);
    struct buf b;
    struct err e = {0};
    cr_assert_eq(mkfifo(pipe, 0600), 0);
    cr_assert_eq(paths_read(pipe, 100, &b, &e), ERR_IO, "nobody writes");
    cr_assert_str_eq(e.arg[1], strerror(ETIMEDOUT));
    int hold = open(pipe, O_RDWR | O_CLOEXEC); /* a writer that says something and stays */
    cr_assert_eq(write(hold, "1", 1), 1);
    cr_assert_eq(paths_read(pipe, 100, &b, &e), ERR_IO, "it never ends");
    close(hold);
    cr_assert_eq(paths_read("/dev/zero", 100, &b, &e), ERR_LIMIT);
    cr_assert_eq(paths_read("/dev/null", 100, &b, &e), OK);
    buf_release(&b);
    free(pipe);
    scratch_free(dir);
}

static void holds(const char *path, const char *want, mode_t mode)
{
    struct buf b;
    cr_assert_eq(paths_read(path, 0, &b, NULL), OK);
    cr_expect_str_eq(buf_str(&b), want);
    buf_release(&b);
    struct stat st;
    cr_assert_eq(lstat(path, &st), 0);
    cr_expect_eq(st.st_mode & 0777, mode);
}

Test(paths, write_is_whole_or_not_there)
{
    char *dir = scratch_new();
    char *path = mem_printf("%s/report.csv", dir);
    cr_assert_eq(paths_write(path, "one", 3, 0644, NULL), OK);
    holds(path, "one", 0644);
    cr_assert_eq(paths_write(path, "two!", 4, 0600, NULL), OK);
    holds(path, "two!", 0600);
    /* A link stays a link; its target is replaced. */
    char *link = mem_printf("%s/link", dir);
    cr_assert_eq(symlink("report.csv", link), 0);
    cr_assert_eq(paths_write(link, "three", 5, 0644, NULL), OK);
    holds(path, "three", 0644);
    struct stat st;
    cr_assert_eq(lstat(link, &st), 0);
    cr_assert(S_ISLNK(st.st_mode));
    /* Devices are written, not replaced. */
    cr_assert_eq(paths_write("/dev/null", "x", 1, 0644, NULL), OK);
    cr_assert_eq(lstat("/dev/null", &st), 0);
    cr_assert(S_ISCHR(st.st_mode));
    struct err e = {0};
    char *none = mem_printf("%s/none/x", dir);
    cr_assert_eq(paths_write(none, "x", 1, 0644, &e), ERR_IO);
    cr_assert_str_eq(e.arg[0], none);
    cr_assert_eq(paths_write(dir, "x", 1, 0644, &e), ERR_IO, "a folder is no file");
    cr_assert_eq(paths_write("/dev/full", "x", 1, 0644, &e), ERR_IO);
    free(none);
    free(link);
    free(path);
    scratch_free(dir);
}
