#!/bin/sh
# Manual pages: mandoc finds nothing, every page has its Chinese twin, the synopsis is what -h prints.
set -u
exe=$1/zhiban
bad=0
for page in man/*.[0-9] man/zh_CN/*.[0-9]; do
    [ -e "$page" ] || continue
    mandoc -Tlint -Wwarning "$page" || bad=1
    name=$(basename "$page")
    for twin in "man/$name" "man/zh_CN/$name"; do
        [ -e "$twin" ] || {
            echo "man: $twin is missing"
            bad=1
        }
    done
done
if [ -x "$exe" ]; then
    # The pages generated from tables are what the program prints.
    for lang in en zh_CN; do
        dir="man"
        [ "$lang" = en ] || dir=man/zh_CN
        for topic in keys metrics; do
            "$exe" --lang "$lang" manual $topic | diff -q - "$dir/zhiban-$topic.7" >/dev/null || {
                echo "man: $dir/zhiban-$topic.7 differs from the tables: zhiban --lang $lang manual $topic > it"
                bad=1
            }
        done
    done
    for page in man/zhiban-*.1; do
        cmd=$(basename "$page" .1)
        cmd=${cmd#zhiban-}
        want=$("$exe" --lang en "$cmd" -h | sed -n 's/^Usage: //p' | head -1)
        have=$(sed -n 's/^\.\\" synopsis: //p' "$page")
        [ "$want" = "$have" ] || {
            echo "man: $page says '$have', -h says '$want'"
            bad=1
        }
    done
fi
exit $bad
