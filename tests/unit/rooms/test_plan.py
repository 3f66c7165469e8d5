"""Whatever a room is like, and wherever it is stopped, the plan leads to what is wanted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.rooms.levels import LISTED_CREATORS, levels
from homeroom.rooms.members import Capacity
from homeroom.rooms.plan import Invite, Join, Remove, Set, plan
from homeroom.rooms.wanted import WantedRoom
from tests.unit.rooms.fake import SERVER, SYSTEM, FakeRoom

VERSIONS = ("10", "11", "12")
PEOPLE = tuple(f"@{name}:{SERVER}" for name in ("ana", "ben", "cleo", "dov", "eve"))
GHOST = f"@_whatsapp_1:{SERVER}"
ROOM = WantedRoom(
    venue="room-c1",
    kind="class",
    room_id="!c1",
    name="Science 7",
    topic="Lantern School",
    open=True,
    members={PEOPLE[0]: "moderator", PEOPLE[1]: "member"},
    shut_out=frozenset(),
    parents=("!s1",),
)
SPACE = replace(ROOM, kind="space", parents=(), children=("!c1",))

capacities: st.SearchStrategy[Capacity] = st.sampled_from(["member", "moderator"])
wanted_rooms = st.builds(
    WantedRoom,
    venue=st.just("room-c1"),
    kind=st.sampled_from(["class", "staff", "space", "announcement"]),
    room_id=st.just("!c1"),
    name=st.sampled_from(["Science 7", "Science 8"]),
    topic=st.sampled_from(["", "Lantern School"]),
    open=st.just(True),
    members=st.dictionaries(st.sampled_from(PEOPLE), capacities),
    shut_out=st.just(frozenset()),
    parents=st.sampled_from([(), ("!s1",), ("!s2",)]),
    children=st.sampled_from([(), ("!a",), ("!a", "!b")]),
)


@st.composite
def histories(draw: st.DrawFn) -> list[WantedRoom]:
    """What was wanted of one room, one after another; its kind stays, and it may be closed."""
    found = draw(st.lists(wanted_rooms, min_size=1, max_size=4))
    found = [replace(each, kind=found[0].kind) for each in found]
    if draw(st.booleans()):
        found.append(replace(found[-1], open=False, members=None, parents=(), children=()))
    return found


def expect(room: FakeRoom, wanted: WantedRoom) -> None:
    """The room is what is wanted, but for those whom a moderator has banned."""
    assert room.settings["m.room.name", ""] == {"name": wanted.name}
    assert room.settings.get(("m.room.topic", ""), {"topic": ""}) == {"topic": wanted.topic}
    power = levels(wanted, version=room.version, system=SYSTEM)
    assert room.settings["m.room.power_levels", ""] == power
    for kind, links in (("m.space.parent", wanted.parents), ("m.space.child", wanted.children)):
        assert {k for (t, k), content in room.settings.items() if t == kind and content} == {*links}
    joined = {a for a, m in room.members.items() if m == "join"} - {SYSTEM, GHOST}
    if wanted.members is not None:
        banned = {a for a, m in room.members.items() if m == "ban"}
        assert joined == wanted.members.keys() - banned
        assert {a for a, m in room.members.items() if m == "invite"} <= {GHOST}


@settings(max_examples=150, deadline=None)
@given(histories(), st.sampled_from(VERSIONS), st.lists(st.integers(0, 12), max_size=6))
def test_killed_anywhere_it_still_gets_there(
    history: list[WantedRoom], version: str, kills: list[int]
) -> None:
    """After any kills the last one wanted is reached, and a second plan is empty."""
    room, deaths = FakeRoom(version=version), iter(kills)
    for wanted in history:
        room.run(wanted, at_most=next(deaths, None))
    room.run(history[-1])
    if room.made:
        expect(room, history[-1])
        assert plan(history[-1], room.actual(), system=SYSTEM) == ()


@settings(max_examples=100, deadline=None)
@given(
    wanted_rooms,
    st.sampled_from(VERSIONS),
    st.dictionaries(
        st.sampled_from([*PEOPLE, GHOST]),
        st.sampled_from(["join", "invite", "knock", "leave", "ban"]),
    ),
    st.sampled_from([{}, {"name": "Party"}]),
)
def test_what_others_did_to_the_room_is_put_right(
    wanted: WantedRoom, version: str, members: dict[str, str], name: dict[str, str]
) -> None:
    room = FakeRoom(version=version)
    room.run(wanted)
    room.members |= members
    room.settings["m.room.name", ""] = name
    room.settings["m.room.power_levels", ""] = {"users": {PEOPLE[0]: 100}}
    room.run(wanted)
    expect(room, wanted)
    assert room.members.get(GHOST) == members.get(GHOST)
    banned = {account for account, membership in members.items() if membership == "ban"}
    assert {room.members[account] for account in banned} <= {"ban"}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_creator_is_listed_only_where_it_must_be(version: str) -> None:
    """From version 12 on such a list is refused; before, the creator would be powerless."""
    users = levels(ROOM, version=version, system=SYSTEM)["users"]
    assert users == {PEOPLE[0]: 50} | ({SYSTEM: 100} if version in LISTED_CREATORS else {})


def test_who_must_go_goes_first_and_who_watches_comes_first() -> None:
    room = FakeRoom(version="12")
    room.run(replace(ROOM, members={PEOPLE[4]: "member"}))
    steps = plan(
        replace(ROOM, members={PEOPLE[1]: "member", PEOPLE[3]: "moderator"}),
        room.actual(),
        system=SYSTEM,
    )
    assert isinstance(steps[0], Remove)
    assert [type(step) for step in steps[1:]] == [Set, Invite, Join, Invite, Join]
    assert [s.account for s in steps if isinstance(s, Join)] == [PEOPLE[3], PEOPLE[1]]


def test_students_and_moderators_change_no_settings() -> None:
    power = levels(ROOM, version="12", system=SYSTEM)
    assert power["users_default"] == power["events_default"] == 0
    assert power["state_default"] == power["invite"] == 100
    assert max(power["users"].values()) == 50


@pytest.mark.parametrize(
    ("room", "who"),
    [
        (replace(ROOM, open=False, members=None), "a closed room"),
        (SPACE, "a space"),
    ],
)
def test_nobody_writes_in(room: WantedRoom, who: str) -> None:
    power = levels(room, version="12", system=SYSTEM)
    assert power["events_default"] == 100, who
    assert power["users"] == {}, who


def test_in_announcements_staff_write_and_everybody_reacts() -> None:
    power = levels(replace(ROOM, kind="announcement"), version="12", system=SYSTEM)
    assert power["events_default"] == 50
    assert power["events"]["m.reaction"] == 0


def test_a_closed_room_keeps_its_readers_but_for_those_shut_out() -> None:
    room = FakeRoom(version="12")
    room.run(ROOM)
    room.run(replace(ROOM, open=False, members=None, shut_out=frozenset({PEOPLE[1]})))
    assert {a for a, m in room.members.items() if m == "join"} == {SYSTEM, PEOPLE[0]}


def test_where_people_come_by_invitation_only_those_shut_out_are_touched() -> None:
    by_invitation = replace(ROOM, kind="family", members=None)
    assert plan(by_invitation, None, system=SYSTEM) == ()
    room = FakeRoom(version="12")
    room.run(ROOM)
    assert plan(by_invitation, room.actual(), system=SYSTEM) == ()
    barred = replace(by_invitation, shut_out=frozenset({PEOPLE[0]}))
    assert plan(barred, room.actual(), system=SYSTEM) == (Remove(account=PEOPLE[0]),)


def test_a_venue_that_was_closed_before_it_had_a_room_gets_none() -> None:
    assert plan(replace(ROOM, room_id=None, open=False, members=None), None, system=SYSTEM) == ()


def test_a_room_is_of_this_server_only() -> None:
    room = FakeRoom(version="12")
    room.run(SPACE)
    create = room.settings["m.room.create", ""]
    assert create["m.federate"] is False
    assert create["type"] == "m.space"
    assert room.settings["m.room.join_rules", ""] == {"join_rule": "invite"}
