#!/bin/sh
# Functions and habits that have no place in this house.
set -u
bad=0
ban() { # pattern, reason
    if grep -nE "$1" -r src include tests --include='*.[ch]' --exclude-dir=tools | grep -v 'lint: allow'; then
        echo "banned: $2"
        bad=1
    fi
}
ban '\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|strncpy|strncat|atoi|atol|atoll|atof|alloca|tmpnam|mktemp|rand|srand|system|popen)\(' \
    'unbounded, stateful or unchecked library function'
ban '\b(localtime|gmtime|ctime|asctime)\(' 'civil time comes from base/civil in the centre'"'"'s zone'
ban 'typedef (struct|union|enum)[^(]*$' 'no typedef for structs'
ban '\b(TODO|FIXME|XXX|HACK)\b' 'unfinished work belongs in an issue'
ban '^#pragma GCC diagnostic ignored' 'a warning is mended, not silenced'
if grep -nE '\b(sleep|usleep)\(' -r tests --include='*.[ch]' | grep -v 'lint: allow'; then
    echo 'banned: tests wait for an event, they never sleep'
    bad=1
fi
exit $bad
