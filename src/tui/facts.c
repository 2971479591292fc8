/* Lists of named values (facts.h). */
#include "facts.h"

#include <stdio.h>
#include <stdlib.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

static const struct fact *fact_of(const void *ctx, uint32_t row)
{
    return &((const struct facts_pane *)((const struct list_ctx *)ctx)->p)->facts.v[row];
}

static void get_mark(const void *ctx, uint32_t row, struct list_value *v)
{
    (void)ctx;
    v->known = true;
    v->key = -(int64_t)row;
}

static void get_name(const void *ctx, uint32_t row, struct list_value *v)
{
    v->style = fact_of(ctx, row)->style;
    list_text(v, fact_of(ctx, row)->name);
}

static void get_value(const void *ctx, uint32_t row, struct list_value *v)
{
    v->style = fact_of(ctx, row)->style;
    list_text(v, fact_of(ctx, row)->value);
}

static void get_formula(const void *ctx, uint32_t row, struct list_value *v)
{
    v->style = STY_DIM;
    list_text(v, fact_of(ctx, row)->formula);
}

static void get_numbers(const void *ctx, uint32_t row, struct list_value *v)
{
    list_text(v, fact_of(ctx, row)->numbers);
}

/* clang-format off */
static const struct list_column columns[] = {
    {"mark", "", NULL, 2, 0, 0, false, false, get_mark},
    {"name", N_("Figure"), NULL, 18, 30, 0, false, false, get_name},
    {"value", N_("Value"), NULL, 13, 0, 0, true, false, get_value},
    {"numbers", N_("With its numbers"), NULL, 24, 40, 0, false, false, get_numbers},
    {"formula", N_("Formula"), NULL, 24, 60, 10, false, false, get_formula},
};
/* clang-format on */

static const char *fact_id(const void *ctx, uint32_t row)
{
    return fact_of(ctx, row)->id;
}

static bool match_fact(const void *ctx, uint32_t row, const char *text)
{
    return text_find(fact_of(ctx, row)->name, text);
}

static const struct list_ops formula_ops = {
    .columns = columns,
    .n_columns = sizeof columns / sizeof columns[0],
    .n_fixed = 2,
    .id = fact_id,
    .match = match_fact,
};
static const struct list_ops value_ops = {
    .columns = columns,
    .n_columns = 3,
    .n_fixed = 2,
    .id = fact_id,
    .match = match_fact,
};

static void clear(struct facts_pane *p)
{
    for (size_t i = 0; i < p->facts.n; i++) {
        free(p->facts.v[i].name);
        free(p->facts.v[i].value);
        free(p->facts.v[i].formula);
        free(p->facts.v[i].numbers);
    }
    vec_clear(&p->facts);
}

static uint32_t fact_rows(struct list_pane *base, const struct view *v)
{
    struct facts_pane *p = (struct facts_pane *)base;
    clear(p);
    if (v->floor) {
        p->read(p, v);
    }
    return (uint32_t)p->facts.n;
}

static void fact_title(const struct list_pane *base, const struct view *v, struct buf *to)
{
    (void)base;
    buf_puts(to, view_period_word(v->period));
    list_pane_put_period(v, to);
    view_put_since(v, to);
}

static void value_title(const struct list_pane *base, const struct view *v, struct buf *to)
{
    (void)v;
    buf_puts(to, _(((const struct facts_pane *)base)->title));
}

static const enum action hints[] = {ACT_PERIOD, ACT_FILTER, ACT_NONE};
static const struct list_kind formula_kind = {
    .list = &formula_ops, .rows = fact_rows, .title = fact_title, .hints = hints};
static const struct list_kind value_kind = {
    .list = &value_ops, .rows = fact_rows, .title = value_title, .hints = hints};

static void facts_free(struct pane *pane)
{
    if (pane) {
        struct facts_pane *p = (struct facts_pane *)pane;
        clear(p);
        vec_free(&p->facts);
        free(p->subject);
        list_pane_free(pane);
    }
}

static const struct pane_ops pane_ops = LIST_PANE_OPS("facts", facts_free);

struct pane *facts_new(const struct config *config, const char *subject,
                       void (*read)(struct facts_pane *p, const struct view *v), const char *title)
{
    struct facts_pane *p = mem_calloc(1, sizeof *p);
    list_pane_init(&p->base, &pane_ops, title ? &value_kind : &formula_kind, config);
    p->subject = mem_strdup(subject);
    p->read = read;
    p->title = title;
    return &p->base.pane;
}

void facts_add(struct facts_pane *p, const char *name, const char *value, const char *formula,
               const char *numbers, enum style s)
{
    size_t row = p->facts.n;
    struct fact *f = &vec_push(&p->facts);
    *f = (struct fact){
        .name = mem_strdup(name),
        .value = mem_strdup(value),
        .formula = formula ? mem_strdup(formula) : NULL,
        .numbers = numbers ? mem_strdup(numbers) : NULL,
        .style = s,
    };
    snprintf(f->id, sizeof f->id, "%zu", row % 1000000);
}

void facts_add_figure(struct facts_pane *p, const char *key, const char *value, const char *numbers)
{
    const struct figure_def *def = figure_def(key);
    if (def) {
        facts_add(p, _(def->name), value, *def->formula ? _(def->formula) : NULL, numbers,
                  STY_TEXT);
    }
}
