/* The CSV folder of a centre. centre_field knows the columns; this file only knows which file is
 * which. */
#include "zhiban/sim/organisation.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "zhiban/base/csv.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"

static const struct table {
    const char *file, *noun, *id;
    bool required;
} tables[] = {
    {"pause_reasons.csv", "pause", "code", false}, {"queues.csv", "queue", "queue_id", true},
    {"shifts.csv", "segment", "code", false},      {"sites.csv", "site", "site", false},
    {"staff.csv", "staff", "emp_id", true},        {"teams.csv", "team", "team_id", false},
};

struct reading {
    struct organisation *o;
    const struct table *table;
};

static enum err_code read_noun(void *ctx, const struct csv_row *row, struct err *e)
{
    struct reading *r = ctx;
    const char *id = csv_cell(row, r->table->id);
    if (id == NULL) {
        return err_set(e, ERR_PARSE, N_("{0} has no column {1}"), row->file, r->table->id);
    }
    for (size_t i = 0; i < row->n; i++) {
        if (strcmp(row->names[i], r->table->id) == 0) {
            continue;
        }
        enum err_code rc =
            centre_field(&r->o->centre, r->table->noun, id, row->names[i], row->cells[i], e);
        if (rc != OK) {
            return rc;
        }
    }
    const char *batch = strcmp(r->table->noun, "staff") == 0 ? csv_cell(row, "meal_group") : NULL;
    if (batch != NULL && *batch != '\0') {
        struct rota_meal m = {mem_strdup(id), strcmp(batch, "M2") == 0};
        vec_push(&r->o->rota.meals) = m;
    }
    return OK;
}

/* "G1=0 G2=1": a word and its offset, blanks between. */
static bool read_groups(struct rota_pattern *p, const char *text)
{
    while (*(text += strspn(text, " ")) != '\0') {
        size_t len = strcspn(text, " ");
        const char *eq = memchr(text, '=', len);
        char *end = NULL;
        long offset = eq == NULL ? 0 : strtol(eq + 1, &end, 10);
        if (eq == NULL || end != text + len || offset < 0 || offset > 366) {
            return false;
        }
        struct rota_group g = {mem_strndup(text, (size_t)(eq - text)), (int)offset};
        vec_push(&p->groups) = g;
        text += len;
    }
    return true;
}

static enum err_code read_pattern(void *ctx, const struct csv_row *row, struct err *e)
{
    struct reading *r = ctx;
    const char *id = csv_cell(row, "pattern_id");
    const char *applies = csv_cell(row, "applies_to");
    const char *cycle = csv_cell(row, "cycle");
    const char *groups = csv_cell(row, "group_offsets");
    if (id == NULL || applies == NULL || cycle == NULL || groups == NULL) {
        return err_set(e, ERR_PARSE, N_("{0} has no column {1}"), row->file, "cycle");
    }
    struct rota_pattern p = {.id = mem_strdup(id), .applies_to = mem_strdup(applies)};
    while (*(cycle += strspn(cycle, " ")) != '\0') {
        size_t len = strcspn(cycle, " ");
        vec_push(&p.cycle) = mem_strndup(cycle, len);
        cycle += len;
    }
    bool good = read_groups(&p, groups);
    vec_push(&r->o->rota.patterns) = p;
    if (!good || p.cycle.n == 0) {
        return err_set(e, ERR_PARSE, N_("{0}, line {1}: the rota {2} cannot be read"), row->file,
                       NUM(row->line), id);
    }
    return OK;
}

static enum err_code read_file(struct organisation *o, const char *dir, const struct table *t,
                               csv_fn *fn, struct err *e)
{
    struct reading r = {o, t};
    char *path = mem_printf("%s/%s", dir, t->file);
    enum err_code rc = OK;
    if (t->required || access(path, F_OK) == 0) {
        rc = csv_read(path, fn, &r, e);
    }
    free(path);
    return rc;
}

enum err_code organisation_load(struct organisation *o, const char *dir, struct err *e)
{
    static const struct table rota = {"rota_patterns.csv", "", "pattern_id", false};
    memset(o, 0, sizeof *o);
    centre_init(&o->centre);
    enum err_code rc = OK;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0] && rc == OK; i++) {
        rc = read_file(o, dir, &tables[i], read_noun, e);
    }
    if (rc == OK) {
        rc = read_file(o, dir, &rota, read_pattern, e);
    }
    if (rc == OK) {
        rc = centre_finish(&o->centre, e);
    }
    if (rc != OK) {
        organisation_release(o);
    }
    return rc;
}

void organisation_release(struct organisation *o)
{
    if (o == NULL) {
        return;
    }
    for (size_t i = 0; i < o->rota.patterns.n; i++) {
        struct rota_pattern *p = &o->rota.patterns.v[i];
        for (size_t k = 0; k < p->cycle.n; k++) {
            free(p->cycle.v[k]);
        }
        for (size_t k = 0; k < p->groups.n; k++) {
            free(p->groups.v[k].name);
        }
        vec_free(&p->cycle);
        vec_free(&p->groups);
        free(p->id);
        free(p->applies_to);
    }
    for (size_t i = 0; i < o->rota.meals.n; i++) {
        free(o->rota.meals.v[i].staff_id);
    }
    vec_free(&o->rota.patterns);
    vec_free(&o->rota.meals);
    centre_release(&o->centre);
}

static bool names_post(const char *list, const char *post)
{
    size_t n = strlen(post);
    while (*list != '\0') {
        size_t len = strcspn(list, "|");
        if (len == n && memcmp(list, post, n) == 0) {
            return true;
        }
        list += len + (list[len] == '|');
    }
    return false;
}

const char *rota_shift(const struct sim_rota *r, const struct staff_cfg *who, int64_t day)
{
    const char *group = who->rota_group ? who->rota_group : "";
    for (size_t i = 0; i < r->patterns.n; i++) {
        const struct rota_pattern *p = &r->patterns.v[i];
        int64_t n = (int64_t)p->cycle.n;
        int64_t offset = -1;
        for (size_t k = 0; k < p->groups.n && offset < 0; k++) {
            if (strcmp(p->groups.v[k].name, group) == 0) {
                offset = p->groups.v[k].offset;
            }
        }
        if (offset < 0 && *group == '\0' && p->groups.n == 0 &&
            names_post(p->applies_to, who->post ? who->post : "")) {
            offset = 0;
        }
        if (offset >= 0) {
            int64_t at = (day - SIM_ROTA_DAY0 + offset) % n;
            return p->cycle.v[at < 0 ? at + n : at];
        }
    }
    return NULL;
}

int rota_meal_batch(const struct sim_rota *r, const char *staff_id, int index)
{
    for (size_t i = 0; i < r->meals.n; i++) {
        if (strcmp(r->meals.v[i].staff_id, staff_id) == 0) {
            return r->meals.v[i].batch;
        }
    }
    return index & 1;
}
