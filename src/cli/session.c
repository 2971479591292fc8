#include "session.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/log.h"
#include "zhiban/base/paths.h"

static void take_language(struct globals *g, const struct config *c)
{
    if (g->config.lang == NULL && c->lang != NULL && c->lang[0] != '\0' &&
        strcmp(c->lang, intl_lang()) != 0) {
        g->codeset_replaced = intl_init(c->lang, g->locale_dir) != 0;
    }
}

void session_language(struct globals *g)
{
    struct config c = {0};
    struct err ignored = {0};
    if (g->config.lang == NULL && config_load(&c, &g->config, &ignored) == OK) {
        take_language(g, &c);
    }
    config_release(&c);
}

enum err_code session_load(struct session *s, const struct command_args *a, struct err *e)
{
    enum err_code code = config_load(&s->config, &a->g->config, e);
    s->loaded = true;
    if (code == OK) {
        take_language(a->g, &s->config);
    }
    return code;
}

static void open_log(const struct session *s, const struct globals *g)
{
    static const char *const levels[] = {"error", "warn", "info", "debug"};
    int level = LOG_INFO;
    for (int i = LOG_ERROR; i <= LOG_DEBUG; i++) {
        if (s->config.log_level != NULL && strcmp(s->config.log_level, levels[i]) == 0) {
            level = i;
        }
    }
    level += g->verbose;
    char *path = paths_state("zhiban.log");
    struct err ignored = {0};
    if (paths_make_parent(path, &ignored) == OK) {
        /* A board without a log is better than no board: lines then go nowhere. */
        (void)log_open(path, level > LOG_DEBUG ? LOG_DEBUG : (enum log_level)level);
    }
    free(path);
}

/* Signing in needs a list of persons and their PINs, which only a database has. */
static enum err_code check_sign_in(const struct globals *g, struct err *e)
{
    if (g->as == NULL && g->pin_file == NULL) {
        return OK;
    }
    err_set(e, ERR_PERMISSION, N_("{0} cannot sign in: this centre keeps no list of persons"),
            g->as != NULL ? g->as : "--pin-file");
    return err_hint(e, N_("leave --as and --pin-file away to look at the floor"));
}

enum err_code session_open(struct session *s, const struct command_args *a, struct err *e)
{
    enum err_code code = check_sign_in(a->g, e);
    if (code == OK && !s->loaded) {
        code = session_load(s, a, e);
    }
    if (code != OK) {
        return code;
    }
    open_log(s, a->g);
    struct app_opts o = {
        .config = &s->config,
        .clock = &a->g->clock,
        .trace_dir = a->g->trace,
        .readonly = s->config.readonly,
    };
    return app_new(&o, &s->app, e);
}

void session_close(struct session *s)
{
    app_free(s->app);
    if (s->loaded) {
        config_release(&s->config);
    }
    *s = (struct session){0};
}

enum err_code session_need_terminal(struct err *e)
{
    if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)) {
        return OK;
    }
    err_set(e, ERR_USAGE, N_("this is not a terminal"));
    return err_hint(e, N_("zhiban status prints the floor for scripts and pipes"));
}

const char *session_warning(const struct globals *g)
{
    if (g->quiet || !g->codeset_replaced) {
        return NULL;
    }
    return _("the locale is not UTF-8: C.UTF-8 is used for characters; set LANG to a UTF-8 locale");
}
