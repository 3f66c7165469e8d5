"""After a restore that lost what was sealed already: a new epoch, which begins by saying so.

The log cannot go on under its old name: a checkpoint that somebody holds says that entries stood
there which are gone, and others must never stand in their place. So the old epoch ends where it was
restored to, for ever, and the first entry of the next one names the checkpoint and what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from homeroom.archive import log, read
from homeroom.archive.checkpoint import Checkpoint, CheckpointError
from homeroom.archive.entry import new_entry
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
        """Is it on record that what a checkpoint covers besides was lost?"""
        of_it = checkpoint.epoch == self.kept.epoch
        return of_it and self.kept.size < checkpoint.size <= self.lost.size


def recover(
    connection: Connection, ring: Keyring, note: str, *, by: str, now: datetime
) -> Recovery | None:
    """Open a new epoch if a signed checkpoint covers more than the log has; the caller commits.

    None where nothing of it is missing, but for what is on record as lost. Where more was lost than
    is on record, that is one more entry. `InputError` where the note is not signed by the district.
    """
    lost = _open(ring, note)
    opened = log.lock(connection, lost.district, None)
    state = opened.state
    ended = [known for known in recoveries(connection) if known.kept.epoch == lost.epoch]
    if any(known.explains(lost) for known in ended):
        return None
    if ended and lost.size > ended[-1].lost.size:
        more = replace(ended[-1], lost=lost)
        _put_on_record(connection, opened, more, note, by=by, now=now)
        return more
    if (lost.epoch, lost.size) <= (state.epoch, state.size):
        return None
    if lost.epoch > state.epoch:
        state = _empty_until(connection, lost)
    kept = Checkpoint(district=lost.district, epoch=state.epoch, size=state.size, root=state.root)
    made = Recovery(kept=kept, lost=lost, last=_last(connection, kept))
    opened = log.begin_epoch(connection, lost.district, lost.epoch + 1)
    _put_on_record(connection, opened, made, note, by=by, now=now)
    return made


def newest(ring: Keyring, notes: Sequence[str]) -> str:
    """The note that covers most; `InputError` where one is not signed by the district."""
    return max(notes, key=lambda note: ((found := _open(ring, note)).epoch, found.size))


def _open(ring: Keyring, note: str) -> Checkpoint:
    try:
        return ring.open(note)
    except CheckpointError as error:
        raise InputError(
            f"the checkpoint: {error}; one that was signed after a hand-over of the key needs a "
            "restore to a moment after it"
        ) from None


def _put_on_record(
    connection: Connection,
    opened: log.OpenLog,
    made: Recovery,
    note: str,
    *,
    by: str,
    now: datetime,
) -> None:
    said = {KIND: {**_said(made), "note": note, "by": by}}
    entry = new_entry(KIND, now, said, f"{made.lost.epoch}/{made.lost.size}")
    log.append(connection, opened, [entry])


def recoveries(connection: Connection) -> list[Recovery]:
    """Every end of an epoch, as the first entry of the next one says, and what was said later."""
    tree, origin = tables.tree.c, tables.origin.c
    mine = tree.district == func.registry.this_district()
    begun = connection.scalars(select(tree.epoch).where(mine, tree.epoch > 1)).all()
    ours = (origin.district == func.registry.this_district()) & (origin.kind == KIND)
    later = connection.execute(select(origin.epoch, origin["index"]).where(ours)).all()
    places = {(number, 0) for number in begun} | {(place.epoch, place[1]) for place in later}
    found = (read.entry(connection, index, epoch=number) for number, index in sorted(places))
    return [known for entry in found if entry is not None for known in _read(entry)]


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
