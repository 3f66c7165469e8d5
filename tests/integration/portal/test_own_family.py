"""No page about the own family: neither for a parent on the staff nor for whom a court bars."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import httpx
import pytest
from sqlalchemy import text

from homeroom.archive.search import Hit, Query, search
from homeroom.danger import alerts
from homeroom.disclosure import requests
from homeroom.policy.roles import Role
from homeroom.registry import consents, orders
from homeroom.registry.decisions import load, record
from homeroom.registry.model import (
    Consent,
    CourtOrder,
    Enrollment,
    Guardianship,
    Hold,
    Person,
    Review,
    SealedImage,
    State,
    Tool,
)
from homeroom.retention import holds, ordered
from homeroom.retention.ordered import Order
from tests.fixtures.nonce import nonce
from tests.fixtures.own_family import WAYS, LeftOut, NotAbout, Refused
from tests.fixtures.portal import RunningPortal
from tests.fixtures.synapse import Account, eventually
from tests.fixtures.verdict import NUMBER
from tests.integration.portal.test_pages import NEXT_YEAR, TODAY, held

BARRED, PARENT = "barred", "parent"
STANDING = text("SELECT DISTINCT id FROM retention.protections()")
REFUSED = text("""
    SELECT key FROM archive.origin JOIN archive.payload USING (district, epoch, index)
    WHERE kind = 'decision' AND payload LIKE :word
""")


@pytest.fixture
def student(portal: RunningPortal) -> Account:
    return portal.school.account(Role.STUDENT, 12)


@contextmanager
def on_record(portal: RunningPortal, tie: CourtOrder | Guardianship) -> Iterator[None]:
    """A tie, or an order alone: who is barred may be no guardian of the roster any more."""
    write(portal, tie)
    try:
        yield
    finally:
        write(portal, replace(tie, active=False))


def write(portal: RunningPortal, state: State) -> None:
    with portal.school.connect() as connection, connection.begin():
        record(connection, state, by="test")


def tie_of(kind: str, person: Person, student: Person) -> CourtOrder | Guardianship:
    if kind == PARENT:
        return Guardianship(guardian=person.id, student=student.id)
    return order_against(person.id, student)


def order_against(guardian: str, student: Person) -> CourtOrder:
    return CourtOrder(
        id=orders.new_id(),
        guardian=guardian,
        student=student.id,
        bars=("contact",),
        starts=TODAY,
        reference="Case 26-200",
    )


def guardian_of(portal: RunningPortal, student: Person) -> Person:
    """One whom the roster names, with a number."""
    with portal.school.connect() as connection:
        people = load(connection, Person)
        ties = load(connection, Guardianship).values()
        found = [people[t.guardian] for t in ties if t.student == student.id and t.active]
    return next(person for person in found if person.phones)


def a_consent(portal: RunningPortal, student: Person) -> str:
    """One that the roster's guardian has signed."""
    with portal.school.connect() as connection, connection.begin():
        made = Consent(
            id=nonce(),
            student=student.id,
            tool="whatsapp",
            given_by=guardian_of(portal, student).id,
            signed_on=TODAY,
            expires=NEXT_YEAR,
        )
        return consents.give(connection, made, by="test").id


def a_request(portal: RunningPortal, student: Person) -> str:
    with portal.school.connect() as connection, connection.begin():
        made = requests.open_request(
            connection, about=student.id, law="ferpa", requester="A letter", by="test"
        )
        return made.id


def said(portal: RunningPortal, student: Account, word: str) -> Hit:
    """A message of the student's, once it is in the archive."""
    room = portal.school.class_room(student).room_id
    student.send(str(room), word).raise_for_status()

    def found() -> Hit | None:
        with portal.school.connect() as connection:
            return next(iter(search(connection, Query(text=word)).rows), None)

    hit: Hit | None = eventually(found)
    assert hit
    return hit


def an_alert(portal: RunningPortal, student: Account) -> str:
    room = portal.school.class_room(student).room_id
    student.send(str(room), f"I want to die {nonce()}").raise_for_status()
    with portal.school.connect() as connection:
        found = alerts.latest(connection, limit=9)
        return str(next(a.id for a in found if a.sender == student.user_id))


def a_review(portal: RunningPortal, student: Account) -> str:
    """What the student says was fine; the refusal is kept."""
    room, word = str(portal.school.class_room(student).room_id), nonce(12)
    assert student.send(room, f"{word} {NUMBER}").status_code == 403

    def refusal() -> str | None:
        with portal.school.connect() as connection:
            key: str | None = connection.scalar(REFUSED, {"word": f"%{word}%"})
            return key

    key = str(eventually(refusal))
    asked = datetime.now(UTC)
    review = Review(
        id=key,
        person=student.person.id,
        room_id=room,
        rules=("personal_information",),
        why="it was fine",
        asked=asked,
        due=asked + timedelta(days=1),
    )
    write(portal, review)
    return key


def an_image(portal: RunningPortal, message: str) -> str:
    image = SealedImage(
        id=nonce(12),
        event_id=message,
        media=(),
        sealed_by="test",
        sealed_at=datetime.now(UTC),
    )
    write(portal, image)
    return image.id


def a_hold(portal: RunningPortal, student: Person) -> Hold:
    with portal.school.connect() as connection, connection.begin():
        wanted = holds.Wanted(person=student.roster_id)
        return holds.add(connection, wanted, "a test", by="test")


def a_plan(portal: RunningPortal, entry: int) -> str:
    """What a court has ordered to be destroyed; counsel decides on what other tests hold."""
    with portal.school.connect() as connection, connection.begin():
        standing = tuple(str(each) for each in connection.scalars(STANDING))
        order = Order(order="Court 12-346", counsel="C", despite=standing, decision="it goes")
        settings = portal.config.retention
        return str(ordered.propose(connection, settings, [(None, entry)], order, by="test"))


def without_consent(portal: RunningPortal, student: Person) -> tuple[str, str]:
    """A class of the student's, and an app for which nobody has consented."""
    write(portal, Tool(id="sms", name="SMS", vendor="V", state="requested"))
    with portal.school.connect() as connection:
        places = load(connection, Enrollment).values()
    return next(e.class_id for e in places if e.person == student.id and e.active), student.id


@contextmanager
def things(portal: RunningPortal, student: Account) -> Iterator[dict[str, str]]:
    """Something of each kind about a student, by the names that the routes use."""
    person = student.person
    guardian = guardian_of(portal, person)
    word = nonce(12)
    hit = said(portal, student, word)
    order = order_against(guardian.id, person)
    hold = a_hold(portal, person)
    image = an_image(portal, str(hit.event_id))
    class_id, missing = without_consent(portal, person)
    number = guardian.phones[0].removeprefix("+")
    with ExitStack() as stack:
        message = stack.enter_context(
            held(portal, direction="in", conversation=number, code="no_consent", reason="x")
        )
        stack.enter_context(on_record(portal, order))
        stack.callback(write, portal, replace(hold, active=False))
        yield {
            "person": person.id,
            "roster_id": person.roster_id,
            "guardian": guardian.id,
            "consent_id": a_consent(portal, person),
            "request_id": a_request(portal, person),
            "alert": an_alert(portal, student),
            "review": a_review(portal, student),
            "order_id": order.id,
            "image": image,
            "hold_id": hold.id,
            "plan_id": a_plan(portal, hit.entry),
            "message": str(message),
            "epoch": str(hit.epoch),
            "index": str(hit.entry),
            "word": word,
            "class_id": class_id,
            "missing": missing,
            "number": "1",
            "what": "note",
        }


def filled(path: str, known: dict[str, str]) -> str:
    if path.startswith("/reviews"):
        known = known | {"key": known["review"], "review": quote(known["review"])}
    if path.startswith("/images"):
        known = known | {"key": known["image"]}
    return path.format_map(known)


def ask(browser: httpx.Client, way: str, known: dict[str, str]) -> httpx.Response:
    method, _, path = way.partition(" ")
    found = WAYS[way]
    where = filled(path, known)
    if method == "GET":
        query = found.query if isinstance(found, LeftOut) else ""
        return browser.get(f"{where}?{query.format_map(known)}" if query else where)
    given = found.data if isinstance(found, Refused) else {}
    return browser.post(where, data={k: v.format_map(known) for k, v in given.items()})


def test_each_route_keeps_the_own_family_out(portal: RunningPortal, student: Account) -> None:
    """Who sees every page sees each of these, until they are of the family."""
    # A sealed entry is no page, so it stays out of this one.
    with things(portal, student) as known, ExitStack() as stack:
        unsealed = said(portal, student, known["word"] + "x")
        known |= {"index": str(unsealed.entry), "word": known["word"] + "x"}
        assert closed(signed_in(portal, stack), known) == []
        for kind in (BARRED, PARENT):
            with ExitStack() as ties:
                for role in (Role.ADMIN, Role.COUNSEL):
                    tie = tie_of(kind, portal.person(role), student.person)
                    ties.enter_context(on_record(portal, tie))
                assert met(signed_in(portal, stack), known) == [], kind
    with portal.school.connect() as connection:
        assert load(connection, Consent)[known["consent_id"]].state == "granted"


def signed_in(portal: RunningPortal, stack: ExitStack) -> dict[str, httpx.Client]:
    """Who asks by which way: counsel for orders, the administrator for all else."""
    admin = stack.enter_context(portal.signed_in(Role.ADMIN))
    counsel = stack.enter_context(portal.signed_in(Role.COUNSEL))
    return {way: counsel if " /orders" in way else admin for way in WAYS}


def closed(browsers: dict[str, httpx.Client], known: dict[str, str]) -> list[tuple[str, int]]:
    """By which ways somebody else does not meet what is there; nothing is changed."""
    found: list[tuple[str, int]] = []
    for way, guard in WAYS.items():
        if isinstance(guard, NotAbout) or not way.startswith("GET"):
            continue
        answer = ask(browsers[way], way, known)
        if isinstance(guard, LeftOut) and filled(guard.shows, known) not in answer.text:
            found.append((way, answer.status_code))
        if isinstance(guard, Refused) and guard.opens and answer.status_code != 200:
            found.append((way, answer.status_code))
    return found


def met(browsers: dict[str, httpx.Client], known: dict[str, str]) -> list[tuple[str, int]]:
    """By which ways somebody meets the own family, with what they were answered."""
    found: list[tuple[str, int]] = []
    for way, guard in WAYS.items():
        if isinstance(guard, NotAbout):
            continue
        answer = ask(browsers[way], way, known)
        if isinstance(guard, LeftOut) and filled(guard.shows, known) in answer.text:
            found.append((way, answer.status_code))
        if isinstance(guard, Refused) and answer.status_code != guard.status:
            found.append((way, answer.status_code))
    return found
