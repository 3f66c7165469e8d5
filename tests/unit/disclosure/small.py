"""A small production, made by the real writer from a log in memory."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from homeroom.archive import commitment, merkle
from homeroom.archive.canonical import canonical_text
from homeroom.archive.checkpoint import Checkpoint, Signer
from homeroom.archive.keys import HandOver
from homeroom.archive.leaf import Header, milliseconds
from homeroom.archive.read import Entry
from homeroom.disclosure.folder import write_folder
from homeroom.disclosure.letters import Letter
from homeroom.disclosure.model import About, Counts, Proved, Reason

DISTRICT = "demo"
MADE = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PICTURE = b"\x89PNG\r\n\x1a\n not much of a picture"
STUDENT = "@maya.flores:district.example"
TEACHER = "@ana.ortega:district.example"
ROOM = "!algebra:district.example"
SECRET = "never-opened"


def event(number: int, sender: str, content: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The payload of an event entry, with fields that a production must keep closed."""
    return {
        "event": {
            "event_id": f"$event{number}",
            "type": "m.room.message",
            "room_id": ROOM,
            "sender": sender,
            "origin_server_ts": milliseconds(MADE) + number * 1000,
            "content": content,
            "auth_events": [SECRET],
            "signatures": {"district.example": {"ed25519:1": SECRET}},
            "unsigned": {"age_ts": 1, "note": SECRET},
            **more,
        },
        "internal_metadata": {"stream_ordering": number, "note": SECRET},
        "format_version": 11,
        "status": "accepted",
        "stream_ordering": number,
    }


def text(body: str, **more: Any) -> dict[str, Any]:
    return {"msgtype": "m.text", "body": body, **more}


def payloads() -> list[tuple[str, dict[str, Any]]]:
    """Entries of every kind that a production shows."""
    reply = {"m.relates_to": {"m.in_reply_to": {"event_id": "$event0"}}}
    edit = {
        "m.relates_to": {"rel_type": "m.replace", "event_id": "$event1"},
        "m.new_content": text("I have a question, sorry"),
    }
    refused = {
        "verdict": "refuse",
        "reasons": [{"rule": "personal_information", "clause": "content.phone", "instead": "Ask."}],
        "attempt": {
            "sender": STUDENT,
            "room_id": ROOM,
            "type": "m.room.message",
            "content": text("call me at 202-555-0143"),
        },
        "policy_version": "1",
        "registry_seq": 4,
        "process": SECRET,
    }
    picture = {
        "mxc": "mxc://district.example/picture",
        "sha256": hashlib.sha256(PICTURE).hexdigest(),
        "size": len(PICTURE),
        "mime": "image/png",
        "name": "../../board.png",
    }
    image = {"msgtype": "m.image", "body": "board.png", "url": "mxc://district.example/picture"}
    return [
        ("event", event(0, TEACHER, text("Page 12, please. <script>alert(1)</script>"))),
        ("event", event(1, STUDENT, text("I have a questoin", **reply))),
        ("event", event(2, STUDENT, text("* I have a question, sorry", **edit))),
        ("decision", {"decision": refused}),
        ("event", event(4, TEACHER, image)),
        ("media", {"media": picture}),
        (
            "event",
            event(6, TEACHER, {"membership": "invite"}, type="m.room.member", state_key=STUDENT),
        ),
        (
            "event",
            event(7, TEACHER, {"reason": "typo"}, type="m.room.redaction", redacts="$event0"),
        ),
        ("event", event(8, STUDENT, {"body": ["not", "a", "text"], "lone": "\ud800", "n": 1.5})),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """A sealed log in memory."""

    entries: Sequence[Entry]

    @property
    def checkpoint(self) -> Checkpoint:
        root = merkle.root([entry.leaf_hash for entry in self.entries])
        return Checkpoint(district=DISTRICT, epoch=1, size=len(self.entries), root=root)

    def prove(self, index: int) -> list[bytes]:
        leaves = merkle.Leaves([entry.leaf_hash for entry in self.entries])
        return merkle.inclusion_proof(leaves, index, len(self.entries))


def seal(payloads: Iterable[tuple[str, dict[str, Any]]]) -> Log:
    return Log(entries=[_entry(i, kind, held) for i, (kind, held) in enumerate(payloads)])


def _entry(index: int, kind: str, payload: dict[str, Any]) -> Entry:
    salt = hashlib.sha256(f"salt {index}".encode()).digest()
    held = json.loads(canonical_text(payload))
    header = Header(
        district=DISTRICT,
        kind=kind,
        at=milliseconds(MADE) + index,
        commitment=commitment.commitment(held, salt),
    )
    return Entry(
        district=DISTRICT,
        epoch=1,
        index=index,
        kind=kind,
        at=MADE.replace(microsecond=index * 1000),
        commitment=header.commitment,
        leaf_hash=header.leaf_hash(),
        salt=salt,
        text=canonical_text(payload),
    )


def signer(seed: int = 1, name: str = f"homeroom/{DISTRICT}") -> Signer:
    return Signer(name=name, private_key=Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


def about(records: int, language: str = "en") -> About:
    return About(
        district=DISTRICT,
        request="2026-0001",
        production=1,
        law="ferpa",
        requester="Rosa Flores",
        received=MADE,
        student="Maya Flores",
        student_number="S-100201",
        language=language,
        made_at=MADE,
        people={STUDENT: "Maya Flores", TEACHER: "Ana Ortega"},
        rooms={ROOM: "Algebra & Geometry"},
        counts=Counts(
            records=records,
            reasons=dict(Counter({"sent": 4, "present": records - 4})),
            rooms={ROOM: records},
            months={"2026-03": records},
        ),
    )


def hand_over(old: int, new: int, size: int = 1) -> str:
    """The note by which one of the keys led to another."""
    checkpoint = Checkpoint(district=DISTRICT, epoch=1, size=size, root=bytes(32))
    giver, taker = signer(old), signer(new)
    made = HandOver(old=giver.verifier, new=taker.verifier, checkpoint=checkpoint)
    return made.signed(giver, taker)


def produce(
    folder: Path,
    *,
    leave_out: int = 2,
    language: str = "en",
    key: int = 1,
    hand_overs: Iterable[str] = (),
    certificates: Mapping[str, Letter] | None = None,
) -> Path:
    """A production of all entries but the one at `leave_out`, which stays in the log."""
    log = seal(payloads())
    chosen = [entry for entry in log.entries if entry.index != leave_out]
    proved = [
        Proved(
            entry=entry,
            proof=log.prove(entry.index),
            reasons=(Reason.SENT,),
            attachment=(lambda: iter([PICTURE])) if entry.kind == "media" else None,
        )
        for entry in chosen
    ]
    folder.mkdir()
    write_folder(
        folder,
        about(len(chosen), language),
        proved,
        checkpoints=[log.checkpoint],
        signer=signer(key),
        hand_overs=hand_overs,
        certificates=certificates,
        formats=["jsonl", "html"],
        progress=lambda done: None,
    )
    return folder
