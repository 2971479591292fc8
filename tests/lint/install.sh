#!/bin/sh
# install.sh install|uninstall BUILD PREFIX: what goes where, in one list, so that both directions agree.
set -eu
what=$1 build=$2 prefix=$3

list() { # source, place under the prefix, mode
    echo "$build/zhiban|bin/zhiban|755"
    echo "$build/libexec/zhiban/zhiban-sim|libexec/zhiban/zhiban-sim|755"
    (cd "$build/share" && find . -type f) | sed 's|^\./||' | while read -r f; do
        echo "$build/share/$f|share/$f|644"
    done
    for page in man/*.[0-9] man/zh_CN/*.[0-9]; do
        sub=$(dirname "$page")
        sub=${sub#man}
        echo "$page|share/man$sub/man${page##*.}/$(basename "$page")|644"
    done
}

list | while IFS='|' read -r from to mode; do
    case $what in
    install)
        mkdir -p "$(dirname "$prefix/$to")"
        cp "$from" "$prefix/$to.new"
        chmod "$mode" "$prefix/$to.new"
        mv "$prefix/$to.new" "$prefix/$to"
        ;;
    uninstall) rm -f "$prefix/$to" ;;
    esac
done

comp() { # shell, place
    case $what in
    install)
        mkdir -p "$(dirname "$prefix/$2")"
        "$build/zhiban" completion "$1" >"$prefix/$2"
        ;;
    uninstall) rm -f "$prefix/$2" ;;
    esac
}
comp bash share/bash-completion/completions/zhiban
comp zsh share/zsh/site-functions/_zhiban
comp fish share/fish/vendor_completions.d/zhiban.fish
if [ "$what" = uninstall ]; then
    rm -rf "$prefix/share/zhiban" "$prefix/libexec/zhiban"
fi
