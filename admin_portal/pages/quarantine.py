"""Waiting messages: what bridges hold back, why, and what to do about it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from admin_portal import own_family
from admin_portal.auth import Permission
from admin_portal.page import Page, needs
from admin_portal.queries import quarantine
from homeroom.registry.decisions import load
from homeroom.registry.model import Tool

router = APIRouter(prefix="/quarantine")


@router.get("")
def waiting(
    page: Annotated[Page, needs(Permission.QUARANTINE_READ)], code: str = "", before: str = ""
) -> HTMLResponse:
    """All that waits, the newest first."""
    with page.database() as connection:
        hidden = own_family.hidden(connection, page)
        found = quarantine.page_of(connection, hidden, code=code, before=before)
        counts = quarantine.counts(connection)
        apps = {tool.id: tool.name for tool in load(connection, Tool).values()}
    return page.show("quarantine/list.html", found=found, counts=counts, code=code, apps=apps)


@router.post("/{message}/release")
def release(page: Annotated[Page, needs(Permission.QUARANTINE_RELEASE)], message: int) -> Response:
    """Have one message judged again now; the rules are not passed by."""
    with page.database() as connection:
        own_family.keep_out_of(connection, page, quarantine.about(connection, message))
        released = quarantine.release(connection, message)
        page.note(connection, "release", f"bridge-item:{message}", released=released)
    return page.go("/quarantine", done="released" if released else "not_released")
