/* What each line of zhiban.conf means, by its section. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config_in.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/log.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

#define NAMES_MAX 128 /* candidates of a nearest-name hint */

static enum err_code unknown(struct err *e, const char *where, const char *what,
                             const char *const *names, size_t n)
{
    const char *near = text_nearest(what, names, n);
    err_set(e, ERR_PARSE, N_("{0}: there is no {1} in the configuration"), where, what,
            near ? near : "");
    return err_hint(e, near ? N_("did you mean {2}?") : N_("zhiban.conf(5) lists every name"));
}

/* A path of the configuration: "~/" is HOME, a relative one lies beside the file. */
static char *config_path(const char *file, const char *value)
{
    const char *home = getenv("HOME");
    const char *slash = file ? strrchr(file, '/') : NULL;
    if (value[0] == '~' && value[1] == '/' && home) {
        return mem_printf("%s%s", home, value + 1);
    }
    if (value[0] == '/' || value[0] == '\0' || !slash) {
        return mem_strdup(value);
    }
    return mem_printf("%.*s/%s", (int)(slash - file), file, value);
}

/* ---- sections -------------------------------------------------------------------------------- */

static struct backend_cfg *backend_named(struct config *c, const char *name)
{
    for (size_t i = 0; i < c->backends.n; i++) {
        if (strcmp(c->backends.v[i].name, name) == 0) {
            return &c->backends.v[i];
        }
    }
    struct backend_cfg *b = &vec_push(&c->backends);
    *b = (struct backend_cfg){.name = mem_strdup(name)};
    return b;
}

static enum err_code read_backend(struct reading *r, const struct ini_line *l, const char *id,
                                  const char *where, struct err *e)
{
    struct backend_cfg *b = backend_named(r->c, id);
    char full[512];
    snprintf(full, sizeof full, "backend %s.%s", id, l->key);
    char **text = NULL;
    if (strcmp(l->key, "url") == 0) {
        text = &b->url;
    } else if (strcmp(l->key, "secret_file") == 0) {
        text = &b->secret_file;
    } else if (strcmp(l->key, "secret_command") == 0) {
        text = &b->secret_command;
    } else if (strcmp(l->key, "ca_file") == 0) {
        text = &b->ca_file;
    }
    if (text) {
        bool path = text == &b->secret_file || text == &b->ca_file;
        free(*text);
        *text = path ? config_path(l->file, l->value) : mem_strdup(l->value);
    } else if (strcmp(l->key, "insecure") == 0) {
        if (setting_bool(full, l->value, &b->insecure, e) != OK) {
            return err_at(e, where);
        }
    } else {
        size_t n = 0;
        while (backend_keys[n]) {
            n++;
        }
        return unknown(e, where, l->key, backend_keys, n);
    }
    origin_set(r->c, full, r->origin, l->line, l->value);
    return OK;
}

static enum err_code read_noun(struct reading *r, const struct ini_line *l, const char *table,
                               const char *id, const char *where, struct err *e)
{
    struct err own = {0};
    char full[512];
    snprintf(full, sizeof full, "%s %s.%s", table, id, l->key);
    enum err_code code = centre_field(&r->c->centre, table, id, l->key, l->value, &own);
    if (code == ERR_NOT_FOUND) {
        const char *const *columns = centre_columns(table);
        size_t n = 0;
        while (columns[n]) {
            n++;
        }
        return unknown(e, where, l->key, columns, n);
    }
    if (code != OK) {
        err_at(&own, where);
        if (e) {
            *e = own;
        }
        return own.code;
    }
    origin_set(r->c, full, r->origin, l->line, l->value);
    return OK;
}

static enum err_code read_centre(struct reading *r, const struct ini_line *l, const char *where,
                                 struct err *e)
{
    struct err own = {0};
    enum err_code code = centre_set(&r->c->centre, l->key, l->value, &own);
    if (code == ERR_NOT_FOUND) {
        const char *names[NAMES_MAX];
        size_t n = 0;
        for (; n < n_setting_defs && n < NAMES_MAX; n++) {
            names[n] = setting_defs[n].name;
        }
        return unknown(e, where, l->key, names, n);
    }
    if (code != OK) {
        err_at(&own, where);
        if (e) {
            *e = own;
        }
        return own.code;
    }
    origin_set(r->c, l->key, r->origin, l->line, l->value);
    return OK;
}

static enum err_code read_def(struct reading *r, const struct ini_line *l, const char *where,
                              struct err *e)
{
    char full[512];
    snprintf(full, sizeof full, "%s.%s", l->section, l->key);
    const struct config_def *d = def_find(l->section, l->key);
    if (!d) {
        const char *names[NAMES_MAX];
        char text[NAMES_MAX][64];
        size_t n = 0;
        for (; n < n_config_defs && n < NAMES_MAX; n++) {
            snprintf(text[n], sizeof *text, "%s.%s", config_defs[n].section, config_defs[n].key);
            names[n] = text[n];
        }
        return unknown(e, where, full, names, n);
    }
    enum err_code code;
    if (strcmp(full, "main.secret_file") == 0) {
        char *path = config_path(l->file, l->value);
        code = def_set(r->c, d, path, where, e);
        free(path);
    } else {
        code = def_set(r->c, d, l->value, where, e);
    }
    if (code == OK) {
        origin_set(r->c, full, r->origin, l->line, l->value);
    }
    return code;
}

static enum err_code read_key(struct reading *r, const struct ini_line *l)
{
    char full[512];
    snprintf(full, sizeof full, "keys.%s", l->key);
    vec_push(&r->c->keys) = (struct key_binding){
        .action = mem_strdup(l->key), .keys = mem_strdup(l->value), .line = l->line};
    origin_set(r->c, full, r->origin, l->line, l->value);
    return OK;
}

/* Whether a section of the table, or one that is not in it, has that name. */
static bool plain_section(const char *name)
{
    for (size_t i = 0; i < n_config_defs; i++) {
        if (strcmp(config_defs[i].section, name) == 0) {
            return true;
        }
    }
    return false;
}

/* "queue Q10" → kind "queue", id "Q10" (trimmed; "" when there is none). */
static void split_section(const char *section, char kind[64], char id[128])
{
    size_t n = strcspn(section, " \t");
    const char *rest = section + n + strspn(section + n, " \t");
    size_t len = strlen(rest);
    while (len > 0 && strchr(" \t", rest[len - 1])) {
        len--;
    }
    snprintf(kind, 64, "%.*s", (int)n, section);
    snprintf(id, 128, "%.*s", (int)len, rest);
}

static enum err_code read_section(struct reading *r, const struct ini_line *l, const char *where,
                                  struct err *e)
{
    static const char *const sections[] = {"main",    "ui",   "log",   "wall",
                                           "backend", "keys", "queue", "segment",
                                           "pause",   "team", "site",  "centre"};
    char kind[64];
    char id[128];
    split_section(l->section, kind, id);
    if (id[0] == '\0') {
        if (plain_section(kind)) {
            return read_def(r, l, where, e);
        }
        if (strcmp(kind, "centre") == 0) {
            return read_centre(r, l, where, e);
        }
        if (strcmp(kind, "keys") == 0) {
            return read_key(r, l);
        }
    } else if (strcmp(kind, "backend") == 0) {
        return read_backend(r, l, id, where, e);
    }
    for (size_t i = 0; noun_sections[i]; i++) {
        if (strcmp(noun_sections[i], kind) == 0 && id[0]) {
            return read_noun(r, l, kind, id, where, e);
        }
    }
    const char *near = text_nearest(kind, sections, sizeof sections / sizeof *sections);
    err_set(e, ERR_PARSE, N_("{0}: there is no section [{1}]"), where, l->section,
            near ? near : "");
    return err_hint(e, near ? N_("did you mean [{2}]?") : N_("zhiban.conf(5) lists every section"));
}

enum err_code config_read_line(void *ctx, const struct ini_line *l, struct err *e)
{
    struct reading *r = ctx;
    char where[ERR_ARG_MAX];
    where_text(where, l->file, l->line);
    if (!r->ui_only) {
        return read_section(r, l, where, e);
    }
    struct err own = {0};
    if (strcmp(l->section, "ui") != 0 || read_def(r, l, where, &own) != OK) {
        log_line(LOG_WARN, "config: %s: [%s] %s left out", where, l->section, l->key);
    }
    return OK;
}
