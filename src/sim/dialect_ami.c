/* Sessions, sign-in and actions of the asterisk dialect. */
#include "dialect_ami.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "zhiban/base/mem.h"

#include "floor_ops.h"
#include "replay.h"

#define SESSIONS_MAX 100
#define SIGNED_IN_MS 60000
#define UNKNOWN_MS 5000
#define REFUSED_DELAY_MS 1000

struct session {
    uint32_t id; /* 0: free */
    bool signed_in;
    uint32_t challenge; /* 0: none */
    int64_t until_ms;
};

struct ami {
    struct ami_opts o;
    struct rng rng;
    struct session sessions[SESSIONS_MAX];
};

struct ami *ami_new(const struct ami_opts *o)
{
    struct ami *a = mem_calloc(1, sizeof *a);
    a->o = *o;
    rng_seed(&a->rng, o->seed ^ 0xa51U);
    return a;
}

void ami_free(struct ami *a)
{
    free(a);
}

/* ---- forms
 * --------------------------------------------------------------------------------------- */

void form_add(struct form *f, const char *name, const char *value)
{
    struct form_field field = {mem_strdup(name), mem_strdup(value)};
    vec_push(&f->fields) = field;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "%E4+b" → its bytes; a NUL ends the text. */
static char *unescape(const char *s, size_t n)
{
    char *to = mem_alloc(n + 1);
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        int high = s[i] == '%' && i + 2 < n ? hex_digit(s[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(s[i + 2]) : -1;
        if (low >= 0) {
            to[len++] = (char)(high << 4 | low);
            i += 2;
        } else {
            to[len++] = s[i] == '+' ? ' ' : s[i];
        }
    }
    to[len] = '\0';
    return to;
}

void form_parse(struct form *f, const char *text)
{
    while (*text != '\0') {
        size_t n = strcspn(text, "&");
        size_t eq = strcspn(text, "=&");
        size_t from = eq < n ? eq + 1 : n;
        if (n > 0) {
            struct form_field field = {unescape(text, eq), unescape(text + from, n - from)};
            vec_push(&f->fields) = field;
        }
        text += n + (text[n] == '&');
    }
}

const char *form_get(const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->fields.n; i++) {
        if (strcasecmp(f->fields.v[i].name, name) == 0) {
            return f->fields.v[i].value;
        }
    }
    return "";
}

void form_release(struct form *f)
{
    for (size_t i = 0; i < f->fields.n; i++) {
        free(f->fields.v[i].name);
        free(f->fields.v[i].value);
    }
    vec_free(&f->fields);
}

/* ---- sessions
 * ------------------------------------------------------------------------------------ */

/* The last mansession_id of the header counts; quotes and case do not. */
static uint32_t cookie_id(const char *cookie)
{
    static const char name[] = "mansession_id=";
    uint32_t id = 0;
    for (const char *at = cookie ? cookie : ""; *at != '\0'; at++) {
        if (strncasecmp(at, name, sizeof name - 1) == 0) {
            at += sizeof name - 1;
            at += *at == '"';
            id = (uint32_t)strtoul(at, NULL, 16);
            if (*at == '\0') {
                break;
            }
        }
    }
    return id;
}

/* The session of a cookie, or a new one that is not signed in; the oldest makes room. */
static struct session *session_of(struct ami *a, const char *cookie, int64_t now_ms)
{
    uint32_t id = cookie_id(cookie);
    struct session *oldest = &a->sessions[0];
    for (size_t i = 0; i < SESSIONS_MAX; i++) {
        struct session *s = &a->sessions[i];
        if (s->id != 0 && s->until_ms < now_ms) {
            *s = (struct session){0};
        }
        if (s->id != 0 && s->id == id) {
            s->until_ms = now_ms + (s->signed_in ? SIGNED_IN_MS : UNKNOWN_MS);
            return s;
        }
        if (s->until_ms < oldest->until_ms) {
            oldest = s;
        }
    }
    *oldest = (struct session){.id = (uint32_t)rng_range(&a->rng, 1, UINT32_MAX),
                               .until_ms = now_ms + UNKNOWN_MS};
    return oldest;
}

/* ---- answers
 * ------------------------------------------------------------------------------------- */

static void answer(struct buf *to, const struct form *form, const char *response)
{
    const char *id = form_get(form, "ActionID");
    buf_printf(to, "Response: %s\r\n", response);
    if (*id != '\0') {
        buf_printf(to, "ActionID: %s\r\n", id);
    }
}

static void say(struct buf *to, const struct form *form, const char *response, const char *message)
{
    answer(to, form, response);
    buf_printf(to, "Message: %s\r\n\r\n", message);
}

static bool is_true(const char *text)
{
    static const char *const words[] = {"true", "yes", "y", "t", "1", "on"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcasecmp(text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

struct act {
    struct ami *ami;
    struct sim *sim;
    struct replay *played;
    const struct form *form;
    struct session *session;
    struct ami_answer *out;
};

static void act_challenge(struct act *a)
{
    if (strcasecmp(form_get(a->form, "AuthType"), "MD5") != 0) {
        say(&a->out->body, a->form, "Error", "Must specify AuthType");
        return;
    }
    a->session->challenge = (uint32_t)rng_range(&a->ami->rng, 1, INT32_MAX);
    answer(&a->out->body, a->form, "Success");
    buf_printf(&a->out->body, "Challenge: %u\r\n\r\n", a->session->challenge);
}

static bool secret_fits(const struct act *a)
{
    if (strcmp(form_get(a->form, "Username"), a->ami->o.user) != 0) {
        return false;
    }
    if (strcasecmp(form_get(a->form, "AuthType"), "MD5") != 0) {
        return strcmp(form_get(a->form, "Secret"), a->ami->o.secret) == 0;
    }
    if (a->session->challenge == 0) {
        return false;
    }
    char hex[33];
    char *text = mem_printf("%u%s", a->session->challenge, a->ami->o.secret);
    a->ami->o.md5(text, hex);
    free(text);
    return strcasecmp(form_get(a->form, "Key"), hex) == 0;
}

static void act_login(struct act *a)
{
    if (a->session->signed_in) {
        say(&a->out->body, a->form, "Success", "Already authenticated");
        return;
    }
    if (!secret_fits(a)) {
        a->out->delay_ms = REFUSED_DELAY_MS;
        say(&a->out->body, a->form, "Error", "Authentication failed");
        return;
    }
    a->session->signed_in = true;
    a->session->challenge = 0;
    a->session->until_ms = a->out->now_ms + SIGNED_IN_MS;
    say(&a->out->body, a->form, "Success", "Authentication accepted");
}

static void act_logoff(struct act *a)
{
    a->session->signed_in = false;
    say(&a->out->body, a->form, "Goodbye", "Thanks for all the fish.");
}

static void act_ping(struct act *a)
{
    int64_t now_ms = sim_time_ms(a->sim);
    answer(&a->out->body, a->form, "Success");
    buf_printf(&a->out->body, "Ping: Pong\r\nTimestamp: %lld.%06lld\r\n\r\n",
               (long long)(now_ms / 1000), (long long)(now_ms % 1000 * 1000));
}

typedef void list_fn(const struct sim *s, const struct form *form, struct buf *to);

/* A recorded answer with the asker's ActionID in the place of the recorded one, as a PBX echoes it.
 */
static void put_recorded(struct act *a, const struct recorded *rec)
{
    static const char key[] = "\r\nActionID: ";
    const char *end = rec->body + rec->n, *id = strstr(rec->body, key);
    size_t n = id ? strcspn(id + sizeof key - 1, "\r\n") + sizeof key - 1 : 0;
    const char *from = rec->body;
    for (const char *at = id; at != NULL; at = strstr(at + n, key)) {
        if ((size_t)(end - at) > n && strncmp(at, id, n) == 0 && at[n] == '\r') {
            buf_add(&a->out->body, from, (size_t)(at - from) + sizeof key - 1);
            buf_puts(&a->out->body, form_get(a->form, "ActionID"));
            from = at + n;
        }
    }
    buf_add(&a->out->body, from, (size_t)(end - from));
}

/* A list of the floor, or of the trace that is played. What was never recorded was not permitted.
 */
static void act_list(struct act *a, enum replay_kind kind, list_fn *live)
{
    if (a->played == NULL) {
        live(a->sim, a->form, &a->out->body);
        return;
    }
    const struct recorded *rec = replay_next(a->played, kind);
    if (rec != NULL) {
        put_recorded(a, rec);
    } else if (replay_count(a->played, kind) == 0 && kind != REPLAY_QUEUE_STATUS) {
        say(&a->out->body, a->form, "Error", "Permission denied");
    } else {
        say(&a->out->body, a->form, "Error", "Not recorded");
    }
}

static void act_queue_status(struct act *a)
{
    act_list(a, REPLAY_QUEUE_STATUS, ami_queue_status);
}

static void act_queue_summary(struct act *a)
{
    act_list(a, REPLAY_QUEUE_SUMMARY, ami_queue_summary);
}

static void act_channels(struct act *a)
{
    act_list(a, REPLAY_CHANNELS, ami_channels);
}

static void act_core_status(struct act *a)
{
    act_list(a, REPLAY_CORE_STATUS, ami_core_status);
}

static void act_queue_pause(struct act *a)
{
    const char *interface = form_get(a->form, "Interface");
    const char *paused = form_get(a->form, "Paused");
    struct buf *to = &a->out->body;
    if (*interface == '\0' || *paused == '\0') {
        say(to, a->form, "Error", "Need 'Interface' and 'Paused' parameters.");
        return;
    }
    const char *id = ami_person(a->sim, interface);
    bool pause = is_true(paused);
    bool done = id != NULL && (pause ? sim_pause(a->sim, id, form_get(a->form, "Reason"))
                                     : sim_unpause(a->sim, id));
    if (!done) {
        say(to, a->form, "Error", "Interface not found");
    } else {
        say(to, a->form, "Success",
            pause ? "Interface paused successfully" : "Interface unpaused successfully");
    }
}

static bool queue_exists(const struct sim *s, const char *queue)
{
    for (size_t i = 0; i < s->queues.n; i++) {
        if (strcasecmp(s->queues.v[i].cfg->id, queue) == 0) {
            return true;
        }
    }
    return false;
}

static void act_queue_add(struct act *a)
{
    const char *interface = form_get(a->form, "Interface");
    const char *queue = form_get(a->form, "Queue");
    const char *id = ami_person(a->sim, interface);
    struct buf *to = &a->out->body;
    if (*queue == '\0') {
        say(to, a->form, "Error", "'Queue' not specified.");
    } else if (*interface == '\0') {
        say(to, a->form, "Error", "'Interface' not specified.");
    } else if (!queue_exists(a->sim, queue)) {
        say(to, a->form, "Error", "Unable to add interface to queue: No such queue");
    } else if (id != NULL && sim_queue_add(a->sim, queue, id)) {
        say(to, a->form, "Success", "Added interface to queue");
    } else {
        say(to, a->form, "Error", "Unable to add interface: Already there");
    }
}

static void act_queue_remove(struct act *a)
{
    const char *interface = form_get(a->form, "Interface");
    const char *queue = form_get(a->form, "Queue");
    const char *id = ami_person(a->sim, interface);
    struct buf *to = &a->out->body;
    if (*queue == '\0' || *interface == '\0') {
        say(to, a->form, "Error", "Need 'Queue' and 'Interface' parameters.");
    } else if (!queue_exists(a->sim, queue)) {
        say(to, a->form, "Error", "Unable to remove interface from queue: No such queue");
    } else if (id != NULL && sim_queue_remove(a->sim, queue, id)) {
        say(to, a->form, "Success", "Removed interface from queue");
    } else {
        say(to, a->form, "Error", "Unable to remove interface: Not there");
    }
}

static void act_queue_reset(struct act *a)
{
    sim_reset_counters(a->sim);
    say(&a->out->body, a->form, "Success", "Queue stats reset successfully");
}

/* Alphabetised. `right` 0: anybody signed in. */
static const struct action {
    const char *name;
    unsigned right;
    void (*run)(struct act *a);
} actions[] = {
    {"CoreShowChannels", AMI_REPORTING, act_channels},
    {"CoreStatus", AMI_REPORTING, act_core_status},
    {"Logoff", 0, act_logoff},
    {"Ping", 0, act_ping},
    {"QueueAdd", AMI_AGENT, act_queue_add},
    {"QueuePause", AMI_AGENT, act_queue_pause},
    {"QueueRemove", AMI_AGENT, act_queue_remove},
    {"QueueReset", 0, act_queue_reset},
    {"QueueStatus", 0, act_queue_status},
    {"QueueSummary", 0, act_queue_summary},
};

static void act_signed_in(struct act *a, const char *name)
{
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (strcasecmp(actions[i].name, name) != 0) {
            continue;
        }
        if (actions[i].right != 0 && !(actions[i].right & a->ami->o.rights)) {
            say(&a->out->body, a->form, "Error", "Permission denied");
        } else {
            actions[i].run(a);
        }
        return;
    }
    answer(&a->out->body, a->form, "Error");
    buf_printf(&a->out->body,
               "Message: Invalid/unknown command: %.80s. Use Action: ListCommands to show "
               "available commands.\r\n\r\n",
               name);
}

void ami_act(struct ami *ami, struct sim *s, struct replay *played, const struct form *form,
             struct ami_answer *out)
{
    struct session *session = session_of(ami, out->cookie, out->now_ms);
    struct act a = {ami, s, played, form, session, out};
    const char *name = form_get(form, "Action");
    snprintf(out->session, sizeof out->session, "%08x", session->id);
    if (*name == '\0') {
        say(&out->body, form, "Error", "Missing action in request");
    } else if (strcasecmp(name, "Login") == 0) {
        act_login(&a);
    } else if (strcasecmp(name, "Challenge") == 0) {
        act_challenge(&a);
    } else if (!session->signed_in) {
        say(&out->body, form, "Error", "Permission denied");
    } else {
        act_signed_in(&a, name);
    }
}

void ami_error_page(struct buf *to, int status, const char *title, const char *text)
{
    buf_printf(to,
               "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\r\n<html><head>\r\n"
               "<title>%d %s</title>\r\n</head><body>\r\n<h1>%s</h1>\r\n<p>%s</p>\r\n<hr />\r\n"
               "<address>Asterisk</address>\r\n</body></html>\r\n",
               status, title, title, text);
}
