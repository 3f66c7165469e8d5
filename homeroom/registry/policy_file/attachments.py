"""`attachments:` as it is written."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from homeroom.policy.sections.attachments import AttachmentKind, Attachments
from homeroom.registry.policy_file.section import Section

MEGABYTE = 1024 * 1024


class AttachmentsSection(Section):
    """What may be attached where students are."""

    allow: frozenset[AttachmentKind] = Attachments().allow
    megabytes: Annotated[int, Field(ge=1, le=100)] = Attachments().most_bytes // MEGABYTE
    unreadable: Literal["refuse", "flag"] = "refuse"

    def rules(self) -> Attachments:
        """As the rules read it."""
        return Attachments(
            allow=self.allow,
            most_bytes=self.megabytes * MEGABYTE,
            unreadable=self.unreadable,
        )
