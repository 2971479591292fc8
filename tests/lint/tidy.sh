#!/bin/sh
# clang-tidy over all sources with one fixed list of checks (.clang-tidy), two files at a time.
set -u
flags="-std=c17 -Iinclude -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DZHIBAN_VERSION=\"0\" -DZHIBAN_PREFIX=\"/usr\""
git ls-files 'src/*.c' | xargs -P 2 -n 6 sh -c '
    flags=$1; shift
    for f; do
        [ -e "$f" ] || continue
        # shellcheck disable=SC2086
        clang-tidy --quiet "$f" -- $flags 2>/dev/null | grep -E "warning:|error:" && exit 255
    done
    exit 0' tidy "$flags"
