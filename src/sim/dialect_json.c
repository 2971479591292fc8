/* See dialect_json.h. */
#include "dialect_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

#include "floor_ops.h"

static const char *const outcome_words[] = {"unknown", "answered", "abandoned", "flow_out"};

/* `,"key":` and a number or text; keys are literals. */
#define KEY(to, key) buf_add((to), ",\"" key "\":", sizeof(key) + 3)
#define PUT_INT(to, key, v) (KEY(to, key), (void)buf_i64((to), (v)))
#define PUT_TEXT(to, key, v) (KEY(to, key), text_json((to), (v)))

static void put_head(const struct sim *s, struct buf *to)
{
    char time[32];
    buf_puts(to, "{\"schema\":\"zhiban.snapshot/1\"");
    civil_rfc3339(s->centre->zone, s->now_ms / 1000, time);
    PUT_TEXT(to, "time", time);
    civil_rfc3339(s->centre->zone, s->counters_ms / 1000, time);
    PUT_TEXT(to, "counters_since", time);
}

static int64_t longest_wait_s(const struct sim *s, const struct sim_queue *q)
{
    uint32_t a = q->ringing.first;
    uint32_t b = q->waiting.first;
    int64_t since_ms = s->now_ms;
    if (a != NO_CALL && s->calls.v[a].since_ms < since_ms) {
        since_ms = s->calls.v[a].since_ms;
    }
    if (b != NO_CALL && s->calls.v[b].since_ms < since_ms) {
        since_ms = s->calls.v[b].since_ms;
    }
    return s->now_ms / 1000 - since_ms / 1000;
}

static void put_queue(const struct sim *s, const struct sim_queue *q, struct buf *to)
{
    buf_puts(to, "{\"id\":");
    text_json(to, q->cfg->id);
    PUT_TEXT(to, "name", q->cfg->name_zh ? q->cfg->name_zh : q->cfg->id);
    PUT_INT(to, "waiting", q->waiting.n + q->ringing.n);
    PUT_INT(to, "longest_wait_s", longest_wait_s(s, q));
    PUT_INT(to, "offered", q->offered);
    PUT_INT(to, "answered", q->answered);
    if (q->cfg->sl_s > 0) { /* no target: within it is unknown, not 0 */
        PUT_INT(to, "answered_in_target", q->answered_in_target);
        PUT_INT(to, "target_s", q->cfg->sl_s);
        PUT_INT(to, "abandoned_in_target", q->abandoned_in_target);
    }
    PUT_INT(to, "abandoned", q->abandoned);
    PUT_INT(to, "abandoned_short", q->abandoned_short);
    PUT_INT(to, "wait_s", q->wait_ms / 1000);
    PUT_INT(to, "talk_s", q->talk_ms / 1000);
    PUT_INT(to, "hold_s", q->hold_ms / 1000);
    PUT_INT(to, "wrap_s", q->wrap_ms / 1000);
    buf_putc(to, '}');
}

static void put_memberships(const struct sim *s, uint64_t queues, struct buf *to)
{
    KEY(to, "queues");
    buf_putc(to, '[');
    const char *comma = "";
    for (; queues != 0; queues &= queues - 1) {
        buf_puts(to, comma);
        text_json(to, s->queues.v[__builtin_ctzll(queues)].cfg->id);
        comma = ",";
    }
    buf_putc(to, ']');
}

static void put_sums(const struct sim *s, const struct person *p, struct buf *to)
{
    PUT_INT(to, "answered", p->answered);
    PUT_INT(to, "missed", p->missed);
    PUT_INT(to, "talk_s", person_state_ms(s, p, ST_TALKING) / 1000);
    PUT_INT(to, "hold_s", person_state_ms(s, p, ST_HOLD) / 1000);
    PUT_INT(to, "wrap_s", person_state_ms(s, p, ST_WRAPUP) / 1000);
    PUT_INT(to, "ready_s", person_state_ms(s, p, ST_READY) / 1000);
    PUT_INT(to, "paused_s", person_state_ms(s, p, ST_PAUSED) / 1000);
}

static void put_person(const struct sim *s, const struct person *p, struct buf *to)
{
    buf_puts(to, "{\"id\":");
    text_json(to, p->id);
    PUT_TEXT(to, "name", p->name);
    put_memberships(s, p->queues, to);
    PUT_TEXT(to, "state", agent_state_words[p->state]);
    KEY(to, "reason");
    if (p->state == ST_PAUSED) {
        text_json(to, person_reason(s, p));
    } else {
        buf_puts(to, "null");
    }
    if (p->since_ms > 0) {
        PUT_INT(to, "since", p->since_ms / 1000);
    }
    PUT_TEXT(to, "site", p->site);
    PUT_TEXT(to, "team", p->team);
    PUT_TEXT(to, "extension", p->extension);
    if (p->call != NO_CALL) {
        const struct call *c = &s->calls.v[p->call];
        char caller[24];
        PUT_TEXT(to, "call_queue", s->queues.v[c->queue].cfg->id);
        PUT_TEXT(to, "caller", sim_caller(s, c->queue, c->caller, caller));
    }
    put_sums(s, p, to);
    if (p->login_ms > 0) {
        PUT_INT(to, "login", p->login_ms / 1000);
    }
    buf_putc(to, '}');
}

/* The start both lists of calls have in common. */
static void put_call_head(const struct sim *s, uint32_t number, uint32_t queue, uint64_t caller,
                          struct buf *to)
{
    char text[24];
    buf_puts(to, "{\"id\":\"c-");
    buf_i64(to, number);
    buf_putc(to, '"');
    PUT_TEXT(to, "queue", s->queues.v[queue].cfg->id);
    PUT_TEXT(to, "caller", sim_caller(s, queue, caller, text));
}

static void put_calls(const struct sim *s, struct buf *to)
{
    const char *comma = "";
    for (uint32_t i = 0; i < s->queues.n; i++) {
        uint32_t n;
        uint32_t *line = sim_waiting(s, i, &n);
        for (uint32_t k = 0; k < n; k++) {
            const struct call *c = &s->calls.v[line[k]];
            buf_puts(to, comma);
            comma = ",";
            put_call_head(s, c->number, i, c->caller, to);
            PUT_INT(to, "since", c->since_ms / 1000);
            PUT_INT(to, "position", (int64_t)k + 1);
            PUT_INT(to, "priority", 0);
            buf_putc(to, '}');
        }
        free(line);
    }
}

static void put_ended(const struct sim *s, struct buf *to)
{
    const struct ended_call *e;
    for (size_t i = 0; (e = sim_ended(s, i)) != NULL; i++) {
        buf_puts(to, i ? "," : "");
        put_call_head(s, e->number, e->queue, e->caller, to);
        PUT_INT(to, "since", e->since_ms / 1000);
        PUT_INT(to, "ended", e->ended_ms / 1000);
        PUT_TEXT(to, "outcome", outcome_words[e->outcome]);
        buf_putc(to, '}');
    }
}

void json_snapshot(struct sim *s, struct buf *to)
{
    put_head(s, to);
    KEY(to, "queues");
    for (size_t i = 0; i < s->queues.n; i++) {
        buf_putc(to, i ? ',' : '[');
        put_queue(s, &s->queues.v[i], to);
    }
    buf_puts(to, "]\n");
    KEY(to, "agents");
    for (size_t i = 0; i < s->people.n; i++) {
        buf_puts(to, i ? ",\n" : "[");
        put_person(s, &s->people.v[i], to);
    }
    buf_puts(to, "]\n");
    KEY(to, "calls");
    buf_putc(to, '[');
    put_calls(s, to);
    buf_puts(to, "]\n");
    KEY(to, "ended");
    buf_putc(to, '[');
    put_ended(s, to);
    buf_puts(to, "]}\n");
}

void json_etag(const struct sim *s, uint64_t run, char to[64])
{
    snprintf(to, 64, "\"%llx-%llx-%llx\"", (unsigned long long)run, (unsigned long long)s->revision,
             (unsigned long long)(s->now_ms / 1000));
}

/* ---- actions
 * ------------------------------------------------------------------------------------- */

/* The text member `key` of a flat JSON object, unescaped but for \u; false when it is not there. */
static bool member_text(const char *body, const char *key, char *to, size_t size)
{
    char quoted[32];
    snprintf(quoted, sizeof quoted, "\"%s\"", key);
    const char *at = strstr(body, quoted);
    if (at == NULL) {
        return false;
    }
    at += strlen(quoted);
    at += strspn(at, " \t\r\n:");
    if (*at != '"') {
        return false;
    }
    size_t len = 0;
    for (at++; *at != '\0' && *at != '"'; at++) {
        at += *at == '\\' && at[1] != '\0';
        if (len + 1 < size) {
            to[len++] = *at;
        }
    }
    to[len] = '\0';
    return *at == '"';
}

static int refuse(struct buf *to, int status, const char *code)
{
    buf_printf(to, "{\"error\":{\"code\":\"%s\"}}\n", code);
    return status;
}

/* Cuts the last path segment off: "…/agents/1001/pause" → verb "pause". */
static char *cut_last(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return NULL;
    }
    *slash = '\0';
    return slash + 1;
}

static int agent_action(struct sim *s, const char *id, const char *verb, const char *body,
                        struct buf *to)
{
    char reason[REASON_MAX] = "";
    bool pause = strcmp(verb, "pause") == 0;
    if (!pause && strcmp(verb, "unpause") != 0) {
        return refuse(to, 404, "not_found");
    }
    if (person_find(s, id) == NULL) {
        return refuse(to, 404, "no_such_agent");
    }
    (void)member_text(body, "reason", reason, sizeof reason);
    return (pause ? sim_pause(s, id, reason) : sim_unpause(s, id)) ? 204
                                                                   : refuse(to, 409, "offline");
}

static int queue_action(struct sim *s, const char *queue, const char *verb, const char *body,
                        struct buf *to)
{
    char agent[64];
    bool add = strcmp(verb, "add") == 0;
    if (!add && strcmp(verb, "remove") != 0) {
        return refuse(to, 404, "not_found");
    }
    if (!member_text(body, "agent", agent, sizeof agent)) {
        return refuse(to, 400, "agent_missing");
    }
    bool known = person_find(s, agent) != NULL;
    for (size_t i = 0; i < s->queues.n && known; i++) {
        if (strcmp(s->queues.v[i].cfg->id, queue) == 0) {
            bool done = add ? sim_queue_add(s, queue, agent) : sim_queue_remove(s, queue, agent);
            return done ? 204 : refuse(to, 409, add ? "already_there" : "not_there");
        }
    }
    return refuse(to, 404, known ? "no_such_queue" : "no_such_agent");
}

int json_action(struct sim *s, const char *path, const char *body, struct buf *to)
{
    char *copy = mem_strdup(path);
    char *verb = cut_last(copy);
    char *id = verb ? cut_last(copy) : NULL;
    char *noun = id ? cut_last(copy) : NULL;
    int status = 404;
    if (noun != NULL && strcmp(noun, "agents") == 0) {
        status = agent_action(s, id, verb, body, to);
    } else if (noun != NULL && strcmp(noun, "queues") == 0) {
        status = queue_action(s, id, verb, body, to);
    } else {
        refuse(to, 404, "not_found");
    }
    free(copy);
    return status;
}
