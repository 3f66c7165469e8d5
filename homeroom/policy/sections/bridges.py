"""How outside networks may be used, beyond agreement and consent, which are always required."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from homeroom.policy.facts import Room, VenueKind

Revocation = Literal["pause", "move_out"]
"""The room pauses, or the student is moved out of it."""

ConsentOf = Literal["any_guardian", "every_guardian"]
"""Whose consent suffices: that of one who is entitled (34 CFR 99.4), or only that of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridges:
    """Defaults are the strictest that the law asks for."""

    class_rooms: Literal["allow", "refuse"] = "refuse"
    """May somebody on an outside network be in a room with students?"""
    on_revocation: Revocation = "pause"
    """What happens to a bridged room where a student's consent ended."""
    revocation_kinds: Mapping[VenueKind, Revocation] = field(default_factory=dict)
    revocation_schools: Mapping[str, Revocation] = field(default_factory=dict)
    revocation_venues: Mapping[str, Revocation] = field(default_factory=dict)
    consent_of: ConsentOf = "any_guardian"
    school_year_ends: tuple[int, int] = (6, 30)
    """Month and day: until then a consent lasts where its form says nothing else."""

    def revocation_in(self, room: Room) -> Revocation:
        """What happens in a room: its own word, else its school's, its kind's, the district's.

        Where several schools differ the room pauses: no school's word moves out another's student.
        """
        if room.id is not None and room.id in self.revocation_venues:
            return self.revocation_venues[room.id]
        said = {self.revocation_schools[s] for s in room.schools if s in self.revocation_schools}
        if said:
            return said.pop() if len(said) == 1 else "pause"
        if room.venue is not None and room.venue in self.revocation_kinds:
            return self.revocation_kinds[room.venue]
        return self.on_revocation

    def consent_ends(self, signed_on: date) -> date:
        """The last day of the school year in which it was signed."""
        month, day = self.school_year_ends
        this_year = date(signed_on.year, month, day)
        return this_year if signed_on <= this_year else date(signed_on.year + 1, month, day)
