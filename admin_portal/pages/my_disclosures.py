"""Who was given something of the record: for a parent with a right to it, or a student from 18."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse

from admin_portal.auth import Permission
from admin_portal.page import Page, needs
from homeroom.disclosure import disclosures
from homeroom.registry import signing

router = APIRouter(prefix="/my")


@router.get("/{student}/record/disclosures")
def one(page: Annotated[Page, needs(Permission.SIGNED_IN)], student: str) -> HTMLResponse:
    """What the law wants on record (34 CFR 99.32), to whoever may see the record today."""
    if page.user is None:
        raise HTTPException(HTTPStatus.FORBIDDEN)
    with page.database() as connection:
        ward = signing.ward(connection, page.user.person, student, page.today)
        if ward is None or not ward.may_access_records:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        lines = disclosures.about(connection, student)
    return page.show(
        "my/disclosures.html",
        student=ward.student,
        lines=[line for line in lines if line.required],
    )
