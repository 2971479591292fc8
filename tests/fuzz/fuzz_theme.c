/* The theme reader: every colour of what loads is one a terminal can be asked for; a refused file
 * leaves the theme as it was. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "theme.h"

static void check(int held)
{
    if (!held) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct theme t = {.name = "fuzz"}, before;
    struct err e = {0};
    t.look[STY_OK].fg = 77;
    before = t;
    if (theme_parse(&t, (const char *)data, size, "fuzz.theme", &e) != OK) {
        check(e.code != OK && e.msgid != NULL);
        check(memcmp(&t, &before, sizeof t) == 0);
        return 0;
    }
    for (int s = 0; s < STY_COUNT; s++) {
        for (int selected = 0; selected < 2; selected++) {
            struct look l = theme_look(&t, (uint8_t)(s | (selected ? CELL_REVERSE : 0)));
            check(l.fg >= -1 && l.fg <= 255 && l.bg >= -1 && l.bg <= 255);
            check(theme_nearest(l.fg < 0 ? 0 : l.fg, 8) < 8);
            check(theme_rgb(l.bg) <= 0xFFFFFF);
        }
    }
    return 0;
}
