"""Who watches over one-to-one talk, and who stands in for a teacher."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolMember:
    """Somebody of a supervision pool; a deputy has dates, both included."""

    person: str
    deputy: bool = False
    starts: date | None = None
    ends: date | None = None

    def in_force(self, day: date) -> bool:
        return (self.starts is None or self.starts <= day) and (
            self.ends is None or day <= self.ends
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionPool:
    """The supervisors of a school: two at least, so that one sick adult freezes nothing."""

    SUBJECT: ClassVar[str] = "supervision"
    org: str
    members: tuple[PoolMember, ...]

    @property
    def key(self) -> str:
        return self.org

    def on(self, day: date) -> frozenset[str]:
        """The people (person ids) who count as supervisors on this day."""
        return frozenset(member.person for member in self.members if member.in_force(day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """Somebody counts as a teacher of a class, `starts` included, `ends` not; aware instants."""

    SUBJECT: ClassVar[str] = "substitution"
    id: str
    person: str
    class_id: str
    starts: datetime
    ends: datetime
    active: bool = True

    @property
    def key(self) -> str:
        return self.id

    def in_force(self, now: datetime) -> bool:
        return self.active and self.starts <= now < self.ends
