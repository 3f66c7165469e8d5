"""What the office writes down about a request: who asks, as what, fees, notes, a court's order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal.auth import Permission
from admin_portal.forms import Fields, FilledText, Form, ShortText, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.pages.releases import about
from admin_portal.queries import names
from homeroom.disclosure import intake, requests
from homeroom.disclosure.requests import FOLLOWS
from homeroom.errors import InputError
from homeroom.registry.model.requests import FeeKind, IdentityWay, SealedBy, Standing

router = APIRouter(prefix="/requests")

FAULTY = mark("Something is missing or cannot be read. Fill in the form again.")


class Fact(Form):
    """One form of the page, and what it writes down."""

    def keep(self, connection: Connection, request: str, by: str) -> None:
        """Write it down with a request; `InputError` says what is wrong."""
        raise NotImplementedError


class Note(Fact):
    """Something to be remembered."""

    text: FilledText

    def keep(self, connection: Connection, request: str, by: str) -> None:
        intake.note(connection, request, self.text, by=by)


class Capacity(Fact):
    """Who asks, and what for."""

    standing: Standing
    interest: ShortText = ""
    threat: ShortText = ""
    special_education: Literal["", "yes"] = ""

    def keep(self, connection: Connection, request: str, by: str) -> None:
        intake.standing(
            connection,
            request,
            standing=self.standing,
            interest=self.interest,
            threat=self.threat,
            special_education=bool(self.special_education),
            by=by,
        )


class Identity(Fact):
    """How the office made sure."""

    way: IdentityWay
    note: ShortText = ""

    def keep(self, connection: Connection, request: str, by: str) -> None:
        intake.identity(connection, request, way=self.way, note=self.note, by=by)


class Fee(Fact):
    """What copies cost."""

    kind: FeeKind
    amount: FilledText
    reason: FilledText

    def keep(self, connection: Connection, request: str, by: str) -> None:
        intake.fee(
            connection, request, kind=self.kind, amount=self.amount, reason=self.reason, by=by
        )


class Order(Fact):
    """A court's order, and what the family was told."""

    court: FilledText
    reference: FilledText
    issued: date
    notified_on: date | None = None
    notified: ShortText = ""
    sealed_by: SealedBy = ""

    def keep(self, connection: Connection, request: str, by: str) -> None:
        intake.subpoena(
            connection,
            request,
            court=self.court,
            reference=self.reference,
            issued=self.issued,
            notified_on=self.notified_on,
            notified=self.notified,
            sealed_by=self.sealed_by,
            by=by,
        )


class End(Fact):
    """How a request ends without a release, or after it."""

    to: Literal["denied", "closed"]
    why: FilledText

    def keep(self, connection: Connection, request: str, by: str) -> None:
        requests.answer(connection, request, self.to, reason=self.why, by=by)


FACTS: Mapping[str, type[Fact]] = {
    "note": Note,
    "standing": Capacity,
    "identity": Identity,
    "fee": Fee,
    "subpoena": Order,
    "end": End,
}
"""The forms of the page."""


@router.get("/{request_id}/facts")
def one(page: Annotated[Page, needs(Permission.REQUESTS_READ)], request_id: str) -> HTMLResponse:
    """All that is written down, with a form for each."""
    return _shown(page, request_id)


@router.post("/{request_id}/facts/{what}")
def write(
    page: Annotated[Page, needs(Permission.REQUESTS_WORK)],
    request_id: str,
    what: str,
    fields: Fields,
) -> Response:
    """Write one of them down."""
    if what not in FACTS:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    form = read(FACTS[what], fields)
    try:
        with page.database() as connection:
            about(connection, page, request_id)
            if form.value is None:
                raise InputError(FAULTY)
            form.value.keep(connection, request_id, page.by)
    except InputError as error:
        return _shown(page, request_id, problem=str(error), status=HTTPStatus.BAD_REQUEST)
    return page.go(f"/requests/{request_id}/facts", done="request_fact")


def _shown(
    page: Page, request_id: str, *, problem: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HTMLResponse:
    with page.database() as connection:
        request = about(connection, page, request_id)
        wrote = {note.by for note in request.notes} | {fee.by for fee in request.fees}
        wrote |= {request.identity.by} if request.identity else set()
        people = names.people(connection, {request.about, *request.people})
        return page.show(
            "requests/facts.html",
            status=status,
            problem=problem,
            request=request,
            student=people.get(request.about, request.about),
            people=[people.get(each, each) for each in request.people],
            who=names.accounts(connection, wrote),
            standings=intake.STANDINGS,
            ways=intake.IDENTITY_WAYS,
            fees=intake.FEE_KINDS,
            sealed=intake.SEALED_BY,
            ends=[to for to in ("denied", "closed") if to in FOLLOWS[request.state]],
        )
