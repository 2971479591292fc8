/* A loopback HTTP server for tests: a forked process that accepts on 127.0.0.1 and forks once more
 * for each connection. `serve` answers one request and returns whether the connection goes on.
 * Bounded: the server ends by itself after a minute, whatever becomes of the test. */
#ifndef ZHIBAN_TESTS_UNIT_LOOPBACK_H
#define ZHIBAN_TESTS_UNIT_LOOPBACK_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct exchange {
    int fd;
    int connection;  /* number of this connection, from 1 */
    int nth;         /* request on it, from 1 */
    char text[8192]; /* the request: head and body */
};
typedef bool loopback_fn(struct exchange *x);

struct loopback {
    pid_t pid;
    int port;
    int *shared; /* 16 numbers that the server and the test share */
};

/* Writes it all; a reader that has gone is no error of the test. */
static inline bool loopback_write(int fd, const void *data, size_t n)
{
    const char *p = data;
    while (n > 0) {
        ssize_t got = send(fd, p, n, MSG_NOSIGNAL);
        if (got <= 0) {
            return false;
        }
        p += got;
        n -= (size_t)got;
    }
    return true;
}

__attribute__((format(printf, 2, 3))) static inline bool loopback_printf(int fd, const char *fmt,
                                                                         ...)
{
    char text[16384];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    return loopback_write(fd, text, (size_t)n);
}

/* A whole answer with Content-Length; headers: complete lines, or "". */
static inline bool loopback_answer(int fd, const char *status, const char *headers,
                                   const char *body)
{
    return loopback_printf(fd, "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n\r\n%s", status, headers,
                           strlen(body), body);
}

/* Whether the request asks for this path. */
static inline bool loopback_asks(const struct exchange *x, const char *path)
{
    const char *at = strchr(x->text, ' ');
    size_t n = strlen(path);
    return at && strncmp(at + 1, path, n) == 0 && (at[1 + n] == ' ' || at[1 + n] == '?');
}

/* Reads one request, its body included; false at the end. */
static inline bool loopback_read(struct exchange *x)
{
    size_t n = 0;
    while (n + 1 < sizeof x->text) {
        ssize_t got = recv(x->fd, x->text + n, sizeof x->text - 1 - n, 0);
        if (got <= 0) {
            return false;
        }
        n += (size_t)got;
        x->text[n] = '\0';
        const char *end = strstr(x->text, "\r\n\r\n");
        const char *length = strstr(x->text, "\r\nContent-Length:");
        size_t body = length && length < end ? strtoul(length + 17, NULL, 10) : 0;
        if (end && n >= (size_t)(end + 4 - x->text) + body) {
            return true;
        }
    }
    return false;
}

static inline void loopback_serve(int listener, loopback_fn *serve)
{
    signal(SIGCHLD, SIG_IGN);
    alarm(60);
    for (int number = 1;; number++) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) {
            _exit(0);
        }
        if (fork() == 0) {
            alarm(60);
            struct exchange *x = calloc(1, sizeof *x);
            x->fd = fd;
            x->connection = number;
            for (x->nth = 1; loopback_read(x) && serve(x); x->nth++) {
            }
            close(fd);
            _exit(0);
        }
        close(fd);
    }
}

/* *shared is set before the server forks, so that `serve` reaches the same numbers; may be NULL. */
static inline struct loopback loopback_start(loopback_fn *serve, int **shared)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof at;
    struct loopback l = {0};
    l.shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared) {
        *shared = l.shared;
    }
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 64) != 0) {
        abort();
    }
    getsockname(fd, (struct sockaddr *)&at, &len);
    l.port = ntohs(at.sin_port);
    l.pid = fork();
    if (l.pid == 0) {
        setpgid(0, 0);
        loopback_serve(fd, serve);
    }
    setpgid(l.pid, l.pid);
    close(fd);
    return l;
}

static inline void loopback_stop(struct loopback *l)
{
    kill(-l->pid, SIGKILL);
    waitpid(l->pid, NULL, 0);
    munmap(l->shared, 4096);
    l->pid = 0;
}

#endif
