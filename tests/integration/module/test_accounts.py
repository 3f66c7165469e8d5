"""Somebody leaves the roster, and comes back; somebody's name changes: in a running Synapse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from homeroom.db.roles import DatabaseRole
from homeroom.policy.roles import Role
from homeroom.policy.wording import WORDING, Language
from homeroom.registry.decisions import record
from homeroom.registry.model import Person
from synapse_module.answers import REASONS
from tests.fixtures.synapse import ACTS_WITHIN, Account, School, eventually


@contextmanager
def changed(school: School, person: Person, **change: object) -> Iterator[None]:
    """Somebody as the roster has them for a while."""
    with school.connect() as connection, connection.begin():
        record(connection, replace(person, **change), by="test")  # type: ignore[arg-type]
    try:
        yield
    finally:
        with school.connect() as connection, connection.begin():
            record(connection, person, by="test")


def account(school: School, number: int) -> Account:
    """A student with a session of their own, which ends in this test."""
    person = school.people(Role.STUDENT)[number]
    token = school.login(str(person.user_id)).raise_for_status().json()["access_token"]
    client = school.client(headers={"Authorization": f"Bearer {token}"})
    return Account(person=person, user_id=str(person.user_id), client=client)


def test_who_leaves_is_signed_out_and_locked_and_the_record_stays(school: School) -> None:
    student = account(school, 30)
    room = str(school.class_room(student).room_id)
    said = student.send(room, "I was here").json()["event_id"]
    with changed(school, student.person, active=False):
        eventually(lambda: student.call("GET", "/joined_rooms").is_error, ACTS_WITHIN)

        def answer() -> str:
            return str(student.call("GET", "/joined_rooms").json()["errcode"])

        eventually(lambda: answer() == "M_UNKNOWN_TOKEN", ACTS_WITHIN)
        assert school.login(student.user_id).is_error
        with school.connect(DatabaseRole.SYNAPSE) as connection:
            row = connection.execute(
                text("SELECT deactivated, locked, password_hash FROM users WHERE name = :name"),
                {"name": student.user_id},
            ).one()
            assert (row.deactivated, row.locked) == (0, True)
            kept = connection.scalar(
                text("SELECT count(*) FROM events WHERE event_id = :event"), {"event": said}
            )
            assert kept == 1
    eventually(lambda: school.login(student.user_id).is_success)
    student.client.close()


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_locked_account_is_told_so_in_its_own_language(
    school: School, language: Language
) -> None:
    """With the right password; Synapse would say it in English, and name no rule."""
    student = account(school, 32)
    with changed(school, student.person, active=False, language=language):
        answer = eventually(lambda: told(school.login(student.user_id)), ACTS_WITHIN)
        assert WORDING["school_accounts"][language] in answer["error"]
        assert [reason["rule"] for reason in answer[REASONS]] == ["school_accounts"]

        def kept() -> list[tuple[str, str]]:
            rows = [row for row in school.kept("decision") if "sign_in_from" in row["attempt"]]
            return [(row["attempt"]["sender"], row["told"]) for row in rows]

        eventually(lambda: (student.user_id, answer["error"]) in kept())
    eventually(lambda: school.login(student.user_id).is_success)
    student.client.close()


def told(answer: httpx.Response) -> dict[str, Any] | None:
    """The same with our reasons: a process that locks is ahead of those that have not looked."""
    said = locked(answer)
    return said if said is not None and REASONS in said else None


def locked(answer: httpx.Response) -> dict[str, Any] | None:
    """What is answered for a locked account, by the specification's code."""
    said: dict[str, Any] = answer.json()
    return said if (answer.status_code, said.get("errcode")) == (401, "M_USER_LOCKED") else None


def test_a_name_is_the_rosters_within_a_moment_and_in_every_room(school: School) -> None:
    student = account(school, 31)
    room = str(school.class_room(student).room_id)

    def names() -> tuple[str, str]:
        profile = student.call("GET", f"/profile/{student.user_id}").json()
        member = student.call("GET", f"/rooms/{room}/state/m.room.member/{student.user_id}").json()
        return profile["displayname"], member["displayname"]

    old = student.person.name
    with changed(school, student.person, preferred_name="Robin"):
        new = f"Robin {student.person.family_name}"
        eventually(lambda: names() == (new, new))
    eventually(lambda: names() == (old, old))
    student.client.close()


def test_a_picture_from_before_is_taken_away(school: School) -> None:
    """A roster has none: one that stood there before Homeroom goes from the profile and rooms."""
    student = account(school, 33)
    room = str(school.class_room(student).room_id)
    picture = f"mxc://{school.config.server_name}/before"
    with school.connect(DatabaseRole.SYNAPSE) as connection, connection.begin():
        connection.execute(
            text("UPDATE profiles SET avatar_url = :url WHERE full_user_id = :user"),
            {"url": picture, "user": student.user_id},
        )
    assert picture in student.call("GET", f"/profile/{student.user_id}").text
    with changed(school, student.person, preferred_name="Robin"):
        eventually(
            lambda: "avatar_url" not in student.call("GET", f"/profile/{student.user_id}").json()
        )
        member = f"/rooms/{room}/state/m.room.member/{student.user_id}"
        eventually(lambda: "Robin" in student.call("GET", member).text)
        assert picture not in student.call("GET", member).text
    student.client.close()
