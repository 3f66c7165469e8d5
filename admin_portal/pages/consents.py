"""Consents: one student, one tool, signed, dated, revocable, expiring."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal import own_family
from admin_portal.auth import Permission
from admin_portal.forms import ANY_FIELD, Fields, FilledText, Form, Query, Read, ShortText, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.queries import consents as lists
from admin_portal.queries import history, names
from admin_portal.words import consent_standing
from homeroom.errors import InputError
from homeroom.registry import consent_texts, consents, families, family, people, tools
from homeroom.registry.decisions import find, load
from homeroom.registry.model import Consent, ConsentText, Person, SchoolClass, Tool

router = APIRouter(prefix="/consents")

NO_SUCH_TOOL = mark("Choose an app of the register.")
NOT_ENTITLED = mark("Choose somebody of this list: nobody else may sign for this student.")
WRONG_ORDER = mark("The consent would end before it is signed. Check both dates.")
IN_FUTURE = mark("The date of the signature lies in the future. Check it.")


class ConsentQuery(Query):
    """The filters of the list."""

    student: ShortText = ""
    tool: ShortText = ""
    state: ShortText = ""
    before: int | None = None


class NewConsent(Form):
    """A signed consent, as staff record it."""

    tool: FilledText
    given_by: FilledText
    signed_on: date
    expires: date
    says: Literal["granted", "refused"] = "granted"


class Revocation(Form):
    """Why a consent is revoked; a guardian need not say why."""

    reason: ShortText = ""


@router.get("")
def all_consents(page: Annotated[Page, needs(Permission.CONSENTS_READ)]) -> HTMLResponse:
    """All consents, the one decided last first."""
    today, asked = page.today, read(ConsentQuery, page.request.query_params)
    query = asked.value or ConsentQuery()
    with page.database() as connection:
        found = lists.page_of(
            connection,
            today,
            student=query.student,
            tool=query.tool,
            standing=query.state,
            before=query.before,
            hidden=own_family.hidden(connection, page),
        )
        counts, tools = lists.counts(connection, today), _tools(connection)
    filters = {"student": query.student, "tool": query.tool, "state": query.state}
    return page.show("consents/list.html", found=found, counts=counts, tools=tools, filters=filters)


@router.get("/coverage")
def coverage(page: Annotated[Page, needs(Permission.CONSENTS_READ)], tool: str = "") -> Response:
    """How far each class is covered for one tool."""
    with page.database() as connection:
        tools = _tools(connection)
        chosen = tools.get(tool) or next(iter(tools.values()), None)
        rows = lists.coverage(connection, chosen.id, page.today) if chosen else []
    return page.show("consents/coverage.html", rows=rows, tools=tools, chosen=chosen)


@router.get("/coverage/{class_id}")
def missing(
    page: Annotated[Page, needs(Permission.CONSENTS_READ)], class_id: str, tool: str = ""
) -> HTMLResponse:
    """The students of a class without a consent for a tool."""
    with page.database() as connection:
        school_class, chosen = find(connection, SchoolClass, class_id), find(connection, Tool, tool)
        if school_class is None or chosen is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        hidden = own_family.hidden(connection, page)
        found = lists.without(connection, class_id, chosen.id, page.today)
        students = [student for student in found if student.id not in hidden]
    return page.show(
        "consents/missing.html", school_class=school_class, tool=chosen, students=students
    )


@router.get("/birth-dates")
def birth_dates(page: Annotated[Page, needs(Permission.CONSENTS_READ)]) -> HTMLResponse:
    """Students without a birth date: minors until the roster is corrected."""
    with page.database() as connection:
        hidden = own_family.hidden(connection, page)
        found = [p for p in people.without_birth_date(connection) if p.id not in hidden]
    return page.show("consents/birth_dates.html", students=found)


@router.get("/add")
def choose(page: Annotated[Page, needs(Permission.CONSENTS_DECIDE)], student: str = "") -> Response:
    """First the student: found by name or roster id."""
    with page.database() as connection:
        found = names.search(connection, student, role="student") if student.strip() else []
    return page.show("consents/choose.html", student=student, found=found)


@router.get("/add/{person}")
def ask(page: Annotated[Page, needs(Permission.CONSENTS_DECIDE)], person: str) -> HTMLResponse:
    """Then who signed, for which tool, from when until when."""
    given = {
        "signed_on": page.today.isoformat(),
        "tool": page.request.query_params.get("tool", ""),
    }
    with page.database() as connection:
        given["expires"] = consents.ends(connection, page.today).isoformat()
        return _form(page, connection, person, Read(given=given, value=None, problems={}))


@router.post("/add/{person}")
def add(
    page: Annotated[Page, needs(Permission.CONSENTS_DECIDE)], person: str, fields: Fields
) -> Response:
    """Record a signed consent."""
    form = read(NewConsent, fields)
    with page.database() as connection:
        if form.value is None or (form := _checked(connection, form, person, page)).problems:
            return _form(page, connection, person, form, status=HTTPStatus.BAD_REQUEST)
        said = form.value.model_dump(exclude={"says"})
        consent = Consent(id=consents.new_id(), student=person, **said)
        refuses = form.value.says == "refused"
        try:
            _record(connection, consent, refuses=refuses, by=page.by)
        except InputError as error:
            form = form.but(ANY_FIELD, str(error))
            return _form(page, connection, person, form, status=HTTPStatus.BAD_REQUEST)
    done = "consent_refused" if refuses else "consent_recorded"
    return page.go(f"/consents/{consent.id}", done=done)


@router.get("/{consent_id}")
def one(page: Annotated[Page, needs(Permission.CONSENTS_READ)], consent_id: str) -> HTMLResponse:
    """One consent: its facts, what can be done next, and its history."""
    with page.database() as connection:
        return page.show(
            "consents/one.html",
            **_facts(connection, page, consent_id),
            history=history.of(connection, Consent, consent_id),
        )


@router.get("/{consent_id}/revoke")
def ask_revoke(
    page: Annotated[Page, needs(Permission.CONSENTS_DECIDE)], consent_id: str
) -> HTMLResponse:
    """Say what revoking would stop, and ask."""
    with page.database() as connection:
        facts = _facts(connection, page, consent_id)
    return page.show("consents/revoke.html", **facts, given={}, problems={})


@router.post("/{consent_id}/revoke")
def revoke(
    page: Annotated[Page, needs(Permission.CONSENTS_DECIDE)], consent_id: str, fields: Fields
) -> Response:
    """Revoke a consent: it stops covering at once."""
    form = read(Revocation, fields)
    with page.database() as connection:
        facts = _facts(connection, page, consent_id)
        if form.value is None:
            return page.show(
                "consents/revoke.html",
                status=HTTPStatus.BAD_REQUEST,
                **facts,
                given=form.given,
                problems=form.problems,
            )
        if facts["consent"].state == "granted":
            consents.revoke(connection, consent_id, by=page.by, note=form.value.reason)
    return page.go(f"/consents/{consent_id}", done="consent_revoked")


def _record(connection: Connection, said: Consent, *, refuses: bool, by: str) -> None:
    """A refusal, or a consent with the standard text of its tool."""
    if refuses:
        consents.refuse(connection, said, by=by)
        return
    tool = tools.get(connection, said.tool)
    language = load(connection, Person)[said.given_by].language
    text = consent_texts.keep(
        connection, tool, language, consent_texts.standard(tool, language), by=by
    )
    consents.give(connection, replace(said, text=text.sha256), by=by)


def _tools(connection: Connection) -> dict[str, Tool]:
    return dict(sorted(load(connection, Tool).items(), key=lambda item: item[1].name.casefold()))


def _student(connection: Connection, page: Page, person: str) -> Person:
    """A student of the roster; nobody reads or decides here about their own family."""
    found = find(connection, Person, person)
    if found is None or "student" not in found.roles:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    own_family.keep_out(connection, page, found)
    return found


def _signers(connection: Connection, student: Person, today: date) -> list[Person]:
    """Who may sign: somebody with authority over a minor, the student alone from 18."""
    may = family.entitled(families.of(connection, student), today)
    everybody = load(connection, Person)
    return sorted((everybody[p] for p in may if p in everybody), key=lambda p: p.roster_id)


def _checked(
    connection: Connection, form: Read[NewConsent], person: str, page: Page
) -> Read[NewConsent]:
    """The form with what the core would refuse, said at the field."""
    if form.value is None:
        return form
    today, value = page.today, form.value
    if find(connection, Tool, value.tool) is None:
        form = form.but("tool", NO_SUCH_TOOL)
    signers = _signers(connection, _student(connection, page, person), value.signed_on)
    if value.given_by not in {signer.id for signer in signers}:
        form = form.but("given_by", NOT_ENTITLED)
    if value.signed_on > today:
        form = form.but("signed_on", IN_FUTURE)
    return form.but("expires", WRONG_ORDER) if value.expires < value.signed_on else form


def _form(
    page: Page,
    connection: Connection,
    person: str,
    form: Read[NewConsent],
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HTMLResponse:
    student = _student(connection, page, person)
    return page.show(
        "consents/add.html",
        status=status,
        student=student,
        signers=_signers(connection, student, page.today),
        tools=_tools(connection),
        given=form.given,
        problems=form.problems,
    )


def _facts(connection: Connection, page: Page, consent_id: str) -> dict[str, Any]:
    consent, today = find(connection, Consent, consent_id), page.today
    if consent is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    student, tool = find(connection, Person, consent.student), find(connection, Tool, consent.tool)
    if student is not None:
        own_family.keep_out(connection, page, student)
    covers = consents.standing(connection, student, tool, today) if student and tool else ""
    return {
        "consent": consent,
        "covers": covers if consent.state == "granted" else "",
        "text": find(connection, ConsentText, consent.text) if consent.text else None,
        "who": names.people(connection, {consent.student, consent.given_by}),
        "tool": tool,
        "standing": consent_standing(consent, today),
    }
