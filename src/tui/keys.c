/* Keys and their names; the key map (keys.h). */
#include "keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"
#include "zhiban/base/utf8.h"

#define KEY_NAME_MAX 24 /* bytes of a key's name */

/* Names of keys that are not a printable character; the first name of a key is the one shown. */
static const struct {
    const char *name;
    int32_t key;
} names[] = {
    {"Esc", K_ESC},
    {"Escape", K_ESC},
    {"Tab", K_TAB},
    {"Enter", K_ENTER},
    {"Return", K_ENTER},
    {"Backspace", K_BACKSPACE},
    {"Space", ' '},
    {"Up", K_UP},
    {"Down", K_DOWN},
    {"Left", K_LEFT},
    {"Right", K_RIGHT},
    {"PageUp", K_PAGE_UP},
    {"PageDown", K_PAGE_DOWN},
    {"Home", K_HOME},
    {"End", K_END},
    {"Insert", K_INSERT},
    {"Delete", K_DELETE},
    {"S-Tab", K_BACKTAB},
    {"BackTab", K_BACKTAB},
};

/* ---- names ----------------------------------------------------------------------------------- */

/* C-x: the control character; those a terminal cannot tell from a key of its own are that key. */
static int32_t control_key(char letter)
{
    int32_t key = letter >= 'a' && letter <= 'z'    ? letter - 'a' + 1
                  : letter >= 'A' && letter <= 'Z'  ? letter - 'A' + 1
                  : letter == '['                   ? K_ESC
                  : letter >= '\\' && letter <= '_' ? letter - '@'
                                                    : K_NONE;
    switch (key) {
    case 8:
        return K_BACKSPACE;
    case 10:
        return K_ENTER;
    default:
        return key;
    }
}

int32_t key_from_name(const char *name)
{
    size_t n = strlen(name);
    if (n == 0 || n > KEY_NAME_MAX) {
        return K_NONE;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcasecmp(name, names[i].name) == 0) {
            return names[i].key;
        }
    }
    if (n == 3 && (name[0] == 'C' || name[0] == 'c') && name[1] == '-') {
        return control_key(name[2]);
    }
    if ((name[0] == 'F' || name[0] == 'f') && n > 1) {
        int f = 0;
        for (size_t i = 1; i < n; i++) {
            if (name[i] < '0' || name[i] > '9' || f > 12) {
                return K_NONE;
            }
            f = f * 10 + (name[i] - '0');
        }
        return f >= 1 && f <= 12 && name[1] != '0' ? K_F1 + f - 1 : K_NONE;
    }
    const char *p = name;
    int32_t cp = utf8_next(&p, name + n);
    cp = text_halfwidth(cp);
    return *p == '\0' && cp > ' ' && cp != K_BACKSPACE && text_cell(cp) > 0 &&
                   !(cp >= 0x80 && cp < 0xA0)
               ? cp
               : K_NONE;
}

void key_to_name(int32_t key, struct buf *to)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].key == key) {
            buf_puts(to, names[i].name);
            return;
        }
    }
    if (key >= K_F1 && key <= K_F12) {
        buf_printf(to, "F%d", (int)(key - K_F1 + 1));
    } else if (key > 0 && key < 27) {
        buf_printf(to, "C-%c", 'a' + (char)key - 1);
    } else if (key > 27 && key < 32) {
        buf_printf(to, "C-%c", '@' + (char)key);
    } else if (key > 32 && key < K_SPECIAL) {
        char ch[4];
        buf_add(to, ch, utf8_put(ch, key));
    }
}

/* ---- the map --------------------------------------------------------------------------------- */

static bool is_answer(enum action a)
{
    return a == ACT_YES || a == ACT_NO;
}

/* The action that holds a key among the answers or among all others. */
static enum action find(const struct keymap *m, int32_t key, bool answers)
{
    for (size_t i = 0; i < m->n; i++) {
        if (m->bind[i].key == key && is_answer(m->bind[i].action) == answers) {
            return m->bind[i].action;
        }
    }
    return ACT_NONE;
}

/* One binding of a word of a list of keys. where: "FILE:LINE" for errors. */
static enum err_code bind_word(struct keymap *m, enum action a, const char *word, const char *where,
                               struct err *e)
{
    int32_t key = key_from_name(word);
    if (key == K_NONE) {
        err_set(e, ERR_USAGE, N_("{0}: there is no key named \"{1}\" (action {2})"), where, word,
                action_defs[a].name);
        return err_hint(e,
                        N_("write a character, or a name such as F5, C-l, PageDown, Space, Esc"));
    }
    enum action other = find(m, key, is_answer(a));
    if (other == a) {
        return OK;
    }
    if (other != ACT_NONE) {
        err_set(e, ERR_USAGE, N_("{0}: the key {1} is bound to two actions, {2} and {3}"), where,
                word, action_defs[other].name, action_defs[a].name);
        return err_hint(e, N_("give one of the two another key in [keys], or none"));
    }
    if (m->n == sizeof m->bind / sizeof m->bind[0]) {
        return err_set(e, ERR_LIMIT, N_("{0}: too many key bindings"), where);
    }
    m->bind[m->n].key = key;
    m->bind[m->n++].action = a;
    return OK;
}

/* Binds every blank-separated key of a list; "none" stands for no key. */
static enum err_code bind_list(struct keymap *m, enum action a, const char *keys, const char *where,
                               struct err *e)
{
    for (const char *p = keys + strspn(keys, " \t"); *p != '\0'; p += strspn(p, " \t")) {
        size_t n = strcspn(p, " \t");
        char word[KEY_NAME_MAX + 8];
        snprintf(word, sizeof word, "%.*s", (int)(n < sizeof word ? n : sizeof word - 1), p);
        if (strcmp(word, "none") != 0) {
            enum err_code rc = bind_word(m, a, word, where, e);
            if (rc != OK) {
                return rc;
            }
        }
        p += n;
    }
    return OK;
}

/* The last line of [keys] for an action, or NULL. */
static const struct key_binding *configured(const struct config *c, enum action a)
{
    const struct key_binding *found = NULL;
    for (size_t i = 0; c != NULL && i < c->keys.n; i++) {
        if (strcmp(c->keys.v[i].action, action_defs[a].name) == 0) {
            found = &c->keys.v[i];
        }
    }
    return found;
}

static enum err_code unknown_action(const struct key_binding *b, const char *where, struct err *e)
{
    const char *all[ACT_COUNT];
    size_t n = 0;
    for (int a = ACT_NONE + 1; a < ACT_COUNT; a++) {
        all[n++] = action_defs[a].name;
    }
    const char *near = text_nearest(b->action, all, n);
    if (near != NULL) {
        return err_set(e, ERR_USAGE, N_("{0}: there is no action \"{1}\"; did you mean {2}?"),
                       where, b->action, near);
    }
    err_set(e, ERR_USAGE, N_("{0}: there is no action \"{1}\""), where, b->action);
    return err_hint(e, N_("zhiban-keys(7) lists the actions"));
}

/* "FILE:LINE" of a line of [keys]; the caller frees it. */
static char *where_is(const struct config *c, const struct key_binding *b)
{
    const char *file = c->path != NULL ? c->path : "zhiban.conf";
    return b->line > 0 ? mem_printf("%s:%d", file, b->line) : mem_strdup(file);
}

enum err_code keymap_build(struct keymap *m, const struct config *c, struct err *e)
{
    enum err_code rc = OK;
    m->n = 0;
    for (size_t i = 0; c != NULL && i < c->keys.n && rc == OK; i++) {
        if (action_find(c->keys.v[i].action) == NULL) {
            char *where = where_is(c, &c->keys.v[i]);
            rc = unknown_action(&c->keys.v[i], where, e);
            free(where);
        }
    }
    /* Defaults first: a clash is then reported at the line of the configuration. */
    for (int a = ACT_NONE + 1; a < ACT_COUNT && rc == OK; a++) {
        if (configured(c, (enum action)a) == NULL) {
            rc = bind_list(m, (enum action)a, action_defs[a].keys, "zhiban", e);
        }
    }
    for (int a = ACT_NONE + 1; a < ACT_COUNT && rc == OK; a++) {
        const struct key_binding *b = configured(c, (enum action)a);
        if (b != NULL) {
            char *where = where_is(c, b);
            rc = bind_list(m, (enum action)a, b->keys, where, e);
            free(where);
        }
    }
    return rc;
}

enum action keymap_action(const struct keymap *m, int32_t key)
{
    return find(m, key < K_SPECIAL ? text_halfwidth(key) : key, false);
}

enum action keymap_answer(const struct keymap *m, int32_t key)
{
    return find(m, key < K_SPECIAL ? text_halfwidth(key) : key, true);
}

int32_t keymap_key(const struct keymap *m, enum action a, bool want_f)
{
    for (size_t i = 0; i < m->n; i++) {
        bool f = m->bind[i].key >= K_F1 && m->bind[i].key <= K_F12;
        if (m->bind[i].action == a && f == want_f) {
            return m->bind[i].key;
        }
    }
    return K_NONE;
}
