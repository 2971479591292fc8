/* A floor for the tests of the panes: the demonstration centre on Saturday 2026-11-21 at 15:02:31,
 * seen every ten seconds since 08:00, built with the model's own functions; and the panes' pictures
 * as text. */
#ifndef ZHIBAN_TESTS_TUI_PANE_FIXTURE_H
#define ZHIBAN_TESTS_TUI_PANE_FIXTURE_H

#include "list_pane.h"
#include "pane.h"
#include "view.h"

struct fx {
    struct config config; /* its centre is the one in use */
    struct snapshot *snap;
    struct floor *floor;
    struct totals *totals;
    struct timeline *timeline;
    struct alarms *alarms;
    struct lost_call lost[4];
    struct view v;
};
#define FX_NOW 1795244551 /* 2026-11-21T15:02:31+08:00 */

void fx_open(struct fx *f);
void fx_close(struct fx *f);
/* A floor of n agents in two queues, for speed and scrolling; totals and alarms are empty. */
void fx_open_many(struct fx *f, uint32_t n);
/* A floor with nothing counted as Asterisk tells it: no abandons, approximate averages. */
void fx_open_asterisk(struct fx *f);
/* The same, started today: what it counted before the first poll belongs to the day. */
void fx_open_asterisk_of_today(struct fx *f);

/* The text of what `draw` puts on rows × cols. */
typedef void fx_draw_fn(const void *what, struct canvas *c);
char *fx_picture(int rows, int cols, bool ascii, fx_draw_fn *draw, const void *what);
char *fx_pane(const struct pane *p, int rows, int cols, bool ascii);
/* The line of a picture that holds `text`, as a copy; "" when there is none. */
char *fx_line(const char *picture, const char *text);
/* Compares with tests/fixtures/tui/NAME.txt; with ZHIBAN_UPDATE=1 in the environment it is written
 * anew. */
void fx_same(const char *picture, const char *name);

#endif
