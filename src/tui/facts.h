/* Facts: a list of named values, with the formula and the numbers put into it. A section of the
 * drill-downs. */
#ifndef ZHIBAN_TUI_FACTS_H
#define ZHIBAN_TUI_FACTS_H

#include "list_pane.h"

struct fact {
    char id[8];
    char *name, *value, *formula, *numbers; /* formula and numbers may be NULL */
    enum style style;
};
struct facts_pane {
    struct list_pane base;
    char *subject; /* id of the queue or agent */
    void (*read)(struct facts_pane *p, const struct view *v);
    const char *title;
    VEC(struct fact) facts;
};
/* read adds the facts anew at every fill. title: N_(), of a plain list of values; NULL: the figures
 * of the running period, with their formulas. */
struct pane *facts_new(const struct config *config, const char *subject,
                       void (*read)(struct facts_pane *p, const struct view *v), const char *title);
/* Texts are copied; formula and numbers may be NULL. */
void facts_add(struct facts_pane *p, const char *name, const char *value, const char *formula,
               const char *numbers, enum style s);
/* A figure by its key in figure_defs: name and formula from there. */
void facts_add_figure(struct facts_pane *p, const char *key, const char *value,
                      const char *numbers);

#endif
