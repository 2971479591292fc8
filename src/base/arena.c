#include "zhiban/base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/mem.h"

#define ALIGN 8
#define BLOCK_MIN ((size_t)4 << 10)
#define BLOCK_MAX ((size_t)256 << 10)

/* The first block of the list is the one being filled; the others are full. */
struct arena_block {
    struct arena_block *next;
    size_t cap, used;
    _Alignas(ALIGN) unsigned char data[];
};

/* Puts a block with room for size bytes in front. A piece larger than the usual block gets a block
 * of its own size. */
static struct arena_block *add_block(struct arena *a, size_t size)
{
    size_t cap = a->head ? a->head->cap * 2 : BLOCK_MIN;
    if (cap > BLOCK_MAX) {
        cap = BLOCK_MAX;
    }
    if (cap < size) {
        cap = size;
    }
    struct arena_block *b = mem_alloc(sizeof *b + cap);
    b->next = a->head;
    b->cap = cap;
    b->used = 0;
    a->head = b;
    return b;
}

void *arena_alloc(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2) { /* no such memory: out of memory, by the one way there is */
        return mem_realloc(NULL, SIZE_MAX, 2);
    }
    size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    struct arena_block *b = a->head;
    if (!b || b->cap - b->used < size) {
        b = add_block(a, size);
    }
    void *p = b->data + b->used;
    b->used += size;
    a->used += size;
    return p;
}

void *arena_calloc(struct arena *a, size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes)) {
        bytes = SIZE_MAX;
    }
    void *p = arena_alloc(a, bytes);
    return memset(p, 0, bytes);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *to = arena_alloc(a, n + 1);
    if (n) {
        memcpy(to, s, n);
    }
    to[n] = '\0';
    return to;
}

static void free_blocks(struct arena_block *b, const struct arena_block *but)
{
    while (b) {
        struct arena_block *next = b->next;
        if (b != but) {
            free(b);
        }
        b = next;
    }
}

void arena_reset(struct arena *a)
{
    struct arena_block *largest = a->head;
    for (struct arena_block *b = a->head; b; b = b->next) {
        if (b->cap > largest->cap) {
            largest = b;
        }
    }
    free_blocks(a->head, largest);
    if (largest) {
        largest->next = NULL;
        largest->used = 0;
    }
    a->head = largest;
    a->used = 0;
}

void arena_release(struct arena *a)
{
    if (!a) {
        return;
    }
    free_blocks(a->head, NULL);
    *a = (struct arena){0};
}
