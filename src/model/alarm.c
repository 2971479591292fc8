/* The alarm machine. A rule says each step what it sees beyond its limits (alarms_see); what is not
 * seen is within them. For each alarm and level the machine knows since when it was reached or left
 * without a break, and hold times turn this into triggering, a step worse, a step better, clearing.
 */
#include "zhiban/model/alarm.h"

#include <stdlib.h>

#include "zhiban/base/mem.h"

#include "alarm_in.h"

#define HISTORY_MAX 2000 /* cleared alarms of a day that are kept, the newest */

#define NEVER INT64_MIN

/* An alarm and what the machine knows of it. */
struct entry {
    struct alarm pub; /* first: the door's pointer is ours */
    char *key;
    enum level seen; /* at this step */
    bool held;       /* this step: a rate that cannot be judged */
    int64_t seen_mono_ms;
    int64_t at_least_ms[3]; /* by level: since when it was reached without a break; NEVER */
    int64_t below_ms[3];    /* since when it was not */
    uint32_t queue;         /* index at the last sight, or NO_QUEUE */
    int64_t new_value, new_limit;
};

struct alarms {
    VEC(struct entry *) live;     /* pending, standing, clearing */
    struct strmap keys;           /* kind, subject, detail → live */
    VEC(struct entry *) standing; /* sorted */
    VEC(struct entry *)
    history; /* triggered today, oldest first; owns the cleared ones, `live` the others */
    const struct timeline *timeline;
    struct buf key;
    bool rates; /* an alarm of a rate stands */
    uint32_t last_number;
    int64_t day_start;
};

struct alarms *alarms_new(void)
{
    struct alarms *a = mem_calloc(1, sizeof *a);
    buf_init(&a->key, 4096);
    a->day_start = UNKNOWN;
    return a;
}

static void entry_free(struct entry *e)
{
    free(e->pub.subject);
    free(e->pub.subject_name);
    free(e->pub.detail);
    free(e->pub.acked_by);
    free(e->pub.note);
    free(e->key);
    free(e);
}

void alarms_free(struct alarms *a)
{
    if (!a) {
        return;
    }
    for (size_t i = 0; i < a->history.n; i++) {
        if (a->history.v[i]->pub.state == AS_CLEARED) {
            entry_free(a->history.v[i]);
        }
    }
    for (size_t i = 0; i < a->live.n; i++) {
        entry_free(a->live.v[i]);
    }
    vec_free(&a->live);
    vec_free(&a->standing);
    vec_free(&a->history);
    strmap_release(&a->keys);
    buf_release(&a->key);
    free(a);
}

void alarms_set_timeline(struct alarms *a, const struct timeline *t)
{
    a->timeline = t;
}

static const char *key_of(struct alarms *a, enum alarm_kind kind, const char *subject,
                          const char *detail)
{
    buf_reset(&a->key);
    buf_putc(&a->key, (char)('A' + kind));
    buf_puts(&a->key, subject);
    if (kind != AL_DATA) { /* its detail is only the first of many */
        buf_putc(&a->key, '\n');
        buf_puts(&a->key, detail);
    }
    return buf_str(&a->key);
}

static struct entry *entry_new(struct alarms *a, const struct sight *s, const char *key)
{
    struct entry *e = mem_calloc(1, sizeof *e);
    e->key = mem_strdup(key);
    e->pub.kind = s->kind;
    e->pub.subject = mem_strdup(s->subject);
    e->pub.subject_name = mem_strdup(s->name);
    e->pub.detail = mem_strdup(s->detail);
    e->pub.since = e->pub.cleared_at = e->pub.acked_at = UNKNOWN;
    for (int l = 0; l < 3; l++) {
        e->at_least_ms[l] = e->below_ms[l] = NEVER;
    }
    strmap_add(&a->keys, e->key, (uint32_t)a->live.n);
    vec_push(&a->live) = e;
    return e;
}

void alarms_see(const struct judging *j, const struct sight *s)
{
    struct alarms *a = j->alarms;
    const char *key = key_of(a, s->kind, s->subject, s->detail);
    uint32_t i = strmap_get(&a->keys, key);
    struct entry *e = i == STRMAP_NONE ? entry_new(a, s, key) : a->live.v[i];
    e->seen = s->level;
    e->seen_mono_ms = j->mono_ms;
    e->queue = s->queue;
    e->new_value = s->value;
    e->new_limit = s->limit;
}

void alarms_unjudged(const struct judging *j, enum alarm_kind kind, const char *subject)
{
    struct alarms *a = j->alarms;
    uint32_t i = strmap_get(&a->keys, key_of(a, kind, subject, ""));
    if (i != STRMAP_NONE) {
        struct entry *e = a->live.v[i];
        int64_t interval_ms = (int64_t)j->centre->interval_min * 60000;
        e->held = j->mono_ms - e->seen_mono_ms < interval_ms;
    }
}

bool alarms_hold_rates(const struct alarms *a)
{
    return a->rates;
}

/* A new number and a place in the day's history. */
static void enter_history(struct alarms *a, struct entry *e, int64_t now)
{
    e->pub.number = ++a->last_number;
    e->pub.since = now;
    vec_push(&a->history) = e;
}

/* Drops the oldest cleared alarms that are too many, or over before `from`. */
static void trim_history(struct alarms *a, int64_t from)
{
    size_t n = 0, too_many = a->history.n > HISTORY_MAX ? a->history.n - HISTORY_MAX : 0;
    for (size_t i = 0; i < a->history.n; i++) {
        struct entry *e = a->history.v[i];
        bool cleared = e->pub.state == AS_CLEARED;
        if (cleared && (too_many > 0 || e->pub.cleared_at < from)) {
            too_many -= too_many > 0;
            entry_free(e);
        } else {
            a->history.v[n++] = e;
        }
    }
    a->history.n = n;
}

/* Keeps the unbroken times of every level by what is seen now. */
static void keep_times(struct entry *e, int64_t mono_ms)
{
    for (int l = LEVEL_WARN; l <= LEVEL_CRITICAL; l++) {
        bool reached = (int)e->seen >= l;
        int64_t *since = reached ? &e->at_least_ms[l] : &e->below_ms[l];
        int64_t *other = reached ? &e->below_ms[l] : &e->at_least_ms[l];
        *since = *since == NEVER ? mono_ms : *since;
        *other = NEVER;
    }
}

/* The level that stands after hold times. */
static enum level held_level(const struct entry *e, int64_t mono_ms, int64_t trigger_s,
                             int64_t clear_s)
{
    enum level level = e->pub.level;
    for (int l = LEVEL_WARN; l <= LEVEL_CRITICAL; l++) {
        int64_t since = e->at_least_ms[l];
        if (since != NEVER && mono_ms - since >= trigger_s * 1000 && (int)level < l) {
            level = (enum level)l;
        }
    }
    for (int l = LEVEL_CRITICAL; l >= LEVEL_WARN; l--) {
        int64_t since = e->below_ms[l];
        if (since != NEVER && mono_ms - since >= clear_s * 1000 && (int)level >= l) {
            level = (enum level)(l - 1);
        }
    }
    return level;
}

/* Moves one alarm on. It is cleared, or a pending one forgotten, when its state is AS_CLEARED
 * after. */
static void move(struct alarms *a, struct entry *e, const struct judging *j)
{
    const struct centre *c = j->centre;
    struct alarm *p = &e->pub;
    int64_t trigger_s = j->once ? 0 : alarm_defs[p->kind].rate ? c->hold_rate_s : c->hold_warn_s;
    if (e->held && p->level != LEVEL_OK) {
        return;
    }
    keep_times(e, j->mono_ms);
    enum level before = p->level;
    p->level = held_level(e, j->mono_ms, trigger_s, j->once ? 0 : c->hold_clear_s);
    if (e->seen != LEVEL_OK) {
        p->value = e->new_value;
        p->limit = e->new_limit;
    }
    if (p->level != before) {
        p->changed_mono_ms = j->mono_ms;
    }
    if (before == LEVEL_OK && p->level != LEVEL_OK) {
        enter_history(a, e, j->now);
    }
    if (p->level > before) { /* new, or a step worse: an old acknowledgement does not cover it */
        p->announce = true;
        p->acked = false;
    }
    if (p->level == LEVEL_OK) {
        bool pending = e->seen != LEVEL_OK;
        p->state = pending ? AS_PENDING : AS_CLEARED;
        if (!pending) {
            p->level = before; /* history says how bad it was */
            p->cleared_at = j->now;
            p->announce = false;
        }
    } else {
        p->state = e->seen == LEVEL_OK ? AS_CLEARING : AS_STANDING;
    }
}

static int by_weight(const void *x, const void *y)
{
    const struct alarm *a = &(*(struct entry *const *)x)->pub;
    const struct alarm *b = &(*(struct entry *const *)y)->pub;
    if (a->level != b->level) {
        return a->level > b->level ? -1 : 1;
    }
    if (a->since != b->since) {
        return a->since < b->since ? -1 : 1;
    }
    return a->number < b->number ? -1 : a->number > b->number;
}

/* Drops what is over from `live`, and sorts what stands. Who was triggered lives on in the history.
 */
static void settle(struct alarms *a)
{
    size_t n = 0;
    vec_clear(&a->standing);
    a->rates = false;
    for (size_t i = 0; i < a->live.n; i++) {
        struct entry *e = a->live.v[i];
        if (e->pub.state == AS_CLEARED) {
            if (e->pub.number == 0) {
                entry_free(e);
            }
            continue;
        }
        a->live.v[n++] = e;
        if (e->pub.state != AS_PENDING) {
            vec_push(&a->standing) = e;
            a->rates = a->rates || alarm_defs[e->pub.kind].rate;
        }
    }
    if (n != a->live.n) {
        a->live.n = n;
        strmap_clear(&a->keys);
        for (size_t i = 0; i < n; i++) {
            strmap_add(&a->keys, a->live.v[i]->key, (uint32_t)i);
        }
    }
    if (a->standing.n > 1) {
        qsort(a->standing.v, a->standing.n, sizeof(struct entry *), by_weight);
    }
}

/* A new day: yesterday's history goes. Numbers go on: a note begun before midnight finds its alarm.
 */
static void roll_day(struct alarms *a, const struct centre *c, int64_t now)
{
    int64_t day = civil_day_start(c->zone, now, c->day_start_min);
    if (day == a->day_start) {
        return;
    }
    a->day_start = day;
    trim_history(a, day);
}

static void feed_rule(const struct judging *j, int64_t down_s)
{
    bool worse = down_s > 2 * (int64_t)j->centre->stale_s;
    if (down_s < j->centre->stale_s) {
        return; /* the first answer is still to come */
    }
    alarms_see(j, &(struct sight){.kind = AL_FEED_DOWN,
                                  .subject = "",
                                  .name = "",
                                  .detail = "",
                                  .level = worse ? LEVEL_CRITICAL : LEVEL_WARN,
                                  .value = down_s,
                                  .limit = j->centre->stale_s,
                                  .queue = NO_QUEUE});
}

/* Hold times begin anew once there is data again. */
static void freeze(struct entry *e)
{
    for (int l = 0; l < 3; l++) {
        e->at_least_ms[l] = e->below_ms[l] = NEVER;
    }
}

/* Where the alarm's queue is now, or NO_QUEUE; ids is filled at the first that is not where it was.
 */
static uint32_t queue_index(const struct floor *f, const struct entry *e, struct strmap *ids)
{
    const struct snapshot *s = f->snap;
    if (e->queue < s->n_queues && strcmp(s->queues[e->queue].id, e->pub.subject) == 0) {
        return e->queue;
    }
    for (uint32_t i = 0; ids->n < s->n_queues && i < s->n_queues; i++) {
        strmap_add(ids, s->queues[i].id, i);
    }
    return strmap_get(ids, e->pub.subject); /* STRMAP_NONE is NO_QUEUE */
}

static void level_queues(const struct alarms *a, struct floor *f)
{
    for (uint32_t i = 0; i < f->snap->n_queues; i++) {
        f->queues[i].level = LEVEL_OK;
    }
    struct strmap ids = {0};
    for (size_t i = 0; i < a->standing.n; i++) {
        const struct entry *e = a->standing.v[i];
        uint32_t q = e->queue == NO_QUEUE ? NO_QUEUE : queue_index(f, e, &ids);
        if (q != NO_QUEUE && e->pub.level > f->queues[q].level) {
            f->queues[q].level = e->pub.level;
        }
    }
    strmap_release(&ids);
}

static void step(const struct judging *j, struct floor *f, int64_t down_s, bool stale)
{
    struct alarms *a = j->alarms;
    bool judged = f && !stale;
    roll_day(a, j->centre, j->now);
    for (size_t i = 0; i < a->live.n; i++) {
        a->live.v[i]->seen = LEVEL_OK;
        a->live.v[i]->held = false;
    }
    if (judged) {
        alarm_rules(j);
    }
    if (stale) {
        feed_rule(j, down_s);
    }
    for (size_t i = 0; i < a->live.n; i++) {
        if (judged || a->live.v[i]->pub.kind == AL_FEED_DOWN) {
            move(a, a->live.v[i], j);
        } else {
            freeze(a->live.v[i]);
        }
    }
    settle(a);
    if (a->history.n > HISTORY_MAX) {
        trim_history(a, a->day_start);
    }
    if (f) {
        level_queues(a, f);
    }
}

void alarms_step(struct alarms *a, struct floor *f, const struct centre *c, int64_t now,
                 int64_t mono_ms, int64_t feed_down_s, bool stale)
{
    struct judging j = {.alarms = a,
                        .floor = f,
                        .centre = c,
                        .timeline = a->timeline,
                        .now = now,
                        .mono_ms = mono_ms};
    step(&j, f, feed_down_s, stale);
}

void alarms_once(struct alarms *a, struct floor *f, const struct centre *c, int64_t now,
                 int64_t mono_ms)
{
    struct judging j = {.alarms = a,
                        .floor = f,
                        .centre = c,
                        .timeline = a->timeline,
                        .now = now,
                        .mono_ms = mono_ms,
                        .once = true};
    step(&j, f, 0, false);
}

size_t alarms_count(const struct alarms *a)
{
    return a->standing.n;
}

const struct alarm *alarms_at(const struct alarms *a, size_t i)
{
    return &a->standing.v[i]->pub;
}

size_t alarms_open(const struct alarms *a, enum level level)
{
    size_t n = 0;
    for (size_t i = 0; i < a->standing.n; i++) {
        const struct alarm *p = &a->standing.v[i]->pub;
        n += p->level == level && !p->acked;
    }
    return n;
}

size_t alarms_history_count(const struct alarms *a)
{
    return a->history.n;
}

const struct alarm *alarms_history_at(const struct alarms *a, size_t i)
{
    return &a->history.v[a->history.n - 1 - i]->pub;
}

bool alarms_ack(struct alarms *a, uint32_t number, const char *who, const char *note, int64_t now)
{
    for (size_t i = 0; i < a->standing.n; i++) {
        struct alarm *p = &a->standing.v[i]->pub;
        if (p->number == number) {
            free(p->acked_by);
            free(p->note);
            p->acked_by = mem_strdup(who);
            p->note = mem_strdup(note ? note : "");
            p->acked_at = now;
            p->acked = true;
            p->announce = false;
            return true;
        }
    }
    return false;
}

const struct alarm *alarms_announced(struct alarms *a)
{
    const struct alarm *worst = NULL;
    for (size_t i = 0; i < a->standing.n; i++) { /* worst first */
        struct alarm *p = &a->standing.v[i]->pub;
        worst = worst == NULL && p->announce ? p : worst;
        p->announce = false;
    }
    return worst;
}
