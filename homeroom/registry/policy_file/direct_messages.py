"""`direct_messages:` as it is written."""

from __future__ import annotations

from typing import Literal

from homeroom.policy.policy import DirectMessages
from homeroom.registry.policy_file.section import Section


class DirectMessagesSection(Section):
    """Who may talk in a room of two."""

    staff_staff: Literal["allow", "refuse"] = "allow"
    staff_student: Literal["supervised", "refuse"] = "supervised"
    student_student: Literal["allow", "refuse"] = "refuse"

    def rules(self) -> DirectMessages:
        """As the rules read it."""
        return DirectMessages(
            staff_staff=self.staff_staff,
            staff_student=self.staff_student,
            student_student=self.student_student,
        )
