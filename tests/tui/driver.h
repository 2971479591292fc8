/* Drives the built program as a person would: on a pseudo-terminal of a chosen size, behind a
 * terminal emulator (libvterm). Keys are sent, then the *rendered* grid is polled until it shows a
 * text and is quiet, bounded; nothing sleeps for a fixed time. Each program has a private home,
 * UTC, a fixed clock.
 *
 * A failed check prints where, and the grid, and ends the test; what is still running is cleaned
 * up. */
#ifndef ZHIBAN_TESTS_TUI_DRIVER_H
#define ZHIBAN_TESTS_TUI_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define TUI_NOW "2026-11-21T14:02:31+08:00" /* the instant of the sample snapshot */

struct tui_start {
    int rows, cols;          /* 0: 24 × 80 */
    const char *term;        /* NULL: xterm-256color */
    const char *lang;        /* LANG; NULL: C.UTF-8 */
    const char *now;         /* ZHIBAN_NOW; NULL: TUI_NOW; "": the machine's clock */
    const char *conf;        /* text of zhiban.conf; NULL: none */
    const char *const *args; /* after the program's name, NULL ends; NULL: none */
    const char *const *env;  /* more "NAME=value", NULL ends */
};

struct tui;
/* Starts the program; never NULL. It ends, and its home goes, with tui_end or with the test. */
struct tui *tui_start(const struct tui_start *o);
void tui_end(struct tui *t);
const char *tui_home(const struct tui *t);
pid_t tui_pid(const struct tui *t);

/* Sends keys: plain text, and names in angle brackets: <Enter> <Esc> <Tab> <S-Tab> <Up> <Down>
 * <Left> <Right> <PageUp> <PageDown> <Home> <End> <Backspace> <Delete> <F1>..<F12> <C-l> <lt>. */
void tui_send(struct tui *t, const char *keys);
/* Sends text between the marks of a bracketed paste. */
void tui_paste(struct tui *t, const char *text);
void tui_resize(struct tui *t, int rows, int cols);
void tui_signal(struct tui *t, int sig);
/* Closes the terminal, as a lost connection does. */
void tui_hang_up(struct tui *t);

/* Waits until the grid shows, or no longer shows, a text (within one row) and output is quiet. */
#define tui_shows(t, text) tui_wait_((t), (text), true, __FILE__, __LINE__)
#define tui_hides(t, text) tui_wait_((t), (text), false, __FILE__, __LINE__)
void tui_wait_(struct tui *t, const char *text, bool shown, const char *file, int line);
/* Waits until nothing has been written for quiet_ms. */
void tui_settle(struct tui *t, int quiet_ms);
/* Waits for the end of the program; its exit status, or 128 + the signal that ended it. */
#define tui_status(t) tui_status_((t), __FILE__, __LINE__)
int tui_status_(struct tui *t, const char *file, int line);

/* The grid as it is now. Borrowed until the next call. */
bool tui_has(struct tui *t, const char *text);
const char *tui_row(struct tui *t, int y);
/* The first row that holds a text, or −1; its column (cells) into *x when x is not NULL. */
int tui_find(struct tui *t, const char *text, int *x);
struct tui_look {
    bool bold, reverse, underline, coloured;
};
struct tui_look tui_look(struct tui *t, int y, int x);
void tui_cursor(struct tui *t, int *y, int *x);

/* Everything written so far. */
size_t tui_bytes(const struct tui *t);
const char *tui_raw(const struct tui *t);
/* Times the whole screen was cleared. */
int tui_clears(const struct tui *t);
/* The first control sequence the program has no reason to send, made printable; NULL: none. */
const char *tui_foreign(const struct tui *t);
/* Whether modes, screen and terminal settings are back as they were before the program. */
bool tui_restored(const struct tui *t);

/* A loopback HTTP server that answers every request with a file, read again each time; while the
 * file is missing it answers 503. It ends with the test. */
struct server;
struct server *server_start(const char *text);
/* The backend URL: json+http://127.0.0.1:PORT/snapshot. */
const char *server_url(const struct server *s);
/* What it answers from now on; NULL: 503. */
void server_answer(struct server *s, const char *text);
/* Requests answered so far. */
int server_requests(const struct server *s);

/* The sample snapshot of zhiban-snapshot(5). */
extern const char *const sample_snapshot;

#define CHECK(t, cond, ...)                                                                        \
    do {                                                                                           \
        if (!(cond)) {                                                                             \
            tui_fail((t), __FILE__, __LINE__, "" __VA_ARGS__);                                     \
        }                                                                                          \
    } while (0)
/* Reports and leaves the test. t may be NULL. */
void tui_fail(struct tui *t, const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5), noreturn));

/* For main.c: runs one test, true when it passed. */
bool tui_run_test(void (*run)(void));

#endif
