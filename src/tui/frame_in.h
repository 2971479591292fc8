/* The frame's inside, shared by frame.c (panes, layout, drawing), frame_key.c (routing of keys),
 * frame_act.c (its own actions), frame_bar.c (tabs, hints, message), palette.c and tui.c. */
#ifndef ZHIBAN_TUI_FRAME_IN_H
#define ZHIBAN_TUI_FRAME_IN_H

#include "frame.h"
#include "keys.h"
#include "layout.h"
#include "prompt.h"
#include "theme.h"
#include "zhiban/base/vec.h"

#define MESSAGE_MS 6000  /* a message stands this long */
#define TABS_MIN_ROWS 12 /* fewer rows: the tabs line gives its row to the panes */

/* What the frame asks of the terminal, taken by tui.c once a loop step. */
enum ask {
    ASK_REDRAW = 1 << 0,
    ASK_MOUSE = 1 << 1, /* f->mouse has changed */
    ASK_THEME = 1 << 2, /* f->theme has changed */
    ASK_SUSPEND = 1 << 3,
};

/* A screen once shown: its panes by place. */
struct shown {
    struct pane **panes; /* NULL: not made yet */
    int n_head;          /* leading header places */
    int focus;           /* index of the focused place; −1: none can be focused */
};

/* A pane on a stack. */
struct held {
    struct pane *pane;
};

struct frame {
    struct app *app;       /* NULL in tests: then nothing is asked of it */
    struct config *config; /* NULL in tests */
    const struct screen *table;
    struct shown *shown;
    int n_screens, current;
    struct span spans[LAYOUT_MAX];          /* of the current screen's panes; rows 0: hidden */
    struct span cover;                      /* of the topmost detail pane */
    int tabs_y;                             /* −1: no tabs line */
    VEC(struct held) details, modals, gone; /* gone: freed before the next key or sync */
    bool wall, ascii, readonly, quit, zoom, mouse;
    bool dirty;   /* everything is drawn again */
    bool pasting; /* between K_PASTE_START and K_PASTE_END */
    int rows, cols;
    int cursor_y, cursor_x; /* where the focused pane put it */
    int32_t key;            /* the last one */
    struct keymap keys;
    struct theme theme;
    struct history history;
    struct prompt prompt;
    bool prompting, live;
    frame_input_fn *input;
    frame_complete_fn *complete;
    void *input_ctx;
    char *message;
    enum style message_style;
    int64_t message_until_ms; /* clock_raw_ms */
    unsigned asks;            /* enum ask */
    char *shot;               /* file a screenshot goes to after the next drawing */
    uint32_t ack_number;      /* alarm that is being acknowledged */
};

/* frame.c */
struct frame *frame_new_screens(const struct screen *table, struct app *app, struct config *config,
                                bool wall, bool ascii, bool readonly);
const struct screen *frame_screen(const struct frame *f);
/* The pane that gets actions first: topmost modal, else topmost detail, else the focused one; may
 * be NULL. */
struct pane *frame_focus(const struct frame *f);
/* The place at row y of the current screen, or −1. */
int frame_place_at(const struct frame *f, int y);
void frame_focus_place(struct frame *f, int place);
/* Moves the focus to the next (1) or previous (−1) visible pane that can have it. */
void frame_focus_step(struct frame *f, int step);
/* Closes a detail or modal pane; it is freed later, so that it may still return from act(). */
void frame_close(struct frame *f, struct pane *p);
/* Marks p dirty when it still belongs to the frame. */
void frame_touch(struct frame *f, struct pane *p);
void frame_bury(struct frame *f);
/* Milliseconds until the frame changes by itself (a message ends); −1: never. */
int frame_wait_ms(const struct frame *f);
/* A formatted, translated error as a message. */
void frame_error(struct frame *f, const struct err *e);

/* frame_key.c */
/* A click (cell of the grid), or the wheel when wheel is −1 (up) or 1. */
void frame_mouse(struct frame *f, int y, int x, int wheel, bool twice);

/* frame_act.c: an action no pane took. */
void frame_own(struct frame *f, enum action a);
void frame_set_theme(struct frame *f, const char *name);

/* frame_bar.c */
void frame_draw_tabs(const struct frame *f, struct canvas *c);
void frame_draw_bar(const struct frame *f, struct canvas *c);
/* The screen whose tab is at column x, or −1. */
int frame_tab_at(const struct frame *f, int x);

/* help.c, question.c: modal panes */
struct pane *help_new(const struct keymap *keys);
struct pane *question_new(const char *text, int32_t asked, void (*yes)(struct frame *, void *),
                          void *ctx);

/* palette.c */
void palette_open(struct frame *f);
/* Carries out one command line. */
void palette_run(struct frame *f, const char *line);
void palette_complete(struct frame *f, void *ctx, const char *text, struct buf *to);

#endif
