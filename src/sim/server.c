/* The loop: one poll() on libmicrohttpd's epoll descriptor, the signal pipe and the life pipe. */
#include "server.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"

#define STALL_MS 300000
#define CONNECTIONS_MAX 1000
#define IDLE_S 15 /* seconds until an idle connection is closed, as Asterisk does */

void server_suspend(struct server *s, struct exchange *x, int64_t delay_ms)
{
    x->wake_ms = clock_raw_ms() + (delay_ms < 0 ? STALL_MS : delay_ms);
    x->suspended = true;
    x->next = s->suspended;
    s->suspended = x;
    MHD_suspend_connection(x->connection);
}

/* Lets go on whose time has come; returns the milliseconds until the next, or −1. */
static int64_t wake_due(struct server *s, bool all)
{
    int64_t now = clock_raw_ms();
    int64_t next = -1;
    struct exchange **at = &s->suspended;
    while (*at != NULL) {
        struct exchange *x = *at;
        if (all || x->wake_ms <= now) {
            *at = x->next;
            x->suspended = false;
            MHD_resume_connection(x->connection);
            continue;
        }
        if (next < 0 || x->wake_ms - now < next) {
            next = x->wake_ms - now;
        }
        at = &x->next;
    }
    return next;
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *size, void **own)
{
    (void)version;
    struct exchange *x = *own;
    if (x == NULL) {
        x = mem_calloc(1, sizeof *x);
        x->connection = connection;
        buf_init(&x->body, SERVER_BODY_MAX);
        *own = x;
        return MHD_YES;
    }
    if (*size > 0) {
        buf_add(&x->body, data, *size);
        *size = 0;
        return MHD_YES;
    }
    return server_reply(ctx, x, url, method);
}

static void on_completed(void *ctx, struct MHD_Connection *connection, void **own,
                         enum MHD_RequestTerminationCode why)
{
    (void)connection;
    (void)why;
    struct server *s = ctx;
    struct exchange *x = *own;
    if (x == NULL) {
        return;
    }
    for (struct exchange **at = &s->suspended; *at != NULL; at = &(*at)->next) {
        if (*at == x) {
            *at = x->next;
            break;
        }
    }
    buf_release(&x->body);
    free(x);
    *own = NULL;
}

static enum err_code open_floor(struct server *s, struct err *e)
{
    const struct options *o = s->o;
    if (o->start != NULL) {
        setenv("ZHIBAN_NOW", o->start, 1);
    }
    enum err_code rc = clock_init(&s->clock, e);
    if (rc != OK) {
        return rc;
    }
    /* A fixed ZHIBAN_NOW stands still unless a speed or a start was asked for. */
    if (!clock_replaced(&s->clock) || o->start != NULL || o->speed_given) {
        clock_scale(&s->clock, o->speed);
    }
    struct sim_opts sim = o->sim;
    sim.start = clock_now(&s->clock);
    sim.outage_at = sim.start + (int64_t)o->outage_after_min * 60;
    if (o->replay != NULL) {
        rc = replay_open(&s->replay, o->replay, e);
    }
    return rc == OK ? stage_open(&s->stage, o->data, &sim, e) : rc;
}

static enum err_code listen_on(struct server *s, struct err *e)
{
    const struct options *o = s->o;
    const struct sockaddr *at =
        o->six ? (const struct sockaddr *)&o->at6 : (const struct sockaddr *)&o->at4;
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (o->six ? MHD_USE_IPv6 : 0);
    struct MHD_OptionItem tls[] = {{MHD_OPTION_END, 0, NULL}, {0}, {0}};
    if (o->faults.badcert) {
        if (!crypto_bad_certificate(&s->key_pem, &s->cert_pem)) {
            return err_set(e, ERR_IO, N_("the certificate cannot be made"));
        }
        flags |= MHD_USE_TLS;
        tls[0] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, s->key_pem};
        tls[1] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, s->cert_pem};
        tls[2] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
    }
    s->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, s, MHD_OPTION_SOCK_ADDR, at, MHD_OPTION_NOTIFY_COMPLETED,
        on_completed, s, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S, MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
    if (s->daemon == NULL) {
        err_set(e, ERR_IO, N_("cannot listen on {0}, port {1}: {2}"), o->host, NUM(o->port),
                strerror(errno));
        return err_hint(e, N_("choose another port, or 0 for any free one"));
    }
    return OK;
}

enum err_code server_start(struct server *s, const struct options *o, struct err *e)
{
    *s = (struct server){.o = o};
    rng_seed(&s->rng, o->sim.seed ^ 0x5eedU);
    enum err_code rc = open_floor(s, e);
    if (rc == OK) {
        struct ami_opts a = {.user = o->user,
                             .secret = o->secret ? o->secret : "demo",
                             .md5 = crypto_md5,
                             .rights = o->rights,
                             .seed = o->sim.seed};
        s->ami = ami_new(&a);
        s->run = (uint64_t)clock_raw_ms() ^ ((uint64_t)getpid() << 40);
        s->next_reset_ms = clock_raw_ms() + RESET_EVERY_MS;
        rc = listen_on(s, e);
    }
    if (rc != OK) {
        server_stop(s);
    }
    return rc;
}

int server_port(const struct server *s)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

/* Milliseconds until something of ours or of the library is due; −1: nothing. */
static int timeout_ms(struct server *s)
{
    int64_t due = wake_due(s, false);
    MHD_UNSIGNED_LONG_LONG theirs;
    if (MHD_get_timeout(s->daemon, &theirs) == MHD_YES && (due < 0 || (int64_t)theirs < due)) {
        due = (int64_t)theirs;
    }
    if (s->o->faults.reset_counters) {
        int64_t left = s->next_reset_ms - clock_raw_ms();
        left = left > 0 ? left : 0;
        due = due < 0 || left < due ? left : due;
    }
    return due > 60000 ? 60000 : (int)due;
}

static bool readable(const struct pollfd *fd)
{
    return fd->fd >= 0 && (fd->revents & (POLLIN | POLLHUP | POLLERR)) != 0;
}

void server_run(struct server *s, int signal_fd)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    struct pollfd fds[3] = {{.fd = info->epoll_fd, .events = POLLIN},
                            {.fd = signal_fd, .events = POLLIN},
                            {.fd = s->o->life_fd, .events = POLLIN}};
    for (;;) {
        int due = timeout_ms(s);
        if (poll(fds, 3, due) < 0 && errno != EINTR) {
            return;
        }
        char ignored[64];
        if (readable(&fds[1]) ||
            (readable(&fds[2]) && read(fds[2].fd, ignored, sizeof ignored) <= 0)) {
            return;
        }
        if (s->o->faults.reset_counters && clock_raw_ms() >= s->next_reset_ms) {
            s->next_reset_ms += RESET_EVERY_MS;
            sim_reset_counters(s->stage.sim);
        }
        wake_due(s, false);
        MHD_run(s->daemon);
    }
}

void server_stop(struct server *s)
{
    if (s->daemon != NULL) {
        wake_due(s, true);
        MHD_stop_daemon(s->daemon);
    }
    if (s->cached != NULL) {
        MHD_destroy_response(s->cached);
    }
    ami_free(s->ami);
    replay_free(s->replay);
    stage_close(&s->stage);
    clock_release(&s->clock);
    free(s->key_pem);
    free(s->cert_pem);
    *s = (struct server){0};
}
