"""Which messages of other processes slow mode counts from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from synapse_module.elsewhere import Elsewhere
from synapse_module.pace import Pace
from tests.fixtures import alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """As much of an event as is looked at; it was sent at 100 s."""

    type: str = "m.room.message"
    content: dict[str, Any] = field(default_factory=lambda: {"msgtype": "m.text", "body": "Hi"})
    room_id: str = "!a"
    sender: str = "@x"
    origin_server_ts: int = 100_000
    state_key: str | None = None

    def is_state(self) -> bool:
        return self.state_key is not None


def came(**content: str) -> Event:
    return Event(type="m.room.member", content=content, state_key="@x")


class Known(Elsewhere):
    """Looks at one event alone, at 102.5 s."""

    server_name = "district.example"

    def __init__(self, event: Event | None, pace: Pace) -> None:
        self._event = event
        self._pace = pace
        self._store: Any = self
        self._api: Any = self
        self._hs = self

    async def get_event(self, event_id: str, *, allow_none: bool) -> Event | None:
        assert allow_none
        return self._event

    def get_clock(self) -> Known:
        return self

    def time_msec(self) -> int:
        return 102_500


CASES = [
    (Event(), 2.5),
    # a file is something said
    (Event(content={"msgtype": "m.image", "body": "x", "url": "mxc://district.example/abc"}), 2.5),
    # a reaction and an edit are not
    (Event(type="m.reaction", content={"m.relates_to": {"rel_type": "m.annotation"}}), None),
    (Event(content={"body": "* Hi", "m.relates_to": {"rel_type": "m.replace"}}), None),
    # words to a membership are, a membership alone and a setting are not
    (came(membership="leave", reason="I am off"), 2.5),
    (came(membership="join", reason="Here I am"), 2.5),
    (came(membership="join", displayname="Ana"), None),
    (Event(type="m.room.topic", content={"topic": "x"}, state_key=""), None),
    # it was refused in the end
    (None, None),
]


@pytest.mark.parametrize(("event", "since"), CASES)
def test_what_was_said_elsewhere_is_remembered(event: Event | None, since: float | None) -> None:
    pace = Pace(clock=lambda: 50.0)
    alone.run(Known(event, pace).hear("$e"))
    assert pace.since("!a", "@x") == since
