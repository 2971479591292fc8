/* The snapshot and its builder. Queue ids may arrive after those who refer to them, so references
 * are kept as the index of the queue, or as `LATER | i` of a list of names seen before their queue,
 * and settled by finish. Every add is O(1); finish is linear in what was added. */
#include "zhiban/model/snapshot.h"

#include <inttypes.h>
#include <stdio.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

#define WARNINGS_MAX 100
#define WARNING_VALUE_MAX 60              /* bytes of the offending value that are kept */
#define NUMBER_MAX INT64_C(1000000000000) /* seconds or counts: over 30,000 years */
#define WARNED 0x80000000u                /* in an id map: the duplicate was warned of */
#define LATER 0x80000000u                 /* in a reference: not (yet) a queue */

const char *const agent_state_words[ST_COUNT] = {
    "offline", "ready", "ringing", "talking", "hold", "wrapup", "paused", "unavailable", "unknown",
};

enum agent_state agent_state_from(const char *word)
{
    for (int i = 0; i < ST_COUNT; i++) {
        if (strcmp(word, agent_state_words[i]) == 0) {
            return (enum agent_state)i;
        }
    }
    return ST_UNKNOWN;
}

struct tally tally_unknown(void)
{
    return (struct tally){
        .offered = UNKNOWN,
        .answered = UNKNOWN,
        .answered_in_target = UNKNOWN,
        .abandoned = UNKNOWN,
        .abandoned_in_target = UNKNOWN,
        .abandoned_short = UNKNOWN,
        .wait_s = UNKNOWN,
        .talk_s = UNKNOWN,
        .hold_s = UNKNOWN,
        .wrap_s = UNKNOWN,
        .decided = UNKNOWN,
    };
}

struct snapshot *snapshot_new(void)
{
    struct snapshot *s = mem_calloc(1, sizeof *s);
    s->time = UNKNOWN;
    s->counters_since = UNKNOWN;
    return s;
}

void snapshot_free(struct snapshot *s)
{
    if (!s) {
        return;
    }
    free(s->queues);
    free(s->agents);
    free(s->queue_refs);
    free(s->calls);
    free(s->ended);
    free(s->warnings);
    arena_release(&s->arena);
    free(s);
}

struct later { /* a queue id named before, or without, its queue */
    const char *id, *where;
};

struct agent_ref {
    uint32_t agent, queue;
};

struct snap_builder {
    struct snapshot *snap;
    VEC(struct snap_queue) queues;
    VEC(struct snap_agent) agents;
    VEC(struct snap_call) calls;
    VEC(struct snap_ended) ended;
    VEC(struct data_warning) warnings;
    VEC(struct agent_ref) refs;
    VEC(struct later) later;
    struct strmap queue_ids, agent_ids, call_ids, ended_ids, later_ids, warning_keys;
    struct buf scratch;
};

struct snap_builder *snap_builder_new(void)
{
    struct snap_builder *b = mem_calloc(1, sizeof *b);
    b->snap = snapshot_new();
    buf_init(&b->scratch, 4 * TEXT_NAME_MAX);
    return b;
}

void snap_builder_free(struct snap_builder *b)
{
    if (!b) {
        return;
    }
    snapshot_free(b->snap);
    vec_free(&b->queues);
    vec_free(&b->agents);
    vec_free(&b->calls);
    vec_free(&b->ended);
    vec_free(&b->warnings);
    vec_free(&b->refs);
    vec_free(&b->later);
    strmap_release(&b->queue_ids);
    strmap_release(&b->agent_ids);
    strmap_release(&b->call_ids);
    strmap_release(&b->ended_ids);
    strmap_release(&b->later_ids);
    strmap_release(&b->warning_keys);
    buf_release(&b->scratch);
    free(b);
}

struct snapshot *snap_builder_snapshot(struct snap_builder *b)
{
    return b->snap;
}

static const char *clean_id(struct snap_builder *b, const char *id)
{
    return text_clean_arena(&b->snap->arena, id, strlen(id), TEXT_NAME_MAX);
}

/* The index of an id as it arrived. Keys are clean, so the clean form is only made when the raw one
 * is not found and may differ. */
static uint32_t find_id(struct snap_builder *b, const struct strmap *m, const char *id)
{
    uint32_t i = strmap_get(m, id);
    if (i == STRMAP_NONE) {
        buf_reset(&b->scratch);
        text_clean(&b->scratch, id, strlen(id), TEXT_NAME_MAX);
        const char *clean = buf_str(&b->scratch);
        i = strcmp(clean, id) == 0 ? STRMAP_NONE : strmap_get(m, clean);
    }
    return i == STRMAP_NONE ? i : i & ~WARNED;
}

void snap_warn(struct snap_builder *b, const char *where, const char *msgid, const char *value)
{
    struct arena *a = &b->snap->arena;
    buf_reset(&b->scratch);
    buf_puts(&b->scratch, where);
    buf_putc(&b->scratch, '\n');
    buf_puts(&b->scratch, msgid);
    const char *key = buf_str(&b->scratch);
    if (strmap_get(&b->warning_keys, key) != STRMAP_NONE) {
        return;
    }
    if (b->warnings.n == WARNINGS_MAX) {
        b->snap->n_warnings_dropped++;
        return;
    }
    key = arena_strndup(a, key, b->scratch.len);
    strmap_add(&b->warning_keys, key, (uint32_t)b->warnings.n);
    vec_push(&b->warnings) = (struct data_warning){
        .where = text_clean_arena(a, where, strlen(where), TEXT_NAME_MAX),
        .msgid = msgid,
        .value = value ? text_clean_arena(a, value, strlen(value), WARNING_VALUE_MAX) : "",
    };
}

/* Enters a new id; false: it is empty or was there before, with one warning for each such id. */
static bool new_id(struct snap_builder *b, struct strmap *m, const char *key, const char *id,
                   size_t index, const char *where)
{
    if (*id == '\0') {
        snap_warn(b, where, N_("the id is empty; the entry is left out"), "");
        return false;
    }
    uint32_t old = strmap_add(m, key, (uint32_t)index);
    if (old == STRMAP_NONE) {
        return true;
    }
    if (!(old & WARNED)) {
        strmap_set(m, key, old | WARNED);
        snap_warn(b, where, N_("the id occurs twice; only the first entry counts"), id);
    }
    return false;
}

struct snap_queue *snap_add_queue(struct snap_builder *b, const char *id, const char *where)
{
    const char *clean = clean_id(b, id);
    if (!new_id(b, &b->queue_ids, clean, clean, b->queues.n, where)) {
        return NULL;
    }
    struct snap_queue *q = &vec_push(&b->queues);
    *q = (struct snap_queue){
        .id = clean,
        .name = clean,
        .waiting = UNKNOWN,
        .longest_wait_s = UNKNOWN,
        .target_s = UNKNOWN,
        .agents_ready_hint = UNKNOWN,
        .t = tally_unknown(),
        .approx_asa_s = UNKNOWN,
        .approx_talk_s = UNKNOWN,
        .approx_sl_permille = UNKNOWN,
        .lost = UNKNOWN,
    };
    return q;
}

struct snap_agent *snap_add_agent(struct snap_builder *b, const char *id, const char *where)
{
    const char *clean = clean_id(b, id);
    if (!new_id(b, &b->agent_ids, clean, clean, b->agents.n, where)) {
        return NULL;
    }
    struct snap_agent *a = &vec_push(&b->agents);
    *a = (struct snap_agent){
        .id = clean,
        .name = "",
        .reason = "",
        .site = "",
        .team = "",
        .extension = "",
        .caller = "",
        .state = ST_UNKNOWN,
        .since = UNKNOWN,
        .call_queue = NO_QUEUE,
        .answered = UNKNOWN,
        .missed = UNKNOWN,
        .talk_s = UNKNOWN,
        .hold_s = UNKNOWN,
        .wrap_s = UNKNOWN,
        .ready_s = UNKNOWN,
        .paused_s = UNKNOWN,
        .login = UNKNOWN,
    };
    return a;
}

/* A reference to a queue by name: its index, or LATER | i. */
static uint32_t queue_ref(struct snap_builder *b, const char *id, const char *where)
{
    uint32_t i = find_id(b, &b->queue_ids, id);
    if (i != STRMAP_NONE) {
        return i;
    }
    i = find_id(b, &b->later_ids, id);
    if (i == STRMAP_NONE) {
        i = (uint32_t)b->later.n;
        struct arena *a = &b->snap->arena;
        const char *at = text_clean_arena(a, where, strlen(where), TEXT_NAME_MAX);
        vec_push(&b->later) = (struct later){.id = clean_id(b, id), .where = at};
        strmap_add(&b->later_ids, b->later.v[i].id, i);
    }
    return i | LATER;
}

struct snap_call *snap_add_call(struct snap_builder *b, const char *id, const char *queue_id,
                                const char *where)
{
    const char *clean = clean_id(b, id);
    if (!new_id(b, &b->call_ids, clean, clean, b->calls.n, where)) {
        return NULL;
    }
    struct snap_call *c = &vec_push(&b->calls);
    *c = (struct snap_call){
        .id = clean,
        .caller = "",
        .queue = queue_ref(b, queue_id, where),
        .since = UNKNOWN,
        .wait_s = UNKNOWN,
        .position = UNKNOWN,
        .priority = UNKNOWN,
    };
    return c;
}

/* A call may leave several queues: here the id is that of the call and the queue. */
struct snap_ended *snap_add_ended(struct snap_builder *b, const char *id, const char *queue_id,
                                  const char *where)
{
    const char *clean = clean_id(b, id);
    buf_reset(&b->scratch);
    buf_puts(&b->scratch, clean);
    buf_putc(&b->scratch, '\n');
    text_clean(&b->scratch, queue_id, strlen(queue_id), TEXT_NAME_MAX);
    const char *key = arena_strndup(&b->snap->arena, buf_str(&b->scratch), b->scratch.len);
    if (!new_id(b, &b->ended_ids, key, clean, b->ended.n, where)) {
        return NULL;
    }
    struct snap_ended *e = &vec_push(&b->ended);
    *e = (struct snap_ended){
        .id = clean,
        .caller = "",
        .queue = queue_ref(b, queue_id, where),
        .since = UNKNOWN,
        .ended = UNKNOWN,
        .outcome = OUT_UNKNOWN,
    };
    return e;
}

struct snap_agent *snap_find_agent(struct snap_builder *b, const char *id)
{
    uint32_t i = find_id(b, &b->agent_ids, id);
    return i == STRMAP_NONE ? NULL : &b->agents.v[i];
}

struct snap_queue *snap_find_queue(struct snap_builder *b, const char *id)
{
    uint32_t i = find_id(b, &b->queue_ids, id);
    return i == STRMAP_NONE ? NULL : &b->queues.v[i];
}

/* The agent's place as warnings name it; only made when the id is new. */
static uint32_t agent_queue_ref(struct snap_builder *b, const struct snap_agent *a, const char *id)
{
    uint32_t i = find_id(b, &b->queue_ids, id);
    if (i != STRMAP_NONE) {
        return i;
    }
    char *where = mem_printf("agents[%zu]", (size_t)(a - b->agents.v));
    i = queue_ref(b, id, where);
    free(where);
    return i;
}

void snap_agent_queue(struct snap_builder *b, struct snap_agent *a, const char *queue_id)
{
    uint32_t q = agent_queue_ref(b, a, queue_id);
    vec_push(&b->refs) = (struct agent_ref){.agent = (uint32_t)(a - b->agents.v), .queue = q};
}

void snap_agent_call_queue(struct snap_builder *b, struct snap_agent *a, const char *queue_id)
{
    a->call_queue = agent_queue_ref(b, a, queue_id);
}

/* The index a reference stands for, or NO_QUEUE. */
static uint32_t settled(uint32_t ref, const uint32_t *later)
{
    if (ref == NO_QUEUE) {
        return NO_QUEUE;
    }
    return ref & LATER ? later[ref & ~LATER] : ref;
}

/* The queue index of every name of `later`; who still has none is warned of. */
static uint32_t *settle_later(struct snap_builder *b)
{
    uint32_t *later = mem_calloc(b->later.n + 1, sizeof *later);
    for (size_t i = 0; i < b->later.n; i++) {
        const struct later *l = &b->later.v[i];
        uint32_t q = strmap_get(&b->queue_ids, l->id);
        later[i] = q == STRMAP_NONE ? NO_QUEUE : q & ~WARNED;
        if (q == STRMAP_NONE) {
            snap_warn(b, l->where, N_("the queue is not in the list of queues"), l->id);
        }
    }
    return later;
}

/* Sorts the memberships by agent (counting sort), each queue once a person. */
static void settle_agents(struct snap_builder *b, const uint32_t *later)
{
    struct snapshot *s = b->snap;
    uint32_t *start = mem_calloc(b->agents.n + 1, sizeof *start);
    uint32_t *sorted = mem_calloc(b->refs.n + 1, sizeof *sorted);
    uint32_t *stamp = mem_calloc(b->queues.n + 1, sizeof *stamp); /* agent + 1 who has it */
    for (size_t i = 0; i < b->refs.n; i++) {
        start[b->refs.v[i].agent + 1]++;
    }
    for (size_t i = 0; i < b->agents.n; i++) {
        start[i + 1] += start[i];
    }
    for (size_t i = 0; i < b->refs.n; i++) {
        sorted[start[b->refs.v[i].agent]++] = settled(b->refs.v[i].queue, later);
    }
    uint32_t n = 0, from = 0;
    for (uint32_t i = 0; i < b->agents.n; i++) { /* start[i] is now the end of i */
        struct snap_agent *a = &b->agents.v[i];
        a->call_queue = settled(a->call_queue, later);
        a->first_queue = n;
        for (uint32_t j = from; j < start[i]; j++) {
            uint32_t q = sorted[j];
            if (q != NO_QUEUE && stamp[q] != i + 1) {
                stamp[q] = i + 1;
                sorted[n++] = q;
            }
        }
        a->n_queues = n - a->first_queue;
        from = start[i];
    }
    free(start);
    free(stamp);
    s->queue_refs = sorted;
    s->n_queue_refs = n;
}

/* Waits from the backend's own clock; calls of an unknown queue are left out (the warning was
 * written). */
static void settle_calls(struct snap_builder *b, const uint32_t *later)
{
    const int64_t time = b->snap->time;
    size_t n = 0;
    for (size_t i = 0; i < b->calls.n; i++) {
        struct snap_call c = b->calls.v[i];
        c.queue = settled(c.queue, later);
        if (c.queue == NO_QUEUE) {
            continue;
        }
        if (c.wait_s == UNKNOWN && c.since != UNKNOWN && time != UNKNOWN) {
            c.wait_s = time > c.since ? time - c.since : 0;
        }
        b->calls.v[n++] = c;
    }
    b->calls.n = n;
    n = 0;
    for (size_t i = 0; i < b->ended.n; i++) {
        struct snap_ended e = b->ended.v[i];
        e.queue = settled(e.queue, later);
        if (e.queue != NO_QUEUE) {
            b->ended.v[n++] = e;
        }
    }
    b->ended.n = n;
}

/* What rates divide by (METRICS.md): offered less those still waiting, never less than what was
 * answered or abandoned; where only unanswered ends are counted, answered and lost. */
static int64_t decided_of(const struct snap_queue *q)
{
    const struct tally *t = &q->t;
    int64_t ends = UNKNOWN;
    if (t->answered != UNKNOWN && t->abandoned != UNKNOWN) {
        ends = t->answered + t->abandoned;
    } else if (t->answered != UNKNOWN && q->lost != UNKNOWN) {
        ends = t->answered + q->lost;
    }
    if (t->offered == UNKNOWN) {
        return q->lost != UNKNOWN ? ends : UNKNOWN;
    }
    if (q->waiting == UNKNOWN) {
        return UNKNOWN;
    }
    int64_t left = t->offered - q->waiting;
    left = left > 0 ? left : 0;
    return ends != UNKNOWN && ends > left ? ends : left;
}

/* The last gate for numbers: what no floor can have becomes unknown, with a warning, so that no
 * later sum or difference can overflow. Times and durations may lie before 1970 only by mistake. */
static void bound(struct snap_builder *b, const char *where, int64_t *number)
{
    if (*number != UNKNOWN && (*number < 0 || *number > NUMBER_MAX)) {
        char text[24];
        snprintf(text, sizeof text, "%" PRId64, *number);
        snap_warn(b, where, N_("the number is impossible; it is taken as unknown"), text);
        *number = UNKNOWN;
    }
}

static void bound_queue(struct snap_builder *b, struct snap_queue *q)
{
    struct tally *t = &q->t;
    int64_t *const numbers[] = {&q->waiting,
                                &q->longest_wait_s,
                                &q->target_s,
                                &q->approx_asa_s,
                                &q->approx_talk_s,
                                &q->approx_sl_permille,
                                &q->lost,
                                &t->offered,
                                &t->answered,
                                &t->abandoned,
                                &t->abandoned_short,
                                &t->answered_in_target,
                                &t->abandoned_in_target,
                                &t->wait_s,
                                &t->talk_s,
                                &t->hold_s,
                                &t->wrap_s,
                                &t->decided,
                                &q->agents_ready_hint};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        bound(b, q->id, numbers[i]);
    }
}

static void bound_agent(struct snap_builder *b, struct snap_agent *a)
{
    int64_t *const numbers[] = {&a->since,  &a->answered, &a->missed,   &a->talk_s, &a->hold_s,
                                &a->wrap_s, &a->ready_s,  &a->paused_s, &a->login};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        bound(b, a->id, numbers[i]);
    }
}

static void bound_all(struct snap_builder *b)
{
    bound(b, "time", &b->snap->time);
    bound(b, "counters_since", &b->snap->counters_since);
    for (size_t i = 0; i < b->queues.n; i++) {
        bound_queue(b, &b->queues.v[i]);
    }
    for (size_t i = 0; i < b->agents.n; i++) {
        bound_agent(b, &b->agents.v[i]);
    }
    for (size_t i = 0; i < b->calls.n; i++) {
        bound(b, b->calls.v[i].id, &b->calls.v[i].since);
        bound(b, b->calls.v[i].id, &b->calls.v[i].wait_s);
    }
    for (size_t i = 0; i < b->ended.n; i++) {
        bound(b, b->ended.v[i].id, &b->ended.v[i].since);
        bound(b, b->ended.v[i].id, &b->ended.v[i].ended);
    }
}

static void settle_queues(struct snap_builder *b)
{
    int64_t *longest = mem_calloc(b->queues.n + 1, sizeof *longest);
    for (size_t i = 0; i < b->queues.n; i++) {
        longest[i] = UNKNOWN;
    }
    for (size_t i = 0; i < b->calls.n; i++) {
        const struct snap_call *c = &b->calls.v[i];
        if (c->wait_s > longest[c->queue]) { /* UNKNOWN is the least number */
            longest[c->queue] = c->wait_s;
        }
    }
    for (size_t i = 0; i < b->queues.n; i++) {
        struct snap_queue *q = &b->queues.v[i];
        if (q->longest_wait_s == UNKNOWN) {
            q->longest_wait_s = q->waiting == 0 ? 0 : longest[i];
        }
        if (q->t.decided == UNKNOWN) {
            q->t.decided = decided_of(q);
        }
    }
    free(longest);
}

/* Hands a VEC's block to the snapshot. */
#define TAKE(to, n_to, vec)                                                                        \
    ((to) = (vec)->v, (n_to) = (uint32_t)(vec)->n, (vec)->v = NULL,                                \
     (void)((vec)->n = (vec)->cap = 0))

struct snapshot *snap_builder_finish(struct snap_builder *b)
{
    struct snapshot *s = b->snap;
    bound_all(b);
    uint32_t *later = settle_later(b);
    settle_agents(b, later);
    settle_calls(b, later);
    settle_queues(b);
    free(later);
    TAKE(s->queues, s->n_queues, &b->queues);
    TAKE(s->agents, s->n_agents, &b->agents);
    TAKE(s->calls, s->n_calls, &b->calls);
    TAKE(s->ended, s->n_ended, &b->ended);
    TAKE(s->warnings, s->n_warnings, &b->warnings);
    b->snap = NULL;
    return s;
}
