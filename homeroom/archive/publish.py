"""Publishing checkpoints: signed only after the commit of what they cover."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import insert

from homeroom.archive import keys, read, recovering
from homeroom.archive.checkpoint import Checkpoint, Signer, load_key
from homeroom.archive.read import StoredCheckpoint
from homeroom.archive.stored import LogError
from homeroom.db.tables import archive as tables

LATEST = "latest.txt"
LOCK = text("SELECT pg_advisory_xact_lock(hashtext('homeroom.checkpoint'), hashtext(:district))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Signs checkpoints and puts them where others fetch them.

    The key is read each time: it may have been handed over to a new one meanwhile.
    """

    key: Path
    district: str
    folder: Path

    @property
    def signer(self) -> Signer:
        """The signer of the day; `InputError` where there is none."""
        return load_key(self.key, self.district)

    def publish(self, connection: Connection) -> StoredCheckpoint | None:
        """Sign the log as it is committed now, unless that is done; the latest checkpoint.

        The transaction is ended here: a note is in the folder only when it is in the database.
        """
        head = read.head(connection)
        latest = read.latest_checkpoint(connection)
        if head is None or head.size == 0:
            return None
        if latest is None or latest.checkpoint != head.checkpoint:
            if not self._sign(connection, head.checkpoint):
                return latest
            latest = read.latest_checkpoint(connection)
        if latest is None or latest.checkpoint != head.checkpoint:
            raise LogError(
                f"another checkpoint stands where that of {head.size} entries belongs; "
                "run `homeroom archive verify`"
            )
        connection.commit()
        self.write(latest)
        return latest

    def write(self, published: StoredCheckpoint) -> None:
        """Put a note into the folder, under its size and as the latest."""
        self.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        checkpoint = published.checkpoint
        name = f"{checkpoint.size}.txt"
        if checkpoint.epoch > 1:
            name = f"{checkpoint.epoch}-{name}"
        for file in (self.folder / name, self.folder / LATEST):
            write_durably(file, published.note)

    def written(self) -> Checkpoint | None:
        """What the folder says is the latest; None where nothing is in it."""
        file = self.folder / LATEST
        if not file.exists():
            return None
        return Checkpoint.parse(file.read_text(encoding="utf-8").rpartition("\n\n")[0] + "\n")

    def check(self, connection: Connection) -> None:
        """Does the stored log hold what was published last? `LogError` if not.

        Both the database's own latest checkpoint and the folder's count: a database restored
        from an older backup has forgotten what the folder still knows.
        """
        file = self.folder / LATEST
        latest = read.latest_checkpoint(connection)
        notes = [latest.note] if latest else []
        if file.exists():
            notes.append(file.read_text(encoding="utf-8"))
        ring = keys.keyring(connection, self.signer.verifier)
        for note in notes:
            check_against(connection, ring.open(note))

    def lock(self, connection: Connection) -> None:
        """Until the transaction ends nobody else signs, or hands the key over."""
        connection.execute(LOCK, {"district": self.district})

    def _sign(self, connection: Connection, checkpoint: Checkpoint) -> bool:
        """Sign with the key of the day; False while that is being exchanged."""
        self.lock(connection)
        signer = self.signer
        if not keys.in_use(connection, signer.verifier):
            return False
        check_against(connection, checkpoint)
        values = {
            "district": checkpoint.district,
            "epoch": checkpoint.epoch,
            "size": checkpoint.size,
            "root": checkpoint.root,
            "note": signer.sign(checkpoint),
        }
        connection.execute(insert(tables.checkpoint).values(**values).on_conflict_do_nothing())
        return True


def check_against(connection: Connection, checkpoint: Checkpoint) -> None:
    """Is the stored log at the checkpoint's size what the checkpoint says? `LogError` if not.

    What was lost at a restore, and is on record as lost, is expected to be missing.
    """
    if any(known.explains(checkpoint) for known in recovering.recoveries(connection)):
        return
    head = read.head(connection)
    if head is None or (head.epoch, head.size) < (checkpoint.epoch, checkpoint.size):
        size = head.size if head else 0
        raise LogError(
            f"the log has {size} entries and a published checkpoint says {checkpoint.size}: "
            "the database is older than the checkpoint, or entries were removed; run `homeroom "
            "archive verify`, and after a restore `homeroom archive recover`"
        )
    if read.root_at(connection, checkpoint) != checkpoint.root:
        raise LogError(
            f"the first {checkpoint.size} entries are not those that a checkpoint covers; "
            "run `homeroom archive verify`"
        )


def write_durably(file: Path, content: str) -> None:
    """Write a file whole or not at all, on the disk before this returns."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with unfinished.open("w", encoding="utf-8") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        unfinished.replace(file)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
