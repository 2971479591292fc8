/* The list: order, filter, selection by id, groups, columns, totals, scrolling, and what is drawn.
 */
#include "list.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "match.h"
#include "pane_agents.h"
#include "pane_fixture.h"
#include "pane_queues.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

/* ---- a list of towns --------------------------------------------------- */

struct town {
    const char *id, *name, *land;
    int64_t people; /* UNKNOWN: nobody counted */
};
static const struct town towns[] = {
    {"t5", "青屿", "North", 300},       {"t1", "岚州", "South", 500},
    {"t3", "Ostend", "North", UNKNOWN}, {"t2", "Aachen", "South", 300},
    {"t4", "Zwolle", "", 20},
};
enum { N_TOWNS = sizeof towns / sizeof towns[0] };
struct set {
    const struct town *v;
    const char *without; /* an id that is kept out, or NULL */
    int formatted;       /* texts made */
};

static const struct town *town_of(const void *ctx, uint32_t row)
{
    return &((const struct set *)ctx)->v[row];
}

static void get_mark(const void *ctx, uint32_t row, struct list_value *v)
{
    v->known = row != LIST_TOTAL && town_of(ctx, row)->people > 400;
    v->key = 1;
    if (v->text && v->known) {
        buf_puts(v->text, "‼");
    }
}

static void get_name(const void *ctx, uint32_t row, struct list_value *v)
{
    ((struct set *)ctx)->formatted += v->text != NULL;
    list_text(v, row == LIST_TOTAL ? "Total" : town_of(ctx, row)->name);
}

static void get_people(const void *ctx, uint32_t row, struct list_value *v)
{
    list_int(v, row == LIST_TOTAL ? 1120 : town_of(ctx, row)->people);
}

static void get_land(const void *ctx, uint32_t row, struct list_value *v)
{
    list_text(v, row == LIST_TOTAL ? "" : town_of(ctx, row)->land);
}

static const char *town_id(const void *ctx, uint32_t row)
{
    return town_of(ctx, row)->id;
}

static bool keep_town(const void *ctx, uint32_t row)
{
    const struct set *s = ctx;
    return !s->without || strcmp(s->without, s->v[row].id) != 0;
}

static bool match_town(const void *ctx, uint32_t row, const char *text)
{
    return text_find(town_of(ctx, row)->id, text) || text_find(town_of(ctx, row)->name, text);
}

static void group_town(const void *ctx, uint32_t row, int how, int64_t *order, const char **name)
{
    (void)how;
    *name = town_of(ctx, row)->land;
    *order = **name == '\0';
}

static const struct list_column columns[] = {
    {"mark", "", NULL, 2, 0, 0, false, false, get_mark},
    {"name", "Town", NULL, 8, 12, 0, false, false, get_name},
    {"people", "People", "waiting", 6, 0, 5, true, false, get_people},
    {"land", "Land", NULL, 6, 0, 9, false, false, get_land},
    {"again", "Again", NULL, 6, 0, 3, true, true, get_people},
};
static const char *const group_names[] = {"none", "by land"};
static const struct list_ops ops = {
    .columns = columns,
    .n_columns = 5,
    .n_fixed = 2,
    .id = town_id,
    .keep = keep_town,
    .match = match_town,
    .group = group_town,
    .groups = 1,
    .group_names = group_names,
    .totals = true,
};

static void draw_list(const void *what, struct canvas *c)
{
    struct list_look look = {.title = "Towns", .empty = "None", .focused = true};
    list_draw(what, c, &look);
}

static char *picture(const struct list *l, int rows, int cols)
{
    return fx_picture(rows, cols, false, draw_list, l);
}

/* The ids in display order: "t1 t2". Group heads as "[3]". */
static const char *order_of(const struct list *l, const struct town *t)
{
    static char text[256];
    text[0] = '\0';
    for (size_t i = 0; i < l->lines.n; i++) {
        size_t n = strlen(text);
        const struct list_line *line = &l->lines.v[i];
        if (line->count > 0) {
            snprintf(text + n, sizeof text - n, "%s[%u]", n ? " " : "", (unsigned)line->count);
        } else {
            snprintf(text + n, sizeof text - n, "%s%s", n ? " " : "", t[line->row].id);
        }
    }
    return text;
}

static void open_list(struct list *l, struct set *s)
{
    setlocale(LC_ALL, "");
    *s = (struct set){.v = towns};
    list_init(l, &ops);
    list_fill(l, s, N_TOWNS, LIST_ORDER);
}

/* ---- order ------------------------------------------------------------- */

Test(list, sorts_by_any_column_both_ways_ties_by_id_unknown_last)
{
    struct list l;
    struct set s;
    open_list(&l, &s);
    cr_expect_str_eq(order_of(&l, towns), "t1 t2 t3 t4 t5"); /* by mark, ties by id */
    list_set_sort(&l, "people");
    list_fill(&l, &s, N_TOWNS, LIST_ORDER);
    cr_expect_str_eq(order_of(&l, towns), "t4 t2 t5 t1 t3");
    list_set_sort(&l, "-people");
    list_fill(&l, &s, N_TOWNS, LIST_ORDER);
    cr_expect_str_eq(order_of(&l, towns), "t1 t2 t5 t4 t3");
    list_set_sort(&l, "name");
    list_fill(&l, &s, N_TOWNS, LIST_ORDER);
    cr_expect_str_eq(order_of(&l, towns), "t2 t3 t4 t1 t5");
    list_set_sort(&l, "-name");
    list_fill(&l, &s, N_TOWNS, LIST_ORDER);
    cr_expect_str_eq(order_of(&l, towns), "t5 t1 t4 t3 t2");
    list_release(&l);
}

Test(list, long_texts_with_one_beginning_are_told_apart)
{
    static const struct town like[] = {{"a", "Springfield 3", "", 1},
                                       {"b", "Springfield 1", "", 1},
                                       {"c", "Springfield 2", "", 1}};
    struct list l;
    struct set s = {.v = like};
    list_init(&l, &ops);
    list_set_sort(&l, "name");
    list_fill(&l, &s, 3, LIST_ORDER);
    cr_expect_str_eq(order_of(&l, like), "b c a");
    list_set_sort(&l, "-name");
    list_fill(&l, &s, 3, LIST_ORDER);
    cr_expect_str_eq(order_of(&l, like), "a c b");
    list_release(&l);
}

Test(list, extreme_keys_keep_their_order)
{
    static const struct town odd[] = {{"a", "a", "", INT64_MAX},
                                      {"b", "b", "", INT64_MIN + 1},
                                      {"c", "c", "", 0},
                                      {"d", "d", "", -1}};
    struct list l;
    struct set s = {.v = odd};
    list_init(&l, &ops);
    list_set_sort(&l, "people");
    list_fill(&l, &s, 4, LIST_ORDER);
    cr_expect_str_eq(order_of(&l, odd), "b d c a");
    list_set_sort(&l, "-people");
    list_fill(&l, &s, 4, LIST_ORDER);
    cr_expect_str_eq(order_of(&l, odd), "a c d b");
    list_release(&l);
}

Test(list, sort_keys_walk_over_the_shown_columns)
{
    struct list l;
    struct set s;
    struct buf text = {0};
    open_list(&l, &s);
    cr_expect_eq(list_act(&l, ACT_SORT_NEXT), LIST_CHANGED);
    list_get_sort(&l, &text);
    cr_expect_str_eq(buf_str(&text), "name"); /* texts from a to z first */
    buf_reset(&text);
    list_act(&l, ACT_SORT_NEXT);
    list_get_sort(&l, &text);
    cr_expect_str_eq(buf_str(&text), "-people"); /* numbers from high to low */
    buf_reset(&text);
    list_act(&l, ACT_SORT_REVERSE);
    list_get_sort(&l, &text);
    cr_expect_str_eq(buf_str(&text), "people");
    buf_reset(&text);
    list_act(&l, ACT_SORT_NEXT);
    list_act(&l, ACT_SORT_NEXT); /* round the end */
    list_get_sort(&l, &text);
    cr_expect_str_eq(buf_str(&text), "-mark");
    buf_release(&text);
    list_release(&l);
}

/* ---- selection --------------------------------------------------------- */

Test(list, selection_follows_the_record)
{
    struct list l;
    struct set s;
    open_list(&l, &s);
    cr_expect_str_eq(list_selected(&l), "t1");
    list_act(&l, ACT_DOWN);
    list_fill(&l, &s, N_TOWNS, LIST_ROWS);
    cr_expect_str_eq(list_selected(&l), "t2");
    list_set_sort(&l, "-people");
    list_fill(&l, &s, N_TOWNS, LIST_ORDER);
    cr_expect_str_eq(list_selected(&l), "t2");
    cr_expect_eq(l.cursor, 1);
    s.without = "t2"; /* it goes: what took its place is selected */
    list_fill(&l, &s, N_TOWNS, LIST_ORDER);
    cr_expect_str_eq(list_selected(&l), "t5");
    s.without = NULL;
    list_fill(&l, &s, N_TOWNS, LIST_ORDER);
    cr_expect_str_eq(list_selected(&l), "t5");
    list_fill(&l, &s, 0, LIST_ORDER);
    cr_expect_null(list_selected(&l));
    list_fill(&l, &s, N_TOWNS, LIST_ORDER);
    cr_expect_str_eq(list_selected(&l), "t5");
    list_release(&l);
}

Test(list, moving_stops_at_the_ends)
{
    struct list l;
    struct set s;
    open_list(&l, &s);
    list_act(&l, ACT_UP);
    list_fill(&l, &s, N_TOWNS, LIST_ROWS);
    cr_expect_str_eq(list_selected(&l), "t1");
    list_act(&l, ACT_BOTTOM);
    list_fill(&l, &s, N_TOWNS, LIST_ROWS);
    cr_expect_str_eq(list_selected(&l), "t5");
    list_act(&l, ACT_PAGE_DOWN);
    list_fill(&l, &s, N_TOWNS, LIST_ROWS);
    cr_expect_str_eq(list_selected(&l), "t5");
    list_act(&l, ACT_TOP);
    list_fill(&l, &s, N_TOWNS, LIST_ROWS);
    cr_expect_str_eq(list_selected(&l), "t1");
    cr_expect_eq(list_act(&l, ACT_HELP), LIST_PASS);
    list_release(&l);
}

Test(list, an_empty_list_takes_every_key)
{
    struct list l;
    struct set s = {.v = towns};
    list_init(&l, &ops);
    list_fill(&l, &s, 0, LIST_ORDER);
    for (int a = ACT_NONE; a < ACT_COUNT; a++) {
        list_act(&l, (enum action)a);
        list_fill(&l, &s, 0, LIST_ROWS);
    }
    char *p = picture(&l, 5, 30);
    cr_expect_not_null(strstr(p, "None"));
    free(p);
    list_release(&l);
}

/* ---- filter ------------------------------------------------------------ */

Test(list, filter_hides_and_n_walks_round)
{
    struct list l;
    struct set s;
    open_list(&l, &s);
    snprintf(l.filter, sizeof l.filter, "A");
    list_fill(&l, &s, N_TOWNS, LIST_ORDER);
    cr_expect_str_eq(order_of(&l, towns), "t2");
    snprintf(l.filter, sizeof l.filter, "州");
    list_fill(&l, &s, N_TOWNS, LIST_ORDER);
    cr_expect_str_eq(order_of(&l, towns), "t1");
    cr_expect_eq(l.n_kept, 1);
    l.filter[0] = '\0';
    snprintf(l.looked_for, sizeof l.looked_for, "e"); /* Aachen, Ostend, Zwolle */
    list_fill(&l, &s, N_TOWNS, LIST_ORDER);
    static const char *const forward[] = {"t2", "t3", "t4", "t2"};
    for (int i = 0; i < 4; i++) {
        list_act(&l, ACT_FILTER_NEXT);
        list_fill(&l, &s, N_TOWNS, LIST_ROWS);
        cr_expect_str_eq(list_selected(&l), forward[i]);
    }
    list_act(&l, ACT_FILTER_PREV);
    list_fill(&l, &s, N_TOWNS, LIST_ROWS);
    cr_expect_str_eq(list_selected(&l), "t4");
    list_release(&l);
}

/* ---- groups ------------------------------------------------------------ */

Test(list, groups_have_heads_with_counts_that_are_never_selected)
{
    struct list l;
    struct set s;
    open_list(&l, &s);
    cr_expect_eq(list_act(&l, ACT_GROUP), LIST_CHANGED);
    list_fill(&l, &s, N_TOWNS, LIST_ORDER);
    cr_expect_str_eq(order_of(&l, towns), "[2] t3 t5 [2] t1 t2 [1] t4");
    list_act(&l, ACT_TOP);
    list_fill(&l, &s, N_TOWNS, LIST_ROWS);
    static const char *const down[] = {"t5", "t1", "t2", "t4", "t4"};
    cr_expect_str_eq(list_selected(&l), "t3");
    for (int i = 0; i < 5; i++) {
        list_act(&l, ACT_DOWN);
        list_fill(&l, &s, N_TOWNS, LIST_ROWS);
        cr_expect_str_eq(list_selected(&l), down[i]);
    }
    static const char *const up[] = {"t2", "t1", "t5", "t3", "t3"};
    for (int i = 0; i < 5; i++) {
        list_act(&l, ACT_UP);
        list_fill(&l, &s, N_TOWNS, LIST_ROWS);
        cr_expect_str_eq(list_selected(&l), up[i]);
    }
    char *p = picture(&l, 12, 40);
    cr_expect_not_null(strstr(p, "North (2)"), "%s", p);
    cr_expect_not_null(strstr(p, "– (1)"), "%s", p); /* no land is known */
    free(p);
    list_act(&l, ACT_GROUP);
    list_fill(&l, &s, N_TOWNS, LIST_ORDER);
    cr_expect_eq(l.lines.n, N_TOWNS);
    list_release(&l);
}

/* ---- columns ----------------------------------------------------------- */

Test(list, columns_are_chosen_by_key_and_bad_ones_left_out)
{
    struct list l;
    struct set s;
    struct buf text = {0};
    open_list(&l, &s);
    list_get_columns(&l, &text);
    cr_expect_str_eq(buf_str(&text), "name people land");
    list_set_columns(&l, "land, again nonsense land name");
    buf_reset(&text);
    list_get_columns(&l, &text);
    cr_expect_str_eq(buf_str(&text), "land again name");
    list_set_columns(&l, "nonsense");
    buf_reset(&text);
    list_get_columns(&l, &text);
    cr_expect_str_eq(buf_str(&text), "name people land");
    buf_release(&text);
    list_release(&l);
}

Test(list, narrow_screens_drop_columns_by_rank)
{
    struct list l;
    struct set s;
    open_list(&l, &s);
    char *p = picture(&l, 9, 40);
    cr_expect(strstr(p, "People") && strstr(p, "Land"), "%s", p);
    free(p);
    p = picture(&l, 9, 20);
    cr_expect(strstr(p, "People") && !strstr(p, "Land"), "%s", p);
    free(p);
    p = picture(&l, 9, 12);
    cr_expect(!strstr(p, "People") && strstr(p, "Aachen"), "%s", p);
    free(p);
    p = picture(&l, 1, 3); /* nothing breaks */
    free(p);
    list_act(&l, ACT_RIGHT); /* the columns after the fixed ones move */
    list_fill(&l, &s, N_TOWNS, LIST_ROWS);
    p = picture(&l, 9, 20);
    cr_expect(!strstr(p, "People") && strstr(p, "Land"), "%s", p);
    free(p);
    list_release(&l);
}

Test(list, totals_and_note_stand_below_the_rows)
{
    struct list l;
    struct set s;
    open_list(&l, &s);
    snprintf(l.note, sizeof l.note, "3 more");
    char *p = picture(&l, 10, 40);
    const char *last = strstr(p, "青屿"), *note = strstr(p, "3 more"), *total = strstr(p, "Total");
    cr_assert(last && note && total, "%s", p);
    cr_expect(last < note && note < total, "%s", p);
    free(p);
    p = picture(&l, 4, 40); /* no room for them: the rows are worth more */
    cr_expect(!strstr(p, "3 more") && !strstr(p, "Total"), "%s", p);
    free(p);
    list_release(&l);
}

Test(list, unknown_is_a_dash_and_cut_texts_say_so)
{
    struct list l;
    struct set s;
    open_list(&l, &s);
    char *p = picture(&l, 9, 40);
    char *line = fx_line(p, "Ostend");
    cr_expect_not_null(strstr(line, "–"), "%s", line);
    free(line);
    free(p);
    static const struct town one[] = {{"x", "Llanfairpwllgwyngyll", "", 0}};
    struct set t = {.v = one};
    list_fill(&l, &t, 1, LIST_ORDER);
    p = picture(&l, 9, 20);
    cr_expect_not_null(strstr(p, "…"), "%s", p);
    line = fx_line(p, "Llan");
    cr_expect_not_null(strstr(line, " 0"), "a zero is a zero: %s", line);
    free(line);
    free(p);
    list_release(&l);
}

/* ---- filling and scrolling --------------------------------------------- */

Test(list, says_whether_something_shown_has_changed)
{
    struct list l;
    struct set s;
    struct town copy[N_TOWNS];
    memcpy(copy, towns, sizeof copy);
    open_list(&l, &s);
    s.v = copy;
    cr_expect_not(list_fill(&l, &s, N_TOWNS, LIST_ORDER));
    cr_expect_not(list_fill(&l, &s, N_TOWNS, LIST_ROWS));
    copy[1].people++;
    cr_expect(list_fill(&l, &s, N_TOWNS, LIST_ROWS));
    cr_expect_not(list_fill(&l, &s, N_TOWNS, LIST_ORDER));
    list_act(&l, ACT_DOWN);
    cr_expect(list_fill(&l, &s, N_TOWNS, LIST_ROWS));
    list_release(&l);
}

Test(list, ten_thousand_rows_format_only_what_is_seen)
{
    enum { MANY = 10000 };
    struct town *many = mem_calloc(MANY, sizeof *many);
    char(*ids)[12] = mem_calloc(MANY, sizeof *ids);
    for (int i = 0; i < MANY; i++) {
        snprintf(ids[i], sizeof ids[i], "n%05d", i * 7919 % MANY);
        many[i] = (struct town){ids[i], ids[i], "", i};
    }
    setlocale(LC_ALL, "");
    struct list l;
    struct set s = {.v = many};
    list_init(&l, &ops);
    list_set_sort(&l, "name");
    list_fill(&l, &s, MANY, LIST_ORDER);
    cr_expect_leq(s.formatted, 61, "%d", s.formatted); /* the page, and the totals */
    char *p = picture(&l, 30, 60);
    cr_expect_not_null(strstr(p, "1–27/10000"), "%s", p);
    free(p);
    list_act(&l, ACT_BOTTOM);
    list_fill(&l, &s, MANY, LIST_ROWS);
    cr_expect_str_eq(list_selected(&l), "n09999");
    p = picture(&l, 30, 60);
    cr_expect_not_null(strstr(p, "n09999"), "%s", p);
    free(p);
    list_act(&l, ACT_PAGE_UP);
    list_fill(&l, &s, MANY, LIST_ROWS);
    cr_expect_str_eq(list_selected(&l), "n09973");
    list_release(&l);
    free(ids);
    free(many);
}

Test(list, a_click_selects_the_row_it_hits)
{
    struct list l;
    struct set s;
    open_list(&l, &s);
    free(picture(&l, 9, 40));
    cr_expect_not(list_click(&l, 0)); /* the heads */
    cr_expect(list_click(&l, 3));
    list_fill(&l, &s, N_TOWNS, LIST_ROWS);
    cr_expect_str_eq(list_selected(&l), "t3");
    cr_expect_not(list_click(&l, 8));
    list_release(&l);
}

Test(list, the_cursor_stands_on_the_selected_row)
{
    struct list l;
    struct set s;
    struct grid g;
    open_list(&l, &s);
    list_act(&l, ACT_DOWN);
    list_fill(&l, &s, N_TOWNS, LIST_ROWS);
    grid_init(&g, 9, 40);
    struct canvas c = canvas_of(&g, false);
    draw_list(&l, &c);
    cr_expect_eq(g.cursor_y, 2);
    cr_expect(g.cells[2 * 40 + 5].style & CELL_REVERSE);
    cr_expect_not(g.cells[1 * 40 + 5].style & CELL_REVERSE);
    grid_release(&g);
    list_release(&l);
}

Test(list, a_shrunk_screen_still_shows_the_selected_row)
{
    struct fx f;
    fx_open_many(&f, 500);
    struct agents_pane *p = agents_pane_new(&f.config, NULL);
    agents_pane_fill(p, &f.v, LIST_ORDER);
    free(fx_pane(&p->base.pane, 50, 80, false));
    for (int i = 0; i < 40; i++) {
        list_act(&p->base.list, ACT_DOWN);
        agents_pane_fill(p, &f.v, LIST_ROWS);
    }
    const char *id = list_selected(&p->base.list);
    char *pic = fx_pane(&p->base.pane, 20, 80, false); /* drawn before the next fill */
    cr_expect_not_null(strstr(pic, id), "%s not in\n%s", id, pic);
    free(pic);
    p->base.pane.ops->free(&p->base.pane);
    fx_close(&f);
}

/* ---- people ------------------------------------------------------------ */

Test(match, number_name_pinyin_and_initials)
{
    cr_expect(match_person("1001", "林若岚", "Lin Ruolan", "100"));
    cr_expect(match_person("1001", "林若岚", "Lin Ruolan", "若"));
    cr_expect(match_person("1001", "林若岚", "Lin Ruolan", "lrl"));
    cr_expect(match_person("1001", "林若岚", "Lin Ruolan", "LinRuo"));
    cr_expect(match_person("1001", "林若岚", "Lin Ruolan", "ruolan"));
    cr_expect_not(match_person("1001", "林若岚", "Lin Ruolan", "lrx"));
    cr_expect_not(match_person("1001", "林若岚", "Lin Ruolan", "lin9"));
    cr_expect_not(match_person("1001", "林若岚", NULL, "lrl"));
    cr_expect_not(match_person("1001", "林若岚", "", "lrl"));
    cr_expect_not(match_person("1001", "林若岚", "Lin Ruolan", "周"));
}

Test(match, syllables)
{
    static const char *const cases[][2] = {
        {"Lin Ruolan", "lrl"},
        {"Zhou Yanqiu", "zyq"},
        {"Zheng Zhiyuan", "zzy"},
        {"Chen Jiyue", "cjy"},
        {"Huang Jingshu", "hjs"},
        {"Ma Tian", "mt"},
        {"Gao Yifan", "gyf"},
        {"Xi'an", "xa"},
        {"Wang Er", "we"},
        {"Tang Jianing", "tjn"},
        {"", ""},
        {"Fang Enge", "feg"},
    };
    char to[16];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        pinyin_initials(cases[i][0], to, sizeof to);
        cr_expect_str_eq(to, cases[i][1], "%s: %s", cases[i][0], to);
    }
    pinyin_initials("Lin Ruolan", to, 3);
    cr_expect_str_eq(to, "lr");
}
