"""Sections that say what cannot be loosened: they stand in the file so that a reader sees it."""

from __future__ import annotations

from typing import Literal

from homeroom.registry.policy_file.section import Section


class UrgentSection(Section):
    """Urgent notices: what alone can stop one, and what follows."""

    stopped_only_by: Literal["capture_consent_and_approval"] = "capture_consent_and_approval"
    reviewed: Literal["afterwards"] = "afterwards"


class SupervisionSection(Section):
    """How one-to-one talk of staff and students is supervised."""

    supervisor: Literal["joined"] = "joined"
    pool: Literal["two_at_least"] = "two_at_least"
