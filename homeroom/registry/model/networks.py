"""Networks that the district trusts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from homeroom.policy.roles import Role

NetworkKind = Literal["school", "vpn", "proxy", "field_trip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Addresses that the district trusts, for some roles and people or (empty) for all."""

    SUBJECT: ClassVar[str] = "network"
    id: str
    name: str
    cidrs: tuple[str, ...]
    roles: tuple[Role, ...] = ()
    people: tuple[str, ...] = ()
    """Person ids."""
    kind: NetworkKind = "school"
    """A proxy is one of the district's own, whose address stands for those behind it."""
    starts: date | None = None
    ends: date | None = None
    """Both days are included, in the district's time zone."""
    active: bool = True

    @property
    def key(self) -> str:
        return self.id

    def in_force(self, day: date) -> bool:
        """Is it trusted on this day?"""
        begun = self.starts is None or self.starts <= day
        return self.active and begun and (self.ends is None or day <= self.ends)
