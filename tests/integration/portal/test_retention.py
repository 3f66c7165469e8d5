"""Holds and plans in the portal: two people approve, each for themselves; Synapse forgets, too."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from homeroom.cli import main
from homeroom.policy.roles import Role
from homeroom.retention import plans
from tests.fixtures.nonce import nonce
from tests.fixtures.portal import RunningPortal
from tests.fixtures.synapse import eventually

HOLD = text("""
    SELECT key FROM registry.current WHERE subject = 'hold' AND state->>'words' = :words
""")
PLACE = text("SELECT index FROM archive.search WHERE event_id = :id")


def command(
    portal: RunningPortal, capsys: pytest.CaptureFixture[str], *arguments: str
) -> dict[str, object]:
    with pytest.raises(SystemExit):
        main([*arguments, "--data", str(portal.config.data), "--json"])
    said = capsys.readouterr().out
    return dict(json.loads(said)) if said else {}


def test_a_hold_is_placed_and_released(portal: RunningPortal) -> None:
    word = f"word{nonce()}"
    with portal.signed_in(Role.RECORDS_OFFICER) as browser:
        answer = browser.post("/holds", data={"name": "Case 12", "reason": "counsel"})
        assert (answer.status_code, "Name a person" in answer.text) == (400, True)
        data = {"name": "Case 12", "reason": "counsel", "words": word, "until": "2026-01-31"}
        answer = browser.post("/holds", data=data)
        assert (answer.status_code, word in answer.text) == (200, True)
        with portal.school.connect() as connection:
            hold = connection.scalar(HOLD, {"words": word})
        answer = browser.post(f"/holds/{hold}/release", data={"reason": "settled"})
        assert "released" in answer.text
        assert browser.post(f"/holds/{hold}/release", data={"reason": "x"}).status_code == 400
    with portal.signed_in(Role.AUDITOR) as browser:
        assert word in browser.get("/holds").text
        assert browser.post("/holds", data=data).status_code == 403


def test_two_people_approve_and_the_homeserver_forgets(
    portal: RunningPortal, capsys: pytest.CaptureFixture[str]
) -> None:
    school = portal.school
    # Between two teachers, and despite what other tests hold: counsel decides on that here.
    teacher, other = school.account(Role.TEACHER), school.account(Role.TEACHER, 1)
    made_room = teacher.create_room(is_direct=True, invite=[other.user_id])
    room = str(made_room.json()["room_id"])
    word = f"secret{nonce()}"
    sent = teacher.send(room, word).json()["event_id"]
    path = f"/rooms/{room}/event/{sent}"
    assert teacher.call("GET", path).json()["content"]["body"] == word

    def place() -> int | None:
        with school.connect() as connection:
            found: int | None = connection.scalar(PLACE, {"id": sent})
            return found

    found = eventually(lambda: place() is not None and place())
    with school.connect() as connection:
        standing = connection.scalars(text("SELECT DISTINCT id FROM retention.protections()")).all()
    named = [
        "--order",
        "Court 12-345",
        "--counsel",
        "C. Ounsel",
        "--decision",
        "it goes all the same",
    ]
    named += [part for each in standing for part in ("--despite", str(each))]
    made = command(portal, capsys, "retention", "destroy", "--entries", str(found), *named)
    assert "id" in made, made
    plan = int(str(made["id"]))
    for role in (Role.RECORDS_OFFICER, Role.ADMIN):
        with portal.signed_in(role) as browser:
            page = browser.get(f"/retention/{plan}")
            assert ("Court 12-345" in page.text, "I approve this plan" in page.text) == (True, True)
            assert "You have approved" in browser.post(f"/retention/{plan}/approve").text
    with portal.signed_in(Role.AUDITOR) as browser:
        assert browser.post(f"/retention/{plan}/approve").status_code == 403
        assert browser.get("/retention/99999").status_code == 404
    with school.connect() as connection:
        listed = plans.one(connection, plan)
    people = {portal.person(Role.RECORDS_OFFICER).id, portal.person(Role.ADMIN).id}
    assert (set(listed.approved_by), listed.state) == (people, "approved")

    assert command(portal, capsys, "retention", "run", str(plan))["gone"] == 1
    eventually(lambda: teacher.call("GET", path).json()["content"] == {})
    assert word not in teacher.call("GET", f"/rooms/{room}/messages?dir=b&limit=50").text
    assert word not in teacher.call("GET", "/sync").text
    assert teacher.send(room, "and it goes on").status_code == 200
    with portal.signed_in(Role.RECORDS_OFFICER) as browser:
        page = eventually(lambda: browser.get(f"/retention/{plan}"))
        assert f"{plan}/1" in page.text
