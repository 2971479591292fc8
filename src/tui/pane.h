/* A pane: a const table of operations over its own struct. The frame (frame.c) owns the panes of a
 * screen, asks them to sync when something changed, to draw when dirty, and offers them actions,
 * focused pane first. */
#ifndef ZHIBAN_TUI_PANE_H
#define ZHIBAN_TUI_PANE_H

#include "action.h"
#include "canvas.h"
#include "zhiban/svc/app.h"

enum answer { PASS, HANDLED, CLOSE };

struct frame; /* frame.h: what a pane may ask of its surroundings */
struct pane;
struct pane_ops {
    const char *name;
    /* Copies what the pane shows. changes: enum change bits. Returns true when it must be drawn
     * again. */
    bool (*sync)(struct pane *p, struct app *app, unsigned changes);
    /* Draws from the pane's own copy; asks nobody. */
    void (*draw)(const struct pane *p, struct canvas *c, bool focused);
    enum answer (*act)(struct pane *p, struct frame *f, enum action a);
    /* A typed character while the pane takes text (prompt, filter); NULL: it takes none. */
    enum answer (*text)(struct pane *p, struct frame *f, const char *utf8);
    /* Title for the head line and hints for the bar: actions, ACT_NONE-terminated. */
    const char *(*title)(const struct pane *p);
    const enum action *(*hints)(const struct pane *p);
    /* The N_() label of a hint where the pane means something of its own by the action; NULL, also
     * as the result: the action's label. */
    const char *(*hint_label)(const struct pane *p, enum action a);
    /* Rows it needs at a width, where that decides, and the most it makes use of; NULL: want_rows.
     */
    int (*want)(const struct pane *p, int cols, int *most);
    /* A click at the pane's own cell. NULL: none. */
    enum answer (*click)(struct pane *p, struct frame *f, int y, int x, bool twice);
    void (*free)(struct pane *p);
};
struct pane { /* first member of every pane */
    const struct pane_ops *ops;
    bool dirty;
    bool modal;    /* takes all actions until it closes */
    int want_rows; /* a fixed height, or 0: shares what is left */
};

#endif
