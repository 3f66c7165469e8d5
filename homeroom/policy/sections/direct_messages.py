"""Who may talk to whom in a room of two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectMessages:
    """Who may talk to whom in a room of two."""

    staff_staff: Literal["allow", "refuse"] = "allow"
    staff_student: Literal["supervised", "refuse"] = "supervised"
    student_student: Literal["allow", "refuse"] = "refuse"
