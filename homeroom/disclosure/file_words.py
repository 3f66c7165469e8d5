"""What stands in files: entries that show one which names somebody, or one that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Text, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from homeroom.disclosure.finding import Near
from homeroom.disclosure.model import Position

NAMING = text("""
    SELECT a.epoch, a.index AS place, a.name, a.text, s.room_id, s.sender
    FROM archive.attachment AS a
    JOIN archive.search AS s
        ON s.district = a.district AND s.at = a.at AND s.epoch = a.epoch AND s.index = a.index
    WHERE a.district = registry.this_district()
        AND (a.tsv @@ CAST(:query AS tsquery) OR a.names @@ CAST(:query AS tsquery))
""")
# What was never looked at when it was uploaded may say anything, too.
UNREADABLE = text("""
    SELECT DISTINCT r.epoch, r.index AS place
    FROM archive.search AS s
    JOIN archive.media_reference AS r
        ON r.district = s.district AND r.epoch = s.epoch AND r.index = s.index
    LEFT JOIN inspection.media AS m ON m.media_id = split_part(r.mxc, '/', 4)
    WHERE s.district = registry.this_district() AND m.complete IS NOT TRUE
        AND (s.room_id = ANY(:rooms) OR s.sender = ANY(:senders))
""").bindparams(bindparam("rooms", type_=ARRAY(Text)), bindparam("senders", type_=ARRAY(Text)))
WAITING = text("""
    SELECT count(*) FROM archive.media_reference AS r
    WHERE r.district = registry.this_district() AND (r.epoch, r.index) >= (
        SELECT coalesce(max(p.epoch), 0), coalesce(max(p.next), 0)
        FROM archive.attachment_progress AS p WHERE p.district = registry.this_district())
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A stretch of the text of a file that an entry shows, and the file's name."""

    position: Position
    texts: tuple[str, ...]
    room_id: str | None
    sender: str | None


def naming(connection: Connection, query: str) -> Iterator[Shown]:
    """Files that fit a tsquery, by what is in them or by their name."""
    if not query:
        return
    for row in connection.execute(NAMING, {"query": query}):
        yield Shown(
            position=Position(row.epoch, row.place),
            texts=(row.name, row.text),
            room_id=row.room_id,
            sender=row.sender,
        )


def unreadable(connection: Connection, near: Near) -> set[Position]:
    """Entries, near, that show a file of which not all words were read."""
    asked = {"rooms": sorted(near.rooms), "senders": sorted(near.senders)}
    return {Position(row.epoch, row.place) for row in connection.execute(UNREADABLE, asked)}


def waiting(connection: Connection) -> int:
    """How many files that entries show were not taken into the index yet."""
    return int(connection.scalar(WAITING) or 0)


def shown_near(shown: Shown, near: Near) -> bool:
    """Is it shown in a room, or by somebody, near?"""
    return shown.room_id in near.rooms or shown.sender in near.senders
