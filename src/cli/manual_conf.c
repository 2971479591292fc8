/* zhiban.conf(5): every key from the tables that read it, in the order of the default file. */
#include <stdio.h>
#include <string.h>

#include "manual.h"
#include "zhiban/base/intl.h"
#include "zhiban/svc/config.h"

static const struct manual_block description[] = {
    {MAN_PARA, NULL,
     N_("The configuration is a text file in UTF-8: sections in brackets, `key = value` in lines, "
        "and comments that begin with `#` or `;`. Every key has a default, so the file needs hold "
        "only what differs, and may be missing. `zhiban config --default` prints it whole with the "
        "same explanations as here; `zhiban config` says what is in force and where each value "
        "came from.")},
    {MAN_PARA, NULL,
     N_("A line has 198 bytes at most. An unknown section or key, or a bad value, is an error that "
        "names file, line and the nearest valid name; nothing is passed over in silence. What is "
        "on or off is written as on or off (yes, no, true, false, 1 and 0 do too). The program "
        "never rewrites the file.")},
    {MAN_PARA, NULL,
     N_("Columns and sorting are most easily chosen on the screen and kept with `W`; their names "
        "then stand in ~/.local/state/zhiban/ui.conf, and can be copied from there.")},
    {0},
};

static const struct manual_block about_backends[] = {
    {MAN_PARA, NULL, N_("The word in front of the `+` says what the backend speaks:")},
    {MAN_ITEM, "json+https://[USER@]HOST/PATH",
     N_("A service that answers the document of zhiban-snapshot(5) to a GET of exactly this "
        "address. The secret goes as a bearer token, with a user as Basic.")},
    {MAN_ITEM, "asterisk+https://USER@HOST:PORT/PREFIX",
     N_("The manager interface of an Asterisk over HTTP; the prefix is that of http.conf, often "
        "empty or asterisk.")},
    {MAN_ITEM, "sim:", N_("A simulated floor, started with the board and ended with it.")},
    {MAN_PARA, NULL,
     N_("With http in place of https nothing is encrypted; the secret is then sent to this machine "
        "only. A password in the address is refused. If the file has one backend it is the one in "
        "force, else `backend` in [main] or `--backend` chooses.")},
    {0},
};

static const struct manual_block about_centre[] = {
    {MAN_PARA, NULL,
     N_("Settings of the centre are those that change a recorded figure or a decision; they are "
        "written with their full names. What they say holds for every queue, person and pause that "
        "has nothing of its own.")},
    {0},
};

static const struct manual_block about_organisation[] = {
    {MAN_PARA, NULL,
     N_("Each section describes one thing by its id, as the backend names it. The keys are the "
        "columns of the organisation's CSV files. The order does not matter, and the backend may "
        "know more or fewer.")},
    {0},
};

static const struct manual_block about_keys[] = {
    {MAN_PARA, NULL,
     N_("`action = keys`, blank-separated, replaces the keys of an action; zhiban-keys(7) lists "
        "the actions. A letter is itself, `C-x` is Ctrl, `S-Tab` is Shift; other names are F1 to "
        "F12, Enter, Esc, Tab, Space, Up, Down, Left, Right, Home, End, PageUp, PageDown. A key "
        "that two actions share is an error.")},
    {0},
};

static const struct manual_block examples[] = {
    {MAN_SUB, NULL, N_("An Asterisk")},
    {MAN_PARA, NULL,
     N_("Observed with Asterisk 22, whose fields are those of 16 and later; older ones tell less. "
        "Let it serve HTTP, in http.conf:")},
    {MAN_CODE, NULL,
     "[general]\n"
     "enabled = yes\n"
     "bindaddr = 127.0.0.1\n"
     "bindport = 8088"},
    {MAN_PARA, NULL,
     N_("Let its manager be reached that way, and make a user with no more rights than needed, in "
        "manager.conf. `write = reporting` is for the callers on the agents' rows; with an empty "
        "`write` everything else still works. `allowmultiplelogin` lets several boards use one "
        "account.")},
    {MAN_CODE, NULL,
     "[general]\n"
     "enabled = yes\n"
     "webenabled = yes\n"
     "bindaddr = 127.0.0.1\n"
     "allowmultiplelogin = yes\n"
     "\n"
     "[wallboard]\n"
     "secret = a-long-random-word\n"
     "deny = 0.0.0.0/0.0.0.0\n"
     "permit = 127.0.0.1/255.255.255.255\n"
     "read =\n"
     "write = reporting"},
    {MAN_PARA, NULL, N_("Load both anew and look whether it answers:")},
    {MAN_CODE, NULL,
     "asterisk -rx 'module reload http'\n"
     "asterisk -rx 'manager reload'\n"
     "asterisk -rx 'http show status'"},
    {MAN_PARA, NULL, N_("Put the secret into a file of its own, where only the user can read it:")},
    {MAN_CODE, NULL,
     "umask 077\n"
     "echo a-long-random-word > ~/.config/zhiban/pbx.secret"},
    {MAN_PARA, NULL,
     N_("Then zhiban.conf. The ids of the queues are their names in queues.conf; `wrapup_sec` "
        "repeats `wrapuptime` of queues.conf, because the manager interface does not tell it, and "
        "without it people in after-call work look free.")},
    {MAN_CODE, NULL,
     "# zhiban.conf of a centre with an Asterisk\n"
     "[main]\n"
     "backend = pbx\n"
     "\n"
     "[backend pbx]\n"
     "url = asterisk+http://wallboard@127.0.0.1:8088\n"
     "secret_file = pbx.secret\n"
     "\n"
     "[centre]\n"
     "centre.name = Lakeside Call Centre\n"
     "centre.zone = Europe/London\n"
     "wallboard.poll_sec = 2\n"
     "\n"
     "[queue support]\n"
     "name_en = Support\n"
     "name_zh = 技术支持\n"
     "open_from = 08:00\n"
     "open_to = 20:00\n"
     "sl_pct = 80\n"
     "sl_seconds = 20\n"
     "waiting_warn = 3\n"
     "longest_warn_s = 30\n"
     "longest_crit_s = 60\n"
     "wrapup_sec = 20\n"
     "\n"
     "[queue sales]\n"
     "name_en = Sales\n"
     "name_zh = 销售\n"
     "wrapup_sec = 30\n"
     "\n"
     "[pause lunch]\n"
     "name_en = Lunch\n"
     "name_zh = 就餐\n"
     "max_minutes = 45\n"
     "warn_minutes = 40\n"
     "max_share_pct = 50\n"
     "over_action = alert"},
    {MAN_PARA, NULL,
     N_("`zhiban doctor` now says whether it is reached, what it gives, and what its user may not "
        "do.")},
    {MAN_SUB, NULL, N_("A service of one's own")},
    {MAN_PARA, NULL,
     N_("A service that answers zhiban-snapshot(5), with a token from a password manager, a "
        "certificate of the house's own authority, shifts, and other keys:")},
    {MAN_CODE, NULL,
     "# zhiban.conf of a centre with its own service\n"
     "[backend service]\n"
     "url = json+https://floor.example.net/api/snapshot\n"
     "secret_command = pass show floor\n"
     "ca_file = /etc/ssl/certs/house.pem\n"
     "\n"
     "[ui]\n"
     "lang = zh_CN\n"
     "theme = high-contrast\n"
     "notify = on\n"
     "\n"
     "[wall]\n"
     "queues = Q10 Q20 *\n"
     "figures = waiting longest answer_rate service_level\n"
     "page_sec = 20\n"
     "\n"
     "[keys]\n"
     "ack = a F5 F12\n"
     "\n"
     "[segment A]\n"
     "name_en = Morning\n"
     "segments = 08:00-14:00\n"
     "kind = segment\n"
     "\n"
     "[segment C]\n"
     "name_en = Afternoon\n"
     "segments = 14:00-20:00\n"
     "kind = segment\n"
     "\n"
     "[segment N]\n"
     "name_en = Night\n"
     "segments = 20:00-08:00+1\n"
     "kind = segment\n"
     "\n"
     "[queue Q10]\n"
     "name_en = General Enquiries\n"
     "min_ready_by_segment = A=2 C=2 N=1"},
    {MAN_SUB, NULL, N_("A look without a backend")},
    {MAN_CODE, NULL,
     "# zhiban.conf with a simulated floor\n"
     "[main]\n"
     "backend = sim:"},
    {0},
};

static const struct manual_block files[] = {
    {MAN_ITEM, "~/.config/zhiban/zhiban.conf",
     N_("Read by default; XDG_CONFIG_HOME moves it. `--config` and ZHIBAN_CONFIG name another "
        "file.")},
    {MAN_ITEM, "share/zhiban/demo",
     N_("The demonstration organisation, whose CSV files show every column in use.")},
    {0},
};

/* ---- what a value may be --------------------------------------------------------------------- */

static void put_range(struct buf *to, enum setting_type type, int min, int max, const char *choices)
{
    struct err text = {0};
    if (type == SET_INT) {
        err_set(&text, OK, N_("A whole number from {0} to {1}."), NUM(min), NUM(max));
    } else if (type == SET_BOOL) {
        err_set(&text, OK, N_("on or off."));
    } else if (choices != NULL) {
        err_set(&text, OK, N_("One of {0}."), choices);
    } else {
        return;
    }
    struct buf line = {0};
    err_format(&line, _(text.msgid), &text);
    man_text(to, buf_str(&line));
    buf_release(&line);
}

static void put_note(struct buf *to, const char *msgid, const char *value)
{
    struct err text = {0};
    struct buf line = {0};
    err_set(&text, OK, msgid, value);
    err_format(&line, _(text.msgid), &text);
    man_text(to, buf_str(&line));
    buf_release(&line);
}

static void put_key(struct buf *to, const char *name, const char *doc)
{
    buf_puts(to, ".It Cm ");
    man_argument(to, name);
    buf_putc(to, '\n');
    man_text(to, _(doc));
}

static void put_default(struct buf *to, const char *dflt)
{
    if (dflt[0] != '\0') {
        put_note(to, N_("Default: `{0}`."), dflt);
    }
}

/* ---- the sections ---------------------------------------------------------------------------- */

static void put_defs(struct buf *to)
{
    const char *section = "";
    for (size_t i = 0; i < n_config_defs; i++) {
        const struct config_def *d = &config_defs[i];
        if (strcmp(section, d->section) != 0) {
            buf_puts(to, section[0] != '\0' ? ".El\n" : "");
            section = d->section;
            buf_printf(to, ".Ss [%s]\n.Bl -tag -width Ds\n", section);
        }
        put_key(to, d->key, d->doc);
        put_range(to, d->type, d->min, d->max, d->choices);
        put_default(to, d->dflt);
        if (d->env != NULL) {
            put_note(to, N_("The environment variable {0} comes before it."), d->env);
        }
    }
    buf_puts(to, ".El\n");
}

static void put_centre(struct buf *to)
{
    buf_puts(to, ".Ss [centre]\n");
    man_blocks(to, about_centre);
    buf_puts(to, ".Bl -tag -width Ds\n");
    for (size_t i = 0; i < n_setting_defs; i++) {
        const struct setting_def *d = &setting_defs[i];
        put_key(to, d->name, d->doc);
        put_range(to, d->type, d->min, d->max, d->choices);
        put_default(to, d->dflt);
    }
    buf_puts(to, ".El\n");
}

/* The keys of one kind of section; those without a sentence together at its end. */
static void put_table(struct buf *to, const char *table, const char *const *columns)
{
    struct buf others = {0};
    buf_puts(to, ".Bl -tag -width Ds\n");
    for (; *columns != NULL; columns++) {
        const char *text = manual_column(table, *columns);
        if (text != NULL) {
            put_key(to, *columns, text);
        } else {
            buf_printf(&others, "%s%s", others.len > 0 ? ", " : "", *columns);
        }
    }
    buf_puts(to, ".El\n");
    if (others.len > 0) {
        buf_puts(to, ".Pp\n");
        man_text(to, _("Accepted too, so that the organisation's files can be taken over as they "
                       "are, but not used by the board:"));
        man_text(to, buf_str(&others));
    }
    buf_release(&others);
}

static void put_organisation(struct buf *to)
{
    static const struct {
        const char *table, *title;
    } tables[] = {{"queue", "[queue ID]"},
                  {"segment", "[segment CODE]"},
                  {"pause", "[pause CODE]"},
                  {"team", "[team ID]"},
                  {"site", "[site ID]"}};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        buf_printf(to, ".Ss %s\n", tables[i].title);
        if (i == 0) {
            man_blocks(to, about_organisation);
        }
        put_table(to, tables[i].table, centre_columns(tables[i].table));
    }
}

void manual_conf_page(struct buf *to)
{
    man_head(to, "zhiban.conf", 5, _("the configuration of zhiban"));
    buf_puts(to, ".Sh DESCRIPTION\n");
    man_blocks(to, description);
    put_defs(to);
    buf_puts(to, ".Ss [backend NAME]\n");
    put_table(to, "backend", backend_keys);
    buf_puts(to, ".Pp\n");
    man_blocks(to, about_backends);
    buf_puts(to, ".Ss [keys]\n");
    man_blocks(to, about_keys);
    put_centre(to);
    put_organisation(to);
    man_section(to, "FILES", files);
    man_section(to, "EXAMPLES", examples);
    man_see(to, "zhiban 1 zhiban-config 1 zhiban-doctor 1 zhiban-snapshot 5 zhiban-keys 7 "
                "zhiban-metrics 7");
}
