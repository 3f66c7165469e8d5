"""The most urgent room first; one that was refused is tried again, and holds nobody up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from homeroom.rooms.wanted import WantedRoom
from homeroom.steward.agenda import LONGEST_WAIT, Agenda, Urgency
from homeroom.steward.tasks.rooms import urgency

ROOM = WantedRoom(
    venue="v",
    kind="class",
    room_id="!r",
    name="Science",
    topic="",
    open=True,
    members={"@t": "moderator", "@s": "member"},
    shut_out=frozenset(),
)


def test_a_removal_comes_before_a_change_and_that_before_the_sweep() -> None:
    agenda = Agenda()
    agenda.add("sweep", Urgency.SWEEP, 0)
    agenda.add("change", Urgency.CHANGE, 0)
    agenda.add("removal", Urgency.REMOVAL, 0)
    order = []
    while (venue := agenda.next(0)) is not None:
        order.append(venue)
        agenda.done(venue)
    assert order == ["removal", "change", "sweep"]
    assert not agenda


def test_one_that_waits_becomes_more_urgent_and_never_less() -> None:
    agenda = Agenda()
    agenda.add("a", Urgency.CHANGE, 0)
    agenda.add("b", Urgency.SWEEP, 0)
    agenda.add("b", Urgency.REMOVAL, 0)
    agenda.add("b", Urgency.SWEEP, 0)
    assert agenda.next(0) == "b"
    assert len(agenda) == 2


def test_what_goes_on_lets_others_of_its_urgency_go_first() -> None:
    agenda = Agenda()
    agenda.add("large", Urgency.SWEEP, 0)
    agenda.add("small", Urgency.SWEEP, 0)
    assert agenda.next(0) == "large"
    agenda.again("large", 0)
    assert agenda.next(0) == "small"


def test_what_was_refused_waits_twice_as_long_each_time_up_to_a_minute() -> None:
    agenda, now, waits = Agenda(), 0.0, []
    agenda.add("a", Urgency.CHANGE, now)
    for _ in range(12):
        agenda.refused("a", now)
        assert agenda.next(now) is None
        began = now
        while agenda.next(now) is None:
            now += 0.5
        waits.append(now - began)
    assert waits[:3] == [0.5, 1.0, 2.0]
    assert waits[-1] == LONGEST_WAIT


def test_a_new_decision_ends_the_wait() -> None:
    agenda = Agenda()
    agenda.add("a", Urgency.CHANGE, 0)
    for _ in range(5):
        agenda.refused("a", 0)
    agenda.add("a", Urgency.CHANGE, 1)
    assert agenda.next(1) == "a"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"members": {"@t": "moderator"}}, Urgency.REMOVAL),
        ({"members": {"@t": "member", "@s": "member"}}, Urgency.REMOVAL),
        ({"open": False, "members": None}, Urgency.REMOVAL),
        ({"shut_out": frozenset({"@s"})}, Urgency.REMOVAL),
        ({"name": "Science 8"}, Urgency.CHANGE),
        ({"members": {"@t": "moderator", "@s": "member", "@n": "member"}}, Urgency.CHANGE),
        ({"members": {"@t": "moderator", "@s": "moderator"}}, Urgency.CHANGE),
    ],
)
def test_where_somebody_must_go_it_is_urgent(change: dict[str, Any], expected: Urgency) -> None:
    assert urgency(ROOM, replace(ROOM, **change)) is expected


def test_a_new_room_is_a_change() -> None:
    assert urgency(None, ROOM) is Urgency.CHANGE
