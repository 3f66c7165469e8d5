"""Rooms and their members, as the registry says: within seconds of a decision, and swept hourly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Protocol

from homeroom.rooms.wanted import WantedRoom, wanted_rooms
from homeroom.steward.agenda import Agenda, Urgency
from homeroom.steward.builder import Builder, Outcome
from homeroom.steward.roll_book import RollBook
from homeroom.steward.task import Office, Task

LOOK_SECONDS = 0.5
"""How often the registry is asked for decisions."""
TIME_SECONDS = 15.0
"""How often rooms are computed anew for what changes by time alone, as a substitute's hours."""
SWEEP_SECONDS = 3600.0
TURN_SECONDS = 1.0
"""How long rooms are worked on before the registry is asked again, and a large one in one go, so
that a removal elsewhere need not wait for it."""
FEW = 10
"""With more rooms than this waiting, the homeserver rests as long as it worked."""

NEVER = float("-inf")


class Builds(Protocol):
    """Takes steps to a room."""

    def build(
        self, wanted: WantedRoom, names: Mapping[str, str], *, seconds: float = ...
    ) -> Outcome:
        """As `Builder.build`."""
        ...


def builder_of(office: Office) -> Builder:
    """The builder on the homeserver, with accounts that have no password."""
    return Builder(
        office.homeserver,
        office.engine,
        metrics=office.metrics,
        room_version=office.config.steward.room_version,
    )


class Rooms:
    """The task, with what it remembers between its turns; forgotten, it is found out again."""

    def __init__(
        self,
        clock: Callable[[], float] = monotonic,
        builder_of: Callable[[Office], Builds] = builder_of,
        book: RollBook | None = None,
    ) -> None:
        self._clock = clock
        self._builder_of = builder_of
        self._book = book or RollBook()
        self._agenda = Agenda()
        self._wanted: Mapping[str, WantedRoom] = {}
        self._computed = self._swept = NEVER
        self._builder: Builds | None = None

    def act(self, office: Office) -> None:
        """Look at the registry, then work on the rooms that differ, the most urgent first."""
        self._look(office)
        self._work(office, self._clock() + TURN_SECONDS)
        office.metrics.waiting.set(len(self._agenda))

    @property
    def settled(self) -> bool:
        """Is every room known to be as the registry says?"""
        return not self._agenda

    def _look(self, office: Office) -> None:
        now = self._clock()
        with office.engine.connect() as connection:
            changed = self._book.refresh(connection)
        if changed or now - self._computed >= TIME_SECONDS:
            before, self._wanted = self._wanted, wanted_rooms(self._book.roll, self._book.now)
            self._computed = now
            if self._swept > NEVER:  # at the start all are looked at, whatever has changed
                self._note(before, now)
        if now - self._swept >= SWEEP_SECONDS:
            self._swept = now
            for venue in sorted(self._wanted, key=_spaces_first(self._wanted)):
                self._agenda.add(venue, Urgency.SWEEP, now)

    def _note(self, before: Mapping[str, WantedRoom], now: float) -> None:
        for venue, wanted in self._wanted.items():
            if wanted != before.get(venue):
                self._agenda.add(venue, urgency(before.get(venue), wanted), now)

    def _work(self, office: Office, until: float) -> None:
        while not office.stopping.is_set():
            began = self._clock()
            venue = self._agenda.next(began)
            if venue is None or began >= until:
                return
            self._build(office, venue)
            if len(self._agenda) > FEW:
                office.stopping.wait(self._clock() - began)

    def _build(self, office: Office, venue: str) -> None:
        if self._builder is None:
            self._builder = self._builder_of(office)
        match self._builder.build(self._wanted[venue], self._book.roll.names, seconds=TURN_SECONDS):
            case "done":
                self._agenda.done(venue)
            case "more":
                self._agenda.again(venue, self._clock())
            case "refused":
                self._agenda.refused(venue, self._clock())


def urgency(before: WantedRoom | None, after: WantedRoom) -> Urgency:
    """How soon this change must be made."""
    if before is None:
        return Urgency.CHANGE
    closes = before.open and not after.open
    leaves = (before.members or {}).keys() - (after.members or {}).keys()
    lowered = any(
        after_capacity == "member" and (before.members or {}).get(account) == "moderator"
        for account, after_capacity in (after.members or {}).items()
    )
    parted = _apart(after) - _apart(before)
    if closes or leaves or lowered or parted or after.shut_out - before.shut_out:
        return Urgency.REMOVAL
    return Urgency.CHANGE


def _apart(wanted: WantedRoom) -> frozenset[str]:
    return frozenset[str]().union(*(each.accounts for each in wanted.apart))


def _spaces_first(wanted: Mapping[str, WantedRoom]) -> Callable[[str], tuple[bool, str]]:
    """A room is made with its place in its space where that is there already."""
    return lambda venue: (wanted[venue].kind != "space", venue)


TASK = Task(name="rooms", every_seconds=LOOK_SECONDS, act=Rooms().act)
