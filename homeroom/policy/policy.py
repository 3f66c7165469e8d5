"""The district's policy as the rules read it; `policy.yaml` is its written form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

InformationKind = Literal["phone", "email", "ssn", "credit_card"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A span of the day, `opens` included, `closes` not; `closes` at 00:00 is midnight after it."""

    opens: time
    closes: time

    def covers(self, moment: time) -> bool:
        return self.opens <= moment and (self.closes == time(0) or moment < self.closes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When staff and students may write to each other, in the district's time zone."""

    timezone: str
    days: frozenset[int]
    """Monday is 0."""
    windows: tuple[Window, ...]

    def covers(self, now: datetime) -> bool:
        """Is this aware instant within the hours?"""
        local = now.astimezone(ZoneInfo(self.timezone))
        return local.weekday() in self.days and any(w.covers(local.time()) for w in self.windows)

    def __str__(self) -> str:
        return ", ".join(f"{w.opens:%H:%M}-{w.closes:%H:%M}" for w in self.windows)


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectMessages:
    """Who may talk to whom in a room of two."""

    staff_staff: Literal["allow", "refuse"] = "allow"
    staff_student: Literal["supervised", "refuse"] = "supervised"
    student_student: Literal["allow", "refuse"] = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a message in a room with students may not contain."""

    refuse: frozenset[InformationKind] = frozenset({"phone"})
    allowed_numbers: frozenset[str] = frozenset()
    """The district's own numbers, E.164."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy version. Defaults are the strictest."""

    version: str
    hours: Hours
    direct_messages: DirectMessages = DirectMessages()
    content: Content = Content()
    trusted_networks_only: bool = True
    stale_after_seconds: float = 30.0
