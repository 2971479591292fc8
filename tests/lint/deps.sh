#!/bin/sh
# Installs what building (build) and testing (test) need and this machine lacks. Found through pkg-config;
# on Debian and Ubuntu installed with apt-get (sudo when not root); elsewhere the packages are listed.
set -eu

missing=

lib() { # pkg-config module, Debian package
    pkg-config --exists "$1" 2>/dev/null || missing="$missing $2"
}
tool() { # command, Debian package
    command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}
header() { # header without a .pc file, Debian package
    printf '#include <stddef.h>\n#include <%s>\n' "$1" | cc -E - >/dev/null 2>&1 || missing="$missing $2"
}
file() { # path, Debian package
    [ -e "$1" ] || missing="$missing $2"
}

want_build() {
    tool cc gcc
    file /usr/include/stdio.h libc6-dev
    tool pkg-config pkg-config
    tool msgfmt gettext
    lib ncursesw libncurses-dev
    lib libcurl libcurl4-openssl-dev
    lib libcjson libcjson-dev
    lib inih libinih-dev
    lib libcrypto libssl-dev
    lib libmicrohttpd libmicrohttpd-dev
    header csv.h libcsv-dev
    file /usr/share/zoneinfo/Asia/Shanghai tzdata
    file /etc/ssl/certs/ca-certificates.crt ca-certificates
    file /lib/terminfo/x/xterm-256color ncurses-base
}
want_test() {
    lib criterion libcriterion-dev
    lib vterm libvterm-dev
    tool clang clang
    tool clang-format clang-format
    tool clang-tidy clang-tidy
    tool cppcheck cppcheck
    tool shellcheck shellcheck
    tool mandoc mandoc
    tool ctags universal-ctags
    tool xgettext gettext
    tool python3 python3
    tool tmux tmux
    tool zsh zsh
    tool fish fish
    tool git git
    for f in /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a; do
        [ -e "$f" ] || missing="$missing libclang-rt-14-dev"
        break
    done
    # ncurses-term holds the entries of tmux-256color and friends
    file /usr/share/terminfo/x/xterm+256color ncurses-term
}

for group in "$@"; do
    case $group in
    build) want_build ;;
    test) want_test ;;
    *)
        echo "deps.sh: unknown group $group: use build or test" >&2
        exit 2
        ;;
    esac
done

[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Please install (Debian names):$missing" >&2
    exit 1
fi
sudo=
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "Please install as root: apt-get install$missing" >&2
        exit 1
    fi
    sudo=sudo
fi
echo "Installing:$missing"
# shellcheck disable=SC2086 # the names are words
if ! DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1; then
    $sudo apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
