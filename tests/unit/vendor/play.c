#define _GNU_SOURCE /* strcasestr */
#include "play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct buf play_file(const char *path)
{
    const char *root = getenv("ZHIBAN_TESTS");
    cr_assert_not_null(root, "ZHIBAN_TESTS is not set");
    char *full = mem_printf("%s/%s", root, path);
    FILE *f = fopen(full, "rb");
    cr_assert_not_null(f, "cannot open %s", full);
    struct buf b;
    buf_init(&b, 64 << 20);
    char chunk[16384];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) {
        buf_add(&b, chunk, n);
    }
    fclose(f);
    free(full);
    return b;
}

static void header(const char *head, const char *name, char *to, size_t size)
{
    const char *at = strcasestr(head, name);
    if (at) {
        at += strlen(name);
        size_t n = strcspn(at, "\r\n;");
        snprintf(to, size, "%.*s", (int)n, at);
    }
}

struct http_reply play_http(const char *path, int tag)
{
    struct buf all = play_file(path);
    const char *text = buf_str(&all);
    const char *end = strstr(text, "\r\n\r\n");
    cr_assert_not_null(end, "%s is no HTTP answer", path);
    struct http_reply r = {.tag = tag, .retry_after_s = -1};
    r.status = (int)strtol(text + strlen("HTTP/1.1 "), NULL, 10);
    char *head = mem_strndup(text, (size_t)(end - text));
    header(head, "content-type: ", r.content_type, sizeof r.content_type);
    header(head, "set-cookie: ", r.cookie, sizeof r.cookie);
    free(head);
    buf_init(&r.body, 64 << 20);
    buf_add(&r.body, end + 4, all.len - (size_t)(end + 4 - text));
    buf_release(&all);
    return r;
}

struct http_reply play_reply(int tag, int status, const char *body)
{
    struct http_reply r = {.tag = tag, .status = status, .retry_after_s = -1};
    buf_init(&r.body, 64 << 20);
    buf_puts(&r.body, body);
    return r;
}

void pbx_play_release(struct pbx_play *p)
{
    for (int i = 0; i < ACT_COUNT; i++) {
        buf_release(&p->body[i]);
    }
}

void pbx_play_text(struct pbx_play *p, int action, const char *text)
{
    buf_release(&p->body[action]);
    buf_init(&p->body[action], 64 << 20);
    buf_puts(&p->body[action], text);
}

void pbx_play_body(struct pbx_play *p, int action, const char *path)
{
    buf_release(&p->body[action]);
    if (!path) {
        return;
    }
    if (strstr(path, ".http")) {
        struct http_reply r = play_http(path, 0);
        p->body[action] = r.body;
    } else {
        p->body[action] = play_file(path);
    }
}

void play_centre(struct centre *c, const char *zone)
{
    struct err e = {0};
    centre_init(c);
    cr_assert_eq(centre_set(c, "centre.zone", zone, &e), OK, "%s", e.msgid);
    cr_assert_eq(centre_finish(c, &e), OK, "%s", e.msgid);
}

struct vendor *play_open(const char *name, const char *url, const struct centre *c)
{
    struct vendor_config cfg = {.name = "pbx",
                                .url = url,
                                .user = "wall",
                                .secret = "s3cret",
                                .tls = strncmp(url, "https", 5) == 0,
                                .centre = c};
    struct vendor *v = NULL;
    struct err e = {0};
    cr_assert_eq(vendor_find(name)->open(&cfg, &v, &e), OK, "%s", e.msgid);
    return v;
}

/* The value of a parameter of the query or form, still escaped. */
static void parameter(const struct http_request *r, const char *name, char *to, size_t size)
{
    *to = '\0';
    const char *texts[] = {strchr(r->url, '?'), r->body};
    for (size_t i = 0; i < 2; i++) {
        char *key = mem_printf("%s=", name);
        const char *at = texts[i] ? strstr(texts[i], key) : NULL;
        if (at) {
            at += strlen(key);
            snprintf(to, size, "%.*s", (int)strcspn(at, "&"), at);
        }
        free(key);
    }
}

/* Puts our ActionID in the place of the one that was recorded. */
static void put_action_id(struct buf *body, const char *id)
{
    struct buf to;
    buf_init(&to, 64 << 20);
    const char *p = buf_str(body), *at;
    while ((at = strstr(p, "ActionID: ")) != NULL) {
        at += strlen("ActionID: ");
        buf_add(&to, p, (size_t)(at - p));
        buf_puts(&to, id);
        p = at + strcspn(at, "\r\n");
    }
    buf_puts(&to, p);
    buf_release(body);
    *body = to;
}

static const char denied[] = "Response: Error\r\nMessage: Permission denied\r\n\r\n";

static void answer_login(struct pbx_play *p, const struct http_request *r, struct http_reply *to)
{
    bool alive = *p->cookie && r->cookie && strcmp(r->cookie, p->cookie) == 0 && !p->dead;
    snprintf(p->last_form, sizeof p->last_form, "%s", r->body ? r->body : "");
    if (p->wrong_secret) {
        buf_puts(&to->body, "Response: Error\r\nMessage: Authentication failed\r\n\r\n");
        snprintf(to->cookie, sizeof to->cookie, "mansession_id=\"baadbaad\"");
        return;
    }
    if (!alive) {
        p->logins++;
        p->dead = false;
        snprintf(p->cookie, sizeof p->cookie, "mansession_id=\"%08x\"", 0x1000 + p->logins);
    }
    buf_printf(&to->body, "Response: Success\r\nMessage: %s\r\n\r\n",
               alive ? "Already authenticated" : "Authentication accepted");
    snprintf(to->cookie, sizeof to->cookie, "%s", p->cookie);
}

static void answer_action(struct pbx_play *p, const struct http_request *r, const char *action,
                          struct http_reply *to)
{
    static const char *const names[ACT_COUNT] = {"QueueStatus", "QueueSummary", "CoreShowChannels",
                                                 "CoreStatus"};
    char id[64];
    parameter(r, "ActionID", id, sizeof id);
    bool alive = *p->cookie && r->cookie && strcmp(r->cookie, p->cookie) == 0 && !p->dead;
    for (int i = 0; i < ACT_COUNT; i++) {
        if (strcasecmp(action, names[i]) == 0 && alive && !p->denied[i] && p->body[i].len > 0) {
            buf_add(&to->body, p->body[i].p, p->body[i].len);
            if (p->echo) {
                put_action_id(&to->body, id);
            }
            return;
        }
    }
    buf_puts(&to->body, denied);
    snprintf(to->cookie, sizeof to->cookie, "mansession_id=\"deadbeef\"");
}

struct http_reply pbx_play_answer(struct pbx_play *p, const struct http_request *r)
{
    char action[32];
    struct http_reply to = play_reply(r->tag, 200, "");
    parameter(r, "action", action, sizeof action);
    p->requests++;
    size_t n = strlen(p->actions);
    snprintf(p->actions + n, sizeof p->actions - n, "%s%s", n ? " " : "", action);
    snprintf(to.content_type, sizeof to.content_type, "text/plain");
    if (strcasecmp(action, "login") == 0) {
        answer_login(p, r, &to);
    } else if (strcasecmp(action, "challenge") == 0) {
        buf_puts(&to.body, "Response: Success\r\nChallenge: 338242922\r\n\r\n");
        bool alive = *p->cookie && r->cookie && strcmp(r->cookie, p->cookie) == 0 && !p->dead;
        snprintf(to.cookie, sizeof to.cookie, "%s",
                 alive ? p->cookie : "mansession_id=\"c4a11e46\"");
    } else if (strcasecmp(action, "logoff") == 0) {
        p->logoffs++;
        *p->cookie = '\0';
        buf_puts(&to.body, "Response: Goodbye\r\nMessage: Thanks for all the fish.\r\n\r\n");
    } else {
        answer_action(p, r, action, &to);
    }
    return to;
}

/* Carries out requests until the step has a result. */
static void carry(struct vendor *v, struct pbx_play *p, int64_t now, struct vendor_step *s)
{
    for (int i = 0; i < 100000 && s->result == VR_NONE; i++) {
        if (s->more) {
            v->ops->work(v, 0, now, s);
            continue;
        }
        cr_assert_eq(s->requests.n, 1, "one request at a time, not %zu", s->requests.n);
        struct http_request r = s->requests.v[0];
        vec_clear(&s->requests);
        struct http_reply reply = pbx_play_answer(p, &r);
        v->ops->on_reply(v, &reply, now, s);
        http_reply_release(&reply);
        http_request_release(&r);
    }
    cr_assert_neq(s->result, VR_NONE, "the poll has no end");
}

struct vendor_step play_poll(struct vendor *v, struct pbx_play *p, int64_t now)
{
    struct vendor_step s;
    vendor_step_init(&s);
    v->ops->poll(v, now, &s);
    carry(v, p, now, &s);
    return s;
}

struct vendor_step play_finish(struct vendor *v, struct pbx_play *p)
{
    struct vendor_step s;
    vendor_step_init(&s);
    v->ops->finish(v, &s);
    carry(v, p, 0, &s);
    return s;
}

const struct snap_agent *play_agent(const struct snapshot *s, const char *id)
{
    for (uint32_t i = 0; i < s->n_agents; i++) {
        if (strcmp(s->agents[i].id, id) == 0) {
            return &s->agents[i];
        }
    }
    return NULL;
}

const struct snap_queue *play_queue(const struct snapshot *s, const char *id)
{
    for (uint32_t i = 0; i < s->n_queues; i++) {
        if (strcmp(s->queues[i].id, id) == 0) {
            return &s->queues[i];
        }
    }
    return NULL;
}

const struct snap_call *play_call(const struct snapshot *s, const char *id)
{
    for (uint32_t i = 0; i < s->n_calls; i++) {
        if (strcmp(s->calls[i].id, id) == 0) {
            return &s->calls[i];
        }
    }
    return NULL;
}
