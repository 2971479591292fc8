#!/bin/sh
# shellcheck disable=SC2154 # run.sh reads this file
# Files that are no files, text that is no text: one clear message each, nothing hangs, nothing is obeyed.
bad=$tmp/bad
mkdir -p "$bad/folder"
printf '[centre]\ncentre.name = \304\343\272\303\n' >"$bad/gb18030"
printf '[centre]\n' | iconv -t UTF-16LE >"$bad/utf16"
printf '[centre]\ncentre.name = a\033[2Jb\n' >"$bad/control"
head -c 1200000 /dev/zero | tr '\0' x >"$bad/huge"
printf '[centre]\ncentre.name = %0300d\n' 1 >"$bad/long"
ln -s circle "$bad/circle"
mkfifo "$bad/pipe"
for file in gb18030 utf16 control huge long folder circle pipe; do
    "$exe" config --show --config "$bad/$file" >"$tmp/out" 2>"$tmp/err"
    verify "config $file is refused" test $? != 0
    verify "config $file says so in one line" sh -c "test \$(wc -l <'$tmp/err') = 1 && grep -q '^zhiban: .*$file' '$tmp/err'"
    verify "config $file shows no control character" sh -c "! tr -d '\n' <'$tmp/err' | LC_ALL=C grep -q '[[:cntrl:]]'"
done
verify home-is-no-folder env -u XDG_CONFIG_HOME -u XDG_STATE_HOME HOME=/dev/null "$exe" config --show

# A pipe stops nothing: as secret, certificates, clock, log, saved columns.
mkfifo -m 600 "$bad/secret"
printf '[backend a]\nurl = json+http://127.0.0.1:1/x\nsecret_file = %s\n' "$bad/secret" >"$bad/conf"
expect hostile-secret-pipe 2 status --config "$bad/conf"
printf '[backend a]\nurl = json+https://127.0.0.1:1/x\nca_file = %s\n' "$bad/pipe" >"$bad/conf"
expect hostile-certificates-pipe 2 status --config "$bad/conf"
verify clock-pipe sh -c "ZHIBAN_NOW=@$bad/pipe '$exe' config --show 2>&1 | grep -q 'is not a time'"
mkdir -p "$bad/state/zhiban"
mkfifo "$bad/state/zhiban/zhiban.log" "$bad/state/zhiban/ui.conf"
if replay quiet; then
    verify log-pipe sh -c "XDG_STATE_HOME='$bad/state' '$exe' status --backend '$url' >/dev/null"
    expect hostile-output-full 1 status --backend "$url" --output /dev/full
    expect hostile-output-folder 1 status --backend "$url" --output "$bad/folder"
    expect hostile-trace-file 1 status --backend "$url" --trace "$bad/long"
fi
# What went wrong is in the log with its figures, not as a pattern.
XDG_STATE_HOME=$bad/log "$exe" status --backend json+http://127.0.0.1:1/x >/dev/null 2>&1
verify log-says-what grep -q 'feed: .* fails: .*127.0.0.1 port 1' "$bad/log/zhiban/zhiban.log"
verify log-has-no-pattern sh -c "! grep -q '{[0-9]}' '$bad/log/zhiban/zhiban.log'"
