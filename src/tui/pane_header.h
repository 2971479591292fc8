/* The head line's texts, apart from its pane so that the wall board shows the same banner. */
#ifndef ZHIBAN_TUI_PANE_HEADER_H
#define ZHIBAN_TUI_PANE_HEADER_H

#include "view.h"

struct header_text {
    char name[128], date[32], clock[16], segment[96], code[32], health[48], banner[400];
    enum style health_style;
    size_t critical, warn; /* unacknowledged alarms */
    bool down;
};
void header_fill(struct header_text *t, const struct view *v);
/* One row, or two with a banner. */
void header_draw(const struct header_text *t, struct canvas *c);

#endif
