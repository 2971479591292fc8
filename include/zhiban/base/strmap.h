/* String map: text key → 32-bit index, open addressing, FNV-1a with a random seed of each map
 * (remote ids must not be able to choose collisions). Keys are borrowed: they must outlive the map
 * or the next clear. */
#ifndef ZHIBAN_BASE_STRMAP_H
#define ZHIBAN_BASE_STRMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STRMAP_NONE UINT32_MAX

struct strmap_slot;
struct strmap {
    struct strmap_slot *slots;
    size_t n, cap;
    uint64_t seed[2];
};

/* The index of key, or STRMAP_NONE. */
uint32_t strmap_get(const struct strmap *m, const char *key);
/* Adds key → index; if the key is there already nothing changes and its index is returned,
 * else STRMAP_NONE. */
uint32_t strmap_add(struct strmap *m, const char *key, uint32_t index);
/* Adds or replaces. */
void strmap_set(struct strmap *m, const char *key, uint32_t index);
void strmap_clear(struct strmap *m);
void strmap_release(struct strmap *m);

#endif
