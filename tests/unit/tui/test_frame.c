/* The frame with small panes of its own: focus, routing of keys, detail and modal panes, prompt,
 * palette, help, question, resizing. No application and no terminal. */
#include <criterion/criterion.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame_in.h"
#include "zhiban/base/clock.h"
#include "zhiban/base/mem.h"

/* ---- panes for the test ---------------------------------------------------------------------- */

struct probe {
    struct pane pane;
    const char *name;
    enum action takes; /* answered with `answer` */
    enum answer answer;
    enum action last; /* the last action offered */
    int offered, synced;
    unsigned changes;
    char typed[64];
};

static int alive; /* panes not yet freed */

static bool probe_sync(struct pane *p, struct app *app, unsigned changes)
{
    struct probe *b = (struct probe *)p;
    (void)app;
    b->synced++;
    b->changes = changes;
    return changes == CHANGE_SNAPSHOT;
}

static void probe_draw(const struct pane *p, struct canvas *c, bool focused)
{
    const struct probe *b = (const struct probe *)p;
    for (int y = 0; y < c->rows; y++) {
        canvas_text(c, y, 0, -1, STY_TEXT, y == 0 ? b->name : "|");
    }
    if (focused) {
        canvas_text(c, 0, (int)strlen(b->name), -1, STY_TEXT, "*");
        canvas_cursor(c, 0, 1);
    }
}

static enum answer probe_act(struct pane *p, struct frame *f, enum action a)
{
    struct probe *b = (struct probe *)p;
    (void)f;
    b->last = a;
    b->offered++;
    return a == b->takes ? b->answer : PASS;
}

static const enum action *probe_hints(const struct pane *p)
{
    static const enum action hints[] = {ACT_SORT_NEXT, ACT_FILTER, ACT_FOLD, ACT_NONE};
    (void)p;
    return hints;
}

static enum answer probe_click(struct pane *p, struct frame *f, int y, int x, bool twice)
{
    struct probe *b = (struct probe *)p;
    (void)f;
    snprintf(b->typed, sizeof b->typed, "%d,%d%s", y, x, twice ? "!" : "");
    return HANDLED;
}

static enum answer probe_text(struct pane *p, struct frame *f, const char *utf8)
{
    struct probe *b = (struct probe *)p;
    (void)f;
    size_t n = strlen(b->typed);
    snprintf(b->typed + n, sizeof b->typed - n, "%s", utf8);
    return HANDLED;
}

static void probe_free(struct pane *p)
{
    alive--;
    free(p);
}

static const struct pane_ops probe_ops = {.name = "probe",
                                          .sync = probe_sync,
                                          .draw = probe_draw,
                                          .act = probe_act,
                                          .hints = probe_hints,
                                          .click = probe_click,
                                          .free = probe_free};
static const struct pane_ops typing_ops = {
    .name = "typing", .draw = probe_draw, .act = probe_act, .text = probe_text, .free = probe_free};

static struct probe *probe_new(const char *name, int rows)
{
    struct probe *b = mem_calloc(1, sizeof *b);
    b->pane.ops = &probe_ops;
    b->pane.want_rows = rows;
    b->name = name;
    alive++;
    return b;
}

static struct probe *head, *upper, *lower, *other;

static struct pane *make_head(struct app *app)
{
    (void)app;
    return &(head = probe_new("HEAD", 1))->pane;
}
static struct pane *make_upper(struct app *app)
{
    (void)app;
    return &(upper = probe_new("UPPER", 0))->pane;
}
static struct pane *make_lower(struct app *app)
{
    (void)app;
    return &(lower = probe_new("LOWER", 0))->pane;
}
static struct pane *make_other(struct app *app)
{
    (void)app;
    return &(other = probe_new("OTHER", 0))->pane;
}

static const struct place board[] = {
    {make_head, 1, 0, 0, false}, {make_upper, 3, 1, 1, true}, {make_lower, 3, 1, 2, true}};
static const struct place second[] = {{make_head, 1, 0, 0, false}, {make_other, 3, 1, 1, true}};
static const struct screen table[] = {{ACT_SCREEN_BOARD, "Board", board, 3},
                                      {ACT_SCREEN_AGENTS, "Agents", second, 2},
                                      {ACT_NONE, NULL, NULL, 0}};

static struct frame *f;
static struct grid g;
static struct buf dump;

static void resize(int rows, int cols)
{
    grid_release(&g);
    grid_init(&g, rows, cols);
    frame_resize(f, rows, cols);
}

static void start(bool readonly)
{
    setlocale(LC_ALL, "");
    f = frame_new_screens(table, NULL, NULL, false, false, readonly);
    buf_init(&dump, 0);
    resize(16, 80);
}

static void set_up(void)
{
    start(false);
}

static void tear_down(void)
{
    frame_free(f);
    grid_release(&g);
    buf_release(&dump);
    cr_assert_eq(alive, 0, "%d panes were not freed", alive);
}

TestSuite(frame, .init = set_up, .fini = tear_down);

static const char *shown(void)
{
    frame_sync(f, 0);
    frame_draw(f, &g);
    buf_reset(&dump);
    grid_dump(&g, &dump);
    return buf_str(&dump);
}

/* Row y of the screen as it is now. */
static char *row(int y)
{
    static char line[512];
    const char *s = shown();
    while (y-- > 0) {
        s = strchr(s, '\n') + 1;
    }
    snprintf(line, sizeof line, "%.*s", (int)strcspn(s, "\n"), s);
    return line;
}

static void type(const char *text)
{
    for (; *text != '\0'; text++) {
        frame_key(f, (unsigned char)*text);
    }
}

#define SHOWS(text)                                                                                \
    cr_assert_not_null(strstr(shown(), text), "no \"%s\" in\n%s", text, buf_str(&dump))
#define HIDES(text) cr_assert_null(strstr(shown(), text), "\"%s\" in\n%s", text, buf_str(&dump))

/* ---- screens and focus ----------------------------------------------------------------------- */

Test(frame, header_tabs_panes_hints)
{
    cr_assert_str_eq(row(0), "HEAD");
    cr_assert_str_eq(row(1), " 1Board  2Agents");
    cr_assert_str_eq(row(2), "UPPER*");
    cr_assert_str_eq(row(9), "LOWER");
    cr_assert_str_eq(
        row(15),
        "F2 Period  F3 Filter  F4 Sort  F5 Acknowledge       : Command  F1 Help  F10 Quit");
    resize(16, 120);
    cr_assert_not_null(strstr(row(15), "F4/> Sort"), "%s", row(15));
    cr_assert_not_null(strstr(row(15), "F10/q Quit"), "%s", row(15));
}

Test(frame, hints_come_in_the_order_of_function_keys)
{
    resize(16, 120);
    char *bar = row(15);
    cr_assert_lt(strstr(bar, "F2"), strstr(bar, "F3"));
    cr_assert_lt(strstr(bar, "F3"), strstr(bar, "F4"));
    cr_assert_lt(strstr(bar, "F4"), strstr(bar, "F5"));
    cr_assert_lt(strstr(bar, "F5"), strstr(bar, "Fold"));
}

Test(frame, tab_moves_the_focus_both_ways)
{
    frame_key(f, K_TAB);
    cr_assert_str_eq(row(9), "LOWER*");
    frame_key(f, K_TAB);
    cr_assert_str_eq(row(2), "UPPER*");
    frame_key(f, K_BACKTAB);
    cr_assert_str_eq(row(9), "LOWER*");
    cr_assert_eq(g.cursor_y, 9);
    cr_assert_eq(g.cursor_x, 1);
}

Test(frame, digits_change_screens_and_esc_comes_back)
{
    frame_key(f, '2');
    cr_assert_str_eq(row(2), "OTHER*");
    frame_key(f, K_ESC);
    cr_assert_str_eq(row(2), "UPPER*");
    frame_key(f, 0xFF12); /* full-width 2 */
    cr_assert_str_eq(row(2), "OTHER*");
    frame_key(f, 'q');
    cr_assert_str_eq(row(2), "UPPER*");
    cr_assert_not(frame_quit(f));
}

Test(frame, actions_go_to_the_focused_pane_first)
{
    shown();
    frame_key(f, 'j');
    cr_assert_eq(upper->last, ACT_DOWN);
    cr_assert_eq(lower->offered, 0, "movements stay with the focus");
    lower->takes = ACT_FILTER_STATE;
    lower->answer = HANDLED;
    frame_key(f, 's');
    cr_assert_eq(upper->last, ACT_FILTER_STATE);
    cr_assert_eq(lower->last, ACT_FILTER_STATE, "an action of lists goes on to the other panes");
    cr_assert(lower->pane.dirty);
}

Test(frame, sync_reaches_the_panes_shown_only)
{
    frame_key(f, '2');
    shown();
    int before = upper->synced;
    cr_assert(frame_sync(f, CHANGE_SNAPSHOT));
    cr_assert_eq(upper->synced, before);
    cr_assert_eq(other->changes, CHANGE_SNAPSHOT);
    frame_draw(f, &g);
    cr_assert_not(frame_sync(f, CHANGE_SECOND), "nothing to draw");
    cr_assert_not(frame_sync(f, 0));
    frame_key(f, '1');
    cr_assert_eq(upper->changes, (unsigned)CHANGE_ALL, "what was asleep catches up");
}

/* ---- detail and modal panes ------------------------------------------------------------------ */

Test(frame, detail_covers_what_is_below_the_header)
{
    struct probe *d = probe_new("DETAIL", 0);
    frame_detail(f, &d->pane);
    cr_assert_str_eq(row(0), "HEAD");
    cr_assert_str_eq(row(2), "DETAIL*");
    cr_assert_str_eq(row(14), "|");
    HIDES("UPPER");
    cr_assert_not_null(strstr(row(15), "Esc Back"));
    frame_key(f, K_ESC);
    SHOWS("UPPER*");
}

Test(frame, details_pile_up_and_a_screen_change_clears_them)
{
    frame_detail(f, &probe_new("ONE", 0)->pane);
    struct probe *two = probe_new("TWO", 0);
    frame_detail(f, &two->pane);
    SHOWS("TWO*");
    two->takes = ACT_OPEN;
    two->answer = CLOSE;
    frame_key(f, K_ENTER);
    SHOWS("ONE*");
    frame_key(f, '2');
    SHOWS("OTHER*");
    frame_key(f, '1');
    SHOWS("UPPER*");
}

Test(frame, modal_takes_all_keys)
{
    struct probe *m = probe_new("MODAL", 0);
    frame_modal(f, &m->pane);
    cr_assert(m->pane.modal);
    shown();
    frame_key(f, '2');
    cr_assert_eq(m->last, ACT_SCREEN_AGENTS);
    SHOWS("MODAL*");
    frame_key(f, 'q');
    HIDES("MODAL");
    cr_assert_not(frame_quit(f));
}

Test(frame, text_goes_to_a_modal_pane_that_types)
{
    struct probe *m = probe_new("MODAL", 0);
    m->pane.ops = &typing_ops;
    frame_modal(f, &m->pane);
    cr_assert(frame_wants_text(f));
    type("q2");
    frame_key(f, 0xFF1F); /* full-width: as typed */
    cr_assert_str_eq(m->typed, "q2？");
    frame_key(f, K_ESC);
    HIDES("MODAL");
    cr_assert_not(frame_wants_text(f));
}

/* ---- leaving --------------------------------------------------------------------------------- */

Test(frame, q_asks_and_does_not_answer_itself)
{
    frame_key(f, 'q');
    SHOWS("Leave zhiban?");
    frame_key(f, 'q');
    HIDES("Leave zhiban?");
    cr_assert_not(frame_quit(f));
    type("qn");
    cr_assert_not(frame_quit(f));
    type("qy");
    cr_assert(frame_quit(f));
}

Test(frame, question_is_answered_with_arrows_too)
{
    frame_key(f, K_F10);
    frame_key(f, K_ENTER); /* No is chosen first */
    cr_assert_not(frame_quit(f));
    frame_key(f, K_F10);
    frame_key(f, K_LEFT);
    frame_key(f, K_ENTER);
    cr_assert(frame_quit(f));
}

static void note(struct frame *frame, void *ctx)
{
    (void)frame;
    *(int *)ctx += 1;
}

Test(frame, the_key_that_asked_does_not_say_yes)
{
    int said = 0;
    f->key = 'y';
    frame_confirm(f, "Really?", note, &said);
    frame_key(f, 'y');
    cr_assert_eq(said, 0);
    SHOWS("Really?");
    frame_key(f, K_LEFT);
    frame_key(f, K_ENTER);
    cr_assert_eq(said, 1);
    HIDES("Really?");
}

Test(frame, colon_quit_leaves_at_once)
{
    frame_key(f, ':');
    type("quit");
    frame_key(f, K_ENTER);
    cr_assert(frame_quit(f));
}

/* ---- prompt and palette ---------------------------------------------------------------------- */

static char got[128];
static int calls, ends;

static void input(struct frame *frame, void *ctx, const char *text, bool done)
{
    (void)frame;
    (void)ctx;
    snprintf(got, sizeof got, "%s", text != NULL ? text : "(none)");
    calls++;
    ends += done;
}

Test(frame, prompt_gives_its_text)
{
    calls = ends = 0;
    frame_prompt(f, "Name:", "ab", false, input, NULL, NULL);
    type("q2");
    cr_assert_str_eq(row(15), "Name: abq2");
    cr_assert_eq(g.cursor_y, 15);
    cr_assert_eq(g.cursor_x, 10);
    cr_assert_eq(calls, 0);
    frame_key(f, K_ENTER);
    cr_assert_str_eq(got, "abq2");
    cr_assert_eq(ends, 1);
    cr_assert_not(frame_wants_text(f));
}

Test(frame, live_prompt_tells_each_change)
{
    calls = ends = 0;
    frame_prompt(f, "/", "", true, input, NULL, NULL);
    type("ab");
    cr_assert_eq(calls, 2);
    frame_key(f, K_LEFT);
    cr_assert_eq(calls, 2, "moving changes nothing");
    frame_key(f, K_BACKSPACE);
    cr_assert_str_eq(got, "b");
    frame_key(f, K_ESC);
    cr_assert_str_eq(got, "(none)");
    cr_assert_eq(ends, 1);
}

Test(frame, paste_is_text_never_commands)
{
    frame_key(f, K_PASTE_START);
    type("q2y\r:quit\r");
    frame_key(f, K_PASTE_END);
    cr_assert_not(frame_quit(f));
    SHOWS("UPPER*");
    cr_assert_eq(upper->offered, 0);
    frame_prompt(f, "Name:", "", false, input, NULL, NULL);
    calls = 0;
    frame_key(f, K_PASTE_START);
    type("a\rb\033c");
    frame_key(f, 0x503C);
    frame_key(f, K_PASTE_END);
    cr_assert_str_eq(row(15), "Name: a bc值");
    cr_assert_eq(calls, 0, "a pasted line end does not enter");
}

Test(frame, palette_runs_actions_by_name)
{
    frame_key(f, ':');
    type("screen-agents");
    frame_key(f, K_ENTER);
    SHOWS("OTHER*");
    frame_key(f, 0xFF1A);
    type(" screen-board ");
    frame_key(f, K_ENTER);
    SHOWS("UPPER*");
}

Test(frame, palette_tells_what_it_does_not_know)
{
    frame_key(f, ':');
    type("screen-agent");
    frame_key(f, K_ENTER);
    cr_assert_not_null(strstr(row(15), "screen-agents"), "%s", row(15));
    palette_run(f, "zzzzzzzzzzzz");
    cr_assert_not_null(strstr(row(15), "zzzzzzzzzzzz"));
    palette_run(f, "set nothing 1");
    cr_assert_not_null(strstr(row(15), "nothing"));
    palette_run(f, "theme no-such-theme-here");
    cr_assert_not_null(strstr(row(15), "no-such-theme-here"));
    palette_run(f, "");
    palette_run(f, "   :  ");
    palette_run(f, "quit now");
    cr_assert_not(frame_quit(f));
}

Test(frame, palette_completes_with_tab)
{
    frame_key(f, ':');
    type("screen-a");
    frame_key(f, K_TAB);
    cr_assert_str_eq(row(15), ":screen-a");
    SHOWS("screen-agents");
    SHOWS("screen-alarms");
    frame_key(f, K_TAB);
    cr_assert_str_eq(row(15), ":screen-agents");
    frame_key(f, K_TAB);
    cr_assert_str_eq(row(15), ":screen-alarms");
    frame_key(f, K_BACKTAB);
    cr_assert_str_eq(row(15), ":screen-agents");
    frame_key(f, K_ENTER);
    SHOWS("OTHER*");
    frame_key(f, ':');
    type("theme mo");
    frame_key(f, K_TAB);
    cr_assert_str_eq(row(15), ":theme mono");
    frame_key(f, K_ESC);
}

Test(frame, history_is_kept_per_label)
{
    frame_prompt(f, "Name:", "one", false, input, NULL, NULL);
    frame_key(f, K_ENTER);
    frame_prompt(f, "Other:", "two", false, input, NULL, NULL);
    frame_key(f, K_ENTER);
    frame_prompt(f, "Name:", "dra", false, input, NULL, NULL);
    frame_key(f, K_UP);
    cr_assert_str_eq(row(15), "Name: one");
    frame_key(f, K_UP);
    cr_assert_str_eq(row(15), "Name: one");
    frame_key(f, K_DOWN);
    cr_assert_str_eq(row(15), "Name: dra");
    frame_key(f, K_ESC);
}

Test(frame, screenshot_asks_for_a_file)
{
    palette_run(f, "screenshot /tmp/x.svg");
    cr_assert_str_eq(f->shot, "/tmp/x.svg");
    frame_key(f, 'P');
    SHOWS(".txt .ans .svg");
    frame_key(f, K_ESC);
}

/* ---- help, messages, read-only --------------------------------------------------------------- */

Test(frame, help_lists_every_action)
{
    resize(ACT_COUNT + 2 * AG_COUNT + 5, 120);
    frame_key(f, '?');
    shown();
    for (int a = ACT_NONE + 1; a < ACT_COUNT; a++) {
        cr_assert_not_null(strstr(buf_str(&dump), action_defs[a].help), "%s", action_defs[a].name);
    }
    frame_key(f, '?');
    SHOWS("UPPER*");
}

Test(frame, help_scrolls_filters_and_closes)
{
    frame_key(f, K_F1);
    SHOWS("Moving");
    frame_key(f, K_PAGE_DOWN);
    HIDES("Moving");
    frame_key(f, K_END);
    SHOWS("Say no to a question.");
    frame_key(f, K_HOME);
    frame_key(f, 'j');
    HIDES("Moving");
    type("alarm");
    SHOWS("Acknowledge the selected alarm");
    HIDES("Select the row above.");
    type("zzz");
    SHOWS("No action matches.");
    frame_key(f, K_BACKSPACE);
    frame_key(f, K_BACKSPACE);
    frame_key(f, K_BACKSPACE);
    SHOWS("Acknowledge the selected alarm");
    frame_key(f, K_ESC);
    SHOWS("Moving");
    frame_key(f, K_ESC);
    SHOWS("UPPER*");
}

Test(frame, message_stands_until_a_key)
{
    frame_message(f, STY_OK, "Something was done.");
    cr_assert_str_eq(row(15), " Something was done.");
    cr_assert_gt(frame_wait_ms(f), 0);
    cr_assert_str_eq(row(14), "|", "no pane is covered");
    frame_key(f, 'j');
    HIDES("Something was done.");
    cr_assert_eq(frame_wait_ms(f), -1);
    frame_message(f, STY_OK, "Later.");
    f->message_until_ms = clock_raw_ms() - 1;
    cr_assert_eq(frame_wait_ms(f), 0);
    HIDES("Later.");
}

Test(readonly, nothing_that_writes_is_done, .fini = tear_down)
{
    start(true);
    frame_key(f, 'a');
    cr_assert_not_null(strstr(row(15), "read-only"), "%s", row(15));
    frame_key(f, K_ESC);
    cr_assert_null(strstr(row(15), "Acknowledge"), "no hint for what is refused");
}

Test(frame, no_alarm_to_acknowledge_is_said)
{
    frame_key(f, K_F5);
    cr_assert_not_null(strstr(row(15), "No alarm"), "%s", row(15));
}

Test(frame, zoom_gives_the_pane_everything)
{
    frame_key(f, K_TAB);
    frame_key(f, 'z');
    cr_assert_str_eq(row(2), "LOWER*");
    HIDES("UPPER");
    frame_key(f, K_TAB);
    cr_assert_str_eq(row(2), "UPPER*");
    frame_key(f, K_ESC);
    SHOWS("LOWER");
    cr_assert_str_eq(row(0), "HEAD");
}

Test(frame, the_terminal_is_asked_not_touched)
{
    frame_key(f, 12);
    cr_assert(f->asks & ASK_REDRAW);
    frame_key(f, 'm');
    cr_assert(f->asks & ASK_MOUSE);
    cr_assert(f->mouse);
    frame_key(f, 26);
    cr_assert(f->asks & ASK_SUSPEND);
}

/* ---- the mouse ------------------------------------------------------------------------------- */

Test(frame, click_focuses_and_reaches_the_pane)
{
    shown();
    frame_mouse(f, 11, 4, 0, false);
    cr_assert_str_eq(lower->typed, "2,4");
    cr_assert_str_eq(row(9), "LOWER*");
    frame_mouse(f, 1, 10, 0, false);
    SHOWS("OTHER*");
    frame_mouse(f, 5, 3, 0, true);
    cr_assert_str_eq(other->typed, "3,3!");
    frame_mouse(f, 5, 3, 1, false);
    cr_assert_eq(other->last, ACT_DOWN);
    frame_mouse(f, 15, 79, 0, false);
    frame_mouse(f, 500, 500, 0, false);
}

/* ---- sizes ----------------------------------------------------------------------------------- */

Test(frame, every_size_is_drawn)
{
    for (int rows = 1; rows <= 50; rows++) {
        for (int cols = 1; cols <= 160; cols += rows < 12 ? 1 : 13) {
            resize(rows, cols);
            shown();
            frame_key(f, '?');
            shown();
            frame_key(f, K_ESC);
            frame_key(f, 'q');
            shown();
            frame_key(f, K_ESC);
            frame_key(f, ':');
            frame_key(f, K_TAB);
            shown();
            frame_key(f, K_ESC);
        }
    }
}

Test(frame, small_screens_drop_panes_not_the_program)
{
    resize(10, 40);
    cr_assert_str_eq(row(0), "HEAD");
    SHOWS("UPPER*");
    SHOWS("LOWER");
    cr_assert_not_null(strstr(row(9), "F10 Quit"), "%s", row(9));
    resize(6, 40);
    SHOWS("UPPER*");
    HIDES("LOWER");
    resize(4, 20);
    SHOWS("UPPER");
    frame_key(f, 'q');
    frame_key(f, 'y');
    cr_assert(frame_quit(f));
}

Test(frame, the_focus_leaves_a_pane_that_is_dropped)
{
    frame_key(f, K_TAB);
    SHOWS("LOWER*");
    resize(6, 40);
    SHOWS("UPPER*");
}
