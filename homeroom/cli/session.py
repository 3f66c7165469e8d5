"""What every verb shares: the data folder, a connection, and how rows are shown."""

from __future__ import annotations

import dataclasses
import getpass
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import Connection

from homeroom.config import HomeroomConfig, load
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.registry.decisions import encode

DataOption = Annotated[
    Path,
    typer.Option("--data", envvar="HOMEROOM_DATA", help="The data folder of this district."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
DEFAULT_DATA = Path(".homeroom")
COMMANDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that steer a terminal, or turn the direction of what follows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One run of the command in one data folder."""

    data: Path
    config: HomeroomConfig

    @property
    def actor(self) -> str:
        """Who is noted for a decision made with the command."""
        try:
            name = os.environ.get("SUDO_USER") or getpass.getuser()
        except (OSError, KeyError):  # Nobody of this machine's list of users.
            name = str(os.getuid())
        return f"command:{name}"

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """One transaction as `homeroom_admin`: committed at the end, rolled back on an error."""
        engine = connect(self.config, DatabaseRole.ADMIN, pool_size=1)
        try:
            with engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()

    @contextmanager
    def steps(self) -> Iterator[Connection]:
        """A connection for work of several transactions, which the work commits itself."""
        engine = connect(self.config, DatabaseRole.ADMIN, pool_size=1)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


def open_session(data: Path) -> Session:
    """The session for a data folder; `InputError` where it is none."""
    return Session(data=data, config=load(data))


def show(rows: Iterable[Any], as_json: bool, *, columns: Iterable[str] | None = None) -> None:
    """Print rows (mappings or dataclasses) as a table, or as one JSON list."""
    plain = [_plain(row) for row in rows]
    if as_json:
        show_json(plain)
        return
    names = list(columns) if columns else list(plain[0]) if plain else []
    table = Table()
    for name in names:
        table.add_column(name.replace("_", " "), overflow="fold")
    for row in plain:
        table.add_row(*(Text(_cell(row.get(name))) for name in names))
    Console().print(table if plain else "Nothing found.", soft_wrap=not plain)


def show_json(value: Any) -> None:
    """Print one JSON value on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def say(text: str) -> None:
    """Print one plain line on standard output."""
    sys.stdout.write(f"{text}\n")


def _plain(row: Any) -> dict[str, Any]:
    if isinstance(row, Mapping):
        return dict(row)
    if hasattr(row, "SUBJECT"):
        return encode(row)
    return dataclasses.asdict(row)


def _cell(value: Any) -> str:
    """A value as people read it; what a message could do to a terminal is taken out."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.isoformat(" ", "seconds")
        case Mapping():
            return ", ".join(f"{name} {_cell(part)}" for name, part in value.items())
        case list() | tuple():
            return ", ".join(map(_cell, value))
        case _:
            return COMMANDING.sub("\N{REPLACEMENT CHARACTER}", str(value))
