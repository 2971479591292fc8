#!/bin/sh
# Nothing at the top but what was planned; no home of a person or a workplace in the tree.
set -u
bad=0
extra=$(git ls-files | cut -d/ -f1 | sort -u | grep -vxE 'Makefile|src|include|data|tests|man|README\.md|\..*' || true)
[ -z "$extra" ] || { echo "toplevel: beyond the plan: $extra"; bad=1; }
if git grep -nE '(^|[^[:alnum:]._/-])/(home|work|Users)/[[:alnum:]]' -- . ':!tests/fixtures/asterisk' ':!tests/lint/toplevel.sh' \
    ':!tests/unit/base/test_paths.c'; then # its homes are invented
    echo "toplevel: a path of somebody's machine is in the tree"
    bad=1
fi
exit $bad
