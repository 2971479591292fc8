/* The totals strip: the floor in one line, each person counted once. */
#ifndef ZHIBAN_TUI_PANE_STRIP_H
#define ZHIBAN_TUI_PANE_STRIP_H

#include "view.h"

#define STRIP_FIELDS 12
struct strip_field {
    char text[64];
    enum style style;
    uint8_t rank;   /* when the line is short the highest rank goes first */
    bool new_group; /* a bar stands before it */
};
struct strip_text {
    int n;
    bool stale;
    struct strip_field field[STRIP_FIELDS];
};
void strip_fill(struct strip_text *t, const struct view *v);
void strip_draw(const struct strip_text *t, struct canvas *c);

#endif
