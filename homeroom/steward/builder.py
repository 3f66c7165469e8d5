"""Makes a room as it shall be: reads what is there, plans, and takes the steps one by one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import Literal

from sqlalchemy import Engine

from homeroom.registry import venues
from homeroom.rooms.plan import Create, Invite, Join, Remove, Set, Step, plan, request
from homeroom.rooms.wanted import WantedRoom
from homeroom.steward.homeserver import Homeserver, RefusedError
from homeroom.steward.metrics import Metrics
from homeroom.steward.room_calls import RoomCalls

logger = logging.getLogger("homeroom.steward.rooms")

Outcome = Literal["done", "more", "refused"]
"""As it shall be; the time was up; something was refused, and is to be tried again."""
FORBIDDEN, NOT_FOUND, SLOWER, BROKEN = 403, 404, 429, 500


class Builder:
    """The one path by which rooms are made and changed; safe to stop anywhere.

    `make_account` (user id, display name) makes an account that is missing; by default one without
    a password, into which people come by the district's sign-on.
    """

    def __init__(
        self,
        homeserver: Homeserver,
        engine: Engine,
        *,
        metrics: Metrics,
        room_version: str | None = None,
        make_account: Callable[[str, str], object] | None = None,
    ) -> None:
        self._homeserver = homeserver
        self._calls = RoomCalls(homeserver)
        self._engine = engine
        self._metrics = metrics
        self._version = room_version or self._calls.default_version()
        self._make_account = make_account or homeserver.ensure_account
        self._accounts: set[str] = set()

    def build(
        self, wanted: WantedRoom, names: Mapping[str, str], *, seconds: float = float("inf")
    ) -> Outcome:
        """Take the steps to a room, for so many seconds; `names` are for new accounts.

        One step at least succeeds each time, or all were tried: it ends, at whatever pace.
        """
        until = monotonic() + seconds
        if wanted.members is None and wanted.open and not wanted.shut_out:
            return "done"
        if wanted.room_id is None:
            if not plan(wanted, None, system=self._homeserver.user_id):
                return "done"
            wanted = replace(wanted, room_id=self._make(wanted))
        room_id = str(wanted.room_id)
        try:
            steps = plan(wanted, self._calls.state(room_id), system=self._homeserver.user_id)
        except RefusedError as error:
            if error.status not in (FORBIDDEN, NOT_FOUND):
                raise
            return self._from_outside(wanted)
        refused = False
        for step in steps:
            taken = self._tried(step, room_id, partial(self._take, room_id, step, names))
            refused = refused or not taken
            if taken and monotonic() > until and step is not steps[-1]:
                return "more"
        return "refused" if refused else "done"

    def _make(self, wanted: WantedRoom) -> str:
        body = request(wanted, version=self._version, system=self._homeserver.user_id)
        room_id = self._calls.create(wanted.venue, body)
        with self._engine.begin() as connection:
            venues.place(connection, wanted.venue, room_id)
        self._metrics.steps.labels("create").inc()
        return room_id

    def _from_outside(self, wanted: WantedRoom) -> Outcome:
        """A room that we are not in, such as a bridge's: whoever may not stay leaves it."""
        room_id = str(wanted.room_id)
        for account in wanted.shut_out:
            leave = partial(self._homeserver.leave, account, room_id)
            self._tried(Remove(account=account), room_id, leave)
        return "done"

    def _tried(self, step: Step, room_id: str, take: Callable[[], None]) -> bool:
        """Take a step; False where it was refused, which keeps no other step from its turn."""
        kind = type(step).__name__.lower()
        try:
            take()
        except RefusedError as error:
            if error.status >= BROKEN or error.status == SLOWER:
                raise
            self._metrics.refused.labels(kind).inc()
            logger.info("refused", extra={"step": kind, "room": room_id, "code": error.code})
            return False
        self._metrics.steps.labels(kind).inc()
        return True

    def _take(self, room_id: str, step: Step, names: Mapping[str, str]) -> None:
        match step:
            case Create():
                raise AssertionError("a room is made before its steps are planned")
            case Set(kind=kind, key=key, content=content):
                self._calls.set(room_id, kind, key, content)
            case Remove(account=account):
                self._calls.remove(room_id, account)
            case Invite(account=account):
                self._have(account, names)
                self._calls.invite(room_id, account)
            case Join(account=account):
                self._have(account, names)
                self._homeserver.join(room_id, account)

    def _have(self, account: str, names: Mapping[str, str]) -> None:
        """Make the account of somebody who has none yet."""
        if account not in self._accounts:
            self._make_account(account, names[account])
            self._accounts.add(account)
