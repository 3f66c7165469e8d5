"""Tools: the register of approved software and its agreements."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal.auth import Permission
from admin_portal.forms import ANY_FIELD, EMPTY, Fields, FilledText, Form, Read, ShortText, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.queries import history, names
from admin_portal.words import tool_standing
from homeroom.errors import InputError
from homeroom.registry import agreement_files, marks, tools
from homeroom.registry.decisions import find, load
from homeroom.registry.model import Agreement, CoppaBasis, Marks, Tool, ToolKind

router = APIRouter(prefix="/tools")

WRONG_ORDER = mark("The agreement would end before it starts. Check both dates.")
TAKEN = mark("An app with this short name is on the register already. Open it from the list.")
NO_NAME = mark("Use letters or digits, so that a short name can be made from it.")
NO_MARK = mark("Write what this kind is known by, as the text beside it says.")
TERMS = mark(
    "These terms do not fit together: a school the roster does not know, or a school that consents "
    "for children although the vendor may use the data for more than education."
)
ENDED = mark("This agreement is not in force today. Enter the one that is.")


class AgreementFields(Form):
    """An agreement, as a form has it."""

    reference: FilledText
    starts: date
    ends: date
    data_elements: ShortText = ""
    grades: ShortText = ""
    schools: ShortText = ""
    coppa: CoppaBasis = "parent"
    education_only: Literal["yes", "no"] = "no"


class NewTool(Form):
    """The form for a new tool; its agreement can follow with the approval."""

    name: FilledText
    vendor: FilledText
    purpose: ShortText = ""
    kind: ToolKind = "bridge"
    marks: ShortText = ""


class Reason(Form):
    """Why something is stopped."""

    reason: FilledText


@router.get("")
def register(page: Annotated[Page, needs(Permission.TOOLS_READ)], state: str = "") -> HTMLResponse:
    """All tools, with their standing; filters show how many each would leave."""
    today = page.today
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
        kind=form.value.kind,
        marks=_marks(form.value),
    )
    try:
        marks.checked(tool)
    except InputError:
        return _again(page, "tools/add.html", form.but("marks", NO_MARK))
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


@router.get("/{tool_id}/document")
def document(page: Annotated[Page, needs(Permission.TOOLS_READ)], tool_id: str) -> Response:
    """The signed agreement, as it was kept."""
    with page.database() as connection:
        tool = _tool(connection, tool_id)
    kept = tool.agreement.document if tool.agreement else None
    if kept is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    content = agreement_files.read(page.portal.config.data, kept)
    headers = {"Content-Disposition": f'attachment; filename="agreement-{kept.sha256[:12]}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


@router.post("/{tool_id}/approve")
def approve(
    page: Annotated[Page, needs(Permission.TOOLS_DECIDE)], tool_id: str, fields: Fields
) -> Response:
    """Approve a tool, under its present agreement or a new one."""
    form = read(AgreementFields, fields)
    with page.database() as connection:
        tool = _tool(connection, tool_id)
        problems = _agreement_problems(form, tool, page.today)
        if problems:
            given, status = form.given, HTTPStatus.BAD_REQUEST
            return _one(page, connection, tool_id, given=given, problems=problems, status=status)
        try:
            tools.approve(connection, tool_id, by=page.by, agreement=_agreement(form, tool))
        except InputError:
            problems = {ANY_FIELD: TERMS}
            given, status = form.given, HTTPStatus.BAD_REQUEST
            return _one(page, connection, tool_id, given=given, problems=problems, status=status)
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


def _agreement(form: Read[AgreementFields], tool: Tool) -> Agreement | None:
    """The agreement of the form; None where it was left empty and the present one stays.

    A renewal without a word about its terms has those of the present one: nothing is loosened by
    an empty field that a form did not show.
    """
    if form.value is None:
        return None
    terms = form.value
    if tool.agreement is not None and "coppa" not in form.given:
        return replace(
            tool.agreement,
            reference=terms.reference,
            starts=terms.starts,
            ends=terms.ends,
            document=None,
        )
    return Agreement(
        reference=terms.reference,
        starts=terms.starts,
        ends=terms.ends,
        data_elements=_listed(terms.data_elements),
        grades=_listed(terms.grades),
        schools=_listed(terms.schools),
        coppa=terms.coppa,
        education_only=terms.education_only == "yes",
    )


def _listed(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in written.split(",") if part.strip()))


def _marks(new: NewTool) -> Marks:
    """What was written, as the mark that this kind is known by."""
    given = _listed(new.marks)
    match marks.WANTED[new.kind]:
        case "namespace":
            return Marks(namespace=given[0] if given else "")
        case "accounts":
            return Marks(accounts=given)
        case "clients":
            return Marks(clients=given)
        case _:
            return Marks(hosts=given)


def _agreement_problems(form: Read[AgreementFields], tool: Tool, today: date) -> dict[str, str]:
    named = (form.given.get(name, "") for name in ("reference", "starts", "ends"))
    if not any(value.strip() for value in named):
        present = tool.agreement
        if present is None:
            return dict.fromkeys(("reference", "starts", "ends"), EMPTY)
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
        standing=tool_standing(tool, page.today),
        schools=names.schools(connection),
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
