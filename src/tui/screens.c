/* The screens: which panes, in what order, and what gives way when rows are short (frame.h). The
 * lists that follow their rows (queues, agents) leave what they do not need to the others. */
#include "frame.h"
#include "pane_day.h"
#include "panes.h"
#include "zhiban/base/intl.h"

#define N(a) ((int)(sizeof(a) / sizeof(a)[0]))
#define HEADER                                                                                     \
    {                                                                                              \
        pane_header_new, 1, 0, 0, false                                                            \
    }
#define STRIP                                                                                      \
    {                                                                                              \
        pane_strip_new, 1, 0, 1, false                                                             \
    }

static const struct place board[] = {
    HEADER,
    STRIP,
    {pane_board_queues_new, 4, 6, 2, true},
    {pane_board_agents_new, 4, 4, 4, true},
    {pane_band_new, 3, 3, 3, true},
};
static const struct place agents[] = {HEADER, STRIP, {pane_agents_new, 3, 1, 2, true}};
static const struct place queues[] = {HEADER, STRIP, {pane_queues_new, 3, 1, 2, true}};
static const struct place callers[] = {HEADER, STRIP, {pane_callers_new, 3, 1, 2, true}};
static const struct place lost[] = {HEADER, STRIP, {pane_lost_new, 3, 1, 2, true}};
static const struct place alarms[] = {HEADER, STRIP, {pane_history_new, 3, 1, 2, true}};
static const struct place trend[] = {HEADER, STRIP, {pane_day_new, 3, 1, 2, true}};
static const struct place wall[] = {{pane_wall_new, 1, 1, 0, true}};

const struct screen screens[] = {
    {ACT_SCREEN_BOARD, N_("Wallboard"), board, N(board)},
    {ACT_SCREEN_AGENTS, N_("Agents"), agents, N(agents)},
    {ACT_SCREEN_QUEUES, N_("Queues"), queues, N(queues)},
    {ACT_SCREEN_CALLERS, N_("Waiting"), callers, N(callers)},
    {ACT_SCREEN_LOST, N_("Abandoned"), lost, N(lost)},
    {ACT_SCREEN_ALARMS, N_("Alarms"), alarms, N(alarms)},
    {ACT_SCREEN_TREND, N_("Trend"), trend, N(trend)},
    {ACT_NONE, NULL, NULL, 0},
};
const struct screen wall_screens[] = {
    {ACT_SCREEN_BOARD, N_("Wallboard"), wall, N(wall)},
    {ACT_NONE, NULL, NULL, 0},
};
