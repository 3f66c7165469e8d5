"""Who belongs into which room, and that removers win."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from homeroom.policy.roles import Role
from homeroom.registry.decisions import Decision, encode
from homeroom.registry.model import CourtOrder, Enrollment, Org, Person, State, Substitution, Venue
from homeroom.rooms.actual import ActualRoom
from homeroom.rooms.members import CONTRIBUTORS, KINDS, Contributor, shut_out, wanted_members
from homeroom.rooms.plan import Remove, plan
from homeroom.rooms.roll import Roll
from homeroom.rooms.wanted import wanted_rooms

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOW.date()


def person(name: str, *roles: Role, org: str = "s1", **changes: Any) -> Person:
    made = Person(
        id=name,
        roster_id=f"r-{name}",
        roles=roles,
        given_name=name.title(),
        family_name="Moor",
        user_id=f"@{name}:district.example",
        orgs=(org,),
    )
    return replace(made, **changes)


def seat(who: str, role: str = "student", **changes: Any) -> Enrollment:
    made = Enrollment(class_id="c1", person=who, role="teacher" if role == "teacher" else "student")
    return replace(made, **changes)


PEOPLE = [
    person("tess", Role.TEACHER),
    person("ana", Role.STUDENT),
    person("ben", Role.STUDENT),
    person("pia", Role.PRINCIPAL),
    person("dora", Role.ADMIN, org="d1"),
    person("gus", Role.GUARDIAN, user_id=None),
    person("wren", Role.TEACHER, org="s2"),
]
ORGS = [
    Org(id="d1", name="District", kind="district"),
    Org(id="s1", name="Lantern School", kind="school"),
    Org(id="s2", name="Compass School", kind="school"),
]
CLASS = Venue(id="room-c1", kind="class", name="Science", org="s1", class_id="c1", room_id="!c1")
CLUB = Venue(id="club", kind="club", name="Chess", org="s1", owner="tess", people=("wren", "ana"))
STAFF_ROOM = Venue(id="staff-s1", kind="staff", name="Staff", org="s1")
SPACES = [
    Venue(id=f"space-{o.id}", kind="space", name=o.name, org=o.id, room_id=f"!{o.id}") for o in ORGS
]


def roll(*states: State) -> Roll:
    everything: list[State] = [*PEOPLE, *ORGS, *states]
    return Roll(KINDS).after(map(decided, everything))


def decided(state: State) -> Decision:
    return Decision(
        seq=1,
        at=NOW,
        actor="test",
        subject=state.SUBJECT,
        key=state.key,
        state=encode(state),
        note="",
    )


def members(venue: Venue, *states: State, now: datetime = NOW) -> dict[str, str]:
    found = wanted_members(venue, roll(venue, *states), now)
    assert found is not None
    return {account[1:].partition(":")[0]: capacity for account, capacity in found.items()}


CLASSES: list[tuple[list[Enrollment], dict[str, str]]] = [
    ([seat("tess", "teacher"), seat("ana")], {"tess": "moderator", "ana": "member"}),
    # a seat that was ended, is over, or has not begun
    ([seat("ana", active=False)], {}),
    ([seat("ana", ends=TODAY - timedelta(days=1))], {}),
    ([seat("ana", begins=TODAY + timedelta(days=1))], {}),
    # on its first and last day it counts
    ([seat("ana", begins=TODAY, ends=TODAY)], {"ana": "member"}),
    # who teaches and learns in one class moderates it
    ([seat("tess"), seat("tess", "teacher")], {"tess": "moderator"}),
    # nobody without an account, and nobody who is not on the roster
    ([seat("gus"), seat("unknown")], {}),
]


@pytest.mark.parametrize(("seats", "expected"), CLASSES)
def test_a_class_room(seats: list[Enrollment], expected: dict[str, str]) -> None:
    assert members(CLASS, *seats) == expected


def test_a_seat_changes_with_the_day_alone() -> None:
    tomorrow = seat("ana", begins=TODAY + timedelta(days=1))
    assert members(CLASS, tomorrow) == {}
    assert members(CLASS, tomorrow, now=NOW + timedelta(days=1)) == {"ana": "member"}


def test_a_substitute_moderates_for_the_hours_given_and_is_gone_after_them() -> None:
    given = Substitution(
        id="s", class_id="c1", person="wren", starts=NOW, ends=NOW + timedelta(hours=2)
    )
    seats = seat("ana"), given
    assert members(CLASS, *seats) == {"ana": "member", "wren": "moderator"}
    for later in (NOW - timedelta(minutes=1), NOW + timedelta(hours=2)):
        assert members(CLASS, *seats, now=later) == {"ana": "member"}
    assert members(CLASS, seat("ana"), replace(given, active=False)) == {"ana": "member"}


def test_who_left_the_district_belongs_nowhere() -> None:
    gone = person("ana", Role.STUDENT, active=False)
    assert members(CLASS, seat("ana"), gone) == {}
    assert "ana" not in members(SPACES[1], gone)


def test_a_staff_room_has_its_schools_staff_and_the_districts() -> None:
    assert members(STAFF_ROOM) == {"tess": "member", "pia": "moderator", "dora": "member"}


def test_a_schools_space_is_for_everybody_there_and_the_districts_for_staff() -> None:
    assert set(members(SPACES[1])) == {"tess", "ana", "ben", "pia"}
    assert set(members(SPACES[0])) == {"tess", "pia", "dora", "wren"}


@pytest.mark.parametrize("kind", ["family", "system"])
def test_where_nobody_says_anything_people_come_by_invitation(kind: Any) -> None:
    venue = Venue(id="v", kind=kind, name="V", org="s1")
    assert wanted_members(venue, roll(venue), NOW) is None


def test_removers_win_over_whoever_adds() -> None:
    barred = Contributor(name="barred", kinds=(), removes=lambda venue, roll, now: ["ana"])
    again = Contributor(name="again", kinds=(), adds=lambda venue, roll, now: [("ana", "member")])
    known = roll(CLASS, seat("ana"), seat("ben"))
    for table in ((*CONTRIBUTORS, barred, again), (barred, again, *CONTRIBUTORS)):
        found = wanted_members(CLASS, known, NOW, table)
        assert found is not None
        assert set(found) == {"@ben:district.example"}
        assert shut_out(CLASS, known, NOW, table) == {"@ana:district.example"}


def test_rooms_are_shown_in_their_schools_space_and_that_in_the_districts() -> None:
    closed = replace(CLASS, id="room-old", room_id="!old", active=False)
    unmade = replace(CLASS, id="room-new", room_id=None)
    family = replace(CLASS, id="family-1", kind="family", room_id="!f")
    found = wanted_rooms(roll(CLASS, closed, unmade, family, *SPACES), NOW)
    assert found["space-s1"].children == ("!c1",)
    assert found["space-d1"].children == ("!s1", "!s2")
    assert found["room-c1"].parents == found["room-new"].parents == ("!s1",)
    assert found["space-s1"].parents == ("!d1",)
    assert found["room-old"].parents == found["family-1"].parents == ()
    assert found["room-c1"].topic == "Lantern School"


def test_what_is_unchanged_is_equal() -> None:
    """By this the steward knows which rooms to look at."""
    before = wanted_rooms(roll(CLASS, seat("ana"), *SPACES), NOW)
    after = wanted_rooms(roll(CLASS, seat("ana"), seat("ben"), *SPACES), NOW + timedelta(hours=1))
    assert {key for key in after if after[key] != before[key]} == {"room-c1"}


def test_a_roll_after_decisions_is_another_one() -> None:
    before = roll(CLASS)
    left = person("ana", Role.STUDENT, active=False)
    after = before.after([decided(left)])
    assert before.of(Person)["ana"].active
    assert not after.of(Person)["ana"].active
    assert after.of(Venue) == before.of(Venue)


def test_whom_a_court_keeps_out_is_neither_in_the_room_nor_invited_to_it() -> None:
    """Whoever invited them; the steward takes back invitations of who is shut out."""
    order = CourtOrder(
        id="o1", guardian="wren", student="ana", bars=("contact",), starts=TODAY, reference="Case 1"
    )
    family = Venue(id="f", kind="family", name="Ana", student="ana")
    for venue, states, out in (
        (CLASS, [seat("ana"), order], {"@wren:district.example"}),
        (family, [order], {"@wren:district.example"}),
        # a club that names both, or is theirs; the space of the student's school alone
        (CLUB, [order], {"@wren:district.example"}),
        (replace(CLUB, people=(), student="ana"), [order], {"@wren:district.example"}),
        (replace(CLUB, people=("wren", "ben")), [order], set()),
        (SPACES[1], [order], {"@wren:district.example"}),
        (SPACES[2], [order], set()),
        # of another student's class; once the student has left the class
        (CLASS, [seat("ben"), order], set()),
        (CLASS, [seat("ana", ends=TODAY - timedelta(days=1)), order], set()),
        # not yet, not any more, lifted, and where only consent is barred
        (CLASS, [seat("ana"), replace(order, starts=TODAY + timedelta(days=1))], set()),
        (
            family,
            [replace(order, starts=TODAY - timedelta(days=9), ends=NOW.date() - timedelta(days=1))],
            set(),
        ),
        (family, [replace(order, active=False)], set()),
        (family, [replace(order, bars=("consent",))], set()),
    ):
        assert shut_out(venue, roll(venue, *states), NOW) == out
    wanted = wanted_rooms(roll(CLASS, seat("ana"), order), NOW)[CLASS.id]
    there = ActualRoom(version="12", settings={}, members={"@wren:district.example": "invite"})
    assert Remove(account="@wren:district.example") in plan(wanted, there, system="@homeroom:x")
