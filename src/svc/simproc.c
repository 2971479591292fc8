/* Spawning the simulator. The child gets two descriptors of fixed number: 3 to write its port to, 4
 * to notice our end by. It is a process group of its own, so that the terminal's Ctrl-C does not
 * end it. */
#include "zhiban/svc/simproc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "zhiban/base/clock.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/paths.h"

#define CHILD_PORT_FD 3
#define CHILD_LIFE_FD 4
#define STOP_MS 500
#define ARGS_MAX 40

extern char **environ;

/* A pipe whose ends close on exec and stay clear of the numbers the child gets. */
static bool make_pipe(int to[2])
{
    int raw[2];
    if (pipe(raw) != 0) {
        return false;
    }
    for (int i = 0; i < 2; i++) {
        to[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, 10);
        close(raw[i]);
    }
    return to[0] >= 0 && to[1] >= 0;
}

static void close_end(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
    }
    *fd = -1;
}

static void add_option(const char **argv, size_t *n, const char *name, const char *value)
{
    if (value && *n + 2 < ARGS_MAX) {
        argv[(*n)++] = name;
        argv[(*n)++] = value;
    }
}

static int spawn(struct simproc *p, const char *exe, const char *const *argv, int port_w,
                 int life_r)
{
    posix_spawn_file_actions_t fa;
    posix_spawnattr_t at;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&fa);
    posix_spawnattr_init(&at);
    posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&fa, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&fa, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&fa, port_w, CHILD_PORT_FD);
    posix_spawn_file_actions_adddup2(&fa, life_r, CHILD_LIFE_FD);
    posix_spawnattr_setpgroup(&at, 0);
    posix_spawnattr_setsigmask(&at, &none);
    posix_spawnattr_setsigdefault(&at, &all);
    posix_spawnattr_setflags(&at, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                      POSIX_SPAWN_SETSIGDEF);
    /* posix_spawn takes the arguments as they are: it does not write to them. */
    int no = posix_spawn(&p->pid, exe, &fa, &at, (char *const *)argv, environ);
    posix_spawn_file_actions_destroy(&fa);
    posix_spawnattr_destroy(&at);
    return no;
}

enum err_code simproc_start(struct simproc *p, const struct simproc_args *a, struct err *e)
{
    *p = (struct simproc){.started = true, .port_fd = -1, .life_fd = -1};
    p->asterisk = a->dialect && strcmp(a->dialect, "asterisk") == 0;
    int port[2] = {-1, -1}, life[2] = {-1, -1};
    char *exe = a->exe ? mem_strdup(a->exe) : paths_libexec("zhiban-sim");
    char *demo = a->data_dir ? NULL : paths_data("demo");
    const char *argv[ARGS_MAX + 1] = {"zhiban-sim", "--listen", "127.0.0.1:0", "--port-fd", "3",
                                      "--life-fd",  "4"};
    size_t n = 7;
    enum err_code code = OK;
    add_option(argv, &n, "--dialect", a->dialect);
    add_option(argv, &n, "--data", a->data_dir ? a->data_dir : demo);
    add_option(argv, &n, "--seed", a->seed);
    add_option(argv, &n, "--speed", a->speed);
    add_option(argv, &n, "--agents", a->agents);
    add_option(argv, &n, "--start", a->start);
    add_option(argv, &n, "--load", a->load);
    if (a->outage) {
        argv[n++] = "--outage";
    }
    for (size_t i = 0; a->faults && a->faults[i]; i++) {
        add_option(argv, &n, "--fault", a->faults[i]);
    }
    int no = make_pipe(port) && make_pipe(life) ? 0 : errno;
    if (no == 0) {
        no = spawn(p, exe, argv, port[1], life[0]);
    }
    if (no != 0) {
        p->pid = 0;
        close_end(&port[0]);
        close_end(&life[1]);
        err_set(e, ERR_IO, N_("the simulated centre {0} cannot be started: {1}"), exe,
                strerror(no));
        code = err_hint(e, N_("check that zhiban is installed whole"));
    }
    close_end(&port[1]);
    close_end(&life[0]);
    p->port_fd = port[0];
    p->life_fd = life[1];
    free(exe);
    free(demo);
    return code == OK && no != 0 ? ERR_IO : code;
}

bool simproc_ended(struct simproc *p)
{
    if (p->pid > 0 && waitpid(p->pid, NULL, WNOHANG) != 0) {
        p->pid = 0;
    }
    return p->pid == 0;
}

enum err_code simproc_ready(struct simproc *p, int timeout_ms, bool *ready, struct err *e)
{
    int64_t until = clock_raw_ms() + timeout_ms;
    *ready = p->url != NULL;
    while (!*ready && p->port_fd >= 0) {
        int64_t left = until - clock_raw_ms();
        struct pollfd fd = {.fd = p->port_fd, .events = POLLIN};
        int got = poll(&fd, 1, left > 0 ? (int)left : 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got == 0) {
            return OK;
        }
        ssize_t n = read(p->port_fd, p->said + p->n_said, sizeof p->said - 1 - p->n_said);
        if (n > 0) {
            p->n_said += (size_t)n;
        }
        /* The port ends with a line end, or with the pipe. */
        if (n > 0 && !strchr(p->said, '\n') && p->n_said < sizeof p->said - 1) {
            continue;
        }
        close_end(&p->port_fd);
        long number = strtol(p->said, NULL, 10);
        if (number > 0 && number <= 65535) {
            p->url = p->asterisk ? mem_printf("asterisk+http://demo@127.0.0.1:%ld", number)
                                 : mem_printf("json+http://127.0.0.1:%ld/snapshot", number);
            *ready = true;
        }
    }
    if (*ready) {
        return OK;
    }
    err_set(e, ERR_NET, N_("the simulated centre ended before it was ready"));
    return err_hint(e, N_("run `zhiban sim --listen 127.0.0.1:0` to see why"));
}

void simproc_stop(struct simproc *p)
{
    if (!p) {
        return;
    }
    if (p->started) { /* {0} owns no descriptor: 0 is not ours to close */
        close_end(&p->port_fd);
        close_end(&p->life_fd);
        int64_t until = clock_raw_ms() + STOP_MS;
        while (!simproc_ended(p)) {
            if (clock_raw_ms() >= until) {
                kill(p->pid, SIGKILL);
                waitpid(p->pid, NULL, 0);
                break;
            }
            poll(NULL, 0, 5);
        }
    }
    free(p->url);
    *p = (struct simproc){0};
}
