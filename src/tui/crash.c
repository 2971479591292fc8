/* Signals and crashes (crash.h). */
#include "crash.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "zhiban/base/mem.h"

static const int soft[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
static const int hard[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
#define N_SOFT (sizeof soft / sizeof soft[0])
#define N_HARD (sizeof hard / sizeof hard[0])

static struct {
    int fd;
    int pipe[2];
    struct termios modes;
    bool have_modes;
    char out[256];
    size_t n;
    volatile sig_atomic_t armed;
    struct sigaction old_soft[N_SOFT], old_hard[N_HARD];
    char stack[16384]; /* for a fault that comes from a full stack */
} state = {.fd = -1, .pipe = {-1, -1}};

void crash_restore(void)
{
    if (!state.armed) {
        return;
    }
    state.armed = 0;
    int saved = errno;
    for (size_t done = 0; done < state.n;) {
        ssize_t k = write(state.fd, state.out + done, state.n - done);
        if (k <= 0) {
            break;
        }
        done += (size_t)k;
    }
    if (state.have_modes) {
        tcsetattr(state.fd, TCSANOW, &state.modes);
    }
    errno = saved;
}

static void on_soft(int sig)
{
    int saved = errno;
    unsigned char b = (unsigned char)sig;
    ssize_t k = write(state.pipe[1], &b, 1); /* a full pipe holds enough of them */
    (void)k;
    errno = saved;
}

/* A fault strikes again by itself when the handler returns; what was sent with kill or abort is
 * sent again. Either then meets whoever was there before us. */
static void on_hard(int sig, siginfo_t *info, void *context)
{
    (void)context;
    crash_restore();
    for (size_t i = 0; i < N_HARD; i++) {
        if (hard[i] == sig) {
            sigaction(sig, &state.old_hard[i], NULL);
        }
    }
    if (info == NULL || info->si_code <= 0) {
        raise(sig);
    }
}

static void set_soft(int sig, struct sigaction *old)
{
    struct sigaction a;
    memset(&a, 0, sizeof a);
    a.sa_handler = on_soft;
    a.sa_flags = SA_RESTART;
    sigemptyset(&a.sa_mask);
    sigaction(sig, &a, old);
}

bool crash_install(int fd)
{
    if (pipe(state.pipe) != 0) {
        return false;
    }
    for (int i = 0; i < 2; i++) {
        fcntl(state.pipe[i], F_SETFL, O_NONBLOCK);
        fcntl(state.pipe[i], F_SETFD, FD_CLOEXEC);
    }
    state.fd = fd;
    state.n = 0;
    state.have_modes = tcgetattr(fd, &state.modes) == 0;
    for (size_t i = 0; i < N_SOFT; i++) {
        set_soft(soft[i], &state.old_soft[i]);
    }
    stack_t alt = {.ss_sp = state.stack, .ss_size = sizeof state.stack};
    stack_t before;
    bool own = sigaltstack(NULL, &before) == 0 && (before.ss_flags & SS_DISABLE) != 0;
    if (own) { /* a sanitizer's stack stays */
        sigaltstack(&alt, NULL);
    }
    struct sigaction a;
    memset(&a, 0, sizeof a);
    a.sa_sigaction = on_hard;
    a.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&a.sa_mask);
    for (size_t i = 0; i < N_HARD; i++) {
        sigaction(hard[i], &a, &state.old_hard[i]);
    }
    mem_set_hook(crash_restore);
    state.armed = 1;
    return true;
}

void crash_restore_string(const char *s, size_t n)
{
    state.armed = 0;
    state.n = n < sizeof state.out ? n : sizeof state.out;
    memcpy(state.out, s, state.n);
    state.armed = 1;
}

void crash_remove(void)
{
    state.armed = 0;
    mem_set_hook(NULL);
    for (size_t i = 0; i < N_SOFT; i++) {
        sigaction(soft[i], &state.old_soft[i], NULL);
    }
    for (size_t i = 0; i < N_HARD; i++) {
        sigaction(hard[i], &state.old_hard[i], NULL);
    }
    for (int i = 0; i < 2; i++) {
        if (state.pipe[i] >= 0) {
            close(state.pipe[i]);
            state.pipe[i] = -1;
        }
    }
}

int crash_pipe(void)
{
    return state.pipe[0];
}

int crash_next_signal(void)
{
    unsigned char b = 0;
    return read(state.pipe[0], &b, 1) == 1 ? b : 0;
}

void crash_stop(void)
{
    struct sigaction dfl;
    memset(&dfl, 0, sizeof dfl);
    dfl.sa_handler = SIG_DFL;
    sigemptyset(&dfl.sa_mask);
    sigaction(SIGTSTP, &dfl, NULL);
    raise(SIGTSTP); /* returns when the process is continued */
    set_soft(SIGTSTP, NULL);
}
