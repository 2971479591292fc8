/* The terminal interface: its two doors. */
#ifndef ZHIBAN_TUI_TUI_H
#define ZHIBAN_TUI_TUI_H

#include "zhiban/svc/app.h"

struct tui_opts {
    bool wall; /* the full-screen board */
    bool no_color, ascii, readonly;
    const char *warning; /* shown once after the start (locale replaced …), or NULL */
    bool demo;
};
/* Runs until the user leaves or the terminal goes. Returns the process exit status; e is filled
 * when the terminal cannot be used (not a terminal, TERM=dumb, no cup: the text names `zhiban
 * status`). */
int tui_run(struct app *app, struct config *config, const struct tui_opts *o, struct err *e);

/* Checks key bindings, theme, columns and figures of a configuration without a terminal (config,
 * doctor, start). */
enum err_code tui_check(const struct config *config, struct err *e);

/* Doctor: what the terminal can do, one finding a line, untranslated msgids with arguments. */
struct tui_finding {
    bool ok;
    struct err text;
};
size_t tui_doctor(const struct config *config, struct tui_finding *to, size_t max);

/* The action table as mdoc for zhiban-keys(7). */
void tui_keys_mdoc(struct buf *to, const char *(*tr)(const char *));

/* The same row by row, group after group, with the keys in force, for `zhiban help keys`: false
 * past the end. config may be NULL; texts are borrowed, group and help are N_(). */
struct tui_key {
    const char *group, *name, *keys, *help;
};
bool tui_key(const struct config *config, size_t i, struct tui_key *to);

#endif
