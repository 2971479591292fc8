#!/bin/sh
# shellcheck disable=SC2154 # run.sh reads this file
# The simulated centre as a command: its options, and the floor it serves.
expect sim-unknown-option 2 sim --sped 2
expect sim-range 2 sim --agents 5
verify sim-fault sh -c "'$exe' sim --fault nonsense >/dev/null 2>&1; test \$? = 2"
if serve --seed 7; then
    "$exe" status --backend "$url" --format csv >"$tmp/one"
    verify sim-queues test "$(wc -l <"$tmp/one")" = 9
    "$exe" status --backend "$url" --agents --format csv >"$tmp/agents"
    verify sim-agents test "$(wc -l <"$tmp/agents")" = 45
fi
if serve --seed 7; then
    "$exe" status --backend "$url" --format csv >"$tmp/two"
    verify sim-same-seed cmp "$tmp/one" "$tmp/two"
fi
if serve --seed 8; then
    "$exe" status --backend "$url" --format csv >"$tmp/two"
    verify sim-other-seed sh -c "! cmp -s '$tmp/one' '$tmp/two'"
fi
if serve --seed 7 --dialect asterisk; then
    echo demo >"$tmp/secret"
    chmod 600 "$tmp/secret"
    ZHIBAN_BACKEND_SECRET_FILE=$tmp/secret "$exe" status --backend "$url" --format csv >"$tmp/ami"
    verify sim-asterisk test "$(wc -l <"$tmp/ami")" = 9
    echo wrong >"$tmp/secret"
    verify sim-asterisk-refuses sh -c "ZHIBAN_BACKEND_SECRET_FILE='$tmp/secret' '$exe' status --backend '$url' >/dev/null 2>'$tmp/err'; test \$? = 3"
    verify sim-asterisk-says grep -q '^zhiban: .*: ' "$tmp/err"
fi
if serve --fault status=503; then
    verify sim-503 sh -c "'$exe' status --backend '$url' >/dev/null 2>&1; test \$? = 3"
fi
if serve --fault garbage; then
    verify sim-garbage sh -c "'$exe' status --backend '$url' >/dev/null 2>&1; test \$? = 3"
fi
