/* The figures in words: the one table behind zhiban-metrics(7), the help of a column and the
 * formulas of the drill-down. A, B, AT, BT, BS and T are explained by its first rows. */
#include "zhiban/base/intl.h"
#include "zhiban/model/figures.h"

#include <string.h>

/* clang-format off */
const struct figure_def figure_defs[] = {
    /* Counts */
    {"waiting", N_("Calls waiting"), N_("calls in the queue now"),
     N_("Limits for attention and critical belong to each queue."), "calls"},
    {"longest_wait", N_("Longest wait"), N_("max(now − joined) over the calls waiting"),
     N_("Of the calls waiting now; the longest wait of the day is a figure of its own."), "s"},
    {"longest_today", N_("Longest wait of the day"),
     N_("the largest longest wait seen since the day began"),
     N_("Seen at each poll, so a wait between two polls may be missed by one poll interval."), "s"},
    {"offered", N_("Offered"), N_("every call that entered the queue"),
     N_("Holds the calls still waiting. Rates divide by the calls that are decided."), "calls"},
    {"decided", N_("Decided"), N_("offered − still waiting, never less than A + B"),
     N_("Answered, abandoned and flowed out: what rates divide by."), "calls"},
    {"answered", N_("Answered"), N_("A"), N_("Calls an agent took."), "calls"},
    {"answered_in_target", N_("Answered in target"), N_("AT: answered within T seconds"),
     N_("T is the target of the queue; when the backend counts with another T, that one is used "
        "and named."), "calls"},
    {"abandoned", N_("Abandoned"), N_("B"),
     N_("The caller hung up while queueing or ringing; booked at that moment. A callback is not "
        "an abandon."), "calls"},
    {"abandoned_in_target", N_("Abandoned in target"), N_("BT: abandoned within T seconds"),
     N_("Used by the service-level variants f1 and f4."), "calls"},
    {"abandoned_short", N_("Short abandons"), N_("BS: abandoned within S seconds"),
     N_("S is the setting wallboard.short_abandon_sec, 5 by default."), "calls"},
    /* Rates of a queue */
    {"service_level", N_("Service level"), N_("f5: AT / (A + B − BS)"),
     /* xgettext:no-c-format */
     N_("The variant is the setting wallboard.sl_variant and its name stands beside the figure. "
        "Usual target: 80 % in 20 s; hotlines 15 s."), "%"},
    {"service_level_f1", N_("Service level f1"), N_("(AT + BT) / (A + B)"),
     N_("A caller who gives up within the target counts as served."), "%"},
    {"service_level_f2", N_("Service level f2"), N_("AT / A"),
     N_("Of the answered calls only; abandoned calls do not lower it."), "%"},
    {"service_level_f3", N_("Service level f3"), N_("AT / (A + B)"),
     N_("The strictest variant: every abandoned call lowers it."), "%"},
    {"service_level_f4", N_("Service level f4"), N_("AT / (A + B − BT)"),
     N_("Calls abandoned within the target are left out."), "%"},
    {"service_level_f5", N_("Service level f5"), N_("AT / (A + B − BS)"),
     N_("Short abandons are left out. The default."), "%"},
    {"answered_within", N_("Answered within N s"), N_("answered within N s / decided"),
     N_("N is 15, 20 or 30."), "%"},
    {"answer_rate", N_("Answer rate"), N_("A / decided"),
     N_("Usual target: 90 to 95 %; government hotlines 95 % (GB/T 33358)."), "%"},
    {"abandon_rate", N_("Abandonment rate"), N_("(B − BS) / (decided − BS)"),
     N_("The caller hung up. Usual limit: 5 %."), "%"},
    {"loss_rate", N_("Loss rate"), N_("(decided − A) / decided"),
     N_("Every unanswered end: also overflow, time-out and no agent. Never a synonym of the "
        "abandonment rate."), "%"},
    {"asa", N_("Average speed of answer"), N_("Σ wait of answered calls / A"),
     N_("From entering the queue, booked at the answer. Usual target: 30 s."), "s"},
    {"aht", N_("Average handle time"), N_("Σ (talk + hold + after-call work) / A"),
     N_("Ringing and queueing are out."), "s"},
    {"att", N_("Average talk time"), N_("Σ talk / A"), N_("Without hold."), "s"},
    {"acw", N_("Average after-call work"), N_("Σ after-call work / A"),
     N_("Usual: 30 to 60 s."), "s"},
    {"trend", N_("Trend"), N_("offered per interval of the day"),
     N_("One bar an interval (sched.interval_min). An interval without data is a gap, an interval "
        "seen in part is marked."), "calls"},
    {"max_waiting", N_("Most waiting"), N_("max(calls waiting) in the interval"),
     N_("Seen at each poll."), "calls"},
    /* People */
    {"signed_in", N_("Signed in"), N_("agents in any state but signed out and unknown"),
     N_("A person counts in each of her queues, and once in the totals."), "agents"},
    {"ready", N_("Ready"), N_("agents in the state ready"), N_("Free for the next call."),
     "agents"},
    {"answerable", N_("Answerable"), N_("ready agents who can take this queue"),
     N_("A person of several skills is answerable in each of her queues."), "agents"},
    {"talking", N_("Talking"), N_("agents talking or with a caller on hold"),
     N_("Ringing is not talking yet."), "agents"},
    {"wrapup", N_("In after-call work"), N_("agents in after-call work"),
     N_("The state the switch sets after a call, until the agent is ready again."), "agents"},
    {"not_ready", N_("Not ready"), N_("agents paused or unavailable"),
     N_("All reasons together; the reason stands beside the person."), "agents"},
    {"not_ready_rate", N_("Not-ready rate"), N_("not ready / signed in"),
     N_("Each person once."), "%"},
    {"pause_share", N_("Share in a pause"),
     N_("limit = max(1, signed in of the team × share, rounded up)"),
     N_("Of the team by day, of the site at night; the share belongs to the pause reason."),
     "agents"},
    {"state_time", N_("Time in state"),
     N_("time of the snapshot − start of the state + time since it arrived"),
     N_("Runs on the monotonic clock, so a wrong wall clock never shows. Where the backend gives "
        "no start, since zhiban first saw the state."), "s"},
    {"occupancy", N_("Occupancy"),
     N_("(talk + hold + after-call work) / (talk + hold + after-call work + ready)"),
     N_("Breaks are out. Usual: 80 to 85 %, not long above 85 %."), "%"},
    {"seat_utilisation", N_("Seat utilisation"),
     N_("(talk + ready + after-call work) / (8 h × 60 × working days)"),
     N_("The handbook's own figure: it counts waiting for calls, so it is not occupancy."), "%"},
    {"utilisation", N_("Utilisation"),
     N_("signed-in time without meals and breaks / paid time"), N_("Usual target: 90 %."), "%"},
    {"adherence", N_("Schedule adherence"), N_("max(0, 1 − exception / scheduled)"),
     N_("Exception: minutes in the wrong state, both ways; a start up to 5 minutes late counts 0, "
        "a later one in full. Work outside the shift adds to both parts."), "%"},
    {"conformance", N_("Conformance"), N_("worked on queue / scheduled on queue"),
     N_("May exceed 100 %. Work without a schedule is ∞."), "%"},
    {"shrinkage", N_("Shrinkage"), N_("hours not available, outside and inside / scheduled hours"),
     N_("Usual: 25 to 35 %."), "%"},
    {"attendance_rate", N_("Attendance rate"), N_("days attended / working days of the month"),
     N_("Working days from the roster; less 0.5 for each half day of absence; a night is one "
        "day."), "%"},
    {"punctual_rate", N_("Punctual attendance rate"),
     N_("days on time / (working days − days of leave and training)"),
     N_("Leave and training are left out of this rate only."), "%"},
    {"forecast_error", N_("Forecast error"), N_("WAPE = Σ |actual − forecast| / Σ actual"),
     N_("Per day and interval; the bias, Σ (forecast − actual) / Σ actual, stands beside it."),
     "%"},
};
/* clang-format on */
const size_t n_figure_defs = sizeof figure_defs / sizeof *figure_defs;

const struct figure_def *figure_def(const char *key)
{
    for (size_t i = 0; i < n_figure_defs; i++) {
        if (strcmp(figure_defs[i].key, key) == 0) {
            return &figure_defs[i];
        }
    }
    return NULL;
}
