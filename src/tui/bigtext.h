/* Big digits from a 3×5 font of our own: figures that can be read from across the room. */
#ifndef ZHIBAN_TUI_BIGTEXT_H
#define ZHIBAN_TUI_BIGTEXT_H

#include "canvas.h"

enum { BIG_ROWS = 5 }; /* dots high */

/* Cells a text takes at `across` cells a dot; characters without a form count as blanks. Known:
 * digits and - . : % h m s ≈ – ∞ */
int big_width(const char *text, int across);
/* Draws it, each dot `across` cells wide and `down` rows high; returns the cells taken. */
int big_draw(struct canvas *c, int y, int x, int across, int down, enum style s, const char *text);

#endif
