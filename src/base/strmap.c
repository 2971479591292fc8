/* Open addressing with linear probing, at most three quarters full. Nothing is ever removed alone,
 * so there are no tombstones. The hash is FNV-1a over a secret start, finished so that every bit of
 * the state reaches the low bits that choose the slot. */
#include "zhiban/base/strmap.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "zhiban/base/mem.h"

#define FIRST_CAP 16

struct strmap_slot {
    const char *key; /* NULL: empty */
    uint32_t hash;
    uint32_t index;
};

static void draw_seed(uint64_t seed[2])
{
    if (getrandom(seed, 2 * sizeof *seed, GRND_NONBLOCK) == (ssize_t)(2 * sizeof *seed)) {
        return;
    }
    /* No entropy yet (early boot): hard to guess is the best there is. */
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    seed[0] = (uint64_t)t.tv_nsec << 20 ^ (uint64_t)t.tv_sec ^ (uint64_t)getpid() << 40;
    seed[1] = (uint64_t)(uintptr_t)&t * UINT64_C(0x9e3779b97f4a7c15);
}

static uint32_t hash_of(const struct strmap *m, const char *key)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325) ^ m->seed[0];
    for (const unsigned char *p = (const unsigned char *)key; *p; p++) {
        h = (h ^ *p) * UINT64_C(0x100000001b3);
    }
    h ^= m->seed[1];
    h = (h ^ h >> 33) * UINT64_C(0xff51afd7ed558ccd);
    return (uint32_t)(h ^ h >> 33);
}

/* The slot of key, or the empty one where it belongs. cap is not 0. */
static struct strmap_slot *slot_of(const struct strmap *m, const char *key, uint32_t hash)
{
    size_t mask = m->cap - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        struct strmap_slot *s = &m->slots[i];
        if (!s->key || (s->hash == hash && strcmp(s->key, key) == 0)) {
            return s;
        }
    }
}

static void grow(struct strmap *m)
{
    struct strmap_slot *old = m->slots;
    size_t old_cap = m->cap;
    if (old_cap == 0) {
        draw_seed(m->seed);
    }
    m->cap = old_cap ? old_cap * 2 : FIRST_CAP;
    m->slots = mem_calloc(m->cap, sizeof *m->slots);
    for (size_t i = 0; i < old_cap; i++) {
        if (old[i].key) {
            *slot_of(m, old[i].key, old[i].hash) = old[i];
        }
    }
    free(old);
}

/* The slot of key, with the key in it; *fresh tells whether it was put there now. */
static struct strmap_slot *slot_for(struct strmap *m, const char *key, bool *fresh)
{
    if (m->n + 1 > m->cap / 4 * 3) {
        grow(m);
    }
    uint32_t hash = hash_of(m, key);
    struct strmap_slot *s = slot_of(m, key, hash);
    *fresh = !s->key;
    if (*fresh) {
        s->key = key;
        s->hash = hash;
        m->n++;
    }
    return s;
}

uint32_t strmap_get(const struct strmap *m, const char *key)
{
    if (m->n == 0) {
        return STRMAP_NONE;
    }
    const struct strmap_slot *s = slot_of(m, key, hash_of(m, key));
    return s->key ? s->index : STRMAP_NONE;
}

uint32_t strmap_add(struct strmap *m, const char *key, uint32_t index)
{
    bool fresh;
    struct strmap_slot *s = slot_for(m, key, &fresh);
    if (!fresh) {
        return s->index;
    }
    s->index = index;
    return STRMAP_NONE;
}

void strmap_set(struct strmap *m, const char *key, uint32_t index)
{
    bool fresh;
    struct strmap_slot *s = slot_for(m, key, &fresh);
    s->key = key; /* the old one may be about to go */
    s->index = index;
}

void strmap_clear(struct strmap *m)
{
    if (m->n) {
        memset(m->slots, 0, m->cap * sizeof *m->slots);
    }
    m->n = 0;
}

void strmap_release(struct strmap *m)
{
    if (!m) {
        return;
    }
    free(m->slots);
    *m = (struct strmap){0};
}
