#include "zhiban/base/clock.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "zhiban/base/civil.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/paths.h"

enum { MODE_REAL, MODE_FIXED, MODE_FILE, MODE_SCALED };

#define NOW_FILE_MAX 256 /* bytes; a time takes 25 */

static int64_t read_ms(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Milliseconds of an RFC 3339 time with blanks and line ends around it. */
static bool parse_now(const char *s, size_t n, int64_t *ms)
{
    while (n && strchr(" \t\r\n", s[0])) {
        s++;
        n--;
    }
    while (n && strchr(" \t\r\n", s[n - 1])) {
        n--;
    }
    int64_t t;
    if (!civil_parse(s, n, &t)) {
        return false;
    }
    *ms = t * 1000;
    return true;
}

/* Read at every step of the loop, so it must be a file that cannot make it wait. */
static bool read_file(struct clock *c)
{
    struct buf b = {0};
    struct stat st;
    bool ok = stat(c->file, &st) == 0 && S_ISREG(st.st_mode) &&
              paths_read(c->file, NOW_FILE_MAX, &b, NULL) == OK &&
              parse_now(buf_str(&b), b.len, &c->fixed_ms);
    buf_release(&b);
    return ok;
}

enum err_code clock_init(struct clock *c, struct err *e)
{
    *c = (struct clock){.mode = MODE_REAL, .speed = 1};
    const char *now = getenv("ZHIBAN_NOW");
    if (!now || !*now) {
        return OK;
    }
    bool ok;
    if (now[0] == '@') {
        c->mode = MODE_FILE;
        c->file = mem_strdup(now + 1);
        ok = read_file(c);
    } else {
        c->mode = MODE_FIXED;
        ok = parse_now(now, strlen(now), &c->fixed_ms);
    }
    if (!ok) {
        clock_release(c);
        err_set(e, ERR_USAGE, N_("ZHIBAN_NOW is not a time: {0}"), now);
        err_hint(e, N_("give a time such as 2026-11-21T14:00:00+08:00, or @FILE with a file that "
                       "holds one"));
        return ERR_USAGE;
    }
    c->replaced = true;
    return OK;
}

void clock_scale(struct clock *c, double speed)
{
    if (c->mode == MODE_FILE) { /* the file alone moves it */
        return;
    }
    int64_t now = clock_now_ms(c);
    if (!(speed > 0)) {
        c->mode = MODE_FIXED;
        c->fixed_ms = now;
        return;
    }
    c->mode = MODE_SCALED;
    c->origin_ms = now;
    c->raw0_ms = clock_raw_ms();
    c->speed = speed;
}

void clock_tick(struct clock *c)
{
    if (c->mode == MODE_FILE) {
        read_file(c); /* unreadable at this moment: the last reading stands */
    }
}

void clock_release(struct clock *c)
{
    if (!c) {
        return;
    }
    free(c->file);
    *c = (struct clock){0};
}

int64_t clock_now_ms(const struct clock *c)
{
    switch (c->mode) {
    case MODE_FIXED:
    case MODE_FILE:
        return c->fixed_ms;
    case MODE_SCALED:
        return c->origin_ms + (int64_t)((double)(clock_raw_ms() - c->raw0_ms) * c->speed);
    default:
        return read_ms(CLOCK_REALTIME);
    }
}

int64_t clock_now(const struct clock *c)
{
    int64_t ms = clock_now_ms(c);
    return ms / 1000 - (ms % 1000 < 0);
}

int64_t clock_mono_ms(const struct clock *c)
{
    return c->mode == MODE_REAL ? clock_raw_ms() : clock_now_ms(c);
}

int64_t clock_age_ms(const struct clock *c, int64_t mono_ms)
{
    int64_t age = clock_mono_ms(c) - mono_ms;
    if (age < 0) { /* a replaced clock was set back */
        return 0;
    }
    return c->mode == MODE_SCALED ? (int64_t)((double)age / c->speed) : age;
}

bool clock_replaced(const struct clock *c)
{
    return c->replaced;
}

bool clock_still(const struct clock *c)
{
    return c->mode == MODE_FIXED || c->mode == MODE_FILE;
}

int64_t clock_raw_ms(void)
{
    return read_ms(CLOCK_MONOTONIC);
}

int64_t clock_cpu_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
