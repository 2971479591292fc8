/* Queues' counters and the callers who wait, followed until they have left. */
#include <string.h>
#include <strings.h>

#include "pbx.h"
#include "zhiban/base/mem.h"

#define STEP_MAX_S 900 /* a longer gap between polls is a gap */
#define ENDED_KEEP_S 600
#define ENDED_MAX 1000
#define QUEUES_KEPT_MAX 20000 /* whose names a hostile PBX may change at every poll */
#define FIT_CALLS_MAX 8       /* answered in one step; beyond, the PBX's average tells nothing */
#define CLOCK_STEP_S 2
#define MISSING_MAX 2 /* polls a caller may be nowhere while his answer is being counted */

uint32_t pbx_queue_index(struct pbx *p, const char *id)
{
    uint32_t i = strmap_get(&p->queue_ids, id);
    if (i != STRMAP_NONE) {
        return i;
    }
    i = (uint32_t)p->queues.n;
    struct pbx_queue *q = &vec_push(&p->queues);
    const struct queue_cfg *cfg = p->centre ? centre_queue(p->centre, id) : NULL;
    int wrapup = cfg && cfg->wrapup_s > 0 ? cfg->wrapup_s : p->centre ? p->centre->wrapup_s : 0;
    *q = (struct pbx_queue){.id = mem_strdup(id), .wrapup_s = (uint32_t)wrapup};
    q->completed = q->abandoned = UNKNOWN;
    q->available = q->longest_s = UNKNOWN;
    strmap_add(&p->queue_ids, q->id, i);
    return i;
}

int64_t pbx_step_s(const struct pbx *p)
{
    int64_t step = p->before == UNKNOWN ? 0 : p->now - p->before;
    return step < 0 || step > STEP_MAX_S ? 0 : step;
}

static int64_t known(int64_t v)
{
    return v == UNKNOWN ? 0 : v;
}

/* The first sight of a queue: what it counted before is not ours to follow, so the sums start from
 * its own averages. */
static void seed(struct pbx_queue *q)
{
    q->answered = q->completed + q->talking;
    q->lost = q->abandoned;
    q->wait_s = q->answered * known(q->hold_avg_s);
    q->talk_s = q->completed * known(q->talk_avg_s);
    q->in_target = q->answered * known(q->sl_permille) / 1000;
    q->gone = q->lost;
    q->seeded = q->answered > 0 || q->lost > 0;
}

/* After a restart or QueueReset everything counts from 0 and is all ours. */
static void restart(struct pbx_queue *q)
{
    q->open_answered = q->completed + q->talking;
    q->open_lost = q->abandoned;
    q->answered = q->completed + q->talking;
    q->lost = q->abandoned;
    q->left = q->offered = 0;
    q->wait_s = q->talk_s = q->hold_s = q->wrap_s = 0;
    q->in_target = q->gone = q->gone_in_target = q->gone_short = 0;
    q->seeded = false;
}

/* What the PBX's average says of the calls answered since the last poll. At each it becomes
 * (3 old + wait) / 4 in whole seconds; the first of all is taken whole. Over n calls it keeps
 * (3/4)^n of the old value, the rest is theirs. Biased as an average, it is exact as a witness. */
static void fit_waits(struct pbx_queue *q, int64_t old_s, bool first)
{
    const int64_t n = q->open_answered;
    q->fit_s = q->fit_max_s = UNKNOWN;
    if (n < 1 || n > FIT_CALLS_MAX || q->hold_avg_s == UNKNOWN || old_s == UNKNOWN) {
        return;
    }
    if (first && old_s == 0) {
        q->fit_s = q->fit_max_s = n == 1 ? q->hold_avg_s : UNKNOWN;
        return;
    }
    double kept = 1, now = (double)q->hold_avg_s, old = (double)old_s;
    for (int64_t i = 0; i < n; i++) {
        kept *= 0.75;
    }
    double mean = (now - kept * old) / (1 - kept);
    double most = (now + 1 - kept * old) * 3 / kept; /* the first of them alone made it so */
    q->fit_s = mean > 0 ? (int64_t)(mean + 0.5) : 0;
    q->fit_max_s = most > 0 ? (int64_t)most : 0;
}

static void count(struct pbx *p, struct pbx_queue *q, const struct pbx_params *now)
{
    int64_t completed = known(now->completed), abandoned = known(now->abandoned);
    int64_t hold_before_s = q->hold_avg_s;
    bool none_before = q->completed == 0 && q->abandoned == 0;
    q->hold_avg_s = now->hold_s;
    q->fit_s = q->fit_max_s = UNKNOWN;
    bool first = q->completed == UNKNOWN;
    bool reset = !first && (p->restarted || completed < q->completed || abandoned < q->abandoned);
    q->completed = completed;
    q->abandoned = abandoned;
    if (first && p->before != UNKNOWN) {
        reset = true; /* a queue that was made while we watched */
    }
    if (reset) {
        restart(q);
    } else if (first) {
        seed(q);
    } else {
        int64_t answered = completed + q->talking;
        if (answered > q->answered) {
            q->open_answered += answered - q->answered;
            q->answered = answered;
        }
        q->open_lost += abandoned - q->lost;
        q->lost = abandoned;
        fit_waits(q, hold_before_s, none_before);
    }
}

void pbx_update_queues(struct pbx *p)
{
    for (size_t i = 0; i < p->params.n; i++) {
        const struct pbx_params *now = &p->params.v[i];
        uint32_t at = pbx_queue_index(p, now->queue); /* may move the array */
        struct pbx_queue *q = &p->queues.v[at];
        if (q->seen == p->poll) {
            continue; /* a second block of the same queue */
        }
        q->seen = p->poll;
        q->waiting = known(now->waiting);
        q->talk_avg_s = now->talk_s;
        q->sl_permille = now->sl_permille;
        const struct queue_cfg *cfg = p->centre ? centre_queue(p->centre, q->id) : NULL;
        q->target_s = now->target_s > 0      ? now->target_s
                      : cfg && cfg->sl_s > 0 ? cfg->sl_s
                      : p->centre            ? p->centre->sl_s
                                             : 20;
        q->available = q->longest_s = UNKNOWN;
        count(p, q, now);
    }
    for (size_t i = 0; i < p->summaries.n; i++) {
        const struct pbx_summary *s = &p->summaries.v[i];
        uint32_t q = strmap_get(&p->queue_ids, s->queue);
        if (q != STRMAP_NONE) {
            p->queues.v[q].available = s->available;
            p->queues.v[q].longest_s = s->longest_s;
        }
    }
}

/* Writes down that a call left its queue after that wait. */
static void end_call(struct pbx *p, struct pbx_call *c, enum call_outcome outcome, int64_t wait_s)
{
    int64_t at = c->joined + wait_s;
    vec_push(&p->ended) = (struct pbx_ended){
        .uid = c->uid,
        .caller = c->caller,
        .queue_i = c->queue_i,
        .since = c->joined,
        .at = at < p->now ? at : p->now,
        .outcome = outcome,
    };
    c->uid = c->caller = NULL;
}

static int64_t half_step(const struct pbx *p)
{
    return pbx_step_s(p) / 2;
}

/* How long a caller waited who was answered since the last poll: between what he had waited then
 * and what he would have now; the middle, or where the PBX's average puts it. */
static int64_t wait_at_answer(const struct pbx *p, const struct pbx_queue *q, int64_t seen_s)
{
    int64_t most = seen_s + pbx_step_s(p);
    if (q->fit_s == UNKNOWN) {
        return seen_s + half_step(p);
    }
    return q->fit_s < seen_s ? seen_s : q->fit_s > most ? most : q->fit_s;
}

static void book_answered(struct pbx_queue *q, int64_t n, int64_t wait_s)
{
    q->wait_s += n * wait_s;
    q->in_target += wait_s <= q->target_s ? n : 0;
}

static void book_gone(const struct pbx *p, struct pbx_queue *q, int64_t n, int64_t wait_s)
{
    q->gone += n;
    q->gone_in_target += wait_s <= q->target_s ? n : 0;
    q->gone_short += p->centre && wait_s <= p->centre->short_abandon_s ? n : 0;
}

static void settle_answered(struct pbx *p, struct pbx_call *c)
{
    struct pbx_queue *q = &p->queues.v[c->queue_i];
    int64_t wait_s = wait_at_answer(p, q, c->wait_s);
    q->open_answered--;
    book_answered(q, 1, wait_s);
    end_call(p, c, OUT_ANSWERED, wait_s);
}

static void settle_lost(struct pbx *p, struct pbx_call *c)
{
    struct pbx_queue *q = &p->queues.v[c->queue_i];
    int64_t wait_s = c->wait_s + half_step(p);
    q->open_lost--;
    book_gone(p, q, 1, wait_s);
    end_call(p, c, p->has_channels ? OUT_ABANDONED : OUT_UNKNOWN, wait_s);
}

/* Left the queue, but not by hanging up and not to an agent. */
static void settle_left(struct pbx *p, struct pbx_call *c)
{
    struct pbx_queue *q = &p->queues.v[c->queue_i];
    if (q->open_lost > 0) {
        q->open_lost--; /* a time-out: the PBX counts it among the lost */
    } else {
        q->left++;
    }
    end_call(p, c, OUT_FLOW_OUT, c->wait_s + half_step(p));
}

enum told { GONE, CONNECTING, ANSWERED, LEFT };

/* What his channel says of a caller who is not waiting any more. */
static enum told told_by_channel(const struct pbx *p, const struct pbx_call *c)
{
    uint32_t i = p->has_channels ? strmap_get(&p->leg_uids, c->uid) : STRMAP_NONE;
    if (i == STRMAP_NONE) {
        return GONE;
    }
    const struct pbx_channel *leg = &p->legs.v[i];
    if (strcasecmp(leg->app, "Queue") != 0) {
        return LEFT;
    }
    return *leg->bridge ? ANSWERED : CONNECTING;
}

static void settle_by_counters(struct pbx *p, struct pbx_call *c)
{
    const struct pbx_queue *q = &p->queues.v[c->queue_i];
    bool answered = q->open_answered > 0, lost = q->open_lost > 0;
    if (answered && lost && (p->has_channels || q->fit_s != UNKNOWN)) {
        answered = false; /* no channel of his left, or a wait that does not fit */
    }
    if (answered) {
        settle_answered(p, c);
    } else if (lost) {
        settle_lost(p, c);
    } else if (c->missing > MISSING_MAX) {
        settle_left(p, c);
    }
}

/* A caller who is not waiting any more. */
struct leaver {
    struct pbx_call *call;
};

/* By queue, then who stood nearer to the agents. */
static int nearer(const void *a, const void *b)
{
    const struct pbx_call *x = ((const struct leaver *)a)->call;
    const struct pbx_call *y = ((const struct leaver *)b)->call;
    if (x->queue_i != y->queue_i) {
        return x->queue_i < y->queue_i ? -1 : 1;
    }
    if (x->position != y->position) {
        return x->position < y->position ? -1 : 1;
    }
    return strcmp(x->uid, y->uid);
}

/* The caller of gone[0..n), all of one queue, whose wait fits an answered call best; NULL: none.
 */
static struct pbx_call *fitting(const struct pbx *p, const struct pbx_queue *q,
                                const struct leaver *gone, size_t n)
{
    struct pbx_call *best = NULL;
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < n; i++) {
        struct pbx_call *c = gone[i].call;
        int64_t off = c->uid ? llabs(wait_at_answer(p, q, c->wait_s) - q->fit_s) : INT64_MAX;
        if (off < least && (c->wait_s <= q->fit_max_s || q->open_lost <= 0)) {
            least = off;
            best = c;
        }
    }
    return best;
}

static void settle_queue(struct pbx *p, const struct leaver *gone, size_t n)
{
    const struct pbx_queue *q = &p->queues.v[gone[0].call->queue_i];
    while (q->fit_s != UNKNOWN && q->open_answered > 0) {
        struct pbx_call *c = fitting(p, q, gone, n);
        if (!c) {
            break;
        }
        settle_answered(p, c);
    }
    for (size_t i = 0; i < n; i++) {
        if (gone[i].call->uid) {
            settle_by_counters(p, gone[i].call);
        }
    }
}

/* Those whose channel proves an answer first, then those whose channel is gone, who surely were
 * counted; who went on in the dial plan may have been (a time-out) or not (a key). */
static void settle_missing(struct pbx *p)
{
    VEC(struct leaver) gone = {0}, left = {0};
    for (size_t i = 0; i < p->calls.n; i++) {
        struct pbx_call *c = &p->calls.v[i];
        if (!c->uid || c->seen == p->poll) {
            continue;
        }
        c->missing++;
        switch (told_by_channel(p, c)) {
        case ANSWERED:
            settle_answered(p, c);
            break;
        case GONE:
            vec_push(&gone).call = c;
            break;
        case LEFT:
            vec_push(&left).call = c;
            break;
        case CONNECTING:
            break;
        }
    }
    if (gone.n > 1) {
        qsort(gone.v, gone.n, sizeof *gone.v, nearer);
    }
    for (size_t from = 0, to; from < gone.n; from = to) {
        for (to = from + 1;
             to < gone.n && gone.v[to].call->queue_i == gone.v[from].call->queue_i;) {
            to++;
        }
        settle_queue(p, gone.v + from, to - from);
    }
    for (size_t i = 0; i < left.n; i++) {
        settle_left(p, left.v[i].call);
    }
    vec_free(&gone);
    vec_free(&left);
}

/* Calls that came and went between two polls: nobody saw them wait. */
static void settle_unseen(struct pbx *p)
{
    for (size_t i = 0; i < p->queues.n; i++) {
        struct pbx_queue *q = &p->queues.v[i];
        if (q->open_answered > 0) {
            book_answered(q, q->open_answered, wait_at_answer(p, q, 0));
            q->open_answered = 0;
        }
        if (q->open_lost > 0) {
            book_gone(p, q, q->open_lost, half_step(p));
            q->open_lost = 0;
        }
    }
}

/* Forgets who was settled. */
static void sweep(struct pbx *p)
{
    size_t n = 0;
    strmap_clear(&p->call_ids);
    for (size_t i = 0; i < p->calls.n; i++) {
        if (p->calls.v[i].uid) {
            p->calls.v[n] = p->calls.v[i];
            strmap_add(&p->call_ids, p->calls.v[n].uid, (uint32_t)n);
            n++;
        }
    }
    p->calls.n = n;
    size_t from = 0;
    while (from < p->ended.n &&
           (p->ended.v[from].at < p->now - ENDED_KEEP_S || p->ended.n - from > ENDED_MAX)) {
        free(p->ended.v[from].uid);
        free(p->ended.v[from].caller);
        from++;
    }
    if (from > 0) {
        p->ended.n -= from;
        memmove(p->ended.v, p->ended.v + from, p->ended.n * sizeof *p->ended.v);
    }
}

static void see_entry(struct pbx *p, const struct pbx_entry *e)
{
    uint32_t queue = pbx_queue_index(p, e->queue);
    uint32_t i = strmap_get(&p->call_ids, e->uid);
    if (i != STRMAP_NONE && p->calls.v[i].seen != p->poll && p->calls.v[i].queue_i != queue) {
        settle_left(p, &p->calls.v[i]); /* over to another queue */
        i = STRMAP_NONE;
    }
    if (i == STRMAP_NONE) {
        i = (uint32_t)p->calls.n;
        vec_push(&p->calls) = (struct pbx_call){.uid = mem_strdup(e->uid),
                                                .caller = mem_strdup(e->number),
                                                .queue_i = queue,
                                                .joined = UNKNOWN};
        strmap_set(&p->call_ids, p->calls.v[i].uid, i);
    }
    struct pbx_call *c = &p->calls.v[i];
    if (c->seen == p->poll) {
        return; /* a second block of the same caller */
    }
    c->seen = p->poll;
    c->missing = 0;
    c->wait_s = known(e->wait_s);
    int64_t joined = p->now - c->wait_s;
    bool moved = c->joined == UNKNOWN || llabs(joined - c->joined) > CLOCK_STEP_S;
    c->joined = moved ? joined : c->joined; /* the PBX's clock was set, or is known only now */
    c->position = e->position;
    c->priority = e->priority;
}

/* A restart drops every caller without counting them. */
static void drop_calls(struct pbx *p)
{
    for (size_t i = 0; i < p->calls.n; i++) {
        end_call(p, &p->calls.v[i], OUT_UNKNOWN, p->calls.v[i].wait_s);
    }
    p->calls.n = 0;
    strmap_clear(&p->call_ids);
    p->restarted = false;
}

void pbx_follow_calls(struct pbx *p)
{
    if (p->restarted) {
        drop_calls(p);
    }
    for (size_t i = 0; i < p->entries.n; i++) {
        see_entry(p, &p->entries.v[i]);
    }
    settle_missing(p);
    settle_unseen(p);
    sweep(p);
    for (size_t i = 0; i < p->queues.n; i++) {
        struct pbx_queue *q = &p->queues.v[i];
        int64_t offered = q->answered + q->lost + q->left + q->waiting;
        q->offered = offered > q->offered ? offered : q->offered;
    }
}

/* Drops the queues of the last poll's absence; the new place of each, PBX_NONE: gone. */
static uint32_t *compact_queues(struct pbx *p)
{
    uint32_t *place = mem_calloc(p->queues.n + 1, sizeof *place);
    size_t n = 0;
    for (size_t i = 0; i < p->queues.n; i++) {
        bool listed = p->queues.v[i].seen == p->poll;
        place[i] = listed ? (uint32_t)n : PBX_NONE;
        if (listed) {
            p->queues.v[n++] = p->queues.v[i];
        } else {
            free(p->queues.v[i].id);
        }
    }
    p->queues.n = n;
    strmap_clear(&p->queue_ids);
    for (size_t i = 0; i < n; i++) {
        strmap_add(&p->queue_ids, p->queues.v[i].id, (uint32_t)i);
    }
    return place;
}

void pbx_forget_queues(struct pbx *p)
{
    if (p->queues.n <= QUEUES_KEPT_MAX) {
        return;
    }
    uint32_t *place = compact_queues(p);
    size_t n = 0;
    strmap_clear(&p->call_ids);
    for (size_t i = 0; i < p->calls.n; i++) {
        struct pbx_call *c = &p->calls.v[i];
        c->queue_i = place[c->queue_i];
        if (c->queue_i == PBX_NONE) {
            free(c->uid);
            free(c->caller);
        } else {
            p->calls.v[n] = *c;
            strmap_add(&p->call_ids, p->calls.v[n].uid, (uint32_t)n);
            n++;
        }
    }
    p->calls.n = n;
    n = 0;
    for (size_t i = 0; i < p->ended.n; i++) {
        struct pbx_ended *e = &p->ended.v[i];
        e->queue_i = place[e->queue_i];
        if (e->queue_i == PBX_NONE) {
            free(e->uid);
            free(e->caller);
        } else {
            p->ended.v[n++] = *e;
        }
    }
    p->ended.n = n;
    for (size_t i = 0; i < p->people.n; i++) {
        uint32_t *q = &p->people.v[i].call_queue;
        *q = *q == PBX_NONE ? PBX_NONE : place[*q];
    }
    free(place);
}
