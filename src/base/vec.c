#include "zhiban/base/vec.h"

#include "zhiban/base/mem.h"

#define FIRST_CAP 8

void *vec_grow_(void *v, size_t *cap, size_t need, size_t size)
{
    size_t to = *cap ? *cap : FIRST_CAP;
    while (to < need) {
        to = to > SIZE_MAX / 2 ? need : to * 2;
    }
    *cap = to;
    return mem_realloc(v, to, size);
}
