#include "zhiban/base/paths.h"

#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "zhiban/base/mem.h"

#define EXE_MAX 4096

static char *home(void)
{
    const char *s = getenv("HOME");
    if (s && s[0] == '/') {
        return mem_strdup(s);
    }
    const struct passwd *pw = getpwuid(getuid());
    return mem_strdup(pw && pw->pw_dir && pw->pw_dir[0] == '/' ? pw->pw_dir : "/");
}

/* The value of an XDG variable; a relative one is ignored, as the specification says. */
static const char *xdg(const char *variable)
{
    const char *s = getenv(variable);
    return s && s[0] == '/' ? s : NULL;
}

static char *xdg_path(const char *variable, const char *under_home, const char *name)
{
    const char *dir = xdg(variable);
    if (dir) {
        return mem_printf("%s/zhiban/%s", dir, name);
    }
    char *h = home();
    char *path = mem_printf("%s/%s/zhiban/%s", strcmp(h, "/") == 0 ? "" : h, under_home, name);
    free(h);
    return path;
}

char *paths_config(const char *name)
{
    return xdg_path("XDG_CONFIG_HOME", ".config", name);
}

char *paths_state(const char *name)
{
    return xdg_path("XDG_STATE_HOME", ".local/state", name);
}

char *paths_user_data(const char *name)
{
    return xdg_path("XDG_DATA_HOME", ".local/share", name);
}

char *paths_runtime(const char *name)
{
    const char *dir = xdg("XDG_RUNTIME_DIR");
    return dir ? mem_printf("%s/zhiban/%s", dir, name) : NULL;
}

static bool cut_suffix(char *s, const char *suffix)
{
    size_t n = strlen(s);
    size_t m = strlen(suffix);
    if (n < m || strcmp(s + n - m, suffix) != 0) {
        return false;
    }
    s[n - m] = '\0';
    return true;
}

/* Takes path if it exists, frees it otherwise. */
static char *if_there(char *path)
{
    if (access(path, F_OK) == 0) {
        return path;
    }
    free(path);
    return NULL;
}

/* below/NAME beside the running executable, as in a build tree, or beside the bin/ or
 * libexec/zhiban/ it is installed in. NULL: not there, or there is no /proc. */
static char *near_executable(const char *below, const char *name)
{
    char dir[EXE_MAX];
    ssize_t n = readlink("/proc/self/exe", dir, sizeof dir - 1);
    if (n <= 0 || dir[0] != '/') {
        return NULL;
    }
    dir[n] = '\0';
    *strrchr(dir, '/') = '\0';
    char *path = if_there(mem_printf("%s/%s/%s", dir, below, name));
    if (!path && (cut_suffix(dir, "/libexec/zhiban") || cut_suffix(dir, "/bin"))) {
        path = if_there(mem_printf("%s/%s/%s", dir, below, name));
    }
    return path;
}

static char *in_trees(const char *below, const char *name)
{
    char *path = near_executable(below, name);
    return path ? path : mem_printf("%s/%s/%s", ZHIBAN_PREFIX, below, name);
}

char *paths_data(const char *name)
{
    char *path = if_there(paths_config(name));
    const char *dir = getenv("ZHIBAN_DATADIR");
    if (!path && dir && *dir) {
        path = if_there(mem_printf("%s/%s", dir, name));
    }
    return path ? path : in_trees("share/zhiban", name);
}

char *paths_locale(void)
{
    const char *dir = getenv("ZHIBAN_DATADIR");
    char *path = dir && *dir ? if_there(mem_printf("%s/../locale", dir)) : NULL;
    return path ? path : in_trees("share", "locale");
}

char *paths_libexec(const char *name)
{
    return in_trees("libexec/zhiban", name);
}
