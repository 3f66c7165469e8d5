"""Messages of bridges that are not delivered, with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from admin_portal.keyset import LIMIT, Slice, cut
from admin_portal.queries import names
from homeroom.registry import people
from homeroom.registry.decisions import naming
from homeroom.registry.model import Guardianship, Person, Venue

PAGE = text("""
    SELECT id, network, direction, state, code, reason, sent_at, added, tries, conversation
    FROM bridge.held
    WHERE (:code = '' OR code = :code)
      AND (CAST(:added AS timestamptz) IS NULL OR (added, id) < (CAST(:added AS timestamptz), :id))
    ORDER BY added DESC, id DESC LIMIT :limit
""")
COUNTS = text("SELECT code, count(*) FROM bridge.held GROUP BY code ORDER BY count(*) DESC, code")
ONE = text("SELECT direction, conversation FROM bridge.held WHERE id = :id")
RELEASE = text("SELECT bridge.release(:id)")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMessage:
    """A message that waits. `id` is negative for what could not be read at all."""

    id: int
    network: str
    direction: str
    state: str
    code: str
    reason: str
    sent_at: datetime
    added: datetime
    tries: int
    with_whom: str
    """The room that it was written in, or the guardian whom it is from; empty if not known."""
    about: frozenset[str]
    """The people (person ids) whom it concerns: the guardian, and the students of the family."""

    @property
    def releasable(self) -> bool:
        return self.id > 0


def page_of(
    connection: Connection, hidden: Collection[str], *, code: str = "", before: str = ""
) -> Slice[HeldMessage]:
    """The messages held, the newest first, none about the people (person ids) who are hidden.

    `before` is the key of the page before.
    """
    added, id_ = _key(before)
    rows = (
        connection.execute(PAGE, {"code": code, "added": added, "id": id_, "limit": LIMIT + 1})
        .mappings()
        .all()
    )
    held = [HeldMessage(**row) for row in _named(connection, rows)]
    found = cut(held, key=lambda message: f"{message.added.isoformat()}_{message.id}")
    of_others = tuple(each for each in found.rows if each.about.isdisjoint(hidden))
    return replace(found, rows=of_others)


def counts(connection: Connection) -> dict[str, int]:
    """How many are held for each reason's code, the most frequent first."""
    return {str(code): int(count) for code, count in connection.execute(COUNTS)}


def about(connection: Connection, message: int) -> frozenset[str]:
    """Whom (person ids) a message that waits concerns; nobody where none waits."""
    row = connection.execute(ONE, {"id": message}).one_or_none()
    return _about(connection, str(row.conversation or "")) if row else frozenset()


def release(connection: Connection, message: int) -> bool:
    """Have a message judged again now; False where it does not wait any more."""
    return bool(connection.scalar(RELEASE, {"id": message}))


def _named(connection: Connection, rows: Sequence[RowMapping]) -> Iterator[dict[str, Any]]:
    """The rows with names in place of their conversations: rooms, or telephone numbers."""
    rooms = names.rooms(
        connection, {str(r["conversation"]) for r in rows if r["direction"] == "out"}
    )
    for row in rows:
        told = dict(row)
        conversation = str(told.pop("conversation") or "")
        guardians = ", ".join(person.name for person in _guardians(connection, conversation))
        whom = rooms.get(conversation, "") or guardians
        yield {**told, "with_whom": whom, "about": _about(connection, conversation)}


def _guardians(connection: Connection, number: str) -> list[Person]:
    """Whoever of the roster has this number, in the digits that a messenger writes it in."""
    return people.by_phone(connection, f"+{number}") if number.isdigit() else []


def _about(connection: Connection, conversation: str) -> frozenset[str]:
    guardians = {person.id for person in _guardians(connection, conversation)}
    ties = naming(connection, Guardianship, "guardian", guardians)
    rooms = naming(connection, Venue, "room_id", [conversation])
    students = {tie.student for tie in ties} | {room.student for room in rooms if room.student}
    return frozenset(guardians | students)


def _key(before: str) -> tuple[datetime | None, int]:
    """The first page for a key that cannot be read: nothing is lost by it."""
    added, _, id_ = before.rpartition("_")
    try:
        at = datetime.fromisoformat(added)
        return (at if at.tzinfo else None), int(id_)
    except ValueError:
        return None, 0
