#!/bin/sh
# Every shell script passes shellcheck (informational findings aside).
git ls-files '*.sh' | xargs shellcheck -S warning -s sh && shellcheck -S warning .ci/run
