#!/bin/sh
# run.sh BUILD [CASE ...]: plays every case of tests/cli against BUILD/zhiban, expected output against actual,
# in a private home, UTC, C.UTF-8 and with a fixed time. Ends with `N passed, N failed`.
#
# A case file is read by this shell. It says
#   expect NAME STATUS ARGUMENT ...   run zhiban; standard output and error must be what expected/NAME.out and
#                                     expected/NAME.err hold (no file: nothing), and its status STATUS
#   verify NAME COMMAND ...           the command must succeed
#   replay FOLDER                     serves fixtures/cli/FOLDER; its address is then in $url
# ACCEPT=1 writes the expected files anew: look at the difference before it is committed.
set -u
build=$(cd "$1" && pwd)
shift
here=$(cd "$(dirname "$0")" && pwd)
exe=$build/zhiban
tmp=$(mktemp -d)
server=
passed=0
failed=0
export LC_ALL=C.UTF-8 TZ=UTC HOME="$tmp" XDG_CONFIG_HOME="$tmp/config" XDG_STATE_HOME="$tmp/state" \
    XDG_DATA_HOME="$tmp/data" TMPDIR="$tmp/tmp" ZHIBAN_NOW=2026-11-21T14:02:31+08:00 TERM=dumb
unset ZHIBAN_CONFIG ZHIBAN_DB ZHIBAN_BACKEND ZHIBAN_BACKEND_SECRET_FILE ZHIBAN_AS ZHIBAN_PIN_FILE LANGUAGE \
    NO_COLOR XDG_RUNTIME_DIR http_proxy https_proxy all_proxy
mkdir -p "$tmp/config/zhiban" "$tmp/tmp"

stop_server() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null
        wait "$server" 2>/dev/null
        server=
    fi
}
trap 'stop_server; rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM

good() {
    passed=$((passed + 1))
}
bad() {
    failed=$((failed + 1))
    echo "FAIL $1: $2"
}

# What differs from run to run is written as a word.
settle() {
    sed -e "s|$tmp|TMP|g" -e "s|$build|BUILD|g" -e 's|127\.0\.0\.1:[0-9][0-9]*|HOST:PORT|g' \
        -e 's|127\.0\.0\.1 port [0-9][0-9]*|HOST port PORT|g' -e 's|in [0-9][0-9]* ms|in N ms|g' "$1"
}

same() { # NAME KIND FILE
    want=$here/expected/$1.$2
    settle "$3" >"$3.settled"
    if [ "${ACCEPT:-}" = 1 ]; then
        rm -f "$want"
        [ ! -s "$3.settled" ] || cp "$3.settled" "$want"
    fi
    [ -e "$want" ] || want=/dev/null
    diff -u "$want" "$3.settled" || return 1
}

expect() {
    name=$1
    status=$2
    shift 2
    "$exe" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
    got=$?
    if [ "$got" != "$status" ]; then
        bad "$name" "status $got, expected $status: $(head -3 "$tmp/err")"
    elif same "$name" out "$tmp/out" && same "$name" err "$tmp/err"; then
        good
    else
        bad "$name" 'output differs'
    fi
}

verify() {
    name=$1
    shift
    if "$@" >"$tmp/verify" 2>&1; then
        good
    else
        bad "$name" "$(head -5 "$tmp/verify")"
    fi
}

# The simulator says its address on standard output once it listens.
serve() {
    stop_server
    : >"$tmp/url"
    "$exe" sim --listen 127.0.0.1:0 "$@" >"$tmp/url" 2>"$tmp/server.err" &
    server=$!
    tries=0
    while ! grep -q '://' "$tmp/url"; do
        tries=$((tries + 1))
        if [ $tries -gt 200 ] || ! kill -0 "$server" 2>/dev/null; then
            bad serve "$(cat "$tmp/server.err")"
            return 1
        fi
        sleep 0.05
    done
    # shellcheck disable=SC2034 # the cases read it
    url=$(cat "$tmp/url")
}
replay() {
    serve --replay "$here/../fixtures/cli/$1"
}

[ $# -gt 0 ] || set -- "$here"/*.sh
for case in "$@"; do
    case $case in
    */run.sh) continue ;;
    esac
    # shellcheck source=/dev/null
    . "$case"
    stop_server
    rm -f "$tmp/config/zhiban/zhiban.conf"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
