"""Consents for outside networks (rule 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from homeroom.registry.model.authority import AuthorityKind

ConsentState = Literal["granted", "refused", "revoked"]
Method = Literal["paper", "portal"]
"""How it was signed. A word given by mouth is no consent (34 CFR 99.30)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What somebody entitled signed about one student, one tool and its purpose (34 CFR 99.30).

    A refusal is one, too: it is remembered.
    """

    SUBJECT: ClassVar[str] = "consent"
    id: str
    student: str
    tool: str
    given_by: str
    """Person id of who signed: somebody with authority, or the student who decides alone."""
    signed_on: date
    expires: date
    """The last day on which it counts."""
    state: ConsentState = "granted"
    purpose: str = ""
    """What it is for, as the tool's purpose was then."""
    authority: AuthorityKind | None = None
    """With what authority it was signed."""
    method: Method = "paper"
    text: str = ""
    """SHA-256 of the text that was signed (`ConsentText`); empty where it was not recorded."""
    scope: tuple[str, ...] = ()
    """What of the student it lets cross, as the agreement had it."""
    recorded: datetime | None = None
    """When it was written down; orders what was signed on the same day."""

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentText:
    """A version of the text that people sign, by its SHA-256: never changed, only followed."""

    SUBJECT: ClassVar[str] = "consent_text"
    sha256: str
    """Of `text` as UTF-8, in hexadecimal."""
    tool: str
    language: Literal["en", "es"]
    text: str

    @property
    def key(self) -> str:
        return self.sha256
