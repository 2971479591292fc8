/* A drill-down: two head lines about one record and sections under them, one shown at a time; Tab,
 * Left and Right switch. Each section is a pane of its own, made when first shown. */
#ifndef ZHIBAN_TUI_DETAIL_H
#define ZHIBAN_TUI_DETAIL_H

#include "view.h"

#include "pane.h"

#define DETAIL_SECTIONS 8
struct detail;
struct section {
    const char *title; /* N_() */
    struct pane *(*make)(const struct config *config, const char *id);
};
struct detail_kind {
    const char *name;
    const struct section *sections;
    int n_sections;
    /* Writes the head: title, and a line of what holds now. */
    void (*head)(const struct view *v, const char *id, struct buf *title, struct buf *line);
};
/* id is copied. */
struct pane *detail_new(struct app *app, const struct detail_kind *kind, const char *id);
/* Fills head and section from a view made by hand (tests). */
void detail_fill(struct pane *p, const struct view *v, int section);

#endif
