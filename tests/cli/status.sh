#!/bin/sh
# shellcheck disable=SC2154 # run.sh reads this file
# The floor for scripts: every format, every ending.
conf=$tmp/config/zhiban/zhiban.conf
printf '[centre]\ncentre.name = 岚州示范中心\n' >"$conf"
if replay sample; then
    expect status-table 0 status --backend "$url"
    expect status-json 0 status --backend "$url" --format json
    expect status-csv 0 status --backend "$url" --format csv
    expect status-prometheus 0 status --backend "$url" --format prometheus
    expect status-agents 0 status --backend "$url" --agents
    expect status-agents-csv 0 status --backend "$url" --agents --format csv
    expect status-watch-json 0 status --backend "$url" --watch --count 2 --format json
    expect status-watch-csv 0 status --backend "$url" --watch --count 2 --format csv
    verify status-bom sh -c "'$exe' status --backend '$url' --format csv --bom | head -c 3 | od -An -tx1 | grep -q 'ef bb bf'"
    # Callers are masked unless the centre says otherwise.
    verify masked sh -c "! '$exe' status --backend '$url' --format json | grep -q 13800000001"
    printf '[centre]\nprivacy.mask_caller = off\n' >"$conf"
    verify unmasked sh -c "'$exe' status --backend '$url' --format json | grep -q 13800000001"
    # The figures of METRICS.md, by name.
    "$exe" status --backend "$url" --format json >"$tmp/doc"
    for figure in '"answer_rate_pct":95.1' '"abandon_rate_pct":3.5' '"loss_rate_pct":4.9' \
        '"service_level_pct":84.4' '"service_level_variant":"f5"' '"asa_s":13' '"aht_s":213'; do
        verify "figure $figure" grep -qF "$figure" "$tmp/doc"
    done
    for pair in f1:85.0 f2:87.4 f3:83.5 f4:84.8 f5:84.4; do
        printf '[centre]\nwallboard.sl_variant = %s\n' "${pair%:*}" >"$conf"
        verify "variant $pair" sh -c "'$exe' status --backend '$url' --format json | grep -q 'service_level_pct\":${pair#*:},\"service_level_variant\":\"${pair%:*}\"'"
    done
    rm -f "$conf"

    expect status-output 0 status --backend "$url" --format csv --output "$tmp/file.csv"
    verify output-whole sh -c "'$exe' status --backend '$url' --format csv | cmp - '$tmp/file.csv'"
    verify output-device "$exe" status --backend "$url" --output /dev/null
    verify still-a-device test -c /dev/null
    verify quiet-pipe sh -c "{ '$exe' status --backend '$url' --watch --format json; echo \$? >'$tmp/rc'; } 2>'$tmp/err' | head -1 >/dev/null; test ! -s '$tmp/err' && test \"\$(cat '$tmp/rc')\" = 0"
    verify watch-ends-on-term sh -c "'$exe' status --backend '$url' --watch --format json >'$tmp/w' & p=\$!; while ! test -s '$tmp/w'; do kill -0 \$p || exit 1; done; kill \$p; wait \$p; test \$? = 143"

    # Alarms decide the status only when they are asked to.
    printf '[queue support]\nwaiting_warn = 2\nwaiting_crit = 9\n' >"$conf"
    verify alarm-attention sh -c "'$exe' status --backend '$url' --alarm-exit >/dev/null; test \$? = 10"
    verify alarm-unasked "$exe" status --backend "$url"
    printf '[queue support]\nwaiting_warn = 2\nwaiting_crit = 3\n' >"$conf"
    expect status-alarm 11 status --backend "$url" --alarm-exit
    rm -f "$conf"
    verify trace "$exe" status --backend "$url" --trace "$tmp/trace" --output "$tmp/traced"
    verify traced grep -q '"url":' "$tmp/trace/index.jsonl"
    verify ascii sh -c "! '$exe' status --ascii --backend '$url' --agents | tail -1 | grep -q –"
    expect status-as 4 status --backend "$url" --as 1001
fi
# The backend goes away under a watch: one message, stale documents, and it goes on.
printf '[centre]\nwallboard.stale_sec = 2\nwallboard.poll_sec = 1\n' >"$conf"
if replay sample; then
    "$exe" status --backend "$url" --watch --format json >"$tmp/watch" 2>"$tmp/watch.err" &
    watch=$!
    until_found() { # PATTERN: at most 15 s
        tries=0
        while ! grep -q "$1" "$tmp/watch"; do
            tries=$((tries + 1))
            [ $tries -lt 300 ] && kill -0 $watch 2>/dev/null || return 1
            sleep 0.05
        done
    }
    verify watch-first until_found '"stale_s":0,'
    stop_server
    verify watch-stale until_found '"stale_s":[1-9]'
    kill $watch
    wait $watch 2>/dev/null
    verify watch-dies-of-its-signal test $? = 143
    verify watch-tells-once test "$(wc -l <"$tmp/watch.err")" = 1
    verify watch-tells-json grep -q '^{"error":{"code":"net","message":' "$tmp/watch.err"
fi
rm -f "$conf"
if replay quiet; then
    expect status-quiet 0 status --backend "$url" --alarm-exit
    expect status-quiet-agents 0 status --backend "$url" --agents
    "$exe" --lang zh_CN status --backend "$url" >"$tmp/zh"
    verify status-in-chinese grep -q 队列 "$tmp/zh"
    verify json-is-never-translated sh -c "'$exe' --lang zh_CN status --backend '$url' --format json >'$tmp/zh'; '$exe' --lang en status --backend '$url' --format json | cmp - '$tmp/zh'"
fi
if serve --replay "$tmp/trace"; then
    expect status-json 0 status --backend "$url" --format json
fi
if replay hostile; then
    for format in table csv json prometheus; do
        for list in --queues --agents; do
            "$exe" status --backend "$url" --format $format $list >"$tmp/hostile" 2>&1
            verify "hostile $format $list" sh -c "! LC_ALL=C grep -q '[[:cntrl:]]' '$tmp/clean'" \
                "$(LC_ALL=C tr -d '\n\r' <"$tmp/hostile" >"$tmp/clean")"
            verify "hostile $format $list no override" sh -c "! LC_ALL=C grep -q \"\$(printf '\342\200\256')\" '$tmp/hostile'"
        done
    done
    expect status-hostile-json 0 status --backend "$url" --format json
fi
if replay html; then
    expect status-html 3 status --backend "$url"
    expect status-html-json 3 status --backend "$url" --format json
fi
stop_server
expect status-refused 3 status --backend json+http://127.0.0.1:1/snapshot
expect status-refused-json 3 status --backend json+http://127.0.0.1:1/snapshot --format json
expect status-no-backend 2 status
expect status-unknown-backend 2 status --backend nosuch
