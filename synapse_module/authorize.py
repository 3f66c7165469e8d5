"""What the gateway asks before it passes a request on: may this one come in, from there, by this?

nginx's `auth_request` gets 204 or 403. With Synapse's own sign-in the same is judged in process,
and this is a second lock; with a Matrix Authentication Service it is the only one.
"""

from __future__ import annotations

import hashlib
from hmac import compare_digest
from http import HTTPStatus
from typing import Any, NoReturn
from urllib.parse import parse_qs, urlsplit

from synapse.api.errors import Codes, InvalidClientTokenError, SynapseError
from synapse.http.server import DirectServeJsonResource, finish_request
from synapse.http.site import SynapseRequest
from synapse.module_api import ModuleApi

from homeroom.policy.facts import DoorFacts
from homeroom.ways_in import Way
from homeroom.ways_in.closing import closed_way
from synapse_module.gates.access import AccessGate
from synapse_module.judge import Judge

PATH = "/_homeroom/authorize"
SECRET, ADDRESS = "X-Homeroom-Gateway", "X-Homeroom-Address"
METHOD, URL = "X-Homeroom-Method", "X-Homeroom-Url"


class AuthorizeResource(DirectServeJsonResource):
    """The gateway's question, with a secret that only it knows."""

    isLeaf = True  # noqa: N815 - Twisted's name

    def __init__(self, api: ModuleApi, judge: Judge, access: AccessGate, secret: str) -> None:
        super().__init__(clock=api._hs.get_clock())
        self._hs = api._hs
        self._judge = judge
        self._access = access
        self._secret = secret.encode()

    async def _async_render_GET(self, request: SynapseRequest) -> tuple[int, Any] | None:  # noqa: N802
        """204, or a refusal with its reasons. Without an address nothing can be said: refused."""
        if not compare_digest(_header(request, SECRET).encode(), self._secret):
            raise SynapseError(HTTPStatus.FORBIDDEN, "This is for the gateway.", Codes.FORBIDDEN)
        method, url = _header(request, METHOD), _header(request, URL)
        token = _token(_header(request, "Authorization"), url)
        user_id = await self._user_id(token) if token else None
        self._access.authorize(user_id, _header(request, ADDRESS), method, url)
        if (way := closed_way(method, url)) is not None:
            await self._turn_away(way, user_id or "", url)
        request.setResponseCode(HTTPStatus.NO_CONTENT)
        finish_request(request)
        return None

    async def _turn_away(self, way: Way, user_id: str, url: str) -> NoReturn:
        """Raise the refusal, recorded; a query may hold a token, and stays out of the record."""
        facts = DoorFacts(party=self._judge.lens().party(user_id), way=way.name)
        attempt = {"sender": user_id, "way": way.name, "path": url.partition("?")[0]}
        digest = hashlib.sha256(repr(sorted(attempt.items())).encode()).hexdigest()
        await self._judge.turn_away(facts, attempt, same=digest)

    async def _user_id(self, token: str) -> str | None:
        """Whose token it is; None for nobody's, which Synapse itself will refuse.

        A bridge does not come through the gateway: its token there has been stolen.
        """
        if self._hs.get_datastores().main.get_app_service_by_token(token):
            raise SynapseError(
                HTTPStatus.FORBIDDEN, "Bridges do not come through the gateway.", Codes.FORBIDDEN
            )
        try:
            requester = await self._hs.get_auth().get_user_by_access_token(token)
        except InvalidClientTokenError:
            return None
        return str(requester.user)


def _header(request: SynapseRequest, name: str) -> str:
    """A header that must be there once: two could be one of the gateway's and one of a client's."""
    values = request.requestHeaders.getRawHeaders(name) or [""]
    if len(values) > 1:
        raise SynapseError(HTTPStatus.FORBIDDEN, f"{name} is there twice.", Codes.FORBIDDEN)
    return str(values[0])


def _token(authorization: str, url: str) -> str:
    """The access token of the request that the gateway holds, wherever Synapse would take it."""
    kind, _, token = authorization.partition(" ")
    if kind == "Bearer" and token:
        return token
    return parse_qs(urlsplit(url).query).get("access_token", [""])[0]
