/* The journeys. To add a file: write test_NAME.c with `const struct tui_test tests_NAME[]` (name
 * NULL ends) and add NAME to the list. */
#ifndef ZHIBAN_TESTS_TUI_TESTS_H
#define ZHIBAN_TESTS_TUI_TESTS_H

#include "driver.h"

struct tui_test {
    const char *name;
    void (*run)(void);
};

#define TUI_FILES(X) X(board) X(terminal) X(frame)

#define TUI_DECLARE(NAME) extern const struct tui_test tests_##NAME[];
TUI_FILES(TUI_DECLARE)

#endif
