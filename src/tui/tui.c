/* The loop of the terminal interface. One step: wait for keyboard, signals, transfers or a timer →
 * drain signals and keys → step the application → sync panes → draw → one update of the terminal.
 * The first frame is drawn before the application touches the network. */
#include "zhiban/tui/tui.h"

#include <signal.h>
#include <stdlib.h>

#include "frame_in.h"
#include "pane_alarms.h"
#include "screenshot.h"
#include "term.h"
#include "zhiban/base/clock.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/log.h"
#include "zhiban/base/paths.h"

#define KEYS_PER_STEP 256 /* then the screen has its turn, however fast keys come */

struct loop {
    struct app *app;
    struct config *config;
    struct terminal *term;
    struct frame *frame;
    struct grid grid;
    bool done;
    int status;         /* of the process */
    int64_t longest_us; /* CPU of the longest step: what a key may have had to wait for */
};

/* ---- drawing --------------------------------------------------------------------------------- */

static void draw(struct loop *l)
{
    frame_draw(l->frame, &l->grid);
    term_draw(l->term, &l->grid);
}

/* Saves the picture asked for; what it shows is the screen without the line that asked. */
static void take_screenshot(struct loop *l)
{
    char *path = l->frame->shot;
    struct err e = {0};
    l->frame->shot = NULL;
    if (screenshot_write(&l->grid, &l->frame->theme, path, &e) != OK) {
        frame_error(l->frame, &e);
    } else {
        struct buf text;
        buf_init(&text, 0);
        err_set(&e, OK, "", path);
        err_format(&text, _("The screen is saved as {0}."), &e);
        frame_message(l->frame, STY_OK, buf_str(&text));
        buf_release(&text);
    }
    free(path);
    draw(l);
}

static void resize(struct loop *l)
{
    int rows = 0, cols = 0;
    term_size(l->term, &rows, &cols);
    grid_release(&l->grid);
    grid_init(&l->grid, rows, cols);
    frame_resize(l->frame, rows, cols);
}

/* Carries out what the frame wants of the terminal. */
static void answer_asks(struct loop *l)
{
    unsigned asks = l->frame->asks;
    l->frame->asks = 0;
    if ((asks & ASK_THEME) != 0) {
        term_theme(l->term, &l->frame->theme);
    }
    if ((asks & ASK_MOUSE) != 0) {
        term_mouse(l->term, l->frame->mouse);
    }
    if ((asks & ASK_REDRAW) != 0) {
        term_redraw(l->term);
    }
    if ((asks & ASK_SUSPEND) != 0) {
        term_suspend(l->term);
        resize(l);
    }
}

/* ---- attention ------------------------------------------------------------------------------- */

static void announce(struct loop *l)
{
    const struct alarm *a = app_announced(l->app);
    if (a == NULL) {
        return;
    }
    if (l->config->bell) {
        term_bell(l->term);
    }
    if (l->config->notify) {
        struct buf text = {0};
        alarm_text(&text, app_centre(l->app), a);
        term_notify(l->term, "zhiban", buf_str(&text));
        buf_release(&text);
    }
}

/* ---- input ----------------------------------------------------------------------------------- */

static void take_signals(struct loop *l)
{
    for (int sig; (sig = term_signal(l->term)) != 0;) {
        switch (sig) {
        case SIGWINCH:
            term_resize(l->term);
            resize(l);
            break;
        case SIGTSTP:
            l->frame->asks |= ASK_SUSPEND;
            frame_dirty(l->frame);
            break;
        case SIGCONT:
            term_resume(l->term);
            resize(l);
            break;
        default: /* INT, TERM, HUP, QUIT */
            l->done = true;
            l->status = 128 + sig;
            break;
        }
    }
}

static void take_keys(struct loop *l)
{
    for (int i = 0; i < KEYS_PER_STEP; i++) {
        struct term_event ev = term_key(l->term);
        if (ev.key == K_NONE) {
            if (i == 0 && term_gone(l->term)) { /* hang-up or end of input */
                l->done = true;
                l->status = 128 + SIGHUP;
            }
            return;
        }
        if (ev.key == K_RESIZE) {
            resize(l);
        } else if (ev.key == K_MOUSE) {
            frame_mouse(l->frame, ev.y, ev.x, ev.wheel, ev.twice);
        } else {
            frame_key(l->frame, ev.key);
        }
    }
}

static void step(struct loop *l)
{
    const int fds[2] = {term_input_fd(l->term), term_signal_fd(l->term)};
    bool ready[2] = {false, false};
    if (app_wait(l->app, fds, 2, ready, frame_wait_ms(l->frame)) < 0) {
        ready[0] = ready[1] = true; /* look at both: one of them may be gone */
    }
    if (ready[1]) {
        take_signals(l);
    }
    if (ready[0] && !l->done) {
        take_keys(l);
    }
    unsigned changes = app_step(l->app);
    answer_asks(l);
    if (frame_sync(l->frame, changes)) {
        draw(l);
    }
    if (l->frame->shot != NULL && !l->frame->prompting) {
        take_screenshot(l);
    }
    announce(l);
    l->done |= frame_quit(l->frame);
}

static void run(struct loop *l)
{
    int64_t before = clock_cpu_us();
    while (!l->done) {
        step(l);
        int64_t after = clock_cpu_us();
        l->longest_us = after - before > l->longest_us ? after - before : l->longest_us;
        before = after;
    }
    log_line(LOG_DEBUG, "tui: longest loop step %.2f ms", (double)l->longest_us / 1000);
}

/* ---- the door -------------------------------------------------------------------------------- */

static void open_frame(struct loop *l, const struct tui_opts *o, bool ascii)
{
    l->frame = frame_new(l->app, l->config, o->wall, ascii, o->readonly || l->config->readonly);
    const char *theme = l->config->theme;
    frame_set_theme(l->frame, theme != NULL && theme[0] != '\0' ? theme : "default");
    l->frame->asks = 0;
    term_theme(l->term, &l->frame->theme);
    l->frame->mouse = l->config->mouse;
    term_mouse(l->term, l->frame->mouse);
    resize(l);
    if (o->warning != NULL) {
        frame_message(l->frame, STY_WARN, o->warning);
    }
}

int tui_run(struct app *app, struct config *config, const struct tui_opts *o, struct err *e)
{
    struct loop l = {.app = app, .config = config};
    bool ascii = o->ascii || config->ascii;
    enum err_code rc = tui_check(config, e);
    if (rc != OK) {
        return err_exit(rc);
    }
    rc = term_open(&(struct term_opts){.no_color = o->no_color}, &l.term, e);
    if (rc != OK) {
        return err_exit(rc);
    }
    if (term_is_console()) { /* its font has neither Chinese nor blocks */
        char *locale = paths_locale();
        ascii = true;
        intl_init("en", locale);
        free(locale);
    }
    open_frame(&l, o, ascii);
    frame_sync(l.frame, (unsigned)CHANGE_ALL);
    draw(&l);
    run(&l);
    frame_free(l.frame);
    term_close(l.term);
    grid_release(&l.grid);
    return l.status;
}
