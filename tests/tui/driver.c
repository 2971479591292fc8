/* The driver (driver.h): processes, the emulator, waiting, checks of the raw stream. */
#include "driver.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>
#include <vterm.h>

#include "internal.h"
#include "zhiban/base/buf.h"
#include "zhiban/base/mem.h"

#define WAIT_MS 15000 /* longest wait for a text or an end; sanitizers are slow */
#define QUIET_MS 30   /* no output for this long: the frame is whole */
#define RAW_MAX (64u << 20)
#define LAST_WORDS 3000 /* bytes of the stream shown when the program has died */

struct tui {
    struct tui *next;
    pid_t pid;
    int master,
        keeper; /* keeper: the terminal's other end, so that its settings can be read to the last */
    struct termios before;
    VTerm *vt;
    VTermScreen *screen;
    int rows, cols;
    struct buf raw, row;
    int64_t last_ms; /* when output last came */
    int status;      /* of waitpid */
    bool ended;
    char *home;
};

static struct tui *running;
static jmp_buf leave_test;

int64_t driver_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- start and end --------------------------------------------------------------------------- */

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    if (f == NULL || fputs(text, f) == EOF || fclose(f) != 0) {
        tui_fail(NULL, __FILE__, __LINE__, "%s: %s", path, strerror(errno));
    }
}

static char *make_home(const char *conf)
{
    char *home = mem_strdup("/tmp/zhiban-tui-XXXXXX");
    if (mkdtemp(home) == NULL) {
        tui_fail(NULL, __FILE__, __LINE__, "mkdtemp: %s", strerror(errno));
    }
    static const char *const folders[] = {"config", "config/zhiban", "state", "data", "run"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char *path = mem_printf("%s/%s", home, folders[i]);
        mkdir(path, 0700);
        free(path);
    }
    if (conf != NULL) {
        char *path = mem_printf("%s/config/zhiban/zhiban.conf", home);
        write_file(path, conf);
        free(path);
    }
    return home;
}

static const char *build_folder(void)
{
    const char *b = getenv("ZHIBAN_BUILD");
    return b != NULL ? b : "build";
}

/* Runs in the child: a clean environment, then the program. */
static void run_program(const struct tui_start *o, const char *home)
{
    static const char *const kept[] = {"PATH",         "ASAN_OPTIONS", "UBSAN_OPTIONS",
                                       "LSAN_OPTIONS", "TERMINFO",     "TZDIR"};
    char *env[64], *argv[32];
    size_t n = 0, a = 0;
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        if (getenv(kept[i]) != NULL) {
            env[n++] = mem_printf("%s=%s", kept[i], getenv(kept[i]));
        }
    }
    env[n++] = mem_printf("HOME=%s", home);
    env[n++] = mem_printf("XDG_CONFIG_HOME=%s/config", home);
    env[n++] = mem_printf("XDG_STATE_HOME=%s/state", home);
    env[n++] = mem_printf("XDG_DATA_HOME=%s/data", home);
    env[n++] = mem_printf("XDG_RUNTIME_DIR=%s/run", home);
    env[n++] = mem_printf("TMPDIR=%s", home);
    env[n++] = mem_printf("ZHIBAN_DATADIR=%s/share/zhiban", build_folder());
    env[n++] = mem_printf("TERM=%s", o->term != NULL ? o->term : "xterm-256color");
    env[n++] = mem_printf("LANG=%s", o->lang != NULL ? o->lang : "C.UTF-8");
    env[n++] = mem_strdup("TZ=UTC");
    const char *now = o->now != NULL ? o->now : TUI_NOW;
    if (now[0] != '\0') {
        env[n++] = mem_printf("ZHIBAN_NOW=%s", now);
    }
    for (size_t i = 0; o->env != NULL && o->env[i] != NULL && n < 63; i++) {
        env[n++] = mem_strdup(o->env[i]);
    }
    env[n] = NULL;
    argv[a++] = mem_printf("%s/zhiban", build_folder());
    for (size_t i = 0; o->args != NULL && o->args[i] != NULL && a < 31; i++) {
        argv[a++] = mem_strdup(o->args[i]);
    }
    argv[a] = NULL;
    execve(argv[0], argv, env);
    dprintf(STDERR_FILENO, "%s: %s\r\n", argv[0], strerror(errno));
    _exit(127);
}

static void start_emulator(struct tui *t)
{
    t->vt = vterm_new(t->rows, t->cols);
    vterm_set_utf8(t->vt, 1);
    t->screen = vterm_obtain_screen(t->vt);
    vterm_screen_enable_altscreen(t->screen, 1);
    vterm_screen_reset(t->screen, 1);
}

struct tui *tui_start(const struct tui_start *o)
{
    struct tui *t = mem_calloc(1, sizeof *t);
    t->rows = o->rows > 0 ? o->rows : 24;
    t->cols = o->cols > 0 ? o->cols : 80;
    t->home = make_home(o->conf);
    buf_init(&t->raw, RAW_MAX);
    buf_init(&t->row, 0);
    start_emulator(t);
    struct winsize w = {.ws_row = (unsigned short)t->rows, .ws_col = (unsigned short)t->cols};
    int slave = -1;
    char name[PATH_MAX];
    if (openpty(&t->master, &slave, name, NULL, &w) != 0) {
        tui_fail(NULL, __FILE__, __LINE__, "openpty: %s", strerror(errno));
    }
    tcgetattr(slave, &t->before);
    t->keeper = slave;
    fcntl(t->master, F_SETFD, FD_CLOEXEC);
    t->pid = fork();
    if (t->pid == 0) {
        login_tty(slave);
        run_program(o, t->home);
    }
    t->last_ms = driver_now_ms();
    t->next = running;
    running = t;
    return t;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static void close_terminal(struct tui *t)
{
    if (t->keeper >= 0) {
        close(t->keeper);
    }
    if (t->master >= 0) {
        close(t->master);
    }
    t->keeper = t->master = -1;
}

void tui_end(struct tui *t)
{
    if (t == NULL) {
        return;
    }
    for (struct tui **p = &running; *p != NULL; p = &(*p)->next) {
        if (*p == t) {
            *p = t->next;
            break;
        }
    }
    if (!t->ended) {
        kill(t->pid, SIGKILL);
        waitpid(t->pid, &t->status, 0);
    }
    close_terminal(t);
    nftw(t->home, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    vterm_free(t->vt);
    buf_release(&t->raw);
    buf_release(&t->row);
    free(t->home);
    free(t);
}

const char *tui_home(const struct tui *t)
{
    return t->home;
}

pid_t tui_pid(const struct tui *t)
{
    return t->pid;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Takes what the program has written, waiting at most ms for the first of it. */
static void pump(struct tui *t, int ms)
{
    struct pollfd p = {.fd = t->master, .events = POLLIN};
    while (t->master >= 0 && poll(&p, 1, ms) > 0) {
        char b[16384];
        ssize_t n = read(t->master, b, sizeof b);
        if (n <= 0) {
            return;
        }
        buf_add(&t->raw, b, (size_t)n);
        vterm_input_write(t->vt, b, (size_t)n);
        char reply[256];
        size_t k = vterm_output_read(t->vt, reply, sizeof reply);
        if (k > 0 && write(t->master, reply, k) < 0) {
            return;
        }
        t->last_ms = driver_now_ms();
        ms = 0;
    }
}

static void look_for_end(struct tui *t)
{
    if (!t->ended && waitpid(t->pid, &t->status, WNOHANG) == t->pid) {
        pump(t, 0);
        t->ended = true;
    }
}

void tui_wait_(struct tui *t, const char *text, bool shown, const char *file, int line)
{
    int64_t until = driver_now_ms() + WAIT_MS;
    for (;;) {
        pump(t, QUIET_MS);
        if (tui_has(t, text) == shown && driver_now_ms() - t->last_ms >= QUIET_MS) {
            return;
        }
        look_for_end(t);
        if (t->ended && tui_has(t, text) != shown) {
            tui_fail(t, file, line, "the program ended (status %x) %s \"%s\"", (unsigned)t->status,
                     shown ? "without showing" : "still showing", text);
        }
        if (driver_now_ms() > until) {
            tui_fail(t, file, line, "%s \"%s\"", shown ? "does not show" : "still shows", text);
        }
    }
}

void tui_settle(struct tui *t, int quiet_ms)
{
    int64_t until = driver_now_ms() + WAIT_MS;
    do {
        pump(t, quiet_ms);
        look_for_end(t);
    } while (!t->ended && driver_now_ms() - t->last_ms < quiet_ms && driver_now_ms() < until);
}

int tui_status_(struct tui *t, const char *file, int line)
{
    int64_t until = driver_now_ms() + WAIT_MS;
    while (!t->ended) {
        pump(t, 10);
        look_for_end(t);
        if (driver_now_ms() > until) {
            tui_fail(t, file, line, "the program does not end");
        }
        if (t->master < 0) {
            poll(NULL, 0, 5);
        }
    }
    return WIFEXITED(t->status) ? WEXITSTATUS(t->status) : 128 + WTERMSIG(t->status);
}

/* ---- the grid -------------------------------------------------------------------------------- */

const char *tui_row(struct tui *t, int y)
{
    buf_reset(&t->row);
    for (int x = 0; x < t->cols && y >= 0 && y < t->rows; x++) {
        VTermScreenCell c;
        vterm_screen_get_cell(t->screen, (VTermPos){.row = y, .col = x}, &c);
        if (c.chars[0] == (uint32_t)-1) { /* the right half of a wide character */
            continue;
        }
        if (c.chars[0] == 0) {
            buf_putc(&t->row, ' ');
        }
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && c.chars[i] != 0; i++) {
            driver_put_utf8(&t->row, c.chars[i]);
        }
    }
    while (t->row.len > 0 && t->row.p[t->row.len - 1] == ' ') {
        t->row.p[--t->row.len] = '\0';
    }
    return buf_str(&t->row);
}

int tui_find(struct tui *t, const char *text, int *x)
{
    pump(t, 0);
    for (int y = 0; y < t->rows; y++) {
        const char *row = tui_row(t, y), *at = strstr(row, text);
        if (at == NULL) {
            continue;
        }
        size_t bytes = (size_t)(at - row), seen = 0;
        int col = 0;
        while (seen < bytes && col < t->cols) {
            VTermScreenCell c;
            vterm_screen_get_cell(t->screen, (VTermPos){.row = y, .col = col}, &c);
            seen += driver_cell_bytes(c.chars, VTERM_MAX_CHARS_PER_CELL);
            col += c.width > 1 ? c.width : 1;
        }
        if (x != NULL) {
            *x = col;
        }
        return y;
    }
    return -1;
}

bool tui_has(struct tui *t, const char *text)
{
    return tui_find(t, text, NULL) >= 0;
}

struct tui_look tui_look(struct tui *t, int y, int x)
{
    VTermScreenCell c;
    vterm_screen_get_cell(t->screen, (VTermPos){.row = y, .col = x}, &c);
    return (struct tui_look){.bold = c.attrs.bold,
                             .reverse = c.attrs.reverse,
                             .underline = c.attrs.underline != 0,
                             .coloured = !VTERM_COLOR_IS_DEFAULT_FG(&c.fg) ||
                                         !VTERM_COLOR_IS_DEFAULT_BG(&c.bg)};
}

void tui_cursor(struct tui *t, int *y, int *x)
{
    VTermPos at;
    pump(t, 0);
    vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &at);
    *y = at.row;
    *x = at.col;
}

/* ---- keys and signals ------------------------------------------------------------------------ */

static void put(struct tui *t, const char *s, size_t n)
{
    while (n > 0 && t->master >= 0) {
        ssize_t k = write(t->master, s, n);
        if (k <= 0) {
            return;
        }
        s += k;
        n -= (size_t)k;
    }
}

/* Sends the key named by n bytes; false: there is none of that name. */
static bool put_named(struct tui *t, const char *name, size_t n)
{
    static const struct {
        const char *name, *bytes;
    } keys[] = {
        {"Enter", "\r"},       {"Esc", "\033"},         {"Tab", "\t"},       {"S-Tab", "\033[Z"},
        {"Up", "\033OA"},      {"Down", "\033OB"},      {"Right", "\033OC"}, {"Left", "\033OD"},
        {"PageUp", "\033[5~"}, {"PageDown", "\033[6~"}, {"Home", "\033OH"},  {"End", "\033OF"},
        {"Backspace", "\x7f"}, {"Delete", "\033[3~"},   {"lt", "<"},         {"F1", "\033OP"},
        {"F2", "\033OQ"},      {"F3", "\033OR"},        {"F4", "\033OS"},    {"F5", "\033[15~"},
        {"F6", "\033[17~"},    {"F7", "\033[18~"},      {"F8", "\033[19~"},  {"F9", "\033[20~"},
        {"F10", "\033[21~"},   {"F11", "\033[23~"},     {"F12", "\033[24~"},
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (strlen(keys[i].name) == n && strncmp(keys[i].name, name, n) == 0) {
            put(t, keys[i].bytes, strlen(keys[i].bytes));
            return true;
        }
    }
    if (n == 3 && name[0] == 'C' && name[1] == '-') {
        char c = (char)(name[2] & 0x1F);
        put(t, &c, 1);
        return true;
    }
    return false;
}

void tui_send(struct tui *t, const char *keys)
{
    while (*keys != '\0') {
        const char *end = *keys == '<' ? strchr(keys, '>') : NULL;
        if (end != NULL && put_named(t, keys + 1, (size_t)(end - keys) - 1)) {
            /* An Esc and what follows must not arrive as one sequence. */
            if (end - keys == 4 && strncmp(keys, "<Esc", 4) == 0) {
                tui_settle(t, 60);
            }
            keys = end + 1;
        } else {
            put(t, keys++, 1);
        }
    }
    t->last_ms = driver_now_ms(); /* quiet is counted from the key on */
}

void tui_paste(struct tui *t, const char *text)
{
    put(t, "\033[200~", 6);
    put(t, text, strlen(text));
    put(t, "\033[201~", 6);
    t->last_ms = driver_now_ms();
}

void tui_resize(struct tui *t, int rows, int cols)
{
    struct winsize w = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    pump(t, 0);
    t->rows = rows;
    t->cols = cols;
    vterm_set_size(t->vt, rows, cols);
    ioctl(t->master, TIOCSWINSZ, &w);
    t->last_ms = driver_now_ms();
}

void tui_signal(struct tui *t, int sig)
{
    kill(t->pid, sig);
    t->last_ms = driver_now_ms();
}

void tui_hang_up(struct tui *t)
{
    pump(t, 0);
    close_terminal(t);
}

/* ---- the raw stream -------------------------------------------------------------------------- */

size_t tui_bytes(const struct tui *t)
{
    return t->raw.len;
}

const char *tui_raw(const struct tui *t)
{
    return buf_str(&t->raw);
}

int tui_clears(const struct tui *t)
{
    int n = 0;
    for (const char *p = buf_str(&t->raw); (p = strstr(p, "\033[")) != NULL; p += 2) {
        n += strncmp(p, "\033[2J", 4) == 0 || strncmp(p, "\033[H\033[J", 6) == 0;
    }
    return n;
}

const char *tui_foreign(const struct tui *t)
{
    return driver_foreign(buf_str(&t->raw), t->raw.len);
}

bool tui_restored(const struct tui *t)
{
    struct termios now;
    bool same = t->keeper >= 0 && tcgetattr(t->keeper, &now) == 0 &&
                now.c_lflag == t->before.c_lflag && now.c_iflag == t->before.c_iflag &&
                now.c_oflag == t->before.c_oflag;
    return same && driver_modes_off(buf_str(&t->raw));
}

/* ---- failing --------------------------------------------------------------------------------- */

void tui_fail(struct tui *t, const char *file, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    printf("%s:%d: ", file, line);
    vprintf(fmt, ap);
    printf("\n");
    va_end(ap);
    if (t != NULL) {
        int rows = t->rows;
        while (rows > 0 && tui_row(t, rows - 1)[0] == '\0') {
            rows--;
        }
        printf("screen of %d x %d:\n", t->cols, t->rows);
        for (int y = 0; y < rows; y++) {
            printf("%3d|%s\n", y, tui_row(t, y));
        }
    }
    if (t != NULL && t->ended && t->raw.len > 0) { /* its last words may be in no screen */
        size_t n = t->raw.len < LAST_WORDS ? t->raw.len : LAST_WORDS;
        printf("last words:\n%s\n", buf_str(&t->raw) + t->raw.len - n);
    }
    fflush(stdout);
    longjmp(leave_test, 1);
}

bool tui_run_test(void (*run)(void))
{
    volatile bool ok = false;
    if (setjmp(leave_test) == 0) {
        run();
        ok = true;
    }
    while (running != NULL) {
        tui_end(running);
    }
    server_end_all();
    return ok;
}
