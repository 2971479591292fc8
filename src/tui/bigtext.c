/* Big digits (bigtext.h). */
#include "bigtext.h"

#include <stddef.h>
#include <string.h>

#include "zhiban/base/utf8.h"

struct form {
    int32_t cp;
    uint8_t width;         /* dots */
    uint8_t row[BIG_ROWS]; /* the leftmost dot is the highest of `width` bits */
};

/* clang-format off */
static const struct form forms[] = {
    {'0', 3, {7, 5, 5, 5, 7}}, {'1', 3, {2, 6, 2, 2, 7}}, {'2', 3, {7, 1, 7, 4, 7}}, {'3', 3, {7, 1, 7, 1, 7}},
    {'4', 3, {5, 5, 7, 1, 1}}, {'5', 3, {7, 4, 7, 1, 7}}, {'6', 3, {7, 4, 7, 5, 7}}, {'7', 3, {7, 1, 2, 2, 2}},
    {'8', 3, {7, 5, 7, 5, 7}}, {'9', 3, {7, 5, 7, 1, 7}}, {':', 1, {0, 1, 0, 1, 0}}, {'.', 1, {0, 0, 0, 0, 1}},
    {'-', 3, {0, 0, 7, 0, 0}}, {0x2013, 3, {0, 0, 7, 0, 0}}, {'%', 3, {5, 1, 2, 4, 5}}, {'h', 3, {4, 4, 7, 5, 5}},
    {'m', 5, {0, 0, 31, 21, 21}}, {'s', 2, {0, 3, 2, 1, 3}}, {0x2248, 3, {0, 6, 3, 6, 3}}, {0x221E, 5, {0, 10, 21, 10, 0}},
    {' ', 2, {0, 0, 0, 0, 0}},
};
/* clang-format on */

static const struct form *form_of(int32_t cp)
{
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (forms[i].cp == cp) {
            return &forms[i];
        }
    }
    return &forms[sizeof forms / sizeof forms[0] - 1];
}

int big_width(const char *text, int across)
{
    const char *p = text, *end = text + strlen(text);
    int width = 0;
    while (p < end) {
        width += (width > 0 ? across : 0) + form_of(utf8_next(&p, end))->width * across;
    }
    return width;
}

static void draw_form(struct canvas *c, int y, int x, int across, int down, enum style s,
                      const struct form *f)
{
    for (int r = 0; r < BIG_ROWS * down; r++) {
        for (int k = 0; k < f->width * across; k++) {
            if (f->row[r / down] >> (f->width - 1 - k / across) & 1) {
                canvas_text(c, y + r, x + k, 1, s, "█");
            }
        }
    }
}

int big_draw(struct canvas *c, int y, int x, int across, int down, enum style s, const char *text)
{
    const char *p = text, *end = text + strlen(text);
    int at = x;
    while (p < end) {
        const struct form *f = form_of(utf8_next(&p, end));
        at += at > x ? across : 0;
        draw_form(c, y, at, across, down, s, f);
        at += f->width * across;
    }
    return at - x;
}
