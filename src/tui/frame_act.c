/* What the frame does itself when no pane took an action. What only the terminal can do is left in
 * f->asks for the loop. */
#include "frame_in.h"

#include <stdlib.h>
#include <string.h>

#include "view.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"

/* ---- leaving --------------------------------------------------------------------------------- */

static void leave(struct frame *f, void *ctx)
{
    (void)ctx;
    f->quit = true;
}

/* One step back; false: this is the first screen with nothing open. */
static bool back(struct frame *f)
{
    if (f->details.n > 0) {
        frame_close(f, f->details.v[f->details.n - 1].pane);
    } else if (f->zoom) {
        f->zoom = false;
        f->dirty = true;
    } else if (f->current > 0) {
        frame_show(f, f->table[0].action);
    } else {
        return false;
    }
    return true;
}

void frame_confirm(struct frame *f, const char *question, void (*yes)(struct frame *f, void *ctx),
                   void *ctx)
{
    frame_modal(f, question_new(question, f->key, yes, ctx));
}

/* ---- alarms ---------------------------------------------------------------------------------- */

static void ack_note(struct frame *f, void *ctx, const char *text, bool done)
{
    (void)ctx;
    if (!done || text == NULL || f->app == NULL) {
        return;
    }
    struct err e;
    if (app_ack(f->app, f->ack_number, text, &e) != OK) {
        frame_error(f, &e);
    } else {
        frame_message(f, STY_OK, _("The alarm is acknowledged."));
    }
}

/* Asks for a note to the worst alarm nobody has acknowledged; the focus stays where it is. */
static void ack_worst(struct frame *f)
{
    const struct alarms *all = f->app != NULL ? app_alarms(f->app) : NULL;
    for (size_t i = 0; all != NULL && i < alarms_count(all); i++) { /* worst first */
        const struct alarm *a = alarms_at(all, i);
        if (!a->acked) {
            struct buf label;
            f->ack_number = a->number;
            buf_init(&label, 256);
            buf_puts(&label, _("Acknowledge, note:"));
            const char *subject = alarm_subject(a, app_centre(f->app), intl_chinese());
            if (*subject) {
                buf_reset(&label);
                put_text(&label, _("Acknowledge {0}, note:"), subject, NULL, NULL);
            }
            frame_prompt(f, buf_str(&label), "", false, ack_note, NULL, NULL);
            buf_release(&label);
            return;
        }
    }
    frame_message(f, STY_TEXT, _("No alarm waits to be acknowledged."));
}

/* ---- the program ----------------------------------------------------------------------------- */

void frame_set_theme(struct frame *f, const char *name)
{
    struct err e;
    struct theme t;
    if (theme_load(&t, name, &e) != OK) {
        frame_error(f, &e);
        return;
    }
    f->theme = t;
    f->asks |= ASK_THEME;
    f->dirty = true;
    if (f->config != NULL) {
        char *own = mem_strdup(name); /* name may be the very string that is replaced */
        free(f->config->theme);
        f->config->theme = own;
    }
}

static void next_theme(struct frame *f)
{
    char *all[32];
    size_t n = theme_list(all, sizeof all / sizeof all[0]), next = 0;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(all[i], f->theme.name) == 0) {
            next = (i + 1) % n;
        }
    }
    if (n > 0) {
        struct err name = {0};
        struct buf text;
        buf_init(&text, 256);
        frame_set_theme(f, all[next]);
        err_set(&name, OK, "", all[next]);
        err_format(&text, _("Theme {0}"), &name);
        frame_message(f, STY_TEXT, buf_str(&text));
        buf_release(&text);
    }
    for (size_t i = 0; i < n; i++) {
        free(all[i]);
    }
}

static void shot_named(struct frame *f, void *ctx, const char *text, bool done)
{
    (void)ctx;
    if (done && text != NULL && text[0] != '\0') {
        free(f->shot);
        f->shot = mem_strdup(text);
    }
}

static void save(struct frame *f)
{
    struct err e;
    if (f->config == NULL) {
        return;
    }
    if (config_save_ui(f->config, &e) != OK) {
        frame_error(f, &e);
    } else {
        frame_message(f, STY_OK, _("Saved for the next start."));
    }
}

static void toggle_mouse(struct frame *f)
{
    f->mouse = !f->mouse;
    f->asks |= ASK_MOUSE;
    if (f->config != NULL) {
        f->config->mouse = f->mouse;
    }
    frame_message(f, STY_TEXT,
                  f->mouse ? _("The mouse is on; hold Shift to select text.")
                           : _("The mouse is off."));
}

static void toggle_zoom(struct frame *f)
{
    if (f->details.n == 0 && f->shown[f->current].focus >= 0) {
        f->zoom = !f->zoom;
        f->dirty = true;
    }
}

/* The actions that need more than a line. */
static void program(struct frame *f, enum action a)
{
    switch (a) {
    case ACT_HELP:
        frame_modal(f, help_new(&f->keys));
        break;
    case ACT_COMMAND:
        palette_open(f);
        break;
    case ACT_REDRAW:
        f->asks |= ASK_REDRAW;
        f->dirty = true;
        break;
    case ACT_SUSPEND:
        f->asks |= ASK_SUSPEND;
        break;
    case ACT_POLL:
        if (f->app != NULL) {
            app_poll_now(f->app);
        }
        break;
    case ACT_MOUSE:
        toggle_mouse(f);
        break;
    case ACT_ZOOM:
        toggle_zoom(f);
        break;
    case ACT_THEME:
        next_theme(f);
        break;
    case ACT_SCREENSHOT:
        frame_prompt(f, _("Save the screen as (.txt .ans .svg):"), "zhiban.svg", false, shot_named,
                     NULL, NULL);
        break;
    case ACT_SAVE:
        save(f);
        break;
    default:
        break;
    }
}

void frame_own(struct frame *f, enum action a)
{
    if (action_defs[a].group == AG_SCREEN) {
        frame_show(f, a);
        return;
    }
    switch (a) {
    case ACT_NEXT_PANE:
    case ACT_PREV_PANE:
        if (f->details.n == 0) {
            frame_focus_step(f, a == ACT_NEXT_PANE ? 1 : -1);
        }
        break;
    case ACT_BACK:
        back(f);
        break;
    case ACT_QUIT:
        if (!back(f)) {
            frame_confirm(f, _("Leave zhiban?"), leave, NULL);
        }
        break;
    case ACT_PERIOD:
        if (f->app != NULL) {
            app_next_period(f->app);
        }
        break;
    case ACT_ACK:
        ack_worst(f);
        break;
    case ACT_ALARM_LIST:
        frame_show(f, ACT_SCREEN_ALARMS);
        break;
    default:
        program(f, a);
        break;
    }
}
