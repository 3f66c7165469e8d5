"""Whether users must have acknowledged the policy before they post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """Users acknowledge each material version, some days after it was published at the latest."""

    required: bool = True
    grace_days: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The newest version that users must have acknowledged, and since when it is asked for."""

    version: int
    since: datetime

    def due(self, now: datetime, section: Acknowledgement) -> bool:
        """Is the time for acknowledging over?"""
        return section.required and now - self.since >= timedelta(days=section.grace_days)
