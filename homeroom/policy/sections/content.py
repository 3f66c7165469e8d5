"""What a message in a room with students may not contain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from homeroom.policy.detect import Kind, RefusableKind, WordKind

LOCAL_DIGITS = 7
"""Of a number that is written without its area code."""
REFUSED: frozenset[RefusableKind] = frozenset(
    {
        "phone",
        "email",
        "ssn",
        "credit_card",
        "street_address",
        "birth_date",
        "student_id",
        "social_handle",
        "messenger_invitation",
        "credential",
    }
)
"""As shipped: no personal information, no way to meet outside. A name is praise as often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a message in a room with students may not contain. Words of danger are never refused."""

    refuse: frozenset[RefusableKind] = REFUSED
    flag: frozenset[RefusableKind] = frozenset({"profanity"})
    """What passes, and somebody looks at it."""
    numbers: frozenset[str] = frozenset()
    """The district's own numbers, E.164."""
    domains: frozenset[str] = frozenset()
    """The domains of its e-mail addresses, in small letters."""
    addresses: frozenset[str] = frozenset()
    """Where its schools stand, in the canonical form of `street_address`."""
    words: Mapping[WordKind, tuple[str, ...]] = field(default_factory=dict)
    """Its own words, beside those that ship."""

    def is_districts(self, kind: Kind, value: str) -> bool:
        """Is it a number or an address that the district itself gives out?"""
        match kind:
            case "phone":
                local = len(value) == LOCAL_DIGITS
                return any(n == value or (local and n.endswith(value)) for n in self.numbers)
            case "email":
                return value.rpartition("@")[2] in self.domains
            case "street_address":
                return value in self.addresses
            case _:
                return False
