#!/bin/sh
# unpack.sh PACKAGE PROGRAM WHAT_FOR: a program of Debian's that tests need, unpacked into .venv and
# not installed: installed, it would start a service. Needs no root. PROGRAM is its path below /.
package=$1 program=$2 what_for=$3
name=${program##*/}
command -v "$name" >/dev/null 2>&1 && exit 0
[ -x ".venv/$package/$program" ] && exit 0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fetch() { (cd "$folder" && apt-get download -qq "$package" >/dev/null 2>&1); }
runs() { ".venv/$package/$program" "$1" >/dev/null 2>&1; }
if command -v apt-get >/dev/null 2>&1; then
    echo "Fetching $name for $what_for …" >&2
    fetch || { [ "$(id -u)" = 0 ] && apt-get update -qq >/dev/null && fetch; }
    dpkg-deb -x "$folder/$package"_*.deb ".venv/$package" 2>/dev/null &&
        { runs --version || runs -v; } && exit 0
    rm -rf ".venv/$package"
fi
echo "No $name was found: $what_for will fail. Install it: sudo apt-get install -y $package" >&2
exit 0
