/* Themes (theme.h): the reader, and the two themes compiled in. */
#include "theme.h"

#include <dirent.h>
#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "zhiban/base/ini.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/paths.h"
#include "zhiban/base/text.h"

#define THEME_FILE_MAX 65536

const char *const style_names[STY_COUNT] = {
    [STY_TEXT] = "text",       [STY_DIM] = "dim",           [STY_TITLE] = "title",
    [STY_HEAD] = "head",       [STY_HEADER] = "header",     [STY_STRIP] = "strip",
    [STY_HINT] = "hint",       [STY_HINT_KEY] = "hint-key", [STY_FIELD] = "field",
    [STY_OK] = "ok",           [STY_WARN] = "warn",         [STY_CRITICAL] = "critical",
    [STY_STALE] = "stale",     [STY_BANNER] = "banner",     [STY_SELECTED] = "selected",
    [STY_TAB] = "tab",         [STY_TAB_ON] = "tab-on",     [STY_READY] = "ready",
    [STY_TALK] = "talk",       [STY_RING] = "ring",         [STY_WRAP] = "wrap",
    [STY_PAUSE] = "pause",     [STY_OFF] = "off",           [STY_BAR] = "bar",
    [STY_BAR_LOW] = "bar-low", [STY_BORDER] = "border",     [STY_MATCH] = "match",
    [STY_TOTAL] = "total",
};

static const char *const colour_names[16] = {
    "black",        "red",           "green",       "yellow",         "blue",
    "magenta",      "cyan",          "white",       "bright-black",   "bright-red",
    "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white",
};

/* The same roles as data/themes/default.theme and mono.theme (a test compares). Colour is spent on
 * what differs from the normal: people talking are plain text. */
static const char default_text[] = "text = default\n"
                                   "dim = dim\n"
                                   "title = bold\n"
                                   "head = bold\n"
                                   "header = bright-white on blue\n"
                                   "strip = default\n"
                                   "hint = default\n"
                                   "hint-key = bold\n"
                                   "field = underline\n"
                                   "ok = green\n"
                                   "warn = black on yellow\n"
                                   "critical = bright-white on red bold\n"
                                   "stale = dim\n"
                                   "banner = black on yellow\n"
                                   "selected = reverse\n"
                                   "tab = default\n"
                                   "tab-on = bold reverse\n"
                                   "ready = green\n"
                                   "talk = default\n"
                                   "ring = cyan bold\n"
                                   "wrap = cyan\n"
                                   "pause = magenta\n"
                                   "off = dim\n"
                                   "bar = cyan\n"
                                   "bar-low = yellow\n"
                                   "border = dim\n"
                                   "match = bold underline\n"
                                   "total = bold\n";
static const char mono_text[] = "text = default\n"
                                "dim = dim\n"
                                "title = bold\n"
                                "head = bold\n"
                                "header = reverse\n"
                                "strip = default\n"
                                "hint = default\n"
                                "hint-key = bold\n"
                                "field = underline\n"
                                "ok = default\n"
                                "warn = bold\n"
                                "critical = bold reverse\n"
                                "stale = dim\n"
                                "banner = reverse\n"
                                "selected = reverse\n"
                                "tab = default\n"
                                "tab-on = bold reverse\n"
                                "ready = default\n"
                                "talk = default\n"
                                "ring = bold\n"
                                "wrap = default\n"
                                "pause = underline\n"
                                "off = dim\n"
                                "bar = default\n"
                                "bar-low = dim\n"
                                "border = dim\n"
                                "match = bold underline\n"
                                "total = bold\n";

static const struct {
    const char *name, *text;
} builtin[] = {{"default", default_text}, {"mono", mono_text}};

/* ---- the reader ------------------------------------------------------------------------------ */

/* A colour by name or number; −2: not one. */
static short colour_of(const char *word)
{
    if (strcmp(word, "default") == 0) {
        return -1;
    }
    for (short i = 0; i < 16; i++) {
        if (strcmp(word, colour_names[i]) == 0) {
            return i;
        }
    }
    int n = 0;
    for (const char *p = word; *p != '\0'; p++) {
        if (*p < '0' || *p > '9' || (n = n * 10 + (*p - '0')) > 255) {
            return -2;
        }
    }
    return word[0] != '\0' ? (short)n : -2;
}

/* One word of a role's value; `on` is pending before a background. false: not understood. */
static bool look_word(struct look *l, const char *word, bool *on, bool *coloured)
{
    static const struct {
        const char *name;
        size_t offset;
    } attributes[] = {{"bold", offsetof(struct look, bold)},
                      {"underline", offsetof(struct look, underline)},
                      {"reverse", offsetof(struct look, reverse)},
                      {"dim", offsetof(struct look, dim)}};
    for (size_t i = 0; i < sizeof attributes / sizeof attributes[0] && !*on; i++) {
        if (strcmp(word, attributes[i].name) == 0) {
            *(bool *)((char *)l + attributes[i].offset) = true;
            return true;
        }
    }
    if (strcmp(word, "on") == 0) {
        bool twice = *on;
        *on = true;
        return !twice;
    }
    short c = colour_of(word);
    if (c == -2 || (!*on && *coloured)) {
        return false;
    }
    *(*on ? &l->bg : &l->fg) = c;
    *coloured = true;
    *on = false;
    return true;
}

static enum err_code theme_line(void *ctx, const struct ini_line *l, struct err *e)
{
    struct theme *t = ctx;
    size_t role = 0;
    while (role < STY_COUNT && strcmp(style_names[role], l->key) != 0) {
        role++;
    }
    if (role == STY_COUNT) {
        const char *near = text_nearest(l->key, style_names, STY_COUNT);
        err_set(e, ERR_PARSE, N_("{0}, line {1}: a theme has no role \"{2}\"; the nearest is {3}"),
                l->file, NUM(l->line), l->key, near != NULL ? near : style_names[0]);
        return ERR_PARSE;
    }
    struct look look = {.fg = -1, .bg = -1};
    bool on = false, coloured = false;
    const char *p = l->value + strspn(l->value, " \t");
    while (*p != '\0') {
        size_t n = strcspn(p, " \t");
        char word[24] = "";
        if (n < sizeof word) {
            memcpy(word, p, n);
        }
        if (n >= sizeof word || !look_word(&look, word, &on, &coloured)) {
            err_set(e, ERR_PARSE, N_("{0}, line {1}: \"{2}\" is neither a colour nor an attribute"),
                    l->file, NUM(l->line), p);
            return err_hint(e, N_("write for instance: black on bright-yellow bold"));
        }
        p += n;
        p += strspn(p, " \t");
    }
    if (on) {
        return err_set(e, ERR_PARSE, N_("{0}, line {1}: \"on\" needs a colour after it"), l->file,
                       NUM(l->line));
    }
    t->look[role] = look;
    return OK;
}

enum err_code theme_parse(struct theme *t, const char *text, size_t n, const char *file,
                          struct err *e)
{
    struct theme fresh = *t;
    for (size_t i = 0; i < STY_COUNT; i++) {
        fresh.look[i] = (struct look){.fg = -1, .bg = -1};
    }
    enum err_code rc = OK;
    /* Roles a file does not name keep the look of the default theme. */
    if (text != default_text) {
        rc =
            ini_parse_text(default_text, sizeof default_text - 1, "default", theme_line, &fresh, e);
    }
    if (rc == OK) {
        rc = ini_parse_text(text, n, file, theme_line, &fresh, e);
    }
    if (rc == OK) {
        *t = fresh;
    }
    return rc;
}

/* ---- looks and colours ----------------------------------------------------------------------- */

struct look theme_look(const struct theme *t, uint8_t style)
{
    size_t role = style & (uint8_t)~CELL_REVERSE;
    struct look l = t->look[role < STY_COUNT ? role : STY_TEXT];
    if (style & CELL_REVERSE) {
        const struct look *s = &t->look[STY_SELECTED];
        l.fg = s->fg >= 0 ? s->fg : l.fg;
        l.bg = s->bg >= 0 ? s->bg : l.bg;
        l.bold |= s->bold;
        l.underline |= s->underline;
        l.reverse ^= s->reverse;
        l.dim = false; /* dim and reversed is hard to read */
    }
    return l;
}

uint32_t theme_rgb(int colour)
{
    static const uint32_t base[16] = {
        0x000000, 0xCD3131, 0x0DA34E, 0xC9A500, 0x2472C8, 0xB03FB0, 0x11A8CD, 0xD4D4D4,
        0x666666, 0xF14C4C, 0x23D18B, 0xF5F543, 0x3B8EEA, 0xD670D6, 0x29B8DB, 0xFFFFFF,
    };
    if (colour < 16) {
        return base[colour < 0 ? 7 : colour];
    }
    if (colour >= 232) { /* 24 greys */
        uint32_t v = 8 + (uint32_t)(colour - 232) * 10;
        return v << 16 | v << 8 | v;
    }
    static const uint32_t step[6] = {0, 95, 135, 175, 215, 255};
    uint32_t n = (uint32_t)colour - 16;
    return step[n / 36 % 6] << 16 | step[n / 6 % 6] << 8 | step[n % 6];
}

short theme_nearest(int colour, int n)
{
    uint32_t want = theme_rgb(colour);
    short best = 0;
    int least = INT_MAX;
    for (short i = 0; i < n && i < 16; i++) {
        uint32_t c = theme_rgb(i);
        int d = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            int diff = (int)(want >> shift & 255) - (int)(c >> shift & 255);
            d += diff * diff;
        }
        if (d < least) {
            least = d;
            best = i;
        }
    }
    return best;
}

/* ---- files ----------------------------------------------------------------------------------- */

/* Names go into a path: letters, digits, dash and underscore only. */
static bool good_name(const char *name)
{
    size_t n = strlen(name);
    return n > 0 && n < sizeof((struct theme *)0)->name &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == n;
}

static enum err_code no_such_theme(const char *name, struct err *e)
{
    char *all[32];
    size_t n = theme_list(all, sizeof all / sizeof all[0]);
    const char *near = text_nearest(name, (const char *const *)all, n);
    if (near != NULL) {
        err_set(e, ERR_NOT_FOUND, N_("there is no theme \"{0}\"; did you mean {1}?"), name, near);
    } else {
        err_set(e, ERR_NOT_FOUND, N_("there is no theme \"{0}\""), name);
        err_hint(e, N_("shipped are default, high-contrast, colour-blind and mono"));
    }
    for (size_t i = 0; i < n; i++) {
        free(all[i]);
    }
    return ERR_NOT_FOUND;
}

enum err_code theme_load(struct theme *t, const char *name, struct err *e)
{
    if (!good_name(name)) {
        return no_such_theme(name, e);
    }
    memset(t->name, 0, sizeof t->name);
    memcpy(t->name, name, strlen(name));
    char *file = mem_printf("themes/%s.theme", name);
    char *path = paths_data(file);
    struct buf text = {0};
    struct err unread;
    enum err_code rc = paths_read(path, THEME_FILE_MAX, &text, &unread);
    if (rc == OK) {
        rc = theme_parse(t, buf_str(&text), text.len, path, e);
        goto out;
    }
    rc = ERR_NOT_FOUND;
    for (size_t i = 0; i < sizeof builtin / sizeof builtin[0] && rc != OK; i++) {
        if (strcmp(name, builtin[i].name) == 0) {
            rc = theme_parse(t, builtin[i].text, strlen(builtin[i].text), name, e);
        }
    }
    if (rc != OK) {
        rc = no_such_theme(name, e);
    }
out:
    buf_release(&text);
    free(path);
    free(file);
    return rc;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_name(char **to, size_t max, size_t *n, const char *name)
{
    for (size_t i = 0; i < *n; i++) {
        if (strcmp(to[i], name) == 0) {
            return;
        }
    }
    if (*n < max && good_name(name)) {
        to[(*n)++] = mem_strdup(name);
    }
}

static void add_folder(char **to, size_t max, size_t *n, const char *path)
{
    DIR *dir = path != NULL ? opendir(path) : NULL;
    for (struct dirent *d; dir != NULL && (d = readdir(dir)) != NULL;) {
        size_t len = strlen(d->d_name);
        if (len > 6 && strcmp(d->d_name + len - 6, ".theme") == 0) {
            char *name = mem_strndup(d->d_name, len - 6);
            add_name(to, max, n, name);
            free(name);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

size_t theme_list(char **to, size_t max)
{
    static const char *const shipped[] = {"default", "high-contrast", "colour-blind", "mono"};
    size_t n = 0;
    for (size_t i = 0; i < sizeof shipped / sizeof shipped[0]; i++) {
        add_name(to, max, &n, shipped[i]);
    }
    size_t own = n;
    char *theirs = paths_config("themes");
    char *ours = paths_data("themes");
    add_folder(to, max, &n, theirs);
    add_folder(to, max, &n, ours);
    free(theirs);
    free(ours);
    qsort(to + own, n - own, sizeof *to, by_name);
    return n;
}
