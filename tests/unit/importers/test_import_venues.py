"""The venues that follow from a roster, and what people decided about a venue stays decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homeroom.importers.venues import venues
from homeroom.registry.model import Org, SchoolClass, Venue

SCIENCE = SchoolClass(id="c1", title="Science 7", org="s1")
OVER = replace(SCIENCE, active=False)
RENAMED = replace(SCIENCE, title="Science 7, period 2")
MOVED = replace(SCIENCE, org="s2")
ROOM = Venue(id="room-c1", kind="class", name="Science 7", org="s1", class_id="c1")
CLOSED = replace(ROOM, active=False)
OWN_NAME = replace(ROOM, name="The lab")
OPEN_TO_FAMILIES = replace(ROOM, networks=("whatsapp",), room_id="!a:district.example")

CASES: list[tuple[str, list[Venue], SchoolClass | None, SchoolClass | None, list[Venue]]] = [
    ("a new class gets a room", [], None, SCIENCE, [ROOM]),
    ("so does one that was imported before it could", [], SCIENCE, SCIENCE, [ROOM]),
    ("nothing new, nothing to decide", [ROOM], SCIENCE, SCIENCE, []),
    (
        "the room is renamed with its class",
        [ROOM],
        SCIENCE,
        RENAMED,
        [replace(ROOM, name=RENAMED.title)],
    ),
    ("a name that people gave it stays", [OWN_NAME], SCIENCE, RENAMED, []),
    ("it moves with its class", [ROOM], SCIENCE, MOVED, [replace(ROOM, org="s2")]),
    (
        "what it allows, and where it is, stay",
        [OPEN_TO_FAMILIES],
        SCIENCE,
        RENAMED,
        [replace(OPEN_TO_FAMILIES, name=RENAMED.title)],
    ),
    ("the class ends", [ROOM], SCIENCE, None, [CLOSED]),
    ("it ended before", [CLOSED], OVER, None, []),
    ("a class that comes back gets its room back", [CLOSED], OVER, SCIENCE, [ROOM]),
    ("one that people closed stays closed", [CLOSED], SCIENCE, SCIENCE, []),
    ("whatever it is called now", [CLOSED], SCIENCE, RENAMED, []),
    (
        "a second room of the class is the class's, too",
        [ROOM, replace(ROOM, id="lab")],
        SCIENCE,
        None,
        [CLOSED, replace(CLOSED, id="lab")],
    ),
    (
        "other rooms are not the roster's",
        [
            replace(ROOM, id="chess", class_id=None),
            replace(ROOM, id="family-1", kind="family"),
            replace(ROOM, id="staff-s1", kind="staff", class_id=None),
        ],
        SCIENCE,
        None,
        [],
    ),
    (
        "an id that is taken is left to who has it",
        [replace(ROOM, kind="staff", class_id=None)],
        None,
        SCIENCE,
        [replace(ROOM, id="room-c1-")],
    ),
]


@pytest.mark.parametrize(
    ("known", "before", "after", "decided"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_the_room_of_a_class(
    known: list[Venue],
    before: SchoolClass | None,
    after: SchoolClass | None,
    decided: list[Venue],
) -> None:
    held = {before.key: before} if before else {}
    said = {after.key: after} if after else {}
    by_id = {venue.id: venue for venue in known}
    found = venues(by_id, classes=(held, said), orgs=({}, {}))
    assert sorted(found, key=lambda v: v.id) == sorted(decided, key=lambda v: v.id)


def test_a_school_gets_a_space_and_keeps_it_while_it_is_there() -> None:
    school = Org(id="s1", name="Lantern School", kind="school")
    space = Venue(id="space-s1", kind="space", name="Lantern School", org="s1")
    assert venues({}, classes=({}, {}), orgs=({}, {"s1": school})) == [space]
    known = {space.id: space}
    gone = venues(known, classes=({}, {}), orgs=({"s1": school}, {}))
    assert gone == [replace(space, active=False)]
    assert venues(known, classes=({}, {}), orgs=({"s1": school}, {"s1": school})) == []
