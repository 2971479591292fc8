/* The line of input in the last row: an editor of one line of UTF-8, history, completion. Knows no
 * terminal and no frame; the frame gives it keys and calls back its asker. */
#ifndef ZHIBAN_TUI_PROMPT_H
#define ZHIBAN_TUI_PROMPT_H

#include "canvas.h"
#include "keys.h"
#include "zhiban/base/vec.h"

#define LINE_MAX_BYTES 1024 /* longer input is refused, not cut inside a character */

struct line {
    struct buf text;
    size_t at; /* byte offset of the cursor, always between characters */
};
void line_set(struct line *l, const char *text);
void line_release(struct line *l);
/* Inserts a code point at the cursor; control characters are refused. true: the text changed. */
bool line_insert(struct line *l, int32_t cp);
/* Moves and deletes: Left, Right, Home, End, C-a, C-e, Backspace, Delete, C-u, C-w, C-k. LINE_TEXT:
 * changed; LINE_MOVED: only the cursor; LINE_OTHER: not an editing key. */
enum line_did { LINE_OTHER, LINE_MOVED, LINE_TEXT };
enum line_did line_edit(struct line *l, int32_t key);

/* What was entered before, per label; the oldest of HISTORY_MAX go first. */
#define HISTORY_MAX 100
struct history_line {
    char *label, *text;
};
struct history {
    VEC(struct history_line) lines;
};
void history_add(struct history *h, const char *label, const char *text);
void history_release(struct history *h);

struct prompt {
    char *label;
    struct line line;
    char *draft;        /* what was typed before history was walked */
    size_t walked;      /* index into the history; lines.n: the draft */
    struct buf list;    /* completions, one a line; empty: no list is shown */
    int n_list, chosen; /* chosen −1: none yet */
};
void prompt_init(struct prompt *p, const char *label, const char *initial, const struct history *h);
void prompt_release(struct prompt *p);
/* Up and Down through the history of the label. true: the text changed. */
bool prompt_walk(struct prompt *p, const struct history *h, int step);
/* Takes completions (one a line, whole texts): one is taken over, of several the common beginning,
 * then each in turn. true: the text changed. */
bool prompt_complete(struct prompt *p, const char *completions);
/* The next (step 1) or previous completion of the list shown; false: no list is shown. */
bool prompt_cycle(struct prompt *p, int step);
void prompt_close_list(struct prompt *p);
/* Draws label and text into the last row of c, the list above it, and puts the cursor. */
void prompt_draw(const struct prompt *p, struct canvas *c);

#endif
