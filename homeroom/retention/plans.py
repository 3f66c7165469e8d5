"""The plans that were made, how far each is, and the certificates that they left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, text

from homeroom.archive import concerning
from homeroom.archive.certificates import Certificate, certificates
from homeroom.archive.concerning import Kin
from homeroom.db.tables import retention as tables
from homeroom.errors import InputError

LISTED = text("""
    SELECT p.id, p.at, p.kind, p.by, p.until, p.basis, s.summary, g.gone, g.kept, g.finished,
        g.plan IS NOT NULL AS begun, ARRAY(SELECT a.person FROM retention.approval AS a
            WHERE a.plan = p.id ORDER BY a.at, a.person) AS approved_by,
        (SELECT count(*) FROM retention.plan_entry AS e WHERE e.plan = p.id) AS ordered
    FROM retention.plan AS p
    LEFT JOIN retention.plan_summary AS s ON s.plan = p.id
    LEFT JOIN retention.progress AS g ON g.plan = p.id
    WHERE p.district = registry.this_district() AND (:only < 0 OR p.id = :only)
    ORDER BY p.id DESC LIMIT 200
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A plan with its state."""

    id: int
    at: datetime
    kind: str
    by: str
    until: date
    basis: dict[str, Any]
    summary: dict[str, Any] | None
    ordered: int
    """Entries that a court's order names."""
    approved_by: tuple[str, ...]
    begun: bool
    finished: datetime | None
    gone: int
    kept: int

    @property
    def state(self) -> str:
        if self.finished:
            return "done"
        if self.begun:
            return "running"
        return "approved" if len(self.approved_by) > 1 else "waiting"

    @property
    def going(self) -> int:
        """How many entries it would destroy."""
        return int(self.summary["going"]) if self.summary else self.ordered


def listed(connection: Connection) -> list[Listed]:
    """The newest plans first, two hundred at most."""
    return [_listed(row) for row in connection.execute(LISTED, {"only": -1})]


def one(connection: Connection, plan: int) -> Listed:
    """One plan; `InputError` where there is none."""
    row = connection.execute(LISTED, {"only": plan}).one_or_none()
    if row is None:
        raise InputError(f"plan {plan}: unknown; see `homeroom retention list`")
    return _listed(row)


def concerns(connection: Connection, plan: Listed, kin: Kin) -> bool:
    """Would it destroy entries that an order names about a family, or a room that is theirs alone?

    A schedule names kinds of records, and everybody's are among them; whoever approves it
    decides about their own family only where a room is that family's.
    """
    if plan.kind == "order":
        entries = select(tables.plan_entry.c.epoch, tables.plan_entry.c["index"]).where(
            tables.plan_entry.c.plan == plan.id
        )
        places = [(epoch, index) for epoch, index in connection.execute(entries)]
        return concerning.any_concerned(connection, places, kin)
    rooms = {each["room"] for each in (plan.summary or {}).get("goes", ())}
    return not kin.rooms.isdisjoint(rooms)


def certificates_of(connection: Connection, plan: int | None = None) -> list[Certificate]:
    """The certificates of a plan, or all."""
    return [each for each in certificates(connection) if plan in (None, each.said.get("plan"))]


def kind_of(connection: Connection, plan: int) -> str:
    """`schedule` or `order`."""
    return str(connection.scalar(select(tables.plan.c.kind).where(tables.plan.c.id == plan)))


def _listed(row: Any) -> Listed:
    return Listed(
        id=row.id,
        at=row.at,
        kind=row.kind,
        by=row.by,
        until=row.until,
        basis=row.basis,
        summary=row.summary,
        ordered=row.ordered,
        approved_by=tuple(row.approved_by),
        begun=row.begun,
        finished=row.finished,
        gone=row.gone or 0,
        kept=row.kept or 0,
    )
