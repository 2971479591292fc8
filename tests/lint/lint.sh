#!/bin/sh
# All lints; each is one test. LINT="layers sizes" runs only those.
set -u
build=$1
pass=0 fail=0
for name in ${LINT-toplevel layers banned sizes format shell po man cppcheck tidy}; do
    if out=$(sh "tests/lint/$name.sh" "$([ "$name" = po ] && echo check || echo "$build")" 2>&1); then
        pass=$((pass + 1))
        echo "lint: $name ok"
    else
        fail=$((fail + 1))
        echo "lint: $name FAILED"
        printf '%s\n' "$out" | head -60
    fi
done
echo "$pass passed, $fail failed"
[ "$fail" = 0 ]
