/* The texts of zhiban-doctor(1), zhiban-config(1) and zhiban-help(1). */
#include "manual.h"
#include "zhiban/base/intl.h"

const struct manual_block manual_doctor[] = {
    {MAN_PARA, NULL,
     N_("Run it after each change of the configuration, in the terminal the board will run in. It "
        "changes nothing: one snapshot is asked for, and the sign-in is closed again. In csv and "
        "json each check has the columns check, result, message and hint; these are never "
        "translated.")},
    {MAN_SUB, NULL, N_("Checks")},
    {MAN_ITEM, "configuration",
     N_("The file can be read, every key is known and every value good, keys do not clash, the "
        "theme is there. A failure names file, line and the nearest valid name. Mend the line; "
        "`zhiban config --default` shows every key.")},
    {MAN_ITEM, "locale",
     N_("The character set is UTF-8. Otherwise C.UTF-8 is used, which does for the screen; set "
        "LANG to a UTF-8 locale to be rid of the warning.")},
    {MAN_ITEM, "terminal",
     N_("Type, size, colours, and the width of Chinese and line characters. Where the width is "
        "unusual, set another locale or use `--ascii`. Run in a pipe this check only warns.")},
    {MAN_ITEM, "files",
     N_("Themes, demonstration and simulator are found and the log can be written. If not, install "
        "the program again or point ZHIBAN_DATADIR to its data folder.")},
    {MAN_ITEM, "backend",
     N_("Its settings hold together, its secret can be read (from a file that nobody else can "
        "read), it is reached, accepts the sign-in, and answers something that is understood. The "
        "message is that of the screens and says which of these failed.")},
    {MAN_ITEM, "fields",
     N_("What this backend gives and what it lacks. Lacking is no fault: the figure is a dash on "
        "the screen. A json backend is mended by sending the field, see zhiban-snapshot(5); of an "
        "Asterisk wrap-up is not told, so set `wrapup_sec` of the queues.")},
    {MAN_ITEM, "rights",
     N_("What the user of the backend may not ask for. An Asterisk user needs `write = reporting` "
        "for the callers on the agents' rows.")},
    {MAN_ITEM, "clock",
     N_("How far the backend's clock differs from this machine's. Durations on the screen are "
        "right all the same; let both machines follow a time server.")},
    {MAN_ITEM, "data",
     N_("How many queues, agents and callers there are, which values could not be used, and which "
        "queues have no section of their own: for those the centre's targets hold and no limits of "
        "waiting. Write a [queue ID] section.")},
    {0},
};

const struct manual_block manual_doctor_exits[] = {
    {MAN_ITEM, "0", N_("Nothing failed; there may be warnings.")},
    {MAN_ITEM, "1", N_("A check failed.")},
    {MAN_ITEM, "2", N_("Wrong usage.")},
    {0},
};

const struct manual_block manual_config[] = {
    {MAN_SUB, NULL, N_("Origins")},
    {MAN_PARA, NULL,
     N_("`--show` prints one line for each value, `name = value  # origin`. Of several the last in "
        "this order is in force:")},
    {MAN_ITEM, "default", N_("The value compiled in.")},
    {MAN_ITEM, "ui.conf:LINE", N_("What `W` on the screen kept.")},
    {MAN_ITEM, "FILE:LINE",
     N_("The configuration: the file of `--config`, else of ZHIBAN_CONFIG, else "
        "~/.config/zhiban/zhiban.conf.")},
    {MAN_ITEM, "environment NAME", N_("A variable of the environment.")},
    {MAN_ITEM, "command line", N_("An option of this call.")},
    {MAN_PARA, NULL,
     N_("Secrets are never printed: not those in files, and of `secret_command` only that it is "
        "set.")},
    {MAN_PARA, NULL,
     N_("`--default` prints every key with what it means, what it takes and its default, commented "
        "out; the result loads as it is. The descriptions of zhiban.conf(5) come from the same "
        "table.")},
    {MAN_SUB, NULL, N_("Errors")},
    {MAN_PARA, NULL,
     N_("An unknown key, a bad value, a key of the keyboard given twice or a theme that is not "
        "there ends the command with status 2 and one line that names file and line, what is wrong "
        "and the nearest valid name.")},
    {0},
};

const struct manual_block manual_config_files[] = {
    {MAN_ITEM, "~/.config/zhiban/zhiban.conf", N_("The configuration, zhiban.conf(5).")},
    {MAN_ITEM, "~/.local/state/zhiban/ui.conf", N_("Choices kept by `W`.")},
    {0},
};

const struct manual_block manual_help[] = {
    {MAN_PARA, NULL,
     N_("Without a topic it prints what `zhiban -h` prints. A topic is the name of a command, "
        "whose `-h` it prints, or one of these:")},
    {MAN_ITEM, "commands", N_("The program, its commands and the global options.")},
    {MAN_ITEM, "environment", N_("The variables of the environment.")},
    {MAN_ITEM, "exit-status", N_("The exit statuses.")},
    {MAN_ITEM, "keys",
     N_("Every action of the screen with the keys it has in the present configuration; also as csv "
        "and json.")},
    {MAN_ITEM, "metrics", N_("Every figure with its formula; also as csv and json.")},
    {0},
};
