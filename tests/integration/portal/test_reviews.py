"""This was fine: said by the sender, answered by somebody in charge, and let pass exactly once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import httpx
import pytest

from homeroom.policy.roles import Role
from homeroom.registry import reviews
from homeroom.registry.decisions import find, history
from homeroom.registry.model import Review, Waiver
from homeroom.steward.tasks.reviews import Reviews
from tests.fixtures.nonce import nonce
from tests.fixtures.office import office
from tests.fixtures.portal import RunningPortal
from tests.fixtures.synapse import ACTS_WITHIN, Account, eventually
from tests.fixtures.verdict import NUMBER, refused_by

LINK = re.compile(r"/review/(\S+?)\?lang=")


@pytest.fixture
def student(portal: RunningPortal) -> Account:
    return portal.school.account(Role.STUDENT, 15)


def notices(account: Account) -> Iterator[str]:
    for room in account.call("GET", "/joined_rooms").json()["joined_rooms"]:
        answer = account.call("GET", f"/rooms/{room}/messages?dir=b&limit=20").json()
        for event in answer.get("chunk", []):
            if event["content"].get("msgtype") == "m.notice":
                yield event["content"]["body"]


def link_in_notice(account: Account) -> str | None:
    """The key in the newest notice that asks whether it was fine."""
    return next((m[1] for said in notices(account) if (m := LINK.search(said))), None)


def test_a_message_that_was_fine_passes_once(portal: RunningPortal, student: Account) -> None:
    school, room = portal.school, str(portal.school.class_room(student).room_id)
    content = {"msgtype": "m.text", "body": f"The theme park: {NUMBER} {nonce()}"}
    kind = "m.room.message"
    assert refused_by(student.send_event(room, kind, content)) == {"personal_information"}
    key = eventually(lambda: link_in_notice(student))
    with portal.signed_in_as(student.person) as browser:
        page = browser.get(f"/review/{key}").text
        assert "Was this fine?" in page
        assert NUMBER not in page
        assert "Fill this in." in browser.post(f"/review/{key}", data={}).text
        asked = browser.post(f"/review/{key}", data={"why": "It is a business, not a person."})
        assert "Somebody at your school looks at it" in asked.text
    with portal.signed_in(Role.TEACHER) as browser:
        assert browser.get(f"/review/{key}").status_code == 404
        assert browser.post(f"/reviews/{key}/release").status_code == 403
    with portal.signed_in(Role.PRINCIPAL) as browser:
        assert student.person.name in browser.get("/reviews").text
        assert NUMBER in browser.get(f"/reviews/{key}").text
        let = browser.post(f"/reviews/{key}/release")
        assert "may be sent again" in let.text
        assert browser.post(f"/reviews/{key}/release").status_code == 400
    # Other words, another sender: nothing was let pass for them.
    other = content | {"body": content["body"] + "!"}
    somebody = school.account(Role.STUDENT, 16)
    assert refused_by(student.send_event(room, kind, other)) == {"personal_information"}
    assert refused_by(somebody.send_event(room, kind, content)) == {"personal_information"}
    sent = eventually(lambda: passed(student, room, content), ACTS_WITHIN)
    assert "personal_information" in refused_by(student.send_event(room, kind, content))
    with school.connect() as connection:
        steps = [d.note for d in history(connection, Waiver, _plain(key))]
    assert steps == ["let pass once", "used"]
    with office(school.config) as steward:
        Reviews()(steward)
        Reviews()(steward)
    told = [said for said in notices(student) if "You were right" in said]
    assert len(told) == 1
    assert sent["event_id"]


def passed(account: Account, room: str, content: dict[str, str]) -> dict[str, str] | None:
    answer = account.send_event(room, "m.room.message", content)
    return dict(answer.json()) if answer.is_success else None


def test_what_nobody_may_let_pass_is_answered_in_words(
    portal: RunningPortal, student: Account
) -> None:
    answer = student.create_room(name=f"Our own room {nonce()}")
    assert "designated_venue" in refused_by(answer)
    key = eventually(lambda: key_of_room(portal, student))
    with portal.signed_in_as(student.person) as browser:
        browser.post(f"/review/{key}", data={"why": "We need one for the project."})
    with portal.signed_in(Role.PRINCIPAL) as browser:
        assert "No reviewer may let this pass" in browser.get(f"/reviews/{key}").text
        assert browser.post(f"/reviews/{key}/release").status_code == 400
        kept = browser.post(f"/reviews/{key}/uphold", data={"answer": "Ask for a club room."})
        assert "stays refused" in kept.text
    with portal.signed_in_as(student.person) as browser:
        assert "Ask for a club room." in browser.get(f"/review/{key}").text


def test_what_is_overdue_is_told_to_those_above_once(
    portal: RunningPortal, student: Account
) -> None:
    past = datetime.now(UTC) - timedelta(days=5)
    review = Review(
        id=f"$overdue-{nonce()}",
        person=student.person.id,
        room_id="!room:x",
        rules=("hours",),
        why="It was the trip.",
        asked=past,
        due=past + timedelta(days=1),
    )
    with portal.school.connect() as connection, connection.begin():
        reviews.ask(connection, review, by=student.user_id)
    with office(portal.config) as steward:
        Reviews()(steward)
        Reviews()(steward)
    page = f"/reviews/{quote(review.id, safe='')}"
    for role in (Role.PRINCIPAL, Role.ADMIN):
        person = portal.school.account(role)
        assert sum(page in said for said in notices(person)) == 1
    with portal.school.connect() as connection:
        known = find(connection, Review, review.id)
    assert known is not None
    assert known.escalated


def key_of_room(portal: RunningPortal, student: Account) -> str | None:
    """The key in the notice about a room that was refused."""
    found = [said for said in notices(student) if "place to talk" in said]
    match = LINK.search(found[0]) if found else None
    return match[1] if match else None


def _plain(key: str) -> str:
    return httpx.URL(f"http://x/{key}").path.removeprefix("/")
