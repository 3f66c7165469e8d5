"""OneRoster's roles, and the capacity that each gives in Homeroom."""

from __future__ import annotations

import difflib
from typing import Annotated

from pydantic import AfterValidator

from homeroom.policy.roles import Role

CAPACITIES: dict[str, Role | None] = {
    "student": Role.STUDENT,
    "parent": Role.GUARDIAN,
    "guardian": Role.GUARDIAN,
    "relative": None,  # no right to speak or consent for a student
    "teacher": Role.TEACHER,
    "aide": Role.TEACHER,
    "proctor": Role.TEACHER,
    "counselor": Role.SUPERVISOR,
    "administrator": Role.PRINCIPAL,
    "principal": Role.PRINCIPAL,
    "siteAdministrator": Role.PRINCIPAL,
    "districtAdministrator": Role.ADMIN,
    "systemAdministrator": Role.IT,
    # 1.2 lets a district add roles of its own behind `ext:`.
    "ext:recordsOfficer": Role.RECORDS_OFFICER,
    "ext:auditor": Role.AUDITOR,
    "ext:counsel": Role.COUNSEL,
    "ext:supervisor": Role.SUPERVISOR,
}


def _known(cell: str) -> str:
    if cell in CAPACITIES or cell.startswith("ext:"):
        return cell
    near = difflib.get_close_matches(cell, CAPACITIES, n=1)
    remedy = f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(CAPACITIES)}"
    raise ValueError(f"{cell!r} is no role; {remedy}")


RosterRole = Annotated[str, AfterValidator(_known)]


def capacity(role: str) -> Role | None:
    """What a role of the roster lets somebody be here; None for one that we do not use."""
    return CAPACITIES.get(role)
