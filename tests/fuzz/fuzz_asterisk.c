#define _GNU_SOURCE /* memmem */
/* The asterisk backend: whatever a PBX answers, polls end with a message or with a clean snapshot
 * whose counters hold together. The input holds the answers to the actions of two polls, separated
 * by lines of
 * "===="; the last one is repeated. A recorded answer with its headers is one, too. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/utf8.h"
#include "zhiban/vendor/vendor.h"

#define NOW 1795284200
#define LOGIN "Response: Success\r\nMessage: Authentication accepted\r\n\r\n"

static void check(int held)
{
    if (!held) {
        abort();
    }
}

static void check_text(const char *s)
{
    check(utf8_valid(s, strlen(s)));
    for (; *s; s++) {
        check((unsigned char)*s >= 0x20 && *s != 0x7f);
    }
}

static void check_snapshot(const struct snapshot *s)
{
    for (uint32_t i = 0; i < s->n_queues; i++) {
        const struct snap_queue *q = &s->queues[i];
        check_text(q->id);
        check(q->t.answered >= 0 && q->lost >= 0 && q->waiting >= 0);
        check(q->t.offered >= q->t.answered + q->lost);
        check(q->t.wait_s >= 0 && q->t.talk_s >= 0);
    }
    for (uint32_t i = 0; i < s->n_agents; i++) {
        const struct snap_agent *a = &s->agents[i];
        check_text(a->id);
        check_text(a->name);
        check_text(a->reason);
        check_text(a->caller);
        check(a->state < ST_COUNT && a->talk_s >= 0 && a->ready_s >= 0);
        check(a->call_queue == NO_QUEUE || a->call_queue < s->n_queues);
    }
    for (uint32_t i = 0; i < s->n_calls; i++) {
        check(s->calls[i].queue < s->n_queues && s->calls[i].wait_s >= 0);
        check_text(s->calls[i].id);
    }
    for (uint32_t i = 0; i < s->n_ended; i++) {
        check(s->ended[i].queue < s->n_queues);
        check_text(s->ended[i].caller);
    }
}

struct input {
    const char *p, *end;
};

/* The next answer into the reply. */
static void next_answer(struct input *in, struct buf *to)
{
    size_t left = (size_t)(in->end - in->p);
    const char *cut = left ? memmem(in->p, left, "\n====\n", 6) : NULL;
    size_t n = cut ? (size_t)(cut + 1 - in->p) : left;
    const char *body =
        n > 5 && memcmp(in->p, "HTTP/", 5) == 0 ? memmem(in->p, n, "\r\n\r\n", 4) : NULL;
    const char *from = body ? body + 4 : in->p;
    buf_add(to, from, (size_t)(in->p + n - from));
    if (cut) {
        in->p = cut + 6;
    }
}

static void poll(const struct vendor_ops *ops, struct vendor *v, struct input *in, int64_t now)
{
    struct vendor_step s;
    vendor_step_init(&s);
    ops->poll(v, now, &s);
    while (s.result == VR_NONE) {
        if (s.more) {
            ops->work(v, 3, now, &s);
            continue;
        }
        check(s.requests.n == 1);
        struct http_request q = s.requests.v[0];
        vec_clear(&s.requests);
        struct http_reply r = {.tag = q.tag, .status = 200, .retry_after_s = -1};
        buf_init(&r.body, 64 << 20);
        if (q.body) {
            buf_puts(&r.body, LOGIN);
            memcpy(r.cookie, "mansession_id=1", 16);
        } else {
            next_answer(in, &r.body);
        }
        ops->on_reply(v, &r, now, &s);
        http_reply_release(&r);
        http_request_release(&q);
    }
    check(s.result == VR_SNAPSHOT ? s.snapshot != NULL : s.result == VR_FAILED && s.err.msgid);
    if (s.snapshot) {
        check_snapshot(s.snapshot);
    }
    vendor_step_release(&s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct centre c;
    centre_init(&c);
    c.wrapup_s = 10;
    struct vendor_config cfg = {
        .name = "x", .url = "https://h", .user = "u", .secret = "s", .tls = true, .centre = &c};
    const struct vendor_ops *ops = vendor_find("asterisk");
    struct vendor *v = NULL;
    check(ops->open(&cfg, &v, NULL) == OK);
    struct input in = {(const char *)data, (const char *)data + size};
    poll(ops, v, &in, NOW);
    poll(ops, v, &in, NOW + 5);
    poll(ops, v, &in, NOW + 10);
    ops->free(v);
    centre_release(&c);
    return 0;
}
