"""What somebody writes into the archive's form, as the core's question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from admin_portal.queries import names
from homeroom.archive import known_as
from homeroom.archive.concerning import Kin
from homeroom.archive.query import Query, Verdict, Without
from homeroom.db.tables.registry import current
from homeroom.folding import fold
from homeroom.policy.roles import Role
from homeroom.registry.decisions import find_all
from homeroom.registry.model import Person, Venue

SAID = ("event", "decision")
"""What is shown before anything is searched for: what was said, and what was refused."""
MOST_PEOPLE = 100
"""A name that more people have narrows the search to the first of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is searched for, as people write it; empty is any."""

    words: str = ""
    person: str = ""
    role: Role | None = None
    room: str = ""
    kind: str = ""
    verdict: Verdict | None = None
    bridge: str = ""
    file: str = ""
    since: date | None = None
    until: date | None = None


def query(connection: Connection, wanted: Wanted, kin: Kin, zone: ZoneInfo) -> Query:
    """Who is meant by a name, and which rooms, is looked up here; the family is left out."""
    without = _without(kin)
    if wanted == Wanted():
        return Query(kinds=SAID, without=without)
    people, senders = _senders(connection, wanted.person, kin)
    return Query(
        text=wanted.words,
        file=wanted.file,
        people=people if wanted.person else None,
        senders=senders if wanted.person else None,
        roles=(wanted.role,) if wanted.role else None,
        rooms=_rooms(connection, wanted.room) if wanted.room else None,
        kinds=(wanted.kind,) if wanted.kind else None,
        verdicts=(wanted.verdict,) if wanted.verdict else None,
        networks=(wanted.bridge,) if wanted.bridge else None,
        since=_midnight(wanted.since, zone) if wanted.since else None,
        until=_midnight(wanted.until + timedelta(days=1), zone) if wanted.until else None,
        without=without,
    )


def _without(kin: Kin) -> Without:
    """So that no count says how much there is of the own family."""
    return Without(
        rooms=tuple(sorted(kin.rooms)),
        senders=tuple(sorted(kin.ids)),
        names=tuple(sorted(tuple(sorted(name)) for name in kin.names)),
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day of the district begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _senders(
    connection: Connection, wanted: str, kin: Kin
) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """The people meant, and every account that they ever had; an account may be nobody's."""
    if not wanted:
        return (), ()
    meant = known_as.find(connection, wanted) or _by_a_part(connection, wanted)
    if not meant and wanted.startswith("@"):
        return (), (wanted,)
    people = tuple(person for person in meant if person.id not in kin.ids)
    return people, known_as.accounts(connection, people)


def _by_a_part(connection: Connection, wanted: str) -> list[Person]:
    """Those whose name now contains it."""
    ids = [found.id for found in names.search(connection, wanted, limit=MOST_PEOPLE)]
    return list(find_all(connection, Person, ids).values())


def _rooms(connection: Connection, wanted: str) -> tuple[str, ...]:
    """The rooms of the venues whose name contains every word, or the room id itself."""
    if wanted.startswith("!"):
        return (wanted,)
    state = current.c.state
    rows = connection.execute(
        select(state["room_id"].astext, state["name"].astext).where(
            current.c.subject == Venue.SUBJECT, state["room_id"].astext.is_not(None)
        )
    )
    parts = fold(wanted).split()
    return tuple(room for room, name in rows if all(part in fold(name) for part in parts))
