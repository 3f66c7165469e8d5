"""Venue rules in a running Synapse: files, calls, slow mode, acknowledgement, urgent notices."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from homeroom.cli import build
from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry import policies, substitutions, urgent
from homeroom.registry.decisions import find, load
from homeroom.registry.model import SchoolClass, UrgentNotice, Venue
from homeroom.registry.urgent_shape import HEAD
from homeroom.steward import urgent as sending
from homeroom.steward.homeserver import Homeserver
from tests.fixtures.nonce import nonce
from tests.fixtures.synapse import ACTS_WITHIN, Account, School, eventually
from tests.fixtures.verdict import NUMBER, policy, refused_by

MARK = {"msgtype": "m.notice", "district.homeroom.urgent": {"reason": "A drill"}}

KINDS: list[tuple[str, dict[str, Any]]] = [
    ("m.call.invite", {"call_id": "x", "version": 1}),
    ("m.call.notify", {"call_id": "x"}),
    ("org.matrix.msc3672.beacon", {"org.matrix.msc3488.location": {"uri": "geo:1,1"}}),
]


@pytest.mark.parametrize(("kind", "content"), KINDS)
def test_what_cannot_be_kept_is_refused(
    teacher: Account, room_id: str, kind: str, content: dict[str, Any]
) -> None:
    assert "cannot_be_kept" in refused_by(teacher.send_event(room_id, kind, content))


def test_slow_mode_acts_on_students_alone(
    school: School, teacher: Account, student: Account, room_id: str
) -> None:
    with policy(school, "slow_mode_seconds: 0", "slow_mode_seconds: 3600"):
        eventually(
            lambda: "slow_mode" in refused_by(student.send(room_id, "Slowly")), ACTS_WITHIN + 1
        )
        assert teacher.send(room_id, "One").is_success
        assert teacher.send(room_id, "Two").is_success
    eventually(lambda: student.send(room_id, "Again").is_success, ACTS_WITHIN + 1)


def asking(school: School) -> AbstractContextManager[None]:
    """A material version without days of grace, until the end."""
    return policy(school, "grace_days: 14", "grace_days: 0", material=True)


def test_who_has_not_acknowledged_is_given_the_page_and_posts_once_they_have(
    school: School, student: Account, room_id: str
) -> None:
    with asking(school):
        answer = eventually(
            lambda: next(iter([a for a in [student.send(room_id, "Hi")] if a.is_error]), None),
            ACTS_WITHIN + 1,
        )
        assert answer.json()["errcode"] == "M_CONSENT_NOT_GIVEN"
        page = answer.json()["consent_uri"]
        assert page == f"{school.config.public_portal}/acknowledge?lang=en"
        with school.connect() as connection, connection.begin():
            policies.acknowledge(connection, student.person, by=student.user_id)
        eventually(lambda: student.send(room_id, "Read").is_success, ACTS_WITHIN + 1)


def test_a_teacher_is_heard_at_any_hour_in_an_emergency_and_it_is_flagged(
    school: School, teacher: Account, student: Account, room_id: str
) -> None:
    said = f"Stay inside {nonce()}. Call {NUMBER}."
    with policy(school, "00:00-24:00", "03:00-03:01"):
        eventually(lambda: "hours" in refused_by(teacher.send(room_id, "Hi")), ACTS_WITHIN + 1)
        sent = teacher.send(room_id, said, **MARK)
        assert sent.is_success, sent.text
        assert "urgent_not_entitled" in refused_by(student.send(room_id, said, **MARK))
    flagged = [
        row
        for row in school.kept("decision")
        if row["verdict"] == "flag" and said in str(row["attempt"].get("content", {}).get("body"))
    ]
    assert [r["rule"] for r in flagged[0]["reasons"]] == ["urgent_notice"]
    assert "hours" in flagged[0]["reasons"][0]["details"]["overrode"]
    # It stands among the urgent notices, for somebody else to look at.
    with school.connect() as connection:
        found = load(connection, UrgentNotice).values()
        (notice,) = [
            n for n in found if n.sender == teacher.person.id and n.id.startswith("client-")
        ]
    assert notice.reason == MARK["district.homeroom.urgent"]["reason"]  # type: ignore[index]
    assert notice.class_id == school_class(school, room_id).id
    assert notice.postings[0].room_id == room_id
    assert notice.postings[0].event_id == sent.json()["event_id"]
    stands_apart(student, room_id, str(notice.postings[0].event_id), said)
    assert not notice.reviewed_by
    eventually(lambda: student.send(room_id, "Good morning").is_success, ACTS_WITHIN + 1)


def stands_apart(reader: Account, room_id: str, event_id: str, said: str) -> None:
    """What a client shows without anything of ours: a heading, and that somebody is to look."""
    content = reader.call("GET", f"/rooms/{room_id}/event/{event_id}").json()["content"]
    assert content["body"] == f"{HEAD}\n{said}"
    lines = said.replace("\n", "<br>")
    assert content["formatted_body"] == f"<h3>{HEAD}</h3><p>{lines}</p>"
    assert (content["msgtype"], content["m.mentions"]) == ("m.text", {"room": True})

    def rings() -> bool:
        rooms = reader.sync().json()["rooms"]["join"]
        return bool(rooms[room_id]["unread_notifications"]["highlight_count"])

    eventually(rings)


def school_class(school: School, room_id: str) -> SchoolClass:
    with school.connect() as connection:
        place = connection.scalar(
            text(
                "SELECT state->>'class_id' FROM registry.current WHERE subject = 'venue' "
                "AND state->>'room_id' = :room"
            ),
            {"room": room_id},
        )
        return load(connection, SchoolClass)[str(place)]


def test_a_notice_by_command_reaches_the_class_and_names_who_it_did_not_reach(
    school: School, student: Account, room_id: str, tmp_path: Path
) -> None:
    words, where = f"School is closed {nonce()}", school_class(school, room_id)
    (tmp_path / "notice.txt").write_text(words, encoding="utf-8")
    principal = school.people(Role.PRINCIPAL)[0]
    data = ["--data", str(school.config.data)]
    arguments = ["notice", "urgent", "--class", where.id, "--from", principal.roster_id]
    arguments += ["--reason", "Storm", "--text-file", str(tmp_path / "notice.txt"), *data]
    result = CliRunner().invoke(build("notice"), arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    read = student.call("GET", f"/rooms/{room_id}/messages?dir=b&limit=5").json()["chunk"]
    event = next(e for e in read if words in str(e["content"].get("body")))
    stands_apart(student, room_id, event["event_id"], f"{words}\n— {principal.name}")
    student.call("POST", f"/rooms/{room_id}/receipt/m.read/{event['event_id']}", {})
    with school.connect() as connection, Homeserver(school.config) as homeserver:
        made = max(load(connection, UrgentNotice).values(), key=lambda one: one.at)
        found = {r.person: r for r in sending.reach(homeserver, connection, made)}
    assert found[student.person.id].reached == "read"
    assert {r.reached for r in found.values() if r.role == "guardian"} == {"not_reached"}
    assert {r.reached for r in found.values() if r.role == "student"} <= {"read", "joined"}
    with school.connect() as connection:  # the office's own are there once
        posted = {p.event_id for p in made.postings}
        every = load(connection, UrgentNotice)
    assert [n.id for n in every.values() if {p.event_id for p in n.postings} & posted] == [made.id]
    with school.connect() as connection, connection.begin():
        with pytest.raises(InputError, match="somebody else"):
            urgent.review(connection, made.id, "Fine", by=str(principal.user_id))
        urgent.review(connection, made.id, "Right to send it", by="@auditor:district.example")
        kept = find(connection, UrgentNotice, made.id)
    assert kept is not None
    assert kept.review == "Right to send it"


def test_who_may_send_one(school: School, teacher: Account, room_id: str) -> None:
    where, now = school_class(school, room_id), datetime.now(UTC)
    principals = school.people(Role.PRINCIPAL)
    supervisor, student = school.people(Role.SUPERVISOR)[0], school.people(Role.STUDENT)[0]
    with school.connect() as connection:
        urgent.check(connection, teacher.person, where, now)
        urgent.check(connection, principals[0], where, now)
        for other in (principals[1], supervisor, student, replace(principals[0], active=False)):
            with pytest.raises(InputError, match="neither teaches"):
                urgent.check(connection, other, where, now)
        substitutions.add(connection, supervisor, where, now, now + timedelta(hours=1), by="test")
        urgent.check(connection, supervisor, where, now)


def test_a_club_that_staff_make_is_a_venue_at_once(school: School, teacher: Account) -> None:
    """Where the policy lets them: listed with its owner, school and last day, by who made it."""
    marked = {"creation_content": {"district.homeroom.venue": "club"}, "name": "Chess after class"}
    assert not teacher.create_room(**marked).is_success
    with policy(school, "create: []                # [staff]", "create: [staff]  #"):
        made = eventually(
            lambda: (a := teacher.create_room(**marked)).is_success and a, ACTS_WITHIN + 1
        ).json()["room_id"]
        with school.connect() as connection:
            listed = load(connection, Venue).values()
            venue = next(each for each in listed if each.room_id == made)
            today = policies.local_day(connection, datetime.now(UTC))
        owner = next(p for p in school.people(Role.TEACHER) if p.user_id == teacher.user_id)
        assert (venue.kind, venue.name, venue.owner) == ("club", "Chess after class", owner.id)
        assert venue.org in owner.orgs
        assert venue.ends is not None
        assert venue.ends >= today
        assert teacher.send(made, "Welcome").is_success
    # the district designates what it lets be made: it stays when the policy changes
    with school.connect() as connection:
        assert load(connection, Venue)[venue.id].active
