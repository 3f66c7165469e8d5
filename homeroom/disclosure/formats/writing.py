"""Writes the formats of a production in one pass: each record is read once, for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from homeroom.disclosure.formats.documents import Document, Edition
from homeroom.disclosure.formats.numbering import next_volume

OVERHEAD, FACTOR = 4096, 4
"""A document takes at most so many bytes more, and so many times its text's bytes, in a format."""
ENCODED = 1.4
"""What base64 makes of a file's bytes, and a zip's directory."""


class Writer(Protocol):
    """Takes documents one after the other; holds no more of them than it needs."""

    def add(self, document: Document) -> None: ...

    def close(self) -> None:
        """Write what is still to be written."""


Start = Callable[[Edition, Path], Writer]
"""The folder is the production's, or a volume's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: how it is started, and whether each volume has its own."""

    start: Start
    by_volume: bool = False


def write(edition: Edition, formats: Iterable[Format]) -> int:
    """Write these formats; returns the number of volumes."""
    chosen = list(formats)
    by_volume = [format_ for format_ in chosen if format_.by_volume]
    volume, used = 0, edition.about.volume_bytes
    with ExitStack() as whole, ExitStack() as part:
        writers = [
            whole.enter_context(closing(each.start(edition, edition.folder)))
            for each in chosen
            if not each.by_volume
        ]
        of_volume: list[Writer] = []
        for document in edition.documents():
            size = size_of(document, len(by_volume))
            before = volume
            volume, used = next_volume(volume, used, size, edition.about.volume_bytes)
            if volume != before and by_volume:
                part.close()
                of_volume = _volume(edition, volume, by_volume, part)
            for writer in (*writers, *of_volume):
                writer.add(document)
    return volume if by_volume else 0


def size_of(document: Document, formats: int) -> int:
    """The most bytes that a document takes on a volume in so many formats."""
    words = document.shown
    text = 2 * len(words.text) + len(words.formatted) + sum(map(len, words.refused))
    files = sum(int(file.size * ENCODED) + OVERHEAD for file in document.files)
    return formats * (FACTOR * 3 * text + OVERHEAD + files)


def _volume(
    edition: Edition, number: int, formats: Iterable[Format], part: ExitStack
) -> list[Writer]:
    folder = edition.folder / f"VOL{number:03d}"
    folder.mkdir()
    return [part.enter_context(closing(each.start(edition, folder))) for each in formats]
