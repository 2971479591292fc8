#!/bin/sh
# Sizes that keep a room habitable: function <= 100 lines, file <= 800, header <= 150, 100 columns.
# Tables are excepted: files named here, lines between `clang-format off` and `on`.
set -u
bad=0
tables=''
over() {
    echo "sizes: $1"
    bad=1
}
for f in $(git ls-files 'src/*.c' 'tests/*.c'); do
    [ -e "$f" ] || continue
    n=$(wc -l <"$f")
    case " $tables " in *" $f "*) continue ;; esac
    [ "$n" -le 800 ] || over "$f has $n lines, over 800"
done
for f in $(git ls-files 'src/*.h' 'include/*.h'); do
    [ -e "$f" ] || continue
    n=$(wc -l <"$f")
    [ "$n" -le 150 ] || over "$f has $n lines, over 150"
done
long=$(git ls-files 'src/*.c' | ctags -L - -o - --fields=+ne --c-kinds=f 2>/dev/null |
    awk -F'\t' '{ l = e = 0
        for (i = 4; i <= NF; i++) { if ($i ~ /^line:/) l = substr($i, 6); if ($i ~ /^end:/) e = substr($i, 5) }
        if (e - l >= 100) printf "%s:%s (%d lines)\n", $2, $1, e - l + 1 }')
[ -z "$long" ] || over "functions over 100 lines: $long"
wide=$(git ls-files 'src/*.[ch]' 'include/*.h' | python3 -c '
import os, sys
for f in sys.stdin.read().split():
    if os.path.exists(f):
        table = False
        for n, line in enumerate(open(f, encoding="utf-8"), 1):
            table = line.startswith("/* clang-format off") or table and not line.startswith("/* clang-format on")
            if len(line.rstrip("\n")) > 100 and not table:
                print("%s:%d" % (f, n), end=" ")')
[ -z "$wide" ] || over "lines over 100 columns: $wide"
exit $bad
