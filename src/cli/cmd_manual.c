/* Pages of the manual that are made from tables: zhiban-keys(7) and zhiban-metrics(7), in the
 * language in force. Used when the program is built. */
#include <string.h>

#include "command.h"
#include "output.h"
#include "zhiban/base/intl.h"
#include "zhiban/tui/tui.h"

static const char *translate(const char *msgid)
{
    return msgid[0] == '\0' ? msgid : gettext(msgid);
}

#define LINE_MAX_BYTES 70 /* of the source of a page, before the next blank */

/* A text as mdoc lines: a new line after each sentence, nothing read as a request or an escape. */
static void put_text(struct buf *to, const char *s)
{
    bool start = true;
    char before = '\0';
    size_t from = to->len;
    for (; *s != '\0'; before = *s++) {
        if (start && (*s == '.' || *s == '\'')) {
            buf_puts(to, "\\&");
        }
        start = false;
        if (*s == '\\') {
            buf_puts(to, "\\e");
        } else if (*s == ' ' && ((before == '.' && s[1] >= 'A' && s[1] <= 'Z') ||
                                 to->len - from + strcspn(s + 1, " ") > LINE_MAX_BYTES)) {
            buf_putc(to, '\n');
            start = true;
            from = to->len;
        } else {
            buf_putc(to, *s);
        }
    }
    buf_putc(to, '\n');
}

/* The same as one argument of a macro. */
static void put_argument(struct buf *to, const char *s)
{
    buf_putc(to, '"');
    for (; *s != '\0'; s++) {
        if (*s == '"') {
            buf_puts(to, "\\(dq");
        } else if (*s == '\\') {
            buf_puts(to, "\\e");
        } else {
            buf_putc(to, *s);
        }
    }
    buf_putc(to, '"');
}

/* The head of a page of section 7. */
static void put_head(struct buf *to, const char *title, const char *name, const char *summary)
{
    buf_printf(to, ".Dd November 21, 2026\n.Dt %s 7\n.Os\n.Sh NAME\n.Nm %s\n.Nd ", title, name);
    put_text(to, summary);
    buf_puts(to, ".Sh DESCRIPTION\n");
}

static void put_keys(struct buf *to)
{
    put_head(to, "ZHIBAN-KEYS", "zhiban-keys", _("the keys of zhiban and what they do"));
    put_text(
        to,
        _("Every action has a name, known to the command palette and the configuration, and keys. "
          "Full-width characters of a Chinese input method count as their ASCII forms. "
          "The section [keys] of the configuration gives an action other keys; a key that two "
          "actions share is an error."));
    tui_keys_mdoc(to, translate);
    buf_puts(to, ".Sh SEE ALSO\n.Xr zhiban 1 ,\n.Xr zhiban.conf 5\n");
}

static void put_metrics(struct buf *to)
{
    put_head(to, "ZHIBAN-METRICS", "zhiban-metrics", _("the figures of zhiban and their formulas"));
    put_text(to, _("Every figure has one formula. Rates are computed once, at the end, from "
                   "integer counts and "
                   "seconds. An undefined figure (nothing to divide by, or no data) is a dash, "
                   "never a zero. "
                   "Where the field disagrees, the variant is a setting and its name stands beside "
                   "the figure."));
    buf_puts(to, ".Bl -tag -width Ds\n");
    for (size_t i = 0; i < n_figure_defs; i++) {
        const struct figure_def *f = &figure_defs[i];
        buf_puts(to, ".It ");
        put_argument(to, _(f->name));
        buf_puts(to, " Pq ");
        put_argument(to, f->key);
        buf_puts(to, " , ");
        put_argument(to, f->unit);
        buf_putc(to, '\n');
        put_text(to, _(f->formula));
        if (f->note != NULL && f->note[0] != '\0') {
            buf_puts(to, ".Pp\n");
            put_text(to, _(f->note));
        }
    }
    buf_puts(to, ".El\n.Sh SEE ALSO\n.Xr zhiban 1 ,\n.Xr zhiban.conf 5\n");
}

static int run(const struct command_args *a, struct err *e)
{
    struct buf text;
    buf_init(&text, OUTPUT_MAX);
    if (strcmp(a->args[0], "keys") == 0) {
        put_keys(&text);
    } else if (strcmp(a->args[0], "metrics") == 0) {
        put_metrics(&text);
    } else {
        err_set(e, ERR_USAGE, N_("there is no manual page \"{0}\" to print"), a->args[0]);
        err_hint(e, N_("write keys or metrics"));
    }
    if (e->code == OK) {
        (void)command_output(a, &text, e);
    }
    buf_release(&text);
    return err_exit(e->code);
}

const struct command cmd_manual = {
    .name = "manual",
    .synopsis = "keys|metrics",
    .summary = N_("Print a page of the manual that is made from the program's tables."),
    .min_args = 1,
    .max_args = 1,
    .operands = "choices:keys|metrics",
    .hidden = true,
    .run = run,
};
