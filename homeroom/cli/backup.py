"""`homeroom backup`: what the backup process does by itself, by hand; and its key."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from homeroom.backup import database, expiry, files, place, recovery_key, repository
from homeroom.backup.__main__ import take_base
from homeroom.cli.session import (
    DEFAULT_DATA,
    DataOption,
    JsonOption,
    Session,
    open_session,
    say,
    show,
    show_json,
)
from homeroom.errors import InputError

app = typer.Typer(
    no_args_is_help=True,
    help="Backups of a Homeroom on one server. Name a folder of another disk as backup.folder in "
    "homeroom.yaml, start anew, and keep a copy of the key: `homeroom backup key --out FILE`.",
)


@app.command("run")
def run(data: DataOption = DEFAULT_DATA) -> None:
    """Make a whole backup now; the backup process does so once a day, and keeps it up to date."""
    here = place.opened(open_session(data).config)
    with here.repository.alone():
        made = take_base(here)
        database.ship(here.cluster.home, here.repository)
    say(f"A whole backup of {made.bytes} bytes and {_files(here)} files is in {_root(here)}.")


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """The whole backups, and up to when everything is kept. Exit status 1 if there is none."""
    session = open_session(data)
    held = _repository(session)
    rows = [
        {
            "began": base.began.isoformat(timespec="seconds"),
            "restores_from": base.usable_from.isoformat(timespec="seconds"),
            "bytes": base.bytes,
            "postgres": base.postgres,
            "timeline": base.timeline,
        }
        for base in database.bases(held)
    ]
    newest = _newest(held)
    if as_json:
        show_json({"bases": rows, "until": newest, "segments": len(held.names("wal"))})
    else:
        show(rows, as_json=False)
        say(f"The database's log is there up to about {newest or 'nowhere'}.")
    if not rows:
        raise typer.Exit(1)


@app.command("expire")
def expire(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Remove backups that are older than retention.backup_days, and what only they needed.

    The backup process does this by itself. Where no younger backup would be left, nothing goes.
    """
    session = open_session(data)
    days = session.config.retention.backup_days
    gone = expiry.expire(_repository(session), days, datetime.now(UTC), dry_run=dry_run)
    counts = {
        "bases": sum(database.INFO in name for name in gone.bases),
        "segments": len(gone.wal),
        "lists": len(gone.lists),
        "files": len(gone.files),
    }
    if as_json:
        show_json(counts)
        return
    said = ", ".join(f"{count} {name}" for name, count in counts.items())
    say(f"{'Would go' if dry_run else 'Gone'}, as older than {days} days: {said}.")


@app.command("key")
def key(
    out: Annotated[Path, typer.Option(help="A new file for the copy, of another place.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Write a copy of the recovery key, to be kept in a safe: without it no backup opens.

    It is one line, which can be printed and typed in. Never keep it where the backups are.
    """
    config = open_session(data).config
    held = place.key_of(config)
    root = config.backup.folder and config.path(config.backup.folder).resolve()
    if root and out.resolve().is_relative_to(root):
        raise InputError(f"{out}: is among the backups; whoever takes them would take the key, too")
    try:
        with open(out, "x", opener=_private, encoding="ascii") as opened:
            opened.write(held.line() + "\n")
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror})") from None
    say(f"Recovery key {held.number} is in {out}. Put it into a safe, and not beside the backups.")


@app.command("rotate-key")
def rotate_key(data: DataOption = DEFAULT_DATA) -> None:
    """Make a new recovery key; the old one opens nothing any more. No backup is written anew.

    Interrupted, run it again.
    """
    config = open_session(data).config
    file, waiting = config.data / place.KEY, config.data / f"{place.KEY}.next"
    old = place.key_of(config)
    if not waiting.exists():
        recovery_key.write(waiting, recovery_key.following(old))
    new = recovery_key.load(waiting)
    repository.rotate(place.folder(config), old, new)
    waiting.replace(file)
    say(f"Recovery key {new.number} opens all backups. Take a copy: `homeroom backup key --out`.")


def _repository(session: Session) -> repository.Repository:
    config = session.config
    return repository.create_or_open(place.folder(config), place.key_of(config))


def _newest(held: repository.Repository) -> str | None:
    """When the last segment of the log was taken."""
    at = [(held.root / name).stat().st_mtime for name in held.names("wal")]
    return datetime.fromtimestamp(max(at), UTC).isoformat(timespec="seconds") if at else None


def _files(here: place.Place) -> int:
    return len(files.latest(here.repository))


def _root(here: place.Place) -> Path:
    return here.repository.root


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
