"""Handing the checkpoint key over to a new one, so that nothing signed before stops being provable.

The order makes it safe to be killed at any point: the new key is on disk, then the note that both
sign is committed, then the files are exchanged. `settle` ends what was begun.
"""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import Connection, insert, text

from homeroom.archive import keys, read
from homeroom.archive.checkpoint import CheckpointError, Signer, create_key, load_key
from homeroom.archive.keys import HandOver
from homeroom.archive.publish import Publisher, write_durably
from homeroom.db.tables import archive as tables
from homeroom.errors import HomeroomError

APPEND = text("SELECT outbox.append('hand_over', :key, :payload)")
ALONE = text("SELECT pg_try_advisory_lock(hashtext('homeroom.hand_over'))")
TOGETHER = text("SELECT pg_advisory_unlock(hashtext('homeroom.hand_over'))")


def hand_over(connection: Connection, publisher: Publisher) -> HandOver:
    """Publish under the old key, have both keys sign, and go on with the new one.

    `HomeroomError` where the log is empty, or was handed over at this very size already.
    """
    if not connection.scalar(ALONE):
        raise HomeroomError("the key is being handed over already; wait for that")
    try:
        settle(connection, publisher.key, publisher.district, publisher.folder)
        _next(publisher.key).unlink(missing_ok=True)
        made = _sign(connection, publisher)
        settle(connection, publisher.key, publisher.district, publisher.folder)
        return made
    finally:
        connection.rollback()
        connection.scalar(TOGETHER)
        connection.commit()


def _sign(connection: Connection, publisher: Publisher) -> HandOver:
    """Until the log is published to where both keys sign: the archiver may be at work."""
    old = publisher.signer
    new = create_key(_next(publisher.key), publisher.district)
    while True:
        published = publisher.publish(connection)
        if published is None:
            raise HomeroomError("the log is empty: there is nothing to hand over yet")
        publisher.lock(connection)
        latest = read.latest_checkpoint(connection)
        if latest is None or latest.checkpoint != published.checkpoint:
            connection.rollback()
            continue
        made = HandOver(old=old.verifier, new=new.verifier, checkpoint=published.checkpoint)
        _record(connection, made, made.signed(old, new))
        connection.commit()
        return made


def settle(connection: Connection, key: Path, district: str, folder: Path) -> None:
    """Exchange the key files where a hand-over is recorded and they are not; else nothing."""
    waiting = _next(key)
    latest = (keys.notes(connection) or [""])[-1]
    connection.rollback()
    if not waiting.exists() or not _is_to(latest, load_key(waiting, district)):
        return
    retired = key.with_name(f"{key.stem}-until-{_place(latest)}.key")
    if not retired.exists():
        retired.hardlink_to(key)
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    write_durably(folder / f"hand-over-{_place(latest)}.txt", latest)
    vkey = load_key(waiting, district).verifier.vkey()
    write_durably(key.with_suffix(".vkey"), vkey + "\n")
    waiting.replace(key)


def _next(key: Path) -> Path:
    return key.with_name(f"{key.name}.next")


def _is_to(note: str, signer: Signer) -> bool:
    try:
        return HandOver.open(note).new == signer.verifier
    except CheckpointError:
        return False


def _place(note: str) -> str:
    epoch, size = HandOver.open(note).place
    return f"{size}" if epoch == 1 else f"{epoch}-{size}"


def _record(connection: Connection, made: HandOver, note: str) -> None:
    epoch, size = made.place
    before = keys.notes(connection)
    if before and HandOver.open(before[-1]).place == made.place:
        raise HomeroomError(
            f"the key was handed over at {size} entries already, and nothing was added since"
        )
    row = {"epoch": epoch, "size": size, "note": note}
    connection.execute(insert(tables.hand_over).values(row))
    said = {"size": size, "epoch": epoch, "old": made.old.vkey(), "new": made.new.vkey()}
    payload = json.dumps({"hand_over": said})
    connection.execute(APPEND, {"key": f"{epoch}/{size}", "payload": payload})
