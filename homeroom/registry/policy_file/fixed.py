"""Sections that say what cannot be loosened: they stand in the file so that a reader sees it."""

from __future__ import annotations

from typing import Literal

from homeroom.registry.policy_file.section import Section


class VenuesSection(Section):
    """Where people may talk. Neither can be loosened: what is not designated is not kept apart."""

    talk_in: Literal["designated_venues"] = "designated_venues"
    encrypted_rooms: Literal["refuse"] = "refuse"


class SupervisionSection(Section):
    """How one-to-one talk of staff and students is supervised."""

    supervisor: Literal["joined"] = "joined"
