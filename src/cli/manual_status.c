/* The texts of zhiban-status(1) and zhiban-wall(1): the floor for scripts, and for a monitor. */
#include "manual.h"
#include "zhiban/base/intl.h"

const struct manual_block manual_status[] = {
    {MAN_PARA, NULL,
     N_("A single snapshot has no history: its totals are the backend's own, since whenever they "
        "run, and alarms are judged at once, without the time they would have to stand. With "
        "`--watch` the command lives as long as its pipe: it prints at each poll, keeps hold "
        "times, tells a failing backend once on standard error and prints the last good data with "
        "its age until the backend answers again.")},
    {MAN_PARA, NULL,
     N_("With `--output` the file is replaced as a whole at each snapshot, so that a reader never "
        "sees half of one. Callers' numbers are masked as on the screens.")},
    {MAN_SUB, NULL, N_("Formats")},
    {MAN_ITEM, "--format table",
     N_("For people, as wide as the terminal; below it the standing alarms, worst first. In a "
        "terminal `--watch` repaints it.")},
    {MAN_ITEM, "--format csv",
     N_("RFC 4180 with a header; an unknown value is empty. Durations are seconds, rates percent. "
        "Fields that a spreadsheet program would take for a formula are guarded. With `--watch` "
        "the header comes once and each row begins with its time.")},
    {MAN_ITEM, "--format json",
     N_("The document of zhiban-snapshot(5) with the computed figures; an unknown value is null. "
        "With `--watch` one document a line. Errors are JSON too, on standard error.")},
    {MAN_ITEM, "--format prometheus",
     N_("The text format of Prometheus. Durations are seconds, rates run from 0 to 1; a figure "
        "that is unknown is left out, so that a graph has a gap and not a zero.")},
    {0},
};

const struct manual_block manual_status_exits[] = {
    {MAN_ITEM, "0", N_("The snapshot was printed. With `--alarm-exit`: and no alarm stands.")},
    {MAN_ITEM, "2", N_("Wrong usage or configuration, or no backend is configured.")},
    {MAN_ITEM, "3", N_("The backend was not reached, refused the sign-in or was not understood.")},
    {MAN_ITEM, "10", N_("With `--alarm-exit`: the worst standing alarm is of level attention.")},
    {MAN_ITEM, "11", N_("With `--alarm-exit`: the worst standing alarm is critical.")},
    {0},
};

const struct manual_block manual_status_examples[] = {
    {MAN_PARA, NULL,
     N_("A line of crontab(5) that writes to the system log when an alarm stands or the backend "
        "does not answer; where the PATH of cron lacks zhiban, write its whole path:")},
    {MAN_CODE, NULL,
     "* * * * *  zhiban status --alarm-exit -q --output /dev/null || logger -t zhiban \"status "
     "$?\""},
    {MAN_PARA, NULL,
     N_("Another that keeps a table of the floor every half hour (crontab wants its percent signs "
        "escaped):")},
    {MAN_CODE, NULL,
     "0,30 * * * *  zhiban -q status --format csv --output ~/floor-$(date +\\%H\\%M).csv"},
    {MAN_PARA, NULL, N_("A check for Nagios and its kin, whose levels are 0, 1, 2 and 3:")},
    {MAN_CODE, NULL,
     "#!/bin/sh\n"
     "floor=$(zhiban -q status --alarm-exit 2>&1)\n"
     "status=$?\n"
     "printf '%s\\n' \"$floor\" | tail -n 1\n"
     "case $status in 0) exit 0 ;; 10) exit 1 ;; 11) exit 2 ;; *) exit 3 ;; esac"},
    {MAN_PARA, NULL,
     N_("For Prometheus, let the text-file collector of its node exporter read what a service "
        "keeps up to date (Type=exec, Restart=always):")},
    {MAN_CODE, NULL,
     "zhiban status --watch --format prometheus --output /var/lib/node_exporter/zhiban.prom"},
    {MAN_PARA, NULL, N_("The queues with waiting callers, by jq(1), whenever a snapshot comes:")},
    {MAN_CODE, NULL,
     "zhiban status --watch --format json |\n"
     "    jq -r '.queues[] | select(.waiting > 0) | \"\\(.name) \\(.waiting) "
     "\\(.longest_wait_s)\"'"},
    {0},
};

const struct manual_block manual_wall[] = {
    {MAN_PARA, NULL,
     N_("Each queue has a row of large digits, coloured by their limits; a row whose queue has an "
        "alarm is marked. Without a list the open queues are shown, and closed ones in which "
        "something is wrong; in a list `*` stands for the total of all queues, each person once. "
        "The last line shows the worst alarm that nobody has acknowledged. The digits grow with "
        "the terminal: choose the font so that a page holds what the room should see. From 80 "
        "columns and 24 rows on it is readable; fewer queues and figures make larger digits.")},
    {MAN_PARA, NULL,
     N_("Figures are, six at most: abandoned, answer_rate, answerable, answered, longest, "
        "not_ready, offered, service_level, signed_in, talking, waiting and wrapup. Without a "
        "list: waiting, longest, answerable and answer_rate. Their formulas are in "
        "zhiban-metrics(7).")},
    {MAN_PARA, NULL,
     N_("Queues, figures and the seconds of a page may also be set in the section [wall] of "
        "zhiban.conf(5). On a monitor that anybody can reach use `--readonly`. `t` turns the "
        "period of the totals, `q` leaves. Data that is not current is dimmed, and its age and "
        "cause stand in the head line, as on the other screens.")},
    {MAN_SUB, NULL, N_("A machine that shows nothing else")},
    {MAN_PARA, NULL,
     N_("Let a console log in by itself and end with this in its profile; the board starts again "
        "if it should end:")},
    {MAN_CODE, NULL, "while :; do zhiban wall --readonly; sleep 5; done"},
    {0},
};
