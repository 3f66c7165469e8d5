"""`homeroom archive`: how the record stands, and what is done with it as a whole."""

from __future__ import annotations

import dataclasses
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from homeroom.archive import (
    adoption,
    exporting,
    keys,
    recovering,
    sealed_images,
)
from homeroom.archive.files.opening import file_store
from homeroom.archive.files.rekeying import rotate
from homeroom.archive.files.sweeping import sweep
from homeroom.archive.publish import LATEST
from homeroom.archive.reconcile import reconcile as compare
from homeroom.archive.status import status as stands
from homeroom.cli import archive_proof, archive_search, progress
from homeroom.cli.session import (
    DEFAULT_DATA,
    DataOption,
    JsonOption,
    open_session,
    say,
    show,
    show_json,
)
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.disclosure.productions import FOLDER
from homeroom.errors import InputError

app = typer.Typer(no_args_is_help=True)
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])]


@app.command()
def status(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """How much is kept, how much waits, and the checkpoint published last."""
    session = open_session(data)
    with session.connect() as connection:
        found = dataclasses.asdict(stands(connection))
    if as_json:
        show_json(found)
    else:
        show([{"figure": name, "value": value} for name, value in found.items()], as_json=False)


app.command("search")(archive_search.search)
app.command()(archive_proof.checkpoint)
app.command("hand-over-key")(archive_proof.hand_over_key)
app.command()(archive_proof.anchors)


@app.command("seal-image")
def seal_image(
    message: Annotated[str, typer.Argument(help="The message's link, or its id.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Seal what may be a sexual image of a minor: nobody sees it, nothing finds or exports it.

    Only the two people that archive.sealed_image_readers names open it, together, in the portal.
    """
    session = open_session(data)
    with session.connect() as connection:
        now = datetime.now(UTC)
        image = sealed_images.seal(connection, message, by=session.actor, now=now)
    say(f"Sealed as {image.id}. Within seconds the homeserver gives it to nobody any more.")


@app.command("rotate-media-key")
def rotate_media_key(data: DataOption = DEFAULT_DATA) -> None:
    """Make new keys for files and productions, and destroy the old ones. No file is written anew.

    Files kept meanwhile are safe. Where it is interrupted, run it again.
    """
    session = open_session(data)
    keyring = file_store(session.config).keyring
    with session.steps() as connection:
        done = rotate(connection, keyring, session.config.path(FOLDER))
    say(
        f"New keys for {done} files lie in {keyring.folder}. Until the backups of the old ones "
        "have expired, keep the backups of the database and of that folder apart."
    )


@app.command("sweep")
def sweep_(
    remove: Annotated[
        bool, typer.Option("--remove", help="Remove it. Without this it is only counted.")
    ] = False,
    hours: Annotated[
        float, typer.Option(min=1, help="Only what was put so many hours ago, or more.")
    ] = 24.0,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Count the ciphertext of the media store that no row names, and remove it with --remove.

    It is left where something was killed between store and database; nothing can read it.
    """
    session = open_session(data)
    before = datetime.now(UTC) - timedelta(hours=hours)
    with session.connect() as connection:
        found = sweep(connection, file_store(session.config).objects, before, remove=remove)
    if as_json:
        show_json(dataclasses.asdict(found))
        return
    say(
        f"{found.found} objects ({found.bytes} bytes) that no row names, and {found.young} younger."
    )
    say(f"{found.removed} removed, {found.locked} not let go of." if remove else "Nothing removed.")


app.command()(archive_proof.verify)


@app.command()
def export(
    out: Annotated[Path, typer.Option(help="The file to write, as JSON Lines.")],
    since: Day = None,
    until: Day = None,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Write the archive as JSON Lines, with all that is needed to compute every leaf again.

    Nothing is redacted: a production for a requester is made with `homeroom request produce`. The
    export itself goes on record. Times are UTC.
    """
    session = open_session(data)
    span = [day.replace(tzinfo=UTC) if day else None for day in (since, until)]
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        with session.connect() as connection:
            with open(unfinished, "xb", opener=_private) as file:
                made = exporting.export(connection, file, *span)
            exporting.record(connection, made, *span, by=session.actor)
        unfinished.replace(out)
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror})") from None
    finally:
        unfinished.unlink(missing_ok=True)
    say(f"{out}: {made.lines} entries, {made.bytes} bytes, SHA-256 {made.sha256}.")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


app.command()(archive_proof.consistency)


@app.command()
def adopt(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count.")] = False,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Take in events from before Homeroom was there, each marked as such.

    What had been redacted and pruned before cannot be had any more; that is marked too. It can be
    stopped and run again: nothing is taken in twice.
    """
    session = open_session(data)
    with session.steps() as connection:
        count = adoption.unseen(connection)
        if dry_run or not count:
            say(f"{count} events are in the homeserver and not in the record.")
            return
        with progress.bar(False, "Taking in") as report:
            done = adoption.adopt(connection, lambda done: report(done, count))
    say(f"{done} events are on their way into the record; `homeroom archive reconcile` compares.")


@app.command()
def recover(
    against: Annotated[
        Path | None,
        typer.Option(help="A checkpoint held outside. Else the newest in the data folder."),
    ] = None,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """After a restore: name what was lost, on record, and go on in a new epoch of the log.

    `homeroom restore` does this by itself; say it again with a checkpoint that somebody outside
    holds, if that is newer. Exit status 1 if something is missing; else nothing is done.
    """
    session = open_session(data)
    publisher = archive_proof.publisher_of(session)
    note = archive_proof.read_note(against or publisher.folder / LATEST)
    engine = connect(session.config, DatabaseRole.ARCHIVER, pool_size=1)
    try:
        with engine.begin() as connection:
            ring = keys.keyring(connection, publisher.signer.verifier)
            now = datetime.now(UTC)
            made = recovering.recover(connection, ring, note, by=session.actor, now=now)
    finally:
        engine.dispose()
    if made is None:
        say("Nothing that this checkpoint covers is missing, but for what is on record as lost.")
        return
    say(f"{made.missing[0].upper()}{made.missing[1:]}.")
    say("An entry of the log says so, and the log goes on in a later epoch.")
    raise typer.Exit(1)


@app.command()
def reconcile(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Compare Synapse's own tables with the archive. Exit status 1 if anything differs.

    Which events there are, and what each says. The archiver does the same once a day.
    """
    session = open_session(data)
    with session.connect() as connection, progress.bar(as_json, "Comparing") as report:
        found = compare(connection, report)
    if as_json:
        show_json({**dataclasses.asdict(found), "complete": found.complete})
    else:
        say(
            f"{found.events} events in the homeserver, {found.compared} compared with what was "
            f"sealed; the capture trigger is {found.capture}."
        )
        for difference in found.differences:
            say(f"{difference.event_id}: {difference.problem}")
        say("The archive is complete." if found.complete else "The archive is not complete.")
    if not found.complete:
        raise typer.Exit(1)
