"""The client's address as Synapse sees it: the last one that a trusted proxy named.

Synapse itself takes the first address of `X-Forwarded-For` without asking who wrote it
(`synapse/http/site.py`, matrix-org/synapse#9471), so anybody could choose where they come from.
What is replaced here is pinned by the tests of the contract with Synapse.
"""

from __future__ import annotations

from collections.abc import Collection

from synapse.http.site import XForwardedForRequest, _XForwardedForAddress

from homeroom.policy.addresses import Range, client_address, is_proxy

READS = "_process_forwarded_headers"


def believe_only(proxies: Collection[Range]) -> None:
    """From now on, in this process, a header counts only as far as these proxies wrote it."""
    if not callable(getattr(XForwardedForRequest, READS, None)):
        raise RuntimeError(f"this version of Synapse has no XForwardedForRequest.{READS}")

    def read(request: XForwardedForRequest) -> None:
        _read(request, proxies)

    setattr(XForwardedForRequest, READS, read)


def _read(request: XForwardedForRequest, proxies: Collection[Range]) -> None:
    """Called by Synapse before it looks at anything else of a request."""
    headers = request.requestHeaders.getRawHeaders("x-forwarded-for") or []
    peer = getattr(request.channel.getPeer(), "host", None)  # type: ignore[no-untyped-call]
    if peer is None:  # a Unix socket: whoever may open it is the proxy
        *headers, peer = ",".join(headers).split(",")
    elif not is_proxy(peer, proxies):
        return
    if not peer and not headers:
        return
    request._forwarded_for = _XForwardedForAddress(client_address(peer, headers, proxies))
    scheme = request.requestHeaders.getRawHeaders("x-forwarded-proto") or ["https"]
    request._forwarded_https = scheme[0].lower() == "https"
