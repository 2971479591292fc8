#!/bin/sh
# shellcheck disable=SC2154 # run.sh reads this file
# What is generated from the tables: completion scripts and pages of the manual.
for shell in bash zsh fish; do
    "$exe" completion $shell >"$tmp/completion.$shell"
    verify "completion-$shell-written" test -s "$tmp/completion.$shell"
    if command -v $shell >/dev/null; then
        verify "completion-$shell-syntax" $shell -n "$tmp/completion.$shell"
    fi
done
offer() { # what bash offers for the words given
    bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _zhiban; printf "%s\n" "${COMPREPLY[*]}"' \
        "$tmp/completion.bash" "$@"
}
verify complete-command test "$(offer zhiban st)" = status
verify complete-option test "$(offer zhiban status --al)" = --alarm-exit
verify complete-global test "$(offer zhiban status --forma)" = --format
verify complete-value test "$(offer zhiban --format pro)" = prometheus
verify complete-after-global test "$(offer zhiban --lang en doc)" = doctor
verify complete-operand test "$(offer zhiban completion f)" = fish
verify complete-file test "$(offer zhiban --config "$tmp/completion.b")" = "$tmp/completion.bash"
verify complete-nothing test -z "$(offer zhiban status --count '')"
verify complete-no-hidden test -z "$(offer zhiban manu)"

# Every page of the manual, in both languages; what man/ holds is compared by the lint.
"$exe" manual list >"$tmp/list"
verify manual-list test "$(wc -l <"$tmp/list")" -ge 11
for lang in en zh_CN; do
    while read -r topic file; do
        page=$tmp/$lang.$file
        "$exe" --lang $lang manual "$topic" >"$page"
        verify "manual-$topic-$lang" mandoc -Tlint -Wwarning "$page"
        verify "manual-$topic-$lang-name" grep -qx "\.Nm ${file%.*}" "$page"
        verify "manual-$topic-$lang-see" grep -qx '\.Sh SEE ALSO' "$page"
    done <"$tmp/list"
done
verify manual-chinese grep -q 座席 "$tmp/zh_CN.zhiban.1"
expect manual-hidden 1 manual completion

# The configurations that zhiban.conf(5) shows load as they are.
awk -v dir="$tmp" '/^# zhiban\.conf/ { file = dir "/example" ++n ".conf" }
    /^\.Ed/ { file = "" }
    file != "" { gsub(/\\-/, "-"); gsub(/\\\(ti/, "~"); print > file }' "$tmp/en.zhiban.conf.5"
verify manual-examples test -s "$tmp/example3.conf"
for n in 1 2 3; do
    verify "manual-example-$n" "$exe" config --config "$tmp/example$n.conf"
done
verify manual-example-taken sh -c "'$exe' config --config '$tmp/example1.conf' | grep -q '^queue support.wrapup_sec = 20'"
