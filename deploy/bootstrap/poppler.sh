#!/bin/sh
# The proof that others read a production's PDF needs pdftotext, from poppler-utils. No service.
command -v pdftotext >/dev/null 2>&1 && exit 0
install="apt-get install -y --no-install-recommends poppler-utils"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing pdftotext for the proof that a production's PDF can be read …" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null && $install -qq >/dev/null && exit 0
fi
echo "No pdftotext was found: the proof of PDF will fail. Install it: sudo $install" >&2
exit 0
