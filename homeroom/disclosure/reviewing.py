"""The decisions of a review, only ever added to; two reviewers never overwrite each other.

A place is what is decided on: `value:SUBJECT` and `form:WORDS` for all of a request,
`entry:EPOCH/INDEX` for a record or its file, `entry:EPOCH/INDEX:WORDS` for a form in one record.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from homeroom.db.tables.disclosure import pseudonym, review_decision
from homeroom.disclosure import requests
from homeroom.disclosure.model import Position
from homeroom.disclosure.outbox import append
from homeroom.errors import InputError
from homeroom.registry import own_family

Action = Literal["redact", "release", "not_person", "withhold", "whole", "strip"]
"""`whole` shows a record as it is, with a reason (the Department's letter of 2017), or a file;
`strip` shows a picture without its metadata; `not_person` says that a word is nobody's name."""
NUMBER = "(?:0|[1-9][0-9]{0,14})"
PLACE = re.compile(f"(?s:(?:value|form):.+|entry:{NUMBER}/{NUMBER}(?::.+)?)")
"""Each place has one spelling, so that nobody decides beside somebody else's decision."""
SPREAD = 3
"""Marks are numbers out of this many for each that is needed: chance, not order, gives them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What somebody decides on a place, having seen it at this version (0: nothing decided)."""

    place: str
    action: Action
    seen: int
    exemption: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counsel:
    """What the district's lawyer decided: who, on which day, and where it is written down."""

    name: str
    on: date
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided last on a place."""

    id: int
    place: str
    version: int
    action: Action
    exemption: str
    reason: str
    by: str
    counsel: str
    """The lawyer who decided it; empty where nobody asked one."""
    counsel_on: date | None
    reference: str
    at: datetime


def entry_place(position: Position, form: str = "") -> str:
    """The place of a record, or of a form in it."""
    return f"entry:{position.epoch}/{position.index}{':' if form else ''}{form}"


def decisions(connection: Connection, request: str) -> dict[str, Decided]:
    """What stands, by place."""
    table = review_decision.c
    rows = connection.execute(
        select(review_decision)
        .where(table.district == func.registry.this_district(), table.request == request)
        .order_by(table.place, table.version)
    ).mappings()
    names = Decided.__slots__
    return {row["place"]: Decided(**{name: row[name] for name in names}) for row in rows}


def newest(connection: Connection, request: str) -> int:
    """The newest decision of a review; 0 where there is none."""
    table = review_decision.c
    found = select(func.coalesce(func.max(table.id), 0)).where(
        table.district == func.registry.this_district(), table.request == request
    )
    return int(connection.scalar(found) or 0)


def decide(
    connection: Connection,
    request_id: str,
    choices: Sequence[Choice],
    *,
    by: str,
    counsel: Counsel | None = None,
) -> int:
    """Add decisions, all or none; how many. `counsel`: what the district's lawyer decided.

    `InputError` where somebody else has decided on one of the places meanwhile, nobody may decide
    any more, or `by` is of the student's own family.
    """
    request = requests.get(connection, request_id)
    own_family.check(connection, by, request.about)
    if request.state not in ("scoped", "produced"):
        raise InputError(f"request {request_id} is {request.state}: there is nothing to review")
    for choice in choices:
        if not PLACE.fullmatch(choice.place):
            raise InputError(f"{choice.place}: is no place; write an entry as entry:1/42")
    if not choices:
        return 0
    rows = [_row(request_id, choice, by, counsel) for choice in choices]
    try:
        with connection.begin_nested():
            connection.execute(insert(review_decision), rows)
    except IntegrityError:
        raise InputError(
            f"request {request_id}: somebody else has decided on this meanwhile; look again, then "
            "decide. Nothing of yours was recorded"
        ) from None
    said: dict[str, object] = {
        "request": request_id,
        "by": by,
        "decisions": [_said(choice) for choice in choices],
    }
    if counsel is not None:
        said["counsel"] = {
            "name": counsel.name,
            "on": f"{counsel.on}",
            "reference": counsel.reference,
        }
    append(connection, "redaction", f"{request_id}/{newest(connection, request_id)}", said)
    return len(rows)


def marks(connection: Connection, request: str) -> dict[str, int]:
    """The numbers that subjects have in a request."""
    table = pseudonym.c
    rows = connection.execute(
        select(table.subject, table.number).where(
            table.district == func.registry.this_district(), table.request == request
        )
    )
    return {row.subject: row.number for row in rows}


def give_marks(connection: Connection, request: str, subjects: Mapping[str, str]) -> dict[str, int]:
    """The numbers of all these subjects (by category): who has none gets one by chance.

    One table a request, and nothing of a person goes into the number (34 CFR 99.31(b)).
    """
    connection.execute(
        select(func.pg_advisory_xact_lock(func.hashtext(f"homeroom.marks.{request}")))
    )
    known = marks(connection, request)
    fresh = sorted(set(subjects) - set(known))
    rows = [
        {"request": request, "subject": subject, "category": subjects[subject], "number": number}
        for category in sorted({subjects[each] for each in fresh})
        for subject, number in _numbered(
            [each for each in fresh if subjects[each] == category],
            {number for each, number in known.items() if subjects.get(each) in (category, None)},
        )
    ]
    if rows:
        connection.execute(insert(pseudonym), rows)
    return known | {str(row["subject"]): int(str(row["number"])) for row in rows}


def _numbered(subjects: Collection[str], taken: Collection[int]) -> Iterable[tuple[str, int]]:
    free = sorted(set(range(1, SPREAD * (len(subjects) + len(taken)) + 1)) - set(taken))
    return zip(subjects, secrets.SystemRandom().sample(free, len(subjects)), strict=True)


def _row(request: str, choice: Choice, by: str, counsel: Counsel | None) -> dict[str, object]:
    return {
        "request": request,
        "place": choice.place,
        "version": choice.seen + 1,
        "action": choice.action,
        "exemption": choice.exemption,
        "reason": choice.reason,
        "by": by,
        "counsel": counsel.name if counsel else "",
        "counsel_on": counsel.on if counsel else None,
        "reference": counsel.reference if counsel else "",
    }


def _said(choice: Choice) -> dict[str, str]:
    return {
        "place": choice.place,
        "action": choice.action,
        "exemption": choice.exemption,
        "reason": choice.reason,
    }
