#!/bin/sh
# fresh.sh: both README commands in a bare Debian 12 made by debootstrap, as root. Needs root and a mirror
# (MIRROR, default the one apt uses here).
set -eu
[ "$(id -u)" = 0 ] || {
    echo "check-fresh: must be root" >&2
    exit 1
}
command -v debootstrap >/dev/null 2>&1 || apt-get install -y -qq debootstrap
root=$(mktemp -d /var/tmp/zhiban-fresh.XXXXXX)
cleanup() {
    umount "$root/proc" "$root/dev/pts" "$root/dev" 2>/dev/null || true
    rm -rf "$root"
}
trap cleanup EXIT INT TERM
mirror=${MIRROR-$(sed -n 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\) bookworm .*/\2/p;s/^URIs: *\([^ ]*\).*/\1/p' \
    /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -1)}
debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.log" 2>&1 || {
    tail -5 "$root.log"
    exit 1
}
rm -f "$root.log"
for f in /etc/resolv.conf /etc/apt/sources.list; do
    [ -e "$f" ] && cp "$f" "$root$f"
done
cp -r /etc/apt/apt.conf.d /etc/apt/sources.list.d "$root/etc/apt/" 2>/dev/null || true
mount --bind /dev "$root/dev"
mount --bind /dev/pts "$root/dev/pts"
mount -t proc proc "$root/proc"
git clone -q . "$root/zhiban"
run() {
    chroot "$root" sh -c "cd /zhiban && export HOME=/root LANG=C.UTF-8 && $1"
}
echo "check-fresh: the demonstration"
# The terminal interface needs a terminal: script(1) of util-linux gives it one, q and y leave it.
run "apt-get update -qq && apt-get install -y -qq make >/dev/null && (sleep 3; printf 'qy') >/dev/null; make deps && make all >/dev/null"
run "stty -a >/dev/null 2>&1; (while ! pgrep zhiban-sim >/dev/null 2>&1; do sleep 1; done; sleep 4; printf q; sleep 1; printf y) |
     TERM=xterm script -qec 'make demo' /dev/null >/tmp/demo.out; grep -aq 岚州 /tmp/demo.out" && echo "check-fresh: demo ok"
echo "check-fresh: the tests"
run "apt-get update -qq && apt-get install -y -qq make >/dev/null && make check"
