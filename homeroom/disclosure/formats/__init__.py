"""The formats of a production: one file each, one line in `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from homeroom.disclosure.formats import html
from homeroom.disclosure.formats.records import Records
from homeroom.disclosure.model import About

Write = Callable[[Path, Records, About, str], None]
"""Folder, its records, what the production says of itself, fingerprint of the district's key."""


def _nothing_more(folder: Path, records: Records, about: About, fingerprint: str) -> None:
    """`records.jsonl` is in every production: it is what the proofs are about."""


FORMATS: dict[str, Write] = {"jsonl": _nothing_more, "html": html.write}
