"""What a scope takes in and leaves out by rule: decisions that are only added to, tried before."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import Connection, func, insert, select

from homeroom.archive import asking
from homeroom.config import suggest
from homeroom.db.tables.disclosure import scope_rule
from homeroom.disclosure import finding
from homeroom.disclosure.finding import Found
from homeroom.disclosure.model import POSSIBLE, Position, Reason, ScopeItem
from homeroom.disclosure.scoping import item_of
from homeroom.errors import InputError
from homeroom.registry.people import versions

Action = Literal["include", "exclude", "context", "withdraw"]
ACTIONS: tuple[Action, ...] = get_args(Action)
MOST_AROUND = 50
BY_RULE = frozenset({Reason.ADDED, Reason.CONTEXT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries a rule is about: all that fit everything that is said."""

    room: str = ""
    """A room id."""
    sender: str = ""
    """A person id."""
    reason: str = ""
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None
    """Not included."""
    around: int = 0
    """Of a rule for context: so many entries before and after, in the same room."""
    rule: int = 0
    """The rule that is withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A decision about a scope; `reason` is why it was made."""

    id: int
    action: Action
    wanted: Wanted
    reason: str
    by: str
    at: datetime


def check(action: str, wanted: Wanted, known: Collection[Rule] = ()) -> Action:
    """The action, where it can be carried out; `InputError` says what to say differently."""
    found = next((each for each in ACTIONS if each == action), None)
    if found is None:
        raise InputError(f"rule {action!r}: one of {', '.join(ACTIONS)}{suggest(action, ACTIONS)}")
    if wanted.since and wanted.until and wanted.since >= wanted.until:
        raise InputError("the days are upside down: the last day comes after the first")
    if wanted.reason and wanted.reason not in set(Reason):
        names = [reason.value for reason in Reason]
        raise InputError(
            f"reason {wanted.reason!r}: one of {', '.join(names)}{suggest(wanted.reason, names)}"
        )
    if wanted.words and not asking.terms(wanted.words):
        raise InputError("words: no word in them; write letters or numbers")
    if found == "withdraw" and wanted.rule not in {rule.id for rule in in_force(known)}:
        raise InputError(f"rule {wanted.rule}: not in force; `homeroom request rules` lists them")
    if found == "context" and not 1 <= wanted.around <= MOST_AROUND:
        raise InputError(f"context: say how many entries before and after, 1 to {MOST_AROUND}")
    if found == "include" and not (wanted.room or wanted.sender or wanted.words or wanted.reason):
        raise InputError("include: name a room, a person, words or a reason; days alone are all")
    if found == "exclude" and wanted == Wanted():
        raise InputError("exclude: name a room, a person, words, a reason or days")
    return found


def rules_of(connection: Connection, request: str) -> list[Rule]:
    """All rules of a request, in the order in which they were made."""
    columns = scope_rule.c
    rows = connection.execute(
        select(columns.id, columns.action, columns.wanted, columns.reason, columns.by, columns.at)
        .where(columns.district == func.registry.this_district(), columns.request == request)
        .order_by(columns.id)
    )
    return [
        Rule(
            id=row.id,
            action=row.action,
            wanted=_decoded(row.wanted),
            reason=row.reason,
            by=row.by,
            at=row.at,
        )
        for row in rows
    ]


def in_force(rules: Iterable[Rule]) -> list[Rule]:
    """Those that were not withdrawn, in order."""
    held = list(rules)
    gone = {rule.wanted.rule for rule in held if rule.action == "withdraw"}
    return [rule for rule in held if rule.action != "withdraw" and rule.id not in gone]


def record(
    connection: Connection, request: str, action: Action, wanted: Wanted, *, reason: str, by: str
) -> int:
    """Add a rule, which is an entry of the log, too; its number."""
    said = {"request": request, "action": action, "wanted": _encoded(wanted), "reason": reason}
    number = connection.scalar(insert(scope_rule).values(**said, by=by).returning(scope_rule.c.id))
    payload = json.dumps({"scope_rule": {**said, "id": number, "by": by}}, ensure_ascii=False)
    connection.execute(select(func.outbox.append("scope_rule", f"{request}/{number}", payload)))
    return int(number or 0)


def apply(
    connection: Connection, items: Iterable[ScopeItem], rules: Iterable[Rule]
) -> list[ScopeItem]:
    """A scope as these rules make it, in the log's order; what earlier ones did is undone first."""
    held = {item.position: item for item in map(_as_found, items) if item.reasons}
    for rule in in_force(rules):
        if rule.action == "exclude":
            for position in _matching(connection, held, rule.wanted):
                held[position] = replace(held[position], included=False)
        elif rule.action == "include":
            _include(connection, held, rule.wanted)
        else:
            _add_context(connection, held, rule.wanted)
    return [held[position] for position in sorted(held)]


def _as_found(item: ScopeItem) -> ScopeItem:
    """As no rule had touched it."""
    reasons = tuple(reason for reason in item.reasons if reason not in BY_RULE)
    return replace(item, reasons=reasons, included=not set(reasons) <= POSSIBLE)


def _include(connection: Connection, held: dict[Position, ScopeItem], wanted: Wanted) -> None:
    for position in _matching(connection, held, wanted):
        held[position] = replace(held[position], included=True)
    if not wanted.reason:
        _take_in(held, _in_archive(connection, wanted), Reason.ADDED)


def _add_context(connection: Connection, held: dict[Position, ScopeItem], wanted: Wanted) -> None:
    rooms: dict[str, set[Position]] = defaultdict(set)
    for position in _matching(connection, held, wanted):
        item = held[position]
        if item.included and item.room_id:
            rooms[item.room_id].add(position)
    for room, places in sorted(rooms.items()):
        said = sorted(finding.in_room(connection, room), key=lambda f: f.position)
        _take_in(held, _around(said, places, wanted.around), Reason.CONTEXT)


def _around(said: Sequence[Found], places: set[Position], most: int) -> list[Found]:
    """So many before and after each of the places, in the order of the log."""
    near: set[int] = set()
    for number, found in enumerate(said):
        if found.position in places:
            near.update(range(max(0, number - most), min(len(said), number + most + 1)))
    return [said[number] for number in sorted(near) if said[number].position not in places]


def _take_in(held: dict[Position, ScopeItem], found: Iterable[Found], why: Reason) -> None:
    """New ones come in; what was found already keeps its reasons, and what was left out, out."""
    for each in found:
        if each.position not in held:
            held[each.position] = item_of(each, [why])


def _matching(
    connection: Connection, held: dict[Position, ScopeItem], wanted: Wanted
) -> list[Position]:
    found = [position for position, item in held.items() if _fits(item, wanted)]
    if wanted.sender or wanted.words:
        there = {each.position for each in _in_archive(connection, wanted)}
        return [position for position in found if position in there]
    return found


def _fits(item: ScopeItem, wanted: Wanted) -> bool:
    return (
        (not wanted.room or item.room_id == wanted.room)
        and (not wanted.reason or wanted.reason in item.reasons)
        and (wanted.since is None or item.at >= wanted.since)
        and (wanted.until is None or item.at < wanted.until)
    )


def _in_archive(connection: Connection, wanted: Wanted) -> list[Found]:
    """All that was said and fits, in the scope or not."""
    accounts = None
    if wanted.sender:
        known = versions(connection, wanted.sender)
        accounts = {person.user_id for person in known if person.user_id}
    query = asking.query(asking.terms(wanted.words)) if wanted.words else ""
    found = finding.said(
        connection,
        room=wanted.room,
        senders=accounts,
        query=query,
        since=wanted.since,
        until=wanted.until,
    )
    return list(found)


def _encoded(wanted: Wanted) -> dict[str, Any]:
    """Only what is said; times as text."""
    said = {name: value for name, value in asdict(wanted).items() if value}
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in said.items()}


def _decoded(said: dict[str, Any]) -> Wanted:
    given = dict(said)
    for name in ("since", "until"):
        if name in given:
            given[name] = datetime.fromisoformat(given[name])
    return Wanted(**given)
