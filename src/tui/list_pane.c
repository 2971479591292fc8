/* A pane that is a list (list_pane.h). */
#include "list_pane.h"

#include <stdlib.h>
#include <string.h>

#include "chooser.h"
#include "frame.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

/* Copies a text of the view into a fixed field, cut on a character. */
static bool set_field(char *to, size_t n, const char *text)
{
    size_t len = strlen(text);
    while (len >= n || (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)) {
        len--;
    }
    bool changed = strlen(to) != len || memcmp(to, text, len) != 0;
    memcpy(to, text, len);
    to[len] = '\0';
    return changed;
}

static char **config_text(struct config *config, size_t offset)
{
    return (char **)((char *)config + offset);
}

void list_pane_init(struct list_pane *p, const struct pane_ops *ops, const struct list_kind *kind,
                    const struct config *config)
{
    *p = (struct list_pane){.pane = {.ops = ops, .dirty = true}, .kind = kind};
    list_init(&p->list, kind->list);
    if (config && kind->columns) {
        list_set_columns(&p->list, *(char *const *)((const char *)config + kind->columns));
    }
    if (config && kind->sort) {
        list_set_sort(&p->list, *(char *const *)((const char *)config + kind->sort));
    }
}

void list_pane_release(struct list_pane *p)
{
    list_release(&p->list);
    for (int i = 0; i < LF_COUNT; i++) {
        free(p->only[i]);
        p->only[i] = NULL;
    }
}

void list_pane_free(struct pane *pane)
{
    if (pane) {
        list_pane_release((struct list_pane *)pane);
        free(pane);
    }
}

/* ---- filling ----------------------------------------------------------- */

static bool is_filtered(const struct list_pane *p)
{
    bool any = p->list.filter[0] != '\0';
    for (int i = 0; i < LF_COUNT; i++) {
        any = any || p->only[i];
    }
    return any;
}

static const char *empty_text(const struct list_pane *p, const struct view *v)
{
    if (!v->floor) {
        return v->feed.state == FEED_DOWN ? _("No data yet: the backend does not answer.")
                                          : _("Waiting for the first data.");
    }
    if (is_filtered(p)) {
        return _("Nothing matches the filter.");
    }
    return p->kind->empty ? _(p->kind->empty) : "";
}

bool list_pane_fill(struct list_pane *p, const struct view *v, enum list_work work)
{
    struct list_ctx ctx = {.v = v, .p = p};
    uint32_t n = p->kind->rows(p, v);
    bool changed = list_fill(&p->list, &ctx, n, work);
    struct buf title = {0};
    p->kind->title(p, v, &title);
    changed |= set_field(p->title, sizeof p->title, buf_str(&title));
    buf_release(&title);
    changed |= set_field(p->empty, sizeof p->empty, empty_text(p, v));
    changed |= p->stale != view_stale(v);
    p->stale = view_stale(v);
    int want = p->fit ? list_want_rows(&p->list) : 0;
    changed |= p->pane.want_rows != want;
    p->pane.want_rows = want;
    p->pane.dirty |= changed;
    return changed;
}

void list_pane_refill(struct list_pane *p, struct frame *f, enum list_work work)
{
    struct view v = view_of(frame_app(f));
    list_pane_fill(p, &v, work);
    p->pane.dirty = true;
}

bool list_pane_sync(struct pane *p, struct app *app, unsigned changes)
{
    struct view v = view_of(app);
    bool ticking = (changes & ~(unsigned)(CHANGE_SECOND | CHANGE_FEED)) == 0;
    return list_pane_fill((struct list_pane *)p, &v, ticking ? LIST_ROWS : LIST_ORDER);
}

void list_pane_draw(const struct pane *pane, struct canvas *c, bool focused)
{
    const struct list_pane *p = (const struct list_pane *)pane;
    struct list_look look = {
        .title = p->title, .empty = p->empty, .focused = focused, .stale = p->stale};
    list_draw(&p->list, c, &look);
}

const char *list_pane_title(const struct pane *p)
{
    return ((const struct list_pane *)p)->title;
}

const enum action *list_pane_hints(const struct pane *p)
{
    return ((const struct list_pane *)p)->kind->hints;
}

/* ---- titles ------------------------------------------------------------ */

static const char *filter_word(const struct list_pane *p, const struct view *v, enum list_filter k)
{
    uint32_t q;
    switch (k) {
    case LF_SITE:
        return view_site_name(v, p->only[k]);
    case LF_TEAM:
        return view_team_name(v, p->only[k]);
    case LF_QUEUE:
        q = view_find_queue(v, p->only[k]);
        return q == NO_QUEUE ? p->only[k] : view_queue_name(v, q);
    default:
        return state_word(agent_state_from(p->only[k]));
    }
}

void list_pane_put_filters(const struct list_pane *p, const struct view *v, struct buf *to)
{
    for (int i = 0; i < LF_COUNT; i++) {
        if (p->only[i]) {
            buf_puts(to, " · ");
            buf_puts(to, filter_word(p, v, (enum list_filter)i));
        }
    }
    if (p->list.filter[0]) {
        buf_puts(to, " · /");
        buf_puts(to, p->list.filter);
    }
}

void list_pane_put_period(const struct view *v, struct buf *to)
{
    const char *keys = action_defs[ACT_PERIOD].keys;
    for (size_t i = 0; v->config && i < v->config->keys.n; i++) {
        const struct key_binding *b = &v->config->keys.v[i];
        keys = strcmp(b->action, action_defs[ACT_PERIOD].name) == 0 ? b->keys : keys;
    }
    buf_puts(to, " [");
    buf_add(to, keys, strcspn(keys, " "));
    buf_putc(to, ']');
}

/* ---- the text filter --------------------------------------------------- */

static void on_filter(struct frame *f, void *ctx, const char *text, bool done)
{
    struct list_pane *p = ctx;
    set_field(p->list.filter, sizeof p->list.filter, text ? text : p->filter_before);
    if (done && text && *text) {
        set_field(p->list.looked_for, sizeof p->list.looked_for, text);
    }
    list_pane_refill(p, f, LIST_ORDER);
}

static enum answer ask_filter(struct list_pane *p, struct frame *f)
{
    if (!p->kind->list->match) {
        return PASS;
    }
    memcpy(p->filter_before, p->list.filter, sizeof p->filter_before);
    frame_prompt(f, _("Filter"), p->list.filter, true, on_filter, NULL, p);
    return HANDLED;
}

/* ---- filters by choice ------------------------------------------------- */

static void set_only(struct list_pane *p, enum list_filter k, const char *id)
{
    char *copy = id && *id ? mem_strdup(id) : NULL;
    free(p->only[k]);
    p->only[k] = copy;
}

static void chosen(struct list_pane *p, struct frame *f, enum list_filter k, const char *id)
{
    set_only(p, k, id);
    list_pane_refill(p, f, LIST_ORDER);
}

static void on_site(struct frame *f, void *ctx, const struct chooser_item *items, size_t n,
                    size_t at)
{
    (void)n;
    chosen(ctx, f, LF_SITE, items[at].id);
}

static void on_team(struct frame *f, void *ctx, const struct chooser_item *items, size_t n,
                    size_t at)
{
    (void)n;
    chosen(ctx, f, LF_TEAM, items[at].id);
}

static void on_queue(struct frame *f, void *ctx, const struct chooser_item *items, size_t n,
                     size_t at)
{
    (void)n;
    chosen(ctx, f, LF_QUEUE, items[at].id);
}

static void on_state(struct frame *f, void *ctx, const struct chooser_item *items, size_t n,
                     size_t at)
{
    (void)n;
    chosen(ctx, f, LF_STATE, items[at].id);
}

static bool is_only(const struct list_pane *p, enum list_filter k, const char *id)
{
    return p->only[k] && strcmp(p->only[k], id) == 0;
}

/* The sites or teams the floor's people have, each once, in the order they are met. */
static void add_places(struct list_pane *p, const struct view *v, enum list_filter k,
                       struct pane *to)
{
    struct strmap seen = {0};
    for (uint32_t i = 0; i < v->floor->snap->n_agents; i++) {
        const char *id = k == LF_SITE ? view_site(v, i) : view_team(v, i);
        if (*id && strmap_add(&seen, id, i) == STRMAP_NONE) {
            const char *name = k == LF_SITE ? view_site_name(v, id) : view_team_name(v, id);
            chooser_add(to, id, name, NULL, is_only(p, k, id));
        }
    }
    strmap_release(&seen);
}

static enum answer ask_only(struct list_pane *p, struct frame *f, enum list_filter k)
{
    static const char *const titles[LF_COUNT] = {N_("Site"), N_("Team"), N_("Queue"), N_("State")};
    static chooser_fn *const done[LF_COUNT] = {on_site, on_team, on_queue, on_state};
    struct view v = view_of(frame_app(f));
    if (!(p->kind->filters & 1u << k) || !v.floor) {
        return p->kind->filters & 1u << k ? HANDLED : PASS;
    }
    struct pane *ch = chooser_new(_(titles[k]), false, done[k], p);
    chooser_add(ch, "", _("All"), NULL, !p->only[k]);
    if (k == LF_QUEUE) {
        for (uint32_t q = 0; q < v.floor->snap->n_queues; q++) {
            const char *id = v.floor->snap->queues[q].id;
            chooser_add(ch, id, view_queue_name(&v, q), NULL, is_only(p, k, id));
        }
    } else if (k == LF_STATE) {
        for (int s = 0; s < ST_COUNT; s++) {
            chooser_add(ch, agent_state_words[s], state_word((enum agent_state)s), NULL,
                        is_only(p, k, agent_state_words[s]));
        }
    } else {
        add_places(p, &v, k, ch);
    }
    frame_modal(f, ch);
    return HANDLED;
}

static enum answer clear_filters(struct list_pane *p, struct frame *f)
{
    p->list.filter[0] = '\0';
    for (int i = 0; i < LF_COUNT; i++) {
        set_only(p, (enum list_filter)i, NULL);
    }
    list_pane_refill(p, f, LIST_ORDER);
    return HANDLED;
}

/* ---- columns and sorting, kept by :save -------------------------------- */

static void keep_text(struct frame *f, size_t offset, struct buf *text)
{
    struct config *config = frame_config(f);
    if (config && offset) {
        char **to = config_text(config, offset);
        free(*to);
        *to = buf_steal(text);
    }
    buf_release(text);
}

static void on_columns(struct frame *f, void *ctx, const struct chooser_item *items, size_t n,
                       size_t at)
{
    (void)at;
    struct list_pane *p = ctx;
    struct buf text = {0};
    for (size_t i = 0; i < n; i++) {
        if (items[i].on) {
            buf_puts(&text, text.len > 0 ? " " : "");
            buf_puts(&text, items[i].id);
        }
    }
    list_set_columns(&p->list, buf_str(&text));
    keep_text(f, p->kind->columns, &text);
    list_pane_refill(p, f, LIST_ORDER);
}

static void add_column(struct pane *ch, const struct list_column *col, bool on)
{
    const struct figure_def *def = col->figure ? figure_def(col->figure) : NULL;
    struct buf help = {0};
    if (def) {
        buf_puts(&help, _(def->name));
        buf_puts(&help, " = ");
        buf_puts(&help, _(def->formula));
    }
    chooser_add(ch, col->key, _(col->title), def ? buf_str(&help) : NULL, on);
    buf_release(&help);
}

static enum answer ask_columns(struct list_pane *p, struct frame *f)
{
    const struct list *l = &p->list;
    struct pane *ch = chooser_new(_("Columns"), true, on_columns, p);
    for (int i = 1; i < l->n_shown; i++) {
        add_column(ch, &l->ops->columns[l->shown[i]], true);
    }
    for (int i = 1; i < l->ops->n_columns; i++) {
        if (!memchr(l->shown, i, (size_t)l->n_shown)) {
            add_column(ch, &l->ops->columns[i], false);
        }
    }
    frame_modal(f, ch);
    return HANDLED;
}

/* ---- actions ----------------------------------------------------------- */

static enum answer open_selected(struct list_pane *p, struct frame *f)
{
    const char *id = list_selected(&p->list);
    if (!p->kind->open || !id) {
        return PASS;
    }
    char *copy = mem_strdup(id); /* opening may fill the list again */
    p->kind->open(p, f, copy);
    free(copy);
    return HANDLED;
}

static enum answer act_on_list(struct list_pane *p, struct frame *f, enum action a)
{
    enum list_answer answer = list_act(&p->list, a);
    if (answer == LIST_PASS) {
        return PASS;
    }
    if (a == ACT_SORT_NEXT || a == ACT_SORT_PREV || a == ACT_SORT_REVERSE) {
        struct buf text = {0};
        list_get_sort(&p->list, &text);
        keep_text(f, p->kind->sort, &text);
    } else if (a == ACT_GROUP) {
        frame_message(f, STY_TEXT, _(p->kind->list->group_names[p->list.group]));
    }
    list_pane_refill(p, f, answer == LIST_CHANGED ? LIST_ORDER : LIST_ROWS);
    return HANDLED;
}

enum answer list_pane_act(struct pane *pane, struct frame *f, enum action a)
{
    struct list_pane *p = (struct list_pane *)pane;
    switch (a) {
    case ACT_OPEN:
        return open_selected(p, f);
    case ACT_FILTER:
        return ask_filter(p, f);
    case ACT_COLUMNS:
        return ask_columns(p, f);
    case ACT_FILTER_SITE:
        return ask_only(p, f, LF_SITE);
    case ACT_FILTER_TEAM:
        return ask_only(p, f, LF_TEAM);
    case ACT_FILTER_QUEUE:
        return ask_only(p, f, LF_QUEUE);
    case ACT_FILTER_STATE:
        return ask_only(p, f, LF_STATE);
    case ACT_FILTER_CLEAR:
        return clear_filters(p, f);
    default:
        return act_on_list(p, f, a);
    }
}

enum answer list_pane_click(struct pane *pane, struct frame *f, int y, int x, bool twice)
{
    (void)x;
    struct list_pane *p = (struct list_pane *)pane;
    if (!list_click(&p->list, y)) {
        return PASS;
    }
    list_pane_refill(p, f, LIST_ROWS);
    return twice ? open_selected(p, f) : HANDLED;
}
