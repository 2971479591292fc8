/* The list's choice, order and formatted copy (list.h); drawing is in list_draw.c. */
#include "list.h"

#include <stdlib.h>
#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

enum {
    WINDOW_MIN = 60
}; /* lines formatted even when less was drawn: a grown terminal shows them at once */

void list_init(struct list *l, const struct list_ops *ops)
{
    *l = (struct list){.ops = ops};
    l->size = mem_calloc(1, sizeof *l->size);
    list_set_columns(l, NULL);
    list_set_sort(l, NULL);
}

void list_release(struct list *l)
{
    free(l->selected);
    free(l->size);
    vec_free(&l->lines);
    vec_free(&l->items);
    vec_free(&l->cells);
    buf_release(&l->pool);
    *l = (struct list){0};
}

/* ---- the choice -------------------------------------------------------- */

static int find_column(const struct list *l, const char *key, size_t n)
{
    for (int i = 0; i < l->ops->n_columns; i++) {
        if (strlen(l->ops->columns[i].key) == n && memcmp(l->ops->columns[i].key, key, n) == 0) {
            return i;
        }
    }
    return -1;
}

static bool is_shown(const struct list *l, int column)
{
    return memchr(l->shown, column, (size_t)l->n_shown) != NULL;
}

void list_set_columns(struct list *l, const char *text)
{
    l->n_shown = 0;
    l->scroll = 0;
    l->shown[l->n_shown++] = 0;
    for (const char *p = text ? text : ""; *p;) {
        size_t n = strcspn(p, " ,");
        int i = find_column(l, p, n);
        if (i > 0 && !is_shown(l, i)) {
            l->shown[l->n_shown++] = (uint8_t)i;
        }
        p += n;
        p += strspn(p, " ,");
    }
    for (int i = 1; l->n_shown < 2 && i < l->ops->n_columns; i++) { /* none named: the default */
        if (!l->ops->columns[i].hidden) {
            l->shown[l->n_shown++] = (uint8_t)i;
            for (int k = i + 1; k < l->ops->n_columns; k++) {
                if (!l->ops->columns[k].hidden) {
                    l->shown[l->n_shown++] = (uint8_t)k;
                }
            }
        }
    }
}

void list_get_columns(const struct list *l, struct buf *to)
{
    for (int i = 1; i < l->n_shown; i++) {
        buf_puts(to, i > 1 ? " " : "");
        buf_puts(to, l->ops->columns[l->shown[i]].key);
    }
}

void list_set_sort(struct list *l, const char *text)
{
    bool minus = text && *text == '-';
    int i = text ? find_column(l, text + minus, strlen(text + minus)) : -1;
    l->sort = i < 0 ? 0 : i;
    l->descending = i < 0 ? true : minus;
}

void list_get_sort(const struct list *l, struct buf *to)
{
    buf_puts(to, l->descending ? "-" : "");
    buf_puts(to, l->ops->columns[l->sort].key);
}

const char *list_selected(const struct list *l)
{
    return l->lines.n > 0 ? l->selected : NULL;
}

void list_select(struct list *l, const char *id)
{
    char *copy = id ? mem_strdup(id) : NULL;
    free(l->selected);
    l->selected = copy;
}

/* ---- order ------------------------------------------------------------- */

/* The first eight bytes of a text as a number that sorts like it; they decide nearly always. */
static uint64_t prefix_of(const char *s)
{
    uint64_t key = 0;
    for (int i = 0; i < 8; i++) {
        key = key << 8 | (unsigned char)*s;
        s += *s != '\0';
    }
    return key;
}

/* Sort keys become unsigned so that one comparison serves: unknown is the largest, and a descending
 * order turns the known ones round. */
static uint64_t key_of(const struct list *l, const struct list_value *v)
{
    if (!v->known) {
        return UINT64_MAX;
    }
    uint64_t key = v->key_text ? prefix_of(v->key_text) : (uint64_t)v->key ^ ((uint64_t)1 << 63);
    return l->descending ? UINT64_MAX - 1 - (key == UINT64_MAX ? key - 1 : key) : key;
}

static int compare_groups(const struct list_item *a, const struct list_item *b)
{
    if (a->group_order != b->group_order) {
        return a->group_order < b->group_order ? -1 : 1;
    }
    return a->group && b->group ? strcmp(a->group, b->group) : 0;
}

static int compare(const struct list_item *a, const struct list_item *b, bool descending)
{
    int order = a->group && b->group ? compare_groups(a, b) : 0;
    if (order != 0) {
        return order;
    }
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    if (a->key_text && b->key_text) {
        order = strcmp(a->key_text, b->key_text);
        if (order != 0) {
            return descending ? -order : order;
        }
    }
    if (a->id_key != b->id_key) {
        return a->id_key < b->id_key ? -1 : 1;
    }
    order = strcmp(a->id, b->id);
    return order != 0 ? order : a->row < b->row ? -1 : a->row > b->row;
}

static int compare_up(const void *a, const void *b)
{
    return compare(a, b, false);
}

static int compare_down(const void *a, const void *b)
{
    return compare(a, b, true);
}

/* Reads the records that pass the filters, with their keys. */
static void collect(struct list *l, const void *ctx, uint32_t n)
{
    const struct list_ops *ops = l->ops;
    list_get_fn *get = ops->columns[l->sort].get;
    const char *wanted = l->filter[0] ? l->filter : l->looked_for;
    vec_clear(&l->items);
    vec_reserve(&l->items, n);
    for (uint32_t row = 0; row < n; row++) {
        if (ops->keep && !ops->keep(ctx, row)) {
            continue;
        }
        bool match = wanted[0] && ops->match && ops->match(ctx, row, wanted);
        if (l->filter[0] && !match) {
            continue;
        }
        struct list_value v = {0};
        get(ctx, row, &v);
        const char *id = ops->id(ctx, row);
        struct list_item *it = &vec_push(&l->items);
        *it = (struct list_item){.key_text = v.known ? v.key_text : NULL,
                                 .id = id,
                                 .key = key_of(l, &v),
                                 .id_key = prefix_of(id),
                                 .row = row,
                                 .match = match};
        if (l->group > 0 && ops->group) {
            ops->group(ctx, row, l->group, &it->group_order, &it->group);
            it->group = it->group ? it->group : "";
        }
    }
    l->n_all = n;
    l->n_kept = l->items.n;
}

static void sort_items(struct list *l)
{
    struct list_item *v = l->items.v;
    size_t i = 1;
    while (i < l->items.n && compare(&v[i - 1], &v[i], l->descending) <= 0) {
        i++;
    }
    if (i < l->items.n) {
        qsort(v, l->items.n, sizeof *v, l->descending ? compare_down : compare_up);
    }
}

static void make_lines(struct list *l)
{
    vec_clear(&l->lines);
    vec_reserve(&l->lines, l->items.n);
    size_t head = 0;
    for (size_t i = 0; i < l->items.n; i++) {
        const struct list_item *it = &l->items.v[i];
        if (it->group && (i == 0 || compare_groups(it - 1, it) != 0)) {
            head = l->lines.n;
            vec_push(&l->lines) = (struct list_line){.row = it->row};
        }
        if (it->group) {
            l->lines.v[head].count++;
        }
        vec_push(&l->lines) = (struct list_line){.row = it->row, .match = it->match};
    }
}

static bool is_record(const struct list *l, size_t line)
{
    return line < l->lines.n && l->lines.v[line].count == 0;
}

/* The record at a line or, where that is a group head, below it, else above it. */
static size_t nearest_record(const struct list *l, size_t line)
{
    if (l->lines.n == 0) {
        return 0;
    }
    line = line < l->lines.n ? line : l->lines.n - 1;
    return is_record(l, line) ? line : line + 1 < l->lines.n ? line + 1 : line - 1;
}

/* Finds the selected record again; when it is gone, what took its place is selected. */
static void find_selected(struct list *l, const void *ctx)
{
    for (size_t i = 0; l->selected && i < l->lines.n; i++) {
        if (is_record(l, i) && strcmp(l->ops->id(ctx, l->lines.v[i].row), l->selected) == 0) {
            l->cursor = i;
            return;
        }
    }
    l->cursor = nearest_record(l, l->cursor);
}

static size_t page(const struct list *l)
{
    return l->size->rows > 0 ? (size_t)l->size->rows : 20;
}

/* Keeps the cursor inside the page. The head of its group is shown where it is the first record. */
static void scroll_to_cursor(struct list *l)
{
    size_t rows = page(l), want = l->cursor;
    if (want > 0 && !is_record(l, want - 1)) {
        want--;
    }
    if (l->top > want) {
        l->top = want;
    }
    if (l->cursor >= l->top + rows) {
        l->top = l->cursor - rows + 1;
    }
    size_t last = l->lines.n > rows ? l->lines.n - rows : 0;
    l->top = l->top > last ? last : l->top;
}

/* ---- the visible rows -------------------------------------------------- */

static void add_cell(struct list *l, const void *ctx, uint32_t row, int column)
{
    struct list_value v = {.text = &l->pool};
    size_t at = l->pool.len;
    l->ops->columns[column].get(ctx, row, &v);
    for (int i = 0; i < v.n_spark && i < LIST_SPARK;
         i++) { /* a sample a byte: level 0..7, or no data */
        double share = v.spark_max > 0 ? v.spark[i] / v.spark_max : 0;
        buf_putc(&l->pool,
                 v.spark[i] < 0 ? ' ' : (char)('0' + (share >= 1 ? 7 : (int)(share * 8))));
    }
    vec_push(&l->cells) = (struct list_cell){.at = (uint32_t)at,
                                             .len = (uint32_t)(l->pool.len - at),
                                             .style = (uint16_t)v.style,
                                             .spark = v.n_spark > 0};
    buf_putc(&l->pool, '\0');
}

static void add_group_head(struct list *l, const void *ctx, const struct list_line *line)
{
    size_t at = l->pool.len;
    int64_t order = 0;
    const char *name = NULL;
    l->ops->group(ctx, line->row, l->group, &order, &name);
    buf_printf(&l->pool, "%s (%u)", name && *name ? name : "–", (unsigned)line->count);
    if (l->ops->group_note) {
        l->ops->group_note(ctx, line->row, l->group, &l->pool);
    }
    for (int i = 0; i < l->n_shown; i++) { /* the text is the second cell's; the others are empty */
        uint32_t len = i == 1 ? (uint32_t)(l->pool.len - at) : 0;
        vec_push(&l->cells) = (struct list_cell){.at = (uint32_t)at, .len = len, .style = STY_HEAD};
    }
    buf_putc(&l->pool, '\0');
}

static void add_heads(struct list *l, const void *ctx)
{
    for (int i = 0; i < l->n_shown; i++) {
        int column = l->shown[i];
        struct buf head = {0};
        if (!l->ops->head || !l->ops->head(ctx, column, &head)) {
            buf_puts(&head, *l->ops->columns[column].title ? _(l->ops->columns[column].title) : "");
        }
        int used = 0;
        size_t n = text_cut(buf_str(&head), 24, &used);
        n = n < sizeof l->heads[column] ? n : sizeof l->heads[column] - 1;
        memcpy(l->heads[column], buf_str(&head), n);
        l->heads[column][n] = '\0';
        buf_release(&head);
    }
}

/* Formats the lines of the page and a margin. */
static void format(struct list *l, const void *ctx)
{
    size_t rows = page(l) > WINDOW_MIN ? page(l) : WINDOW_MIN;
    vec_clear(&l->cells);
    buf_reset(&l->pool);
    l->first = l->top;
    l->n_window = 0;
    for (size_t i = l->top; i < l->lines.n && l->n_window < rows; i++, l->n_window++) {
        const struct list_line *line = &l->lines.v[i];
        if (line->count > 0) {
            add_group_head(l, ctx, line);
            continue;
        }
        for (int k = 0; k < l->n_shown; k++) {
            add_cell(l, ctx, line->row, l->shown[k]);
        }
    }
    for (int k = 0; l->ops->totals && k < l->n_shown; k++) {
        add_cell(l, ctx, LIST_TOTAL, l->shown[k]);
    }
    add_heads(l, ctx);
}

bool list_fill(struct list *l, const void *ctx, uint32_t n, enum list_work work)
{
    struct buf old_pool = l->pool;
    struct list_cell *old_cells = l->cells.v;
    size_t old_n = l->cells.n, old_cursor = l->cursor, old_top = l->top, old_kept = l->n_kept;
    l->pool = (struct buf){.max = 4u << 20};
    l->cells.v = NULL;
    l->cells.n = l->cells.cap = 0;
    if (work == LIST_ORDER || n != l->n_all) {
        collect(l, ctx, n);
        sort_items(l);
        make_lines(l);
        find_selected(l, ctx);
    }
    scroll_to_cursor(l);
    if (is_record(l, l->cursor)) {
        const char *id = l->ops->id(ctx, l->lines.v[l->cursor].row);
        if (!l->selected || strcmp(id, l->selected) != 0) {
            list_select(l, id);
        }
    }
    format(l, ctx);
    bool same = !l->moved && old_n == l->cells.n && old_cursor == l->cursor && old_top == l->top &&
                old_kept == l->n_kept && old_pool.len == l->pool.len &&
                (old_n == 0 || memcmp(old_cells, l->cells.v, old_n * sizeof *old_cells) == 0) &&
                memcmp(buf_str(&old_pool), buf_str(&l->pool), l->pool.len) == 0;
    free(old_cells);
    buf_release(&old_pool);
    l->moved = false;
    return !same;
}

/* ---- actions ----------------------------------------------------------- */

static void move_to(struct list *l, size_t line, bool down)
{
    if (l->lines.n == 0) {
        return;
    }
    line = line < l->lines.n ? line : l->lines.n - 1;
    if (!is_record(l, line)) {
        line = down || line == 0 ? line + 1 : line - 1;
    }
    l->cursor = nearest_record(l, line);
    l->moved = true;
    list_select(l, NULL); /* list_fill takes the id of the new cursor */
}

static void move_by(struct list *l, long by)
{
    long to = (long)l->cursor + by;
    move_to(l, to < 0 ? 0 : (size_t)to, by > 0);
}

/* The next or previous record that matched, round the end. */
static void move_to_match(struct list *l, bool forward)
{
    size_t n = l->lines.n;
    for (size_t k = 1; k <= n; k++) {
        size_t i = forward ? (l->cursor + k) % n : (l->cursor + n - k) % n;
        if (is_record(l, i) && l->lines.v[i].match) {
            move_to(l, i, forward);
            return;
        }
    }
}

static void sort_by(struct list *l, int step)
{
    int at = 0;
    for (int i = 0; i < l->n_shown; i++) {
        at = l->shown[i] == l->sort ? i : at;
    }
    at = (at + step + l->n_shown) % l->n_shown;
    l->sort = l->shown[at];
    l->descending = at == 0 || l->ops->columns[l->sort].right;
}

enum list_answer list_act(struct list *l, enum action a)
{
    long rows = (long)page(l);
    switch (a) {
    case ACT_UP:
        move_by(l, -1);
        return LIST_MOVED;
    case ACT_DOWN:
        move_by(l, 1);
        return LIST_MOVED;
    case ACT_PAGE_UP:
        move_by(l, -(rows > 1 ? rows - 1 : 1));
        return LIST_MOVED;
    case ACT_PAGE_DOWN:
        move_by(l, rows > 1 ? rows - 1 : 1);
        return LIST_MOVED;
    case ACT_HALF_UP:
        move_by(l, -(rows > 2 ? rows / 2 : 1));
        return LIST_MOVED;
    case ACT_HALF_DOWN:
        move_by(l, rows > 2 ? rows / 2 : 1);
        return LIST_MOVED;
    case ACT_TOP:
        move_to(l, 0, true);
        return LIST_MOVED;
    case ACT_BOTTOM:
        move_to(l, l->lines.n, false);
        return LIST_MOVED;
    case ACT_LEFT:
        l->scroll -= l->scroll > 0;
        return LIST_MOVED;
    case ACT_RIGHT:
        l->scroll += l->scroll < l->n_shown - l->ops->n_fixed - 1;
        return LIST_MOVED;
    case ACT_FILTER_NEXT:
    case ACT_FILTER_PREV:
        move_to_match(l, a == ACT_FILTER_NEXT);
        return LIST_MOVED;
    case ACT_SORT_NEXT:
    case ACT_SORT_PREV:
        sort_by(l, a == ACT_SORT_NEXT ? 1 : -1);
        return LIST_CHANGED;
    case ACT_SORT_REVERSE:
        l->descending = !l->descending;
        return LIST_CHANGED;
    case ACT_GROUP:
        if (l->ops->groups == 0) {
            return LIST_PASS;
        }
        l->group = (l->group + 1) % (l->ops->groups + 1);
        return LIST_CHANGED;
    default:
        return LIST_PASS;
    }
}

bool list_click(struct list *l, int y)
{
    int row = y - l->size->body_y;
    if (row < 0 || row >= l->size->rows || !is_record(l, l->top + (size_t)row)) {
        return false;
    }
    move_to(l, l->top + (size_t)row, true);
    return true;
}
