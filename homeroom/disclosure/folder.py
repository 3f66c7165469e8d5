"""Writes the folder of a production: the same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from homeroom.archive.canonical import canonical
from homeroom.archive.checkpoint import Checkpoint, Signer
from homeroom.disclosure import attachments, leaks, papers
from homeroom.disclosure.exemption_log import ExemptionLog, InternalLog
from homeroom.disclosure.formats import FORMATS, writing
from homeroom.disclosure.formats.documents import Edition
from homeroom.disclosure.formats.records import Records
from homeroom.disclosure.letters import Letter
from homeroom.disclosure.manifest import write_manifest
from homeroom.disclosure.model import About, Position, Proved
from homeroom.disclosure.opening import record_line
from homeroom.disclosure.redaction.record import NONE, Redaction
from homeroom.disclosure.verify import RECORDS, fingerprint

Progress = Callable[[int], None]
"""Told the number of records written so far."""


def write_folder(
    folder: Path,
    about: About,
    proved: Iterable[Proved],
    *,
    checkpoints: Sequence[Checkpoint],
    signer: Signer,
    hand_overs: Iterable[str] = (),
    certificates: Mapping[str, Letter] | None = None,
    formats: Iterable[str],
    progress: Progress,
    redaction: Redaction = NONE,
    internal: InternalLog | None = None,
) -> str:
    """Fill an empty folder; returns the manifest's SHA-256 in hex.

    Everything is covered before `records.jsonl` is written, from which all formats are made. At
    the end the finished files are searched: `HomeroomError` where anything covered is left.
    `internal` is told what was covered, with the values.
    """
    with ExemptionLog(folder, redaction, internal or InternalLog()) as log:
        _write_records(folder, proved, progress, redaction, log)
        log.leave_out(redaction.withheld)
    shown = covered_about(about, redaction)
    names = sorted({*formats, "jsonl"})
    key = fingerprint(signer.verifier.public_key)
    edition = Edition.of(folder, Records.of(folder), shown, key)
    volumes = writing.write(edition, [each for name in names if (each := FORMATS[name])])
    papers.write(folder, shown)
    leaks.check(folder, redaction)
    printed = {
        "formats": names,
        "volumes": volumes,
        "bates": {"prefix": about.bates, "documents": edition.numbering.documents},
    }
    return write_manifest(
        folder,
        shown,
        checkpoints,
        signer,
        hand_overs,
        printed,
        certificates,
        redacted=log.counts,
    )


def covered_about(about: About, redaction: Redaction) -> About:
    """What a production says of itself, without the names that are covered in its records."""
    text = redaction.redactor.text
    people = {account: name for account, name in about.people.items() if text(account) == account}
    return replace(
        about,
        people={account: text(name) for account, name in people.items()},
        rooms={text(room): text(name) for room, name in about.rooms.items()},
        counts=replace(
            about.counts, rooms={text(room): n for room, n in about.counts.rooms.items()}
        ),
        statements=tuple(replace(each, text=text(each.text)) for each in about.statements),
    )


def _write_records(
    folder: Path,
    proved: Iterable[Proved],
    progress: Progress,
    redaction: Redaction,
    log: ExemptionLog,
) -> None:
    with (folder / RECORDS).open("wb") as lines:
        for n, item in enumerate(proved, 1):
            entry, source = item.entry, item.attachment
            file = attachments.place(folder, n, entry, source, redaction) if source else None
            covering = redaction.of(Position(entry.epoch, entry.index))
            line = record_line(n, item, file, covering)
            lines.write(canonical(line) + b"\n")
            log.note(line, covering, without_file=bool(source) and file is None)
            progress(n)
