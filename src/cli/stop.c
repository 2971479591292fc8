#include "stop.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/* What a signal handler may touch has to be static. */
static volatile sig_atomic_t caught;
static int pipe_fd[2] = {-1, -1};

static void on_signal(int number)
{
    int saved = errno;
    caught = number;
    if (write(pipe_fd[1], "", 1) < 0) {
        /* The pipe is full: the loop is awake already. */
    }
    errno = saved;
}

int stop_catch(void)
{
    if (pipe_fd[0] >= 0 || pipe(pipe_fd) != 0) {
        return pipe_fd[0];
    }
    for (int i = 0; i < 2; i++) {
        (void)fcntl(pipe_fd[i], F_SETFD, FD_CLOEXEC);
        (void)fcntl(pipe_fd[i], F_SETFL, O_NONBLOCK);
    }
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction old, act = {.sa_handler = on_signal};
        /* nohup and background jobs ignore a signal on purpose: leave it so. */
        if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN) {
            (void)sigaction(signals[i], &act, NULL);
        }
    }
    return pipe_fd[0];
}

bool stop_asked(void)
{
    return caught != 0;
}

void stop_finish(void)
{
    int number = caught;
    if (number != 0) {
        signal(number, SIG_DFL);
        raise(number);
    }
}
