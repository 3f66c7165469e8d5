"""Legal holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A legal hold on a person's records."""

    SUBJECT: ClassVar[str] = "hold"
    id: str
    person: str
    reason: str
    active: bool = True

    @property
    def key(self) -> str:
        return self.id
