"""How long the scope of one student takes in a large archive: found, kept and counted."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, text

from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.disclosure import requests, scope
from homeroom.policy.roles import Role
from homeroom.registry.decisions import record_all
from homeroom.registry.model import Person
from homeroom.sandbox import large_archive
from homeroom.sandbox.large_archive import ROOMS
from homeroom.sandbox.measure_search import SERVER
from homeroom.sandbox.own_database import own_database

STUDENTS = 20
ROOMS_EACH = 8
FIRST = 50_000
"""The first student who is asked for; teachers come before."""
# What was said as an event of Matrix; every twentieth is a reaction, to what was said before.
PAYLOADS = text("""
    INSERT INTO archive.payload (district, epoch, index, salt, payload)
    SELECT district, epoch, index, sha256(''), jsonb_build_object('event', jsonb_build_object(
        'event_id', event_id, 'type', type, 'room_id', room_id, 'sender', sender, 'content',
        CASE WHEN type = 'm.reaction' THEN jsonb_build_object('m.relates_to', jsonb_build_object(
            'rel_type', 'm.annotation', 'key', '+', 'event_id', '$event' || index - 7))
        ELSE jsonb_build_object('msgtype', 'm.text', 'body', text) END), 'status', 'accepted')
    FROM archive.search WHERE district = :district
""")
ORIGINS = text("""
    INSERT INTO archive.origin (district, kind, key, epoch, index)
    SELECT district, 'event', event_id, epoch, index FROM archive.search
    WHERE district = :district AND event_id IS NOT NULL
""")
# Before everything else: an epoch of its own.
JOINS = text("""
    INSERT INTO archive.search (district, epoch, index, at, kind, type, room_id, sender, event_id,
        text, tsv)
    VALUES (:district, 0, :n, :at, 'event', 'm.room.member', :room, :who, '$join' || :n, '',
        array_to_tsvector(ARRAY[CAST(:who AS text)]))
""")
JOINED = text("""
    INSERT INTO archive.payload (district, epoch, index, salt, payload)
    VALUES (:district, 0, :n, sha256(''), jsonb_build_object('event', jsonb_build_object(
        'event_id', '$join' || :n, 'type', 'm.room.member', 'room_id', CAST(:room AS text),
        'sender', CAST(:who AS text), 'state_key', CAST(:who AS text),
        'content', jsonb_build_object('membership', 'join')), 'status', 'accepted'))
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Seconds for a scope and its counts, each student in turn, and how much was found."""

    first: tuple[float, ...]
    """Asked for the first time: much of it is read from the disk."""
    again: tuple[float, ...]
    records: tuple[int, ...]


def figures(entries: int, port_base: int, folder: Path | None = None) -> Costs:
    """Fill an archive with so many entries, scope students in turn, and take it away again."""
    with (
        TemporaryDirectory(dir=folder) as place,
        own_database(Path(place, "data"), port_base, SERVER) as config,
    ):
        _fill(config, entries)
        return costs(config)


def costs(config: HomeroomConfig) -> Costs:
    """Of an archive that is there."""
    engine = connect(config, DatabaseRole.PORTAL, pool_size=1)
    try:
        with engine.connect() as connection:
            opened = [_open(connection, number) for number in range(STUDENTS)]
            connection.commit()
            first = [_timed(connection, request) for request in opened]
            again = [_timed(connection, request) for request in opened]
    finally:
        engine.dispose()
    return Costs(
        first=tuple(took for took, _ in first),
        again=tuple(took for took, _ in again),
        records=tuple(found for _, found in again),
    )


def _fill(config: HomeroomConfig, entries: int) -> None:
    engine = connect(config, DatabaseRole.UPGRADE, pool_size=1)
    try:
        with engine.connect() as owner:
            talk = large_archive.fill(owner, config.district, entries)
        with engine.begin() as owner:
            for statement in (PAYLOADS, ORIGINS):
                owner.execute(statement, {"district": config.district})
            for join in _joins(config.district, talk.since):
                owner.execute(JOINS, join)
                owner.execute(JOINED, join)
            record_all(owner, [_student(n) for n in range(STUDENTS)], by="bench")
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as owner:
            owner.exec_driver_sql("VACUUM ANALYZE archive.search, archive.payload, archive.origin")
    finally:
        engine.dispose()


def _joins(district: str, since: object) -> Sequence[dict[str, object]]:
    chance = random.Random(11)  # noqa: S311
    rooms = [(n, room) for n in range(STUDENTS) for room in chance.sample(range(ROOMS), ROOMS_EACH)]
    return [
        {
            "district": district,
            "n": place,
            "at": since,
            "room": large_archive.room(room),
            "who": large_archive.account(FIRST + number),
        }
        for place, (number, room) in enumerate(rooms)
    ]


def _student(number: int) -> Person:
    """As the archive speaks of them."""
    given, family = large_archive.name(FIRST + number).split()
    return Person(
        id=f"p{FIRST + number}",
        roster_id=f"r{FIRST + number}",
        user_id=large_archive.account(FIRST + number),
        given_name=given,
        family_name=family,
        roles=(Role.STUDENT,),
        phones=(f"+1202555{100 + number:04d}",),
    )


def _open(connection: Connection, number: int) -> str:
    about = f"r{FIRST + number}"
    made = requests.open_request(connection, about=about, law="ferpa", requester=about, by="bench")
    return made.id


def _timed(connection: Connection, request: str) -> tuple[float, int]:
    began = time.perf_counter()
    found = scope.make_scope(connection, request, by="bench").records
    took = time.perf_counter() - began
    connection.commit()
    return took, found
