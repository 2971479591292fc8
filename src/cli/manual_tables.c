/* zhiban-keys(7) and zhiban-metrics(7), each from its one table. */
#include "manual.h"
#include "zhiban/base/intl.h"
#include "zhiban/tui/tui.h"

void manual_keys_page(struct buf *to)
{
    man_head(to, "zhiban-keys", 7, _("the keys of zhiban and what they do"));
    buf_puts(to, ".Sh DESCRIPTION\n");
    man_text(
        to,
        _("Every action has a name, known to the command palette and the configuration, and keys. "
          "Full-width characters of a Chinese input method count as their ASCII forms. "
          "The section [keys] of the configuration gives an action other keys; a key that two "
          "actions share is an error."));
    tui_keys_mdoc(to, intl_text);
    man_see(to, "zhiban 1 zhiban-help 1 zhiban.conf 5");
}

void manual_metrics_page(struct buf *to)
{
    man_head(to, "zhiban-metrics", 7, _("the figures of zhiban and their formulas"));
    buf_puts(to, ".Sh DESCRIPTION\n");
    man_text(to, _("Every figure has one formula. Rates are computed once, at the end, from "
                   "integer counts and "
                   "seconds. An undefined figure (nothing to divide by, or no data) is a dash, "
                   "never a zero. "
                   "Where the field disagrees, the variant is a setting and its name stands beside "
                   "the figure."));
    buf_puts(to, ".Bl -tag -width Ds\n");
    for (size_t i = 0; i < n_figure_defs; i++) {
        const struct figure_def *f = &figure_defs[i];
        buf_puts(to, ".It ");
        man_argument(to, _(f->name));
        buf_puts(to, " Pq ");
        man_argument(to, f->key);
        buf_puts(to, " , ");
        man_argument(to, f->unit);
        buf_putc(to, '\n');
        man_text(to, _(f->formula));
        if (f->note != NULL && f->note[0] != '\0') {
            buf_puts(to, ".Pp\n");
            man_text(to, _(f->note));
        }
    }
    buf_puts(to, ".El\n");
    man_see(to, "zhiban 1 zhiban-help 1 zhiban.conf 5");
}
