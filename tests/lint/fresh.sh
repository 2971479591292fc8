#!/bin/sh
# fresh.sh: both README commands, to the letter, in a bare Debian 12 that debootstrap makes. Needs root and the
# package mirror that apt uses here (MIRROR names another).
set -eu
[ "$(id -u)" = 0 ] || {
    echo "check-fresh: debootstrap and chroot need root" >&2
    exit 1
}
command -v debootstrap >/dev/null 2>&1 || apt-get install -y -qq debootstrap >/dev/null
root=$(mktemp -d /var/tmp/zhiban-fresh.XXXXXX)
cleanup() {
    # Nothing of this machine is mounted inside, and rm stays on the one file system: should a mount
    # hold out, it is left alone.
    umount "$root/proc" "$root/dev/pts" 2>/dev/null || true
    rm -rf --one-file-system "$root" "$root.log"
}
trap cleanup EXIT
trap 'exit 1' INT TERM
mirror=${MIRROR-$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
    sed -n 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\) bookworm .*/\2/p; s/^URIs: *\([^ ]*\).*/\1/p' | head -1)}
echo "check-fresh: a bare Debian 12 in $root"
debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.log" 2>&1 || {
    tail -5 "$root.log"
    exit 1
}
# The same way to the mirror as here, nothing else of this machine.
for f in /etc/resolv.conf /etc/hosts /etc/apt/sources.list; do
    [ ! -e "$f" ] || cp -L "$f" "$root$f"
done
cp -r /etc/apt/apt.conf.d /etc/apt/sources.list.d "$root/etc/apt/" 2>/dev/null || true
[ ! -d /usr/local/share/ca-certificates ] || cp -r /usr/local/share/ca-certificates "$root/usr/local/share/"
mkdir -p "$root/dev/pts"
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts "$root/dev/pts"
ln -sf pts/ptmx "$root/dev/ptmx"
mount -t proc proc "$root/proc"
git clone -q --no-hardlinks . "$root/root/zhiban"

fresh() { # command, run by a shell in the clone with nothing but PATH, HOME and TERM
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=xterm sh -c "cd /root/zhiban && $1"
}
install='apt-get update && apt-get install -y make'

# The demonstration: script(1) gives it a terminal; it is left by q and y once the board stands.
fresh "{ until grep -aq Wallboard /tmp/screen 2>/dev/null; do sleep 1; done; sleep 3; printf q; sleep 1; printf y; } |
    timeout 900 script -qfec '$install && make demo' /tmp/screen >/dev/null" || {
    echo "check-fresh: make demo FAILED"
    tail -c 2000 "$root/tmp/screen"
    exit 1
}
echo "check-fresh: make demo ok"
fresh "$install && make check" >"$root/tmp/check.log" 2>&1 || {
    echo "check-fresh: make check FAILED"
    grep -A 20 FAILED "$root/tmp/check.log" | head -80
    tail -20 "$root/tmp/check.log"
    exit 1
}
echo "check-fresh: make check ok: $(tail -1 "$root/tmp/check.log")"
