"""Suspected sexual images of minors: sealed at once, opened by two named people together alone.

A sealed image is in no search and no production, and Synapse gives it to nobody. The file stays
kept and encrypted, for whoever by law must have it. Each act is a decision, and so an entry.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import unquote

from sqlalchemy import Connection, exists, func, select

from homeroom.archive import kept, media, words
from homeroom.archive.concerning import Kin
from homeroom.archive.kept import Kept
from homeroom.db.tables.archive import media as files
from homeroom.db.tables.archive import sealed_entry
from homeroom.errors import InputError
from homeroom.registry import decisions
from homeroom.registry.model import ImageStep, SealedImage

TOGETHER = timedelta(minutes=15)
"""So long one of the two waits for the other, and so long it is open then."""
EVENT_ID = re.compile(r"\$[A-Za-z0-9_+/-]{1,250}(:[A-Za-z0-9.:\[\]-]{1,250})?")


def seal(connection: Connection, message: str, *, by: str, now: datetime) -> SealedImage:
    """Seal what a message shows; `message` is its id, or the link that a client gives.

    `InputError` where nothing is known of it, or it shows no file. Sealed already: as it is.
    """
    event_id = _event_id(message)
    found = _message(connection, event_id)
    if found is None or found.content is None:
        raise InputError(f"no message {event_id} is known; copy the link of the message again")
    named = tuple(media.references(found.content))
    if not named:
        raise InputError(f"the message {event_id} shows no file: there is nothing to seal")
    image_id = hashlib.sha256(event_id.encode()).hexdigest()[:16]
    decisions.lock(connection)
    before = decisions.find(connection, SealedImage, image_id)
    if before is not None and not before.lifted:
        return before
    made = SealedImage(id=image_id, event_id=event_id, media=named, sealed_by=by, sealed_at=now)
    decisions.record(connection, made, by=by, note="sealed")
    return made


def ask(
    connection: Connection, image_id: str, readers: Collection[str], *, by: str, now: datetime
) -> SealedImage:
    """One of the two asks to open it; where the other has just asked, it is open to both."""
    image = _of_a_reader(connection, image_id, readers, by)
    if _waits_for(image, by, now):
        made = replace(image, agreed_by=by, agreed_at=now)
        note = "opened together"
    else:
        made = replace(image, asked_by=by, asked_at=now, agreed_by="", agreed_at=None)
        note = "asked to open"
    decisions.record(connection, made, by=by, note=note)
    return made


def is_open(image: SealedImage, readers: Collection[str], who: str, now: datetime) -> bool:
    """May this person see it now? Only one of the two named, and only while both agreed."""
    both = {image.asked_by, image.agreed_by}
    return (
        len(set(readers)) == len(both) == 2
        and who in both
        and both == set(readers)
        and image.agreed_at is not None
        and timedelta() <= now - image.agreed_at <= TOGETHER
    )


def note(
    connection: Connection, image_id: str, readers: Collection[str], step: ImageStep
) -> SealedImage:
    """Record the report, or the lawful hand-over."""
    image = _of_a_reader(connection, image_id, readers, step.by)
    made = replace(image, steps=(*image.steps, step))
    decisions.record(connection, made, by=step.by, note=step.act)
    return made


def lift(
    connection: Connection, image_id: str, readers: Collection[str], *, by: str, now: datetime
) -> SealedImage:
    """It is no such image: said by one of the two while both have it open."""
    image = _of_a_reader(connection, image_id, readers, by)
    if not is_open(image, readers, by, now):
        raise InputError("the two named people open it together first")
    made = replace(image, lifted=True)
    decisions.record(connection, made, by=by, note="no such image")
    return made


def is_sealed(connection: Connection, epoch: int, index: int) -> bool:
    """Does this entry show a sealed image?"""
    columns = sealed_entry.c
    found = exists().where(
        columns.district == func.registry.this_district(),
        columns.epoch == epoch,
        columns["index"] == index,
    )
    return bool(connection.scalar(select(found)))


def concerns(connection: Connection, image: SealedImage, kin: Kin) -> bool:
    """Is the message that shows it by one of these people, about one, or in a room of theirs?"""
    found = _message(connection, image.event_id)
    if found is None or found.content is None:
        return False
    said = words.describe(found.entry.kind if found.entry else "event", found.content)
    return kin.concerned(
        room_id=said.room_id, text=said.text, payload=json.dumps(found.content, ensure_ascii=False)
    )


def kept_files(connection: Connection, image: SealedImage) -> dict[str, bytes]:
    """The hashes of its files that are kept already, by address."""
    rows = connection.execute(
        select(files.c.mxc, files.c.sha256).where(
            files.c.district == func.registry.this_district(), files.c.mxc.in_(image.media)
        )
    )
    return {row.mxc: bytes(row.sha256) for row in rows}


def _message(connection: Connection, event_id: str) -> Kept | None:
    """A message that was said, or one that was refused."""
    return kept.find(connection, "event", event_id) or kept.find(connection, "decision", event_id)


def _waits_for(image: SealedImage, by: str, now: datetime) -> bool:
    """Has the other one asked, just now, and nobody agreed yet?"""
    asked = image.asked_at
    return (
        image.asked_by not in ("", by)
        and not image.agreed_by
        and asked is not None
        and timedelta() <= now - asked <= TOGETHER
    )


def _of_a_reader(
    connection: Connection, image_id: str, readers: Collection[str], by: str
) -> SealedImage:
    if by not in readers or len(set(readers)) != 2:
        raise InputError("only the two people named in archive.sealed_image_readers may do this")
    decisions.lock(connection)
    image = decisions.find(connection, SealedImage, image_id)
    if image is None or image.lifted:
        raise InputError("there is no such sealed image")
    return image


def _event_id(message: str) -> str:
    """The id in a link of matrix.to, or the id itself; percent-encoding is undone."""
    found = EVENT_ID.search(unquote(message))
    if found is None:
        raise InputError("this is no link of a message; in the message's menu choose Share, Copy")
    return found[0]
