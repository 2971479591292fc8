#!/bin/sh
# totals.sh COMMAND...: runs it, shows its output, and ends with one line `N passed, N failed` that adds up
# Criterion's syntheses and every `N passed, N failed` line seen. Fails when the command or a test failed,
# or when nothing was counted.
set -u
log=$(mktemp)
trap 'rm -f "$log" "$log.rc"' EXIT
{ "$@" 2>&1; echo $? >"$log.rc"; } | tee "$log"
rc=$(cat "$log.rc")
awk -v rc="$rc" '
/Synthesis: Tested:/ {
    line = $0
    gsub(/\033\[[0-9;]*m/, "", line)
    match(line, /Passing: [0-9]+/); p += substr(line, RSTART + 9, RLENGTH - 9)
    match(line, /Failing: [0-9]+/); f += substr(line, RSTART + 9, RLENGTH - 9)
    match(line, /Crashing: [0-9]+/); f += substr(line, RSTART + 10, RLENGTH - 10)
}
/^[0-9]+ passed, [0-9]+ failed$/ { p += $1; f += $3 }
END {
    if (rc != 0 && f == 0) { f = 1 }
    printf "%d passed, %d failed\n", p, f
    exit (rc != 0 || f != 0 || p == 0)
}' "$log"
