/* The page of a command: synopsis, options and examples from its own tables, the rest from the
 * texts named here. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "help.h"
#include "manual.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"

static const struct manual_page pages[] = {
    {&cmd_board, manual_board, manual_board_files, NULL, NULL,
     "zhiban-config 1 zhiban-demo 1 zhiban-doctor 1 zhiban-help 1 zhiban-sim 1 zhiban-status 1 "
     "zhiban-wall 1 zhiban-snapshot 5 zhiban.conf 5 zhiban-keys 7 zhiban-metrics 7"},
    {&cmd_config, manual_config, manual_config_files, NULL, NULL,
     "zhiban 1 zhiban-doctor 1 zhiban.conf 5"},
    {&cmd_demo, manual_demo, manual_demo_files, NULL, NULL, "zhiban 1 zhiban-sim 1 zhiban-keys 7"},
    {&cmd_doctor, manual_doctor, NULL, manual_doctor_exits, NULL,
     "zhiban 1 zhiban-config 1 zhiban-snapshot 5 zhiban.conf 5"},
    {&cmd_help, manual_help, NULL, NULL, NULL, "zhiban 1 zhiban-keys 7 zhiban-metrics 7"},
    {&cmd_sim, manual_sim, NULL, NULL, manual_sim_examples,
     "zhiban 1 zhiban-demo 1 zhiban-status 1 zhiban-snapshot 5 zhiban.conf 5"},
    {&cmd_status, manual_status, NULL, manual_status_exits, manual_status_examples,
     "zhiban 1 zhiban-doctor 1 zhiban-snapshot 5 zhiban.conf 5 zhiban-metrics 7"},
    {&cmd_wall, manual_wall, NULL, NULL, NULL,
     "zhiban 1 zhiban.conf 5 zhiban-keys 7 zhiban-metrics 7"},
};

static const struct manual_page *page_of(const struct command *c)
{
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        if (pages[i].command == c) {
            return &pages[i];
        }
    }
    return NULL;
}

static void put_commands(struct buf *to)
{
    buf_printf(to, ".Ss %s\n.Bl -tag -width Ds\n", _("Commands"));
    for (const struct command *const *c = commands; *c != NULL; c++) {
        if (page_of(*c) != NULL) {
            buf_printf(to, ".It Xr zhiban-%s 1\n", (*c)->name);
            man_text(to, _((*c)->summary));
        }
    }
    buf_puts(to, ".El\n");
}

static void put_options(struct buf *to, const struct command *c)
{
    bool own = c->options != NULL && c->options->name != NULL;
    buf_puts(to, ".Sh OPTIONS\n");
    if (c->name == NULL) {
        man_text(to, _("These options are known to every command and may stand before and after "
                       "it; the last one wins."));
        man_options(to, global_options);
        return;
    }
    if (own) {
        man_options(to, c->options);
        buf_puts(to, ".Pp\n");
    }
    man_text(to, own ? _("The global options, the environment and the files of every command are "
                         "in zhiban(1).")
                     : _("The command has no options of its own; the global options, the "
                         "environment and the files of every command are in zhiban(1)."));
}

static void put_entries(struct buf *to, const char *title, const char *macro,
                        const struct help_entry *x)
{
    buf_printf(to, ".Sh %s\n.Bl -tag -width Ds\n", title);
    for (; x->name != NULL; x++) {
        buf_printf(to, ".It %s %s\n", macro, x->name);
        man_text(to, _(x->text));
    }
    buf_puts(to, ".El\n");
}

/* The fragment that explains an example, as a sentence that leads to it. */
static void put_lead(struct buf *to, const char *text)
{
    struct err lead = {0};
    struct buf line = {0};
    err_set(&lead, OK, N_("{0}:"), text);
    err_format(&line, _(lead.msgid), &lead);
    if (strcmp(intl_lang(), "en") == 0) { /* elsewhere it may begin with a word as typed */
        line.p[0] = (char)toupper((unsigned char)line.p[0]);
    }
    man_text(to, buf_str(&line));
    buf_release(&line);
}

static void put_examples(struct buf *to, const struct manual_page *p)
{
    buf_puts(to, ".Sh EXAMPLES\n");
    for (const struct command_example *x = p->command->examples; x->line != NULL; x++) {
        buf_puts(to, x == p->command->examples ? "" : ".Pp\n");
        put_lead(to, _(x->text));
        man_code(to, x->line);
    }
    if (p->examples != NULL) {
        buf_puts(to, ".Pp\n");
        man_blocks(to, p->examples);
    }
}

enum err_code manual_command(struct buf *to, const struct command *c, struct err *e)
{
    const struct manual_page *p = page_of(c);
    if (p == NULL) {
        return err_set(e, ERR_NOT_FOUND, N_("the command {0} has no manual page"), c->name);
    }
    bool whole = c->name == NULL;
    char *name = whole ? mem_strdup(PROGRAM) : mem_printf(PROGRAM "-%s", c->name);
    man_head(to, name, 1, _(c->summary));
    free(name);
    man_synopsis(to, c);
    buf_puts(to, ".Sh DESCRIPTION\n");
    if (c->description != NULL) {
        man_text(to, _(c->description));
        buf_puts(to, p->description->kind == MAN_PARA ? ".Pp\n" : "");
    }
    man_blocks(to, p->description);
    if (whole) {
        put_commands(to);
    }
    put_options(to, c);
    if (whole) {
        put_entries(to, "ENVIRONMENT", "Ev", help_environment);
    }
    man_section(to, "FILES", p->files);
    if (whole) {
        put_entries(to, "EXIT STATUS", "Li", help_exits);
    }
    man_section(to, "EXIT STATUS", p->exits);
    put_examples(to, p);
    man_see(to, p->see);
    return OK;
}
