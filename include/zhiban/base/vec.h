/* Typed growable array: `VEC(struct row) rows = {0};` then vec_push(&rows) = row; rows.v[i],
 * rows.n. Elements move when it grows: keep indices, not pointers. vec_free leaves {0}. */
#ifndef ZHIBAN_BASE_VEC_H
#define ZHIBAN_BASE_VEC_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *v;                                                                                   \
        size_t n, cap;                                                                             \
    }

/* Grows the storage behind a VEC; returns the new block and the new capacity. */
void *vec_grow_(void *v, size_t *cap, size_t need, size_t size) __attribute__((returns_nonnull));

#define vec_reserve(x, need)                                                                       \
    ((x)->cap >= (need) ? (void)0                                                                  \
                        : (void)((x)->v = vec_grow_((x)->v, &(x)->cap, (need), sizeof *(x)->v)))
/* An lvalue: the new last element, uninitialised. */
#define vec_push(x) (*(vec_reserve((x), (x)->n + 1), &(x)->v[(x)->n++]))
#define vec_clear(x) ((void)((x)->n = 0))
#define vec_remove(x, i)                                                                           \
    (memmove(&(x)->v[i], &(x)->v[(i) + 1], ((x)->n - (i)-1) * sizeof *(x)->v), (void)(x)->n--)
#define vec_free(x) (free((x)->v), (x)->v = NULL, (void)((x)->n = (x)->cap = 0))

#endif
