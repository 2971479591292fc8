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
for page in keys metrics; do
    for lang in en zh_CN; do
        "$exe" --lang $lang manual $page >"$tmp/$page.$lang.7"
        verify "manual-$page-$lang" mandoc -Tlint -Wwarning "$tmp/$page.$lang.7"
        verify "manual-$page-$lang-head" grep -q "^\.Nm zhiban-$page\$" "$tmp/$page.$lang.7"
    done
done
