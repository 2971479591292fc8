/* The adding half of the snapshot builder. Queue ids may arrive after those who refer to them, so
 * references are kept as the index of the queue, or as `LATER | i` of a list of names seen before
 * their queue, and settled by finish. Every add is O(1). */
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"
#include "zhiban/model/snapshot_builder.h"

#include "snapshot_in.h"

#define WARNINGS_MAX 100
#define WARNING_VALUE_MAX 60 /* bytes of the offending value that are kept */

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

/* Whether a list has room; its first entry too many is warned of. */
static bool has_room(struct snap_builder *b, size_t n, size_t max, const char *list)
{
    if (n >= max) {
        snap_warn(b, list, N_("the list is longer than any floor; the rest of it is left out"),
                  NULL);
    }
    return n < max;
}

struct snap_queue *snap_add_queue(struct snap_builder *b, const char *id, const char *where)
{
    if (!has_room(b, b->queues.n, SNAP_QUEUES_MAX, "queues")) {
        return NULL;
    }
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
    if (!has_room(b, b->agents.n, SNAP_AGENTS_MAX, "agents")) {
        return NULL;
    }
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
        .summed = UNKNOWN,
    };
    return a;
}

/* A reference to a queue by name: its index, LATER | i, or NO_QUEUE beyond what is kept. */
static uint32_t queue_ref(struct snap_builder *b, const char *id, const char *where)
{
    uint32_t i = find_id(b, &b->queue_ids, id);
    if (i != STRMAP_NONE) {
        return i;
    }
    i = find_id(b, &b->later_ids, id);
    if (i == STRMAP_NONE && !has_room(b, b->later.n, SNAP_QUEUES_MAX, "queues")) {
        return NO_QUEUE;
    }
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
    if (!has_room(b, b->calls.n, SNAP_CALLS_MAX, "calls")) {
        return NULL;
    }
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
    if (!has_room(b, b->ended.n, SNAP_CALLS_MAX, "ended")) {
        return NULL;
    }
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
    if (!has_room(b, b->refs.n, SNAP_REFS_MAX, "agents[].queues")) {
        return;
    }
    uint32_t q = agent_queue_ref(b, a, queue_id);
    vec_push(&b->refs) = (struct agent_ref){.agent = (uint32_t)(a - b->agents.v), .queue = q};
}

void snap_agent_call_queue(struct snap_builder *b, struct snap_agent *a, const char *queue_id)
{
    a->call_queue = agent_queue_ref(b, a, queue_id);
}
