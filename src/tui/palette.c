/* The command line behind `:`. Every action by name, and the commands of the table below. */
#include "frame_in.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

/* ---- set ------------------------------------------------------------------------------------- */

/* The settings that can change while the program runs; the rest is read at the start. */
static bool is_live(const struct config_def *d)
{
    static const size_t live[] = {
        offsetof(struct config, theme),          offsetof(struct config, ascii),
        offsetof(struct config, mouse),          offsetof(struct config, bell),
        offsetof(struct config, notify),         offsetof(struct config, columns_queues),
        offsetof(struct config, columns_agents), offsetof(struct config, sort_queues),
        offsetof(struct config, sort_agents),    offsetof(struct config, wall_queues),
        offsetof(struct config, wall_figures),   offsetof(struct config, wall_page_s),
    };
    for (size_t i = 0; i < sizeof live / sizeof live[0]; i++) {
        if (d->offset == live[i]) {
            return true;
        }
    }
    return false;
}

static void def_name(const struct config_def *d, struct buf *to)
{
    buf_reset(to);
    if (d->section[0] != '\0') {
        buf_printf(to, "%s.", d->section);
    }
    buf_puts(to, d->key);
}

/* The live setting of a name, with or without its section. */
static const struct config_def *find_def(const char *name)
{
    const struct config_def *found = NULL;
    struct buf full;
    buf_init(&full, 256);
    for (size_t i = 0; i < n_config_defs && found == NULL; i++) {
        const struct config_def *d = &config_defs[i];
        def_name(d, &full);
        if (is_live(d) && (strcmp(name, buf_str(&full)) == 0 || strcmp(name, d->key) == 0)) {
            found = d;
        }
    }
    buf_release(&full);
    return found;
}

/* Whether value is one of "a|b|c". */
static bool among(const char *choices, const char *value)
{
    size_t n = strlen(value);
    for (const char *p = choices; p != NULL && *p != '\0';) {
        size_t len = strcspn(p, "|");
        if (len == n && strncmp(p, value, n) == 0) {
            return true;
        }
        p += len + (p[len] == '|');
    }
    return choices == NULL;
}

/* Puts a value into its field of struct config; false: not a value of its type. */
static bool put_value(struct config *c, const struct config_def *d, const char *value)
{
    void *at = (char *)c + d->offset;
    if (d->type == SET_BOOL) {
        bool on = strcmp(value, "yes") == 0 || strcmp(value, "on") == 0;
        if (!on && strcmp(value, "no") != 0 && strcmp(value, "off") != 0) {
            return false;
        }
        *(bool *)at = on;
        return true;
    }
    if (d->type == SET_INT) {
        char *end = NULL;
        long v = strtol(value, &end, 10);
        if (end == value || *end != '\0' || v < d->min || v > d->max) {
            return false;
        }
        *(int *)at = (int)v;
        return true;
    }
    if (d->type == SET_CHOICE && !among(d->choices, value)) {
        return false;
    }
    free(*(char **)at);
    *(char **)at = mem_strdup(value);
    return true;
}

static void run_set(struct frame *f, const char *arg)
{
    size_t n = strcspn(arg, " =");
    char *key = mem_strndup(arg, n);
    const char *value = arg + n;
    value += strspn(value, " =");
    const struct config_def *d = find_def(key);
    struct err e = {0};
    if (f->config == NULL || d == NULL) {
        err_set(&e, ERR_NOT_FOUND, N_("there is no setting \"{0}\" that can change here"), key);
        err_hint(&e, N_("Tab lists the settings; the others are read at the start"));
        frame_error(f, &e);
    } else if (d->offset == offsetof(struct config, theme)) {
        frame_set_theme(f, value);
    } else if (!put_value(f->config, d, value)) {
        err_set(&e, ERR_PARSE, N_("\"{0}\" is not a value of {1}"), value, d->key);
        frame_error(f, &e);
    } else {
        if (d->offset == offsetof(struct config, ascii)) {
            f->ascii = f->config->ascii;
        }
        if (f->mouse != f->config->mouse) {
            f->mouse = f->config->mouse;
            f->asks |= ASK_MOUSE;
        }
        frame_show(f, frame_screen(f)->action);
    }
    free(key);
}

/* ---- the commands ---------------------------------------------------------------------------- */

static void run_quit(struct frame *f, const char *arg)
{
    (void)arg;
    f->quit = true;
}

static void run_screenshot(struct frame *f, const char *arg)
{
    if (arg[0] == '\0') {
        frame_do(f, ACT_SCREENSHOT);
        return;
    }
    free(f->shot);
    f->shot = mem_strdup(arg);
}

static void run_theme(struct frame *f, const char *arg)
{
    if (arg[0] == '\0') {
        frame_do(f, ACT_THEME);
        return;
    }
    frame_set_theme(f, arg);
}

static void list_themes(const char *prefix, struct buf *to)
{
    char *all[32];
    size_t n = theme_list(all, sizeof all / sizeof all[0]);
    for (size_t i = 0; i < n; i++) {
        if (strncmp(all[i], prefix, strlen(prefix)) == 0) {
            buf_printf(to, "theme %s\n", all[i]);
        }
        free(all[i]);
    }
}

static void list_settings(const char *prefix, struct buf *to)
{
    struct buf full;
    buf_init(&full, 256);
    for (size_t i = 0; i < n_config_defs; i++) {
        def_name(&config_defs[i], &full);
        if (is_live(&config_defs[i]) && strncmp(buf_str(&full), prefix, strlen(prefix)) == 0) {
            buf_printf(to, "set %s\n", buf_str(&full));
        }
    }
    buf_release(&full);
}

static const struct {
    const char *name;
    bool argument;
    void (*run)(struct frame *f, const char *arg);
    void (*list)(const char *prefix, struct buf *to); /* completions of the argument */
} commands[] = {
    {"q", false, run_quit, NULL},
    {"quit", false, run_quit, NULL},
    {"screenshot", true, run_screenshot, NULL},
    {"set", true, run_set, list_settings},
    {"theme", true, run_theme, list_themes},
};
#define N_COMMANDS (sizeof commands / sizeof commands[0])

static bool is_command(const char *name)
{
    for (size_t i = 0; i < N_COMMANDS; i++) {
        if (strcmp(name, commands[i].name) == 0) {
            return true;
        }
    }
    return false;
}

static void unknown(struct frame *f, const char *name)
{
    const char *all[ACT_COUNT + N_COMMANDS];
    size_t n = 0;
    for (int a = ACT_NONE + 1; a < ACT_COUNT; a++) {
        all[n++] = action_defs[a].name;
    }
    for (size_t i = 0; i < N_COMMANDS; i++) {
        all[n++] = commands[i].name;
    }
    const char *near = text_nearest(name, all, n);
    struct err e = {0};
    if (near != NULL) {
        err_set(&e, ERR_NOT_FOUND, N_("there is no command \"{0}\"; did you mean {1}?"), name,
                near);
    } else {
        err_set(&e, ERR_NOT_FOUND, N_("there is no command \"{0}\"; ? lists them"), name);
    }
    frame_error(f, &e);
}

void palette_run(struct frame *f, const char *line)
{
    line += strspn(line, " :");
    char *text = mem_strdup(line);
    size_t end = strlen(text);
    while (end > 0 && text[end - 1] == ' ') {
        text[--end] = '\0';
    }
    size_t n = strcspn(text, " ");
    const char *arg = text + n + strspn(text + n, " ");
    bool has_arg = *arg != '\0';
    text[n] = '\0';
    const struct action_def *a = action_find(text);
    size_t i = 0;
    while (i < N_COMMANDS && strcmp(text, commands[i].name) != 0) {
        i++;
    }
    if (text[0] == '\0') {
        /* an empty line does nothing */
    } else if (i < N_COMMANDS && (commands[i].argument || !has_arg)) {
        commands[i].run(f, arg);
    } else if (a != NULL && !has_arg) {
        frame_do(f, a->id);
    } else {
        unknown(f, text);
    }
    free(text);
}

/* Completions of a line: names first, then the argument of a command that has some. */
void palette_complete(struct frame *f, void *ctx, const char *text, struct buf *to)
{
    (void)f;
    (void)ctx;
    for (size_t i = 0; i < N_COMMANDS; i++) {
        size_t n = strlen(commands[i].name);
        if (strncmp(text, commands[i].name, n) == 0 && text[n] == ' ') {
            if (commands[i].list != NULL) {
                commands[i].list(text + n + strspn(text + n, " "), to);
            }
            return;
        }
    }
    size_t n = strlen(text);
    for (size_t i = 0; i < N_COMMANDS; i++) {
        if (n <= strlen(commands[i].name) && strncmp(text, commands[i].name, n) == 0) {
            buf_printf(to, "%s%s\n", commands[i].name, commands[i].argument ? " " : "");
        }
    }
    for (int a = ACT_NONE + 1; a < ACT_COUNT; a++) {
        if (strncmp(text, action_defs[a].name, n) == 0 && !is_command(action_defs[a].name)) {
            buf_printf(to, "%s\n", action_defs[a].name);
        }
    }
}

static void entered(struct frame *f, void *ctx, const char *text, bool done)
{
    (void)ctx;
    if (done && text != NULL) {
        palette_run(f, text);
    }
}

void palette_open(struct frame *f)
{
    frame_prompt(f, ":", "", false, entered, palette_complete, NULL);
}
