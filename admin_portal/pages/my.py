"""My family: a guardian's own consents, and an adult student's; signed and taken back alike."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal.auth import Permission
from admin_portal.forms import Fields, Form, read
from admin_portal.page import Page, needs
from homeroom.policy.roles import Role
from homeroom.registry import consent_texts, signing
from homeroom.registry.consent_texts import Language
from homeroom.registry.model import Person
from homeroom.registry.signing import Answer, Ward

router = APIRouter(prefix="/my")


class Word(Form):
    """Yes, no, or not any more."""

    says: Literal["granted", "refused", "revoked"]
    text: str = ""
    """The digest of what was shown, in which language."""
    language: Language = "en"


@router.get("")
def mine(page: Annotated[Page, needs(Permission.SIGNED_IN)]) -> HTMLResponse:
    """Each student whom the user answers for, with the approved apps; nobody else."""
    user = _user(page)
    with page.database() as connection:
        wards = signing.wards(connection, user, page.today)
        shown = [(w, signing.answers(connection, user, w, page.today)) for w in wards]
    return page.show(
        "my/family.html",
        wards=shown,
        self_id=user.id,
        student=Role.STUDENT in user.roles,
        office=page.portal.config.portal.office,
    )


@router.get("/{student}/{tool_id}")
def one(
    page: Annotated[Page, needs(Permission.SIGNED_IN)], student: str, tool_id: str
) -> HTMLResponse:
    """The text that is signed, and both answers beside each other."""
    with page.database() as connection:
        ward, answer = _asked(connection, page, student, tool_id)
    text = consent_texts.standard(answer.tool, page.language)
    return page.show(
        "my/sign.html",
        student=ward.student,
        own=ward.student.id == _user(page).id,
        answer=answer,
        text=text,
        digest=consent_texts.digest_of(text),
    )


@router.post("/{student}/{tool_id}")
def say(
    page: Annotated[Page, needs(Permission.SIGNED_IN)], student: str, tool_id: str, fields: Fields
) -> Response:
    """Sign, refuse or take back: as whoever is signed in, and for nobody else.

    What is signed are the words that were shown: where the register has others by now, they are
    shown, and nothing is signed.
    """
    form = read(Word, fields)
    if form.value is None:
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    user, word = _user(page), form.value
    with page.database() as connection:
        _, answer = _asked(connection, page, student, tool_id)
        if word.says == "revoked":
            signing.take_back(connection, user, student, tool_id, page.today)
            return page.go("/my", done="my_revoked")
        if not answer.offered:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        words = consent_texts.standard(answer.tool, word.language)
        if word.text != consent_texts.digest_of(words):
            return page.go(f"/my/{student}/{tool_id}", done="my_text_changed")
        signing.sign(connection, user, student, answer.tool, word.says, word.language, page.today)
    return page.go("/my", done=f"my_{word.says}")


def _asked(connection: Connection, page: Page, student: str, tool_id: str) -> tuple[Ward, Answer]:
    """An app for a student whom the user signs for; for anybody else there is none."""
    user = _user(page)
    ward = signing.ward(connection, user, student, page.today)
    if ward is None or not ward.may_consent:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    found = signing.answers(connection, user, ward, page.today)
    answer = next((each for each in found if each.tool.id == tool_id), None)
    if answer is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return ward, answer


def _user(page: Page) -> Person:
    if page.user is None:
        raise HTTPException(HTTPStatus.FORBIDDEN)
    return page.user.person
