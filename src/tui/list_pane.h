/* A pane that is a list. To add one: 1. a table of columns and a struct list_kind; 2. a constructor
 * that calls list_pane_init; 3. its place in screens.c or a frame_detail call. Filtering, columns,
 * sorting, grouping, selection, clicks and drawing are here. */
#ifndef ZHIBAN_TUI_LIST_PANE_H
#define ZHIBAN_TUI_LIST_PANE_H

#include "list.h"
#include "pane.h"
#include "view.h"

enum list_filter { LF_SITE, LF_TEAM, LF_QUEUE, LF_STATE, LF_COUNT };

struct list_pane;
/* What the getters of a list pane get as ctx. */
struct list_ctx {
    const struct view *v;
    struct list_pane *p;
};
struct list_kind {
    const struct list_ops *list;
    size_t columns, sort; /* offsets of the char * in struct config; 0: not kept */
    unsigned filters;     /* bits 1 << enum list_filter */
    /* Looks at the view before the getters run; returns the number of records. */
    uint32_t (*rows)(struct list_pane *p, const struct view *v);
    void (*title)(const struct list_pane *p, const struct view *v, struct buf *to);
    const char *empty; /* N_(): when there is nothing to list and no filter */
    /* Enter on a record; NULL: nothing opens. */
    void (*open)(struct list_pane *p, struct frame *f, const char *id);
    const enum action *hints;
};
struct list_pane {
    struct pane pane;
    const struct list_kind *kind;
    struct list list;
    char *only[LF_COUNT];    /* id of the filter, or NULL */
    char filter_before[128]; /* while the filter is being typed */
    bool fit;                /* want_rows follows the number of rows */
    bool stale;
    char title[256], empty[200];
};

void list_pane_init(struct list_pane *p, const struct pane_ops *ops, const struct list_kind *kind,
                    const struct config *config);
/* Reads the view. Returns true when it must be drawn again. */
bool list_pane_fill(struct list_pane *p, const struct view *v, enum list_work work);
/* The same from the application, after an action; the pane is dirty then. */
void list_pane_refill(struct list_pane *p, struct frame *f, enum list_work work);

/* For the table of operations. */
bool list_pane_sync(struct pane *p, struct app *app, unsigned changes);
void list_pane_draw(const struct pane *p, struct canvas *c, bool focused);
enum answer list_pane_act(struct pane *p, struct frame *f, enum action a);
const char *list_pane_title(const struct pane *p);
const enum action *list_pane_hints(const struct pane *p);
enum answer list_pane_click(struct pane *p, struct frame *f, int y, int x, bool twice);
void list_pane_free(struct pane *p);
#define LIST_PANE_OPS(NAME, FREE)                                                                  \
    {                                                                                              \
        .name = (NAME), .sync = list_pane_sync, .draw = list_pane_draw, .act = list_pane_act,      \
        .title = list_pane_title, .hints = list_pane_hints, .click = list_pane_click,              \
        .free = (FREE)                                                                             \
    }
/* Releases what list_pane_init made, for panes that hold one. */
void list_pane_release(struct list_pane *p);

/* " · Team 1 · text": the filters in force, appended to a title. */
void list_pane_put_filters(const struct list_pane *p, const struct view *v, struct buf *to);
/* " [t]": the key that turns the period. */
void list_pane_put_period(const struct view *v, struct buf *to);

#endif
