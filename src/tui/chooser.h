/* Chooser: a modal box with items; one is picked (filters), or several are ticked and put in order
 * (columns). The callback runs with every change; the items are the chooser's own. */
#ifndef ZHIBAN_TUI_CHOOSER_H
#define ZHIBAN_TUI_CHOOSER_H

#include "pane.h"

struct chooser_item {
    char *id, *text;
    char *help; /* shown below the items, or NULL */
    bool on;
};
/* at: the item that was picked or changed. */
typedef void chooser_fn(struct frame *f, void *ctx, const struct chooser_item *items, size_t n,
                        size_t at);

/* many: Space ticks, Left and Right move an item, Enter closes; else Enter picks and closes. ctx
 * must outlive the chooser (a modal pane closes before what lies under it). title is translated and
 * copied. */
struct pane *chooser_new(const char *title, bool many, chooser_fn *cb, void *ctx);
/* Adds an item; texts are copied. The first item that is on is selected. */
void chooser_add(struct pane *p, const char *id, const char *text, const char *help, bool on);

/* Draws a frame round c with a title in its upper line ("": none), and blanks the inside. */
void box_draw(struct canvas *c, const char *title);

#endif
