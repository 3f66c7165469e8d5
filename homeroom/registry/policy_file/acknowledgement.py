"""`acknowledgement:` as it is written."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from homeroom.policy.policy import Acknowledgement
from homeroom.registry.policy_file.section import Section


class AcknowledgementSection(Section):
    """Whether users must have acknowledged these rules before they post."""

    required: bool = True
    grace_days: Annotated[int, Field(ge=0, le=90)] = 14

    def rules(self) -> Acknowledgement:
        """As the rules read it."""
        return Acknowledgement(required=self.required, grace_days=self.grace_days)
