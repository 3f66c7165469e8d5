"""Destruction that a court ordered: over any schedule, and over a hold only as counsel decided."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from homeroom.archive import read
from homeroom.config import RetentionSection
from homeroom.errors import InputError

PART = re.compile(r"(\d{1,15})(?:-(\d{1,15}))?")
MOST = 100_000

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


def places(given: str) -> list[int]:
    """The entries of `12,15-20`, none twice; `InputError` for anything else."""
    found = {index for part in given.split(",") for index in _part(part.strip())}
    if len(found) > MOST:
        raise InputError(f"entries: more than {MOST} at once; make several orders of it")
    return sorted(found)


def propose(
    connection: Connection,
    settings: RetentionSection,
    indexes: Collection[int],
    order: Order,
    *,
    by: str,
) -> int:
    """Make a plan of the ordered destruction, for two people to approve; its id.

    `InputError` names the holds and open requests that stand against it.
    """
    _check(order)
    epochs, places_ = _known(connection, sorted(indexes))
    rows = connection.execute(PROTECTED, {"epochs": epochs, "indexes": places_}).all()
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
        "indexes": places_,
    }
    return int(connection.execute(PROPOSE, values).scalar_one())


def _check(order: Order) -> None:
    if not order.order.strip() or not order.counsel.strip():
        raise InputError("destroy: name the court's order, and the counsel who has read it")
    if order.despite and not order.decision.strip():
        raise InputError("destroy: a hold stays in force unless counsel says why not: --decision")


def _known(connection: Connection, indexes: Collection[int]) -> tuple[list[int], list[int]]:
    head = read.head(connection)
    size = head.size if head else 0
    unknown = [index for index in indexes if index >= size]
    if head is None or unknown:
        raise InputError(f"entries: {unknown[:1]} is not in the log, which has {size} entries")
    return [head.epoch] * len(indexes), list(indexes)


def _part(part: str) -> Iterator[int]:
    match = PART.fullmatch(part)
    if match is None:
        raise InputError(f"entries: {part!r} is no entry; write numbers, as 12,15-20")
    first, last = int(match[1]), int(match[2] or match[1])
    if last - first > MOST:
        raise InputError(f"entries: {part} is more than {MOST} at once")
    yield from range(first, last + 1)
