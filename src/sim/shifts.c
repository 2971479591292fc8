/* When people work: shift codes of the rota, sign-on a little early or now and then late, meals in
 * their batch, breaks and the other pauses at random, some longer than allowed. */
#include "floor_ops.h"

#include <string.h>

#define DAY_MIN 1440
#define MS_PER_MIN 60000
#define ABSENT 0.015     /* of the shifts nobody comes to */
#define IGNORE_SHARE .06 /* of the breaks taken although too many are on break */

/* Pauses outside meals: how often and how long. `sigma` is such that some exceed their allowance.
 */
static const struct habit {
    const char *code;
    double per_hour, mean_min, sigma;
    bool limited; /* waits while too many of the team are in it */
} habits[] = {
    {"BRK", .40, 7.5, .25, true},   {"BUSY", .03, 1.2, .50, false}, {"CASE", .04, 15, .35, true},
    {"COACH", .02, 18, .30, true},  {"DUTY", .015, 12, .30, true},  {"HELP", .10, 2.5, .50, true},
    {"LEAVE", .006, 11, .40, true}, {"MEET", .006, 30, .30, false}, {"TECH", .012, 10, .50, false},
    {"TRAIN", .006, 60, .20, true}, {"WC", .20, 4.5, .35, true},
};

#define N_HABITS (sizeof habits / sizeof habits[0])

/* A day's planning: index of each habit's pause reason, −1 where the centre has none. */
struct planning {
    int64_t midnight_ms; /* of the day that is planned */
    int habit[N_HABITS], meal, rest;
};

static const char *const default_cycle[] = {"AC", "AC", "ABC", "N", "R", "SB", "AC", "R"};

struct block {
    int from_min, to_min;
    const struct segment_cfg *shift;
};

static int find_pause(const struct centre *c, const char *code)
{
    for (size_t i = 0; i < c->pauses.n; i++) {
        if (strcmp(c->pauses.v[i].code, code) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static const struct segment_cfg *find_shift(const struct centre *c, const char *code)
{
    for (size_t i = 0; code != NULL && i < c->segments.n; i++) {
        if (strcmp(c->segments.v[i].code, code) == 0) {
            return &c->segments.v[i];
        }
    }
    return NULL;
}

static bool is_kind(const struct segment_cfg *shift, const char *kind)
{
    return shift->kind != NULL && strcmp(shift->kind, kind) == 0;
}

static const struct site_cfg *find_site(const struct centre *c, const char *id)
{
    for (size_t i = 0; i < c->sites.n; i++) {
        if (strcmp(c->sites.v[i].id, id) == 0) {
            return &c->sites.v[i];
        }
    }
    return NULL;
}

/* The blocks a person works on a day, cut to the hours of her site; returns their number (≤ 4). A
 * centre without shifts works round the clock. */
static int blocks_of(const struct sim *s, uint32_t who, int64_t day, struct block to[4])
{
    const struct person *p = &s->people.v[who];
    const struct centre *c = s->centre;
    if (p->staff->status != NULL && strcmp(p->staff->status, "leave") == 0) {
        return 0;
    }
    const char *code = s->opts.rota ? rota_shift(s->opts.rota, p->staff, day) : NULL;
    int64_t turn = (day - SIM_ROTA_DAY0 + who) % 8;
    const struct segment_cfg *shift =
        find_shift(c, code ? code : default_cycle[turn < 0 ? turn + 8 : turn]);
    if (c->segments.n == 0) {
        to[0] = (struct block){0, DAY_MIN, NULL};
        return 1;
    }
    if (shift == NULL ||
        !(is_kind(shift, "segment") || is_kind(shift, "composite") || is_kind(shift, "flex"))) {
        return 0;
    }
    const struct site_cfg *site = find_site(c, p->site);
    int n = 0;
    for (int i = 0; i < shift->n_blocks && i < 4; i++) {
        struct block b = {shift->block[i].from_min, shift->block[i].to_min, shift};
        if (site != NULL && site->open_to_min - site->open_from_min > 0 &&
            site->open_to_min - site->open_from_min < DAY_MIN) {
            b.from_min = b.from_min < site->open_from_min ? site->open_from_min : b.from_min;
            b.to_min = b.to_min > site->open_to_min ? site->open_to_min : b.to_min;
        }
        if (b.from_min < b.to_min) {
            to[n++] = b;
        }
    }
    return n;
}

double shifts_on_duty(const struct sim *s, int minute)
{
    const int days = 56;                            /* a common multiple of the week and of eight */
    size_t n = s->people.n < 88 ? s->people.n : 88; /* copies follow the same rota */
    int64_t on = 0;
    for (size_t i = 0; i < n; i++) {
        for (int day = 0; day < days; day++) {
            struct block b[4];
            int k = blocks_of(s, (uint32_t)i, SIM_ROTA_DAY0 + day, b);
            for (int j = 0; j < k; j++) {
                on += b[j].from_min <= minute && minute < b[j].to_min;
            }
        }
    }
    return n ? (double)on / (double)(n * (size_t)days) : 0;
}

static void plan_pause(struct sim *s, uint32_t who, int64_t at_ms, int reason, double len_min)
{
    int len_s = (int)(len_min * 60);
    if (reason >= 0 && at_ms > s->now_ms && len_s > 0) {
        sim_push(s, at_ms, EV_PAUSE_DUE, who, (uint32_t)len_s, reason);
    }
}

/* Whether the batch eats first: M1 in odd ISO weeks, M2 in even ones. */
static bool eats_first(int64_t day, int batch)
{
    int64_t thursday = day + 3 - ((day - SIM_ROTA_DAY0) % 7 + 7) % 7;
    struct civil c = {0};
    civil_from_days(thursday, &c);
    int64_t week = (thursday - civil_days(c.year, 1, 1)) / 7 + 1;
    return (week & 1) == (batch == 0);
}

/* Meals of a shift that fall into one of its blocks, and the rest in turn of a night. */
static void plan_meals(struct sim *s, uint32_t who, const struct block *b,
                       const struct planning *plan, bool first)
{
    int64_t midnight_ms = plan->midnight_ms;
    const struct segment_cfg *shift = b->shift;
    int meal = plan->meal;
    bool night = b->to_min > DAY_MIN;
    int rest_from = b->from_min;
    for (int i = 0; meal >= 0 && shift != NULL && i < shift->n_meal; i++) {
        int from = shift->meal[i].from_min;
        int to = shift->meal[i].to_min;
        if (from < b->from_min || to > b->to_min) {
            continue;
        }
        int half = (to - from) / 2;
        const struct pause_cfg *cfg = &s->centre->pauses.v[meal];
        int allowed = night && cfg->night_max_min ? cfg->night_max_min : cfg->max_min;
        int len = allowed > 0 && allowed < half ? allowed : half;
        int at = from + (first ? 0 : half);
        int64_t jitter_ms = rng_range(&s->rng, 0, 3 * MS_PER_MIN);
        plan_pause(s, who, midnight_ms + (int64_t)at * MS_PER_MIN + jitter_ms, meal,
                   rng_lognormal(&s->rng, .87 * len, .1));
        rest_from = to;
    }
    int rest = night ? plan->rest : -1;
    if (rest >= 0) {
        int until = s->centre->pauses.v[rest].window_to_min;
        until = until <= 0 ? b->to_min - 120 : until;
        until += until < rest_from ? DAY_MIN : 0;
        int half = (until - rest_from) / 2;
        int64_t at = rest_from + (first ? 0 : half);
        plan_pause(s, who, midnight_ms + at * MS_PER_MIN + rng_range(&s->rng, 0, 5 * MS_PER_MIN),
                   rest, rng_lognormal(&s->rng, .93 * half, .03));
    }
}

static void plan_breaks(struct sim *s, uint32_t who, const struct block *b,
                        const struct planning *plan)
{
    int64_t midnight_ms = plan->midnight_ms;
    int64_t from_ms = midnight_ms + (int64_t)b->from_min * MS_PER_MIN;
    int64_t to_ms = midnight_ms + (int64_t)b->to_min * MS_PER_MIN;
    for (size_t i = 0; i < N_HABITS; i++) {
        const struct habit *h = &habits[i];
        int reason = plan->habit[i];
        double hour_ms = 60.0 * MS_PER_MIN;
        double at = (double)from_ms;
        while (reason >= 0 && (at += rng_exp(&s->rng, hour_ms / h->per_hour)) < (double)to_ms) {
            plan_pause(s, who, (int64_t)at, reason, rng_lognormal(&s->rng, h->mean_min, h->sigma));
        }
    }
}

/* Milliseconds between the start of a block and the sign-on: mostly some minutes before. */
static int64_t lateness(struct sim *s)
{
    double u = rng_unit(&s->rng);
    if (u < .90) {
        return rng_range(&s->rng, -6 * MS_PER_MIN, -MS_PER_MIN / 2);
    }
    if (u < .97) {
        return rng_range(&s->rng, MS_PER_MIN / 2, 4 * MS_PER_MIN);
    }
    return rng_range(&s->rng, 6 * MS_PER_MIN, 25 * MS_PER_MIN);
}

static void plan_block(struct sim *s, uint32_t who, const struct block *b,
                       const struct planning *plan)
{
    int64_t midnight_ms = plan->midnight_ms;
    int64_t from_ms = midnight_ms + (int64_t)b->from_min * MS_PER_MIN;
    int64_t to_ms = midnight_ms + (int64_t)b->to_min * MS_PER_MIN;
    int64_t on_ms = from_ms + lateness(s);
    int64_t off_ms = to_ms + rng_range(&s->rng, 0, MS_PER_MIN);
    uint32_t off_s = (uint32_t)(off_ms / 1000);
    if (off_ms <= s->now_ms) {
        return;
    }
    if (on_ms <= s->now_ms) { /* the floor begins in the middle of the shift */
        shift_sign_on(s, who, off_s);
        s->people.v[who].login_ms = on_ms;
    } else {
        sim_push(s, on_ms, EV_SIGN_ON, who, off_s, 0);
    }
    sim_push(s, off_ms, EV_SIGN_OFF, who, off_s, 0);
    plan_breaks(s, who, b, plan);
}

void shifts_plan(struct sim *s, int64_t midnight_ms)
{
    struct civil c = civil_at(s->centre->zone, midnight_ms / 1000);
    int64_t day = civil_days(c.year, c.mon, c.day);
    struct planning plan = {.meal = find_pause(s->centre, "MEAL"),
                            .rest = find_pause(s->centre, "NREST")};
    for (size_t i = 0; i < N_HABITS; i++) {
        plan.habit[i] = find_pause(s->centre, habits[i].code);
    }
    plan.midnight_ms = midnight_ms;
    for (uint32_t who = 0; who < s->people.n; who++) {
        struct block b[4];
        int n = blocks_of(s, who, day, b);
        if (n == 0 || rng_chance(&s->rng, ABSENT)) {
            continue;
        }
        bool first = eats_first(day, s->people.v[who].batch);
        for (int i = 0; i < n; i++) {
            plan_block(s, who, &b[i], &plan);
            plan_meals(s, who, &b[i], &plan, first);
        }
    }
}

void shift_sign_on(struct sim *s, uint32_t who, uint32_t off_s)
{
    struct person *p = &s->people.v[who];
    p->off_s = off_s;
    p->leaving = false;
    if (p->state == ST_OFFLINE) {
        p->login_ms = s->now_ms;
        person_free(s, who);
    }
}

void shift_sign_off(struct sim *s, uint32_t who, uint32_t off_s)
{
    struct person *p = &s->people.v[who];
    if (p->off_s != off_s) { /* the next shift has begun without a gap */
        return;
    }
    switch (p->state) {
    case ST_OFFLINE:
        break;
    case ST_READY:
    case ST_PAUSED:
    case ST_UNAVAILABLE:
        p->leaving = true;
        person_free(s, who);
        break;
    default:
        p->leaving = true;
        break;
    }
}

static bool too_many(const struct sim *s, const struct person *p, int reason)
{
    const struct pause_cfg *cfg = &s->centre->pauses.v[reason];
    if (cfg->max_share_pct <= 0 || strcmp(cfg->code, "MEAL") == 0 ||
        strcmp(cfg->code, "NREST") == 0) {
        return false;
    }
    int on = s->team_sizes.v[p->team_index];
    int limit = (on * cfg->max_share_pct + 99) / 100;
    int taken = s->breaks.v[p->team_index * s->centre->pauses.n + (size_t)reason];
    return taken >= (limit > 1 ? limit : 1);
}

void shift_pause_due(struct sim *s, uint32_t who, int reason, int len_s)
{
    struct person *p = &s->people.v[who];
    if (p->state == ST_OFFLINE || p->state == ST_PAUSED || p->leaving || p->pause_due) {
        return;
    }
    if (too_many(s, p, reason) && !rng_chance(&s->rng, IGNORE_SHARE)) {
        int64_t later_ms = rng_range(&s->rng, 3 * MS_PER_MIN, 9 * MS_PER_MIN);
        sim_push(s, s->now_ms + later_ms, EV_PAUSE_DUE, who, (uint32_t)len_s, reason);
        return;
    }
    p->reason[0] = '\0';
    if (p->state == ST_READY || p->state == ST_UNAVAILABLE) {
        person_enter_pause(s, who, reason, len_s);
        return;
    }
    p->pause_due = true;
    p->pause_next = reason;
    p->pause_len_s = len_s;
    p->reason_next[0] = '\0';
}
