"""Software of the register, and the agreements with its vendors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A vendor's agreement; both dates are included in it."""

    reference: str
    starts: date
    ends: date

    def in_force(self, day: date) -> bool:
        return self.starts <= day <= self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Software of the register; usable while approved with an agreement in force."""

    SUBJECT: ClassVar[str] = "tool"
    id: str
    name: str
    vendor: str
    state: Literal["requested", "approved", "suspended"]
    agreement: Agreement | None = None
    purpose: str = ""

    @property
    def key(self) -> str:
        return self.id

    def usable(self, day: date) -> bool:
        return (
            self.state == "approved" and self.agreement is not None and self.agreement.in_force(day)
        )
