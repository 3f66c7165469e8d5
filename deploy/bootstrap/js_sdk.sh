#!/bin/sh
# The proof with matrix-js-sdk needs npm, from which the rest comes: the library, in one exact
# version, and a Node.js of its own. All of it goes into a folder outside the tree.
sdk=43.0.0 node=22.12.0
folder="${HOMEROOM_JS:-${XDG_CACHE_HOME:-$HOME/.cache}/homeroom/js-sdk-$sdk}"
done="$folder/installed-$sdk-$node"
[ -e "$done" ] && exit 0
install="apt-get install -y --no-install-recommends npm"
if ! command -v npm >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing npm for the proof with matrix-js-sdk …" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null && $install -qq >/dev/null
fi
if ! command -v npm >/dev/null 2>&1; then
    echo "No npm was found: the proof with matrix-js-sdk will fail. Install it: sudo $install" >&2
    exit 0
fi
mkdir -p "$folder" && cd "$folder" && echo '{"private": true}' >package.json &&
    npm install --silent --no-audit --no-fund "matrix-js-sdk@$sdk" "node@$node" >&2 && touch "$done"
[ -e "$done" ] || echo "matrix-js-sdk could not be installed with npm: its proof will fail." >&2
exit 0
