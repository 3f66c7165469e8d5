#!/bin/sh
# The browser tests need Chromium: as root the distribution's package is installed where none is
# found, else the one command is named and the other tests go on.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
[ -n "$HOMEROOM_BROWSER" ] && exit 0
install="apt-get install -y --no-install-recommends chromium"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests …" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null && $install -qq >/dev/null && exit 0
fi
echo "No browser was found: the browser tests will fail. Install one with: sudo $install" >&2
exit 0
