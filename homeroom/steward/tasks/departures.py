"""Has accounts leave the rooms in which the registry does not want them any more.

A court's order, a bot whose agreement ended, a student without consent in a bridged room: looked
at whenever the registry or the day changes, so that it is done within two seconds.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime
from time import monotonic

from homeroom.policy.facts import Registry
from homeroom.registry.rooms import Lens
from homeroom.registry.snapshot import Snapshot, caught_up
from homeroom.rooms.departures import (
    accounts_to_look_at,
    bridged_rooms,
    departures,
    kept_from,
    rooms_about,
)
from homeroom.steward.homeserver import PROVISIONER, Places, RefusedError
from homeroom.steward.task import Office, Task

EVERY_SECONDS = 0.5
ANYWAY_SECONDS = 60.0
"""So often it is looked at even where nothing changed: somebody may have failed before."""
logger = logging.getLogger("homeroom.steward")


class Departures:
    """The task; it keeps the registry in memory, and what it last looked at."""

    def __init__(self) -> None:
        self._snapshot = Snapshot()
        self._seen: tuple[int, date] | None = None
        self._looked = float("-inf")

    def __call__(self, office: Office) -> None:
        """Look where something may be wrong, and end it."""
        with office.engine.begin() as connection:
            self._snapshot = caught_up(connection, self._snapshot)
        lens = _lens(office, self._snapshot)
        now = (self._snapshot.seq, lens.day)
        if now == self._seen and monotonic() - self._looked < ANYWAY_SECONDS:
            return
        for account in sorted(accounts_to_look_at(lens)):
            _look(office, account, lens)
        for venue in bridged_rooms(lens):
            _clear(office, str(venue.room_id), f"@{PROVISIONER}:{lens.server_name}", lens)
        self._seen, self._looked = now, monotonic()


def _lens(office: Office, snapshot: Snapshot) -> Lens:
    server = office.config.server_name
    return Lens.at(
        datetime.now(UTC),
        snapshot,
        registry=Registry(age_seconds=0),
        server_name=server,
        system_account=f"@{PROVISIONER}:{server}",
    )


def _look(office: Office, account: str, lens: Lens) -> None:
    """Every room that an account is in, and the invitations that it may have."""
    places = _places(office, account)
    for room_id in sorted(places.joined):
        _clear(office, room_id, account, lens)
    shared = _rooms_of_kept_from(office, account, lens)
    for room_id in sorted(rooms_about(account, lens) | places.every & shared):
        _leave(office, account, room_id)


def _rooms_of_kept_from(office: Office, account: str, lens: Lens) -> frozenset[str]:
    """Wherever a student from whom a court keeps this account is, or is asked to come in."""
    found = frozenset[str]()
    for student in sorted(kept_from(account, lens)):
        person = lens.snapshot.states.get("person", {}).get(student)
        if person is not None and person.user_id is not None:
            found |= _places(office, person.user_id).every
    return found


def _places(office: Office, account: str) -> Places:
    """None for an account that the homeserver does not have."""
    try:
        return office.homeserver.places_of(account)
    except RefusedError:
        return Places()


def _clear(office: Office, room_id: str, seen_by: str, lens: Lens) -> None:
    try:
        joined = frozenset(office.homeserver.members_as(seen_by, room_id))
    except RefusedError:
        return
    for account in _last(departures(room_id, joined, lens), seen_by):
        _leave(office, account, room_id)


def _last(accounts: frozenset[str], looking: str) -> Iterator[str]:
    """Whoever looks leaves last: outside they see nothing."""
    yield from sorted(accounts - {looking})
    yield from accounts & {looking}


def _leave(office: Office, account: str, room_id: str) -> None:
    try:
        office.homeserver.leave(account, room_id)
    except RefusedError as error:
        if error.status >= 500:
            raise
    else:
        logger.info("left a room", extra={"room_id": room_id})


TASK = Task(name="departures", every_seconds=EVERY_SECONDS, act=Departures())
