"""`venues:` as it is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field

from homeroom.policy.policy import Venues
from homeroom.policy.sections.venues import DEFAULTS, Supervised, Who
from homeroom.registry.policy_file.section import Section

AN_HOUR = 3600
Writable = Literal["class", "club", "team", "announcement", "staff", "parent_teacher", "family"]
"""Direct rooms have a section of their own; system venues only tell."""
FROM_THE_ROSTER = frozenset({"class", "parent_teacher", "family"})
People = frozenset[Who]


class VenueSection(Section):
    """Who may do what in one kind of venue. A key left out is as it is shipped."""

    create: People = frozenset()
    join: People = frozenset()
    invite: People = frozenset()
    post: People = frozenset()
    upload: People = frozenset()
    react: People = frozenset()
    edit: People = frozenset()
    redact: People = frozenset()
    settings: People = frozenset()
    slow_mode_seconds: Annotated[int, Field(ge=0, le=AN_HOUR)] = 0
    supervised: Supervised = "one_to_one"


def _makers(kinds: dict[Writable, VenueSection]) -> dict[Writable, VenueSection]:
    for kind, section in kinds.items():
        if kind in FROM_THE_ROSTER and section.create:
            raise ValueError(f"lets users make a {kind} room; these are the district's: create: []")
    return kinds


class VenuesSection(Section):
    """Where people may talk, and what they may do there. The first three cannot be loosened."""

    talk_in: Literal["designated_venues"] = "designated_venues"
    encrypted_rooms: Literal["refuse"] = "refuse"
    calls_live_location_widgets: Literal["refuse"] = "refuse"
    kinds: Annotated[dict[Writable, VenueSection], AfterValidator(_makers)] = Field(
        default_factory=dict
    )

    def rules(self) -> Venues:
        """As the rules read it."""
        written = {
            kind: replace(DEFAULTS[kind], **self.kinds[kind].model_dump(exclude_unset=True))
            for kind in get_args(Writable)
            if kind in self.kinds
        }
        return Venues(kinds={**DEFAULTS, **written})
