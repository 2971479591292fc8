/* Backend asterisk: numbers no call centre has. Each is unknown, and none makes a sum overflow. */
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
