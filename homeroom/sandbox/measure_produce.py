"""What writing a production costs: from sealed entries to the signed manifest, in every format.

Reading the entries from PostgreSQL is not in it; proofs are as long as those of the log's size.
"""

from __future__ import annotations

import hashlib
import json
import resource
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pypdf import PdfReader

from homeroom.archive import commitment
from homeroom.archive.canonical import canonical_text
from homeroom.archive.checkpoint import Checkpoint, Signer
from homeroom.archive.leaf import Header, milliseconds
from homeroom.archive.read import Entry
from homeroom.disclosure.folder import write_folder
from homeroom.disclosure.model import About, Counts, Proved, Reason

DISTRICT = "bench"
BEGUN = datetime(2026, 9, 1, 8, tzinfo=UTC)
ROOMS, PEOPLE, A_DAY = 50, 900, 600
WORDS = "Does anybody know which pages we should read until the next lesson, and who has the book? "


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Seconds for the whole folder, its bytes and files; memory of the largest process."""

    seconds: float
    processor: float
    """Seconds of the processor."""
    size: int
    files: int
    pages: int
    """Of its PDF files."""
    peak: int


def figures(messages: int, formats: Iterable[str], within: Path | None = None) -> Figures:
    """Write one production; the entries are made while it reads them."""
    with TemporaryDirectory(dir=within) as place:
        folder = Path(place, "production")
        folder.mkdir()
        clock = _Clock()
        clock.run()
        write_folder(
            folder,
            _about(messages),
            _proved(messages, clock),
            checkpoints=[Checkpoint(district=DISTRICT, epoch=1, size=messages, root=bytes(32))],
            signer=_signer(),
            formats=formats,
            progress=lambda done: None,
        )
        clock.stop()
        found = [path for path in folder.rglob("*") if path.is_file()]
        return Figures(
            seconds=clock.seconds,
            processor=clock.processor,
            size=sum(path.stat().st_size for path in found),
            files=len(found),
            pages=sum(len(PdfReader(path).pages) for path in found if path.suffix == ".pdf"),
            peak=max(
                resource.getrusage(who).ru_maxrss * 1024
                for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
            ),
        )


@dataclass(slots=True)
class _Clock:
    """Stands while the entries are made, which is no part of a production."""

    seconds: float = 0.0
    processor: float = 0.0

    def run(self) -> None:
        self.seconds -= time.perf_counter()
        self.processor -= time.process_time()

    def stop(self) -> None:
        self.seconds += time.perf_counter()
        self.processor += time.process_time()


def _proved(messages: int, clock: _Clock) -> Iterator[Proved]:
    for n in range(messages):
        clock.stop()
        at = BEGUN + timedelta(days=n // A_DAY, seconds=n % A_DAY)
        entry = _entry(n, canonical_text(_payload(n, at)), at)
        clock.run()
        yield Proved(entry=entry, proof=[bytes(32)] * 17, reasons=(Reason.PRESENT,))


def _payload(n: int, at: datetime) -> dict[str, object]:
    content: dict[str, object] = {"msgtype": "m.text", "body": f"{WORDS[: 20 + n % 70]} {n}"}
    if n % 5 == 4:
        answered = {"event_id": f"$event{max(n - ROOMS, 0)}"}
        content["m.relates_to"] = {"m.in_reply_to": answered}
    event = {
        "event_id": f"$event{n}",
        "type": "m.room.message",
        "room_id": f"!room{n % ROOMS}:district.example",
        "sender": f"@student{n % PEOPLE}:district.example",
        "origin_server_ts": milliseconds(at),
        "content": content,
        "depth": n,
        "hashes": {"sha256": "x" * 43},
        "auth_events": ["$a", "$b", "$c"],
        "prev_events": [f"$event{n - 1}"],
        "signatures": {"district.example": {"ed25519:a": "x" * 86}},
    }
    return {"event": event, "status": "accepted", "stream_ordering": n, "format_version": 11}


def _entry(n: int, text: str, at: datetime) -> Entry:
    salt = hashlib.sha256(n.to_bytes(8, "big")).digest()
    sealed = commitment.commitment(json.loads(text), salt)
    header = Header(district=DISTRICT, kind="event", at=milliseconds(at), commitment=sealed)
    return Entry(
        district=DISTRICT,
        epoch=1,
        index=n,
        kind="event",
        at=at,
        commitment=sealed,
        leaf_hash=header.leaf_hash(),
        salt=salt,
        text=text,
    )


def _signer() -> Signer:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    return Signer(name=f"homeroom/{DISTRICT}", private_key=key)


def _about(messages: int) -> About:
    rooms = {f"!room{n}:district.example": f"Room {n}" for n in range(ROOMS)}
    return About(
        district=DISTRICT,
        request="2026-0001",
        production=1,
        law="records",
        requester="A requester",
        received=BEGUN,
        student="A student",
        student_number="S-000001",
        language="en",
        made_at=BEGUN,
        people={f"@student{n}:district.example": f"Student {n}" for n in range(PEOPLE)},
        rooms=rooms,
        counts=Counts(records=messages, reasons={"present": messages}, rooms={}, months={}),
        bates="BENCH-2026-0001-1",
    )
