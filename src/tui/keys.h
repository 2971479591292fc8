/* Keys: code points, or KEY_BASE + a function key; names for configuration ("C-l", "F5",
 * "PageDown", "Space"); the map from key to action with clash check. Full-width ASCII counts as its
 * ASCII form. */
#ifndef ZHIBAN_TUI_KEYS_H
#define ZHIBAN_TUI_KEYS_H

#include <stdint.h>

#include "action.h"
#include "zhiban/base/buf.h"
#include "zhiban/svc/config.h"

enum key {
    K_NONE = 0,
    K_ESC = 27,
    K_TAB = 9,
    K_ENTER = 13,
    K_BACKSPACE = 127,
    K_SPECIAL = 0x200000, /* above all code points */
    K_UP,
    K_DOWN,
    K_LEFT,
    K_RIGHT,
    K_PAGE_UP,
    K_PAGE_DOWN,
    K_HOME,
    K_END,
    K_INSERT,
    K_DELETE,
    K_BACKTAB,
    K_F1,
    K_F2,
    K_F3,
    K_F4,
    K_F5,
    K_F6,
    K_F7,
    K_F8,
    K_F9,
    K_F10,
    K_F11,
    K_F12,
    K_MOUSE,
    K_PASTE_START,
    K_PASTE_END,
    K_RESIZE,
    K_EOF
};
/* The key of a name, or K_NONE. */
int32_t key_from_name(const char *name);
/* Its name as shown to people ("F5", "Enter", "C-l", "j"). */
void key_to_name(int32_t key, struct buf *to);

struct keymap {
    struct {
        int32_t key;
        enum action action;
    } bind[256];
    size_t n;
};
/* Defaults, then the configuration's [keys]. ERR_USAGE for an unknown action, key, or a clash: two
 * actions of one key; the text names both. */
enum err_code keymap_build(struct keymap *m, const struct config *c, struct err *e);
enum action keymap_action(const struct keymap *m, int32_t key);
/* Within a yes/no question: ACT_YES, ACT_NO or ACT_NONE. These two have their keys to themselves
 * there, so that "n" may be both "no" and "next match". */
enum action keymap_answer(const struct keymap *m, int32_t key);
/* The first F-key (want_f) or plain key of an action, or K_NONE. */
int32_t keymap_key(const struct keymap *m, enum action a, bool want_f);

#endif
