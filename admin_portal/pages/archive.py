"""The archive: search what was kept, and see one entry with its proof."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection

from admin_portal import own_family
from admin_portal.auth import Permission, allows
from admin_portal.forms import Query, ShortText, read
from admin_portal.page import OwnFamily, Page, needs
from admin_portal.queries import archive
from admin_portal.queries.archive_form import Wanted
from homeroom.archive import explaining, merkle, sealed_images
from homeroom.archive import search as core
from homeroom.archive.explaining import Explanation
from homeroom.archive.query import Verdict
from homeroom.archive.read import (
    Entry,
    StoredCheckpoint,
    entry,
    inclusion_proof,
    latest_checkpoint,
)
from homeroom.policy.roles import Role
from homeroom.registry.decisions import load
from homeroom.registry.model import CourtOrder, Tool

router = APIRouter(prefix="/archive")

MOST_DIGITS = 18


class SearchQuery(Query):
    """The search form."""

    q: ShortText = ""
    person: ShortText = ""
    role: Role | None = None
    room: ShortText = ""
    kind: ShortText = ""
    verdict: Verdict | None = None
    bridge: ShortText = ""
    file: ShortText = ""
    since: date | None = None
    until: date | None = None
    context: Literal["", "shown"] = ""
    """What was said before and after each."""
    before: ShortText = ""

    def wanted(self) -> Wanted:
        given = {name: getattr(self, name) for name in Wanted.__slots__ if name != "words"}
        return Wanted(words=self.q, **given)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownField:
    """One field of an entry: where it stands, and its value as JSON or text."""

    pointer: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What proves that an entry is in the log that the checkpoint signs."""

    checkpoint: StoredCheckpoint
    path: tuple[str, ...]
    holds: bool


@router.get("")
def find(page: Annotated[Page, needs(Permission.ARCHIVE_READ)]) -> HTMLResponse:
    """Search; who searched for what is recorded."""
    form = read(SearchQuery, page.request.query_params)
    asked = form.value or SearchQuery()
    given = {n: form.given.get(n, "") for n in SearchQuery.model_fields if n != "before"}
    wanted, context = asked.wanted(), bool(asked.context)
    started = any(value for name, value in given.items() if name != "context")
    with page.database() as connection:
        found = None
        tools = load(connection, Tool).values()
        if not form.problems:
            kin = own_family.kin(connection, page)
            zone = ZoneInfo(page.hours.timezone)
            found = archive.page_of(
                connection, wanted, kin, zone, before=asked.before, context=context
            )
            if started:
                page.note(connection, "search", "archive", **given, shown=len(found.rows))
    status = HTTPStatus.BAD_REQUEST if form.problems else HTTPStatus.OK
    return page.show(
        "archive/search.html",
        status=status,
        bridges=[(tool.id, tool.name) for tool in tools if tool.kind == "bridge"],
        found=found,
        given=given,
        problems=form.problems,
        started=started,
    )


@router.get("/{epoch}/{index}")
def one(
    page: Annotated[Page, needs(Permission.ARCHIVE_READ)], epoch: str, index: str
) -> HTMLResponse:
    """One entry: its fields, and the proof that it is in the log. The look is recorded."""
    if not (_number(epoch) and _number(index)):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    with page.database() as connection:
        found = entry(connection, int(index), epoch=min(int(epoch), 2**31 - 1))
        if found is None or sealed_images.is_sealed(connection, found.epoch, found.index):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        hit = archive.about(connection, found.epoch, found.index)
        if hit is not None and hit.type == CourtOrder.SUBJECT and not _counsel(page):
            raise HTTPException(HTTPStatus.FORBIDDEN)
        if _own(connection, page, found):
            raise OwnFamily
        page.note(connection, "view", f"entry:{epoch}/{index}")
        return page.show(
            "archive/one.html",
            entry=found,
            hit=archive.beside(connection, hit, own_family.kin(connection, page)) if hit else None,
            fields=_fields(found),
            proof=_proof(connection, found),
            why=_why(connection, found),
        )


def _own(connection: Connection, page: Page, found: Entry) -> bool:
    """Is it about the user's own family? Of what was disposed of nothing is left to be about."""
    said = core.one(connection, found.epoch, found.index)
    if found.text is None or said is None:
        return False
    return own_family.kin(connection, page).concerned(
        room_id=said.room_id, text=said.text, payload=found.text
    )


def _counsel(page: Page) -> bool:
    """What a court ordered is shown to counsel alone."""
    return page.user is not None and allows(Permission.ORDERS_DECIDE, page.user.roles)


def _why(connection: Connection, found: Entry) -> Explanation | None:
    """The explanation of a verdict, or of an event's way through, as the district stood then."""
    explained = found.kind in ("decision", "event")
    return explaining.of_entry(connection, found) if explained else None


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def _fields(found: Entry) -> list[ShownField] | None:
    """None once the content was lawfully disposed of."""
    if found.text is None or found.salt is None:
        return None
    return [ShownField(pointer=f.pointer, value=_shown(f.value)) for f in found.fields()]


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


def _proof(connection: Connection, found: Entry) -> Proof | None:
    """None while no checkpoint of this log covers the entry."""
    last = latest_checkpoint(connection)
    if last is None or last.checkpoint.epoch != found.epoch:
        return None
    if last.checkpoint.size <= found.index:
        return None
    path = inclusion_proof(connection, found.index, last.checkpoint)
    size, root = last.checkpoint.size, last.checkpoint.root
    leaf_hash = found.header.leaf_hash()
    holds = merkle.root_from_inclusion(leaf_hash, found.index, size, path) == root
    return Proof(checkpoint=last, path=tuple(h.hex() for h in path), holds=holds)
