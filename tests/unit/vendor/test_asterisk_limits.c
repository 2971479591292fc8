/* Backend asterisk: numbers no call centre has. Each is unknown, and none makes a sum overflow. */
#include <stdio.h>
#include <string.h>

#include "pbx_write.h"

/* One queue whose figures are all `number`, and a caller who has waited as long. */
static struct snapshot *with_number(struct stage *t, const char *number, int64_t now)
{
    struct body b = body_new();
    buf_printf(&b.b,
               "Event: QueueParams\r\nQueue: sales\r\nCalls: 1\r\nHoldtime: %s\r\n"
               "TalkTime: %s\r\nCompleted: %s\r\nAbandoned: %s\r\nServiceLevel: %s\r\n"
               "ServicelevelPerf: 80.0\r\nActionID: x\r\n\r\n",
               number, number, number, number, number);
    buf_printf(&b.b,
               "Event: QueueEntry\r\nQueue: sales\r\nPosition: 1\r\nUniqueid: u1\r\n"
               "CallerIDNum: 13800000001\r\nWait: %s\r\nPriority: 0\r\nActionID: x\r\n\r\n",
               number);
    b.items = 2;
    put_status(&b, &t->p);
    return snap(t, now);
}

static bool warned(const struct snapshot *s, const char *where, const char *word)
{
    for (uint32_t i = 0; i < s->n_warnings; i++) {
        if (strcmp(s->warnings[i].where, where) == 0 && strstr(s->warnings[i].msgid, word)) {
            return true;
        }
    }
    return false;
}

Test(asterisk, counts_beyond_belief)
{
    static const char *const numbers[] = {
        "1000000001", "999999999999", "999999999999999999", "99999999999999999999999", "-1", "1e9"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct stage t;
        set_up(&t, "https://pbx");
        for (int poll = 0; poll < 3; poll++) {
            struct snapshot *s = with_number(&t, numbers[i], T0 + poll * 5);
            const struct snap_queue *q = play_queue(s, "sales");
            cr_expect_eq(q->approx_asa_s, UNKNOWN, "%s", numbers[i]);
            cr_expect_eq(q->t.answered, 0, "%s", numbers[i]);
            cr_expect(warned(s, "sales", "is not a count"), "%s", numbers[i]);
            cr_expect(warned(s, "u1", "is not a count"), "%s", numbers[i]);
            snapshot_free(s);
        }
        tear_down(&t);
    }
}

/* The largest that are believed: their products are no figures of a floor, and said to be so. */
Test(asterisk, sums_of_the_largest_counts)
{
    struct stage t;
    set_up(&t, "https://pbx");
    for (int poll = 0; poll < 3; poll++) {
        struct snapshot *s = with_number(&t, poll == 0 ? "999999999" : "1000000000", T0 + poll * 5);
        const struct snap_queue *q = play_queue(s, "sales");
        cr_expect_eq(q->t.answered, poll == 0 ? 999999999 : 1000000000);
        cr_expect_eq(q->t.wait_s, UNKNOWN);
        cr_expect_eq(q->t.talk_s, UNKNOWN);
        cr_expect(warned(s, "sales", "impossible"));
        snapshot_free(s);
    }
    tear_down(&t);
}

/* Queues, a caller and a talking agent in each, all under names that change at every poll. */
static struct snapshot *renamed(struct stage *t, int poll, int n)
{
    struct body b = body_new();
    char name[32], who[32], uid[32];
    for (int i = 0; i < n; i++) {
        snprintf(name, sizeof name, "q%d-%d", poll, i);
        snprintf(who, sizeof who, "SIP/%d", i);
        snprintf(uid, sizeof uid, "u%d", i); /* the callers are the same */
        queue(&b, name, 1, 0, 0, 0);
        member(&b, (struct seat){name, who, .status = 2, .in_call = 1, .login = T0 - 9});
        caller(&b, name, uid, 1, 5 * poll);
    }
    put_status(&b, &t->p);
    return snap(t, T0 + 5 * poll);
}

Test(asterisk, names_of_queues_that_change_are_not_kept_without_bound)
{
    struct stage t;
    set_up(&t, "https://pbx");
    for (int poll = 0; poll < 6; poll++) {
        struct snapshot *s = renamed(&t, poll, 4500);
        cr_assert_eq(s->n_queues, 4500);
        cr_assert_eq(s->n_calls, 4500);
        cr_expect_eq(s->queues[0].t.offered, 2, "one waits, one talks");
        cr_expect_eq(s->agents[0].state, ST_TALKING);
        cr_expect_str_eq(s->queues[s->calls[7].queue].id, s->queues[7].id);
        snapshot_free(s);
    }
    tear_down(&t);
}

Test(asterisk, names_of_a_mebibyte)
{
    struct stage t;
    set_up(&t, "https://pbx");
    struct body b = body_new();
    char *name = mem_alloc((1 << 20) + 1);
    memset(name, 'x', 1 << 20);
    name[1 << 20] = '\0';
    queue(&b, name, 0, 0, 0, 0);
    member(&b, (struct seat){name, name, .status = 1, .login = T0 - 9, .reason = name});
    put_status(&b, &t.p);
    struct snapshot *s = snap(&t, T0);
    cr_assert_eq(s->n_queues, 1);
    cr_assert_eq(s->n_agents, 1);
    cr_expect_eq(s->agents[0].n_queues, 1);
    cr_expect_leq(strlen(s->agents[0].id), 512);
    snapshot_free(s);
    free(name);
    tear_down(&t);
}

/* One stamp of a call's end far off moves no clock; several that agree move it once. */
Test(asterisk, a_wrong_stamp_does_not_turn_the_clock)
{
    static const struct {
        int64_t last_call, time;
    } cases[] = {{1, T0 + 20}, {T0 - 35, T0 + 20 - 40}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct stage t;
        set_up(&t, "https://pbx");
        for (int poll = 0; poll < 3; poll++) {
            struct body b = body_new();
            queue(&b, "sales", 0, 3, 0, 0);
            for (int i = 0; i < 3; i++) {
                char who[16];
                snprintf(who, sizeof who, "SIP/%d", i);
                member(&b, (struct seat){"sales", who, .status = poll == 1 ? 2 : 1,
                                         .in_call = poll == 1,
                                         .last_call = poll == 2 ? cases[k].last_call : 0});
            }
            put_status(&b, &t.p);
            struct snapshot *s = snap(&t, T0 + 5 * poll);
            snapshot_free(s);
        }
        struct body b = body_new();
        queue(&b, "sales", 0, 3, 0, 0);
        put_status(&b, &t.p);
        struct snapshot *s = snap(&t, T0 + 20);
        cr_expect_eq(s->time, cases[k].time, "%ld", (long)(s->time - T0));
        snapshot_free(s);
        tear_down(&t);
    }
}
