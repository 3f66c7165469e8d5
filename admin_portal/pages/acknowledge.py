"""The district's rules: everybody with an account reads them, and acknowledges for oneself."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal.auth import Permission
from admin_portal.forms import ANY_FIELD, Fields, FilledText, Form, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from homeroom.registry import policies
from homeroom.registry.decisions import history
from homeroom.registry.model import Acknowledgement

router = APIRouter()

CHANGED = mark("The rules have changed while you read. Please read them again.")


class Acknowledged(Form):
    """The version that somebody has read. Whose acknowledgement it is says the session alone."""

    version: FilledText


@router.get("/acknowledge")
def ask(page: Annotated[Page, needs(Permission.SIGNED_IN)]) -> HTMLResponse:
    """The rules in plain words, and the button that says that one knows them."""
    with page.database() as connection:
        facts = _facts(connection, page)
    return page.show("acknowledge/rules.html", **facts, problems={})


@router.post("/acknowledge")
def acknowledge(page: Annotated[Page, needs(Permission.SIGNED_IN)], fields: Fields) -> Response:
    """Record that whoever is signed in has acknowledged the version that is in force."""
    form = read(Acknowledged, fields)
    with page.database() as connection:
        facts = _facts(connection, page)
        if form.value is None or form.value.version != facts["version"].version:
            problems = form.problems or {ANY_FIELD: CHANGED}
            return page.show(
                "acknowledge/rules.html",
                status=HTTPStatus.BAD_REQUEST,
                **facts,
                problems=problems,
            )
        assert page.user is not None
        policies.acknowledge(connection, page.user.person, by=page.by)
    return page.go("/acknowledge", done="acknowledged")


def _facts(connection: Connection, page: Page) -> dict[str, Any]:
    version, asked = policies.in_force(connection), policies.asked(connection)
    if version is None or asked is None or page.user is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    policy = policies.read(version)
    given = history(connection, Acknowledgement, page.user.person.id)
    last = given[-1] if given else None
    return {
        "version": version,
        "policy": policy,
        "needed": policy.acknowledgement.required
        and (last is None or int(last.state["version"]) < asked.version),
        "given_at": last.at if last else None,
        "until": asked.since + timedelta(days=policy.acknowledgement.grace_days),
    }
