/* The simulator's server: libmicrohttpd run from one poll loop of ours, so that a slow or stalled
 * answer (a suspended connection) never holds up another. Files: main.c (start and end),
 * server_options.c (command line), server.c (loop and connections), server_reply.c (what is
 * answered, faults), server_crypto.c (MD5 and the certificate of another host). */
#ifndef ZHIBAN_SIM_SERVER_H
#define ZHIBAN_SIM_SERVER_H

#include <microhttpd.h>
#include <netinet/in.h>

#include "zhiban/base/clock.h"

#include "dialect_ami.h"
#include "fault.h"
#include "replay.h"
#include "stage.h"

#define SERVER_BODY_MAX 40960 /* of a request; Asterisk's limit */

struct options {
    char host[64];
    int port;
    bool six; /* at6 is the address, else at4 */
    struct sockaddr_in at4;
    struct sockaddr_in6 at6;
    int port_fd, life_fd; /* −1: none */
    double speed;
    bool speed_given, asterisk, help;
    const char *data, *start, *replay, *secret_file, *user;
    char *secret, *demo; /* owned */
    int outage_after_min;
    struct sim_opts sim;
    struct faults faults;
    unsigned rights; /* enum ami_right */
};

/* Fills o from the command line; ERR_USAGE says what is wrong. */
enum err_code options_parse(struct options *o, int argc, char **argv, struct err *e);
void options_release(struct options *o);
/* What -h prints. */
extern const char *const options_usage;

/* One request until it is answered. */
struct exchange {
    struct exchange *next; /* of those suspended */
    struct MHD_Connection *connection;
    struct buf body;
    bool answered, suspended;
    int64_t wake_ms; /* clock_raw_ms at which a suspended one goes on */
    enum fault_kind fault;
    bool drawn;   /* fault and delay are decided */
    bool refused; /* a login was, and has waited for it */
};

struct server {
    const struct options *o;
    struct clock clock;
    struct stage stage;
    struct ami *ami;
    struct replay *replay;
    struct rng rng; /* of the faults */
    struct MHD_Daemon *daemon;
    struct exchange *suspended;
    uint64_t run;
    int64_t next_reset_ms;
    struct MHD_Response *cached; /* the last json document … */
    char cached_etag[64];        /* … and its tag */
    char *key_pem, *cert_pem;
};

enum err_code server_start(struct server *s, const struct options *o, struct err *e);
/* Runs until a signal or the end of the life pipe. */
void server_run(struct server *s, int signal_fd);
void server_stop(struct server *s);
/* The port it listens on. */
int server_port(const struct server *s);

/* Answers one complete request; called again after a suspension. */
enum MHD_Result server_reply(struct server *s, struct exchange *x, const char *url,
                             const char *method);
/* Holds the connection for delay_ms (negative: as long as a stall lasts). */
void server_suspend(struct server *s, struct exchange *x, int64_t delay_ms);

/* server_crypto.c */
void crypto_md5(const char *text, char hex[33]);
/* A new key and a certificate signed by it, for a host nobody asked for; PEM, free(). false:
 * failed. */
bool crypto_bad_certificate(char **key_pem, char **cert_pem);

#endif
