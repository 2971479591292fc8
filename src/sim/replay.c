/* See replay.h. All answers are read at the start; order is that of index.jsonl where the folder
 * has one, then of the file names. */
#include "replay.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/paths.h"
#include "zhiban/base/vec.h"

#define FILE_MAX_BYTES ((size_t)65 << 20)

struct kept {
    char *file, *type;
    size_t poll; /* the QueueStatus before it, counted from 1 */
    struct recorded rec;
};
struct replay {
    VEC(struct kept) kind[REPLAY_KINDS];
    size_t next[REPLAY_KINDS];
    size_t poll; /* the QueueStatus played last, counted from 1 */
};

static bool ends_in(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    return n > m && strcmp(name + n - m, end) == 0;
}

static int is_answer(const struct dirent *d)
{
    return ends_in(d->d_name, ".http") || ends_in(d->d_name, ".rawman.txt");
}

/* What an answer is, by its first blocks; the sign-in is told by what it says. */
static enum replay_kind kind_of(const char *body, size_t n)
{
    static const struct {
        const char *text;
        enum replay_kind kind;
    } signs[] = {
        {"Message: Queue status will follow", REPLAY_QUEUE_STATUS},
        {"Message: Queue summary will follow", REPLAY_QUEUE_SUMMARY},
        {"Message: Channels will follow", REPLAY_CHANNELS},
        {"CoreStartupDate: ", REPLAY_CORE_STATUS},
    };
    if (n < 10 || memcmp(body, "Response: ", 10) != 0) {
        return REPLAY_JSON;
    }
    const char *end = strstr(body, "\r\n\r\n");
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        const char *at = strstr(body, signs[i].text);
        if (at != NULL && (end == NULL || at < end)) {
            return signs[i].kind;
        }
    }
    return REPLAY_LOGIN;
}

/* "HTTP/1.1 200 OK" and headers up to the empty line; returns where the body begins. */
static char *split_head(char *text, struct kept *k)
{
    k->rec.status = 200;
    if (strncmp(text, "HTTP/", 5) != 0) {
        k->type = mem_strdup("text/plain");
        return text;
    }
    char *body = strstr(text, "\r\n\r\n");
    body = body ? body + 4 : text + strlen(text);
    const char *status = text + strcspn(text, " ");
    k->rec.status = (int)strtol(status, NULL, 10);
    for (char *line = text; line < body; line += strcspn(line, "\n") + 1) {
        if (strncasecmp(line, "Content-Type:", 13) == 0) {
            line += 13 + strspn(line + 13, " ");
            k->type = mem_strndup(line, strcspn(line, "\r\n"));
            break;
        }
    }
    k->type = k->type ? k->type : mem_strdup("application/octet-stream");
    return body;
}

static enum err_code add_file(struct replay *r, const char *dir, const char *name, struct err *e)
{
    char *path = mem_printf("%s/%s", dir, name);
    struct buf text = {0};
    enum err_code rc = paths_read(path, FILE_MAX_BYTES, &text, e);
    free(path);
    if (rc == OK && text.len > 0) {
        size_t n = text.len;
        struct kept k = {.file = buf_steal(&text)};
        char *body = split_head(k.file, &k);
        k.rec.body = body;
        k.rec.n = n - (size_t)(body - k.file);
        if (k.rec.status < 100 || k.rec.status > 599) {
            k.rec.status = 200;
        }
        if (k.rec.status == 304) { /* "as before": no answer to somebody who was not there */
            free(k.file);
            free(k.type);
        } else {
            enum replay_kind kind = kind_of(body, k.rec.n);
            k.poll = r->kind[REPLAY_QUEUE_STATUS].n + (kind == REPLAY_QUEUE_STATUS);
            vec_push(&r->kind[kind]) = k;
        }
    }
    buf_release(&text);
    return rc;
}

/* A file and its place in the index. */
struct name {
    const char *file;
    size_t at;
};

static int by_place(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    if (x->at != y->at) {
        return x->at < y->at ? -1 : 1;
    }
    return strcmp(x->file, y->file);
}

/* Where index.jsonl names the file; SIZE_MAX: nowhere. */
static size_t place_of(const char *index, const char *file)
{
    char *quoted = mem_printf("\"%s\"", file);
    const char *at = strstr(index, quoted);
    free(quoted);
    return at ? (size_t)(at - index) : SIZE_MAX;
}

static enum err_code add_files(struct replay *r, const char *dir, struct dirent **names, int n,
                               struct err *e)
{
    struct buf index = {0};
    struct name *list = mem_calloc((size_t)n + 1, sizeof *list);
    char *path = mem_printf("%s/index.jsonl", dir);
    enum err_code rc = OK;
    if (access(path, R_OK) == 0) {
        rc = paths_read(path, FILE_MAX_BYTES, &index, e);
    }
    for (int i = 0; i < n; i++) {
        list[i] = (struct name){names[i]->d_name, place_of(buf_str(&index), names[i]->d_name)};
    }
    qsort(list, (size_t)n, sizeof *list, by_place);
    for (int i = 0; rc == OK && i < n; i++) {
        rc = add_file(r, dir, list[i].file, e);
    }
    buf_release(&index);
    free(path);
    free(list);
    return rc;
}

enum err_code replay_open(struct replay **to, const char *dir, struct err *e)
{
    struct dirent **names = NULL;
    int n = scandir(dir, &names, is_answer, alphasort);
    if (n < 0) {
        return err_set(e, ERR_IO, N_("the folder {0} cannot be read: {1}"), dir, strerror(errno));
    }
    struct replay *r = mem_calloc(1, sizeof *r);
    enum err_code rc = add_files(r, dir, names, n, e);
    for (int i = 0; i < n; i++) {
        free(names[i]);
    }
    free(names);
    if (rc == OK && n == 0) {
        err_set(e, ERR_NOT_FOUND, N_("the folder {0} holds no recorded answer"), dir);
        rc = err_hint(e, N_("record one with zhiban --trace DIR"));
    }
    if (rc != OK) {
        replay_free(r);
        return rc;
    }
    *to = r;
    return OK;
}

void replay_free(struct replay *r)
{
    for (int i = 0; r != NULL && i < REPLAY_KINDS; i++) {
        for (size_t k = 0; k < r->kind[i].n; k++) {
            free(r->kind[i].v[k].file);
            free(r->kind[i].v[k].type);
        }
        vec_free(&r->kind[i]);
    }
    free(r);
}

/* The list recorded with the QueueStatus played last; their number when there is none. When the PBX
 * started is true for longer than a poll: of CoreStatus the latest counts. */
static size_t find(const struct replay *r, enum replay_kind kind)
{
    size_t n = r->kind[kind].n, at = n;
    for (size_t i = 0; i < n && r->kind[kind].v[i].poll <= r->poll; i++) {
        at = i;
    }
    bool same = at < n && r->kind[kind].v[at].poll == r->poll;
    return same || kind == REPLAY_CORE_STATUS ? at : n;
}

const struct recorded *replay_next(struct replay *r, enum replay_kind kind)
{
    size_t n = r->kind[kind].n;
    if (n == 0) {
        return NULL;
    }
    bool of_poll =
        kind != REPLAY_QUEUE_STATUS && kind != REPLAY_JSON && r->kind[REPLAY_QUEUE_STATUS].n > 0;
    size_t at = of_poll ? find(r, kind) : r->next[kind];
    if (at == n) {
        return NULL;
    }
    struct kept *k = &r->kind[kind].v[at];
    if (!of_poll) {
        r->next[kind] += at + 1 < n;
    }
    if (kind == REPLAY_QUEUE_STATUS) {
        r->poll = k->poll;
    }
    k->rec.content_type = k->type;
    return &k->rec;
}

size_t replay_count(const struct replay *r, enum replay_kind kind)
{
    return r->kind[kind].n;
}
