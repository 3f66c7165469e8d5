"""`homeroom policy try` on what a real homeserver judged: the record has the facts of then."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError

from homeroom import shipped
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.registry import policies, policy_file
from homeroom.replay import reading
from homeroom.replay.eye import Homeserver
from homeroom.replay.report import Report
from tests.fixtures.command import run
from tests.fixtures.portal import RunningPortal
from tests.fixtures.postgres import TestDatabase
from tests.fixtures.synapse import Account, School, eventually
from tests.fixtures.verdict import NUMBER, policy

pytestmark = pytest.mark.proof

SHIPPED = shipped.config("policy.yaml")


@pytest.fixture
def kept(portal: RunningPortal) -> School:
    """One with a running archiver."""
    return portal.school


def sealed(school: School) -> None:
    """All that was kept is in the archive."""
    with school.connect() as connection:
        eventually(lambda: not connection.scalar(text("SELECT count(*) FROM outbox.entry")))


def tried(school: School, draft: Policy, since: datetime | None) -> Report:
    sealed(school)
    with school.connect() as connection, connection.begin():
        return reading.replay(
            connection,
            draft,
            Homeserver.of(school.config.server_name),
            since=since,
            until=datetime.now(UTC),
        )


def in_force(school: School) -> str:
    with school.connect() as connection:
        found = policies.in_force(connection)
    assert found is not None
    return found.text


def draft_of(school: School, before: str = "", after: str = "") -> Policy:
    written = in_force(school)
    assert before in written
    return policy_file.parse(written.replace(before, after), version="draft")


@pytest.fixture
def talk(kept: School) -> tuple[datetime, str]:
    """A day's talk of every sort. From when on, and the event id of what was refused."""
    teacher, student = kept.account(Role.TEACHER), kept.account(Role.STUDENT)
    room_id = str(kept.class_room(student).room_id)
    since = datetime.now(UTC)
    said = student.send(room_id, "Which pages?")
    assert said.status_code == 200
    student.send(room_id, f"Call me at {NUMBER}")
    student.send(room_id, "That was bullshit")
    event_id = said.json()["event_id"]
    relation = {"rel_type": "m.annotation", "event_id": event_id, "key": "👍"}
    teacher.send_event(room_id, "m.reaction", {"m.relates_to": relation})
    teacher.call("PUT", f"/rooms/{room_id}/redact/{event_id}/{since.timestamp()}", {})
    student.call("PUT", f"/rooms/{room_id}/state/m.room.topic", {"topic": f"see {NUMBER}"})
    teacher.call(
        "PUT",
        f"/rooms/{room_id}/state/m.room.encryption",
        {"algorithm": "m.megolm.v1.aes-sha2"},
    )
    _direct_rooms(kept, teacher, student)
    kept.login(student.user_id, address="127.0.0.2")
    kept.login(kept.account(Role.PRINCIPAL).user_id, address="127.0.0.2")
    return since, room_id


def _direct_rooms(school: School, teacher: Account, student: Account) -> None:
    """With a supervisor, who joins; and two students, to whom it is refused."""
    other = school.account(Role.STUDENT, 1)
    student.create_room(is_direct=True, invite=[other.user_id])
    made = teacher.create_room(is_direct=True, invite=[student.user_id])
    room = made.json()["room_id"]
    student.join(room)
    teacher.send(room, "Too early: nobody watches yet")
    for number in range(len(school.people(Role.SUPERVISOR))):
        school.account(Role.SUPERVISOR, number).join(room)
    teacher.send(room, "Now somebody does")
    student.call("POST", f"/rooms/{room}/leave", {})


def test_the_policy_in_force_makes_no_difference_to_what_was_really_judged(
    kept: School, talk: tuple[datetime, str]
) -> None:
    since, _ = talk
    found = tried(kept, draft_of(kept), since)
    assert (found.differences, found.not_judged) == (0, {})
    assert found.then == found.draft
    assert found.then.refuse >= 7
    assert found.then.flag >= 1
    assert found.then.allow >= 10


def test_a_draft_is_tried_on_the_facts_of_then(kept: School, talk: tuple[datetime, str]) -> None:
    since, _ = talk
    found = tried(kept, draft_of(kept, "    - phone\n", ""), since)
    assert found.changes["no_longer_refused"] >= 1
    assert {count.name for count in found.by_rule} == {"personal_information"}
    assert {count.name for count in found.by_venue} == {"class"}
    found = tried(kept, draft_of(kept, "staff_student: supervised", "staff_student: never"), since)
    assert found.changes["newly_refused"] >= 1
    assert [count.name for count in found.by_venue] == ["direct"]


def test_each_attempt_is_compared_with_the_policy_of_its_moment(kept: School) -> None:
    """What another policy refused for a while, the one of before and after does not."""
    student = kept.account(Role.STUDENT)
    room_id = str(kept.class_room(student).room_id)
    first = draft_of(kept)
    since = datetime.now(UTC)
    with policy(kept, "profanity]", "profanity, person_name]"):
        student.send(room_id, "Hello")
    found = tried(kept, first, since)
    assert not found.not_judged
    assert len(found.versions) >= 1


def test_nothing_is_changed(kept: School) -> None:
    sealed(kept)
    with kept.connect() as connection, connection.begin():
        reading.replay(
            connection,
            draft_of(kept),
            Homeserver.of(kept.config.server_name),
            since=datetime.now(UTC),
            until=datetime.now(UTC),
        )
        with pytest.raises(InternalError, match="read-only"):
            connection.execute(text("SELECT outbox.append('access', 'x', '{}')"))


def test_the_command_says_what_it_found_and_no_words_unless_asked(
    kept: School, talk: tuple[datetime, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    since, _ = talk
    sealed(kept)
    draft = tmp_path / "draft.yaml"
    draft.write_text(in_force(kept).replace("    - phone\n", ""), encoding="utf-8")
    asked = ("policy", "try", str(draft), "--data", str(kept.config.data))
    window = ("--since", f"{since:%Y-%m-%dT%H:%M:%S}")
    status, said = run(capsys, *asked, *window)
    assert status == 0
    assert "no longer refused: entry" in said
    assert "Nothing was changed." in said
    assert NUMBER not in said
    assert NUMBER in run(capsys, *asked, *window, "--examples", "20")[1]
    status, said = run(capsys, *asked, *window, "--json")
    report = json.loads(said)
    assert report["differences"] >= report["changes"]["no_longer_refused"] >= 1
    assert NUMBER not in said


def test_a_fault_of_the_draft_or_a_date_is_named(
    database: TestDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "draft.yaml"
    bad.write_text("hours: {}\nhour: {}\n", encoding="utf-8")
    data = ("--data", str(database.data))
    status, said = run(capsys, "policy", "try", str(bad), *data)
    assert status == 2
    assert f"{bad}, line 2, hour: is no key" in said
    status, said = run(capsys, "policy", "try", str(SHIPPED), "--since", "last week", *data)
    assert status == 2
    assert "--since last week: is no day" in said


def test_an_empty_archive_is_no_error(
    database: TestDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ("--data", str(database.data), "--json")
    for since in ((), ("--since", "all"), ("--since", "2026-01-01", "--until", "2026-02-01")):
        status, said = run(capsys, "policy", "try", str(SHIPPED), *since, *data)
        assert (status, json.loads(said)["judged"]) == (0, 0)
