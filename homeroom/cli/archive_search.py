"""`homeroom archive search`: find what was said, refused or decided."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from homeroom.archive import asking, known_as, mentioned
from homeroom.archive.around import around
from homeroom.archive.excerpts import excerpt
from homeroom.archive.query import DEFAULT_LIMIT, Count, Found, Hit, Place, Query, Verdict
from homeroom.archive.search import search as find
from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, say, show_json
from homeroom.cli.session import show as show_rows
from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry import people

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])]
COLUMNS = ("entry", "at", "kind", "sender", "room_id", "text")
VERDICTS: dict[str, Verdict] = {"refuse": "refuse", "flag": "flag"}


def search(
    query: Annotated[str, typer.Argument(help="Words, or a “phrase” in quotation marks.")] = "",
    person: Annotated[
        str, typer.Option(help="Who said it: user id, roster id or a name, also a former one.")
    ] = "",
    about: Annotated[
        str, typer.Option(help="Whom it names, by any name that they have or had.")
    ] = "",
    role: Annotated[list[Role] | None, typer.Option(help="Who said it is one of these.")] = None,
    room: Annotated[str | None, typer.Option(help="A room's id.")] = None,
    kind: Annotated[str | None, typer.Option(help="event, decision, registry, media …")] = None,
    file: Annotated[str, typer.Option(help="Words of a file's name.")] = "",
    bridge: Annotated[str | None, typer.Option(help="A network, as whatsapp.")] = None,
    verdict: Annotated[str | None, typer.Option(help="refuse or flag.")] = None,
    since: Day = None,
    until: Day = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = DEFAULT_LIMIT,
    after: Annotated[str, typer.Option(help="Go on: the `next` of the page before.")] = "",
    context: Annotated[
        int, typer.Option(min=0, max=20, help="So many messages before and after each.")
    ] = 0,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Find what was said, refused or decided, newest first. Times are UTC.

    Words are found whatever their case and accents, and in all forms with the same stem, English
    or Spanish: `lessons` finds “lesson”, `lecciones` finds “lección”. The last one may be the
    beginning of a longer one. A phrase in quotation marks is found as it stands. What stands in
    files is found, too.

    How many there are comes first: exact up to 10,000.

    `homeroom archive search '"science fair" maps' --since 2026-09-01 --context 2`

    `homeroom archive search --person "Amara Birchwick" --role student --until 2026-10-01`

    `homeroom archive search worksheet --file pdf` · `--bridge whatsapp` · `--verdict refuse`
    """
    session = open_session(data)
    with session.connect() as connection:
        speaker = known_as.one(connection, person) if person else None
        wanted = Query(
            text=query,
            file=file,
            about=_names(connection, about) if about else None,
            people=(speaker,) if speaker else None,
            senders=known_as.accounts(connection, [speaker]) if speaker else None,
            roles=tuple(role) if role else None,
            rooms=(room,) if room else None,
            kinds=(kind,) if kind else None,
            networks=(bridge,) if bridge else None,
            verdicts=(_verdict(verdict),) if verdict else None,
            since=since.replace(tzinfo=UTC) if since else None,
            until=until.replace(tzinfo=UTC) if until else None,
            after=_place(after) if after else None,
            limit=limit,
        )
        found = find(connection, wanted)
        said = around(connection, found.rows, context) if context else []
        rows = [_row(hit, wanted) for hit in found.rows]
    for row, near in zip(rows, said, strict=False):
        row["before"] = [dataclasses.asdict(each) for each in near.before]
        row["after"] = [dataclasses.asdict(each) for each in near.after]
    if as_json:
        show_json(_plain(found, rows, limit))
    else:
        _show(found, rows, limit)


def counted(count: Count) -> str:
    """How many were found, in words."""
    number = f"{count.number:,}"
    return f"More than {number} found." if count.more else f"{number} found."


def _names(connection: Connection, about: str) -> tuple[mentioned.Phrase, ...]:
    person = known_as.one(connection, about)
    return mentioned.phrases(people.versions(connection, person.id))


def _verdict(given: str) -> Verdict:
    if given not in VERDICTS:
        raise InputError(f"--verdict {given}: write refuse or flag")
    return VERDICTS[given]


def _place(key: str) -> Place:
    found = Place.read(key)
    if found is None:
        raise InputError(f"--after {key}: give the `next` that the page before ended with")
    return found


def _row(hit: Hit, wanted: Query) -> dict[str, Any]:
    row = dataclasses.asdict(hit)
    shown = hit.file_text or hit.text
    pieces = excerpt(shown, asking.terms(wanted.text))
    row["excerpt"] = "".join(f"[{p.text}]" if p.hit else p.text for p in pieces)
    return row


def _plain(found: Found, rows: list[dict[str, Any]], limit: int) -> dict[str, Any]:
    return {
        "count": found.count.number,
        "more": found.count.more,
        "rows": rows,
        "next": _next(found, limit),
        "elapsed_ms": found.elapsed_ms,
    }


def _next(found: Found, limit: int) -> str:
    """Where the next page begins; empty where this one is not full."""
    return found.rows[-1].place.key if len(found.rows) == limit else ""


def _show(found: Found, rows: list[dict[str, Any]], limit: int) -> None:
    say(counted(found.count))
    shown = []
    for row in rows:
        said = f"{row['file']}: {row['excerpt']}" if row["file"] else row["excerpt"]
        shown += [
            *({**each, "entry": ""} for each in row.get("before", ())),
            {**row, "text": said},
            *({**each, "entry": ""} for each in row.get("after", ())),
        ]
    if shown:
        show_rows(shown, as_json=False, columns=COLUMNS)
    if key := _next(found, limit):
        say(f"Go on with: --after {key}")
