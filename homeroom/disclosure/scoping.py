"""Puts the scope of a request together: everything that pertains to a student, and why it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection

from homeroom.disclosure import file_words, finding, forms
from homeroom.disclosure.finding import Found, Near, Relation
from homeroom.disclosure.membership import intervals
from homeroom.disclosure.mentions import mentions_of, texts_of
from homeroom.disclosure.model import POSSIBLE, Position, Reason, ScopeItem
from homeroom.disclosure.subject import Subject, subject_of
from homeroom.registry.model import Request

RELATION_REASONS = {
    "m.in_reply_to": Reason.REPLY,
    "m.thread": Reason.REPLY,
    "m.reference": Reason.REPLY,
    "m.replace": Reason.EDIT,
    "m.annotation": Reason.REACTION,
    "deletion": Reason.DELETION,
}
MOST_READ = 5_000
"""Entries with all words of a name but one that are read for a misspelling of that one."""
FEW = 20
"""Of a room with no more entries in the scope, each is asked for; else the room is read."""


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
            item_of(found, self.reasons[position]) for position, found in sorted(self.found.items())
        ]


def item_of(found: Found, reasons: Iterable[Reason]) -> ScopeItem:
    """An entry of a scope; what is only possible waits for a person."""
    why = set(reasons)
    return ScopeItem(
        position=found.position,
        at=found.at,
        kind=found.kind,
        room_id=found.room_id,
        event_id=found.event_id,
        reasons=tuple(sorted(why)),
        included=not why <= POSSIBLE,
    )


def find_scope(connection: Connection, request: Request) -> list[ScopeItem]:
    """What a request covers, in the log's order."""
    with finding.planned(connection):
        return _find_scope(connection, request)


def _find_scope(connection: Connection, request: Request) -> list[ScopeItem]:
    subject = subject_of(connection, request.about)
    draft = Draft()
    _add_sent(connection, draft, subject)
    for room in sorted(subject.family_rooms):
        draft.add(finding.in_room(connection, room), Reason.FAMILY)
    rooms = _add_present(connection, draft, subject)
    near = _near(draft, subject, rooms)
    _add_named(connection, draft, subject, near)
    _add_in_files(connection, draft, subject, near)
    _add_related(connection, draft)
    draft.add(list(finding.files_of(connection, set(draft.found))), Reason.FILE)
    shown_by = Near(rooms=near.rooms, senders=subject.around | subject.accounts)
    draft.add(
        finding.at(connection, file_words.unreadable(connection, shown_by)), Reason.UNREADABLE
    )
    return draft.items()


def _add_sent(connection: Connection, draft: Draft, subject: Subject) -> None:
    for found in finding.sent_by(connection, subject.accounts):
        if found.kind in finding.EVENTS:
            draft.add([found], Reason.SENT)
        elif found.refused:
            draft.add([found], Reason.ATTEMPTED)


def _add_present(connection: Connection, draft: Draft, subject: Subject) -> set[str]:
    """What was sent to a room while the student was in it, and how they came and went.

    The rooms, of which some may only have been offered to them.
    """
    by_room: dict[tuple[str, str], list[Found]] = defaultdict(list)
    rooms: set[str] = set()
    for found in finding.membership_of(connection, subject.accounts):
        draft.add([found], Reason.MEMBERSHIP)
        if found.payload and found.payload.get("status") != "rejected" and found.room_id:
            who = str(found.payload["event"].get("state_key"))
            by_room[found.room_id, who].append(found)
            rooms.add(found.room_id)
    stays = [
        (room, interval)
        for (room, _), changes in sorted(by_room.items())
        for interval in intervals(map(finding.change, changes))
    ]
    draft.add(finding.present(connection, stays), Reason.PRESENT)
    return rooms


def _near(draft: Draft, subject: Subject, rooms: set[str]) -> Near:
    """Who talked where the student was, too, knows whom a first name means."""
    shared = {
        found.sender
        for position, found in draft.found.items()
        if found.sender and draft.reasons[position] & {Reason.PRESENT, Reason.FAMILY}
    }
    return Near(
        rooms=frozenset(rooms | subject.rooms),
        senders=frozenset((shared | subject.around) - subject.accounts),
    )


def _add_named(connection: Connection, draft: Draft, subject: Subject, near: Near) -> None:
    """What speaks of the student under any name: candidates from the index, then read closely."""
    mentions = mentions_of(subject.forms)
    for query, where in ((forms.anywhere(subject.forms), None), (forms.near(subject.forms), near)):
        for found in finding.naming(connection, query, where):
            reasons = mentions.reasons(texts_of(found.content), near=found in near)
            if reasons:
                draft.add([found], *reasons)
    for found in _perhaps_misspelt(connection, subject):
        reasons = mentions.reasons(texts_of(found.content), near=found in near)
        if reasons:
            draft.add([found], *reasons)


def _perhaps_misspelt(connection: Connection, subject: Subject) -> Iterator[Found]:
    """What holds all words of a full name but one."""
    held: dict[str, list[Found]] = {}
    for rest, with_wrong in forms.misspelt(subject.forms):
        if rest not in held:
            found = finding.few(connection, rest, MOST_READ)
            if found is None:
                yield from finding.naming(connection, with_wrong)
            else:
                held[rest] = found
    yield from (found for several in held.values() for found in several)


def _add_in_files(connection: Connection, draft: Draft, subject: Subject, near: Near) -> None:
    mentions = mentions_of(subject.forms)
    wanted = (forms.anywhere(subject.forms), forms.near(subject.forms))
    wrong = [with_wrong for _, with_wrong in forms.misspelt(subject.forms)]
    query = " | ".join(f"({each})" for each in (*wanted, *wrong) if each)
    reasons: dict[Position, set[Reason]] = defaultdict(set)
    for shown in file_words.naming(connection, query):
        why = mentions.reasons(shown.texts, near=file_words.shown_near(shown, near))
        if why:
            reasons[shown.position] |= {*why, Reason.IN_FILE}
    for found in finding.at(connection, reasons):
        draft.add([found], *reasons[found.position])


def _add_related(connection: Connection, draft: Draft) -> None:
    """What is said about what is in: replies, edits, reactions, deletions, and their targets."""
    core = {found.event_id for found in draft.found.values() if found.event_id}
    relations = _relations(connection, draft)
    own = {r.target for r in relations if r.found.event_id in core}
    own |= {target for f in draft.found.values() if f.payload for target in _targets(f)}
    for relation in relations:
        if relation.target in core:
            draft.add([relation.found], RELATION_REASONS[relation.kind])
    draft.add(finding.by_event_ids(connection, own - core), Reason.ANSWERED)
    reached = {found.event_id for found in draft.found.values() if found.event_id} - core
    for relation in finding.relations_to(connection, reached):
        if relation.kind in ("m.replace", "deletion"):
            draft.add([relation.found], RELATION_REASONS[relation.kind])


def _relations(connection: Connection, draft: Draft) -> list[Relation]:
    """All that speak of what is in, and some that do not."""
    by_room: dict[str, set[str]] = defaultdict(set)
    for found in draft.found.values():
        if found.room_id and found.event_id:
            by_room[found.room_id].add(found.event_id)
    many = [room for room, events in by_room.items() if len(events) > FEW]
    few = {event for events in by_room.values() if len(events) <= FEW for event in events}
    read = finding.relations_in(connection, many) if many else ()
    asked = finding.relations_to(connection, few)
    # What somebody sent speaks of another, too; of these the payload was not read.
    silent = [p for p, f in draft.found.items() if f.payload is None and f.event_id in few]
    return [*read, *asked, *finding.relations_of(connection, silent)]


def _targets(found: Found) -> set[str]:
    event = (found.payload or {}).get("event")
    return {target for _, target in finding.related(event)} if isinstance(event, dict) else set()
