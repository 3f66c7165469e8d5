"""With a Matrix Authentication Service: the gateway is the only lock, so nothing comes past it.

Synapse asks no module at such a sign-in, nor on the requests after it. So each request of a client
has to carry the secret that the gateway adds once it has asked `/_homeroom/authorize`. And what the
service says of an account is whose it is: names are the roster's, and there are no addresses.
"""

from __future__ import annotations

import io
import json
from hmac import compare_digest

from synapse.http.site import SynapseRequest

from homeroom.ways_in.pages import MAS
from synapse_module.guard.callers import Callers

SHOWN = "X-Homeroom-Gateway"
PROVISION = f"{MAS}.users.MasProvisionUserResource"
KEPT = frozenset({"localpart", "locked"})
OWN_LOCK = frozenset(
    {
        "synapse.rest.health.HealthResource",
        "synapse.metrics.MetricsResource",
        "synapse.replication.http.ReplicationRestResource",
        "synapse_module.authorize.AuthorizeResource",
    }
)
"""Pages that ask for a secret of their own, or say nothing of anybody."""


class Gateway:
    """What the gateway adds to a request that it passes on."""

    def __init__(self, callers: Callers, secret: str) -> None:
        self._callers = callers
        self._secret = secret.encode()

    def passed(self, request: SynapseRequest, page: str) -> bool:
        """Has it passed this request on? Our own processes and the service come without it."""
        if page in OWN_LOCK or page.startswith(f"{MAS}."):
            return True
        shown = request.requestHeaders.getRawHeaders(SHOWN) or []
        if len(shown) == 1 and compare_digest(shown[0].encode(), self._secret):
            return True
        return self._callers.service(request) is not None


def without_names(request: SynapseRequest, page: str) -> None:
    """Leave of what the service says of an account only whose it is, and whether it is locked."""
    if page != PROVISION or request.content is None:
        return
    try:
        said = json.loads(request.content.read())
    except ValueError:
        said = None  # Synapse says what is wrong with it
    request.content.seek(0)
    if isinstance(said, dict):
        kept = {name: value for name, value in said.items() if name in KEPT}
        request.content = io.BytesIO(json.dumps(kept).encode())
