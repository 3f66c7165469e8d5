"""What `homeroom archive` proves: checkpoints, who holds them, and that all is as it was sealed."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from homeroom.archive import (
    anchoring,
    keys,
    proving,
    read,
    rotation,
    stamp,
)
from homeroom.archive import checkpoint as signed
from homeroom.archive.files.opening import file_store
from homeroom.archive.publish import Publisher
from homeroom.archive.verify import Verified, verify_tree
from homeroom.archive.verify import verify as prove
from homeroom.cli import progress
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
from homeroom.errors import HomeroomError, InputError


def checkpoint(
    out: Annotated[Path, typer.Option(help="Where to write it; keep it outside the district.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Sign the log as it is now, and write the checkpoint for somebody outside to keep."""
    session = open_session(data)
    publisher = publisher_of(session)
    with session.connect() as connection:
        published = publisher.publish(connection)
    if published is None:
        raise HomeroomError("the log is empty: there is nothing to sign yet")
    out.write_text(published.note, encoding="utf-8")
    key = publisher.signer.verifier.vkey()
    say(f"{out}: checkpoint of {published.checkpoint.size} entries. Key: {key}")


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
        made = rotation.hand_over(connection, publisher_of(session))
    key = session.config.path(session.config.archive.key)
    say(
        f"Handed over at {made.checkpoint.size} entries. New key: {made.new.vkey()}\n"
        f"Tell it to whoever keeps the old one. The old private key lies in {key.parent} "
        f"({key.stem}-until-*.key): put it away, or destroy it."
    )


def anchors(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Who outside holds which checkpoint. Exit status 1 if a time stamp does not hold."""
    session = open_session(data)
    with session.connect() as connection:
        rows = [_anchored(session, connection, place) for place in _targets(session)]
    show(rows, as_json)
    if any(row["stamp"].startswith("does not") for row in rows):
        raise typer.Exit(1)


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
    note = read_note(against) if against else None
    verifier = _verifier(key) if key else _own_verifier(session)
    files = file_store(session.config)
    with session.connect() as connection, progress.bar(as_json, "Verifying") as report:
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


def _opened(ring: keys.Keyring, file: Path) -> signed.Checkpoint:
    try:
        return ring.open(read_note(file))
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


def publisher_of(session: Session) -> Publisher:
    """Signs and writes this district's checkpoints."""
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


def read_note(file: Path) -> str:
    """A checkpoint as it was kept; `InputError` where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{file}: cannot be read as a checkpoint; give the file as kept") from None
