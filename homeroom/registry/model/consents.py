"""Consents for outside networks (rule 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A consent for one student and one tool: signed, dated, revocable, expiring (34 CFR 99.30)."""

    SUBJECT: ClassVar[str] = "consent"
    id: str
    student: str
    tool: str
    given_by: str
    """Person id of the guardian, or of the student from 18."""
    signed_on: date
    expires: date
    state: Literal["granted", "revoked"] = "granted"

    @property
    def key(self) -> str:
        return self.id
