"""Ciphertext that no row names: left where something was killed between the store and the database.

Nothing can read it, for its key was never kept, or is gone. Both sides come in order of their names
and are merged, in flat memory. What is young may belong to a file that is being kept just now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from homeroom.archive.files.objects import Listed, MediaError, Objects
from homeroom.db.tables.archive import media_object as table

AT_ONCE = 5_000


@dataclass(slots=True, kw_only=True)
class Swept:
    """How many objects no row names, and what became of those that are old enough."""

    young: int = 0
    found: int = 0
    bytes: int = 0
    removed: int = 0
    locked: int = 0
    """Those that the store does not let go of, or not now."""


def sweep(connection: Connection, objects: Objects, before: datetime, *, remove: bool) -> Swept:
    """Count what no row names, and remove what was put before a moment where that is asked for."""
    done = Swept()
    for each in orphans(_named(connection), objects.listed()):
        if each.at >= before:
            done.young += 1
            continue
        done.found += 1
        done.bytes += each.size
        if remove:
            _remove(objects, each.name, done)
    return done


def orphans(named: Iterable[str], listed: Iterable[Listed]) -> Iterator[Listed]:
    """The listed objects that are not named; both in order."""
    rows = iter(named)
    row = next(rows, None)
    for each in listed:
        while row is not None and row < each.name:
            row = next(rows, None)
        if row != each.name:
            yield each


def _remove(objects: Objects, name: str, done: Swept) -> None:
    try:
        objects.delete(name)
    except MediaError:
        done.locked += 1
    else:
        done.removed += 1


def _named(connection: Connection) -> Iterator[str]:
    query = select(table.c.name).order_by(table.c.name)
    with connection.execute(query, execution_options={"yield_per": AT_ONCE}) as rows:
        yield from rows.scalars()
