#!/bin/sh
# shellcheck disable=SC2154 # run.sh reads this file
# The configuration: the commented default, what is in force and why, and every refusal.
conf=$tmp/config/zhiban/zhiban.conf
"$exe" config --default >"$tmp/default.conf"
verify default-is-commented sh -c "! grep -qvE '^(#.*|;.*|\[[a-z]+\]|)\$' '$tmp/default.conf'"
verify default-is-readable "$exe" --config "$tmp/default.conf" config
sed 's/^;\([a-z]*\.*[a-z_]* =\)/\1/' "$tmp/default.conf" | sed '/^# A backend is/,$d' >"$tmp/plain.conf"
verify default-says-the-defaults sh -c "'$exe' --config '$tmp/plain.conf' config | sed 's/  # .*//' >'$tmp/a'; '$exe' config | sed 's/  # .*//' >'$tmp/b'; cmp '$tmp/a' '$tmp/b'"
expect config-both 2 config --show --default

cat >"$conf" <<'CONF'
[main]
backend = pbx
[backend pbx]
url = json+http://127.0.0.1:8080/snapshot
secret_command = echo hush
[centre]
wallboard.poll_sec = 5
[queue support]
sl_seconds = 15
CONF
verify origin-file sh -c "'$exe' config | grep -q '^wallboard.poll_sec = 5  # $conf:7\$'"
verify origin-default sh -c "'$exe' config | grep -q '^wallboard.stale_sec = 10  # default\$'"
verify origin-environment sh -c "ZHIBAN_DB=/x '$exe' config | grep -q '^main.database = /x  # environment ZHIBAN_DB\$'"
verify origin-option sh -c "ZHIBAN_DB=/x '$exe' --db /y config | grep -q '^main.database = /y  # command line\$'"
verify secrets-stay sh -c "! '$exe' config | grep -q hush"
verify secrets-stay-json sh -c "! '$exe' config --format json | grep -q hush"
verify show-json sh -c "'$exe' config --format json | grep -q '{\"name\":\"wallboard.poll_sec\",\"value\":\"5\",\"origin\":\"$conf:7\"}'"
verify show-csv sh -c "'$exe' config --format csv | grep -q '^wallboard.poll_sec,5,'"

printf '[centre]\nwallboard.pol_sec = 1\n' >"$conf"
expect config-unknown-key 2 config
expect config-unknown-key-json 2 config --format json
printf '\n[centre]\nwallboard.poll_sec = soon\n' >"$conf"
expect config-bad-value 2 config
printf '[keys]\nquit = j\n' >"$conf"
expect config-key-clash 2 config
printf '[ui]\ntheme = nosuch\n' >"$conf"
expect config-unknown-theme 2 config
printf '[backend x]\nurl = json+http://u:pw@h/\n[main]\nbackend = x\n' >"$conf"
expect config-password-in-url 2 status
rm -f "$conf"
expect config-missing-named 1 --config "$tmp/none.conf" config
verify help-with-broken-config sh -c "echo nonsense >'$conf'; '$exe' -h >/dev/null; rc=\$?; rm -f '$conf'; test \$rc = 0"
verify broken-config-fails sh -c "echo nonsense >'$conf'; '$exe' config >/dev/null 2>&1; rc=\$?; rm -f '$conf'; test \$rc = 2"
