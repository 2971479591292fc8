#!/bin/sh
# po.sh check: the template is up to date and zh_CN is complete, without fuzzy entries.
# po.sh update: brings template and translations up to date with the sources.
set -u
pot=data/po/zhiban.pot
extract() {
    git ls-files 'src/*.c' 'src/*.h' 'include/*.h' | LC_ALL=C sort |
        xgettext --from-code=UTF-8 --language=C --keyword=_ --keyword=N_ --no-wrap --sort-by-file \
            --package-name=zhiban --no-location --add-comments=TRANSLATORS -o - -f - 2>/dev/null |
        sed -e '/^"POT-Creation-Date/d' -e 's/charset=CHARSET/charset=UTF-8/'
}
case ${1-} in
update)
    extract >"$pot"
    for po in data/po/*.po; do
        msgmerge --quiet --update --backup=none --no-wrap --no-fuzzy-matching "$po" "$pot"
        msgattrib --no-obsolete --no-wrap -o "$po" "$po"
    done
    ;;
check)
    tmp=$(mktemp)
    extract >"$tmp"
    bad=0
    diff -u "$pot" "$tmp" >/dev/null || {
        echo "po: $pot is not up to date: run make po"
        bad=1
    }
    for po in data/po/*.po; do
        n=$(msgmerge --quiet --no-wrap --no-fuzzy-matching -o - "$po" "$tmp" | msgattrib --untranslated --no-wrap | grep -c '^msgid')
        [ "$n" -le 1 ] || {
            echo "po: $po lacks $((n - 1)) translations"
            bad=1
        }
        msgfmt --check -o /dev/null "$po" || bad=1
        if msgattrib --only-fuzzy "$po" | grep -q .; then
            echo "po: $po has fuzzy entries"
            bad=1
        fi
    done
    rm -f "$tmp"
    exit $bad
    ;;
*)
    echo "po.sh: check or update" >&2
    exit 2
    ;;
esac
