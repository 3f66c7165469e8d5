"""How much of what is about a student a scope finds, and how much else, on the labelled set."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, text

from homeroom.archive import attached
from homeroom.archive.seal import seal
from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.disclosure import requests, scope
from homeroom.documents import inspection
from homeroom.registry.decisions import record
from homeroom.sandbox import labelled_scope
from homeroom.sandbox.labelled_scope import ABOUT, SERVER, STAFF_ROOM, Line
from homeroom.sandbox.own_database import own_database

INSERT = text("""
    INSERT INTO public.event_json (event_id, room_id, internal_metadata, json, format_version)
    VALUES (:event_id, :room_id, '{}', :json, 3)
""")


@dataclass(slots=True, kw_only=True)
class Quality:
    """Of each kind of writing: how many lines there are, and how many were found."""

    there: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    found: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    wrong: int = 0
    """Found for somebody whom they are not about."""
    missed: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return sum(self.found.values()) / sum(self.there.values())

    @property
    def precision(self) -> float:
        right = sum(self.found.values())
        return right / (right + self.wrong)


def quality(port_base: int) -> Quality:
    """Seal the labelled set on a PostgreSQL of its own, and scope everybody whom it is about."""
    said = labelled_scope.lines()
    with (
        TemporaryDirectory() as folder,
        own_database(Path(folder, "data"), port_base) as config,
    ):
        _fill(config, said)
        made = Quality()
        with _as(config, DatabaseRole.PORTAL) as connection:
            for number in range(ABOUT):
                _judge(made, said, f"p{number}", _found(connection, f"p{number}"))
        return made


def _found(connection: Connection, person: str) -> set[str]:
    made = requests.open_request(
        connection, about=person, law="ferpa", requester=person, by="bench"
    )
    scope.make_scope(connection, made.id, by="bench")
    items = scope.items_of(connection, made.id)
    connection.commit()
    return {item.event_id for item in items if item.event_id}


def _judge(made: Quality, said: list[Line], person: str, found: set[str]) -> None:
    for number, line in enumerate(said):
        is_found = f"$line{number}" in found
        if line.about == person:
            made.there[line.kind] += 1
            made.found[line.kind] += is_found
            if not is_found:
                made.missed.append(f"{line.kind}: {line.body}")
        else:
            made.wrong += is_found


def _fill(config: HomeroomConfig, said: list[Line]) -> None:
    with _as(config, DatabaseRole.ADMIN) as admin:
        for state in labelled_scope.roster():
            record(admin, state, by="bench")
        admin.commit()
    with _as(config, DatabaseRole.MODULE) as module:
        for number, line in enumerate(said):
            if line.file:
                looked = inspection.inspect(f"file{number}", line.file.encode())
                inspection.keep(module, looked)
        module.commit()
    with _as(config, DatabaseRole.SYNAPSE) as synapse:
        for number, line in enumerate(said):
            synapse.execute(INSERT, _event(number, line))
        synapse.commit()
    with _as(config, DatabaseRole.ARCHIVER) as archiver:
        while seal(archiver, config.district, None).taken:
            archiver.commit()
        archiver.commit()
        while attached.take(archiver, config.district):
            pass


def _event(number: int, line: Line) -> dict[str, object]:
    shown = {"msgtype": "m.text", "body": line.body, **json.loads(line.content)}
    if line.file:
        shown |= {"msgtype": "m.file", "url": f"mxc://{SERVER}/file{number}"}
    event = {
        "type": "m.room.message",
        "sender": f"@{line.sender}:{SERVER}",
        "room_id": STAFF_ROOM,
        "origin_server_ts": 1_772_443_800_000 + 1000 * number,
        "content": shown,
    }
    return {"event_id": f"$line{number}", "room_id": STAFF_ROOM, "json": json.dumps(event)}


@contextmanager
def _as(config: HomeroomConfig, role: DatabaseRole) -> Iterator[Connection]:
    engine = connect(config, role, pool_size=1)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
