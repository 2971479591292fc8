/* What the panes read: one bundle of borrowed pointers per sync, filled from the application or, in
 * tests, by hand; and the words, marks and styles all panes share. */
#ifndef ZHIBAN_TUI_VIEW_H
#define ZHIBAN_TUI_VIEW_H

#include "canvas.h"
#include "zhiban/svc/app.h"

struct view {
    const struct app *app; /* NULL: the fields below were filled by hand, lost calls included */
    const struct centre *centre;
    const struct config *config;
    const struct floor *floor; /* NULL before the first snapshot */
    const struct totals *totals;
    const struct timeline *timeline;
    const struct alarms *alarms;
    struct feed_status feed;
    enum period period;
    int64_t mono_ms, now;
    const struct lost_call *lost; /* when app is NULL */
    size_t n_lost;
};
/* Valid until the next app_step. */
struct view view_of(const struct app *app);

size_t view_lost_count(const struct view *v);
const struct lost_call *view_lost_at(const struct view *v, size_t i);
/* Whether what is shown is not current: dim it. */
bool view_stale(const struct view *v);

/* The Chinese or the English name by the language in force; the other one when it is empty. */
const char *view_pick(const char *zh, const char *en);
/* The centre's name of a queue, team, site or reason, else what the backend calls it, else its id.
 */
const char *view_queue_name(const struct view *v, uint32_t queue);
const char *view_team_name(const struct view *v, const char *team);
const char *view_site_name(const struct view *v, const char *site);
const char *view_reason_name(const struct view *v, uint32_t agent);
const char *view_pause_name(const struct centre *c, const char *code);
/* The team and site ids of an agent: the backend's, else the centre's; "" unknown. */
const char *view_team(const struct view *v, uint32_t agent);
const char *view_site(const struct view *v, uint32_t agent);
/* The index of an id on the floor, or NO_QUEUE / NO_AGENT. */
uint32_t view_find_queue(const struct view *v, const char *id);
uint32_t view_find_agent(const struct view *v, const char *id);
bool view_agent_in(const struct view *v, uint32_t agent, uint32_t queue);
/* A caller's number as it may be shown. Appends. */
void view_caller(const struct view *v, struct buf *to, const char *caller);
/* The tally of a queue in a period; every field UNKNOWN when nothing was booked. */
struct tally view_tally(const struct view *v, uint32_t queue, enum period p);
/* Whether its averages, abandons and service level hold averages of the backend's own: "≈". */
bool view_about(const struct view *v, uint32_t queue, enum period p);
/* Calls that ended unanswered in any way: the abandons where they are told apart, else the losses.
 */
int64_t view_lost_calls(const struct tally *t);
bool view_abandons_known(const struct view *v);
/* The head of that count: "Abandoned", or "Losses". */
const char *view_lost_word(const struct view *v);
/* The last n intervals' offered calls of a queue (NO_QUEUE: all), oldest first, −1 where there is
 * no data. */
void view_trend(const struct view *v, uint32_t queue, double *to, int n);
/* "Today", "This shift", "This interval" (translated); and " · since 09:12" when the totals did not
 * start with the period. Appends. */
const char *view_period_word(enum period p);
void view_put_since(const struct view *v, struct buf *to);
bool view_since_late(const struct period_total *t);
/* The beginning of the first interval of the day that was seen; UNKNOWN: none was. In it counting
 * may have begun later: then that moment, where it is known. */
int64_t view_seen_since(const struct view *v);
/* " · since 15:02" when the day was not seen from its start. Appends. */
void view_put_seen(const struct view *v, struct buf *to);

/* Shared words and looks. Words are translated. */
const char *state_word(enum agent_state s);
enum style state_style(enum agent_state s);
/* Signed in and working first, signed out last: the order of groups. */
int state_order(enum agent_state s);
const char *level_mark(enum level l); /* "", "!", "‼" */
/* A mark as the canvas shows it: "‼" takes two cells in ASCII, so that it differs from "!". */
const char *mark_drawn(const char *mark, bool ascii);
const char *level_word(enum level l);
enum style level_style(enum level l, enum style calm);

/* Appends: a count or "–"; HH:MM or HH:MM:SS of an instant in the centre's zone; a text with
 * {0}..{3}. */
void put_count(struct buf *to, int64_t n);
void put_hhmm(struct buf *to, const struct zone *z, int64_t at, bool seconds);
void put_text(struct buf *to, const char *text, const char *a0, const char *a1, const char *a2);
/* The decimal text of a number in a caller's buffer. */
const char *count_text(char to[24], int64_t n);

#endif
