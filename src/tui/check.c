/* What can be said about keys, theme and terminal without opening it: for the start, `config` and
 * `doctor`; and the table of actions as a manual page. */
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "keys.h"
#include "panes.h"
#include "term.h"
#include "theme.h"
#include "zhiban/base/intl.h"
#include "zhiban/tui/tui.h"

#define GOOD_COLS 80
#define GOOD_ROWS 24

enum err_code tui_check(const struct config *config, struct err *e)
{
    struct keymap m;
    struct theme t;
    enum err_code rc = keymap_build(&m, config, e);
    if (rc == OK && config->theme != NULL && config->theme[0] != '\0') {
        rc = theme_load(&t, config->theme, e);
    }
    if (rc == OK) {
        rc = panes_check(config, e);
    }
    if (rc == ERR_NOT_FOUND) { /* a name in the configuration: wrong usage */
        rc = ERR_USAGE;
        if (e != NULL) {
            e->code = rc;
        }
    }
    return rc;
}

/* ---- doctor ---------------------------------------------------------------------------------- */

struct findings {
    struct tui_finding *to;
    size_t n, max;
};

/* The next finding to fill, or NULL when there is no room. */
static struct err *next_finding(struct findings *f, bool ok)
{
    if (f->n == f->max) {
        return NULL;
    }
    f->to[f->n] = (struct tui_finding){.ok = ok};
    return &f->to[f->n++].text;
}

static void find_terminal(struct findings *f)
{
    struct err e;
    if (term_check(&e) != OK) {
        struct err *to = next_finding(f, false);
        if (to != NULL) {
            *to = e;
        }
        return;
    }
    struct winsize w;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0) {
        bool good = w.ws_col >= GOOD_COLS && w.ws_row >= GOOD_ROWS;
        struct err *to = next_finding(f, good);
        err_set(to, OK, N_("terminal: {0} columns, {1} rows"), NUM(w.ws_col), NUM(w.ws_row));
        if (!good) {
            err_hint(to, N_("80 columns and 24 rows show all panes; below that columns and panes "
                            "are left out"));
        }
    }
}

static void find_colours(struct findings *f)
{
    const char *name = getenv("TERM"), *no = getenv("NO_COLOR");
    int n = term_colours();
    if (n < 0) {
        return; /* find_terminal has said that the type is unknown */
    }
    err_set(next_finding(f, true), OK, N_("terminal type {0}: {1} colours"),
            name != NULL ? name : "", NUM(n));
    if (no != NULL && no[0] != '\0') {
        err_set(next_finding(f, true), OK,
                N_("NO_COLOR is set: bold, underline and reverse in place of colours"));
    }
    if (term_is_console()) {
        err_set(
            next_finding(f, true), OK,
            N_("Linux console: no Chinese characters, so the interface is English and in ASCII"));
    }
}

static void find_width(struct findings *f)
{
    const char *codeset = nl_langinfo(CODESET);
    bool utf8 = strcmp(codeset, "UTF-8") == 0;
    struct err *to = next_finding(f, utf8);
    err_set(to, OK, N_("character set: {0}"), codeset);
    if (!utf8) {
        err_hint(to, N_("set LANG to a UTF-8 locale, for instance C.UTF-8"));
        return;
    }
    bool wide = wcwidth(L'\u4E2D') == 2 && wcwidth(L'\u2500') == 1;
    to = next_finding(f, wide);
    err_set(to, OK,
            wide ? N_("a Chinese character takes two cells, a line character one")
                 : N_("this locale gives Chinese or line characters an unusual width"));
    if (!wide) {
        err_hint(to, N_("set LANG to a UTF-8 locale of the system, or use --ascii"));
    }
}

size_t tui_doctor(const struct config *config, struct tui_finding *to, size_t max)
{
    struct findings f = {.to = to, .max = max};
    struct err e;
    find_terminal(&f);
    find_colours(&f);
    find_width(&f);
    bool good = tui_check(config, &e) == OK;
    struct err *last = next_finding(&f, good);
    if (last != NULL && !good) {
        *last = e;
    } else {
        err_set(last, OK, N_("keys and theme are in order"));
    }
    return f.n;
}

/* ---- the manual ------------------------------------------------------------------------------ */

/* Text that mdoc takes neither for a macro, nor for punctuation, nor for an escape. */
static void mdoc_text(struct buf *to, const char *s)
{
    buf_puts(to, "\\&");
    for (; *s != '\0'; s++) {
        if (*s == '\\') {
            buf_puts(to, "\\e");
        } else if (*s == '-') {
            buf_puts(to, "\\-");
        } else {
            buf_putc(to, *s);
        }
    }
}

static void mdoc_action(struct buf *to, const struct action_def *d, const char *(*tr)(const char *))
{
    buf_puts(to, ".It");
    for (const char *p = d->keys; *p != '\0';) {
        size_t n = strcspn(p, " ");
        char key[32] = "";
        memcpy(key, p, n < sizeof key ? n : sizeof key - 1);
        buf_puts(to, p == d->keys ? " Ic " : " , ");
        mdoc_text(to, key);
        p += n + (p[n] == ' ');
    }
    buf_puts(to, "\n.Cm ");
    mdoc_text(to, d->name);
    buf_puts(to, "\n\\(em ");
    buf_puts(to, tr(d->help));
    buf_putc(to, '\n');
}

void tui_keys_mdoc(struct buf *to, const char *(*tr)(const char *))
{
    for (int g = 0; g < AG_COUNT; g++) {
        buf_printf(to, ".Ss %s\n.Bl -tag -width \"PageDown, C\\-f\"\n", tr(action_groups[g]));
        for (int a = ACT_NONE + 1; a < ACT_COUNT; a++) {
            if ((int)action_defs[a].group == g) {
                mdoc_action(to, &action_defs[a], tr);
            }
        }
        buf_puts(to, ".El\n");
    }
}
