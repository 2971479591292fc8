/* Actions: ONE table (action.c) yields the enum's names, default keys, help screen, palette, hint
 * bar, rebinding and zhiban-keys(7). */
#ifndef ZHIBAN_TUI_ACTION_H
#define ZHIBAN_TUI_ACTION_H

#include <stdbool.h>
#include <stddef.h>

enum action {
    ACT_NONE,
    /* moving */
    ACT_UP,
    ACT_DOWN,
    ACT_PAGE_UP,
    ACT_PAGE_DOWN,
    ACT_HALF_UP,
    ACT_HALF_DOWN,
    ACT_TOP,
    ACT_BOTTOM,
    ACT_LEFT,
    ACT_RIGHT,
    ACT_NEXT_PANE,
    ACT_PREV_PANE,
    ACT_OPEN,
    ACT_BACK,
    /* screens */
    ACT_SCREEN_BOARD,
    ACT_SCREEN_AGENTS,
    ACT_SCREEN_QUEUES,
    ACT_SCREEN_CALLERS,
    ACT_SCREEN_LOST,
    ACT_SCREEN_ALARMS,
    ACT_SCREEN_TREND,
    /* lists */
    ACT_FILTER,
    ACT_FILTER_NEXT,
    ACT_FILTER_PREV,
    ACT_SORT_PREV,
    ACT_SORT_NEXT,
    ACT_SORT_REVERSE,
    ACT_COLUMNS,
    ACT_GROUP,
    ACT_FILTER_SITE,
    ACT_FILTER_TEAM,
    ACT_FILTER_QUEUE,
    ACT_FILTER_STATE,
    ACT_FILTER_CLEAR,
    ACT_PERIOD,
    ACT_FOLD,
    /* alarms */
    ACT_ACK,
    ACT_ALARM_LIST,
    /* program */
    ACT_HELP,
    ACT_COMMAND,
    ACT_REDRAW,
    ACT_POLL,
    ACT_MOUSE,
    ACT_ZOOM,
    ACT_THEME,
    ACT_SCREENSHOT,
    ACT_SAVE,
    ACT_SUSPEND,
    ACT_QUIT,
    ACT_YES,
    ACT_NO,
    ACT_COUNT
};

enum action_group { AG_MOVE, AG_SCREEN, AG_LIST, AG_ALARM, AG_PROGRAM, AG_COUNT };
extern const char *const action_groups[AG_COUNT]; /* N_() */

struct action_def {
    enum action id;
    const char *name;  /* "filter-next": configuration, palette, manual */
    const char *keys;  /* default bindings, blank-separated: "j Down C-n" */
    const char *label; /* N_(): short, for the hint bar */
    const char *help;  /* N_(): one sentence */
    enum action_group group;
    bool writes; /* refused with --readonly */
};
extern const struct action_def action_defs[ACT_COUNT];
const struct action_def *action_find(const char *name);

#endif
