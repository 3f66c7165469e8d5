#!/bin/sh
# The tests of Synapse on several processes ask it through nginx. Debian's package is unpacked into
# .venv, not installed: installed, it would start a service on port 80. Needs no root.
command -v nginx >/dev/null 2>&1 && exit 0
[ -x .venv/nginx/usr/sbin/nginx ] && exit 0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fetch() { (cd "$folder" && apt-get download -qq nginx >/dev/null 2>&1); }
if command -v apt-get >/dev/null 2>&1; then
    echo "Fetching nginx for the tests on several processes …" >&2
    fetch || { [ "$(id -u)" = 0 ] && apt-get update -qq >/dev/null && fetch; }
    dpkg-deb -x "$folder"/nginx_*.deb .venv/nginx 2>/dev/null &&
        .venv/nginx/usr/sbin/nginx -v >/dev/null 2>&1 && exit 0
    rm -rf .venv/nginx
fi
echo "No nginx was found: tests on several processes will fail. Install it: sudo apt-get install -y nginx" >&2
exit 0
