"""The certificate of a production, for a custodian to sign: FRE 902(11), 902(13) and 902(14).

A page in each language, which names no student: it may lie in a court's public file. It cannot say
the manifest's SHA-256, since the manifest lists it; it says that of `SHA256SUMS`, the list of
everything else, and leaves a line for the other, which `verify.py` shows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import homeroom
from homeroom.archive.checkpoint import Checkpoint, Signer
from homeroom.disclosure.formats import wording
from homeroom.disclosure.letters import FOLDER, LANGUAGES, Letter
from homeroom.disclosure.model import About
from homeroom.disclosure.verify import RECORDS, fingerprint, grouped

KIND = "certificate"
SUMS = "SHA256SUMS"
FILES = tuple(f"{KIND}.{language}.txt" for language in LANGUAGES)


def templates(data: Path) -> dict[str, Letter]:
    """The district's own, in `letters/` of its data folder, or those that ship.

    `InputError` if unreadable.
    """
    return _templates(data / FOLDER)


def write(
    folder: Path,
    about: About,
    checkpoints: Iterable[Checkpoint],
    signer: Signer,
    *,
    listed: int,
    own: Mapping[str, Letter] | None,
) -> None:
    """Write it in each language; `listed` files stand in the folder's `SHA256SUMS`."""
    given = {
        "district": about.district,
        "number": about.request,
        "production": about.production,
        "records": about.counts.records,
        "files": listed,
        "sums": SUMS,
        "sums_sha256": _sha256(folder / SUMS),
        "records_sha256": _sha256(folder / RECORDS),
        "checkpoints": sorted(checkpoints, key=lambda checkpoint: checkpoint.epoch),
        "key": grouped(fingerprint(signer.verifier.public_key)),
        "version": homeroom.__version__,
    }
    for language, letter in (own or _templates(Path())).items():
        told = letter.filled(
            **given,
            law=wording.law(about.law, language),
            received=wording.day(about.received, language),
            made=f"{wording.day(about.made_at, language)}, {about.made_at:%H:%M:%S} UTC",
        )
        file = folder / f"{KIND}.{language}.txt"
        file.write_text(f"{told}\n", encoding="utf-8", newline="\n")


def _templates(own: Path) -> dict[str, Letter]:
    return {language: Letter.read(own, KIND, language) for language in LANGUAGES}


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
