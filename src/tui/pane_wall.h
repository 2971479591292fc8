/* The wall board: chosen figures of chosen queues in big digits, page by page. */
#ifndef ZHIBAN_TUI_PANE_WALL_H
#define ZHIBAN_TUI_PANE_WALL_H

#include "pane_header.h"
#include "zhiban/base/vec.h"

#define WALL_FIGURES 6
struct wall_value {
    char text[16];
    enum style style;
};
struct wall_row {
    char name[96];
    enum level level;
    struct wall_value value[WALL_FIGURES];
};
struct wall {
    struct header_text head;
    bool stale;
    char alarm[200]; /* the worst that is not acknowledged, or "" */
    enum level alarm_level;
    char empty[160];
    int n_figures;
    char label[WALL_FIGURES][48];
    VEC(struct wall_row) rows;
    int turn; /* pages turned so far */
};
/* Reads queues and figures of the configuration (wall.queues: ids, "*" for the total; empty: all
 * that are open; wall.figures: keys of wall_figure_keys). */
void wall_fill(struct wall *w, const struct view *v);
void wall_draw(const struct wall *w, struct canvas *c);
void wall_release(struct wall *w);
/* The keys a configuration may name, NULL-terminated. */
extern const char *const wall_figure_keys[];

#endif
