"""A parent's or an adult student's statement that they disagree with what the record says.

34 CFR 99.21(b)(2) and (c): it is kept with what it contests for as long as that is kept, and goes
along whenever that is disclosed. It is a decision of the registry, from which nothing is taken out.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import Connection, text

from homeroom.disclosure import requests
from homeroom.disclosure.model import Position, Statement
from homeroom.errors import InputError
from homeroom.registry import own_family, policies
from homeroom.registry.decisions import load, naming, record
from homeroom.registry.model import Disagreement
from homeroom.registry.people import resolve

LONGEST = 20_000
SHARED = text("""
    SELECT EXISTS (
        SELECT FROM disclosure.scope_item AS a
        JOIN disclosure.scope_item AS b USING (district, epoch, index)
        WHERE district = registry.this_district() AND a.request = :a AND b.request = :b
    )
""")
COVERED = text("""
    SELECT EXISTS (
        SELECT FROM disclosure.scope_item
        WHERE district = registry.this_district() AND request = :request
        AND epoch = :epoch AND index = :index
    )
""")
KNOWN = text("""
    SELECT EXISTS (
        SELECT FROM archive.leaf
        WHERE district = registry.this_district() AND epoch = :epoch AND index = :index
    )
""")


def note(
    connection: Connection,
    *,
    about: str,
    statement: str,
    author: str,
    request: str = "",
    entries: Collection[tuple[int, int]] = (),
    by: str,
) -> Disagreement:
    """Keep a statement against entries of the log, or against all that a request found.

    `InputError` where it contests nothing or what does not exist, is empty or too long, or `by` is
    of the student's own family.
    """
    student = resolve(connection, about)
    own_family.check(connection, by, student.id)
    if not statement.strip() or len(statement) > LONGEST:
        raise InputError(f"statement: one of 1 to {LONGEST:,} characters")
    if not author.strip():
        raise InputError("by: empty; say whose statement it is")
    if bool(request) == bool(entries):
        raise InputError("name what it contests: entries, or a request")
    if request and requests.get(connection, request).about != student.id:
        raise InputError(f"request {request}: is about somebody else")
    for epoch, index in entries:
        if not connection.scalar(KNOWN, {"epoch": epoch, "index": index}):
            raise InputError(f"entry {epoch}/{index}: not known")
    made = Disagreement(
        id=uuid.uuid4().hex,
        student=student.id,
        by=author.strip(),
        text=statement.strip(),
        received=datetime.now(UTC),
        request=request,
        entries=tuple(sorted(set(entries))),
    )
    record(connection, made, by=by, note="disagreement")
    return made


def entry(given: str) -> tuple[int, int]:
    """`1/204` as (epoch, index); `InputError` where it is none."""
    epoch, _, index = given.partition("/")
    if not (given.isascii() and epoch.isdigit() and index.isdigit()) or len(given) > 20:
        raise InputError(f"entry {given!r}: write EPOCH/INDEX, as 1/204, as the archive shows it")
    return int(epoch), int(index)


def about(connection: Connection, student: str) -> list[Disagreement]:
    """The statements about a student's record (person id), in the order in which they came."""
    found = naming(connection, Disagreement, "student", [student])
    return sorted(found, key=lambda each: (each.received, each.id))


def that_go_with(
    connection: Connection, request: str, covered: Collection[Position]
) -> tuple[Statement, ...]:
    """The statements that contest something of what is produced, of whomever the record is.

    What is about two students is contested by either family.
    """
    places = {(position.epoch, position.index) for position in covered}
    return tuple(
        _statement(connection, each)
        for each in _all(connection)
        if not places.isdisjoint(each.entries) or _shares(connection, each.request, request)
    )


def later(connection: Connection, request: str, since: datetime) -> tuple[Statement, ...]:
    """What came after a production was begun, against something of what its request found."""
    return tuple(
        _statement(connection, each)
        for each in _all(connection)
        if each.received > since
        and (
            _shares(connection, each.request, request)
            or any(_covers(connection, request, place) for place in each.entries)
        )
    )


def _covers(connection: Connection, request: str, place: tuple[int, int]) -> bool:
    given = {"request": request, "epoch": place[0], "index": place[1]}
    return bool(connection.scalar(COVERED, given))


def _statement(connection: Connection, known: Disagreement) -> Statement:
    return Statement(
        by=known.by,
        received=policies.local_day(connection, known.received),
        text=known.text,
        entries=known.entries,
    )


def _all(connection: Connection) -> list[Disagreement]:
    found = load(connection, Disagreement).values()
    return sorted(found, key=lambda each: (each.received, each.id))


def _shares(connection: Connection, contested: str, produced: str) -> bool:
    if not contested:
        return False
    same = contested == produced
    return same or bool(connection.scalar(SHARED, {"a": contested, "b": produced}))
