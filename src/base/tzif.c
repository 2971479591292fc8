/* TZif, RFC 8536 and 9636, versions 1 to 4: a header, a block with 32-bit times; from version 2 on
 * another header, a block with 64-bit times and a footer. The newest block that is there is used.
 */
#include "zhiban/base/civil.h"

#include <stdlib.h>
#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/paths.h"
#include "zone.h"

#define HEADER_SIZE 44
#define FILE_MAX ((size_t)1 << 20)
#define ZONE_DIR "/usr/share/zoneinfo"
#define NAME_MAX_BYTES 128

struct counts {
    uint32_t utc, std, leap, time, type, chars;
};

/* A block of the file: its counts and where its arrays start. */
struct block {
    struct counts n;
    size_t time_size; /* 4 or 8 bytes */
    const unsigned char *times, *indices, *types, *leaps;
};

struct image {
    const unsigned char *p, *end;
};

static uint32_t be32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t be_time(const unsigned char *p, size_t size)
{
    if (size == 4) {
        return (int32_t)be32(p);
    }
    return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

/* Takes header and data of one block; false: the image is too short or has no header here. */
static bool take_block(struct image *im, size_t time_size, struct block *b, unsigned char *version)
{
    if ((size_t)(im->end - im->p) < HEADER_SIZE || memcmp(im->p, "TZif", 4) != 0) {
        return false;
    }
    const unsigned char *h = im->p + 20;
    *version = im->p[4];
    b->n = (struct counts){be32(h),      be32(h + 4),  be32(h + 8),
                           be32(h + 12), be32(h + 16), be32(h + 20)};
    b->time_size = time_size;
    im->p += HEADER_SIZE;
    uint64_t left = (uint64_t)(im->end - im->p);
    uint64_t size = (uint64_t)b->n.time * (time_size + 1) + (uint64_t)b->n.type * 6 + b->n.chars +
                    (uint64_t)b->n.leap * (time_size + 4) + b->n.std + b->n.utc;
    if (size > left) {
        return false;
    }
    b->times = im->p;
    b->indices = b->times + b->n.time * time_size;
    b->types = b->indices + b->n.time;
    b->leaps = b->types + (size_t)b->n.type * 6 + b->n.chars;
    im->p += size;
    return true;
}

/* Offset east of UTC of a local time type; false: outside what the format allows. */
static bool type_offset(const struct block *b, size_t i, int32_t *to)
{
    *to = (int32_t)be32(b->types + i * 6);
    unsigned char dst = b->types[i * 6 + 4];
    unsigned char name = b->types[i * 6 + 5];
    return *to > -25 * 3600 && *to < 26 * 3600 && dst <= 1 && name < b->n.chars;
}

/* Leap seconds passed by a time of the file. Only the "right" zones count them; ours are POSIX
 * seconds. */
static int32_t leap_correction(const struct block *b, int64_t t)
{
    int32_t correction = 0;
    for (size_t i = 0; i < b->n.leap; i++) {
        const unsigned char *p = b->leaps + i * (b->time_size + 4);
        if (be_time(p, b->time_size) > t) {
            break;
        }
        correction = (int32_t)be32(p + b->time_size);
    }
    return correction;
}

static bool read_transitions(const struct block *b, struct zone *z)
{
    if (b->n.type == 0 || b->n.type > 256 || !type_offset(b, 0, &z->first_s)) {
        return false;
    }
    z->n = b->n.time;
    z->at = mem_calloc(z->n, sizeof *z->at);
    z->off_s = mem_calloc(z->n, sizeof *z->off_s);
    for (size_t i = 0; i < z->n; i++) {
        int64_t t = be_time(b->times + i * b->time_size, b->time_size);
        if (__builtin_sub_overflow(t, leap_correction(b, t), &z->at[i]) ||
            (i > 0 && z->at[i] <= z->at[i - 1]) || b->indices[i] >= b->n.type ||
            !type_offset(b, b->indices[i], &z->off_s[i])) {
            return false;
        }
    }
    return true;
}

static bool read_footer(const struct image *im, struct zone *z)
{
    const unsigned char *p = im->p;
    if (p == im->end || *p++ != '\n') {
        return false;
    }
    const unsigned char *stop = memchr(p, '\n', (size_t)(im->end - p));
    if (!stop) {
        return false;
    }
    size_t n = (size_t)(stop - p);
    return n == 0 || tz_rule_parse((const char *)p, n, &z->rule); /* empty: no rule is known */
}

enum err_code zone_parse(const void *data, size_t n, const char *name, struct zone **to,
                         struct err *e)
{
    struct image im = {data, (const unsigned char *)data + n};
    struct block b;
    unsigned char version;
    struct zone *z = mem_calloc(1, sizeof *z);
    z->name = mem_strdup(name);
    bool ok = n > 0 && take_block(&im, 4, &b, &version);
    if (ok && version >= '2') {
        ok = take_block(&im, 8, &b, &version) && read_transitions(&b, z) && read_footer(&im, z);
    } else if (ok) {
        ok = read_transitions(&b, z);
    }
    if (!ok) {
        zone_free(z);
        *to = NULL;
        return err_set(e, ERR_PARSE, N_("the time zone file of {0} is damaged"), name);
    }
    *to = z;
    return OK;
}

/* A name is a relative path of plain components: nothing that could leave the folder. */
static bool name_ok(const char *name)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_/.";
    size_t n = strlen(name);
    return n > 0 && n <= NAME_MAX_BYTES && strspn(name, plain) == n && name[0] != '/' &&
           name[0] != '.' && name[n - 1] != '/' && !strstr(name, "/.") && !strstr(name, "//");
}

enum err_code zone_load(const char *name, struct zone **to, struct err *e)
{
    *to = NULL;
    if (strcmp(name, "UTC") == 0) {
        *to = zone_utc();
        return OK;
    }
    if (!name_ok(name)) {
        err_set(e, ERR_NOT_FOUND, N_("there is no time zone named {0}"), name);
        err_hint(e, N_("give an IANA name such as Asia/Shanghai"));
        return ERR_NOT_FOUND;
    }
    const char *dir = getenv("TZDIR");
    char *path = mem_printf("%s/%s", dir && *dir ? dir : ZONE_DIR, name);
    struct buf file = {0};
    enum err_code code = paths_read(path, FILE_MAX, &file, NULL);
    if (code == OK) {
        code = zone_parse(file.p, file.len, name, to, e);
    } else if (code == ERR_LIMIT) {
        code = err_set(e, ERR_PARSE, N_("the time zone file of {0} is damaged"), name);
    } else {
        code = err_set(e, ERR_NOT_FOUND, N_("there is no time zone named {0}"), name);
        err_hint(e,
                 N_("give an IANA name such as Asia/Shanghai; zones come from the package tzdata"));
    }
    buf_release(&file);
    free(path);
    return code;
}

struct zone *zone_utc(void)
{
    struct zone *z = mem_calloc(1, sizeof *z);
    z->name = mem_strdup("UTC");
    return z;
}

void zone_free(struct zone *z)
{
    if (!z) {
        return;
    }
    free(z->name);
    free(z->at);
    free(z->off_s);
    free(z);
}

const char *zone_name(const struct zone *z)
{
    return z->name;
}

int32_t zone_offset(const struct zone *z, int64_t t, int64_t *until)
{
    if (z->rule.present && (z->n == 0 || t >= z->at[z->n - 1])) {
        return tz_rule_at(&z->rule, t, until);
    }
    /* The first transition after t. */
    size_t low = 0;
    size_t high = z->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (z->at[mid] <= t) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    *until = low < z->n ? z->at[low] : INT64_MAX;
    return low == 0 ? z->first_s : z->off_s[low - 1];
}
