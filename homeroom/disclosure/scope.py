"""The scope of a request: all records that pertain to a student, each with the reasons why."""

from __future__ import annotations

import json
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, func, insert, select, text

from homeroom.db.tables.archive import sealed_entry
from homeroom.db.tables.disclosure import scope_item
from homeroom.disclosure import finding, requests
from homeroom.disclosure.finding import Found
from homeroom.disclosure.membership import intervals
from homeroom.disclosure.mentions import mentions_of, texts_of
from homeroom.disclosure.model import Counts, Position, Reason, ScopeItem
from homeroom.errors import HomeroomError
from homeroom.registry import people
from homeroom.registry.decisions import decode, history, load
from homeroom.registry.model import Person, Request, Venue

SEALED_WITHIN = 30.0
"""Seconds that a scope waits for the archiver."""
RELATION_REASONS = {
    "m.in_reply_to": Reason.REPLY,
    "m.thread": Reason.REPLY,
    "m.reference": Reason.REPLY,
    "m.replace": Reason.EDIT,
    "m.annotation": Reason.REACTION,
    "deletion": Reason.DELETION,
}
LAST = text("SELECT coalesce(max(id), 0) FROM outbox.entry WHERE kind IN ('event', 'decision')")
WITHHELD = text("SELECT outbox.append('withheld', :key, :payload)")
WAITING = text(
    "SELECT count(*) FROM outbox.entry WHERE kind IN ('event', 'decision') AND id <= :last"
)


@dataclass(slots=True)
class Draft:
    """A scope being put together."""

    found: dict[Position, Found] = field(default_factory=dict)
    reasons: dict[Position, set[Reason]] = field(default_factory=lambda: defaultdict(set))

    def add(self, found: Iterable[Found], *reasons: Reason) -> None:
        """Take entries in, for reasons beside those they are in for already."""
        for each in found:
            self.found.setdefault(each.position, each)
            self.reasons[each.position].update(reasons)

    def items(self) -> list[ScopeItem]:
        """The scope in the log's order."""
        return [
            ScopeItem(
                position=position,
                at=found.at,
                kind=found.kind,
                room_id=found.room_id,
                event_id=found.event_id,
                reasons=tuple(sorted(self.reasons[position])),
            )
            for position, found in sorted(self.found.items())
        ]


def make_scope(connection: Connection, request_id: str, *, by: str) -> Counts:
    """Find and keep what a request covers, instead of what was kept before; the counts.

    Waits until everything said before now is sealed; `HomeroomError` where it is not in time.
    """
    request = requests.get(connection, request_id)
    wait_until_sealed(connection)
    items = unsealed(connection, find_scope(connection, request), request.id, by)
    moved = requests.move(connection, request, "scoped", by=by)
    connection.execute(delete(scope_item).where(scope_item.c.request == moved.id))
    rows = [_row(moved.id, item) for item in items]
    if rows:
        connection.execute(insert(scope_item), rows)
    return count(items)


def find_scope(connection: Connection, request: Request) -> list[ScopeItem]:
    """What a request covers, in the log's order."""
    versions = people.versions(connection, request.about)
    accounts = {person.user_id for person in versions if person.user_id}
    draft = Draft()
    if accounts:
        for found in finding.sent_by(connection, accounts):
            if found.kind in finding.EVENTS:
                draft.add([found], Reason.SENT)
            elif found.refused:
                draft.add([found], Reason.ATTEMPTED)
    family = _family_rooms(connection, request.about)
    for room in sorted(family):
        draft.add(finding.in_room(connection, room, None), Reason.FAMILY)
    _add_named(connection, draft, versions, accounts)
    _add_related(connection, draft)
    if accounts:
        _add_present(connection, draft, accounts)
    draft.add(list(finding.files_of(connection, set(draft.found))), Reason.FILE)
    return draft.items()


def unsealed(
    connection: Connection, items: list[ScopeItem], request: str, by: str
) -> list[ScopeItem]:
    """Without what shows a sealed image; what was left out is an entry, for the district alone."""
    sealed = sealed_of(connection)
    left_out = [item for item in items if item.position in sealed]
    if left_out:
        said = {
            "request": request,
            "entries": [f"{item.position.epoch}/{item.position.index}" for item in left_out],
            "why": "sealed image",
            "by": by,
        }
        key = f"{request}/{uuid.uuid4().hex}"
        connection.execute(WITHHELD, {"key": key, "payload": json.dumps({"withheld": said})})
    return [item for item in items if item.position not in sealed]


def sealed_of(connection: Connection) -> set[Position]:
    """The entries that show a sealed image now."""
    columns = sealed_entry.c
    rows = connection.execute(
        select(columns.epoch, columns["index"]).where(
            columns.district == func.registry.this_district()
        )
    )
    return {Position(epoch, index) for epoch, index in rows}


def sealed_since(connection: Connection, request_id: str) -> bool:
    """Does a kept scope hold what was sealed after it was made?"""
    sealed = sealed_of(connection)
    return any(item.position in sealed for item in items_of(connection, request_id))


def items_of(connection: Connection, request_id: str) -> list[ScopeItem]:
    """The kept scope of a request, in the log's order."""
    rows = connection.execute(
        select(scope_item)
        .where(scope_item.c.request == request_id)
        .order_by(scope_item.c.epoch, scope_item.c.index)
    ).mappings()
    return [
        ScopeItem(
            position=Position(row["epoch"], row["index"]),
            at=row["at"],
            kind=row["kind"],
            room_id=row["room_id"],
            event_id=row["event_id"],
            reasons=tuple(Reason(name) for name in row["reasons"]),
        )
        for row in rows
    ]


def count(items: Iterable[ScopeItem]) -> Counts:
    """The counts of a scope by reason, room and month (UTC)."""
    held = list(items)
    reasons = Counter(reason.value for item in held for reason in item.reasons)
    rooms = Counter(item.room_id for item in held if item.room_id)
    months = Counter(f"{item.at:%Y-%m}" for item in held)
    return Counts(
        records=len(held),
        reasons={r.value: reasons[r.value] for r in Reason if reasons[r.value]},
        rooms=dict(sorted(rooms.items())),
        months=dict(sorted(months.items())),
    )


def wait_until_sealed(connection: Connection, seconds: float = SEALED_WITHIN) -> None:
    """Return when all that was said before the call is in the archive."""
    last, deadline = connection.scalar(LAST), time.monotonic() + seconds
    while waiting := connection.scalar(WAITING, {"last": last}):
        if time.monotonic() > deadline:
            raise HomeroomError(
                f"{waiting} messages wait to be sealed, so that a scope would not be complete: "
                "see `homeroom status`; when the archiver runs, try again"
            )
        time.sleep(0.1)


def _add_named(
    connection: Connection, draft: Draft, versions: list[Person], accounts: set[str]
) -> None:
    """What speaks of the student under any name: candidates from the index, then read closely."""
    patterns = [mentions_of(person) for person in versions]
    phrases = {phrase for person in versions for phrase in _phrases(person)}
    for found in _candidates(connection, phrases, accounts):
        texts = list(texts_of(found.content))
        reasons = {reason for each in patterns for reason in each.reasons(texts)}
        if reasons:
            draft.add([found], *reasons)


def _phrases(person: Person) -> Iterator[str]:
    yield f"{person.given_name} {person.family_name}"
    if person.preferred_name:
        yield person.preferred_name
    yield person.roster_id


def _candidates(connection: Connection, phrases: set[str], accounts: set[str]) -> Iterator[Found]:
    yield from finding.by_words(connection, phrases)
    yield from finding.beyond_words(connection, accounts)


def _add_related(connection: Connection, draft: Draft) -> None:
    """What is said about what is in: replies, edits, reactions, deletions, and their targets."""
    rooms = {found.room_id for found in draft.found.values() if found.room_id}
    if not rooms:
        return
    core = {found.event_id for found in draft.found.values() if found.event_id}
    relations = list(finding.relations_in(connection, rooms))
    targets = {r.target for r in relations if r.found.event_id in core} - core
    for relation in relations:
        if relation.target in core:
            draft.add([relation.found], RELATION_REASONS[relation.kind])
    draft.add(finding.by_event_ids(connection, rooms, targets), Reason.ANSWERED)
    reached = {found.event_id for found in draft.found.values()} - core
    for relation in relations:
        if relation.target in reached and relation.kind in ("m.replace", "deletion"):
            draft.add([relation.found], RELATION_REASONS[relation.kind])


def _add_present(connection: Connection, draft: Draft, accounts: set[str]) -> None:
    """What was sent to a room while the student was in it, and how they came and went."""
    by_room: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for found in finding.membership_of(connection, accounts):
        draft.add([found], Reason.MEMBERSHIP)
        if found.payload and found.payload.get("status") != "rejected" and found.room_id:
            who = str(found.payload["event"].get("state_key"))
            by_room[found.room_id, who].append(found)
    for (room, _), changes in sorted(by_room.items()):
        for interval in intervals(map(finding.change, changes)):
            draft.add(finding.in_room(connection, room, interval), Reason.PRESENT)


def _family_rooms(connection: Connection, person: str) -> set[str]:
    """The rooms that family venues about the student have or had."""
    venues = [v for v in load(connection, Venue).values() if v.student == person]
    versions = [decode(Venue, d.state) for v in venues for d in history(connection, Venue, v.id)]
    return {v.room_id for v in versions if v.room_id and v.student == person}


def _row(request: str, item: ScopeItem) -> dict[str, object]:
    return {
        "request": request,
        "epoch": item.position.epoch,
        "index": item.position.index,
        "at": item.at,
        "kind": item.kind,
        "room_id": item.room_id,
        "event_id": item.event_id,
        "reasons": [reason.value for reason in item.reasons],
    }
