"""Who may talk to whom in a room of two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Leave = Literal["never", "supervised", "allowed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectMessages:
    """Who may talk to whom in a room of two, for each pair of capacities."""

    staff_staff: Leave = "allowed"
    staff_student: Literal["never", "supervised"] = "supervised"
    """Never without a supervisor, whatever a district writes (invariant 15)."""
    staff_guardian: Leave = "allowed"
    student_student: Leave = "never"
    student_guardian: Leave = "never"
    """A student and somebody else's guardian."""
    guardian_guardian: Leave = "never"
    own_child: Leave = "supervised"
    """A guardian and the own child; a teacher, too, where the student is their own child."""
