"""Sealed images: sealed by whoever is in charge, opened by two named people together alone."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from sqlalchemy import Connection

from admin_portal import own_family
from admin_portal.auth import Permission, allows
from admin_portal.forms import ANY_FIELD, Fields, FilledText, Form, Read, ShortText, read
from admin_portal.language import mark
from admin_portal.page import OwnFamily, Page, needs
from admin_portal.queries import names
from homeroom.archive import sealed_images
from homeroom.archive.files.opening import file_store
from homeroom.errors import InputError
from homeroom.registry.decisions import find, load
from homeroom.registry.model import ImageStep, SealedImage

router = APIRouter(prefix="/images")

NOT_FOUND = mark("No such message with a file is known. Copy the link of the message again.")
NOT_OPEN = mark("Both named people open it first, within 15 minutes of each other.")


class Sealing(Form):
    """Which message."""

    message: FilledText


class Noting(Form):
    """What was done about it."""

    act: Literal["reported", "handed_over"]
    to: FilledText
    reference: ShortText = ""


@router.get("")
def all_of_them(page: Annotated[Page, needs(Permission.SIGNED_IN)]) -> HTMLResponse:
    """What is sealed, without a word or a picture of it, and the place to seal another."""
    given = {"message": page.request.query_params.get("message", "")}
    return _list(page, Read(given=given, value=None, problems={}))


@router.post("")
def seal(page: Annotated[Page, needs(Permission.IMAGES_SEAL)], fields: Fields) -> Response:
    """Seal what a message shows."""
    form = read(Sealing, fields)
    if form.value is None:
        return _list(page, form)
    with page.database() as connection:
        try:
            sealed_images.seal(connection, form.value.message, by=page.by, now=page.now)
        except InputError:
            return _list(page, Read(given=form.given, value=None, problems={"message": NOT_FOUND}))
    return page.go("/images", done="image_sealed")


@router.get("/{key}")
def one(page: Annotated[Page, needs(Permission.SIGNED_IN)], key: str) -> HTMLResponse:
    """One of them, for the two named people: who asked, and what was done. Not the image."""
    return _one(page, key, Read(given={}, value=None, problems={}))


@router.post("/{key}/open")
def ask(page: Annotated[Page, needs(Permission.SIGNED_IN)], key: str) -> Response:
    """Ask to open it, or agree to open it together."""
    with page.database() as connection:
        _image(connection, page, key)
        sealed_images.ask(connection, key, _readers(page), by=page.by, now=page.now)
    return page.go(f"/images/{key}")


@router.get("/{key}/files/{number}")
def file(page: Annotated[Page, needs(Permission.SIGNED_IN)], key: str, number: str) -> Response:
    """The file, while both have it open; each look is recorded. It is never shown in a page."""
    with page.database() as connection:
        image = _image(connection, page, key)
        if not sealed_images.is_open(image, _readers(page), page.by, page.now):
            raise HTTPException(HTTPStatus.FORBIDDEN)
        kept = list(sealed_images.kept_files(connection, image).values())
        if not (number.isascii() and number.isdigit() and int(number[:4]) < len(kept)):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        page.note(connection, "view", f"sealed-image:{key}/{number}")
    headers = {
        "Content-Disposition": f'attachment; filename="sealed-{key}-{int(number)}.bin"',
        "Cache-Control": "no-store",
    }
    pieces = _pieces(page, kept[int(number)])
    return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)


@router.post("/{key}/steps")
def step(page: Annotated[Page, needs(Permission.SIGNED_IN)], key: str, fields: Fields) -> Response:
    """Record the report, or the lawful hand-over."""
    form = read(Noting, fields)
    if form.value is None:
        return _one(page, key, form)
    done = ImageStep(
        act=form.value.act,
        to=form.value.to,
        reference=form.value.reference,
        by=page.by,
        at=page.now,
    )
    with page.database() as connection:
        _image(connection, page, key)
        sealed_images.note(connection, key, _readers(page), done)
    return page.go(f"/images/{key}", done="image_noted")


@router.post("/{key}/lift")
def lift(page: Annotated[Page, needs(Permission.SIGNED_IN)], key: str) -> Response:
    """It is no such image: it is a file as any other again."""
    with page.database() as connection:
        _image(connection, page, key)
        try:
            sealed_images.lift(connection, key, _readers(page), by=page.by, now=page.now)
        except InputError:
            return _one(page, key, Read(given={}, value=None, problems={ANY_FIELD: NOT_OPEN}))
    return page.go("/images", done="image_lifted")


def _list(page: Page, form: Read[Sealing]) -> HTMLResponse:
    reader = page.by in _readers(page)
    if not reader and not _seals(page):
        raise HTTPException(HTTPStatus.FORBIDDEN)
    with page.database() as connection:
        kin = own_family.kin(connection, page)
        sealed = [i for i in load(connection, SealedImage).values() if not i.lifted]
        images = [i for i in sealed if not sealed_images.concerns(connection, i, kin)]
        images.sort(key=lambda image: image.sealed_at, reverse=True)
        return page.show(
            "images/list.html",
            status=HTTPStatus.BAD_REQUEST if form.problems else HTTPStatus.OK,
            images=images,
            who=names.accounts(connection, {image.sealed_by for image in images}),
            reader=reader,
            named=len(_readers(page)) == 2,
            given=form.given,
            problems=form.problems,
        )


def _one(page: Page, key: str, form: Read[Noting]) -> HTMLResponse:
    with page.database() as connection:
        image = _image(connection, page, key)
        people = {image.sealed_by, image.asked_by, *(each.by for each in image.steps)}
        return page.show(
            "images/one.html",
            status=HTTPStatus.BAD_REQUEST if form.problems else HTTPStatus.OK,
            image=image,
            who=names.accounts(connection, people - {""}),
            is_open=sealed_images.is_open(image, _readers(page), page.by, page.now),
            files=len(sealed_images.kept_files(connection, image)),
            given=form.given,
            problems=form.problems,
        )


def _image(connection: Connection, page: Page, key: str) -> SealedImage:
    """For the two named people; for anybody else there is none."""
    image = find(connection, SealedImage, key) if page.by in _readers(page) else None
    if image is None or image.lifted:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if sealed_images.concerns(connection, image, own_family.kin(connection, page)):
        raise OwnFamily
    return image


def _readers(page: Page) -> tuple[str, ...]:
    return page.portal.config.archive.sealed_image_readers


def _seals(page: Page) -> bool:
    return page.user is not None and allows(Permission.IMAGES_SEAL, page.user.roles)


def _pieces(page: Page, sha256: bytes) -> Iterator[bytes]:
    with page.portal.engine.connect() as connection:
        yield from file_store(page.portal.config).open(connection, sha256)
