#!/bin/sh
# Nothing at the top but what was planned; nothing of the machine or of a registry in the tree.
set -u
bad=0
extra=$(git ls-files | cut -d/ -f1 | sort -u | grep -vxE 'Makefile|src|include|data|tests|man|README\.md|\..*' || true)
[ -z "$extra" ] || { echo "toplevel: beyond the plan: $extra"; bad=1; }
here=$(dirname "$(pwd)")
if [ "$here" != / ] && git grep -nF "$here/" -- . ':!tests/fixtures'; then
    echo "toplevel: a path of this machine is in the tree"
    bad=1
fi
exit $bad
