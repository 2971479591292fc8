/* Whether the names a configuration gives to the panes are known: columns, order, figures of the
 * wall. */
#include <stdio.h>
#include <string.h>

#include "pane_agents.h"
#include "pane_queues.h"
#include "pane_wall.h"
#include "panes.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/text.h"

#define NAMES_MAX 64

/* The first word of a list that is none of the names; false: all are known. */
static bool find_unknown(const char *list, const char *const *names, size_t n, char *word,
                         size_t size)
{
    for (const char *p = list; *p;) {
        size_t len = strcspn(p, " ,");
        bool known = len == 0;
        for (size_t i = 0; i < n; i++) {
            known = known || (strlen(names[i]) == len && memcmp(names[i], p, len) == 0);
        }
        if (!known) {
            snprintf(word, size, "%.*s", (int)len, p);
            return true;
        }
        p += len;
        p += strspn(p, " ,");
    }
    return false;
}

/* Whether :save wrote the value: what another version kept there is left out, not refused. */
static bool is_kept(const struct config *c, const char *key)
{
    for (size_t i = 0; i < c->n_origins; i++) {
        if (strcmp(c->origins[i].name, key) == 0) {
            return c->origins[i].origin == ORIGIN_STATE;
        }
    }
    return false;
}

static enum err_code check_list(const struct config *c, const char *key, const char *list,
                                const char *const *names, size_t n, struct err *e)
{
    char word[ERR_ARG_MAX];
    if (!list || is_kept(c, key) || !find_unknown(list, names, n, word, sizeof word)) {
        return OK;
    }
    const char *near = text_nearest(word, names, n);
    err_set(e, ERR_USAGE, N_("{0}: there is no \"{1}\""), key, word, near ? near : "");
    err_hint(e, near ? N_("did you mean {2}?") : N_("zhiban.conf(5) lists every name"));
    return ERR_USAGE;
}

static size_t names_of(const struct list_ops *ops, const char *names[NAMES_MAX])
{
    for (int i = 0; i < ops->n_columns; i++) {
        names[i] = ops->columns[i].key;
    }
    return (size_t)ops->n_columns;
}

static enum err_code check_columns(const struct config *c, const struct list_ops *ops,
                                   const char *const keys[2], const char *columns, const char *sort,
                                   struct err *e)
{
    const char *names[NAMES_MAX];
    size_t n = names_of(ops, names);
    enum err_code code = check_list(c, keys[0], columns, names, n, e);
    if (code == OK) {
        code = check_list(c, keys[1], sort && *sort == '-' ? sort + 1 : sort, names, n, e);
    }
    return code;
}

enum err_code panes_check(const struct config *c, struct err *e)
{
    static const char *const queue_keys[2] = {"ui.columns_queues", "ui.sort_queues"};
    static const char *const agent_keys[2] = {"ui.columns_agents", "ui.sort_agents"};
    size_t n = 0;
    while (wall_figure_keys[n]) {
        n++;
    }
    enum err_code code =
        check_columns(c, queues_pane_list(), queue_keys, c->columns_queues, c->sort_queues, e);
    if (code == OK) {
        code =
            check_columns(c, agents_pane_list(), agent_keys, c->columns_agents, c->sort_agents, e);
    }
    if (code == OK) {
        code = check_list(c, "wall.figures", c->wall_figures, wall_figure_keys, n, e);
    }
    return code;
}
