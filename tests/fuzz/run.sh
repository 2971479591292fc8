#!/bin/sh
# run.sh BUILD [SECONDS]: every target for SECONDS (60) under ASan and UBSan, two at a time, starting from the
# recordings; a finding is kept in BUILD/fuzz/crashes and fails the run.
set -u
build=$1
seconds=${2:-60}
dir=$build/fuzz
mkdir -p "$dir/crashes"
san="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all"
make -s B="$dir" CC=clang OPT="-O1 -g" HARDEN= SAN="$san" "$dir"/libsvc.a "$dir"/libtui.a "$dir"/libvendor.a "$dir"/libmodel.a \
    "$dir"/libreport.a "$dir"/libnet.a "$dir"/libbase.a || exit 1
pass=0 fail=0
seeds() { # target: folders with seeds
    case $1 in
    fuzz_asterisk) find tests/fixtures/asterisk -type f -size -64k ;;
    fuzz_csv) find data -name '*.csv' ;;
    fuzz_theme) find data/themes -type f ;;
    fuzz_tzif) for z in Asia/Shanghai Europe/Berlin America/Sao_Paulo UTC; do echo "/usr/share/zoneinfo/$z"; done ;;
    esac
    find "tests/fuzz/corpus/$1" -type f 2>/dev/null
}
one() {
    name=$1
    libs="$dir/libtui.a $dir/libsvc.a $dir/libreport.a $dir/libnet.a $dir/libvendor.a $dir/libmodel.a $dir/libbase.a"
    # shellcheck disable=SC2086,SC2046
    clang -std=c17 -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -Iinclude -Isrc/tui -Isrc/vendor -Isrc/svc \
        -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE "tests/fuzz/$name.c" $libs -o "$dir/$name" \
        $(pkg-config --libs ncursesw libcjson inih libcrypto) -lcsv -lm || return 1
    mkdir -p "$dir/corpus/$name"
    seeds "$name" | while read -r f; do
        cp "$f" "$dir/corpus/$name/seed-$(printf '%s' "$f" | tr '/ ' '__')"
    done
    LC_ALL=C.UTF-8 ASAN_OPTIONS=detect_leaks=1 "$dir/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
        -artifact_prefix="$dir/crashes/$name-" "$dir/corpus/$name" >"$dir/$name.log" 2>&1
}
set -- tests/fuzz/fuzz_*.c
while [ $# -gt 0 ]; do
    pids=
    for _ in 1 2; do
        [ $# -gt 0 ] || break
        name=$(basename "$1" .c)
        shift
        one "$name" &
        pids="$pids $!:$name"
    done
    for p in $pids; do
        if wait "${p%%:*}"; then
            pass=$((pass + 1))
            echo "fuzz: ${p#*:} ok: $(grep -E '^Done' "$dir/${p#*:}.log")"
        else
            fail=$((fail + 1))
            echo "fuzz: ${p#*:} FAILED, see $dir/${p#*:}.log"
        fi
    done
done
echo "$pass passed, $fail failed"
[ "$fail" = 0 ]
