#!/bin/sh
# The tests of Synapse on several processes need Redis. Debian's redis-tools has its program, and,
# other than redis-server, starts no service.
for name in redis-server redis-check-rdb; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
install="apt-get install -y --no-install-recommends redis-tools"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Redis for the tests on several processes …" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null && $install -qq >/dev/null && exit 0
fi
echo "No Redis was found: tests on several processes will fail. Install it: sudo $install" >&2
exit 0
