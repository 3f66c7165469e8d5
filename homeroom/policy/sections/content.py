"""What a message in a room with students may not contain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

InformationKind = Literal["phone", "email", "ssn", "credit_card"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a message in a room with students may not contain."""

    refuse: frozenset[InformationKind] = frozenset({"phone"})
    allowed_numbers: frozenset[str] = frozenset()
    """The district's own numbers, E.164."""
