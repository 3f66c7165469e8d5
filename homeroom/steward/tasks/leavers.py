"""Who leaves the district leaves every room, direct and family rooms too; the account stays.

Requests are refused by the verdict from the moment a process knows, and the module ends the
sessions and locks the account; this ends the memberships, so that nobody writes to somebody who
is not there any more.
"""

from __future__ import annotations

import json
import logging

from sqlalchemy import text

from homeroom.registry import decisions
from homeroom.registry.decisions import decode
from homeroom.registry.model import Person
from homeroom.steward.homeserver import RefusedError
from homeroom.steward.task import Office, Task

APPEND = text("SELECT outbox.append('account', :key, :payload)")
EVERY_SECONDS = 0.5
BROKEN = 500
logger = logging.getLogger("homeroom.steward")


class Leavers:
    """The task; at its start it looks at everybody who ever left."""

    def __init__(self) -> None:
        self._seq = 0

    def __call__(self, office: Office) -> None:
        """Have those who left since the last look leave their rooms; each is on record."""
        with office.engine.connect() as connection:
            latest = decisions.latest(connection)
            if latest == self._seq:
                return
            subjects = [Person.SUBJECT]
            changed = (
                decisions.changes_since(connection, self._seq, subjects)
                if self._seq
                else decisions.all_current(connection, subjects)
            )
        people = {decision.key: decode(Person, decision.state) for decision in changed}
        for person in people.values():
            if not person.active and person.user_id is not None:
                _leave_all(office, person.user_id)
        self._seq = latest


def _leave_all(office: Office, account: str) -> None:
    left = [room for room in sorted(_rooms(office, account)) if _left(office, account, room)]
    if not left:
        return
    payload = json.dumps({"account": account, "left_rooms": left, "because": "left the roster"})
    with office.engine.begin() as connection:
        connection.execute(APPEND, {"key": account, "payload": payload})
    logger.info("somebody who left the roster left their rooms", extra={"rooms": len(left)})


def _rooms(office: Office, account: str) -> set[str]:
    """None for an account that the homeserver does not have."""
    try:
        return office.homeserver.rooms_of(account)
    except RefusedError as error:
        if error.status >= BROKEN:
            raise
        return set()


def _left(office: Office, account: str, room_id: str) -> bool:
    try:
        office.homeserver.leave(account, room_id)
    except RefusedError as error:
        if error.status >= BROKEN:
            raise
        return False
    return True


TASK = Task(name="leavers", every_seconds=EVERY_SECONDS, act=Leavers())
