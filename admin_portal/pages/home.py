"""Home: what needs somebody today, and whether everything is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection

from admin_portal import own_family
from admin_portal.auth import Permission, allows
from admin_portal.page import Page, needs
from admin_portal.queries import alerts, consents, names, overview, refusals, reviews

router = APIRouter()

REFUSALS_OVER = timedelta(days=30)


@router.get("/")
def home(page: Annotated[Page, needs(Permission.SIGNED_IN)]) -> HTMLResponse:
    """The start page; who may do nothing here is told so."""
    if page.user is None or not allows(Permission.HOME_READ, page.user.roles):
        return page.show("nothing_here.html")
    today = page.today
    with page.database() as connection:
        hidden = own_family.hidden(connection, page)
        waiting = overview.open_requests(connection, page.portal.clocks, page.hours, page.now)
        requests = [due for due in waiting if due.request.about not in hidden]
        return page.show(
            "home.html",
            alerts=_alerts(connection, page),
            reviews=_reviews(connection, page),
            health=overview.health(connection, page.now),
            refusals=refusals.by_rule(connection, page.now - REFUSALS_OVER),
            kinds=overview.kinds(connection, page.now - REFUSALS_OVER),
            tools=overview.ending_tools(connection, today),
            requests=requests,
            students=names.people(connection, {due.request.about for due in requests}),
            consents=consents.counts(connection, today),
        )


def _alerts(connection: Connection, page: Page) -> int:
    """How many alerts wait for an adult, among those that concern the user."""
    user = page.user
    if user is None or not allows(Permission.ALERTS_READ, user.roles):
        return 0
    directory = page.portal.register.now(connection).directory()
    found = alerts.waiting(connection, user.person, directory)
    return sum(each.alert.urgent and each.alert.standing == "open" for each in found)


def _reviews(connection: Connection, page: Page) -> int:
    """How many senders wait for an answer of the user's."""
    user = page.user
    if user is None or not allows(Permission.REVIEWS_READ, user.roles):
        return 0
    directory = page.portal.register.now(connection).directory()
    return len(reviews.waiting(connection, user.person, directory, page.now))
