/* Running totals. For each queue the last raw counters are kept; a poll adds the differences to the
 * sums of three periods. Order of one booking: periods are rolled over, the delta is judged once a
 * queue (reset or not), booked to each period by what is known of its beginning, and the running
 * interval is copied into the day. Cost: linear in queues and agents. */
#include "zhiban/model/totals.h"

#include "zhiban/base/mem.h"

#define FIELDS (sizeof(struct tally) / sizeof(int64_t))
#define DECIDED (offsetof(struct tally, decided) / sizeof(int64_t))
_Static_assert(sizeof(struct tally) == 11 * sizeof(int64_t), "a tally is a row of counters");

#define SINCE_JITTER_S 5   /* a counters_since computed from an up-time trembles by rounding */
#define CLOCK_STEP_S 300   /* a clock set back by less does not open the last period again */
#define OLD_DOCUMENT_S 300 /* an answer older than the last one by less comes from a cache */

const char *const period_words[PERIOD_COUNT] = {"interval", "segment", "day"};

/* One queue: what the door shows, and the books behind it. */
struct book {
    struct queue_totals pub; /* first: the door's pointer is ours */
    int64_t last[FIELDS];    /* raw counters as last told; UNKNOWN: never */
    int64_t counters_since;  /* to which they belong */
    int64_t seen_at;         /* civil instant of the last booking */
    int64_t sum[PERIOD_COUNT][FIELDS];
    bool broken[PERIOD_COUNT][FIELDS]; /* first told in mid-period: unknown till the next one */
    bool fresh[PERIOD_COUNT];          /* nothing booked since the period began */
    bool approx[PERIOD_COUNT];         /* sums that were not followed went in */
    uint64_t poll;                     /* the last that had it */
};

struct totals {
    VEC(struct book *) books;
    struct strmap ids;
    int64_t start[PERIOD_COUNT];
    int64_t day_end;
    int interval_s;
    int interval_index;
    int64_t snapshot_time;
    uint64_t poll; /* snapshots booked */
    bool new_day;  /* since the last of them */
    int resets;
    double speed;
};

/* One booking. */
struct entry {
    const struct snap_queue *queue;
    int64_t now, max_gap_s;
    int64_t since; /* from when the counters run: told, or the day start by contract; UNKNOWN */
    int64_t told;  /* only what was told, as a restart is judged by it; UNKNOWN */
    int64_t ready;
    int64_t delta[FIELDS]; /* UNKNOWN: not told, or never told before */
    bool first;            /* the queue was never seen */
    bool reset;
};

struct totals *totals_new(void)
{
    struct totals *t = mem_calloc(1, sizeof *t);
    for (int p = 0; p < PERIOD_COUNT; p++) {
        t->start[p] = UNKNOWN;
    }
    t->day_end = t->snapshot_time = UNKNOWN;
    t->interval_index = -1;
    t->speed = 1;
    return t;
}

static void book_free(struct book *b)
{
    vec_free(&b->pub.intervals);
    free(b->pub.id);
    free(b);
}

void totals_free(struct totals *t)
{
    if (!t) {
        return;
    }
    for (size_t i = 0; i < t->books.n; i++) {
        book_free(t->books.v[i]);
    }
    vec_free(&t->books);
    strmap_release(&t->ids);
    free(t);
}

void totals_set_speed(struct totals *t, double speed)
{
    t->speed = speed > 1 ? speed : 1;
}

static int64_t max_gap_s(const struct totals *t, const struct centre *c)
{
    int64_t polls = 3 * (int64_t)c->poll_s;
    return (int64_t)(t->speed * (double)(polls > c->stale_s ? polls : c->stale_s));
}

/* Both are counts; a hostile backend cannot make the sum overflow. */
static int64_t plus(int64_t a, int64_t b)
{
    return a > INT64_MAX - b ? INT64_MAX : a + b;
}

static struct tally as_tally(const int64_t field[FIELDS])
{
    struct tally t;
    memcpy(&t, field, sizeof t);
    return t;
}

/* Shows a period as known from `since`; fields the backend does not tell stay unknown. */
static void show(struct book *b, int p, int64_t since, enum since_kind kind,
                 const int64_t told[FIELDS])
{
    int64_t field[FIELDS] = {0};
    for (size_t i = 0; i < FIELDS; i++) {
        field[i] = told[i] == UNKNOWN || b->broken[p][i] ? UNKNOWN : b->sum[p][i];
    }
    b->pub.period[p] = (struct period_total){as_tally(field), since, kind, b->approx[p]};
}

/* Begins a period of one queue. With a live feed it stands at 0 from its start; else it is unknown
 * till the next booking. */
static void begin(struct book *b, int p, int64_t start, bool live)
{
    memset(b->sum[p], 0, sizeof b->sum[p]);
    memset(b->broken[p], 0, sizeof b->broken[p]);
    b->fresh[p] = true;
    b->approx[p] = false;
    if (live) {
        show(b, p, start, SINCE_START, b->last);
    } else {
        b->pub.period[p] =
            (struct period_total){.t = tally_unknown(), .since = UNKNOWN, .kind = SINCE_FIRST_POLL};
    }
}

/* The interval of that index, which is the latest if there is one; NULL: the queue was not seen. */
static struct interval_total *running_interval(struct book *b, int index)
{
    size_t n = b->pub.intervals.n;
    struct interval_total *last = n > 0 ? &b->pub.intervals.v[n - 1] : NULL;
    return last && last->index == index ? last : NULL;
}

/* The interval that ends is whole only if the feed was there to its end. */
static void end_interval(struct totals *t, struct book *b, int64_t gap)
{
    struct interval_total *it = running_interval(b, t->interval_index);
    if (it) {
        int64_t end = t->start[PERIOD_INTERVAL] + t->interval_s;
        it->partial = it->partial || end - b->seen_at > gap;
    }
}

static void end_day(struct book *b)
{
    vec_clear(&b->pub.intervals);
    b->pub.longest_today_s = UNKNOWN;
}

/* Where the three periods that hold `now` began. */
static void find_starts(const struct centre *c, int64_t now, int64_t start[PERIOD_COUNT])
{
    int64_t day = civil_day_start(c->zone, now, c->day_start_min);
    int64_t interval_s = (int64_t)c->interval_min * 60;
    int64_t from = day, to = 0, business_day = 0;
    centre_segment_at(c, now, &from, &to, &business_day); /* none runs: as the day */
    start[PERIOD_INTERVAL] = day + (now - day) / interval_s * interval_s;
    start[PERIOD_SEGMENT] = from;
    start[PERIOD_DAY] = day;
}

void totals_roll(struct totals *t, const struct centre *c, int64_t now)
{
    int64_t start[PERIOD_COUNT];
    bool over[PERIOD_COUNT], any = false;
    find_starts(c, now, start);
    for (int p = 0; p < PERIOD_COUNT; p++) {
        over[p] =
            t->start[p] == UNKNOWN || start[p] > t->start[p] || now < t->start[p] - CLOCK_STEP_S;
        any = any || over[p];
    }
    if (!any) {
        return;
    }
    int64_t gap = max_gap_s(t, c);
    for (size_t i = 0; i < t->books.n; i++) {
        struct book *b = t->books.v[i];
        bool live = b->seen_at <= now && now - b->seen_at <= gap;
        if (over[PERIOD_INTERVAL]) {
            end_interval(t, b, gap);
        }
        if (over[PERIOD_DAY]) {
            end_day(b);
        }
        for (int p = 0; p < PERIOD_COUNT; p++) {
            if (over[p]) {
                begin(b, p, start[p], live);
            }
        }
    }
    for (int p = 0; p < PERIOD_COUNT; p++) {
        t->start[p] = over[p] ? start[p] : t->start[p];
    }
    t->new_day = t->new_day || over[PERIOD_DAY];
    t->interval_s = c->interval_min * 60;
    t->day_end = civil_day_start(c->zone, t->start[PERIOD_DAY] + 36 * 3600, c->day_start_min);
    t->interval_index = totals_interval_index(t, c, t->start[PERIOD_INTERVAL]);
}

int totals_interval_index(const struct totals *t, const struct centre *c, int64_t at)
{
    int64_t day = t->start[PERIOD_DAY];
    if (day == UNKNOWN || at < day || at >= t->day_end) {
        return -1;
    }
    int64_t i = (at - day) / ((int64_t)c->interval_min * 60);
    return i < INTERVALS_MAX ? (int)i : -1;
}

/* The books of a queue; they mostly stand at the place the queue has in the snapshot. */
static struct book *book_of(struct totals *t, const char *id, uint32_t place, bool *first)
{
    bool there = place < t->books.n && strcmp(t->books.v[place]->pub.id, id) == 0;
    uint32_t i = there ? place : strmap_get(&t->ids, id);
    *first = i == STRMAP_NONE;
    if (!*first) {
        return t->books.v[i];
    }
    struct book *b = mem_calloc(1, sizeof *b);
    b->pub.id = mem_strdup(id);
    b->pub.longest_today_s = UNKNOWN;
    b->counters_since = UNKNOWN;
    b->seen_at = UNKNOWN;
    for (size_t f = 0; f < FIELDS; f++) {
        b->last[f] = UNKNOWN;
    }
    for (int p = 0; p < PERIOD_COUNT; p++) {
        begin(b, p, t->start[p], false);
    }
    strmap_add(&t->ids, b->pub.id, (uint32_t)t->books.n);
    vec_push(&t->books) = b;
    return b;
}

/* A restart shows in any counter that went down (but `decided`, which is computed from figures that
 * a backend may not read at one moment), or in a counters_since that moved on. */
static bool went_back(const struct book *b, const struct entry *e, const int64_t cur[FIELDS])
{
    if (e->told != UNKNOWN && b->counters_since != UNKNOWN &&
        e->told > b->counters_since + SINCE_JITTER_S) {
        return true;
    }
    for (size_t i = 0; i < FIELDS; i++) {
        if (i != DECIDED && cur[i] != UNKNOWN && b->last[i] != UNKNOWN && cur[i] < b->last[i]) {
            return true;
        }
    }
    return false;
}

/* The increments since the last booking; the raw counters are kept for the next. */
static void take_delta(struct book *b, struct entry *e, const int64_t cur[FIELDS])
{
    e->reset = went_back(b, e, cur);
    for (size_t i = 0; i < FIELDS; i++) {
        if (e->reset && b->last[i] != UNKNOWN) {
            b->last[i] = 0;
        }
        e->delta[i] = UNKNOWN;
        if (cur[i] == UNKNOWN) {
            continue;
        }
        if (b->last[i] != UNKNOWN) {
            e->delta[i] = cur[i] > b->last[i] ? cur[i] - b->last[i] : 0;
        }
        b->last[i] = b->last[i] > cur[i] ? b->last[i] : cur[i];
    }
    if (e->told != UNKNOWN && (e->reset || b->counters_since == UNKNOWN)) {
        b->counters_since = e->told;
    }
}

/* Adds to a period. whole: the counters themselves lie in it, else the increments do. A field
 * without increments that was told for the first time has missed the beginning of the period. */
static void add(struct book *b, int p, const struct entry *e, const int64_t cur[FIELDS], bool whole)
{
    for (size_t i = 0; i < FIELDS; i++) {
        if (cur[i] == UNKNOWN) {
            continue;
        }
        if (e->delta[i] != UNKNOWN && !whole) {
            b->sum[p][i] = plus(b->sum[p][i], e->delta[i]);
        } else if (whole || (e->since != UNKNOWN && e->since >= b->pub.period[p].since)) {
            b->sum[p][i] = plus(b->sum[p][i], cur[i]);
            b->approx[p] = b->approx[p] || e->queue->approx;
        } else {
            b->broken[p][i] = true;
        }
    }
}

/* Books one period: the three ways in which its beginning can be known are the three kinds of
 * `since`. */
static void book_period(struct book *b, int p, int64_t start, const struct entry *e,
                        const int64_t cur[FIELDS])
{
    struct period_total *to = &b->pub.period[p];
    bool inside = e->since != UNKNOWN && e->since >= start; /* all counted lies in the period */
    bool across = !e->first && b->seen_at <= e->now && e->now - b->seen_at <= e->max_gap_s;
    int64_t since = to->since;
    enum since_kind kind = to->kind;
    if (!b->fresh[p]) {
        add(b, p, e, cur, false);
    } else if (across) { /* polling ran into the period */
        since = b->seen_at <= start ? start : b->seen_at;
        kind = b->seen_at <= start ? SINCE_START : SINCE_FIRST_POLL;
        to->since = since;
        add(b, p, e, cur, false);
    } else if (inside && (e->first || e->reset)) {
        since = e->since;
        kind = since == start ? SINCE_START : SINCE_BACKEND;
        add(b, p, e, cur, true);
    } else {
        since = e->now;
        kind = SINCE_FIRST_POLL;
    }
    b->fresh[p] = false;
    show(b, p, since, kind, cur);
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b; /* UNKNOWN is less than any count */
}

/* Opens an interval, or after the clock was set back an old one again: what lay ahead goes. */
static struct interval_total *open_interval(struct book *b, int index, int64_t ready)
{
    size_t n = b->pub.intervals.n;
    while (n > 0 && b->pub.intervals.v[n - 1].index > index) {
        n--;
    }
    b->pub.intervals.n = n;
    struct interval_total *it = running_interval(b, index);
    if (!it) {
        it = &vec_push(&b->pub.intervals);
        *it = (struct interval_total){
            .index = index, .max_waiting = UNKNOWN, .max_longest_s = UNKNOWN, .min_ready = ready};
    }
    return it;
}

/* Copies the running interval into the day and keeps its extremes. */
static void book_interval(struct totals *t, struct book *b, const struct entry *e)
{
    b->pub.longest_today_s = larger(b->pub.longest_today_s, e->queue->longest_wait_s);
    if (t->interval_index < 0) {
        return;
    }
    struct interval_total *it = running_interval(b, t->interval_index);
    if (!it) {
        it = open_interval(b, t->interval_index, e->ready);
    }
    const struct period_total *running = &b->pub.period[PERIOD_INTERVAL];
    it->t = running->t;
    it->approx = running->approx;
    it->partial = running->kind != SINCE_START;
    it->max_waiting = larger(it->max_waiting, e->queue->waiting);
    it->max_longest_s = larger(it->max_longest_s, e->queue->longest_wait_s);
    it->min_ready = it->min_ready < e->ready ? it->min_ready : e->ready;
}

/* Ready agents of every queue: counted from the agents, or as the backend summed them up. */
static int64_t *count_ready(const struct snapshot *s)
{
    int64_t *ready = mem_calloc((size_t)s->n_queues + 1, sizeof *ready);
    for (uint32_t i = 0; i < s->n_agents; i++) {
        const struct snap_agent *a = &s->agents[i];
        for (uint32_t j = 0; a->state == ST_READY && !a->paused && j < a->n_queues; j++) {
            ready[s->queue_refs[a->first_queue + j]]++;
        }
    }
    for (uint32_t q = 0; q < s->n_queues; q++) {
        if (s->n_agents == 0 && s->queues[q].agents_ready_hint != UNKNOWN) {
            ready[q] = s->queues[q].agents_ready_hint;
        }
    }
    return ready;
}

/* Books one queue of a snapshot; e is filled but for what the queue's own books say. Returns
 * whether its counters began again. */
static bool book_queue(struct totals *t, const struct centre *c, struct entry *e, uint32_t place)
{
    struct book *b = book_of(t, e->queue->id, place, &e->first);
    b->pub.outbound = queue_outbound(centre_queue(c, e->queue->id));
    b->poll = t->poll;
    int64_t cur[FIELDS];
    memcpy(cur, &e->queue->t, sizeof cur);
    take_delta(b, e, cur);
    for (int p = 0; p < PERIOD_COUNT; p++) {
        book_period(b, p, t->start[p], e, cur);
    }
    b->seen_at = e->now;
    book_interval(t, b, e);
    return e->reset;
}

/* Forgets queues the snapshot just booked does not have: those not seen in this day, and all of
 * them when a backend that renames its queues has left too many. */
static void forget(struct totals *t)
{
    bool too_many = t->books.n > QUEUES_KEPT_MAX;
    if (!too_many && !t->new_day) {
        return;
    }
    t->new_day = false;
    size_t n = 0;
    for (size_t i = 0; i < t->books.n; i++) {
        struct book *b = t->books.v[i];
        if (b->poll == t->poll || (!too_many && b->seen_at >= t->start[PERIOD_DAY])) {
            t->books.v[n++] = b;
        } else {
            book_free(b);
        }
    }
    if (n == t->books.n) {
        return;
    }
    t->books.n = n;
    strmap_clear(&t->ids);
    for (size_t i = 0; i < n; i++) {
        strmap_add(&t->ids, t->books.v[i]->pub.id, (uint32_t)i);
    }
}

void totals_apply(struct totals *t, const struct snapshot *s, const struct centre *c, int64_t now)
{
    totals_roll(t, c, now);
    if (s->time != UNKNOWN && t->snapshot_time != UNKNOWN && s->time < t->snapshot_time &&
        t->snapshot_time - s->time <= OLD_DOCUMENT_S) {
        return; /* its counters are older than what is booked */
    }
    t->snapshot_time = s->time != UNKNOWN ? s->time : t->snapshot_time;
    bool usable = s->counters_since != UNKNOWN && s->counters_since <= now;
    int64_t told = usable ? s->counters_since : UNKNOWN;
    bool daily = s->counters_since == UNKNOWN && s->counters_daily;
    int64_t *ready = count_ready(s);
    int64_t gap = max_gap_s(t, c);
    bool reset = false;
    t->poll++;
    for (uint32_t i = 0; i < s->n_queues; i++) {
        struct entry e = {.queue = &s->queues[i],
                          .now = now,
                          .max_gap_s = gap,
                          .since = daily ? t->start[PERIOD_DAY] : told,
                          .told = told,
                          .ready = ready[i]};
        reset = book_queue(t, c, &e, i) || reset;
    }
    forget(t);
    t->resets += reset;
    free(ready);
}

const struct queue_totals *totals_queue(const struct totals *t, const char *id)
{
    uint32_t i = strmap_get(&t->ids, id);
    return i == STRMAP_NONE ? NULL : &t->books.v[i]->pub;
}

const struct interval_total *totals_interval(const struct queue_totals *q, int index)
{
    size_t from = 0, to = q->intervals.n;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (q->intervals.v[mid].index < index) {
            from = mid + 1;
        } else {
            to = mid;
        }
    }
    return from < q->intervals.n && q->intervals.v[from].index == index ? &q->intervals.v[from]
                                                                        : NULL;
}

void tally_add(struct tally *sum, const struct tally *part)
{
    int64_t to[FIELDS], add[FIELDS];
    memcpy(to, sum, sizeof to);
    memcpy(add, part, sizeof add);
    for (size_t f = 0; f < FIELDS; f++) {
        to[f] = to[f] == UNKNOWN || add[f] == UNKNOWN ? UNKNOWN : plus(to[f], add[f]);
    }
    *sum = as_tally(to);
}

struct period_total totals_sum(const struct totals *t, enum period p)
{
    struct period_total sum = {.since = UNKNOWN, .kind = SINCE_FIRST_POLL};
    bool any = false;
    for (size_t i = 0; i < t->books.n; i++) {
        const struct period_total *one = &t->books.v[i]->pub.period[p];
        if (one->since == UNKNOWN || t->books.v[i]->pub.outbound) {
            continue; /* not seen in this period, or not part of it */
        }
        tally_add(&sum.t, &one->t);
        sum.approx = sum.approx || one->approx;
        if (!any || one->since > sum.since) {
            sum.since = one->since;
            sum.kind = one->kind;
        }
        any = true;
    }
    if (!any) {
        sum.t = tally_unknown();
    }
    return sum;
}

int totals_resets(const struct totals *t)
{
    return t->resets;
}
