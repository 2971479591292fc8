/* What the columns of the organisation mean, for zhiban.conf(5): one sentence each. A column
 * without a sentence is accepted, so that the organisation's files load as they are, but the board
 * does not use it. */
#include <string.h>

#include "manual.h"
#include "zhiban/base/intl.h"

#define NAMES(table)                                                                               \
    {table, "name_zh", N_("The name where the interface is Chinese.")},                            \
    {                                                                                              \
        table, "name_en", N_("The name where it is English.")                                      \
    }

const struct manual_column manual_columns[] = {
    {"backend", "url", N_("What it speaks and where it is; see below.")},
    {"backend", "secret_file",
     N_("A file with the secret in its first line, readable by its owner only. `~/` is the home "
        "folder; a relative path lies beside zhiban.conf.")},
    {"backend", "secret_command",
     N_("A command whose first line of output is the secret, such as a password manager's; it has "
        "5 seconds.")},
    {"backend", "ca_file",
     N_("Certificates of one's own authority (PEM), instead of the system's.")},
    {"backend", "insecure",
     N_("`on` sends the secret over plain http to another machine too. Off by default: then only "
        "to "
        "this one.")},
    {"queue", "queue_id", NULL},
    NAMES("queue"),
    {"queue", "channel",
     N_("voice, outbound or chat. Outbound queues have only their own targets and are left out of "
        "the totals.")},
    {"queue", "open_from",
     N_("Opening time, HH:MM. A closed queue raises no alarm unless somebody waits in it.")},
    {"queue", "open_to",
     N_("Closing time, HH:MM; 24:00 is midnight, and before `open_from` it is a time of the next "
        "day.")},
    {"queue", "skill", N_("The skill its agents need: for the simulated centre.")},
    {"queue", "priority", N_("Whose calls come first, 1 before 5: for the simulated centre.")},
    {"queue", "sl_pct", N_("Target of the service level in percent; 0: the centre's.")},
    {"queue", "sl_seconds",
     N_("Seconds within which a call should be answered; 0: the centre's. A backend that counts "
        "with another time is believed, and its time is named.")},
    {"queue", "asa_seconds", NULL},
    {"queue", "answer_pct", N_("Target of the answer rate in percent; 0: the centre's.")},
    {"queue", "abandon_pct", N_("Limit of the abandonment in percent; 0: the centre's.")},
    {"queue", "aht_seconds", N_("Usual handle time in seconds: for the simulated centre.")},
    {"queue", "acw_seconds", N_("Seconds of after-call work beyond which the agent is marked.")},
    {"queue", "waiting_warn", N_("From so many callers waiting on: attention. 0: no limit.")},
    {"queue", "waiting_crit", N_("From so many on: critical. 0: twice `waiting_warn`.")},
    {"queue", "longest_warn_s", N_("A longest wait over so many seconds: attention. 0: no limit.")},
    {"queue", "longest_crit_s", N_("Over so many: critical. 0: twice `longest_warn_s`.")},
    {"queue", "min_ready_by_segment",
     N_("The least free agents in each segment, as pairs: `A=2 B=1 N=0`.")},
    {"queue", "wrapup_sec",
     N_("Seconds of after-call work that the switch gives after a call of this queue, for an "
        "Asterisk, which does not tell; 0: `wallboard.wrapup_sec`.")},
    {"queue", "remark", NULL},
    {"segment", "code", NULL},
    NAMES("segment"),
    {"segment", "segments",
     N_("Its spans of the day, `08:00-12:00`, several with `;` between. One that ends on the next "
        "day says so: `18:00-08:00+1`; the segment then counts as night.")},
    {"segment", "crosses_midnight", NULL},
    {"segment", "span_minutes", NULL},
    {"segment", "unpaid_minutes", NULL},
    {"segment", "meal_windows", NULL},
    {"segment", "min_main",
     N_("The least people at the main site. Where any segment has a minimum, only those with one "
        "run the floor.")},
    {"segment", "min_remote", NULL},
    {"segment", "min_lead", NULL},
    {"segment", "kind",
     N_("`segment` for those that run the floor one after the other, which may not overlap; the "
        "other kinds (composite, flex, standby, training, rest) are for rosters.")},
    {"segment", "origin", NULL},
    {"segment", "remark", NULL},
    {"pause", "code", NULL},
    NAMES("pause"),
    {"pause", "class", NULL},
    {"pause", "paid", NULL},
    {"pause", "needs_approval", NULL},
    {"pause", "max_minutes", N_("The longest one pause may be, in minutes; 0: no limit.")},
    {"pause", "max_per_shift",
     N_("The longest all pauses of this reason may be in a shift, in minutes; 0: no limit.")},
    {"pause", "night_max_minutes",
     N_("The same as `max_minutes` on a night segment; empty: as by day.")},
    {"pause", "night_max_per_shift",
     N_("The same as `max_per_shift` on a night segment; empty: as by day.")},
    {"pause", "max_share_pct",
     N_("How many of a team (at night: of a site) may be in it at once, in percent of those signed "
        "in; at least one person may. 0: no limit.")},
    {"pause", "warn_minutes", N_("From so many minutes on: attention. 0: from `max_minutes` on.")},
    {"pause", "window", NULL},
    {"pause", "over_action",
     N_("What a pause over its limit is: `remind`, attention, or `alert`, critical.")},
    {"pause", "remark", NULL},
    {"team", "team_id", NULL},
    NAMES("team"),
    {"team", "site", N_("The code of its site.")},
    {"team", "leader_id", NULL},
    {"team", "deputy_id", NULL},
    {"team", "supervisor_id", NULL},
    {"team", "main_queue", NULL},
    {"team", "span_min", NULL},
    {"team", "span_max", NULL},
    {"team", "remark", NULL},
    {"site", "site", NULL},
    NAMES("site"),
    {"site", "kind", NULL},
    {"site", "open_from", NULL},
    {"site", "open_to", NULL},
    {"site", "head_id", NULL},
    {"site", "remark", NULL},
};
const size_t n_manual_columns = sizeof manual_columns / sizeof *manual_columns;

const char *manual_column(const char *table, const char *column)
{
    for (size_t i = 0; i < n_manual_columns; i++) {
        const struct manual_column *m = &manual_columns[i];
        if (strcmp(m->table, table) == 0 && strcmp(m->column, column) == 0) {
            return m->text;
        }
    }
    return NULL;
}
