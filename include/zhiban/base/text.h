/* Text on screen: cleaning, cells, cutting, masking, matching.
 * Cells follow wcwidth of the running UTF-8 locale (as ncurses does); −1 counts as one cell. */
#ifndef ZHIBAN_BASE_TEXT_H
#define ZHIBAN_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zhiban/base/arena.h"
#include "zhiban/base/buf.h"

#define TEXT_NAME_MAX 256 /* bytes of a remote name that are kept */

/* The one gate for remote or stored text: drops C0, DEL, C1, bidi controls, zero-width characters,
 * BOM, soft hyphen, tags and interlinear marks, turns a run of TAB, CR, LF into one blank, invalid
 * UTF-8 into U+FFFD, keeps at most 4 combining marks a character and max bytes (cut on a
 * character). Appends to `to`, returns the number of bytes added. */
size_t text_clean(struct buf *to, const char *s, size_t n, size_t max);
/* The same into an arena; plain ASCII and clean CJK text take a fast path. Never NULL. */
const char *text_clean_arena(struct arena *a, const char *s, size_t n, size_t max);

/* Cells of one character: 0, 1 or 2. */
int text_cell(int32_t cp);
/* Cells of a text. */
int text_width(const char *s);
/* How many bytes of s fill at most `cells` cells; *used gets the cells they take. */
size_t text_cut(const char *s, int cells, int *used);
/* Appends s cut or padded to exactly `cells` cells; right: padding comes first. A cut text ends in
 * "…" ("~" when ascii). */
void text_fit(struct buf *to, const char *s, int cells, bool right, bool ascii);

/* Masks a caller's number, keeping the first three and the last four digits when there are 8 or
 * more, the last two otherwise: 13800000001 → 138****0001. Not a number: unchanged but for inner
 * digits. */
void text_mask_number(struct buf *to, const char *number);

/* Case-insensitive (ASCII) search of needle in s; an empty needle matches. */
bool text_find(const char *s, const char *needle);
/* Full-width ASCII forms (U+FF01..FF5E, U+3000) as their ASCII character; others unchanged. */
int32_t text_halfwidth(int32_t cp);
/* The nearest of n names to `name` by edit distance ≤ 3 (and < its length), or NULL. */
const char *text_nearest(const char *name, const char *const *names, size_t n);

/* Seconds as m:ss, h:mm:ss from one hour on; −1 as "–". Appends. */
void text_duration(struct buf *to, int64_t s);

/* Appends s as a quoted JSON string: quote, backslash, C0 and DEL escaped, invalid UTF-8 as U+FFFD.
 */
void text_json(struct buf *to, const char *s);

#endif
