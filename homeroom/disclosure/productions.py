"""Productions as the portal and the command see them: started, watched, listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, func, insert, select, text, update

from homeroom.config import HomeroomConfig, suggest
from homeroom.db.tables.disclosure import production as table
from homeroom.disclosure import requests
from homeroom.disclosure.formats import FORMATS, USUAL
from homeroom.errors import InputError
from homeroom.registry import own_family

ProductionState = Literal["waiting", "running", "draft", "released", "failed"]
FOLDER = Path("productions")
LANGUAGES = ("en", "es")
LOCK_CLASS = "homeroom.production"
RUNS = text("""
    SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted
        AND classid::bigint = hashtext(:name)::bigint & 4294967295 AND objid::bigint = :id
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """A production and how far it is. `error` says what to do where it failed."""

    id: int
    request: str
    number: int
    state: ProductionState
    formats: tuple[str, ...]
    language: str
    requested_by: str
    released_by: str | None
    done: int
    total: int
    folder: Path
    manifest: str | None
    made_at: datetime
    started: datetime | None
    finished: datetime | None
    error: str | None
    review: int
    """The newest decision of the review that it takes into account."""
    scope: str
    """Which records it covers, as one value (`reviewing.scope_digest`)."""


def start_production(
    connection: Connection,
    config: HomeroomConfig,
    request_id: str,
    *,
    by: str,
    formats: Iterable[str] = USUAL,
    language: str = "en",
    out: Path | None = None,
) -> Production:
    """Note a production to be made of a scoped request; `run_production` makes it.

    `InputError` where the request has no scope, a format is unknown or the folder is in use, or
    `by` is of the student's own family.
    """
    request = requests.get(connection, request_id)
    own_family.check(connection, by, request.about)
    if "produced" not in requests.FOLLOWS[request.state]:
        raise InputError(
            f"request {request.id} is {request.state}: run `homeroom request scope {request.id}` "
            "first"
            if request.state in ("received", "acknowledged")
            else f"request {request.id} is {request.state}"
        )
    chosen = _known_formats(formats)
    if language not in LANGUAGES:
        raise InputError(f"language {language}: one of {', '.join(LANGUAGES)}")
    number = _next_number(connection, request.id)
    folder = (out or config.path(FOLDER) / request.id / str(number)).absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder}: exists and is not empty; name a new folder")
    row = {
        "request": request.id,
        "number": number,
        "formats": chosen,
        "language": language,
        "requested_by": by,
        "folder": str(folder),
    }
    made = connection.execute(insert(table).values(**row).returning(table.c.id)).scalar_one()
    return progress(connection, made)


def progress(connection: Connection, production: int) -> Production:
    """A production as it stands; one whose process is gone is shown as failed."""
    row = connection.execute(select(table).where(table.c.id == production)).mappings().one_or_none()
    if row is None:
        raise InputError(f"production {production}: not known")
    return _production(connection, dict(row))


def productions_of(connection: Connection, request_id: str) -> list[Production]:
    """The productions of a request, the newest first."""
    rows = connection.execute(
        select(table).where(table.c.request == request_id).order_by(table.c.number.desc())
    ).mappings()
    return [_production(connection, dict(row)) for row in rows.all()]


def note(connection: Connection, production: int, **values: Any) -> None:
    """Write down how a production stands."""
    connection.execute(update(table).where(table.c.id == production).values(**values))


def take(connection: Connection, production: int) -> bool:
    """Hold a production for as long as this connection lives; False where somebody else does."""
    lock = func.pg_try_advisory_lock(func.hashtext(LOCK_CLASS), production)
    return bool(connection.scalar(select(lock)))


def _production(connection: Connection, row: dict[str, Any]) -> Production:
    row.pop("district")
    if row["state"] == "running" and not connection.scalar(
        RUNS, {"name": LOCK_CLASS, "id": row["id"]}
    ):
        row |= {"state": "failed", "error": "it was interrupted; produce again"}
    return Production(
        **{**row, "formats": tuple(row["formats"]), "folder": Path(row["folder"])},
    )


def _known_formats(formats: Iterable[str]) -> list[str]:
    chosen = sorted(set(formats)) or list(USUAL)
    for name in chosen:
        if name not in FORMATS:
            known = ", ".join(FORMATS)
            raise InputError(f"format {name}: one of {known}{suggest(name, FORMATS)}")
    return chosen


def _next_number(connection: Connection, request_id: str) -> int:
    lock = func.pg_advisory_xact_lock(func.hashtext(f"homeroom.request.{request_id}"))
    connection.execute(select(lock))
    newest = select(func.coalesce(func.max(table.c.number), 0)).where(table.c.request == request_id)
    return int(connection.scalar(newest) or 0) + 1
