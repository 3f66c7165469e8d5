"""`bridges:` as it is written."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from homeroom.policy.policy import Bridges
from homeroom.policy.sections.bridges import ConsentOf, Revocation
from homeroom.registry.policy_file.section import Section
from homeroom.registry.policy_file.venues import Writable

NO_LEAP_YEAR = 2027


def _month_and_day(cell: object) -> tuple[int, int]:
    """A day of every year, as `06-30`."""
    found = re.fullmatch(r"(\d\d)-(\d\d)", cell) if isinstance(cell, str) else None
    try:
        if found is None:
            raise ValueError
        day = date(NO_LEAP_YEAR, int(found[1]), int(found[2]))
    except ValueError:
        raise ValueError('is no day of the year; write month and day as "06-30"') from None
    return day.month, day.day


class RevocationSection(Section):
    """Where it is otherwise when a consent ends: kinds of room, schools, single rooms."""

    kinds: dict[Writable, Revocation] = Field(default_factory=dict)
    schools: dict[str, Revocation] = Field(default_factory=dict)
    venues: dict[str, Revocation] = Field(default_factory=dict)


class BridgesSection(Section):
    """What must be there before a word goes to an outside network.

    Neither the agreement nor the students' consent can be left out.
    """

    agreement: Literal["required"] = "required"
    consent: Literal["every_student"] = "every_student"
    consent_from: ConsentOf = "any_guardian"
    consent_until: Annotated[tuple[int, int], BeforeValidator(_month_and_day)] = (6, 30)
    class_rooms: Literal["allow", "refuse"] = "refuse"
    on_revocation: Revocation = "pause"
    on_revocation_in: RevocationSection = RevocationSection()

    def rules(self) -> Bridges:
        """As the rules read it."""
        return Bridges(
            class_rooms=self.class_rooms,
            on_revocation=self.on_revocation,
            revocation_kinds=dict(self.on_revocation_in.kinds.items()),
            revocation_schools=self.on_revocation_in.schools,
            revocation_venues=self.on_revocation_in.venues,
            consent_of=self.consent_from,
            school_year_ends=self.consent_until,
        )
