"""A court's order and the invitations that were out already, in every kind of room."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from homeroom.registry import orders, venues
from homeroom.registry.model import CourtOrder, Venue, VenueKind
from homeroom.rooms.plan import VENUE_MARK
from homeroom.steward.tasks.departures import Departures
from tests.fixtures.days import district_day
from tests.fixtures.synapse import ACTS_WITHIN, Account, eventually
from tests.fixtures.verdict import refused_by
from tests.integration.steward.conftest import Hands

BARRED, STUDENT = "emp-023", "stu-0221"
"""Somebody with an account, as a teacher who is a parent, too; and whom a court keeps them from."""
KINDS: tuple[VenueKind, ...] = ("family", "class", "club", "team", "parent_teacher")
FAMILIES = ("family", "parent_teacher")
"""About the student, who is not in them."""
Rooms = dict[str, str]
MADE = {"preset": "private_chat", "creation_content": {VENUE_MARK: "staff"}}


@pytest.fixture(scope="module")
def invited(hands: Hands) -> Rooms:
    """By kind a room with or about the student, to which the other has an invitation."""
    for roster_id in (BARRED, STUDENT):
        hands.sign_in(roster_id)
    return {kind: _room(hands, kind) for kind in KINDS}


def _room(hands: Hands, kind: VenueKind, *, name: str = "Orders", comes_in: bool = True) -> str:
    barred, student = hands.account(BARRED), hands.account(STUDENT)
    request = {
        "name": f"{name} {kind}",
        "preset": "private_chat",
        "creation_content": {VENUE_MARK: kind},
        "invite": [barred] if kind in FAMILIES else [barred, student],
    }
    venue = Venue(
        id=f"{name}-{kind}",
        kind=kind,
        name=f"{name} {kind}",
        org="org-s2",
        room_id=hands.homeserver.create_room(request),
        student=hands.person(STUDENT).id if kind in FAMILIES else None,
    )
    if kind not in FAMILIES and comes_in:
        hands.homeserver.join(str(venue.room_id), student)
    with hands.school.connect() as connection, connection.begin():
        venues.add(connection, venue, by="test")
    return str(venue.room_id)


@contextmanager
def order(hands: Hands) -> Iterator[None]:
    """A court's order from some days ago, until the end."""
    made = CourtOrder(
        id=orders.new_id(),
        guardian=hands.person(BARRED).id,
        student=hands.person(STUDENT).id,
        bars=("contact",),
        starts=district_day() - timedelta(days=2),
        reference="Family court, 2026-88, invented",
    )
    with hands.school.connect() as connection, connection.begin():
        orders.add(connection, made, by="test")
    try:
        yield
    finally:
        with hands.school.connect() as connection, connection.begin():
            orders.end(connection, made.id, None, by="test")


def standing(hands: Hands, room_id: str) -> str:
    return hands.calls.state(room_id).members[hands.account(BARRED)]


def await_order(account: Account, room_id: str) -> None:
    """Until the homeserver judges by it."""
    eventually(lambda: "room_paused" in refused_by(account.send(room_id, "Hello")), ACTS_WITHIN)


def test_while_an_invitation_is_out_nobody_barred_comes_in(hands: Hands, invited: Rooms) -> None:
    """No steward acts here: the homeserver's own verdict refuses."""
    student, barred = hands.sign_in(STUDENT), hands.sign_in(BARRED)
    with order(hands):
        await_order(student, invited["class"])
        for kind, room_id in invited.items():
            assert "restricted" in refused_by(barred.join(room_id)), kind
            assert standing(hands, room_id) == "invite", kind


def test_within_two_seconds_every_invitation_is_withdrawn(hands: Hands, invited: Rooms) -> None:
    steward = Departures()
    steward(hands.office)
    assert {standing(hands, room_id) for room_id in invited.values()} == {"invite"}

    def withdrawn() -> bool:
        steward(hands.office)
        barred = hands.homeserver.places_of(hands.account(BARRED))
        return not barred.every & set(invited.values())

    with order(hands):
        eventually(withdrawn, ACTS_WITHIN)
    for kind, room_id in invited.items():
        assert standing(hands, room_id) == "leave", kind
        here = hands.homeserver.members(room_id)
        assert (hands.account(STUDENT) in here) is (kind not in FAMILIES), kind


def test_within_two_seconds_whoever_has_joined_is_out(hands: Hands) -> None:
    """Of a club where the student is only asked to come in, too; the teacher's own rooms stay."""
    barred, student = hands.account(BARRED), hands.account(STUDENT)
    for roster_id in (BARRED, STUDENT):
        hands.sign_in(roster_id)
    rooms: dict[str, str] = {kind: _room(hands, kind, name="Joined") for kind in KINDS}
    rooms["club, invited"] = _room(hands, "club", name="Invited", comes_in=False)
    for room_id in rooms.values():
        hands.homeserver.join(room_id, barred)
    alone = hands.homeserver.create_room({"name": "Own", "invite": [barred], **MADE})
    hands.homeserver.join(alone, barred)
    steward = Departures()
    steward(hands.office)
    assert {standing(hands, room_id) for room_id in rooms.values()} == {"join"}

    def out() -> bool:
        steward(hands.office)
        return not hands.homeserver.rooms_of(barred) & set(rooms.values())

    with order(hands):
        eventually(out, ACTS_WITHIN)
        assert standing(hands, alone) == "join"
    for kind, room_id in rooms.items():
        left = hands.calls.state(room_id).members.get(student)
        assert left == (None if kind in FAMILIES else "invite" if "invited" in kind else "join")


def test_the_rooms_task_does_not_bring_back_whom_a_club_names(hands: Hands) -> None:
    barred, student = hands.person(BARRED), hands.person(STUDENT)
    people = tuple(person.id for person in (barred, student))
    club = Venue(
        id="orders-named",
        kind="club",
        name="Chess",
        org="org-s2",
        owner=hands.person("emp-022").id,
        people=people,
    )
    with hands.school.connect() as connection, connection.begin():
        venues.add(connection, club, by="test")
    assert hands.build(club.id).members[str(barred.user_id)] == "join"
    with order(hands):
        Departures()(hands.office)
        assert barred.user_id not in (hands.wanted(club.id).members or {})
        there = hands.build(club.id).members
        assert (there[str(barred.user_id)], there[str(student.user_id)]) == ("leave", "join")


def test_an_invitation_to_a_room_without_the_student_stays(hands: Hands, invited: Rooms) -> None:
    request = {
        "name": "Without",
        "preset": "private_chat",
        "creation_content": {VENUE_MARK: "staff"},
        "invite": [hands.account(BARRED)],
    }
    elsewhere = hands.homeserver.create_room(request)
    with order(hands):
        Departures()(hands.office)
        assert standing(hands, elsewhere) == "invite"
