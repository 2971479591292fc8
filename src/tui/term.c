/* The terminal through ncurses (term.h). Panes draw into a grid; this file keeps the last grid
 * shown, hands the changed part of each row to ncurses and lets one doupdate write it. What ncurses
 * has no call for (bracketed paste, notifications) is written to the descriptor between two
 * updates, when ncurses holds nothing back. */
#include "term.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "crash.h"
#include "zhiban/base/clock.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"
#include "zhiban/base/utf8.h"

/* ncurses' own constants OK and ERR would hide ours; functions instead of macros spare other names.
 */
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <ncursesw/term.h> /* <term.h> might find our own */
#undef OK
#define CURSES_ERR ERR

#define ROWS_MAX 1000 /* of a screen that is believed to be one */
#define COLS_MAX 2000
#define ESC_DELAY_MS 25
#define DOUBLE_CLICK_MS 400
#define RUN_GAP 4
#define CODE_PASTE_START (KEY_MAX + 1)
#define CODE_PASTE_END (KEY_MAX + 2)

struct terminal {
    SCREEN *screen;
    WINDOW *input; /* a pad: reading from it refreshes nothing */
    int in, out;
    struct grid last; /* what the terminal shows */
    attr_t attr[2][STY_COUNT];
    short pair[2][STY_COUNT];
    bool coloured, default_colours, bracketed, mouse;
    cchar_t *line;         /* one row in ncurses' form */
    unsigned char part[4]; /* bytes of a character that has not come whole */
    size_t n_part;
    int click_y, click_x;
    int64_t click_ms;
};

/* ---- what the terminal can do ---------------------------------------------------------------- */

static const char *term_name(void)
{
    const char *name = getenv("TERM");
    return name != NULL ? name : "";
}

bool term_is_console(void)
{
    return strcmp(term_name(), "linux") == 0;
}

/* A string of terminfo; NULL: the terminal has none (terminfo says so by NULL or −1). */
static const char *capability(const char *name)
{
    const char *s = tigetstr(name);
    return (intptr_t)s == -1 ? NULL : s;
}

static enum err_code cannot(struct err *e, const char *msgid)
{
    err_set(e, ERR_USAGE, msgid, term_name());
    return err_hint(e, N_("for scripts and plain output use: zhiban status"));
}

enum err_code term_check(struct err *e)
{
    int found = 0;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        return cannot(e, N_("the terminal interface needs a terminal"));
    }
    if (term_name()[0] == '\0' || strcmp(term_name(), "dumb") == 0 ||
        setupterm(NULL, STDOUT_FILENO, &found) == CURSES_ERR) {
        return cannot(e, N_("a terminal of type \"{0}\" cannot show the interface"));
    }
    bool moves = capability("cup") != NULL;
    del_curterm(cur_term);
    if (!moves) {
        return cannot(e, N_("a terminal of type \"{0}\" cannot place the cursor"));
    }
    return OK;
}

int term_colours(void)
{
    int found = 0;
    if (setupterm(NULL, STDOUT_FILENO, &found) == CURSES_ERR) {
        return -1;
    }
    int n = tigetnum("colors");
    del_curterm(cur_term);
    return n < 0 ? 0 : n;
}

/* ---- raw writing ----------------------------------------------------------------------------- */

static void put_raw(const struct terminal *t, const char *s)
{
    for (size_t n = strlen(s); n > 0;) {
        ssize_t k = write(t->out, s, n);
        if (k < 0 && errno != EINTR && errno != EAGAIN) {
            return;
        }
        s += k > 0 ? k : 0;
        n -= k > 0 ? (size_t)k : 0;
    }
}

/* A string of terminfo as it is written; padding is left out. */
static void add_capability(struct buf *to, const char *name)
{
    const char *s = capability(name);
    while (s != NULL && *s != '\0') {
        const char *end = s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;
        if (end != NULL) {
            s = end + 1;
        } else {
            buf_putc(to, *s++);
        }
    }
}

/* Everything that leaves the screen as it was, for the handlers that may call nothing else. */
static void prepare_restore(const struct terminal *t)
{
    struct buf s;
    buf_init(&s, 256);
    if (t->bracketed) {
        buf_puts(&s, "\033[?2004l");
    }
    if (!term_is_console()) {
        buf_puts(&s, "\033[?1006;1000l");
    }
    add_capability(&s, "sgr0");
    add_capability(&s, "op");
    add_capability(&s, "rmkx");
    add_capability(&s, "cnorm");
    add_capability(&s, "rmcup");
    crash_restore_string(buf_str(&s), s.len);
    buf_release(&s);
}

/* Nothing the terminal shows is taken for known: no cell equals this one. */
static void forget(struct terminal *t)
{
    memset(t->last.cells, 0xFF,
           (size_t)t->last.rows * (size_t)t->last.cols * sizeof *t->last.cells);
}

/* ---- open and close -------------------------------------------------------------------------- */

static void start_colours(struct terminal *t, bool wanted)
{
    const char *no = getenv("NO_COLOR");
    if (!wanted || (no != NULL && no[0] != '\0') || !has_colors() || start_color() == CURSES_ERR) {
        return;
    }
    t->coloured = true;
    t->default_colours = use_default_colors() != CURSES_ERR;
}

static void start_input(struct terminal *t)
{
    cbreak();
    noecho();
    nonl();
    set_escdelay(ESC_DELAY_MS);
    t->input = newpad(1, 1);
    keypad(t->input, TRUE);
    nodelay(t->input, TRUE);
    define_key("\033[200~", CODE_PASTE_START);
    define_key("\033[201~", CODE_PASTE_END);
    mouseinterval(0); /* else ncurses waits for the second half of a click */
}

/* The size the kernel tells, cut to what a screen can be; untouched when it tells none. false:
 * none, or one that was cut. */
static bool kernel_size(int fd, int *rows, int *cols)
{
    struct winsize w;
    if (ioctl(fd, TIOCGWINSZ, &w) != 0 || w.ws_row == 0 || w.ws_col == 0) {
        return false;
    }
    *rows = w.ws_row < ROWS_MAX ? w.ws_row : ROWS_MAX;
    *cols = w.ws_col < COLS_MAX ? w.ws_col : COLS_MAX;
    return w.ws_row <= ROWS_MAX && w.ws_col <= COLS_MAX;
}

/* ncurses would believe LINES and COLUMNS, whatever they say, and allocate as much. */
static SCREEN *new_screen(int fd)
{
    int rows = 0, cols = 0;
    bool believable = kernel_size(fd, &rows, &cols);
    use_env(FALSE);
    use_tioctl(believable ? TRUE : FALSE);
    SCREEN *screen = newterm(NULL, stdout, stdin);
    if (screen && !believable && rows > 0) {
        resize_term(rows, cols);
    }
    return screen;
}

enum err_code term_open(const struct term_opts *o, struct terminal **to, struct err *e)
{
    enum err_code rc = term_check(e);
    if (rc != OK) {
        return rc;
    }
    /* Our handlers first: ncurses leaves signals alone that have one. */
    if (!crash_install(STDOUT_FILENO)) {
        return err_set(e, ERR_IO, N_("no pipe for signals: {0}"), strerror(errno));
    }
    struct terminal *t = mem_calloc(1, sizeof *t);
    t->in = STDIN_FILENO;
    t->out = STDOUT_FILENO;
    t->screen = new_screen(t->out);
    if (t->screen == NULL) {
        crash_remove();
        free(t);
        return cannot(e, N_("a terminal of type \"{0}\" cannot show the interface"));
    }
    /* Until it has come back from endwin once, ncurses 6.4 flushes at every move of the cursor: a
     * refresh was fifty writes. Before the colours, so that it does not reset the palette. */
    endwin();
    doupdate();
    clearok(stdscr, FALSE); /* that has cleared the screen; the first frame need not */
    start_input(t);
    start_colours(t, !o->no_color);
    t->bracketed = !term_is_console();
    prepare_restore(t);
    if (t->bracketed) {
        put_raw(t, "\033[?2004h");
    }
    int rows = 0, cols = 0;
    term_size(t, &rows, &cols);
    grid_init(&t->last, rows, cols);
    t->line = mem_calloc((size_t)cols + 1, sizeof *t->line);
    curs_set(0);
    forget(t);
    *to = t;
    return OK;
}

static void leave_modes(struct terminal *t)
{
    endwin();
    if (t->bracketed) {
        put_raw(t, "\033[?2004l");
    }
}

void term_close(struct terminal *t)
{
    if (t == NULL) {
        return;
    }
    mousemask(0, NULL);
    leave_modes(t);
    delwin(t->input);
    delscreen(t->screen);
    crash_remove();
    grid_release(&t->last);
    free(t->line);
    free(t);
}

int term_input_fd(const struct terminal *t)
{
    return t->in;
}

int term_signal_fd(const struct terminal *t)
{
    (void)t;
    return crash_pipe();
}

int term_signal(struct terminal *t)
{
    (void)t;
    return crash_next_signal();
}

/* ---- size ------------------------------------------------------------------------------------ */

void term_size(const struct terminal *t, int *rows, int *cols)
{
    (void)t;
    getmaxyx(stdscr, *rows, *cols);
    *rows = *rows < 1 ? 1 : *rows;
    *cols = *cols < 1 ? 1 : *cols;
}

void term_resize(struct terminal *t)
{
    int rows = 0, cols = 0;
    (void)kernel_size(t->out, &rows, &cols);
    if (rows > 0) {
        resizeterm(rows, cols);
    }
    term_size(t, &rows, &cols);
    grid_release(&t->last);
    grid_init(&t->last, rows, cols);
    free(t->line);
    t->line = mem_calloc((size_t)cols + 1, sizeof *t->line);
    term_redraw(t);
}

/* ---- theme ----------------------------------------------------------------------------------- */

/* A colour as this terminal has it; sets bold for the bright half of eight. */
static short fit_colour(const struct terminal *t, short colour, short none, bool *bold)
{
    if (colour < 0) {
        return t->default_colours ? -1 : none;
    }
    if (colour < COLORS) {
        return colour;
    }
    int have = COLORS >= 16 ? 16 : 8;
    if (colour < 16 && bold != NULL) {
        *bold = true;
        return (short)(colour - 8);
    }
    return colour < 16 ? (short)(colour % have) : theme_nearest(colour, have);
}

static void set_look(struct terminal *t, int selected, int role, struct look l)
{
    bool bold = l.bold;
    attr_t a = A_NORMAL;
    short pair = 0;
    if (t->coloured && (l.fg >= 0 || l.bg >= 0)) {
        if (l.fg == 8 && COLORS < 16) { /* bold black may be invisible */
            l.fg = -1;
            l.dim = true;
        }
        short fg = fit_colour(t, l.fg, COLOR_WHITE, &bold);
        short bg = fit_colour(t, l.bg, COLOR_BLACK, NULL);
        pair = (short)(selected * STY_COUNT + role + 1);
        if (pair >= COLOR_PAIRS || init_pair(pair, fg, bg) == CURSES_ERR) {
            pair = 0;
        }
    }
    a |= bold ? A_BOLD : 0;
    a |= l.underline ? A_UNDERLINE : 0;
    a |= l.reverse ? A_REVERSE : 0;
    a |= l.dim ? A_DIM : 0;
    t->attr[selected][role] = a;
    t->pair[selected][role] = pair;
}

void term_theme(struct terminal *t, const struct theme *th)
{
    struct theme mono;
    struct err e;
    if (!t->coloured && theme_load(&mono, "mono", &e) == OK) {
        th = &mono; /* what colours told apart, attributes must */
    }
    for (int role = 0; role < STY_COUNT; role++) {
        set_look(t, 0, role, theme_look(th, (uint8_t)role));
        set_look(t, 1, role, theme_look(th, (uint8_t)role | CELL_REVERSE));
    }
    forget(t);
}

/* ---- drawing --------------------------------------------------------------------------------- */

/* A cell in ncurses' form. */
static void to_cchar(const struct terminal *t, const struct cell *c, cchar_t *to)
{
    wchar_t text[CCHARW_MAX + 1];
    int n = 0;
    const char *p = c->ch, *end = p + strlen(p);
    while (p < end && n < CCHARW_MAX) {
        int32_t cp = utf8_next(&p, end);
        text[n++] = cp < 0 ? L'?' : (wchar_t)cp;
    }
    text[n > 0 ? n : 1] = L'\0';
    if (n == 0) {
        text[0] = L' ';
    }
    int selected = (c->style & CELL_REVERSE) != 0;
    int role = c->style & ~CELL_REVERSE;
    role = role < STY_COUNT ? role : STY_TEXT;
    setcchar(to, text, t->attr[selected][role], t->pair[selected][role], NULL);
}

/* Hands cells [from, to) of a row to ncurses; both ends lie between characters. */
static void put_run(struct terminal *t, const struct cell *row, int y, int from, int to)
{
    int n = 0;
    for (int x = from; x < to; x++) {
        if (row[x].width > 0) {
            to_cchar(t, &row[x], &t->line[n++]);
        }
    }
    mvwadd_wchnstr(stdscr, y, from, t->line, n);
}

/* Writes the parts of a row that differ; runs closer than RUN_GAP cells are one. */
static void draw_row(struct terminal *t, const struct cell *row, struct cell *last, int y, int cols)
{
    for (int x = 0; x < cols;) {
        if (memcmp(&row[x], &last[x], sizeof *row) == 0) {
            x++;
            continue;
        }
        int from = x, to = x + 1;
        for (int same = 0; x < cols && same < RUN_GAP; x++) {
            same = memcmp(&row[x], &last[x], sizeof *row) == 0 ? same + 1 : 0;
            to = same == 0 ? x + 1 : to;
        }
        while (from > 0 && row[from].width == 0) { /* never half of a wide character */
            from--;
        }
        while (to < cols && row[to].width == 0) {
            to++;
        }
        put_run(t, row, y, from, to);
        x = to;
    }
    memcpy(last, row, (size_t)cols * sizeof *row);
}

void term_draw(struct terminal *t, const struct grid *g)
{
    int rows = g->rows < t->last.rows ? g->rows : t->last.rows;
    int cols = g->cols < t->last.cols ? g->cols : t->last.cols;
    for (int y = 0; y < rows; y++) {
        const struct cell *row = g->cells + (size_t)y * (size_t)g->cols;
        struct cell *last = t->last.cells + (size_t)y * (size_t)t->last.cols;
        if (memcmp(row, last, (size_t)cols * sizeof *row) != 0) {
            draw_row(t, row, last, y, cols);
        }
    }
    bool shown = g->cursor_y >= 0 && g->cursor_y < rows && g->cursor_x < cols;
    bool was = t->last.cursor_y >= 0;
    if (shown) {
        wmove(stdscr, g->cursor_y, g->cursor_x);
    }
    if (shown != was) {
        curs_set(shown ? 1 : 0);
    }
    t->last.cursor_y = shown ? g->cursor_y : -1;
    t->last.cursor_x = g->cursor_x;
    leaveok(stdscr, !shown);
    wnoutrefresh(stdscr);
    doupdate();
}

void term_redraw(struct terminal *t)
{
    forget(t);
    clearok(curscr, TRUE);
}

/* ---- keys ------------------------------------------------------------------------------------ */

static int32_t special_key(int code)
{
    static const struct {
        int code;
        int32_t key;
    } map[] = {
        {KEY_UP, K_UP},
        {KEY_DOWN, K_DOWN},
        {KEY_LEFT, K_LEFT},
        {KEY_RIGHT, K_RIGHT},
        {KEY_PPAGE, K_PAGE_UP},
        {KEY_NPAGE, K_PAGE_DOWN},
        {KEY_HOME, K_HOME},
        {KEY_FIND, K_HOME},
        {KEY_END, K_END},
        {KEY_SELECT, K_END},
        {KEY_IC, K_INSERT},
        {KEY_DC, K_DELETE},
        {KEY_BTAB, K_BACKTAB},
        {KEY_ENTER, K_ENTER},
        {KEY_BACKSPACE, K_BACKSPACE},
        {KEY_RESIZE, K_RESIZE},
        {KEY_MOUSE, K_MOUSE},
        {CODE_PASTE_START, K_PASTE_START},
        {CODE_PASTE_END, K_PASTE_END},
    };
    for (size_t i = 0; i < sizeof map / sizeof map[0]; i++) {
        if (map[i].code == code) {
            return map[i].key;
        }
    }
    return code >= KEY_F(1) && code <= KEY_F(12) ? K_F1 + (code - KEY_F(1)) : K_NONE;
}

/* After an ESC: a sequence terminfo does not know is swallowed, so that its letters run no
 * commands. */
static int32_t after_escape(struct terminal *t)
{
    int c = wgetch(t->input);
    if (c == CURSES_ERR) {
        return K_ESC;
    }
    if (c != '[' && c != 'O') {
        ungetch(c); /* Esc and a key typed after it */
        return K_ESC;
    }
    do {
        c = wgetch(t->input);
    } while (c != CURSES_ERR && (c < 0x40 || c > 0x7E));
    return K_NONE;
}

/* Collects the bytes of one character, which may come in two reads: wget_wch would lose the first
 * part. */
static int32_t add_byte(struct terminal *t, int c)
{
    if ((t->n_part > 0 && (c & 0xC0) != 0x80) || t->n_part >= sizeof t->part) {
        t->n_part = 0; /* cut short: forget it */
    }
    if (t->n_part == 0 && c < 0x80) {
        return c == 8 ? K_BACKSPACE : c == 10 ? K_ENTER : c;
    }
    t->part[t->n_part++] = (unsigned char)c;
    size_t need = t->part[0] >= 0xF0 ? 4 : t->part[0] >= 0xE0 ? 3 : t->part[0] >= 0xC0 ? 2 : 1;
    if (t->n_part < need) {
        return K_NONE;
    }
    const char *p = (const char *)t->part;
    int32_t cp = utf8_next(&p, p + t->n_part);
    t->n_part = 0;
    return cp < 0 ? K_NONE : cp;
}

/* A mouse sequence that comes while the mouse is off (a terminal left so by another program):
 * ncurses has taken its beginning only, the rest must not spill as keys. */
static void swallow_mouse(struct terminal *t)
{
    const char *start = capability("kmous");
    bool sgr = start != NULL && strchr(start, '<') != NULL;
    for (int i = 0; i < (sgr ? 32 : 3); i++) {
        int c = wgetch(t->input);
        if (c == CURSES_ERR || (sgr && (c == 'M' || c == 'm'))) {
            return;
        }
    }
}

static bool mouse_event(struct terminal *t, struct term_event *e)
{
    MEVENT m;
    if (!t->mouse) {
        swallow_mouse(t);
        return false;
    }
    if (getmouse(&m) == CURSES_ERR) {
        return false;
    }
    e->key = K_MOUSE;
    e->y = m.y;
    e->x = m.x;
    e->wheel = (m.bstate & BUTTON4_PRESSED) != 0 ? -1 : (m.bstate & BUTTON5_PRESSED) != 0 ? 1 : 0;
    if (e->wheel != 0) {
        return true;
    }
    if ((m.bstate & BUTTON1_PRESSED) == 0) {
        return false;
    }
    int64_t now = clock_raw_ms();
    e->twice = m.y == t->click_y && m.x == t->click_x && now - t->click_ms < DOUBLE_CLICK_MS;
    t->click_y = m.y;
    t->click_x = m.x;
    t->click_ms = e->twice ? 0 : now;
    return true;
}

struct term_event term_key(struct terminal *t)
{
    for (;;) {
        struct term_event e = {.key = K_NONE};
        int c = wgetch(t->input);
        if (c == CURSES_ERR) {
            return e;
        }
        if (c > 0xFF) {
            t->n_part = 0;
            e.key = special_key(c);
        } else {
            e.key = c == K_ESC ? after_escape(t) : add_byte(t, c);
        }
        if (e.key == K_NONE || (e.key == K_MOUSE && !mouse_event(t, &e))) {
            continue;
        }
        return e;
    }
}

bool term_gone(const struct terminal *t)
{
    struct pollfd p = {.fd = t->in, .events = POLLIN};
    if (poll(&p, 1, 0) < 0) {
        return errno != EINTR;
    }
    int waiting = 0;
    if ((p.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) {
        return true;
    }
    /* Readable with nothing to read: end of input. */
    return (p.revents & POLLIN) != 0 && ioctl(t->in, FIONREAD, &waiting) == 0 && waiting == 0;
}

void term_mouse(struct terminal *t, bool on)
{
    t->mouse = on;
    mousemask(on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
}

/* ---- stopping and going on ------------------------------------------------------------------- */

void term_resume(struct terminal *t)
{
    reset_prog_mode();
    if (t->bracketed) {
        put_raw(t, "\033[?2004h");
    }
    term_resize(t);
}

void term_suspend(struct terminal *t)
{
    def_prog_mode();
    leave_modes(t);
    crash_stop();
    term_resume(t);
}

/* ---- attention ------------------------------------------------------------------------------- */

void term_bell(struct terminal *t)
{
    put_raw(t, "\a");
}

void term_notify(struct terminal *t, const char *title, const char *text)
{
    struct buf s;
    buf_init(&s, 2048);
    const char *name = term_name();
    /* rxvt, foot and the VTE terminals know 777; most others 9; those that know neither ignore it.
     */
    bool by_777 = strncmp(name, "rxvt", 4) == 0 || strncmp(name, "foot", 4) == 0 ||
                  getenv("VTE_VERSION") != NULL;
    if (by_777) {
        buf_puts(&s, "\033]777;notify;");
        text_clean(&s, title, strlen(title), 64);
        buf_putc(&s, ';');
    } else {
        buf_puts(&s, "\033]9;");
        text_clean(&s, title, strlen(title), 64);
        buf_puts(&s, ": ");
    }
    text_clean(&s, text, strlen(text), TEXT_NAME_MAX);
    buf_puts(&s, "\a");
    if (!term_is_console()) {
        put_raw(t, buf_str(&s));
    }
    buf_release(&s);
}
