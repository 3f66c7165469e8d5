"""Legal holds: placed, released and listed (FRCP 37(e)). To release one deletes nothing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from homeroom.archive.asking import MOST_WORDS
from homeroom.archive.mentioned import phrases, query
from homeroom.archive.words import words
from homeroom.errors import InputError
from homeroom.folding import fold
from homeroom.registry import people
from homeroom.registry.decisions import Decision, decode, find, load, of_kind, record
from homeroom.registry.model import Hold, Person, Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be held; what is empty is any. Together they narrow: all of them must be true."""

    person: str = ""
    """A user id, a roster id or an unambiguous name."""
    room: str = ""
    """A venue's id or name, or a room's id."""
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A hold with who placed and who released it, and when."""

    hold: Hold
    at: datetime
    by: str
    released_at: datetime | None = None
    released_by: str = ""


def add(connection: Connection, wanted: Wanted, reason: str, *, name: str = "", by: str) -> Hold:
    """Hold what is wanted, for a reason that stands in the record with it."""
    if not reason.strip():
        raise InputError("hold: a hold needs a reason; name the matter and who asked for it")
    person = people.resolve(connection, wanted.person) if wanted.person else None
    hold = Hold(
        id=f"hold-{secrets.token_hex(4)}",
        person=person.id if person else "",
        mentions=_mentions(connection, person),
        room=_room(connection, wanted.room),
        since=wanted.since,
        until=wanted.until,
        words=wanted.words.strip(),
        query=_query(wanted.words),
        reason=reason.strip(),
        name=name.strip(),
    )
    _check(hold)
    record(connection, hold, by=by, note="held")
    return hold


def release(connection: Connection, hold_id: str, *, by: str, reason: str = "") -> Hold:
    """End a hold; it stays in the record, and nothing is deleted by this."""
    hold = find(connection, Hold, hold_id)
    if hold is None:
        raise InputError(f"hold {hold_id}: unknown; see `homeroom hold list`")
    if not hold.active:
        raise InputError(f"hold {hold_id}: was released already")
    released = replace(hold, active=False)
    record(connection, released, by=by, note=f"released: {reason}" if reason else "released")
    return released


def about(connection: Connection, hold: Hold) -> frozenset[str]:
    """Whom (person ids) a hold concerns: its person, and the student of its family room."""
    venue = find(connection, Venue, hold.room) if hold.room else None
    return frozenset({hold.person, (venue.student if venue else None) or ""} - {""})


def placed(connection: Connection) -> list[Placed]:
    """Every hold, those in force first, the newest first."""
    found: dict[str, list[Decision]] = {}
    for decision in of_kind(connection, Hold):
        found.setdefault(decision.key, []).append(decision)
    rows = [_placed(decisions) for decisions in found.values()]
    return sorted(rows, key=lambda row: (not row.hold.active, -row.at.timestamp()))


def _placed(decisions: list[Decision]) -> Placed:
    first, last = decisions[0], decisions[-1]
    hold = decode(Hold, last.state)
    if hold.active:
        return Placed(hold=hold, at=first.at, by=first.actor)
    return Placed(
        hold=hold, at=first.at, by=first.actor, released_at=last.at, released_by=last.actor
    )


def tsquery(text: str) -> str:
    """Every word as it stands, in any order; the last one may be the beginning of a longer one.

    Not as a search asks: what a hold keeps is written down with it, and judged without a database
    (`homeroom.retention.holding`); neither may change with how words are searched for.
    """
    found = [f"'{word}'" for word in words(text)[:MOST_WORDS]]
    return " & ".join([*found[:-1], *(f"{word}:*" for word in found[-1:])])


def _check(hold: Hold) -> None:
    if not (hold.person or hold.room or hold.words or hold.since or hold.until):
        raise InputError("hold: name a person, a room, words, or days; together they narrow")
    if hold.since and hold.until and hold.since >= hold.until:
        raise InputError("hold: the last day is before the first; exchange them")


def _mentions(connection: Connection, person: Person | None) -> str | None:
    if person is None:
        return None
    return query(phrases(people.versions(connection, person.id)))


def _query(given: str) -> str:
    if given.strip() and not tsquery(given):
        raise InputError(f"hold: {given!r} has no word to search for; write at least one")
    return tsquery(given)


def _room(connection: Connection, given: str) -> str:
    """A venue's id for whatever names one; the id of a room that is no venue stays as it is."""
    if not given:
        return ""
    venues = load(connection, Venue).values()
    exact = [v for v in venues if given in (v.id, v.room_id)]
    found = exact or [v for v in venues if fold(v.name) == fold(given)]
    if len(found) == 1:
        return found[0].id
    if not found and given.startswith("!"):
        return given
    if not found:
        raise InputError(f"{given}: no such room; give a venue's id or name, or a room's id")
    candidates = ", ".join(venue.id for venue in found[:5])
    raise InputError(f"{given}: {len(found)} rooms have this name: {candidates}; give the id")
