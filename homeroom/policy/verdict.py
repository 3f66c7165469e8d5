"""What a decision is: a value that says why, and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One rule's objection. `rule` names the rule, `clause` the place in the district's policy."""

    rule: str
    clause: str
    details: Mapping[str, str] = field(default_factory=dict)
    """What the wording fills in; never personal information from the message."""
    waived: bool = False
    """A reviewer let this very message pass."""
    danger: bool = False
    """Somebody may be in danger: an adult on call must see it, whatever the verdict."""


@dataclass(frozen=True, slots=True)
class Allow:
    """Nothing stands against it."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Allowed, and somebody must look at it."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Refuse:
    """Refused before delivery. `flags` are kept too: a refusal never hides a danger."""

    reasons: tuple[Reason, ...]
    flags: tuple[Reason, ...] = ()
    wordless: bool = False
    """Words were written to a coming or going, which goes on without them."""


Verdict = Allow | Flag | Refuse


def flags_of(verdict: Verdict) -> tuple[Reason, ...]:
    """What somebody must look at, whatever the verdict."""
    match verdict:
        case Allow():
            return ()
        case Flag(reasons):
            return reasons
        case Refuse(flags=flags):
            return flags
