/* The command line of zhiban-sim: one table says what there is and how each is read. */
#include "server.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/paths.h"

const char *const options_usage = N_(
    "Usage: zhiban-sim [options]\n"
    "  --listen ADDRESS:PORT   a loopback address; port 0: any free one (default 127.0.0.1:8080)\n"
    "  --dialect json|asterisk (default json)\n"
    "  --seed N                the same seed gives the same day (default 1)\n"
    "  --speed X               centre seconds in a real second (default 1)\n"
    "  --agents N              10 to 10000 agents instead of the centre's own\n"
    "  --data DIR              the centre's folder (default: the demonstration)\n"
    "  --start TIME            RFC 3339 (default ZHIBAN_NOW, else the machine's time)\n"
    "  --load F                times the usual number of calls\n"
    "  --outage                a large fault two hours after the start\n"
    "  --outage-after MIN      … that many minutes after it\n"
    "  --fault FAULT           slow=2s, drop=10%, garbage, truncate, status=503, stall,\n"
    "                          reset-counters, badcert; may be given several times\n"
    "  --replay DIR            play a trace or a folder of recordings\n"
    "  --user NAME             of the sign-in (default demo)\n"
    "  --secret-file FILE      its secret (asterisk: default demo; json: none)\n"
    "  --rights LIST           of the asterisk user: reporting,agent (default both) or none\n"
    "  --port-fd N             write the port to this descriptor and close it\n"
    "  --life-fd N             end when this pipe ends\n");

enum {
    O_LISTEN = 256,
    O_DIALECT,
    O_SEED,
    O_SPEED,
    O_AGENTS,
    O_DATA,
    O_START,
    O_LOAD,
    O_OUTAGE,
    O_OUTAGE_AFTER,
    O_FAULT,
    O_REPLAY,
    O_USER,
    O_SECRET_FILE,
    O_RIGHTS,
    O_PORT_FD,
    O_LIFE_FD,
};

static const struct option longs[] = {
    {"agents", required_argument, NULL, O_AGENTS},
    {"data", required_argument, NULL, O_DATA},
    {"dialect", required_argument, NULL, O_DIALECT},
    {"fault", required_argument, NULL, O_FAULT},
    {"help", no_argument, NULL, 'h'},
    {"life-fd", required_argument, NULL, O_LIFE_FD},
    {"listen", required_argument, NULL, O_LISTEN},
    {"load", required_argument, NULL, O_LOAD},
    {"outage", no_argument, NULL, O_OUTAGE},
    {"outage-after", required_argument, NULL, O_OUTAGE_AFTER},
    {"port-fd", required_argument, NULL, O_PORT_FD},
    {"replay", required_argument, NULL, O_REPLAY},
    {"rights", required_argument, NULL, O_RIGHTS},
    {"secret-file", required_argument, NULL, O_SECRET_FILE},
    {"seed", required_argument, NULL, O_SEED},
    {"speed", required_argument, NULL, O_SPEED},
    {"start", required_argument, NULL, O_START},
    {"user", required_argument, NULL, O_USER},
    {NULL, 0, NULL, 0},
};

static const char *name_of(int id)
{
    for (const struct option *o = longs; o->name != NULL; o++) {
        if (o->val == id) {
            return o->name;
        }
    }
    return "";
}

static enum err_code bad_value(int id, const char *value, struct err *e)
{
    err_set(e, ERR_USAGE, N_("--{0} does not take {1}"), name_of(id), value);
    return err_hint(e, N_("run zhiban sim -h"));
}

static enum err_code read_number(int id, const char *value, double lo, double hi, double *to,
                                 struct err *e)
{
    char *end;
    errno = 0;
    double v = strtod(value, &end);
    if (end == value || *end != '\0' || errno != 0 || !(v >= lo && v <= hi)) {
        return bad_value(id, value, e);
    }
    *to = v;
    return OK;
}

static enum err_code read_int(int id, const char *value, long lo, long hi, int *to, struct err *e)
{
    double v = 0;
    enum err_code rc = read_number(id, value, (double)lo, (double)hi, &v, e);
    if (rc == OK && v != (double)(int)v) {
        return bad_value(id, value, e);
    }
    *to = rc == OK ? (int)v : *to;
    return rc;
}

/* Only the machine itself may connect: the floor has no sign-in worth the name. */
static bool is_loopback(const struct options *o)
{
    return o->six ? IN6_IS_ADDR_LOOPBACK(&o->at6.sin6_addr)
                  : ntohl(o->at4.sin_addr.s_addr) >> 24 == 127;
}

/* The host and port as an address; false: it is not a numeric one. */
static bool read_address(struct options *o)
{
    o->six = strchr(o->host, ':') != NULL;
    o->at4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)o->port)};
    o->at6 = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)o->port)};
    return inet_pton(o->six ? AF_INET6 : AF_INET, o->host,
                     o->six ? (void *)&o->at6.sin6_addr : (void *)&o->at4.sin_addr) == 1;
}

static enum err_code read_listen(struct options *o, const char *value, struct err *e)
{
    const char *colon = strrchr(value, ':');
    size_t n = colon ? (size_t)(colon - value) : 0;
    char *end = NULL;
    long port = colon && isdigit((unsigned char)colon[1]) ? strtol(colon + 1, &end, 10) : -1;
    if (n > 2 && value[0] == '[' && value[n - 1] == ']') {
        value++;
        n -= 2;
    }
    if (port < 0 || port > 65535 || *end != '\0' || n == 0 || n >= sizeof o->host) {
        err_set(e, ERR_USAGE, N_("--listen takes ADDRESS:PORT, not {0}"), value);
        return err_hint(e, N_("give 127.0.0.1:8080, or port 0 for any free one"));
    }
    memcpy(o->host, value, n);
    o->host[n] = '\0';
    if (strcmp(o->host, "localhost") == 0) {
        memcpy(o->host, "127.0.0.1", sizeof "127.0.0.1");
    }
    o->port = (int)port;
    if (!read_address(o)) {
        return err_set(e, ERR_USAGE, N_("{0} is not a numeric address"), o->host);
    }
    if (!is_loopback(o)) {
        err_set(e, ERR_USAGE, N_("the simulated centre listens on this machine only, not on {0}"),
                o->host);
        return err_hint(e,
                        N_("give 127.0.0.1:PORT; for another machine forward the port with ssh"));
    }
    return OK;
}

static enum err_code read_rights(struct options *o, const char *value, struct err *e)
{
    unsigned rights = 0;
    for (const char *at = value; *at != '\0';) {
        size_t n = strcspn(at, ",");
        if (n == 9 && memcmp(at, "reporting", n) == 0) {
            rights |= AMI_REPORTING;
        } else if (n == 5 && memcmp(at, "agent", n) == 0) {
            rights |= AMI_AGENT;
        } else if (!(n == 4 && memcmp(at, "none", n) == 0)) {
            return bad_value(O_RIGHTS, value, e);
        }
        at += n + (at[n] == ',');
    }
    o->rights = rights;
    return OK;
}

static enum err_code read_dialect(struct options *o, const char *value, struct err *e)
{
    o->asterisk = strcmp(value, "asterisk") == 0;
    return o->asterisk || strcmp(value, "json") == 0 ? OK : bad_value(O_DIALECT, value, e);
}

static enum err_code read_start(struct options *o, const char *value, struct err *e)
{
    int64_t t;
    o->start = value;
    return civil_parse(value, strlen(value), &t) ? OK : bad_value(O_START, value, e);
}

static enum err_code read_seed(struct options *o, const char *value, struct err *e)
{
    char *end;
    errno = 0;
    o->sim.seed = strtoull(value, &end, 10);
    bool good = isdigit((unsigned char)value[0]) && *end == '\0' && errno == 0;
    return good ? OK : bad_value(O_SEED, value, e);
}

static enum err_code read_outage(struct options *o, const char *value, struct err *e)
{
    o->sim.outage = true;
    return value ? read_int(O_OUTAGE_AFTER, value, 0, 10080, &o->outage_after_min, e) : OK;
}

/* Options whose value is kept as it is written. */
static const char **text_of(struct options *o, int id)
{
    switch (id) {
    case O_DATA:
        return &o->data;
    case O_REPLAY:
        return &o->replay;
    case O_SECRET_FILE:
        return &o->secret_file;
    case O_USER:
        return &o->user;
    default:
        return NULL;
    }
}

static enum err_code read_option(struct options *o, int id, const char *value, struct err *e)
{
    const char **text = text_of(o, id);
    if (text != NULL) {
        *text = value;
        return OK;
    }
    switch (id) {
    case 'h':
        o->help = true;
        return OK;
    case O_LISTEN:
        return read_listen(o, value, e);
    case O_DIALECT:
        return read_dialect(o, value, e);
    case O_SEED:
        return read_seed(o, value, e);
    case O_SPEED:
        o->speed_given = true;
        return read_number(id, value, 0.1, 3600, &o->speed, e);
    case O_AGENTS:
        return read_int(id, value, 10, 10000, &o->sim.agents, e);
    case O_START:
        return read_start(o, value, e);
    case O_LOAD:
        return read_number(id, value, 0.01, 100, &o->sim.load, e);
    case O_OUTAGE:
    case O_OUTAGE_AFTER:
        return read_outage(o, value, e);
    case O_FAULT:
        return fault_add(&o->faults, value, e);
    case O_RIGHTS:
        return read_rights(o, value, e);
    case O_PORT_FD:
        return read_int(id, value, 3, 1023, &o->port_fd, e);
    case O_LIFE_FD:
        return read_int(id, value, 3, 1023, &o->life_fd, e);
    default:
        err_set(e, ERR_USAGE, N_("the command line is not understood"));
        return err_hint(e, N_("run zhiban sim -h"));
    }
}

/* The first line of the file. */
static enum err_code read_secret(struct options *o, struct err *e)
{
    struct buf text = {0};
    enum err_code rc = o->secret_file ? paths_read(o->secret_file, 4096, &text, e) : OK;
    if (rc == OK && o->secret_file != NULL) {
        o->secret = mem_strndup(buf_str(&text), strcspn(buf_str(&text), "\r\n"));
    }
    buf_release(&text);
    return rc;
}

enum err_code options_parse(struct options *o, int argc, char **argv, struct err *e)
{
    *o = (struct options){.host = "127.0.0.1", .port = 8080, .port_fd = -1, .life_fd = -1};
    o->speed = 1;
    o->user = "demo";
    o->rights = AMI_AGENT | AMI_REPORTING;
    o->sim = (struct sim_opts){.seed = 1, .load = 1};
    o->outage_after_min = 120;
    (void)read_address(o);
    enum err_code rc = OK;
    int id;
    opterr = 0;
    while (rc == OK && (id = getopt_long(argc, argv, "h", longs, NULL)) != -1) {
        rc = read_option(o, id, optarg, e);
    }
    if (rc == OK && optind < argc) {
        err_set(e, ERR_USAGE, N_("there is no argument {0}"), argv[optind]);
        rc = err_hint(e, N_("run zhiban sim -h"));
    }
    if (rc == OK) {
        rc = read_secret(o, e);
    }
    if (rc == OK && o->data == NULL) {
        o->data = o->demo = paths_data("demo");
    }
    return rc;
}

void options_release(struct options *o)
{
    if (o->secret != NULL) {
        explicit_bzero(o->secret, strlen(o->secret));
    }
    free(o->secret);
    free(o->demo);
}
