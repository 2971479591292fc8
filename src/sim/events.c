/* See events.h. Cost: O(log4 n) a push or pop; 32 bytes an event. */
#include "events.h"

#include <stdbool.h>
#include <stdlib.h>

#include "zhiban/base/mem.h"

#define ARITY 4

static bool before(const struct event *a, const struct event *b)
{
    return a->at_ms != b->at_ms ? a->at_ms < b->at_ms : a->order < b->order;
}

void events_release(struct events *h)
{
    free(h->v);
    *h = (struct events){0};
}

void events_push(struct events *h, struct event e)
{
    if (h->n == h->cap) {
        h->cap = h->cap ? h->cap * 2 : 256;
        h->v = mem_realloc(h->v, h->cap, sizeof *h->v);
    }
    e.order = h->order++;
    size_t i = h->n++;
    while (i > 0) {
        size_t up = (i - 1) / ARITY;
        if (!before(&e, &h->v[up])) {
            break;
        }
        h->v[i] = h->v[up];
        i = up;
    }
    h->v[i] = e;
}

struct event events_pop(struct events *h)
{
    struct event top = h->v[0];
    struct event last = h->v[--h->n];
    size_t i = 0;
    for (;;) {
        size_t first = i * ARITY + 1;
        if (first >= h->n) {
            break;
        }
        size_t end = first + ARITY < h->n ? first + ARITY : h->n;
        size_t best = first;
        for (size_t k = first + 1; k < end; k++) {
            if (before(&h->v[k], &h->v[best])) {
                best = k;
            }
        }
        if (!before(&h->v[best], &last)) {
            break;
        }
        h->v[i] = h->v[best];
        i = best;
    }
    if (h->n > 0) {
        h->v[i] = last;
    }
    return top;
}
