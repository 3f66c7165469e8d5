"""Certificates of disposition: which content is lawfully gone, and proof that it is just that.

Each names the places whose content went and the hash of their commitments, which stay in the
leaves: a certificate that was made for other entries does not fit these.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

KIND = "disposition"

FOUND = text("""
    SELECT p.payload, l.index AS place FROM archive.leaf AS l
    JOIN archive.payload AS p USING (district, epoch, index)
    WHERE l.district = registry.this_district() AND l.kind = 'disposition'
    UNION ALL
    SELECT e.payload, NULL FROM outbox.entry AS e
    WHERE e.district = registry.this_district() AND e.kind = 'disposition'
    ORDER BY place
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One certificate; `entry` is its own place in the log, None while it waits to be sealed."""

    entry: int | None
    said: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.said.get('plan')}/{self.said.get('part')}"

    @property
    def ranges(self) -> list[tuple[int, int, int]]:
        """Epoch, first and last place, in order."""
        return [(int(epoch), int(low), int(high)) for epoch, low, high in self.said["ranges"]]


@dataclass(slots=True)
class _Open:
    certificate: Certificate
    digest: Any = field(default_factory=hashlib.sha256)
    count: int = 0


class Certified:
    """The certificates, met with the log as it is walked from its beginning."""

    def __init__(self, certificates: Iterable[Certificate]) -> None:
        self._open = [_Open(each) for each in certificates]
        ranges = [(*part, each) for each in self._open for part in each.certificate.ranges]
        self._ranges = sorted(ranges, key=lambda one: one[:3])
        self._next = 0

    def covers(self, epoch: int, index: int, commitment: bytes) -> bool:
        """Is the content of this entry lawfully gone? Asked of each, in the log's order."""
        while self._next < len(self._ranges) and self._ranges[self._next][:3:2] < (epoch, index):
            self._next += 1
        if self._next == len(self._ranges):
            return False
        at, low, high, certificate = self._ranges[self._next]
        if at != epoch or not low <= index <= high:
            return False
        certificate.digest.update(commitment)
        certificate.count += 1
        return True

    def faults(self) -> Iterator[str]:
        """Certificates that do not fit the entries that they name; after the walk."""
        for each in self._open:
            said = each.certificate.said
            if (each.count, each.digest.hexdigest()) != (said["count"], said["commitments"]):
                yield f"certificate {each.certificate.name}: is not for the entries that it names"


def certificates(connection: Connection) -> list[Certificate]:
    """All of them in the log's order, then those that wait to be sealed."""
    found = []
    for row in connection.execute(FOUND):
        said = json.loads(row.payload).get(KIND)
        if isinstance(said, dict) and {"ranges", "count", "commitments"} <= set(said):
            found.append(Certificate(entry=row.place, said=said))
    return found
