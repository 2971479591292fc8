/* The terminal: the only room for <curses.h>. Order of calls: open → size, theme → (key* draw)* →
 * close. Signals INT, TERM, HUP, QUIT, WINCH, TSTP and CONT are written to a self-pipe; SEGV, ABRT,
 * BUS, FPE and ILL restore the terminal and strike again; so does running out of memory. One
 * terminal a process: the handlers need file-static state. */
#ifndef ZHIBAN_TUI_TERM_H
#define ZHIBAN_TUI_TERM_H

#include "canvas.h"
#include "keys.h"
#include "theme.h"

struct terminal;
struct term_opts {
    bool no_color;
};
/* What came from the keyboard or mouse. key K_MOUSE: a click or, with wheel, a turn of it. */
struct term_event {
    int32_t key; /* K_NONE: nothing is waiting */
    int y, x, wheel;
    bool twice;
};

/* Whether TERM and standard input and output can carry the interface; ERR_USAGE names `zhiban
 * status`. */
enum err_code term_check(struct err *e);
enum err_code term_open(const struct term_opts *o, struct terminal **to, struct err *e);
/* Restores the terminal. */
void term_close(struct terminal *t);

/* The two descriptors to wait for: keyboard and signals. */
int term_input_fd(const struct terminal *t);
int term_signal_fd(const struct terminal *t);
/* The next signal, or 0. */
int term_signal(struct terminal *t);
/* The next event; never waits longer than the escape delay (25 ms). */
struct term_event term_key(struct terminal *t);
/* After term_input_fd was ready but gave no event: whether the terminal has gone (hang-up, end of
 * input). */
bool term_gone(const struct terminal *t);

void term_size(const struct terminal *t, int *rows, int *cols);
/* Takes the size the terminal has now. */
void term_resize(struct terminal *t);
void term_theme(struct terminal *t, const struct theme *th);
void term_mouse(struct terminal *t, bool on);
/* Writes what differs from the last grid drawn, in one update. */
void term_draw(struct terminal *t, const struct grid *g);
/* The next drawing writes everything. */
void term_redraw(struct terminal *t);
/* Leaves the screen, stops the process, and takes the screen again when it is continued. */
void term_suspend(struct terminal *t);
/* After SIGCONT: modes and screen again. */
void term_resume(struct terminal *t);
void term_bell(struct terminal *t);
/* A desktop notification (OSC 777 or OSC 9); the text is cleaned here. */
void term_notify(struct terminal *t, const char *title, const char *text);

/* For doctor: colours (0: none) of TERM as terminfo has it; −1: TERM is not known. */
int term_colours(void);
/* Whether the terminal is a Linux console: few glyphs, so ASCII marks and English. */
bool term_is_console(void);

#endif
