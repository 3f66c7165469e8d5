"""Writes the folder of a production: the same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from homeroom.archive.canonical import canonical
from homeroom.archive.checkpoint import Checkpoint, Signer
from homeroom.disclosure import attachments, papers
from homeroom.disclosure.formats import FORMATS, writing
from homeroom.disclosure.formats.documents import Edition
from homeroom.disclosure.formats.records import Records
from homeroom.disclosure.letters import Letter
from homeroom.disclosure.manifest import write_manifest
from homeroom.disclosure.model import About, Proved
from homeroom.disclosure.opening import record_line
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
) -> str:
    """Fill an empty folder; returns the manifest's SHA-256 in hex."""
    _write_records(folder, proved, progress)
    names = sorted({*formats, "jsonl"})
    key = fingerprint(signer.verifier.public_key)
    edition = Edition.of(folder, Records.of(folder), about, key)
    volumes = writing.write(edition, [each for name in names if (each := FORMATS[name])])
    papers.write(folder, about)
    printed = {
        "formats": names,
        "volumes": volumes,
        "bates": {"prefix": about.bates, "documents": edition.numbering.documents},
    }
    return write_manifest(folder, about, checkpoints, signer, hand_overs, printed, certificates)


def _write_records(folder: Path, proved: Iterable[Proved], progress: Progress) -> None:
    with (folder / RECORDS).open("wb") as lines:
        for n, item in enumerate(proved, 1):
            source = item.attachment
            file = attachments.place(folder, n, item.entry, source) if source else None
            lines.write(canonical(record_line(n, item, file)) + b"\n")
            progress(n)
