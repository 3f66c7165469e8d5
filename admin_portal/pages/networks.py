"""Networks that the district trusts; a field trip gets a dated exception here."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal.auth import Permission
from admin_portal.forms import ANY_FIELD, Fields, FilledText, Form, Read, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.queries import names
from homeroom.errors import InputError
from homeroom.registry import networks
from homeroom.registry.decisions import find, load
from homeroom.registry.model import Network

router = APIRouter(prefix="/networks")

LONGEST = timedelta(days=31)
WRONG = mark(
    "Write the addresses as 203.0.113.7 or 203.0.113.0/24, several with commas. The last day comes "
    "after the first, is not over, and is within a month."
)


class Trip(Form):
    """Where a class is on which days."""

    name: FilledText
    addresses: FilledText
    starts: date
    ends: date

    @property
    def cidrs(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.addresses.split(",") if part.strip())

    def fits(self, day: date) -> bool:
        return self.starts <= self.ends >= day and self.ends - self.starts <= LONGEST


@router.get("")
def listed(page: Annotated[Page, needs(Permission.NETWORKS_READ)]) -> HTMLResponse:
    """Every network with its days, and the form for a field trip."""
    given = {"starts": page.today.isoformat(), "ends": page.today.isoformat()}
    return _show(page, Read(given=given, value=None, problems={}))


@router.post("")
def add(page: Annotated[Page, needs(Permission.NETWORKS_DECIDE)], fields: Fields) -> Response:
    """Trust where a class is, on these days."""
    form = read(Trip, fields)
    if form.value is None:
        return _show(page, form)
    if not form.value.fits(page.today):
        return _show(page, form.but(ANY_FIELD, WRONG))
    with page.database() as connection:
        made = Network(
            id=f"trip-{secrets.token_hex(4)}",
            name=form.value.name,
            cidrs=form.value.cidrs,
            kind="field_trip",
            starts=form.value.starts,
            ends=form.value.ends,
        )
        try:
            networks.add(connection, made, by=page.by)
        except InputError:
            return _show(page, form.but(ANY_FIELD, WRONG))
    return page.go("/networks", done="trip_added")


@router.post("/{key}/end")
def end(page: Annotated[Page, needs(Permission.NETWORKS_DECIDE)], key: str) -> Response:
    """A field trip is over early."""
    with page.database() as connection:
        _trip(connection, key)
        networks.remove(connection, key, by=page.by)
    return page.go("/networks", done="trip_ended")


@router.post("/{key}/restore")
def restore(page: Annotated[Page, needs(Permission.NETWORKS_DECIDE)], key: str) -> Response:
    """Take an early end back."""
    with page.database() as connection:
        _trip(connection, key)
        try:
            networks.restore(connection, key, page.today, by=page.by)
        except InputError:
            raise HTTPException(HTTPStatus.NOT_FOUND) from None
    return page.go("/networks", done="trip_restored")


def _trip(connection: Connection, key: str) -> Network:
    """Only a field trip: whoever ended the school's own network here would lock out all."""
    found = find(connection, Network, key)
    if found is None or found.kind != "field_trip":
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found


def _show(page: Page, form: Read[Trip]) -> HTMLResponse:
    with page.database() as connection:
        known = [n for n in load(connection, Network).values() if _shown(n, page.today)]
        return page.show(
            "networks/list.html",
            status=HTTPStatus.BAD_REQUEST if form.problems else HTTPStatus.OK,
            networks=sorted(known, key=lambda n: (n.kind == "field_trip", n.starts or date.min)),
            who=names.people(connection, {person for n in known for person in n.people}),
            today=page.today,
            given=form.given,
            problems=form.problems,
        )


def _shown(network: Network, day: date) -> bool:
    """A field trip until its last day, ended or not; another network while it is trusted."""
    if network.kind == "field_trip":
        return network.ends is not None and network.ends >= day
    return network.active
