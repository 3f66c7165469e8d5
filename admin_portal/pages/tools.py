"""Tools: the register of approved software and its agreements."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal.auth import Permission
from admin_portal.forms import ANY_FIELD, EMPTY, Fields, FilledText, Form, Read, ShortText, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.queries import history
from admin_portal.words import tool_standing
from homeroom.errors import InputError
from homeroom.registry import tools
from homeroom.registry.decisions import find, load
from homeroom.registry.model import Agreement, Tool

router = APIRouter(prefix="/tools")

WRONG_ORDER = mark("The agreement would end before it starts. Check both dates.")
TAKEN = mark("An app with this short name is on the register already. Open it from the list.")
NO_NAME = mark("Use letters or digits, so that a short name can be made from it.")
ENDED = mark("This agreement is not in force today. Enter the one that is.")


class AgreementFields(Form):
    """An agreement, as a form has it."""

    reference: FilledText
    starts: date
    ends: date


class NewTool(Form):
    """The form for a new tool; its agreement can follow with the approval."""

    name: FilledText
    vendor: FilledText
    purpose: ShortText = ""


class Reason(Form):
    """Why something is stopped."""

    reason: FilledText


@router.get("")
def register(page: Annotated[Page, needs(Permission.TOOLS_READ)], state: str = "") -> HTMLResponse:
    """All tools, with their standing; filters show how many each would leave."""
    today = page.now.date()
    with page.database() as connection:
        known = sorted(load(connection, Tool).values(), key=lambda tool: tool.name.casefold())
    rows = [(tool, tool_standing(tool, today)) for tool in known]
    counts = Counter(standing for _, standing in rows)
    shown = [row for row in rows if not state or row[1] == state]
    return page.show("tools/list.html", rows=shown, counts=counts, total=len(rows), state=state)


@router.get("/add")
def ask(page: Annotated[Page, needs(Permission.TOOLS_DECIDE)]) -> HTMLResponse:
    """The form for a new tool."""
    return page.show("tools/add.html", given={}, problems={})


@router.post("/add")
def add(page: Annotated[Page, needs(Permission.TOOLS_DECIDE)], fields: Fields) -> Response:
    """Put a tool on the register, waiting for approval."""
    form = read(NewTool, fields)
    if form.value is None:
        return _again(page, "tools/add.html", form)
    tool_id = short_name(form.value.name)
    if tool_id in ("", "add"):
        return _again(page, "tools/add.html", form.but("name", NO_NAME))
    tool = Tool(
        id=tool_id,
        name=form.value.name,
        vendor=form.value.vendor,
        purpose=form.value.purpose,
        state="requested",
    )
    try:
        with page.database() as connection:
            tools.add(connection, tool, by=page.by)
    except InputError:
        return _again(page, "tools/add.html", form.but("name", TAKEN))
    return page.go(f"/tools/{tool_id}", done="tool_added")


@router.get("/{tool_id}")
def one(page: Annotated[Page, needs(Permission.TOOLS_READ)], tool_id: str) -> HTMLResponse:
    """One tool: its facts, what can be done next, and its history."""
    with page.database() as connection:
        return _one(page, connection, tool_id, given={}, problems={})


@router.post("/{tool_id}/approve")
def approve(
    page: Annotated[Page, needs(Permission.TOOLS_DECIDE)], tool_id: str, fields: Fields
) -> Response:
    """Approve a tool, under its present agreement or a new one."""
    form = read(AgreementFields, fields)
    with page.database() as connection:
        tool = _tool(connection, tool_id)
        problems = _agreement_problems(form, tool, page.now.date())
        if problems:
            given, status = form.given, HTTPStatus.BAD_REQUEST
            return _one(page, connection, tool_id, given=given, problems=problems, status=status)
        tools.approve(connection, tool_id, by=page.by, agreement=_agreement(form))
    return page.go(f"/tools/{tool_id}", done="tool_approved")


@router.get("/{tool_id}/suspend")
def ask_suspend(page: Annotated[Page, needs(Permission.TOOLS_DECIDE)], tool_id: str) -> Response:
    """Say what suspending would stop, and ask why."""
    with page.database() as connection:
        tool = _tool(connection, tool_id)
    return page.show("tools/suspend.html", tool=tool, given={}, problems={})


@router.post("/{tool_id}/suspend")
def suspend(
    page: Annotated[Page, needs(Permission.TOOLS_DECIDE)], tool_id: str, fields: Fields
) -> Response:
    """Suspend a tool: nothing crosses to it from now on."""
    form = read(Reason, fields)
    with page.database() as connection:
        tool = _tool(connection, tool_id)
        if form.value is None:
            return _again(page, "tools/suspend.html", form, tool=tool)
        tools.suspend(connection, tool_id, by=page.by, note=form.value.reason)
    return page.go(f"/tools/{tool_id}", done="tool_suspended")


def short_name(name: str) -> str:
    """The id of a new tool, from its name: `Remind Hub` becomes `remind-hub`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]


def _tool(connection: Connection, tool_id: str) -> Tool:
    tool = find(connection, Tool, tool_id)
    if tool is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return tool


def _agreement(form: Read[AgreementFields]) -> Agreement | None:
    """The agreement of the form; None where it was left empty and the present one stays."""
    if form.value is None:
        return None
    terms = form.value
    return Agreement(reference=terms.reference, starts=terms.starts, ends=terms.ends)


def _agreement_problems(form: Read[AgreementFields], tool: Tool, today: date) -> dict[str, str]:
    if not any(value.strip() for value in form.given.values()):
        present = tool.agreement
        if present is None:
            return dict.fromkeys(AgreementFields.model_fields, EMPTY)
        return {} if present.in_force(today) else {ANY_FIELD: ENDED}
    if form.value is None:
        return form.problems
    if form.value.ends < form.value.starts:
        return {"ends": WRONG_ORDER}
    return {} if form.value.starts <= today <= form.value.ends else {"ends": ENDED}


def _one(
    page: Page,
    connection: Connection,
    tool_id: str,
    *,
    given: dict[str, str],
    problems: dict[str, str],
    status: HTTPStatus = HTTPStatus.OK,
) -> HTMLResponse:
    tool = _tool(connection, tool_id)
    return page.show(
        "tools/one.html",
        status=status,
        tool=tool,
        standing=tool_standing(tool, page.now.date()),
        history=history.of(connection, Tool, tool_id),
        given=given,
        problems=problems,
    )


def _again(page: Page, template: str, form: Read[Any], **context: Any) -> HTMLResponse:
    return page.show(
        template,
        status=HTTPStatus.BAD_REQUEST,
        given=form.given,
        problems=form.problems,
        **context,
    )
