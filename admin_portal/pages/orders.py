"""Court orders, for counsel alone: what they say, for whom, and until when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal import own_family
from admin_portal.auth import Permission
from admin_portal.forms import ANY_FIELD, Fields, FilledText, Form, Read, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.queries import names
from homeroom.errors import InputError
from homeroom.registry import orders, people, policies
from homeroom.registry.decisions import find, load
from homeroom.registry.model import Bar, CourtOrder

router = APIRouter(prefix="/orders")

TOO_EARLY = mark("It cannot end before it begins.")
WRONG = mark("Nobody, or several people, are called so, or the dates are the wrong way round.")


class NewOrder(Form):
    """An order, as counsel records it; both are found by name or roster id."""

    guardian: FilledText
    student: FilledText
    reference: FilledText
    starts: date
    ends: date | None = None
    contact: str = ""
    consent: str = ""
    access: str = ""

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What was ticked; everything where nothing was."""
        ticked = tuple(bar for bar in orders.EVERYTHING if getattr(self, bar))
        return ticked or orders.EVERYTHING


class Ending(Form):
    """The last day of an order; none lifts it at once."""

    last_day: date | None = None

    def before(self, day: date) -> bool:
        return self.last_day is not None and self.last_day < day


@router.get("")
def listed(page: Annotated[Page, needs(Permission.ORDERS_DECIDE)]) -> HTMLResponse:
    """Every order, and the form for a new one. The look is recorded."""
    with page.database() as connection:
        page.note(connection, "view", "orders")
        today = policies.local_day(connection, page.now)
        given = {"starts": today.isoformat()}
        return _show(page, connection, Read(given=given, value=None, problems={}))


@router.post("")
def add(page: Annotated[Page, needs(Permission.ORDERS_DECIDE)], fields: Fields) -> Response:
    """Record an order: within 2 seconds the guardian is out."""
    form = read(NewOrder, fields)
    with page.database() as connection:
        if form.value is None:
            return _show(page, connection, form, status=HTTPStatus.BAD_REQUEST)
        try:
            order = _order(connection, form.value)
            own_family.keep_out_of(connection, page, [order.guardian, order.student])
            orders.add(connection, order, by=page.by)
        except InputError:
            form = form.but(ANY_FIELD, WRONG)
            return _show(page, connection, form, status=HTTPStatus.BAD_REQUEST)
    return page.go("/orders", done="order_recorded")


@router.get("/{order_id}/end")
def ask_end(page: Annotated[Page, needs(Permission.ORDERS_DECIDE)], order_id: str) -> HTMLResponse:
    """Say what ending the order does, and ask whether at once or by which day."""
    with page.database() as connection:
        return _asked(page, connection, order_id, Read(given={}, value=None, problems={}))


@router.post("/{order_id}/end")
def end(
    page: Annotated[Page, needs(Permission.ORDERS_DECIDE)], order_id: str, fields: Fields
) -> Response:
    """Lift an order at once, or set its last day; it stays in the record."""
    form = read(Ending, fields)
    with page.database() as connection:
        order = _known(connection, page, order_id)
        if form.value is not None and form.value.before(order.starts):
            form = form.but("last_day", TOO_EARLY)
        if form.value is None or form.problems:
            return _asked(page, connection, order_id, form)
        orders.end(connection, order_id, form.value.last_day, by=page.by)
    return page.go("/orders", done="order_dated" if form.value.last_day else "order_ended")


def _asked(page: Page, connection: Connection, order_id: str, form: Read[Ending]) -> HTMLResponse:
    order = _known(connection, page, order_id)
    return page.show(
        "orders/end.html",
        status=HTTPStatus.BAD_REQUEST if form.problems else HTTPStatus.OK,
        order=order,
        who=names.people(connection, {order.guardian, order.student}),
        given=form.given,
        problems=form.problems,
    )


def _known(connection: Connection, page: Page, order_id: str) -> CourtOrder:
    order = find(connection, CourtOrder, order_id)
    if order is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    own_family.keep_out_of(connection, page, [order.guardian, order.student])
    return order


def _order(connection: Connection, new: NewOrder) -> CourtOrder:
    return CourtOrder(
        id=orders.new_id(),
        guardian=people.resolve(connection, new.guardian).id,
        student=people.resolve(connection, new.student).id,
        bars=new.bars,
        starts=new.starts,
        ends=new.ends,
        reference=new.reference,
    )


def _of_others(order: CourtOrder, hidden: Collection[str]) -> bool:
    return order.guardian not in hidden and order.student not in hidden


def _show(
    page: Page, connection: Connection, form: Read[NewOrder], *, status: HTTPStatus = HTTPStatus.OK
) -> HTMLResponse:
    hidden = own_family.hidden(connection, page)
    known = [o for o in load(connection, CourtOrder).values() if _of_others(o, hidden)]
    found = sorted(known, key=lambda order: order.starts)
    today = policies.local_day(connection, page.now)
    return page.show(
        "orders/list.html",
        status=status,
        orders=[(order, order.in_force(today)) for order in found],
        who=names.people(connection, {i for o in found for i in (o.guardian, o.student)}),
        given=form.given,
        problems=form.problems,
    )
