"""The leaf of an entry: what stays for ever, whatever is lawfully disposed of.

The header says district, kind, time and commitment, and no person, room, event id or content hash
(invariant 2). Its form can never change: another form is another version, beside this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from homeroom.archive.canonical import encoded, quoted
from homeroom.archive.merkle import hash_leaf

VERSION = 1
PREFIX = b"homeroom/entry/v1\n"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The permanent header; `at` is in milliseconds since 1970, UTC."""

    district: str
    kind: str
    at: int
    commitment: bytes

    def to_bytes(self) -> bytes:
        """What the leaf hash is taken of."""
        return PREFIX + encoded(
            f'{{"at":{self.at},"commitment":"{self.commitment.hex()}",'
            f'"district":{quoted(self.district)},"kind":{quoted(self.kind)},"v":{VERSION}}}'
        )

    def leaf_hash(self) -> bytes:
        """SHA-256(0x00 ‖ header), the leaf in the district's tree."""
        return hash_leaf(self.to_bytes())


def milliseconds(moment: datetime) -> int:
    """Whole milliseconds since 1970 of an aware time, rounded down."""
    return (moment - EPOCH) // timedelta(milliseconds=1)


def moment(at: int) -> datetime:
    """The time in UTC of milliseconds since 1970."""
    return EPOCH + timedelta(milliseconds=at)
