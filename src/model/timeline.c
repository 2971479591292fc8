/* Time lines. An entry is kept in 32 bits, so that a full day of 10,000 people stays near 10 MiB at
 * most: seconds since the base (18), state (4), seen (1), reason (9). The door's form is made when
 * asked for. */
#include "zhiban/model/timeline.h"

#include "zhiban/base/mem.h"

#define AT_BITS 18
#define AT_MAX ((1 << AT_BITS) - 1) /* 72 hours */
#define BASE_BEFORE_S 86400         /* the base lies a day before the start of the day */
#define REASONS_MAX 511
#define GAPS_MAX 64
#define ROWS_MAX 20000 /* of persons who are not on the floor any more, in a day */
#define TREMBLE_S 2    /* a start computed from an age trembles by rounding */

struct row {
    char *id;
    uint32_t *entry;
    uint16_t n, cap;
    uint32_t floor; /* the last on which the person was */
};
struct reason {
    char *code;
    bool rest;
};
struct gap {
    int64_t from, to;
};

struct timeline {
    VEC(struct row) rows;
    struct strmap ids;
    VEC(uint32_t) order; /* row of each agent of the last floor, tried first */
    VEC(struct reason) reasons;
    struct strmap reason_ids;
    VEC(struct gap) gaps;
    int64_t base;   /* UNKNOWN before the first floor */
    uint32_t floor; /* counts them */
    struct timeline_entry *out;
};

struct timeline *timeline_new(void)
{
    struct timeline *t = mem_calloc(1, sizeof *t);
    t->base = UNKNOWN;
    t->out = mem_calloc(TIMELINE_MAX + 2 * GAPS_MAX, sizeof *t->out);
    return t;
}

void timeline_free(struct timeline *t)
{
    if (!t) {
        return;
    }
    for (size_t i = 0; i < t->rows.n; i++) {
        free(t->rows.v[i].id);
        free(t->rows.v[i].entry);
    }
    for (size_t i = 0; i < t->reasons.n; i++) {
        free(t->reasons.v[i].code);
    }
    vec_free(&t->rows);
    vec_free(&t->order);
    vec_free(&t->reasons);
    vec_free(&t->gaps);
    strmap_release(&t->ids);
    strmap_release(&t->reason_ids);
    free(t->out);
    free(t);
}

static uint32_t pack(int64_t off, unsigned state, bool seen, unsigned reason)
{
    off = off < 0 ? 0 : off > AT_MAX ? AT_MAX : off;
    return (uint32_t)off | state << AT_BITS | (unsigned)seen << 22 | reason << 23;
}

static int64_t off_of(uint32_t e)
{
    return e & AT_MAX;
}

static unsigned state_of(uint32_t e)
{
    return e >> AT_BITS & 15;
}

static unsigned reason_of(uint32_t e)
{
    return e >> 23;
}

static struct timeline_entry unpack(const struct timeline *t, uint32_t e)
{
    return (struct timeline_entry){.at = t->base + off_of(e),
                                   .state = (uint8_t)state_of(e),
                                   .seen = e >> 22 & 1,
                                   .reason = (uint16_t)reason_of(e)};
}

/* Moves the base; entries that ended before day_start go. */
static void rebase(struct timeline *t, int64_t day_start)
{
    int64_t base = day_start - BASE_BEFORE_S;
    int64_t shift = t->base == UNKNOWN ? 0 : base - t->base;
    t->base = base;
    for (size_t i = 0; shift != 0 && i < t->rows.n; i++) {
        struct row *r = &t->rows.v[i];
        uint16_t kept = 0;
        for (uint16_t k = 0; k < r->n; k++) {
            bool last = k + 1 == r->n;
            if (!last && off_of(r->entry[k + 1]) - shift <= BASE_BEFORE_S) {
                continue;
            }
            uint32_t e = r->entry[k];
            r->entry[kept++] = pack(off_of(e) - shift, state_of(e), e >> 22 & 1, reason_of(e));
        }
        r->n = kept;
    }
    size_t n = 0;
    for (size_t i = 0; i < t->gaps.n; i++) {
        if (t->gaps.v[i].to > day_start) {
            t->gaps.v[n++] = t->gaps.v[i];
        }
    }
    t->gaps.n = n;
}

static uint32_t row_of(struct timeline *t, uint32_t i, const char *id)
{
    while (t->order.n <= i) {
        vec_push(&t->order) = STRMAP_NONE;
    }
    uint32_t at = t->order.v[i];
    if (at != STRMAP_NONE && strcmp(t->rows.v[at].id, id) == 0) {
        return at;
    }
    at = strmap_get(&t->ids, id);
    if (at == STRMAP_NONE) {
        at = (uint32_t)t->rows.n;
        vec_push(&t->rows) = (struct row){.id = mem_strdup(id)};
        strmap_add(&t->ids, t->rows.v[at].id, at);
    }
    t->order.v[i] = at;
    return at;
}

/* The number of a reason, 0 for none (and for those beyond what an entry can hold). */
static unsigned reason_number(struct timeline *t, const char *code, const struct pause_cfg *cfg)
{
    if (*code == '\0') {
        return 0;
    }
    uint32_t at = strmap_get(&t->reason_ids, code);
    if (at != STRMAP_NONE) {
        return at + 1;
    }
    if (t->reasons.n == REASONS_MAX) {
        return 0;
    }
    at = (uint32_t)t->reasons.n;
    bool rest = !cfg || strcmp(cfg->klass, "rest") == 0;
    vec_push(&t->reasons) = (struct reason){.code = mem_strdup(code), .rest = rest};
    strmap_add(&t->reason_ids, t->reasons.v[at].code, at);
    return at + 1;
}

static void append(struct row *r, uint32_t e)
{
    if (r->n == TIMELINE_MAX) {
        memmove(r->entry, r->entry + 1, (TIMELINE_MAX - 1) * sizeof *r->entry);
        r->n--;
    } else if (r->n == r->cap) {
        r->cap = r->cap ? (uint16_t)(r->cap * 2) : 4;
        r->entry = mem_realloc(r->entry, r->cap, sizeof *r->entry);
    }
    r->entry[r->n++] = e;
}

/* Forgets who is not on the floor just booked: those without a change since the day began, and all
 * of them when a backend that renames its agents has left too many. */
static void forget(struct timeline *t, bool all)
{
    size_t n = 0;
    for (size_t i = 0; i < t->rows.n; i++) {
        struct row *r = &t->rows.v[i];
        bool today = r->n > 0 && off_of(r->entry[r->n - 1]) > BASE_BEFORE_S;
        if (r->floor == t->floor || (today && !all)) {
            t->rows.v[n++] = *r;
        } else {
            free(r->id);
            free(r->entry);
        }
    }
    t->rows.n = n;
    vec_clear(&t->order);
    strmap_clear(&t->ids);
    for (size_t i = 0; i < n; i++) {
        strmap_add(&t->ids, t->rows.v[i].id, (uint32_t)i);
    }
}

void timeline_apply(struct timeline *t, const struct floor *f, int64_t day_start)
{
    bool new_day = t->base != day_start - BASE_BEFORE_S;
    if (new_day) {
        rebase(t, day_start);
    }
    t->floor++;
    for (uint32_t i = 0; i < f->snap->n_agents; i++) {
        const struct snap_agent *s = &f->snap->agents[i];
        const struct floor_agent *a = &f->agents[i];
        if (a->since == UNKNOWN) {
            continue;
        }
        uint32_t at = row_of(t, i, s->id);
        struct row *r = &t->rows.v[at];
        r->floor = t->floor;
        unsigned reason = s->state == ST_PAUSED ? reason_number(t, s->reason, a->pause) : 0;
        int64_t off = a->since - t->base;
        if (r->n > 0) {
            uint32_t last = r->entry[r->n - 1];
            bool same = state_of(last) == s->state && reason_of(last) == reason;
            if (same && (a->since_seen || off <= off_of(last) + TREMBLE_S)) {
                continue;
            }
            off = off > off_of(last) ? off : off_of(last); /* a line never runs back */
        }
        append(r, pack(off, s->state, a->since_seen, reason));
    }
    bool too_many = t->rows.n > f->snap->n_agents + (size_t)ROWS_MAX;
    if (new_day || too_many) {
        forget(t, too_many);
    }
}

void timeline_gap(struct timeline *t, int64_t from, int64_t to)
{
    if (to <= from) {
        return;
    }
    struct gap *last = t->gaps.n ? &t->gaps.v[t->gaps.n - 1] : NULL;
    if (last && from <= last->to) {
        last->to = to > last->to ? to : last->to;
        return;
    }
    if (last && t->gaps.n == GAPS_MAX) {
        vec_remove(&t->gaps, 0);
    }
    /* A capacity stands for storage, which the analyser does not see. */
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
    vec_push(&t->gaps) = (struct gap){from, to};
}

/* Writes the entries with the gaps laid over them: unknown from a gap's beginning, at its end the
 * state that was then in force. */
static size_t lay_gaps(const struct timeline *t, const struct row *r)
{
    struct timeline_entry *out = t->out;
    size_t n = 0;
    uint16_t k = 0;
    for (size_t g = 0; g < t->gaps.n; g++) {
        struct gap gap = t->gaps.v[g];
        while (k < r->n && t->base + off_of(r->entry[k]) <= gap.from) {
            out[n++] = unpack(t, r->entry[k++]);
        }
        if (k == 0) {
            continue; /* the person was first seen after it */
        }
        out[n++] = (struct timeline_entry){.at = gap.from, .state = ST_UNKNOWN, .seen = true};
        while (k < r->n && t->base + off_of(r->entry[k]) <= gap.to) {
            k++;
        }
        out[n] = unpack(t, r->entry[k - 1]);
        out[n].at = gap.to;
        out[n++].seen = true;
    }
    while (k < r->n) {
        out[n++] = unpack(t, r->entry[k++]);
    }
    return n;
}

size_t timeline_get(const struct timeline *t, const char *agent_id,
                    const struct timeline_entry **to)
{
    uint32_t at = strmap_get(&t->ids, agent_id);
    *to = t->out;
    if (at == STRMAP_NONE) {
        return 0;
    }
    size_t n = lay_gaps(t, &t->rows.v[at]);
    if (n > TIMELINE_MAX) {
        *to = t->out + (n - TIMELINE_MAX);
        n = TIMELINE_MAX;
    }
    return n;
}

const char *timeline_reason(const struct timeline *t, uint16_t reason)
{
    return reason > 0 && reason <= t->reasons.n ? t->reasons.v[reason - 1].code : "";
}

int64_t timeline_paused_s(const struct timeline *t, const char *agent_id, const char *reason,
                          int64_t from, int64_t now)
{
    uint32_t at = strmap_get(&t->ids, agent_id);
    if (at == STRMAP_NONE) {
        return 0;
    }
    const struct row *r = &t->rows.v[at];
    uint32_t wanted = reason ? strmap_get(&t->reason_ids, reason) : STRMAP_NONE;
    int64_t sum = 0;
    for (uint16_t k = 0; k < r->n; k++) {
        unsigned number = reason_of(r->entry[k]);
        bool any = !reason && (number == 0 || t->reasons.v[number - 1].rest);
        bool this_one = reason && wanted != STRMAP_NONE && number == wanted + 1;
        if (state_of(r->entry[k]) != ST_PAUSED || (!any && !this_one)) {
            continue;
        }
        int64_t begin = t->base + off_of(r->entry[k]);
        int64_t end = k + 1 < r->n ? t->base + off_of(r->entry[k + 1]) : now;
        begin = begin > from ? begin : from;
        end = end < now ? end : now;
        sum += end > begin ? end - begin : 0;
    }
    return sum;
}
