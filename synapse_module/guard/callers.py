"""Who asks: a person, the district's steward, or a bridge."""

from __future__ import annotations

from synapse.api.auth.base import BaseAuth
from synapse.api.errors import MissingClientTokenError, SynapseError
from synapse.http.site import SynapseRequest
from synapse.server import HomeServer

from homeroom.ways_in.model import Caller
from synapse_module.guard.contract import Pin

PINS = (
    Pin(
        place="synapse.api.auth.base:BaseAuth.get_access_token_from_request",
        digest="e84edcef4fa944bb",
        why="whose request it is",
    ),
    Pin(
        place="synapse.storage.databases.main.appservice:"
        "ApplicationServiceWorkerStore.get_app_service_by_token",
        digest="63afa62145778a88",
        why="which bridge asks",
    ),
)


class Callers:
    """Tells application services by their token, without asking the database."""

    def __init__(self, hs: HomeServer, steward: str) -> None:
        self._hs = hs
        self._steward = steward

    def service(self, request: SynapseRequest) -> Caller | None:
        """The application service that asks; None for a person, or for nobody."""
        try:
            token = BaseAuth.get_access_token_from_request(request)
        except (MissingClientTokenError, SynapseError):
            return None
        service = self._hs.get_datastores().main.get_app_service_by_token(token)
        if service is None:
            return None
        return "steward" if service.sender.to_string() == self._steward else "bridge"

    async def user_id(self, request: SynapseRequest) -> str:
        """Whose request it is, empty for nobody's. Errors: as for any request of theirs."""
        try:
            requester = await self._hs.get_auth().get_user_by_req(request)
        except MissingClientTokenError:
            return ""
        return requester.user.to_string()

    async def user_id_before(self, request: SynapseRequest) -> str:
        """The same, of a request that goes on: Synapse asks once more, and only once itself."""
        user_id = await self.user_id(request)
        request._requester = None
        return user_id
