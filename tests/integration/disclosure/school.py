"""A small school: its talk is captured by the trigger, sealed by the archiver's functions."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from homeroom.archive import attached
from homeroom.archive.checkpoint import load_or_create_key
from homeroom.archive.fetching import Fetched, Store, seal_media
from homeroom.archive.files.opening import file_store
from homeroom.archive.seal import seal
from homeroom.db.roles import DatabaseRole
from homeroom.disclosure import requests
from homeroom.documents import inspection
from homeroom.policy.roles import Role
from homeroom.registry.decisions import find, record
from homeroom.registry.model import Person, Request, State, Venue
from tests.fixtures.postgres import TestDatabase

DISTRICT = "demo"
MAYA, ANA, OMAR = (
    f"@{name}:district.example" for name in ("maya.flores", "ana.ortega", "omar.diaz")
)
ALGEBRA, STAFF, FAMILY = (f"!{name}:district.example" for name in ("algebra", "staff", "family"))
INSERT = text("""
    INSERT INTO public.event_json (event_id, room_id, internal_metadata, json, format_version)
    VALUES (:event_id, :room_id, '{}', :json, 3)
""")


GHOST = text(
    "INSERT INTO bridge.ghost (network, localpart) VALUES (:network, :localpart) RETURNING id"
)
ALIAS = text(
    "INSERT INTO bridge.alias (network, kind, value, ghost) "
    "VALUES (:network, 'phone', :phone, :ghost)"
)


@dataclass(slots=True)
class School:
    """Who says what goes through the real tables; `seal` is the archiver's turn."""

    database: TestDatabase
    said: int = 0
    ids: dict[str, str] = field(default_factory=dict)

    def enrol(self) -> None:
        states: list[State] = [
            person(
                "maya",
                "Maya Lucía",
                "Flores",
                MAYA,
                "S-100201",
                Role.STUDENT,
                preferred="Mayita",
                phones=("+12025550147",),
            ),
            person("omar", "Omar", "Diaz", OMAR, "S-100202", Role.STUDENT),
            person("ana", "Ana", "Ortega", ANA, "T-100001", Role.TEACHER),
            Venue(id="algebra", kind="class", name="Algebra & Geometry", room_id=ALGEBRA),
            Venue(id="staff", kind="staff", name="Staff", room_id=STAFF),
            Venue(id="family", kind="family", name="Flores family", room_id=FAMILY, student="maya"),
        ]
        load_or_create_key(self.database.config.path(self.database.config.archive.key), DISTRICT)
        with self.database.engine(DatabaseRole.ADMIN).begin() as connection:
            for state in states:
                record(connection, state, by="test")

    def enrol_namesake(self) -> None:
        """Others with the same first name, one of them with a name that is nearly the same."""
        states = [
            person("mj", "Maya", "Johnson", "@mj:district.example", "S-100301", Role.STUDENT),
            person("mf", "Maya", "Flora", "@mf:district.example", "S-100302", Role.STUDENT),
        ]
        with self.database.engine(DatabaseRole.ADMIN).begin() as connection:
            for state in states:
                record(connection, state, by="test")

    def rename_maya(self) -> None:
        """Maya had another name and another account before."""
        with self.database.engine(DatabaseRole.ADMIN).begin() as connection:
            now = find(connection, Person, "maya")
            assert now is not None
            before = replace(now, given_name="Lucas", user_id="@lucas.flores:district.example")
            for state in (before, now):
                record(connection, state, by="test")

    def bridge(self, network: str, phone: str) -> str:
        """The account by which a bridge speaks for a phone."""
        localpart = f"_{network}_{phone[-4:]}aa"
        with self.database.engine(DatabaseRole.BRIDGE).begin() as connection:
            made = connection.scalar(GHOST, {"network": network, "localpart": localpart})
            asked = {"network": network, "ghost": made, "phone": phone}
            connection.execute(ALIAS, asked)
        return f"@{localpart}:district.example"

    def show_file(self, sender: str, room: str, name: str, content: bytes) -> str:
        """A message with a file that was looked at when it was uploaded; its event id."""
        media_id = f"media{self.said}"
        with self.database.engine(DatabaseRole.MODULE).begin() as connection:
            inspection.keep(connection, inspection.inspect(media_id, content))
        return self.say(
            sender, room, name, msgtype="m.file", url=f"mxc://district.example/{media_id}"
        )

    def say(self, sender: str, room: str, body: str, **content: Any) -> str:
        """A message; returns its event id."""
        return self.send(
            sender, room, "m.room.message", {"msgtype": "m.text", "body": body, **content}
        )

    def member(self, who: str, room: str, membership: str, by: str | None = None) -> str:
        return self.send(
            by or who, room, "m.room.member", {"membership": membership}, state_key=who
        )

    def send(self, sender: str, room: str, kind: str, content: Any, **more: Any) -> str:
        self.said += 1
        event_id = f"$event-{self.said}"
        event = {
            "type": kind,
            "sender": sender,
            "room_id": room,
            "origin_server_ts": 1_772_443_800_000 + 1000 * self.said,
            "content": content,
            "unsigned": {"age_ts": 1},
            "auth_events": ["$auth"],
            **more,
        }
        row = {"event_id": event_id, "room_id": room, "json": json.dumps(event)}
        with self.database.engine(DatabaseRole.SYNAPSE).begin() as connection:
            connection.execute(INSERT, row)
        return event_id

    def refuse(self, sender: str, room: str, body: str) -> None:
        decision = {
            "verdict": "refuse",
            "reasons": [{"rule": "personal_information", "clause": "content", "details": {}}],
            "policy_version": "1",
            "registry_seq": 1,
            "attempt": {
                "sender": sender,
                "room_id": room,
                "type": "m.room.message",
                "content": {"msgtype": "m.text", "body": body},
            },
        }
        with self.database.engine(DatabaseRole.MODULE).begin() as connection:
            connection.execute(
                text("SELECT outbox.append('decision', :key, :payload)"),
                {"key": f"decision-{body}", "payload": json.dumps({"decision": decision})},
            )

    def seal(self) -> None:
        """Seal all that waits."""
        with self.database.engine(DatabaseRole.ARCHIVER).begin() as connection:
            while seal(connection, DISTRICT, None).taken:
                pass
        with self.database.engine(DatabaseRole.ARCHIVER).connect() as connection:
            while attached.take(connection, DISTRICT):
                pass

    def keep_file(self, mxc: str, content: bytes, name: str, mime: str) -> bytes:
        """What the archiver does with an upload that an entry names; its hash."""
        config = self.database.config
        folder = config.path(config.synapse.media_store)
        files = file_store(config)
        store = Store(
            district=DISTRICT, server_name=config.server_name, synapse=folder, files=files
        )
        with (
            tempfile.NamedTemporaryFile() as upload,
            self.database.engine(DatabaseRole.ARCHIVER).begin() as connection,
        ):
            upload.write(content)
            upload.flush()
            kept = files.put(connection, Path(upload.name), size=len(content))
            fetched = Fetched(mxc=mxc, file=kept, mime=mime, name=name)
            seal_media(connection, store, None, [fetched], datetime.now(UTC))
        return kept.sha256

    def request(self, about: str = "S-100201") -> Request:
        with self.database.engine(DatabaseRole.PORTAL).begin() as connection:
            return requests.open_request(
                connection, about=about, law="ferpa", requester="Rosa Flores", by="officer"
            )


def person(
    key: str,
    given: str,
    family: str,
    user: str,
    roster: str,
    role: Role,
    preferred: str = "",
    born: date | None = None,
    phones: tuple[str, ...] = (),
) -> Person:
    """Somebody of the roster."""
    return Person(
        id=key,
        roster_id=roster,
        roles=(role,),
        given_name=given,
        family_name=family,
        preferred_name=preferred,
        user_id=user,
        birth_date=born,
        phones=phones,
    )
