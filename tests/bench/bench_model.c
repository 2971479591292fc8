/* CPU time of one refresh in the model at 10,000 agents (or as many as the first argument says),
 * beside its bound: building the snapshot, totals, floor with and without the backend's own
 * since-times, time lines, alarms. Build: cc -O2 -Iinclude -D_XOPEN_SOURCE=700
 * tests/bench/bench_model.c libmodel.a libbase.a -lm */
#include <stdio.h>
#include <stdlib.h>

#include "zhiban/base/clock.h"
#include "zhiban/model/alarm.h"
#include "zhiban/model/snapshot_builder.h"
#include "zhiban/model/timeline.h"

#define ROUNDS 50
#define QUEUES 8

static struct snapshot *build(int n, int64_t time, bool dated)
{
    struct snap_builder *b = snap_builder_new();
    char id[32];
    for (int i = 0; i < QUEUES; i++) {
        snprintf(id, sizeof id, "Q%d0", i + 1);
        struct snap_queue *q = snap_add_queue(b, id, "queues[]");
        q->waiting = 3;
        q->longest_wait_s = 10;
        q->t = (struct tally){.offered = time % 100000, .answered = time % 100000};
    }
    for (int i = 0; i < n; i++) {
        snprintf(id, sizeof id, "%d", 10000 + i);
        struct snap_agent *a = snap_add_agent(b, id, "agents[]");
        a->state = i % 10 == 0 ? ST_PAUSED : i % 3 ? ST_TALKING : ST_READY;
        a->reason = a->state == ST_PAUSED ? "BRK" : "";
        a->site = "MAIN";
        a->team = i % 2 ? "T1" : "T2";
        a->since = dated ? time - i % 250 : UNKNOWN;
        for (int k = 0; k < 3; k++) {
            snprintf(id, sizeof id, "Q%d0", (i + k) % QUEUES + 1);
            snap_agent_queue(b, a, id);
        }
    }
    snap_builder_snapshot(b)->time = time;
    struct snapshot *s = snap_builder_finish(b);
    snap_builder_free(b);
    return s;
}

static void centre(struct centre *c, int staff)
{
    centre_init(c);
    char id[32];
    for (int i = 0; i < QUEUES; i++) {
        snprintf(id, sizeof id, "Q%d0", i + 1);
        centre_field(c, "queue", id, "acw_seconds", "45", NULL);
    }
    centre_field(c, "pause", "BRK", "max_minutes", "10", NULL);
    centre_field(c, "pause", "BRK", "max_per_shift", "30", NULL);
    centre_field(c, "pause", "BRK", "max_share_pct", "50", NULL);
    for (int i = 0; i < staff; i++) {
        snprintf(id, sizeof id, "%d", 10000 + i);
        centre_field(c, "staff", id, "team_id", "T1", NULL);
    }
    if (centre_finish(c, NULL) != OK) {
        fputs("no zone\n", stderr);
        exit(1);
    }
}

enum part { BUILD, TOTALS, FLOOR, LINE, ALARMS, PARTS };

static void run(int n, bool dated, struct centre *c)
{
    static const char *const names[PARTS] = {"builder", "totals", "floor", "time lines", "alarms"};
    static const double bound_ms[PARTS] = {0, 0, 4, 0, 2};
    int64_t us[PARTS] = {0}, time = 1795240800;
    struct totals *t = totals_new();
    struct timeline *line = timeline_new();
    struct alarms *a = alarms_new();
    struct snapshot *before = NULL;
    struct floor *prev = NULL;
    alarms_set_timeline(a, line);
    for (int i = 0; i < ROUNDS; i++, time += 2) {
        int64_t at[PARTS + 1];
        at[0] = clock_cpu_us();
        struct snapshot *s = build(n, time, dated);
        at[1] = clock_cpu_us();
        totals_apply(t, s, c, time);
        at[2] = clock_cpu_us();
        struct floor *f = floor_read(s, prev, c, t, time);
        floor_free(prev);
        at[3] = clock_cpu_us();
        timeline_apply(line, f, time - 36000);
        at[4] = clock_cpu_us();
        alarms_step(a, f, c, time, i * 2000, 0, false);
        at[5] = clock_cpu_us();
        for (int p = 0; p < PARTS; p++) {
            us[p] += at[p + 1] - at[p];
        }
        snapshot_free(before);
        before = s;
        prev = f;
    }
    for (int p = 0; p < PARTS; p++) {
        printf("%-10s %s %6d agents %8.2f ms", names[p], dated ? "dated  " : "undated", n,
               (double)us[p] / ROUNDS / 1000);
        printf(bound_ms[p] > 0 ? "  bound %.0f ms\n" : "\n", bound_ms[p]);
    }
    floor_free(prev);
    snapshot_free(before);
    alarms_free(a);
    timeline_free(line);
    totals_free(t);
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 10000;
    struct centre c;
    centre(&c, n);
    run(n, true, &c);
    run(n, false, &c);
    centre_release(&c);
    return 0;
}
