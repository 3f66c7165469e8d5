"""Sign-in attempts are counted in the database, so that every portal process sees all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, text, update

from homeroom.db.tables.portal import attempt

WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Failed attempts allowed within `WINDOW`."""

    pair: int = 5
    """From one address to one account."""
    address: int = 30
    account: int = 50
    """High, so that nobody can lock somebody else out easily."""


SANDBOX = Limits(pair=50, address=500, account=500)
"""Generous: a trial has one address and forgets its passwords."""


def begin(
    connection: Connection, address: str, account: str, now: datetime, limits: Limits
) -> int | None:
    """Note an attempt as failed until it succeeds; None where there were too many already."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('homeroom.portal.attempt'))"))
    connection.execute(delete(attempt).where(attempt.c.at < now - WINDOW))
    at_address, at_account = attempt.c.address == address, attempt.c.account == account
    pair, by_address, by_account = connection.execute(
        select(
            func.count().filter(at_address & at_account),
            func.count().filter(at_address),
            func.count().filter(at_account),
        ).where((at_address | at_account) & attempt.c.failed)
    ).one()
    if pair >= limits.pair or by_address >= limits.address or by_account >= limits.account:
        return None
    made = connection.execute(
        insert(attempt).values(address=address, account=account, at=now).returning(attempt.c.id)
    )
    return int(made.scalar_one())


def succeeded(connection: Connection, attempt_id: int) -> None:
    """The password was right: this attempt does not count."""
    connection.execute(update(attempt).where(attempt.c.id == attempt_id).values(failed=False))
