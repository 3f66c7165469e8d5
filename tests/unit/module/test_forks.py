"""Which of two events knew of the other: the graph of a room, small."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pytest

from synapse_module.forks import Forks


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """As much of an event as is looked at."""

    event_id: str
    depth: int
    parents: tuple[str, ...] = ()

    def prev_event_ids(self) -> tuple[str, ...]:
        return self.parents


class Store:
    """Holds the events of one room."""

    def __init__(self, *events: Event) -> None:
        self.events = {event.event_id: event for event in events}

    async def get_events(self, ids: Collection[str]) -> dict[str, Event]:
        return {i: self.events[i] for i in ids if i in self.events}


class Graph(Forks):
    """Looks at a store alone."""

    def __init__(self, store: Any) -> None:
        self._store = store


START = Event(event_id="start", depth=1)
SAID = Event(event_id="said", depth=2, parents=("start",))
BETWEEN = Event(event_id="between", depth=3, parents=("said",))
ASIDE = Event(event_id="aside", depth=2, parents=("start",))

LEAVES: list[tuple[Event, bool]] = [
    # after the message, at once or with something between
    (Event(event_id="left", depth=3, parents=("said",)), False),
    (Event(event_id="left", depth=4, parents=("between",)), False),
    # before it
    (Event(event_id="start", depth=1), False),
    # at the same moment: the same parents, or a longer way beside it
    (Event(event_id="left", depth=2, parents=("start",)), True),
    (Event(event_id="left", depth=3, parents=("aside",)), True),
    # after both
    (Event(event_id="left", depth=3, parents=("aside", "said")), False),
]


@pytest.mark.parametrize(("leave", "fork"), LEAVES)
async def test_a_fork_is_where_neither_knew_the_other(leave: Event, fork: bool) -> None:
    graph = Graph(Store(START, SAID, BETWEEN, ASIDE))
    said: Any = SAID
    left: Any = leave
    assert await graph._unknown_to_each_other(said, left) is fork
