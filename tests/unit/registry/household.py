"""A household to judge in tests: a student, two guardians, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from homeroom.policy.roles import Role
from homeroom.registry.family import Family
from homeroom.registry.model import (
    Agreement,
    Authority,
    Consent,
    CourtOrder,
    Guardianship,
    Person,
    Tool,
)

DAY = date(2026, 11, 23)
TERMS = Agreement(reference="A-1", starts=date(2026, 1, 1), ends=date(2027, 12, 31))
TOOL = Tool(
    id="whatsapp", name="WhatsApp", vendor="x", state="approved", agreement=TERMS, purpose="Talk"
)


def person(name: str, role: Role = Role.GUARDIAN, **changes: Any) -> Person:
    """Somebody of the roster; the person id is the name."""
    made = Person(
        id=name,
        roster_id=name,
        roles=(role,),
        given_name=name.capitalize(),
        family_name="Example",
        user_id=f"@{name}:district.example",
    )
    return replace(made, **changes)


STUDENT = person("student", Role.STUDENT, birth_date=date(2012, 5, 1), orgs=("s1",), grades=("08",))
HOUSEHOLD = Family(
    student=STUDENT,
    guardianships=(
        Guardianship(guardian="mother", student="student"),
        Guardianship(guardian="father", student="student"),
    ),
)


def signed(
    by: str = "mother", on: date = date(2026, 9, 1), minute: int = 0, **changes: Any
) -> Consent:
    """What somebody signed about the student for the tool, recorded at a minute of that day."""
    made = Consent(
        id=f"{by}-{on}-{minute}",
        student="student",
        tool="whatsapp",
        given_by=by,
        signed_on=on,
        expires=date(2027, 6, 30),
        purpose="Talk",
        recorded=datetime(on.year, on.month, on.day, 12, minute, tzinfo=UTC),
    )
    return replace(made, **changes)


def order(guardian: str = "father", **changes: Any) -> CourtOrder:
    """An order that bars a guardian from everything."""
    made = CourtOrder(
        id="order-1",
        guardian=guardian,
        student="student",
        bars=("contact", "consent", "access"),
        starts=date(2026, 10, 1),
        reference="Case 1",
    )
    return replace(made, **changes)


def authority(who: str, **changes: Any) -> Authority:
    """A recorded authority, in force since September."""
    made = Authority(
        person=who,
        student="student",
        kind="guardian",
        evidence="Letter, file 12",
        starts=date(2026, 9, 1),
    )
    return replace(made, **changes)
