#!/usr/bin/env bash
# Proves the README's first sentence: on a Debian with python3, git and make, and nothing else,
# `make up`, `make tour` and `make down` work, for root and for an ordinary user, each from a clone
# in a home that is closed to others (0700), the first start within 10 minutes, the next within one.
#
#   .ci/fresh_machine.sh [SUITE]      as root, with debootstrap installed; SUITE is bookworm
#
# TARGETS="tour test" runs the tests there, too. Exit status 3: it cannot be tried on this machine.
set -Eeuo pipefail
SUITE=${1:-bookworm} TARGETS=${TARGETS:-tour} PORT_BASE=${PORT_BASE:-29008}
REPOSITORY=$(cd "$(dirname "$0")/.." && pwd)
FIRST_WITHIN=600 WARM_WITHIN=60
# How this machine reaches the package index, the bare one does too.
TAKEN_ALONG="/etc/resolv.conf /etc/hosts /etc/pip.conf /etc/ssl/certs/ca-certificates.crt"
PIP='^(PIP_(CERT|INDEX_URL|EXTRA_INDEX_URL|PROXY|TRUSTED_HOST|DEFAULT_TIMEOUT)|[a-z]+_proxy)='

cannot() { echo "fresh_machine: not tried, $1" >&2; exit 3; }

# All is done in mount and process namespaces that end with this script, so no mount and no process
# is left behind, whatever happens; only then is the folder removed.
if [ -z "${FRESH_ROOT:-}" ]; then
    [ "$(id -u)" = 0 ] || cannot "only root can make a system to change into"
    command -v debootstrap >/dev/null || cannot "install debootstrap first"
    apart="unshare --mount --pid --fork --kill-child --propagation private"
    $apart true || cannot "this machine gives no namespaces"
    FRESH_ROOT=$(mktemp -d -t bare.XXXXXX)
    export FRESH_ROOT
    trap 'rm -rf --one-file-system "$FRESH_ROOT"' EXIT
    $apart bash "$0" "$@"
    exit
fi
root=$FRESH_ROOT

bare_system() {
    debootstrap --variant=minbase --include=python3,git,make,ca-certificates "$SUITE" "$root" \
        >"$root.log" 2>&1 || { tail -5 "$root.log"; return 1; }
    rm "$root.log"
    chmod 0755 "$root"
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/dev/shm"
    mount -t tmpfs tmpfs "$root/tmp"
    for file in $TAKEN_ALONG; do [ ! -e "$file" ] || cp -L "$file" "$root$file"; done
    chroot "$root" useradd --create-home newcomer
}

# as USER COMMAND: in that user's clone, with what a login gives and nothing else.
as() {
    local home=/home/$1 taken
    [ "$1" = root ] && home=/root
    mapfile -t taken < <(env | grep -E "$PIP")
    env -i TERM=dumb PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        HOME="$home" USER="$1" "${taken[@]}" \
        chroot --userspec="$1:$1" "$root" /bin/sh -ec "cd $home/homeroom && $2"
}

# timed WHAT SECONDS COMMAND…: fails where the command does, or where it takes longer.
what="" && trap 'echo "== FAILED on a bare $SUITE: $what"' ERR
timed() {
    local within=$2 began=$SECONDS
    what=$1
    shift 2
    "$@"
    echo "== $what: $((SECONDS - began)) s (at most $within)"
    [ $((SECONDS - began)) -le "$within" ]
}

try_as() {
    local user=$1 home=$root/home/$1 up="make up ARGS='--detach --port-base $PORT_BASE'"
    [ "$user" = root ] && home=$root/root
    chmod 0700 "$home"
    git clone --quiet --no-hardlinks "$REPOSITORY" "$home/homeroom"
    chroot "$root" chown -R "$user:$user" "${home#"$root"}/homeroom"
    timed "first start, as $user" $FIRST_WITHIN as "$user" "$up"
    for target in $TARGETS; do timed "make $target, as $user" 3600 as "$user" "make $target"; done
    timed "make down, as $user" 60 as "$user" "make down"
    timed "warm start, as $user" $WARM_WITHIN as "$user" "$up >/dev/null"
    as "$user" "make down"
    rm -rf "$home/homeroom"
}

timed "a bare $SUITE" 600 bare_system
try_as root
try_as newcomer
echo "== all held on a bare $SUITE"
