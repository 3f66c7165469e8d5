"""Destruction that a court ordered: over any schedule, and over a hold only as counsel decided."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from homeroom.config import RetentionSection
from homeroom.errors import InputError

PART = re.compile(r"(?:(\d{1,6})/)?(\d{1,15})(?:-(\d{1,15}))?")
MOST = 100_000

SIZES = text("SELECT epoch, size FROM archive.tree WHERE district = registry.this_district()")
PROPOSE = text("""
    SELECT retention.propose_order(:by, :backup_days, CAST(:basis AS jsonb), :overrides,
        :epochs, :indexes)
""")
PROTECTED = text("""
    SELECT DISTINCT p.source, p.id
    FROM retention.protected(CAST(:epochs AS integer[]), CAST(:indexes AS bigint[])) AS p
    ORDER BY p.source, p.id
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The order, and the counsel who has read it."""

    order: str
    """The court and the number of its order."""
    counsel: str
    despite: tuple[str, ...] = ()
    """Holds and requests (ids) that counsel has decided do not stand against it."""
    decision: str = ""
    """Counsel's decision on these, in a sentence."""


Place = tuple[int | None, int]
"""Epoch and index of an entry; None is the epoch that the log is in."""


def places(given: str) -> set[Place]:
    """The entries of `12,15-20,1/7-9`; `InputError` for anything else."""
    found = {place for part in given.split(",") for place in _part(part.strip())}
    if len(found) > MOST:
        raise InputError(f"entries: more than {MOST} at once; make several orders of it")
    return found


def propose(
    connection: Connection,
    settings: RetentionSection,
    wanted: Collection[Place],
    order: Order,
    *,
    by: str,
) -> int:
    """Make a plan of the ordered destruction, for two people to approve; its id.

    `InputError` names the holds and open requests that stand against it.
    """
    _check(order)
    known = _known(connection, wanted)
    epochs, indexes = [epoch for epoch, _ in known], [index for _, index in known]
    rows = connection.execute(PROTECTED, {"epochs": epochs, "indexes": indexes}).all()
    against = [f"{row.source} {row.id}" for row in rows if row.id not in order.despite]
    if against:
        raise InputError(
            f"entries: {', '.join(against)} stands against it; nothing is destroyed. Counsel "
            "decides: `--despite ID --decision TEXT`, or the hold is released first"
        )
    basis = {"order": order.order, "counsel": order.counsel, "decision": order.decision}
    values = {
        "by": by,
        "backup_days": settings.backup_days,
        "basis": json.dumps(basis),
        "overrides": list(order.despite),
        "epochs": epochs,
        "indexes": indexes,
    }
    return int(connection.execute(PROPOSE, values).scalar_one())


def _check(order: Order) -> None:
    if not order.order.strip() or not order.counsel.strip():
        raise InputError("destroy: name the court's order, and the counsel who has read it")
    if order.despite and not order.decision.strip():
        raise InputError("destroy: a hold stays in force unless counsel says why not: --decision")


def _known(connection: Connection, wanted: Collection[Place]) -> list[tuple[int, int]]:
    """Each with its epoch, none twice."""
    sizes = {row.epoch: row.size for row in connection.execute(SIZES)}
    newest = max(sizes, default=1)
    known = {(newest if epoch is None else epoch, index) for epoch, index in wanted}
    for epoch, index in sorted(known):
        if index >= (size := sizes.get(epoch, 0)):
            raise InputError(f"entries: {epoch}/{index} is not in the log: it has {size} there")
    return sorted(known)


def _part(part: str) -> Iterator[Place]:
    match = PART.fullmatch(part)
    if match is None:
        raise InputError(
            f"entries: {part!r} is no entry; write numbers, as 12,15-20, or 1/12 for one of an "
            "earlier epoch"
        )
    epoch = int(match[1]) if match[1] else None
    first, last = int(match[2]), int(match[3] or match[2])
    if last - first > MOST:
        raise InputError(f"entries: {part} is more than {MOST} at once")
    yield from ((epoch, index) for index in range(first, last + 1))
