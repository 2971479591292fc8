/* The frame: owns the panes, routes keys, and is all a pane knows of its surroundings.
 * A screen is a stack of panes one above the other; a detail pane (drill-down) covers the screen
 * below the header until it closes; a modal pane (help, prompt, question, chooser) lies over
 * everything and takes all keys. */
#ifndef ZHIBAN_TUI_FRAME_H
#define ZHIBAN_TUI_FRAME_H

#include "pane.h"

struct frame;

/* One pane's place on a screen. The layout gives `min` rows to each in order of `rank` (0 first),
 * drops the highest ranks when rows are short, and shares the rest by `weight`. Headers: weight 0.
 */
struct place {
    struct pane *(*make)(struct app *app);
    int min, weight, rank;
    bool focus; /* can be focused */
};
struct screen {
    enum action action; /* that shows it: ACT_SCREEN_… */
    const char *title;  /* N_(): its tab */
    const struct place *places;
    int n_places;
};
/* screens.c; title NULL ends; digits 1.. in this order. The leading places without focus and weight
 * are the screen's header (head line, strip): the frame draws the tabs line right below them, and a
 * detail pane leaves them visible. The hint bar, the message line and the input line are the
 * frame's own: the last row. */
extern const struct screen screens[];
extern const struct screen wall_screens[]; /* of `zhiban wall`: no tabs, no hint bar */

/* What panes may ask. */
struct app *frame_app(struct frame *f);
struct config *frame_config(struct frame *f);
bool frame_readonly(const struct frame *f);
int frame_rows(const struct frame *f);
/* Covers the screen with a detail pane (taken); it closes on CLOSE, Esc or q. */
void frame_detail(struct frame *f, struct pane *p);
/* Puts a modal pane over everything (taken). It draws its own box within the canvas of the whole
 * grid. */
void frame_modal(struct frame *f, struct pane *p);
/* One line over the hint bar for a few seconds; text is translated and copied. */
void frame_message(struct frame *f, enum style s, const char *text);
/* A line of input at the bottom; cb gets the text on Enter (NULL on Esc), and after each change
 * when `live`. complete (may be NULL) appends completions, one a line. */
typedef void frame_input_fn(struct frame *f, void *ctx, const char *text, bool done);
typedef void frame_complete_fn(struct frame *f, void *ctx, const char *text, struct buf *to);
void frame_prompt(struct frame *f, const char *label, const char *initial, bool live,
                  frame_input_fn *cb, frame_complete_fn *complete, void *ctx);
/* A yes/no question; the yes key is not the key that asked. */
void frame_confirm(struct frame *f, const char *question, void (*yes)(struct frame *f, void *ctx),
                   void *ctx);
/* Shows a screen; switches screen by its action. */
void frame_show(struct frame *f, enum action screen);
/* Carries out an action as if its key had been pressed. */
void frame_do(struct frame *f, enum action a);
/* All panes draw again. */
void frame_dirty(struct frame *f);

/* For tui.c and tests: no terminal needed. */
struct frame *frame_new(struct app *app, struct config *config, bool wall, bool ascii,
                        bool readonly);
void frame_free(struct frame *f);
void frame_resize(struct frame *f, int rows, int cols);
/* Feeds what changed; panes sync. Returns true when something must be drawn. */
bool frame_sync(struct frame *f, unsigned changes);
/* Draws all dirty panes into the grid. */
void frame_draw(struct frame *f, struct grid *g);
/* One key: a binding's action, else text. key: see keys.h. */
void frame_key(struct frame *f, int32_t key);
bool frame_wants_text(const struct frame *f);
bool frame_quit(const struct frame *f);

#endif
