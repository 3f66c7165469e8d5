"""The holds in force and the open requests, as the pure function asks for them."""

from __future__ import annotations

from sqlalchemy import Connection, Row, text

from homeroom.archive.mentioned import phrases
from homeroom.archive.words import words
from homeroom.errors import InputError
from homeroom.registry import people
from homeroom.registry.decisions import load
from homeroom.registry.model import Hold
from homeroom.retention.holding import About, Kept, Protection, protecting

STANDING = text("SELECT * FROM retention.protections() ORDER BY source, id")
SCOPED = text("""
    SELECT o.request FROM disclosure.scope_item AS i
    JOIN disclosure.open_request AS o ON o.district = i.district AND o.request = i.request
    WHERE i.district = registry.this_district() AND i.epoch = :epoch AND i.index = :index
""")
ENTRY = text("""
    SELECT s.at, s.sender, s.room_id, s.text, p.payload FROM archive.search AS s
    JOIN archive.payload AS p USING (district, epoch, index)
    WHERE s.district = registry.this_district() AND s.epoch = :epoch AND s.index = :index
""")


def protections(connection: Connection) -> list[Protection]:
    """All of them, holds before requests."""
    known = load(connection, Hold)
    return [_protection(connection, row, known) for row in connection.execute(STANDING)]


def against(connection: Connection, epoch: int, index: int) -> list[str]:
    """What keeps one entry: `hold ID` and `request ID`; `InputError` where its content is gone."""
    place = {"epoch": epoch, "index": index}
    row = connection.execute(ENTRY, place).one_or_none()
    if row is None:
        raise InputError(f"entry {index}: is not in the archive, or was disposed of")
    found = protecting(_kept(row), protections(connection))
    scoped = connection.scalars(SCOPED, place)
    return sorted({f"{each.source} {each.id}" for each in found} | {f"request {s}" for s in scoped})


def _kept(row: Row[tuple[object, ...]]) -> Kept:
    said = str(row.text)
    return Kept(
        at=row.at,
        sender=row.sender,
        room=row.room_id,
        words=frozenset(words(said)),
        length=len(said),
        payload=row.payload,
    )


def _protection(
    connection: Connection, row: Row[tuple[object, ...]], known: dict[str, Hold]
) -> Protection:
    hold = known.get(row.id) if row.source == "hold" else None
    return Protection(
        source=row.source,
        id=row.id,
        about=_about(connection, row),
        rooms=None if row.rooms is None else frozenset(row.rooms),
        words=tuple(words(hold.words)) or None if hold else None,
        since=row.since,
        until=row.until,
    )


def _about(connection: Connection, row: Row[tuple[object, ...]]) -> About | None:
    if row.person is None:
        return None
    names = None if row.everything else phrases(people.versions(connection, row.person))
    return About(accounts=frozenset(row.accounts), rooms=frozenset(row.person_rooms), names=names)
