"""How outside networks may be used, beyond agreement and consent, which are always required."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

ConsentOf = Literal["any_guardian", "every_guardian"]
"""Whose consent suffices: that of one who is entitled (34 CFR 99.4), or only that of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridges:
    """Defaults are the strictest that the law asks for."""

    class_rooms: Literal["allow", "refuse"] = "refuse"
    """May somebody on an outside network be in a room with students?"""
    on_revocation: Literal["pause", "move_out"] = "pause"
    """What happens to a bridged room where a student's consent ended."""
    consent_of: ConsentOf = "any_guardian"
    school_year_ends: tuple[int, int] = (6, 30)
    """Month and day: until then a consent lasts where its form says nothing else."""

    def consent_ends(self, signed_on: date) -> date:
        """The last day of the school year in which it was signed."""
        month, day = self.school_year_ends
        this_year = date(signed_on.year, month, day)
        return this_year if signed_on <= this_year else date(signed_on.year + 1, month, day)
