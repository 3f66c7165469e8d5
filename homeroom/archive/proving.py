"""Proving a part: some entries under a checkpoint, or that one log begins with another."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from homeroom.archive import merkle, read
from homeroom.archive.certificates import Certified, certificates
from homeroom.archive.checkpoint import Checkpoint
from homeroom.archive.stored import LogError
from homeroom.archive.verify import faults
from homeroom.db.tables import archive as tables
from homeroom.errors import InputError


def verify_range(
    connection: Connection, first: int, last: int, checkpoint: Checkpoint
) -> Iterator[str]:
    """Findings about the entries `first` to `last` of a checkpoint's log; nothing is believed
    but the checkpoint's root. That a certificate is for just the entries that it names is found by
    verifying the whole log. `InputError` where the range is none, or goes past it."""
    if not 0 <= first <= last < checkpoint.size:
        raise InputError(
            f"entries {first} to {last}: the checkpoint covers 0 to {checkpoint.size - 1}; "
            "give a range in it"
        )
    columns = tables.leaf.c
    chosen = (columns.epoch == checkpoint.epoch) & columns.index.between(first, last)
    held = {entry.index: entry for entry in read.entries(connection, chosen)}
    proofs = read.inclusion_proofs(connection, iter(range(first, last + 1)), checkpoint)
    certified = Certified(certificates(connection))
    for index in range(first, last + 1):
        entry = held.get(index)
        if entry is None:
            yield f"entry {index}: is missing from the log"
            return
        disposed = certified.covers(entry.epoch, index, entry.commitment)
        yield from faults(entry, disposed=disposed)
        leaf, size = entry.header.leaf_hash(), checkpoint.size
        try:
            path = next(proofs)
        except LogError as error:
            yield str(error)
            return
        if not merkle.includes(leaf, index, size, path, checkpoint.root):
            yield f"entry {index}: is not what the checkpoint covers"


def begins_with(connection: Connection, old: Checkpoint, new: Checkpoint) -> bool:
    """Does the log of `new` begin with that of `old`, by a consistency proof (RFC 9162, 2.1.4)?

    `LogError` where they are checkpoints of different logs, or the log does not reach them.
    """
    if old.size > new.size:
        old, new = new, old
    path = read.consistency_proof(connection, old, new)
    return merkle.consistent(old.size, old.root, new.size, new.root, path)
