"""The state of the record, and what needs somebody today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, text

from admin_portal.words import tool_standing
from homeroom.disclosure.clock import Deadline
from homeroom.disclosure.due import Clocks, deadlines_of, next_of
from homeroom.policy.policy import Hours
from homeroom.registry.decisions import load
from homeroom.registry.model import Request, Tool

HEALTH = text("""
    SELECT coalesce((SELECT sum(size) FROM archive.tree
                     WHERE district = registry.this_district()), 0) AS entries,
           (SELECT count(*) FROM archive.leaf WHERE district = registry.this_district()
            AND kind = 'event' AND at >= :since) AS recent,
           (SELECT count(*) FROM outbox.entry) AS pending,
           (SELECT min(at) FROM outbox.entry) AS pending_since,
           (SELECT count(*) FROM bridge.held) AS held,
           outbox.capture_state() AS capture
""")
CHECKPOINT = text("""
    SELECT size, at FROM archive.checkpoint WHERE district = registry.this_district()
    ORDER BY epoch DESC, size DESC LIMIT 1
""")
KINDS = text("""
    SELECT kind, count(*) FROM archive.search
    WHERE district = registry.this_district() AND at >= :since
    GROUP BY kind ORDER BY count(*) DESC, kind
""")

LATE = timedelta(seconds=30)
"""A row that waits longer than this was left behind by the archiver."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the record stands."""

    entries: int
    recent: int
    pending: int
    pending_since: datetime | None
    held: int
    capture: str
    checkpoint_size: int
    checkpoint_at: datetime | None
    now: datetime

    @property
    def uncovered(self) -> int:
        """Entries that no signed checkpoint covers yet."""
        return max(self.entries - self.checkpoint_size, 0)

    @property
    def late(self) -> bool:
        return self.pending_since is not None and self.now - self.pending_since > LATE

    @property
    def working(self) -> bool:
        return self.capture == "working" and not self.late


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A request, and what is to be done for it next; nothing where the law names no day."""

    request: Request
    next: Deadline | None
    days_left: int | None
    counted: bool
    """Whether a clock is known; a court's order, for one, names its own day."""

    @property
    def deadline(self) -> date | None:
        return self.next.on if self.next else None


def health(connection: Connection, now: datetime) -> Health:
    """How the record stands now; `recent` counts the last 7 days."""
    row = connection.execute(HEALTH, {"since": now - timedelta(days=7)}).one()._mapping
    last = connection.execute(CHECKPOINT).one_or_none()
    return Health(
        **row,
        checkpoint_size=last.size if last else 0,
        checkpoint_at=last.at if last else None,
        now=now,
    )


def kinds(connection: Connection, since: datetime) -> list[tuple[str, int]]:
    """What was kept, by kind, the most frequent first."""
    return [(kind, count) for kind, count in connection.execute(KINDS, {"since": since})]


def ending_tools(connection: Connection, today: date) -> list[Tool]:
    """Approved tools whose agreement has ended or ends soon, the first to end first."""
    found = [
        tool
        for tool in load(connection, Tool).values()
        if tool_standing(tool, today) in ("expiring", "expired")
    ]
    return sorted(found, key=lambda tool: tool.agreement.ends if tool.agreement else today)


def open_requests(connection: Connection, clocks: Clocks, hours: Hours, now: datetime) -> list[Due]:
    """Requests nobody has answered yet, the most urgent first."""
    open_ = [
        r
        for r in load(connection, Request).values()
        if r.state not in ("closed", "denied", "released")
    ]
    return sorted(
        (due(r, clocks, hours, now) for r in open_),
        key=lambda d: (d.deadline or date.max, d.request.id),
    )


def due(request: Request, clocks: Clocks, hours: Hours, now: datetime) -> Due:
    """What is to be done for a request next, and by when."""
    soonest = next_of(request, clocks, hours.day)
    left = soonest.days_left(hours.day(now)) if soonest else None
    counted = bool(deadlines_of(request, clocks, hours.day))
    return Due(request=request, next=soonest, days_left=left, counted=counted)
