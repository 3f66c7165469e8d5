"""After a restore that lost what was sealed already: a new epoch, which begins by saying so.

The log cannot go on under its old name: a checkpoint that somebody holds says that entries stood
there which are gone, and others must never stand in their place. So the old epoch ends where it was
restored to, for ever, and the first entry of the next one names the checkpoint and what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from homeroom.archive import log, read
from homeroom.archive.checkpoint import Checkpoint, CheckpointError
from homeroom.archive.keys import Keyring
from homeroom.archive.stored import LogError
from homeroom.db.tables import archive as tables
from homeroom.errors import InputError

KIND = "recovery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """The end of an epoch: what of it is kept, and the checkpoint of what was lost."""

    kept: Checkpoint
    lost: Checkpoint
    last: str
    """When the last entry that is kept was sealed; empty where there is none."""

    @property
    def missing(self) -> str:
        """What is missing, in words; further entries may be missing that no checkpoint covered."""
        first, last = self.kept.size, self.lost.size - 1
        after = f", sealed after {self.last}" if self.last else ""
        return (
            f"entries {first} to {last} of epoch {self.kept.epoch} ({last - first + 1}){after}, "
            "were lost when a backup was restored"
        )

    def explains(self, checkpoint: Checkpoint) -> bool:
        """Is it known that a checkpoint covers entries that were lost?"""
        return checkpoint.epoch == self.kept.epoch and checkpoint.size > self.kept.size


def recover(
    connection: Connection, ring: Keyring, note: str, *, by: str, now: datetime
) -> Recovery | None:
    """Open a new epoch if a signed checkpoint covers more than the log has; the caller commits.

    None where nothing of it is missing. `InputError` where the note is not signed by the district,
    or is of an epoch that has ended.
    """
    try:
        lost = ring.open(note)
    except CheckpointError as error:
        raise InputError(f"the checkpoint: {error}") from None
    state = log.lock(connection, lost.district, None).state
    if any(known.explains(lost) for known in recoveries(connection)):
        return None
    if (lost.epoch, lost.size) <= (state.epoch, state.size):
        return None
    if lost.epoch > state.epoch:
        state = _empty_until(connection, lost)
    kept = Checkpoint(district=lost.district, epoch=state.epoch, size=state.size, root=state.root)
    made = Recovery(kept=kept, lost=lost, last=_last(connection, kept))
    opened = log.begin_epoch(connection, lost.district, lost.epoch + 1)
    entry = log.new_entry(
        KIND, now, {KIND: {**_said(made), "note": note, "by": by}}, f"{lost.epoch}"
    )
    log.append(connection, opened, [entry])
    return made


def recoveries(connection: Connection) -> list[Recovery]:
    """Every end of an epoch, as the first entry of the next one says, if it says so at all."""
    epoch = tables.tree.c.epoch
    mine = tables.tree.c.district == func.registry.this_district()
    begun = connection.scalars(select(epoch).where(mine, epoch > 1).order_by(epoch)).all()
    first = (read.entry(connection, 0, epoch=number) for number in begun)
    return [known for entry in first if entry is not None for known in _read(entry)]


def _empty_until(connection: Connection, lost: Checkpoint) -> log.LogState:
    """Whole epochs were lost: nothing of the checkpoint's is kept."""
    return log.begin_epoch(connection, lost.district, lost.epoch).state


def _last(connection: Connection, kept: Checkpoint) -> str:
    found = read.entry(connection, kept.size - 1, epoch=kept.epoch) if kept.size else None
    return found.at.isoformat() if found else ""


def _said(made: Recovery) -> dict[str, Any]:
    return {
        "epoch": made.kept.epoch,
        "kept": {"size": made.kept.size, "root": made.kept.root.hex()},
        "lost": {"size": made.lost.size, "root": made.lost.root.hex()},
        "last": made.last,
        "body": made.missing,
    }


def _read(entry: read.Entry) -> Iterator[Recovery]:
    """What an entry says. One that was tampered with says nothing here; `verify` names it."""
    try:
        said = entry.payload()[KIND]
        kept, lost = (_part(entry, said, name) for name in ("kept", "lost"))
        yield Recovery(kept=kept, lost=lost, last=str(said["last"]))
    except (LogError, KeyError, TypeError, ValueError):
        return


def _part(entry: read.Entry, said: dict[str, Any], name: str) -> Checkpoint:
    root = bytes.fromhex(said[name]["root"])
    size, epoch = int(said[name]["size"]), int(said["epoch"])
    return Checkpoint(district=entry.district, epoch=epoch, size=size, root=root)
