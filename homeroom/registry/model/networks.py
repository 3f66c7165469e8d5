"""Networks that the district trusts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from homeroom.policy.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Addresses that the district trusts, for some roles or (empty) for all."""

    SUBJECT: ClassVar[str] = "network"
    id: str
    name: str
    cidrs: tuple[str, ...]
    roles: tuple[Role, ...] = ()
    active: bool = True

    @property
    def key(self) -> str:
        return self.id
