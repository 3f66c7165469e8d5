"""The archive as a list: what was said, where, by whom; names instead of ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from admin_portal.keyset import LIMIT, cut
from admin_portal.queries import names, refusals
from admin_portal.queries.archive_form import Wanted, query
from homeroom.archive import asking, concerning
from homeroom.archive import search as core
from homeroom.archive.around import Around, around
from homeroom.archive.concerning import Kin
from homeroom.archive.excerpts import Piece, excerpt
from homeroom.archive.search import Count, Hit, Place, Query

MOST_ROUNDS = 20
"""So often a page is filled up again, where what was found is about the own family."""
AROUND = 2
"""So many messages are shown before a hit, and after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry that was found, as the list shows it."""

    epoch: int
    entry: int
    at: datetime
    kind: str
    type: str
    sender: str
    room: str
    text: str
    rules: tuple[str, ...]
    """What refused it; none where it was no refusal."""
    file: str = ""
    """The name of the file that it was found by, where it was."""
    pieces: tuple[Piece, ...] = ()
    """The part of the text that it was found by."""
    before: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A page of what was found, the newest first."""

    count: Count | None
    """None before anything is searched for."""
    rows: tuple[Line, ...]
    next: str
    """The key that the next page starts after; empty: it was the last."""


def page_of(
    connection: Connection,
    wanted: Wanted,
    kin: Kin,
    zone: ZoneInfo,
    *,
    before: str = "",
    context: bool = False,
) -> Results:
    """The entries found, none about the family of who searches.

    Its days are those of `zone`; `before` is the key of the page before; with `context`, what was
    said around each.
    """
    asked = query(connection, wanted, kin, zone)
    asked = replace(asked, after=Place.read(before), limit=LIMIT + 1)
    count, hits, looked_up_to = _of_others(connection, asked, kin, counted=wanted != Wanted())
    page = cut(hits, key=lambda hit: hit.place.key)
    rows = _shown(connection, page.rows, asking.terms(wanted.words))
    if context:
        rows = _with_context(connection, rows, page.rows, kin)
    further = page.next or (looked_up_to.key if looked_up_to else "")
    if count is not None and not further and asked.after is None:
        count = Count(number=len(rows))
    return Results(count=count, rows=rows, next=further)


def about(connection: Connection, epoch: int, entry: int) -> Line | None:
    """The line of one entry; None where its content was disposed of."""
    hit = core.one(connection, epoch, entry)
    return None if hit is None else _named(connection, [hit])[0]


def beside(connection: Connection, line: Line, kin: Kin) -> Line:
    """The same with what was said around it."""
    hit = core.one(connection, line.epoch, line.entry)
    return line if hit is None else _with_context(connection, (line,), (hit,), kin)[0]


def _of_others(
    connection: Connection, asked: Query, kin: Kin, *, counted: bool
) -> tuple[Count | None, list[Hit], Place | None]:
    """How many there are, as many as are asked for; and how far was looked, if there may be more.

    What the count leaves out by name, account and room may still be about the family by what it
    is about: a page is filled up again.
    """
    found: list[Hit] = []
    first = core.search(connection, asked) if counted else core.newest(connection, asked)
    further = core.newest if first.count.more else core.search
    rows, count = first.rows, first.count if counted else None
    for _ in range(MOST_ROUNDS):
        own = concerning.concerned(connection, rows, kin)
        found += [hit for hit in rows if (hit.epoch, hit.entry) not in own]
        if len(rows) < asked.limit or len(found) >= asked.limit:
            return count, found[: asked.limit], None
        asked = replace(asked, after=rows[-1].place)
        rows = further(connection, asked).rows
    return count, found, asked.after


def _shown(
    connection: Connection, hits: Sequence[Hit], wanted: Sequence[asking.Term]
) -> tuple[Line, ...]:
    lines = zip(_named(connection, hits), hits, strict=True)
    return tuple(
        replace(line, file=hit.file, pieces=excerpt(hit.file_text or hit.text, wanted))
        for line, hit in lines
    )


def _with_context(
    connection: Connection, lines: Sequence[Line], hits: Sequence[Hit], kin: Kin
) -> tuple[Line, ...]:
    """What was said before and after each, but for what is about the family."""
    said = around(connection, hits, AROUND)
    near = {hit.place: hit for each in said for hit in _both(each) if _speaks(hit)}
    own = concerning.concerned(connection, list(near.values()), kin)
    others = [hit for hit in near.values() if (hit.epoch, hit.entry) not in own]
    known = {hit.place: line for hit, line in zip(others, _named(connection, others), strict=True)}

    def shown(some: Iterable[Hit]) -> tuple[Line, ...]:
        return tuple(known[hit.place] for hit in some if hit.place in known)

    return tuple(
        replace(line, before=shown(each.before), after=shown(each.after))
        for line, each in zip(lines, said, strict=True)
    )


def _speaks(hit: Hit) -> bool:
    """Who came and went is not what was said."""
    return bool(hit.text) and hit.type != "m.room.member"


def _both(said: Around) -> tuple[Hit, ...]:
    return (*said.before, *said.after)


def _named(connection: Connection, hits: Sequence[Hit]) -> list[Line]:
    who = names.accounts(connection, {hit.sender for hit in hits if hit.sender})
    where = names.rooms(connection, {hit.room_id for hit in hits if hit.room_id})
    refused = refusals.of(connection, hits)
    return [
        Line(
            epoch=hit.epoch,
            entry=hit.entry,
            at=hit.at,
            kind=hit.kind,
            type=hit.type,
            sender=who.get(hit.sender or "", ""),
            room=where.get(hit.room_id or "", hit.room_id or ""),
            text=hit.text,
            rules=tuple(refused.get((hit.epoch, hit.entry), ())),
        )
        for hit in hits
    ]
