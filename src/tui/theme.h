/* Themes: data files (data/themes/NAME.theme, INI): a line a style role, `role = colour on colour
 * bold underline reverse dim`; colours are default, the 16 names, or 0..255. Compiled-in default so
 * that a missing file never blinds the board. NO_COLOR and terminals without colour keep only
 * attributes. */
#ifndef ZHIBAN_TUI_THEME_H
#define ZHIBAN_TUI_THEME_H

#include "canvas.h"
#include "zhiban/base/err.h"

struct look {
    short fg, bg; /* −1 default, 0..255 */
    bool bold, underline, reverse, dim;
};
struct theme {
    char name[32];
    struct look look[STY_COUNT];
};
extern const char *const style_names[STY_COUNT];
/* name: "default", "high-contrast", "mono", "colour-blind" or a file of the data folder. */
enum err_code theme_load(struct theme *t, const char *name, struct err *e);
enum err_code theme_parse(struct theme *t, const char *text, size_t n, const char *file,
                          struct err *e);
/* How a cell looks: the role's look, that of `selected` laid over it when CELL_REVERSE is set. */
struct look theme_look(const struct theme *t, uint8_t style);
/* The usual 0xRRGGBB of one of the 256 colours. */
uint32_t theme_rgb(int colour);
/* The nearest of the first n (8 or 16) colours to one of the 256. */
short theme_nearest(int colour, int n);
/* Names of the shipped themes and the user's own, in stable order; strings are the caller's. */
size_t theme_list(char **to, size_t max);

#endif
