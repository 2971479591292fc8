/* The json backend: a document is refused with one message or gives a snapshot that is clean and
 * holds no impossible figure; it is the same whether decoded in large slices or one element at a
 * time. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/utf8.h"
#include "zhiban/vendor/vendor.h"

#define NOW 1795240951

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

static void check_count(int64_t v)
{
    check(v == UNKNOWN || (v >= 0 && v <= 1000000000000));
}

static void check_snapshot(const struct snapshot *s)
{
    for (uint32_t i = 0; i < s->n_queues; i++) {
        const struct snap_queue *q = &s->queues[i];
        check_text(q->id);
        check_text(q->name);
        check_count(q->waiting);
        check_count(q->t.offered);
        check_count(q->t.wait_s);
        check(q->t.answered == UNKNOWN || q->t.answered_in_target <= q->t.answered);
    }
    for (uint32_t i = 0; i < s->n_agents; i++) {
        const struct snap_agent *a = &s->agents[i];
        check_text(a->id);
        check_text(a->name);
        check_text(a->reason);
        check_text(a->caller);
        check(a->state < ST_COUNT);
        check_count(a->talk_s);
        check(a->call_queue == NO_QUEUE || a->call_queue < s->n_queues);
        check(a->first_queue + a->n_queues <= s->n_queue_refs);
    }
    for (uint32_t i = 0; i < s->n_calls; i++) {
        check(s->calls[i].queue < s->n_queues);
        check_text(s->calls[i].caller);
    }
    for (uint32_t i = 0; i < s->n_warnings; i++) {
        check_text(s->warnings[i].where);
        check_text(s->warnings[i].value);
    }
}

static struct vendor_step decode(const uint8_t *data, size_t size, int elements)
{
    struct vendor_config cfg = {.name = "x", .url = "http://h/", .user = "", .secret = ""};
    const struct vendor_ops *ops = vendor_find("json");
    struct vendor *v = NULL;
    struct vendor_step s;
    vendor_step_init(&s);
    check(ops->open(&cfg, &v, NULL) == OK);
    ops->poll(v, NOW, &s);
    struct http_reply r = {.tag = s.requests.v[0].tag, .status = 200, .retry_after_s = -1};
    buf_init(&r.body, 64 << 20);
    buf_add(&r.body, data, size);
    ops->on_reply(v, &r, NOW, &s);
    while (s.more) {
        check(s.result == VR_NONE);
        ops->work(v, elements, NOW, &s);
    }
    http_reply_release(&r);
    ops->free(v);
    check(s.result == VR_SNAPSHOT ? s.snapshot != NULL : s.result == VR_FAILED && s.err.msgid);
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vendor_step one = decode(data, size, 1), all = decode(data, size, 1000000);
    check(one.result == all.result);
    if (one.snapshot) {
        check_snapshot(one.snapshot);
        check(one.snapshot->n_agents == all.snapshot->n_agents);
        check(one.snapshot->n_warnings == all.snapshot->n_warnings);
    }
    vendor_step_release(&one);
    vendor_step_release(&all);
    return 0;
}
