"""An administrator's one-time password, for when the district's sign-on fails.

It is asked for before a directory and before Synapse's own passwords, opens one session, and that
session ends with it: Synapse itself does not know its token any more then.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from synapse.module_api import ModuleApi

from homeroom.registry import emergencies
from homeroom.registry.model import Emergency
from synapse_module.judge import Judge
from synapse_module.recorder import Recorder

ENDS = (
    "UPDATE access_tokens SET valid_until_ms = %s WHERE token = %s",
    "UPDATE refresh_tokens SET expiry_ts = %s, ultimate_session_expiry_ts = %s WHERE token = %s",
)
InThread = Callable[..., Awaitable[Any]]
Opened = tuple[str, Callable[[Any], Awaitable[None]]]
"""Whose session it becomes, and what is done with it before it is given out."""


class Emergencies:
    """One a process."""

    def __init__(
        self, api: ModuleApi, judge: Judge, recorder: Recorder, in_thread: InThread
    ) -> None:
        self._api = api
        self._judge = judge
        self._recorder = recorder
        self._in_thread = in_thread

    async def check(self, name: str, password: str) -> Opened | None:
        """The account that a one-time password opens; None where it is none, or was used."""
        user_id = self._api.get_qualified_user_id(name)
        for found in emergencies.opened(self._judge.snapshot, user_id, datetime.now(UTC)):
            if await self._in_thread(emergencies.fits, found, password):
                return await self._once(found, user_id)
        return None

    async def _once(self, found: Emergency, user_id: str) -> Opened | None:
        """Whichever process claims it first; what cannot be claimed opens nothing."""
        mine = f"emergency:{found.id}"
        seconds = emergencies.LONGEST.total_seconds()
        claimed = await self._in_thread(self._recorder.claim, user_id, [mine], seconds)
        return (user_id, partial(self._limit, found.until)) if claimed else None

    async def _limit(self, until: datetime, session: Any) -> None:
        """Have the session end; an error here ends the sign-in, and nobody learns its token."""
        ends = int(until.timestamp() * 1000)
        await self._api.run_db_interaction("homeroom_emergency", _end, dict(session), ends)


def _end(transaction: Any, session: dict[str, Any], ends: int) -> None:
    access, refresh = ENDS
    transaction.execute(access, (ends, session["access_token"]))
    transaction.execute(refresh, (ends, ends, session.get("refresh_token", "")))
