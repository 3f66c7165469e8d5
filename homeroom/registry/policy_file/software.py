"""`software:` as it is written."""

from __future__ import annotations

from typing import Literal

from homeroom.policy.policy import Software
from homeroom.registry.policy_file.section import Section


class SoftwareSection(Section):
    """With what people may sign in."""

    clients: Literal["any", "approved"] = "any"

    def rules(self) -> Software:
        """As the rules read it."""
        return Software(clients=self.clients)
