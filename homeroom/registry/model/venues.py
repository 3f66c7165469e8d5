"""Designated places to talk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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
    owner: str | None = None
    """Who answers for it and moderates it (person id); of a class it is the roster's teacher."""
    people: tuple[str, ...] = ()
    """Who is brought in besides (person ids); others come by invitation."""
    ends: date | None = None
    """Its last day, as that of the school year; None where no end is set."""
    active: bool = True

    def open_on(self, day: date) -> bool:
        """May it be talked in on this day? A closed one takes no event but leave."""
        return self.active and (self.ends is None or day <= self.ends)

    @property
    def key(self) -> str:
        return self.id
