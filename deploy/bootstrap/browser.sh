#!/bin/sh
# The browser tests need Chromium, and what drives it needs libatomic: as root the distribution's
# packages are installed where they are missing, else the one command is named and the other tests
# go on. HOMEROOM_BROWSER names a browser that is somewhere else.
browser_found() {
    [ -n "$HOMEROOM_BROWSER" ] && return 0
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}
driver_runs() {
    for node in .venv/lib/python3*/site-packages/playwright/driver/node; do
        "$node" --version >/dev/null 2>&1 && return 0
    done
    return 1
}

missing=""
browser_found || missing="chromium"
driver_runs || missing="$missing libatomic1"
[ -z "$missing" ] && exit 0
# shellcheck disable=SC2086 # each word is a package
set -- apt-get install -y --no-install-recommends $missing
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing what the browser tests need: ${missing# } …" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null && "$@" -qq >/dev/null && exit 0
fi
echo "The browser tests will fail. Install what they need with: sudo $*" >&2
exit 0
