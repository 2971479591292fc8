/* The snapshot itself; snapshot_build.c and snapshot_finish.c make one. */
#include "zhiban/model/snapshot.h"

#include "zhiban/base/mem.h"

const char *const agent_state_words[ST_COUNT] = {
    "offline", "ready", "ringing", "talking", "hold", "wrapup", "paused", "unavailable", "unknown",
};

enum agent_state agent_state_from(const char *word)
{
    for (int i = 0; i < ST_COUNT; i++) {
        if (strcmp(word, agent_state_words[i]) == 0) {
            return (enum agent_state)i;
        }
    }
    return ST_UNKNOWN;
}

int64_t snap_agent_calls(const struct snap_agent *a)
{
    return a->summed != UNKNOWN ? a->summed : a->answered;
}

struct tally tally_unknown(void)
{
    return (struct tally){
        .offered = UNKNOWN,
        .answered = UNKNOWN,
        .answered_in_target = UNKNOWN,
        .abandoned = UNKNOWN,
        .abandoned_in_target = UNKNOWN,
        .abandoned_short = UNKNOWN,
        .wait_s = UNKNOWN,
        .talk_s = UNKNOWN,
        .hold_s = UNKNOWN,
        .wrap_s = UNKNOWN,
        .decided = UNKNOWN,
    };
}

struct snapshot *snapshot_new(void)
{
    struct snapshot *s = mem_calloc(1, sizeof *s);
    s->time = UNKNOWN;
    s->counters_since = UNKNOWN;
    return s;
}

void snapshot_free(struct snapshot *s)
{
    if (!s) {
        return;
    }
    free(s->queues);
    free(s->agents);
    free(s->queue_refs);
    free(s->calls);
    free(s->ended);
    free(s->warnings);
    arena_release(&s->arena);
    free(s);
}
