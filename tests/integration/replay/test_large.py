"""A replay of 100,000 messages: its memory does not grow with what it reads, and how fast it is."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from homeroom import shipped
from homeroom.archive import log
from homeroom.archive.entry import NewEntry, new_entry
from homeroom.db.roles import DatabaseRole
from homeroom.policy.roles import Role
from homeroom.registry import decisions, policies
from homeroom.registry.matrix import SYSTEM_ACCOUNT, VENUE_MARK
from homeroom.registry.model import Acknowledgement, Person, Venue
from tests.fixtures.postgres import TestDatabase

pytestmark = pytest.mark.proof

MEASURED = """
import atexit, pathlib, re, runpy, sys
def most():
    found = re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())
    sys.stderr.write(found[1])
atexit.register(most)
runpy.run_module("homeroom", run_name="__main__")
"""
"""The command; its last words on standard error are the most memory that it had, in KiB."""

MESSAGES, CLASSES, STUDENTS = 100_000, 50, 20
MOST_MEGABYTES = 200
BATCH = 5_000
POLICY = shipped.config("policy.yaml").read_text(encoding="utf-8")
EVERY_HOUR = POLICY.replace('"07:00-19:00"', '"00:00-24:00"').replace(
    "[monday, tuesday, wednesday, thursday, friday]",
    "[monday, tuesday, wednesday, thursday, friday, saturday, sunday]",
)


def fill(database: TestDatabase) -> None:
    """Classes that talk, one message a hundredth of a second."""
    server, district = database.config.server_name, database.config.district
    with database.connect() as connection, connection.begin():
        policies.publish(connection, EVERY_HOUR, by="test")
        for number in range(CLASSES):
            room = f"!room{number}:{server}"
            venue = Venue(id=f"v{number}", kind="class", name="x", room_id=room, org="s1")
            decisions.record(connection, venue, by="test")
            for student in range(STUDENTS):
                person = _student(f"s{number}-{student}", server)
                decisions.record(connection, person, by="test")
                known = Acknowledgement(person=person.id, version="1")
                decisions.record(connection, known, by="test")
    entries = [*_rooms(server), *_messages(server)]
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        for first in range(0, len(entries), BATCH):
            _append(connection, district, entries[first : first + BATCH])


def _student(name: str, server: str) -> Person:
    return Person(
        id=name,
        roster_id=name,
        roles=(Role.STUDENT,),
        given_name="Ada",
        family_name="Example",
        user_id=f"@{name}:{server}",
        orgs=("s1",),
    )


def _rooms(server: str) -> list[dict[str, object]]:
    system = f"@{SYSTEM_ACCOUNT}:{server}"
    made: list[dict[str, object]] = []
    for number in range(CLASSES):
        room = {"room_id": f"!room{number}:{server}", "sender": system}
        content = {VENUE_MARK: "class"}
        made.append({**room, "type": "m.room.create", "state_key": "", "content": content})
        users = [system, *(f"@s{number}-{student}:{server}" for student in range(STUDENTS))]
        for user in users:
            join = {"type": "m.room.member", "state_key": user, "content": {"membership": "join"}}
            made.append({**room, **join, "sender": user})
    return made


def _messages(server: str) -> list[dict[str, object]]:
    return [
        {
            "room_id": f"!room{number % CLASSES}:{server}",
            "sender": f"@s{number % CLASSES}-{number % STUDENTS}:{server}",
            "type": "m.room.message",
            "content": {
                "msgtype": "m.text",
                "body": f"Does anybody know which pages we should read until Wednesday? {number}",
            },
        }
        for number in range(MESSAGES)
    ]


_number = iter(range(10_000_000))


def _append(connection: Connection, district: str, events: list[dict[str, object]]) -> None:
    with connection.begin():
        opened = log.lock(connection, district, None)
        log.append(connection, opened, [_entry(event) for event in events])


def _entry(event: dict[str, object]) -> NewEntry:
    number = next(_number)
    at = datetime.now(UTC) + timedelta(seconds=60 + number / 100)
    key = f"$event{number}"
    return new_entry("event", at, {"event": {**event, "event_id": key}, "status": "accepted"}, key)


def test_memory_is_flat_and_the_speed_is_known(database: TestDatabase) -> None:
    fill(database)
    draft = database.data / "draft.yaml"
    draft.write_text(EVERY_HOUR.replace("slow_mode_seconds: 0", "slow_mode_seconds: 60", 1))
    asked = ["policy", "try", str(draft), "--since", "all", "--until", "2099-01-01", "--json"]
    began = datetime.now(UTC)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *asked, "--data", str(database.data)],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = (datetime.now(UTC) - began).total_seconds()
    report, megabytes = json.loads(done.stdout), int(done.stderr.split()[-1]) / 1024
    speed = report["judged"] / seconds
    sys.stdout.write(f"{report['judged']} in {seconds:.1f} s, {megabytes:.0f} MB, {speed:.0f}/s\n")
    assert report["not_judged"] == {}
    assert report["judged"] >= MESSAGES
    assert report["changes"]["newly_refused"] > 0
    assert megabytes <= MOST_MEGABYTES
