"""Home: what needs somebody today, and whether everything is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from admin_portal.auth import Permission, allows
from admin_portal.page import Page, needs
from admin_portal.queries import consents, names, overview, refusals

router = APIRouter()

REFUSALS_OVER = timedelta(days=30)


@router.get("/")
def home(page: Annotated[Page, needs(Permission.SIGNED_IN)]) -> HTMLResponse:
    """The start page; who may do nothing here is told so."""
    if page.user is None or not allows(Permission.HOME_READ, page.user.roles):
        return page.show("nothing_here.html")
    today = page.now.date()
    with page.database() as connection:
        requests = overview.open_requests(connection, today)
        return page.show(
            "home.html",
            health=overview.health(connection, page.now),
            refusals=refusals.by_rule(connection, page.now - REFUSALS_OVER),
            kinds=overview.kinds(connection, page.now - REFUSALS_OVER),
            tools=overview.ending_tools(connection, today),
            requests=requests,
            students=names.people(connection, {due.request.about for due in requests}),
            consents=consents.counts(connection, today),
        )
