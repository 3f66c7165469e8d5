#!/bin/sh
# The proofs of the district's sign-on need xmlsec1, which pysaml2 calls, and OpenLDAP's slapd. The
# tests run their own slapd; the system's service is not configured, and not started.
found=yes
command -v xmlsec1 >/dev/null 2>&1 || found=
[ -x /usr/sbin/slapd ] || found=
[ "$found" ] && exit 0
install="apt-get install -y --no-install-recommends xmlsec1 slapd"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing xmlsec1 and slapd for the proofs of the sign-on …" >&2
    export DEBIAN_FRONTEND=noninteractive
    echo "slapd slapd/no_configuration boolean true" | debconf-set-selections
    apt-get update -qq >/dev/null && $install -qq >/dev/null && exit 0
fi
echo "No xmlsec1 or no slapd: the proofs of the sign-on will fail. Install them: sudo $install" >&2
exit 0
