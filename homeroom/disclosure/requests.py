"""Requests for records: opened, moved from state to state, and listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal, get_args

from sqlalchemy import Connection, func, select, text

from homeroom.archive.mentioned import phrases, query
from homeroom.config import suggest
from homeroom.errors import InputError
from homeroom.registry.decisions import find, load, record
from homeroom.registry.model import Law, Request, RequestState
from homeroom.registry.people import resolve, versions

LAWS: tuple[Law, ...] = get_args(Law)
_OPEN: frozenset[RequestState] = frozenset({"scoped", "denied", "closed"})
FOLLOWS: dict[RequestState, frozenset[RequestState]] = {
    "received": _OPEN | {"acknowledged"},
    "acknowledged": _OPEN,
    "scoped": _OPEN | {"produced", "in_review"},
    "produced": _OPEN | {"produced", "in_review", "approved", "released"},
    "in_review": _OPEN | {"produced", "in_review", "approved"},
    "approved": _OPEN | {"produced", "in_review", "released"},
    "released": frozenset({"closed"}),
    "closed": frozenset(),
    "denied": frozenset({"closed"}),
}
"""Which states may follow which; a scope can be made again until something was handed over."""
ANSWERED: frozenset[RequestState] = frozenset({"released", "denied", "closed"})


def open_request(
    connection: Connection,
    *,
    about: str,
    law: str,
    requester: str,
    text: str = "",
    clock: str = "",
    by: str,
) -> Request:
    """Open a request about a person (user id, roster id or name); it blocks disposition from now.

    `clock`: the name of the terms by which it is answered (`due.clock_for`).
    `InputError` where the person or the law is unknown, or nobody is named as requester.
    """
    if law not in LAWS:
        raise InputError(f"law {law!r}: one of {', '.join(LAWS)}{_meant(law)}")
    if not requester.strip():
        raise InputError("requester: empty; say who asks for the records")
    student = resolve(connection, about)
    made = Request(
        id=_next_id(connection, now := datetime.now(UTC)),
        about=student.id,
        law=next(known for known in LAWS if known == law),
        requester=requester.strip(),
        requested_by=_known(connection, requester),
        received=now,
        text=text,
        clock=clock,
        jurisdiction=clock if law == "records" else "",
        mentions=query(phrases(versions(connection, student.id))),
    )
    record(connection, made, by=by, note="opened")
    return made


def get(connection: Connection, request: str) -> Request:
    """The request with this id; `InputError` where there is none."""
    found = find(connection, Request, request)
    if found is None:
        raise InputError(f"request {request}: not known; see `homeroom request list`")
    return found


def list_requests(connection: Connection) -> list[Request]:
    """All requests, the newest first."""
    return sorted(load(connection, Request).values(), key=lambda r: r.received, reverse=True)


def move(connection: Connection, request: Request, to: RequestState, *, by: str) -> Request:
    """Bring a request into another state; `InputError` where that cannot follow."""
    if to not in FOLLOWS[request.state]:
        raise InputError(f"request {request.id} is {request.state}: it cannot become {to}")
    answered = request.answered or (datetime.now(UTC) if to in ANSWERED else None)
    moved = replace(request, state=to, answered=answered)
    record(connection, moved, by=by, note=to)
    return moved


def answer(
    connection: Connection, request: str, to: Literal["denied", "closed"], *, reason: str, by: str
) -> Request:
    """Deny or close a request, with the reason that the requester is told (`InputError`: none)."""
    if not reason.strip():
        raise InputError("reason: empty; the requester is told why")
    known = replace(get(connection, request), outcome=reason.strip())
    return move(connection, known, to, by=by)


def mark_done(connection: Connection, request: str, step: str, *, by: str) -> Request:
    """Note that a step of the clock was taken today, as telling the requester that it is here.

    `InputError` where it was noted, or the request is answered.
    """
    known = _open(get(connection, request))
    if step in known.done:
        raise InputError(f"request {request}: {step}: done on {known.done[step]:%Y-%m-%d} already")
    state: RequestState = known.state
    if step == "acknowledge" and state == "received":
        state = "acknowledged"
    noted = replace(known, state=state, done={**known.done, step: datetime.now(UTC)})
    record(connection, noted, by=by, note=step)
    return noted


def extend(connection: Connection, request: str, *, reason: str, by: str) -> Request:
    """Take the longer term that the law gives once, for a reason that the requester is told.

    `InputError` where it was taken, where no reason is given or the request is answered.
    """
    known = _open(get(connection, request))
    if known.extended:
        raise InputError(f"request {request}: more time was taken already: {known.extended}")
    if not reason.strip():
        raise InputError("reason: empty; the law wants one, and the requester is told it")
    longer = replace(known, extended=reason.strip())
    record(connection, longer, by=by, note="extended")
    return longer


def open_about(connection: Connection, person: str) -> list[str]:
    """The open requests about a person (person id): while there is one, nothing is disposed of."""
    rows = connection.scalars(
        text("SELECT request FROM disclosure.open_request WHERE person = :person ORDER BY request"),
        {"person": person},
    )
    return [str(found) for found in rows]


def _open(request: Request) -> Request:
    if request.state in ANSWERED:
        raise InputError(f"request {request.id} is {request.state}: no day is counted any more")
    return request


def _known(connection: Connection, requester: str) -> str | None:
    """The person id of a requester who is somebody of the roster, and no other."""
    try:
        return resolve(connection, requester.strip()).id
    except InputError:
        return None


def _next_id(connection: Connection, now: datetime) -> str:
    """`2026-0001` and on: one opener at a time, until its transaction ends."""
    connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("homeroom.request"))))
    year = f"{now:%Y}-"
    taken = [
        int(known.removeprefix(year)) for known in load(connection, Request) if known[:5] == year
    ]
    return f"{year}{max(taken, default=0) + 1:04d}"


def _meant(law: str) -> str:
    return near if (near := suggest(law, LAWS)).startswith("; did") else ""
