/* The floor over whole days: the same seed is the same day, no call is lost from the books, states
 * and times are possible ones, actions do what a backend's would. */
#include "support.h"

#include <stdio.h>

#include "dialect_json.h"
#include "floor_ops.h"

static void check_books(const struct sim *s, const char *when)
{
    for (size_t i = 0; i < s->queues.n; i++) {
        const struct sim_queue *q = &s->queues.v[i];
        cr_assert_eq(q->offered,
                     q->answered + q->abandoned + q->flow_out + q->waiting.n + q->ringing.n,
                     "%s %s: offered %lld", when, q->cfg->id, (long long)q->offered);
        cr_assert_leq(q->answered_in_target, q->answered);
        cr_assert_leq(q->abandoned_short, q->abandoned);
        cr_assert_leq(q->abandoned_in_target, q->abandoned);
        cr_assert(q->wait_ms >= 0 && q->talk_ms >= 0 && q->hold_ms >= 0 && q->wrap_ms >= 0);
    }
}

/* What a state goes with: a call while ringing, talking and on hold, a sign-on unless offline. */
static void check_people(const struct sim *s, const char *when)
{
    size_t idle = 0, linked = 0;
    for (size_t i = 0; i < s->people.n; i++) {
        const struct person *p = &s->people.v[i];
        bool busy = p->state == ST_RINGING || p->state == ST_TALKING || p->state == ST_HOLD;
        cr_assert(p->state < ST_UNKNOWN, "%s %s", when, p->id);
        cr_assert_eq(p->call != NO_CALL, busy, "%s %s %s", when, p->id,
                     agent_state_words[p->state]);
        cr_assert_eq(p->login_ms != 0, p->state != ST_OFFLINE, "%s %s", when, p->id);
        cr_assert_leq(p->since_ms, s->now_ms);
        if (busy) {
            cr_assert_eq(s->calls.v[p->call].person, i);
        }
        idle += p->state == ST_READY;
    }
    for (size_t k = 0; k < s->kinds.n; k++) {
        int64_t last_ms = 0;
        for (uint32_t who = s->kinds.v[k].first; who != NOBODY; who = s->people.v[who].idle_next) {
            cr_assert_eq(s->people.v[who].state, ST_READY);
            cr_assert_geq(s->people.v[who].since_ms, last_ms, "the idle stand in line");
            last_ms = s->people.v[who].since_ms;
            linked++;
        }
    }
    cr_assert_eq(idle, linked, "%s", when);
}

/* Nobody who could take a call is idle while it waits. */
static void check_work(const struct sim *s, const char *when)
{
    for (size_t i = 0; i < s->queues.n; i++) {
        if (s->queues.v[i].waiting.n == 0) {
            continue;
        }
        for (size_t k = 0; k < s->people.n; k++) {
            const struct person *p = &s->people.v[k];
            cr_assert(p->state != ST_READY || !(p->queues >> i & 1),
                      "%s: %s is idle while %s waits", when, p->id, s->queues.v[i].cfg->id);
        }
    }
}

static void check_sums(const struct sim *s, const char *when)
{
    for (size_t i = 0; i < s->people.n; i++) {
        int64_t all_ms = 0;
        for (int st = 0; st < ST_COUNT; st++) {
            all_ms += person_state_ms(s, &s->people.v[i], (enum agent_state)st);
        }
        cr_assert_eq(all_ms, s->now_ms - s->counters_ms, "%s %s: every moment is in one state",
                     when, s->people.v[i].id);
    }
}

static char *document(struct sim *s)
{
    struct buf b;
    buf_init(&b, JSON_DOCUMENT_MAX);
    json_snapshot(s, &b);
    return buf_steal(&b);
}

Test(sim_floor, the_same_seed_is_the_same_day_to_the_byte)
{
    struct organisation o;
    load_demo(&o);
    struct sim *a = new_floor(&o, FRIDAY "10:00:00+08:00", 3, 0);
    struct sim *b = new_floor(&o, FRIDAY "10:00:00+08:00", 3, 0);
    /* One goes in one step, the other in many. */
    sim_advance(a, at(FRIDAY "16:00:00+08:00") * 1000);
    for (int64_t t = at(FRIDAY "10:00:00+08:00"); t <= at(FRIDAY "16:00:00+08:00"); t += 7) {
        sim_advance(b, t * 1000);
    }
    sim_advance(b, at(FRIDAY "16:00:00+08:00") * 1000);
    char *x = document(a);
    char *y = document(b);
    cr_expect_str_eq(x, y);
    struct sim *c = new_floor(&o, FRIDAY "16:00:00+08:00", 4, 0);
    char *z = document(c);
    cr_expect_str_neq(x, z, "another seed is another day");
    free(x);
    free(y);
    free(z);
    sim_free(a);
    sim_free(b);
    sim_free(c);
    sim_free(NULL);
    organisation_release(&o);
}

Test(sim_floor, two_days_keep_the_books)
{
    struct organisation o;
    load_demo(&o);
    struct sim *s = new_floor(&o, FRIDAY "00:00:00+08:00", 1, 0);
    int64_t from = at(FRIDAY "00:00:00+08:00");
    for (int minute = 0; minute < 2 * 1440; minute += 3) {
        char when[32];
        char time[32];
        sim_advance(s, (from + minute * 60) * 1000);
        civil_rfc3339(o.centre.zone, from + minute * 60, time);
        memcpy(when, time, sizeof when);
        check_books(s, when);
        check_people(s, when);
        check_work(s, when);
        check_sums(s, when);
        cr_assert_eq(s->counters_ms, (from + minute / 1440 * 86400) * 1000,
                     "%s: counters begin with the day", when);
    }
    sim_free(s);
    organisation_release(&o);
}

static int online(const struct sim *s, const char *site)
{
    int n = 0;
    for (size_t i = 0; i < s->people.n; i++) {
        n += s->people.v[i].state != ST_OFFLINE && strcmp(s->people.v[i].site, site) == 0;
    }
    return n;
}

Test(sim_floor, people_work_their_shifts)
{
    struct organisation o;
    load_demo(&o);
    static const struct {
        const char *time;
        int main_min, main_max, remote_min, remote_max;
    } want[] = {
        {"03:00:00+08:00", 2, 6, 0, 0}, {"10:00:00+08:00", 12, 21, 3, 8},
        {"13:00:00+08:00", 3, 7, 1, 5}, {"16:00:00+08:00", 12, 21, 3, 8},
        {"20:00:00+08:00", 2, 6, 1, 3}, {"23:00:00+08:00", 2, 6, 0, 0},
    };
    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
        char *start = mem_printf(FRIDAY "%s", want[i].time);
        struct sim *s = new_floor(&o, start, 2, 0);
        int m = online(s, "MAIN");
        int r = online(s, "QINGYU");
        cr_expect(m >= want[i].main_min && m <= want[i].main_max, "%s: %d at the main site", start,
                  m);
        cr_expect(r >= want[i].remote_min && r <= want[i].remote_max, "%s: %d at the remote site",
                  start, r);
        cr_expect_eq(person_find(s, "1033")->state, ST_OFFLINE, "she is on leave");
        free(start);
        sim_free(s);
    }
    organisation_release(&o);
}

Test(sim_floor, the_day_has_its_shape)
{
    cr_expect_float_eq(profile_at(600), 1, 1e-9);
    cr_expect_gt(profile_at(900), 0.9);
    cr_expect_lt(profile_at(780), 0.35, "midday is quiet");
    cr_expect_lt(profile_at(180), 0.06, "the night is quiet");
    for (int m = -5; m < 1500; m++) {
        cr_assert(profile_at(m) > 0 && profile_at(m) <= 1, "minute %d", m);
    }
}

Test(sim_floor, a_day_is_plausible)
{
    struct organisation o;
    load_demo(&o);
    int64_t offered = 0, answered = 0, pauses_over = 0;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct sim *s = new_floor(&o, FRIDAY "18:00:00+08:00", seed, 0);
        for (size_t i = 0; i < s->queues.n; i++) {
            if (s->queues.v[i].inbound) {
                offered += s->queues.v[i].offered;
                answered += s->queues.v[i].answered;
            }
        }
        /* Somebody is over an allowance at some moment of the afternoon. */
        for (int m = 0; m < 240; m++) {
            sim_advance(s, (at(FRIDAY "18:00:00+08:00") + m * 60) * 1000);
            for (size_t i = 0; i < s->people.n; i++) {
                const struct person *p = &s->people.v[i];
                int max = p->pause >= 0 ? o.centre.pauses.v[p->pause].max_min : 0;
                pauses_over += max > 0 && s->now_ms - p->since_ms > (int64_t)max * 60000;
            }
        }
        sim_free(s);
    }
    cr_expect(offered / 5 > 400 && offered / 5 < 1500, "%lld calls a day", (long long)offered / 5);
    double rate = 100.0 * (double)answered / (double)offered;
    cr_expect(rate > 85 && rate < 99, "%.1f %% answered", rate);
    cr_expect_gt(pauses_over, 0);
    organisation_release(&o);
}

Test(sim_floor, outbound_calls_count_from_the_answer)
{
    struct organisation o;
    load_demo(&o);
    struct sim *s = new_floor(&o, FRIDAY "20:00:00+08:00", 1, 0);
    const struct sim_queue *q60 = &s->queues.v[5];
    cr_assert_str_eq(q60->cfg->id, "Q60");
    cr_expect_gt(q60->answered, 30);
    cr_expect_eq(q60->offered, q60->answered, "who is not reached is no lost call");
    cr_expect_eq(q60->waiting.n + q60->ringing.n, 0);
    cr_expect_eq(q60->wait_ms, 0);
    sim_free(s);
    organisation_release(&o);
}

Test(sim_floor, queues_keep_their_hours)
{
    struct organisation o;
    load_demo(&o);
    struct sim *s = new_floor(&o, FRIDAY "07:59:59+08:00", 1, 0);
    const struct sim_queue *q40 = &s->queues.v[3];
    cr_assert_str_eq(q40->cfg->id, "Q40");
    cr_expect_eq(q40->offered, 0, "closed until eight");
    sim_advance(s, at(FRIDAY "18:00:00+08:00") * 1000);
    int64_t offered = q40->offered;
    cr_expect_gt(offered, 20);
    cr_expect_eq(q40->waiting.n, 0, "who waited at closing time was sent away");
    sim_advance(s, at(FRIDAY "23:00:00+08:00") * 1000);
    cr_expect_eq(q40->offered, offered, "closed from six");
    sim_free(s);
    organisation_release(&o);
}

Test(sim_floor, an_outage_multiplies_the_fault_reports_for_an_hour)
{
    struct organisation o;
    load_demo(&o);
    int64_t calm = 0, outage = 0, after_calm = 0, after_outage = 0;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        for (int on = 0; on < 2; on++) {
            struct sim_opts opts = {.centre = &o.centre, .rota = &o.rota, .seed = seed, .load = 1};
            opts.start = at(FRIDAY "13:00:00+08:00");
            opts.outage = on;
            struct sim *s = sim_new(&opts);
            struct sim_queue *q = &s->queues.v[1];
            sim_advance(s, at(FRIDAY "15:00:00+08:00") * 1000 + 1);
            cr_expect_eq(q->priority, on ? 1 : 3);
            int64_t before = q->offered;
            sim_advance(s, at(FRIDAY "16:00:00+08:00") * 1000 + 1);
            *(on ? &outage : &calm) += q->offered - before;
            cr_expect_eq(q->priority, 3);
            before = q->offered;
            sim_advance(s, at(FRIDAY "17:00:00+08:00") * 1000);
            *(on ? &after_outage : &after_calm) += q->offered - before;
            check_books(s, "outage");
            sim_free(s);
        }
    }
    double times = (double)outage / (double)calm;
    cr_expect(times > 4 && times < 6, "%.2f times as many", times);
    double after = (double)after_outage / (double)after_calm;
    cr_expect(after > 0.7 && after < 1.4, "%.2f times as many afterwards", after);
    organisation_release(&o);
}

Test(sim_floor, as_many_people_as_asked_for)
{
    struct organisation o;
    load_demo(&o);
    static const int sizes[] = {10, 43, 44, 45, 300, 10000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct sim *s = new_floor(&o, FRIDAY "09:00:00+08:00", 1, sizes[i]);
        cr_expect_eq(s->people.n, (size_t)sizes[i]);
        cr_expect_eq(s->queues.n, 8);
        cr_expect_str_eq(s->people.v[0].id, "1001");
        for (size_t k = 0; k < s->people.n; k++) {
            char id[16];
            snprintf(id, sizeof id, "%zu", 1001 + k);
            cr_assert_str_eq(s->people.v[k].id, id);
            cr_assert_neq(*s->people.v[k].name, '\0');
            cr_assert_neq(*s->people.v[k].team, '\0');
        }
        check_people(s, "size");
        check_books(s, "size");
        sim_free(s);
    }
    organisation_release(&o);
}

Test(sim_floor, pausing_waits_for_the_end_of_the_call)
{
    struct organisation o;
    load_demo(&o);
    struct sim *s = new_floor(&o, FRIDAY "10:00:00+08:00", 1, 0);
    const struct person *ready = NULL, *talking = NULL, *off = NULL;
    for (size_t i = 0; i < s->people.n; i++) {
        const struct person *p = &s->people.v[i];
        ready = p->state == ST_READY ? p : ready;
        talking = p->state == ST_TALKING ? p : talking;
        off = p->state == ST_OFFLINE ? p : off;
    }
    cr_assert(ready != NULL && talking != NULL && off != NULL);
    cr_expect(sim_pause(s, ready->id, "meal"));
    cr_expect_eq(ready->state, ST_PAUSED);
    cr_expect_str_eq(person_reason(s, ready), "MEAL", "known codes are found in any case");
    cr_expect(sim_pause(s, talking->id, "a reason of her own"));
    cr_expect_eq(talking->state, ST_TALKING);
    cr_expect_not(sim_pause(s, off->id, "meal"));
    cr_expect_not(sim_pause(s, "no such", "meal"));
    cr_expect_not(sim_unpause(s, "no such"));
    sim_advance(s, at(FRIDAY "11:50:00+08:00") * 1000);
    cr_expect_eq(ready->state, ST_PAUSED, "until somebody ends it");
    cr_expect_eq(talking->state, ST_PAUSED);
    cr_expect_str_eq(person_reason(s, talking), "a reason of her own");
    cr_expect(sim_unpause(s, ready->id));
    cr_expect_neq(ready->state, ST_PAUSED);
    check_people(s, "after the pauses");
    sim_free(s);
    organisation_release(&o);
}

Test(sim_floor, queues_can_be_joined_and_left)
{
    struct organisation o;
    load_demo(&o);
    struct sim *s = new_floor(&o, FRIDAY "10:00:00+08:00", 1, 0);
    struct person *p = person_find(s, "1020"); /* repair only */
    cr_expect_eq(p->queues, (uint64_t)1 << 1);
    cr_expect(sim_queue_add(s, "Q10", "1020"));
    cr_expect_not(sim_queue_add(s, "Q10", "1020"), "she is in it already");
    cr_expect_eq(p->queues, 3U);
    cr_expect(sim_queue_remove(s, "Q20", "1020"));
    cr_expect_not(sim_queue_remove(s, "Q20", "1020"));
    cr_expect_not(sim_queue_add(s, "Q99", "1020"));
    cr_expect_not(sim_queue_add(s, "Q10", "9999"));
    sim_advance(s, at(FRIDAY "12:00:00+08:00") * 1000);
    check_people(s, "changed queues");
    check_work(s, "changed queues");
    sim_free(s);
    organisation_release(&o);
}

Test(sim_floor, a_reset_begins_the_books_anew)
{
    struct organisation o;
    load_demo(&o);
    struct sim *s = new_floor(&o, FRIDAY "10:30:00+08:00", 1, 0);
    sim_reset_counters(s);
    for (size_t i = 0; i < s->queues.n; i++) {
        cr_expect_eq(s->queues.v[i].answered, 0);
        cr_expect_eq(s->queues.v[i].offered, s->queues.v[i].waiting.n + s->queues.v[i].ringing.n);
    }
    check_books(s, "at the reset");
    check_sums(s, "at the reset");
    sim_advance(s, at(FRIDAY "11:30:00+08:00") * 1000);
    check_books(s, "an hour later");
    check_sums(s, "an hour later");
    sim_free(s);
    organisation_release(&o);
}

Test(sim_floor, a_centre_without_queue_or_agent_has_no_floor)
{
    struct centre c;
    struct err e = {0};
    centre_init(&c);
    cr_assert_eq(centre_finish(&c, &e), OK);
    struct sim_opts opts = {.centre = &c, .start = at(FRIDAY "10:00:00+08:00")};
    cr_expect_null(sim_new(&opts));
    cr_assert_eq(centre_field(&c, "queue", "Q1", "skill", "general", &e), OK);
    cr_expect_null(sim_new(&opts), "nobody works there");
    for (int i = 0; i < SIM_QUEUES_MAX; i++) {
        char id[16];
        snprintf(id, sizeof id, "X%d", i);
        cr_assert_eq(centre_field(&c, "queue", id, "skill", "general", &e), OK);
    }
    cr_expect_null(sim_new(&opts), "one queue too many");
    centre_release(&c);
}

Test(sim_floor, a_bare_centre_works_round_the_clock)
{
    struct centre c;
    struct err e = {0};
    centre_init(&c);
    cr_assert_eq(centre_field(&c, "queue", "Q1", "skill", "general", &e), OK);
    for (int i = 0; i < 6; i++) {
        char id[16];
        snprintf(id, sizeof id, "%d", i);
        cr_assert_eq(centre_field(&c, "staff", id, "skills", "general", &e), OK);
    }
    cr_assert_eq(centre_finish(&c, &e), OK);
    struct sim_opts opts = {.centre = &c, .start = at(FRIDAY "10:00:00+08:00"), .load = 1};
    struct sim *s = sim_new(&opts);
    cr_assert_not_null(s);
    cr_expect_gt(s->queues.v[0].answered, 0);
    check_books(s, "bare");
    check_people(s, "bare");
    sim_free(s);
    centre_release(&c);
}
