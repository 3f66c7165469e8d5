"""The scope of a request: all records that pertain to a student, each with the reasons why."""

from __future__ import annotations

import json
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, text

from homeroom.archive.copying import copy_rows
from homeroom.db.tables.archive import sealed_entry
from homeroom.db.tables.disclosure import scope_item
from homeroom.disclosure import file_words, requests, selecting
from homeroom.disclosure.model import POSSIBLE, Counts, Position, Reason, ScopeItem
from homeroom.disclosure.scoping import find_scope
from homeroom.disclosure.selecting import Rule, Wanted
from homeroom.errors import HomeroomError, InputError

SEALED_WITHIN = 30.0
"""Seconds that a scope waits for the archiver."""
LAST = text("SELECT coalesce(max(id), 0) FROM outbox.entry WHERE kind IN ('event', 'decision')")
COLUMNS = ("request", "epoch", "index", "at", "kind", "room_id", "event_id", "reasons", "included")
WITHHELD = text("SELECT outbox.append('withheld', :key, :payload)")
WAITING = text(
    "SELECT count(*) FROM outbox.entry WHERE kind IN ('event', 'decision') AND id <= :last"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A scope before and after a rule."""

    before: Sequence[ScopeItem]
    after: Sequence[ScopeItem]

    @property
    def added(self) -> list[ScopeItem]:
        """What is produced by this rule, and was not before."""
        known = {item.position for item in self.before if item.included}
        return [item for item in self.after if item.included and item.position not in known]

    @property
    def removed(self) -> list[ScopeItem]:
        """What was produced before, and is not by this rule."""
        kept = {item.position for item in self.after if item.included}
        return [item for item in self.before if item.included and item.position not in kept]


def make_scope(connection: Connection, request_id: str, *, by: str) -> Counts:
    """Find and keep what a request covers, instead of what was kept before; the counts.

    Waits until everything said before now is sealed; `HomeroomError` where it is not in time.
    """
    request = requests.get(connection, request_id)
    wait_until_sealed(connection)
    rules = selecting.rules_of(connection, request.id)
    found = selecting.apply(connection, find_scope(connection, request), rules)
    items = unsealed(connection, found, request.id, by)
    moved = requests.move(connection, request, "scoped", by=by)
    _keep(connection, moved.id, items)
    return count(items)


def try_rule(
    connection: Connection, request_id: str, action: str, wanted: Wanted, *, reason: str, by: str
) -> Effect:
    """What a rule would change in the kept scope; nothing is changed.

    `InputError` where the rule cannot be carried out, or nothing was counted yet.
    """
    request = requests.get(connection, request_id)
    rules = selecting.rules_of(connection, request.id)
    before = found_of(connection, request.id)
    if not before and request.state == "received":
        raise InputError(f"request {request.id}: count first, by `homeroom request scope`")
    rule = Rule(
        id=max((rule.id for rule in rules), default=0) + 1,
        action=selecting.check(action, wanted, rules),
        wanted=wanted,
        reason=reason,
        by=by,
        at=datetime.now(UTC),
    )
    sealed = sealed_of(connection)
    made = selecting.apply(connection, before, [*rules, rule])
    after = [item for item in made if item.position not in sealed]
    return Effect(before=before, after=after)


def add_rule(
    connection: Connection, request_id: str, action: str, wanted: Wanted, *, reason: str, by: str
) -> Effect:
    """Decide a rule, and keep the scope as it makes it. Errors as `try_rule`."""
    if not reason.strip():
        raise InputError("say why: whoever reads the request later must know it")
    effect = try_rule(connection, request_id, action, wanted, reason=reason, by=by)
    request = requests.get(connection, request_id)
    moved = requests.move(connection, request, "scoped", by=by)
    rules = selecting.rules_of(connection, request_id)
    named = selecting.check(action, wanted, rules)
    selecting.record(connection, request_id, named, wanted, reason=reason.strip(), by=by)
    _keep(connection, moved.id, effect.after)
    return effect


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
    """The kept scope of a request, in the log's order: what will be produced."""
    return [item for item in found_of(connection, request_id) if item.included]


def found_of(connection: Connection, request_id: str) -> list[ScopeItem]:
    """As `items_of`, with what was left out and what waits for a person to look at."""
    rows = connection.execute(
        select(scope_item)
        .where(
            scope_item.c.district == func.registry.this_district(),
            scope_item.c.request == request_id,
        )
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
            included=row["included"],
        )
        for row in rows
    ]


def count(items: Iterable[ScopeItem]) -> Counts:
    """The counts of what will be produced by reason, room and month (UTC); the rest is told."""
    found = list(items)
    held = [item for item in found if item.included]
    out = [item for item in found if not item.included]
    reasons = Counter(reason.value for item in held for reason in item.reasons)
    rooms = Counter(item.room_id for item in held if item.room_id)
    months = Counter(f"{item.at:%Y-%m}" for item in held)
    return Counts(
        records=len(held),
        reasons={r.value: reasons[r.value] for r in Reason if reasons[r.value]},
        rooms=dict(sorted(rooms.items())),
        months=dict(sorted(months.items())),
        left_out=sum(not set(item.reasons) <= POSSIBLE for item in out),
        to_look_at=sum(set(item.reasons) <= POSSIBLE for item in out),
    )


def wait_until_sealed(connection: Connection, seconds: float = SEALED_WITHIN) -> None:
    """Return when all that was said before the call is in the archive, with the words in files."""
    last, deadline = connection.scalar(LAST), time.monotonic() + seconds
    while waits := _waits(connection, last):
        if time.monotonic() > deadline:
            raise HomeroomError(
                f"{waits}, so that a scope would not be complete: see `homeroom status`; "
                "when the archiver runs, try again"
            )
        time.sleep(0.1)


def _waits(connection: Connection, last: Any) -> str:
    """What a scope must wait for; empty for nothing."""
    if entries := connection.scalar(WAITING, {"last": last}):
        return f"{entries} messages wait to be sealed"
    files = file_words.waiting(connection)
    return f"{files} files wait to be read" if files else ""


def _keep(connection: Connection, request: str, items: Iterable[ScopeItem]) -> None:
    connection.execute(
        delete(scope_item).where(
            scope_item.c.district == func.registry.this_district(),
            scope_item.c.request == request,
        )
    )
    copy_rows(connection, scope_item, COLUMNS, (_row(request, item) for item in items))


def _row(request: str, item: ScopeItem) -> tuple[Any, ...]:
    """As `COLUMNS`."""
    reasons = ",".join(reason.value for reason in item.reasons)
    place = (item.position.epoch, item.position.index)
    return (
        *(request, *place, item.at, item.kind, item.room_id, item.event_id),
        f"{{{reasons}}}",
        "t" if item.included else "f",
    )
