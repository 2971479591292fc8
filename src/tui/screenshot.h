/* The screen as a picture: the grid as text, as text with ANSI colours, or as SVG. */
#ifndef ZHIBAN_TUI_SCREENSHOT_H
#define ZHIBAN_TUI_SCREENSHOT_H

#include "canvas.h"
#include "theme.h"

void screenshot_ansi(const struct grid *g, const struct theme *t, struct buf *to);
/* Each character stands on its cell, wide ones on two, whatever fonts the viewer has. */
void screenshot_svg(const struct grid *g, const struct theme *t, struct buf *to);
/* Writes a file; its extension (.txt .ans .svg) chooses the form, ERR_USAGE for any other. */
enum err_code screenshot_write(const struct grid *g, const struct theme *t, const char *path,
                               struct err *e);

#endif
