/* The actions as plain rows, for those who read them outside the terminal interface. */
#include <string.h>

#include "action.h"
#include "zhiban/tui/tui.h"

/* Those of the configuration, else the default ones. */
static const char *keys_of(const struct config *c, const struct action_def *d)
{
    for (size_t i = c != NULL ? c->keys.n : 0; i-- > 0;) {
        if (strcmp(c->keys.v[i].action, d->name) == 0) {
            return c->keys.v[i].keys;
        }
    }
    return d->keys;
}

bool tui_key(const struct config *config, size_t i, struct tui_key *to)
{
    for (int g = 0; g < AG_COUNT; g++) {
        for (int a = ACT_NONE + 1; a < ACT_COUNT; a++) {
            const struct action_def *d = &action_defs[a];
            if ((int)d->group == g && i-- == 0) {
                *to = (struct tui_key){action_groups[g], d->name, keys_of(config, d), d->help};
                return true;
            }
        }
    }
    return false;
}
