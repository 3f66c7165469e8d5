"""Families: who stands for a student and how to reach them, and ending a recorded authority."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal import own_family
from admin_portal.auth import Permission
from admin_portal.forms import Fields, Form, Read, ShortText, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.queries import names
from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry import authorities, families
from homeroom.registry.contacts import contacts
from homeroom.registry.decisions import find, load
from homeroom.registry.model import Authority, Person

router = APIRouter(prefix="/families")
TOO_EARLY = mark("It cannot end before it begins.")


class Ending(Form):
    """When an authority ends, and why."""

    last_day: date
    reason: ShortText = ""


@router.get("")
def choose(page: Annotated[Page, needs(Permission.FAMILIES_READ)], student: str = "") -> Response:
    """First the student: found by name or roster id."""
    with page.database() as connection:
        found = names.search(connection, student, role="student") if student.strip() else []
    return page.show("families/choose.html", student=student, found=found)


@router.get("/{person}")
def one(page: Annotated[Page, needs(Permission.FAMILIES_READ)], person: str) -> HTMLResponse:
    """The guardians of a student, shown to none of them, whatever else they are. It is recorded."""
    with page.database() as connection:
        student = _student(connection, page, person)
        page.note(connection, "view", f"family:{student.id}")
        known = families.of(connection, student)
        shown = contacts(known, load(connection, Person), page.today)
    return page.show("families/one.html", student=student, contacts=shown, today=page.today)


@router.get("/{person}/{guardian}/end")
def ask_end(
    page: Annotated[Page, needs(Permission.FAMILIES_DECIDE)], person: str, guardian: str
) -> HTMLResponse:
    """Say what ending the authority does, and ask from when."""
    given = {"last_day": (page.today - timedelta(days=1)).isoformat()}
    with page.database() as connection:
        return _asked(
            page, connection, person, guardian, Read(given=given, value=None, problems={})
        )


@router.post("/{person}/{guardian}/end")
def end(
    page: Annotated[Page, needs(Permission.FAMILIES_DECIDE)],
    person: str,
    guardian: str,
    fields: Fields,
) -> Response:
    """End it with a day; what is in the past counts within 2 seconds."""
    form = read(Ending, fields)
    with page.database() as connection:
        student = _student(connection, page, person)
        if form.value is not None:
            try:
                authorities.end(
                    connection,
                    f"{guardian}:{student.id}",
                    form.value.last_day,
                    by=page.by,
                    note=form.value.reason,
                )
            except InputError:
                form = form.but("last_day", TOO_EARLY)
        if form.problems:
            return _asked(page, connection, person, guardian, form)
    return page.go(f"/families/{student.id}", done="authority_ended")


def _asked(
    page: Page, connection: Connection, person: str, guardian: str, form: Read[Ending]
) -> HTMLResponse:
    student = _student(connection, page, person)
    authority = find(connection, Authority, f"{guardian}:{student.id}")
    who = find(connection, Person, guardian)
    if authority is None or who is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return page.show(
        "families/end.html",
        status=HTTPStatus.BAD_REQUEST if form.problems else HTTPStatus.OK,
        student=student,
        who=who,
        authority=authority,
        given=form.given,
        problems=form.problems,
    )


def _student(connection: Connection, page: Page, person: str) -> Person:
    """A student of the roster; nobody reads or decides here about their own family."""
    student = find(connection, Person, person)
    if student is None or Role.STUDENT not in student.roles:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    own_family.keep_out(connection, page, student)
    return student
