#!/bin/sh
# shellcheck disable=SC2154 # run.sh reads this file
# An Asterisk as doctor finds it: rights, secret, prefix, the other backend's URL; and recordings of a
# real one played by the simulator to the real program.
echo demo >"$tmp/secret"
echo wrong >"$tmp/wrong-secret"
chmod 600 "$tmp/secret" "$tmp/wrong-secret"
export ZHIBAN_BACKEND_SECRET_FILE="$tmp/secret"

doctor() { # URL
    "$exe" doctor --backend "$1" >"$tmp/doc" 2>&1
}
says() { # NAME LINE ...
    name=$1
    shift
    for line in "$@"; do
        verify "$name says $line" grep -q -e "$line" "$tmp/doc"
    done
}
silent() { # NAME LINE
    verify "$1 does not say $2" sh -c "! grep -q -e '$2' '$tmp/doc'"
}

if serve --dialect asterisk --rights none; then
    doctor "$url"
    verify asterisk-no-rights test $? = 0
    says asterisk-no-rights '^ok .*it was reached' '^warn .*not given: abandoned calls apart' \
        '^warn .*CoreShowChannels: .*write=reporting' '^warn .*CoreStatus: .*write=reporting' \
        '^warn .*wrapup_sec'
    ZHIBAN_BACKEND_SECRET_FILE="$tmp/wrong-secret" "$exe" doctor --backend "$url" >"$tmp/doc" 2>&1
    verify asterisk-bad-secret test $? = 1
    says asterisk-bad-secret '^fail .*refused the sign-in of demo' '-> check user and secret'
    doctor "$url/elsewhere"
    verify asterisk-bad-prefix test $? = 1
    says asterisk-bad-prefix '^fail .*HTTP 404' '-> check the prefix in http.conf'
    doctor "$url/asterisk"
    verify asterisk-prefix test $? = 0
    other=json+http://${url#*@}
    doctor "$other/snapshot"
    verify asterisk-asked-for-json test $? = 1
    says asterisk-asked-for-json '^fail .*HTTP 404' '-> if this is an Asterisk, .*asterisk+http://'
    doctor "$other/rawman"
    says asterisk-asked-as-json '^fail .*as an Asterisk does' '-> if this is an Asterisk, .*asterisk+http://'
fi
for rights in reporting reporting,agent; do
    if serve --dialect asterisk --rights "$rights"; then
        doctor "$url"
        verify "asterisk-$rights" test $? = 0
        says "asterisk-$rights" '^ok .*given: the caller an agent' '^ok .*given: since when the counters' \
            '^ok .*given: abandoned calls apart'
        silent "asterisk-$rights" 'does not permit'
    fi
done
if serve; then
    other=asterisk+http://demo@${url#*//}
    doctor "${other%/snapshot}"
    verify json-asked-as-asterisk test $? = 1
    says json-asked-as-asterisk '^fail .*JSON, not with AMI' '-> .*json+http://'
fi

# The totals are those of the recordings' queue_log at that moment; the session is closed on the way out.
if serve --dialect asterisk --replay "$here/../fixtures/asterisk/series-2s"; then
    printf '[centre]\nwallboard.poll_sec = 1\n' >"$tmp/poll.conf"
    "$exe" --config "$tmp/poll.conf" --trace "$tmp/played" status --backend "$url" --watch --count 4 \
        --format csv >"$tmp/out" 2>"$tmp/err"
    verify asterisk-replay test $? = 0
    verify asterisk-replay-rows test "$(wc -l <"$tmp/out")" = 25
    verify asterisk-replay-quiet test ! -s "$tmp/err"
    verify asterisk-logs-off grep -q -r 'Response: Goodbye' "$tmp/played"
    rm -f "$tmp/out" # what it writes shows that it is past the shell's own start
    timeout 30 "$exe" --config "$tmp/poll.conf" --trace "$tmp/stopped" status --backend "$url" --watch \
        --format csv >"$tmp/out" 2>"$tmp/err" &
    watcher=$!
    tries=0
    while [ ! -s "$tmp/out" ] && [ $tries -lt 200 ]; do
        tries=$((tries + 1))
        sleep 0.05
    done
    kill -TERM "$watcher" # timeout hands it on
    wait "$watcher" 2>/dev/null # the shell tells of the signal
    verify asterisk-logs-off-when-told-to-end grep -q -r 'Response: Goodbye' "$tmp/stopped"
fi
rm -f "$tmp/secret" "$tmp/wrong-secret" "$tmp/poll.conf"
unset ZHIBAN_BACKEND_SECRET_FILE
