"""Who may decide for a student and see their records, and who is barred by a court."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

AuthorityKind = Literal[
    "parent",
    "guardian",
    "foster_placement",
    "caregiver",
    "homeless_liaison",
    "emancipated_minor",
    "self",
]
"""`emancipated_minor` and `self` are the student's own: then nobody else decides."""

OWN: frozenset[AuthorityKind] = frozenset({"emancipated_minor", "self"})

Bar = Literal["contact", "consent", "access"]
"""What a court forbids: to reach the student and be reached, to consent, to see the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Somebody's authority over a student, with its evidence; both are person ids.

    Consent and access to the record are separate rights. It stands in place of what the roster
    says of the two.
    """

    SUBJECT: ClassVar[str] = "authority"
    person: str
    student: str
    kind: AuthorityKind
    evidence: str
    """What was shown, as `Placement letter of 2026-09-01, file 12`."""
    starts: date
    ends: date | None = None
    """The last day; None where no end is set."""
    may_consent: bool = True
    may_access_records: bool = True

    @property
    def key(self) -> str:
        return f"{self.person}:{self.student}"

    def in_force(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtOrder:
    """A court's order that bars a guardian from a student. Only counsel sees what it says.

    Its id says nothing, and none of its fields is a name that the archive's search reads.
    """

    SUBJECT: ClassVar[str] = "court_order"
    id: str
    guardian: str
    student: str
    bars: tuple[Bar, ...]
    starts: date
    ends: date | None = None
    """The last day; None where no end is set."""
    reference: str = ""
    """Court, case and date."""
    active: bool = True
    """False once it was lifted, or was recorded by mistake."""

    @property
    def key(self) -> str:
        return self.id

    def in_force(self, day: date) -> bool:
        return self.active and self.starts <= day and (self.ends is None or day <= self.ends)
