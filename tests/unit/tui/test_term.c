/* The terminal file on a pseudo-terminal: what is written for which change, keys as they come in
 * pieces, and the terminal left clean on every way out. The child marks phases with a byte no
 * terminal code uses. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <vterm.h>

#include "term.h"
#include "zhiban/base/clock.h"
#include "zhiban/base/mem.h"

#define ROWS 6
#define COLS 20
#define PHASE "\001"
#define LIMIT_MS 10000

struct session {
    int master, status;
    pid_t pid;
    struct buf raw;
    bool ended;
};

/* Starts child() on a terminal of its own; ctx says what it shall do. */
static struct session start(const char *term, void (*child)(void))
{
    struct session s = {0};
    struct winsize w = {.ws_row = ROWS, .ws_col = COLS};
    buf_init(&s.raw, 1 << 20);
    s.pid = forkpty(&s.master, NULL, NULL, &w);
    cr_assert_geq(s.pid, 0);
    if (s.pid == 0) {
        setlocale(LC_ALL, "");
        setenv("TERM", term, 1);
        setenv("ZHIBAN_DATADIR", "/nonexistent", 1);
        child();
        _exit(0);
    }
    return s;
}

/* Reads until the stream holds n phases, or until the child has gone (n < 0). */
static void read_phases(struct session *s, int n)
{
    int64_t until = clock_raw_ms() + LIMIT_MS;
    while (clock_raw_ms() < until) {
        int seen = 0;
        for (size_t i = 0; i < s->raw.len; i++) {
            seen += s->raw.p[i] == PHASE[0];
        }
        if (n >= 0 && seen >= n) {
            return;
        }
        struct pollfd p = {.fd = s->master, .events = POLLIN};
        if (poll(&p, 1, 100) == 0) {
            continue;
        }
        char b[4096];
        ssize_t k = read(s->master, b, sizeof b);
        if (k <= 0) {
            break;
        }
        buf_add(&s->raw, b, (size_t)k);
    }
    cr_assert(n < 0, "only part of the phases came: %s", buf_str(&s->raw));
}

static void finish(struct session *s)
{
    int64_t until = clock_raw_ms() + LIMIT_MS;
    while (waitpid(s->pid, &s->status, WNOHANG) == 0) {
        cr_assert_lt(clock_raw_ms(), until, "the child does not end");
        poll(NULL, 0, 5);
    }
    s->ended = true;
}

static void drop(struct session *s)
{
    if (s->master >= 0) {
        close(s->master);
    }
    buf_release(&s->raw);
}

/* Phase i of the stream as a string of its own. */
static char *phase(const struct session *s, int i)
{
    const char *p = buf_str(&s->raw);
    while (i-- > 0) {
        p = strchr(p, PHASE[0]) + 1;
    }
    return mem_strndup(p, strcspn(p, PHASE));
}

static void mark(void)
{
    ssize_t k = write(STDOUT_FILENO, PHASE, 1);
    (void)k;
}

static struct terminal *open_or_exit(bool no_color)
{
    struct terminal *t = NULL;
    struct theme th = {0};
    struct err e;
    if (term_open(&(struct term_opts){.no_color = no_color}, &t, &e) != OK) {
        _exit(90);
    }
    theme_load(&th, "default", &e);
    term_theme(t, &th);
    return t;
}

/* The text of a row after the stream went through a terminal emulator. */
static void rendered(const char *raw, int row, char *to, size_t max)
{
    VTerm *vt = vterm_new(ROWS, COLS);
    VTermScreen *screen = vterm_obtain_screen(vt);
    vterm_set_utf8(vt, 1);
    vterm_screen_enable_altscreen(screen, 1);
    vterm_screen_reset(screen, 1);
    vterm_input_write(vt, raw, strlen(raw));
    VTermRect r = {.start_row = row, .end_row = row + 1, .start_col = 0, .end_col = COLS};
    size_t n = vterm_screen_get_text(screen, to, max - 1, r);
    to[n] = '\0';
    vterm_free(vt);
}

/* ---- drawing --------------------------------------------------------------------------------- */

static void draws(void)
{
    struct terminal *t = open_or_exit(false);
    struct grid g;
    grid_init(&g, ROWS, COLS);
    struct canvas c = canvas_of(&g, false);
    canvas_text(&c, 0, 0, -1, STY_TEXT, "值班 12:00");
    canvas_text(&c, ROWS - 1, COLS - 3, -1, STY_CRITICAL, "end");
    canvas_cursor(&c, 2, 3);
    term_draw(t, &g);
    mark();
    term_draw(t, &g);
    mark();
    canvas_text(&c, 0, 9, 1, STY_TEXT, "7");
    term_draw(t, &g);
    mark();
    canvas_text(&c, 0, 0, -1, STY_TEXT, "x");
    term_draw(t, &g);
    mark();
    term_redraw(t);
    term_draw(t, &g);
    mark();
    grid_release(&g);
    term_close(t);
}

Test(term, writes_what_changed_and_nothing_else)
{
    struct session s = start("xterm-256color", draws);
    char text[256];
    read_phases(&s, 5);
    read_phases(&s, -1);
    finish(&s);
    cr_assert(WIFEXITED(s.status) && WEXITSTATUS(s.status) == 0);
    char *first = phase(&s, 0), *same = phase(&s, 1), *one = phase(&s, 2), *half = phase(&s, 3),
         *again = phase(&s, 4), *close = phase(&s, 5);
    rendered(first, 0, text, sizeof text);
    cr_assert_str_eq(text, "值班 12:00");
    rendered(first, ROWS - 1, text, sizeof text);
    cr_assert_not_null(strstr(text, "end"));
    cr_assert_str_eq(same, "", "an unchanged grid writes %zu bytes", strlen(same));
    cr_assert_lt(strlen(one), 30u, "one cell writes %zu bytes", strlen(one));
    cr_assert_null(strstr(one, "\033[2J"));
    cr_assert_null(strstr(half, "\033[2J"));
    char *all = mem_printf("%s%s%s", first, one, half);
    rendered(all, 0, text, sizeof text);
    cr_assert_str_eq(text, "x 班 12:07", "half a wide character is gone");
    cr_assert_not_null(strstr(again, "班"), "a redraw writes everything");
    cr_assert_not_null(strstr(close, "\033[?1049l"));
    cr_assert_not_null(strstr(close, "\033[?2004l"));
    free(all);
    free(first), free(same), free(one), free(half), free(again), free(close);
    drop(&s);
}

static void draws_plain(void)
{
    struct terminal *t = open_or_exit(true);
    struct grid g;
    grid_init(&g, ROWS, COLS);
    struct canvas c = canvas_of(&g, false);
    canvas_text(&c, 0, 0, -1, STY_CRITICAL, "alarm");
    term_draw(t, &g);
    mark();
    term_close(t);
}

Test(term, without_colour_attributes_remain)
{
    struct session s = start("xterm-256color", draws_plain);
    read_phases(&s, 1);
    char *first = phase(&s, 0);
    cr_assert_null(strstr(first, "\033[41"), "no background colour");
    cr_assert_null(strstr(first, "38;5"));
    cr_assert(strstr(first, "\033[1m") != NULL || strstr(first, ";1m") != NULL ||
                  strstr(first, "\033[0;1") != NULL || strstr(first, "\033[7") != NULL,
              "bold or reverse: %s", first);
    free(first);
    read_phases(&s, -1);
    finish(&s);
    drop(&s);
}

/* ---- keys ------------------------------------------------------------------------------------ */

/* Prints the name of every key, one phase each, until Q. */
static void names_keys(void)
{
    struct terminal *t = open_or_exit(true);
    struct buf b;
    buf_init(&b, 0);
    mark();
    for (;;) {
        struct pollfd p = {.fd = term_input_fd(t), .events = POLLIN};
        poll(&p, 1, LIMIT_MS);
        for (struct term_event e; (e = term_key(t)).key != K_NONE;) {
            buf_reset(&b);
            key_to_name(e.key, &b);
            dprintf(STDOUT_FILENO, "%s%s",
                    e.key == K_PASTE_START ? "<paste>"
                    : e.key == K_PASTE_END ? "</paste>"
                                           : buf_str(&b),
                    PHASE);
            if (e.key == 'Q') {
                term_close(t);
                buf_release(&b);
                return;
            }
        }
    }
}

static void keys_are(const char *sent, const char *const *want)
{
    struct session s = start("xterm-256color", names_keys);
    int n = 0;
    read_phases(&s, 1);
    while (want[n] != NULL) {
        n++;
    }
    cr_assert_eq(write(s.master, sent, strlen(sent)), (ssize_t)strlen(sent));
    cr_assert_eq(write(s.master, "Q", 1), 1);
    read_phases(&s, n + 2);
    for (int i = 0; i < n; i++) {
        char *got = phase(&s, i + 1);
        cr_assert_str_eq(got, want[i], "key %d is %s, not %s", i, got, want[i]);
        free(got);
    }
    char *last = phase(&s, n + 1);
    cr_assert_str_eq(last, "Q", "one key too many: %s", last);
    free(last);
    read_phases(&s, -1);
    finish(&s);
    drop(&s);
}

Test(term, keys_have_their_names)
{
    keys_are("j\033OA\033OP\033[15~\033[5~\t\r\n\x7f\x08\x0c\033[Z值",
             (const char *const[]){"j", "Up", "F1", "F5", "PageUp", "Tab", "Enter", "Enter",
                                   "Backspace", "Backspace", "C-l", "S-Tab", "值", NULL});
}

Test(term, paste_is_bracketed)
{
    keys_are("\033[200~q\r\033[201~",
             (const char *const[]){"<paste>", "q", "Enter", "</paste>", NULL});
}

Test(term, sequences_nobody_knows_run_no_commands)
{
    keys_are("\033[1;15Xa\033[<0;3;4Mb\033Ozc\033[99999q",
             (const char *const[]){"a", "b", "c", NULL});
}

Test(term, bad_bytes_are_no_keys)
{
    keys_are("\xff\xfe\x80x\xc3y", (const char *const[]){"x", "y", NULL});
}

Test(term, a_character_may_come_in_pieces)
{
    struct session s = start("xterm-256color", names_keys);
    read_phases(&s, 1);
    cr_assert_eq(write(s.master, "\xe5", 1), 1);
    poll(NULL, 0, 40); /* the child reads the first byte alone */
    cr_assert_eq(write(s.master, "\x80\xbcQ", 3), 3);
    read_phases(&s, 3);
    char *got = phase(&s, 1);
    cr_assert_str_eq(got, "值");
    free(got);
    read_phases(&s, -1);
    finish(&s);
    drop(&s);
}

Test(term, escape_alone_is_escape)
{
    struct session s = start("xterm-256color", names_keys);
    read_phases(&s, 1);
    cr_assert_eq(write(s.master, "\033", 1), 1);
    read_phases(&s, 2);
    cr_assert_eq(write(s.master, "Q", 1), 1);
    read_phases(&s, 3);
    char *got = phase(&s, 1);
    cr_assert_str_eq(got, "Esc");
    free(got);
    read_phases(&s, -1);
    finish(&s);
    drop(&s);
}

/* ---- ways out -------------------------------------------------------------------------------- */

static int fatal;

static void dies(void)
{
    struct terminal *t = open_or_exit(false);
    term_mouse(t, true);
    mark();
    signal(SIGALRM, SIG_DFL);
    raise(fatal);
}

static void is_clean_after(int sig)
{
    fatal = sig;
    struct session s = start("xterm-256color", dies);
    struct termios before;
    read_phases(&s, -1);
    finish(&s);
    cr_assert_neq(s.status, 0);
    char *last = phase(&s, 1);
    cr_assert_not_null(strstr(last, "\033[?1049l"), "signal %d: %s", sig, last);
    cr_assert_not_null(strstr(last, "\033[?2004l"));
    cr_assert_not_null(strstr(last, "\033[?1006;1000l"));
    cr_assert_eq(tcgetattr(s.master, &before), 0);
    cr_assert(before.c_lflag & ICANON, "signal %d leaves the terminal raw", sig);
    cr_assert(before.c_lflag & ECHO);
    free(last);
    drop(&s);
}

Test(term, crashes_leave_the_terminal_clean)
{
    is_clean_after(SIGSEGV);
    is_clean_after(SIGABRT);
    is_clean_after(SIGBUS);
    is_clean_after(SIGFPE);
}

static void runs_out_of_memory(void)
{
    open_or_exit(false);
    mark();
    free(mem_calloc((size_t)-1 / 2, 4));
}

Test(term, no_memory_leaves_the_terminal_clean)
{
    struct session s = start("xterm-256color", runs_out_of_memory);
    read_phases(&s, -1);
    finish(&s);
    char *last = phase(&s, 1);
    cr_assert_not_null(strstr(last, "\033[?1049l"));
    cr_assert(WIFSIGNALED(s.status) || WEXITSTATUS(s.status) != 0);
    free(last);
    drop(&s);
}

static void suspends(void)
{
    struct terminal *t = open_or_exit(false);
    mark();
    /* The child leads a session without a shell, so that the stop itself is not carried out. */
    term_suspend(t);
    mark();
    term_close(t);
}

Test(term, suspend_leaves_and_takes_the_screen)
{
    struct session s = start("xterm-256color", suspends);
    read_phases(&s, -1);
    finish(&s);
    char *between = phase(&s, 1);
    cr_assert_not_null(strstr(between, "\033[?1049l"));
    cr_assert_not_null(strstr(between, "\033[?2004l"));
    cr_assert_not_null(strstr(between, "\033[?2004h"));
    free(between);
    drop(&s);
}

static void tells_signals(void)
{
    struct terminal *t = open_or_exit(false);
    raise(SIGTERM);
    raise(SIGWINCH);
    if (term_signal(t) != SIGTERM || term_signal(t) != SIGWINCH || term_signal(t) != 0) {
        _exit(91);
    }
    term_close(t);
}

Test(term, signals_come_through_the_pipe)
{
    struct session s = start("xterm-256color", tells_signals);
    read_phases(&s, -1);
    finish(&s);
    cr_assert(WIFEXITED(s.status) && WEXITSTATUS(s.status) == 0, "status %x", (unsigned)s.status);
    drop(&s);
}

static void waits_for_the_end(void)
{
    struct terminal *t = open_or_exit(false);
    mark();
    int64_t until = clock_raw_ms() + LIMIT_MS;
    while (clock_raw_ms() < until) {
        struct pollfd p = {.fd = term_input_fd(t), .events = POLLIN};
        if (poll(&p, 1, 1000) > 0 && term_key(t).key == K_NONE && term_gone(t)) {
            _exit(7);
        }
    }
    _exit(8);
}

Test(term, hang_up_is_noticed)
{
    struct session s = start("xterm-256color", waits_for_the_end);
    read_phases(&s, 1);
    close(s.master);
    s.master = -1;
    int64_t from = clock_raw_ms();
    finish(&s);
    cr_assert(WIFEXITED(s.status) && WEXITSTATUS(s.status) == 7, "status %x", (unsigned)s.status);
    cr_assert_lt(clock_raw_ms() - from, 1000);
    drop(&s);
}

/* ---- terminals that cannot ------------------------------------------------------------------- */

static void is_refused(void)
{
    struct err e = {0};
    struct terminal *t = NULL;
    bool told = term_open(&(struct term_opts){0}, &t, &e) == ERR_USAGE && e.hint != NULL &&
                strstr(e.hint, "zhiban status") != NULL;
    _exit(told ? 5 : 6);
}

static void without_input(void)
{
    int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    is_refused();
}

static void is_refused_as(const char *term, void (*child)(void))
{
    struct session s = start(term, child);
    read_phases(&s, -1);
    finish(&s);
    cr_assert_eq(WEXITSTATUS(s.status), 5, "TERM=%s", term);
    cr_assert_eq(s.raw.len, 0u, "nothing is written: %s", buf_str(&s.raw));
    drop(&s);
}

Test(term, what_cannot_show_it_names_status)
{
    is_refused_as("dumb", is_refused);
    is_refused_as("", is_refused);
    is_refused_as("no-such-terminal", is_refused);
    is_refused_as("xterm", without_input);
}

/* ---- attention ------------------------------------------------------------------------------- */

static void notifies(void)
{
    struct terminal *t = open_or_exit(false);
    unsetenv("VTE_VERSION");
    mark();
    term_bell(t);
    mark();
    term_notify(t, "zhiban", "queue\a\033]0;owned\033\\ full\n");
    mark();
    setenv("VTE_VERSION", "6800", 1);
    term_notify(t, "zhiban", "值班");
    mark();
    term_close(t);
}

Test(term, notifications_hold_no_foreign_sequences)
{
    struct session s = start("xterm-256color", notifies);
    read_phases(&s, 4);
    char *bell = phase(&s, 1), *nine = phase(&s, 2), *other = phase(&s, 3);
    cr_assert_str_eq(bell, "\a");
    cr_assert_eq(strncmp(nine, "\033]9;zhiban: queue", 17), 0, "%s", nine + 1);
    cr_assert_null(strchr(nine + 1, '\033'));
    cr_assert_eq(strchr(nine, '\a'), nine + strlen(nine) - 1);
    cr_assert_str_eq(other, "\033]777;notify;zhiban;值班\a");
    free(bell), free(nine), free(other);
    read_phases(&s, -1);
    finish(&s);
    drop(&s);
}
