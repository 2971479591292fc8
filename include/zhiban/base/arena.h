/* Arena: many small pieces with one lifetime (the strings and rows of one snapshot).
 * {0} is an empty arena. Pieces are aligned to 8 bytes and live until arena_release or arena_reset.
 * Cost: a bump of a pointer; blocks grow from 4 KiB to 256 KiB. */
#ifndef ZHIBAN_BASE_ARENA_H
#define ZHIBAN_BASE_ARENA_H

#include <stddef.h>

struct arena_block;
struct arena {
    struct arena_block *head;
    size_t used; /* bytes handed out since the last reset */
};

/* Uninitialised memory of the arena; never NULL. */
void *arena_alloc(struct arena *a, size_t size);
/* Zeroed memory for n elements of size. */
void *arena_calloc(struct arena *a, size_t n, size_t size);
/* A NUL-terminated copy of n bytes of s. */
char *arena_strndup(struct arena *a, const char *s, size_t n);
/* Forgets the pieces, keeps the largest block for the next use. */
void arena_reset(struct arena *a);
/* Frees everything; the arena is {0} again. */
void arena_release(struct arena *a);

#endif
