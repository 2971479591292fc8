/* Layout arithmetic (layout.h). */
#include "layout.h"

#include <assert.h>
#include <stdbool.h>

/* Gives every slot its minimum in order of rank; from the first that finds no room on, none is
 * shown. Returns the rows left. */
static int give_minimum(const struct slot *s, int n, int rows, struct span *to)
{
    bool done[LAYOUT_MAX] = {false}, body = false;
    for (int k = 0; k < n; k++) {
        int best = 0; /* the lowest rank that is not done; one is left in every round */
        for (int i = 1; i < n; i++) {
            if (!done[i] && (done[best] || s[i].rank < s[best].rank)) {
                best = i;
            }
        }
        done[best] = true;
        int min = s[best].min < 1 ? 1 : s[best].min;
        if (min > rows) {
            if (k == 0 || (!body && s[best].weight > 0)) {
                to[best].rows = rows;
                rows = 0;
            }
            break;
        }
        to[best].rows = min;
        body |= s[best].weight > 0;
        rows -= min;
    }
    return rows;
}

/* Rows a slot can still use; `left` when it has no end. */
static int room_of(const struct slot *s, const struct span *p, int left)
{
    if (p->rows == 0) {
        return 0;
    }
    if (s->want > 0) {
        return s->want > p->rows ? s->want - p->rows : 0;
    }
    return s->weight > 0 ? left : 0;
}

/* Shares `left` rows by weight; what a full slot does not take goes round again. Returns what none
 * wants. */
static int share(const struct slot *s, int n, int left, struct span *to)
{
    while (left > 0) {
        int total = 0;
        for (int i = 0; i < n; i++) {
            total += room_of(&s[i], &to[i], left) > 0 ? s[i].weight : 0;
        }
        if (total == 0) {
            break;
        }
        int pool = left;
        for (int i = 0; i < n && left > 0; i++) {
            int room = room_of(&s[i], &to[i], left);
            if (room <= 0 || s[i].weight == 0) {
                continue;
            }
            int part = pool * s[i].weight / total;
            part = part < 1 ? 1 : part; /* the odd rows go to the upper panes */
            part = part > room ? room : part;
            part = part > left ? left : part;
            to[i].rows += part;
            left -= part;
        }
    }
    return left;
}

void layout_rows(const struct slot *s, int n, int rows, struct span *to)
{
    assert(n <= LAYOUT_MAX);
    for (int i = 0; i < n; i++) {
        to[i] = (struct span){0};
    }
    int left = give_minimum(s, n, rows < 0 ? 0 : rows, to);
    for (int i = 0; i < n; i++) { /* fixed heights grow first */
        int room = s[i].weight == 0 ? room_of(&s[i], &to[i], left) : 0;
        room = room > left ? left : room;
        to[i].rows += room;
        left -= room;
    }
    left = share(s, n, left, to);
    for (int i = 0; i < n; i++) {
        int more = to[i].rows > 0 && s[i].most > to[i].rows ? s[i].most - to[i].rows : 0;
        more = more > left ? left : more;
        to[i].rows += more;
        left -= more;
    }
    for (int i = 0, y = 0; i < n; i++) {
        to[i].y = y;
        y += to[i].rows;
    }
}

struct box layout_middle(int rows, int cols, int want_rows, int want_cols)
{
    struct box b = {.rows = want_rows > rows ? rows : want_rows,
                    .cols = want_cols > cols ? cols : want_cols};
    b.rows = b.rows < 0 ? 0 : b.rows;
    b.cols = b.cols < 0 ? 0 : b.cols;
    b.y = (rows - b.rows) / 2;
    b.x = (cols - b.cols) / 2;
    return b;
}
