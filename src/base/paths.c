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

/* The folder that holds share/ and libexec/ beside the running executable: its own folder in a
 * build tree, the one above bin/ or libexec/zhiban/ where it is installed. NULL: /proc is not
 * there. */
static char *tree_of_executable(void)
{
    char path[EXE_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    if (n <= 0 || path[0] != '/') {
        return NULL;
    }
    path[n] = '\0';
    *strrchr(path, '/') = '\0';
    if (!cut_suffix(path, "/libexec/zhiban")) {
        cut_suffix(path, "/bin");
    }
    return mem_strdup(path);
}

/* Takes path if it exists, frees it otherwise. */
static char *if_there(char *path)
{
    if (path && access(path, F_OK) == 0) {
        return path;
    }
    free(path);
    return NULL;
}

/* below/NAME in the executable's own tree if it is there, else in PREFIX. */
static char *in_trees(const char *below, const char *name)
{
    char *tree = tree_of_executable();
    char *path = tree ? if_there(mem_printf("%s/%s/%s", tree, below, name)) : NULL;
    free(tree);
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
