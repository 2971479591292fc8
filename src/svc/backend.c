/* Backends: the one in force, its URL taken apart, its secret fetched. A secret never enters an
 * error text or the log. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config_in.h"
#include "zhiban/base/clock.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"
#include "zhiban/vendor/vendor.h"

#define SECRET_MAX 10240
#define COMMAND_MS 5000
#define VENDORS_MAX 32

extern char **environ;

void backend_cfg_release(struct backend_cfg *b)
{
    if (!b) {
        return;
    }
    free(b->name);
    free(b->url);
    free(b->vendor);
    free(b->base_url);
    free(b->user);
    free(b->secret_file);
    free(b->secret_command);
    free(b->ca_file);
    *b = (struct backend_cfg){0};
}

/* ---- the URL --------------------------------------------------------------------------------- */

static enum err_code bad_url(struct err *e, const char *msgid, const char *what)
{
    err_set(e, ERR_USAGE, msgid, what);
    return err_hint(
        e, N_("write json+https://host/path, asterisk+http://user@host:8088/prefix or sim:"));
}

/* The vendor's name before '+', checked against those the program has. */
static enum err_code parse_vendor(const char *s, size_t n, struct backend_cfg *b, struct err *e)
{
    const char *names[VENDORS_MAX];
    size_t count = 0;
    char word[32];
    snprintf(word, sizeof word, "%.*s", n < sizeof word ? (int)n : 0, s);
    for (; count < VENDORS_MAX && vendors[count]; count++) {
        names[count] = vendors[count]->name;
        if (strcmp(word, names[count]) == 0) {
            b->vendor = mem_strdup(word);
            return OK;
        }
    }
    const char *near = text_nearest(word, names, count);
    err_set(e, ERR_USAGE, N_("there is no backend of kind {0}"), word, near ? near : "");
    return err_hint(
        e, near
               ? N_("did you mean {1}?")
               : N_("write json+https://host/path, asterisk+http://user@host:8088/prefix or sim:"));
}

/* Percent-decodes a user name; false for a broken escape or a control character. */
static bool decode(const char *s, size_t n, char **to)
{
    char *out = mem_alloc(n + 1);
    size_t len = 0;
    bool good = true;
    for (size_t i = 0; i < n && good; i++) {
        char c = s[i];
        if (c == '%') {
            char hex[3] = {i + 1 < n ? s[i + 1] : 'x', i + 2 < n ? s[i + 2] : 'x', '\0'};
            good = strspn(hex, "0123456789abcdefABCDEF") == 2;
            c = (char)strtol(hex, NULL, 16);
            i += 2;
        }
        good = good && (unsigned char)c >= 0x20 && c != 0x7f;
        out[len++] = c;
    }
    out[len] = '\0';
    *to = out;
    return good;
}

/* host, host:port, [v6]:port. */
static bool host_good(const char *s, size_t n)
{
    static const char other[] = "-._~:[]"; /* besides letters, digits and non-ASCII names */
    const char *end = s + n;
    const char *port = memchr(s, ':', n);
    for (const char *p = s; p < end; p++) {
        if ((unsigned char)*p < 0x80 && !isalnum((unsigned char)*p) && !strchr(other, *p)) {
            return false;
        }
    }
    if (n > 0 && s[0] == '[') {
        const char *close = memchr(s, ']', n);
        if (!close || close == s + 1 || (close + 1 < end && close[1] != ':')) {
            return false;
        }
        port = close + 1 < end ? close + 1 : NULL;
    } else if (port && memchr(port + 1, ':', (size_t)(end - port - 1))) {
        return false;
    }
    if (port) {
        long v = 0;
        for (const char *p = port + 1; p < end; p++) {
            if (*p < '0' || *p > '9' || (v = v * 10 + (*p - '0')) > 65535) {
                return false;
            }
        }
        if (v == 0) {
            return false;
        }
    }
    return n > 0 && port != s;
}

/* Takes "transport://[user@]host…" apart. */
static enum err_code parse_address(const char *transport, struct backend_cfg *b, struct err *e)
{
    bool tls = strncmp(transport, "https://", 8) == 0;
    if (!tls && strncmp(transport, "http://", 7) != 0) {
        return bad_url(e, N_("the backend's URL must go on with http:// or https://"), "");
    }
    const char *authority = strstr(transport, "://") + 3;
    size_t len = strcspn(authority, "/?#");
    const char *host = authority;
    for (const char *p = authority; p < authority + len; p++) {
        host = *p == '@' ? p + 1 : host;
    }
    if (host > authority) {
        size_t n = (size_t)(host - authority) - 1;
        if (memchr(authority, ':', n)) {
            err_set(e, ERR_USAGE, N_("a password does not belong in a URL"));
            return err_hint(e, N_("use secret_file, secret_command or ZHIBAN_BACKEND_SECRET_FILE"));
        }
        if (!decode(authority, n, &b->user) || b->user[0] == '\0') {
            return bad_url(e, N_("the user in the backend's URL cannot be read"), "");
        }
    }
    size_t host_len = len - (size_t)(host - authority);
    if (!host_good(host, host_len)) {
        return bad_url(e, N_("the host or port in the backend's URL cannot be read"), "");
    }
    const char *rest = authority + len;
    if (strchr(rest, '#')) {
        return bad_url(e, N_("the backend's URL may have no # part"), "");
    }
    size_t rest_len = strlen(rest);
    if (strcmp(b->vendor, "asterisk") == 0) { /* a prefix, not a page */
        while (rest_len > 0 && rest[rest_len - 1] == '/') {
            rest_len--;
        }
    }
    b->base_url =
        mem_printf("%s://%.*s%s%.*s", tls ? "https" : "http", (int)host_len, host,
                   rest_len == 0 && strcmp(b->vendor, "json") == 0 ? "/" : "", (int)rest_len, rest);
    return OK;
}

static enum err_code parse_url(struct backend_cfg *b, struct err *e)
{
    const char *url = b->url;
    for (const unsigned char *p = (const unsigned char *)url; *p; p++) {
        if (*p <= 0x20 || *p == 0x7f) {
            return bad_url(e, N_("the backend's URL holds a blank or control character"), "");
        }
    }
    if (strncmp(url, "sim:", 4) == 0) {
        if (url[4]) {
            return bad_url(e, N_("nothing may follow sim:"), "");
        }
        b->vendor = mem_strdup("sim");
        b->base_url = mem_strdup("");
        b->user = mem_strdup("");
        return OK;
    }
    const char *colon = strstr(url, "://");
    const char *plus = strchr(url, '+');
    if (!colon || !plus || plus > colon) {
        return bad_url(e, N_("the backend's URL does not say what it speaks"), "");
    }
    enum err_code code = parse_vendor(url, (size_t)(plus - url), b, e);
    return code == OK ? parse_address(plus + 1, b, e) : code;
}

/* ---- the backend in force -------------------------------------------------------------------- */

static char *copy(const char *s)
{
    return s ? mem_strdup(s) : NULL;
}

static const struct backend_cfg *named(const struct config *c, const char *name)
{
    for (size_t i = 0; i < c->backends.n; i++) {
        if (strcmp(c->backends.v[i].name, name) == 0) {
            return &c->backends.v[i];
        }
    }
    return NULL;
}

static enum err_code no_backend(const struct config *c, const char *name, struct err *e)
{
    const char *names[64];
    size_t n = 0;
    for (; c->backends.v && n < c->backends.n && n < 64; n++) {
        names[n] = c->backends.v[n].name;
    }
    if (name[0] == '\0') {
        err_set(e, ERR_USAGE,
                n == 0 ? N_("no backend is configured")
                       : N_("more than one backend is configured, and none is chosen"));
        return err_hint(e, n == 0 ? N_("write a [backend NAME] section, use --backend URL, or see "
                                       "everything on a simulated floor with `zhiban demo`")
                                  : N_("write backend = NAME in [main], or use --backend NAME"));
    }
    const char *near = text_nearest(name, names, n);
    err_set(e, ERR_USAGE, N_("there is no backend {0}"), name, near ? near : "");
    return err_hint(
        e, near
               ? N_("did you mean {1}?")
               : N_("write a [backend {0}] section, or give a URL such as json+https://host/path"));
}

enum err_code config_backend(const struct config *c, struct backend_cfg *to, struct err *e)
{
    const char *name = c->backend ? c->backend : "";
    const struct backend_cfg *from = NULL;
    *to = (struct backend_cfg){0};
    if (name[0] == '\0' && c->backends.n == 1) {
        from = &c->backends.v[0];
    } else if (name[0]) {
        from = named(c, name);
    }
    if (!from && !strchr(name, ':')) {
        return no_backend(c, name, e);
    }
    to->name = mem_strdup(from ? from->name : "url");
    to->url = copy(from ? from->url : name);
    if (from) {
        to->secret_file = copy(from->secret_file);
        to->secret_command = copy(from->secret_command);
        to->ca_file = copy(from->ca_file);
        to->insecure = from->insecure;
    }
    enum err_code code;
    if (!to->url || !to->url[0]) {
        err_set(e, ERR_USAGE, N_("the section [backend {0}] has no url"), to->name);
        code = err_hint(
            e, N_("write json+https://host/path, asterisk+http://user@host:8088/prefix or sim:"));
    } else {
        code = parse_url(to, e);
    }
    if (code != OK) {
        backend_cfg_release(to);
        return ERR_USAGE;
    }
    if (!to->user) {
        to->user = mem_strdup("");
    }
    if (!from) { /* what a URL has no room for */
        free(to->name);
        const char *host = strstr(to->base_url, "://");
        host = host ? host + 3 : "sim";
        to->name = mem_printf("%.*s", (int)strcspn(host, "/?"), host);
    }
    return OK;
}

/* ---- the secret ------------------------------------------------------------------------------ */

/* The first line, refused when it is empty or could break out of a header. Wipes text. */
static enum err_code take_secret(char *text, size_t n, const char *from, char **to, struct err *e)
{
    enum err_code code = OK;
    size_t len = 0;
    while (len < n && text[len] != '\n') {
        len++;
    }
    while (len > 0 && text[len - 1] == '\r') {
        len--;
    }
    for (size_t i = 0; i < len && code == OK; i++) {
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f) {
            code = err_set(e, ERR_USAGE, N_("the secret from {0} holds a control character"), from);
        }
    }
    if (code == OK && len == 0) {
        code = err_set(e, ERR_USAGE, N_("the secret from {0} is empty"), from);
    }
    if (code == OK) {
        *to = mem_strndup(text, len);
    }
    explicit_bzero(text, n);
    return code;
}

static enum err_code secret_from_file(const char *path, char **to, struct err *e)
{
    char text[SECRET_MAX + 1];
    size_t n = 0;
    ssize_t got = 0;
    struct stat st;
    enum err_code code = OK;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 || fstat(fd, &st) != 0) {
        code = err_set(e, ERR_USAGE, N_("the secret file {0} cannot be read: {1}"), path,
                       strerror(errno));
        goto out;
    }
    if (!S_ISREG(st.st_mode)) {
        code = err_set(e, ERR_USAGE, N_("the secret file {0} is not a regular file"), path);
        goto out;
    }
    if (st.st_mode & 077) {
        err_set(e, ERR_USAGE, N_("the secret file {0} can be used by others"), path);
        code = err_hint(e, N_("chmod 600 {0}"));
        goto out;
    }
    while (n < sizeof text && (got = read(fd, text + n, sizeof text - n)) > 0) {
        n += (size_t)got;
    }
    if (got < 0) {
        code = err_set(e, ERR_USAGE, N_("the secret file {0} cannot be read: {1}"), path,
                       strerror(errno));
    } else if (n > SECRET_MAX) {
        code = err_set(e, ERR_USAGE, N_("the secret from {0} is longer than 10 KiB"), path);
    } else {
        code = take_secret(text, n, path, to, e);
    }
out:
    explicit_bzero(text, n);
    if (fd >= 0) {
        close(fd);
    }
    return code;
}

/* Starts `sh -c command` in its own process group, standard output into a pipe. 0, or an errno. */
static int start_command(const char *command, pid_t *pid, int *out)
{
    int ends[2];
    if (pipe(ends) != 0) {
        return errno;
    }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    posix_spawn_file_actions_t fa;
    posix_spawnattr_t at;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&fa);
    posix_spawnattr_init(&at);
    posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDONLY, 0);
    if (ends[1] != 1) {
        posix_spawn_file_actions_adddup2(&fa, ends[1], 1);
        posix_spawn_file_actions_addclose(&fa, ends[1]);
    }
    posix_spawnattr_setpgroup(&at, 0);
    posix_spawnattr_setsigmask(&at, &none);
    posix_spawnattr_setsigdefault(&at, &all);
    posix_spawnattr_setflags(&at, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                      POSIX_SPAWN_SETSIGDEF);
    char sh[] = "sh", c[] = "-c";
    char *line = mem_strdup(command);
    char *argv[] = {sh, c, line, NULL};
    int r = posix_spawn(pid, "/bin/sh", &fa, &at, argv, environ);
    free(line);
    posix_spawn_file_actions_destroy(&fa);
    posix_spawnattr_destroy(&at);
    close(ends[1]);
    if (r != 0) {
        close(ends[0]);
        return r;
    }
    *out = ends[0];
    return 0;
}

/* Reads until the end, the limit or the deadline; −1: not in time. */
static ssize_t read_bounded(int fd, char *to, size_t size, int64_t until)
{
    size_t n = 0;
    for (;;) {
        int64_t left = until - clock_raw_ms();
        struct pollfd p = {.fd = fd, .events = POLLIN};
        int r = left > 0 ? poll(&p, 1, (int)left) : 0;
        if (r < 0 && errno == EINTR) {
            continue;
        }
        if (r <= 0) {
            return -1;
        }
        ssize_t got = read(fd, to + n, size - n);
        if (got <= 0) {
            return (ssize_t)n;
        }
        n += (size_t)got;
        if (n == size) {
            return (ssize_t)n;
        }
    }
}

/* Waits for the child until the deadline, then kills its whole group. Its status, or −1. */
static int reap(pid_t pid, int64_t until)
{
    int status = -1;
    while (waitpid(pid, &status, WNOHANG) == 0) {
        if (clock_raw_ms() >= until) {
            kill(-pid, SIGKILL);
            waitpid(pid, &status, 0);
            return -1;
        }
        poll(NULL, 0, 5);
    }
    return status;
}

static enum err_code secret_from_command(const char *command, char **to, struct err *e)
{
    static const char from[] = "secret_command";
    char text[SECRET_MAX + 1];
    pid_t pid = 0;
    int fd = -1;
    int no = start_command(command, &pid, &fd);
    if (no != 0) {
        return err_set(e, ERR_USAGE, N_("secret_command cannot be started: {0}"), strerror(no));
    }
    int64_t until = clock_raw_ms() + COMMAND_MS;
    ssize_t n = read_bounded(fd, text, sizeof text, until);
    close(fd);
    int status = reap(pid, n < 0 ? 0 : until);
    enum err_code code;
    if (n < 0) {
        code = err_set(e, ERR_USAGE, N_("secret_command did not end within 5 seconds"));
    } else if (n > SECRET_MAX) {
        code = err_set(e, ERR_USAGE, N_("the secret from {0} is longer than 10 KiB"), from);
    } else if (status != 0) {
        code = err_set(e, ERR_USAGE, N_("secret_command failed (exit status {0})"),
                       NUM(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)));
    } else {
        code = take_secret(text, (size_t)n, from, to, e);
    }
    explicit_bzero(text, n > 0 ? (size_t)n : 0);
    return code;
}

enum err_code config_secret(const struct config *c, const struct backend_cfg *b, char **to,
                            struct err *e)
{
    *to = NULL;
    /* The environment comes before the file; a bare [main] secret_file serves backends without one.
     */
    const char *env = getenv("ZHIBAN_BACKEND_SECRET_FILE");
    enum err_code code;
    if (env && env[0]) {
        code = secret_from_file(env, to, e);
    } else if (b->secret_file && b->secret_file[0]) {
        code = secret_from_file(b->secret_file, to, e);
    } else if (b->secret_command && b->secret_command[0]) {
        code = secret_from_command(b->secret_command, to, e);
    } else if (c->secret_file && c->secret_file[0]) {
        code = secret_from_file(c->secret_file, to, e);
    } else {
        *to = mem_strdup("");
        code = OK;
    }
    return code;
}
