/* Constructors of the panes that stand on screens (their `make`) and of the drill-downs. */
#ifndef ZHIBAN_TUI_PANES_H
#define ZHIBAN_TUI_PANES_H

#include "pane.h"

/* Checks the names in ui.columns_*, ui.sort_* and wall.figures; ERR_USAGE tells the nearest known
 * one. */
enum err_code panes_check(const struct config *config, struct err *e);

struct pane *pane_header_new(struct app *app);
struct pane *pane_strip_new(struct app *app);
struct pane *pane_queues_new(struct app *app);
struct pane *pane_board_queues_new(struct app *app); /* takes no more rows than it fills */
struct pane *pane_agents_new(struct app *app);
struct pane *pane_board_agents_new(struct app *app);
struct pane *pane_alarms_new(struct app *app);  /* what stands now */
struct pane *pane_history_new(struct app *app); /* all of today */
struct pane *pane_callers_new(struct app *app);
struct pane *pane_lost_new(struct app *app);
struct pane *pane_trend_new(struct app *app);
struct pane *pane_band_new(struct app *app); /* alarms, callers and trend side by side */
struct pane *pane_wall_new(struct app *app);

#endif
