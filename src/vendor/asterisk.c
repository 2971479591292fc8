/* Backend asterisk: AMI over HTTP (BACKENDS.md, part A). One request at a time, on one connection:
 *
 *   [challenge →] login → QueueStatus → QueueSummary → CoreShowChannels [→ CoreStatus] → decode
 *
 * Not signed in, session over, PBX restarted and not permitted are one and the same answer,
 * "Permission denied": it is met with one new login a poll, which sends the old cookie along, so
 * that a session still alive says so. Denied again, QueueStatus fails the poll; the others are done
 * without until the next real login. Only the cookie of a login that succeeded is kept. */
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "pbx.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"

#define CORE_STATUS_EVERY_S 60

enum stage {
    IDLE,
    CHALLENGE,
    LOGIN,
    QUEUE_STATUS,
    QUEUE_SUMMARY,
    CHANNELS,
    CORE_STATUS,
    DECODE,
    LOGOFF
};

struct asterisk {
    struct vendor v;
    char *name, *url, *user, *secret;
    bool tls;
    char *cookie;       /* of the session; NULL: not signed in */
    char *login_cookie; /* a challenge belongs to the session that asked for it */
    int tag;
    enum stage stage, resume; /* resume: what the login under way is for */
    bool signed_in_now;       /* a login was made in this poll */
    bool without[DECODE];     /* actions this user may not run, by their stage */
    bool echoed;     /* the PBX repeats our ActionID: an answer with another one is an old one */
    int64_t core_at; /* of the last CoreStatus; UNKNOWN: due */
    uint64_t counter, seed;
    char action_id[32];
    struct buf body[3]; /* QueueStatus, QueueSummary, CoreShowChannels */
    struct pbx pbx;
};

static struct asterisk *self(struct vendor *v)
{
    return (struct asterisk *)v; /* the first member */
}

static const char *const auth_hint = N_("check user and secret in zhiban.conf, and secret, permit "
                                        "and acl of that user in manager.conf");

/* ---- opening
 * --------------------------------------------------------------------------------------- */

static bool ends_with(const char *s, size_t n, const char *end)
{
    size_t k = strlen(end);
    return n >= k && strncasecmp(s + n - k, end, k) == 0;
}

/* http(s)://host:port/prefix → …/prefix/rawman. */
static enum err_code raw_url(const struct vendor_config *cfg, char **to, struct err *e)
{
    size_t n = strlen(cfg->url);
    while (n > 0 && cfg->url[n - 1] == '/') {
        n--;
    }
    bool http = strncmp(cfg->url, "http://", 7) == 0 || strncmp(cfg->url, "https://", 8) == 0;
    if (!http || strpbrk(cfg->url, "?#") || ends_with(cfg->url, n, "/mxml") ||
        ends_with(cfg->url, n, "/manager") || ends_with(cfg->url, n, "/arawman")) {
        err_set(e, ERR_USAGE, N_("the URL of the backend {0} is not that of AMI over HTTP"),
                cfg->name);
        return err_hint(e, N_("write it as asterisk+http://USER@HOST:8088/PREFIX, PREFIX as in "
                              "http.conf; /rawman is added"));
    }
    *to =
        mem_printf("%.*s%s", (int)n, cfg->url, ends_with(cfg->url, n, "/rawman") ? "" : "/rawman");
    return OK;
}

static enum err_code asterisk_open(const struct vendor_config *cfg, struct vendor **to,
                                   struct err *e)
{
    if (!cfg->user || !*cfg->user) {
        err_set(e, ERR_USAGE, N_("the backend {0} needs a user of manager.conf"), cfg->name);
        return err_hint(e, N_("write it into the URL: asterisk+http://USER@HOST:8088/PREFIX"));
    }
    char *url = NULL;
    enum err_code code = raw_url(cfg, &url, e);
    if (code != OK) {
        return code;
    }
    struct asterisk *a = mem_calloc(1, sizeof *a);
    a->v.ops = &vendor_asterisk;
    a->url = url;
    a->name = mem_strdup(cfg->name);
    a->user = mem_strdup(cfg->user);
    a->secret = mem_strdup(cfg->secret ? cfg->secret : "");
    a->tls = cfg->tls;
    a->core_at = UNKNOWN;
    pbx_init(&a->pbx, cfg->centre);
    *to = &a->v;
    return OK;
}

/* ---- requests
 * -------------------------------------------------------------------------------------- */

/* FNV-1a: what a caller cannot guess (the secret and the session) goes in. */
static uint64_t mix(uint64_t h, const char *s)
{
    for (; s && *s; s++) {
        h = (h ^ (unsigned char)*s) * 0x100000001b3u;
    }
    return h;
}

static void new_action_id(struct asterisk *a, int64_t now)
{
    uint64_t h = mix(mix(0xcbf29ce484222325u, a->secret), a->cookie);
    h = (h ^ (uint64_t)now) * 0x100000001b3u;
    h = (h ^ ++a->counter) * 0x100000001b3u;
    a->seed = (a->seed ^ h) * 0x100000001b3u;
    snprintf(a->action_id, sizeof a->action_id, "zb-%016llx", (unsigned long long)a->seed);
}

static struct http_request *request(struct asterisk *a, enum stage stage, const char *cookie,
                                    struct vendor_step *s)
{
    a->stage = stage;
    struct http_request *r = &vec_push(&s->requests);
    *r = (struct http_request){
        .tag = ++a->tag,
        .method = "GET",
        .cookie = cookie ? mem_strdup(cookie) : NULL,
    };
    return r;
}

static void ask(struct asterisk *a, enum stage stage, const char *action, struct vendor_step *s)
{
    struct http_request *r = request(a, stage, a->cookie, s);
    r->url = mem_printf("%s?action=%s&ActionID=%s", a->url, action, a->action_id);
}

/* Secrets go in the body: a URL is written to logs on the way. */
static void post(struct asterisk *a, struct http_request *r, struct buf *form)
{
    r->method = "POST";
    r->url = mem_strdup(a->url);
    r->content_type = "application/x-www-form-urlencoded";
    r->body = buf_steal(form);
    r->secret = true;
}

static void send_login(struct asterisk *a, const char *cookie, const char *key_name,
                       const char *key, struct vendor_step *s)
{
    struct buf form;
    buf_init(&form, 0);
    buf_puts(&form, "action=login&Events=off&username=");
    http_form_escape(&form, a->user);
    buf_printf(&form, "&%s=", key_name);
    http_form_escape(&form, key);
    post(a, request(a, LOGIN, cookie, s), &form);
}

/* Signs in anew, with the old cookie: a live session answers "Already authenticated". */
static void begin_login(struct asterisk *a, enum stage resume, struct vendor_step *s)
{
    a->resume = resume;
    a->signed_in_now = true;
    if (a->tls) {
        send_login(a, a->cookie, "secret", a->secret, s);
        return;
    }
    struct http_request *r = request(a, CHALLENGE, a->cookie, s);
    r->url = mem_printf("%s?action=Challenge&AuthType=MD5", a->url);
}

/* Hex MD5 of challenge and secret; false: libcrypto has no MD5 (FIPS). */
static bool md5_key(const char *challenge, const char *secret, char to[33])
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    bool ok = c && EVP_DigestInit_ex(c, EVP_md5(), NULL) &&
              EVP_DigestUpdate(c, challenge, strlen(challenge)) &&
              EVP_DigestUpdate(c, secret, strlen(secret)) && EVP_DigestFinal_ex(c, sum, &n) &&
              n == 16;
    EVP_MD_CTX_free(c);
    for (unsigned i = 0; ok && i < n; i++) {
        snprintf(to + 2 * i, 3, "%02x", sum[i]);
    }
    return ok;
}

static void send_stage(struct asterisk *a, enum stage stage, struct vendor_step *s)
{
    static const char *const actions[] = {
        [QUEUE_STATUS] = "QueueStatus",
        [QUEUE_SUMMARY] = "QueueSummary",
        [CHANNELS] = "CoreShowChannels",
        [CORE_STATUS] = "CoreStatus",
    };
    ask(a, stage, actions[stage], s);
}

/* ---- the poll
 * -------------------------------------------------------------------------------------- */

static void drop(struct asterisk *a)
{
    for (size_t i = 0; i < 3; i++) {
        buf_release(&a->body[i]);
    }
    pbx_drop(&a->pbx);
    a->stage = IDLE;
}

static void asterisk_poll(struct vendor *v, int64_t now, struct vendor_step *s)
{
    struct asterisk *a = self(v);
    drop(a);
    a->signed_in_now = false;
    new_action_id(a, now);
    if (a->cookie) {
        send_stage(a, QUEUE_STATUS, s);
    } else {
        begin_login(a, QUEUE_STATUS, s);
    }
}

static void forget_session(struct asterisk *a)
{
    vendor_wipe(a->cookie);
    a->cookie = NULL;
}

static void fail_ami(struct asterisk *a, const char *msgid, const char *text, const char *hint,
                     enum err_code code, struct vendor_step *s)
{
    vendor_fail(s, code, msgid, a->name, a->user, text);
    err_hint(&s->err, hint);
    drop(a);
}

static void asterisk_work(struct vendor *v, int elements, int64_t now, struct vendor_step *s);

/* Goes on with the stage after `done`. */
static void next_stage(struct asterisk *a, enum stage done, int64_t now, struct vendor_step *s)
{
    bool due = a->core_at == UNKNOWN || now - a->core_at >= CORE_STATUS_EVERY_S || now < a->core_at;
    for (enum stage next = done + 1; next < DECODE; next++) {
        if (!a->without[next] && (next != CORE_STATUS || due)) {
            send_stage(a, next, s);
            return;
        }
    }
    a->stage = DECODE;
    pbx_begin(&a->pbx, a->body, now);
    asterisk_work(&a->v, VENDOR_SLICE, now, s);
}

static void on_challenge(struct asterisk *a, const struct http_reply *r, const struct ami_head *h,
                         struct vendor_step *s)
{
    char key[33] = "";
    if (!h->success || !*h->challenge) {
        fail_ami(a, N_("the backend {0} gives no MD5 challenge for the login: {2}"), h->message,
                 N_("use https, or allow MD5 for this user in manager.conf"), ERR_AUTH, s);
        return;
    }
    if (!md5_key(h->challenge, a->secret, key)) {
        fail_ami(a, N_("this machine's OpenSSL does not offer MD5, which the login at {0} needs"),
                 "", N_("use https for this backend"), ERR_AUTH, s);
        return;
    }
    send_login(a, *r->cookie ? r->cookie : a->cookie, "AuthType=MD5&key", key, s);
    vendor_wipe(a->login_cookie);
    a->login_cookie = *r->cookie ? mem_strdup(r->cookie) : NULL;
    explicit_bzero(key, sizeof key);
}

static void on_login(struct asterisk *a, const struct http_reply *r, const struct ami_head *h,
                     struct vendor_step *s)
{
    if (!h->success) {
        bool in_use = strcasecmp(h->message, "Login Already In Use") == 0;
        forget_session(a);
        if (in_use) {
            fail_ami(a, N_("the backend {0} lets the user {1} in only once: {2}"), h->message,
                     N_("the old session ends by itself within a minute; or give zhiban a user of "
                        "its own in manager.conf"),
                     ERR_AUTH, s);
        } else {
            fail_ami(a, N_("the backend {0} refused the sign-in of {1}: {2}"), h->message,
                     auth_hint, ERR_AUTH, s);
        }
        return;
    }
    bool alive = strcasecmp(h->message, "Already authenticated") == 0 && a->cookie;
    const char *cookie = *r->cookie ? r->cookie : a->login_cookie;
    if (!alive) {
        memset(a->without, 0, sizeof a->without);
        a->core_at = UNKNOWN;
    }
    if (cookie) {
        char *kept = mem_strdup(cookie);
        forget_session(a);
        a->cookie = kept;
    }
    vendor_wipe(a->login_cookie);
    a->login_cookie = NULL;
    if (!a->cookie) {
        fail_ami(a, N_("the backend {0} gave no session at the sign-in of {1}"), "",
                 N_("a proxy before it may drop the cookie mansession_id"), ERR_BACKEND, s);
        return;
    }
    send_stage(a, a->resume, s);
}

/* "Permission denied" to an action of the poll. */
static void on_denied(struct asterisk *a, const struct ami_head *h, int64_t now,
                      struct vendor_step *s)
{
    enum stage stage = a->stage;
    if (!a->signed_in_now) {
        begin_login(a, stage, s);
    } else if (stage == QUEUE_STATUS) {
        forget_session(a);
        fail_ami(a, N_("the backend {0} lets {1} sign in but not see the queues: {2}"), h->message,
                 auth_hint, ERR_AUTH, s);
    } else {
        a->without[stage] = true;
        next_stage(a, stage, now, s);
    }
}

static void read_core_status(struct asterisk *a, const struct buf *body, int64_t now)
{
    static const struct ami_key keys[] = {AMI_KEY("CoreStartupDate"), AMI_KEY("CoreStartupTime")};
    const char *f[2];
    struct ami_item it = {.p = body->p, .end = body->p + body->len};
    ami_fields(&it, keys, 2, f);
    if (f[0] && f[1]) {
        pbx_startup(&a->pbx, f[0], f[1]);
        a->core_at = now;
    }
}

/* An action's answer that is neither denied nor unusable. */
static void on_answer(struct asterisk *a, struct http_reply *r, const struct ami_head *h,
                      int64_t now, struct vendor_step *s)
{
    enum stage stage = a->stage;
    bool ours = strcmp(h->action_id, a->action_id) == 0;
    if (*h->action_id && !ours && a->echoed) {
        fail_ami(a, N_("the backend {0} repeats an old answer"), "",
                 N_("a cache stands before the PBX, or the PBX hangs"), ERR_BACKEND, s);
        return;
    }
    a->echoed = a->echoed || ours;
    if (!h->success && stage == QUEUE_STATUS) {
        fail_ami(a, N_("the backend {0} does not answer QueueStatus: {2}"), h->message,
                 N_("check that the module app_queue is loaded"), ERR_BACKEND, s);
        return;
    }
    if (stage == CORE_STATUS && h->success) {
        read_core_status(a, &r->body, now);
    } else if (h->success) {
        a->body[stage - QUEUE_STATUS] = r->body;
        r->body = (struct buf){0};
    }
    next_stage(a, stage, now, s);
}

/* What is no answer of AMI at all; true: the step holds the failure. */
static bool unusable(struct asterisk *a, struct http_reply *r, struct ami_head *h,
                     struct vendor_step *s)
{
    if (vendor_reply_failed(a->name, r, s)) {
        if (r->status == 404) {
            err_hint(&s->err, N_("check the prefix in http.conf and webenabled = yes in "
                                 "manager.conf"));
        }
        drop(a);
        return true;
    }
    if (!ami_head(r->body.p, r->body.len, h)) {
        bool markup = vendor_is_markup(r->body.p, r->body.len);
        bool json = vendor_is_json(r->body.p, r->body.len);
        fail_ami(a,
                 markup ? N_("the backend {0} answered with a web page or XML, not with AMI's text")
                 : json ? N_("the backend {0} answered with JSON, not with AMI's text")
                        : N_("the backend {0} answered with something that is not AMI"),
                 "",
                 json ? N_("if it serves snapshots, write its URL as json+http://HOST/PATH")
                      : N_("the URL must lead to AMI over HTTP in its text form, /rawman"),
                 ERR_BACKEND, s);
        return true;
    }
    return false;
}

static void asterisk_on_reply(struct vendor *v, struct http_reply *r, int64_t now,
                              struct vendor_step *s)
{
    struct asterisk *a = self(v);
    struct ami_head h;
    if (a->stage == IDLE || a->stage == DECODE || r->tag != a->tag) {
        return; /* of a poll that was given up */
    }
    if (a->stage == LOGOFF) {
        a->stage = IDLE;
        s->result = VR_FINISHED;
        return;
    }
    if (unusable(a, r, &h, s)) {
        return;
    }
    if (a->stage == CHALLENGE) {
        on_challenge(a, r, &h, s);
    } else if (a->stage == LOGIN) {
        on_login(a, r, &h, s);
    } else if (!h.success && strcasecmp(h.message, "Permission denied") == 0) {
        on_denied(a, &h, now, s);
    } else {
        on_answer(a, r, &h, now, s);
    }
}

static void asterisk_work(struct vendor *v, int elements, int64_t now, struct vendor_step *s)
{
    struct asterisk *a = self(v);
    (void)now;
    s->more = false;
    if (a->stage != DECODE) {
        return;
    }
    switch (pbx_work(&a->pbx, elements > 0 ? elements : VENDOR_SLICE)) {
    case PBX_MORE:
        s->more = true;
        break;
    case PBX_BAD:
        s->frozen = a->pbx.frozen;
        fail_ami(a, a->pbx.bad, "",
                 s->frozen ? N_("a cache stands before the PBX, or the PBX hangs")
                           : N_("the last good data stays; the next poll asks again"),
                 ERR_BACKEND, s);
        break;
    case PBX_DONE:
        s->snapshot = pbx_take(&a->pbx);
        s->result = VR_SNAPSHOT;
        a->stage = IDLE;
        break;
    }
}

static void asterisk_abort(struct vendor *v)
{
    drop(self(v));
}

static void asterisk_finish(struct vendor *v, struct vendor_step *s)
{
    struct asterisk *a = self(v);
    drop(a);
    if (!a->cookie) {
        s->result = VR_FINISHED;
        return;
    }
    struct http_request *r = request(a, LOGOFF, a->cookie, s);
    r->url = mem_printf("%s?action=logoff", a->url);
    forget_session(a);
}

/* ---- what doctor asks
 * ------------------------------------------------------------------------------ */

static bool has_wrapup(const struct pbx *p)
{
    for (size_t i = 0; i < p->queues.n; i++) {
        if (p->queues.v[i].wrapup_s > 0) {
            return true;
        }
    }
    return false;
}

static unsigned asterisk_fields(const struct vendor *v)
{
    const struct asterisk *a = (const struct asterisk *)v;
    const struct pbx *p = &a->pbx;
    if (p->before == UNKNOWN) {
        return 0; /* nothing was read yet */
    }
    unsigned got = VF_CALLS | VF_ENDED | VF_AGENT_SINCE | VF_REASONS | VF_TALK_SUMS;
    got |= p->has_channels ? VF_CALLER_ON_AGENT | VF_ABANDON_TOLD_APART : 0;
    got |= p->started != UNKNOWN ? VF_COUNTERS_SINCE : 0;
    got |= has_wrapup(p) ? VF_WRAPUP : 0;
    return got;
}

static size_t asterisk_notes(const struct vendor *v, const char **msgids, size_t max)
{
    const struct asterisk *a = (const struct asterisk *)v;
    size_t n = 0;
    const struct {
        bool holds;
        const char *msgid;
    } notes[] = {
        {a->without[CHANNELS],
         N_("the PBX does not permit CoreShowChannels: callers on agents' rows are missing and "
            "abandoned calls are not told apart from lost ones; give the user write=reporting in "
            "manager.conf")},
        {a->without[CORE_STATUS],
         N_("the PBX does not permit CoreStatus: since when its counters run is unknown; give the "
            "user write=reporting in manager.conf")},
        {a->pbx.before != UNKNOWN && !has_wrapup(&a->pbx),
         N_("no wrap-up seconds are set: Asterisk does not tell them, so after-call work shows as "
            "ready; set wallboard.wrapup_sec or wrapup_sec of the queues as in queues.conf")},
    };
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        if (notes[i].holds && n < max) {
            msgids[n++] = notes[i].msgid;
        }
    }
    return n;
}

static void asterisk_free(struct vendor *v)
{
    if (!v) {
        return;
    }
    struct asterisk *a = self(v);
    drop(a);
    pbx_release(&a->pbx);
    vendor_wipe(a->cookie);
    vendor_wipe(a->login_cookie);
    vendor_wipe(a->secret);
    free(a->user);
    free(a->url);
    free(a->name);
    free(a);
}

const struct vendor_ops vendor_asterisk = {
    .name = "asterisk",
    .open = asterisk_open,
    .poll = asterisk_poll,
    .on_reply = asterisk_on_reply,
    .work = asterisk_work,
    .abort = asterisk_abort,
    .finish = asterisk_finish,
    .fields = asterisk_fields,
    .notes = asterisk_notes,
    .free = asterisk_free,
};
