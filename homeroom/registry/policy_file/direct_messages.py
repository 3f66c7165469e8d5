"""`direct_messages:` as it is written."""

from __future__ import annotations

from typing import Literal

from homeroom.policy.policy import DirectMessages
from homeroom.policy.sections.direct_messages import Leave
from homeroom.registry.policy_file.section import Section


class DirectMessagesSection(Section):
    """Who may talk to whom in a room of two, for each pair of capacities."""

    staff_staff: Leave = "allowed"
    staff_student: Literal["never", "supervised"] = "supervised"
    staff_guardian: Leave = "allowed"
    student_student: Leave = "never"
    student_guardian: Leave = "never"
    guardian_guardian: Leave = "never"
    own_child: Leave = "supervised"

    def rules(self) -> DirectMessages:
        """As the rules read it."""
        return DirectMessages(**self.model_dump())
