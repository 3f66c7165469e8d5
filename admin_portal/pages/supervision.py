"""Supervision pools: who watches over one-to-one talk in each school, and who stands in when."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal.auth import Permission
from admin_portal.forms import ANY_FIELD, Fields, FilledText, Form, Read, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.queries import names
from homeroom.errors import InputError
from homeroom.registry import duties, people, supervision
from homeroom.registry.decisions import find, find_all, load
from homeroom.registry.model import Org, Person, SupervisionPool

router = APIRouter(prefix="/supervision")

WRONG = mark(
    "Nobody, or several people, are called so, or somebody is no staff with an account. Give both "
    "days, or none, in their order. The first of a pool are added as two together."
)
TOO_FEW = mark("Two lasting members stay at least, so that one who is sick stops nothing. Add one.")


class Joining(Form):
    """Somebody for a pool: for good, or with days as a deputy. A new pool begins with two."""

    org: FilledText
    person: FilledText
    second: str = ""
    starts: date | None = None
    ends: date | None = None


class Leaving(Form):
    """A member as the page showed it."""

    person: FilledText
    starts: date | None = None


@router.get("")
def listed(page: Annotated[Page, needs(Permission.SUPERVISION_READ)]) -> HTMLResponse:
    """Each school's pool, with who counts today."""
    return _show(page, Read(given={}, value=None, problems={}))


@router.post("")
def join(page: Annotated[Page, needs(Permission.SUPERVISION_DECIDE)], fields: Fields) -> Response:
    """Add a member or, with days, a deputy."""
    form = read(Joining, fields)
    if form.value is None:
        return _show(page, form)
    wanted = form.value
    _may_edit(page, wanted.org)
    with page.database() as connection:
        try:
            _join(connection, wanted, by=page.by)
        except InputError:
            return _show(page, form.but(ANY_FIELD, WRONG))
    return page.go("/supervision", done="pool_deputy" if wanted.starts else "pool_added")


@router.post("/{org}/relieve")
def relieve(
    page: Annotated[Page, needs(Permission.SUPERVISION_DECIDE)], org: str, fields: Fields
) -> Response:
    """Take a member or a deputy out."""
    _may_edit(page, org)
    form = read(Leaving, fields)
    if form.value is None:
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    with page.database() as connection:
        try:
            supervision.relieve(connection, org, form.value.person, form.value.starts, by=page.by)
        except InputError:
            return _show(page, Read(given={}, value=None, problems={ANY_FIELD: TOO_FEW}))
    return page.go("/supervision", done="pool_relieved")


def _join(connection: Connection, wanted: Joining, *, by: str) -> None:
    person = people.resolve(connection, wanted.person)
    if wanted.starts and wanted.ends:
        supervision.deputise(connection, wanted.org, person, wanted.starts, wanted.ends, by=by)
        return
    if wanted.starts or wanted.ends:
        raise InputError("supervision: a deputy has both days")
    pool = find(connection, SupervisionPool, wanted.org)
    before = find_all(connection, Person, {m.person for m in pool.members}) if pool else {}
    lasting = [m.person for m in pool.members if not m.deputy] if pool else []
    # Who has left the district is no hindrance to those who follow.
    staying = [before[each] for each in lasting if supervision.fits(before[each])]
    second = [people.resolve(connection, wanted.second)] if wanted.second else []
    supervision.form(connection, wanted.org, [*staying, person, *second], by=by)


def _may_edit(page: Page, org: str) -> None:
    if not duties.may_edit(_user(page), org):
        raise HTTPException(HTTPStatus.FORBIDDEN)


def _user(page: Page) -> Person:
    if page.user is None:
        raise HTTPException(HTTPStatus.FORBIDDEN)
    return page.user.person


def _show(page: Page, form: Read[Joining]) -> HTMLResponse:
    user = _user(page)
    with page.database() as connection:
        orgs = sorted(load(connection, Org).values(), key=lambda org: org.name)
        schools = [org for org in orgs if org.active and org.kind == "school"]
        pools = load(connection, SupervisionPool)
        members = {m.person for pool in pools.values() for m in pool.members}
        return page.show(
            "supervision/list.html",
            status=HTTPStatus.BAD_REQUEST if form.problems else HTTPStatus.OK,
            schools=[(s, pools.get(s.id), duties.may_edit(user, s.id)) for s in schools],
            editable=[(s.id, s.name) for s in schools if duties.may_edit(user, s.id)],
            who=names.people(connection, members),
            left={
                person.id
                for person in find_all(connection, Person, members).values()
                if not supervision.fits(person)
            },
            today=page.today,
            given=form.given,
            problems=form.problems,
        )
