#!/bin/sh
# man.sh BUILD: mandoc finds nothing, every page has its Chinese twin, each page that the program makes is what
# BUILD/zhiban prints, and the synopsis a reader sees is the one `-h` prints.
# man.sh BUILD update: writes the pages that the program makes (`make man`).
set -u
exe=$1/zhiban
bad=0
complain() {
    echo "man: $1"
    bad=1
}
[ -x "$exe" ] || {
    echo "man: $exe is not built"
    exit 1
}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
"$exe" manual list >"$tmp/list" || exit 1

folder() { # LANG
    [ "$1" = en ] && echo man || echo man/zh_CN
}

if [ "${2-}" = update ]; then
    for lang in en zh_CN; do
        while read -r topic file; do
            "$exe" --lang $lang manual "$topic" >"$tmp/page" || exit 1
            cmp -s "$tmp/page" "$(folder $lang)/$file" || cp "$tmp/page" "$(folder $lang)/$file"
        done <"$tmp/list"
    done
    exit 0
fi

for page in man/*.[0-9] man/zh_CN/*.[0-9]; do
    mandoc -Tlint -Wwarning "$page" || bad=1
    name=$(basename "$page")
    for twin in "man/$name" "man/zh_CN/$name"; do
        [ -e "$twin" ] || complain "$twin is missing"
    done
done

# What the page shows under SYNOPSIS, on one line.
synopsis() {
    mandoc -Tutf8 -Owidth=1000 "$1" | col -bx | sed -n '/^SYNOPSIS/,/^DESCRIPTION/p' | sed '1d;$d' | tr -s ' \n' ' ' |
        sed 's/^ //;s/ $//'
}
for lang in en zh_CN; do
    while read -r topic file; do
        page=$(folder $lang)/$file
        [ -s "$page" ] || {
            complain "$page is missing: make man"
            continue
        }
        "$exe" --lang $lang manual "$topic" >"$tmp/page" || bad=1
        cmp -s "$tmp/page" "$page" || complain "$page differs from what the program makes: make man"
        case $file in
        *.1)
            command=$topic
            [ "$topic" != zhiban ] || command=--
            want=$("$exe" --lang $lang -h "$command" | sed -n '1s/^[^z]*zhiban/zhiban/p')
            have=$(synopsis "$page")
            if [ -z "$want" ] || [ "$want" != "$have" ]; then
                complain "$page says '$have', -h says '$want'"
            fi
            ;;
        esac
    done <"$tmp/list"
done

# Every command that help offers has a page, and every page of a command has one.
"$exe" --lang en -h | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p' >"$tmp/commands"
[ -s "$tmp/commands" ] || complain "-h names no command"
while read -r command; do
    [ -s "man/zhiban-$command.1" ] || complain "man/zhiban-$command.1 is missing"
done <"$tmp/commands"
for page in man/zhiban-*.1; do
    command=${page#man/zhiban-}
    grep -qx "${command%.1}" "$tmp/commands" || complain "$page is of no command"
done
exit $bad
