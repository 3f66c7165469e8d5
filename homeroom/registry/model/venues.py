"""Designated places to talk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from homeroom.policy.facts import VenueKind

__all__ = ["Venue", "VenueKind"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A designated place to talk; a room upgrade changes `room_id` and nothing else."""

    SUBJECT: ClassVar[str] = "venue"
    id: str
    kind: VenueKind
    name: str
    room_id: str | None = None
    org: str | None = None
    class_id: str | None = None
    student: str | None = None
    """The student whom a family venue is about (person id)."""
    guardian: str | None = None
    """The guardian for whom a family venue was made (person id)."""
    ghost: str | None = None
    """The account that stands for this guardian in it (user id)."""
    networks: tuple[str, ...] = ()
    """Outside networks (tool ids) that the venue allows."""
    active: bool = True

    @property
    def key(self) -> str:
        return self.id
