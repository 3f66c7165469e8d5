"""A class and its room, from its first day to its last, on a real Synapse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from homeroom.registry import decisions, venues
from homeroom.registry.model import Hold, Substitution, Venue
from homeroom.rooms.actual import ActualRoom
from homeroom.rooms.plan import VENUE_MARK
from homeroom.steward.room_calls import alias_of
from tests.fixtures.changing_roster import Files
from tests.fixtures.synapse import ACTS_WITHIN, eventually
from tests.integration.steward.conftest import (
    STUDENTS,
    TEACHER,
    Hands,
    KilledError,
    MortalHomeserver,
)

ROOM, SPACE = "room-class-90", "space-org-s2"
OTHER = "room-class-91"
WITHOUT_ACCOUNT = "stu-0205"


def two_classes() -> Files:
    files = Files.of_the_demo()
    files.add_class("class-90", "Physics 12", TEACHER, *STUDENTS[:2])
    files.add_class("class-91", "Astronomy 12", "emp-022", STUDENTS[2])
    return files


def joined(room: ActualRoom, hands: Hands) -> set[str]:
    here = {account for account, membership in room.members.items() if membership == "join"}
    return here - {hands.homeserver.user_id}


def test_a_new_class_has_a_room_with_its_people(hands: Hands) -> None:
    hands.import_(two_classes())
    room = hands.build(ROOM)
    teacher, students = hands.account(TEACHER), {hands.account(one) for one in STUDENTS[:2]}
    assert joined(room, hands) == {teacher, *students}
    assert room.content("m.room.name") == {"name": "Physics 12"}
    assert room.content("m.room.topic")["topic"] == "Compass Point High School"
    assert room.content("m.room.canonical_alias") == {}
    power = room.content("m.room.power_levels")
    assert power["users"] == {teacher: 50}
    assert (power["users_default"], power["state_default"], power["invite"]) == (0, 100, 100)
    assert room.version == "12"
    members = hands.sign_in(STUDENTS[0]).call("GET", f"/rooms/{hands.venue(ROOM).room_id}/members")
    shown = {event["content"].get("displayname") for event in members.json()["chunk"]}
    assert {hands.person(one).name for one in (TEACHER, *STUDENTS[:2])} <= shown


def test_a_student_has_no_power_and_a_teacher_moderates(hands: Hands) -> None:
    student, teacher = hands.sign_in(STUDENTS[0]), hands.sign_in(TEACHER)
    room_id = hands.venue(ROOM).room_id
    sent = student.send(str(room_id), "When is the test?")
    assert sent.status_code == 200, sent.text
    for account in (student, teacher):
        named = account.call("PUT", f"/rooms/{room_id}/state/m.room.name", {"name": "Ours"})
        assert named.status_code == 403
    event_id = sent.json()["event_id"]
    taken_back = teacher.call("PUT", f"/rooms/{room_id}/redact/{event_id}/t1", {})
    assert taken_back.status_code == 200, taken_back.text


def test_a_second_time_nothing_is_sent(hands: Hands) -> None:
    before = hands.calls.state(str(hands.venue(ROOM).room_id))
    builder = hands.builder()
    assert builder.build(hands.wanted(ROOM), {}) == "done"
    assert hands.calls.state(str(hands.venue(ROOM).room_id)) == before


def test_a_room_is_renamed_with_its_class(hands: Hands) -> None:
    files = two_classes()
    files.change("classes.csv", "class-90", title="Physics 12, honors")
    hands.import_(files)
    assert hands.build(ROOM).content("m.room.name") == {"name": "Physics 12, honors"}


def test_a_transfer_moves_rooms_the_same_day_and_the_hold_follows(hands: Hands) -> None:
    hands.import_(two_classes())
    moving = hands.person(STUDENTS[0])
    with hands.school.connect() as connection, connection.begin():
        hold = Hold(id="hold-90", person=moving.id, reason="A request about this student.")
        decisions.record(connection, hold, by="test")
    files = two_classes()
    files.remove("enrollments.csv", f"class-90-{STUDENTS[0]}")
    files.enroll("class-91", STUDENTS[0])
    hands.import_(files)
    assert moving.user_id not in joined(hands.build(ROOM), hands)
    assert moving.user_id in joined(hands.build(OTHER), hands)
    after = hands.person(STUDENTS[0])
    assert (after.id, after.user_id) == (moving.id, moving.user_id)
    with hands.school.connect() as connection:
        assert decisions.load(connection, Hold)["hold-90"].person == after.id


def test_a_teacher_who_teaches_no_more_loses_room_and_power(hands: Hands) -> None:
    files = two_classes()
    files.remove("enrollments.csv", f"class-90-{TEACHER}")
    files.enroll("class-90", "emp-022", "teacher")
    hands.import_(files)
    room = hands.build(ROOM)
    assert hands.account(TEACHER) not in joined(room, hands)
    assert room.content("m.room.power_levels")["users"] == {hands.account("emp-022"): 50}


def test_a_substitute_is_in_the_room_with_power_for_the_hours_given(hands: Hands) -> None:
    hands.import_(two_classes())
    substitute, now = hands.person("emp-022"), datetime.now(UTC)
    given = Substitution(
        id="substitution-90",
        person=substitute.id,
        class_id=str(hands.venue(ROOM).class_id),
        starts=now,
        ends=now + timedelta(hours=1),
    )
    for active in (True, False):
        with hands.school.connect() as connection, connection.begin():
            decisions.record(connection, replace(given, active=active), by="test")
        room = hands.build(ROOM)
        power = room.content("m.room.power_levels")["users"]
        assert (substitute.user_id in joined(room, hands)) is active
        assert (power.get(substitute.user_id) == 50) is active


def test_a_room_is_shown_in_its_schools_space(hands: Hands) -> None:
    hands.import_(two_classes())
    space_id, room_id = begun(hands), str(hands.venue(ROOM).room_id)
    eventually(lambda: child(hands, room_id) == {"via": [hands.school.config.server_name]})
    assert hands.build(ROOM).content("m.space.parent", space_id)["canonical"] is True
    create = hands.calls.state(space_id).content("m.room.create")
    assert (create["type"], create["m.federate"]) == ("m.space", False)


def test_what_an_administrator_changed_is_put_right(hands: Hands) -> None:
    room_id = str(hands.venue(ROOM).room_id)
    hands.calls.set(room_id, "m.room.power_levels", "", {"users": {hands.account(STUDENTS[1]): 90}})
    hands.calls.remove(room_id, hands.account(STUDENTS[1]))
    room = hands.build(ROOM)
    assert hands.account(STUDENTS[1]) in joined(room, hands)
    assert hands.account(STUDENTS[1]) not in room.content("m.room.power_levels")["users"]


def test_when_a_class_ends_its_room_takes_no_event_but_leave(hands: Hands) -> None:
    student, teacher = hands.sign_in(STUDENTS[1]), hands.sign_in(TEACHER)
    room_id = str(hands.venue(ROOM).room_id)
    hands.import_(Files.of_the_demo())
    assert not hands.venue(ROOM).active
    eventually(lambda: teacher.send(room_id, "One more thing").status_code == 403, ACTS_WITHIN)
    room = hands.build(ROOM)
    assert room.content("m.room.power_levels")["events_default"] == 100
    assert {student.user_id, teacher.user_id} <= joined(room, hands)
    refused = teacher.send(room_id, "One more thing")
    assert "designated_venue" in refused.text
    assert student.call("GET", f"/rooms/{room_id}/messages?dir=b&limit=5").status_code == 200
    assert student.call("POST", f"/rooms/{room_id}/leave", {}).status_code == 200
    eventually(lambda: child(hands, room_id) == {})


def begun(hands: Hands) -> str:
    """Work on the school's space for a moment: to fill it takes long."""
    hands.builder().build(hands.wanted(SPACE), hands.names(), seconds=0.1)
    return str(hands.venue(SPACE).room_id)


def child(hands: Hands, room_id: str) -> Mapping[str, Any]:
    """How the room is linked in the space, after some more work on it."""
    return hands.calls.state(begun(hands)).content("m.space.child", room_id)


@pytest.mark.parametrize("version", ["10", "11", "12"])
def test_every_room_version_and_killed_after_any_request(hands: Hands, version: str) -> None:
    """Each request may be the last; what a new steward finds, it finishes, and makes no second."""
    class_id = f"class-9{version}"
    files = Files.of_the_demo()
    files.add_class(class_id, f"Version {version}", TEACHER, WITHOUT_ACCOUNT)
    hands.import_(files)
    venue, names, kills = f"room-{class_id}", hands.names(), 0
    for requests in (2, 3, 4, 5, 7, 9):
        with MortalHomeserver(hands.school.config, requests=requests) as mortal:
            try:
                hands.builder(version, mortal).build(hands.wanted(venue), names)
            except KilledError:
                kills += 1
    room = hands.build(venue, version)
    assert kills >= 3
    assert room.version == version
    assert joined(room, hands) == {hands.account(TEACHER), hands.account(WITHOUT_ACCOUNT)}
    users = dict(room.content("m.room.power_levels")["users"])
    assert users.pop(hands.homeserver.user_id, None) == (None if version == "12" else 100)
    assert users == {hands.account(TEACHER): 50}
    made = [
        hands.calls.state(room_id) for room_id in hands.homeserver.rooms_of(hands.account(TEACHER))
    ]
    names_of_rooms = [found.content("m.room.name").get("name") for found in made]
    assert names_of_rooms.count(f"Version {version}") == 1


def test_a_room_that_was_made_and_not_recorded_is_found_again(hands: Hands) -> None:
    files = Files.of_the_demo()
    files.add_class("class-95", "Lost and found", TEACHER, STUDENTS[0])
    hands.import_(files)
    request = {
        "name": "half made",
        "preset": "private_chat",
        "creation_content": {VENUE_MARK: "class"},
    }
    lost = hands.calls.create("room-class-95", request)
    room = hands.build("room-class-95")
    assert hands.venue("room-class-95").room_id == lost
    assert room.content("m.room.name") == {"name": "Lost and found"}
    assert alias_of("room-class-95") != alias_of("room-class-96")


def test_a_club_that_the_district_names_is_made_with_its_owner(hands: Hands) -> None:
    """Who is named comes in; the owner invites others, who stay; its last day closes it."""
    hands.import_(two_classes())
    club = Venue(
        id="chess-90",
        kind="club",
        name="Chess",
        org="org-s2",
        owner=hands.person(TEACHER).id,
        people=(hands.person(STUDENTS[0]).id,),
    )
    with hands.school.connect() as connection, connection.begin():
        venues.add(connection, club, by="test")
    room = hands.build(club.id)
    teacher = hands.account(TEACHER)
    assert joined(room, hands) == {teacher, hands.account(STUDENTS[0])}
    power = room.content("m.room.power_levels")
    assert (power["users"], power["invite"]) == ({teacher: 50}, 50)
    owner, guest = hands.sign_in(TEACHER), hands.account(STUDENTS[1])
    room_id = str(hands.venue(club.id).room_id)

    def invited() -> bool:
        path = f"/rooms/{room_id}/invite"
        return owner.call("POST", path, {"user_id": guest}).is_success

    eventually(invited, ACTS_WITHIN + 1)
    hands.homeserver.join(room_id, guest)
    assert guest in joined(hands.build(club.id), hands)
    with hands.school.connect() as connection, connection.begin():
        venues.close(connection, club.id, by="test")
    closed = hands.build(club.id)
    assert closed.content("m.room.power_levels")["events_default"] == 100
    assert guest in joined(closed, hands)
    eventually(lambda: not owner.send(room_id, "Still here?").is_success, ACTS_WITHIN)
