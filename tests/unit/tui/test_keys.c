/* Keys: names, defaults without clash, rebinding. */
#include <criterion/criterion.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "keys.h"
#include "zhiban/base/mem.h"

static void set_up(void)
{
    setlocale(LC_ALL, "");
}
TestSuite(keys, .init = set_up);

static void add(struct config *c, const char *action, const char *keys, int line)
{
    vec_push(&c->keys) =
        (struct key_binding){.action = mem_strdup(action), .keys = mem_strdup(keys), .line = line};
}

static void drop(struct config *c)
{
    for (size_t i = 0; i < c->keys.n; i++) {
        free(c->keys.v[i].action);
        free(c->keys.v[i].keys);
    }
    vec_free(&c->keys);
}

/* The error's text with its arguments. */
static void text_of(const struct err *e, char *to, size_t n)
{
    struct buf b;
    buf_init(&b, 0);
    err_format(&b, e->msgid, e);
    snprintf(to, n, "%s", buf_str(&b));
    buf_release(&b);
}

Test(keys, names_round_trip)
{
    static const char *const names[] = {"Esc",  "Tab",  "Enter", "Backspace", "Space",    "Up",
                                        "Down", "Left", "Right", "PageUp",    "PageDown", "Home",
                                        "End",  "F1",   "F12",   "C-l",       "C-t",      "S-Tab",
                                        "j",    "G",    "?",     "<",         "Insert",   "Delete"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct buf b;
        buf_init(&b, 0);
        int32_t key = key_from_name(names[i]);
        cr_assert_neq(key, K_NONE, "%s", names[i]);
        key_to_name(key, &b);
        cr_assert_str_eq(buf_str(&b), names[i]);
        buf_release(&b);
    }
}

Test(keys, names_that_are_none)
{
    static const char *const bad[] = {"",    "F0", "F13", "F1x",  "F01",  "F",   "C-",
                                      "C-1", "ab", "\t",  "\x7f", "\xff", "M-x", "PageSideways"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (strcmp(bad[i], "F") == 0) {
            cr_assert_eq(key_from_name("F"), 'F');
            continue;
        }
        cr_assert_eq(key_from_name(bad[i]), K_NONE, "\"%s\"", bad[i]);
    }
}

Test(keys, control_keys_a_terminal_cannot_tell_apart)
{
    cr_assert_eq(key_from_name("C-i"), K_TAB);
    cr_assert_eq(key_from_name("C-m"), K_ENTER);
    cr_assert_eq(key_from_name("C-j"), K_ENTER);
    cr_assert_eq(key_from_name("C-h"), K_BACKSPACE);
    cr_assert_eq(key_from_name("C-["), K_ESC);
    cr_assert_eq(key_from_name("c-L"), 12);
}

Test(keys, defaults_have_no_clash_and_every_action_a_key)
{
    struct keymap m;
    struct err e;
    cr_assert_eq(keymap_build(&m, NULL, &e), OK, "%s", e.msgid);
    for (int a = ACT_NONE + 1; a < ACT_COUNT; a++) {
        cr_assert_neq(keymap_key(&m, (enum action)a, false), K_NONE,
                      "%s needs a key that is not a function key", action_defs[a].name);
    }
}

Test(keys, defaults_stay_clear_of_tmux_and_screen)
{
    struct keymap m;
    struct err e;
    cr_assert_eq(keymap_build(&m, NULL, &e), OK);
    cr_assert_eq(keymap_action(&m, 1), ACT_NONE, "C-a");
    cr_assert_eq(keymap_action(&m, 2), ACT_NONE, "C-b");
    cr_assert_eq(keymap_action(&m, 11), ACT_NONE, "C-k");
    cr_assert_eq(keymap_action(&m, K_BACKSPACE), ACT_NONE, "C-h");
}

Test(keys, full_width_forms_count_as_ascii)
{
    struct keymap m;
    struct err e;
    cr_assert_eq(keymap_build(&m, NULL, &e), OK);
    cr_assert_eq(keymap_action(&m, 0xFF1F), ACT_HELP);
    cr_assert_eq(keymap_action(&m, 0xFF1A), ACT_COMMAND);
    cr_assert_eq(keymap_action(&m, 0xFF0F), ACT_FILTER);
    cr_assert_eq(keymap_action(&m, 0xFF11), ACT_SCREEN_BOARD);
    cr_assert_eq(keymap_action(&m, 0xFF41), ACT_ACK);
    cr_assert_eq(keymap_action(&m, 0x3000), ACT_FOLD);
    cr_assert_eq(keymap_answer(&m, 0xFF59), ACT_YES);
}

Test(keys, answers_live_apart)
{
    struct keymap m;
    struct err e;
    cr_assert_eq(keymap_build(&m, NULL, &e), OK);
    cr_assert_eq(keymap_action(&m, 'n'), ACT_FILTER_NEXT);
    cr_assert_eq(keymap_answer(&m, 'n'), ACT_NO);
    cr_assert_eq(keymap_action(&m, 'y'), ACT_NONE);
    cr_assert_eq(keymap_answer(&m, 'q'), ACT_NONE);
}

Test(keys, rebinding_replaces_the_defaults)
{
    struct config c = {0};
    struct keymap m;
    struct err e;
    add(&c, "ack", "w F11", 7);
    add(&c, "poll", "none", 8);
    cr_assert_eq(keymap_build(&m, &c, &e), OK, "%s", e.msgid);
    cr_assert_eq(keymap_action(&m, 'w'), ACT_ACK);
    cr_assert_eq(keymap_action(&m, K_F11), ACT_ACK);
    cr_assert_eq(keymap_action(&m, 'a'), ACT_NONE);
    cr_assert_eq(keymap_action(&m, 'r'), ACT_NONE);
    cr_assert_eq(keymap_key(&m, ACT_ACK, true), K_F11);
    drop(&c);
}

Test(keys, two_actions_may_change_places)
{
    struct config c = {0};
    struct keymap m;
    struct err e;
    add(&c, "up", "j", 1);
    add(&c, "down", "k", 2);
    cr_assert_eq(keymap_build(&m, &c, &e), OK);
    cr_assert_eq(keymap_action(&m, 'j'), ACT_UP);
    cr_assert_eq(keymap_action(&m, 'k'), ACT_DOWN);
    drop(&c);
}

Test(keys, a_clash_names_both_actions)
{
    struct config c = {.path = NULL};
    struct keymap m;
    struct err e;
    char text[512];
    add(&c, "ack", "r", 12);
    cr_assert_eq(keymap_build(&m, &c, &e), ERR_USAGE);
    text_of(&e, text, sizeof text);
    cr_assert_not_null(strstr(text, "poll"), "%s", text);
    cr_assert_not_null(strstr(text, "ack"), "%s", text);
    cr_assert_not_null(strstr(text, ":12"), "%s", text);
    drop(&c);
}

Test(keys, unknown_action_is_told_with_the_nearest)
{
    struct config c = {0};
    struct keymap m;
    struct err e;
    char text[512];
    add(&c, "filter-nxt", "w", 3);
    cr_assert_eq(keymap_build(&m, &c, &e), ERR_USAGE);
    text_of(&e, text, sizeof text);
    cr_assert_not_null(strstr(text, "filter-next"), "%s", text);
    drop(&c);
}

Test(keys, unknown_key_is_told)
{
    struct config c = {0};
    struct keymap m;
    struct err e;
    char text[512];
    add(&c, "ack", "w F19", 3);
    cr_assert_eq(keymap_build(&m, &c, &e), ERR_USAGE);
    text_of(&e, text, sizeof text);
    cr_assert_not_null(strstr(text, "F19"), "%s", text);
    cr_assert_not_null(e.hint);
    drop(&c);
}

Test(keys, too_many_bindings_are_refused)
{
    struct config c = {0};
    struct keymap m;
    struct err e;
    struct buf keys;
    buf_init(&keys, 0);
    for (int cp = 0x4E00; cp < 0x4E00 + 300; cp++) {
        buf_printf(&keys, " %lc", (wint_t)cp);
    }
    add(&c, "ack", buf_str(&keys), 1);
    cr_assert_eq(keymap_build(&m, &c, &e), ERR_LIMIT);
    buf_release(&keys);
    drop(&c);
}

Test(keys, table_is_whole)
{
    for (int a = ACT_NONE; a < ACT_COUNT; a++) {
        const struct action_def *d = &action_defs[a];
        cr_assert_eq((int)d->id, a);
        cr_assert_not_null(d->name);
        if (a == ACT_NONE) {
            continue;
        }
        cr_assert_eq(action_find(d->name), d, "%s twice", d->name);
        cr_assert_gt(strlen(d->label), 0u);
        cr_assert_eq(d->help[strlen(d->help) - 1], '.', "%s", d->name);
    }
    cr_assert_null(action_find("no-such-action"));
    cr_assert(action_defs[ACT_ACK].writes);
}
