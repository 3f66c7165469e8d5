"""Makes the files that entries name searchable: by their names, and by the words in them.

What is in a file was read when it was uploaded (`homeroom.documents`). This is done beside sealing,
in the order of the log from where it was left, so a file is found a moment after its message; it
takes in an old archive in the same way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, text
from sqlalchemy.dialects.postgresql import insert

from homeroom.archive.copying import copy_rows
from homeroom.archive.files.objects import MediaError
from homeroom.archive.media import split
from homeroom.archive.words import LONGEST_TEXT, tsvector
from homeroom.db.tables.archive import attachment, attachment_progress
from homeroom.documents import inspection

AT_ONCE = 20
OVERLAP = 500
"""Characters that a stretch of text repeats of the one before: phrases are found across both."""
LONGEST_NAME = 1_000
FILE_TYPES = frozenset({"m.file", "m.image", "m.video", "m.audio"})
COLUMNS = ("district", "epoch", "index", "mxc", "part", "at", "name", "names", "text", "tsv")

DUE = text("""
    WITH progress AS (
        SELECT coalesce(max(p.epoch), 0) AS epoch, coalesce(max(p.next), 0) AS next
        FROM archive.attachment_progress AS p WHERE p.district = :district
    ), due AS (
        SELECT DISTINCT r.epoch, r.index FROM archive.media_reference AS r, progress AS p
        WHERE r.district = :district AND (r.epoch, r.index) >= (p.epoch, p.next)
        ORDER BY r.epoch, r.index LIMIT :most
    )
    SELECT r.district, r.epoch, r.index AS place, r.mxc, s.at, p.payload
    FROM due AS d
    JOIN archive.media_reference AS r
        ON r.district = :district AND r.epoch = d.epoch AND r.index = d.index
    JOIN archive.search AS s
        ON s.district = r.district AND s.epoch = r.epoch AND s.index = r.index
    JOIN archive.payload AS p
        ON p.district = r.district AND p.epoch = r.epoch AND p.index = r.index
    ORDER BY r.epoch, r.index, r.mxc
""")
UPLOADS = text("""
    SELECT media_id, upload_name FROM public.local_media_repository
    WHERE media_id = ANY(:media_ids) AND upload_name IS NOT NULL
""")
# Destruction holds this lock: what is gone when we have it is not written down any more.
LOCK = text("SELECT FROM archive.tree WHERE district = :district FOR UPDATE")
STILL = text("""
    SELECT r.epoch, r.index, r.mxc FROM archive.media_reference AS r
    JOIN unnest(CAST(:epochs AS int[]), CAST(:places AS bigint[])) AS d (epoch, index)
        ON r.epoch = d.epoch AND r.index = d.index
    WHERE r.district = :district
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of files, by media id: what uploads were called, and the text in them."""

    names: dict[str, str]
    texts: dict[str, str]


def take(connection: Connection, district: str, *, most: int = AT_ONCE) -> int:
    """Take the files of so many entries in, and commit; how many entries there were."""
    rows = connection.execute(DUE, {"district": district, "most": most}).all()
    if not rows:
        connection.rollback()
        return 0
    made = list(_attachments(rows, _known(connection, [row.mxc for row in rows])))
    connection.rollback()
    places = dict.fromkeys((row.epoch, row.place) for row in rows)
    connection.execute(LOCK, {"district": district})
    asked = {"epochs": [e for e, _ in places], "places": [p for _, p in places]}
    still = {tuple(row) for row in connection.execute(STILL, {"district": district, **asked})}
    copy_rows(connection, attachment, COLUMNS, (row for row in made if row[1:4] in still))
    _go_on(connection, district, *list(places)[-1])
    connection.commit()
    return len(places)


def _known(connection: Connection, addresses: Sequence[str]) -> Known:
    media_ids = [media_id for mxc in addresses if (media_id := _media_id(mxc))]
    uploads = connection.execute(UPLOADS, {"media_ids": media_ids})
    found = inspection.find(connection, media_ids)
    return Known(
        names={row.media_id: row.upload_name for row in uploads},
        texts={each.media_id: "\n".join(each.text) for each in found},
    )


def _attachments(rows: Sequence[Row[Any]], known: Known) -> Iterator[tuple[Any, ...]]:
    """Rows as `COLUMNS`: of each file one a stretch of text, the first with its name."""
    for row in rows:
        media_id = _media_id(row.mxc) or ""
        given = [known.names.get(media_id, ""), *_names(json.loads(row.payload))]
        names = dict.fromkeys(_plain(name) for name in given if name.strip())
        text_ = _plain(known.texts.get(media_id, ""))
        if not names and not text_:
            continue
        name, said = next(iter(names), ""), tsvector(" ".join(names))
        for part, stretch in enumerate(stretches(text_)):
            place = (row.district, row.epoch, row.place, row.mxc, part, row.at)
            yield (*place, name, "" if part else said, stretch, tsvector(stretch))


def stretches(whole: str) -> list[str]:
    """A text in stretches that can be indexed; each goes back a little into the one before."""
    found, start = [whole[:LONGEST_TEXT]], 0
    while start + LONGEST_TEXT < len(whole):
        start += LONGEST_TEXT - OVERLAP
        found.append(whole[start : start + LONGEST_TEXT])
    return found


def _names(payload: dict[str, Any]) -> Iterator[str]:
    """What a message calls the file that it shows."""
    subject = payload.get("event") or (payload.get("decision") or {}).get("attempt")
    content = subject.get("content") if isinstance(subject, dict) else None
    if not isinstance(content, dict):
        return
    shown = content.get("filename")
    if not isinstance(shown, str) and content.get("msgtype") in FILE_TYPES:
        shown = content.get("body")
    if isinstance(shown, str):
        yield shown[:LONGEST_NAME]


def _media_id(mxc: str) -> str | None:
    try:
        return split(mxc)[1]
    except MediaError:
        return None


def _plain(said: str) -> str:
    return said.replace("\x00", "").encode("utf-8", "replace").decode("utf-8").strip()


def _go_on(connection: Connection, district: str, epoch: int, index: int) -> None:
    """After this entry, next time."""
    values = {"epoch": epoch, "next": index + 1}
    connection.execute(
        insert(attachment_progress)
        .values(district=district, **values)
        .on_conflict_do_update(index_elements=["district"], set_=values)
    )
