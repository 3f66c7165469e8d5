"""The page that a refused message links to: what a consent is, who gives it, and where.

Anybody may open it, a student above all. There is nothing on it to sign: a student never signs for
a guardian.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from admin_portal.auth import Permission
from admin_portal.page import Page, needs
from homeroom.registry import policies, tools

router = APIRouter()


@router.get("/consent-needed")
def explain(page: Annotated[Page, needs(Permission.PUBLIC)]) -> HTMLResponse:
    """What was missing, and whom to ask; with the apps that the school has approved."""
    with page.database() as connection:
        today = policies.local_day(connection, page.now)
        approved = tools.in_force(connection, today)
    return page.show("consent_needed.html", tools=approved, office=page.portal.config.portal.office)
