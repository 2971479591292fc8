#include <criterion/criterion.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "zhiban/base/arena.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/vec.h"

Test(mem, sizes_of_zero_are_memory)
{
    void *a = mem_alloc(0);
    void *b = mem_calloc(0, 8);
    void *c = mem_realloc(NULL, 0, 8);
    cr_assert_not_null(a);
    cr_assert_not_null(b);
    cr_assert_not_null(c);
    free(a);
    free(b);
    free(c);
}

Test(mem, calloc_zeroes_and_realloc_keeps)
{
    int *v = mem_calloc(3, sizeof *v);
    cr_assert_eq(v[0] | v[1] | v[2], 0);
    v[2] = 7;
    v = mem_realloc(v, 1000, sizeof *v);
    cr_assert_eq(v[2], 7);
    free(v);
}

Test(mem, strings)
{
    char *a = mem_strdup("值班");
    char *b = mem_strndup("abcdef", 3);
    char *c = mem_strndup("ab", 100); /* n beyond the end */
    char *d = mem_strndup("ab", 0);
    char *e = mem_printf("%s-%d", "x", 42);
    cr_assert_str_eq(a, "值班");
    cr_assert_str_eq(b, "abc");
    cr_assert_str_eq(c, "ab");
    cr_assert_str_eq(d, "");
    cr_assert_str_eq(e, "x-42");
    free(a);
    free(b);
    free(c);
    free(d);
    free(e);
}

static int hook_fd;

static void hook(void)
{
    ssize_t n = write(hook_fd, "hook;", 5);
    (void)n;
}

/* Runs what must not return in a child; returns its wait status and what it wrote. */
static int dying(void (*what)(void), char *said, size_t size)
{
    int fds[2];
    cr_assert_eq(pipe(fds), 0);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(fds[1], STDERR_FILENO);
        hook_fd = fds[1];
        mem_set_hook(hook);
        what();
        _exit(0);
    }
    close(fds[1]);
    size_t n = 0;
    ssize_t got;
    while ((got = read(fds[0], said + n, size - 1 - n)) > 0) {
        n += (size_t)got;
    }
    said[n] = '\0';
    close(fds[0]);
    int status = 0;
    cr_assert_eq(waitpid(pid, &status, 0), pid);
    return status;
}

static void realloc_overflow(void)
{
    mem_realloc(NULL, SIZE_MAX / 2, 4);
}

static void arena_overflow(void)
{
    struct arena a = {0};
    arena_calloc(&a, SIZE_MAX / 2, 4);
}

static void arena_huge(void)
{
    struct arena a = {0};
    arena_alloc(&a, SIZE_MAX);
}

Test(mem, out_of_memory_calls_the_hook_says_so_and_aborts)
{
    void (*const ways[])(void) = {realloc_overflow, arena_overflow, arena_huge};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        char said[256];
        int status = dying(ways[i], said, sizeof said);
        cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, "way %zu: %d", i, status);
        cr_assert_str_eq(said, "hook;zhiban: out of memory\n");
    }
}

Test(arena, pieces_are_aligned_apart_and_counted)
{
    struct arena a = {0};
    unsigned char *last = NULL;
    for (size_t i = 1; i < 2000; i++) {
        unsigned char *p = arena_alloc(&a, i % 37 + 1);
        cr_assert_eq((uintptr_t)p % 8, 0);
        memset(p, (int)(i & 0xFF), i % 37 + 1);
        cr_assert(!last || *last == ((i - 1) & 0xFF), "piece %zu was overwritten", i - 1);
        last = p;
    }
    cr_assert_geq(a.used, 2000 * 8);
    arena_release(&a);
    cr_assert_null(a.head);
    cr_assert_eq(a.used, 0);
}

Test(arena, a_piece_larger_than_a_block)
{
    struct arena a = {0};
    char *small = arena_strndup(&a, "abc", 3);
    char *large = arena_calloc(&a, 1, (size_t)1 << 20);
    cr_assert_eq(large[(1 << 20) - 1], 0);
    cr_assert_str_eq(small, "abc");
    arena_release(&a);
}

Test(arena, strings_are_terminated_also_empty_ones)
{
    struct arena a = {0};
    cr_assert_str_eq(arena_strndup(&a, "abcdef", 2), "ab");
    cr_assert_str_eq(arena_strndup(&a, NULL, 0), "");
    arena_release(&a);
}

Test(arena, reset_keeps_memory_and_release_takes_null)
{
    struct arena a = {0};
    arena_alloc(&a, 100);
    arena_alloc(&a, (size_t)1 << 20);
    void *kept = a.head;
    arena_alloc(&a, 8);
    arena_reset(&a);
    cr_assert_eq((void *)a.head, kept);
    cr_assert_eq(a.used, 0);
    arena_alloc(&a, 8);
    cr_assert_eq((void *)a.head, kept, "the kept block is used again");
    arena_release(&a);
    arena_reset(&a); /* of an empty one */
    cr_assert_null(a.head);
    arena_release(NULL);
}

Test(vec, grows_keeps_and_removes)
{
    VEC(int) v = {0};
    for (int i = 0; i < 1000; i++) {
        vec_push(&v) = i;
    }
    cr_assert_eq(v.n, 1000);
    cr_assert_geq(v.cap, 1000);
    cr_assert_eq(v.v[999], 999);
    vec_remove(&v, 0);
    vec_remove(&v, v.n - 1);
    cr_assert_eq(v.n, 998);
    cr_assert_eq(v.v[0], 1);
    cr_assert_eq(v.v[997], 998);
    size_t cap = v.cap;
    vec_clear(&v);
    cr_assert_eq(v.n, 0);
    vec_reserve(&v, 10);
    cr_assert_eq(v.cap, cap, "memory is kept");
    vec_free(&v);
    cr_assert_null(v.v);
    cr_assert_eq(v.cap, 0);
}

Test(vec, reserve_gives_at_least_what_is_asked)
{
    VEC(struct { char c[100]; }) v = {0};
    vec_reserve(&v, 3);
    cr_assert_eq(v.cap, 8);
    vec_reserve(&v, 9);
    cr_assert_eq(v.cap, 16);
    vec_free(&v);
}
