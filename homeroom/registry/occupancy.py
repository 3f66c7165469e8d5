"""Who is in a room at a point of its history: gathered once a state, not once an event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from homeroom.registry.matrix import STUDENT_MARK, VENUE_MARK, MatrixEvent, RoomState

CREATE, MEMBER = "m.room.create", "m.room.member"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy:
    """How a room was made, and who is in it, by user id."""

    maker: str | None = None
    mark: Any = None
    """What its maker says it is; worth as much as the maker."""
    about: str | None = None
    """The student (person id) whom its maker says it is about."""
    joined: frozenset[str] = frozenset()
    invited: frozenset[str] = frozenset()

    @property
    def everybody(self) -> frozenset[str]:
        """Whoever has joined or is invited."""
        return self.joined | self.invited

    @classmethod
    def of(cls, state: RoomState) -> Occupancy:
        """The whole state of a room, walked through once."""
        return cls().after(event for (kind, _), event in state.items() if kind in (CREATE, MEMBER))

    def after(self, changes: Iterable[MatrixEvent]) -> Occupancy:
        """This room after some of its state has changed; what concerns nobody changes nothing."""
        made, joined, invited = self, set(self.joined), set(self.invited)
        for event in changes:
            if event.type == CREATE:
                made = _made(made, event)
            elif event.type == MEMBER:
                _moved(event, joined, invited)
        return replace(made, joined=frozenset(joined), invited=frozenset(invited))


def _made(before: Occupancy, create: MatrixEvent) -> Occupancy:
    about = create.content.get(STUDENT_MARK)
    return replace(
        before,
        maker=create.sender,
        mark=create.content.get(VENUE_MARK),
        about=about if isinstance(about, str) else None,
    )


def _moved(event: MatrixEvent, joined: set[str], invited: set[str]) -> None:
    who, membership = str(event.get_state_key()), event.content.get("membership")
    joined.discard(who)
    invited.discard(who)
    if membership == "join":
        joined.add(who)
    elif membership == "invite":
        invited.add(who)
