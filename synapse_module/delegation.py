"""Sign-in by a Matrix Authentication Service: what is then judged at the gateway, or nowhere.

Synapse asks no module at such a sign-in, nor on the requests after it.
"""

from __future__ import annotations

import logging

from synapse.config import ConfigError
from synapse.config.homeserver import HomeServerConfig

from homeroom.config import GatewaySection

logger = logging.getLogger(__name__)
AT_THE_GATEWAY = (
    "that whoever signs in is on the roster",
    "that each request comes from a trusted network, or one that the policy allows",
    "that each request is of somebody who is still on the roster",
)


def check(config: HomeServerConfig, gateway: GatewaySection) -> None:
    """Say so at the start; refuse to start where no gateway asks."""
    if not config.mas.enabled:
        return
    moved = "; ".join(AT_THE_GATEWAY)
    if not gateway.authorizes:
        raise ConfigError(
            "With a Matrix Authentication Service the gateway must ask Homeroom before each "
            f"request, else nobody checks: {moved}. Have nginx ask /_homeroom/authorize "
            "(docs/handbook.md, The gateway), and set gateway.authorizes in homeroom.yaml."
        )
    logger.warning("Checked at the gateway, with a Matrix Authentication Service: %s", moved)
