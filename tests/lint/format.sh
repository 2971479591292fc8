#!/bin/sh
# Every C file is as clang-format lays it.
git ls-files '*.c' '*.h' | grep -v '^tests/tools/' | xargs clang-format --dry-run -Werror 2>&1 | head -40 | grep . && exit 1
exit 0
