/* The configuration: defaults, then ui.conf (what :save kept), then zhiban.conf, then the
 * environment, then the command line; later ones win. Every value remembers where it came from. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config_in.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/log.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/paths.h"

#define CONF_MAX ((size_t)1 << 20)

/* ---- origins and errors ---------------------------------------------------------------------- */

void origin_set(struct config *c, const char *name, enum origin o, int line, const char *value)
{
    size_t i = 0;
    while (i < c->n_origins && strcmp(c->origins[i].name, name) != 0) {
        i++;
    }
    if (i == c->n_origins) {
        c->origins = mem_realloc(c->origins, c->n_origins + 1, sizeof *c->origins);
        c->origins[i].name = mem_strdup(name);
        c->origins[i].value = NULL;
        c->n_origins++;
    }
    free(c->origins[i].value);
    c->origins[i].value = mem_strdup(value);
    c->origins[i].origin = o;
    c->origins[i].line = line;
}

void where_text(char to[ERR_ARG_MAX], const char *file, int line)
{
    size_t n = strlen(file);
    const char *tail = n > 80 ? file + n - 80 : file;
    while (tail > file && ((unsigned char)*tail & 0xc0) == 0x80) {
        tail++; /* not inside a character */
    }
    snprintf(to, ERR_ARG_MAX, "%s%s:%d", tail > file ? "…" : "", tail, line);
}

enum err_code err_at(struct err *e, const char *where)
{
    if (!e) {
        return ERR_PARSE;
    }
    char first[ERR_ARG_MAX];
    snprintf(first, sizeof first, "%s", e->arg[0]);
    char *joined = mem_printf("%s: %s", where, first);
    struct err was = *e;
    err_set(e, was.code == ERR_NOT_FOUND ? ERR_PARSE : was.code, was.msgid, joined, was.arg[1],
            was.arg[2], was.arg[3]);
    if (was.hint) {
        err_hint(e, was.hint);
    }
    free(joined);
    return e->code;
}

/* ---- values ---------------------------------------------------------------------------------- */

enum err_code def_set(struct config *c, const struct config_def *d, const char *value,
                      const char *where, struct err *e)
{
    char name[ERR_ARG_MAX];
    snprintf(name, sizeof name, "%s%s%s.%s", where, where[0] ? ": " : "", d->section, d->key);
    void *at = (char *)c + d->offset;
    int which = 0;
    switch (d->type) {
    case SET_BOOL:
        return setting_bool(name, value, at, e);
    case SET_INT:
        return setting_int(name, value, d->min, d->max, at, e);
    default:
        if (d->choices && strcmp(value, d->dflt) != 0 &&
            setting_choice(name, value, d->choices, &which, e) != OK) {
            return ERR_PARSE;
        }
        setting_text(at, value);
        return OK;
    }
}

/* ---- loading --------------------------------------------------------------------------------- */

static void load_state(struct config *c)
{
    struct reading r = {.c = c, .origin = ORIGIN_STATE, .ui_only = true};
    char *path = paths_state("ui.conf");
    struct err own = {0};
    if (access(path, F_OK) == 0 && ini_read(path, config_read_line, &r, &own) != OK) {
        log_line(LOG_WARN, "config: %s cannot be read and is left out", path);
    }
    free(path);
}

static enum err_code load_file(struct config *c, const char *file, struct err *e)
{
    const char *named = file ? file : getenv("ZHIBAN_CONFIG");
    named = named && named[0] ? named : NULL;
    char *path = named ? mem_strdup(named) : paths_config("zhiban.conf");
    if (!named && access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
        free(path);
        return OK;
    }
    c->path = path;
    struct reading r = {.c = c, .origin = ORIGIN_FILE};
    return ini_read(path, config_read_line, &r, e);
}

static enum err_code set_named(struct config *c, const char *section, const char *key,
                               const char *value, enum origin o, const char *where, struct err *e)
{
    char full[96];
    if (!value) {
        return OK;
    }
    snprintf(full, sizeof full, "%s.%s", section, key);
    enum err_code code = def_set(c, def_find(section, key), value, where, e);
    if (code != OK) {
        if (e) {
            e->code = ERR_USAGE;
        }
        return ERR_USAGE;
    }
    origin_set(c, full, o, 0, value);
    return OK;
}

static enum err_code load_env(struct config *c, struct err *e)
{
    for (size_t i = 0; i < n_config_defs; i++) {
        const struct config_def *d = &config_defs[i];
        const char *value = d->env ? getenv(d->env) : NULL;
        if (value && value[0] &&
            set_named(c, d->section, d->key, value, ORIGIN_ENV, d->env, e) != OK) {
            return ERR_USAGE;
        }
    }
    return OK;
}

static enum err_code load_options(struct config *c, const struct config_opts *o, struct err *e)
{
    const struct {
        const char *section, *key, *value, *where;
    } given[] = {
        {"main", "database", o->db, "--db"},
        {"main", "backend", o->backend, "--backend"},
        {"ui", "lang", o->lang, "--lang"},
        {"ui", "theme", o->theme, "--theme"},
        {"ui", "ascii", o->ascii ? "on" : NULL, "--ascii"},
        {"ui", "readonly", o->readonly ? "on" : NULL, "--readonly"},
    };
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        enum err_code code = set_named(c, given[i].section, given[i].key, given[i].value,
                                       ORIGIN_OPTION, given[i].where, e);
        if (code != OK) {
            return code;
        }
    }
    return OK;
}

enum err_code config_load(struct config *c, const struct config_opts *o, struct err *e)
{
    static const struct config_opts none = {0};
    o = o ? o : &none;
    *c = (struct config){0};
    centre_init(&c->centre);
    for (size_t i = 0; i < n_config_defs; i++) {
        if (def_set(c, &config_defs[i], config_defs[i].dflt, "", e) != OK) {
            goto out; /* a default the table itself refuses */
        }
    }
    load_state(c);
    if (load_file(c, o->file, e) != OK || load_env(c, e) != OK || load_options(c, o, e) != OK ||
        centre_finish(&c->centre, e) != OK) {
        goto out;
    }
    return OK;
out:
    config_release(c);
    return e && e->code != OK ? e->code : ERR_PARSE;
}

void config_release(struct config *c)
{
    if (!c) {
        return;
    }
    for (size_t i = 0; i < n_config_defs; i++) {
        if (config_defs[i].type != SET_BOOL && config_defs[i].type != SET_INT) {
            free(*(char **)(void *)((char *)c + config_defs[i].offset));
        }
    }
    for (size_t i = 0; i < c->backends.n; i++) {
        backend_cfg_release(&c->backends.v[i]);
    }
    vec_free(&c->backends);
    for (size_t i = 0; i < c->keys.n; i++) {
        free(c->keys.v[i].action);
        free(c->keys.v[i].keys);
    }
    vec_free(&c->keys);
    for (size_t i = 0; i < c->n_origins; i++) {
        free((void *)c->origins[i].name);
        free(c->origins[i].value);
    }
    free(c->origins);
    free(c->path);
    centre_release(&c->centre);
    *c = (struct config){0};
}

enum err_code config_save_ui(const struct config *c, struct err *e)
{
    static const char *const kept[] = {"theme",       "mouse",          "bell",
                                       "notify",      "columns_queues", "columns_agents",
                                       "sort_queues", "sort_agents"};
    struct buf text;
    buf_init(&text, CONF_MAX);
    buf_puts(&text, "# Written by :save; zhiban.conf comes before it.\n[ui]\n");
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        char *value = def_text(c, def_find("ui", kept[i]));
        buf_printf(&text, "%s = %s\n", kept[i], value);
        free(value);
    }
    char *path = paths_state("ui.conf");
    enum err_code code = paths_make_parent(path, e);
    if (code == OK) {
        code = paths_write(path, buf_str(&text), text.len, 0600, e);
    }
    free(path);
    buf_release(&text);
    return code;
}
