"""What may be done from outside the networks that the district trusts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from homeroom.policy.roles import Role


class Action(StrEnum):
    """What a request is for."""

    SIGN_IN = "sign_in"
    READ = "read"
    WRITE = "write"
    ADMINISTER = "administer"
    """The portal, and Synapse's own administration."""
    EXPORT = "export"
    """Taking what was kept out of Homeroom: productions and downloads."""


Treatment = Literal["refuse", "read_only", "record"]
"""`read_only` lets pass what changes nothing; what passes is recorded in either case."""

STRICTEST_FIRST: tuple[Treatment, ...] = ("refuse", "read_only", "record")


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """By role and action, what happens outside the trusted networks. Left out is refused."""

    untrusted: Mapping[Role, Mapping[Action, Treatment]] = field(default_factory=dict)

    def outside(self, roles: Collection[Role], action: Action) -> Treatment:
        """Of somebody with several roles, the strictest: a role never adds to another's reach."""
        words = {self.untrusted.get(role, {}).get(action, "refuse") for role in roles}
        return next((word for word in STRICTEST_FIRST if word in words), "refuse")
