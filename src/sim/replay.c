/* See replay.h. All answers are read at the start; order is that of the file names. */
#include "replay.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/paths.h"
#include "zhiban/base/vec.h"

#define FILE_MAX_BYTES ((size_t)65 << 20)

struct kept {
    char *file, *type;
    struct recorded rec;
};
struct replay {
    VEC(struct kept) kind[REPLAY_KINDS];
    size_t next[REPLAY_KINDS];
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
            vec_push(&r->kind[kind_of(body, k.rec.n)]) = k;
        }
    }
    buf_release(&text);
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
    enum err_code rc = OK;
    for (int i = 0; i < n; i++) {
        if (rc == OK) {
            rc = add_file(r, dir, names[i]->d_name, e);
        }
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

const struct recorded *replay_next(struct replay *r, enum replay_kind kind)
{
    size_t n = r->kind[kind].n;
    if (n == 0) {
        return NULL;
    }
    size_t at = r->next[kind];
    r->next[kind] += at + 1 < n;
    struct kept *k = &r->kind[kind].v[at];
    k->rec.content_type = k->type;
    return &k->rec;
}

size_t replay_count(const struct replay *r, enum replay_kind kind)
{
    return r->kind[kind].n;
}
