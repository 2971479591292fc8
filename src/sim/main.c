/* zhiban-sim: the simulated centre as a process of its own. */
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/paths.h"

static int signal_pipe[2] = {-1, -1}; /* written by the handler, which can be given nothing else */

static void on_signal(int number)
{
    (void)number;
    int saved = errno;
    if (write(signal_pipe[1], "x", 1) < 0) {
        _exit(0); /* the pipe is full: an earlier signal was not heard */
    }
    errno = saved;
}

static bool watch_signals(void)
{
    struct sigaction act = {.sa_handler = on_signal};
    sigemptyset(&act.sa_mask);
    if (pipe(signal_pipe) != 0) {
        return false;
    }
    for (int i = 0; i < 2; i++) {
        fcntl(signal_pipe[i], F_SETFD, FD_CLOEXEC);
        fcntl(signal_pipe[i], F_SETFL, O_NONBLOCK);
    }
    signal(SIGPIPE, SIG_IGN);
    return sigaction(SIGTERM, &act, NULL) == 0 && sigaction(SIGINT, &act, NULL) == 0 &&
           sigaction(SIGHUP, &act, NULL) == 0;
}

static void print_error(const struct err *e)
{
    struct buf text;
    buf_init(&text, 0);
    err_format(&text, _(e->msgid), e);
    if (e->hint != NULL) {
        buf_puts(&text, ": ");
        err_format(&text, _(e->hint), e);
    }
    fprintf(stderr, "zhiban: %s\n", buf_str(&text));
    buf_release(&text);
}

/* Says where it listens: to the descriptor asked for, and to a person. */
static void tell_port(const struct server *s, const struct options *o)
{
    char text[16];
    int port = server_port(s);
    int n = snprintf(text, sizeof text, "%d\n", port);
    if (o->port_fd >= 0) {
        if (write(o->port_fd, text, (size_t)n) != n) {
            fprintf(stderr, "zhiban: %s\n", strerror(errno));
        }
        close(o->port_fd);
        return;
    }
    bool six = strchr(o->host, ':') != NULL;
    printf("%s+%s://%s%s%s%s%s:%d%s\n", o->asterisk ? "asterisk" : "json",
           o->faults.badcert ? "https" : "http", o->asterisk ? o->user : "", o->asterisk ? "@" : "",
           six ? "[" : "", o->host, six ? "]" : "", port, o->asterisk ? "" : "/snapshot");
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct options o;
    struct server s;
    struct err e = {0};
    char *locale = paths_locale();
    intl_init(NULL, locale);
    free(locale);
    int status = 0;
    if (options_parse(&o, argc, argv, &e) == OK && o.help) {
        fputs(_(options_usage), stdout);
    } else if (e.code == OK && !watch_signals()) {
        err_set(&e, ERR_IO, N_("no pipe can be made: {0}"), strerror(errno));
    } else if (e.code == OK && server_start(&s, &o, &e) == OK) {
        tell_port(&s, &o);
        server_run(&s, signal_pipe[0]);
        server_stop(&s);
    }
    if (e.code != OK) {
        print_error(&e);
        status = err_exit(e.code);
    }
    options_release(&o);
    return status;
}
