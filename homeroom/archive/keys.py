"""The district's keys, one after another: each handed over to the next in a note that both sign.

Whoever holds one public key of the row, old or new, can check every checkpoint: an old key speaks
for the log up to where it was handed over, the next one from there on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from homeroom.archive.checkpoint import Checkpoint, CheckpointError, Signer, Verifier
from homeroom.db.tables import archive as tables

Place = tuple[int, int]
"""Epoch and size of the log."""
BEGINNING: Place = (0, 0)
WORDS = "homeroom key hand-over v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """The key `old` ends with `checkpoint`, and `new` goes on."""

    old: Verifier
    new: Verifier
    checkpoint: Checkpoint

    @property
    def place(self) -> Place:
        return self.checkpoint.epoch, self.checkpoint.size

    def text(self) -> str:
        """The text that both keys sign, its last newline included."""
        return f"{WORDS}\n{self.old.vkey()}\n{self.new.vkey()}\n{self.checkpoint.text()}"

    def signed(self, old: Signer, new: Signer) -> str:
        """The note, with a signature line of each key."""
        return old.sign_text(self.text()) + new.sign_text(self.text()).rpartition("\n\n")[2]

    @classmethod
    def open(cls, note: str) -> HandOver:
        """The hand-over of a note that both of its keys have signed; else `CheckpointError`."""
        try:
            words, old, new, checkpoint = note.rpartition("\n\n")[0].split("\n", 3)
        except ValueError:
            raise CheckpointError("this is no hand-over of a key") from None
        found = cls(
            old=Verifier.parse(old),
            new=Verifier.parse(new),
            checkpoint=Checkpoint.parse(checkpoint + "\n"),
        )
        if words != WORDS or found.old == found.new:
            raise CheckpointError("this is no hand-over of a key")
        for verifier in (found.old, found.new):
            if verifier.text(note) != found.text():
                raise CheckpointError("this hand-over of a key says more than it should")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What one key may sign: checkpoints from one place of the log up to another."""

    verifier: Verifier
    first: Place = BEGINNING
    last: Place | None = None

    def covers(self, place: Place) -> bool:
        return self.first <= place and (self.last is None or place <= self.last)


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys that follow from one that is trusted."""

    spans: tuple[Span, ...]

    @classmethod
    def of(cls, trusted: Verifier, hand_overs: Iterable[HandOver]) -> Keyring:
        """The trusted key, those it was handed over to, and those that were handed over to it."""
        given = sorted(hand_overs, key=lambda each: each.place)
        after = _row(trusted, [(each.old, each.new, each.place) for each in given])
        back = [(each.new, each.old, each.place) for each in reversed(given)]
        before = _row(trusted, back)
        row = [*reversed(before), (trusted, BEGINNING), *after]
        # Each key with the place where it began, and that of the next where it ended.
        begins: list[Place] = [BEGINNING, *(place for _, place in reversed(before))]
        begins += [place for _, place in after]
        ends: list[Place | None] = [*begins[1:], None]
        return cls(
            tuple(
                Span(verifier=verifier, first=first, last=last)
                for (verifier, _), first, last in zip(row, begins, ends, strict=True)
            )
        )

    def open(self, note: str) -> Checkpoint:
        """The checkpoint of a note signed by the key of its time; `CheckpointError` else."""
        for span in self.spans:
            try:
                found = span.verifier.open(note)
            except CheckpointError:
                continue
            if not span.covers((found.epoch, found.size)):
                raise CheckpointError("it is signed by a key that was not in use then")
            return found
        return self.spans[-1].verifier.open(note)


def _row(
    start: Verifier, steps: Iterable[tuple[Verifier, Verifier, Place]]
) -> list[tuple[Verifier, Place]]:
    """From a key on, step by step: each next key with the place of its hand-over."""
    found: list[tuple[Verifier, Place]] = []
    at, seen = start, {start}
    for given, taken, place in steps:
        if given == at and taken not in seen:
            found.append((taken, place))
            seen.add(taken)
            at = taken
    return found


def notes(connection: Connection) -> list[str]:
    """The notes of every hand-over, oldest first."""
    columns = tables.hand_over.c
    query = select(columns.note).where(columns.district == func.registry.this_district())
    return list(connection.scalars(query.order_by(columns.epoch, columns.size)))


def keyring(connection: Connection, trusted: Verifier) -> Keyring:
    """The keys that follow from a trusted one; a stored note that does not hold counts for none."""
    held = []
    for note in notes(connection):
        try:
            held.append(HandOver.open(note))
        except CheckpointError:
            continue
    return Keyring.of(trusted, held)


def in_use(connection: Connection, verifier: Verifier) -> bool:
    """Is this the key that signs now? One that was handed over does not."""
    latest = notes(connection)[-1:]
    return not latest or HandOver.open(latest[0]).new == verifier
