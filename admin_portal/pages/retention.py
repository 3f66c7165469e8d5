"""Plans of what may be destroyed: seen, approved by two people, and their certificates."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal import own_family, sessions
from admin_portal.auth import Permission
from admin_portal.page import OwnFamily, Page, needs
from admin_portal.queries import names
from homeroom.disclosure.naming import names_of_rooms
from homeroom.errors import InputError
from homeroom.retention import disposing, plans
from homeroom.retention.plans import Listed

router = APIRouter(prefix="/retention")


@router.get("")
def listed(page: Annotated[Page, needs(Permission.RETENTION_READ)]) -> HTMLResponse:
    """Every plan, the newest first."""
    with page.database() as connection:
        return page.show("retention/list.html", plans=plans.listed(connection))


@router.get("/{plan_id}")
def one(page: Annotated[Page, needs(Permission.RETENTION_READ)], plan_id: int) -> HTMLResponse:
    """What a plan would destroy and what not, who approved it, and its certificates."""
    with page.database() as connection:
        plan = _known(connection, plan_id)
        own = _own(connection, page, plan)
        if own and plan.kind == "order":
            raise OwnFamily
        return _show(page, connection, plan, own=own)


@router.post("/{plan_id}/approve")
def approve(page: Annotated[Page, needs(Permission.RETENTION_APPROVE)], plan_id: int) -> Response:
    """Approve a plan; the database takes whose session it is, so nobody approves for another."""
    with page.database() as connection:
        if _own(connection, page, _known(connection, plan_id)):
            raise OwnFamily
        disposing.approve(connection, plan_id, sessions.digest(page.token))
        page.note(connection, "approve", f"retention:{plan_id}")
    return page.go(f"/retention/{plan_id}", done="plan_approved")


def _known(connection: Connection, plan_id: int) -> Listed:
    try:
        return plans.one(connection, plan_id)
    except InputError:
        raise HTTPException(HTTPStatus.NOT_FOUND) from None


def _own(connection: Connection, page: Page, plan: Listed) -> bool:
    return plans.concerns(connection, plan, own_family.kin(connection, page))


def _show(page: Page, connection: Connection, plan: Listed, *, own: bool) -> HTMLResponse:
    summary: dict[str, Any] = plan.summary or {}
    rooms = {each["room"] for each in summary.get("goes", ()) if each["room"]}
    person = page.user.person.id if page.user else ""
    return page.show(
        "retention/one.html",
        plan=plan,
        goes=summary.get("goes", ()),
        remains=summary.get("remains", ()),
        rooms=names_of_rooms(connection, rooms),
        who=names.people(connection, set(plan.approved_by)),
        own=own,
        approved=person in plan.approved_by,
        certificates=plans.certificates_of(connection, plan.id),
    )
