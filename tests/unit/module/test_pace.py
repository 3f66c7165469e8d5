"""When somebody last said something, as slow mode is judged by."""

from __future__ import annotations

import pytest

from synapse_module import pace
from synapse_module.pace import Pace


def test_each_room_and_each_person_has_a_pace_of_its_own() -> None:
    now = 100.0
    known = Pace(clock=lambda: now)
    assert known.since("!a", "@x") is None
    known.accepted("!a", "@x")
    now = 107.5
    assert known.since("!a", "@x") == 7.5
    assert known.since("!b", "@x") is None
    assert known.since("!a", "@y") is None


def test_no_more_is_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is forgotten is whoever has been silent longest."""
    monkeypatch.setattr(pace, "MOST_REMEMBERED", 2)
    known = Pace(clock=lambda: 0.0)
    for name in ("x", "y", "x", "z"):
        known.accepted("!a", name)
    assert [name for name in "xyz" if known.since("!a", name) is not None] == ["x", "z"]


def test_the_last_message_counts_in_whatever_order_they_are_heard_of() -> None:
    """One that was heard of twice, or late, makes nobody wait longer."""
    now = 100.0
    known = Pace(clock=lambda: now)
    known.accepted("!a", "@x", ago=4.0)
    assert known.since("!a", "@x") == 4.0
    known.accepted("!a", "@x")
    known.accepted("!a", "@x", ago=4.0)
    assert known.since("!a", "@x") == 0.0
    # a clock that is ahead elsewhere is no reason to wait longer
    known.accepted("!b", "@x", ago=-30.0)
    assert known.since("!b", "@x") == 0.0
