/* The one table of actions (action.h). To add an action: name it in the enum, add its line here in
 * the enum's order, handle it in a pane's act() or in frame_act.c. Everything else — key map, help,
 * palette, hint bar, manual — reads this table. No default key uses Alt, the prefixes of tmux and
 * screen (C-a, C-b) or C-h, C-j, C-k; what has a function key has a plain key too. */
#include "action.h"

#include <string.h>

#include "zhiban/base/intl.h"

const char *const action_groups[AG_COUNT] = {
    [AG_MOVE] = N_("Moving"),  [AG_SCREEN] = N_("Screens"),  [AG_LIST] = N_("Lists"),
    [AG_ALARM] = N_("Alarms"), [AG_PROGRAM] = N_("Program"),
};

#define ACTION(ID, GROUP, NAME, KEYS, LABEL, HELP)                                                 \
    [ACT_##ID] = {ACT_##ID, NAME, KEYS, LABEL, HELP, AG_##GROUP, false}
#define WRITING(ID, GROUP, NAME, KEYS, LABEL, HELP)                                                \
    [ACT_##ID] = {ACT_##ID, NAME, KEYS, LABEL, HELP, AG_##GROUP, true}

/* clang-format off */
const struct action_def action_defs[ACT_COUNT] = {
    [ACT_NONE] = {ACT_NONE, "none", "", "", "", AG_PROGRAM, false},
    ACTION(UP, MOVE, "up", "k Up", N_("Up"), N_("Select the row above.")),
    ACTION(DOWN, MOVE, "down", "j Down", N_("Down"), N_("Select the row below.")),
    ACTION(PAGE_UP, MOVE, "page-up", "PageUp", N_("Page up"), N_("Go one page up.")),
    ACTION(PAGE_DOWN, MOVE, "page-down", "PageDown C-f", N_("Page down"), N_("Go one page down.")),
    ACTION(HALF_UP, MOVE, "half-up", "C-u", N_("Half up"), N_("Go half a page up.")),
    ACTION(HALF_DOWN, MOVE, "half-down", "C-d", N_("Half down"), N_("Go half a page down.")),
    ACTION(TOP, MOVE, "top", "g Home", N_("Top"), N_("Select the first row.")),
    ACTION(BOTTOM, MOVE, "bottom", "G End", N_("Bottom"), N_("Select the last row.")),
    ACTION(LEFT, MOVE, "left", "h Left", N_("Go left"), N_("Show the columns to the left.")),
    ACTION(RIGHT, MOVE, "right", "l Right", N_("Go right"), N_("Show the columns to the right.")),
    ACTION(NEXT_PANE, MOVE, "next-pane", "Tab", N_("Next pane"), N_("Move to the next pane.")),
    ACTION(PREV_PANE, MOVE, "prev-pane", "S-Tab", N_("Previous pane"), N_("Move to the previous pane.")),
    ACTION(OPEN, MOVE, "open", "Enter", N_("Open"), N_("Open what is selected.")),
    ACTION(BACK, MOVE, "back", "Esc", N_("Back"), N_("Close what is open and go back.")),
    ACTION(SCREEN_BOARD, SCREEN, "screen-board", "1", N_("Board"), N_("Show the wallboard.")),
    ACTION(SCREEN_AGENTS, SCREEN, "screen-agents", "2", N_("Agents"), N_("Show all agents.")),
    ACTION(SCREEN_QUEUES, SCREEN, "screen-queues", "3", N_("Queues"), N_("Show all queues.")),
    ACTION(SCREEN_CALLERS, SCREEN, "screen-callers", "4", N_("Waiting"), N_("Show the waiting callers.")),
    ACTION(SCREEN_LOST, SCREEN, "screen-lost", "5", N_("Abandoned"), N_("Show the abandoned calls of today.")),
    ACTION(SCREEN_ALARMS, SCREEN, "screen-alarms", "6", N_("Alarms"), N_("Show the alarms of today.")),
    ACTION(SCREEN_TREND, SCREEN, "screen-trend", "7", N_("Trend"), N_("Show the day by interval.")),
    ACTION(FILTER, LIST, "filter", "/ F3", N_("Filter"), N_("Show only rows that hold a text.")),
    ACTION(FILTER_NEXT, LIST, "filter-next", "n", N_("Next match"), N_("Select the next matching row.")),
    ACTION(FILTER_PREV, LIST, "filter-prev", "N", N_("Previous match"), N_("Select the previous matching row.")),
    ACTION(SORT_PREV, LIST, "sort-prev", "<", N_("Sort left"), N_("Sort by the column to the left.")),
    ACTION(SORT_NEXT, LIST, "sort-next", "> F4", N_("Sort"), N_("Sort by the column to the right.")),
    ACTION(SORT_REVERSE, LIST, "sort-reverse", "R", N_("Reverse"), N_("Turn the order of the rows round.")),
    ACTION(COLUMNS, LIST, "columns", "c F6", N_("Columns"), N_("Choose the columns of the list.")),
    ACTION(GROUP, LIST, "group", "v F7", N_("Group"), N_("Group the rows by team, by state or not at all.")),
    ACTION(FILTER_SITE, LIST, "filter-site", "S", N_("Site"), N_("Show the rows of one site.")),
    ACTION(FILTER_TEAM, LIST, "filter-team", "T", N_("Team"), N_("Show the rows of one team.")),
    ACTION(FILTER_QUEUE, LIST, "filter-queue", "Q", N_("Queue"), N_("Show the rows of one queue.")),
    ACTION(FILTER_STATE, LIST, "filter-state", "s", N_("State"), N_("Show the rows in one state.")),
    ACTION(FILTER_CLEAR, LIST, "filter-clear", "x", N_("Clear filters"), N_("Show all rows again.")),
    ACTION(PERIOD, LIST, "period", "t F2", N_("Period"),
           N_("Count the running interval, the running shift segment or today.")),
    ACTION(FOLD, LIST, "fold", "Space", N_("Fold"), N_("Fold or unfold the group or the healthy queues.")),
    WRITING(ACK, ALARM, "ack", "a F5", N_("Acknowledge"),
            N_("Acknowledge the selected alarm, elsewhere the worst one, with a note.")),
    ACTION(ALARM_LIST, ALARM, "alarm-list", "A", N_("Alarms"), N_("Go to the list of alarms.")),
    ACTION(HELP, PROGRAM, "help", "? F1", N_("Help"), N_("Show the keys and what they do.")),
    ACTION(COMMAND, PROGRAM, "command", ":", N_("Command"),
           N_("Type the name of an action or a command; Tab completes it.")),
    ACTION(REDRAW, PROGRAM, "redraw", "C-l", N_("Redraw"), N_("Draw the whole screen again.")),
    ACTION(POLL, PROGRAM, "poll", "r", N_("Refresh"), N_("Ask the backend now.")),
    ACTION(MOUSE, PROGRAM, "mouse", "m", N_("Mouse"),
           N_("Turn the mouse on or off; with Shift the terminal selects text.")),
    ACTION(ZOOM, PROGRAM, "zoom", "z F8", N_("Zoom"), N_("Give the pane the whole screen, or end that.")),
    ACTION(THEME, PROGRAM, "theme", "C-t F9", N_("Theme"), N_("Go to the next theme.")),
    ACTION(SCREENSHOT, PROGRAM, "screenshot", "P", N_("Screenshot"),
           N_("Save the screen as text, ANSI or SVG.")),
    ACTION(SAVE, PROGRAM, "save", "W", N_("Save"), N_("Keep theme, columns and sorting for the next start.")),
    ACTION(SUSPEND, PROGRAM, "suspend", "C-z", N_("Suspend"), N_("Go back to the shell; fg returns.")),
    ACTION(QUIT, PROGRAM, "quit", "q F10", N_("Quit"), N_("Leave; elsewhere than on the first screen go back.")),
    ACTION(YES, PROGRAM, "yes", "y", N_("Yes"), N_("Say yes to a question.")),
    ACTION(NO, PROGRAM, "no", "n", N_("No"), N_("Say no to a question.")),
};
/* clang-format on */

const struct action_def *action_find(const char *name)
{
    for (int a = ACT_NONE + 1; a < ACT_COUNT; a++) {
        if (strcmp(action_defs[a].name, name) == 0) {
            return &action_defs[a];
        }
    }
    return NULL;
}
