"""An administrator's leave to sign in without the district's sign-on, once, for a short time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """A one-time password for somebody who has an account; it ends by itself."""

    SUBJECT: ClassVar[str] = "emergency"
    id: str
    person: str
    """Person id."""
    reason: str
    salt: str
    digest: str
    """scrypt of the password, both in hex: nobody reads it in the record."""
    until: datetime
    """When the password, and the session that it opened, are over."""

    @property
    def key(self) -> str:
        return self.id
