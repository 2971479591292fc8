/* Back-off with full jitter, so that many terminals do not come back to a restarted backend at
 * once. */
#include <unistd.h>

#include "zhiban/base/clock.h"
#include "zhiban/net/net.h"

#define BACKOFF_MIN_MS 250 /* jitter may not hammer */
#define BACKOFF_MAX_S 60
#define RETRY_AFTER_MAX_S 300

/* splitmix64: small, and good enough to spread polls. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int net_backoff_next(struct net_backoff *b, int retry_after_s)
{
    if (b->seed == 0) {
        b->seed = (uint64_t)clock_raw_ms() << 20 ^ (uint64_t)getpid();
    }
    int cap_s = b->tries >= 6 ? BACKOFF_MAX_S : 1 << b->tries;
    if (cap_s > BACKOFF_MAX_S) {
        cap_s = BACKOFF_MAX_S;
    }
    if (b->tries < 1000) {
        b->tries++;
    }
    int span = cap_s * 1000 - BACKOFF_MIN_MS;
    int ms = BACKOFF_MIN_MS + (int)(next_random(&b->seed) % (uint64_t)(span + 1));
    if (retry_after_s > RETRY_AFTER_MAX_S) {
        retry_after_s = RETRY_AFTER_MAX_S;
    }
    if (retry_after_s > 0 && ms < retry_after_s * 1000) {
        ms = retry_after_s * 1000;
    }
    return ms;
}

void net_backoff_reset(struct net_backoff *b)
{
    b->tries = 0;
}
