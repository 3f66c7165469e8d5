"""The signed manifest of a production: what is in the folder, and under whose key."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from homeroom.archive.canonical import canonical_text
from homeroom.archive.checkpoint import DASH, Checkpoint, Signer
from homeroom.disclosure import certificate, verify
from homeroom.disclosure.certificate import SUMS
from homeroom.disclosure.letters import Letter
from homeroom.disclosure.model import About

CHECKPOINT = "checkpoint.txt"
SCOPE = {
    "sent": "messages that the student sent",
    "attempted": "what the student tried and was refused",
    "membership": "the student's joining and leaving of rooms",
    "present": "messages sent to a room while the student was a member of it",
    "family": "messages in a family venue about the student",
    "full_name": "names the student: full name, in either order, or preferred and family name",
    "preferred_name": "names the student by the preferred name alone",
    "former_name": "names the student by a name that they had before",
    "first_name": "gives the first name alone, where nobody else is known by it",
    "nickname": "gives a short form of the first name, where nobody else is known by it",
    "initials": "gives initials, where the student is known",
    "misspelt": "names the student in full, with one letter wrong",
    "phone": "gives the student's phone number",
    "in_file": "shows a file that names the student",
    "unreadable": "shows a file whose words could not all be read",
    "user_id": "names the student's account",
    "number": "names the student's number",
    "reply": "replies to a message that is in",
    "answered": "a message that is in answers, changes or reacts to it",
    "edit": "edits a message that is in",
    "reaction": "reacts to a message that is in",
    "deletion": "deletes a message that is in",
    "file": "a file of a message that is in",
    "context": "was said in the same room right before or after a message that is in",
    "added": "was added by a rule of the district",
}
REDACTION = (
    "A field in which something is covered is not opened: its hash proves that it exists, not its "
    "text. What is shown in its place is marked as redacted, with a mark where something was "
    "covered. exemption-log.csv says why."
)


def write_checkpoints(folder: Path, checkpoints: Iterable[Checkpoint], signer: Signer) -> list[str]:
    """Write the signed checkpoints; the newest epoch's is `checkpoint.txt`. Returns the names."""
    newest_first = sorted(checkpoints, key=lambda checkpoint: -checkpoint.epoch)
    names = [
        CHECKPOINT if place == 0 else f"checkpoint-{checkpoint.epoch}.txt"
        for place, checkpoint in enumerate(newest_first)
    ]
    for name, checkpoint in zip(names, newest_first, strict=True):
        (folder / name).write_bytes(signer.sign(checkpoint).encode())
    return names


def write_hand_overs(folder: Path, notes: Iterable[str]) -> list[str]:
    """Write how older keys led to the one that signs, oldest first. Returns the names."""
    named = [(f"hand-over-{number}.txt", note) for number, note in enumerate(notes, start=1)]
    for name, note in named:
        (folder / name).write_bytes(note.encode())
    return [name for name, _ in named]


def write_manifest(
    folder: Path,
    about: About,
    checkpoints: Iterable[Checkpoint],
    signer: Signer,
    hand_overs: Iterable[str] = (),
    printed: Mapping[str, Any] | None = None,
    certificates: Mapping[str, Letter] | None = None,
    *,
    redacted: Mapping[str, int] | None = None,
) -> str:
    """List and sign what lies in the folder; returns the manifest's SHA-256 in hex.

    `hand_overs` are the notes by which older keys led to the signer's, oldest first; `printed`
    says which formats there are, in how many volumes, under which Bates numbers; `certificates`
    are the district's own templates by language; `redacted` counts what was covered and left out,
    if anything.
    """
    named = zip(
        write_checkpoints(folder, held := list(checkpoints), signer),
        sorted(held, key=lambda checkpoint: -checkpoint.epoch),
        strict=True,
    )
    content = {
        "format": verify.FORMAT,
        "state": "draft",
        **_said(about),
        **(printed or {}),
        "key": _key(signer),
        "hand_overs": write_hand_overs(folder, hand_overs),
        "checkpoints": [
            {"epoch": c.epoch, "file": name, "size": c.size, "root": c.root.hex()}
            for name, c in named
        ],
        "scope": {reason: SCOPE[reason] for reason in about.counts.reasons},
        "redaction": {"method": REDACTION, **redacted} if redacted else "none",
        "files": [],
    }
    listed = _files(folder)
    certificate.write(folder, about, held, signer, listed=len(listed), own=certificates)
    listed += [_line(folder, name) for name in (SUMS, *certificate.FILES)]
    data = _written(content, sorted(listed))
    signature = signer.private_key.sign(verify.MANIFEST_CONTEXT + data)
    (folder / verify.MANIFEST).write_bytes(data)
    (folder / verify.SIGNATURE).write_bytes(base64.b64encode(signature) + b"\n")
    return hashlib.sha256(data).hexdigest()


def release_note(manifest: str, at: datetime, by: Iterable[str], signer: Signer) -> str:
    """The signed statement that a production, by its manifest's SHA-256, may be handed over."""
    statement = {"at": at.isoformat(timespec="seconds"), "by": list(by), "manifest": manifest}
    text = f"{verify.RELEASE_CONTEXT.decode()}{canonical_text(statement)}\n"
    verifier = signer.verifier
    signature = verifier.key_id + signer.private_key.sign(text.encode())
    return f"{text}\n{DASH}{signer.name} {base64.b64encode(signature).decode()}\n"


def _said(about: About) -> dict[str, Any]:
    return {
        "district": about.district,
        "request": {
            "id": about.request,
            "law": about.law,
            "requester": about.requester,
            "received": about.received.isoformat(timespec="seconds"),
            "about": {"name": about.student, "number": about.student_number},
        },
        "production": about.production,
        "language": about.language,
        "made_at": about.made_at.isoformat(timespec="seconds"),
        "counts": asdict(about.counts),
    }


def _key(signer: Signer) -> dict[str, str]:
    public = signer.verifier.public_key
    return {
        "name": signer.name,
        "public_key": base64.b64encode(public).decode(),
        "fingerprint": verify.fingerprint(public),
    }


def _written(content: dict[str, Any], files: Iterable[bytes]) -> bytes:
    """The manifest with a line a file, which are never all in memory as anything but bytes."""
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    data = text.encode("utf-8", "backslashreplace")
    before, empty, after = data.partition(b'\n  "files": [')
    return b"".join((before, empty, b"\n    ", b",\n    ".join(files), b"\n  ", after))


def _files(folder: Path) -> list[bytes]:
    """A line for each file of the folder; `SHA256SUMS` has the same, as `sha256sum -c` reads it."""
    start = len(str(folder)) + 1
    found = [f"{base}/{name}"[start:] for base, _, names in os.walk(folder) for name in names]
    lines = []
    with (folder / SUMS).open("w", encoding="utf-8", newline="\n") as sums:
        for path in sorted(found):
            listed = _listed(folder, path)
            sums.write(f"{listed['sha256']}  {path}\n")
            lines.append(_json(listed))
    return lines


def _line(folder: Path, path: str) -> bytes:
    return _json(_listed(folder, path))


def _json(listed: dict[str, Any]) -> bytes:
    """Lines are in the order of the paths when they are sorted: a quote is before all in a path."""
    return json.dumps(listed, sort_keys=True).encode()


def _listed(folder: Path, path: str) -> dict[str, Any]:
    with (folder / path).open("rb") as content:
        digest = hashlib.file_digest(content, "sha256")
        size = os.fstat(content.fileno()).st_size
    return {"path": path, "sha256": digest.hexdigest(), "size": size}
