"""Who was given what of a student's record, and what a parent says against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

Basis = Literal[
    "parent_or_eligible_student",
    "school_official",
    "consent",
    "directory_information",
    "sealed_subpoena",
    "subpoena",
    "emergency",
    "public_records",
    "other",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One line of the record of disclosures (34 CFR 99.32(a); for IDEA 34 CFR 300.614)."""

    SUBJECT: ClassVar[str] = "disclosure"
    id: str
    student: str
    """Person id."""
    at: datetime
    received_by: str
    """The party, in words."""
    interest: str
    """Their legitimate interest in it, in words."""
    basis: Basis
    what: str
    """What of the record it was."""
    request: str = ""
    production: int = 0
    manifest: str = ""
    threat: str = ""
    """In an emergency: the articulable and significant threat (34 CFR 99.32(a)(5))."""
    special_education: bool = False

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A statement that is kept with what it contests and goes along with it (34 CFR 99.21(b), (c)).

    It contests entries of the log, each as (epoch, index), or all that a request found.
    """

    SUBJECT: ClassVar[str] = "disagreement"
    id: str
    student: str
    """Person id."""
    by: str
    """Whose statement it is, in words."""
    text: str
    received: datetime
    request: str = ""
    entries: tuple[tuple[int, int], ...] = ()

    @property
    def key(self) -> str:
        return self.id
