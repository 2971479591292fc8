/* Runs the journeys of tests.h: all, or those whose "file.name" holds the argument. Prints one line
 * each and at the end `N passed, N failed`. */
#include <stdio.h>
#include <string.h>

#include "tests.h"

static const struct {
    const char *file;
    const struct tui_test *tests;
} files[] = {
#define ENTRY(NAME) {#NAME, tests_##NAME},
    TUI_FILES(ENTRY)};

int main(int argc, char **argv)
{
    int passed = 0, failed = 0;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        for (const struct tui_test *t = files[i].tests; t->name != NULL; t++) {
            char name[128];
            snprintf(name, sizeof name, "%s.%s", files[i].file, t->name);
            if (argc > 1 && strstr(name, argv[1]) == NULL) {
                continue;
            }
            bool ok = tui_run_test(t->run);
            printf("%s tui %s\n", ok ? "ok  " : "FAIL", name);
            fflush(stdout);
            *(ok ? &passed : &failed) += 1;
        }
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
