"""`homeroom archive`: search, verify and prove the record."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from sqlalchemy import Connection

from homeroom.archive import (
    adoption,
    anchoring,
    exporting,
    keys,
    proving,
    read,
    recovering,
    rotation,
    sealed_images,
    stamp,
)
from homeroom.archive import checkpoint as signed
from homeroom.archive.files.opening import file_store
from homeroom.archive.files.rekeying import rotate
from homeroom.archive.files.sweeping import sweep
from homeroom.archive.publish import LATEST, Publisher
from homeroom.archive.reconcile import reconcile as compare
from homeroom.archive.status import status as stands
from homeroom.archive.verify import Progress as Report
from homeroom.archive.verify import Verified, verify_tree
from homeroom.archive.verify import verify as prove
from homeroom.cli import archive_search
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
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.disclosure.productions import FOLDER
from homeroom.errors import HomeroomError, InputError

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


@app.command()
def checkpoint(
    out: Annotated[Path, typer.Option(help="Where to write it; keep it outside the district.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Sign the log as it is now, and write the checkpoint for somebody outside to keep."""
    session = open_session(data)
    publisher = _publisher(session)
    with session.connect() as connection:
        published = publisher.publish(connection)
    if published is None:
        raise HomeroomError("the log is empty: there is nothing to sign yet")
    out.write_text(published.note, encoding="utf-8")
    key = publisher.signer.verifier.vkey()
    say(f"{out}: checkpoint of {published.checkpoint.size} entries. Key: {key}")


@app.command("hand-over-key")
def hand_over_key(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Go on with a new checkpoint key; both keys sign that. What was signed stays provable.

    Whoever keeps the old public key can go on with it: the hand-over lies beside the checkpoints
    and in every production made from then on.
    """
    session = open_session(data)
    if not yes:
        typer.confirm("Make a new checkpoint key and hand over to it?", abort=True)
    with session.steps() as connection:
        made = rotation.hand_over(connection, _publisher(session))
    key = session.config.path(session.config.archive.key)
    say(
        f"Handed over at {made.checkpoint.size} entries. New key: {made.new.vkey()}\n"
        f"Tell it to whoever keeps the old one. The old private key lies in {key.parent} "
        f"({key.stem}-until-*.key): put it away, or destroy it."
    )


@app.command()
def anchors(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Who outside holds which checkpoint. Exit status 1 if a time stamp does not hold."""
    session = open_session(data)
    with session.connect() as connection:
        rows = [_anchored(session, connection, place) for place in _targets(session)]
    show(rows, as_json)
    if any(row["stamp"].startswith("does not") for row in rows):
        raise typer.Exit(1)


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


@app.command()
def verify(
    against: Annotated[
        Path | None, typer.Option(help="A checkpoint that was kept outside the district.")
    ] = None,
    key: Annotated[
        str, typer.Option(help="The public key, as a line or a file of it, that was kept outside.")
    ] = "",
    hashes: Annotated[
        bool, typer.Option("--hashes", help="Compare each event's own Matrix hash too (slower).")
    ] = False,
    tree: Annotated[
        bool, typer.Option("--tree", help="Quick: headers, leaves and tree, not what was said.")
    ] = False,
    entries: Annotated[
        str, typer.Option(help="Only these, as FIRST-LAST, under --against or the last checkpoint.")
    ] = "",
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Recompute every entry and proof. Exit status 1 if anything is not as it was sealed.

    The district's private key is not needed: without --key its public half in the data folder is
    believed.
    """
    session = open_session(data)
    note = _read(against) if against else None
    verifier = _verifier(key) if key else _own_verifier(session)
    files = file_store(session.config)
    with session.connect() as connection, _bar(as_json, "Verifying") as report:
        if entries:
            found = _prove_range(connection, verifier, entries, note)
        elif tree:
            found = verify_tree(connection, verifier, against=note)
        else:
            found = prove(connection, verifier, files, against=note, hashes=hashes, progress=report)
    if as_json:
        show_json(dataclasses.asdict(found))
    else:
        say(f"{found.entries} entries, {found.checkpoints} checkpoints, {found.media} files.")
        if hashes:
            say(f"{found.hashes} events compared with their own Matrix hash.")
        for finding in found.findings:
            say(finding)
        say("Something is wrong." if found.findings else "All is as it was sealed.")
    if found.findings:
        raise typer.Exit(1)


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


@app.command()
def consistency(
    old: Annotated[Path, typer.Argument(help="A checkpoint.")],
    new: Annotated[Path, typer.Argument(help="A later one.")],
    key: Annotated[str, typer.Option(help="The public key, as for `verify`.")] = "",
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Prove that the log of one checkpoint begins with that of another. Exit status 1 if not."""
    session = open_session(data)
    verifier = _verifier(key) if key else _own_verifier(session)
    with session.connect() as connection:
        ring = keys.keyring(connection, verifier)
        first, second = (_opened(ring, file) for file in (old, new))
        proved = proving.begins_with(connection, first, second)
    sizes = f"the log of {second.size} entries and that of {first.size}"
    say(f"{sizes}: {'one begins with the other' if proved else 'they are not the same log'}.")
    if not proved:
        raise typer.Exit(1)


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
        with _bar(False, "Taking in") as report:
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
    publisher = _publisher(session)
    note = _read(against or publisher.folder / LATEST)
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
    with session.connect() as connection, _bar(as_json, "Comparing") as report:
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


def _opened(ring: keys.Keyring, file: Path) -> signed.Checkpoint:
    try:
        return ring.open(_read(file))
    except signed.CheckpointError as error:
        raise InputError(f"{file}: {error}") from None


def _prove_range(
    connection: Connection, verifier: signed.Verifier, entries: str, note: str | None
) -> Verified:
    first, dash, last = entries.partition("-")
    if not (dash and first.isdecimal() and last.isdecimal()):
        raise InputError(f"--entries {entries}: write FIRST-LAST, as in 100-199")
    latest = read.latest_checkpoint(connection)
    if note is None and latest is None:
        raise InputError("--entries: there is no checkpoint yet; see `homeroom archive checkpoint`")
    ring = keys.keyring(connection, verifier)
    try:
        under = ring.open(note or (latest.note if latest else ""))
    except signed.CheckpointError as error:
        raise InputError(f"--against: {error}") from None
    found = tuple(proving.verify_range(connection, int(first), int(last), under))
    count = int(last) - int(first) + 1
    return Verified(entries=count, checkpoints=1, media=0, hashes=0, findings=found)


def _targets(session: Session) -> tuple[anchoring.Target, ...]:
    return anchoring.targets(session.config.archive.anchors)


def _anchored(session: Session, connection: Connection, place: anchoring.Target) -> dict[str, Any]:
    has = anchoring.held(connection).get(place.name)
    row = {"place": place.name, "size": has.size if has else 0, "at": has.at if has else None}
    return {**row, "stamp": _stamp(session, connection, has) if has and has.receipt else ""}


def _stamp(session: Session, connection: Connection, has: anchoring.Anchored) -> str:
    """When the authority says that the checkpoint was there."""
    section = session.config.archive.anchors.stamp
    note = read.note_at(connection, has.epoch, has.size)
    if section is None or note is None:
        return "does not hold: its checkpoint or the authority's certificates are missing"
    try:
        roots = stamp.load_roots(session.config.path(section.roots))
        return stamp.opened(has.receipt, note, roots).isoformat()
    except stamp.StampError as error:
        return f"does not hold: {error}"


def _publisher(session: Session) -> Publisher:
    config = session.config
    archive = config.archive
    folder = config.path(archive.checkpoints)
    return Publisher(key=config.path(archive.key), district=config.district, folder=folder)


def _own_verifier(session: Session) -> signed.Verifier:
    config = session.config
    return signed.public_half(config.path(config.archive.key), config.district)


def _verifier(key: str) -> signed.Verifier:
    """`--key`: a file, or the line itself as `archive checkpoint` prints it."""
    if Path(key).is_file():
        return signed.load_verifier(Path(key))
    try:
        return signed.Verifier.parse(key)
    except signed.CheckpointError as error:
        raise InputError(
            f"--key {key}: {error}; give the line that `archive checkpoint` prints, "
            "or a copy of keys/checkpoint.vkey"
        ) from None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{file}: cannot be read as a checkpoint; give the file as kept") from None


@contextmanager
def _bar(quiet: bool, doing: str) -> Iterator[Report]:
    """A progress bar on standard error; nothing for scripts."""
    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    off = quiet or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=off) as progress:
        task = progress.add_task(doing, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
