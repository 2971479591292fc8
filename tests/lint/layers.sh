#!/bin/sh
# The layer lint: a room includes only the rooms below it that its row of src/README.md allows, and only the
# outside headers of its row.
set -u
bad=0

# room | rooms it may include | outside headers it alone may include (extended regular expression)
rows='base|base|ini\.h|csv\.h|libintl\.h|locale\.h
model|base model|
vendor|base model vendor|cjson/cJSON\.h|openssl/evp\.h
net|base net|curl/.*\.h|pthread\.h|arpa/inet\.h|netinet/in\.h|netdb\.h|sys/socket\.h
report|base model report|
svc|base model vendor net svc|
sim|base model sim|microhttpd\.h|openssl/.*\.h
tui|base model svc tui|curses\.h|term\.h|ncursesw/.*\.h
cli|base model report svc tui cli|'

guarded='ini\.h|csv\.h|libintl\.h|locale\.h|cjson/.*|openssl/.*|curl/.*|pthread\.h|microhttpd\.h|curses\.h|ncurses.*|term\.h|sqlite3\.h|sodium.*|sys/socket\.h|netdb\.h|netinet/.*|arpa/.*'

check_room() {
    room=$1 may=$2 outside=$3
    [ -d "src/$room" ] || return 0
    for f in src/"$room"/*.[ch] include/zhiban/"$room"/*.h; do
        [ -e "$f" ] || continue
        for inc in $(sed -n 's/^#include "zhiban\/\([a-z]*\)\/.*/\1/p' "$f" | sort -u); do
            case " $may " in
            *" $inc "*) ;;
            *) echo "layers: $f includes room $inc, which $room may not"; bad=1 ;;
            esac
        done
        for inc in $(sed -n 's/^#include <\([^>]*\)>.*/\1/p' "$f" | grep -E "^($guarded)$"); do
            if [ -n "$outside" ] && printf '%s\n' "$inc" | grep -qE "^($outside)$"; then
                continue
            fi
            if [ "$room" = sim ] && printf '%s\n' "$f" | grep -qE '/(server[a-z_]*|main)\.[ch]$'; then
                continue # the simulator's server owns its socket
            fi
            echo "layers: $f includes <$inc>, which $room may not"
            bad=1
        done
    done
}

while IFS='|' read -r room may outside; do
    check_room "$room" "$may" "$outside"
done <<EOF
$rows
EOF

# <curses.h> only in the terminal file; the model and plan rooms read no clock.
for f in $(grep -lE '#include <(n?curses|term)\.h>' -r src include); do
    [ "$f" = src/tui/term.c ] || { echo "layers: $f includes curses: only src/tui/term.c may"; bad=1; }
done
grep -nE '\b(time|clock_gettime|gettimeofday|fopen|open|getenv|setlocale)\(' -r src/model src/vendor \
    && { echo "layers: the rooms model and vendor are pure: no clock, no file, no environment"; bad=1; }
lines=$(wc -l <src/main.c)
[ "$lines" -le 100 ] || { echo "layers: src/main.c has $lines lines, over 100"; bad=1; }
exit $bad
