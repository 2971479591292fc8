/* The drill-down of an agent (detail_agent.h). */
#include "detail_agent.h"

#include <string.h>

#include "detail.h"
#include "facts.h"
#include "pane_agents.h"
#include "pane_timeline.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/text.h"

/* ---- head -------------------------------------------------------------- */

static void put_part(struct buf *to, const char *text)
{
    if (*text) {
        buf_puts(to, to->len > 0 ? " · " : "");
        buf_puts(to, text);
    }
}

static void put_now(const struct view *v, uint32_t i, struct buf *to)
{
    const struct snap_agent *a = &v->floor->snap->agents[i];
    struct buf b = {0};
    int64_t s = floor_state_s(v->floor, i, v->mono_ms);
    text_duration(&b, s == UNKNOWN ? -1 : s);
    buf_puts(to, state_word(a->state));
    buf_putc(to, ' ');
    if (v->floor->agents[i].since_seen) {
        put_text(to, _("at least {0}"), buf_str(&b), NULL, NULL);
    } else {
        buf_puts(to, buf_str(&b));
    }
    put_part(to, view_reason_name(v, i));
    int64_t over = agent_overrun_s(v, i);
    if (over > 0) {
        buf_reset(&b);
        buf_puts(to, " +");
        text_duration(to, over);
    }
    if (a->call_queue != NO_QUEUE) {
        put_part(to, view_queue_name(v, a->call_queue));
    }
    buf_reset(&b);
    view_caller(v, &b, a->caller);
    put_part(to, buf_str(&b));
    buf_release(&b);
}

static void agent_head(const struct view *v, const char *id, struct buf *title, struct buf *line)
{
    uint32_t i = v->floor ? view_find_agent(v, id) : NO_AGENT;
    if (i == NO_AGENT) {
        buf_puts(title, id);
        buf_puts(line, _("The backend does not name this agent any more."));
        return;
    }
    const struct snap_agent *a = &v->floor->snap->agents[i];
    put_part(title, a->name);
    if (strcmp(a->name, a->id) != 0) {
        put_part(title, a->id);
    }
    put_part(title, view_team_name(v, view_team(v, i)));
    put_part(title, view_site_name(v, view_site(v, i)));
    if (*a->extension) {
        buf_puts(title, " · ");
        put_text(title, _("extension {0}"), a->extension, NULL, NULL);
    }
    put_now(v, i, line);
}

/* ---- totals ------------------------------------------------------------ */

static void add_duration(struct facts_pane *p, const char *name, int64_t s)
{
    struct buf b = {0};
    text_duration(&b, s == UNKNOWN ? -1 : s);
    facts_add(p, name, buf_str(&b), NULL, NULL, STY_TEXT);
    buf_release(&b);
}

static void add_count(struct facts_pane *p, const char *name, int64_t n)
{
    char num[24];
    facts_add(p, name, count_text(num, n), NULL, NULL, STY_TEXT);
}

static void add_average(struct facts_pane *p, const char *name, int64_t sum_s, int64_t n)
{
    char value[16];
    figure_mmss(fig_aht_part(sum_s, n), value);
    facts_add(p, name, value, NULL, NULL, STY_TEXT);
}

static void read_totals(struct facts_pane *p, const struct view *v)
{
    uint32_t i = view_find_agent(v, p->subject);
    if (i == NO_AGENT) {
        return;
    }
    const struct snap_agent *a = &v->floor->snap->agents[i];
    char pct[16];
    struct buf b = {0};
    add_count(p, _("Answered"), a->answered);
    add_count(p, _("Missed"), a->missed);
    add_duration(p, _("Talking"), a->talk_s);
    add_duration(p, _("On hold"), a->hold_s);
    add_duration(p, _("After-call work"), a->wrap_s);
    add_duration(p, _("Ready"), a->ready_s);
    add_duration(p, _("Not ready"), a->paused_s);
    add_average(p, _("Average talk time"), a->talk_s, snap_agent_calls(a));
    add_average(p, _("Average hold time"), a->hold_s, snap_agent_calls(a));
    add_average(p, _("Average after-call work"), a->wrap_s, snap_agent_calls(a));
    figure_pct(fig_occupancy(a->talk_s, a->hold_s, a->wrap_s, a->ready_s), pct);
    facts_add(p, _("Occupancy"), pct, NULL, NULL, STY_TEXT);
    put_hhmm(&b, v->centre->zone, a->login, true);
    facts_add(p, _("Signed in at"), buf_str(&b), NULL, NULL, STY_TEXT);
    buf_reset(&b);
    put_hhmm(&b, v->centre->zone, v->floor->snap->counters_since, false);
    facts_add(p, _("Counted since"), buf_str(&b), NULL, NULL, STY_DIM);
    buf_release(&b);
}

/* Her queues, with what waits in each. */
static void read_queues(struct facts_pane *p, const struct view *v)
{
    uint32_t i = view_find_agent(v, p->subject);
    if (i == NO_AGENT) {
        return;
    }
    const struct snapshot *s = v->floor->snap;
    const struct snap_agent *a = &s->agents[i];
    for (uint32_t k = 0; k < a->n_queues; k++) {
        uint32_t q = s->queue_refs[a->first_queue + k];
        char n[24];
        struct buf b = {0};
        if (q < s->n_queues) {
            put_text(&b, _("Waiting {0}"), count_text(n, s->queues[q].waiting), NULL, NULL);
            facts_add(p, view_queue_name(v, q), buf_str(&b), NULL, NULL,
                      q == a->call_queue ? STY_TALK : STY_TEXT);
        }
        buf_release(&b);
    }
}

/* ---- sections ---------------------------------------------------------- */

static struct pane *make_states(const struct config *config, const char *id)
{
    return timeline_pane_new(config, id, TIMELINE_STATES);
}

static struct pane *make_calls(const struct config *config, const char *id)
{
    return timeline_pane_new(config, id, TIMELINE_CALLS);
}

static struct pane *make_pauses(const struct config *config, const char *id)
{
    return timeline_pane_new(config, id, TIMELINE_PAUSES);
}

static struct pane *make_totals(const struct config *config, const char *id)
{
    return facts_new(config, id, read_totals, N_("Totals"));
}

static struct pane *make_queues(const struct config *config, const char *id)
{
    return facts_new(config, id, read_queues, N_("Queues"));
}

static const struct section sections[] = {
    {N_("Time line"), make_states}, {N_("Calls"), make_calls},   {N_("Pauses"), make_pauses},
    {N_("Totals"), make_totals},    {N_("Queues"), make_queues},
};
static const struct detail_kind kind = {
    .name = "agent",
    .sections = sections,
    .n_sections = sizeof sections / sizeof sections[0],
    .head = agent_head,
};

struct pane *detail_agent_new(struct app *app, const char *id)
{
    return detail_new(app, &kind, id);
}
