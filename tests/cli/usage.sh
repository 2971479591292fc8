#!/bin/sh
# shellcheck disable=SC2154 # run.sh reads this file: exe, tmp, expect, verify are its own
# The command line itself: help, version, wrong usage, errors for people and for programs.
expect version 0 --version
expect version-wins 0 status --version --format json
expect help 0 -h
expect help-topic 0 help
for command in config demo doctor sim status wall; do
    expect "help-$command" 0 "$command" --help
    "$exe" help "$command" >"$tmp/topic"
    "$exe" "$command" -h >"$tmp/option"
    verify "help-$command-agrees" cmp "$tmp/topic" "$tmp/option"
done
expect help-exit-status 0 help exit-status
expect help-environment 0 help environment
expect help-unknown 1 help sttus
verify help-metrics sh -c "'$exe' help metrics | grep -q '^Service level .*(service_level, %)'"
verify help-metrics-csv sh -c "'$exe' help metrics --format csv | head -1 | grep -q '^figure,name,unit,formula,note'"
verify help-keys sh -c "'$exe' help keys --format json | grep -q '\"action\":\"filter\"'"

expect unknown-command 2 stauts
expect unknown-command-json 2 --format json stauts
expect unknown-option 2 status --onec
expect unknown-option-json 2 status --onec --format=json
expect misplaced-option 2 --once status
expect missing-value 2 status --count
expect bad-value 2 status --count 0
expect bad-choice 2 --lang fr
expect bad-format 2 doctor --format prometheus
expect too-many 2 status now
expect both-ways 2 status --once --watch
expect both-lists 2 status --queues --agents
expect count-alone 2 status --count 2
expect no-shell 2 completion
expect bad-shell 2 completion tcsh
expect bad-page 2 manual pages

# Without a terminal: a clear error that names zhiban status.
expect board-no-terminal 2
expect wall-no-terminal 2 wall
expect demo-no-terminal 2 demo
verify demo-leaves-nothing sh -c "test -z \"\$(ls -A '$tmp/tmp')\""

ZHIBAN_NOW=yesterday expect bad-now 2 status
expect output-nowhere 1 config --default --output "$tmp/none/file"
verify full-disk sh -c "'$exe' -h >/dev/full 2>'$tmp/err'; test \$? = 1 && grep -q '^zhiban: the output cannot be written' '$tmp/err'"
verify closed-output sh -c "'$exe' -h >&- 2>'$tmp/err'; test \$? != 139"
verify broken-pipe sh -c "{ '$exe' help metrics; echo \$? >'$tmp/rc'; } 2>'$tmp/err' | true; test ! -s '$tmp/err' && test \"\$(cat '$tmp/rc')\" = 0"
