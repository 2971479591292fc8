#!/bin/sh
# shellcheck disable=SC2154 # run.sh reads this file
# doctor: what it finds, and what its status says.
conf=$tmp/config/zhiban/zhiban.conf
if replay sample; then
    "$exe" doctor --backend "$url" >"$tmp/doc"
    verify doctor-healthy test $? = 0
    for line in '^ok .* it was reached and answered' '^ok .* given: waiting callers' \
        "^ok .* the backend's clock agrees, to 0 s" '^ok .* queues: 1, agents: 1, callers waiting: 3' \
        '^warn .* ZHIBAN_NOW replaces' '^ok .* characters are UTF-8'; do
        verify "doctor says $line" grep -q "$line" "$tmp/doc"
    done
    verify doctor-json sh -c "'$exe' doctor --backend '$url' --format json | grep -q '{\"check\":\"clock\",\"result\":\"ok\",'"
    ZHIBAN_NOW=2026-11-21T14:03:31+08:00 "$exe" doctor --backend "$url" >"$tmp/doc"
    verify doctor-clock grep -q "^warn .* clock differs from this machine's by -60 s" "$tmp/doc"
fi
# What is unknown is a dash, never a number.
if replay hostile; then
    "$exe" doctor --backend "$url" >"$tmp/doc"
    verify doctor-unknown grep -q 'callers waiting: –$' "$tmp/doc"
    "$exe" status --backend "$url" --format json >"$tmp/json"
    verify doctor-names-each-value test "$(grep -c '^warn  data  *[a-z]*\[' "$tmp/doc")" = "$(grep -o '"where":' "$tmp/json" | wc -l)"
fi
stop_server
"$exe" doctor --backend json+http://127.0.0.1:1/snapshot >"$tmp/doc"
verify doctor-refused test $? = 1
verify doctor-refused-says grep -q '^fail .*refused' "$tmp/doc"
verify doctor-refused-mend grep -q ' -> ' "$tmp/doc"
"$exe" doctor >"$tmp/doc"
verify doctor-no-backend test $? = 1
printf '[centre]\nwallboard.pol_sec = 1\n' >"$conf"
"$exe" doctor >"$tmp/doc"
verify doctor-broken-config test $? = 1
verify doctor-broken-config-says grep -q '^fail .*zhiban.conf:2' "$tmp/doc"
rm -f "$conf"
verify doctor-locale sh -c "LC_ALL=POSIX '$exe' doctor | grep -q '^warn .*locale is not UTF-8'"
