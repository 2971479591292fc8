/* The texts of zhiban(1): how to begin, and how to read the screens. */
#include "manual.h"
#include "zhiban/base/intl.h"

const struct manual_block manual_board[] = {
    {MAN_PARA, NULL,
     N_("zhiban shows a team leader her floor live: queues and callers, agents and their states, "
        "alarms, and the day so far. It asks a backend (an Asterisk, or any service that answers "
        "the document of zhiban-snapshot(5)) every `wallboard.poll_sec` seconds. Every figure has "
        "one definition, in zhiban-metrics(7); what a backend does not tell is unknown and shown "
        "as a dash, never as 0, and what it tells only as an average of its own bears ≈.")},
    {MAN_SUB, NULL, N_("The first five minutes")},
    {MAN_PARA, NULL,
     N_("`zhiban demo` opens everything on a simulated centre, without configuration, network or "
        "rights, and leaves nothing behind. Press `?` for the keys, `t` to turn the period, Enter "
        "on a queue or an agent, Esc to come back, `q` to leave.")},
    {MAN_PARA, NULL,
     N_("For a floor of one's own, begin with the commented default configuration, write the "
        "backend into it as zhiban.conf(5) shows for an Asterisk and for a service of one's own, "
        "and let zhiban-doctor(1) check it: it says what is missing and how to mend it.")},
    {MAN_CODE, NULL,
     "mkdir -p ~/.config/zhiban\n"
     "zhiban config --default > ~/.config/zhiban/zhiban.conf\n"
     "vi ~/.config/zhiban/zhiban.conf\n"
     "zhiban doctor\n"
     "zhiban"},
    {MAN_SUB, NULL, N_("The screens")},
    {MAN_PARA, NULL,
     N_("The head line names the centre, its date and clock, the running segment with its end, the "
        "health and age of the data, and how many alarms nobody has acknowledged. The strip below "
        "it counts the whole floor, each person once. Digits choose a screen:")},
    {MAN_ITEM, "1",
     N_("The wallboard: queues, agents, and a band with the alarms and, where the terminal is "
        "wide, the waiting callers and the trend of the day.")},
    {MAN_ITEM, "2", N_("All agents.")},
    {MAN_ITEM, "3", N_("All queues.")},
    {MAN_ITEM, "4", N_("The waiting callers with queue, position and wait.")},
    {MAN_ITEM, "5", N_("The abandoned calls of today, newest first.")},
    {MAN_ITEM, "6",
     N_("The alarms of today, standing and cleared, with who acknowledged them and the note.")},
    {MAN_ITEM, "7", N_("The day by interval, as bars and as figures.")},
    {MAN_PARA, NULL,
     N_("Enter opens what is selected. A queue shows its callers, its agents, its day by interval, "
        "its abandoned calls and the formula of each figure. An agent shows the time line of her "
        "states, her calls and totals, and the caller she speaks with. The selection follows the "
        "person or queue, not the row.")},
    {MAN_PARA, NULL,
     N_("What is wrong floats to the top until a column is chosen for sorting. Healthy queues that "
        "are closed fold away; Space unfolds them. All panes are there from 80 columns and 24 rows "
        "on; on a smaller terminal columns go first, then panes, and `z` gives one pane the whole "
        "screen.")},
    {MAN_SUB, NULL, N_("Getting about")},
    {MAN_PARA, NULL,
     N_("Most acts have a letter and a function key, because a Chinese input method swallows "
        "letters; the full-width forms of `?`, `:` and `/` count as the plain ones. The whole list "
        "is in zhiban-keys(7) and under `?`; the section [keys] of zhiban.conf(5) gives an act "
        "other keys.")},
    {MAN_ITEM, "/",
     N_("Shows only rows that hold a text: a number, a name, and where the people are configured "
        "the initials of the name in pinyin.")},
    {MAN_ITEM, "S T Q s x", N_("Rows of one site, team, queue or state; `x` shows all again.")},
    {MAN_ITEM, "< > R", N_("Sort by the column to the left or right, and the other way round.")},
    {MAN_ITEM, "c", N_("Choose the columns of the list.")},
    {MAN_ITEM, "v", N_("Group by team, by state, or not at all.")},
    {MAN_ITEM, "t",
     N_("Turn the period of all totals: the running interval, the running shift segment, today. A "
        "night segment counts on through midnight.")},
    {MAN_ITEM, "W",
     N_("Keep theme, columns and sorting for the next start. zhiban.conf is never rewritten, and "
        "what stands there comes first.")},
    {MAN_ITEM, ":", N_("A line for commands, completed by Tab: the name of any act, and")},
    {MAN_ITEM, ":set NAME VALUE",
     N_("changes a setting of this terminal until the end, such as `ui.bell off`;")},
    {MAN_ITEM, ":theme NAME", N_("changes the colours;")},
    {MAN_ITEM, ":screenshot FILE",
     N_("saves the screen: as text (.txt), with colours (.ans) or as a picture (.svg);")},
    {MAN_ITEM, ":quit", N_("leaves.")},
    {MAN_SUB, NULL, N_("The age of the data")},
    {MAN_PARA, NULL,
     N_("Beside the health stands the age of the last good answer. Data older than "
        "`wallboard.stale_sec` is never shown as current: rows are dimmed, a banner names the "
        "cause and the next try, and the last good picture stays. While it lasts no alarm is "
        "raised but that the data is missing, and none clears. The program connects again by "
        "itself, and totals are not doubled, because they are added up from differences; a backend "
        "that restarts and counts from 0 again does no harm either.")},
    {MAN_PARA, NULL,
     N_("A total says since when it counts if that is not the start of the day: then the backend "
        "began later, or the program did and the backend does not tell its own start.")},
    {MAN_SUB, NULL, N_("Alarms")},
    {MAN_PARA, NULL,
     N_("A figure beyond its limit is an alarm of level attention (`!`) or critical (`!!`), told "
        "by a mark, a colour and its place. Limits of waiting and targets belong to the queues, "
        "allowances to the pause reasons; targets have defaults for the centre: see "
        "zhiban.conf(5). A figure must stand beyond its limit for a while before it raises an "
        "alarm and be back for a while before it clears, so that nothing flickers; rates are "
        "judged from `centre.rate_min_decided` decided calls on.")},
    {MAN_PARA, NULL,
     N_("`a` or F5 acknowledges the selected alarm, elsewhere the worst open one, and asks for a "
        "note; the name is that of the account. An alarm rings the bell once, and again only when "
        "it becomes a step worse. With `ui.notify` the terminal is asked for a desktop "
        "notification too. With `--readonly` nothing can be acknowledged.")},
    {MAN_SUB, NULL, N_("Terminals")},
    {MAN_PARA, NULL,
     N_("Any terminal in a UTF-8 locale will do. `--ascii` draws marks and lines in plain "
        "characters, NO_COLOR and `--no-color` leave bold, underline and reverse; the Linux "
        "console, which has no Chinese characters, gets English. The language follows the "
        "environment, `ui.lang` or `--lang`. The mouse is off until `m`; then Shift selects text. "
        "Without a terminal the program ends with an error: zhiban-status(1) is for pipes.")},
    {MAN_PARA, NULL,
     N_("Callers' numbers are shown with their middle digits hidden unless `privacy.mask_caller` "
        "is off; in the log they always are.")},
    {MAN_PARA, NULL,
     N_("The manual is in Chinese too: man(1) shows it in a Chinese locale, and in any other "
        "with")},
    {MAN_CODE, NULL, "man -L zh_CN zhiban"},
    {MAN_SUB, NULL, N_("When something is wrong with a backend")},
    {MAN_PARA, NULL,
     N_("`--trace DIR` writes every answer of the backend, cleaned of secrets, to a folder that "
        "`zhiban sim --replay DIR` plays again. Callers' numbers stay in it: look before passing "
        "it on.")},
    {0},
};

const struct manual_block manual_board_files[] = {
    {MAN_ITEM, "~/.config/zhiban/zhiban.conf", N_("The configuration, zhiban.conf(5).")},
    {MAN_ITEM, "~/.config/zhiban/themes/NAME.theme",
     N_("Themes of one's own; one with the name of a shipped theme comes before it. A shipped one "
        "shows the form.")},
    {MAN_ITEM, "~/.local/state/zhiban/ui.conf", N_("Choices kept by `W`.")},
    {MAN_ITEM, "~/.local/state/zhiban/zhiban.log",
     N_("The log: no secrets, callers' numbers masked.")},
    {MAN_ITEM, "share/zhiban",
     N_("Themes and the demonstration centre, beside the program or under the folder it was "
        "installed to.")},
    {MAN_ITEM, "libexec/zhiban/zhiban-sim", N_("The server of the simulated centre.")},
    {0},
};
