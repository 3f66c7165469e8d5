"""What the office writes down about a request: who asks, in which capacity, at what cost.

Each is a decision of the registry like any other: appended, with who and when.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar, get_args

from sqlalchemy import Connection

from homeroom.config import suggest
from homeroom.disclosure import requests
from homeroom.errors import InputError
from homeroom.registry.decisions import record
from homeroom.registry.model import Fee, IdentityCheck, Request, RequestNote, Subpoena
from homeroom.registry.model.requests import FeeKind, IdentityWay, SealedBy, Standing
from homeroom.registry.people import resolve

STANDINGS: tuple[Standing, ...] = get_args(Standing)[1:]
IDENTITY_WAYS: tuple[IdentityWay, ...] = get_args(IdentityWay)
FEE_KINDS: tuple[FeeKind, ...] = get_args(FeeKind)
SEALED_BY: tuple[SealedBy, ...] = get_args(SealedBy)[1:]
CHOICE = TypeVar("CHOICE", bound=str)


def note(connection: Connection, request: str, text: str, *, by: str) -> Request:
    """Write something down with a request."""
    known = requests.get(connection, request)
    made = RequestNote(text=_filled(text, "note"), by=by, at=datetime.now(UTC))
    return _keep(connection, replace(known, notes=(*known.notes, made)), by, "noted")


def standing(
    connection: Connection,
    request: str,
    *,
    standing: str,
    interest: str = "",
    special_education: bool = False,
    threat: str = "",
    by: str,
) -> Request:
    """In which capacity the requester asks, what for, and what else the record of it needs."""
    known = requests.get(connection, request)
    changed = replace(
        known,
        standing=_one_of(standing, STANDINGS, "standing"),
        interest=interest.strip() or known.interest,
        special_education=special_education or known.special_education,
        threat=threat.strip() or known.threat,
    )
    return _keep(connection, changed, by, "standing noted")


def identity(connection: Connection, request: str, *, way: str, note: str = "", by: str) -> Request:
    """How the office made sure of who asks."""
    known = requests.get(connection, request)
    chosen = _one_of(way, IDENTITY_WAYS, "identity")
    made = IdentityCheck(way=chosen, by=by, at=datetime.now(UTC), note=note.strip())
    return _keep(connection, replace(known, identity=made), by, "identity checked")


def fee(
    connection: Connection, request: str, *, kind: str, amount: str, reason: str, by: str
) -> Request:
    """A fee that was estimated, charged, paid or waived; `amount` in dollars, as `12.50`."""
    known = requests.get(connection, request)
    made = Fee(
        kind=_one_of(kind, FEE_KINDS, "fee"),
        cents=_cents(amount),
        reason=_filled(reason, "reason"),
        by=by,
        at=datetime.now(UTC),
    )
    return _keep(connection, replace(known, fees=(*known.fees, made)), by, "fee noted")


def person(connection: Connection, request: str, *, name: str, by: str) -> Request:
    """Somebody of the roster who has to do with the request."""
    known = requests.get(connection, request)
    found = resolve(connection, name).id
    if found in known.people:
        raise InputError(f"request {request}: this person is with it already")
    return _keep(connection, replace(known, people=(*known.people, found)), by, "person added")


def subpoena(
    connection: Connection,
    request: str,
    *,
    court: str,
    reference: str,
    issued: date,
    notified_on: date | None = None,
    notified: str = "",
    sealed_by: str = "",
    by: str,
) -> Request:
    """The order itself, and that the family was told, or why they are not.

    `InputError` where it is no subpoena, both a notice and an exception are named, or the notice
    lies before the order.
    """
    known = requests.get(connection, request)
    if known.law not in ("subpoena", "litigation"):
        raise InputError(f"request {request}: it is asked for under {known.law}, by no court")
    if sealed_by and notified_on:
        raise InputError("an exception and a notice: the family is told, or is not; name one")
    if notified_on and notified_on < issued:
        raise InputError("notice: lies before the order; write the day on which it was given")
    order = Subpoena(
        court=_filled(court, "court"),
        reference=_filled(reference, "reference"),
        issued=issued,
        notified_on=notified_on,
        notified=_filled(notified, "notified") if notified_on else "",
        sealed_by=_one_of(sealed_by, SEALED_BY, "exception") if sealed_by else "",
    )
    return _keep(connection, replace(known, subpoena=order), by, "subpoena noted")


def check(request: Request, day: date) -> None:
    """`InputError` where a subpoena may not be answered yet (34 CFR 99.31(a)(9)(ii)).

    The family is told before, to ask the court for protection; or an order forbids it.
    """
    if request.law != "subpoena":
        return
    order = request.subpoena
    if order is None:
        raise InputError(
            f"request {request.id}: note the order first, with its court and number "
            f"(`homeroom request subpoena {request.id}`)"
        )
    if not order.sealed_by and (order.notified_on is None or order.notified_on > day):
        raise InputError(
            f"request {request.id}: tell the parent or the adult student before the court gets "
            "it, or note the order that forbids it (34 CFR 99.31(a)(9)(ii))"
        )


def check_identity(request: Request) -> None:
    """`InputError` where a family's record would go to somebody whom nobody has identified."""
    if request.law == "ferpa" and request.identity is None:
        raise InputError(
            f"request {request.id}: make sure of who asks, and note how "
            f"(`homeroom request identity {request.id}`; 34 CFR 99.31(c))"
        )


def _keep(connection: Connection, request: Request, by: str, what: str) -> Request:
    record(connection, request, by=by, note=what)
    return request


def _filled(text: str, field: str) -> str:
    if not text.strip():
        raise InputError(f"{field}: empty; write it down")
    return text.strip()


def _one_of(given: str, known: tuple[CHOICE, ...], field: str) -> CHOICE:
    for each in known:
        if each == given:
            return each
    raise InputError(f"{field} {given!r}: one of {', '.join(known)}{suggest(given, known)}")


def _cents(amount: str) -> int:
    whole, _, part = amount.strip().removeprefix("$").partition(".")
    if not (whole.isascii() and whole.isdigit() and len(part) in (0, 2)) or len(whole) > 7:
        raise InputError(f"amount {amount!r}: write dollars and cents, as 12.50")
    if part and not (part.isascii() and part.isdigit()):
        raise InputError(f"amount {amount!r}: write dollars and cents, as 12.50")
    return int(whole) * 100 + int(part or 0)
